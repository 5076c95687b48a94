"""What is pressed under reminders: pages, deleting, leaving out once, putting off, and before every date.

A press is input like any other: only the owner's counts, and the same press twice changes nothing more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from bot.calendar.chain import due_before
from bot.calendar.occurrence import Occurrence, at_moment, named
from bot.calendar.wall import instant, wall
from bot.commands.reminders import date_of, has_same_lead, kept, listed, must_have_room, without_contained
from bot.context import Context
from bot.domain.events import AGAIN, EVERY_DATE, EventState, Reminder
from bot.errors import InvalidInput, NotFound
from bot.outbox import recurring
from bot.outbox import reminders as outbox
from bot.talk.answers import Answer, Reply, say
from bot.talk.commands import Theme, hidden, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views import reminders as view

theme: Final = Theme()


@theme.action("reminder.page")
async def turn(ctx: Context, seite: Annotated[int, hidden(number)] = 0) -> Answer:
    """Turn the page of one's own reminders."""
    return await listed(ctx, seite) or _nothing()


@theme.action("reminder.delete")
async def delete(
    ctx: Context,
    reminder: Annotated[int, hidden(number)],
    seite: Annotated[int, hidden(number)] = 0,
    ganz: Annotated[int, hidden(number)] = 0,
) -> Answer:
    """Delete one of one's own reminders and show those that are left; of one that recurs it is asked which."""
    found, date = await _own(ctx, reminder)
    if found.recurs and not ganz:
        return view.which(found, date, seite, ctx.now, ctx.house.community.zone, ctx.language)
    about = view.subject(found, date if not found.recurs else None, ctx.now)
    if found.recurs and date is not None:
        about = date.event.title
    await outbox.delete(ctx.store, found)
    return await listed(ctx, seite, Phrase("Gelöscht: {about}", about=about)) or _nothing()


@theme.action("reminder.skip")
async def skip(
    ctx: Context,
    reminder: Annotated[int, hidden(number)],
    occurrence: Annotated[str, hidden()],
    seite: Annotated[int, hidden(number)] = 0,
) -> Answer:
    """Leave out the next time of one that recurs, the one that was named; pressed again it leaves out no other."""
    found, date = await _own(ctx, reminder)
    if not found.recurs or found.occurrence != occurrence:
        return await listed(ctx, seite) or _nothing()
    about = one_line(date.event.title if date is not None else found.text, 80)
    coming = await recurring.leave_out(ctx.store, found, ctx.house.community.zone, ctx.now)
    if coming is None:
        said = Phrase("Gelöscht: {about}", about=about)
    else:
        said = Phrase(
            "Einmal ausgelassen. Das nächste Mal am {when}: {about}",
            when=at_moment(coming.due, ctx.now, ctx.house.community.zone),
            about=about,
        )
    return await listed(ctx, seite, said) or _nothing()


@theme.action("reminder.always")
async def always(ctx: Context, reminder: Annotated[int, hidden(number)]) -> Answer:
    """Make of a single reminder of a series one before every date."""
    found, date = await _own(ctx, reminder)
    event = date.event if date is not None else None
    if event is None or not event.is_series or event.state is not EventState.ACTIVE:
        raise InvalidInput(Phrase("Das geht nur bei einer Serie, die weitergeht."))
    every = replace(found, rule=EVERY_DATE)
    others = [one for one in await outbox.open_ones(ctx.store, found.member_id, ctx.now) if one.id != found.id]
    for one in others:
        if one.rule == EVERY_DATE and has_same_lead(one, found):
            return kept(ctx, one, await date_of(ctx, one), again=True)
    if found.recurs:
        return kept(ctx, found, date, again=True)
    await without_contained(ctx, every, others)
    if found.due > ctx.now and named(event, found.occurrence or "") is not None:
        await ctx.store.events.save_reminder(every)
        await outbox.plan(ctx.store, every)
        return kept(ctx, every, date)
    must_have_room(others)
    coming = await recurring.go_on(ctx.store, every, ctx.house.community.zone, ctx.now)
    if coming is None:
        raise InvalidInput(Phrase("Das geht nur bei einer Serie, die weitergeht."))
    return kept(ctx, coming, await date_of(ctx, coming))


