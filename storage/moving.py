"""A chat got a new address: its places are rewritten in one transaction.

What was said there before stays under the old address. Telegram counts the messages of a supergroup anew, so an old
number would name another message there, and nobody can edit the old ones any more (telegramdesktop/tdesktop#3002).
"""

from __future__ import annotations

from sqlalchemy import delete, select, update

from bot.domain.people import Platform
from bot.domain.sending import Outcome
from storage.schema import deliveries, handover_people, moves, places, postings, tags
from storage.work import Work


async def move_chat(work: Work, platform: Platform, old: str, new: str) -> None:
    """Rewrite a chat's address in places, end the copies that stay behind, and remember where it went."""
    if old == new:
        return
    await _remember(work, platform, old, new)
    await _join_twins(work, platform, old, new)
    await work.change(
        update(places)
        .where((places.c.platform == platform) & (places.c.chat == old))
        .values(chat=new, closed_until=None)
    )
    await work.change(delete(postings).where((postings.c.platform == platform) & (postings.c.chat == old)))


async def _remember(work: Work, platform: Platform, old: str, new: str) -> None:
    """Keep every way one step long, and no way away from where the chat is now."""
    known = moves.c.platform == platform
    await work.change(delete(moves).where(known & moves.c.old.in_((old, new))))
    await work.change(update(moves).where(known & (moves.c.new == old)).values(new=new))
    await work.change(moves.insert().values(platform=platform, old=old, new=new))


async def _join_twins(work: Work, platform: Platform, old: str, new: str) -> None:
    """Give everything of a place to the one that is already known at the new address, which the operator named.

    A row that waits for the old place is dropped where the same is planned for the new one.
    """
    twin = places.alias()
    pairs = await work.all(
        select(places.c.id, twin.c.id.label("twin"))
        .join(twin, (twin.c.platform == places.c.platform) & (twin.c.topic == places.c.topic))
        .where((places.c.platform == platform) & (places.c.chat == old) & (twin.c.chat == new))
    )
    for pair in pairs:
        place_id, twin_id = pair.id, pair.twin
        await _drop_doubles(work, place_id, twin_id)
        for table in (postings, deliveries, tags, handover_people):
            await work.change(update(table).where(table.c.place_id == place_id).values(place_id=twin_id))
        await work.change(delete(places).where(places.c.id == place_id))


async def _drop_doubles(work: Work, place_id: int, twin_id: int) -> None:
    waiting = (deliveries.c.place_id == place_id) & deliveries.c.outcome.in_((Outcome.WAITING, Outcome.UNREACHABLE))
    rows = await work.all(select(deliveries.c.id, deliveries.c.key).where(waiting))
    ends = {f"{row.key.removesuffix(f':place:{place_id}')}:place:{twin_id}": row.id for row in rows}
    if not ends:
        return
    planned = await work.all(select(deliveries.c.key).where(deliveries.c.key.in_(ends)))
    doubles = [ends[row.key] for row in planned]
    await work.change(
        update(deliveries).where(deliveries.c.id.in_(doubles)).values(outcome=Outcome.DROPPED, reason="Chat umgezogen")
    )
