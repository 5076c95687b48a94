"""The words of a foreign event made plain: titles, texts that may be HTML, links and categories."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final

from bot.calendar.ical.feed import LONGEST_CATEGORY, LONGEST_TEXT, LONGEST_TITLE, MOST_CATEGORIES
from bot.errors import InvalidInput
from bot.talk.links import read_link
from bot.talk.strange import cleaned, one_line, says_something

_HTML: Final = re.compile(
    r"</?(?:a|b|br|div|em|h[1-6]|html|i|li|ol|p|span|strong|table|u|ul)\b[^<>]{0,500}>", re.IGNORECASE
)
_UNSEEN: Final = re.compile(r"<(script|style|head)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BREAKS: Final = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/table|/ul|/ol)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-zA-Z!][^<>]*>")
_CALLED_OFF: Final = re.compile(r"(?:cancell?ed|abgesagt)\s?:", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\xa0]+")


def title(summary: str) -> str:
    """Return a title on one line, "" where nothing in it can be read."""
    line = one_line(summary, LONGEST_TITLE)
    return line if says_something(line) else ""


def calls_off(title: str) -> bool:
    """Say whether a title begins as Outlook's do once its organiser has called something off, "Canceled: Lunch".

    Outlook writes so in the language of the organiser and leaves the status as it was.
    """
    return _CALLED_OFF.match(title) is not None


def text(description: str) -> str:
    """Return a description without markup, at most 1,500 characters, cut with an ellipsis."""
    plain = _without_markup(description) if _HTML.search(description) else description
    lines = [_BLANKS.sub(" ", line).strip() for line in cleaned(plain).split("\n")]
    kept = [line for n, line in enumerate(lines) if line or (n > 0 and lines[n - 1])]
    whole = "\n".join(kept).strip()
    return whole if len(whole) <= LONGEST_TEXT else whole[: LONGEST_TEXT - 1].rstrip() + "…"


def link(*addresses: str) -> str:
    """Return the first of these that is an https address which may be shown, "" where none is."""
    for address in addresses:
        try:
            if address.strip().casefold().startswith("https://"):
                return read_link(address)
        except InvalidInput:
            continue
    return ""


def categories(words: Iterable[str]) -> tuple[str, ...]:
    """Return the first ten categories, each on one line, none twice."""
    lines = (one_line(word, LONGEST_CATEGORY) for word in words)
    return tuple(dict.fromkeys(filter(None, lines)))[:MOST_CATEGORIES]


def _without_markup(description: str) -> str:
    seen = _UNSEEN.sub("", " ".join(description.split("\r")))
    return html.unescape(_TAG.sub("", _BREAKS.sub("\n", seen)))
