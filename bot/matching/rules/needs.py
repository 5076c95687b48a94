"""What a regular expression over signs cannot do without, read off it: of which classes a text must have a sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from sys import maxunicode
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"(?P<look>\(\?<?[!=])|\(\?:|(?P<signs>\[(?:\\.|[^\]\\])+\])|(?P<count>[?*+]|\{\d*,?\d*\})|(?P<literal>\\.)|.",
    re.DOTALL,
)
_SIGN: Final = re.compile(r"\\?(.)(?:-\\?(.))?", re.DOTALL)
_CLASSES: Final = 8_192  # remembered while rules are made; most are written in more than one phrase

Signs = tuple[tuple[int, int], ...]  # the first and the last of each run, in order


class Need(NamedTuple):
    """What a phrase cannot do without: one sign of each of these classes, and whether it may match nothing at all."""

    classes: frozenset[Signs]
    may_be_empty: bool


def alternatives(written: str) -> Sequence[str]:
    """Return what stands between the bars of a regular expression that are in no brackets."""
    depth, start, found = 0, 0, list[str]()
    for token in _TOKEN.finditer(written):
        if token[0].startswith("("):
            depth += 1
        elif token[0] == ")":
            depth -= 1
        elif token[0] == "|" and not depth:
            found.append(written[start : token.start()])
            start = token.end()
    return [*found, written[start:]]


def need(written: str) -> Need:
    """Return what a regular expression cannot do without."""
    tokens = list(_TOKEN.finditer(written))
    needed, past = _any_of(tokens, 0)
    if past < len(tokens):
        raise ValueError(f"a bracket too many: {written}")
    return needed


def _any_of(tokens: Sequence[re.Match[str]], at: int) -> tuple[Need, int]:
    """Return what alternatives need until their bracket closes: what all need, and one class of each for the others."""
    branches: list[Need] = []
    while True:
        needed, at = _all_of(tokens, at)
        branches.append(needed)
        if at == len(tokens) or tokens[at][0] == ")":
            break
        at += 1
    common = frozenset.intersection(*(one.classes for one in branches))
    if not common and len(branches) > 1 and all(one.classes for one in branches):
        rarest = (min(one.classes, key=_size) for one in branches)
        common = frozenset({_joined(run for signs in rarest for run in signs)})
    return Need(common, any(one.may_be_empty for one in branches)), at


def _all_of(tokens: Sequence[re.Match[str]], at: int) -> tuple[Need, int]:
    """Return what a sequence needs, up to a bar or a closing bracket."""
    classes, may_be_empty = frozenset[Signs](), True
    while at < len(tokens) and tokens[at][0] not in ("|", ")"):
        token, at = tokens[at], at + 1
        if token[0].startswith("("):
            here, at = _any_of(tokens, at)
            at += 1
        elif token[0] in ("^", "$"):
            here = Need(frozenset(), may_be_empty=True)
        else:
            here = Need(frozenset({signs_of(token[0])}), may_be_empty=False)
        if token["look"]:  # what stands before may be outside of what is looked through
            here = Need(here.classes if token["look"] == "(?=" else frozenset(), may_be_empty=True)
        while at < len(tokens) and tokens[at]["count"]:
            if tokens[at][0].startswith(("?", "*", "{0", "{,")):
                here = Need(frozenset(), may_be_empty=True)
            at += 1
        classes |= here.classes
        may_be_empty = may_be_empty and here.may_be_empty
    return Need(classes, may_be_empty), at


@lru_cache(maxsize=_CLASSES)
def signs_of(written: str) -> Signs:
    """Return the signs of a class such as "[a-c.]" or "[^a]", or of a single sign."""
    is_class = written.startswith("[")
    is_other = written.startswith("[^")
    inside = written[1 + is_other : -1] if is_class else written
    runs = _joined((ord(run[1]), ord(run[2] or run[1])) for run in _SIGN.finditer(inside))
    return tuple(_between(runs)) if is_other else runs


def _between(runs: Signs) -> Iterator[tuple[int, int]]:
    """Yield the runs of all signs that are in none of these."""
    past = 0
    for first, last in runs:
        if first > past:
            yield past, first - 1
        past = last + 1
    if past <= maxunicode:
        yield past, maxunicode


def _joined(runs: Iterable[tuple[int, int]]) -> Signs:
    found: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _size(signs: Signs) -> tuple[int, Signs]:
    return sum(last - first + 1 for first, last in signs), signs
