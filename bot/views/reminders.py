"""Reminders as their owner reads them: the message itself, the answer to a new one, and the list. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.chain import times, times_before
from bot.calendar.ladder import last_call
from bot.calendar.occurrence import Occurrence, at_moment, known
from bot.calendar.series import in_words
from bot.calendar.wall import instant, wall
from bot.domain import dates
from bot.domain.events import EVERY_DATE, Event, Reminder
from bot.talk.answers import Button, Call, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Bold, Link, Moment, Phrase, Spans, Text, joined_by, lines, text
from bot.views.events import where

PAGE: Final = 10
NEXT: Final = 3  # times of one that recurs are named
PUT_OFF: Final = {
    "10m": Phrase("10 Minuten"),
    "1h": Phrase("1 Stunde"),
    "1d": Phrase("Morgen"),
}
LENGTHS: Final = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1)}
MORNING: Final = time(9)  # when *Morgen* is, on the next day
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A reminder with its event's date; `gets_through` is False where it was due and nothing reached the member."""

    reminder: Reminder
    date: Occurrence | None
    gets_through: bool = True


def reminder(words: Text, again: Rows = ()) -> Reply:
    """Return the message of a reminder, with the ways to put it off."""
    return Reply(words, buttons=again)


def putting_off(due: Reminder, date: Occurrence | None, now: datetime, zone: ZoneInfo) -> Rows:
    """Return *10 Minuten*, *1 Stunde* and *Morgen*, without those that an event is over by."""
    name = date.name if date is not None else wall(due.due, zone).isoformat(timespec="minutes")
    values = {"reminder": str(due.id), "occurrence": name}
    return (
        tuple(
            Button(label, Call("reminder.later", {**values, "um": um}))
            for um, label in PUT_OFF.items()
            if date is None or put_off_to(um, now, zone) < date.ends
        ),
    )


