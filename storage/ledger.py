"""What is whose while two members are one: a ledger in plain values, brought up to date after each visit. Pure.

Each side is what its account gets back when both are parted: its profile, the ids of what it owns, and its rows. What
the person has changed since the last look goes to the side of the account that did it. What somebody else changed
follows what it is about: a seat the interest, a tag the place. What is gone is gone on both sides, so that nothing
comes back that the person took away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from bot.domain.links import stricter
from bot.domain.members import Visibility
from storage.hanging import Held, Plain

Ledger = dict[str, Any]  # {"home": platform, "away": platform, "sides": {platform: Held}, "seen": Held, …}
_OF_THE_PERSON: Final = (
    "left_at",
    "erase_at",
    "last_tagged_at",
    "wishes",
    "pings",
)  # columns of a profile that no account has alone
_ONCE: Final = frozenset(
    {"seats", "reminders", "recommendations"}
)  # tables where two members cannot both have the same row
_BY_JOB: Final = frozenset({"jobs.former_id", "jobs.contact_id", "jobs.contact_asked_id"})
WITHOUT_PROFILE: Final = frozenset({"preferred"})


def brought_up(ledger: Ledger, now: Held, writer: str | None, platforms: Mapping[int, str]) -> bool:
    """Write into the ledger what changed since the last look, by the account on a platform or by somebody else.

    `platforms` names those of the places. True where anything changed.
    """
    seen: Held = ledger["seen"]
    if seen == now:
        return False
    _profile(ledger, seen["profile"], now["profile"], writer)
    for table, rows in now["rows"].items():
        _rows(ledger, table, seen["rows"].get(table, {}), rows, writer, platforms)
    for name, ids in now["owned"].items():
        _owned(ledger, name, seen["owned"].get(name, []), ids, writer)
    ledger["seen"] = now
    return True


def _sides(ledger: Ledger) -> Iterator[tuple[str, Held]]:
    return iter(ledger["sides"].items())


def _profile(ledger: Ledger, seen: Plain, now: Plain, writer: str | None) -> None:
    changed = {name: value for name, value in now.items() if seen.get(name) != value and name not in WITHOUT_PROFILE}
    for platform, side in _sides(ledger):
        for name, value in changed.items():
            if name in _OF_THE_PERSON or platform == (writer or ledger["home"]):
                side["profile"][name] = value
            elif name == "visibility":
                side["profile"][name] = _stricter(side["profile"][name], value)


def _stricter(before: str | None, now: str | None) -> str | None:
    """Return the level of the account that did not choose: less is shown at once, more only where it was agreed to."""
    if before is None:
        return None
    level = stricter(Visibility(before), Visibility(now) if now else None)
    return level.value if level is not None else None


def _rows(
    ledger: Ledger,
    table: str,
    seen: Mapping[str, Plain],
    now: Mapping[str, Plain],
    writer: str | None,
    platforms: Mapping[int, str],
) -> None:
    for key in seen.keys() - now.keys():
        for _, side in _sides(ledger):
            side["rows"][table].pop(key, None)
    for key, row in now.items():
        if seen.get(key) == row:
            continue
        holders = [platform for platform, side in _sides(ledger) if key in side["rows"][table]]
        if key in seen and (writer is None or table in _ONCE) and holders:
            whose = next((one for one in holders if ledger["sides"][one]["rows"][table][key] == seen[key]), holders[0])
        else:
            whose = writer if writer is not None and table != "seats" else _of(ledger, table, row, platforms)
        ledger["sides"][whose]["rows"][table][key] = row


def _of(ledger: Ledger, table: str, row: Plain, platforms: Mapping[int, str]) -> str:
    """Return whose a row is that somebody else wrote."""
    if table == "seats":
        return side_of_part(ledger, row["job_id"], row["part"])
    if table == "tags":
        there = platforms.get(row["place_id"], "")
        return there if there in ledger["sides"] else str(ledger["home"])
    return str(ledger["home"])


def side_of_part(ledger: Ledger, job_id: int, part: str) -> str:
    """Return on which side somebody is interested in a part of a job, or in the job."""
    for key in (f"{job_id}|{part}", f"{job_id}|"):
        for platform, side in _sides(ledger):
            if key in side["rows"]["interests"] or key in side["rows"]["seats"]:
                return platform
    return str(ledger["home"])


def side_of_job(ledger: Ledger, job_id: int) -> str | None:
    """Return the side that a job concerns: whose it is, or who is interested in it, sits there or was tagged."""
    for platform, side in _sides(ledger):
        if job_id in side["owned"]["jobs.author_id"]:
            return platform
    for table in ("seats", "interests", "tags", "reports"):
        for platform, side in _sides(ledger):
            if any(row["job_id"] == job_id for row in side["rows"][table].values()):
                return platform
    return None


def side_of_event(ledger: Ledger, event_id: int) -> str | None:
    """Return the side that an event concerns: who answered, or whose it is."""
    for platform, side in _sides(ledger):
        if any(row["event_id"] == event_id for row in side["rows"]["attendance"].values()):
            return platform
    return next((platform for platform, side in _sides(ledger) if event_id in side["owned"]["events.owner_id"]), None)


def side_of_reminder(ledger: Ledger, reminder_id: int) -> str | None:
    """Return the side that has a reminder."""
    key = str(reminder_id)
    return next((platform for platform, side in _sides(ledger) if key in side["rows"]["reminders"]), None)


def _owned(ledger: Ledger, name: str, seen: Iterable[int], now: Iterable[int], writer: str | None) -> None:
    gone, new = set(seen) - set(now), set(now) - set(seen)
    for _, side in _sides(ledger):
        side["owned"][name] = [one for one in side["owned"][name] if one not in gone]
    for one in sorted(new):
        whose = (side_of_job(ledger, one) if name in _BY_JOB else writer) or str(ledger["home"])
        mine = ledger["sides"][whose]["owned"][name]
        ledger["sides"][whose]["owned"][name] = sorted({*mine, one})
