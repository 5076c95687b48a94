"""Erasing a person: nothing that hangs on them stays, wherever it was written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import and_, delete, or_, select, update

from bot.domain.events import EventState
from bot.domain.people import Address, Platform
from bot.domain.sending import Outcome
from storage.addresses import is_account
from storage.merging import SPEAKER, SPOKE, names
from storage.schema import (
    accounts,
    deliveries,
    dialogues,
    errands,
    events,
    jobs,
    link_codes,
    members,
    postings,
    room_people,
    settings,
    tokens,
)
from storage.work import Work

TRACES_LEFT: Final = "traces left"  # a setting that stands while the file is still to be rebuilt
_UNPUBLISHED = (EventState.PROPOSED, EventState.DECLINED, EventState.WITHDRAWN)  # what nobody else ever saw
_OPEN = (Outcome.WAITING, Outcome.DOUBTFUL, Outcome.UNREACHABLE, Outcome.UNCERTAIN)


async def erase_member(work: Work, member_id: int) -> None:
    """Delete a member: what has a foreign key goes by cascade, the rest is looked for.

    Rows of the outbox to others stay as keys without content where their subject names the member or a job of theirs
    (`job`), and those among them that still wait are dropped. Who spoke with a customer before is forgotten alone.
    """
    logins = await work.all(select(accounts).where(accounts.c.member_id == member_id))
    addresses = [Address(Platform(row.platform), row.login) for row in logins]
    theirs = {row.id for row in await work.all(select(jobs.c.id).where(jobs.c.author_id == member_id))}
    await _empty_subjects(work, member_id, theirs)
    await _forget_private_messages(work, member_id, addresses)
    await _forget_addresses(work, addresses)
    await work.change(delete(events).where(events.c.owner_id == member_id, events.c.state.in_(_UNPUBLISHED)))
    await work.change(delete(members).where(members.c.id == member_id))
    owed = work.insert(settings).values(name=TRACES_LEFT, value="1")
    await work.change(owed.on_conflict_do_nothing())


async def _empty_subjects(work: Work, member_id: int, theirs: Collection[int]) -> None:
    rows = await work.all(
        select(deliveries.c.id, deliveries.c.kind, deliveries.c.subject, deliveries.c.outcome).where(
            deliveries.c.subject.is_not(None)
        )
    )
    named = {row.id for row in rows if names(row, member_id) or row.subject.get("job") in theirs}
    waiting = [row.id for row in rows if row.id in named and row.outcome in _OPEN]
    await work.change(update(deliveries).where(deliveries.c.id.in_(named)).values(subject=None, reason=""))
    await work.change(update(deliveries).where(deliveries.c.id.in_(waiting)).values(outcome=Outcome.DROPPED))
    for row in rows:
        if row.id not in named and row.kind == SPEAKER[0] and row.subject.get(SPOKE) == str(member_id):
            subject = {name: value for name, value in row.subject.items() if name != SPOKE}
            await work.change(update(deliveries).where(deliveries.c.id == row.id).values(subject=subject))


async def _forget_private_messages(work: Work, member_id: int, addresses: Collection[Address]) -> None:
    """Delete the member's own rows and what stands in their private chats, whose id is theirs or told by a row."""
    private = deliveries.c.member_id == member_id
    standing = select(deliveries.c.id).where(
        private
        & (deliveries.c.ref_platform == postings.c.platform)
        & (deliveries.c.ref_chat == postings.c.chat)
        & (deliveries.c.ref_message == postings.c.message)
    )
    chats = [and_(postings.c.platform == address.platform, postings.c.chat == address.user) for address in addresses]
    await work.change(delete(postings).where(or_(standing.exists(), *chats)))
    await work.change(delete(deliveries).where(private))


async def _forget_addresses(work: Work, addresses: Collection[Address]) -> None:
    """Delete what was kept for accounts: open dialogues, kept calls, codes, rooms, questions asked of the network."""
    if not addresses:
        return
    for table in (dialogues, tokens, room_people):
        await work.change(delete(table).where(or_(*(is_account(table, address) for address in addresses))))
    taken = (link_codes.c.taken_platform + ":" + link_codes.c.taken_login).in_(
        [f"{one.platform}:{one.user}" for one in addresses]
    )
    await work.change(delete(link_codes).where(or_(taken, *(is_account(link_codes, address) for address in addresses))))
    users = {address.user for address in addresses}
    asked = await work.all(select(errands.c.key, errands.c.subject))
    about = [row.key for row in asked if users & (set(row.key.split(":")) | _words(row.subject))]
    await work.change(delete(errands).where(errands.c.key.in_(about)))


def _words(subject: Mapping[str, object]) -> set[str]:
    return {str(value) for value in subject.values()}
