"""The fields of a reminder's form, how each is read, and the reminder that they say."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.chain import counted_from, due_before, next_before
from bot.calendar.occurrence import Occurrence, next_date, present
from bot.calendar.often import Often, Once, read_time
from bot.calendar.plain import plain
from bot.calendar.reading import read_span
from bot.calendar.saying.frame import labelled
from bot.calendar.saying.reading import read
from bot.calendar.saying.said import DATETIME
from bot.calendar.wall import instant, wall
from bot.context import Context
from bot.domain.dates import spoken
from bot.domain.events import EVERY_DATE, Reminder
from bot.domain.folding import fold
from bot.errors import InvalidInput, about
from bot.outbox.recurring import at_date
from bot.talk.commands import Reading
from bot.talk.strange import cleaned, one_line, says_something, unquoted
from bot.talk.text import Phrase

LEAD: Final = timedelta(hours=1)  # where nobody says how long before an event
EVENING_BEFORE: Final = {"de": "am Tag vorher um 18 Uhr", "en": "the day before at 18:00"}
MOST_OF_A_LEAD: Final = 10  # words behind a title
SHORTEST_BEGINNING: Final = 3  # folded letters of a title that may stand for it
_NUMBER: Final = re.compile(r"(?P<word>(?:termin|event)\s*)?(?:nr\.?\s*|#\s*)?(?P<number>[0-9]{1,9})", re.IGNORECASE)
_IT: Final = r"(?:vorher|davor|zuvor|vor (?:dem )?(?:beginn|start|anfang|termin)|before)"
_BEFORE: Final = re.compile(rf"\s*\b{_IT}\s*$", re.IGNORECASE)
_SAYS_BEFORE: Final = re.compile(rf"\b(?:{_IT}|vorabend|vortag)\b", re.IGNORECASE)
_CLOCK: Final = re.compile(r"\s*[0-9]{1,2}:[0-9]{2}\s*")
_ALWAYS: Final = re.compile(
    r"^\s*(?:immer|jedes\s*mal|bei jede[mr] (?:mal|termin|treffen)|always|every time|each time)\b[\s,]*", re.IGNORECASE
)
_AT: Final = r"(?:um|at)\b.+"
_DAYS_BEFORE: Final = re.compile(
    rf"(?:(?P<earlier>{_AT}?)\s+)?(?:(?:am|on the|the|on)\s+)?"
    r"(?:(?:(?P<span>(?:\w+\s+)?(?:tage?|wochen?|days?|weeks?))|(?P<part>abend|evening))\s+(?:vorher|davor|zuvor|before)"
    r"|vortag|(?P<eve>vorabend))"
    r"(?:[\s,]+(?P<later>.+))?"
)


@dataclass(frozen=True, slots=True)
class Before:
    """So long before the next date of an event, or before every one; where a time of day is said, whole days before."""

    lead: timedelta
    always: bool
    at: time | None = None

    def due(self, date: Occurrence, here: ZoneInfo) -> datetime:
        """Return the instant before a date; days and the time of day are the community's, whose zone is `here`."""
        if self.at is None:
            return due_before(date, self.lead)
        begins = date.start if date.event.all_day else wall(date.begins, here)
        return instant(datetime.combine(begins.date() - self.lead, self.at), here)

    def kept(self, date: Occurrence, here: ZoneInfo) -> tuple[timedelta, time | None]:
        """Return the lead and the time of day that are kept; of an event in another zone than `here` a lead alone."""
        if self.at is None or date.event.zone == here.key:
            return self.lead, self.at
        return _lead_to(date, self.due(date, here)), None


Wanted = Before | Once | Often


def what(value: str, _reading: Reading) -> str:
    """Read what a reminder is about."""
    about = unquoted(cleaned(value))
    if not says_something(about):
        raise InvalidInput(Phrase("Woran soll ich dich erinnern? Schreib ein paar Worte."))
    return about


def when(value: str, reading: Reading) -> str:
    """Read the words for a time on one line; what they mean says `understood`, which refuses what means nothing."""
    words = one_line(value, 200)
    understood(words, reading)
    return words


