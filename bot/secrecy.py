"""Secrecy: no token and nobody's words reach the log.

What our own lines say is watched where they are written. What libraries, tracebacks and warnings say is not ours: their
words may quote a message, a member or an address with a token in it. So of an exception its type and places are kept,
of a warning its kind and place, secrets are replaced wherever they stand, and each record is one line.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TextIO
from urllib.parse import quote

from bot.reporting import end_of, places, route

if TYPE_CHECKING:
    from types import TracebackType

log = logging.getLogger(__name__)

REDACTED: Final = "•••"
SHORTEST: Final = 6  # characters of a secret; a shorter one stands in ordinary words too

# What these say below WARNING quotes requests, statements or messages.
TALKATIVE: Final = "aiohttp aiosqlite alembic apscheduler asyncio discord httpcore httpx sqlalchemy telegram".split()
_QUOTING: Final = "telegram.request.BaseRequest"  # logs every answer that it cannot read, in full, as an error

# Tokens by their looks, for those that nobody named: Telegram's, Discord's, those of Discord's interactions, and
# the secret addresses of calendars.
_LOOKS_SECRET: Final = re.compile(
    r"(?P<bot>\bbot)?\d{6,}(?::|%3A)[\w-]{30,}"
    r"|(?P<url>/bot)\d+(?::|%3A)[^/\s]+"
    r"|\b[MNO][\w-]{22,27}\.[\w-]{6,7}\.[\w-]{27,}"
    r"|(?P<hook>/(?:webhooks|interactions)/\d+/)[\w-]{20,}"
    r"|(?P<calendar>/persoenlich/)[\w-]+"
)
_NEVER: Final = re.compile(r"(?!)")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_PLAIN: Final = re.compile(r"[A-Za-z ]*")
_FRAME: Final = re.compile(r'File "(.+?)", line (\d+), in (\S+)')


class Redacting(logging.Filter):
    """Takes secrets and foreign words out of records; belongs on handlers, since a logger's filter sees only its own.

    Secrets are given by value and replaced in every form in which they may stand in an address. What else looks like a
    token is replaced too.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        forms = {form for secret in secrets for form in _forms(secret) if len(form) >= SHORTEST}
        longest_first = sorted(forms, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if forms else _NEVER

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, changed."""
        record.msg, record.args = _said(record), None
        if record.exc_info:
            record.exc_text = places(record.exc_info[1]) if record.exc_info[1] is not None else None
            record.exc_info = None
        if record.stack_info:
            record.stack_info = "from " + route(_FRAME.findall(record.stack_info))
        for name, value in vars(record).items():
            if isinstance(value, str):
                setattr(record, name, self.redacted(value))
        return True

    def redacted(self, text: str) -> str:
        """Return the text without secrets."""
        return _LOOKS_SECRET.sub(_without, self._known.sub(REDACTED, text))


class OneLine(logging.Formatter):
    """Writes a record as one line: the time in UTC, level, logger, message, and where an exception comes from."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; nothing in it can begin another."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = ": ".join(filter(None, (record.getMessage(), record.exc_text, record.stack_info)))
        return _CONTROLS.sub(" ", f"{at} {record.levelname} {record.name}: {said}")


class _Discreet(logging.StreamHandler[TextIO]):
    """Keeps quiet about a record that cannot be written: Python would print its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Lose the record."""


def set_up(secrets: Iterable[str], level: int | str = logging.INFO, stream: TextIO | None = None) -> None:
    """Let the whole process log to one stream, by default standard error, from here to its end.

    Uncaught exceptions, also those of threads and finalisers, and warnings are logged instead of printed. An event loop
    needs `quietly` as its exception handler besides.
    """
    handler = _Discreet(stream)
    handler.setFormatter(OneLine())
    handler.addFilter(Redacting(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))
    logging.getLogger(_QUOTING).setLevel(logging.CRITICAL)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable
    warnings.showwarning = _warned


def quietly(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what reached an event loop and nobody caught: of what type and where, never in whose words."""
    error = context.get("exception")
    said = _plain(str(context.get("message", "")))
    log.error("%s: %s", said, places(error) if error is not None else "no exception")


def _said(record: logging.LogRecord) -> str:
    """Return the message of a record; of asyncio's only the plain words, since it goes on to quote what failed."""
    try:
        said = record.getMessage()
    except Exception:  # noqa: BLE001 - a line whose values do not fit must not end what it tells of
        return f"{record.msg} (its values do not fit)"
    return _plain(said) if record.name == "asyncio" else said


def _plain(text: str) -> str:
    words = _PLAIN.match(text)
    return words[0].strip() if words else ""


def _forms(secret: str) -> set[str]:
    """Return how a secret may be written: as it is, as part of an address, and without the number before its colon."""
    return {form for part in (secret, secret.partition(":")[2]) for form in (part, quote(part), quote(part, safe=""))}


def _without(found: re.Match[str]) -> str:
    return next(filter(None, found.groupdict().values()), "") + REDACTED


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    log.critical("Ended by %s", places(error))


def _uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
        log.error("A thread was ended by %s", places(told.exc_value))


def _unraisable(told: sys.UnraisableHookArgs) -> None:
    if told.exc_value is not None:
        log.error("Nobody could catch %s", places(told.exc_value))


def _warned(
    message: Warning | str,  # noqa: ARG001 - the signature is Python's; its words are what is left out
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    logging.getLogger("py.warnings").warning("%s at %s:%d", category.__name__, end_of(filename), lineno)
