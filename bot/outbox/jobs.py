"""What goes out for a job: the offer under a post, cards, tags, and what the author reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.context import House
from bot.domain.jobs import MENTIONS_PER_MESSAGE, OFFER_LIVES, Job, JobState, Tag
from bot.domain.members import Account, Member
from bot.domain.people import MessageRef
from bot.domain.places import Place, Role, membership
from bot.domain.sending import Delivery, Errand, Outcome, Planned, Posting, ShownAs, Subject
from bot.outbox.choosing import awake, forecast, reached_in
from bot.outbox.kinds import Dropped, Held, Kind, Kinds, Outgoing, Rendered, Scene
from bot.ports import Store
from bot.talk.answers import Reply
from bot.views import jobs as view

CARD_WAITS: Final = timedelta(minutes=1)
ORGANISERS_TAKE: Final = timedelta(minutes=5)  # until it is looked again
CARDS_LANE, TAGS_LANE, AUTHOR_LANE = 3, 6, 2
INTEREST: Final = "job.interest"


async def plan_offer(store: Store, draft: Job, place: Place, now: datetime) -> None:
    """Plan the bot's line under a free post; it goes away after an hour."""
    await store.outbox.plan(
        Planned(
            key=f"job:{draft.id}:offer",
            kind="job.offer",
            due=now,
            subject={"job": draft.id},
            place_id=place.id,
            expires=now + OFFER_LIVES,
            lane=1,
        )
    )


async def plan_cards(store: Store, job: Job, now: datetime) -> int:
    """Plan the card for every `jobs` place and return how many there are."""
    places = await store.places.with_role(Role.JOBS)
    await store.outbox.plan(
        *(
            Planned(f"job:{job.id}:card:place:{place.id}", "job.card", now, {"job": job.id}, place.id, lane=CARDS_LANE)
            for place in places
        )
    )
    return len(places)


async def plan_tags(store: Store, house: House, job: Job, now: datetime) -> int:
    """Keep and plan the tags that a job newly gets; return how many people that are."""
    chosen = [tag for _, tag in (await forecast(store, house, job, now)).tagged]
    await _plan_batches(store, job, chosen, awake(now, house))
    return len(chosen)


async def _plan_batches(store: Store, job: Job, chosen: Sequence[Tag], due: datetime) -> None:
    """Keep tags and plan their messages, under numbers that the job has not used before."""
    if not chosen:
        return
    first = 1
    while await store.outbox.by_key(f"job:{job.id}:tag:{first}") is not None:
        first += 1
    batches = _batched(chosen, first)
    await store.jobs.tag(batches)
    for batch, place_id in sorted({(tag.batch, tag.place_id) for tag in batches}):
        subject: Subject = {"job": job.id, "batch": batch}
        await store.outbox.plan(
            Planned(
                f"job:{job.id}:tag:{batch}",
                "job.tag",
                due,
                subject,
                place_id,
                expires=due + timedelta(days=3),
                lane=TAGS_LANE,
            )
        )


def _batched(tags: Sequence[Tag], first: int) -> list[Tag]:
    """Return the tags with numbers of messages: one part, one place and at most five people each."""
    groups: dict[tuple[str, int], list[Tag]] = {}
    for tag in tags:
        groups.setdefault((tag.part, tag.place_id), []).append(tag)
    result: list[Tag] = []
    number = first
    for group in groups.values():
        for start in range(0, len(group), MENTIONS_PER_MESSAGE):
            result += [replace(tag, batch=number) for tag in group[start : start + MENTIONS_PER_MESSAGE]]
            number += 1
    return result


async def tell_author(store: Store, job: Job, kind: str, what: str, now: datetime, **subject: str | int) -> None:
    """Plan a private message to the author of a job, and where nothing private reaches them a call in a place."""
    await store.outbox.plan(
        Planned(
            f"job:{job.id}:{what}", kind, now, {"job": job.id, **subject}, member_id=job.author_id, lane=AUTHOR_LANE
        )
    )
    author = await store.members.get(job.author_id)
    if kind == INTEREST and author is not None and all(_is_closed(account, now) for account in author.accounts):
        await store.outbox.plan(*await _calls(store, job, author, now))


def _is_closed(account: Account, now: datetime) -> bool:
    return account.closed_until is not None and account.closed_until > now


async def _calls(store: Store, job: Job, author: Member, now: datetime) -> tuple[Planned, ...]:
    """Return a line without content, once a job, for the place where the author can read it."""
    place = (await reached_in(store, [author], await store.places.with_role(Role.JOBS), now)).get(author.id)
    if place is None:
        return ()
    return (Planned(f"job:{job.id}:call:place:{place.id}", "job.call", now, {"job": job.id}, place.id),)


