"""Weeks, months and their parts, weekdays counted in a month, and so many days from here."""

from __future__ import annotations

from calendar import monthrange
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.calendar.saying.days import DAY_BEHIND, MONTH_YEAR, OVER, TOO_FAR, VAGUE_DAY, vague, year_of
from bot.calendar.saying.items import Days, Shift, Span, Unclear, Weekday, Which
from bot.calendar.saying.place import Found, Patterns, Place, amount, patterns
from bot.calendar.saying.repeats import HOW_OFTEN

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_MOST_DAYS: Final = 36525
_NUMBER: Final = r"(?:1[~.]1|[1n]&eö|[1e]ö|[149neö])"
_AMOUNT: Final = rf"(?:{_NUMBER}[yhtkqQx])"
# Each of "Januar und Februar".
_LISTED: Final = "(?:(?<=[Mm][-&|/,])|(?<=[Mm]4[-&|/,])|(?=[Mm][-&|/][Mm]))"


def week_of(day: date) -> Span:
    """Return Monday to Sunday of the week of a day."""
    monday = day - day.weekday() * _DAY
    return monday, monday + 6 * _DAY


def _week(place: Place) -> Found:
    """Return "nächste Woche", "diese Woche" as a span, in which a weekday picks its day."""
    steps = {"D": 0, "G": 1, "K": 1, "Z": 2}.get(place.match["which"])
    if steps is None:
        return Unclear(OVER)
    return Days((week_of(place.today + steps * _WEEK),), whole=True)


def _calendar_week(place: Place) -> Found:
    week, year = place.number("week"), year_of(place)
    monday = None
    this = place.today.isocalendar().year  # on 1 January it may be the year before
    for chosen in [year] if year else (this, this + 1):
        with suppress(ValueError):
            found = date.fromisocalendar(chosen, week, 1)
            if year or found + 6 * _DAY >= place.today:
                monday = found
                break
    if monday is None:
        return Unclear(VAGUE_DAY, impossible=True)
    return Days(((monday, monday + 6 * _DAY),), whole=True)


def _weekend(place: Place) -> Found:
    """Return a weekend; the next one may be this week's too, which stands behind it."""
    before, name = place.previous, place.token("name").typed
    if (before is not None and before.sign == "E") or name in ("we", "We"):
        return None
    saturday = place.today + (5 - place.today.weekday()) * _DAY
    steps = {"G": 1, "Z": 2, "K": 0, "D": 0}.get(place.match["which"] or "", 0)
    found = saturday + steps * _WEEK
    spans = [(found, found + _DAY)]
    if place.match["which"] in ("G", "Z") and place.today.weekday() < 5:
        spans.append((found - _WEEK, found - 6 * _DAY))
    days = Days(tuple(spans), whole=True)
    return days if place.match["which"] else (days, Unclear(HOW_OFTEN, of_series=True))


def month_span(year: int, month: int) -> Span:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _month(place: Place) -> Found:
    """Return "im Dezember", "nächsten Monat"."""
    if place.has("name"):
        month, year = place.number("name"), year_of(place)
        year = _coming_year(month, place.today) if year is None else year
        return Days((month_span(year, month),), whole=True, in_month=month) if 1 <= year <= 9998 else None
    return Days(
        (month_span(*_months_on(place.today, {"G": 1, "K": 1, "Z": 2}.get(place.match["which"], 0))),), whole=True
    )


def _coming_year(month: int, today: date) -> int:
    return today.year + (month < today.month)


def _months_on(today: date, months: int) -> tuple[int, int]:
    years, month = divmod(today.month - 1 + months, 12)
    return today.year + years, month + 1


def _year_whole(place: Place) -> Found:
    year = place.today.year + {"G": 1, "K": 1, "Z": 2}.get(place.match["which"], 0)
    return Days(((date(year, 1, 1), date(year, 12, 31)),), whole=True)


def _part_of(place: Place) -> Found:
    """Return "Ende Januar", "Mitte nächster Woche": an end is its last day, a middle the 15th; mostly to be asked."""
    part, span = place.token("part").value, _whole(place)
    if span is not None and place.match["unit"] in ("q", "Q", "p", "k") and _is_over(part, span, place.today):
        span = _whole(place, later=1)  # "Mitte des Jahres", when that is over
    first, last = span if span is not None else (place.today, None)
    if last is None:
        return None
    days = (last - first).days + 1
    if part == "end":
        early = last - 2 * _DAY if days == 7 else last - 9 * _DAY
        return Days(((last, None), (early, last)), because=VAGUE_DAY)
    if part == "middle" and days == 7:
        return Days(((first + 2 * _DAY, None),), because=VAGUE_DAY)
    if part == "middle" and days < 32:
        return Days(((first + 14 * _DAY, None), (first + 10 * _DAY, first + 19 * _DAY)), because=VAGUE_DAY)
    if part == "middle":
        return Days(((date(first.year, 6, 30), None),), because=VAGUE_DAY)
    return Days(((first, None), (first, first + (1 if days == 7 else 9) * _DAY)), because=VAGUE_DAY, in_month=-1)


