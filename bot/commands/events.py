"""`/termine`: which dates come, the answers to them, and what owners change about their events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from bot.calendar.deviating import carried
from bot.calendar.event_filter import read_filter
from bot.calendar.occurrence import Occurrence, following, named, present
from bot.calendar.series import next_occurrence
from bot.calendar.wall import instant
from bot.commands import event_form as form
from bot.commands.own_jobs import must_stay
from bot.context import Context
from bot.domain.event_kinds import guessed
from bot.domain.events import Answer as Said
from bot.domain.events import Attendance, Event, EventKind, EventState
from bot.domain.seats import behind, seating
from bot.errors import InvalidInput, NotAllowed, NotFound
from bot.outbox import event_changes as changes
from bot.outbox import events as outbox
from bot.outbox import proposals, seats
from bot.talk.answers import Answer, Call, Reply, Rows, say
from bot.talk.commands import Option, Theme, as_typed, hidden, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Text
from bot.views import event_own as own_view
from bot.views import event_series as series
from bot.views import events as view
from bot.views import seats as seats_view

theme: Final = Theme()

LISTED_AHEAD: Final = timedelta(days=60)
DATES_AHEAD: Final = timedelta(days=366)  # of a single series, and at most so many
MOST_DATES: Final = 60
_IN_ACKNOWLEDGEMENT: Final = 80  # characters of a title, and fewer where the line of notice stands beside it
_BESIDE_NOTICE: Final = 30
Number = Annotated[int, hidden(number)]
Name = Annotated[str, hidden()]
_PUBLIC: Final = (EventState.ACTIVE, EventState.CANCELLED)
_UNPUBLISHED: Final = {
    EventState.PROPOSED: Phrase("ist noch nicht freigegeben"),
    EventState.DECLINED: Phrase("ist nicht freigegeben"),
    EventState.WITHDRAWN: Phrase("ist zurückgezogen"),
}


def next_dates(events: Iterable[Event], now: datetime) -> list[Occurrence]:
    """Return the first date of each event that is not over, by time."""
    found = [date for date in (present(event, now) for event in events) if date is not None]
    return sorted(found, key=lambda date: (date.begins, date.event.id))


async def _present(ctx: Context, event_id: int, *, proposed: bool = False) -> tuple[Event, Occurrence]:
    """Return an event that takes place, or where that is asked a proposed one, with its first date that is not over.

    Of what is no event yet nobody learns but who proposed it and organisers.
    """
    event = await ctx.store.events.get(event_id)
    is_known = event is not None and (event.state in _PUBLIC or may_change(ctx, event))
    if event is None or not is_known:
        raise NotFound(Phrase("Diesen Termin gibt es nicht. Mit /termine siehst du, was ansteht."))
    title = one_line(event.title, _IN_ACKNOWLEDGEMENT)
    if event.state is EventState.CANCELLED:
        raise NotFound(Phrase("{title} ist abgesagt. Mit /termine siehst du, was ansteht.", title=title))
    if event.state is not EventState.ACTIVE and not (proposed and event.state is EventState.PROPOSED):
        raise NotFound(Phrase("{title} {state}.", title=title, state=_UNPUBLISHED[event.state]))
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


async def own(ctx: Context, event_id: int, *, proposed: bool = False) -> tuple[Event, Occurrence]:
    """Return an event that the caller may change, or where that is asked a proposal, with its next date."""
    event, date = await _present(ctx, event_id, proposed=proposed)
    _only_owners(ctx, event)
    return event, date


@theme.action("event.answer", brief=True, hourly=240)
async def answer(ctx: Context, event: Number, occurrence: Name, answer: Name) -> Answer:
    """Keep somebody's answer to a date; the cards count it."""
    date = await dated(ctx, event, occurrence)
    if answer not in tuple(Attendance):
        raise InvalidInput(Phrase("Möglich ist hier: {answers}.", answers=", ".join(Attendance)))
    said = Attendance(answer)
    if said is not Attendance.NO:
        must_stay(ctx)  # they are not counted
    me = await ctx.me()
    longest = _BESIDE_NOTICE if ctx.has_begun else _IN_ACKNOWLEDGEMENT
    if date.event.seats is not None:
        turn = await _take_turn(ctx, date, me.id, said)
        return view.answered(said, date, ctx.now, longest, turn)
    before = await ctx.store.events.answer(Said(date.event.id, date.name, me.id, said, ctx.now))
    if before is not said:
        await outbox.recount(ctx.store, date.event, date.name)
    return view.answered(said, date, ctx.now, longest)


async def _take_turn(ctx: Context, date: Occurrence, member_id: int, said: Attendance) -> int:
    """Keep an answer behind those who answered before, tell who moves up, and return the place on the waiting list."""
    others = await ctx.store.events.said(date.event.id, date.name)
    at = behind(others, ctx.now)
    if await ctx.store.events.answer(Said(date.event.id, date.name, member_id, said, at)) is not said:
        date = replace(date, event=await outbox.recount(ctx.store, date.event, date.name))
        await seats.tell(ctx.store, date, seating(others, date.event.seats), ctx.now, {member_id})
    return (await seats.seated(ctx.store, date)).turn(member_id)


