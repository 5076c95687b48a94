"""The clauses that a sentence falls into: at its marks, and at "und" or "aber" between two verbs.

What stands in brackets belongs to the clause around it and parts none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.matching.posts.post import BORDERS
from bot.matching.rules.rulebook import rules


@dataclass(slots=True)
class Clause:
    """A clause from `start` to `end` of a sentence; `signs` are those outside brackets, `mark` is the one before it.

    Where only brackets name a skill, their words are among the signs. `names` says that it names a skill.
    """

    start: int
    end: int
    signs: str
    written: str
    mark: str
    brackets: list[tuple[int, int]] = field(default_factory=list)
    why: str = ""
    about: tuple[int, int] = (0, 0)
    names: bool = field(init=False)

    def __post_init__(self) -> None:
        """Look for the name of a skill, which is asked for again and again."""
        self.names = rules()["skill"].search(self.written) is not None

    @property
    def has_verb(self) -> bool:
        """Return whether something is said in it."""
        return rules()["clause verb"].search(self.signs) is not None

    def is_heading(self, sentence: str) -> bool:
        """Return whether a colon ends it."""
        return sentence[self.end : self.end + 1] == ":"


def clauses_of(sentence: str) -> Iterator[Clause]:
    """Yield the clauses of a sentence in reading order."""
    verbs = [found.start() for found in rules()["clause verb"].finditer(sentence)]
    start, mark, place, depth = 0, "", 0, 0
    brackets: list[tuple[int, int]] = []
    for place, sign in enumerate(sentence):
        if sign == "(" and sentence.find(")", place) > 0 and not depth:
            brackets.append((place, sentence.find(")", place) + 1))
            depth = 1
        elif sign == ")":
            depth = 0
        elif sign in BORDERS and not depth:
            yield from _joined(sentence, start, place, mark, brackets, verbs)
            start, mark, brackets = place + 1, sign, []
    yield from _joined(sentence, start, len(sentence), mark, brackets, verbs)


def _joined(
    sentence: str, start: int, end: int, mark: str, brackets: Sequence[tuple[int, int]], verbs: Sequence[int]
) -> Iterator[Clause]:
    """Yield the clause, or the clauses that a conjunction between two of the sentence's verbs parts it into."""
    inside = [verb for verb in verbs if start <= verb < end]
    first = start
    for joint in rules()["clause joint"].finditer(sentence, start, end) if len(inside) > 1 else ():
        place = joint.start()
        if any(first <= verb < place for verb in inside) and any(verb > place for verb in inside):
            yield _clause(sentence, first, place, mark, brackets)
            first, mark = place, ","
    if first < end:
        yield _clause(sentence, first, end, mark, brackets)


def _clause(sentence: str, start: int, end: int, mark: str, brackets: Sequence[tuple[int, int]]) -> Clause:
    inside = [(first, last) for first, last in brackets if start <= first < end]
    signs, at = "", start
    for first, last in inside:
        signs, at = signs + sentence[at:first], last
    signs, written = signs + sentence[at:end], sentence[start:end]
    if inside and not rules()["skill"].search(signs):  # "Die Anzeigen (Amazon PPC) schaltet eine Agentur"
        signs = written.replace("(", "").replace(")", "")
    return Clause(start, end, signs, written, mark, inside)
