"""What must hold of jobs and teams at any moment, and what when nothing is due any more."""

from __future__ import annotations

from collections import Counter
from typing import Final

from sqlalchemy import select

from bot.domain.jobs import JobState
from bot.domain.people import Address
from bot.domain.rooms import inside
from bot.domain.sending import Outcome
from bot.domain.teams import contact_of
from bot.house import kinds
from bot.outbox import rooms
from bot.outbox.handing_on import still_holds
from bot.outbox.jobs import card_of
from bot.outbox.kinds import Dropped, Scene
from bot.talk.text import mentions
from storage.addresses import read_ref
from storage.schema import deliveries, handovers, postings, recommendations
from tests.support.dumping import work_of
from tests.support.jobtown import JobTown
from tests.support.talking import Line

IN_FLIGHT: Final = (Outcome.SENDING, Outcome.DOUBTFUL, Outcome.UNCERTAIN, Outcome.UNREACHABLE)
ENDS_WITH_THE_JOB: Final = ("tag", "card", "ask")


class _Looked(Exception):
    """Ends a transaction that was only to look."""


async def always(town: JobTown) -> None:
    """Hold what is true after every single step: the seats, the interests, the contact person, the log."""
    for job in await town.jobs():
        seats, wishes = await town.team(job)
        parts = {part.key: part.seats for part in job.parts}
        taken = Counter(seat.part for seat in seats)
        each = Counter((seat.part, seat.member_id) for seat in seats)
        assert all(count == 1 for count in each.values()), f"{job.id}: somebody sits twice in a part"
        if job.state is not JobState.DELETED:
            assert taken.keys() <= parts.keys(), f"{job.id}: somebody sits in a part that is gone"
            assert all(count <= parts[part] for part, count in taken.items()), f"{job.id}: a part is over-filled"
            assert {wish.part for wish in wishes} <= {*parts, ""}, f"{job.id}: an interest is in a part that is gone"
        sitting = {seat.member_id for seat in seats}
        assert contact_of(job, seats) in {job.author_id, *sitting}
        assert job.contact_id is None or job.contact_id in sitting, f"{job.id}: the contact person has no seat"
        assert job.contact_asked_id is None or job.contact_asked_id in sitting, f"{job.id}: who is asked has no seat"
    await _offers_hold(town)
    assert not town.errors.told, town.errors.told


async def _offers_hold(town: JobTown) -> None:
    """What is offered can be agreed to, by others than who offers it; nobody is recommended by themselves."""
    async with town.bot.storage.begin() as store:
        for row in await work_of(store).all(select(handovers)):
            offer = await store.handovers.get(row.id)
            assert offer is not None
            if offer.is_open and offer.expires_at > town.clock.at:
                assert await still_holds(store, offer), f"offer {offer.id} does not hold"
                assert offer.giver_id not in {one.member_id for one in await store.handovers.asked(offer.id)}
        for row in await work_of(store).all(select(recommendations)):
            assert row.by_id != row.member_id, f"{row.member_id} is recommended by themselves"


async def at_rest(town: JobTown) -> None:
    """Hold what is true when nothing is due: every copy is what a fresh rendering is, and nothing hangs."""
    await _nothing_hangs(town)
    await _copies_are_fresh(town)
    await _cards_agree(town)
    await _tags_were_agreed_to(town)
    await _rooms_hold_the_team(town)


async def _rooms_hold_the_team(town: JobTown) -> None:
    """In the room of a team is who is in the team and can be there, and nobody else."""
    opened = {room.where: room for wire in town.wires.values() if wire.rooms for room in wire.rooms.opened}
    for job in await town.jobs():
        async with town.bot.storage.begin() as store:
            room = await store.rooms.of(job.id)
            posting = await rooms.standing(store, job.id, room.number) if room is not None else None
            team = await rooms.team_of(store, job)
        if posting is not None:
            there = {address.user for member in team for address in inside(member)}
            assert opened[posting.ref.where].people == there, f"{job.id}: others are in the room than in the team"
            opened.pop(posting.ref.where)
    assert all(room.is_over for room in opened.values()), "a room of nobody is open"


