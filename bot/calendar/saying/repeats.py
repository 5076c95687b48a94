"""What is said of a series: "jeden 2. Mittwoch im Monat", "alle 14 Tage", "mittwochs", "täglich außer sonntags"."""

from __future__ import annotations

from typing import Final

from bot.calendar.rule import DAYS
from bot.calendar.saying.days import DAY_BEHIND
from bot.calendar.saying.items import Counted, DayOfMonth, Every, Except, Item, Part, Times, Unclear
from bot.calendar.saying.place import Found, Patterns, Place, patterns
from bot.calendar.saying.tokens import Token
from bot.talk.text import Phrase

HOW_OFTEN: Final = Phrase("Wie oft und an welchem Tag genau? Schreib zum Beispiel „jeden Mittwoch 19 Uhr“.")
_STEPS: Final = {"t": "DAILY", "k": "WEEKLY", "q": "MONTHLY", "Q": "YEARLY", "x": "MONTHLY"}
_MOST: Final = 366
_YEARS_AHEAD: Final = 20


def _number(piece: Token) -> int:
    return int(piece.value) if isinstance(piece.value, int | float) else 1


def weekdays_of(pieces: list[Token]) -> tuple[int, ...]:
    """Return the weekdays that are listed, "bis" and a dash between two of them filled in."""
    found: list[int] = []
    through = False
    for piece in pieces:
        if piece.sign in "WwS":
            day = _number(piece)
            if through and found:
                first = found[-1] + 1
                found.extend(n % 7 for n in range(first, (day if day >= first else day + 7)))
            found.append(day)
            through = False
        elif piece.sign in "b-":
            through = True
    return tuple(dict.fromkeys(found))


def _each_day(place: Place) -> Found:
    """Return "jeden Dienstag und Freitag", "dienstags", "Tuesdays"."""
    pieces = place.tokens("days")
    other = place.has("every") and place.token("every").value == "other"
    every = Every("WEEKLY" if other else "", 2 if other else 1, weekdays_of(pieces))
    return (every, *_parts(place))


def _parts(place: Place) -> tuple[Item, ...]:
    if not place.has("part"):
        return ()
    piece = place.token("part")
    return (Part("early" if piece.sign == "T" else str(piece.value)),)


def _counted(place: Place) -> Found:
    """Return weekdays counted in the month: "jeden ersten und dritten Montag", "am letzten Freitag im Monat"."""
    days: list[tuple[int, int]] = []
    waiting: list[int] = []
    behind = ""
    for piece in place.tokens("days"):
        if piece.sign == "l" and behind in ("-", "b"):
            waiting[-1] = -waiting[-1]  # "3.-letzten", "3rd to last"
        elif piece.sign in "1ol":
            waiting.append(_number(piece))
        elif piece.sign in "WwS":
            days.extend((n, _number(piece)) for n in waiting or [days[-1][0] if days else 1])
            waiting = []
        behind = piece.sign
    if any(not -5 <= n <= 5 for n, _ in days):
        return Unclear(HOW_OFTEN)
    if place.has("every") and place.token("every").value == "other":
        return Unclear(HOW_OFTEN)
    repeats = place.has("every") or place.has("month") or place.has("always")
    bare = place.has("every") and not place.has("month") and len(days) == 1 and days[0][0] >= 2
    ordinal = next(piece for piece in place.tokens("days") if piece.sign in "1ol")
    english = place.has("every") and place.token("every").english and ordinal.typed.casefold() == "second"
    if bare and english:
        return Every("WEEKLY", 2, (days[0][1],))
    return (Counted(tuple(dict.fromkeys(days)), repeats, bare), *_parts(place))