async def end_cards(store: Store, job: Job, now: datetime) -> None:
    """Bring every copy to a job's state; the copies of a deleted one go away, and nobody is tagged any more."""
    await store.outbox.want("job", job.id, job.revision)
    if job.state is JobState.DELETED:
        await store.outbox.remove_at("job", job.id, now)
    if job.state is not JobState.OPEN:
        await store.outbox.cancel(f"job:{job.id}:tag:", "the job is closed")
        await store.outbox.cancel(f"job:{job.id}:card:", "the job is closed")
        await end_offer(store, job, now)


async def end_offer(store: Store, job: Job, now: datetime) -> None:
    """Take the bot's line under the post away."""
    await store.outbox.cancel(f"job:{job.id}:offer", "the draft is settled")
    await store.outbox.remove_at("offer", job.id, now)


async def _render_offer(scene: Scene, delivery: Delivery) -> Rendered:
    draft = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if draft is None or draft.state is not JobState.DRAFT:
        return Dropped("the draft is settled")
    return Outgoing(
        view.offer(draft),
        reply_to=draft.source,
        stands_as=ShownAs("offer", draft.id, "offer"),
        remove_at=delivery.plan.due + OFFER_LIVES,
    )


async def _copy_offer(scene: Scene, posting: Posting) -> Reply | Dropped:
    draft = await scene.store.jobs.get(posting.what.object_id)
    if draft is None or draft.state is not JobState.DRAFT:
        return Dropped("the draft is settled")
    return view.offer(draft)


async def _card(scene: Scene, job: Job) -> Reply:
    author = await scene.store.members.get(job.author_id)
    return view.card(job, author, len(await scene.store.jobs.interests(job.id)))


