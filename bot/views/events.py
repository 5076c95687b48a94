"""Events as they are shown: the card in a place, the list, what owners read, and what is said of a change. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.collisions import Collision
from bot.calendar.occurrence import Occurrence, at_moment, next_date, present
from bot.calendar.series import in_words
from bot.calendar.wall import wall
from bot.domain import dates
from bot.domain.events import Attendance, Event, EventKind, EventState
from bot.domain.seats import filled
from bot.talk.answers import Button, Call, Card, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Bold, Link, Moment, Phrase, Spans, Text, joined_by, lines, text
from bot.views import seats

PAGE: Final = 10  # events on a page of /termine
NAMED_AHEAD: Final = 7  # days; what is further off is not counted in days
Counts = Mapping[Attendance, int]
ANSWERS: Final = {
    Attendance.YES: Phrase("Dabei"),
    Attendance.MAYBE: Phrase("Vielleicht"),
    Attendance.NO: Phrase("Absagen"),
}

# The values of kinds as they are read; in a form the German ones are typed, whatever the language.
KINDS: Final = {
    EventKind.MEETUP: Phrase("Treffen"),
    EventKind.BARCAMP: Phrase("Barcamp"),
    EventKind.TALK: Phrase("Vortrag"),
    EventKind.WORKSHOP: Phrase("Workshop"),
    EventKind.COFFEE: Phrase("Lean Coffee"),
    EventKind.COWORKING: Phrase("Coworking"),
    EventKind.OTHER: Phrase("Anderes"),
}


def span(shown: Occurrence, now: datetime) -> Spans:
    """Return "Mi., 9. Dezember, 19:00 Uhr bis 21:00 Uhr"; the day of the end is named where it is another one.

    What lasts all day is "Sa., 5. Dezember" or "Sa., 5. Dezember bis So., 6. Dezember".
    """
    zone = ZoneInfo(shown.event.zone)
    if shown.event.all_day:
        last = at_moment(shown.ends - timedelta(hours=12), now, zone, is_day=True)
        is_one = shown.lasts <= timedelta(days=1)
        return (shown.moment(now),) if is_one else Phrase("{start} bis {end}", start=shown.moment(now), end=last)
    same_day = wall(shown.begins, zone).date() == wall(shown.ends, zone).date()
    end = Moment(shown.ends, "clock") if same_day else at_moment(shown.ends, now, zone)
    return Phrase("{start} bis {end}", start=shown.moment(now), end=end)


def where(shown: Occurrence) -> str:
    """Return town and place on one line, as far as they are known."""
    return ", ".join(part for part in (shown.town, shown.venue) if part)


def announced_at(now: datetime, zone: ZoneInfo, *, is_new: bool) -> str:
    """Return the form in which a card is posted, for `heading`: as something new, or on this day."""
    return "announcement:new" if is_new else f"announcement:{wall(now, zone).date().isoformat()}"


def heading(shown: Occurrence, form: str) -> Spans:
    """Return the title of a card that was posted in a form: it counts the days from then, whenever it is edited."""
    title, posted = shown.title, form.partition(":")[2]
    if posted == "new":
        return Phrase("Neu: {title}", title=title)
    return _title(shown, date.fromisoformat(posted)) if posted else title


def card(
    shown: Occurrence,
    counts: Counts,
    now: datetime,
    here: ZoneInfo,
    language: str = "de",
    *,
    title: Spans | None = None,
) -> Reply:
    """Return the card of an occurrence; cancelled or over, it has no buttons any more.

    `here` is the community's zone, `language` a code as in `bot.domain.dates`: the words of a series are made in it at
    once. Without a `title` of its own the card counts the days from now.
    """
    event = shown.event
    if event.state is EventState.CANCELLED:
        return Reply(
            card=Card((Phrase("Abgesagt"), ": ", shown.title), (shown.moment(now),), is_over=True), private=False
        )
    is_over = shown.ends <= now
    rows: list[Spans] = [span(shown, now), where(shown)]
    if event.rule is not None:
        rows.append(recurs(event, event.rule, here, language))
    if event.seats is not None:
        rows.append(joined_by(", ", seats.fullness(counts, event.seats)))
    rows += [shown.text, Link(event.link, event.link) if event.link else ""]
    footer = Phrase("Termin {number}", number=event.id)
    return Reply(
        card=Card(
            title or _title(shown, wall(now, ZoneInfo(event.zone)).date()),
            tuple(row for row in rows if row),
            footer,
            is_over=is_over,
        ),
        buttons=() if is_over else (answer_buttons(shown, counts),),
        private=False,
    )


def recurs(event: Event, rule: str, here: ZoneInfo, language: str) -> Phrase:
    """Return how a series recurs."""
    return Phrase("Serie: {rule}", rule=rhythm(event, rule, here, language))


def rhythm(event: Event, rule: str, here: ZoneInfo, language: str) -> str:
    """Return a rule in words; days and hour are those of the event's own zone, which is named where it is another."""
    words = in_words(rule, event.starts, language, with_time=not event.all_day)
    return words if event.zone == here.key or event.all_day else f"{words} ({event.zone})"


