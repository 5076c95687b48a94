"""Reminders as their owner reads them: the message itself, the answer to a new one, and the list. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence, at_moment
from bot.domain.events import Reminder
from bot.talk.answers import Button, Call, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Bold, Link, Phrase, Spans, Text, lines, text
from bot.views.events import where

PAGE: Final = 10


def reminder(words: Text) -> Reply:
    """Return the message of a reminder."""
    return Reply(words)


def text_words(due: Reminder, now: datetime, zone: ZoneInfo, *, late: bool) -> Text:
    """Return the words of a text of one's own; late ones say so and when they were meant for."""
    if not late:
        return text(Phrase("Erinnerung: {text}", text=due.text))
    return text(
        Phrase("Verspätet: {text} (gedacht für {when})", text=due.text, when=at_moment(due.due, now, zone)),
    )


def event_words(date: Occurrence, now: datetime, *, late: bool) -> Text:
    """Return the words of a reminder of an event: when it begins or began, where, and its link."""
    event = date.event
    beginning = (
        Phrase("{title} beginnt: {when}.", title=Bold(event.title), when=date.moment(now))
        if date.begins > now
        else Phrase("{title} hat begonnen: {when}.", title=Bold(event.title), when=date.moment(now))
    )
    said = Phrase("Verspätet: {words}", words=beginning) if late else Phrase("Erinnerung: {words}", words=beginning)
    return lines(said, where(date), Link(event.link, event.link) if event.link else None)


def subject(kept: Reminder, date: Occurrence | None, now: datetime) -> Spans:
    """Return what a reminder is about: the text, or the event with its date."""
    if date is None:
        return kept.text
    return text(date.event.title, " (", date.moment(now), ")")


def kept(new: Reminder, date: Occurrence | None, now: datetime, zone: ZoneInfo, *, again: bool = False) -> Reply:
    """Return the echo of a reminder, with the way to delete it; `again` where it stood already."""
    said = Phrase(
        "Ich erinnere dich am {when}: {about}", when=at_moment(new.due, now, zone), about=subject(new, date, now)
    )
    said = Phrase("Das steht schon: {echo}", echo=said) if again else said
    return Reply((said,), buttons=((_delete(Phrase("Löschen"), new, 0),),))


def mine(
    shown: Sequence[tuple[Reminder, Occurrence | None]],
    page: int,
    now: datetime,
    zone: ZoneInfo,
    said: Phrase | None = None,
) -> Reply | None:
    """Return a page of somebody's open reminders, each with *Löschen*; None where there is nothing to say."""
    pages = -(-len(shown) // PAGE)
    page = max(0, min(page, pages - 1))
    here = list(enumerate(shown, 1))[page * PAGE : (page + 1) * PAGE]
    rows: list[Spans] = [_row(number, *one, now, zone) for number, one in here]
    if not rows:
        return Reply((said,)) if said is not None else None
    deleting = [_delete(Phrase("Löschen {number}", number=number), one, page) for number, (one, _) in here]
    buttons = tuple(tuple(deleting[start : start + 5]) for start in range(0, len(deleting), 5))
    return Reply(lines(said, Phrase("Deine offenen Erinnerungen:"), *rows), buttons=(*buttons, *_paging(page, pages)))


def _row(number: int, one: Reminder, date: Occurrence | None, now: datetime, zone: ZoneInfo) -> Text:
    about = subject(one, date, now) if date is not None else one_line(one.text, 80)
    return text(f"{number}. ", at_moment(one.due, now, zone), ": ", about)


def _delete(label: Phrase, one: Reminder, page: int) -> Button:
    return Button(label, Call("reminder.delete", {"reminder": str(one.id), "seite": str(page)}))


def _paging(page: int, pages: int) -> Rows:
    ways: list[Button] = []
    if page > 0:
        ways.append(Button(Phrase("Zurück"), Call("reminder.page", {"seite": str(page - 1)})))
    if page + 1 < pages:
        ways.append(Button(Phrase("Weiter"), Call("reminder.page", {"seite": str(page + 1)})))
    return (tuple(ways),) if ways else ()
