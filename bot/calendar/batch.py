"""Many texts at once, for `ideenherd when`: JSON Lines in, a line of JSON for each text out.

A text is `{"id", "text", "now", "tz"}`; without `now` it is said at this moment, without `tz` in the community's zone.
What is wrong with a line is said with its number, and the others go on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.calendar.saying.reading import read
from bot.calendar.saying.said import ASK, DEADLINE, NONE, Choice, Said
from bot.calendar.wall import instant
from bot.calendar.words import in_words
from bot.domain import dates
from bot.jsonlines import BadLine, a_text, an_id, an_object

_NAMES: Final[Mapping[str, str]] = {ASK: "Das muss ich fragen", NONE: "Keine Zeitangabe", DEADLINE: "Bis"}


@dataclass(frozen=True, slots=True)
class Saying:
    """When and where a text is said that names neither."""

    now: Callable[[], datetime]
    zone: ZoneInfo

    def answer(self, line: bytes) -> str:
        """Return what a text says, as one line of JSON; raises BadLine."""
        asked = an_object(line)
        number, text = an_id(asked), a_text(asked, "text")
        zone = _zone(asked) or self.zone
        said = read(text, _now(asked, zone) or self.now(), zone)
        return json.dumps({"id": number, **_told(said)}, ensure_ascii=False)


def for_a_person(text: str, now: datetime, zone: tzinfo) -> Iterator[str]:
    """Yield what a text says in German lines: the reading with its weekday, what else it may be, the next dates."""
    said = read(text, now, zone)
    yield from filter(None, (_headline(said, now), said.because and _sentence(said)))
    if said.choices:
        yield "Möglich:" if said.kind == ASK else "Auch möglich:"
        for choice in said.choices if said.kind == ASK else said.choices[1:]:
            yield f"  {_reading(choice.start, choice.end, choice.rule, now)}"
    if said.next:
        yield "Die nächsten Termine:"
        for moment in said.next:
            yield f"  {_moment(moment, now)}"


def _headline(said: Said, now: datetime) -> str:
    if said.kind in (ASK, NONE):
        return f"{_NAMES[said.kind]}."
    if said.kind == DEADLINE and said.end is not None:
        return f"Bis {_moment(said.end, now)}"
    return _reading(said.start, said.end, said.rule, now)


def _reading(start: date | None, end: date | None, rule: str | None, now: datetime) -> str:
    if start is None:
        return ""
    if rule is not None:
        first = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
        words = in_words(rule, first, with_time=isinstance(start, datetime))
        return f"{words[:1].upper()}{words[1:]}, ab {_span(start, end, now)}"
    return _span(start, end, now)


def _span(start: date, end: date | None, now: datetime) -> str:
    if isinstance(start, datetime) and isinstance(end, datetime):
        return dates.span(start, end, start.tzinfo, now)
    return _moment(start, now) if end is None else f"{_moment(start, now)} – {_moment(end, now)}"


def _moment(moment: date, now: datetime) -> str:
    if isinstance(moment, datetime):
        return dates.full(moment, moment.tzinfo, now, year=True)
    return dates.day(moment, year=True)


def _sentence(said: Said) -> str:
    because = said.because
    return because.template.format(**because.values) if because is not None else ""


def _told(said: Said) -> Mapping[str, Any]:
    return {
        "kind": said.kind,
        "start": _written(said.start),
        "end": _written(said.end),
        "rrule": said.rule,
        "choices": [_choice(choice) for choice in said.choices],
        "next": [_written(moment) for moment in said.next],
        "because": _sentence(said),
    }


def _choice(choice: Choice) -> Mapping[str, Any]:
    return {
        "start": _written(choice.start),
        "end": _written(choice.end),
        "rrule": choice.rule,
        "label": choice.label,
    }


def _written(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _zone(asked: Mapping[str, Any]) -> ZoneInfo | None:
    if asked.get("tz") is None:
        return None
    name = a_text(asked, "tz")
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise BadLine("„tz“ ist keine Zeitzone, zum Beispiel „Europe/Berlin“.") from None


def _now(asked: Mapping[str, Any], zone: tzinfo) -> datetime | None:
    if asked.get("now") is None:
        return None
    try:
        now = datetime.fromisoformat(a_text(asked, "now"))
        return (now if now.tzinfo else instant(now, zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadLine("„now“ muss ein Zeitpunkt sein, zum Beispiel „2026-11-26T10:15:00+01:00“.") from None
