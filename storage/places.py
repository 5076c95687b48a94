"""The configured places, and where chats went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from storage.moving import move_chat
from storage.schema import moves
from storage.schema import places as table
from storage.work import Work


class Places:
    """The PlaceStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def sync(self, places: Sequence[Place]) -> None:
        """Bring the table to what is configured: ids in the argument are ignored, a known address keeps its id (also
        after the chat moved), and a place that is no longer configured loses its roles."""
        await self._work.change(update(table).values(roles=[]))
        for place in places:
            now_at = await self._moved(place.address)
            row = {
                "platform": now_at.platform,
                "chat": now_at.chat,
                "topic": now_at.topic or "",
                "name": place.name,
                "roles": sorted(place.roles),
                "free_messages": place.free_messages,
            }
            new = self._work.insert(table).values(row)
            kept = {name: new.excluded[name] for name in ("name", "roles", "free_messages")}
            await self._work.change(new.on_conflict_do_update(index_elements=["platform", "chat", "topic"], set_=kept))

    async def all(self) -> Sequence[Place]:
        """Return the places that have a role, by id."""
        rows = await self._work.all(select(table).order_by(table.c.id))
        return [place for place in map(_place, rows) if place.roles]

    async def with_role(self, role: Role) -> Sequence[Place]:
        """Return the places with this role that are not lost, by id."""
        return [place for place in await self.all() if role in place.roles]

    async def at(self, where: ChatAddress) -> Place | None:
        """Return the place at this address."""
        return await self._one(_is_at(where)) or await self._one(_is_at(await self._moved(where)))

    async def get(self, place_id: int) -> Place | None:
        """Return one place."""
        return await self._one(table.c.id == place_id)

    async def move(self, platform: Platform, old: str, new: str) -> None:
        """Rewrite a chat's address wherever it is stored: places, postings, deliveries, sources of jobs."""
        await move_chat(self._work, platform, old, new)

    async def close_route(self, place_id: int, until: datetime) -> None:
        """Try nothing in this place before `until`."""
        await self._work.change(update(table).where(table.c.id == place_id).values(closed_until=until))

    async def _one(self, condition: ColumnElement[bool]) -> Place | None:
        row = await self._work.first(select(table).where(condition))
        return _place(row) if row else None

    async def _moved(self, where: ChatAddress) -> ChatAddress:
        """Return where the chat is now."""
        went = select(moves.c.new).where((moves.c.platform == where.platform) & (moves.c.old == where.chat))
        row = await self._work.first(went)
        return replace(where, chat=row.new) if row else where


def _is_at(where: ChatAddress) -> ColumnElement[bool]:
    return (table.c.platform == where.platform) & (table.c.chat == where.chat) & (table.c.topic == (where.topic or ""))


def _place(row: Row[Any]) -> Place:
    return Place(
        id=row.id,
        address=ChatAddress(Platform(row.platform), row.chat, row.topic or None),
        name=row.name,
        roles=frozenset(map(Role, row.roles)),
        free_messages=row.free_messages,
    )
