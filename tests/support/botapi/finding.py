"""What Telegram sees in a text by itself: by TDLib, Telegram's own parser, where it is installed, else by a likeness.

The likeness agrees with TDLib about commands, @mentions, hashtags and cashtags; of addresses it knows the usual ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from tests.support.botapi.entities import Entity, stretch, units

Finder = Callable[[str], tuple[Entity, ...]]

_SHORT: Final = "gif|vid|pic|bing|wiki|imdb|bold|vote|like|coub"  # @names below the usual length
_TLD: Final = "com|de|org|net|me|io|info|eu|md|py|dev|app|ruhr|nrw|koeln|xyz|at|ch|uk"
_PATTERNS: Final = (
    ("url", re.compile(r"(?<![\w@])(?:https?|ftp|tg|ton)://[^\s<>\"']+[^\s<>\"'.,;:!?()]")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,8}\b")),
    (
        "url",
        re.compile(rf"(?<![\w@./-])(?:[^\W_][\w-]*\.)+(?:{_TLD})\b(?::\d+)?(?:[/?#][^\s<>\"']*[^\s<>\"'.,;:!?()])?"),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}(?![\w/<>])|(?![\w/<>@]))")),
    ("mention", re.compile(rf"(?<!\w)@(?:[A-Za-z0-9_]{{4,32}}|{_SHORT})(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}(?![#\w])")),
    ("cashtag", re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?![\w$])")),
)
_TDLIB_KINDS: Final = {
    "textEntityTypeMention": "mention",
    "textEntityTypeHashtag": "hashtag",
    "textEntityTypeCashtag": "cashtag",
    "textEntityTypeBotCommand": "bot_command",
    "textEntityTypeUrl": "url",
    "textEntityTypeEmailAddress": "email",
    "textEntityTypePhoneNumber": "phone_number",
}
_SIGNS: Final = re.compile(r"[@/#$.:]|\d{5}")  # a text without any holds nothing to be found


def by_likeness(text: str) -> tuple[Entity, ...]:
    """Return what our own patterns find, in order, nothing overlapping."""
    hits: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in hits):
                hits.append((match.start(), match.end(), kind))
    return tuple(
        Entity(kind, units(text[:start]), units(text[start:end]), text[start:end], found=True)
        for start, end, kind in sorted(hits)
    )


@lru_cache(maxsize=1)
def tdlib() -> Finder | None:
    """Return TDLib's finder, None where it is not installed."""
    if find_spec("tdjson") is None:
        return None
    execute: Callable[[bytes], bytes | None] = import_module("tdjson").td_execute
    execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())

    def by_tdlib(text: str) -> tuple[Entity, ...]:
        answer = execute(json.dumps({"@type": "getTextEntities", "text": text}).encode())
        entities = json.loads(answer)["entities"] if answer else []
        hits = ((_TDLIB_KINDS.get(each["type"]["@type"]), each["offset"], each["length"]) for each in entities)
        return tuple(
            Entity(kind, offset, length, stretch(text, offset, length), found=True)
            for kind, offset, length in hits
            if kind is not None
        )

    return by_tdlib


@lru_cache(maxsize=1024)
def found(text: str) -> tuple[Entity, ...]:
    """Return what Telegram sees in a text by itself, in order, nothing overlapping."""
    if not _SIGNS.search(text):
        return ()
    return (tdlib() or by_likeness)(text)
