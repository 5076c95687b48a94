"""Where somebody may be: which account in which place, and how a platform is asked whether it is there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from bot.domain.people import Address
from bot.domain.places import Place, membership
from bot.domain.sending import Errand

MEMBERSHIP: Final = "membership"  # a kind of errand; subject: place, platform, user; answer: "yes" or "no"


def ways(places: Sequence[Place], addresses: Iterable[Address]) -> list[tuple[Place, Address]]:
    """Return each account with each place of its platform."""
    return [(place, address) for address in addresses for place in places if place.address.platform is address.platform]


def questions(asked: Iterable[tuple[Place, Address]], now: datetime) -> list[Errand]:
    """Return the errands that ask whether these accounts are in these places."""
    return [
        Errand(
            membership(place.id, address),
            MEMBERSHIP,
            {"place": place.id, "platform": str(address.platform), "user": address.user},
            now,
        )
        for place, address in asked
    ]