def _step(place: Place) -> Found:
    """Return "alle 14 Tage", "every two weeks", "jede zweite Woche", "jeden Tag", "every other month"."""
    unit = place.match["unit"]
    number = 1
    if place.has("number"):
        value = place.token("number").value
        if not isinstance(value, int | float) or value % 1 or value < 0:
            return Unclear(HOW_OFTEN)
        number = int(value)
    if place.token("every").value == "other":
        number = 2
    number *= 3 if unit == "x" else 1
    if not 1 <= number <= _MOST:
        return Unclear(HOW_OFTEN)
    if unit == "t" and number % 7 == 0:
        return Every("WEEKLY", number // 7)
    return Every(_STEPS[unit], number)


def _period(place: Place) -> Found:
    """Return "täglich", "14-tägig", "werktags"."""
    parts = dict(part.split("=") for part in str(place.token("period").value).split(";"))
    days = tuple(DAYS.index(day) for day in parts.get("BYDAY", "").split(",") if day)
    return (Every(parts["FREQ"], int(parts.get("INTERVAL", "1")), days), *_parts(place))


def _counted_period(place: Place) -> Found:
    """Return that no rule of ours says "der letzte Werktag im Monat"; in "ab dem 5. werktags" nothing is counted."""
    period = place.token("period")
    return None if "BYDAY" not in str(period.value) or period.typed.endswith("s") else Unclear(HOW_OFTEN)


def _stepped_period(place: Place) -> Found:
    """Return "14-tägig", "2-wöchentlich"."""
    rule, number = str(place.token("period").value), place.number("number")
    if rule not in ("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY") or not 1 <= number <= _MOST:
        return None
    if rule == "FREQ=DAILY":
        return Every("WEEKLY", number // 7) if number % 7 == 0 else None
    return Every(rule.removeprefix("FREQ="), number)


def _weekends(_place: Place) -> Found:
    return Every("WEEKLY", 1, (5, 6))


def _each_year(_place: Place) -> Found:
    """Return "jeden" before a date, "immer am 24. Dezember"."""
    return Every("YEARLY")


def _each_part(place: Place) -> Found:
    """Return "jeden Abend", which is every day."""
    return (Every("DAILY"), *_parts(place))


def _month_day(place: Place) -> Found:
    """Return "am 15. jeden Monats", "jeden Ersten", "am letzten Tag des Monats"."""
    days = [DayOfMonth(_number(piece), repeats=True) for piece in place.tokens("days") if piece.sign in "1ol"]
    if not days or any(not (-2 <= day.day <= 31 and day.day) for day in days):
        return Unclear(HOW_OFTEN)
    return (Every("MONTHLY"), *days)


def _last_day(place: Place) -> Found:
    return DayOfMonth(place.number("last"))


def _times(place: Place) -> Found:
    count = place.number("count")
    before = place.previous
    if not 1 <= count <= 1000 or (before is not None and before.sign in "-b" and place.match["count"] == "1"):
        return Unclear(HOW_OFTEN)
    return Times(count)


def _rate(_place: Place) -> Found:
    return Unclear(HOW_OFTEN, mild=True)


def _rate_unclear(_place: Place) -> Found:
    """Return that no rule of ours says this: even weeks, a day of each quarter."""
    return Unclear(HOW_OFTEN)


def _asked_of_series(_place: Place) -> Found:
    """Return what says no day by itself, but narrows a series: "in den Ferien", "ab 2027"."""
    return Unclear(HOW_OFTEN, of_series=True)


def _season(place: Place) -> Found:
    """Return holidays and seasons; "Sommer" without "im" may be a name."""
    before = place.previous
    is_season = place.token("season").value == "season"
    return None if is_season and (before is None or before.sign not in "idfbv<>ñ") else _asked_of_series(place)


def _off(place: Place) -> Found:
    """Return that a series leaves out the day before this: "7.12. Ausfall", "im Juli ist Pause", "am 7.12. nicht"."""
    how, before = place.token("off").value, place.match.string[: place.match.start()].removesuffix("_")
    is_beside = how != "behind" and before.endswith(("!", "M", "H", "4"))
    return _asked_of_series(place) if how == "always" or is_beside else None


def _year(place: Place) -> Found:
    """Return "ab 2027"; "ab 2000 Euro" is no year."""
    return _asked_of_series(place) if 0 <= place.number("year") - place.today.year <= _YEARS_AHEAD else None


def _nothing(_place: Place) -> Found:
    """Return nothing: an amount for each week, or a thing with a number, says no time."""
    return ()


def _left_out(place: Place) -> Found:
    return Except(weekdays_of(place.tokens("days")) if place.has("days") else ())


_A_DATE: Final = r"(?:H|M|(?:1!?|o)M|1[.!]1)"
_ORDINAL: Final = r"(?:1!-l|obl|1[.!]|o|l)"
_SEP: Final = r"(?:[,/]?[&,/]|[,]?\||(?<=[Wwol!])-(?=[1olWw]))"
_COUNTED: Final = rf"{_ORDINAL} (?:{_SEP}d?{_ORDINAL})* [WwS] (?:{_SEP}[ad]*{_ORDINAL}(?:{_SEP}d?{_ORDINAL})*[WwS])*"
_LIST: Final = r"(?:[,/]?[&,/]|[-b])"

PATTERNS: Final[Patterns] = patterns(
    (r"i? d? % [kV]", _rate_unclear),
    (rf"[øñ] _ (?: [adi]* (?={_A_DATE}) | [adi]+ (?=[Ww]) )", _asked_of_series),
    (rf"ø [adi]* (?={_A_DATE}|[WwS])", _asked_of_series),
    (r"(?P<off>ø)", _off),
    (r"ñ [aid]* (?=J)", _asked_of_series),
    (r"(?P<off>ñ) (?![aduibf]*[HWwSMCgRTNDGKF1])", _off),
    (r"J ƒ", _rate_unclear),
    (r"(?P<season>ƒ)", _season),
    (r"[fbvi] d? Q? (?P<year>4) (?![U:./h-])", _year),
    (r"Ø [adi]* (?=[Mm])", _rate_unclear),
    (r"J? [ad]* (?:" + _COUNTED + r") [idJ]* [xQ]", _rate_unclear),
    (r"= [-:]? [149] (?:[./-][149])* (?:[&|,]1\.1(?![!UhA]))*", _nothing),
    (r"E c? d? (?: RP? | [TPWHN] | _?g )", _nothing),
    (r"(?:1-)? [1n9] [hy] C | C (?:1-)? [1n] y | C [1n] h | [1ne]? X C", _rate),
    (r"(?:[1n][-b])? [1n9] [hytLX] (?: [@/] | i d? | a? d )? d? [kqtQ] (?!S)", _rate),
    (r"(?P<number>1|n) -? (?P<period>C)", _stepped_period),
    (r"[1ne]? X (?:p|[@/di]+[kqtQ])", _rate),
    (r"[1n]-[1n] [tyk] [@/] [kqtQ]", _nothing),
    (r"(?P<always>I) [aid]* (?P<days>" + _COUNTED + r") (?P<month>p)?", _counted),
    (r"(?P<every>J) q [aid,]* (?P<days>" + _COUNTED + r") p?", _counted),
    (r"[ad]* (?P<every>J) (?P<days>" + _COUNTED + r") (?P<part>[PT])? (?P<month>p|J?[dia]*q)?", _counted),
    (r"[aid]* (?P<days>" + _COUNTED + r") (?P<month>p|d?Jq)", _counted),
    (r"[aid]* (?P<days>" + _COUNTED + r") (?! [id]?[MmqkQx] )", _counted),
    (rf"[ad]* J [d]? (?P<days>{_ORDINAL}(?:[&,]{_ORDINAL})*) (?: p | (?=[,u]|[1n]U|1:|$) )", _month_day),
    (r"I? [ad]* (?P<days>(?:1[!.]?|o)(?:[,]?[&,]d?(?:1[!.]?|o))*|lt) (?P<month>p|d?Jq)", _month_day),
    (r"I [a] d? (?P<days>(?:1!|o)(?:[,]?[&,]d?(?:1!|o))*) (?![1]?[MmWw])", _month_day),
    (rf"J d? (?:{_ORDINAL}(?:[,]?[&,]d?{_ORDINAL})+|l) [kqQx]", _rate_unclear),
    (r"[ad]* J? d? (?P<days>1!|o) t (?P<month>p|d?Jq)", _month_day),
    (r"[ad]* (?P<last>l) t (?! [di]*[GKDZ]?[QMmq] )", _last_day),
    (r"(?P<every>J) (?:(?P<number>1!?|n|o))? (?P<unit>[tkqQx])", _step),
    (r"(?P<every>j) (?P<number>1|n|9) -? (?P<unit>[tkqQx])", _step),
    (r"[ad]* (?P<every>J) (?P<days>[Ww](?:" + _LIST + r"d?[Ww])*) (?P<part>[PT])? (?!p)", _each_day),
    (r"J [Ww] p", _rate_unclear),
    (r"I [aid]* (?P<days>[WwS](?:" + _LIST + r"[ad]*[WwS])*) (?P<part>[PT])?", _each_day),
    (r"[d]? (?P<days>S(?:" + _LIST + r"[ad]*[SWw])*) (?P<part>[P])?", _each_day),
    (r"(?P<days>[Ww][-b]S)", _each_day),
    (rf"[ad]* J? d? (?:{_ORDINAL}|[GKZ]) (?P<period>C)", _counted_period),
    (r"[ad]? J? [ad]? (?P<period>C) (?P<part>P)?", _period),
    (r"J g | I [ad]* g", _weekends),
    (rf"[JI] [ad]* (?= (?:1[.!]?|o)d?[Mm] | [Mm]d?{DAY_BEHIND} | (?:1!|o)?H | 1[.!]1(?:!|[.!]4) )", _each_year),
    (r"J [ad]* (?= 1\.1(?![.:UhA]) )", _each_year),
    (r"J M", _rate_unclear),
    (r"J (?P<part>[PT])", _each_part),
    (r"(?P<count>1|n|9) -? X (?![@/])", _times),
    (r"O [adi]* (?P<days>[WwS](?:[,]?[&,|/][ad]*[WwS])*)?", _left_out),
)
