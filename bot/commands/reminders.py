"""`/erinnere`: a text of one's own at a time or again and again, or the dates of an event with a lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from bot.calendar.chain import counted_from, due_before, next_before
from bot.calendar.occurrence import Occurrence, next_date
from bot.calendar.often import Often, Once, read_time
from bot.calendar.plain import plain
from bot.calendar.reading import read_span
from bot.calendar.saying.reading import read
from bot.calendar.saying.said import DATETIME
from bot.calendar.wall import instant, wall
from bot.context import Context
from bot.domain.dates import spoken
from bot.domain.events import EVERY_DATE, Reminder
from bot.domain.folding import fold
from bot.domain.sending import Outcome
from bot.errors import InvalidInput, TooMany
from bot.outbox import reminders as outbox
from bot.outbox.recurring import at_date
from bot.outbox.reminder_rows import pending
from bot.talk.answers import Answer, Call, Reply
from bot.talk.commands import Menu, Option, Reading, Theme
from bot.talk.strange import cleaned, one_line, says_something, unquoted
from bot.talk.text import Phrase
from bot.views import reminders as view

theme: Final = Theme()

OPEN: Final = 50
LEAD: Final = timedelta(hours=1)  # where nobody says how long before an event
EVENING_BEFORE: Final = {"de": "am Tag vorher um 18 Uhr", "en": "the day before at 18:00"}
SHORTEST_BEGINNING: Final = 3  # folded letters of a title that may stand for it
_NUMBER: Final = re.compile(r"(?P<word>(?:termin|event)\s*)?(?:nr\.?\s*|#\s*)?(?P<number>[0-9]{1,9})", re.IGNORECASE)
_BEFORE: Final = re.compile(r"\s*\b(?:vorher|davor|vor beginn|before)\s*$", re.IGNORECASE)
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


def _what(value: str, _reading: Reading) -> str:
    what = unquoted(cleaned(value))
    if not says_something(what):
        raise InvalidInput(Phrase("Woran soll ich dich erinnern? Schreib ein paar Worte."))
    return what


def _when(value: str, _reading: Reading) -> str:
    return one_line(value, 200)


async def _opening(ctx: Context, _call: Call) -> tuple[Mapping[str, str], Reply | None]:
    return {}, await listed(ctx, 0)


async def listed(ctx: Context, page: int, said: Phrase | None = None) -> Reply | None:
    """Return a page of the caller's open reminders, None where there is nothing to say."""
    open_ones = await outbox.open_ones(ctx.store, ctx.member.id, ctx.now) if ctx.member is not None else []
    states = await pending(ctx.store, [one for one in open_ones if one.due <= ctx.now])
    is_heard = ctx.caller.where is None  # who writes privately is reached again
    shown = [
        view.Shown(one, await date_of(ctx, one), is_heard or states.get(one.id) is not Outcome.UNREACHABLE)
        for one in open_ones
    ]
    return view.mine(shown, page, ctx.now, ctx.house.community.zone, ctx.language, said)


async def date_of(ctx: Context, reminder: Reminder) -> Occurrence | None:
    """Return the date of its event that a reminder is about."""
    event = await ctx.store.events.get(reminder.event_id) if reminder.event_id is not None else None
    return view.dated(reminder, event)


@theme.command(
    "erinnere",
    "Lass dich erinnern, sieh deine Erinnerungen",
    aliases=("remind",),
    menu=Menu.PRIVATE,
    form=True,
    hourly=200,
    opening=_opening,
    examples=(
        Phrase('/erinnere Angebot schicken wann="morgen 9:00"'),
        Phrase('/erinnere Rechnungen schreiben wann="jeden 1. im Monat um 9 Uhr"'),
    ),
)
async def erinnere(
    ctx: Context,
    was: Annotated[
        str,
        Option("Was", "Woran? Ein paar Worte oder der Titel eines Termins.", longest=500, suggest="events", read=_what),
    ],
    wann: Annotated[
        str,
        Option(
            "Wann",
            "Wann? „morgen 9:00“, „jeden Montag um 9 Uhr“, bei einem Termin „2 Stunden vorher“.",
            longest=100,
            read=_when,
        ),
    ] = "",
) -> Answer:
    """Keep a reminder and say when it comes; the same one twice is kept once."""
    wanted = _wanted(ctx, wann)
    date = await _event(ctx, was, wanted)
    new = _by_event(ctx, date, wanted) if date is not None else _by_text(ctx, was, wann, wanted)
    me = await ctx.me()
    open_ones = await outbox.open_ones(ctx.store, me.id, ctx.now)
    for one in open_ones:
        if _is_same(one, new):
            return kept(ctx, one, await date_of(ctx, one), again=True)
    if new.rule == EVERY_DATE:
        open_ones = await without_singles(ctx, new, open_ones)
    must_have_room(open_ones)
    reminder = await ctx.store.events.add_reminder(replace(new, member_id=me.id))
    date = await date_of(ctx, reminder)
    await outbox.plan(ctx.store, reminder, date.ends if date is not None else None)
    return kept(ctx, reminder, date, note=wanted.note if isinstance(wanted, Once) else None)


