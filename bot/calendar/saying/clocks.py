"""Times of day: "19:30", "halb acht", "7 pm", "Viertel nach sieben", "abends"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.calendar.saying.items import Clock, Days, Link, Part, Unclear, Weekday
from bot.calendar.saying.place import Found, Patterns, Place, patterns
from bot.talk.text import Phrase

DAY: Final = 24 * 60
NO_SUCH_TIME: Final = Phrase("Diese Uhrzeit gibt es nicht. Schreib zum Beispiel „19:00“ oder „19 Uhr“.")
VAGUE_TIME: Final = Phrase("Um wie viel Uhr genau? Schreib zum Beispiel „19:30“.")
_STRANGE_ZONE: Final = Phrase("Diese Zeitzone kenne ich nicht. Schreib die Zeit, die hier gilt.")

_AFTER: Final = r"(?![.:~]|!?[Mm]|[tkqQxyX#%])"  # what makes a number something else than an hour
_NO_DAYS: Final = "(?! [1n] b [1n] !?M )"  # "4 to 6 December"
_NO_DAY: Final = "(?! !?M (?!1) )"  # "10 min vor 6 Dezember", while behind an hour "December 4" may stand
AM: Final = r"(?:ª|a(?!d?[1WwoTRHGKDZF]))"
_ZONE: Final = r"(?P<zone>ζ|\+1:1|\+4)?"


def clock_at(hour: int, minute: int = 0, *, bare: bool = False, low: int | None = None) -> Clock | Unclear:
    """Return a time of day, or that there is none such."""
    if not (0 <= minute <= 59 and 0 <= hour * 60 + minute <= DAY):
        return Unclear(NO_SUCH_TIME, impossible=True)
    return Clock(hour * 60 + minute, bare, hour if low is None else low)


def half_day(hour: int, minute: int, *, after_noon: bool) -> Clock | Unclear:
    """Return a time of the English clock of twelve hours, or that there is none such."""
    if not 1 <= hour <= 12:
        return Unclear(NO_SUCH_TIME, impossible=True)
    return clock_at(hour % 12 + 12 * after_noon, minute)


def _in_zone(clock: Clock | Unclear, place: Place) -> Clock | Unclear:
    pieces = place.tokens("zone")
    if not pieces or isinstance(clock, Unclear):
        return clock
    if pieces[0].sign == "ζ":
        if not isinstance(pieces[0].value, int):
            return Unclear(_STRANGE_ZONE)
        return replace(clock, offset=pieces[0].value)
    digits = "".join(piece.typed for piece in pieces if piece.sign in "14")
    return replace(clock, offset=int(digits[:2]) * 60 + int(digits[2:]))


def _digital(place: Place) -> Found:
    """Return "19:30", "19:30 Uhr", "7:30 pm", "19:30:00+01:00"."""
    hour, minute = place.token("hour"), place.token("minute")
    if len(minute.typed) != 2:
        return None
    if place.has("half"):
        return half_day(int(hour.typed), int(minute.typed), after_noon=place.token("half").sign == "A")
    clock = _in_zone(clock_at(int(hour.typed), int(minute.typed)), place)
    if isinstance(clock, Clock) and len(hour.typed) == 1 and clock.minutes < 6 * 60 and place.match[0][-1] == "1":
        return replace(clock, weak=True)  # "Maßstab 1:50"
    return clock


def _dotted(place: Place) -> Found:
    """Return "19.30 Uhr", "19.30 h", "um 19.30"."""
    minute = place.token("minute")
    return clock_at(place.number("hour"), place.number("minute")) if len(minute.typed) == 2 else None


def _dotted_alone(place: Place) -> Found:
    """Return "19.30" where no such day can be: the month is none and the hour is one."""
    hour, minute = place.number("hour"), place.token("minute")
    if len(minute.typed) != 2 or hour > 24 or 1 <= int(minute.typed) <= 12:
        return None
    if place.before is None or not isinstance(place.before, Days | Weekday | Part | Link):
        return None
    return clock_at(hour, int(minute.typed))


def _o_clock(place: Place) -> Found:
    """Return "19 Uhr", "19h", "neunzehn Uhr dreißig", "7 o'clock"."""
    if place.match["hour"] == "e" and place.match["unit"] == "h":
        return None
    minute = place.number("minute") if place.has("minute") else 0
    minute = 15 if place.has("quarter") else minute
    if place.token("unit").english and place.number("hour") <= 12:
        return clock_at(place.number("hour"), minute, bare=True)
    clock = _in_zone(clock_at(place.number("hour"), minute), place)
    before = place.previous
    sure = place.has("minute") or place.match.group()[0] in "uü" or (before is not None and before.sign in "fbv")
    is_weak = place.match["unit"] == "h" and not sure and isinstance(clock, Clock)
    return replace(clock, weak=True) if is_weak and isinstance(clock, Clock) else clock


def _four_digits(place: Place) -> Found:
    digits = place.token("hour").typed
    return clock_at(int(digits[:2]), int(digits[2:]))


def _am_pm(place: Place) -> Found:
    minute = place.number("minute") if place.has("minute") else 0
    return _in_zone(half_day(place.number("hour"), minute, after_noon=place.match["half"] == "A"), place)


def _in_words(place: Place) -> Found:
    """Return "at seven thirty", "um acht fünfzehn", "nine forty-five pm"."""
    hour, minute = place.number("hour"), place.number("minute") + (place.number("ones") if place.has("ones") else 0)
    if hour > 24 or not 10 <= minute <= 59 or not (place.has("at") or place.has("half")):
        return None
    if place.has("half"):
        return half_day(hour, minute, after_noon=place.match["half"] == "A")
    return clock_at(hour, minute, bare=hour <= 12)


def _bare(place: Place) -> Found:
    """Return "um 8", "gegen neun"."""
    hour, after = place.number("hour"), place.following
    if place.match["at"] == "ü" and after is not None and after.sign == "_":
        return None
    if place.match["hour"] == "e" and place.token("hour").typed.casefold() not in ("eins", "one"):
        return None
    clock = clock_at(hour, bare=hour <= 12)
    if isinstance(clock, Clock) and after is not None and after.sign == "_" and after.capital:
        return replace(clock, weak=True)  # "um drei Ecken"
    return clock


def _after_part(place: Place) -> Found:
    """Return the hour in "Samstag früh 9" and "morgen abend sieben"."""
    hour, after = place.number("hour"), place.following
    if not isinstance(place.before, Part) or hour > 24 or (after is not None and after.sign == "_" and after.capital):
        return None
    return clock_at(hour, bare=hour <= 12)


def _from_hour(place: Place) -> Found:
    """Return the hour in "morgen ab neun"."""
    hour, after = place.number("hour"), place.following
    if not place.has_day or hour > 24 or (after is not None and after.sign in "_=" and after.capital):
        return None
    return clock_at(hour, bare=hour <= 12)


def _lone_number(place: Place) -> Found:
    """Return that a number behind a weekday must be asked about: "Mittwoch, 19"."""
    return Unclear(VAGUE_TIME) if isinstance(place.before, Weekday) and place.number("hour") <= 31 else None


def _half(place: Place) -> Found:
    """Return "halb acht", which is half past seven."""
    hour = place.number("hour")
    if not 1 <= hour <= 24:
        return Unclear(NO_SUCH_TIME, impossible=True)
    if place.token("half").english:
        return Unclear(VAGUE_TIME)  # the British mean half past, others half to
    return clock_at((hour - 1) % 24, 30, bare=hour <= 12, low=hour)


def _past(place: Place) -> Found:
    """Return "zehn vor neun", "Viertel nach sieben", "fünf vor halb acht", "half past seven", "ten to 8 am"."""
    hour = place.number("hour")
    if place.token("way").sign == "b" and place.token("way").typed.casefold() != "to":
        return None
    minutes = {"r": 15, "z": 30}.get(place.match["minutes"][:1]) or place.number("minutes")
    if not 1 <= hour <= 24 or not 1 <= minutes <= 30:
        return None
    if place.match["minutes"][:1] == "z" and not place.token("minutes").english:
        return None
    before = place.token("way").sign in "<b"
    is_bare = hour <= 12
    if is_bare and place.has("noon"):
        is_bare, hour = False, hour % 12 + 12 * (place.match["noon"] == "A")
    total = (hour * 60 - 30 * place.has("half") + (-minutes if before else minutes)) % DAY
    return Clock(total, is_bare, hour)


def _quarter(place: Place) -> Found:
    """Return "viertel acht" and "dreiviertel acht", as it is said in the east and the south: a part of the hour."""
    hour = place.number("hour")
    if not 1 <= hour <= 24:
        return None
    return clock_at((hour - 1) % 24, 15 if place.match["part"] == "r" else 45, bare=hour <= 12, low=hour)


def _point(place: Place) -> Found:
    value = place.token("point").value
    return Clock(int(value) * 60 if isinstance(value, int) else 0, of_day="point")


def _part(place: Place) -> Found:
    return Part(str(place.token("part").value))


def _morning(place: Place) -> Found:
    """Return that "morgen" behind a day is the morning."""
    return Part("early") if isinstance(place.before, Days | Weekday) else None


def _about(place: Place) -> Found:
    """Return "kurz nach acht" as five past."""
    hour = place.number("hour")
    if not 1 <= hour <= 24:
        return Unclear(NO_SUCH_TIME, impossible=True)
    return Clock(hour * 60 + (5 if place.match["way"] == ">" else -5), bare=hour <= 12, low=hour)


def _dialect(place: Place) -> Found:
    """Return "um achte" as it is said here."""
    hour = place.number("hour")
    return clock_at(hour, bare=True) if hour <= 12 and place.token("hour").typed.endswith("e") else None


def _vague(_place: Place) -> Found:
    return Unclear(VAGUE_TIME)


PATTERNS: Final[Patterns] = patterns(
    (r"[uü]? ç (?P<way>[<>]) (?P<hour>[1n]) U?" + _AFTER, _about),
    (r"[uü]? ç [<>] [ezrs] [1n]? U?", _vague),
    (r"(?P<at>u) (?P<hour>o) (?![MmtkqQW])", _dialect),
    (rf"[uü]? (?P<hour>1):(?P<minute>1) (?: :1 (?:\.[149])? )? (?P<half>A|{AM})? [Uh]? {_ZONE} (?![:y])", _digital),
    (r"[uü]? (?P<hour>1)\.(?P<minute>1) [Uh]", _dotted),
    (rf"u (?P<hour>1)\.(?P<minute>1) (?![.:A]|{AM}|![1M])", _dotted),
    (r"(?P<hour>1)\.(?P<minute>1) (?![.:1!MmAª])", _dotted_alone),
    (r"[uü]? (?P<hour>1)(?P<minute>1) (?P<unit>U)", _o_clock),
    (r"[uü]? (?P<hour>4) U", _four_digits),
    (
        (
            rf"[uü]? {_NO_DAYS} (?P<minutes>[1n]y?|r|z) (?P<way>[<>b]) (?P<half>z)? (?P<hour>[1ne])"
            rf"(?:U|(?P<noon>A|{AM}))? {_NO_DAY}"
        ),
        _past,
    ),
    (r"[uü]? (?P<part>[rs]) (?P<hour>[1n]) U?" + _AFTER, _quarter),
    (r"[uü]? (?P<half>z) (?P<hour>[1ne]) U?" + _AFTER, _half),
    (
        rf"[uü]? (?P<hour>[1ne]) (?P<unit>[Uh]) (?P<minute>[1n]) (?! [.!~/-]|:1|[@MmtkqQxyXUhAª#%] ) {_ZONE}",
        _o_clock,
    ),
    (rf"[uü]? (?P<hour>[1ne]) (?P<unit>[Uh]) (?P<quarter>ĉ)? {_ZONE} (?![/@])", _o_clock),
    (rf"[uü]? (?P<hour>[1n]) (?: \.(?P<minute>1) )? (?P<half>A|{AM}) {_ZONE}", _am_pm),
    (rf"(?P<at>[uü])? (?P<hour>n) (?P<minute>n) (?:-?(?P<ones>n))? (?P<half>A|{AM})?" + _AFTER, _in_words),
    (r"(?P<at>[uü]) (?P<hour>[1ne])" + _AFTER, _bare),
    (r"[uü]? d? (?P<point>N)", _point),
    (r"(?P<hour>1) (?=$|,(?!1))", _lone_number),
    (r"T", _morning),
    (r"(?P<hour>[1n])" + _AFTER, _after_part),
    (r"(?<=f) (?P<hour>[1n]) (?!!)" + _AFTER, _from_hour),
    (r"[ad]? i? (?P<part>P)", _part),
)
