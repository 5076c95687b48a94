"""Members' words stay letters: Telegram makes mentions and commands of words by itself, and no setting turns that off.

A word joiner behind the sign, which nobody sees, takes `@name` and `/command` apart. What begins a word, what a name is
made of and what is removed was measured with TDLib 1.8.69, Telegram's own parser; older clients find a little more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

JOINER: Final = "\u2060"
Range = tuple[int, int]

# Telegram removes these before it looks for mentions, so a sign and a name that they part would come together.
_REMOVED: Final = "\r\u030a\u0333\u033f\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
_AS_BLANKS: Final = "".join(map(chr, range(32))).replace("\n", "").replace("\r", "")
_KEPT: Final = str.maketrans(dict.fromkeys(_REMOVED, "") | dict.fromkeys(_AS_BLANKS, " "))
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_SIGN: Final = re.compile(r"(?:(?<![\w/<>])/|(?<!\w)@)(?=[A-Za-z0-9_])")
_WORD: Final = re.compile(r"[A-Za-z0-9_]+(?:@[A-Za-z0-9_]*)?")

# Fewer addresses than Telegram finds: one that it did not find would leave its signs to it.
_USER: Final = r"(?:[a-z0-9._+-]+@)?"
_HOST: Final = r"(?:[a-z0-9äöüß](?:[a-z0-9äöüß-]*[a-z0-9äöüß])?\.)+"
_ENDINGS: Final = "de|com|org|net|eu|at|ch|nl|io|me|info|app|dev|social|ruhr|nrw|koeln|berlin|hamburg"
_ADDRESS: Final = re.compile(
    rf"(?<!\S)[(„]?(?:https?://{_HOST}[a-z]{{2,}}|{_USER}{_HOST}(?:{_ENDINGS}))(?=[/?#]|:\d|[.:,;!)“]*(?:\s|$))"
    r"(?::\d{1,4})?(?:[/?#][\w/?#@!$&*+=:.~%,;-]*)?",
    re.IGNORECASE,
)


def tidy(words: str) -> str:
    """Return the words as Telegram keeps them: without what it removes, with blanks for other control characters.

    A lone surrogate, which cannot be sent, becomes the replacement character.
    """
    return _SURROGATE.sub("\ufffd", words.translate(_KEPT))


def signs(words: str, ours: Sequence[Range]) -> Iterator[int]:
    """Yield where a sign begins a word that is not wholly in one of the ranges of our own words."""
    for sign in _SIGN.finditer(words):
        word = _WORD.match(words, sign.end())
        end = word.end() if word else sign.end()
        if not any(start <= sign.start() and end <= stop for start, stop in ours):
            yield sign.start()


def joints(words: str, ours: Sequence[Range]) -> list[int]:
    """Return where joiners go in: behind each of the signs but those inside an address, which would lead nowhere."""
    found = list(signs(words, ours))
    addresses = [match.span() for match in _ADDRESS.finditer(words)] if found else []
    return [at + 1 for at in found if not any(start <= at < stop for start, stop in addresses)]
