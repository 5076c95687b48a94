"""Two members become one: everything of the one goes to the other, and of what both have, one stands."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Table, delete, func, insert, select, update

from bot.domain.events import AGAIN
from bot.domain.jobs import InterestState
from bot.domain.sending import Outcome
from storage.hanging import KEPT, OWNED, Held, Kept, Plain, columns, held_by
from storage.ledger import Ledger
from storage.schema import (
    accounts,
    deliveries,
    handover_people,
    handovers,
    interests,
    jobs,
    member_skills,
    members,
    notes,
    postings,
    recommendations,
    reminders,
    reports,
    tags,
)
from storage.work import Work

NAMING: Final = ("member", "wer")  # what names a member in a row's subject
SPEAKER: Final = ("team.contact", "stand")  # a kind whose subject names one as a text
SPOKE: Final = "vorher"  # who spoke before, in the same rows
COPIES_OF_ONE: Final = ("handover", ("question", "call"))  # copies whose occurrence names a member
LINKS_OF_ONE: Final = "room"  # what is shown in copies of the kind "link:NUMBER:MEMBER"
TWIN: Final = "an account was linked that gets the same"
WAITING: Final = (Outcome.WAITING, Outcome.UNREACHABLE)
_GONE_FOR_GOOD: Final = (Outcome.DROPPED, Outcome.EXPIRED, Outcome.REFUSED)
_NOT_IN_OWN_JOB: Final[Sequence[Table]] = (interests, tags, notes, reports, recommendations)


async def merge(work: Work, stays: int, goes: int, home: str, away: str) -> Ledger:
    """Give everything of a member to another and delete them; return what is whose, so that it can be undone.

    The profile and the skills of the one who stays are the caller's to write, before this ledger is kept.
    """
    sides = {home: await held_by(work, stays), away: await held_by(work, goes)}
    ledger: Ledger = {"home": home, "away": away, "sides": copy.deepcopy(sides)}
    for one in KEPT:
        await _join(work, one, stays, goes, sides[home], sides[away])
    for owned in OWNED:
        its_column = owned.table.c[owned.column]
        await work.change(update(owned.table).where(its_column == goes).values({owned.column: stays}))
    own = select(jobs.c.id).where(jobs.c.author_id == stays)
    for table in _NOT_IN_OWN_JOB:
        await work.change(delete(table).where(table.c.member_id == stays, table.c.job_id.in_(own)))
    handed = select(handovers.c.id).where(handovers.c.giver_id == stays)
    asked = (handover_people.c.member_id == stays) & handover_people.c.handover_id.in_(handed)
    await work.change(delete(handover_people).where(asked))
    by_themselves = (recommendations.c.member_id == stays) & (recommendations.c.by_id == stays)
    await work.change(delete(recommendations).where(by_themselves))
    await rename_copies(work, goes, stays, away)
    await work.change(update(accounts).where(accounts.c.member_id == goes).values(member_id=stays))
    ledger["deliveries"] = await _join_deliveries(work, stays, goes)
    await work.change(delete(members).where(members.c.id == goes))
    return ledger


async def _join(work: Work, one: Kept, stays: int, goes: int, first: Held, second: Held) -> None:
    """Give the rows of one table to who stays; of two for the same thing the one that `_prevails` names stands."""
    mine, theirs = first["rows"][one.table.name], second["rows"][one.table.name]
    if one.table is member_skills or not theirs:
        return  # skills are written with the profile
    if one.table is reminders:
        theirs = _not_reminded_yet(theirs, mine)
    winning = [row for key, row in theirs.items() if key not in mine or _prevails(one.table, row, mine[key])]
    await work.change(delete(one.table).where(one.table.c.member_id == goes))
    for row in winning:
        if (old := mine.get(one.key_of(row))) is not None:
            await work.change(delete(one.table).where(*_is(one, old, stays)))
    rows = [columns(one.table, row) | {"member_id": stays} for row in winning]
    await work.change_each(insert(one.table), rows)


def _is(one: Kept, row: Plain, member_id: int) -> list[Any]:
    named = columns(one.table, {name: row[name] for name in one.key})
    return [one.table.c.member_id == member_id, *(one.table.c[name] == value for name, value in named.items())]


def _not_reminded_yet(theirs: Mapping[str, Plain], mine: Mapping[str, Plain]) -> dict[str, Plain]:
    """Leave out reminders of an event that the other account has as well."""
    known = {_reminds_of(row) for row in mine.values()} - {None}
    return {key: row for key, row in theirs.items() if _reminds_of(row) not in known}


def _reminds_of(row: Plain) -> tuple[Any, ...] | None:
    at = row["starts"] and row["starts"][11:] if row["rule"] != AGAIN else None  # of the day, as `Reminder.at`
    return (row["event_id"], row["occurrence"], row["lead"], at) if row["event_id"] is not None else None


def _prevails(table: Table, theirs: Plain, mine: Plain) -> bool:
    """Say which of two rows for the same thing stands: the newer answer, but of interests the accepted one."""
    if table is interests and theirs["state"] != mine["state"]:
        accepted = InterestState.ACCEPTED.value
        if accepted in (theirs["state"], mine["state"]):
            return bool(theirs["state"] == accepted)
    return table.name in ("interests", "attendance") and bool(theirs["at"] > mine["at"])


async def _join_deliveries(work: Work, stays: int, goes: int) -> Plain:
    """Give the rows of the outbox to who stays, under keys that name them, and drop what both would get twice."""
    newest = await work.first(select(func.coalesce(func.max(deliveries.c.id), 0).label("id")))
    named = await rename(work, lambda _row: True, goes, stays)
    mine, theirs = await _of(work, stays), await _of(work, goes)
    by_key = {row.key: row for row in mine}
    by_words = {(row.kind, _words(row.subject)): row for row in mine if row.subject}
    twins: list[Plain] = []
    moved: dict[str, str] = {}
    for row in theirs:
        moved[str(row.id)] = row.key
        key = with_member(row.key, goes, stays)
        twin = by_key.get(key) or (by_words.get((row.kind, _words(row.subject))) if row.subject else None)
        doubled = _doubled(row, twin) if twin is not None else None
        if doubled is not None and twin is not None:
            standing = twin if doubled is row else row
            twins.append({"id": doubled.id, "outcome": doubled.outcome, "reason": doubled.reason} | _stands(standing))
            dropped = {"outcome": Outcome.DROPPED, "reason": TWIN}
            await work.change(update(deliveries).where(deliveries.c.id == doubled.id).values(dropped))
        values = {"member_id": stays} | ({"key": key} if key not in by_key else {})
        await work.change(update(deliveries).where(deliveries.c.id == row.id).values(values))
    return {"newest": newest.id if newest is not None else 0, "moved": moved, "twins": twins, "named": named}


async def _of(work: Work, member_id: int) -> Sequence[Any]:
    mine = select(deliveries).where(deliveries.c.member_id == member_id).order_by(deliveries.c.id)
    return await work.all(mine)


def _stands(row: Any) -> Plain:  # noqa: ANN401 - a row of the outbox
    return {"of": row.id, "of_outcome": row.outcome}


def _doubled(theirs: Any, mine: Any) -> Any | None:  # noqa: ANN401 - rows of the outbox
    """Return which of two rows that say the same is not to be sent, None where neither would be sent again."""
    for row, other in ((theirs, mine), (mine, theirs)):
        if row.outcome in WAITING and row.doubts == 0 and other.outcome not in _GONE_FOR_GOOD:
            return row
    return None


def _words(subject: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(subject.items()))


def with_member(key: str, old: int, new: int) -> str:
    """Return a key that names another member behind "member"."""
    words = key.split(":")
    for place in range(1, len(words)):
        if words[place - 1] == "member" and words[place] == str(old):
            words[place] = str(new)
    return ":".join(words)


def names(row: Any, member_id: int) -> bool:  # noqa: ANN401 - a row of the outbox
    """Say whether a row's subject names a member."""
    kind, name = SPEAKER
    speaks = row.kind == kind and row.subject.get(name) == str(member_id)
    return speaks or any(row.subject.get(one) == member_id for one in NAMING)


