"""Web addresses that members type: read once, the same everywhere."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from bot.errors import InvalidInput
from bot.talk.strange import cleaned, one_line
from bot.talk.text import Phrase

LONGEST: Final = 300
_HOST: Final = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,}")
_NEVER: Final = re.compile(r"[\s<>\"'`\\^{|}\[\]()]")


def read_link(word: str, longest: int = LONGEST) -> str:
    """Return a checked web address: http or https, no login in it; a bare host is taken for https.

    Raises InvalidInput for anything else, and for what a platform's markup could read as more than an address.
    """
    link = word.strip() if "://" in word else f"https://{word.strip()}"
    try:
        parts = urlsplit(link)
        fits = (
            parts.scheme in ("http", "https")
            and "@" not in parts.netloc
            and _HOST.fullmatch(parts.hostname or "") is not None
            and (parts.port is None or parts.port > 0)
            and len(link) <= longest
            and _NEVER.search(link) is None
            and cleaned(link) == link
        )
    except ValueError:
        fits = False
    if not fits:
        raise InvalidInput(
            Phrase(
                "„{word}“ lese ich nicht als Link. Schreib ihn wie https://example.de/seite.", word=one_line(word, 60)
            )
        )
    return link


_TELEGRAM: Final = frozenset({"t.me", "www.t.me", "telegram.me", "telegram.dog"})
_CHAT: Final = re.compile(
    r"/(?:\+[\w-]{5,64}|joinchat/[\w-]{5,64}|c/\d{3,20}(?:/\d{1,20}){0,2}|[a-zA-Z]\w{3,31}/\d{1,20})/?"
)


def read_chat_link(word: str) -> str:
    """Return a checked link that leads into a Telegram group, or to a topic or message in one.

    Those are t.me/+…, t.me/joinchat/…, t.me/c/number, t.me/c/number/topic and t.me/name/topic, nothing after them.
    """
    link = read_link(word)
    parts = urlsplit(link)
    is_chat = (parts.hostname or "").casefold() in _TELEGRAM and _CHAT.fullmatch(parts.path) is not None
    if not is_chat or parts.query or parts.fragment or parts.port is not None:
        raise InvalidInput(
            Phrase(
                "„{word}“ führt nicht in eine Telegram-Gruppe. Nimm den Einladungslink, zum Beispiel t.me/+abc, oder "
                "den Link eines Themas, zum Beispiel t.me/c/123456789/5.",
                word=one_line(word, 60),
            ),
            "link",
        )
    return f"https://t.me{parts.path.rstrip('/')}"