def put_off_to(um: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when a reminder comes that is put off now: to the full minute, *Morgen* at nine by the clock."""
    if um not in LENGTHS:
        return instant(datetime.combine(wall(now, zone).date() + timedelta(days=1), MORNING), zone)
    later = now + LENGTHS[um]
    minute = later.replace(second=0, microsecond=0)
    return minute if minute == later else minute + MINUTE


def words(due: Reminder, date: Occurrence | None, now: datetime, zone: ZoneInfo, *, late: bool) -> Text:
    """Return what a reminder says: of an event that it begins or began, and where; late ones say so."""
    if date is not None:
        return event_words(date, now, late=late, again=due.is_again)
    return text_words(due, now, zone, late=late)


def text_words(due: Reminder, now: datetime, zone: ZoneInfo, *, late: bool) -> Text:
    """Return the words of a text of one's own; late ones say so and when they were meant for."""
    if not late:
        return text(
            Phrase("Noch einmal: {text}", text=due.text)
            if due.is_again
            else Phrase("Erinnerung: {text}", text=due.text)
        )
    return text(
        Phrase("Verspätet: {text} (gedacht für {when})", text=due.text, when=at_moment(due.due, now, zone)),
    )


def event_words(date: Occurrence, now: datetime, *, late: bool, again: bool) -> Text:
    """Return the words of a reminder of an event: when it begins or began, where, and its link."""
    event = date.event
    beginning = (
        Phrase("{title} beginnt: {when}.", title=Bold(date.title), when=date.moment(now))
        if last_call(date.start, ZoneInfo(event.zone), all_day=event.all_day) > now
        else Phrase("{title} hat begonnen: {when}.", title=Bold(date.title), when=date.moment(now))
    )
    if late:
        said = Phrase("Verspätet: {words}", words=beginning)
    elif again:
        said = Phrase("Noch einmal: {text}", text=beginning)
    else:
        said = Phrase("Erinnerung: {words}", words=beginning)
    return lines(said, where(date), Link(event.link, event.link) if event.link else None)


def rested(coming: Reminder, event: Event | None, now: datetime, zone: ZoneInfo, language: str) -> Text:
    """Return the notice that a reminder rested since nothing got through, and when it comes next."""
    return text(
        Phrase(
            "Ich erreiche dich wieder. Deine Erinnerung hat geruht und kommt jetzt weiter, {rhythm}: {about}. "
            "Das nächste Mal: {when}.",
            rhythm=rhythm(coming, language),
            about=one_line(event.title if event is not None else coming.text, 80),
            when=at_moment(coming.due, now, zone),
        )
    )


def rhythm(one: Reminder, language: str) -> Spans:
    """Return how often one that recurs comes: "jeden Monat am 1., 9:00 Uhr", "immer 1 Tag vorher um 18:00 Uhr"."""
    if one.rule == EVERY_DATE:
        lead = dates.duration(one.lead, language)
        if one.at is None or one.starts is None:
            return Phrase("immer {lead} vorher", lead=lead)
        return Phrase("immer {lead} vorher um {clock}", lead=lead, clock=dates.clock(one.starts, None, language))
    return in_words(one.rule or "", one.starts or wall(one.due, ZoneInfo("UTC")), language)


def subject(kept: Reminder, date: Occurrence | None, now: datetime) -> Spans:
    """Return what a reminder is about: the text, or the event with its date."""
    if date is None:
        return kept.text
    return text(date.event.title, " (", date.moment(now), ")")


def kept(
    new: Reminder,
    date: Occurrence | None,
    now: datetime,
    zone: ZoneInfo,
    language: str,
    *,
    again: bool = False,
    note: Phrase | None = None,
) -> Reply:
    """Return the echo of a reminder, with the way to delete it; `again` where it stood, a `note` of its time."""
    if new.recurs:
        about = date.event.title if date is not None else new.text
        said = Phrase("Ich erinnere dich {rhythm}: {about}", rhythm=rhythm(new, language), about=about)
    else:
        said = Phrase(
            "Ich erinnere dich am {when}: {about}", when=at_moment(new.due, now, zone), about=subject(new, date, now)
        )
    said = Phrase("Das steht schon: {echo}", echo=said) if again else said
    ways = [_delete(Phrase("Löschen"), new, 0)]
    if date is not None and date.event.is_series and new.rule is None:
        ways.append(Button(Phrase("Immer"), Call("reminder.always", {"reminder": str(new.id)})))
    return Reply(lines(said, _next_times(new, date, now, zone), note), buttons=(tuple(ways),))


def _next_times(new: Reminder, date: Occurrence | None, now: datetime, zone: ZoneInfo) -> Phrase | None:
    if not new.recurs:
        return None
    if date is not None:
        coming = times_before(date.event, new.lead, new.due, new.at)
    else:
        coming = times(new.starts or wall(new.due, zone), new.rule or "", zone, new.due)
    named = [text(at_moment(at, now, zone)) for at in islice(coming, NEXT)]
    return Phrase("Die nächsten Male: {dates}.", dates=joined_by("; ", named))


def put_off(said: Text, new: Reminder, now: datetime, zone: ZoneInfo) -> Reply:
    """Return what stands in place of a reminder that was put off: its words, and when it comes once more."""
    is_today = wall(new.due, zone).date() == wall(now, zone).date()
    when = (
        Phrase("Ich erinnere dich um {when} noch einmal.", when=Moment(new.due, "clock"))
        if is_today
        else Phrase("Ich erinnere dich am {when} noch einmal.", when=at_moment(new.due, now, zone))
    )
    return Reply(lines(said, when), buttons=((_delete(Phrase("Löschen"), new, 0),),))


def which(one: Reminder, date: Occurrence | None, page: int, now: datetime, zone: ZoneInfo, language: str) -> Reply:
    """Return the question whether one that recurs is to be left out once or deleted."""
    about = one_line(date.event.title if date is not None else one.text, 80)
    values = {"reminder": str(one.id), "seite": str(page)}
    once = Call("reminder.skip", {**values, "occurrence": one.occurrence or ""})
    return Reply(
        lines(
            Phrase("Nur das nächste Mal am {when}, oder ganz?", when=at_moment(one.due, now, zone)),
            text(about, ", ", rhythm(one, language)),
        ),
        buttons=(
            (
                Button(Phrase("Nur das nächste Mal"), once),
                Button(Phrase("Ganz"), Call("reminder.delete", {**values, "ganz": "1"})),
                Button(Phrase("Zurück"), Call("reminder.page", {"seite": str(page)})),
            ),
        ),
    )


def mine(
    shown: Sequence[Shown], page: int, now: datetime, zone: ZoneInfo, language: str, said: Phrase | None = None
) -> Reply | None:
    """Return a page of somebody's open reminders, each with *Löschen*; None where there is nothing to say."""
    pages = -(-len(shown) // PAGE)
    page = max(0, min(page, pages - 1))
    here = list(enumerate(shown, 1))[page * PAGE : (page + 1) * PAGE]
    rows: list[Spans] = [_row(number, one, now, zone, language) for number, one in here]
    if not rows:
        return Reply((said,)) if said is not None else None
    deleting = [_delete(Phrase("Löschen {number}", number=number), one.reminder, page) for number, one in here]
    buttons = tuple(tuple(deleting[start : start + 5]) for start in range(0, len(deleting), 5))
    note = None if all(one.gets_through for one in shown) else UNREACHED
    said_here = lines(said, Phrase("Deine offenen Erinnerungen:"), *rows, note)
    return Reply(said_here, buttons=(*buttons, *_paging(page, pages)))


UNREACHED: Final = Phrase(
    "Privat komme ich gerade nicht zu dir durch. Schreib mir privat, dann kommen deine Erinnerungen wieder."
)


def _row(number: int, one: Shown, now: datetime, zone: ZoneInfo, language: str) -> Text:
    return text(f"{number}. ", reminder_line(one.reminder, one.date, now, zone, language))


def reminder_line(
    one: Reminder, date: Occurrence | None, now: datetime, zone: ZoneInfo, language: str, longest: int = 80
) -> Text:
    """Return a reminder in a line: when it comes, what it is about, and how often or that it was put off."""
    about = one_line(date.event.title if date is not None else one.text, longest)
    of = text(" (", date.moment(now), ")") if date is not None else ()
    more: Spans = ()
    if one.recurs:
        more = text(", ", rhythm(one, language))
    elif one.is_again:
        more = text(", ", Phrase("noch einmal"))
    return text(at_moment(one.due, now, zone), ": ", about, of, more)


def dated(one: Reminder, event: Event | None) -> Occurrence | None:
    """Return the date of its event that a reminder is about, or what it was; None for a text."""
    if event is None:
        return None
    return known(event, one.occurrence) if one.occurrence else Occurrence(event, event.starts)


def _delete(label: Phrase, one: Reminder, page: int) -> Button:
    return Button(label, Call("reminder.delete", {"reminder": str(one.id), "seite": str(page)}))


def _paging(page: int, pages: int) -> Rows:
    ways: list[Button] = []
    if page > 0:
        ways.append(Button(Phrase("Zurück"), Call("reminder.page", {"seite": str(page - 1)})))
    if page + 1 < pages:
        ways.append(Button(Phrase("Weiter"), Call("reminder.page", {"seite": str(page + 1)})))
    return (tuple(ways),) if ways else ()
