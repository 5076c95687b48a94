"""A reader of Markdown as Discord reads it, and stricter: what it takes for letters are letters to every client.

A sign that could be markup and is not escaped is reported as "loose", whether or not anything closes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from hypothesis import strategies as st

from adapters.discord.letters import JOINER
from adapters.discord.outgoing import Message, Shown
from bot.talk.strange import utf16_length

Node = tuple[str, str]
_RULES: Final = tuple(
    (kind, re.compile(rule))
    for kind, rule in (
        ("letter", r"\\(?P<words>[^0-9A-Za-z\s])"),
        ("block", r"```\n(?P<words>[\s\S]*?)\n```"),
        ("code", r"(?P<fence>`{1,2})(?!`)(?P<words>[\s\S]*?[^`])(?P=fence)(?!`)"),
        ("link", r"<(?P<words>https?://[^\s>]+)>"),
        ("link", r"(?P<words>https?://[^\s<]*[^\s<.,:;\"'\]])"),
        ("masked", r"\[(?P<words>[^\[\]]+)\]\(<(?P<url>[^\s()<>\\]+)>\)"),
        ("mention", r"<@(?P<words>\d+)>"),
        ("time", r"<t:(?P<words>\d+:[FDt])>"),
        ("bold", r"\*\*(?P<words>(?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"),
        ("ping", r"(?i)(?P<words>@(?:everyone|here|silent|clyde))"),
        ("emoji", r"(?P<words>:(?!\w*https?:)[\w+~-]+:)"),
        ("scheme", r"(?P<words>(?:steam|discord)://)"),
        ("loose", r"(?P<words>[\\*_~|`<\[\]])"),
    )
)
_AT_START: Final = tuple(
    (kind, re.compile(rule))
    for kind, rule in (("heading", r"#{1,3}\s"), ("quote", r">"), ("small", r"-#"), ("list", r"(?:[-+*]|\d+[.)]) "))
)
_SOME: Final = [
    *("@everyone", "@here", "<@42>", "<@!42>", "<@&7>", "<#7>", "</hilfe:7>", "<t:0:R>", "<:herd:7>", ":smile:", "@"),
    *("**", "*", "__", "_", "~~", "||", "`", "```", "\\", "[a](http://b.de)", "[", "](", ")", "(", "<", ">", ">>>"),
    *(
        "# ",
        "## ",
        "- ",
        "-# ",
        "+ ",
        "* ",
        "1. ",
        "12) ",
        "> ",
        "\n",
        "\n\n",
        " ",
        "  ",
        "\t",
        ".",
        ":",
        "!",
        "'",
        '"',
    ),
    *("https://x.de", "https://x.de/a_b*c", "http://müller.de/(x)", "https://", "x.de", "anna@x.de", "steam://run"),
    *(
        "anna",
        "ä",
        "1",
        "日",
        "🙂",
        "👩🏽‍💻",
        "🇩🇪",
        "e\u0301",
        "\u200d",
        "\u202e",
        "\u2060",
        "\u00a0",
        "\ud800",
        "\x00",
    ),
]
typed = st.lists(st.sampled_from(_SOME) | st.text(max_size=4), max_size=14).map("".join)


def read(markup: str) -> list[Node]:
    """Return what a client shows: kinds with their words, plain words as "text"."""
    nodes = (("text", words) if kind == "letter" else (kind, words) for kind, words in _nodes(markup))
    return [
        (kind, "".join(words for _, words in run)) if kind == "text" else node
        for kind, group in groupby(nodes, lambda node: node[0])
        for run in [list(group)]
        for node in (run[:1] if kind == "text" else run)
    ]


def _nodes(markup: str) -> Iterator[Node]:
    at, before = 0, "line"  # what came last: the start of a line, markup, blanks behind markup, plain words
    while at < len(markup):
        starts = (kind for kind, rule in _AT_START if rule.match(markup, at))
        if before in ("line", "blank"):
            yield from ((kind, markup[at]) for kind in starts if before == "line" or kind == "list")
        kind, end, words = _next(markup, at)
        if kind == "bold":
            inside = read(words)
            yield from [("bold", seen(inside))] if {one for one, _ in inside} <= {"text", "link"} else inside
        else:
            yield kind, words
        before = _AFTER.get(words, {}).get(before, "words") if kind == "text" else "markup"
        at = end


_AFTER: Final = {
    "\n": dict.fromkeys(("line", "markup", "blank", "words"), "line"),
    " ": {"line": "line", "markup": "blank", "blank": "blank"},
}


def _next(markup: str, at: int) -> tuple[str, int, str]:
    for kind, rule in _RULES if markup[at] in "\\`<[*@:~|_]hsd" else ():
        found = rule.match(markup, at)
        if found:
            is_bare = kind == "link" and markup[at] != "<"
            surplus = _unbalanced(found["words"]) if is_bare else 0
            words = found["words"][: len(found["words"]) - surplus]
            return kind, found.end() - surplus, _trimmed(kind, words, found)
    return "text", at + 1, markup[at]


def _trimmed(kind: str, words: str, found: re.Match[str]) -> str:
    match kind:
        case "masked":
            return f"{words} -> {found['url']}"
        case "code":
            return re.sub(r"^ (?=`)|(?<=`) $", "", words)
        case _:
            return words


def _unbalanced(url: str) -> int:
    """Return 1 where a bracket at the end of a bare URL is none of it."""
    return int(url.endswith(")") and url.count("(") < url.count(")"))


def seen(nodes: list[Node]) -> str:
    """Return the words as a person reads them, without joiners."""
    return "".join(words for _, words in nodes).replace(JOINER, "")


def kinds(markup: str) -> set[str]:
    """Return the kinds of what a client shows."""
    return {kind for kind, _ in read(markup)}


def assert_fits(told: Shown) -> None:
    """Assert what Discord demands of messages."""
    assert told.messages
    assert 1 <= utf16_length(told.title) <= 100
    assert "\n" not in told.title
    for message in told.messages:
        assert_message_fits(message)


def assert_message_fits(message: Message) -> None:
    """Assert what Discord demands of one message."""
    assert utf16_length(message.content) <= 2000
    assert message.content == message.content.strip()
    assert len(set(message.mentions)) == len(message.mentions) <= 100
    box = message.box
    if box is not None:
        sizes = [utf16_length(part) for part in (box.title, box.description, box.footer)]
        assert any(sizes)
        assert all(size <= most for size, most in zip(sizes, (256, 4096, 2048), strict=True))
        assert sum(sizes) <= 6000
    keys = [key for row in message.rows for key in row]
    assert all(1 <= len(row) <= 5 for row in message.rows)
    assert len(message.rows) <= 5
    ids = [key.custom_id for key in keys if key.custom_id is not None]
    assert len(set(ids)) == len(ids)
    assert all(1 <= utf16_length(carried) <= 100 for carried in ids)
    for key in keys:
        assert 1 <= utf16_length(key.label) <= 80
        assert (key.custom_id is None) != (key.url is None)
        assert key.url is None or (len(key.url) <= 512 and key.url.lower().startswith(("http://", "https://")))