async def _nothing_hangs(town: JobTown) -> None:
    """What was due has come to its end, and what still waits is of use."""
    states = {job.id: job.state for job in await town.jobs()}
    async with town.bot.storage.begin() as store:
        rows = await work_of(store).all(select(deliveries.c.key, deliveries.c.outcome, deliveries.c.next_try_at))
    for row in rows:
        assert row.outcome not in IN_FLIGHT, f"{row.key} is {row.outcome}"
        if row.outcome != Outcome.WAITING:
            continue
        assert row.next_try_at > town.clock.at, f"{row.key} is due and was not sent"
        about, number, what = (*row.key.split(":"), "", "")[:3]
        is_over = about == "job" and states.get(int(number)) is not JobState.OPEN
        assert not (is_over and what in ENDS_WITH_THE_JOB), f"{row.key} waits for a job that is over"


async def _copies_are_fresh(town: JobTown) -> None:
    """Every message that follows something shows what it would show if it were made now."""
    lines = {line.ref: line for wire in town.wires.values() for line in wire.lines}
    followed = set()
    copies = kinds().copies
    try:
        async with town.bot.storage.begin() as store:
            scene = Scene(town.bot.house, store, town.clock.at)
            for row in await work_of(store).all(select(postings)):
                ref = read_ref(row)
                assert ref is not None
                posting = await store.outbox.posting_at(ref)
                assert posting is not None
                followed.add(ref)
                fresh = await copies[row.object](scene, posting)
                line, name = lines[ref], f"{row.object} {row.object_id} {row.kind}"
                assert not isinstance(fresh, Dropped), f"{name} should have gone: {fresh}"
                assert not line.removed, f"{name} is gone and still followed"
                assert line.reply == fresh, f"{name} is stale on {ref.where.platform}:\n{line.reply}\n{fresh}"
            raise _Looked
    except _Looked:
        pass
    for line in lines.values():
        if line.reply.card is not None and not line.reply.private and not line.removed and line.ref not in followed:
            assert not line.reply.buttons, f"a card stands that nothing follows: {line.words}"


async def _cards_agree(town: JobTown) -> None:
    """The cards of a job are the same everywhere, and a closed job has no buttons."""
    for job in await town.jobs():
        if job.state is JobState.DRAFT:
            continue
        async with town.bot.storage.begin() as store:
            stand = [one.ref for one in await store.outbox.postings("job", job.id) if one.what.kind == "card"]
            fresh = await card_of(store, job)
        cards = [line.reply for wire in town.wires.values() for line in wire.lines if line.ref in stand]
        assert all(card == fresh for card in cards), f"{job.id}: the cards differ"
        assert job.state is JobState.OPEN or not any(card.buttons for card in cards), (
            f"{job.id}: a closed job has buttons"
        )


async def _tags_were_agreed_to(town: JobTown) -> None:
    """Nobody is tagged who has not agreed to it, and nobody twice for a job."""
    for wire in town.wires.values():
        for line in wire.lines:
            key = wire.key_of(line)
            if not _is_tag(key) or key in town.heard:
                continue
            town.heard.add(key)
            for address in _called(line):
                job = key.partition(":tag:")[0]
                assert (job, address) not in town.tagged, f"{address} is tagged twice: {key}"
                town.tagged.add((job, address))
                async with town.bot.storage.begin() as store:
                    member = await store.members.at(address)
                assert member is not None
                assert member.may_be_tagged, f"{key} tags {address} without consent"


def _is_tag(key: str) -> bool:
    return key.startswith("job:") and ":tag:" in key


def _called(line: Line) -> set[Address]:
    return {address for mention in mentions(line.history[0].text) for address in mention.addresses}
