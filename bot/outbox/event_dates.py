"""What goes out when a single date of a series is changed, or a series pauses or ends: said once, to those it concerns.

Rungs, cards, answers and reminders follow as with any change (`bot.outbox.event_changes`).
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.calendar.deviating import rest
from bot.calendar.occurrence import Occurrence, known, named, present
from bot.domain.events import Event, EventState, Pause
from bot.domain.sending import Delivery, Subject
from bot.outbox import event_changes as changes
from bot.outbox.events import newest_card
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.ports import Store
from bot.talk.answers import Reply
from bot.talk.text import Text
from bot.views import event_series as view
from bot.views.events import where


async def change_date(
    store: Store,
    before: Event,
    after: Event,
    name: str,
    now: datetime,
    actor: int,
    *,
    news: changes.News | None = None,
) -> None:
    """Let everything follow one changed, skipped, restored or added date of a series, and say once what is now."""
    was, here = named(before, name), named(after, name)
    told = await changes.concerned(store, before, now, lambda hit: hit.name == name)
    await changes.follow(store, before, after, now)
    told |= await changes.concerned(store, after, now, lambda hit: hit.name == name)
    subject: Subject = {"of": name, "mark": mark(here), "was": name, "takes_place": int(was is not None)}
    if was is not None:
        minutes = was.lasts // timedelta(minutes=1)
        start = was.start.isoformat(timespec="minutes")
        said: Subject = {"title": was.title, "where": where(was), "minutes": minutes, "text": was.text}
        subject = {**subject, **said, "start": start}
    shown = here or was or known(before, name)
    await changes.tell(store, "date", after, shown, subject, told - {actor}, now, theme="date", news=news)


async def pause(store: Store, before: Event, after: Event, added: Pause, now: datetime, actor: int) -> None:
    """Let everything follow a pause, and say once which dates fall out; nothing is said where none does."""
    await _turn(store, "paused", before, after, {"first": added.first.isoformat()}, now, actor)


async def resume(store: Store, before: Event, after: Event, gone: Pause, now: datetime, actor: int) -> None:
    """Let everything follow a pause that is taken back, and say it once."""
    said: Subject = {"first": gone.first.isoformat(), "last": gone.last.isoformat()}
    await _turn(store, "resumed", before, after, said, now, actor)


async def end(store: Store, before: Event, after: Event, last: Occurrence, now: datetime, actor: int) -> None:
    """Let everything follow the end of a series, and say once which date is its last."""
    await _turn(store, "ended", before, after, {"last": last.name}, now, actor)


async def split(
    store: Store, before: Event, ended: Event, new: Event, at: Occurrence, now: datetime, actor: int
) -> None:
    """Let everything follow a series that is another one from a date on, and say once what changed."""
    told = await changes.concerned(store, before, now, lambda hit: hit.begins >= at.begins)
    await changes.split(store, before, ended, new, at, now)
    told |= await changes.concerned(store, new, now)
    was = replace(at, event=replace(before, rule=rest(before, at)))
    await changes.tell(store, "changed", new, at, changes.what_was(was, new), told - {actor}, now)


async def _turn(store: Store, what: str, before: Event, after: Event, said: Subject, now: datetime, actor: int) -> None:
    told = await changes.concerned(store, before, now, lambda hit: named(after, hit.name) is None)
    await changes.follow(store, before, after, now)
    told |= await changes.concerned(store, after, now, lambda hit: named(before, hit.name) is None)
    was = present(before, now) or Occurrence(before, before.starts)
    await changes.tell(store, what, after, was, said, told - {actor}, now, theme="date")


def mark(date: Occurrence | None) -> int:
    """Return a number for what is shown of one date: a row that waits knows by it that a later change came."""
    shown: tuple[object, ...] | None = None
    if date is not None:
        shown = (date.start, date.lasts, date.town, date.venue, date.text)
        shown += (date.title,) if date.title != date.event.title else ()
    return zlib.crc32(repr(shown).encode())


async def _news(scene: Scene, delivery: Delivery) -> Reply | Dropped:
    """Return what is to be said, unless something newer is true by now."""
    said = delivery.plan.subject
    event = await scene.store.events.get(int(said.get("event", 0)))
    if event is None or event.state is not EventState.ACTIVE:
        return Dropped("the event is cancelled or gone")
    if said["what"] == "date":
        return _news_of_date(scene, event, said)
    if said["what"] == "ended":
        last = named(event, str(said["last"]))
        if last is None or event.rule is None or "UNTIL" not in event.rule:
            return Dropped("the series goes on")
        return view.ended(last, scene.now)
    first = date.fromisoformat(str(said["first"]))
    paused = event.paused_on(first)
    if said["what"] == "resumed":
        coming = present(event, scene.now)
        if paused is not None or coming is None:
            return Dropped("it pauses after all")
        return view.resumed(coming, Pause(first, date.fromisoformat(str(said["last"]))), scene.now)
    return view.paused(event, paused, scene.now) if paused is not None else Dropped("the pause was taken back")


def _news_of_date(scene: Scene, event: Event, said: Subject) -> Reply | Dropped:
    name = str(said["of"])
    date = named(event, name)
    if said["mark"] != mark(date):
        return Dropped("the date has changed again")
    if date is None:
        was = known(event, name)
        start = datetime.fromisoformat(str(said.get("start", name)))
        return view.falls_out(replace(was, start=start), scene.now)
    if date.ends <= scene.now:
        return Dropped("the date is over")
    if not said["takes_place"]:
        return view.takes_place(date, scene.now)
    was_shown = view.WasDate(
        str(said.get("title", date.title)),
        datetime.fromisoformat(str(said["start"])),
        timedelta(minutes=int(said["minutes"])),
        str(said["where"]),
        str(said["text"]) != date.text,
    )
    return view.date_changed(was_shown, date, scene.now, scene.house.community.language)


async def _render(scene: Scene, delivery: Delivery) -> Rendered:
    reply = await _news(scene, delivery)
    if isinstance(reply, Dropped):
        return reply
    plan = delivery.plan
    if plan.place_id is None:
        return Outgoing(reply)
    of = str(plan.subject["of"]) if "of" in plan.subject else None
    card = await newest_card(scene, int(plan.subject["event"]), plan.place_id, of)
    return Outgoing(replace(reply, private=False), reply_to=card)


async def _line(scene: Scene, delivery: Delivery) -> Text | Dropped:
    reply = await _news(scene, delivery)
    return reply if isinstance(reply, Dropped) else reply.text


KINDS = Kinds(
    {
        kind.name: kind
        for kind in (
            Kind("date.news", _render, line=_line),
            Kind("date.notice", _render, reminds=True, line=_line),
        )
    },
    {},
)
