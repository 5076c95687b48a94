r"""Members' words stay letters: what Discord would read as markup, mention, command, emoji or time is escaped.

Discord takes any sign behind a backslash as it is, but not within an address, so an address is either left alone or
no address at all. What begins what was read off Discord's clients of 2025 and 2026.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from bot.talk.strange import cleaned

JOINER: Final = "\u2060"  # nobody sees it, and it takes apart what must not be read together
LONGEST_ADDRESS: Final = 1000  # characters; a longer one is letters, so that it can be parted

_LINES: Final = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_PINGS: Final = r"@(?=[!&]?\d|everyone|here|silent|clyde)"
_PING: Final = re.compile(_PINGS, re.IGNORECASE)
_SIGN: Final = re.compile(rf"[\\*_~|`<\[\]]|:(?=[^\s:]+:)|(?<=:)/(?=/)|{_PINGS}", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+[.)]")
_FENCES: Final = re.compile(r"`{3,}")
_BACKTICKS: Final = re.compile(r"`{2,}")

_HOST: Final = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:xn--[a-z0-9-]+|[^\W\d_]{2,})"
_IN_PATH: Final = r"[\w/?#@!$&+=:.,;~%'*|\[\]{}^-]"
ADDRESS: Final = re.compile(
    rf"https?://{_HOST}(?::\d{{1,5}})?(?![\w@-]|:\S)(?:[/?#](?:{_IN_PATH}|\({_IN_PATH}*\))*)?(?<![.,:;!?'*|\[\]{{}}^])",
    re.IGNORECASE,
)
_WEB: Final = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_ODD: Final = re.compile(r"[^\w/?#@!$&+=:.,;~%'()-]|@(?=everyone|here)", re.IGNORECASE)
_ENDS: Final = re.compile(r"[.,:;\"']*")


def tidy(words: str) -> str:
    """Return the words as the core would have cleaned them, with the blanks around them that part them from others."""
    words = _LINES.sub("\n", words)
    body = words.strip()
    if not body:
        return _blanks(words)
    start = words.index(body)
    return _blanks(words[:start]) + cleaned(body, 3 * len(body)) + _blanks(words[start + len(body) :])


def escaped(words: str) -> str:
    """Return Markdown that shows these words, wherever it stands but at the start of a line."""
    return _SIGN.sub(lambda sign: f"\\{sign[0]}{JOINER if sign[0] == '@' else ''}", words)


def at_start(word: str) -> str:
    """Return Markdown that shows the word at the start of a line too, as no heading, quote, small print or list."""
    written = escaped(word)
    if word.startswith(("-", "+", ">", "#")):
        return f"\\{written}"
    return f"{written[:-1]}\\{written[-1]}" if _NUMBER.fullmatch(word) else written


def code(words: str) -> str:
    """Return Markdown that shows the words as code, in a block where they are several lines; nothing for blanks.

    Joiners part the backticks that would end it.
    """
    if not words.strip():
        return ""
    words = _PING.sub(f"@{JOINER}", words)
    if "\n" in words:
        body = _FENCES.sub(lambda fence: JOINER.join(fence[0]), words.strip("\n"))
        return f"```\n{body}\n```"
    if "`" not in words:
        return f"`{words}`"
    body = _BACKTICKS.sub(lambda run: JOINER.join(run[0]), words)
    first, last = (" " if edge == "`" else "" for edge in (body[0], body[-1]))
    return f"``{first}{body}{last}``"


def masked(label: str, url: str) -> str | None:
    """Return a label of one line that leads to the URL; None where Discord shows no such link.

    It shows none where the label holds an address, as the label of a false link would. Brackets become round ones:
    Discord ends the label at them even where they are escaped.
    """
    if "://" in label:
        return None
    round_label = label.translate({ord("["): "(", ord("]"): ")"})
    return f"[{at_start(round_label)}](<{safe(url).replace('(', '%28').replace(')', '%29')}>)"


def is_web(url: str) -> bool:
    """Say whether a URL is one that Discord opens."""
    return _WEB.match(url) is not None


def safe(url: str) -> str:
    """Return the URL with everything percent-encoded that could end it, be markup or call somebody."""
    return _ODD.sub(lambda sign: f"%{ord('@'):X}" if sign[0] == "@" else quote(sign[0], safe="", errors="replace"), url)


def ends_before(following: str, url: str) -> bool:
    """Say whether Discord ends a bare URL before the signs that follow it, up to a blank."""
    if "(" not in url:
        following = following.removeprefix(")")
    return _ENDS.fullmatch(following) is not None


def _blanks(words: str) -> str:
    return "".join("\n" if sign == "\n" else " " for sign in words)
