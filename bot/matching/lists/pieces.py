"""How a list of skills falls apart: lines, headings, what stands in quotes, and the stance of each name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.domain.skills import Skill, Stance
from bot.matching.lists.names import (
    KEPT,
    OUTSIDE_QUOTES,
    QUOTE,
    is_name,
    minus_length,
    says_a_skill,
    stance_without_colon,
    unknown_heading,
)
from bot.matching.lists.no_more import A_NO, DASH, TAKE, TAKE_BELOW, gone
from bot.matching.lists.stances import EVERY_HEADING, around, by_stance, headed, is_title
from bot.matching.naming.vocabulary import Vocabulary

_BEFORE_A_STANCE = re.compile(
    rf"\s(?=(?:{EVERY_HEADING})\s*:(?!in\b)){OUTSIDE_QUOTES}",
    re.IGNORECASE,
)
_BULLET = re.compile(rf"\s*{DASH}\s+")
_AND = re.compile(r"\s(?:und|and)\s", re.IGNORECASE)
_LINES = re.compile(r"\r\n?|[\n\u2028\u2029\x0b\x0c\x85]")


def items(text: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[tuple[str, Stance]]:
    """Yield each typed name with the stance that it stands under."""
    passed_on, taken, is_headed, lines = Stance.OFFERS, "", False, _LINES.split(text)
    is_bulleted = sum(_BULLET.match(line) is not None for line in lines) > 1
    for line in lines:
        alone, rest = headed(line, passed_on)
        is_taken = TAKE_BELOW.fullmatch(line) is not None
        if is_taken or not rest.strip():  # an empty line, or nothing but what counts for the lines below
            is_headed, taken = bool(line.strip()), "-" if is_taken else ""
            passed_on = alone if is_headed and not is_taken and not is_title(line) else Stance.OFFERS
            continue
        if is_bulleted and line.rstrip().endswith(":") and unknown_heading(line, vocabulary, own) is None:
            continue
        bullet = _BULLET.match(line) if is_headed or is_bulleted else None
        listed = _without_quotes_around(line[bullet.end() if bullet else 0 :], vocabulary)
        for group in _split(listed, ";"):
            stance, names = around(group, passed_on)
            minus = taken
            if (together := _gone_together(names)) is not None:
                minus, names = "-", together
            for piece in (piece for typed in _split(names, ",") for piece in _by_stance(typed, vocabulary, own)):
                stance, name = headed(piece, stance)
                take = None if is_name(name, vocabulary, own) else TAKE.match(name)
                if take:
                    minus, name = "-", name[take.end() :]
                elif name != piece or (minus and stance_without_colon(name, stance, vocabulary, own)[1] != name):
                    minus = ""
                yield minus + name if name.strip() else name, stance


def _split(typed: str, mark: str) -> Iterator[str]:
    """Yield what a mark parts outside quotes."""
    begin = 0
    kept = [said.span() for said in KEPT.finditer(typed)]
    for at in (at for at, char in enumerate(typed) if char == mark):
        if not any(start < at < end for start, end in kept):
            yield typed[begin:at]
            begin = at + 1
    yield typed[begin:]


def _without_quotes_around(line: str, vocabulary: Vocabulary) -> str:
    """Return a list that was typed in quotes, „python, -webdesign“ or "lerne: rust": all in it are known names."""
    said = KEPT.fullmatch(line.strip())
    listed = said.group()[1:-1] if said else ""
    pieces = [piece for typed in re.split("[,;]", listed) for piece in _by_headings(typed, vocabulary, {})]
    names = [headed(piece, Stance.OFFERS)[1].strip() for piece in pieces]
    is_list = len(pieces) > 1 or names != [listed.strip()]
    return listed if is_list and all(vocabulary.known(name[minus_length(name) :].strip()) for name in names) else line


def _gone_together(names: str) -> str | None:
    """Return the names of one list that is said to be no more at its end: "php, go und vue mache ich nicht mehr"."""
    listed = gone(names)
    *first, last = (listed or "").split(",")
    is_one = (
        bool(first) and _AND.search(last) and not any(A_NO.search(one) or minus_length(one.strip()) for one in first)
    )
    return listed if is_one and all(gone(one) is None and ":" not in one for one in first) else None


def _by_stance(typed: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[str]:
    """Yield what begins with a stance apart from the name before it: "python lerne: rust", "python und lerne rust"."""
    if not is_name(typed, vocabulary, own) and not re.search(QUOTE, typed):
        for piece in by_stance(typed):
            yield from _by_headings(piece, vocabulary, own)
    else:
        yield from _by_headings(typed, vocabulary, own)


def _by_headings(typed: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[str]:
    begin = 0
    for blank in _BEFORE_A_STANCE.finditer(typed):
        _, name = headed(typed[begin : blank.start()], Stance.OFFERS)
        if says_a_skill(name, vocabulary, own):
            yield typed[begin : blank.start()]
            begin = blank.end()
    yield typed[begin:]
