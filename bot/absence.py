"""Who seems to be in no place any more, though nothing told us that they left: asked again, and at last taken as gone.

The first "no" comes when somebody is to be tagged. Then all their places are asked, once a day: after three days on
which each of them said no, they count as people who left every place. A question that fails says nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot import presence
from bot.domain.members import Absence, Member
from bot.domain.people import Address
from bot.domain.places import membership
from bot.domain.whereabouts import questions
from bot.ports import Store

MISSES: Final = 3  # days on which somebody is found nowhere
ASKED_EVERY: Final = timedelta(days=1)
APART: Final = timedelta(hours=20)  # misses that are nearer to each other count as one
AN_HOUR: Final = timedelta(hours=1)
PEOPLE_AN_HOUR: Final = 20  # whose places are asked: platforms limit questions


async def answered(store: Store, address: Address, is_there: bool, now: datetime) -> None:
    """Draw the conclusions from a place's answer on somebody."""
    if is_there:
        await store.absence.end(address)
        return
    member = await store.members.at(address)
    if member is None or member.left_at is not None:
        return
    keys = {membership(place.id, one) for place, one in await presence.might_be(store, member)}
    answers = await store.outbox.answers(keys, now)
    noted = await store.absence.of(member.id) or Absence(member.id, 0, now)
    if "yes" in answers.values():
        await store.absence.end(address)
    elif answers.keys() != keys:
        await store.absence.keep(noted)  # the other places are asked with the next round
    elif noted.missed_at is None or now - noted.missed_at >= APART:
        await _missed(store, member, replace(noted, times=noted.times + 1, ask_at=now + ASKED_EVERY, missed_at=now))


async def _missed(store: Store, member: Member, noted: Absence) -> None:
    if noted.times < MISSES:
        await store.absence.keep(noted)
        return
    await store.absence.drop(member.id)
    await presence.gone(store, member, noted.missed_at or noted.ask_at)


async def ask_again(store: Store, now: datetime) -> None:
    """Ask the places of those who seem to be gone and whose turn it is, of so many people an hour."""
    asked = await store.absence.waiting(now + ASKED_EVERY - AN_HOUR)
    for noted in await store.absence.due(now, max(PEOPLE_AN_HOUR - asked, 0)):
        member = await store.members.get(noted.member_id)
        if member is None or member.left_at is not None:
            await store.absence.drop(noted.member_id)
            continue
        await store.absence.keep(replace(noted, ask_at=now + ASKED_EVERY))
        await store.outbox.send_errand(*questions(await presence.might_be(store, member), now))
    await store.absence.put_off(now, now + AN_HOUR)
