"""What owners do with a series: a pause, another rhythm from one of its dates on, an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from bot.calendar import deviating
from bot.calendar.entry import Dates
from bot.calendar.occurrence import Occurrence, following, named
from bot.calendar.reading import read_day
from bot.commands import event_form as form
from bot.commands.event_dates import WHEN, date_of, save, series_of, today
from bot.commands.events import Name, Number, actor
from bot.commands.events import edit as edit_whole
from bot.context import Context
from bot.domain.events import Pause
from bot.errors import InvalidInput, NotFound
from bot.outbox import event_dates as outbox
from bot.outbox.events import FAR
from bot.talk.answers import Answer, Call, Reply, Then, say
from bot.talk.commands import Option, Reading, Theme, hidden, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views import event_series as view

theme: Final = Theme()

LONGEST_PAUSE: Final = timedelta(days=366)


def _day(value: str, reading: Reading) -> date:
    return read_day(value, reading.now, reading.zone, reading.language)


def _line(value: str, _reading: Reading) -> str:
    return one_line(value, 100)


_FIRST: Final = Option("Von", "Ab welchem Tag? Zum Beispiel „1.7.“.", longest=100, read=_day)
_LAST: Final = Option("Bis", "Bis zu welchem Tag einschließlich? Zum Beispiel „31.8.“.", longest=100, read=_day)
_WHY: Final = Option("Grund", "Warum? Zum Beispiel „Sommerpause“.", longest=100, read=_line)


@theme.action("series.pause", "Pause", form=True, hourly=60)
async def pause(
    ctx: Context,
    event: Number,
    von: Annotated[date, _FIRST],
    bis: Annotated[date, _LAST],
    grund: Annotated[str, _WHY] = "",
) -> Answer:
    """Let a series pause from one day to another."""
    before = await series_of(ctx, event)
    if bis < von:
        raise InvalidInput(Phrase("Die Pause endet vor ihrem Anfang. Schreib zum Beispiel „1.7.“ und „31.8.“."), "bis")
    if bis - von > LONGEST_PAUSE:
        raise InvalidInput(Phrase("Eine Pause dauert höchstens ein Jahr. Für länger beende die Serie."), "bis")
    added = deviating.only_new(before, Pause(von, bis, grund))
    if added is None:
        return say(Phrase("Es hat sich nichts geändert."))
    after = deviating.pause(before, added, today(ctx, before))
    coming = following(before, ctx.now, bis - today(ctx, before) + timedelta(days=2), 1000)
    gone = sum(named(after, one.name) is None for one in coming)
    after = await save(ctx, after)
    await outbox.pause(ctx.store, before, after, added, ctx.now, actor(ctx))
    return view.pause_kept(after, added, gone, ctx.now)


def _a_day(value: str, _reading: Reading) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise InvalidInput(Phrase("Dieser Knopf passt zu nichts mehr.")) from error


@theme.action("series.resume", hourly=30)
async def resume(
    ctx: Context,
    event: Number,
    first: Annotated[date, hidden(_a_day)],
    last: Annotated[date | None, hidden(_a_day)] = None,
) -> Answer:
    """Take a pause back from the day `first` to the day `last`, or to its end."""
    before = await series_of(ctx, event)
    paused = before.paused_on(first)
    gone = replace(paused, first=first, last=last or paused.last) if paused is not None else None
    if gone is None or gone.last < today(ctx, before):
        raise NotFound(Phrase("Diese Pause gibt es nicht mehr. Mit /termine siehst du, was ansteht."))
    after = await save(ctx, deviating.resume(before, gone))
    await outbox.resume(ctx.store, before, after, gone, ctx.now, actor(ctx))
    return view.goes_on(after, gone, ctx.now)


@theme.action("series.end", hourly=30)
async def end(ctx: Context, event: Number, occurrence: Name) -> Answer:
    """End a series with one of its dates."""
    last = await date_of(ctx, event, occurrence)
    after = deviating.ending(last.event, last)
    if after == last.event:
        return say(Phrase("Es hat sich nichts geändert."), buttons=view.buttons(last))
    after = await save(ctx, after)
    await outbox.end(ctx.store, last.event, after, last, ctx.now, actor(ctx))
    return view.is_ending(replace(last, event=after), ctx.now)


async def _onward(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    shown = await date_of(ctx, number(call.values.get("event", ""), ctx.reading), call.values.get("occurrence", ""))
    rest = replace(shown.event, starts=shown.of or shown.start, rule=deviating.rest(shown.event, shown))
    return form.told(rest, shown.start, ctx.reading), None


@theme.action("series.onward", "Ab hier ändern", form=True, hourly=60, opening=_onward)
async def onward(
    ctx: Context,
    event: Number,
    occurrence: Name,
    titel: Annotated[str, form.TITLE],
    wann: Annotated[str, WHEN],
    dauer: Annotated[timedelta, form.LENGTH] = form.LASTS,
    ort: Annotated[str | None, form.TOWN] = None,
    platz: Annotated[str, form.VENUE] = "",
    link: Annotated[str, form.LINK] = "",
    text: Annotated[str, form.WORDS] = "",
    serie: Annotated[str | None, form.SERIES] = None,
) -> Answer | Then:
    """Change a series from one of its dates on; what comes before that stays as it is."""
    at = await date_of(ctx, event, occurrence)
    before = at.event
    earlier = following(before, ctx.now, at.begins - ctx.now, 1000)
    if not earlier:
        return await edit_whole(ctx, event, titel, wann, dauer, ort, platz, link, text, serie)
    rest = deviating.rest(before, at)
    rule = serie if "serie" in ctx.given else rest
    is_as_it_was = wann == form.when(before, at.start, ctx.reading)
    said = Dates(at.of or at.start) if is_as_it_was else form.one_date(before, wann, ctx.reading, at.start)
    start = said.start
    form.must_fit(start, rule, replace(ctx.reading, zone=ZoneInfo(before.zone)))
    if start <= earlier[-1].start:
        raise InvalidInput(
            Phrase(
                "Davor liegt noch ein Termin der Serie: {when}. Nimm einen späteren Tag.",
                when=earlier[-1].moment(ctx.now),
            ),
            "wann",
        )
    lasts = form.lasting(said, dauer if "dauer" in ctx.given and not before.all_day else None, before.lasts)
    retold = form.retold(before, ctx.given, titel=titel, ort=ort, platz=platz, link=link, text=text)
    changed = replace(retold, starts=start, rule=rule, lasts=lasts or before.lasts)
    if replace(changed, starts=before.starts, rule=before.rule) == before and (start, rule) == (at.start, rest):
        return say(Phrase("Es hat sich nichts geändert."), buttons=view.buttons(at))
    new = await ctx.store.events.create(deviating.beginning(changed, at, ctx.now))
    ended = await save(ctx, deviating.ending(before, earlier[-1]))
    await outbox.split(ctx.store, before, ended, new, at, ctx.now, actor(ctx))
    coming, here = following(new, ctx.now, FAR, 3), ctx.house.community.zone
    return view.changed_onward(Occurrence(new, new.starts), coming, ctx.now, here, ctx.language, said.note)
