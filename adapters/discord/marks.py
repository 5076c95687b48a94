"""What Discord keeps for us in a message: the call that a button carries, and the mark by which we find it again.

    event.answer&event=12&answer=Dabei
    ~k7f3a2cd~event.answer&event=12&answer=Dabei
    ~2~event.answer&event=12&answer=Dabei

The mark of a delivery stands in the first button, else in the footer, else in a last line of small print. A number
tells apart buttons with the same call: Discord refuses equal ids in a message. What was ever written is read for ever.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from typing import Final

from bot.talk.answers import Call
from bot.talk.carrying import decoded, encoded

LONGEST: Final = 100  # characters of a custom id
CARRIED: Final = 90  # bytes of a call, so that a mark fits before it
SMALL: Final = "-# "  # begins a line of small print
PARTED: Final = " · "  # between a footer and the mark behind it

_MARK: Final = r"[a-z2-7]{8}"
_PREFIXED: Final = re.compile(rf"~({_MARK}|\d*)~(.*)", re.DOTALL | re.ASCII)
_IN_FOOTER: Final = re.compile(rf"(?:.*{PARTED})?({_MARK})", re.DOTALL)
_IN_CONTENT: Final = re.compile(rf"(?:.*\n)?{SMALL}({_MARK})", re.DOTALL)


def marked(key: str) -> str:
    """Return the mark of a delivery: eight letters and digits that are the same for the same key."""
    return _digest(key)[:8]


def of_part(mark: str) -> str:
    """Return what the messages before the last bear of a reply that became several: they alone are not the whole."""
    return marked(mark) if mark else ""


def nonce(key: str, part: int = 0) -> str:
    """Return a nonce of at most 25 characters, the same for the same key and part of a message in several."""
    return _digest(f"{part}:{key}")[:24]


def custom_id(call: Call, prefix: str) -> str:
    """Return what a button carries: the call, with a mark or number before it where there is one.

    Raises ValueError where the call does not fit: the caller makes it short first, with `carrying.shortened`.
    """
    carried = encoded(call, CARRIED)
    if carried is None:
        raise ValueError(f"a button cannot carry this call to {call.command}: it has to be kept")
    return f"~{prefix}~{carried}" if prefix else carried


def pressed(custom_id: str) -> Call | None:
    """Return the call that a button carries, or None where it is not one of ours; anybody can send anything."""
    prefixed = _PREFIXED.fullmatch(custom_id)
    return decoded(prefixed[2] if prefixed else custom_id, CARRIED)


def mark_in(custom_ids: Iterable[str] = (), footer: str = "", content: str = "") -> str | None:
    """Return the mark in the parts of a message, None where there is none.

    Words of a footer may look like a mark: the caller compares it with the one that it looks for.
    """
    for carried in custom_ids:
        prefixed = _PREFIXED.fullmatch(carried)
        if prefixed and re.fullmatch(_MARK, prefixed[1]):
            return prefixed[1]
    found = _IN_FOOTER.fullmatch(footer) or _IN_CONTENT.fullmatch(content)
    return found[1] if found else None


def _digest(words: str) -> str:
    return base64.b32encode(hashlib.sha256(words.encode()).digest()).decode().lower()
