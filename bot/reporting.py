"""Bugs in the log: where they happened and of what type, never in whose words."""

from __future__ import annotations

import logging
import secrets
import traceback
from pathlib import Path

log = logging.getLogger(__name__)


def reported(error: BaseException, doing: str) -> str:
    """Log a bug under a short code and return the code: its type and line, never its words, which may quote members."""
    code = secrets.token_hex(2)
    frames = traceback.extract_tb(error.__traceback__)
    at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    log.error("Code %s: %s at %s in %s", code, type(error).__name__, at, doing)
    return code