async def rename(work: Work, which: Callable[[Any], bool], old: int, new: int) -> list[int]:
    """Let rows of the outbox that speak of a member speak of another; return the ids of those that did."""
    told = select(deliveries.c.id, deliveries.c.kind, deliveries.c.subject).where(deliveries.c.subject.is_not(None))
    changed: list[int] = []
    for row in await work.all(told.order_by(deliveries.c.id)):
        spoken = (SPEAKER[1], SPOKE) if row.kind == SPEAKER[0] else ()
        said = {
            **{one: str(new) for one in spoken if row.subject.get(one) == str(old)},
            **{one: new for one in NAMING if row.subject.get(one) == old},
        }
        if said and which(row):
            subject = {**row.subject, **said}
            await work.change(update(deliveries).where(deliveries.c.id == row.id).values(subject=subject))
            changed.append(row.id)
    return changed


async def rename_copies(work: Work, old: int, new: int, platform: str) -> None:
    """Let copies on a platform that are shown to a member, as their words depend on, be another's."""
    theirs = (postings.c.object == COPIES_OF_ONE[0]) & (postings.c.occurrence == str(old))
    named = theirs & postings.c.kind.in_(COPIES_OF_ONE[1]) & (postings.c.platform == platform)
    await work.change(update(postings).where(named).values(occurrence=str(new)))
    links = (postings.c.object == LINKS_OF_ONE) & postings.c.kind.like(f"link:%:{old}")
    for row in await work.all(select(postings.c.id, postings.c.kind).where(links, postings.c.platform == platform)):
        kind = f"{row.kind.rpartition(':')[0]}:{new}"
        await work.change(update(postings).where(postings.c.id == row.id).values(kind=kind))
