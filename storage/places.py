"""The configured places, and where chats went."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, select, true, update

from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from storage.hearing import read, written
from storage.moving import move_chat
from storage.parameters import its, same
from storage.schema import moves
from storage.schema import places as table
from storage.work import Values, Work

_ALL: Final = select(table).order_by(table.c.id)
_GET: Final = select(table).where(same(table, "id"))
_AT: Final = select(table).where(same(table, "platform", "chat", "topic"))
_WENT: Final = select(moves.c.new).where(same(moves, "platform", "old"))


class Places:
    """The PlaceStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def sync(self, places: Sequence[Place], platforms: Collection[Platform] = tuple(Platform)) -> None:
        """Bring the table to what is configured: ids in the argument are ignored, a known address keeps its id (also
        after the chat moved), and a place that is no longer configured loses its roles.

        On PostgreSQL another process may be on the platforms that are not named: their places stay as they are.
        """
        ours = true() if self._work.dialect == "sqlite" else table.c.platform.in_(platforms)
        await self._work.change(update(table).where(ours).values(roles=[]))
        for place in places:
            now_at = await self._moved(place.address)
            row = {
                "platform": now_at.platform,
                "chat": now_at.chat,
                "topic": now_at.topic or "",
                "name": place.name,
                "roles": sorted(place.roles),
                "free_messages": place.free_messages,
                "hears": written(place.hears),
                "has_index": place.has_index,
            }
            new = self._work.insert(table).values(row)
            kept = {name: new.excluded[name] for name in ("name", "roles", "free_messages", "hears", "has_index")}
            await self._work.change(new.on_conflict_do_update(index_elements=["platform", "chat", "topic"], set_=kept))

    async def all(self) -> Sequence[Place]:
        """Return the places that have a role, by id."""
        rows = await self._work.all(_ALL)
        return [place for place in map(_place, rows) if place.roles]

    async def with_role(self, role: Role) -> Sequence[Place]:
        """Return the places with this role, by id; closed ones too."""
        return [place for place in await self.all() if role in place.roles]

    async def at(self, where: ChatAddress) -> Place | None:
        """Return the place at this address."""
        return await self._one(_AT, _there(where)) or await self._one(_AT, _there(await self._moved(where)))

    async def get(self, place_id: int) -> Place | None:
        """Return one place."""
        return await self._one(_GET, its(id=place_id))

    async def move(self, platform: Platform, old: str, new: str) -> None:
        """Let the places of a chat be at its new address; copies stay behind under the old one and end."""
        await move_chat(self._work, platform, old, new)

    async def close_route(self, place_id: int, until: datetime) -> None:
        """Try nothing in this place before `until`."""
        await self._work.change(update(table).where(table.c.id == place_id).values(closed_until=until))

    async def open_route(self, place_id: int) -> bool:
        """Try this place again at once; True where it was closed."""
        is_closed = (table.c.id == place_id) & table.c.closed_until.is_not(None)
        return await self._work.change(update(table).where(is_closed).values(closed_until=None)) > 0

    async def _one(self, query: Select[Any], values: Values) -> Place | None:
        row = await self._work.first(query, values)
        return _place(row) if row else None

    async def _moved(self, where: ChatAddress) -> ChatAddress:
        """Return where the chat is now."""
        row = await self._work.first(_WENT, its(platform=where.platform, old=where.chat))
        return replace(where, chat=row.new) if row else where


def _there(where: ChatAddress) -> Values:
    return its(platform=where.platform, chat=where.chat, topic=where.topic or "")


def _place(row: Row[Any]) -> Place:
    return Place(
        id=row.id,
        address=ChatAddress(Platform(row.platform), row.chat, row.topic or None),
        name=row.name,
        roles=frozenset(map(Role, row.roles)),
        free_messages=row.free_messages,
        has_index=row.has_index,
        hears=read(row.hears),
    )