def understood(wann: str, reading: Reading) -> Wanted | None:
    """Return what the words mean: a lead, a time, or again and again; None where there are none."""
    if not wann:
        return None
    words, always = _ALWAYS.subn("", wann)
    with about("wann"):
        if len(_SAYS_BEFORE.findall(words)) > 1:
            raise InvalidInput(Phrase("Das sind mehrere Zeiten. Gib für jede davon /erinnere einmal ein."))
        if (days := _days_before(words, reading)) is not None:
            return replace(days, always=bool(always))
        lead = LEAD if always and not _BEFORE.sub("", words).strip() else _lead(words)
        if lead is not None:
            return Before(lead, bool(always))
        said = read_time(wann, reading.now, reading.zone, reading.language)
        if _SAYS_BEFORE.search(words):  # "am Montag vorher um 9" is no Monday from now
            raise InvalidInput(
                Phrase(
                    "Wie lange vorher? Schreib zum Beispiel „{example}“.",
                    example=EVENING_BEFORE[spoken(reading.language)],
                )
            )
        return said


async def date_meant(ctx: Context, was: str, wanted: Wanted | None) -> Occurrence | None:
    """Return the date that the words mean: a title counts, or "Termin 3", as the card says.

    Where no time of its own is given, the bare number and the beginning of a title count too. It is the next date of
    the event, and with a time the next one after that time. What recurs by itself is a text.
    """
    if isinstance(wanted, Often):
        return None
    at = wanted.at if isinstance(wanted, Once) else None
    dates = await _coming(ctx, at or ctx.now)
    meant = [date for date in dates if fold(date.event.title) == fold(was)] or _numbered(dates, was, at is None)
    if not meant and at is None and len(fold(was)) >= SHORTEST_BEGINNING:
        meant = [date for date in dates if fold(date.event.title).startswith(fold(was))]
        meant = meant if len({fold(date.event.title) for date in meant}) == 1 else []
    return min(meant, key=lambda date: date.begins, default=None)


async def must_be_ahead(ctx: Context, was: str, wanted: Wanted | None) -> None:
    """Refuse a lead before an event that is on, and has no date to come."""
    if not isinstance(wanted, Before):
        return
    here = [date for event in await ctx.store.events.active() if (date := present(event, ctx.now)) is not None]
    for date in [one for one in here if fold(one.event.title) == fold(was)] or _numbered(here, was, alone=True):
        raise InvalidInput(
            Phrase(
                "{title} hat schon begonnen: {when}. Schreib eine Zeit, zum Beispiel „morgen 9:00“.",
                title=one_line(date.event.title, 80),
                when=date.moment(ctx.now),
            ),
            "wann",
        )


async def date_and_lead(ctx: Context, was: str) -> tuple[Occurrence, Before] | None:
    """Return the date and the lead that "Twittwoch 2 Stunden vorher" means; None where no event is named before one."""
    words = was.split() if _SAYS_BEFORE.search(was) else []
    for end in range(max(1, len(words) - MOST_OF_A_LEAD), len(words)):
        title, lead = " ".join(words[:end]), " ".join(words[end:])
        with suppress(InvalidInput):
            wanted = understood(lead, ctx.reading)
            if isinstance(wanted, Before) and _SAYS_BEFORE.search(lead) and not title.isdecimal():
                date = await date_meant(ctx, title, wanted)
                if date is not None:
                    return date, wanted
    return None


def _numbered(dates: list[Occurrence], was: str, alone: bool) -> list[Occurrence]:
    """Return the date of the event whose number the words are; `alone`: the number needs no word before it."""
    said = _NUMBER.fullmatch(was)
    if said is None or not (alone or said["word"]):
        return []
    return [date for date in dates if date.event.id == int(said["number"])]


async def _coming(ctx: Context, after: datetime) -> list[Occurrence]:
    """Return the first date of each event that begins after an instant."""
    coming = [next_date(event, after) for event in await ctx.store.events.active()]
    return [date for date in coming if date is not None]


def _lead(wann: str) -> timedelta | None:
    """Return how long before an event somebody wants to hear of it, or None where the words are a time or nothing."""
    words, counts_back = _BEFORE.subn("", wann)
    if not counts_back and _CLOCK.fullmatch(words):
        return None  # "1:30 h" and "1:30 vorher" are lengths
    try:
        return read_span(words) if words else None
    except InvalidInput:
        if not counts_back:
            return None
        raise


def _days_before(words: str, reading: Reading) -> Before | None:
    """Return what "am Tag vorher um 18 Uhr" and "the evening before at 6" mean; None for what names no time of day."""
    found = _DAYS_BEFORE.fullmatch(plain(words).strip())
    if found is None:
        return None
    span = found["span"] or "tag"
    lead = read_span(span if " " in span else f"1 {span}")
    part = "abends" if found["eve"] else found["part"] or ""
    clock = " ".join(filter(None, (part, found["earlier"], found["later"])))
    if not clock:
        return Before(lead, always=False)
    day = wall(reading.now, reading.zone).date() + timedelta(days=1)
    said = read(f"{day.day}.{day.month}.{day.year} {clock}", reading.now, reading.zone)
    if said.kind != DATETIME or not isinstance(said.start, datetime) or said.start.date() != day:
        raise InvalidInput(
            Phrase(
                "Um wie viel Uhr? Schreib die Uhrzeit dazu, zum Beispiel „{example}“.",
                example=EVENING_BEFORE[spoken(reading.language)],
            )
        )
    return Before(lead, always=False, at=said.start.time())


