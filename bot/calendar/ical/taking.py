"""What a foreign calendar says, taken over: its events as ours, and what is new, changed, cancelled or missing now."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.calendar.deviating import KEPT
from bot.calendar.deviating import MOST as MOST_DEVIATIONS
from bot.calendar.ical.feed import FeedChange, FeedEvent, Parsed
from bot.calendar.occurrence import present
from bot.domain.events import Deviation, Event, EventKind, EventState, Feed, Heard

LASTS: Final = timedelta(hours=2)  # where a calendar does not say how long
PATIENCE: Final = timedelta(hours=6)  # so long something is missing before it counts as cancelled
MOST: Final = 1_000  # events to come of one subscription
_MANY: Final = 3  # missing at once, and more than half of all: the calendar is broken rather than all of it cancelled
_DAY: Final = timedelta(days=1)
_ONCE: Final = "FREQ=DAILY;COUNT=1"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a calendar says now against what it said before.

    `heard` is what it has said by now. `is_suspicious` says that so much is missing at once that none of it counts as
    cancelled. `left_out` is how many events to come are more than MOST.
    """

    new: tuple[Event, ...] = ()
    changed: tuple[tuple[Event, Event], ...] = ()
    cancelled: tuple[Event, ...] = ()
    restored: tuple[Event, ...] = ()
    heard: Mapping[str, Heard] = field(default_factory=dict)
    is_suspicious: bool = False
    left_out: int = 0


def compared(parsed: Parsed, feed: Feed, kept: Sequence[Event], now: datetime) -> Difference:
    """Compare what was read with the events that a subscription has brought before, by UID and content.

    What organisers changed by hand stays until the calendar itself says something else of that event. What is over is
    neither taken over nor missed.
    """
    ours = {event.uid: event for event in kept}
    parsed = replace(parsed, events=tuple(_as_known(parsed.events, ours)))
    coming, left_out = _coming(parsed.events, feed, ours, now, feed.town)
    found = _Found({one.uid: Heard(_mark(one)) for one, _ in coming})
    for one, event in coming:
        said, before = feed.known.get(one.uid), ours.get(one.uid)
        if before is None or said is None or said != found.heard[one.uid]:
            found.sort(one, event, before)
    missing = _missing(parsed, feed, ours, now)
    is_suspicious = len(missing) > _MANY and len(missing) > len(coming)
    for event in missing:
        since = feed.known[event.uid].missing_since or now
        if not is_suspicious and now - since >= PATIENCE:
            found.cancelled.append(event)
        else:
            found.heard[event.uid] = replace(feed.known[event.uid], missing_since=since)
    return Difference(
        *(tuple(found.new), tuple(found.changed), tuple(found.cancelled), tuple(found.restored)),
        heard=found.heard,
        is_suspicious=is_suspicious,
        left_out=left_out,
    )


def imported(parsed: Parsed, kept: Sequence[Event], now: datetime, town: str | None) -> Difference:
    """Compare a file that is taken over once with the events that it may have brought before; none is missed."""
    ours = {event.uid: event for event in kept}
    found = _Found({})
    coming, left_out = _coming(_as_known(parsed.events, ours), None, ours, now, town)
    for one, event in coming:
        found.sort(one, event, ours.get(one.uid))
    return Difference(
        *(tuple(found.new), tuple(found.changed), tuple(found.cancelled), tuple(found.restored)), left_out=left_out
    )


@dataclass(slots=True)
class _Found:
    """What the comparison has found so far."""

    heard: dict[str, Heard]
    new: list[Event] = field(default_factory=list)
    changed: list[tuple[Event, Event]] = field(default_factory=list)
    cancelled: list[Event] = field(default_factory=list)
    restored: list[Event] = field(default_factory=list)

    def sort(self, one: FeedEvent, event: Event, before: Event | None) -> None:
        """Put an event of which something else is said now where it belongs."""
        if before is None:
            self.new += [] if one.cancelled else [event]
        elif one.cancelled:
            self.cancelled += [before] if before.state is EventState.ACTIVE else []
        else:
            after = _in_place_of(before, event)
            if before.state is EventState.CANCELLED:
                self.restored.append(replace(after, state=EventState.ACTIVE))
            elif after != before:
                self.changed.append((before, after))


