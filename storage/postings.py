"""Messages of ours that stand somewhere: what each shows, and what it should show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Executable,
    Row,
    bindparam,
    delete,
    func,
    or_,
    select,
    union,
    update,
)

from bot.domain.people import MessageRef, Platform
from bot.domain.sending import Posting, ShownAs
from storage.addresses import read_ref, written
from storage.parameters import is_open, its, same
from storage.schema import places, postings, wishes
from storage.work import Work, insert_into

_EVERY: Final = "*"  # a wish for every occurrence; one occurrence is named by its wall time
_OBJECT: Final = ("object", "object_id")
_COPIES: Final = select(postings).where(same(postings, *_OBJECT)).order_by(postings.c.id)
_COPIES_OF_ONE: Final = _COPIES.where(same(postings, "occurrence"))
_OF_A_SORT: Final = select(postings).where(same(postings, "object")).order_by(postings.c.id)
_AT: Final = select(postings).where(same(postings, "platform", "chat", "message"))
_WANT: Final = (
    update(postings)
    .where(same(postings, *_OBJECT), postings.c.wanted < bindparam("revision"))
    .values(wanted=bindparam("revision"))
)
_WANT_ONE: Final = _WANT.where(same(postings, "occurrence"))
IN_PLACE: Final = places.c.id == postings.c.place_id
_REMOVE_AT: Final = update(postings).where(same(postings, *_OBJECT)).values(remove_at=bindparam("at"))


@cache
def _wanted(dialect: str) -> Executable:
    new = insert_into(wishes, dialect)
    return new.on_conflict_do_update(
        index_elements=[*_OBJECT, "occurrence"],
        set_={"wanted": new.excluded.wanted},
        where=wishes.c.wanted < new.excluded.wanted,
    )


@cache
def _to_remove(dialect: str) -> Executable:
    new = insert_into(wishes, dialect)
    return new.on_conflict_do_update(
        index_elements=[*_OBJECT, "occurrence"], set_={"remove_at": new.excluded.remove_at}
    )


class Postings:
    """The part of the Outbox that knows the copies of objects."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def post(
        self, what: ShownAs, ref: MessageRef, place_id: int | None, shown: int, remove_at: datetime | None
    ) -> None:
        """Keep that a message of ours stands and shows this revision; the same ref again replaces what was kept.

        What was asked of the object's copies while this one was on its way holds for it too.
        """
        wish = await self._wish(what)
        row = {
            "object": what.object,
            "object_id": what.object_id,
            "occurrence": what.occurrence,
            "kind": what.kind,
            **written(ref),
            "place_id": place_id,
            "shown": shown,
            "wanted": shown if wish.wanted is None else max(shown, wish.wanted),
            "remove_at": min((at for at in (remove_at, wish.remove_at) if at is not None), default=None),
        }
        new = self._work.insert(postings).values(row)
        await self._work.change(new.on_conflict_do_update(index_elements=["platform", "chat", "message"], set_=row))

    async def want(self, object: str, object_id: int, revision: int, occurrence: str | None = None) -> None:
        """Ask every copy of an object (or of one occurrence) to show this revision or a later one."""
        what = {"object": object, "object_id": object_id}
        self._work.soon(_wanted(self._work.dialect), what | {"occurrence": occurrence or _EVERY, "wanted": revision})
        if occurrence is None:
            self._work.soon(_WANT, its(**what) | {"revision": revision})
        else:
            self._work.soon(_WANT_ONE, its(**what, occurrence=occurrence) | {"revision": revision})

    async def remove_at(self, object: str, object_id: int, at: datetime) -> None:
        """Ask every copy of an object to be taken away at an instant."""
        what = {"object": object, "object_id": object_id}
        wish = {"occurrence": _EVERY, "wanted": 0, "remove_at": at}
        self._work.soon(_to_remove(self._work.dialect), what | wish)
        self._work.soon(_REMOVE_AT, its(**what) | {"at": at})

    async def stale(self, platform: Platform, now: datetime, limit: int) -> Sequence[Posting]:
        """Return copies on a platform that show less than is wanted or are to be taken away, oldest first.

        Those in a closed place are left out until it is tried again.
        """
        here = postings.c.platform == platform
        ids = union(
            select(postings.c.id).where(here & (postings.c.shown < postings.c.wanted)),
            select(postings.c.id).where(here & (postings.c.remove_at <= now)),
        ).subquery()
        copies = (
            select(postings)
            .join(ids, ids.c.id == postings.c.id)
            .outerjoin(places, IN_PLACE)
            .where(is_open(places, now))
        )
        rows = copies.order_by(postings.c.id).limit(limit)
        return [_posting(row) for row in await self._work.all(rows)]

    async def shown(self, posting: Posting, revision: int) -> None:
        """Mark a copy as showing this revision."""
        await self._work.change(update(postings).where(postings.c.id == posting.id).values(shown=revision))

    async def ended(self, posting: Posting) -> None:
        """Forget a copy that is gone."""
        await self._work.change(delete(postings).where(postings.c.id == posting.id))

    async def postings(self, object: str, object_id: int, occurrence: str | None = None) -> Sequence[Posting]:
        """Return the copies of an object, by id."""
        what = its(object=object, object_id=object_id)
        if occurrence is None:
            rows = await self._work.all(_COPIES, what)
        else:
            rows = await self._work.all(_COPIES_OF_ONE, what | its(occurrence=occurrence))
        return [_posting(row) for row in rows]

    async def standing(self, object: str) -> Sequence[Posting]:
        """Return the copies of all objects of a sort, by id."""
        return [_posting(row) for row in await self._work.all(_OF_A_SORT, its(object=object))]

    async def posting_at(self, ref: MessageRef) -> Posting | None:
        """Return what a message of ours shows."""
        row = await self._work.first(_AT, its(platform=ref.where.platform, chat=ref.where.chat, message=ref.message))
        return _posting(row) if row else None

    async def _wish(self, what: ShownAs) -> Row[Any]:
        """Return the highest revision and the earliest removal asked of an object's copies, NULL where none was."""
        asked = (wishes.c.object == what.object) & (wishes.c.object_id == what.object_id)
        mine = or_(wishes.c.occurrence == _EVERY, wishes.c.occurrence == what.occurrence)
        wish = select(func.max(wishes.c.wanted).label("wanted"), func.min(wishes.c.remove_at).label("remove_at"))
        row = await self._work.first(wish.where(asked & mine))
        assert row is not None  # noqa: S101 - an aggregate is always one row
        return row


def _posting(row: Row[Any]) -> Posting:
    ref = read_ref(row)
    assert ref is not None  # noqa: S101 - the columns are NOT NULL
    return Posting(
        id=row.id,
        what=ShownAs(row.object, row.object_id, row.kind, row.occurrence),
        ref=ref,
        place_id=row.place_id,
        shown=row.shown,
        wanted=row.wanted,
        remove_at=row.remove_at,
    )
