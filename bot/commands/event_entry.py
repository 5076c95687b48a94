"""`/termin`: an event from the form over the preview to the cards; the preview keeps the call alone, for a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Final

from bot.calendar.entry import Dates
from bot.calendar.occurrence import Occurrence, present
from bot.commands import event_form as form
from bot.commands.events import Name, Number, kept, next_dates
from bot.commands.own_jobs import must_stay
from bot.context import Context
from bot.domain.event_kinds import guessed
from bot.domain.events import Event, EventKind, EventState
from bot.errors import InvalidInput, NotFound, TooMany
from bot.forms import CALL_LIVES
from bot.outbox import events as outbox
from bot.outbox import proposals
from bot.outbox.kinds import Scene
from bot.talk.answers import Answer, Call, Reply, Then, say
from bot.talk.commands import Theme
from bot.talk.text import Phrase
from bot.views import event_own as view

theme: Final = Theme()

OWN: Final = 30  # events to come that one member may have; organisers have no limit
DRAFT: Final = "event"  # the purpose under which the call behind a preview is kept
_OPEN: Final = (EventState.ACTIVE, EventState.PROPOSED)


async def _mine(ctx: Context) -> list[Occurrence]:
    """Return the next date of each event that the caller may change, by time; proposals are among them."""
    if ctx.is_organiser:
        events = [*await ctx.store.events.active(), *await ctx.store.events.proposed()]
    else:
        events = [*await ctx.store.events.of(ctx.member.id)] if ctx.member is not None else []
    return next_dates((event for event in events if event.state in _OPEN), ctx.now)


async def _opening(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Fill the form with the draft that is to be changed, or show beside an empty one what can be changed.

    Who has nothing to change and may enter nothing is refused before they fill it in.
    """
    if token := call.values.get("entwurf", ""):
        return (await _draft(ctx, token)).values, None
    shown = view.mine(await _mine(ctx), 0, ctx.now, decides=ctx.is_organiser)
    if shown is None:
        must_stay(ctx)
    return {}, shown


@theme.action("event.mine")
async def mine(ctx: Context, seite: Number = 0) -> Answer:
    """Turn the page of the events that the caller may change."""
    nothing = say(Phrase("Du hast keine kommenden Termine. Mit /termin trägst du einen ein."))
    return view.mine(await _mine(ctx), seite, ctx.now, decides=ctx.is_organiser) or nothing


@theme.command(
    "termin",
    "Trag einen Termin ein oder ändere deine",
    aliases=("event",),
    form=True,
    hourly=100,
    opening=_opening,
    examples=(Phrase('/termin Twittwoch wann="9.12. 19:00" ort=Essen'),),
)
async def termin(
    ctx: Context,
    titel: Annotated[str, form.TITLE],
    wann: Annotated[Dates, form.WHEN_ALL],
    dauer: Annotated[timedelta | None, form.LENGTH] = None,
    ort: Annotated[str | None, form.TOWN] = None,
    platz: Annotated[str, form.VENUE] = "",
    link: Annotated[str, form.LINK] = "",
    text: Annotated[str, form.WORDS] = "",
    serie: Annotated[str | None, form.SERIES] = None,
    plaetze: Annotated[int | None, form.SEATS] = None,
    art: Annotated[EventKind | None, form.KIND] = None,
    entwurf: Name = "",
) -> Answer:
    """Show what was understood of a new event; `entwurf` is the draft that it takes the place of."""
    must_stay(ctx)
    event = _event(ctx, titel, wann, dauer, ort, platz, link, text, serie, plaetze, art)
    same = await _same(ctx, event)
    if entwurf:
        await ctx.store.talk.drop_call(entwurf)
    return await kept(ctx, Phrase("Der Termin steht schon:"), same) if same else await _preview(ctx, event, wann.note)


def _event(  # the options of /termin, in their order
    ctx: Context,
    titel: str,
    wann: Dates,
    dauer: timedelta | None = None,
    ort: str | None = None,
    platz: str = "",
    link: str = "",
    text: str = "",
    serie: str | None = None,
    plaetze: int | None = None,
    art: EventKind | None = None,
) -> Event:
    """Return the event that was typed; where organisers approve events, that of anybody else is a proposal.

    Raises InvalidInput where the start is no date of the series.
    """
    zone, owner_id = ctx.house.community.zone, ctx.member.id if ctx.member is not None else 0
    lasts, rule = form.agreed(wann, dauer, serie)
    form.must_fit(wann.start, rule, ctx.reading)
    asks_first = ctx.house.community.approves_events and not ctx.is_organiser
    return Event(
        *(0, owner_id, titel, wann.start, zone.key, lasts, ort, platz, link, text, rule),
        EventState.PROPOSED if asks_first else EventState.ACTIVE,
        revision=1,
        created_at=ctx.now,
        kind=art or guessed(titel),
        seats=plaetze,
        all_day=wann.all_day,
    )