async def _prefilled(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    event, date = await own(ctx, number(call.values.get("event", ""), ctx.reading), proposed=True)
    return form.filled(event, date.start, ctx.reading), None


@theme.action("event.edit", "Termin ändern", form=True, hourly=60, opening=_prefilled)
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
    plaetze: Annotated[int | None, form.SEATS] = None,
    art: Annotated[EventKind | None, form.KIND] = None,
) -> Answer:
    """Change an event: cards, rungs, answers and reminders follow, and what changed is said once."""
    before, date = await own(ctx, event, proposed=True)
    redated, note = _redated(ctx, date, wann, dauer, serie)
    after = replace(
        form.retold(redated, ctx.given, titel=titel, ort=ort, platz=platz, link=link, text=text),
        seats=plaetze if "plaetze" in ctx.given else before.seats,
        kind=art or (guessed(titel) if "art" in ctx.given else before.kind),
    )
    after = carried(before, after)
    if after == before:
        return say(Phrase("Es hat sich nichts geändert."), buttons=(view.owner_buttons(before),))
    after = after.touched(ctx.now)
    await ctx.store.events.save(after)
    if after.state is EventState.PROPOSED:
        await proposals.follow(ctx.store, after)
        return await kept(ctx, Phrase("Der Vorschlag ist geändert:"), after, note)
    await changes.change(ctx.store, before, after, ctx.now, actor(ctx))
    is_moved = any(getattr(after, name) != getattr(before, name) for name in ("starts", "lasts", "town", "rule"))
    return await kept(ctx, Phrase("Geändert, und alle erfahren es:"), after, note, is_moved=is_moved)


async def kept(ctx: Context, said: Phrase, event: Event, note: Phrase | None = None, *, is_moved: bool = True) -> Reply:
    """Return what the owner reads of an event that was kept or changed; where it moved, what else takes place then."""
    plan = await proposals.plan_of(ctx.store, event, ctx.house.community.zone, ctx.now)
    return own_view.kept(said, plan if is_moved else replace(plan, beside=()), ctx.now, ctx.language, note=note)


def _redated(
    ctx: Context, date: Occurrence, typed: str, lasts: timedelta, typed_rule: str | None
) -> tuple[Event, Phrase | None]:
    """Return the event with the dates that the form says, and a note of its time where there is one.

    Another time on the day of the next date moves every date of a series; another day, or another rule, begins the
    series anew there. What the form has left as it was says nothing against what *Wann* says now.
    """
    before, zone, note = date.event, ZoneInfo(date.event.zone), None
    is_length_given = "dauer" in ctx.given and not before.all_day
    rule = typed_rule if "serie" in ctx.given else before.rule
    after = replace(before, lasts=lasts if is_length_given else before.lasts, rule=rule)
    if typed == form.when(before, date.start, ctx.reading):
        start = before.starts if rule == before.rule else _regular(date) if rule is not None else date.start
    else:
        said = form.plan(before, typed, ctx.reading, date.start)
        new = lasts if is_length_given and lasts != before.lasts else None
        agreed, rule = form.agreed(said, new, None if rule == before.rule else rule)
        start, rule, note = said.start, rule or after.rule, said.note
        was = after.lasts if before.all_day is said.all_day else form.LASTS
        after = replace(after, lasts=agreed if said.lasts or new else was, rule=rule, all_day=said.all_day)
    if before.is_series and rule == before.rule and start.date() == date.start.date():
        start = datetime.combine(before.starts.date(), start.time())
    form.must_fit(start, rule, replace(ctx.reading, zone=zone))
    return replace(after, starts=start), note


def _regular(date: Occurrence) -> datetime:
    """Return the wall time at which a date takes place by its rule, or where it was added, the one that follows on."""
    zone = ZoneInfo(date.event.zone)
    return next_occurrence(date.event.starts, date.event.rule, zone, instant(date.of or date.start, zone)) or date.start


@theme.action("event.cancel", hourly=30)
async def cancel(ctx: Context, event: Number) -> Answer:
    """Cancel an event; nothing of it is sent any more but that it is cancelled. A proposal is taken back."""
    before, _ = await own(ctx, event, proposed=True)
    if before.state is EventState.PROPOSED:
        return await _withdraw(ctx, before)
    cancelled = replace(before, state=EventState.CANCELLED).touched(ctx.now)
    await ctx.store.events.save(cancelled)
    await changes.cancel(ctx.store, cancelled, ctx.now, actor(ctx))
    return own_view.is_cancelled(cancelled)


async def _withdraw(ctx: Context, before: Event) -> Reply:
    if ctx.member is None or ctx.member.id != before.owner_id:
        raise NotAllowed(Phrase("Zurückziehen kann nur, wer den Termin vorgeschlagen hat. Du kannst ihn ablehnen."))
    withdrawn = replace(before, state=EventState.WITHDRAWN).touched(ctx.now)
    await ctx.store.events.save(withdrawn)
    await proposals.follow(ctx.store, withdrawn)
    return say(Phrase("{title} ist zurückgezogen.", title=before.title))