def taken(one: FeedEvent, now: datetime, *, town: str | None = None) -> Event:
    """Return an event of a foreign calendar as one of ours, without an owner; `town` is where it names none."""
    rule = one.rule or (_ONCE if one.added else None)
    lasts = one.lasts or (_DAY if one.all_day else LASTS)
    event = Event(
        id=0,
        owner_id=0,
        title=one.title,
        starts=one.starts,
        zone=one.zone,
        lasts=lasts,
        town=one.town or town,
        venue=one.venue,
        link=one.link,
        text=one.text,
        rule=rule,
        state=EventState.ACTIVE,
        revision=1,
        created_at=now,
        kind=EventKind.MEETUP,
        all_day=one.all_day,
        uid=one.uid,
        sequence=one.sequence,
        changed_at=now,
    )
    return replace(event, deviations=_deviations(one, event, now)) if rule is not None else event


def _deviations(one: FeedEvent, event: Event, now: datetime) -> tuple[Deviation, ...]:
    changed = {each.was: each for each in one.changed}
    names = {
        **{was: Deviation(_name(was), None) for was in one.skipped},
        **{was: Deviation(_name(was), was, is_added=True) for was in one.added if was not in one.skipped},
    }
    for was, each in changed.items():
        is_added = was in names and names[was].is_added
        names[was] = _changed(each, event, is_added=is_added)
    recent = [names[was] for was in sorted(names) if names[was].of > now.replace(tzinfo=None) - KEPT]
    return tuple(recent[:MOST_DEVIATIONS])


def _changed(each: FeedChange, event: Event, *, is_added: bool) -> Deviation:
    if each.cancelled:
        return Deviation(_name(each.was), None)
    return Deviation(
        _name(each.was),
        each.starts,
        lasts=each.lasts if each.lasts and each.lasts != event.lasts else None,
        town=each.town if each.town and each.town != event.town else None,
        venue=each.venue if each.venue != event.venue else None,
        text=each.text if each.text != event.text else None,
        title=each.title if each.title != event.title else None,
        is_added=is_added,
    )


def _in_place_of(before: Event, event: Event) -> Event:
    """Return what a calendar says now with what only we know: whose it is, how many may come, how often it changed."""
    return replace(
        event,
        id=before.id,
        owner_id=before.owner_id,
        state=before.state,
        revision=before.revision,
        created_at=before.created_at,
        kind=before.kind,
        seats=before.seats,
        sequence=before.sequence,
        changed_at=before.changed_at,
        feed_id=before.feed_id,
        town=event.town or before.town,
    )


def _coming(
    said: Iterable[FeedEvent], feed: Feed | None, ours: Mapping[str, Event], now: datetime, town: str | None
) -> tuple[list[tuple[FeedEvent, Event]], int]:
    """Return the events that are not over, and what they would be here; known ones first, then the soonest.

    The number is how many were left out, being more than MOST.
    """
    found = []
    for one in said:
        event = taken(one, now, town=town)
        if feed is not None:
            event = replace(event, kind=feed.kind, feed_id=feed.id)
        date = present(event, now)
        if date is not None:
            found.append((one.uid not in ours, date.begins, one, event))
    found.sort(key=lambda each: each[:2])
    return [(one, event) for _, _, one, event in found[:MOST]], max(0, len(found) - MOST)


def _as_known(said: Sequence[FeedEvent], ours: Mapping[str, Event]) -> Iterator[FeedEvent]:
    """Yield the events under the UIDs by which they are known here: some calendars make new ones each time.

    Of several with one title at one time it is the one at the same place, else the newest.
    """
    named = {one.uid for one in said}
    gone: dict[tuple[str, datetime, str], list[Event]] = defaultdict(list)
    for uid, each in ours.items():
        if uid not in named:
            gone[each.title, each.starts, each.zone].append(each)
    for one in said:
        alike = [] if one.uid in ours else gone[one.title, one.starts, one.zone]
        alike.sort(key=lambda each: (each.venue == one.venue, each.town == one.town, each.id))
        yield replace(one, uid=alike.pop().uid) if alike else one


def _missing(parsed: Parsed, feed: Feed, ours: Mapping[str, Event], now: datetime) -> list[Event]:
    """Return the events to come that the calendar had before and does not name any more."""
    named = {one.uid for one in parsed.events} | {finding.event for finding in parsed.findings}
    return [
        event
        for uid, event in ours.items()
        if uid in feed.known
        and uid not in named
        and event.title not in named
        and event.state is EventState.ACTIVE
        and present(event, now) is not None
    ]


def _mark(one: FeedEvent) -> int:
    return zlib.crc32(repr(replace(one, sequence=0)).encode())


def _name(start: datetime) -> str:
    return start.isoformat(timespec="minutes")
