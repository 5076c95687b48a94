"""Now and the zone, and what a wall time, a day and their label are in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.calendar.saying.said import Choice
from bot.calendar.wall import instant, wall
from bot.calendar.words import in_words
from bot.domain import dates

TO: Final = {"de": "bis", "en": "to"}


@dataclass(frozen=True, slots=True)
class Frame:
    """When and where something is said."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """Return the day that it is here."""
        return wall(self.now, self.zone).date()

    def at(self, day: date, minutes: int, offset: int | None = None) -> datetime:
        """Return the instant so many minutes after midnight, in the zone or at an `offset` in minutes from UTC."""
        shown = datetime.combine(day, time()) + timedelta(minutes=minutes)
        if offset is not None:
            return (shown - timedelta(minutes=offset)).replace(tzinfo=UTC).astimezone(self.zone)
        return instant(shown, self.zone).astimezone(self.zone)

    def is_skipped(self, day: date, minutes: int) -> bool:
        """Say whether the spring change leaves this wall time out."""
        shown = datetime.combine(day, time()) + timedelta(minutes=minutes)
        return wall(instant(shown, self.zone), self.zone) != shown

    def is_over(self, start: date) -> bool:
        """Say whether a moment, or a whole day, is past."""
        return start < self.now if isinstance(start, datetime) else start < self.today


def labelled(start: date, end: date | None = None, rule: str | None = None, language: str = "de") -> Choice:
    """Return a choice with its label, as somebody could type it in the language."""
    tongue = dates.spoken(language)
    if rule is not None:
        return Choice(start, end, rule, _of_series(start, end, rule, tongue))
    label = _written(start, tongue)
    if end is not None:
        same_day = isinstance(start, datetime) and isinstance(end, datetime) and start.date() == end.date()
        label += f" {TO[tongue]} {end:%H:%M}" if same_day else f" {TO[tongue]} {_written(end, tongue)}"
    return Choice(start, end, None, label)


def _written(moment: date, tongue: str) -> str:
    weekday = dates.short_weekday(moment.weekday(), tongue)
    numbers = f"{moment.day}.{moment.month}.{moment.year}"
    named = f"{moment.day} {dates.MONTHS[tongue][moment.month - 1]} {moment.year}"
    day = f"{weekday} {numbers if tongue == 'de' else named}"
    return f"{day} {moment:%H:%M}" if isinstance(moment, datetime) else day


def _of_series(start: date, end: date | None, rule: str, tongue: str) -> str:
    if not isinstance(start, datetime):
        return in_words(rule, datetime.combine(start, time()), tongue, with_time=False)
    said = in_words(rule, start.replace(tzinfo=None), tongue, with_time=False)
    hours = f"{start:%H:%M}" + (f" {TO[tongue]} {end:%H:%M}" if isinstance(end, datetime) else "")
    return f"{said}, {hours}" + (" Uhr" if tongue == "de" else "")
