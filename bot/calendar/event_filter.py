"""What somebody wants to see of the events to come: a town, a time, and words that stand in the event. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial
from itertools import chain, islice
from typing import Final

from bot.calendar.occurrence import Occurrence, dates, present
from bot.calendar.plain import bounded
from bot.calendar.saying.reading import read
from bot.calendar.saying.said import DATE, DATETIME, DEADLINE, RANGE
from bot.calendar.saying.scanning import scanned
from bot.calendar.wall import instant, wall
from bot.domain.events import Event
from bot.domain.folding import fold
from bot.domain.towns import trailing_town

_DAY: Final = timedelta(days=1)
_MOMENT: Final = timedelta(microseconds=1)
_FROM: Final = frozenset({"ab", "from"})
_ASIDE: Final = frozenset("am an at bei den der die das for für im in of on the uhr um und and".split())

Span = tuple[datetime | None, datetime | None, date | None]  # from, until, and the moment that is said
_ANY: Final[Span] = (None, None, None)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """A town, the instants between which a date begins, and folded words; None and none where nothing was said."""

    town: str | None = None
    first: datetime | None = None
    last: datetime | None = None
    words: tuple[str, ...] = ()

    def next_of(self, event: Event, now: datetime, kind: str) -> Occurrence | None:
        """Return the first date of an event that is not over and is asked for; `kind` is what the event is called.

        All dates of a series that do not deviate are alike, so that one of them is enough.
        """
        date = present(event, now)
        if date is not None and self.first is not None and date.ends <= self.first:
            date = next(dates(event, self.first), None)
        if date is None:
            return None
        coming = chain((date,), dates(event, date.begins + _MOMENT))
        return next(filter(partial(self._fits, kind), islice(coming, 1 + len(event.deviations))), None)

    def _fits(self, kind: str, date: Occurrence) -> bool:
        said = [fold(word) for word in (date.title, *date.title.split(), *date.venue.split(), *date.text.split(), kind)]
        if self.last is not None and date.begins >= self.last:
            return False
        if self.town not in (None, date.town) and not any(word.startswith(fold(self.town or "")) for word in said):
            return False
        return all(any(word in one for one in said) for word in self.words)


def read_filter(text: str, now: datetime, zone: tzinfo) -> EventFilter:
    """Return what "Bochum", "nächste Woche" or "Barcamp im Dezember in Essen" asks for; InvalidInput for too much."""
    words, town = _town(tuple(bounded(text).split()))
    (first, last, _moment), rest = _time(words, now, zone)
    return EventFilter(
        town, first, last, tuple(key for word in rest if (key := fold(word)) and word.casefold() not in _ASIDE)
    )


def _town(words: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    for end in range(len(words), 0, -1):
        front, town = trailing_town(words[:end])
        if town is not None:
            return (*front, *words[end:]), town
    return words, None


def _time(words: tuple[str, ...], now: datetime, zone: tzinfo) -> tuple[Span, tuple[str, ...]]:
    """Return the time that is said, and the words that are not needed for it and say nothing of one."""
    span = _span(words, now, zone)
    if span == _ANY:
        for at, word in enumerate(words):
            if (span := _span(("im", word), now, zone)) != _ANY:  # "Dezember"
                return span, (*words[:at], *words[at + 1 :])
        return _ANY, words
    start, end = 0, len(words)
    while _span(words[start + 1 : end], now, zone) == span:
        start += 1
    while _span(words[start : end - 1], now, zone) == span:
        end -= 1
    today = wall(now, zone).date()
    return span, tuple(word for word in (*words[:start], *words[end:]) if not scanned(word, today))


def _span(words: tuple[str, ...], now: datetime, zone: tzinfo) -> Span:
    said = read(" ".join(words), now, zone)
    first, last = _day(said.start), _day(said.end)
    if said.kind == DEADLINE and last is not None:
        return None, _midnight(last + _DAY, zone), said.end
    if said.kind not in (DATE, DATETIME, RANGE) or first is None or said.day_is_assumed:
        return _ANY
    is_open = any(word.casefold() in _FROM for word in words)
    return _midnight(first, zone), None if is_open else _midnight((last or first) + _DAY, zone), said.start


def _day(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _midnight(day: date, zone: tzinfo) -> datetime:
    return instant(datetime.combine(day, time()), zone)
