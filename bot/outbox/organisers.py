"""What organisers are told by the delivery itself: a message nobody can account for, and a place that is closed.

Both go to the `team` place, else to the first organiser who can be reached. They are of the class that is repeated
once after doubt, and the question is then put anew every hour: asked twice it harms nobody, never asked it would lose
a message silently.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.people import MessageRef
from bot.domain.places import Place, Role
from bot.domain.sending import Delivery, Outcome, Planned, Posting, ShownAs, Subject
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.ports import Store
from bot.talk.answers import Button, Call, Reply
from bot.talk.text import Bold, Phrase, lines

log = logging.getLogger(__name__)

# Reasons of rows that mean something to the courier.
AGAIN: Final = "organisers: not there"  # the doubts so far are settled
DIGEST: Final = "digest:"  # begins the key under which a digest with this row was sent

LANE: Final = 2
UNKNOWN: Final = -1  # the revision that a message shows when nobody knows: older than any
ASKED, SETTLED, FOUND = range(3)  # what a question shows of its row's try
SHUT, OPEN = range(2)  # what a notice shows of its place
QUESTION: Final = "organisers.uncertain"
QUESTIONS: Final = timedelta(days=14)  # then they are not worth an answer any more
ORGANISER: Final = "Organisator:in"  # until they write and their name is known
ASK_ANEW: Final = timedelta(hours=1)  # after a question of which nobody knows whether it was read
# What a message of a kind shows, and where its row's subject names the object and its occurrence.
SHOWS: Final = {
    "job.card": (ShownAs("job", 0, "card"), "job", ""),
    "job.tag": (ShownAs("job", 0, "tag"), "job", "batch"),
    "job.offer": (ShownAs("offer", 0, "offer"), "job", ""),
    "event.announcement": (ShownAs("event", 0, "announcement"), "event", "occurrence"),
}


async def plan_question(scene: Scene, row: Delivery) -> None:
    """Ask organisers whether the message of an uncertain row is there; a question that is one itself is put anew."""
    subject: Subject = {"delivery": row.id}
    key, after = f"uncertain:{row.id}:{row.attempts}", timedelta(0)
    if row.plan.kind == QUESTION:
        subject, key, after = row.plan.subject, f"{_stem(row.plan.key)}:{row.id}", ASK_ANEW
    await scene.store.outbox.plan(*await _to_organisers(scene, key, QUESTION, subject, after=after))


async def plan_closed(scene: Scene, place_id: int) -> None:
    """Tell organisers that nothing gets through to a place: once for each day on which it was closed."""
    day = str(scene.house.today(scene.now))
    subject: Subject = {"place": place_id, "day": day}
    key = f"closed:{place_id}:{day}"
    await scene.store.outbox.plan(*await _to_organisers(scene, key, "organisers.closed", subject, places={place_id}))
    await scene.store.outbox.want("place", place_id, _at(scene.now, SHUT), day)


async def works_again(store: Store, place_id: int, now: datetime) -> None:
    """Let what organisers were told of a closed place say that it works again."""
    await store.outbox.want("place", place_id, _at(now, OPEN))


async def present(store: Store, delivery_id: int, now: datetime) -> bool:  # noqa: ARG001 - called like `again`
    """Take an organiser's word that an uncertain message is there; False when the row is not uncertain any more."""
    rows = await _uncertain(store, delivery_id)
    for row in rows:
        await store.outbox.mark(row, Outcome.PRESENT, row.reason)
    await _settle_question(store, delivery_id, rows, SETTLED)
    return bool(rows)


async def again(store: Store, delivery_id: int, now: datetime) -> bool:
    """Send an uncertain message again on an organiser's word; False when the row is settled or past its time."""
    rows = [row for row in await _uncertain(store, delivery_id) if row.plan.expires is None or row.plan.expires > now]
    for row in rows:
        await store.outbox.restart_protection(row, now)
        await store.outbox.mark(row, Outcome.WAITING, AGAIN, due=now)
    if rows:
        await _settle_question(store, delivery_id, rows, SETTLED)
    return bool(rows)


async def adopt(
    store: Store, ref: MessageRef, place_id: int, what: ShownAs, kind: str, subject: Subject, now: datetime
) -> bool:
    """Keep a message of ours that was pressed, or replied to, as the one of a row whose message nobody knew.

    It is the row's when the row is of this kind, in this place and has everything in `subject`. The row is then sent,
    and the copy follows its object from now on. False when the message is known or no such row is there.
    """
    if await store.outbox.posting_at(ref) is not None:
        return False
    for row in await store.outbox.uncertain(place_id):
        if row.plan.kind == kind and _stands_alone(row) and _has(row.plan.subject, subject):
            await store.outbox.sent(row, ref, now)
            await stand(store, what, ref, place_id)
            await _settle_question(store, row.id, (row,), FOUND)
            return True
    return False