def _title(shown: Occurrence, today: date) -> Spans:
    days = (shown.start.date() - today).days
    title = shown.title
    if days <= 0:
        return Phrase("Heute: {title}", title=title)
    if days == 1:
        return Phrase("Morgen: {title}", title=title)
    return Phrase("In {days} Tagen: {title}", days=days, title=title) if days <= NAMED_AHEAD else title


def gone(event: Event, start: datetime, now: datetime) -> Reply:
    """Return the card of a date that a series no longer has."""
    after = present(event, now)
    rows: tuple[Spans, ...] = (Occurrence(event, start).moment(now),)
    if after is not None:
        rows += (Phrase("Das nächste Mal: {date}", date=after.moment(now)),)
    return Reply(card=Card((Phrase("Entfällt"), ": ", event.title), rows, is_over=True), private=False)


def replaced(shown: Occurrence, now: datetime) -> Reply:
    """Return what is left of a card where a newer one took its place and it cannot be taken away."""
    rows = (shown.moment(now), Phrase("Dazu gibt es eine neuere Ankündigung."))
    return Reply(card=Card((shown.title,), rows, is_over=True), buttons=way_to(shown), private=False)


def answer_buttons(shown: Occurrence, counts: Counts) -> tuple[Button, ...]:
    """Return *Dabei*, *Vielleicht* and *Absagen*, each with how many said so; who waits does not count."""
    counts = {**counts, Attendance.YES: filled(counts, shown.event.seats).inside}
    return tuple(
        Button(
            Phrase("{label} ({count})", label=label, count=counts[answer]) if counts.get(answer) else label,
            Call("event.answer", {"event": str(shown.event.id), "occurrence": shown.name, "answer": str(answer)}),
        )
        for answer, label in ANSWERS.items()
    )


def answered(answer: Attendance, shown: Occurrence, now: datetime, longest: int, turn: int = 0) -> Reply:
    """Return what somebody reads who answered; the title is cut so that it fits an acknowledgement.

    `turn` is their place on the waiting list, 0 where they have a seat.
    """
    what = Phrase("{title}, {when}", title=one_line(shown.title, longest), when=shown.moment(now))
    if turn:
        return Reply((seats.waits(turn, what),))
    words = {
        Attendance.YES: Phrase("Du bist dabei: {what}.", what=what),
        Attendance.MAYBE: Phrase("Du bist vielleicht dabei: {what}.", what=what),
        Attendance.NO: Phrase("Du bist nicht dabei: {what}.", what=what),
    }
    return Reply((words[answer],))


def digest_line(shown: Occurrence, now: datetime) -> Text:
    """Return an announcement as one line of a digest."""
    place = where(shown)
    return text(Bold(shown.title), ": ", shown.moment(now), f", {place}" if place else ())


def listing(shown: Sequence[tuple[Occurrence, Counts]], page: int, pages: int, now: datetime, typed: str = "") -> Reply:
    """Return one page of the coming events, counted from 0, with a button for each; `typed` is what was asked for."""
    if not shown:
        words = (
            Phrase("Zu „{typed}“ steht nichts an. Mit /termine allein siehst du alles, was kommt.", typed=typed)
            if typed
            else Phrase("Gerade steht nichts an. Mit /termin trägst du etwas ein.")
        )
        return Reply((words,), private=False)
    rows = tuple(_row(number, *one, now) for number, one in enumerate(shown, page * PAGE + 1))
    carried = {"filter": typed} if typed else {}
    return Reply(
        card=Card(
            Phrase("Die nächsten Termine zu „{typed}“", typed=typed) if typed else Phrase("Die nächsten Termine"), rows
        ),
        buttons=(*_in_rows([_open_button(one) for one, _ in shown], 3), *paging("event.page", page, pages, **carried)),
        private=False,
    )