async def _render_card(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is None or job.state is not JobState.OPEN or not await _has_author(scene, job):
        return Dropped("the job is closed")
    place = await scene.store.places.get(delivery.plan.place_id or 0)
    here = job.source is not None and place is not None and job.source.where.is_in(place.address)
    return Outgoing(
        await _card(scene, job),
        reply_to=job.source if here else None,
        stands_as=ShownAs("job", job.id, "card"),
        shown=job.revision,
    )


async def _copy(scene: Scene, posting: Posting) -> Reply | Dropped:
    job = await scene.store.jobs.get(posting.what.object_id)
    if job is None or job.state is JobState.DELETED:
        return Dropped("the job is deleted")
    if posting.what.kind == "tag":
        return await _ping(scene, job, int(posting.what.occurrence)) or Dropped("nobody is left in this message")
    return await _card(scene, job)


async def _has_author(scene: Scene, job: Job) -> bool:
    author = await scene.store.members.get(job.author_id)
    return author is not None and author.erase_at is None


async def _move_on(scene: Scene, job: Job, batch: int) -> None:
    """Tag who turned out not to be in this place where they may be instead; who is nowhere was not tagged."""
    tags = [tag for tag in await scene.store.jobs.tags(job.id) if tag.batch == batch]
    members = await scene.store.members.many([tag.member_id for tag in tags])
    gone = [tag for tag in tags if tag.member_id in members and not await _is_there(scene, members[tag.member_id], tag)]
    if not gone:
        return
    await scene.store.jobs.untag(job.id, [tag.member_id for tag in gone])
    places = await scene.store.places.with_role(Role.JOBS)
    reached = await reached_in(scene.store, [members[tag.member_id] for tag in gone], places, scene.now)
    moved = [replace(tag, place_id=reached[tag.member_id].id) for tag in gone if tag.member_id in reached]
    await _plan_batches(scene.store, job, moved, scene.now)


async def _ping(scene: Scene, job: Job, batch: int, newly: bool = False) -> Reply | None:
    """Return the message of a batch; `newly` leaves out who may no longer be tagged or is not in the place."""
    tags = [tag for tag in await scene.store.jobs.tags(job.id) if tag.batch == batch]
    members = await scene.store.members.many([tag.member_id for tag in tags])
    shown = [(members[tag.member_id], tag) for tag in tags if tag.member_id in members]
    if newly:
        shown = [(member, tag) for member, tag in shown if member.may_be_tagged and await _is_there(scene, member, tag)]
    shown = [(member, tag) for member, tag in shown if member.is_shown]
    return view.ping(job, shown) if shown else None


async def _is_there(scene: Scene, member: Member, tag: Tag) -> bool:
    keys = [membership(tag.place_id, address) for address in member.addresses]
    answers = await scene.store.outbox.answers(keys, scene.now)
    return "yes" in answers.values() or not answers


async def _render_tag(scene: Scene, delivery: Delivery) -> Rendered:
    """Render the pings of one message at the moment they are due: consent, place, card and job are asked again."""
    batch = number(delivery.plan.subject, "batch")
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is None or job.state is not JobState.OPEN or not await _has_author(scene, job):
        return Dropped("the job is closed")
    card = await _card_in(scene, job, delivery)
    if isinstance(card, Held | Dropped):
        return card
    await _move_on(scene, job, batch)
    reply = await _ping(scene, job, batch, newly=True)
    if reply is None:
        return Dropped("nobody may be tagged any more")
    if (later := awake(scene.now, scene.house)) > scene.now:
        return Held(later, "nobody is tagged at night")
    tagged = [tag.member_id for tag in await scene.store.jobs.tags(job.id) if tag.batch == batch]
    await scene.store.members.tagged(tagged, scene.now)
    stands_as = ShownAs("job", job.id, "tag", str(batch))
    return Outgoing(reply, reply_to=card, stands_as=stands_as, shown=job.revision)


async def _card_in(scene: Scene, job: Job, delivery: Delivery) -> MessageRef | Held | Dropped | None:
    """Return the card that the pings reply to; None where it stands and nobody knows its id."""
    place_id = delivery.plan.place_id
    for posting in await scene.store.outbox.postings("job", job.id):
        if posting.what.kind == "card" and posting.place_id == place_id:
            return posting.ref
    row = await scene.store.outbox.by_key(f"job:{job.id}:card:place:{place_id}")
    if row is not None and row.outcome is Outcome.PRESENT:
        return None
    if row is not None and row.outcome is Outcome.UNCERTAIN:
        return Held(scene.now + ORGANISERS_TAKE, "organisers are asked about the card")
    if row is None or row.outcome in (Outcome.SENT, Outcome.REFUSED, Outcome.DROPPED, Outcome.EXPIRED):
        return Dropped("there is no card to reply to")
    return Held(scene.now + CARD_WAITS, "the card is not there yet")


async def _who_is_there(scene: Scene, delivery: Delivery) -> Iterable[Errand]:
    place = await scene.store.places.get(delivery.plan.place_id or 0)
    batch = number(delivery.plan.subject, "batch")
    tags = [tag for tag in await scene.store.jobs.tags(number(delivery.plan.subject, "job")) if tag.batch == batch]
    members = await scene.store.members.many([tag.member_id for tag in tags])
    if place is None:
        return ()
    return [
        Errand(
            membership(place.id, address),
            "membership",
            {"place": place.id, "platform": str(address.platform), "user": address.user},
            scene.now,
        )
        for member in members.values()
        for address in member.addresses
        if address.platform is place.address.platform
    ]


async def _render_interest(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    member = await scene.store.members.get(number(delivery.plan.subject, "member"))
    wishes = await scene.store.jobs.interests(job.id) if job else ()
    wish = next((wish for wish in wishes if member is not None and wish.member_id == member.id), None)
    if job is None or member is None or wish is None or member.erase_at is not None:
        return Dropped("the interest is gone")
    return Outgoing(view.interest(job, member, wish))


async def _interest_unreachable(scene: Scene, delivery: Delivery) -> Iterable[Planned]:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    author = await scene.store.members.get(job.author_id) if job else None
    return await _calls(scene.store, job, author, scene.now) if job and author else ()


async def _render_call(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    author = await scene.store.members.get(job.author_id) if job else None
    if job is None or author is None or job.state is not JobState.OPEN:
        return Dropped("the job is closed")
    return Outgoing(view.call_to_author(job, author))


async def _render_changed(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is None or job.state is not JobState.OPEN:
        return Dropped("the job is closed")
    return Outgoing(view.retag(job, await forecast(scene.store, scene.house, job, scene.now)))


async def _render_withdrawn(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    return Outgoing(view.withdrawn(job)) if job is not None else Dropped("the job is gone")


def number(subject: Subject, name: str) -> int:
    """Return a number from a row's subject; a missing one is 0, which no object has."""
    return int(subject.get(name, 0))


KINDS = Kinds(
    {
        kind.name: kind
        for kind in (
            Kind("job.offer", _render_offer),
            Kind("job.card", _render_card),
            Kind("job.tag", _render_tag, needs=_who_is_there),
            Kind(INTEREST, _render_interest, reminds=True, unreachable=_interest_unreachable),
            Kind("job.call", _render_call),
            Kind("job.changed", _render_changed, reminds=True),
            Kind("job.withdrawn", _render_withdrawn, reminds=True),
        )
    },
    {"job": _copy, "offer": _copy_offer},
)
