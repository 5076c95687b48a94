"""Addresses of the calendars that others may subscribe to: everybody's, a town's, and one person's secret one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from bot.domain.towns import ELSEWHERE, REMOTE, TOWNS

EVERYTHING: Final = "/kalender/alle.ics"
_OF_A_TOWN: Final = "/kalender/ort/{town}.ics"
_OF_A_PERSON: Final = "/kalender/persoenlich/{token}.ics"
_PERSONAL: Final = re.compile(r"/kalender/persoenlich/([0-9]{1,10}-[A-Za-z0-9_-]{32})\.ics")
_IN_TWO_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Personal:
    """A member's own calendar address; `token` is None where the member switched it off.

    Whoever has the token reads the calendar: it stands in no log and in no message but private ones.
    """

    member_id: int
    token: str | None
    since: datetime


def of_town(town: str) -> str:
    """Return the path of a town's calendar: "/kalender/ort/muelheim-an-der-ruhr.ics"."""
    return _OF_A_TOWN.format(town=_plain(town))


def of_person(token: str) -> str:
    """Return the path of a personal calendar."""
    return _OF_A_PERSON.format(token=token)


def town_at(path: str) -> str | None:
    """Return the town whose calendar has this path, None for any other path."""
    return _towns().get(path)


def token_at(path: str) -> str | None:
    """Return the token in the path of a personal calendar, whether it is valid or not; None for any other path."""
    found = _PERSONAL.fullmatch(path)
    return found[1] if found else None


def subscribing(address: str) -> str:
    """Return an address as calendars take it for a subscription at once: with webcal instead of https or http."""
    return re.sub(r"^https?:", "webcal:", address)


@cache
def _towns() -> dict[str, str]:
    return {of_town(town): town for town in (*TOWNS, REMOTE, ELSEWHERE)}


def _plain(town: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", town.lower().translate(_IN_TWO_LETTERS)).strip("-")
