"""Under which heading each sentence of a post stands: the sections of an ad, and what a request lists.

A list is opened by who asks ("Wir suchen:", "Was noch fehlt:"), or by its own marks where nobody asks behind it. How
each of its items begins is asked for; what else an item says are details of it. So is a lot ("Rolle 2: …"), a paragraph
with a heading where several are asked for, or a line or an item that names a person alone where there are several; what
stands below are its duties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.matching.rules.rulebook import rules

_HEADING_WORDS: Final = 12
_TITLE_WORDS: Final = 26
_SAID: Final = 2  # signs behind the colon of a heading that says what it is about
DUTIES: Final = ("section duty", "section item")  # what somebody is to do, and what an item of a list says further
_TOLD: Final = ("section known", "section wish")  # what a person brings, which is no heading behind "jemand mit …"
OF_AN_AD: Final = (*_TOLD, "section duty")  # what only who seeks somebody writes
_NOT_ASKED: Final = "section not"  # a heading of what is not asked for; what stands below is about the post
_SECTIONS: Final = ("section wish", "section known", "section duty", "section asked", "section about")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence from `start` to `end` of a post's signs.

    `section` is "", "title", the name of an ad's section, or "section item" for what an item of a list says further.
    """

    start: int
    end: int
    signs: str
    section: str = ""


class _List:
    """The list that a request opens, told sentence by sentence: how each item begins, and what else it says."""

    def __init__(self, signs: str, lots: frozenset[int]) -> None:
        self._signs, self._lots = signs, lots
        self._is_open = self._has_marks = self._is_lot = self._is_unnamed = self._has_marked_lots = False

    def section(self, start: int, end: int, *, is_item: bool) -> str:
        """Return the section of the next sentence: how an item begins is asked for, the rest are its details.

        `is_item` says that it begins with a mark of lists. A sentence that asks by itself stands in none.
        """
        before = self._signs[start - 1 : start]
        is_next = self._is_lot and self._has_marked_lots and is_item and before == "\r"
        if start in self._lots or is_next:
            self._is_lot, self._is_unnamed = True, not rules()["skill"].search(self._signs, start, end)
            self._has_marked_lots = is_item
            return "section asked"
        if not (self._is_open or self._is_lot):
            return ""
        if not is_item and rules()["request"].search(self._signs, start, end):
            return ""
        if self._is_lot:
            self._is_lot = before != "\r" or is_item
            if self._is_lot:
                is_first, self._is_unnamed = self._is_unnamed, False
                return "section asked" if is_first else "section duty"
        if not self._is_open:
            return ""
        if is_item:
            self._has_marks = True
            return "section asked"
        if before not in ("\n", "\r"):
            return "section item"
        if not self._has_marks and rules()["an item"].match(self._signs, start, end):
            return "section asked"
        self._is_open = self._has_marks and before == "\n"
        return "section item" if self._is_open else ""

    def started(self) -> str:
        """Open the list at an item that nothing announced, and return its section."""
        self._is_open = self._has_marks = True
        return "section asked"

    def listen(self, start: int, end: int) -> None:
        """Open the list where a sentence asks for what stands below it."""
        if rules()["seeks for"].search(self._signs, start, end):
            self._is_open, self._has_marks = True, False


def sectioned(signs: str, spans: Sequence[tuple[int, int]], items: frozenset[int]) -> Iterator[Sentence]:
    """Yield the sentences, each with the section whose heading stands before it; an empty line ends a section.

    So does a request behind what is not asked for: "Was wir nicht wollen: Shopify. Wir suchen jemanden für …"
    Items of a list in an ad are duties where neither a heading nor a request says otherwise.
    """
    lots = _lots(signs, spans, items)
    told = [
        (start, end, "" if start in lots else _heading(signs[start:end], begins_line=_begins_line(signs, start)))
        for start, end in spans
    ]
    is_ad = sum(1 for *_, heading in told if heading) > 1 or _is_titled(signs)
    title = _title_end(signs) if is_ad else 0
    section, is_inline, is_said, is_not_asked, listing = "", False, False, False, _List(signs, lots)
    is_loose = sum(1 for start, _end in spans if begins_item(start, items)) > 1
    asked = _first_asked(signs, spans, items) if is_loose else -1  # what is listed before it is told of
    for start, end, heading in told:
        if heading and (is_ad or start):  # "SAP-Projekt: gesucht sind zwei Berater" is no ad
            section = "section about" if heading == _NOT_ASKED else heading
            is_inline = not _begins_line(signs, start)
            is_said = signs.find(":", start, end - _SAID) >= 0  # all of it stands in one line: "Lage: alles neu."
            is_not_asked = is_said and heading == _NOT_ASKED
        elif is_inline and rules()["clause verb"].search(signs, start, end):
            section = ""  # "Profil: sicher in QGIS." within a text tells nothing of the sentences behind it
        elif is_not_asked and rules()["request"].search(signs[start:end]):
            section, is_not_asked = "", False  # "Was wir nicht wollen: Shopify. Wir suchen Hilfe mit PrestaShop."
        elif start in lots or (start and signs[start - 1] == "\r") or (is_said and signs[start - 2 : start] == "\r\n"):
            section = ""
        if section == "section about" and not heading and rules()["to be done"].search(signs[start:end]):
            section = ""  # "Ausgangslage: 19 Server. Ziel: alles in die Cloud."
        is_item = begins_item(start, items)
        listed = listing.section(start, end, is_item=is_item)
        if is_item and not listed and not section:
            listed = "section duty" if is_ad and title else listing.started() if is_loose and start > asked else ""
        if is_item and section == "section duty" and rules()["an item for somebody"].match(signs, start, end):
            here = "section asked"  # "React dev for a dashboard" among what is to be done
        else:
            here = "title" if start < title and not heading else section or listed
        yield Sentence(start, end, signs[start:end], here)
        if not section:
            listing.listen(start, end)


