"""Subscriptions to calendars elsewhere, as organisers read them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence, at_moment
from bot.domain.events import Feed
from bot.domain.sending import Subject
from bot.talk.answers import Button, Call, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Spans, joined_by, lines, text

COMING: Final = 3
FINDINGS: Final = 5
PAGE: Final = 4
_CALLED: Final = 60  # characters of a name or an address


def called(feed: Feed) -> str:
    """Return what a calendar is called: its own name, else its address."""
    return one_line(feed.name or feed.url, _CALLED)


def _unsubscribe(feed: Feed) -> tuple[Button, ...]:
    return (Button(Phrase("Abbestellen"), Call("feed.abbestellen", {"feed": str(feed.id)})),)


def begun(feed: Feed) -> Reply:
    """Return what the one reads who subscribed: the calendar is read now."""
    return Reply(
        (Phrase("Ich lese „{name}“ gleich. Was darin steht, sage ich dir privat.", name=called(feed)),),
        buttons=(_unsubscribe(feed),),
    )


def first(feed: Feed, said: Subject, coming: Sequence[Occurrence], now: datetime) -> Reply:
    """Return what the first reading brought."""
    new, already, left_out, more = (int(said.get(name, 0)) for name in ("new", "already", "left_out", "more"))
    findings = [row for row in str(said.get("findings", "")).split("\n") if row]
    return Reply(
        lines(
            Phrase("„{name}“ ist abonniert: {count} kommende Termine.", name=called(feed), count=new),
            Phrase("{count} davon kenne ich schon aus einer anderen Quelle.", count=already) if already else None,
            Phrase("{count} weitere lasse ich aus, es sind zu viele auf einmal.", count=left_out) if left_out else None,
            *(text("• ", one_line(one.title, 80), ": ", one.moment(now)) for one in coming),
            Phrase("Nicht übernommen:") if findings else None,
            *(text("• ", row) for row in findings),
            Phrase("und {count} weitere.", count=more) if more > 0 else None,
            Phrase("Ich lese ihn jede Stunde. Neues, Verlegtes und Abgesagtes kündige ich an."),
        ),
        buttons=(_unsubscribe(feed),),
    )


def trouble(feed: Feed, why: str) -> Reply:
    """Return what organisers read when a calendar cannot be read."""
    return Reply(
        lines(
            Phrase("Den Kalender „{name}“ kann ich nicht lesen.", name=called(feed)),
            why or None,
            Phrase("Abgesagt wird deswegen nichts. Ich versuche es weiter und sage Bescheid, wenn es wieder geht."),
        ),
        buttons=(_unsubscribe(feed),),
    )


def well(feed: Feed) -> Reply:
    """Return what organisers read when a calendar can be read again."""
    return Reply((Phrase("Den Kalender „{name}“ kann ich wieder lesen.", name=called(feed)),))


def emptied(feed: Feed) -> Reply:
    """Return what organisers read when most of a calendar's events have vanished at once."""
    return Reply(
        lines(
            Phrase("Im Kalender „{name}“ fehlen auf einmal die meisten Termine.", name=called(feed)),
            Phrase("Das sieht nach einem Fehler dort aus. Abgesagt wird deswegen nichts; prüf bitte, was los ist."),
        ),
        buttons=(_unsubscribe(feed),),
    )


def many(changed: int, cancelled: int) -> Reply:
    """Return what a place reads where a calendar has changed many events at once."""
    counts = (
        Phrase("{count} geändert", count=changed) if changed else None,
        Phrase("{count} abgesagt", count=cancelled) if cancelled else None,
    )
    said = Phrase("Bei vielen Terminen gibt es Neues: {counts}.", counts=joined_by(", ", filter(None, counts)))
    where = Phrase("Was jetzt gilt, zeigt /termine.")
    return Reply(lines(said, where), buttons=((Button(Phrase("Anzeigen"), Call("event.page")),),), private=False)


def listing(feeds: Sequence[Feed], page: int, now: datetime, zone: ZoneInfo) -> Reply:
    """Return a page of the subscriptions, each with how it stands and what can be done with it."""
    subscribe = Button(Phrase("Abonnieren"), Call("feed.abonnieren"))
    if not feeds:
        words = Phrase("Es ist noch kein Kalender abonniert. Mit „Abonnieren“ nennst du eine Adresse mit https.")
        return Reply((words,), buttons=((subscribe,),))
    pages = -(-len(feeds) // PAGE)
    page = min(max(page, 0), pages - 1)
    here = list(enumerate(feeds, 1))[page * PAGE : (page + 1) * PAGE]
    turns = [(Phrase("Zurück"), page - 1)] if page else []
    turns += [(Phrase("Weiter"), page + 1)] if page + 1 < pages else []
    ways = tuple(Button(label, Call("feed.liste", {"seite": str(to)})) for label, to in turns)
    return Reply(
        lines(Phrase("Abonnierte Kalender:"), *(_row(number, feed, now, zone) for number, feed in here)),
        buttons=(
            *(_of_one(number, feed) for number, feed in here),
            *((ways,) if ways else ()),
            (subscribe,),
        ),
    )


def _of_one(number: int, feed: Feed) -> tuple[Button, ...]:
    values = {"feed": str(feed.id)}
    return (
        Button(Phrase("Jetzt lesen {number}", number=number), Call("feed.lesen", values)),
        Button(Phrase("Abbestellen {number}", number=number), Call("feed.abbestellen", values)),
    )


def _row(number: int, feed: Feed, now: datetime, zone: ZoneInfo) -> Spans:
    state: Spans = Phrase("noch nicht gelesen")
    if feed.seen_at is not None:
        state = Phrase("zuletzt gelesen: {when}", when=at_moment(feed.seen_at, now, zone))
    if feed.failures:
        state = Phrase("gerade nicht lesbar")
    return text(f"{number}. ", called(feed), " (", state, ")")


def parting(feed: Feed, coming: int) -> Reply:
    """Return the question what becomes of a calendar's events to come."""
    values = {"feed": str(feed.id)}
    buttons: Rows = (
        (
            Button(Phrase("Termine behalten"), Call("feed.ende", {**values, "termine": "behalten"})),
            Button(Phrase("Termine absagen"), Call("feed.ende", {**values, "termine": "absagen"})),
        ),
    )
    return Reply(
        lines(
            Phrase("„{name}“ nicht mehr lesen?", name=called(feed)),
            Phrase("{count} kommende Termine stammen daher. Was soll mit ihnen werden?", count=coming),
        ),
        buttons=buttons,
    )


def parted(feed: Feed, cancelled: int) -> Reply:
    """Return what the one reads who ended a subscription."""
    told = Phrase("{count} Termine sind abgesagt, und alle erfahren es.", count=cancelled) if cancelled else None
    return Reply(lines(Phrase("„{name}“ lese ich nicht mehr.", name=called(feed)), told))
