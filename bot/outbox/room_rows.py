"""What goes out for a team's room: where it is opened, the room itself, links and invitations, and its last words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.jobs import Job
from bot.domain.members import Member
from bot.domain.places import Place
from bot.domain.rooms import GROUND, INVITE, Ground, Room, ground_of, inside
from bot.domain.sending import Delivery, Errand, Outcome, Planned, Posting, ShownAs, Subject
from bot.outbox import rooms
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.teams import people_of, speaker, standing
from bot.ports import Store
from bot.talk.answers import Reply
from bot.views import rooms as view
from bot.views.team_summary import summary

NOT_OPENED: Final = frozenset({Outcome.REFUSED, Outcome.EXPIRED, Outcome.DROPPED})
OVER: Final = Dropped("the room is over")


async def _room_of(scene: Scene, delivery: Delivery) -> tuple[Job, Room] | None:
    subject = delivery.plan.subject
    return await rooms.room_of(scene.store, number(subject, "job"), number(subject, "nummer"))


async def _which_ground(scene: Scene, _: Delivery) -> Iterable[Errand]:
    """Return what must be known of each place: whether a room can be opened beside it."""
    return [
        Errand(ground_of(each.id), GROUND, {"place": each.id, "platform": str(each.address.platform)}, scene.now)
        for each in await rooms.beside(scene.store)
    ]


async def _render_ground(scene: Scene, delivery: Delivery) -> Rendered:
    """Open the room beside the first place that holds one, and tell the author why where none does; nothing is sent."""
    found = await _room_of(scene, delivery)
    if found is None or found[1].place_id is not None or found[1].link:
        return OVER
    job, room = found
    places = await rooms.beside(scene.store)
    answers = await scene.store.outbox.answers([ground_of(each.id) for each in places], scene.now)
    grounds = {each.id: _read(answers.get(ground_of(each.id), "")) for each in places}
    place = _chosen(places, grounds)
    if place is not None:
        await rooms.plan_room(scene.store, room, place, scene.now)
        return Dropped("the place is chosen")
    is_shut = any(ground is Ground.SHUT for ground, _ in grounds.values())
    await rooms.failed(scene, job.id, room.number, Ground.SHUT if is_shut else Ground.UNFIT)
    return Dropped("no place holds a room")


def _read(answer: str) -> tuple[Ground, str]:
    ground, _, server = answer.partition(":")
    return (Ground(ground) if ground else Ground.UNFIT), server


def _chosen(places: Iterable[Place], grounds: Mapping[int, tuple[Ground, str]]) -> Place | None:
    """Return the first place that holds rooms: of a server with a place for jobs that one, or else another there."""
    servers = {server: at for at, server in reversed(list(enumerate(grounds[each.id][1] for each in places)))}
    fit = [each for each in places if grounds[each.id][0] is Ground.OPEN]
    return min(fit, key=lambda each: servers[grounds[each.id][1]], default=None)


async def _page(store: Store, job: Job, room: Room, reader: int = 0) -> Reply:
    found, people, contact = await standing(store, job), await people_of(store, job), await speaker(store, job)
    if room.link:
        return view.linked(job, room, found, people, contact, may_end=reader == job.author_id)
    return summary(job, found, people, contact)


async def _render_room(scene: Scene, delivery: Delivery) -> Rendered:
    found = await _room_of(scene, delivery)
    if found is None or found[1].place_id != delivery.plan.place_id:
        return OVER
    job, room = found
    stands_as = ShownAs(rooms.ROOM, job.id, rooms.kind_of(room.number))
    return Outgoing(await _page(scene.store, job, room), stands_as=stands_as, shown=job.revision)


async def _room_stands(store: Store, what: ShownAs, place_id: int, now: datetime) -> None:
    await rooms.send_follow(store, what.object_id, int(what.kind.partition(":")[2]), place_id, "begin", now)


async def _room_ended(scene: Scene, delivery: Delivery, outcome: Outcome) -> None:
    """Tell the author where there is no room; one that was dropped since its place is not ours any more is none."""
    subject = delivery.plan.subject
    found = await _room_of(scene, delivery)
    if outcome in NOT_OPENED and found is not None and found[1].place_id == delivery.plan.place_id:
        await rooms.failed(scene, number(subject, "job"), number(subject, "nummer"), "refused")


async def _render_goodbye(scene: Scene, delivery: Delivery) -> Rendered:
    subject = delivery.plan.subject
    posting = await rooms.standing(scene.store, number(subject, "raum"), number(subject, "nummer"))
    if posting is None:
        return Dropped("the room is gone")
    return Outgoing(view.goodbye(), reply_to=posting.ref)


async def _goodbye_ended(scene: Scene, delivery: Delivery, _: Outcome) -> None:
    """Close the room, whatever became of the last words."""
    subject, place_id = delivery.plan.subject, delivery.plan.place_id or 0
    at = number(subject, "raum"), number(subject, "nummer")
    await rooms.send_follow(scene.store, *at, place_id, "over", scene.now)


async def _mine(scene: Scene, delivery: Delivery) -> tuple[Job, Room, Member, list[Member]] | None:
    """Return the room of a private row, whom the row is for, and the team that they are still in."""
    found = await _room_of(scene, delivery)
    if found is None:
        return None
    team = await rooms.team_of(scene.store, found[0])
    me = next((member for member in team if member.id == delivery.plan.member_id), None)
    return (*found, me, team) if me is not None else None


async def _render_link(scene: Scene, delivery: Delivery) -> Rendered:
    found = await _mine(scene, delivery)
    if found is None or not found[1].link:
        return OVER
    job, room, me, _ = found
    stands_as = ShownAs(rooms.ROOM, job.id, f"link:{room.number}:{me.id}")
    return Outgoing(await _page(scene.store, job, room, me.id), stands_as=stands_as, shown=job.revision)


async def _invitation(scene: Scene, delivery: Delivery) -> Iterable[Errand]:
    """Return what must be asked first: a link for this person alone."""
    found = await _room_of(scene, delivery)
    place = await scene.store.places.get(found[1].place_id or 0) if found is not None else None
    if place is None:
        return ()
    subject: Subject = {"place": place.id, "platform": str(place.address.platform)}
    return (Errand(_invite_key(delivery), INVITE, subject, scene.now),)


def _invite_key(delivery: Delivery) -> str:
    subject = delivery.plan.subject
    return f"invite:{number(subject, 'job')}:{number(subject, 'nummer')}:{delivery.plan.member_id}"


async def _render_invited(scene: Scene, delivery: Delivery) -> Rendered:
    found = await _mine(scene, delivery)
    if found is None or found[1].place_id is None:
        return OVER
    job, _, me, team = found
    if set(inside(me)) & set(await scene.store.rooms.let_in(job.id)):
        return Dropped("they are in the room")
    host = _host(job, me, team)
    if host is None:
        return OVER
    key = _invite_key(delivery)
    link = (await scene.store.outbox.answers([key], scene.now)).get(key, "")
    return Outgoing(view.invited(job, host, link, has_account=bool(inside(me))))


def _host(job: Job, me: Member, team: Sequence[Member]) -> Member | None:
    """Return who lets somebody in: the author where they are there, else another who is and may be named."""
    able = [one for one in team if one.id == job.author_id or one.is_findable]
    return min(able, key=lambda one: (one.id == me.id, not inside(one), one.id != job.author_id), default=None)


_WHY: Final[Mapping[str, Callable[[Job], Reply]]] = {
    "refused": view.not_opened,
    "vanished": view.vanished,
    Ground.SHUT: lambda job: view.no_ground(job, Ground.SHUT),
    Ground.UNFIT: lambda job: view.no_ground(job, Ground.UNFIT),
}


async def _render_no_room(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is None or job.state not in rooms.LASTS_IN or await scene.store.rooms.of(job.id) is not None:
        return Dropped("there is another room, or none is needed")
    return Outgoing(_WHY[str(delivery.plan.subject["grund"])](job))


async def _render_not_followed(scene: Scene, delivery: Delivery) -> Rendered:
    found = await _room_of(scene, delivery)
    return Outgoing(view.not_followed(found[0])) if found is not None else OVER


async def _copy(scene: Scene, posting: Posting) -> Reply | Dropped:
    form, _, rest = posting.what.kind.partition(":")
    at = int(rest.partition(":")[0])
    found = await rooms.room_of(scene.store, posting.what.object_id, at)
    if form == "link":
        reader = int(rest.partition(":")[2])
        is_in = found is not None and reader in {member.id for member in await rooms.team_of(scene.store, found[0])}
        return await _page(scene.store, *found, reader) if found is not None and is_in else OVER
    if found is None:
        return await _closing(scene, posting, at)
    await rooms.send_follow(
        scene.store, posting.what.object_id, at, posting.place_id or 0, str(posting.wanted), scene.now
    )
    return await _page(scene.store, *found)


async def _closing(scene: Scene, posting: Posting, at: int) -> Reply:
    """Plan a room's last words, and return what is left of its page."""
    job_id = posting.what.object_id
    subject = {"raum": job_id, "nummer": at}
    row = Planned(f"room:{job_id}:{at}:goodbye", "room.goodbye", scene.now, subject, posting.place_id, lane=rooms.LANE)
    await scene.store.outbox.plan(row)
    job = await scene.store.jobs.get(job_id)
    return view.over(job.title if job is not None and job.state in rooms.LASTS_IN else None)


KINDS = Kinds(
    {
        kind.name: kind
        for kind in (
            # It sends nothing, so it may be repeated whenever that is in doubt.
            Kind("room.ground", _render_ground, reminds=True, needs=_which_ground),
            Kind("room.open", _render_room, in_room=True, stands=_room_stands, ended=_room_ended),
            Kind("room.goodbye", _render_goodbye, in_room=True, ended=_goodbye_ended),
            Kind("team.link", _render_link, reminds=True),
            Kind("team.invited", _render_invited, reminds=True, needs=_invitation),
            Kind("team.noroom", _render_no_room, reminds=True),
            Kind("team.notfollowed", _render_not_followed, reminds=True),
        )
    },
    {rooms.ROOM: _copy},
)
