"""What is answered over HTTP: a path in, a status with headers and a body out. Knows no server.

There are calendars (`bot.domain.calendars` names their paths) and /health; whatever else is asked for is not there, and
the answer does not say why.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from bot.serving import Served

HEALTH: Final = "/health"
ALLOWED: Final = ("GET", "HEAD")
HEALTHY: Final = "Der Bot läuft und hört."
_PUBLIC: Final = "public, max-age=300"
_PRIVATE: Final = "private, no-cache"  # asked for again each time, so that an address is void at once
_NOWHERE: Final = (
    "Hier ist nichts. Kalender-Adressen nennt dir der Bot mit /kalender; eine eigene gilt, bis du sie abschaltest."
)

Find = Callable[[str], Awaitable[Served | None]]
Findings = Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, its headers, and a body."""

    status: int
    body: bytes = b""
    type: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)


async def answer(method: str, path: str, known: str, find: Find, findings: Findings) -> Answer:
    """Return what is answered; `known` is the If-None-Match of who asks, `findings` what is wrong with the bot."""
    if method not in ALLOWED:
        return in_words(405, "Hier wird nur gelesen.", Allow=", ".join(ALLOWED))
    if path == HEALTH:
        return _health(findings())
    served = await find(path)
    if served is None:
        return in_words(404, _NOWHERE)
    headers = _headers(served)
    if _is_known(served.tag, known):
        return Answer(304, headers=headers)
    return Answer(200, served.content, "text/calendar", headers)


def in_words(status: int, words: str, **headers: str) -> Answer:
    """Return an answer of one sentence, which nobody keeps."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, f"{words}\n".encode(), headers={"Cache-Control": "no-store", **named})


def _health(wrong: list[str]) -> Answer:
    """Return the same as `ideenherd health` says: 503 where it finds something."""
    return in_words(503 if wrong else 200, "\n".join(wrong) or HEALTHY)


def _headers(served: Served) -> dict[str, str]:
    headers = {"ETag": f'"{served.tag}"', "Cache-Control": _PRIVATE if served.is_private else _PUBLIC}
    if served.changed is not None:
        headers["Last-Modified"] = _http_date(served.changed)
    return headers


def _http_date(at: datetime) -> str:
    return format_datetime(at.replace(microsecond=0), usegmt=True)


def _is_known(tag: str, known: str) -> bool:
    """Say whether If-None-Match names the tag; a cache may have made it weak."""
    named = [one.strip().removeprefix("W/") for one in known.split(",")]
    return f'"{tag}"' in named or "*" in named
