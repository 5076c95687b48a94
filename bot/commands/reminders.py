"""`/erinnere`: a text of one's own at a time or again and again, or the dates of an event with a lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final

from bot.calendar.occurrence import Occurrence
from bot.calendar.often import Once
from bot.commands import reminder_form as form
from bot.context import Context
from bot.domain.events import EVERY_DATE, Reminder
from bot.domain.sending import Outcome
from bot.errors import TooMany
from bot.outbox import reminders as outbox
from bot.outbox.reminder_rows import pending
from bot.talk.answers import Answer, Call, Reply
from bot.talk.commands import Menu, Option, Theme
from bot.talk.text import Phrase
from bot.views import reminders as view

theme: Final = Theme()

OPEN: Final = 50


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
        Option(
            "Was", "Woran? Ein paar Worte oder der Titel eines Termins.", longest=500, suggest="events", read=form.what
        ),
    ],
    wann: Annotated[
        str,
        Option(
            "Wann",
            "Wann? „morgen 9:00“, „jeden Montag um 9 Uhr“, bei einem Termin „2 Stunden vorher“.",
            longest=100,
            read=form.when,
        ),
    ] = "",
) -> Answer:
    """Keep a reminder and say when it comes; the same one twice is kept once."""
    wanted = form.understood(wann, ctx.reading)
    date = await form.date_meant(ctx, was, wanted)
    if date is None and (wanted is None or isinstance(wanted, form.Before)):
        found = await form.date_and_lead(ctx, was)
        date, wanted = (found[0], wanted or found[1]) if found is not None else (None, wanted)
    if date is None:
        await form.must_be_ahead(ctx, was, wanted)
    new = form.by_event(ctx, date, wanted) if date is not None else form.by_text(ctx, was, wann, wanted)
    me = await ctx.me()
    open_ones = await outbox.open_ones(ctx.store, me.id, ctx.now)
    for one in open_ones:
        if _is_same(one, new):
            return kept(ctx, one, await date_of(ctx, one), again=True)
    if new.rule == EVERY_DATE:
        open_ones = await without_contained(ctx, new, open_ones)
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


async def without_contained(ctx: Context, every: Reminder, open_ones: list[Reminder]) -> list[Reminder]:
    """Delete the reminders that one of every date contains, and return the others."""
    contained = [one for one in open_ones if _is_contained(one, every)]
    for one in contained:
        await outbox.delete(ctx.store, one)
    return [one for one in open_ones if one not in contained]


def _is_contained(one: Reminder, every: Reminder) -> bool:
    """Say whether one of every date says what another does: a single one, or one that comes with it by a lead alone.

    A time of day was once kept as the lead to it, which is another one where the clocks change.
    """
    if every.at is not None and one.at is None and one.rule in (None, EVERY_DATE):
        return (one.event_id, one.occurrence, one.due) == (every.event_id, every.occurrence, every.due)
    return one.rule is None and has_same_lead(one, every)


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