@theme.action("event.restore", hourly=30)
async def restore(ctx: Context, event: Number) -> Answer:
    """Take a cancellation back."""
    before = await ctx.store.events.get(event)
    if before is None or before.state is not EventState.CANCELLED or present(before, ctx.now) is None:
        raise NotFound(Phrase("Hier gibt es nichts zurückzunehmen. Mit /termine siehst du, was ansteht."))
    _only_owners(ctx, before)
    restored = replace(before, state=EventState.ACTIVE).touched(ctx.now)
    await ctx.store.events.save(restored)
    await changes.restore(ctx.store, restored, ctx.now, actor(ctx))
    return await kept(ctx, Phrase("Er findet doch statt, und alle erfahren es:"), restored)


FILTER: Final = Option("Filter", "Eine Stadt, eine Zeit wie „nächste Woche“ oder ein Wort aus dem Termin", longest=100)


@theme.command(
    "termine",
    "Was als Nächstes ansteht",
    aliases=("events",),
    private=False,
    hourly=30,
    examples=(Phrase("/termine Essen"), Phrase("/termine nächste Woche")),
)
async def termine(ctx: Context, filter: Annotated[str, FILTER] = "") -> Answer:
    """Show the next events to everybody here, or those that were asked for."""
    return await _listing(ctx, filter, 0)


@theme.action("event.page")
async def turn(ctx: Context, filter: Annotated[str, replace(FILTER, hidden=True)] = "", seite: Number = 0) -> Answer:
    """Turn the page of the coming events for one person."""
    return await _listing(ctx, filter, seite)


async def _listing(ctx: Context, typed: str, page: int) -> Reply:
    """Return a page of what comes within LISTED_AHEAD; what is further off fills up the first one.

    Of what was asked for nothing is too far off.
    """
    if typed:
        coming = await _asked_for(ctx, typed)
        return view.listing(*await _page(ctx, coming, page), ctx.now, typed)
    coming = next_dates(await ctx.store.events.active(), ctx.now)
    near = sum(date.begins <= ctx.now + LISTED_AHEAD for date in coming)
    shown = coming[: max(near, view.PAGE)]
    return view.listing(*await _page(ctx, shown, page), ctx.now)


async def _asked_for(ctx: Context, typed: str) -> list[Occurrence]:
    wanted = read_filter(typed, ctx.now, ctx.house.community.zone)
    active = await ctx.store.events.active()
    found = (wanted.next_of(event, ctx.now, form.kind_words(event.kind, ctx.language)) for event in active)
    return sorted(filter(None, found), key=lambda one: (one.begins, one.event.id))


async def _page(
    ctx: Context, shown: Sequence[Occurrence], page: int
) -> tuple[list[tuple[Occurrence, view.Counts]], int, int]:
    """Return a page of dates with the answers to them, its number, which is at most the last one, and how many are."""
    pages = max(1, -(-len(shown) // view.PAGE))
    page = min(page, pages - 1)
    here = shown[page * view.PAGE : (page + 1) * view.PAGE]
    return [(date, await ctx.store.events.counts(date.event.id, date.name)) for date in here], page, pages


@theme.action("event.dates")
async def of_series(ctx: Context, event: Number, seite: Number = 0) -> Answer:
    """Show to one person the dates of a series from the next one on."""
    series_of, first = await _present(ctx, event)
    coming = following(series_of, first.begins, DATES_AHEAD, MOST_DATES)
    return view.dates_of(*await _page(ctx, coming, seite), ctx.now)


@theme.action("event.show")
async def show(ctx: Context, event: Number, occurrence: Name) -> Answer:
    """Show one date to one person: its card, and for those who may the buttons to change it."""
    date = await dated(ctx, event, occurrence)
    counts, here = await ctx.store.events.counts(date.event.id, date.name), ctx.house.community.zone
    card = view.card(date, counts, ctx.now, here, ctx.language)
    owners: Rows = ()
    if may_change(ctx, date.event):
        owners = (view.owner_buttons(date.event), *(series.buttons(date) if date.event.is_series else ()))
    people = await _people(ctx, date)
    more = (view.dates_button(date.event),) if date.event.is_series else ()
    ways = (*card.buttons, *owners, (view.file_button(date.event), *more))
    return replace(card, text=people, buttons=ways, private=True)


async def _people(ctx: Context, date: Occurrence) -> Text:
    """Return who comes, who waits and who comes perhaps; by name only those whom everybody may find."""
    said = await ctx.store.events.said(date.event.id, date.name)
    members = await ctx.store.members.many([each.member_id for each in said])
    seated = seating(said, date.event.seats)
    maybe = [each.member_id for each in said if each.attendance is Attendance.MAYBE]
    return seats_view.coming(*(seats_view.ordered(ids, members) for ids in (seated.inside, seated.waiting, maybe)))
