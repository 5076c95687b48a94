"""`/termin` and `/termine`: events from the form to the cards, answers to them, and what owners change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from bot.calendar.deviating import carried
from bot.calendar.occurrence import Occurrence, following, named, present
from bot.commands import event_form as form
from bot.context import Context
from bot.domain import dates
from bot.domain.events import Answer as Said
from bot.domain.events import Attendance, Event, EventState
from bot.domain.places import Role
from bot.errors import InvalidInput, NotAllowed, NotFound, TooMany
from bot.outbox import event_changes as changes
from bot.outbox import events as outbox
from bot.talk.answers import Answer, Call, Reply, Rows, say
from bot.talk.commands import Theme, as_typed, hidden, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views import event_series as series
from bot.views import events as view

theme: Final = Theme()

OWN: Final = 30  # events to come that one member may have; organisers have no limit
LISTED_AHEAD: Final = timedelta(days=60)
_IN_ACKNOWLEDGEMENT: Final = 80  # characters of a title, and fewer where the line of notice stands beside it
_BESIDE_NOTICE: Final = 30
Number = Annotated[int, hidden(number)]
Name = Annotated[str, hidden()]


async def _mine(ctx: Context) -> list[Occurrence]:
    """Return the next date of each event that the caller may change, by time."""
    if ctx.is_organiser:
        events = await ctx.store.events.active()
    else:
        events = await ctx.store.events.of(ctx.member.id) if ctx.member is not None else ()
    return _next_dates((event for event in events if event.state is EventState.ACTIVE), ctx.now)


def _next_dates(events: Iterable[Event], now: datetime) -> list[Occurrence]:
    """Return the first date of each event that is not over, by time."""
    found = [date for date in (present(event, now) for event in events) if date is not None]
    return sorted(found, key=lambda date: (date.begins, date.event.id))


async def _opening(ctx: Context, _call: Call) -> tuple[Mapping[str, str], Reply | None]:
    return {}, view.mine(await _mine(ctx), 0, ctx.now)


@theme.command(
    "termin",
    "Trag einen Termin ein oder ändere deine",
    aliases=("event",),
    form=True,
    hourly=100,
    opening=_opening,
    examples=('/termin Twittwoch wann="9.12. 19:00" ort=Essen',),
)
async def termin(
    ctx: Context,
    titel: Annotated[str, form.TITLE],
    wann: Annotated[datetime, form.WHEN],
    dauer: Annotated[timedelta, form.LENGTH] = form.LASTS,
    ort: Annotated[str | None, form.TOWN] = None,
    platz: Annotated[str, form.VENUE] = "",
    link: Annotated[str, form.LINK] = "",
    text: Annotated[str, form.WORDS] = "",
    serie: Annotated[str | None, form.SERIES] = None,
) -> Answer:
    """Keep a new event and plan its cards; the same one typed twice is kept once."""
    zone = ctx.house.community.zone
    form.must_fit(wann, serie, zone)
    me = await ctx.me()
    mine = [event for event in await ctx.store.events.of(me.id) if event.state is EventState.ACTIVE]
    for same in mine:
        if (same.title, same.starts, same.rule) == (titel, wann, serie):
            return await _kept(ctx, Phrase("Der Termin steht schon:"), same)
    if not ctx.is_organiser and sum(present(event, ctx.now) is not None for event in mine) >= OWN:
        raise TooMany(Phrase("Du hast schon {most} kommende Termine. Sag erst einen mit /termin ab.", most=OWN))
    event = Event(0, me.id, titel, wann, zone.key, dauer, ort, platz, link, text, serie, EventState.ACTIVE, 1, ctx.now)
    event = await ctx.store.events.create(event)
    await outbox.publish(ctx.store, event, ctx.now)
    return await _kept(ctx, Phrase("Eingetragen:"), event)


async def _kept(ctx: Context, said: Phrase, event: Event) -> Reply:
    date = present(event, ctx.now) or Occurrence(event, event.starts)
    coming = following(event, ctx.now, outbox.FAR, 3)
    return view.kept(said, date, coming, await ctx.store.places.with_role(Role.EVENTS), ctx.now, ctx.language)


@theme.action("event.mine")
async def mine(ctx: Context, seite: Number = 0) -> Answer:
    """Turn the page of the events that the caller may change."""
    nothing = say(Phrase("Du hast keine kommenden Termine. Mit /termin trägst du einen ein."))
    return view.mine(await _mine(ctx), seite, ctx.now) or nothing


async def _present(ctx: Context, event_id: int) -> tuple[Event, Occurrence]:
    """Return an event that takes place, with its first date that is not over."""
    event = await ctx.store.events.get(event_id)
    if event is None:
        raise NotFound(Phrase("Diesen Termin gibt es nicht. Mit /termine siehst du, was ansteht."))
    title = one_line(event.title, _IN_ACKNOWLEDGEMENT)
    if event.state is EventState.CANCELLED:
        raise NotFound(Phrase("{title} ist abgesagt. Mit /termine siehst du, was ansteht.", title=title))
    date = present(event, ctx.now)
    if date is None:
        raise NotFound(Phrase("{title} ist vorbei. Mit /termine siehst du, was ansteht.", title=title))
    return event, date


async def dated(ctx: Context, event_id: int, name: str) -> Occurrence:
    """Return a date of an event that takes place and is not over."""
    event, _ = await _present(ctx, event_id)
    title = one_line(event.title, _IN_ACKNOWLEDGEMENT)
    date = named(event, name)
    if date is None:
        raise NotFound(
            Phrase("Diesen Termin von {title} gibt es nicht mehr. Mit /termine siehst du den nächsten.", title=title)
        )
    if date.ends <= ctx.now:
        raise NotFound(Phrase("Dieser Termin von {title} ist vorbei.", title=title))
    return date


def may_change(ctx: Context, event: Event) -> bool:
    """Say whether the caller may change or cancel an event: owners may, and organisers."""
    return ctx.is_organiser or (ctx.member is not None and ctx.member.id == event.owner_id)


def _only_owners(ctx: Context, event: Event) -> None:
    if not may_change(ctx, event):
        raise NotAllowed(Phrase("Das kann nur, wer den Termin eingetragen hat, oder die Organisation."))


def actor(ctx: Context) -> int:
    """Return the caller's id, 0 for an organiser who is no member: they need not be told what they did."""
    return ctx.member.id if ctx.member is not None else 0


