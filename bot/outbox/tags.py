"""Who is tagged for a job is kept with it, and asked again for at the moment the message goes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final

from bot.context import House
from bot.domain.folding import fold
from bot.domain.jobs import MENTIONS_PER_MESSAGE, Job, JobState, Tag
from bot.domain.members import Member
from bot.domain.people import MessageRef
from bot.domain.places import Role, membership
from bot.domain.sending import Delivery, Errand, Outcome, Planned, ShownAs, Subject
from bot.domain.skills import Skill, Stance
from bot.domain.tagging import COUNTS_FOR, WAITS_FOR
from bot.domain.whereabouts import questions, ways
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.people.covering import is_meant
from bot.outbox import overview
from bot.outbox.authors import UNTAGGED, has_author, tell_author
from bot.outbox.choosing import awake, forecast, may_be_noted, may_be_pinged, reached_in, reason
from bot.outbox.kinds import Dropped, Held, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.ports import Store
from bot.talk.answers import Reply
from bot.views import jobs as view

CARD_WAITS: Final = timedelta(minutes=1)
AUTHOR_WAITS: Final = timedelta(minutes=1)  # until the other messages of one time have gone out or have not
ORGANISERS_TAKE: Final = timedelta(minutes=5)  # until it is looked again
LANE: Final = 6
INSTEAD: Final = "instead"  # marks tags of people who have moved up: whoever is taken out of these is not replaced


async def plan_tags(store: Store, house: House, job: Job, now: datetime) -> int:
    """Keep and plan the tags that a job newly gets; return how many people that are.

    They count against the budgets at once, so that the next job looks for others. For whom it would be one too many
    reads of the job in their overview.
    """
    seen = await forecast(store, house, job, now)
    chosen = [tag for _, tag in seen.tagged]
    await _plan_batches(store, job, chosen, awake(now, house), now)
    await overview.note(store, house, seen.noted, now)
    return len(chosen)


async def release(store: Store, job: Job) -> None:
    """Let the tags of a job that still wait count against no budget any more, since it is closed."""
    waiting = {int(key.rsplit(":", 1)[1]) for key in await store.outbox.waiting(f"job:{job.id}:tag:")}
    if waiting:
        tags = await store.jobs.tags(job.id)
        await store.members.unpinged(job.id, [tag.member_id for tag in tags if tag.batch in waiting])


async def _plan_batches(
    store: Store, job: Job, chosen: Sequence[Tag], due: datetime, now: datetime, **more: str | int
) -> None:
    """Keep tags and plan their messages, under numbers that the job has not used before."""
    if not chosen:
        return
    first = 1
    while await store.outbox.by_key(f"job:{job.id}:tag:{first}") is not None:
        first += 1
    batches = _batched(chosen, first)
    await store.jobs.tag(batches)
    await store.members.pinged(job.id, [tag.member_id for tag in batches], due + WAITS_FOR, now)
    for batch, place_id in sorted({(tag.batch, tag.place_id) for tag in batches}):
        subject: Subject = {"job": job.id, "batch": batch, **more}
        await store.outbox.plan(
            Planned(
                f"job:{job.id}:tag:{batch}",
                "job.tag",
                due,
                subject,
                place_id,
                expires=due + WAITS_FOR,
                lane=LANE,
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


async def _spare(scene: Scene, job: Job, batch: int) -> list[Tag]:
    """Take out of a message whom the job does not fit any more, or who is not to be pinged now; return who that was.

    Whom it fits and for whom it has become one too many reads of it in their overview. What is said of the others is
    what they offer now.
    """
    tags = [tag for tag in await scene.store.jobs.tags(job.id) if tag.batch == batch]
    held = await scene.store.members.pings([tag.member_id for tag in tags])
    members = await scene.store.members.many(held)
    others = {
        member.id: replace(member, pings=tuple(one for one in held[member.id] if one.job_id != job.id))
        for member in members.values()
    }
    spared, noted, changed = list[Tag](), list[Tag](), list[Tag]()
    for tag, member in ((tag, others[tag.member_id]) for tag in tags if tag.member_id in others):
        now = _current(scene, job, tag, member)
        if now is None or not may_be_pinged(member, scene.now, scene.house):
            spared.append(now or tag)
            noted += [now] if now and may_be_noted(member, scene.now, scene.house) else []
        elif now != tag:
            changed.append(now)
    if spared:
        await _untag(scene.store, job, spared)
        await overview.note(scene.store, scene.house, noted, scene.now)
    if changed:
        await scene.store.jobs.untag(job.id, [tag.member_id for tag in changed])
        await scene.store.jobs.tag(changed)
    return spared


async def _instead(scene: Scene, job: Job, out: Sequence[Tag]) -> int:
    """Tag the next best for the parts of those who were taken out, and once only; return how many that are."""
    free = Counter(tag.part for tag in out)
    seen = await forecast(scene.store, scene.house, job, scene.now, frozenset(tag.member_id for tag in out))
    chosen = []
    for _, tag in seen.tagged:
        if free[tag.part]:
            free[tag.part] -= 1
            chosen.append(tag)
    await _plan_batches(scene.store, job, chosen, scene.now, scene.now, **{INSTEAD: 1})
    return len(chosen)


def _current(scene: Scene, job: Job, tag: Tag, member: Member) -> Tag | None:
    """Return a planned tag with part and reason as they are now; None where its member does not fit any more.

    Where its part is gone, merged into another or under another name, any part that they fit is theirs.
    """
    parts = [part for part in job.parts if part.key == tag.part] or job.parts
    part = next((part for part in parts if is_meant(member, part, scene.house.above)), None)
    if part is None:
        return None
    return replace(tag, part=part.key, reason=reason(scene.house, job.parts, member, part, scene.now))


async def _untag(store: Store, job: Job, tags: Sequence[Tag]) -> None:
    await store.jobs.untag(job.id, [tag.member_id for tag in tags])
    await store.members.unpinged(job.id, [tag.member_id for tag in tags])


async def _move_on(scene: Scene, job: Job, delivery: Delivery) -> tuple[int, list[Tag]]:
    """Tag who turned out not to be in this place where they may be instead; who is nowhere was not tagged.

    Returns how many are tagged elsewhere, and who is nowhere.
    """
    batch = number(delivery.plan.subject, "batch")
    tags = [tag for tag in await scene.store.jobs.tags(job.id) if tag.batch == batch]
    members = await scene.store.members.many([tag.member_id for tag in tags])
    gone = [tag for tag in tags if tag.member_id in members and not await _is_there(scene, members[tag.member_id], tag)]
    if not gone:
        return 0, []
    await _untag(scene.store, job, gone)
    places = await scene.store.places.with_role(Role.JOBS)
    reached = await reached_in(scene.store, [members[tag.member_id] for tag in gone], places, scene.now)
    moved = [replace(tag, place_id=reached[tag.member_id].id) for tag in gone if tag.member_id in reached]
    flags = {INSTEAD: 1} if INSTEAD in delivery.plan.subject else {}
    await _plan_batches(scene.store, job, moved, scene.now, scene.now, **flags)
    return len(moved), [tag for tag in gone if tag.member_id not in reached]


async def ping(scene: Scene, job: Job, batch: int) -> Reply | None:
    """Return the message of a batch as it stands, without those who are not shown any more; None where none is left."""
    shown = await _shown(scene, job, batch)
    return view.ping(job, shown, await _reasons(scene, shown)) if shown else None


async def _shown(scene: Scene, job: Job, batch: int) -> list[tuple[Member, Tag]]:
    tags = [tag for tag in await scene.store.jobs.tags(job.id) if tag.batch == batch]
    members = await scene.store.members.many([tag.member_id for tag in tags])
    shown = [(members[tag.member_id], tag) for tag in tags if tag.member_id in members]
    return [(member, tag) for member, tag in shown if member.is_shown]


async def _may_be_shown(scene: Scene, job: Job, batch: int) -> list[tuple[Member, Tag]]:
    """Return the same of a message that is yet to go out: only who may be tagged and is in the place."""
    shown = await _shown(scene, job, batch)
    return [(member, tag) for member, tag in shown if member.may_be_tagged and await _is_there(scene, member, tag)]


async def _reasons(scene: Scene, shown: Sequence[tuple[Member, Tag]]) -> list[Skill]:
    """Return what people offer of the skills that their tags name, the first of each before their others.

    What the job asks for by now is not asked: the tag stands as it was sent.
    """
    vocabulary = await scene.house.vocabulary_in(scene.store)
    turns = zip_longest(*(_named(member, tag, vocabulary) for member, tag in shown))
    return list({skill.key: skill for turn in turns for skill in turn if skill is not None}.values())


def _named(member: Member, tag: Tag, vocabulary: Vocabulary) -> Iterator[Skill]:
    """Yield what a tag names and its member still offers, also where an organiser has assigned their term since."""
    offers = {held.skill.key: held.skill for held in member.skills if held.stance is Stance.OFFERS}
    for label in tag.named:
        known = vocabulary.known(label)
        held = offers.get(fold(label)) or offers.get(known.key if known is not None else "")
        if held is not None:
            yield held


async def _is_there(scene: Scene, member: Member, tag: Tag) -> bool:
    keys = [membership(tag.place_id, address) for address in member.addresses]
    answers = await scene.store.outbox.answers(keys, scene.now)
    return "yes" in answers.values() or not answers


async def _render_tag(scene: Scene, delivery: Delivery) -> Rendered:
    """Render the pings of one message at the moment they are due: consent, place, card and job are asked again."""
    batch = number(delivery.plan.subject, "batch")
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is None or job.state is not JobState.OPEN or not await has_author(scene, job):
        return Dropped("the job is closed")
    card = await _card_in(scene, job, delivery)
    if isinstance(card, Held | Dropped):
        return card
    if (later := awake(scene.now, scene.house)) > scene.now:
        return Held(later, "nobody is tagged at night")
    out = [] if delivery.doubts else await _spare(scene, job, batch)  # in doubt they may have been tagged already
    elsewhere, nowhere = await _move_on(scene, job, delivery)
    out += nowhere
    if out and not delivery.doubts and INSTEAD not in delivery.plan.subject:
        elsewhere += await _instead(scene, job, out)
    shown = await _may_be_shown(scene, job, batch)
    if not shown:
        # Else they or others are tagged elsewhere, or the tag may stand there already.
        if not elsewhere and not delivery.doubts:
            await _tell_untagged(scene, job, batch)
        return Dropped("nobody may be tagged any more")
    tagged = [tag.member_id for tag in await scene.store.jobs.tags(job.id) if tag.batch == batch]
    await scene.store.members.tagged(tagged, scene.now)
    await scene.store.members.pinged(job.id, [member.id for member, _ in shown], scene.now + COUNTS_FOR, scene.now)
    stands_as = ShownAs("job", job.id, "tag", str(batch))
    reply = view.ping(job, shown, await _reasons(scene, shown))
    return Outgoing(reply, reply_to=card, stands_as=stands_as, shown=job.revision)


async def _tell_untagged(scene: Scene, job: Job, batch: int) -> None:
    """Tell the author that those of a message were not tagged: once for all messages that go out at one time."""
    others = [tag.batch for tag in await scene.store.jobs.tags(job.id) if tag.batch != batch]
    rows = [await scene.store.outbox.by_key(f"job:{job.id}:tag:{other}") for other in sorted(set(others))]
    is_last = not any(row is not None and row.outcome in (Outcome.WAITING, Outcome.SENDING) for row in rows)
    at = scene.now if is_last else scene.now + AUTHOR_WAITS
    await scene.store.outbox.cancel(f"job:{job.id}:untagged:", "another says it for all")
    await tell_author(scene.store, job, UNTAGGED, f"untagged:{batch}", at, others=len(others))


async def _ended(scene: Scene, delivery: Delivery, outcome: Outcome) -> None:
    """Let tags that did not go out count against no budget."""
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is not None and not delivery.doubts and outcome in (Outcome.DROPPED, Outcome.REFUSED):
        batch = number(delivery.plan.subject, "batch")
        ids = [tag.member_id for tag in await scene.store.jobs.tags(job.id) if tag.batch == batch]
        await scene.store.members.unpinged(job.id, ids)


async def _card_in(scene: Scene, job: Job, delivery: Delivery) -> MessageRef | Held | Dropped | None:
    """Return the card that the pings reply to; None where it stands and cannot be replied to.

    That is so where nobody knows its id, or where it stayed behind when the chat moved.
    """
    place_id = delivery.plan.place_id
    for posting in await scene.store.outbox.postings("job", job.id):
        if posting.what.kind == "card" and posting.place_id == place_id:
            return posting.ref
    row = await scene.store.outbox.by_key(f"job:{job.id}:card:place:{place_id}")
    if row is not None and (row.outcome is Outcome.PRESENT or await _stayed_behind(scene, row)):
        return None
    if row is not None and row.outcome is Outcome.UNCERTAIN:
        return Held(scene.now + ORGANISERS_TAKE, "organisers are asked about the card")
    if row is None or row.outcome in (Outcome.SENT, Outcome.REFUSED, Outcome.DROPPED, Outcome.EXPIRED):
        return Dropped("there is no card to reply to")
    return Held(scene.now + CARD_WAITS, "the card is not there yet")


async def _stayed_behind(scene: Scene, row: Delivery) -> bool:
    place = await scene.store.places.get(row.plan.place_id or 0)
    return place is not None and row.ref is not None and row.ref.where.chat != place.address.chat


async def _who_is_there(scene: Scene, delivery: Delivery) -> Iterable[Errand]:
    place = await scene.store.places.get(delivery.plan.place_id or 0)
    batch = number(delivery.plan.subject, "batch")
    tags = [tag for tag in await scene.store.jobs.tags(number(delivery.plan.subject, "job")) if tag.batch == batch]
    members = await scene.store.members.many([tag.member_id for tag in tags])
    if place is None:
        return ()
    addresses = [address for member in members.values() for address in member.addresses]
    return questions(ways((place,), addresses), scene.now)


KINDS = Kinds({"job.tag": Kind("job.tag", _render_tag, needs=_who_is_there, ended=_ended)}, {})
