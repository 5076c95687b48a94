"""`/erinnere`: a text of one's own at a time, or the next date of an event with a lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence, named, next_date
from bot.calendar.reading import read_span, read_when
from bot.calendar.wall import instant, wall
from bot.context import Context
from bot.domain.events import Reminder
from bot.domain.folding import fold
from bot.errors import InvalidInput, NotFound, TooMany
from bot.outbox import reminders as outbox
from bot.talk.answers import Answer, Call, Reply, say
from bot.talk.commands import Menu, Option, Reading, Theme, hidden, number
from bot.talk.strange import cleaned, one_line
from bot.talk.text import Phrase
from bot.views import reminders as view

theme: Final = Theme()

OPEN: Final = 50
LEAD: Final = timedelta(hours=1)  # where nobody says how long before an event
SHORTEST_BEGINNING: Final = 3  # folded letters of a title that may stand for it
_NUMBER: Final = re.compile(r"(?P<word>(?:termin|event)\s*)?(?:nr\.?\s*|#\s*)?(?P<number>[0-9]{1,9})", re.IGNORECASE)
_BEFORE: Final = re.compile(r"\s*(?:vorher|davor|vor beginn|before)\s*$", re.IGNORECASE)


def _what(value: str, _reading: Reading) -> str:
    what = cleaned(value)
    if not any(char.isalnum() for char in what):
        raise InvalidInput(Phrase("Woran soll ich dich erinnern? Schreib ein paar Worte."))
    return what


def _when(value: str, _reading: Reading) -> str:
    return one_line(value, 200)


async def _opening(ctx: Context, _call: Call) -> tuple[Mapping[str, str], Reply | None]:
    return {}, await _list(ctx, 0)


async def _list(ctx: Context, page: int, said: Phrase | None = None) -> Reply | None:
    open_ones = await outbox.open_ones(ctx.store, ctx.member.id, ctx.now) if ctx.member is not None else []
    shown = [(one, await _date_of(ctx, one)) for one in open_ones]
    return view.mine(shown, page, ctx.now, ctx.house.community.zone, said)


async def _date_of(ctx: Context, reminder: Reminder) -> Occurrence | None:
    event = await ctx.store.events.get(reminder.event_id) if reminder.event_id is not None else None
    return named(event, reminder.occurrence or "") if event is not None else None


@theme.command(
    "erinnere",
    "Lass dich erinnern, sieh deine Erinnerungen",
    aliases=("remind",),
    menu=Menu.PRIVATE,
    form=True,
    hourly=200,
    opening=_opening,
    examples=('/erinnere Angebot schicken wann="morgen 9:00"',),
)
async def erinnere(
    ctx: Context,
    was: Annotated[
        str,
        Option("Was", "Woran? Ein paar Worte oder der Titel eines Termins.", longest=500, suggest="events", read=_what),
    ],
    wann: Annotated[
        str, Option("Wann", "Wann? „morgen 9:00“, bei einem Termin auch „2 Stunden vorher“.", longest=100, read=_when)
    ] = "",
) -> Answer:
    """Keep a reminder and say when it comes; the same one twice is kept once."""
    date = await _event(ctx, was, wann)
    new = _by_event(ctx, date, wann) if date is not None else _by_text(ctx, was, wann)
    me = await ctx.me()
    open_ones = await outbox.open_ones(ctx.store, me.id, ctx.now)
    zone = ctx.house.community.zone
    for one in open_ones:
        if (one.text, one.due, one.event_id, one.occurrence) == (new.text, new.due, new.event_id, new.occurrence):
            return view.kept(one, date, ctx.now, zone, again=True)
    if len(open_ones) >= OPEN:
        raise TooMany(Phrase("Du hast schon {most} offene Erinnerungen. Lösche erst eine mit /erinnere.", most=OPEN))
    kept = await ctx.store.events.add_reminder(_of(new, me.id))
    await outbox.plan(ctx.store, kept, date.ends if date is not None else None)
    return view.kept(kept, date, ctx.now, zone)


def _of(new: Reminder, member_id: int) -> Reminder:
    return replace(new, member_id=member_id)


async def _event(ctx: Context, was: str, wann: str) -> Occurrence | None:
    """Return the date that the words mean: a title counts, or "Termin 3", as the card says.

    Where no time of its own is given, the bare number and the beginning of a title count too. It is the next date of
    the event, and with a time the next one after that time.
    """
    lead, at = _lead(wann), None
    if wann and lead is None:
        try:
            at = _read(ctx, wann)
        except InvalidInput:
            return None  # the text is refused for the same words
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
    except InvalidInput as error:
        if not counts_back:
            return None
        error.option = "wann"
        raise


def _read(ctx: Context, wann: str) -> datetime:
    try:
        return instant(read_when(wann, ctx.now, ctx.house.community.zone), ctx.house.community.zone)
    except InvalidInput as error:
        error.option = "wann"
        raise


def _by_text(ctx: Context, was: str, wann: str) -> Reminder:
    if not wann:
        raise InvalidInput(Phrase("Wann soll ich dich erinnern? Schreib zum Beispiel „morgen 9:00“."), "wann")
    if _BEFORE.search(wann):
        raise InvalidInput(
            Phrase(
                "Wovor? Einen Termin, der so heißt, kenne ich nicht. Schreib eine Zeit, zum Beispiel „morgen 9:00“."
            ),
            "wann",
        )
    return Reminder(0, 0, was, _read(ctx, wann), ctx.now)


def _by_event(ctx: Context, date: Occurrence, wann: str) -> Reminder:
    lead = LEAD if not wann else _lead(wann)
    if lead is None:
        due = _read(ctx, wann)
        lead = date.start - wall(due, ZoneInfo(date.event.zone))
    else:
        due = outbox.due_before(date, lead)
    if due < ctx.now:
        raise InvalidInput(
            Phrase(
                "Das wäre schon vorbei: {title} beginnt {when}. Schreib eine kürzere Zeit wie „10 min vorher“.",
                title=one_line(date.event.title, 80),
                when=date.moment(ctx.now),
            ),
            "wann",
        )
    return Reminder(0, 0, "", due, ctx.now, date.event.id, date.name, lead)


@theme.action("reminder.page")
async def turn(ctx: Context, seite: Annotated[int, hidden(number)] = 0) -> Answer:
    """Turn the page of one's own reminders."""
    return await _list(ctx, seite) or _nothing()


def _nothing() -> Reply:
    return say(Phrase("Du hast keine offenen Erinnerungen. Mit /erinnere legst du eine an."))


@theme.action("reminder.delete")
async def delete(
    ctx: Context, reminder: Annotated[int, hidden(number)], seite: Annotated[int, hidden(number)] = 0
) -> Answer:
    """Delete one of one's own reminders and show those that are left."""
    found = await ctx.store.events.reminder(reminder)
    if found is None or ctx.member is None or found.member_id != ctx.member.id:
        raise NotFound(Phrase("Diese Erinnerung gibt es nicht mehr. Mit /erinnere siehst du deine offenen."))
    about = view.subject(found, await _date_of(ctx, found), ctx.now)
    await outbox.delete(ctx.store, found)
    return await _list(ctx, seite, Phrase("Gelöscht: {about}", about=about)) or _nothing()
