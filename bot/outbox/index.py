"""The index: one message in a place for jobs that lists what is open and follows every change of it.

It is a copy like any other: brought up to date by edits, which are coalesced, and looked up before it is made a second
time. It is pinned where the bot may; where not, organisers read it once and it stands unpinned. Where it was taken away
it stands anew as soon as its next change finds that, and where the chat moved at once; where the settings want none any
more it goes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.places import Place, Role
from bot.domain.sending import PIN, Delivery, Errand, Outcome, Planned, Posting, ShownAs, Subject
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.organisers import elsewhere, named, to_organisers
from bot.outbox.teams import standing
from bot.ports import Store
from bot.talk.answers import Reply
from bot.views import job_index as view

LANE: Final = 5
INDEX: Final = "jobs.index"
UNPINNED: Final = "orga.unpinned"
_IS_OVER: Final = (Outcome.SENT, Outcome.REFUSED, Outcome.DROPPED, Outcome.EXPIRED)


async def changed(store: Store) -> None:
    """Let every index follow what has changed about open jobs."""
    places = [place for place in await store.places.with_role(Role.JOBS) if place.has_index]
    if places:
        revision = await store.jobs.one_more_change()
        for place in places:
            await store.outbox.want("index", place.id, revision)


async def set_up(store: Store, now: datetime) -> None:
    """At a start, or where a chat moved: plan each index that is wanted and does not stand; the rest follows."""
    revision = await store.jobs.one_more_change()
    for place in await store.places.all():
        stands = await store.outbox.postings("index", place.id)
        if stands:
            await store.outbox.want("index", place.id, revision)
        elif _wants(place):
            await _plan(store, place, now)


def _wants(place: Place | None) -> bool:
    return place is not None and place.has_index and Role.JOBS in place.roles


async def _plan(store: Store, place: Place, now: datetime) -> None:
    """Plan an index under a key of its own, unless one is still under way."""
    serial = 1
    while (row := await store.outbox.by_key(f"index:place:{place.id}:{serial}")) and row.outcome in _IS_OVER:
        serial += 1
    if row is None:
        subject = {"place": place.id}
        key = f"index:place:{place.id}:{serial}"
        await store.outbox.plan(Planned(key, INDEX, now, subject, place.id, lane=LANE))


async def _shown(store: Store) -> Reply:
    jobs = await store.jobs.open()
    listed = [(job, await standing(store, job)) for job in jobs[: view.LISTED]]
    return view.index(listed, len(jobs) - len(listed))


async def _render(scene: Scene, delivery: Delivery) -> Rendered:
    place = await scene.store.places.get(number(delivery.plan.subject, "place"))
    if place is None or not _wants(place):
        return Dropped("no index is wanted here any more")
    revision = await scene.store.jobs.changes()
    await scene.store.outbox.want("index", place.id, revision)  # the edit that follows lets it be pinned
    return Outgoing(await _shown(scene.store), stands_as=ShownAs("index", place.id, "index"), shown=revision - 1)


async def _copy(scene: Scene, posting: Posting) -> Reply | Dropped:
    if not _wants(await scene.store.places.get(posting.what.object_id)):
        return Dropped("no index is wanted here any more")
    await _let_be_pinned(scene, posting)
    return await _shown(scene.store)


async def _come_back(scene: Scene, posting: Posting) -> None:
    """Plan an index anew that somebody has taken away."""
    place = await scene.store.places.get(posting.what.object_id)
    if place is not None and _wants(place):
        await _plan(scene.store, place, scene.now)


async def _let_be_pinned(scene: Scene, posting: Posting) -> None:
    """Ask for an index to be pinned, unless it is, or was refused not long ago."""
    where = posting.ref.where
    subject: Subject = {
        "platform": str(where.platform),
        "chat": where.chat,
        "topic": where.topic or "",
        "message": posting.ref.message,
        "place": posting.what.object_id,
    }
    await scene.store.outbox.send_errand(Errand(f"pin:{posting.id}", PIN, subject, scene.now))


async def not_pinned(scene: Scene, place_id: int) -> None:
    """Tell organisers, once for each place, that its index could not be pinned."""
    rows = await to_organisers(scene, f"index:place:{place_id}:unpinned", UNPINNED, {"place": place_id})
    await scene.store.outbox.plan(*rows)


async def _render_unpinned(scene: Scene, delivery: Delivery) -> Rendered:
    place = await scene.store.places.get(number(delivery.plan.subject, "place"))
    if place is None or not _wants(place):
        return Dropped("no index is wanted here any more")
    return Outgoing(view.unpinned(named(place), private=delivery.plan.place_id is None))


KINDS = Kinds(
    {
        INDEX: Kind(INDEX, _render),
        UNPINNED: Kind(UNPINNED, _render_unpinned, reminds=True, unreachable=elsewhere),
    },
    {"index": _copy},
    gone={"index": _come_back},
)