def dates_of(shown: Sequence[tuple[Occurrence, Counts]], page: int, pages: int, now: datetime) -> Reply:
    """Return one page of the dates of a series, counted from 0, with a button for each."""
    (first, _), numbered = shown[0], list(enumerate(shown, page * PAGE + 1))
    rows = tuple(_row(number, *one, now) for number, one in numbered)
    ways = [Button(Phrase("Anzeigen {number}", number=number), _show(date)) for number, (date, _) in numbered]
    turning = paging("event.dates", page, pages, event=str(first.event.id))
    return Reply(card=Card(Phrase("Die nächsten Termine"), rows), buttons=(*_in_rows(ways, 5), *turning))


def _row(number: int, shown: Occurrence, counts: Counts, now: datetime) -> Text:
    said, maybe = seats.fullness(counts, shown.event.seats), counts.get(Attendance.MAYBE, 0)
    said += [Phrase("{count} vielleicht", count=maybe)] if maybe else []
    parts: list[Spans] = [shown.moment(now), one_line(where(shown), 80)]
    row = text(f"{number}. ", Bold(one_line(shown.title, 80)), ": ", joined_by(", ", [p for p in parts if p]))
    return text(row, " (", joined_by(", ", said), ")") if said else row


def _open_button(shown: Occurrence) -> Button:
    label = Phrase("{title}", title=one_line(shown.title, 24))
    return Button(label, _show(shown))


def _show(shown: Occurrence) -> Call:
    return Call("event.show", {"event": str(shown.event.id), "occurrence": shown.name})


def _in_rows(buttons: Sequence[Button], wide: int) -> Rows:
    return tuple(tuple(buttons[start : start + wide]) for start in range(0, len(buttons), wide))


def paging(action: str, page: int, pages: int, **values: str) -> Rows:
    """Return the row of buttons that turn a page, as far as there are others; each carries the `values`."""
    ways: list[Button] = []
    if page > 0:
        ways.append(Button(Phrase("Zurück"), Call(action, {**values, "seite": str(page - 1)})))
    if page + 1 < pages:
        ways.append(Button(Phrase("Weiter"), Call(action, {**values, "seite": str(page + 1)})))
    return (tuple(ways),) if ways else ()


def owner_buttons(event: Event, *, with_title: bool = False) -> tuple[Button, ...]:
    """Return what owners and organisers can do with an event; in a list each button names it."""
    values = {"event": str(event.id)}
    waits = event.state is EventState.PROPOSED
    if not with_title:
        away = Phrase("Zurückziehen") if waits else Phrase("Termin absagen")
        return Button(Phrase("Ändern"), Call("event.edit", values)), _cancel_button(away, values)
    title = one_line(event.title, 40)
    away = Phrase("Zurückziehen: {title}", title=title) if waits else Phrase("Termin absagen: {title}", title=title)
    return Button(Phrase("Ändern: {title}", title=title), Call("event.edit", values)), _cancel_button(away, values)


def file_button(event: Event) -> Button:
    """Return the way to an event's file for calendars."""
    return Button(Phrase("Kalenderdatei"), Call("event.file", {"event": str(event.id)}))


def dates_button(event: Event) -> Button:
    """Return the way to the dates of a series."""
    return Button(Phrase("Weitere Termine"), Call("event.dates", {"event": str(event.id)}))


def _cancel_button(label: Phrase, values: Mapping[str, str]) -> Button:
    return Button(label, Call("event.cancel", values))


def met(collisions: Sequence[Collision], now: datetime) -> list[Spans]:
    """Return what else takes place at the time of an event's dates, as a hint: a row for evenings and one for days."""
    evenings = [_met(one, now) for one in collisions if one.is_evening]
    days = [_met(one, now) for one in collisions if not one.is_evening]
    rows: list[Spans] = []
    if evenings:
        rows.append(Phrase("Am selben Abend: {events}.", events=joined_by("; ", evenings)))
    if days:
        rows.append(Phrase("Zur selben Zeit: {events}.", events=joined_by("; ", days)))
    return rows


def _met(collision: Collision, now: datetime) -> Text:
    """Return "Twittwoch, 19:00 Uhr, Essen"; the day is named where it need not be that of the event's only date."""
    other = collision.other
    same_day = not collision.date.event.is_series and other.start.date() == collision.date.start.date()
    is_clock = same_day and not other.event.all_day
    when = Moment(other.begins, "clock") if is_clock else other.moment(now)
    return text(one_line(other.title, 80), ", ", when, ", ", other.town or "")


