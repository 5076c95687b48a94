"""The community itself: its name, its zone and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.people import Address


@dataclass(frozen=True, slots=True)
class Community:
    """What the settings say of the community; `organisers` are the accounts with organisers' rights."""

    name: str
    zone: ZoneInfo
    language: str
    operator: str
    contact: str
    organisers: frozenset[Address] = frozenset()