def _is_over(part: object, span: Span, today: date) -> bool:
    first, last = span[0], span[1] or span[0]
    return {"begin": first, "middle": first + (last - first) // 2}.get(str(part), last) < today


def _whole(place: Place, later: int = 0) -> Span | None:
    """Return the week, month or year that a part is of, or one later."""
    steps = {"G": 1, "K": 1, "Z": 2}.get(place.match["which"] or "", 0) + later
    match place.match["unit"]:
        case "M" | "m":
            month, year = place.number("unit"), year_of(place)
            return month_span(_coming_year(month, place.today) if year is None else year, month)
        case "q" | "p":
            return month_span(*_months_on(place.today, steps))
        case "k":
            return week_of(place.today + steps * _WEEK)
        case "x":
            first = place.today.month - (place.today.month - 1) % 3
            return date(place.today.year, first, 1), month_span(place.today.year, first + 2)[1]
        case "t":
            return place.today, place.today
        case "Q":
            year = year_of(place) or place.today.year + steps
            return date(year, 1, 1), date(year, 12, 31)
        case "4":
            year = place.number("unit")
            return (date(year, 1, 1), date(year, 12, 31)) if 1900 <= year <= 2200 else None
    return None


def _counted_in(place: Place) -> Found:
    """Return "den letzten Freitag im November", a single day."""
    day = place.token("day").value
    weekday = day if isinstance(day, int) else 0
    ordinal, month, year = _ordinal(place), place.number("month"), year_of(place)
    years = [year] if year is not None else [place.today.year, place.today.year + 1]
    for chosen in years:
        found = nth_weekday(chosen, month, ordinal, weekday)
        if found is not None and (year is not None or found >= place.today):
            return Days(((found, None),), yearly=year is None, counted=(ordinal, weekday))
    return Unclear(VAGUE_DAY, impossible=True)


def _ordinal(place: Place) -> int:
    return place.number("which")


def nth_weekday(year: int, month: int, which: int, weekday: int) -> date | None:
    """Return the second Monday, the last Friday of a month, None where it has no such day."""
    first, last = month_span(year, month)
    if last is None:
        return None
    if which > 0:
        found = first + ((weekday - first.weekday()) % 7 + 7 * (which - 1)) * _DAY
    else:
        found = last - ((last.weekday() - weekday) % 7 - 7 * (which + 1)) * _DAY
    return found if found.month == month else None


def _last_of(place: Place) -> Found:
    """Return "am letzten Tag des Jahres"."""
    span = _whole(place)
    return Days(((span[1], None),)) if span is not None and span[1] is not None else None


def _beside(place: Place) -> Found:
    """Return the weekday of "Montag nach Ostern", "Freitag vor dem 1. Advent"."""
    day = place.token("day").value
    which = Which.BEFORE if place.match["way"] == "<" else Which.AFTER
    return Weekday(day if isinstance(day, int) else 0, which)


def _shift(place: Place) -> Found:
    """Return "in zwei Wochen", "in 1 h 30 min", "in einem halben Jahr"."""
    if place.has("an") and not place.token("an").english and place.token("an").typed.casefold() != "an":
        return None
    pieces = place.tokens("amounts")
    days, months, minutes = 0.0, 0.0, 0.0
    numbers: list[int] = []
    if pieces[-1].sign == "z":  # "an hour and a half"
        if pieces[-4].sign not in "hy":
            return Unclear(VAGUE_DAY)
        unit = pieces[-4].value
        minutes += (unit if isinstance(unit, int) else 60) / 2
        pieces = pieces[:-3]
    for at, piece in enumerate(pieces):
        if piece.sign in "yhtkqQx":
            number = amount([pieces[n] for n in numbers])
            numbers = []
            value = piece.value
            match piece.sign:
                case "y" | "h":
                    minutes += number * (value if isinstance(value, int) else 60)
                case "t" | "k":
                    days += number * (1 if piece.sign == "t" else 7)
                case _:
                    months += number * {"q": 1, "Q": 12, "x": 3}[piece.sign]
        else:
            numbers.append(at)
    if days % 1 or months % 1:
        return Unclear(VAGUE_DAY)
    if days > _MOST_DAYS or months > 1200 or minutes > _MOST_DAYS * 1440:
        return Unclear(TOO_FAR, impossible=True)
    passes = timedelta(minutes=round(minutes)) if minutes else None
    deadline = place.match.re.groupindex.get("within") is not None
    return Shift(int(days), int(months), passes, deadline=deadline)


def _shift_from(place: Place) -> Found:
    """Return "a week from" and "2 Tage vor", which shift the day behind them."""
    found = _shift(place)
    if not isinstance(found, Shift) or found.passes:
        return None
    back = place.match["way"] == "<"
    if place.match["way"] == "v" and place.token("way").typed.casefold() != "from":
        return None
    shift = replace(found, days=-found.days, months=-found.months) if back else found
    return replace(shift, anchored=True)


def _week_on(place: Place) -> Found:
    """Return "a week on" before a weekday; "once a week on Monday" is a rate."""
    if place.token("on").typed.casefold() != "on":
        return None
    if place.previous is not None and place.previous.typed.casefold() in ("once", "twice", "thrice"):
        return Unclear(HOW_OFTEN)
    found = _shift(place)
    return replace(found, anchored=True) if isinstance(found, Shift) else found


def _week_behind(place: Place) -> Found:
    """Return the week of "Friday week" and "tomorrow fortnight", which shifts the day before it."""
    behind_day = isinstance(place.before, Weekday) or (isinstance(place.before, Days) and place.before.from_today)
    said = place.token("amounts").typed.casefold()
    return _shift(place) if behind_day and said in ("week", "fortnight") else None


def _week_before(place: Place) -> Found:
    """Return the week of "a week tomorrow", which shifts the day behind it."""
    return _shift(place) if place.tokens("amounts")[-1].english else None


PATTERNS: Final[Patterns] = patterns(
    (r"i ü? (?P<an>d) (?P<amounts>[yhtkqQ](?:&ez)?)", _shift),
    (rf"i ü? (?P<an>d)? (?P<amounts>{_AMOUNT}(?:[&,]?{_AMOUNT})*(?:&ez)?)", _shift),
    (r"i d? G? [%] [yhtkqQ]", vague),
    (r"[id]* [GK] [1n] [tkqQ]", vague),
    (r"i? [1n9] C", vague),
    (r"i ü? [1n] [-b|] [1n] [yhtkqQ]", vague),
    (rf"(?P<within>ä) [vdG]* (?P<amounts>{_AMOUNT})", _shift),
    (rf"(?P<an>d)? (?P<amounts>{_NUMBER}[tkqQ]) (?P<way>[v<>]) d? (?=[HWwRT1o])", _shift_from),
    (rf"(?P<amounts>{_NUMBER}k) (?P<on>d) (?=[Ww])", _week_on),
    (r"(?P<amounts>n?k) (?!1(?![:.UhAaª]))", _week_behind),
    (rf"(?P<amounts>{_NUMBER}k) (?=R)", _week_before),
    (rf"(?P<an>d)? (?P<amounts>{_AMOUNT}) v Ö", _shift),
    (r"[ad]* l t [di]* (?P<which>[GKDZ])? (?P<unit>[QMmq]) (?P<year>4)?", _last_of),
    (r"d? (?P<day>W) (?P<way>[<>]) d? (?=1[.!]|[HMo])", _beside),
    (r"(?<![1neö9%]) (?P<amounts>t) (?P<way>[<>]) d? (?=[HWwRT1o])", _shift_from),
    (rf"d? (?P<which>1[.!]|o|l) (?P<day>[Ww]) (?:i|d)? (?P<month>[Mm]) {MONTH_YEAR}", _counted_in),
    (r"[id]? d? (?P<which>[GKDZl]) k", _week),
    (r"i? d? (?P<which>[GKDZ]) q", _month),
    (r"i? d? (?P<which>[GKDZ]) Q", _year_whole),
    (r"[ai]? d? (?P<which>[GKDZ])? (?P<name>g)", _weekend),
    (r"i? V ! ? (?P<week>1) (?: /? (?P<year>4) )?", _calendar_week),
    (r"i? d? (?P<week>1)! V (?P<year>4)?", _calendar_week),
    (r"d? (?P<part>F) [di]* (?P<which>[GKDZ])? (?P<unit>[qkQx4pt]|[Mm]) (?: (?P<year>4)(?![U:]) )?", _part_of),
    (r"(?P<name>[Mm]) (?P<year>4) (?!U)", _month),
    (rf"(?:i|(?<=[bfvF])d?|{_LISTED}) (?P<which>[D])? (?P<name>[Mm]) (?!d?{DAY_BEHIND}) {MONTH_YEAR}", _month),
)
