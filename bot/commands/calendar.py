"""`/kalender` and files for calendars: events in the calendars that people have."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Final

from bot.calendar.ical import publishing
from bot.calendar.occurrence import present
from bot.commands.own_jobs import must_stay
from bot.context import Context
from bot.domain.calendars import Personal
from bot.domain.events import Event, EventState
from bot.errors import NotFound
from bot.serving import file_of
from bot.talk.answers import Answer, Call, Reply, Then
from bot.talk.commands import Menu, Option, Theme, hidden, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views import calendar as view

theme: Final = Theme()

SHOW, SUBSCRIBE, SUBSCRIBED = (one.template for one in (Phrase("zeigen"), Phrase("abonnieren"), Phrase("abos")))
WHAT: Final = Option("Was", "Adressen zeigen; die Organisation abonniert auch.", choices=(SHOW, SUBSCRIBE, SUBSCRIBED))
ADDRESS: Final = Option("Adresse", "Für „abonnieren“: wo der Kalender liegt, mit https.", longest=1000)
_TITLE: Final = 80  # characters in an acknowledgement
Number = Annotated[int, hidden(number)]


@theme.command(
    "kalender", "Termine in deinem Kalender: Adressen und Dateien", aliases=("calendar",), menu=Menu.PRIVATE, hourly=30
)
async def kalender(
    ctx: Context,
    was: Annotated[str, WHAT] = SHOW,
    adresse: Annotated[
        str, Option("Adresse", "Für „abonnieren“: wo der Kalender liegt, mit https.", longest=1000)
    ] = "",
) -> Answer | Then:
    """Tell the addresses of the calendars; a member who never had one of their own gets it.

    Organisers subscribe to calendars elsewhere, or look at those that are.
    """
    if was == SUBSCRIBE:
        return Then(Call("feed.abonnieren", {"adresse": adresse, "name": "", "ort": ""} if adresse else {}))
    if was == SUBSCRIBED:
        return Then(Call("feed.liste"))
    if not ctx.house.community.calendars:
        return view.not_served()
    return await _addresses(ctx, await _own(ctx))


@theme.action("calendar.renew", hourly=20)
async def renew(ctx: Context) -> Answer:
    """Give the caller an address of their own; the one before is void."""
    _must_be_served(ctx)
    must_stay(ctx)
    me = await ctx.me()
    before = await ctx.store.calendars.of(me.id)
    fresh = await ctx.store.calendars.renew(me.id, ctx.now)
    is_another = before is not None and before.token is not None
    note = Phrase("Deine Adresse ist neu. Die alte gilt ab sofort nicht mehr.") if is_another else None
    return await _addresses(ctx, fresh, note)


@theme.action("calendar.off")
async def switch_off(ctx: Context) -> Answer:
    """Void the caller's own address."""
    _must_be_served(ctx)
    if ctx.member is None:
        raise NotFound(Phrase("Du hast keine eigene Adresse."))
    await ctx.store.calendars.switch_off(ctx.member.id, ctx.now)
    note = Phrase("Deine Adresse ist abgeschaltet. Wer sie hat, sieht ab sofort nichts mehr.")
    return await _addresses(ctx, None, note)


@theme.action("calendar.file", hourly=20)
async def file(ctx: Context) -> Answer:
    """Hand out one file with everything to come."""
    events = publishing.coming(await ctx.store.events.active(), ctx.now)
    return view.file_of_all(await _written(ctx, events)) if events else view.nothing_to_come()


@theme.action("event.file", hourly=60)
async def event_file(ctx: Context, event: Number) -> Answer:
    """Hand out the file of one event."""
    found = await ctx.store.events.get(event)
    if found is None or found.state not in (EventState.ACTIVE, EventState.CANCELLED):
        raise NotFound(Phrase("Diesen Termin gibt es nicht. Mit /termine siehst du, was ansteht."))
    title = one_line(found.title, _TITLE)
    if found.state is EventState.CANCELLED:
        raise NotFound(Phrase("{title} ist abgesagt. Mit /termine siehst du, was ansteht.", title=title))
    if present(found, ctx.now) is None:
        raise NotFound(Phrase("{title} ist vorbei. Mit /termine siehst du, was ansteht.", title=title))
    return view.file_of_one(found, await _written(ctx, [found]))


async def _own(ctx: Context) -> Personal | None:
    """Return the caller's own address; one who is a member and was never asked gets it now."""
    if ctx.member is None or ctx.member.erase_at is not None:
        return None
    return await ctx.store.calendars.of(ctx.member.id) or await ctx.store.calendars.renew(ctx.member.id, ctx.now)


async def _addresses(ctx: Context, personal: Personal | None, note: Phrase | None = None) -> Reply:
    towns = publishing.towns(await ctx.store.events.active(), ctx.now)
    return view.addresses(ctx.house.community.calendars, towns, personal, note)


async def _written(ctx: Context, events: Sequence[Event]) -> bytes:
    """Return a file of these events, made off the loop: a thousand take a third of a second."""
    return await asyncio.to_thread(file_of, events, ctx.house.community)


def _must_be_served(ctx: Context) -> None:
    if not ctx.house.community.calendars:
        raise NotFound(
            Phrase("Adressen zum Abonnieren gibt es hier gerade nicht. Mit /kalender bekommst du eine Datei.")
        )
