"""What hangs on a member: every column that names one, and how it is read and written as plain values.

A test compares this with the tables, so that nothing new is forgotten where members are made one or parted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, Date, Row, Table, select

from storage.parameters import its, same
from storage.schema import (
    agreements,
    attendance,
    calendars,
    events,
    feeds,
    handover_people,
    handovers,
    interests,
    job_blocks,
    jobs,
    member_skills,
    members,
    misses,
    notes,
    recommendations,
    reminders,
    reports,
    seats,
    tags,
    unasked,
)
from storage.types import Seconds, UtcDateTime, instant
from storage.work import Work

Plain = dict[str, Any]  # a row as JSON can hold it
Held = dict[str, Any]  # {"profile": Plain, "owned": {name: [id]}, "rows": {table: {key: Plain}}}


@dataclass(frozen=True, slots=True)
class Owned:
    """Rows with an id of their own: only whose they are changes hands."""

    table: Table
    column: str

    @property
    def name(self) -> str:
        """Return how it is named in plain values."""
        return f"{self.table.name}.{self.column}"


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of which a member has one for each value of `key`; they are kept as they are."""

    table: Table
    key: tuple[str, ...]

    def key_of(self, row: Plain) -> str:
        """Return what a row is named by among those of its member."""
        return "|".join(str(row[name]) for name in self.key)


OWNED: Final = (
    Owned(jobs, "former_id"),  # before whose they are: who was it follows who wrote the job
    Owned(jobs, "author_id"),
    Owned(jobs, "contact_id"),
    Owned(jobs, "contact_asked_id"),
    Owned(handovers, "giver_id"),
    Owned(handovers, "taker_id"),
    Owned(handovers, "contact_id"),
    Owned(recommendations, "by_id"),
    Owned(events, "owner_id"),
    Owned(feeds, "added_by"),
    Owned(agreements, "member_id"),
)
KEPT: Final = (
    Kept(member_skills, ("key",)),
    Kept(tags, ("job_id",)),
    Kept(notes, ("job_id",)),
    Kept(interests, ("job_id", "part")),
    Kept(seats, ("job_id", "part")),
    Kept(attendance, ("event_id", "occurrence")),
    Kept(reports, ("job_id",)),
    Kept(calendars, ()),
    Kept(job_blocks, ()),
    Kept(handover_people, ("handover_id",)),
    Kept(recommendations, ("job_id",)),
    Kept(unasked, ()),
    Kept(misses, ()),
    Kept(reminders, ("id",)),
)
APART: Final = frozenset({"accounts.member_id", "deliveries.member_id", "links.member_id"})  # handled on their own
_NO_PROFILE: Final = frozenset({"id", "changed"})


async def held_by(work: Work, member_id: int) -> Held:
    """Return everything that hangs on a member, without accounts and rows of the outbox."""
    found = await work.first(select(members).where(same(members, "id")), its(id=member_id))
    return {
        "profile": _profile(found) if found is not None else {},
        "owned": {
            one.name: [
                row.id
                for row in await work.all(
                    select(one.table.c.id).where(same(one.table, one.column)).order_by(one.table.c.id),
                    its(**{one.column: member_id}),
                )
            ]
            for one in OWNED
        },
        "rows": {one.table.name: await _rows(work, one, member_id) for one in KEPT},
    }


async def _rows(work: Work, one: Kept, member_id: int) -> dict[str, Plain]:
    query = select(one.table).where(same(one.table, "member_id"))
    rows = [plain(one.table, row) for row in await work.all(query, its(member_id=member_id))]
    return {one.key_of(row): row for row in sorted(rows, key=one.key_of)}


def _profile(row: Row[Any]) -> Plain:
    return {name: value for name, value in plain(members, row, "id").items() if name not in _NO_PROFILE}


def plain(table: Table, row: Row[Any], member: str = "member_id") -> Plain:
    """Return a row as JSON can hold it, without whose it is."""
    return {column.name: _said(getattr(row, column.name)) for column in table.c if column.name != member}


def _said(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return round(value.total_seconds())
        case _:
            return value


def columns(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row that was kept as plain ones; columns that came later keep what they begin with."""
    return {name: _read(table.c[name], value) for name, value in row.items() if name in table.c}


def _read(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - the column decides
    match column.type:
        case _ if value is None:
            return None
        case UtcDateTime():
            return instant(value)
        case Date():
            return date.fromisoformat(value)
        case Seconds():
            return timedelta(seconds=value)
        case _:
            return value


async def with_parents(work: Work, one: Kept, rows: Iterable[Plain]) -> Sequence[Plain]:
    """Return the rows whose job, event and place are still there."""
    left = list(rows)
    for column in one.table.c:
        for parent in column.foreign_keys:
            target = parent.column
            wanted = {row[column.name] for row in left if column.name != "member_id"} - {None}
            if wanted:
                there = {found[0] for found in await work.all(select(target).where(target.in_(wanted)))}
                left = [row for row in left if row[column.name] in there or row[column.name] is None]
    return left
