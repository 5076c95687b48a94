"""The configured places, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role


class PlaceStore(Protocol):
    """The configured places."""

    async def sync(self, places: Sequence[Place], platforms: Collection[Platform] = tuple(Platform)) -> None:
        """Bring the table to what is configured: ids in the argument are ignored, a known address keeps its id (also
        after the chat moved), and a place that is no longer configured loses its roles. Where several processes may
        share the database, only one of these platforms does."""
        ...

    async def all(self) -> Sequence[Place]:
        """Return the places that have a role, by id."""
        ...

    async def with_role(self, role: Role) -> Sequence[Place]:
        """Return the places with this role, by id; closed ones too."""
        ...

    async def at(self, where: ChatAddress) -> Place | None:
        """Return the place at this address."""
        ...

    async def get(self, place_id: int) -> Place | None:
        """Return one place."""
        ...

    async def move(self, platform: Platform, old: str, new: str) -> None:
        """Let the places of a chat be at its new address; copies stay behind under the old one and end."""
        ...

    async def close_route(self, place_id: int, until: datetime) -> None:
        """Try nothing in this place before `until`."""
        ...

    async def open_route(self, place_id: int) -> bool:
        """Try this place again at once; True where it was closed."""
        ...
