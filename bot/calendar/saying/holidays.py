"""The days that have a name: fixed ones, those that go by Easter and those that go by a Sunday.

Named are days of the whole country, of North Rhine-Westphalia and of the English calendar that people make dates by.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

# name in plain spelling: (month, day)
FIXED: Final[Mapping[str, tuple[int, int]]] = {
    **dict.fromkeys(("neujahr", "neujahrstag", "new year", "new year's", "new year's day"), (1, 1)),
    **dict.fromkeys(
        ("heilige drei koenige", "heiligen drei koenigen", "heiligen drei koenige", "dreikoenig", "dreikoenigstag"),
        (1, 6),
    ),
    **dict.fromkeys(("valentinstag", "valentine's day", "valentine's"), (2, 14)),
    **dict.fromkeys(("weltfrauentag", "frauentag", "internationaler frauentag", "international women's day"), (3, 8)),
    **dict.fromkeys(("tag der arbeit", "maifeiertag", "may day"), (5, 1)),
    **dict.fromkeys(("walpurgisnacht",), (4, 30)),
    **dict.fromkeys(("mariae himmelfahrt", "maria himmelfahrt"), (8, 15)),
    **dict.fromkeys(
        ("tag der deutschen einheit", "tages der deutschen einheit", "deutsche einheit", "tag der einheit"), (10, 3)
    ),
    **dict.fromkeys(("reformationstag",), (10, 31)),
    **dict.fromkeys(("halloween",), (10, 31)),
    **dict.fromkeys(("allerheiligen", "all saints' day", "all saints"), (11, 1)),
    **dict.fromkeys(("allerseelen",), (11, 2)),
    **dict.fromkeys(
        ("martinstag", "sankt martin", "st martin", "sankt martinstag", "karnevalsauftakt", "elfter im elften"),
        (11, 11),
    ),
    **dict.fromkeys(("barbaratag",), (12, 4)),
    **dict.fromkeys(
        ("nikolaus", "nikolaustag", "nikolausabend", "sankt nikolaus", "st nicholas day", "saint nicholas day"), (12, 6)
    ),
    **dict.fromkeys(
        (
            *("heiligabend", "heilig abend", "heiliger abend", "heiligen abend", "heiligem abend", "heiligabends"),
            *("christmas eve", "heilige nacht", "weihnachtsabend"),
        ),
        (12, 24),
    ),
    **dict.fromkeys(
        ("weihnachten", "christmas", "christmas day", "xmas", "weihnachtstag", "weihnachtsfeiertag"), (12, 25)
    ),
    **dict.fromkeys(("boxing day", "stephanstag", "stefanstag"), (12, 26)),
    **dict.fromkeys(("silvester", "sylvester", "silvesterabend", "altjahrsabend", "new year's eve", "nye"), (12, 31)),
}
# name: days after Easter Sunday
BY_EASTER: Final[Mapping[str, int]] = {
    **dict.fromkeys(("weiberfastnacht", "altweiber", "altweiberfastnacht", "weiberfastnachts"), -52),
    **dict.fromkeys(("tulpensonntag", "karnevalssonntag"), -49),
    **dict.fromkeys(("nelkensamstag", "karnevalssamstag"), -50),
    **dict.fromkeys(("rosenmontag", "rosenmontags"), -48),
    **dict.fromkeys(("veilchendienstag", "faschingsdienstag", "fastnacht", "karnevalsdienstag", "shrove tuesday"), -47),
    **dict.fromkeys(("aschermittwoch", "ash wednesday"), -46),
    **dict.fromkeys(("palmsonntag", "palm sunday"), -7),
    **dict.fromkeys(("gruendonnerstag", "maundy thursday"), -3),
    **dict.fromkeys(("karfreitag", "good friday"), -2),
    **dict.fromkeys(("karsamstag", "ostersamstag", "holy saturday", "easter saturday"), -1),
    **dict.fromkeys(("ostern", "ostersonntag", "easter", "easter sunday", "osterfest"), 0),
    **dict.fromkeys(("ostermontag", "easter monday"), 1),
    **dict.fromkeys(("weisser sonntag", "weissen sonntag"), 7),
    **dict.fromkeys(("christi himmelfahrt", "himmelfahrt", "himmelfahrtstag", "vatertag", "ascension day"), 39),
    **dict.fromkeys(("pfingstsamstag",), 48),
    **dict.fromkeys(("pfingsten", "pfingstsonntag", "pentecost", "whit sunday", "whitsun", "pfingstfest"), 49),
    **dict.fromkeys(("pfingstmontag", "whit monday"), 50),
    **dict.fromkeys(("fronleichnam", "fronleichnamstag", "corpus christi"), 60),
}
_BY_ADVENT: Final[Mapping[str, int]] = {  # days from the first Sunday of Advent
    **dict.fromkeys(("buss und bettag", "bettag", "busstag"), -11),
    "volkstrauertag": -14,
    **dict.fromkeys(("totensonntag", "ewigkeitssonntag"), -7),
    **dict.fromkeys(("advent", "adventssonntag", "adventsonntag", "sunday of advent"), 0),
}
_BY_RULE: Final[Mapping[str, tuple[int, int, int]]] = {  # month, weekday, which
    **dict.fromkeys(("muttertag", "mother's day"), (5, 6, 2)),
    **dict.fromkeys(("erntedank", "erntedankfest"), (10, 6, 1)),
    "thanksgiving": (11, 3, 4),
}
COUNTED: Final = frozenset(
    {"advent", "adventssonntag", "adventsonntag", "sunday of advent", "weihnachtstag", "weihnachtsfeiertag"}
)
NAMES: Final = frozenset({*FIXED, *BY_EASTER, *_BY_ADVENT, *_BY_RULE})


def easter(year: int) -> date:
    """Return Easter Sunday, by Gauss's rule as Lichtenberg mended it; right for every year of our calendar."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    first = year % 19
    seed = (19 * first + moon) % 30
    correction = (seed + first // 11) // 29
    limit = 21 + seed - correction
    sunday = 7 - (year + year // 4 + 2 - (3 * century + 3) // 4) % 7
    return date(year, 3, 1) + timedelta(days=limit + 7 - (limit - sunday) % 7 - 1)


def advent(year: int) -> date:
    """Return the first Sunday of Advent, the fourth before Christmas Day."""
    christmas = date(year, 12, 25)
    return christmas - timedelta(days=christmas.weekday() + 22)


def named_day(name: str, year: int, which: int) -> date:
    """Return the day of that name in a year; `which` counts Sundays of Advent and days of Christmas."""
    if name in FIXED:
        month, day = FIXED[name]
        return date(year, month, day) + timedelta(days=which - 1 if name in COUNTED else 0)
    if name in BY_EASTER:
        return easter(year) + timedelta(days=BY_EASTER[name])
    if name in _BY_ADVENT:
        return advent(year) + timedelta(days=_BY_ADVENT[name] + (7 * (which - 1) if name in COUNTED else 0))
    month, weekday, place = _BY_RULE[name]
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))


def coming_day(name: str, today: date, which: int) -> date:
    """Return the first day of that name that is not in the past."""
    return next(day for year in (today.year, today.year + 1) if (day := named_day(name, year, which)) >= today)


def highest(name: str) -> int:
    """Return how far a counted name counts: four Sundays of Advent, two days of Christmas, else one."""
    if name not in COUNTED:
        return 1
    return 2 if name in FIXED else 4