async def own(ctx: Context, event_id: int) -> tuple[Event, Occurrence]:
    """Return an event that takes place and that the caller may change, with its first date that is not over."""
    event, date = await _present(ctx, event_id)
    _only_owners(ctx, event)
    return event, date


@theme.action("event.answer", brief=True)
async def answer(ctx: Context, event: Number, occurrence: Name, answer: Name) -> Answer:
    """Keep somebody's answer to a date; the cards count it."""
    date = await dated(ctx, event, occurrence)
    if answer not in tuple(Attendance):
        raise InvalidInput(Phrase("Möglich ist hier: {answers}.", answers=", ".join(Attendance)))
    said = Attendance(answer)
    me = await ctx.me()
    before = await ctx.store.events.answer(Said(date.event.id, date.name, me.id, said, ctx.now))
    if before is not said:
        await outbox.recount(ctx.store, date.event, date.name)
    return view.answered(said, date, ctx.now, _BESIDE_NOTICE if ctx.has_begun else _IN_ACKNOWLEDGEMENT)


async def _prefilled(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    event, date = await own(ctx, number(call.values.get("event", ""), ctx.reading))
    values = {
        "titel": event.title,
        "wann": form.typed(date.start),
        "dauer": dates.duration(event.lasts, ctx.language),
        "ort": event.town or "",
        "platz": event.venue,
        "link": event.link,
        "text": event.text,
        "serie": event.rule or "",
    }
    return {name: value for name, value in values.items() if value}, None


@theme.action("event.edit", "Termin ändern", form=True, opening=_prefilled)
async def edit(
    ctx: Context,
    event: Number,
    titel: Annotated[str, form.TITLE],
    wann: Annotated[str, replace(form.WHEN, read=as_typed)],
    dauer: Annotated[timedelta, form.LENGTH] = form.LASTS,
    ort: Annotated[str | None, form.TOWN] = None,
    platz: Annotated[str, form.VENUE] = "",
    link: Annotated[str, form.LINK] = "",
    text: Annotated[str, form.WORDS] = "",
    serie: Annotated[str | None, form.SERIES] = None,
) -> Answer:
    """Change an event: cards, rungs, answers and reminders follow, and what changed is said once."""
    before, date = await own(ctx, event)
    after = replace(
        before,
        title=titel,
        lasts=dauer if "dauer" in ctx.given else before.lasts,
        town=ort if "ort" in ctx.given else before.town,
        venue=platz if "platz" in ctx.given else before.venue,
        link=link if "link" in ctx.given else before.link,
        text=text if "text" in ctx.given else before.text,
        rule=serie if "serie" in ctx.given else before.rule,
    )
    after = carried(before, replace(after, starts=_moved(ctx, date, after.rule, wann)))
    if after == before:
        return say(Phrase("Es hat sich nichts geändert."), buttons=(view.owner_buttons(before),))
    after = after.touched(ctx.now)
    await ctx.store.events.save(after)
    await changes.change(ctx.store, before, after, ctx.now, actor(ctx))
    return await _kept(ctx, Phrase("Geändert, und alle erfahren es:"), after)


def _moved(ctx: Context, date: Occurrence, rule: str | None, typed: str) -> datetime:
    """Return the start that a typed one means.

    Another time on the day of the next date moves every date of a series; another day, or another rule, begins the
    series anew there.
    """
    before, zone = date.event, ZoneInfo(date.event.zone)
    if typed == form.typed(date.start):
        if rule == before.rule:
            return before.starts
        start = date.start
    else:
        start = form.start(typed, ctx.now, zone)
    if before.is_series and rule == before.rule and start.date() == date.start.date():
        start = datetime.combine(before.starts.date(), start.time())
    form.must_fit(start, rule, zone)
    return start


@theme.action("event.cancel")
async def cancel(ctx: Context, event: Number) -> Answer:
    """Cancel an event; nothing of it is sent any more but that it is cancelled."""
    before, _ = await own(ctx, event)
    cancelled = replace(before, state=EventState.CANCELLED).touched(ctx.now)
    await ctx.store.events.save(cancelled)
    await changes.cancel(ctx.store, cancelled, ctx.now, actor(ctx))
    return view.is_cancelled(cancelled)


@theme.action("event.restore")
async def restore(ctx: Context, event: Number) -> Answer:
    """Take a cancellation back."""
    before = await ctx.store.events.get(event)
    if before is None or before.state is not EventState.CANCELLED or present(before, ctx.now) is None:
        raise NotFound(Phrase("Hier gibt es nichts zurückzunehmen. Mit /termine siehst du, was ansteht."))
    _only_owners(ctx, before)
    restored = replace(before, state=EventState.ACTIVE).touched(ctx.now)
    await ctx.store.events.save(restored)
    await changes.restore(ctx.store, restored, ctx.now, actor(ctx))
    return await _kept(ctx, Phrase("Er findet doch statt, und alle erfahren es:"), restored)


@theme.command("termine", "Was als Nächstes ansteht", aliases=("events",), private=False, hourly=30)
async def termine(ctx: Context) -> Answer:
    """Show the next events to everybody here."""
    return await _listing(ctx, 0)


@theme.action("event.page")
async def turn(ctx: Context, seite: Number = 0) -> Answer:
    """Turn the page of the coming events for one person."""
    return await _listing(ctx, seite)


async def _listing(ctx: Context, page: int) -> Reply:
    """Return a page of what comes within LISTED_AHEAD; what is further off fills up the first one."""
    coming = _next_dates(await ctx.store.events.active(), ctx.now)
    near = sum(date.begins <= ctx.now + LISTED_AHEAD for date in coming)
    shown = coming[: max(near, view.PAGE)]
    pages = max(1, -(-len(shown) // view.PAGE))
    page = min(page, pages - 1)
    here = shown[page * view.PAGE : (page + 1) * view.PAGE]
    return view.listing(
        [(date, await ctx.store.events.counts(date.event.id, date.name)) for date in here], page, pages, ctx.now
    )


@theme.action("event.show")
async def show(ctx: Context, event: Number, occurrence: Name) -> Answer:
    """Show one date to one person: its card, and for those who may the buttons to change it."""
    date = await dated(ctx, event, occurrence)
    card = view.card(date, await ctx.store.events.counts(date.event.id, date.name), ctx.now, ctx.language)
    owners: Rows = ()
    if may_change(ctx, date.event):
        owners = (view.owner_buttons(date.event), *(series.buttons(date) if date.event.is_series else ()))
    return replace(card, buttons=(*card.buttons, *owners), private=True)
