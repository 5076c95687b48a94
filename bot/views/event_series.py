"""Series as they are shown to their owners, and what is said when one date of them changes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.deviating import left_of
from bot.calendar.occurrence import Occurrence, at_moment, present
from bot.calendar.wall import instant
from bot.domain import dates
from bot.domain.events import Event, Pause
from bot.talk.answers import Button, Call, Reply, Rows
from bot.talk.text import Phrase, Spans, lines, text
from bot.views.events import another_text, owner_buttons, rhythm, way_to, where

_NOON: Final = time(12)


@dataclass(frozen=True, slots=True)
class WasDate:
    """What was true of one date before it changed; `start` is wall time, `text` says whether it is another one now."""

    title: str
    start: datetime
    lasts: timedelta
    where: str
    text: bool


def buttons(shown: Occurrence) -> Rows:
    """Return what owners and organisers can do with one date of a series, and with the series from there on."""
    values = {"event": str(shown.event.id), "occurrence": shown.name}
    of_date: tuple[Button, ...] = (
        Button(Phrase("Nur diesen ändern"), Call("date.edit", values)),
        Button(Phrase("Fällt aus"), Call("date.skip", values)),
    )
    if shown.deviation is not None and not shown.deviation.is_added:
        of_date += (Button(Phrase("Wie immer"), Call("date.regular", values)),)
    of_series = (
        Button(Phrase("Ab hier ändern"), Call("series.onward", values)),
        Button(Phrase("Zusatztermin"), Call("date.add", {"event": values["event"]})),
        Button(Phrase("Pause"), Call("series.pause", {"event": values["event"]})),
        Button(Phrase("Hiermit beenden"), Call("series.end", values)),
    )
    return (of_date, of_series)


def skipped(shown: Occurrence, now: datetime) -> Reply:
    """Return what the one reads who let a date fall out, with the way to take it back."""
    values = {"event": str(shown.event.id), "occurrence": shown.name}
    back = Button(Phrase("Zurücknehmen"), Call("date.regular", values))
    words = Phrase("{title} ({when}) fällt aus, und alle erfahren es.", title=shown.event.title, when=shown.moment(now))
    return Reply(lines(words, _next_time(shown.event, now)), buttons=((back,),))


def date_kept(said: Phrase, shown: Occurrence, span: Spans, note: Phrase | None = None) -> Reply:
    """Return what the one reads who changed one date: when, with a `note` of its time, and where it is now."""
    return Reply(lines(said, span, note, where(shown) or None), buttons=buttons(shown))


def pause_kept(event: Event, added: Pause, gone: int, now: datetime) -> Reply:
    """Return what the one reads who let a series pause, with the way to take back what was added."""
    values = {"event": str(event.id), "first": str(added.first), "last": str(added.last)}
    back = Button(Phrase("Zurücknehmen"), Call("series.resume", values))
    whole = event.paused_on(added.first) or added
    dates_gone = (
        Phrase("In dieser Zeit liegt kein Termin.")
        if not gone
        else Phrase("Ein Termin entfällt, und alle erfahren es.")
        if gone == 1
        else Phrase("{count} Termine entfallen, und alle erfahren es.", count=gone)
    )
    return Reply(lines(_pauses(event, whole, now), dates_gone, _next_time(event, now)), buttons=((back,),))


def paused(event: Event, pause: Pause, now: datetime) -> Reply:
    """Return what is said when a series pauses."""
    reason = Phrase("Grund: {reason}.", reason=pause.reason) if pause.reason else None
    return Reply(lines(_pauses(event, pause, now), reason, _next_time(event, now)))


def resumed(shown: Occurrence, gone: Pause, now: datetime) -> Reply:
    """Return what is said when a pause is taken back, or a part of it."""
    left = left_of(shown.event, gone)
    said = (
        Phrase("{title} macht doch keine Pause. Der nächste Termin: {when}.", title=_title(shown), when=_at(shown, now))
        if left is None
        else lines(_pauses_less(shown.event, left, now), _next_time(shown.event, now))
    )
    return Reply(text(said), buttons=way_to(shown))


def ended(last: Occurrence, now: datetime) -> Reply:
    """Return what is said when a series ends."""
    words = (
        Phrase("{title} endet. Der letzte Termin: {when}.", title=_title(last), when=_at(last, now))
        if last.ends > now
        else Phrase("{title} ist beendet. Der letzte Termin war {when}.", title=_title(last), when=_at(last, now))
    )
    return Reply((words,), buttons=way_to(last) if last.ends > now else ())


def falls_out(was: Occurrence, now: datetime) -> Reply:
    """Return what is said when one date falls out; the series goes on."""
    after = present(was.event, now)
    said = Phrase("{title} ({when}) fällt aus.", title=was.title, when=_at(was, now))
    return Reply(lines(said, _next_time(was.event, now)), buttons=way_to(after) if after is not None else ())


def takes_place(shown: Occurrence, now: datetime) -> Reply:
    """Return what is said of a date that comes back, or that was added."""
    added = shown.deviation is not None and shown.deviation.is_added
    said = (
        Phrase("{title} hat einen Zusatztermin: {when}.", title=shown.title, when=_at(shown, now))
        if added
        else Phrase("{title} ({when}) findet doch statt.", title=shown.title, when=_at(shown, now))
    )
    return Reply(lines(said, where(shown) if added else None), buttons=way_to(shown))


def date_changed(was: WasDate, shown: Occurrence, now: datetime, language: str) -> Reply:
    """Return what is said of one changed date: when it is now, then every other point with what it was."""
    before = at_moment(
        instant(was.start, ZoneInfo(shown.event.zone)), now, ZoneInfo(shown.event.zone), is_day=shown.event.all_day
    )
    first = (
        Phrase("{title} ist verlegt: jetzt {now} statt {was}.", title=shown.title, now=_at(shown, now), was=before)
        if shown.start != was.start
        else Phrase("{title} ({when}) ist geändert.", title=shown.title, when=_at(shown, now))
    )
    points = (
        (Phrase("Titel"), shown.title, was.title),
        (Phrase("Ort"), where(shown) or Phrase("offen"), was.where or Phrase("offen")),
        (Phrase("Dauer"), dates.duration(shown.lasts, language), dates.duration(was.lasts, language)),
    )
    rows = [
        Phrase("{point}: jetzt {now} statt {was}.", point=point, now=new, was=old)
        for point, new, old in points
        if new != old
    ]
    return Reply(lines(first, *rows, another_text(shown.text) if was.text else None), buttons=way_to(shown))


def _pauses(event: Event, pause: Pause, now: datetime) -> Phrase:
    first, last = (_day(event, one, now) for one in (pause.first, pause.last))
    return Phrase("{title} macht Pause: {first} bis {last}.", title=event.title, first=first, last=last)


def _pauses_less(event: Event, left: Pause, now: datetime) -> Phrase:
    first, last = (_day(event, one, now) for one in (left.first, left.last))
    return Phrase("{title} macht kürzer Pause: nur {first} bis {last}.", title=event.title, first=first, last=last)


def _day(event: Event, day: date, now: datetime) -> Spans:
    zone = ZoneInfo(event.zone)
    return (at_moment(instant(datetime.combine(day, _NOON), zone), now, zone, is_day=True),)


def _next_time(event: Event, now: datetime) -> Phrase | None:
    after = present(event, now)
    return Phrase("Das nächste Mal: {date}", date=after.moment(now)) if after is not None else None


def _title(shown: Occurrence) -> str:
    return shown.event.title


def _at(shown: Occurrence, now: datetime) -> Spans:
    return (shown.moment(now),)


def goes_on(event: Event, gone: Pause, now: datetime) -> Reply:
    """Return what the one reads who took a pause back, or a part of it."""
    left = left_of(event, gone)
    said = (
        lines(Phrase("{title} macht doch keine Pause, und alle erfahren es.", title=event.title))
        if left is None
        else lines(_pauses_less(event, left, now), Phrase("Alle erfahren es."))
    )
    return Reply(lines(said, _next_time(event, now)))


def is_ending(last: Occurrence, now: datetime) -> Reply:
    """Return what the one reads who ended a series, with its dates still to be changed."""
    words = Phrase("{title} endet mit {when}, und alle erfahren es.", title=_title(last), when=_at(last, now))
    return Reply((words,), buttons=buttons(last))


def changed_onward(
    first: Occurrence,
    coming: Sequence[Occurrence],
    now: datetime,
    here: ZoneInfo,
    language: str,
    note: Phrase | None,
) -> Reply:
    """Return what the one reads who changed a series from a date on, with a `note` of its time; `here` is our zone."""
    said = Phrase("Ab hier geändert, und alle erfahren es: {title}.", title=_title(first))
    rule, rows = first.event.rule, [text("• ", one.moment(now)) for one in coming]
    recurs = Phrase("Serie: {rule}.", rule=rhythm(first.event, rule, here, language)) if rule else None
    return Reply(lines(said, note, recurs, *rows), buttons=(owner_buttons(first.event),))
