"""Phrases as one writes them down, compiled to patterns over whole words: how the rules of reading are kept readable.

A post becomes a string with one character for each word and mark (`Grammar.signs`): what a word is, as far as any
phrase asks, whether it is capitalised or a number, and whether it belongs to the name of a skill. A phrase is a regular
expression over these characters, so a rule costs as much as the post has words, not letters. It is written so:

    suche            the word, in any case and with umlauts both ways
    such~            every word that begins so
    <ask|person>     a word of one of these classes; <!deny> a word or mark of none; _ any word
    <NAME>           a capitalised word that stands in no phrase and in no class
    <SKILL> <WORK> <TECH> <TOOL> <ROLE>   a word of a skill's name, by what it names
    <Cap> <low> <num> a word by its shape; by its ending <Ung> names a doing, <Agent> who does it, <does> says "baut"
    <past>           a participle by its form ("abgeschlossen", "installiert", "booked")
    <=doing>         a word of a class in small letters: a verb, and not the noun that is spelled like it
    <,> <.> <:> <?> </> <-> <(> <)> <nl>  a mark; <end> one that ends a sentence
    ( | ) ? * + {0,3} ^ $ (?! (?= (?<!    as in regular expressions; [ ] is what the rule is about, where not all of it
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cached_property
from typing import Final

from bot.domain.folding import fold
from bot.matching.language.endings import ENDINGS, EVERY_ENDING, endings
from bot.matching.language.remembered import Remembered
from bot.matching.language.typos import slips
from bot.matching.language.words import Word
from bot.matching.rules.alphabet import COMMON, Alphabet
from bot.matching.rules.alternatives import Rule

_PIECE = re.compile(
    r"(?P<look>\(\?<?[!=])|<(?P<many>[^>]+)>|(?P<any>_)|(?P<word>[^\W_]+~?)|(?P<count>\{[\d,]+\})|\s+|(?P<sign>.)"
)
_APART: Final = re.compile(r"[^\s|]\s+[^\s|]")
_MARKS: Final = {"nl": "\n\r", "end": ".?;\n\r", **{mark: mark for mark in ",./:;?()-"}}
_SHAPED: Final = {"low": 0, "Cap": 1, "num": 2}
_REMEMBERED: Final = 50_000  # words
_FIRST: Final = 0x400  # the signs lie in the plane below 0x10000, where `re` looks up fastest: room for 6,400 sets
_NAME: Final = ("NAME",)
_SMALL: Final = "="
# Words that an umlaut makes others: "hätten gern" wishes, "hatten" tells. Folded they are one, so they get a mark.
_PAST: Final = frozenset(
    "hatte hatten wurde wurden konnte konnten mochte mochten musste mussten wusste wussten brauchte brauchten durfte"
    " durften schon war waren zahlt zahlen zahle zahl".split()
)
_PAST_SPELLED: Final = re.compile(
    r"(?:(?:hatt|wurd|konnt|mocht|musst|wusst|braucht|durft)en?|schon|war(?:en)?|zahl(?:t|en?)?)", re.IGNORECASE
)
_UMLAUT: Final = "\u0308"
_ALIKE: Final = "spelled"  # the class of words that count as others: "nich=nicht"
_TYPED: Final = "typed"  # the class of words that count where a letter slipped, too: "suhce"
Runs = tuple[tuple[int, int], ...]  # the first and the last of each run of numbers
_GROUPS: Final = {"(": "(?:", "[": "(", "]": ")"}


class Part(IntEnum):
    """What a word is to the names of skills."""

    NONE = 0
    WORK = 1
    TECH = 2
    TOOL = 3
    ROLE = 4


_WIDTH: Final = len(Part)
_VARIANTS: Final = len(_SHAPED) * _WIDTH
_NUMBERS: Final = _SHAPED["num"] * _WIDTH  # the first pair of shape and part of words that begin with a digit
_PARTS: Final = {part.name: {part} for part in Part if part} | {"SKILL": set(Part) - {Part.NONE}}


class Grammar:
    """The classes of words and the rules over them, ready to be looked for; it never changes."""

    def __init__(self, classes: Mapping[str, str], rules: Mapping[str, Sequence[str]]) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        alike = dict(pair.split("=") for pair in classes.get(_ALIKE, "").split())
        for name, words in classes.items():
            for word in words.split() if name != _ALIKE else ():
                self._names[_folded(word)].add(name)
        for phrases in rules.values():
            for piece in (piece for phrase in phrases for piece in _PIECE.finditer(phrase)):
                for word in _words_of(piece, classes):
                    self._names[_folded(word)].add(f"'{_folded(word)}'")
        for word, other in alike.items():
            self._names[_folded(word)] |= self._names[_folded(other)]
        self._names |= {
            slip: self._names[word]
            for word in map(_folded, classes.get(_TYPED, "").split())
            for slip in slips(word) - self._names.keys()
        }
        self._prefixes = {word[:-1] for word in self._names if word.endswith("~")}
        self._longest = max(map(len, self._prefixes), default=0)
        longer = {prefix + "\0" for prefix in self._prefixes}  # any word that is not one of ours and begins so
        whole = {word for word in self._names if not word.endswith("~")}
        sets = {self._set_of(word + ending) for word in longer | {""} for ending in EVERY_ENDING}
        sets |= {names - {"past"} for names in sets}  # of what only looks like a participle
        sets |= set(map(self._set_of, whole))
        counted = {one for one in sets if all(name in ENDINGS or name.strip("'")[:1].isdigit() for name in one)}
        counted |= {self._set_of(word) for word in whole if word[:1].isdigit()}
        in_order = [*sorted(counted, key=_by_ending), *sorted(sets - counted, key=_by_ending)]
        self._counted = len(counted)  # the sets that words may have that begin with a digit come first
        self._sets: dict[frozenset[str], int] = {one: number for number, one in enumerate(in_order)}
        self._having: dict[str, list[int]] = defaultdict(list)
        for names, number in self._sets.items():
            for name in names:
                self._having[name].append(number)
        self._known: dict[str, int] = {}
        self._signs: tuple[dict[str, str], ...] = tuple({} for _part in Part)
        self._classes: dict[str, str] = {}
        self._runs = Remembered(self._runs_of)
        self._alphabet = Alphabet(list(self._common()))
        self.rules = {name: self._compile(phrases) for name, phrases in rules.items()}
        for rule in self.rules.values():
            rule.settle(self._alphabet)
        self._alphabet.close()
        self._runs.clear()

    def number(self, key: str) -> int:
        """Return the number of the set of classes that a folded word has; kept, since people say the same words."""
        known = self._known.get(key)
        if known is None:
            known = self._sets[self._set_of(key)]
            if len(self._known) < _REMEMBERED:
                self._known[key] = known
        return known

    def sign(self, key: str, text: str, part: Part) -> str:
        """Return the character for a word."""
        known = self._signs[part]
        sign = known.get(text)
        if sign is None:
            sign = chr(_FIRST + self._first(_shape(text) * _WIDTH + part) + self.number(told_apart(key, text)))
            if len(known) < _REMEMBERED:
                known[text] = sign
        return sign

    def plain(self, words: Iterable[Word]) -> list[str]:
        """Return the characters for words that belong to no name."""
        known = self._signs[Part.NONE]
        return [known.get(word.text) or self.sign(word.key, word.text, Part.NONE) for word in words]

    def classes(self, key: str) -> frozenset[str]:
        """Return the classes of a folded word."""
        return self._set_of(key)

    def _set_of(self, key: str) -> frozenset[str]:
        names = set(self._names.get(key, ()))
        for length in range(min(len(key), self._longest), 1, -1):
            if key[:length] in self._prefixes:
                names |= self._names[key[:length] + "~"]
        return frozenset(names | endings(key))

    def _compile(self, phrases: Sequence[str]) -> Rule:
        written = ("".join(map(self._translated, _PIECE.finditer(phrase))) for phrase in phrases)
        return Rule(written, self._alphabet)

    def _common(self) -> Iterator[str]:
        """Yield signs that most posts have: marks, names, skills, numbers, and the words that all people say."""
        yield from ",.\n:?"
        yield from (self.sign("xyz", "Xyz", part) for part in Part)
        yield self.sign("7", "7", Part.NONE)
        yield from (self.sign(fold(word), word, Part.NONE) for word in COMMON)

    def _translated(self, piece: re.Match[str]) -> str:
        if _APART.search(piece["many"] or ""):
            raise ValueError(f"each of several is one word: {piece[0]}")
        if many := re.sub(r"\s", "", piece["many"] or ""):
            return self._classes.get(many) or self._remembered(many, many.removeprefix("!").split("|"))
        if piece["any"]:
            return self._all
        if word := piece["word"]:
            return self._classes.get(word) or self._remembered(word, [word])
        if piece["count"]:
            return piece["count"]
        if piece["look"]:
            return piece["look"]
        sign = piece["sign"] or ""
        return _GROUPS.get(sign, sign)

    @cached_property
    def _all(self) -> str:
        return f"[{chr(_FIRST)}-{chr(_FIRST + self._first(_VARIANTS) - 1)}]"

    def _first(self, variant: int) -> int:
        """Return the number of the first sign of a shape and part; words that begin with a digit have few sets."""
        return min(variant, _NUMBERS) * len(self._sets) + max(variant - _NUMBERS, 0) * self._counted

    def _remembered(self, written: str, names: Sequence[str]) -> str:
        """Return the class of signs for these names; most are written more than once."""
        marks = "".join(_MARKS.get(name, "") for name in names)
        ranges = [each for name in names if name not in _MARKS for each in self._ranges(name)]
        if not ranges and not marks:
            raise ValueError(f"no word is one of {names}")
        signs = "".join(f"{chr(_FIRST + first)}-{chr(_FIRST + last)}" for first, last in _joined(ranges))
        self._classes[written] = f"[{'^' if written.startswith('!') else ''}{signs}{re.escape(marks)}]"
        return self._classes[written]

    def _ranges(self, name: str) -> Iterator[tuple[int, int]]:
        """Yield the first and the last of each run of signs, counted from the first sign, that a name stands for.

        Signs are counted by shape, then by part, then by the set of classes: what all words of a shape share is a run.
        """
        bare = name.removeprefix(_SMALL)
        if bare in _PARTS or bare in _SHAPED:
            yield from ((self._first(one), self._first(one + 1) - 1) for one in _variants(bare))
            return
        runs, counted = self._runs[bare]
        for one in self._shapes(name, bare):
            start = self._first(one)
            yield from ((start + first, start + last) for first, last in (runs if one < _NUMBERS else counted))

    def _shapes(self, name: str, bare: str) -> Iterable[int]:
        """Return the numbers of the pairs of shape and part that a word of a class, or an ending's, may have."""
        if bare in _NAME:
            return (_SHAPED["Cap"] * _WIDTH,)
        if bare in ENDINGS:
            return (_SHAPED[ENDINGS[bare]] * _WIDTH + part for part in Part)
        return _variants("low") if name != bare else range(_VARIANTS)

    def _runs_of(self, name: str) -> tuple[Runs, Runs]:
        """Return the runs of sets of classes that a name stands for, and those that words of digits may have."""
        if name in _NAME:
            known = [number for one, number in self._sets.items() if not one - set(ENDINGS)]
        else:
            known = self._having.get(name) or self._having.get(f"'{_folded(name)}'") or []
        counted = (number for number in known if number < self._counted)
        return _run_together(known), _run_together(counted)


