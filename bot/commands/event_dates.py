"""What owners do with a single date of a series: change it alone, let it fall out, or add one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from bot.calendar import deviating
from bot.calendar.entry import Dates
from bot.calendar.occurrence import Occurrence, known, named
from bot.calendar.wall import instant, wall
from bot.commands import event_form as form
from bot.commands.events import Name, Number, actor, dated, own
from bot.context import Context
from bot.domain import dates
from bot.domain.events import Deviation, Event
from bot.errors import InvalidInput, NotFound
from bot.outbox import event_dates as outbox
from bot.talk.answers import Answer, Call, Reply, say
from bot.talk.commands import Theme, as_typed, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views import event_series as view
from bot.views.events import span

theme: Final = Theme()

WHEN: Final = replace(form.WHEN, read=as_typed)


async def series_of(ctx: Context, event_id: int) -> Event:
    """Return a series that the caller may change."""
    event, _ = await own(ctx, event_id)
    if not event.is_series:
        raise NotFound(Phrase("{title} ist ein einzelner Termin, keine Serie.", title=one_line(event.title, 80)))
    return event


async def date_of(ctx: Context, event_id: int, name: str) -> Occurrence:
    """Return a date to come of a series that the caller may change."""
    await series_of(ctx, event_id)
    return await dated(ctx, event_id, name)


def today(ctx: Context, event: Event) -> date:
    """Return the present day where the event takes place."""
    return ctx.now.astimezone(ZoneInfo(event.zone)).date()


async def save(ctx: Context, after: Event) -> Event:
    """Write a changed event with its next revision, and return it."""
    kept = after.touched(ctx.now)
    await ctx.store.events.save(kept)
    return kept


@theme.action("date.skip", hourly=30)
async def skip(ctx: Context, event: Number, occurrence: Name) -> Answer:
    """Let one date fall out."""
    shown = await date_of(ctx, event, occurrence)
    other = shown.deviation
    out = replace(other, starts=None) if other is not None and other.is_added else Deviation(shown.name, None)
    after = await save(ctx, deviating.deviate(shown.event, out, today(ctx, shown.event)))
    await outbox.change_date(ctx.store, shown.event, after, shown.name, ctx.now, actor(ctx))
    return view.skipped(replace(shown, event=after), ctx.now)


@theme.action("date.regular", hourly=30)
async def as_ever(ctx: Context, event: Number, occurrence: Name) -> Answer:
    """Take back whatever is otherwise about one date."""
    before = await series_of(ctx, event)
    other = before.deviation(occurrence)
    after = deviating.regular(before, occurrence)
    date = named(after, occurrence)
    if other is None or after.deviations == before.deviations or date is None or date.ends <= ctx.now:
        raise NotFound(Phrase("Hier gibt es nichts zurückzunehmen. Mit /termine siehst du, was ansteht."))
    after = await save(ctx, after)
    await outbox.change_date(ctx.store, before, after, occurrence, ctx.now, actor(ctx))
    date = replace(date, event=after)
    return view.date_kept(Phrase("Wie immer, und alle erfahren es:"), date, span(date, ctx.now))


async def _prefilled(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    shown = await date_of(ctx, number(call.values.get("event", ""), ctx.reading), call.values.get("occurrence", ""))
    values = {
        "wann": form.when(shown.event, shown.start, ctx.reading, shown.lasts),
        "dauer": "" if shown.event.all_day else dates.duration(shown.lasts, ctx.language),
        "ort": shown.town or "",
        "platz": shown.venue,
        "text": shown.text,
    }
    return {name: value for name, value in values.items() if value}, None


@theme.action("date.edit", "Nur diesen Termin ändern", form=True, hourly=60, opening=_prefilled)
async def edit(
    ctx: Context,
    event: Number,
    occurrence: Name,
    wann: Annotated[str, WHEN],
    dauer: Annotated[timedelta | None, form.LENGTH] = None,
    ort: Annotated[str | None, form.TOWN] = None,
    platz: Annotated[str, form.VENUE] = "",
    text: Annotated[str, form.WORDS] = "",
) -> Answer:
    """Change one date of a series: when, how long, where and what about."""
    shown = await date_of(ctx, event, occurrence)
    before = shown.event
    is_as_it_was = wann == form.when(before, shown.start, ctx.reading, shown.lasts)
    said = Dates(shown.start) if is_as_it_was else form.one_date(before, wann, ctx.reading, shown.start)
    start = said.start
    _must_be_free(before, start, shown.name, ctx.now)
    lasts = form.lasting(said, None if before.all_day else dauer, shown.lasts)
    town = ort if "ort" in ctx.given else shown.town
    venue = platz if "platz" in ctx.given else shown.venue
    words = text if "text" in ctx.given else shown.text
    other = Deviation(
        shown.name,
        start,
        lasts=lasts if lasts != before.lasts else None,
        town=(town or "") if town != before.town else None,
        venue=venue if venue != before.venue else None,
        text=words if words != before.text else None,
        title=shown.deviation.title if shown.deviation is not None else None,
        is_added=shown.deviation is not None and shown.deviation.is_added,
    )
    after = deviating.deviate(before, other, today(ctx, before))
    if after.deviations == before.deviations:
        return say(Phrase("Es hat sich nichts geändert."), buttons=view.buttons(shown))
    after = await save(ctx, after)
    await outbox.change_date(ctx.store, before, after, shown.name, ctx.now, actor(ctx))
    date = known(after, shown.name)
    return view.date_kept(Phrase("Geändert, und alle erfahren es:"), date, span(date, ctx.now), said.note)


def _must_be_free(event: Event, start: datetime, but: str, now: datetime) -> None:
    taken = deviating.takes_place_at(event, start, but)
    if taken is not None:
        raise InvalidInput(
            Phrase("Da ist schon ein Termin dieser Serie: {when}. Nimm eine andere Zeit.", when=taken.moment(now)),
            "wann",
        )


@theme.action("date.add", "Zusatztermin", form=True, hourly=60)
async def add(
    ctx: Context,
    event: Number,
    wann: Annotated[str, WHEN],
    dauer: Annotated[timedelta | None, form.LENGTH] = None,
    ort: Annotated[str | None, form.TOWN] = None,
    platz: Annotated[str, form.VENUE] = "",
    text: Annotated[str, form.WORDS] = "",
) -> Answer:
    """Add a date that the rhythm does not have; the form names no zone, so the time typed is the community's."""
    before, here = await series_of(ctx, event), ctx.house.community.zone
    said = form.one_date(replace(before, zone=here.key), wann, ctx.reading)
    start = said.start if before.all_day else wall(instant(said.start, here), ZoneInfo(before.zone)).replace(fold=0)
    _must_be_free(before, start, "", ctx.now)
    name = start.isoformat(timespec="minutes")
    skipped = before.deviation(name)
    added = Deviation(
        name,
        start,
        lasts=form.lasting(said, None if before.all_day else dauer, None),
        town=ort,
        venue=platz or None,
        text=text or None,
        is_added=deviating.regular_on(before, start.date()) != start if skipped is None else skipped.is_added,
    )
    after = await save(ctx, deviating.deviate(before, added, today(ctx, before)))
    await outbox.change_date(ctx.store, before, after, name, ctx.now, actor(ctx))
    date = known(after, name)
    return view.date_kept(Phrase("Dazu eingetragen, und alle erfahren es:"), date, span(date, ctx.now), said.note)
