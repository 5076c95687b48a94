"""How organisers are reached by the delivery itself: in the `team` place, else the first of them who can be."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Final

from bot.domain.people import Address
from bot.domain.places import Place, Role
from bot.domain.sending import Delivery, Planned, Subject
from bot.outbox.kinds import Scene

log = logging.getLogger(__name__)

LANE: Final = 2
QUESTIONS: Final = timedelta(days=14)  # then they are not worth an answer any more
ORGANISER: Final = "Organisator:in"  # until they write and their name is known


async def to_organisers(
    scene: Scene,
    key: str,
    kind: str,
    subject: Subject,
    *,
    places: Collection[int] = (),
    members: Collection[int] = (),
    last: int = 0,
    after: timedelta = timedelta(0),
) -> tuple[Planned, ...]:
    """Return the row to organisers, leaving these places and members out; nothing and a warning when nobody is left.

    The member `last` is asked only where no other organiser can be.
    """
    due, expires = scene.now + after, scene.now + QUESTIONS
    for place in await scene.store.places.with_role(Role.TEAM):
        if place.id not in places:
            key = f"{key}:place:{place.id}"
            return (Planned(key, kind, due, subject, place_id=place.id, expires=expires, lane=LANE),)
    if (found := await _reachable(scene, members, last)) is not None:
        member_id, address = found
        key = f"{key}:member:{member_id}"
        return (Planned(key, kind, due, subject, None, member_id, expires, LANE, address),)
    log.warning("No organiser can be reached for %s", key)
    return ()


async def _reachable(scene: Scene, but: Collection[int], last: int) -> tuple[int, Address | None] | None:
    """Return the first organiser with an open account, `last` where there is no other, and that account.

    An account that is linked to theirs has no rights, so its buttons would be refused: it is the way where there is no
    other, as None. The settings name organisers by their accounts; who is no member becomes one that nobody is shown,
    so as to be told.
    """
    found: dict[tuple[bool, bool], tuple[int, Address | None]] = {}
    for address in sorted(scene.house.community.organisers, key=lambda each: (each.platform, each.user)):
        member = await scene.store.members.at(address)
        if member is None:
            member = await scene.store.members.create(address, ORGANISER, scene.now)
        opened = {one.address for one in member.accounts if one.closed_until is None or one.closed_until <= scene.now}
        if member.id in but or not opened:
            continue
        is_theirs = address in opened
        found.setdefault((member.id == last, not is_theirs), (member.id, address if is_theirs else None))
        if (False, False) in found:
            break
    return found[min(found)] if found else None


async def elsewhere(scene: Scene, delivery: Delivery) -> Iterable[Planned]:
    """Return the same message to the next organisers, since nothing gets through to these."""
    plan = delivery.plan
    places = {plan.place_id} if plan.place_id is not None else {place.id for place in await scene.store.places.all()}
    members = {plan.member_id} if plan.member_id is not None else set[int]()
    key = stem(plan.key)
    return await to_organisers(scene, key, plan.kind, plan.subject, places=places, members=members)


def stem(key: str) -> str:
    """Return a key without the receiver, which `to_organisers` has put at its end."""
    return key.rsplit(":", 2)[0]


def named(place: Place | None) -> str:
    """Name a place as organisers know it."""
    return f"{place.name} ({place.address.platform.title()})" if place else "?"