def told_apart(key: str, text: str) -> str:
    """Return a folded word, with a mark where an umlaut makes it another one: "hätte", "würde", "schön"."""
    return key + _UMLAUT if key in _PAST and not _PAST_SPELLED.fullmatch(text) else key


def _variants(name: str) -> Iterator[int]:
    """Yield the numbers of the pairs of shape and part that a shape or a part stands for."""
    for shape in _SHAPED.values():
        for part in Part:
            if part in _PARTS.get(name, ()) or shape == _SHAPED.get(name):
                yield shape * _WIDTH + part


def _run_together(numbers: Iterable[int]) -> Runs:
    """Return the first and the last of each run of numbers."""
    return tuple(_joined((number, number) for number in numbers))


def _joined(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the same runs in order, those that touch as one."""
    start, end = -2, -2
    for first, last in sorted(ranges):
        if first > end + 1:
            if start >= 0:
                yield start, end
            start = first
        end = max(end, last)
    if start >= 0:
        yield start, end


def _words_of(piece: re.Match[str], classes: Mapping[str, str]) -> Iterator[str]:
    """Yield the words that a piece of a phrase names itself; what stands in <> and is no class is a word too."""
    if piece["word"]:
        yield piece["word"]
    for written in re.sub(r"\s", "", piece["many"] or "").removeprefix("!").split("|"):
        name = written.removeprefix(_SMALL)
        if (
            name
            and name not in classes
            and name not in _MARKS
            and name not in _PARTS
            and name not in _SHAPED
            and name not in ENDINGS
            and name not in _NAME
        ):
            yield name


def _shape(text: str) -> int:
    return _SHAPED["num" if text[0].isdigit() else "Cap" if text[0].isupper() else "low"]


def _by_ending(names: frozenset[str]) -> tuple[object, ...]:
    """Order sets so that what an ending says is one run."""
    return *(ending in names for ending in ENDINGS), sorted(names)


def _folded(word: str) -> str:
    whole = word.removesuffix("~")
    return told_apart(fold(whole), whole) + ("~" if word.endswith("~") else "")
