"""The room of a team: who is to be in it, and what follows on a change, on a failure and at the end.

A room is a posting like any other: its first message follows the job by edits. Who is in it follows by an errand, which
is planned with each of these edits and reads the team at the moment when it is carried out: a kill loses none, and to
let somebody in twice changes nothing. The last words are planned once, and the room is closed when they have ended.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.jobs import Job, JobState
from bot.domain.members import Member
from bot.domain.people import Address
from bot.domain.places import Place, Role
from bot.domain.rooms import FOLLOW, OFFERED_ON, Room, Wanted, inside, may_open
from bot.domain.sending import Errand, Planned, Posting, Subject
from bot.domain.teams import contact_of
from bot.outbox.kinds import Scene
from bot.outbox.teams import tell
from bot.ports import Store

ROOM: Final = "room"  # what a posting shows
LANE: Final = 4
LASTS_IN: Final = (JobState.OPEN, JobState.ASSIGNED, JobState.EXPIRED)  # a team goes on where nobody thought of the end


async def team_of(store: Store, job: Job) -> list[Member]:
    """Return the author, who speaks and everybody who has a seat, each once, as far as they are still there."""
    seats = await store.jobs.seats(job.id)
    ids = dict.fromkeys([job.author_id, contact_of(job, seats), *(seat.member_id for seat in seats)])
    found = await store.members.many(sorted(ids))
    return [found[one] for one in ids if one in found and found[one].erase_at is None]


async def room_of(store: Store, job_id: int, number: int | None = None) -> tuple[Job, Room] | None:
    """Return a job with the room that its team has, of that number where one is given; None where it is over."""
    job, room = await store.jobs.get(job_id), await store.rooms.of(job_id)
    if job is None or room is None or job.state not in LASTS_IN or number not in (None, room.number):
        return None
    return job, room


async def follow(store: Store, job: Job) -> None:
    """Let the room of a job's team follow what has changed; what is withdrawn or deleted has none any more."""
    if job.state in (JobState.WITHDRAWN, JobState.DELETED):
        await store.rooms.end(job.id)
    await store.outbox.want(ROOM, job.id, job.revision)


async def forget(store: Store, job_id: int) -> None:
    """Let the room of a job that is about to be deleted close, whatever it showed."""
    job = await store.jobs.get(job_id)
    if job is not None:
        await store.outbox.want(ROOM, job.id, job.revision + 1)


async def can_open(store: Store) -> bool:
    """Say whether there is a platform among ours on which the bot opens rooms."""
    return bool(await beside(store))


async def open_beside(store: Store, job: Job, now: datetime) -> None:
    """Give a team a room that the bot opens: first it is found out beside which place.

    The row that does so sends nothing. It goes to a place, since an author may be out of reach privately.
    """
    places = await beside(store)
    if places:
        await store.rooms.keep(Room(job.id, job.revision, None, "", now))
        subject: Subject = {"job": job.id, "nummer": job.revision}
        key = f"job:{job.id}:ground:{job.revision}"
        await store.outbox.plan(Planned(key, "room.ground", now, subject, places[0].id, lane=LANE))


async def open_by_itself(store: Store, job: Job, now: datetime) -> bool:
    """Open a room for a team that is complete, where everybody can be let in; say whether there is one now."""
    if await store.rooms.of(job.id) is not None:
        return True
    if not may_open(await team_of(store, job)) or not await can_open(store):
        return False
    await open_beside(store, job, now)
    return True


async def give_link(store: Store, job: Job, link: str, now: datetime) -> None:
    """Give a team the room behind a link, which everybody gets privately."""
    room = Room(job.id, job.revision, None, link, now)
    await store.rooms.keep(room)
    for member in await team_of(store, job):
        await send_link(store, job, room, member.id, now)


async def send_link(store: Store, job: Job, room: Room, member_id: int, now: datetime) -> None:
    """Send somebody the link of a team's room."""
    await tell(store, job, f"link:{room.number}:{member_id}:{job.revision}", member_id, now, nummer=room.number)