def kept(
    ctx: Context, reminder: Reminder, date: Occurrence | None, *, again: bool = False, note: Phrase | None = None
) -> Reply:
    """Return the echo of a reminder, with what is to be known of its time."""
    return view.kept(reminder, date, ctx.now, ctx.house.community.zone, ctx.language, again=again, note=note)


def must_have_room(open_ones: list[Reminder]) -> None:
    """Raise TooMany where somebody has as many open reminders as one may have."""
    if len(open_ones) >= OPEN:
        raise TooMany(Phrase("Du hast schon {most} offene Erinnerungen. Lösche erst eine mit /erinnere.", most=OPEN))


async def without_singles(ctx: Context, every: Reminder, open_ones: list[Reminder]) -> list[Reminder]:
    """Delete the single reminders that one of every date contains, and return the others."""
    contained = [one for one in open_ones if one.rule is None and has_same_lead(one, every)]
    for one in contained:
        await outbox.delete(ctx.store, one)
    return [one for one in open_ones if one not in contained]


def has_same_lead(one: Reminder, other: Reminder) -> bool:
    """Say whether two come as long before the same event."""
    return one.event_id is not None and (one.event_id, one.lead, one.at) == (other.event_id, other.lead, other.at)


def _is_same(one: Reminder, new: Reminder) -> bool:
    """Say whether one that is kept says what a new one would: one of every date contains each of them."""
    if one.rule == EVERY_DATE:
        return has_same_lead(one, new)
    if one.recurs and one.starts is not None and new.starts is not None:
        return (one.text, one.rule, one.starts.time()) == (new.text, new.rule, new.starts.time())
    return new.rule == one.rule and (one.text, one.due, one.event_id, one.occurrence) == (
        *(new.text, new.due, new.event_id, new.occurrence),
    )


def _wanted(ctx: Context, wann: str) -> Wanted | None:
    """Return what the words mean: a lead, a time, or again and again; None where there are none."""
    if not wann:
        return None
    words, always = _ALWAYS.subn("", wann)
    try:
        if (days := _days_before(ctx, words)) is not None:
            return replace(days, always=bool(always))
        lead = LEAD if always and not _BEFORE.sub("", words).strip() else _lead(words)
        if lead is not None:
            return Before(lead, bool(always))
        return read_time(wann, ctx.now, ctx.house.community.zone, ctx.language)
    except InvalidInput as error:
        error.option = "wann"
        raise


async def _event(ctx: Context, was: str, wanted: Wanted | None) -> Occurrence | None:
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
    try:
        return read_span(words) if words else None
    except InvalidInput:
        if not counts_back:
            return None
        raise


def _days_before(ctx: Context, words: str) -> Before | None:
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
    day = wall(ctx.now, ctx.house.community.zone).date() + timedelta(days=1)
    said = read(f"{day.day}.{day.month}.{day.year} {clock}", ctx.now, ctx.house.community.zone)
    if said.kind != DATETIME or not isinstance(said.start, datetime) or said.start.date() != day:
        raise InvalidInput(
            Phrase(
                "Um wie viel Uhr? Schreib die Uhrzeit dazu, zum Beispiel „{example}“.",
                example=EVENING_BEFORE[spoken(ctx.language)],
            )
        )
    return Before(lead, always=False, at=said.start.time())


def _by_text(ctx: Context, was: str, wann: str, wanted: Wanted | None) -> Reminder:
    if wanted is None:
        raise InvalidInput(Phrase("Wann soll ich dich erinnern? Schreib zum Beispiel „morgen 9:00“."), "wann")
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


def _by_event(ctx: Context, date: Occurrence, wanted: Wanted | None) -> Reminder:
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
    first = next_before(date.event, lead, ctx.now, ctx.now, at) if date.event.is_series else None
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
