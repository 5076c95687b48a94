"""Weekdays, whole and short; a short one may be another word, as "so" and "do" are."""

from __future__ import annotations

import re
from typing import Final

from bot.calendar.saying.items import Weekday, Which
from bot.calendar.saying.place import Found, Patterns, Place, patterns

_NEAR: Final = 12  # pieces
_OTHERS: Final = re.compile("^(?:[,&|/+]*w!?)+")  # "mi und fr" behind "mo": the time behind them is of all


def _weekday(place: Place) -> Found:
    """Return a weekday; a short one counts with a capital, a dot or a time beside it."""
    piece = place.token("day")
    if piece.sign == "w" and not place.has("which") and not _is_weekday(place, piece.typed.casefold()):
        return None
    which = {"G": Which.NEXT, "K": Which.COMING, "D": Which.THIS, "Z": Which.AFTER_NEXT, "l": Which.LAST}
    value = piece.value
    return Weekday(
        value if isinstance(value, int) else 0, which.get(place.match["which"] or "", Which.BARE), piece.english
    )


def _is_weekday(place: Place, typed: str) -> bool:
    piece, after, before = place.token("day"), place.following, place.previous
    behind = "".join(one.sign for one in place.pieces[place.match.end() : place.match.end() + _NEAR])
    rest = (_OTHERS.sub("", behind) or behind).lstrip(",")
    at_time = rest[:1] in tuple("14oPHNuüadvb-/&|fznrsTiGMwWk") and rest[:2] != "1_"
    if typed == "so" and not piece.dotted:
        if after is not None and after.sign in "uü" and not (before is not None and before.sign in "ad"):
            return False
        if before is not None and before.sign in "adbfvGKDZ" and piece.capital:
            return True
        begins = piece.capital or before is None  # "so 18 Uhr" may be Sunday, "dann so 18 Uhr" is not
        return (begins and at_time and rest[:1] in tuple("14PHT-/&")) or _alone(place)
    if piece.dotted and after is not None and after.sign == "_" and after.capital:
        return False  # "Fr. Müller"
    if after is None and before is None:
        return piece.capital
    if before is not None and (
        before.sign in "adfbv&|-/YJ" or (place.before is not None and before.sign in ",U!:14APRNWwMkª")
    ):
        return (
            piece.capital
            or piece.dotted
            or len(typed) == 3
            or ((before.sign in "adfbvY" or isinstance(place.before, Weekday)) and after is None)
            or at_time
        )
    return at_time and (piece.capital or piece.dotted or rest[:1] in tuple("14PHuüzn"))


def _alone(place: Place) -> bool:
    return place.token("day").capital and (place.following is None or place.following.sign in "-/&,")


PATTERNS: Final[Patterns] = patterns(
    (r"(?P<which>[GKDZl])? d? (?P<day>[Ww]) ", _weekday),
)