@dataclass(frozen=True, slots=True)
class Was:
    """What stood on the card before a change: wall times are `start`, of the next date, and `began`, of the first."""

    title: str
    start: datetime
    began: datetime
    lasts: timedelta
    where: str
    rule: str | None
    text: bool  # whether the text is another one now
    link: bool  # whether the link is
    kind: EventKind | None = None  # None where that is not known
    seats: int | None = None
    all_day: bool | None = None  # as the kind


def changed(was: Was, shown: Occurrence, now: datetime, here: ZoneInfo, language: str = "de") -> Reply:
    """Return what is said of a change: the date first, then every other point with what it was; `here` is our zone."""
    event, all_day = shown.event, shown.event.all_day if was.all_day is None else was.all_day
    before = Occurrence(replace(event, all_day=all_day), was.start)
    first = (
        Phrase(
            "{title} ist verlegt: jetzt {now} statt {was}.",
            title=event.title,
            now=shown.moment(now),
            was=before.moment(now),
        )
        if (shown.start, event.all_day) != (was.start, all_day)
        else Phrase("{title} ({when}) ist geändert.", title=event.title, when=shown.moment(now))
    )
    is_apart = (was.start.time(), shown.start.time()) != (was.began.time(), event.starts.time())
    recurs, recurred = (
        _recurs(replace(event, starts=began), rule, here, language, with_time=is_apart)
        for rule, began in ((event.rule, event.starts), (was.rule, was.began))
    )
    points = (
        (Phrase("Titel"), event.title, was.title),
        (Phrase("Ort"), where(shown) or Phrase("offen"), was.where or Phrase("offen")),
        (Phrase("Dauer"), dates.duration(shown.lasts, language), dates.duration(was.lasts, language)),
        (Phrase("Serie"), recurs, recurred),
        (Phrase("Art"), KINDS[event.kind], KINDS[was.kind or event.kind]),
        (Phrase("Plätze"), seats.limit(event.seats), seats.limit(was.seats if was.kind else event.seats)),
    )
    rows = [
        Phrase("{point}: jetzt {now} statt {was}.", point=point, now=new, was=old)
        for point, new, old in points
        if new != old
    ]
    link = Phrase("Der Link ist neu.") if event.link else Phrase("Der Link ist weg.")
    is_new = ((was.text, another_text(event.text)), (was.link, link))
    return Reply(lines(first, *rows, *(words for new, words in is_new if new)), buttons=way_to(shown))


def another_text(now: str) -> Phrase:
    """Return what is said of a text that is another one now, or none."""
    return Phrase("Der Text ist neu.") if now else Phrase("Der Text ist weg.")


def _recurs(event: Event, rule: str | None, here: ZoneInfo, language: str, *, with_time: bool) -> str | Phrase:
    """Return the words of a series, without its time where the line before has said it."""
    if rule is None:
        return Phrase("einmalig")
    return rhythm(event, rule, here, language) if with_time else in_words(rule, event.starts, language, with_time=False)


def cancelled(shown: Occurrence, now: datetime) -> Reply:
    """Return what is said when an event is cancelled."""
    said = Phrase("{title} ({when}) ist abgesagt.", title=shown.event.title, when=shown.moment(now))
    is_more = shown.event.is_series and next_date(shown.event, shown.begins + timedelta(seconds=1)) is not None
    rest = Phrase("Auch alle weiteren Termine der Serie entfallen.") if is_more else None
    return Reply(lines(said, rest), buttons=way_to(shown))


def restored(shown: Occurrence, now: datetime) -> Reply:
    """Return what is said when a cancelled event takes place after all."""
    said = Phrase("{title} ({when}) findet doch statt.", title=shown.event.title, when=shown.moment(now))
    return Reply((said,), buttons=way_to(shown))


def way_to(shown: Occurrence) -> Rows:
    """Return the button that shows an event as it is by then."""
    return ((Button(Phrase("Anzeigen"), _show(shown)),),)


def mark(event: Event) -> int:
    """Return a number for what a card shows of an event: a row that waits knows by it that a later change came."""
    shown = (event.title, event.starts, event.lasts, event.town, event.venue, event.link, event.text, event.rule)
    also = (event.all_day, event.deviations, event.pauses, event.kind, event.seats)
    return zlib.crc32(repr(shown + also).encode())
