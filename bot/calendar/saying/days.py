"""Days: dates, weekdays, named days, weeks and months, and so many days from here."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from bot.calendar.saying.holidays import COUNTED, FIXED, coming_day, highest, named_day
from bot.calendar.saying.items import DayOfMonth, Days, Span, Unclear
from bot.calendar.saying.place import Found, Patterns, Place, patterns
from bot.talk.text import Phrase

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_MOST_DAYS: Final = 36525
WHICH_ORDER: Final = Phrase("Ist das Tag/Monat oder Monat/Tag? Schreib zum Beispiel „3.12.“.")
VAGUE_DAY: Final = Phrase("Welcher Tag genau? Schreib das Datum, zum Beispiel „2.12.“.")
A_DATE_AT_ALL: Final = Phrase("Ist das ein Datum? Dann schreib es mit Punkt dahinter, zum Beispiel „2.12.“.")
TOO_FAR: Final = Phrase(
    "Das ist mehr als {years} Jahre hin. Schreib etwas Früheres, zum Beispiel „{example}“.", years=100, example="2.12."
)
OVER: Final = Phrase("Das ist schon vorbei. Schreib etwas, das noch kommt.")


def dated(day: int, month: int, year: int | None, today: date) -> date | None:
    """Return the date; without a year the next one that is not in the past, None where there is none such."""
    for chosen in [year] if year is not None else range(today.year, today.year + 9):
        with suppress(ValueError):  # a 29 February waits for its year, 30 February for ever
            found = date(chosen, month, day)
            if year is not None or found >= today:
                return found
    return None


def _date(place: Place, day: int, month: int, *, weak: bool = False) -> Days | Unclear:
    year = year_of(place)
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return Unclear(OVER if year < _FIRST_YEAR else TOO_FAR, impossible=True)
    found = dated(day, month, year, place.today)
    if found is None:
        said = f"{day}.{month}.{'' if year is None else year}"
        return _no_such_day(said)
    return Days(((found, None),), weak=weak, yearly=year is None)


def _no_such_day(day: str) -> Unclear:
    sentence = Phrase("Den {day} gibt es nicht. Schreib zum Beispiel „{example}“.", day=day, example="2.12.")
    return Unclear(sentence, impossible=True)


def year_of(place: Place) -> int | None:
    """Return the year that a match names, None without one."""
    if "year" not in place.match.re.groupindex or not place.has("year"):
        return None
    typed = place.token("year").typed
    return int(typed) + 2000 * (len(typed) == 2)


def _iso(place: Place) -> Found:
    return _date(place, place.number("day"), place.number("month"))


def _numeric(place: Place) -> Found:
    """Return "2.12.", "2.12.2026", "2. 12. 26"; "3.12" without a dot behind may be a version."""
    day, month = place.number("day"), place.number("month")
    if place.has("year") and len(place.token("year").typed) == 1:
        return None
    if any(len(place.token(name).typed) == 2 and place.token(name).typed == "00" for name in ("day", "month")):
        return None
    after = place.following
    if (
        not place.has("year")
        and place.match["end"] == "."
        and after is not None
        and after.sign == "1"
        and not _begins_clock(place)
    ):
        return ()  # "1.12.0" is a version
    ends = place.has("year") or place.match["end"] == "!"
    if not ends and not _may_be_date(place):
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        return _weak(_date(place, day, month, weak=True))
    return _date(place, day, month)


def _weak(found: Days | Unclear) -> Found:
    return found if isinstance(found, Days) else None


def _may_be_date(place: Place) -> bool:
    """Say whether a number without a dot behind it is a date: it begins the text or stands at words of a date."""
    before, after = place.previous, place.following
    if before is not None and before.sign in "advbfYuw W-,&|":
        return before.sign != "," or place.before is not None
    if before is None:
        return after is None or after.sign in "1n4,uüvbf-hWwPzrs&|"
    return after is not None and (after.sign in "uüzrs-b" or _begins_clock(place))


def _begins_clock(place: Place) -> bool:
    rest = "".join(piece.sign for piece in place.pieces[place.match.end() : place.match.end() + 3])
    return rest[:2] in ("1U", "1h", "1:", "1A") or rest[:3] in (",1U", ",1h", ",1:")


def _slashed(place: Place) -> Found:
    """Return "12/3": in English the month comes first, in German the day; where nothing tells, it is asked."""
    one, two = place.number("one"), place.number("two")
    if (one, two) == (24, 7) or not _is_dated(place):
        return None
    readings = [_date(place, one, two), _date(place, two, one)]
    right = [found for found in readings if isinstance(found, Days)]
    if not right:
        return _no_such_day(f"{one}/{two}")
    if len(right) == 1 or one == two:
        return right[0]
    if place.has("year"):
        ahead = [found for found in right if found.readings[0][0] >= place.today]
        if len(ahead) == 1:
            return ahead[0]
    american = any(piece.sign in "Aa" and piece.typed.casefold() in ("am", "pm") for piece in place.pieces)
    if american:
        return right[1]
    if any(piece.sign == "U" for piece in place.pieces) and not place.english:
        return right[0]
    return Days(tuple(found.readings[0] for found in right), because=WHICH_ORDER)


def _is_dated(place: Place) -> bool:
    """Say whether a fraction stands where a date does."""
    before, after = place.previous, place.following
    if place.has("year"):
        return True
    if after is not None and after.sign in "#d_tkqQxyX@" and not (before is not None and before.sign in "advwWbfu"):
        return False
    return before is None or before.sign in "advwWbfu,"


def _month_named(place: Place) -> Found:
    """Return "3. Dezember 2026", "Dec 3rd", "dritten Dezember"."""
    return _date(place, place.number("day"), place.number("month"))


def _day_of_month(place: Place) -> Found:
    """Return "den 15.", "the 15th": the month is found later."""
    day, after = place.number("day"), place.following
    if not 1 <= day <= 31:
        return None
    if after is not None and after.capital and after.sign in "_=#":
        return None
    return DayOfMonth(day)


def _numbered_day(place: Place) -> Found:
    """Return the day in "Saturday 5th"; in "Saturday first" it is none."""
    return _day_of_month(place) if place.token("day").typed[0].isdigit() else None


def _from_today(place: Place) -> Found:
    value = place.token("day").value
    found = place.today + (value if isinstance(value, int) else 0) * _DAY
    return Days(((found, None),), from_today=True)


def _tomorrow(place: Place) -> Found:
    """Return "morgen", where it is no greeting and no part of another day."""
    if place.match.start() and place.pieces[place.match.start() - 1].sign == "E":
        return None
    return Days(((place.today + _DAY, None),), from_today=True)


def _holiday(place: Place) -> Found:
    """Return a day with a name, by its year where one is said."""
    name, which = str(place.token("name").value), 1
    if place.match.start() and place.pieces[place.match.start() - 1].sign == "E":
        return None
    counted = name in COUNTED
    if place.has("which"):
        which = place.number("which")
        if not counted or not 1 <= which <= highest(name):
            return None
    elif counted and name.startswith("advent"):
        return Unclear(VAGUE_DAY)
    year = year_of(place)
    if year is not None and not 1900 <= year <= 2200:
        return Unclear(VAGUE_DAY)
    found = coming_day(name, place.today, which) if year is None else named_day(name, year, which)
    others: tuple[Span, ...] = ()
    if name in ("weihnachten", "christmas"):
        others = ((found - _DAY, None), (found + _DAY, None))
    elif name in ("ostern", "easter", "pfingsten"):
        others = ((found + _DAY, None),)
    return Days(((found, None), *others), yearly=year is None, moving=name not in FIXED)


def vague(_place: Place) -> Found:
    """Return that the day must be asked for."""
    return Unclear(VAGUE_DAY)


def _between_days(place: Place) -> Found:
    """Return a number that begins a range of days: "5.-6.12.", "4. bis 6. Dezember", "5th to 7th of December"."""
    day = place.number("day")
    return DayOfMonth(day) if 1 <= day <= 31 else None


def _over(_place: Place) -> Found:
    return Unclear(OVER)


_NUMBER: Final = r"(?:1[~.]1|[1e]ö|[19neö])"
_AMOUNT: Final = rf"(?:{_NUMBER}[yhtkqQx])"
_NO_CLOCK: Final = r"(?![:UhA])"
# A day of the month right behind its name, which an hour is not: "Dezember 3", not "Dezember 18 Uhr".
DAY_BEHIND: Final = r"(?:1(?![:UhA.~#tkqQyX%]|[-b]1(?:[.:]1)?[UhA])|o)"
MONTH_YEAR: Final = r"(?: [,.!]? (?P<year>4) (?![U:]))?"
_SEP: Final = r"[-b&|/,]"

PATTERNS: Final[Patterns] = patterns(
    (r"(?P<year>4)-(?P<month>1)-(?P<day>1) (?P<t>_)?", _iso),
    (r"(?P<year>4)[/.](?P<month>1)[/.](?P<day>1)", _iso),
    (r"(?P<day>1)-(?P<month>1)-(?P<year>4)", _iso),
    (r"[19]\.[19]\.[19](?:\.[19])+", lambda _place: ()),
    (r"(?P<day>1)[.!](?P<month>1)(?P<end>[.!])(?P<year>4) (?!U)", _numeric),
    (r"(?P<day>1)[.!](?P<month>1)(?P<end>\.)(?P<year>1) (?![:UhA]|\.1)", _numeric),
    (r"(?P<day>1)[.!](?P<month>1)(?P<end>,)?(?P<year>4) (?![U])", _numeric),
    (rf"(?P<day>1)(?P<glue>[.!])(?P<month>1) {_NO_CLOCK} (?P<end>[.!])?", _numeric),
    (r"(?P<one>1)/(?P<two>1) (?: /(?P<year>4|1) )? (?![U:hA.!]|[Mm])", _slashed),
    (rf"d? (?P<day>1)[.!]?-? d? (?P<month>[Mm]) {MONTH_YEAR}", _month_named),
    (rf"d? (?P<day>o) d? (?P<month>[Mm]) {MONTH_YEAR}", _month_named),
    (rf"(?P<month>[Mm]) d? (?P<day>{DAY_BEHIND}) {MONTH_YEAR}", _month_named),
    (r"d? (?:(?P<which>1!|o))? (?P<name>H) (?P<year>4(?![U:]))?", _holiday),
    (r"(?P<day>R)", _from_today),
    (r"T", _tomorrow),
    (
        rf"(?P<day>1)[.!]? (?={_SEP}d? (?:[WwP],?)? d? 1[.!]? (?:{_SEP}d?1[.!]?)? (?:[Mm]|1[.!4]|(?<=!)(?:$|[,u])) )",
        _between_days,
    ),
    (rf"(?P<day>o) (?={_SEP}d?od?[Mm])", _between_days),
    (r"(?<=[Mm][1o][-b&]) (?P<day>[1o]) (?![:UhA.])", _between_days),
    (r"(?<=[advfbY&|-]) (?P<day>1)! (?![1]?[Mm])", _day_of_month),
    (r"(?:(?<=[Ww])|(?<=[Ww],)) d? (?P<day>1)!", _day_of_month),
    (r"(?:(?<=[Ww])|(?<=[Ww],)) (?P<day>o) (?![WwSHtkqQxgMm])", _numbered_day),
    (r"(?<=[advfbY&]) (?P<day>o) (?![WwSHtkqQxg])", _day_of_month),
    (r"[<>] d* (?=[HWwRTNDGKF1eo])", vague),
    (r"ñ [aduibf]* (?=[HWwSMCgRTNDGKF1])", vague),
    (r"π [ad]* (?=[HWwRTNDGKF14])", _over),
)
