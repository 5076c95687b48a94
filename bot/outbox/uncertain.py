"""A message that nobody can account for is asked about: organisers look, and say whether it is there.

A question is of the class that is repeated once after doubt, and is then put anew every hour: asked twice it harms
nobody, never asked it would lose a message silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.people import MessageRef
from bot.domain.sending import Delivery, Outcome, Posting, ShownAs, Subject
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.outbox.organisers import elsewhere, named, stem, to_organisers
from bot.ports import Store
from bot.talk.answers import Button, Call, Reply
from bot.talk.text import Bold, Phrase, lines

# Reasons of rows that mean something to the courier.
AGAIN: Final = "organisers: not there"  # the doubts so far are settled
DIGEST: Final = "digest:"  # begins the key under which a digest with this row was sent

UNKNOWN: Final = -1  # the revision that a message shows when nobody knows: older than any
ASKED, SETTLED, FOUND = range(3)  # what a question shows of its row's try
QUESTION: Final = "organisers.uncertain"
ASK_ANEW: Final = timedelta(hours=1)  # after a question of which nobody knows whether it was read
# What a message of a kind shows, and where its row's subject names the object and its occurrence.
SHOWS: Final = {
    "job.card": (ShownAs("job", 0, "card"), "job", ""),
    "job.tag": (ShownAs("job", 0, "tag"), "job", "batch"),
    "job.offer": (ShownAs("offer", 0, "offer"), "job", ""),
    "jobs.index": (ShownAs("index", 0, "index"), "place", ""),
    "event.announcement": (ShownAs("event", 0, "announcement"), "event", "occurrence"),
}


async def plan_question(scene: Scene, row: Delivery) -> None:
    """Ask organisers whether the message of an uncertain row is there; a question that is one itself is put anew."""
    subject: Subject = {"delivery": row.id}
    key, after = f"uncertain:{row.id}:{row.attempts}", timedelta(0)
    if row.plan.kind == QUESTION:
        subject, key, after = row.plan.subject, f"{stem(row.plan.key)}:{row.id}", ASK_ANEW
    await scene.store.outbox.plan(*await to_organisers(scene, key, QUESTION, subject, after=after))


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


def _revision(attempts: int, state: int) -> int:
    """Return the revision of a question about a row's latest try."""
    return 3 * attempts + state


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
    where = named(await scene.store.places.get(row.plan.place_id))
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


KINDS = Kinds(
    {QUESTION: Kind(QUESTION, _render_question, reminds=True, unreachable=elsewhere)},
    {"delivery": _copy_question},
)