@theme.action("reminder.later", hourly=200)
async def later(
    ctx: Context,
    reminder: Annotated[int, hidden(number)],
    occurrence: Annotated[str, hidden()],
    um: Annotated[str, hidden()],
) -> Answer:
    """Put off a reminder that has come; one that recurs goes on as it was."""
    found, _ = await _own(ctx, reminder)
    if um not in view.PUT_OFF:
        raise InvalidInput(Phrase("So lange kann ich das nicht verschieben."))
    zone, due = ctx.house.community.zone, view.put_off_to(um, ctx.now, ctx.house.community.zone)
    name = occurrence if found.recurs else found.occurrence or ""  # a single one has followed its event
    date = await _coming_date(ctx, found, name, due) if found.event_id is not None else None
    came = _came(found, date, occurrence, zone)
    said = view.words(replace(found, due=came), date, ctx.now, zone, late=False)
    again = replace(
        found,
        id=0,
        due=due,
        created_at=ctx.now,
        starts=wall(came, zone).replace(fold=0),
        rule=AGAIN,
        occurrence=date.name if date is not None else None,
    )
    open_ones = await outbox.open_ones(ctx.store, found.member_id, ctx.now)
    kept_one = next((one for one in open_ones if one.due > ctx.now and _is_of_same(one, again)), None)
    if kept_one is None:
        must_have_room(open_ones)
        again = await ctx.store.events.add_reminder(again)
    elif kept_one.due == view.put_off_to(um, kept_one.created_at, zone):
        return view.put_off(said, kept_one, ctx.now, zone)
    else:
        again = replace(again, id=kept_one.id)
        await ctx.store.events.save_reminder(again)
    await outbox.plan(ctx.store, again, date.ends if date is not None else None)
    return view.put_off(said, again, ctx.now, zone)


async def _coming_date(ctx: Context, found: Reminder, occurrence: str, due: datetime) -> Occurrence:
    """Return the date of an event, or refuse where it does not take place or is over by then."""
    event = await ctx.store.events.get(found.event_id or 0)
    date = named(event, occurrence) if event is not None else None
    if event is None or date is None or event.state is not EventState.ACTIVE:
        raise InvalidInput(Phrase("Diesen Termin gibt es so nicht mehr."))
    if due >= date.ends:
        raise InvalidInput(
            Phrase(
                "Dann ist {title} schon vorbei. Wähl eine kürzere Zeit, solange der Termin noch läuft.",
                title=one_line(event.title, 80),
            )
        )
    return date


def _came(found: Reminder, date: Occurrence | None, occurrence: str, zone: ZoneInfo) -> datetime:
    """Return when the reminder came that is put off; of one that recurs the button says which."""
    if not found.recurs:
        return found.due
    if date is not None:
        return due_before(date, found.lead, found.at)
    try:
        said = datetime.fromisoformat(occurrence)
        return instant(said.replace(second=0, microsecond=0), zone)
    except (ValueError, OverflowError) as error:
        raise _gone() from error


def _is_of_same(one: Reminder, again: Reminder) -> bool:
    return (one.rule, one.text, one.event_id, one.occurrence, one.starts) == (
        *(again.rule, again.text, again.event_id, again.occurrence, again.starts),
    )


async def _own(ctx: Context, reminder_id: int) -> tuple[Reminder, Occurrence | None]:
    """Return a reminder of the caller's with its event's date; anybody else's is not there."""
    found = await ctx.store.events.reminder(reminder_id)
    if found is None or ctx.member is None or found.member_id != ctx.member.id:
        raise _gone()
    return found, await date_of(ctx, found)


def _gone() -> NotFound:
    return NotFound(Phrase("Diese Erinnerung gibt es nicht mehr. Mit /erinnere siehst du deine offenen."))


def _nothing() -> Reply:
    return say(Phrase("Du hast keine offenen Erinnerungen. Mit /erinnere legst du eine an."))
