"""The 53 municipalities of the Regionalverband Ruhr: names, what people call them, and how far apart they lie.

A town is named by its official name; two more words may stand where a town stands: `REMOTE` and `ELSEWHERE`.
Distances are great-circle distances between centres. Coordinates are degrees north and east, to three decimals.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType

from bot.domain.folding import fold
from bot.errors import InvalidInput

REMOTE = "remote"
ELSEWHERE = "anderswo"
NEIGHBOURS_WITHIN_KM = 18.0
EARTH_RADIUS_KM = 6371.0

CENTRES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "Bochum": (51.482, 7.216),
        "Bottrop": (51.524, 6.929),
        "Dortmund": (51.514, 7.465),
        "Duisburg": (51.435, 6.763),
        "Essen": (51.458, 7.014),
        "Gelsenkirchen": (51.518, 7.086),
        "Hagen": (51.361, 7.475),
        "Hamm": (51.68, 7.816),
        "Herne": (51.539, 7.226),
        "Mülheim an der Ruhr": (51.427, 6.883),
        "Oberhausen": (51.47, 6.852),
        "Breckerfeld": (51.262, 7.468),
        "Ennepetal": (51.299, 7.363),
        "Gevelsberg": (51.32, 7.34),
        "Hattingen": (51.399, 7.186),
        "Herdecke": (51.4, 7.434),
        "Schwelm": (51.286, 7.293),
        "Sprockhövel": (51.347, 7.244),
        "Wetter (Ruhr)": (51.388, 7.395),
        "Witten": (51.444, 7.335),
        "Castrop-Rauxel": (51.557, 7.312),
        "Datteln": (51.654, 7.342),
        "Dorsten": (51.66, 6.964),
        "Gladbeck": (51.571, 6.983),
        "Haltern am See": (51.743, 7.182),
        "Herten": (51.596, 7.144),
        "Marl": (51.657, 7.09),
        "Oer-Erkenschwick": (51.642, 7.251),
        "Recklinghausen": (51.614, 7.198),
        "Waltrop": (51.624, 7.402),
        "Bergkamen": (51.616, 7.641),
        "Bönen": (51.598, 7.76),
        "Fröndenberg/Ruhr": (51.472, 7.766),
        "Holzwickede": (51.5, 7.617),
        "Kamen": (51.592, 7.664),
        "Lünen": (51.616, 7.528),
        "Schwerte": (51.443, 7.568),
        "Selm": (51.692, 7.474),
        "Unna": (51.535, 7.689),
        "Werne": (51.664, 7.635),
        "Alpen": (51.579, 6.513),
        "Dinslaken": (51.564, 6.733),
        "Hamminkeln": (51.732, 6.59),
        "Hünxe": (51.642, 6.767),
        "Kamp-Lintfort": (51.505, 6.546),
        "Moers": (51.452, 6.641),
        "Neukirchen-Vluyn": (51.444, 6.549),
        "Rheinberg": (51.546, 6.597),
        "Schermbeck": (51.695, 6.877),
        "Sonsbeck": (51.609, 6.377),
        "Voerde (Niederrhein)": (51.597, 6.687),
        "Wesel": (51.659, 6.618),
        "Xanten": (51.663, 6.454),
    }
)
TOWNS: tuple[str, ...] = tuple(CENTRES)

_ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    REMOTE: (
        "Homeoffice", "Home-Office", "online", "virtuell", "von zu Hause", "von zuhause", "ortsunabhängig", "überall",
        "anywhere", "Telearbeit",
    ),
    ELSEWHERE: (
        "woanders", "außerhalb", "auswärts", "elsewhere", "andere Stadt", "außerhalb des Ruhrgebiets",
        "nicht im Ruhrgebiet", "außerhalb vom Ruhrgebiet", "Ausland",
    ),
    "Bochum": ("Wattenscheid", "Bochum Wattenscheid"),
    "Castrop-Rauxel": ("Castrop", "Rauxel"),
    "Duisburg": ("Rheinhausen", "Ruhrort"),
    "Fröndenberg/Ruhr": ("Fröndenberg", "Fröndenberg an der Ruhr"),
    "Gelsenkirchen": ("Buer", "Gelsenkirchen Buer"),
    "Hagen": ("Hohenlimburg",),
    "Haltern am See": ("Haltern", "Haltern a. See"),
    "Hamm": ("Hamm Westfalen", "Hamm (Westf.)"),
    "Hattingen": ("Hattingen an der Ruhr", "Hattingen Ruhr"),
    "Herne": ("Wanne-Eickel", "Wanne", "Eickel"),
    "Kamp-Lintfort": ("Lintfort",),
    "Mülheim an der Ruhr": ("Mülheim", "Mülheim Ruhr", "Mülheim a. d. Ruhr", "Mülheim a. d. R."),
    "Neukirchen-Vluyn": ("Vluyn",),
    "Oer-Erkenschwick": ("Erkenschwick",),
    "Voerde (Niederrhein)": ("Voerde",),
    "Wetter (Ruhr)": ("Wetter", "Wetter an der Ruhr"),
    "Witten": ("Witten Ruhr", "Witten an der Ruhr"),
})  # fmt: skip
_PLATES: Mapping[str, str] = MappingProxyType({
    "BO": "Bochum", "BOT": "Bottrop", "CAS": "Castrop-Rauxel", "DIN": "Dinslaken", "DO": "Dortmund", "DU": "Duisburg",
    "GE": "Gelsenkirchen", "GLA": "Gladbeck", "HA": "Hagen", "HAM": "Hamm", "HER": "Herne", "LÜN": "Lünen",
    "MH": "Mülheim an der Ruhr", "OB": "Oberhausen", "RE": "Recklinghausen", "UN": "Unna", "WES": "Wesel",
    "WIT": "Witten",
})  # fmt: skip
_LONGEST_PLATE = 3  # letters; behind a comma it is a district: "Marl, RE"
_LONGEST_NAME = 5  # words, as in "Mülheim a. d. R."
_POSTCODE = re.compile(r"^\s*(?:D-)?\d{5}\s+")
_BEHIND_A_TOWN = re.compile(r"[,;(]|-\B|-(?=\w)")
_BETWEEN_TOWNS = re.compile(r"[,;/|&+]|\s(?:und|oder|and|or)\s", re.IGNORECASE)
THE_REGION = frozenset(map(fold, ("ruhrgebiet", "das ruhrgebiet", "im ruhrgebiet", "ruhrpott", "ruhr", "nrw")))
_BEFORE_A_TOWN = frozenset(map(fold, ("in", "aus", "bei", "um", "nahe", "nähe", "raum", "near", "around")))
_LONGEST_SHOWN = 40


def find_town(text: str) -> str | None:
    """Return the town that a town field names, `REMOTE` or `ELSEWHERE`, or None.

    Number plates count in any case, since nothing but a town stands there; a postcode before and a district or
    land behind ("45127 Essen", "Essen-Werden", "Essen, NRW") are passed over.
    """
    words = _POSTCODE.sub("", text)
    return _by_name(words) or _plates().get(fold(words)) or _by_name(_BEHIND_A_TOWN.split(words, maxsplit=1)[0])


def read_town(text: str) -> str:
    """Return the town that a town field names; raises InvalidInput with up to three names that come near.

    Several towns and the whole region are refused as well.
    """
    pieces = (piece for piece in _BETWEEN_TOWNS.split(text) if len(piece.strip()) > _LONGEST_PLATE)
    if len(set(map(find_town, pieces)) - {None}) > 1:
        raise InvalidInput("Nenn nur einen Ort.")
    if town := find_town(text):
        return town
    if fold(text) in THE_REGION:
        raise InvalidInput("Nenn eine Stadt, zum Beispiel Essen.")
    shown = " ".join(text.split())
    shown = shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"
    near = near_towns(text)
    if not near:
        raise InvalidInput(
            "„{typed}“ kenne ich nicht als Ort im Ruhrgebiet. Sonst schreib „remote“ oder „anderswo“.",
            values={"typed": shown},
        )
    raise InvalidInput(
        "„{typed}“ kenne ich nicht als Ort im Ruhrgebiet. Meintest du {near}? Sonst schreib „remote“ oder „anderswo“.",
        values={"typed": shown, "near": ", ".join(near)},
    )


def near_towns(text: str) -> tuple[str, ...]:
    """Return up to three names whose spelling comes near what was typed, the nearest first."""
    near = difflib.get_close_matches(fold(text[:_LONGEST_SHOWN]), _names(), n=6, cutoff=0.65)
    return tuple(dict.fromkeys(_names()[name] for name in near))[:3]


def trailing_town(words: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """Split words into those in front and the town that the last of them name, as many of them as belong to it.

    Number plates count only in capitals here: "do" and "du" are words. A preposition before the town goes with it.
    Where all words are the town, nothing is left in front: the caller decides what that means.
    """
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        front, last = tuple(words[:-length]), " ".join(words[-length:])
        if town := _by_name(last) or _PLATES.get(last):
            return (front[:-1] if front and fold(front[-1]) in _BEFORE_A_TOWN else front), town
    return tuple(words), None


def distance_km(one: str, other: str) -> float:
    """Return the great-circle distance between the centres of two towns, by the haversine formula."""
    (north1, east1), (north2, east2) = CENTRES[one], CENTRES[other]
    lat1, lat2 = radians(north1), radians(north2)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(east2 - east1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


@cache
def neighbours(town: str) -> frozenset[str]:
    """Return the other towns whose centres lie at most 18 km away; none for remote and elsewhere."""
    if town not in CENTRES:
        return frozenset()
    return frozenset(other for other in TOWNS if other != town and distance_km(town, other) <= NEIGHBOURS_WITHIN_KM)


def _by_name(text: str) -> str | None:
    return _names().get(fold(text))


@cache
def _names() -> Mapping[str, str]:
    """Return every folded name and alias with its town."""
    official = ((town, town) for town in (*TOWNS, REMOTE, ELSEWHERE))
    aliases = ((alias, town) for town, known in _ALIASES.items() for alias in known)
    return {fold(name): town for name, town in chain(official, aliases)}


@cache
def _plates() -> Mapping[str, str]:
    return {fold(plate): town for plate, town in _PLATES.items()}
