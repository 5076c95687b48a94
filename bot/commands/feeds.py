"""Subscriptions to calendars elsewhere: organisers name an address, look how it stands, and end it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final

from bot.calendar.occurrence import present
from bot.commands.event_form import TOWN
from bot.context import Context
from bot.domain.events import Event, EventState, Feed
from bot.errors import InvalidInput, NotAllowed, NotFound, TooMany
from bot.outbox import event_changes
from bot.talk.answers import Answer, Call, Reply
from bot.talk.commands import Option, Reading, Theme, hidden, number
from bot.talk.links import read_link
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views import feeds as view

theme: Final = Theme()

MOST: Final = 50
Number = Annotated[int, hidden(number)]
_SCHEMES: Final = ("webcal://", "webcals://")


def _address(value: str, _reading: Reading) -> str:
    typed = value.strip()
    for scheme in _SCHEMES:
        if typed.lower().startswith(scheme):
            typed = "https://" + typed[len(scheme) :]
    return typed if typed.lower().startswith("http://") else read_link(typed)


def _name(value: str, _reading: Reading) -> str:
    return one_line(value, 60)


ADDRESS: Final = Option(
    "Adresse",
    "Wo liegt der Kalender? Eine Adresse mit https, hinter der iCal-Daten liegen.",
    longest=1000,
    read=_address,
)
NAME: Final = Option("Name", "Wie soll er heißen? Ohne Angabe heißt er wie dort.", longest=60, read=_name)


def _only_organisers(ctx: Context) -> None:
    if not ctx.is_organiser:
        raise NotAllowed(Phrase("Kalender abonniert nur die Organisation."))


async def _opening(ctx: Context, _call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Open the form of a subscription for organisers alone."""
    _only_organisers(ctx)
    return {}, None


async def _feed(ctx: Context, feed_id: int) -> Feed:
    _only_organisers(ctx)
    found = await ctx.store.feeds.get(feed_id)
    if found is None:
        raise NotFound(Phrase("Dieses Abonnement gibt es nicht mehr."))
    return found


@theme.action("feed.liste")
async def listing(ctx: Context, seite: Number = 0) -> Answer:
    """Show organisers what is subscribed."""
    _only_organisers(ctx)
    return view.listing(await ctx.store.feeds.all(), seite, ctx.now, ctx.house.community.zone)


@theme.action("feed.abonnieren", "Kalender abonnieren", form=True, hourly=30, opening=_opening)
async def subscribe(
    ctx: Context,
    adresse: Annotated[str, ADDRESS],
    name: Annotated[str, NAME] = "",
    ort: Annotated[str | None, TOWN] = None,
) -> Answer:
    """Subscribe to a calendar: it is read at once, outside of this, and its result told privately."""
    _only_organisers(ctx)
    if not ctx.house.reads_feeds:
        raise InvalidInput(Phrase("Hier kann ich keine fremden Kalender lesen."))
    if await ctx.store.feeds.at(adresse) is not None:
        raise InvalidInput(Phrase("Diesen Kalender lese ich schon."), "adresse")
    if len(await ctx.store.feeds.all()) >= MOST:
        raise TooMany(Phrase("Mehr als {most} Kalender lese ich nicht. Bestelle erst einen ab.", most=MOST))
    me = await ctx.me()
    feed = await ctx.store.feeds.create(Feed(0, adresse, name, me.id, ctx.now, town=ort, due=ctx.now))
    return view.begun(feed)


@theme.action("feed.lesen", hourly=30)
async def read_now(ctx: Context, feed: Number) -> Answer:
    """Read a calendar at once."""
    found = await _feed(ctx, feed)
    await ctx.store.feeds.save(replace(found, due=ctx.now, etag="", modified=""))
    return view.begun(found)


@theme.action("feed.abbestellen")
async def part(ctx: Context, feed: Number) -> Answer:
    """Ask what becomes of the events before a subscription ends."""
    found = await _feed(ctx, feed)
    coming = await _coming(ctx, found)
    if coming:
        return view.parting(found, len(coming))
    await ctx.store.feeds.delete(found.id)
    return view.parted(found, 0)


@theme.action("feed.ende")
async def end(ctx: Context, feed: Number, termine: Annotated[str, hidden()]) -> Answer:
    """End a subscription; its events stay or are cancelled."""
    found = await _feed(ctx, feed)
    gone = await _coming(ctx, found) if termine == "absagen" else []
    for event in gone:
        cancelled = replace(event, state=EventState.CANCELLED).touched(ctx.now)
        await ctx.store.events.save(cancelled)
        await event_changes.cancel(ctx.store, cancelled, ctx.now, ctx.member.id if ctx.member is not None else 0)
    await ctx.store.feeds.delete(found.id)
    return view.parted(found, len(gone))


async def _coming(ctx: Context, feed: Feed) -> list[Event]:
    events = await ctx.store.feeds.events_of(feed.id)
    return [event for event in events if event.state is EventState.ACTIVE and present(event, ctx.now) is not None]
