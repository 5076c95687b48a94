"""Where an event takes place: a line of somebody else's taken apart into a town and what is inside of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.calendar.ical.feed import LONGEST_VENUE
from bot.domain.folding import fold
from bot.domain.towns import ELSEWHERE, REMOTE, find_town, trailing_town
from bot.talk.strange import cleaned, one_line

_LONGEST: Final = 500
_BREAK: Final = re.compile(r"[,;|()\n]+")
_POSTCODE: Final = re.compile(r"(?:D-)?[0-9]{5}\b")
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_LANDS: Final = frozenset(
    map(fold, ("Deutschland", "Germany", "DE", "D", "NRW", "NW", "Nordrhein-Westfalen", "North Rhine-Westphalia"))
)
_ONLINE: Final = ("online", "virtuell", "remote", "zoom", "jitsi", "bigbluebutton", "microsoftteams", "googlemeet")


@dataclass(frozen=True, slots=True)
class Spot:
    """A town, or None where nobody can tell, the venue in it, and the address where it takes place in the web."""

    town: str | None = None
    venue: str = ""
    address: str = ""


def spot(location: str) -> Spot:
    """Return where a LOCATION is: "Unperfekthaus, Friedrich-Ebert-Str. 18, 45127 Essen, Deutschland" is in Essen.

    A town of the Ruhr counts where it stands alone or behind a postcode, or ends the line. A postcode before another
    town is "anderswo". Whatever is no town stays in the venue.
    """
    words = cleaned(location, _LONGEST)
    if match := _ADDRESS.search(words):
        around = _spot(words.replace(match[0], " "))
        return Spot(around.town or REMOTE, around.venue, match[0])
    return _spot(words)


def _spot(words: str) -> Spot:
    pieces = [piece for each in _BREAK.split(words) if (piece := " ".join(each.split()))]
    while pieces and fold(pieces[-1]) in _LANDS:
        pieces.pop()
    for at in range(len(pieces) - 1, -1, -1):
        if (town := _named(pieces[at])) is not None:
            return Spot(town, _venue(pieces[:at] if town != ELSEWHERE else pieces))
    if not pieces:
        return Spot()
    front, town = trailing_town(pieces[-1].split())
    if town is not None:
        return Spot(town, _venue([*pieces[:-1], " ".join(front)]))
    if fold(pieces[0]).startswith(_ONLINE):
        return Spot(REMOTE, _venue(pieces))
    return Spot(None, _venue(pieces))


def _named(piece: str) -> str | None:
    """Return the town that a piece names and nothing else, but for a postcode."""
    if _POSTCODE.match(piece):
        return find_town(piece) or ELSEWHERE
    return find_town(piece) if len(piece) > 3 else None  # "BO" and "Do" may be anything here


def _venue(pieces: list[str]) -> str:
    return one_line(", ".join(filter(None, pieces)), LONGEST_VENUE)