def waits_for_reply(row: Delivery) -> bool:
    """Say whether a message that is there would follow its object, if only an organiser's reply told which it is."""
    return row.outcome is Outcome.PRESENT and row.ref is None and row.plan.kind in SHOWS and _stands_alone(row)


async def stand(store: Store, what: ShownAs, ref: MessageRef, place_id: int | None, at: datetime | None = None) -> None:
    """Keep a message whose words nobody knows as a copy that is brought to the newest revision, or removed at `at`."""
    await store.outbox.post(what, ref, place_id, UNKNOWN, at)
    await store.outbox.want(what.object, what.object_id, 0, what.occurrence or None)


def _stands_alone(row: Delivery) -> bool:
    """Say whether the message of a row shows nothing else, as a digest would."""
    return not row.reason.startswith(DIGEST)


def _has(subject: Subject, part: Subject) -> bool:
    """Say whether a subject has these values, whether they are written as numbers or as a button carries them."""
    return all(name in subject and str(subject[name]) == str(value) for name, value in part.items())


async def _uncertain(store: Store, delivery_id: int) -> Sequence[Delivery]:
    """Return an uncertain row, and the others that the same digest said."""
    row = await store.outbox.get(delivery_id)
    if row is None or row.outcome is not Outcome.UNCERTAIN:
        return ()
    if row.plan.place_id is None or not row.reason.startswith(DIGEST):
        return (row,)
    there = await store.outbox.uncertain(row.plan.place_id)
    return [other for other in there if other.outcome is Outcome.UNCERTAIN and other.reason == row.reason]


async def _settle_question(store: Store, delivery_id: int, rows: Iterable[Delivery], state: int) -> None:
    """Take the buttons off the question about a row."""
    for row in rows:
        if row.id == delivery_id:
            await store.outbox.want("delivery", delivery_id, _revision(row.attempts, state))


def _stem(key: str) -> str:
    """Return a key without the receiver, which `_to_organisers` has put at its end."""
    return key.rsplit(":", 2)[0]


def _revision(attempts: int, state: int) -> int:
    """Return the revision of a question about a row's latest try."""
    return 3 * attempts + state