async def _same(ctx: Context, event: Event) -> Event | None:
    """Return the caller's event that is this one already; raise TooMany where they have as many as they may."""
    mine = [each for each in await ctx.store.events.of(event.owner_id) if each.state in _OPEN] if event.owner_id else []
    for each in mine:
        if (each.title, each.starts, each.rule) == (event.title, event.starts, event.rule):
            return each
    if not ctx.is_organiser and sum(present(each, ctx.now) is not None for each in mine) >= OWN:
        raise TooMany(Phrase("Du hast schon {most} kommende Termine. Sag erst einen mit /termin ab.", most=OWN))
    return None


async def _preview(ctx: Context, event: Event, note: Phrase | None) -> Reply:
    """Keep an event as the call that enters it, and show what it would be, with a `note` of its time."""
    call = Call("termin", form.filled(event, event.starts, ctx.reading))
    token = await ctx.store.talk.keep_call(ctx.caller.address, DRAFT, call, ctx.now + CALL_LIVES)
    plan = await proposals.plan_of(ctx.store, event, ctx.house.community.zone, ctx.now)
    is_proposal = event.state is EventState.PROPOSED
    return view.preview(plan, token, ctx.now, ctx.language, is_proposal=is_proposal, note=note)


async def _draft(ctx: Context, token: str) -> Call:
    draft = await ctx.store.talk.kept_call(token, DRAFT, ctx.caller.address, ctx.now)
    if draft is None:
        raise NotFound(Phrase("Diesen Entwurf gibt es nicht mehr. Mit /termin fängst du neu an."))
    return draft


@theme.action("event.enter", hourly=100)
async def enter(ctx: Context, entwurf: Name = "") -> Answer | Then:
    """Keep the event of a draft and plan its cards, or the question to organisers; pressed twice it is kept once.

    A draft that cannot be entered any more, since its time is over, comes back as the form.
    """
    must_stay(ctx)
    draft = await _draft(ctx, entwurf)
    try:
        values = _typed(ctx, draft)
    except InvalidInput:
        return Then(Call(draft.command, {**draft.values, "entwurf": entwurf}))
    await ctx.me()
    event = _event(ctx, **values)
    if (same := await _same(ctx, event)) is not None:
        return await kept(ctx, Phrase("Der Termin steht schon:"), same)
    event = await ctx.store.events.create(event)
    if event.state is EventState.PROPOSED:
        await proposals.plan_question(Scene(ctx.house, ctx.store, ctx.now), event)
        return await kept(ctx, Phrase("Vorgeschlagen; du hörst von mir, wenn die Organisation entschieden hat:"), event)
    await outbox.publish(ctx.store, event, ctx.now)
    return await kept(ctx, Phrase("Eingetragen:"), event)


def _typed(ctx: Context, draft: Call) -> dict[str, Any]:
    """Return the values of a draft as the handler takes them; raise InvalidInput where one is not true any more."""
    command = ctx.house.registry.get(draft.command)
    return command.read(draft.values, ctx.reading) if command is not None else {}


@theme.action("event.discard")
async def discard(ctx: Context, entwurf: Name = "") -> Answer:
    """Forget a draft."""
    await _draft(ctx, entwurf)
    await ctx.store.talk.drop_call(entwurf)
    return say(Phrase("Verworfen. Nichts davon ist gespeichert."))


@theme.action("event.again", hourly=100)
async def again(ctx: Context, event: Number) -> Answer | Then:
    """Make a draft of a proposal that came to nothing; where its time is over, it comes back as the form."""
    before = await ctx.store.events.get(event)
    is_mine = before is not None and ctx.member is not None and before.owner_id == ctx.member.id
    if before is None or not is_mine or before.state not in (EventState.DECLINED, EventState.WITHDRAWN):
        raise NotFound(Phrase("Diesen Vorschlag gibt es nicht mehr. Mit /termin fängst du neu an."))
    return Then(Call("termin", form.filled(before, before.starts, ctx.reading)))
