"""The rules and the classes of words as they stand in files of text beside this, made ready once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from bot.matching.rules.alternatives import Rule, Rules
from bot.matching.rules.phrases import Grammar

_PIECE: Final = re.compile(r"\$(\w+)")
_CLASSES: Final = ("lexicon.txt", "signwords.txt")
_RULES: Final = ("rules.txt", "signs.txt")


@cache
def grammar() -> Grammar:
    """Return the one grammar of the house; it is made when it is first needed."""
    return Grammar(read_classes(_lines(*_CLASSES)), read_rules(_lines(*_RULES)))


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule, ready to be looked for, by its name."""
    return grammar().rules


def several(named: Mapping[str, str]) -> Rules:
    """Return rules that are asked for one after another, under the names that are told with them."""
    return Rules({name: rules()[rule] for name, rule in named.items()})


def read_classes(lines: Iterable[str]) -> Mapping[str, str]:
    """Return the words of each class, with spaces between."""
    classes: dict[str, str] = {}
    name = ""
    for line in _told(lines):
        if line.startswith(" "):
            classes[name] += f" {line.strip()}"
        else:
            name = line.removesuffix(":")
            classes[name] = ""
    return classes


def read_rules(lines: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the phrases of each rule, with the pieces that have names spelled out."""
    pieces: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    name = ""
    for line in _told(lines):
        if line.startswith("$"):
            piece, _, phrase = line[1:].partition(" = ")
            pieces[piece] = _spelled_out(phrase, pieces)
        elif not line.startswith(" "):
            name = line.removesuffix(":")
            found[name] = []
        elif line.startswith("   "):  # goes on with the phrase above
            found[name][-1] += _spelled_out(f" {line.strip()}", pieces)
        else:
            found[name].append(_spelled_out(line.strip(), pieces))
    return {name: tuple(phrases) for name, phrases in found.items()}


def _spelled_out(phrase: str, pieces: Mapping[str, str]) -> str:
    return _PIECE.sub(lambda piece: pieces[piece[1]], phrase)


def _told(lines: Iterable[str]) -> Iterator[str]:
    return (line.rstrip() for line in lines if line.strip() and not line.startswith("#"))


def _lines(*names: str) -> Iterator[str]:
    for name in names:
        yield from files("bot.matching.rules").joinpath(name).read_text("utf-8").splitlines()
