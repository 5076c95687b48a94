"""Bugs in the log: of what type and where they happened, never in whose words, which may quote members."""

from __future__ import annotations

import errno
import logging
import secrets
import traceback
from pathlib import PurePath
from typing import Final

from bot.errors import ConfigError

log = logging.getLogger(__name__)

FRAMES: Final = 8  # of a traceback, the innermost


def reported(error: BaseException, doing: str) -> str:
    """Log a bug under a short code and return the code: what it was, where, and in doing what."""
    code = secrets.token_hex(2)
    log.error("Code %s: %s, in %s", code, places(error), doing)
    return code


def places(error: BaseException) -> str:
    """Return the type of an exception and where it was raised, then the same of what led to it.

    Only a ConfigError, whose sentences are our own, is quoted.
    """
    told: dict[int, str] = {}
    at: BaseException | None = error
    while at is not None and id(at) not in told:
        told[id(at)] = _place(at)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return ", after ".join(told.values())


def _place(error: BaseException) -> str:
    kind = type(error).__name__
    if isinstance(error, ConfigError):
        kind = f"{kind} ({error})"
    if isinstance(error, OSError) and (code := errno.errorcode.get(error.errno or 0)):
        kind = f"{kind} ({code})"
    if isinstance(error, BaseExceptionGroup):
        kind = f"{kind} ({'; '.join(places(inner) for inner in error.exceptions[:FRAMES])})"
    steps = traceback.walk_tb(error.__traceback__)
    frames = [(frame.f_code.co_filename, str(line), frame.f_code.co_name) for frame, line in steps]
    return f"{kind} at {route(frames)}" if frames else kind


def route(frames: list[tuple[str, str, str]]) -> str:
    """Return where frames are, the innermost first."""
    return " < ".join(f"{end_of(file)}:{line} in {name}" for file, line, name in reversed(frames[-FRAMES:]))


def end_of(file: str) -> str:
    """Return the end of a path, which names the module; the rest names the machine's folders."""
    return "/".join(PurePath(file).parts[-2:])