def _at(now: datetime, state: int) -> int:
    """Return the revision of a notice: minutes, since the columns of PostgreSQL end at 2,147,483,647."""
    return 2 * (int(now.timestamp()) // 60) + state


async def _to_organisers(
    scene: Scene,
    key: str,
    kind: str,
    subject: Subject,
    *,
    places: Collection[int] = (),
    members: Collection[int] = (),
    after: timedelta = timedelta(0),
) -> tuple[Planned, ...]:
    """Return the row to organisers, leaving these places and members out; nothing and a warning when nobody is left."""
    due, expires = scene.now + after, scene.now + QUESTIONS
    for place in await scene.store.places.with_role(Role.TEAM):
        if place.id not in places:
            key = f"{key}:place:{place.id}"
            return (Planned(key, kind, due, subject, place_id=place.id, expires=expires, lane=LANE),)
    if (member_id := await _reachable(scene, members)) is not None:
        key = f"{key}:member:{member_id}"
        return (Planned(key, kind, due, subject, member_id=member_id, expires=expires, lane=LANE),)
    log.warning("No organiser can be reached for %s", key)
    return ()


async def _reachable(scene: Scene, but: Collection[int]) -> int | None:
    """Return the first organiser with an open account.

    The settings name organisers by their accounts; who is no member becomes one that nobody is shown, so as to be told.
    """
    for address in sorted(scene.house.community.organisers, key=lambda each: (each.platform, each.user)):
        member = await scene.store.members.at(address)
        if member is None:
            member = await scene.store.members.create(address, ORGANISER, scene.now)
        if member.id in but:
            continue
        if any(account.closed_until is None or account.closed_until <= scene.now for account in member.accounts):
            return member.id
    return None


async def _elsewhere(scene: Scene, delivery: Delivery) -> Iterable[Planned]:
    """Return the same message to the next organisers, since nothing gets through to these."""
    plan = delivery.plan
    places = {plan.place_id} if plan.place_id is not None else {place.id for place in await scene.store.places.all()}
    members = {plan.member_id} if plan.member_id is not None else set[int]()
    key = _stem(plan.key)
    return await _to_organisers(scene, key, plan.kind, plan.subject, places=places, members=members)


async def _render_question(scene: Scene, delivery: Delivery) -> Rendered:
    row = await scene.store.outbox.get(int(delivery.plan.subject.get("delivery", 0)))
    if row is None or row.outcome is not Outcome.UNCERTAIN:
        return Dropped("it is settled")
    stands_as = ShownAs("delivery", row.id, "question")
    reply = await _question(scene, row, private=delivery.plan.place_id is None)
    return Outgoing(reply, stands_as=stands_as, shown=_revision(row.attempts, ASKED))


async def _copy_question(scene: Scene, posting: Posting) -> Reply | Dropped:
    row = await scene.store.outbox.get(posting.what.object_id)
    if row is None:
        return Dropped("the row is gone")
    private = posting.place_id is None
    if row.outcome is Outcome.UNCERTAIN:
        return await _question(scene, row, private)
    settled = Phrase("Geklärt: {what}.", what=await _what(scene, row))
    if waits_for_reply(row):
        then = Phrase("Antworte dort auf die Nachricht, dann ändere ich sie mit, wenn sich etwas ändert.")
        return Reply(lines(settled, then), private=private)
    return Reply(lines(settled), private=private)


async def _question(scene: Scene, row: Delivery, private: bool) -> Reply:
    values = {"delivery": str(row.id)}
    words = lines(
        Phrase("Ich weiß nicht, ob das angekommen ist: {what}.", what=await _what(scene, row)),
        Phrase(
            "Schau bitte nach. Ist es da, drück {present}. Fehlt es, drück {again}.",
            present=Bold(Phrase("Ist da")),
            again=Bold(Phrase("Nochmal senden")),
        ),
    )
    buttons = (
        Button(Phrase("Ist da"), Call("delivery.present", values)),
        Button(Phrase("Nochmal senden"), Call("delivery.again", values)),
    )
    return Reply(words, buttons=(buttons,), private=private)


async def _what(scene: Scene, row: Delivery) -> Phrase:
    """Name the message as organisers know it: what it is about and where it went; of a private one only that it was."""
    if row.plan.place_id is None:
        return Phrase("eine private Nachricht")
    where = _where(await scene.store.places.get(row.plan.place_id))
    if row.reason.startswith(DIGEST):
        return Phrase("meine Zusammenfassung in {place}", place=where)
    title, kind = await _title(scene, row.plan.subject), row.plan.kind
    if not title:
        return Phrase("meine Nachricht in {place}", place=where)
    if kind == "job.tag":
        return Phrase("die Tags zu „{title}“ in {place}", title=title, place=where)
    if kind == "job.offer":
        return Phrase("meine Frage unter dem Beitrag „{title}“ in {place}", title=title, place=where)
    return Phrase("die Karte „{title}“ in {place}", title=title, place=where)


async def _title(scene: Scene, subject: Subject) -> str:
    """Return the title of the job or event that a row is about."""
    if job := await scene.store.jobs.get(int(subject.get("job", 0))):
        return job.title
    if event := await scene.store.events.get(int(subject.get("event", 0))):
        return event.title
    return ""


def _where(place: Place | None) -> str:
    return f"{place.name} ({place.address.platform.title()})" if place else "?"


async def _render_closed(scene: Scene, delivery: Delivery) -> Rendered:
    place = await scene.store.places.get(int(delivery.plan.subject.get("place", 0)))
    if place is None or not place.roles:
        return Dropped("the place is not ours any more")
    stands_as = ShownAs("place", place.id, "closed", str(delivery.plan.subject.get("day", "")))
    reply = _closed(place, private=delivery.plan.place_id is None)
    return Outgoing(reply, stands_as=stands_as, shown=_at(scene.now, SHUT))


async def _copy_closed(scene: Scene, posting: Posting) -> Reply | Dropped:
    place, private = await scene.store.places.get(posting.what.object_id), posting.place_id is None
    if posting.wanted % 2 == SHUT:
        return _closed(place, private)
    return Reply(lines(Phrase("In {place} komme ich wieder durch.", place=_where(place))), private=private)


def _closed(place: Place | None, private: bool) -> Reply:
    words = lines(
        Phrase("In {place} komme ich nicht mehr durch.", place=_where(place)),
        Phrase(
            "Prüf bitte, ob ich dort noch bin und schreiben darf; ideenherd check nennt, was fehlt. "
            "Ich versuche es morgen wieder."
        ),
    )
    return Reply(words, private=private)


KINDS = Kinds(
    {
        kind.name: kind
        for kind in (
            Kind(QUESTION, _render_question, reminds=True, unreachable=_elsewhere),
            Kind("organisers.closed", _render_closed, reminds=True, unreachable=_elsewhere),
        )
    },
    {"delivery": _copy_question, "place": _copy_closed},
)
