"""Who is still there: people who leave the places and those who come back, and where the bot itself may write."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot import housekeeping
from bot.domain.members import KEPT_AFTER_LEAVING, Member
from bot.domain.people import Address, ChatAddress
from bot.domain.places import Place, Role, membership
from bot.domain.whereabouts import ways
from bot.outbox import index, seats
from bot.outbox.closed import plan_closed, works_again
from bot.outbox.kinds import Scene
from bot.ports import Store

LEFT_FOR: Final = timedelta(days=30)  # so long nobody is tagged in a place they left; then it is asked again
RECALLED: Final = timedelta(days=365)  # so long after that it still counts when they leave the other places too
SHUT_FOR: Final = timedelta(days=1)  # a closed route is tried once a day
SEEN_FOR: Final = timedelta(days=1)  # so long somebody who was just there counts as a member of the place


async def left(store: Store, address: Address, where: ChatAddress, now: datetime) -> None:
    """Keep that a person left a chat, with all its topics.

    Who left every place of the community is not found any more, their jobs are withdrawn, and they are erased after 30
    days. Places of the team don't count: not everybody is there. Who has left those of one platform and has an account
    on another is there still, unless they left all there too. Told twice of one leaving, the first time counts.
    """
    member = await store.members.at(address)
    if member is None:
        return
    for place in await store.places.all():
        if (place.address.platform, place.address.chat) == (address.platform, where.chat):
            await store.outbox.errand_done(membership(place.id, address), "no", now + LEFT_FOR)
    await look(store, member, now)


async def look(store: Store, member: Member, now: datetime) -> None:
    """Keep that a member is gone who is known to have left every place."""
    common = [membership(place.id, address) for place, address in await might_be(store, member)]
    answers = await store.outbox.answers(common, now - RECALLED)
    if common and all(answers.get(key) == "no" for key in common) and member.left_at is None:
        await gone(store, member, now)


async def might_be(store: Store, member: Member) -> list[tuple[Place, Address]]:
    """Return where a member might be, and with which account: every place that is not the team's alone."""
    return ways([place for place in await store.places.all() if place.roles != {Role.TEAM}], member.addresses)


async def gone(store: Store, member: Member, now: datetime) -> None:
    """Keep that a member is in no place any more: hidden at once, their jobs withdrawn, erased after 30 days."""
    erase_at = member.erase_at or now + KEPT_AFTER_LEAVING
    await store.members.save(replace(member, left_at=now, erase_at=erase_at))
    if member.erase_at is None:
        await seats.gone(store, member.id, now)
    await housekeeping.withdraw(store, member.id, now)
    await housekeeping.redraw(store, member.id)


async def seen(store: Store, member: Member, address: Address, place_id: int, now: datetime) -> Member:
    """Keep that a member is in a place after all; an erasure that leaving had begun is taken back."""
    key = membership(place_id, address)
    if (await store.outbox.answers([key], now - RECALLED)).get(key) == "no":
        await store.outbox.errand_done(key, "yes", now + SEEN_FOR)
        await store.absence.end(address)
    if member.left_at is None:
        return member
    back = replace(member, left_at=None, erase_at=None if member.has_just_left else member.erase_at)
    await store.members.save(back)
    if member.has_just_left:
        await seats.back(store, member.id, now)
    await housekeeping.redraw(store, member.id)
    return back


async def came(store: Store, address: Address, where: ChatAddress, now: datetime) -> None:
    """Keep that a person came into a chat, with all its topics: they count as a member of its places again."""
    for place in [known for known in await store.places.all() if known.address.platform is where.platform]:
        member = await store.members.at(address)
        if member is not None and place.address.chat == where.chat:
            await seen(store, member, address, place.id, now)


async def shut_out(scene: Scene, where: ChatAddress) -> None:
    """Keep that the bot may not write in a chat any more, or in one topic of it: nothing is tried there for a day.

    Organisers are told.
    """
    for place in await _places_of(scene.store, where):
        await close(scene, place.id)


async def close(scene: Scene, place_id: int) -> None:
    """Try nothing in a place for a day, and tell organisers."""
    await scene.store.places.close_route(place_id, scene.now + SHUT_FOR)
    await plan_closed(scene, place_id)


async def let_in(store: Store, where: ChatAddress, now: datetime) -> bool:
    """Keep that the bot may write in a chat again: what waited for it is tried now, and organisers read that it works.

    True where the chat is a place.
    """
    places = await _places_of(store, where)
    for place in places:
        await reopened(store, place.id, now)
    return bool(places)


async def reopened(store: Store, place_id: int, now: datetime) -> None:
    """Keep that something got through to a place: if it was closed, what waited for it is tried now."""
    if await store.places.open_route(place_id):
        await store.outbox.reopen_place(place_id, now)
        await works_again(store, place_id, now)


async def moved(store: Store, old: ChatAddress, new: str, now: datetime) -> None:
    """Keep that a chat, with all its topics, has a new address; what stood in the old one and is wanted stands anew."""
    await store.places.move(old.platform, old.chat, new)
    await index.set_up(store, now)


async def _places_of(store: Store, where: ChatAddress) -> list[Place]:
    """Return the places in a chat, whatever topic of it they are, or the one in a topic."""
    if where.topic is not None:
        place = await store.places.at(where)
        return [place] if place is not None and place.roles else []
    known = await store.places.all()
    return [place for place in known if (place.address.platform, place.address.chat) == (where.platform, where.chat)]
