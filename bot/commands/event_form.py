"""The fields of an event's form, and how each is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar import entry
from bot.calendar.entry import Dates, read_dates
from bot.calendar.reading import read_day, read_span, read_when
from bot.calendar.retyped import retyped
from bot.calendar.series import check_first, read_rule
from bot.domain import dates
from bot.domain.event_kinds import guessed, read_kind
from bot.domain.events import Event, EventKind
from bot.domain.towns import read_town
from bot.errors import InvalidInput, about
from bot.talk.commands import Option, Reading
from bot.talk.links import read_link
from bot.talk.strange import one_line, says_something, unquoted
from bot.talk.text import Phrase, joined_by
from bot.talk.translation import translator
from bot.views.events import KINDS

LONGEST_TITLE: Final = 100  # Discord: name of a scheduled event
LASTS: Final = timedelta(hours=2)  # where nobody says how long
MOST_SEATS: Final = 10_000
_SEATS: Final = re.compile(
    r"(?:höchstens|hoechstens|maximal|max\.?|bis(?: zu)?|at most|up to)? ?([0-9]{1,6})"
    r"(?: ?(?:platz|plätze|plaetze|leute|personen|teilnehmende|person|seats?|people))?\.?"
)
_NO_LIMIT: Final = frozenset({"beliebig viele", "unbegrenzt", "ohne grenze", "egal", "any", "unlimited", "no limit"})


def a_title(value: str, _reading: Reading) -> str:
    """Read a title: one line that has something to read in it."""
    title = unquoted(one_line(value, LONGEST_TITLE))
    if not says_something(title):
        raise InvalidInput(Phrase("Darin steht kein Titel. Schreib zum Beispiel „Twittwoch“."))
    return title


def a_start(value: str, reading: Reading) -> datetime:
    """Read the wall time of a start; in a doubled hour it is the first, as a series has it."""
    return read_when(value, reading.now, reading.zone, reading.language, reading.was).replace(fold=0)


def a_plan(value: str, reading: Reading) -> Dates:
    """Read when an event takes place, whole days and series too."""
    return read_dates(value, reading.now, reading.zone, reading.language, reading.was)


def plan(event: Event, typed_words: str, reading: Reading, was: datetime) -> Dates:
    """Read when an event takes place, in its own zone, where the form has left it as it was typed.

    Its date has begun at the wall time `was` until now.
    """
    return _in_zone_of(event, typed_words, reading, was, a_plan)


def one_date(event: Event, typed_words: str, reading: Reading, was: datetime | None = None) -> Dates:
    """Read when one date of a series takes place, maybe with its end; whole days where the series has whole days.

    One that is changed has begun at the wall time `was` until now.
    """
    return _in_zone_of(event, typed_words, reading, was, _whole_days if event.all_day else _moment)


def _in_zone_of(
    event: Event, typed_words: str, reading: Reading, was: datetime | None, read: Callable[[str, Reading], Dates]
) -> Dates:
    there = replace(reading, zone=ZoneInfo(event.zone), was=None if event.all_day else was)
    with about("wann"):
        return read(typed_words.strip().removesuffix(f"({event.zone})"), there)


def _moment(value: str, reading: Reading) -> Dates:
    with suppress(InvalidInput):
        said = a_plan(value, reading)
        if said.rule is None and not said.all_day:
            return said
    return Dates(a_start(value, reading))  # which says what to write instead


def _whole_days(value: str, reading: Reading) -> Dates:
    with suppress(InvalidInput):
        said = a_plan(value, reading)
        if said.all_day:
            return said
    return Dates(datetime.combine(read_day(value, reading.now, reading.zone, reading.language), time()), all_day=True)


def agreed(said: Dates, lasts: timedelta | None, rule: str | None) -> tuple[timedelta, str | None]:
    """Return how long an event lasts and its rule, from what *Wann* says and from the fields of their own.

    What both say must be the same.
    """
    if said.lasts is not None and lasts is not None and said.lasts != lasts:
        raise InvalidInput(Phrase("Die Dauer passt nicht zu dem Ende, das bei „Wann“ steht. Lass eins weg."), "dauer")
    if said.rule is not None and rule is not None and said.rule != rule:
        raise InvalidInput(Phrase("Die Serie passt nicht zu der, die bei „Wann“ steht. Lass eine weg."), "serie")
    return said.lasts or lasts or LASTS, said.rule or rule


def lasting(said: Dates, lasts: timedelta | None, was: timedelta | None) -> timedelta | None:
    """Return how long one date lasts: as *Wann* or the field of its own says, which must agree, else as it `was`."""
    new = lasts if lasts != was else None
    return agreed(said, new, None)[0] if said.lasts or new else was


def when(event: Event, start: datetime, reading: Reading, lasts: timedelta | None = None) -> str:
    """Return when an event takes place as somebody would type it, for the date at `start`; another zone is named."""
    words = entry.typed(start, lasts or event.lasts, reading.language, all_day=event.all_day)
    return words if event.all_day or event.zone == reading.zone.key else f"{words} ({event.zone})"


def filled(event: Event, start: datetime, reading: Reading) -> dict[str, str]:
    """Return all fields of an event as somebody would type them, for the date at `start`; empty ones are left out.

    The kind is left to the title where the title says it.
    """
    values = {
        "plaetze": str(event.seats or ""),
        "art": "" if event.kind is guessed(event.title) else kind_words(event.kind, reading.language),
    }
    return told(event, start, reading) | {name: value for name, value in values.items() if value}


def told(event: Event, start: datetime, reading: Reading) -> dict[str, str]:
    """Return what `filled` does, without the seats and the kind, which no date of a series has for itself."""
    language = reading.language
    values = {
        "titel": event.title,
        "wann": when(event, start, reading),
        "dauer": "" if event.all_day else dates.duration(event.lasts, language),
        "ort": event.town or "",
        "platz": event.venue,
        "link": event.link,
        "text": event.text,
        "serie": retyped(event.rule, event.starts, language) if event.rule is not None else "",
    }
    return {name: value for name, value in values.items() if value}


def retold(
    before: Event, given: Collection[str], *, titel: str, ort: str | None, platz: str, link: str, text: str
) -> Event:
    """Return an event with the title, place, link and text of a form; a field that was not `given` stays as it was."""
    return replace(
        before,
        title=titel,
        town=ort if "ort" in given else before.town,
        venue=platz if "platz" in given else before.venue,
        link=link if "link" in given else before.link,
        text=text if "text" in given else before.text,
    )


def must_fit(start: datetime, rule: str | None, reading: Reading) -> None:
    """Refuse a start that is no date of its series."""
    with about("wann"):
        check_first(start, rule, reading.zone, reading.language)


def a_link(value: str, _reading: Reading) -> str:
    """Read one web address."""
    return read_link(value)


def _line(value: str, _reading: Reading) -> str:
    return one_line(value, 200)


def _length(value: str, _reading: Reading) -> timedelta:
    return read_span(value)


def _town(value: str, _reading: Reading) -> str:
    return read_town(value)


def _rule(value: str, _reading: Reading) -> str:
    return read_rule(value)


def a_limit(value: str, _reading: Reading) -> int | None:
    """Read how many people fit: "20", "höchstens 20", "20 Plätze"; None where somebody says that there is no limit."""
    said = " ".join(value.casefold().split())
    if said in _NO_LIMIT:
        return None
    match = _SEATS.fullmatch(said)
    seats = int(match[1]) if match else 0
    if not 1 <= seats <= MOST_SEATS:
        raise InvalidInput(Phrase("Wie viele Plätze sind es? Schreib zum Beispiel „höchstens 20“."))
    return seats


def a_kind(value: str, _reading: Reading) -> EventKind:
    """Read what sort of event it is."""
    kind = read_kind(value)
    if kind is None:
        raise InvalidInput(Phrase("Möglich ist hier: {choices}.", choices=joined_by(", ", KINDS.values())))
    return kind


def kind_words(kind: EventKind, language: str) -> str:
    """Return a kind as somebody types it in a language."""
    return "".join(map(str, KINDS[kind].spans(translator(language))))


TITLE: Final = Option("Titel", "Wie heißt der Termin?", longest=LONGEST_TITLE, read=a_title)
WHEN: Final = Option("Wann", "Wann beginnt er? Zum Beispiel „2.12. 19:00“.", longest=100, read=a_start)
WHEN_ALL: Final = Option(
    "Wann",
    "Wann? „2.12. 19–21 Uhr“, „4. bis 6. Dezember“, „jeden 2. Mittwoch um 19 Uhr“.",
    longest=100,
    read=a_plan,
)
LENGTH: Final = Option(
    "Dauer", "Wie lange? Zum Beispiel „3 Stunden“. Ohne Angabe 2 Stunden.", longest=100, read=_length, suggest="lengths"
)
TOWN: Final = Option("Ort", "Wo? Eine Stadt im Ruhrgebiet, remote oder anderswo.", read=_town, suggest="towns")
VENUE: Final = Option("Platz", "Wo genau? Zum Beispiel „Unperfekthaus, Raum 3“.", longest=100, read=_line)
LINK: Final = Option("Link", "Wo steht mehr? Eine Adresse mit https.", longest=300, read=a_link)
WORDS: Final = Option("Text", "Worum geht es? Ein paar Sätze.", longest=1500, long=True)
SERIES: Final = Option(
    "Serie",
    "Wiederholt er sich? Zum Beispiel „jeden 2. Mittwoch“ oder FREQ=MONTHLY;BYDAY=2WE.",
    read=_rule,
    suggest="series",
)
SEATS: Final = Option(
    "Plätze",
    "Wie viele können dabei sein? Zum Beispiel „höchstens 20“. Ohne Angabe beliebig viele.",
    longest=100,
    read=a_limit,
)
KIND: Final = Option("Art", "Was für ein Termin ist es? Ohne Angabe sagt es der Titel.", read=a_kind, suggest="kinds")