async def came(store: Store, job: Job, member_id: int, now: datetime) -> None:
    """Send the link to somebody who takes a seat later; into a room beside a place they are let by an errand."""
    room = await store.rooms.of(job.id)
    if room is not None and room.link:
        await send_link(store, job, room, member_id, now)


async def beside(store: Store) -> list[Place]:
    """Return the places beside which a room could be opened, those for jobs first."""
    places = [each for each in await store.places.all() if each.roles and each.address.platform in OFFERED_ON]
    return sorted(places, key=lambda each: (Role.JOBS not in each.roles, each.id))


async def plan_room(store: Store, room: Room, place: Place, now: datetime) -> None:
    """Open a team's room beside a place."""
    await store.rooms.keep(replace(room, place_id=place.id))
    key = f"job:{room.job_id}:room:{room.number}:place:{place.id}"
    subject = {"job": room.job_id, "nummer": room.number}
    await store.outbox.plan(Planned(key, "room.open", now, subject, place.id, lane=LANE))


def kind_of(number: int) -> str:
    """Return in which form the first message of a room stands."""
    return f"room:{number}"


async def standing(store: Store, job_id: int, number: int) -> Posting | None:
    """Return the first message of a room."""
    found = await store.outbox.postings(ROOM, job_id)
    return next((each for each in found if each.what.kind == kind_of(number)), None)


async def send_follow(store: Store, job_id: int, number: int, place_id: int, step: str, now: datetime) -> None:
    """Plan that a room is brought to what it is to be, once for each step."""
    place = await store.places.get(place_id)
    if place is None:
        return
    subject: Subject = {"platform": str(place.address.platform), "place": place_id, "job": job_id, "nummer": number}
    await store.outbox.send_errand(Errand(f"room:{job_id}:{number}:{step}", FOLLOW, subject, now))


async def wanted(store: Store, job_id: int, number: int) -> Wanted:
    """Return what a room is to be at this moment."""
    found = await room_of(store, job_id, number)
    if found is None:
        return Wanted((), is_over=True)
    people = [address for member in await team_of(store, found[0]) for address in inside(member)]
    before = await store.rooms.let_in(job_id)
    gone = [address for address in before if address not in people]
    return Wanted(tuple(address for address in people if address not in before), tuple(gone))


async def followed(scene: Scene, posting: Posting, number: int, was: Wanted, absent: Collection[Address]) -> None:
    """Keep who is in a room now, and invite those of the team who could not be let in, once for each room."""
    store, job_id = scene.store, posting.what.object_id
    if was.is_over:
        await store.outbox.ended(posting)
        return
    found = await room_of(store, job_id, number)
    if found is None:
        return
    await store.rooms.note(job_id, [address for address in was.people if address not in absent], was.gone)
    let_in = set(await store.rooms.let_in(job_id))
    for member in await team_of(store, found[0]):
        if not let_in.intersection(inside(member)):
            await invite(store, found[0], number, member.id, scene.now)


async def invite(store: Store, job: Job, number: int, member_id: int, now: datetime) -> None:
    """Tell somebody in a team how they come to where its room is."""
    await tell(store, job, f"invited:{number}:{member_id}", member_id, now, nummer=number)


async def vanished(scene: Scene, job_id: int, number: int) -> None:
    """Tell the author that somebody deleted the room; another can be opened."""
    await failed(scene, job_id, number, "vanished")


async def failed(scene: Scene, job_id: int, number: int, why: str) -> None:
    """End a room that there is not, and tell the author why."""
    found = await room_of(scene.store, job_id, number)
    if found is not None:
        job = found[0]
        await scene.store.rooms.end(job_id)
        await tell(scene.store, job, f"noroom:{number}", job.author_id, scene.now, grund=why)


async def not_followed(scene: Scene, job_id: int, number: int) -> None:
    """Tell the author, once for each room, that the bot may not say who is in it."""
    found = await room_of(scene.store, job_id, number)
    if found is not None:
        job = found[0]
        await tell(scene.store, job, f"notfollowed:{number}", job.author_id, scene.now, nummer=number)


def without_account(team: Sequence[Member]) -> list[Member]:
    """Return those who have no account where the bot opens rooms."""
    return [member for member in team if not inside(member)]
