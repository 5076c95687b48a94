"""Who is still there: people who leave the places, and those who come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot import housekeeping
from bot.domain.members import Member
from bot.domain.people import Address, ChatAddress
from bot.domain.places import Role, membership
from bot.ports import Store

KEPT_AFTER_LEAVING: Final = timedelta(days=30)
LEFT_FOR: Final = timedelta(days=30)  # so long it counts that somebody left; then the place is asked again
SEEN_FOR: Final = timedelta(days=1)  # so long somebody who was just there counts as a member of the place


async def left(store: Store, address: Address, where: ChatAddress, now: datetime) -> None:
    """Keep that a person left a chat, with all its topics.

    Who left every place of the community is not found any more, their jobs are withdrawn, and they are erased after 30
    days. Places of the team don't count: not everybody is there.
    """
    member = await store.members.at(address)
    if member is None:
        return
    places = [known for known in await store.places.all() if known.address.platform is address.platform]
    for place in places:
        if place.address.chat == where.chat:
            await store.outbox.errand_done(membership(place.id, address), "no", now + LEFT_FOR)
    common = [membership(place.id, address) for place in places if place.roles != {Role.TEAM}]
    answers = await store.outbox.answers(common, now)
    if len(member.accounts) == 1 and common and all(answers.get(key) == "no" for key in common):
        erase_at = member.erase_at or now + KEPT_AFTER_LEAVING
        await store.members.save(replace(member, left_at=now, erase_at=erase_at))
        await housekeeping.withdraw(store, member.id, now)
        await housekeeping.redraw(store, member.id)


async def seen(store: Store, member: Member, address: Address, place_id: int, now: datetime) -> Member:
    """Keep that a member is in a place after all; an erasure that leaving had begun is taken back."""
    key = membership(place_id, address)
    if (await store.outbox.answers([key], now)).get(key) == "no":
        await store.outbox.errand_done(key, "yes", now + SEEN_FOR)
    if member.left_at is None:
        return member
    by_leaving = member.erase_at == member.left_at + KEPT_AFTER_LEAVING
    back = replace(member, left_at=None, erase_at=None if by_leaving else member.erase_at)
    await store.members.save(back)
    await housekeeping.redraw(store, member.id)
    return back