def begins_item(start: int, items: frozenset[int]) -> bool:
    """Say whether a sentence that begins at a sign is one of the `items`, whose first words these are."""
    return not items.isdisjoint((start, start + 1))


def _first_asked(signs: str, spans: Sequence[tuple[int, int]], items: frozenset[int]) -> int:
    """Return where the first sentence that asks begins, or -1 where none does or where it is an item of a list."""
    start = next((start for start, end in spans if rules()["request"].search(signs[start:end])), -1)
    return -1 if begins_item(start, items) else start


def _lots(signs: str, spans: Sequence[tuple[int, int]], items: frozenset[int]) -> frozenset[int]:
    """Return where lots begin: "Los 1: …", or lines or items that name a person and nothing else, if several do.

    Where several people or things are asked for, a paragraph with a heading is one: "Exposés: Satz in InDesign".
    """
    lots = {start for start, end in spans if rules()["a lot"].match(signs, start, end)}
    if "\r" in signs and (several := rules()["asks for several"].search(signs)):
        lots |= {start for start, end in spans if start > several.end() and _is_headed(signs, start, end)}
    alone = [
        start
        for start, end in spans
        if start
        and (signs[start - 1] == "\r" or begins_item(start, items))
        and rules()["a person alone"].fullmatch(signs, start, end)
    ]
    return frozenset(lots.union(alone) if len(alone) > 1 and not _follow_each_other(alone, spans, signs) else lots)


def _follow_each_other(alone: Sequence[int], spans: Sequence[tuple[int, int]], signs: str) -> bool:
    """Say whether two lines that name a person stand one below the other, as in a plain list: neither has duties."""
    next_lines = {start: behind for (start, _end), (behind, _past) in pairwise(spans)}
    return any(next_lines.get(start) in alone and signs[next_lines[start] - 1] != "\r" for start in alone)


def _is_headed(signs: str, start: int, end: int) -> bool:
    """Say whether a paragraph begins with a heading of its own, which is none of an ad's sections."""
    if signs[start - 1] != "\r" or not rules()["a heading"].match(signs, start, end):
        return False
    return not _heading(signs[start:end])


def _begins_line(signs: str, start: int) -> bool:
    return start == 0 or not set("\n\r").isdisjoint(signs[max(start - 2, 0) : start])


def _heading(sentence: str, *, begins_line: bool = True) -> str:
    """Return the section that a sentence opens with its first words, `_NOT_ASKED`, or "".

    Without a colon it has to be a line of its own: "Pflege der Firewall von Vorteil" ends one.
    """
    colon = sentence.find(":")
    if colon < 0 and not (begins_line and sentence[-1:] in ("\n", "\r")):
        return ""
    opening = sentence if colon < 0 else sentence[:colon] + ("" if sentence[colon + 1 :].strip("\n\r") else "\n")
    if not 0 < len(opening) <= _HEADING_WORDS + 1:
        return ""
    if rules()[_NOT_ASKED].search(opening):  # "Das musst du nicht können:", "Was wir haben:"
        return _NOT_ASKED
    if rules()["seeks"].search(opening):  # "Ich brauche Hilfe bei meiner Bewerbung: …" is no heading
        return ""
    found = next((name for name in _SECTIONS if rules()[name].search(opening)), "")
    return "" if found in _TOLD and rules()["somebody sought"].search(opening) else found


def is_heading_word(sentence: str) -> bool:
    """Say whether a sentence is nothing but the word of a heading: "Requirements" is no skill there."""
    return len(sentence.rstrip(":\n\r")) == 1 and _heading(sentence) != ""


def _is_titled(signs: str) -> bool:
    """Say whether the first line is the title of an ad: short, with m/w/d in it or an empty line behind it."""
    first, mark, rest = _first_line(signs)
    if not mark or len(first) > _TITLE_WORDS or not rest:
        return False
    return bool(rules()["genders"].search(first)) or (mark == "\r" and not set(first) & set(".?"))


def _title_end(signs: str) -> int:
    first, _mark, _rest = _first_line(signs)
    return len(first) + 1 if len(first) <= _TITLE_WORDS else 0


def _first_line(signs: str) -> tuple[str, str, str]:
    at = min((place for place in (signs.find("\n"), signs.find("\r")) if place >= 0), default=-1)
    return (signs, "", "") if at < 0 else (signs[:at], signs[at], signs[at + 1 :])