def by_text(ctx: Context, was: str, wann: str, wanted: Wanted | None) -> Reminder:
    """Return the new reminder of a text; InvalidInput is raised where no time of its own is given."""
    if wanted is None:
        raise InvalidInput(
            Phrase("Wann soll ich dich erinnern? Schreib zum Beispiel „morgen 9:00“."),
            "wann",
            choices=_said_in(was, ctx.reading),
        )
    if isinstance(wanted, Before):
        if not _BEFORE.search(wann) and not wanted.always and wanted.at is None:  # "2 Stunden" is no time of a text
            read_time(wann, ctx.now, ctx.house.community.zone, ctx.language)
        raise InvalidInput(
            Phrase(
                "Wovor? Einen Termin, der so heißt, kenne ich nicht. Schreib eine Zeit, zum Beispiel „morgen 9:00“."
            ),
            "wann",
        )
    if isinstance(wanted, Once):
        return Reminder(0, 0, was, wanted.at, ctx.now)
    due = instant(wanted.starts, ctx.house.community.zone)
    name = wanted.starts.isoformat(timespec="minutes")
    return Reminder(0, 0, was, due, ctx.now, occurrence=name, starts=wanted.starts, rule=wanted.rule)


def _said_in(was: str, reading: Reading) -> tuple[str, ...]:
    """Return the time that what a reminder is about speaks of, "Kaffee holen morgen um 9", as it may be typed."""
    said = read(was, reading.now, reading.zone)
    if not isinstance(said.start, datetime) or _SAYS_BEFORE.search(was):
        return ()
    time_said = labelled(said.start, rule=said.rule, language=reading.language).label
    try:
        read_time(time_said, reading.now, reading.zone, reading.language)
    except InvalidInput:
        return ()
    return (time_said,)


def by_event(ctx: Context, date: Occurrence, wanted: Wanted | None) -> Reminder:
    """Return the new reminder of a date of an event, or of every one; what would be over is InvalidInput."""
    here = ctx.house.community.zone
    before = wanted if isinstance(wanted, Before) else Before(LEAD, always=False)
    if before.always:
        usual = replace(date, start=datetime.combine(date.start, date.event.starts.time()))
        return _by_every_date(ctx, date, *before.kept(usual, here))
    if isinstance(wanted, Once):
        due, lead, at = wanted.at, _lead_to(date, wanted.at), None
    else:
        due, (lead, at) = before.due(date, here), before.kept(date, here)
    if due < ctx.now:
        raise InvalidInput(
            Phrase(
                "Das wäre schon vorbei: {title} beginnt {when}. Schreib eine kürzere Zeit wie „10 min vorher“.",
                title=one_line(date.event.title, 80),
                when=date.moment(ctx.now),
            ),
            "wann",
        )
    return Reminder(0, 0, "", due, ctx.now, date.event.id, date.name, lead, _first(date, lead, at))


def _lead_to(date: Occurrence, due: datetime) -> timedelta:
    return counted_from(date) - wall(due, ZoneInfo(date.event.zone))


def _first(date: Occurrence, lead: timedelta, at: time | None) -> datetime | None:
    return datetime.combine(date.start.date() - lead, at) if at is not None else None


def _by_every_date(ctx: Context, date: Occurrence, lead: timedelta, at: time | None) -> Reminder:
    if not date.event.is_series:
        raise InvalidInput(
            Phrase(
                "{title} ist keine Serie. Lass „immer“ weg, dann erinnere ich dich einmal.",
                title=one_line(date.event.title, 80),
            ),
            "wann",
        )
    first = next_before(date.event, lead, ctx.now, ctx.now, at)
    if first is None:
        raise InvalidInput(
            Phrase(
                "{title} findet nur noch einmal statt. Lass „immer“ weg, dann erinnere ich dich daran.",
                title=one_line(date.event.title, 80),
            ),
            "wann",
        )
    new = Reminder(0, 0, "", ctx.now, ctx.now, date.event.id, None, lead, _first(first, lead, at), EVERY_DATE)
    return at_date(new, first)
