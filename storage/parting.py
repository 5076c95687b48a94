"""One member becomes two again: each account gets what it had and what it wrote since."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.domain.people import Platform
from bot.domain.sending import Outcome
from storage.hanging import KEPT, OWNED, Held, Kept, Plain, columns, with_parents
from storage.ledger import Ledger, side_of_event, side_of_job, side_of_reminder
from storage.merging import TWIN, WAITING, rename, rename_copies, with_member
from storage.schema import accounts, deliveries, job_blocks, job_parts, members, seats
from storage.work import Work


async def part(work: Work, ledger: Ledger, stays: int, back: int) -> None:
    """Make the member again who went into another, under the id of before.

    The ledger has to be up to date. Who is blocked from posting stays so on both sides.
    """
    away = ledger["away"]
    mine, theirs = ledger["sides"][ledger["home"]], ledger["sides"][away]
    block = await work.first(select(job_blocks).where(job_blocks.c.member_id == stays))
    await work.change(insert(members).values(columns(members, theirs["profile"]) | {"id": back, "changed": 0}))
    await work.change(update(members).where(members.c.id == stays).values(columns(members, mine["profile"])))
    theirs_alone = (accounts.c.member_id == stays) & (accounts.c.platform == away)
    await work.change(update(accounts).where(theirs_alone).values(member_id=back))
    for owned in OWNED:
        ids = theirs["owned"][owned.name]
        its = (owned.table.c[owned.column] == stays) & owned.table.c.id.in_(ids)
        await work.change(update(owned.table).where(its).values({owned.column: back}))
    for one in KEPT:
        await work.change(delete(one.table).where(one.table.c.member_id == stays))
        await _give(work, one, stays, mine)
        await _give(work, one, back, theirs)
    for member_id in (stays, back) if block is not None else ():
        blocked = {
            "member_id": member_id,
            "reason": block.reason if block is not None else "",
            "at": block.at if block is not None else None,
        }
        await work.change(work.insert(job_blocks).values(blocked).on_conflict_do_nothing())
    await rename_copies(work, stays, back, away)
    await _part_deliveries(work, ledger, stays, back)


async def _give(work: Work, one: Kept, member_id: int, side: Held) -> None:
    """Write the rows of one side, as far as what they are about is still there."""
    if one.table is job_blocks:
        return
    rows = await with_parents(work, one, side["rows"][one.table.name].values())
    for row in rows:
        values = columns(one.table, row) | {"member_id": member_id}
        if one.table is seats:
            await _sit(work, values)
        else:
            await work.change(insert(one.table).values(values))


async def _sit(work: Work, seat: Mapping[str, Any]) -> None:
    """Give a seat back, another one of the part where somebody has taken it since; without a free one, none."""
    its = (seats.c.job_id == seat["job_id"]) & (seats.c.part == seat["part"])
    taken = {row.number for row in await work.all(select(seats.c.number).where(its))}
    there = (job_parts.c.job_id == seat["job_id"]) & (job_parts.c.key == seat["part"])
    found = await work.first(select(job_parts.c.seats).where(there))
    most = found.seats if found is not None else 0
    free = [number for number in (seat["number"], *range(most)) if number not in taken]
    if free and (len(taken) < most or not taken):
        await work.change(insert(seats).values({**seat, "number": free[0]}))


async def _part_deliveries(work: Work, ledger: Ledger, stays: int, back: int) -> None:
    kept: Plain = ledger["deliveries"]
    is_theirs = partial(_speaks_of_other, ledger)
    await rename(work, lambda row: row.id in kept["named"] or is_theirs(row), stays, back)
    rows = await work.all(select(deliveries).where(deliveries.c.member_id == stays).order_by(deliveries.c.id))
    for row in rows:
        goes = _side(ledger, row) == ledger["away"]
        values: dict[str, Any] = {"member_id": back} if goes else {}
        if goes:
            values |= await _key(work, row, kept["moved"].get(str(row.id)) or with_member(row.key, stays, back))
        own = Platform(ledger["away"] if goes else ledger["home"])
        if row.outcome in WAITING and row.doubts == 0 and row.platform not in (None, own):
            values |= {"platform": None, "login": None, "first_try_at": None}
        if values:
            await work.change(update(deliveries).where(deliveries.c.id == row.id).values(values))
    for twin in kept["twins"]:
        await _wait_again(work, twin)


async def _key(work: Work, row: Any, key: str) -> dict[str, str]:  # noqa: ANN401 - a row of the outbox
    if key == row.key or await work.first(select(deliveries.c.id).where(deliveries.c.key == key)) is not None:
        return {}
    return {"key": key}


async def _wait_again(work: Work, twin: Plain) -> None:
    """Let a row wait again that was dropped because of another, unless that one was sent since."""
    standing = await work.first(select(deliveries.c.outcome).where(deliveries.c.id == twin["of"]))
    if standing is None or standing.outcome != twin["of_outcome"]:
        return
    dropped = (
        (deliveries.c.id == twin["id"]) & (deliveries.c.outcome == Outcome.DROPPED) & (deliveries.c.reason == TWIN)
    )
    before = {"outcome": twin["outcome"], "reason": twin["reason"]}
    await work.change(update(deliveries).where(dropped).values(before))


def _side(ledger: Ledger, row: Any) -> str:  # noqa: ANN401 - a row of the outbox
    """Return whose a row of the outbox is: as before where it is older, else by what it is about or where it went."""
    kept = ledger["deliveries"]
    if str(row.id) in kept["moved"]:
        return str(ledger["away"])
    if row.id <= kept["newest"]:
        return str(ledger["home"])
    went = row.platform if row.platform in ledger["sides"] else None
    about = _about(ledger, row.subject or {})
    first, second = (about, went) if row.outcome in WAITING and row.doubts == 0 else (went, about)
    return first or second or str(ledger["home"])


def _about(ledger: Ledger, subject: Mapping[str, Any]) -> str | None:
    for name, side in (("reminder", side_of_reminder), ("event", side_of_event), ("job", side_of_job)):
        if name in subject and (found := side(ledger, int(subject[name]))) is not None:
            return found
    return None


def _speaks_of_other(ledger: Ledger, row: Any) -> bool:  # noqa: ANN401 - a row of the outbox
    """Say whether a row that came since, and speaks of the person, means what the second account did."""
    is_new = row.id > ledger["deliveries"]["newest"]
    return is_new and "job" in row.subject and side_of_job(ledger, int(row.subject["job"])) == ledger["away"]
