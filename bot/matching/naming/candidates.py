"""What words may name: which of it counts, by the words beside it, in a list, or near others of its own trade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bot.matching.language.words import Word, folded
from bot.matching.naming.entries import CODE, Entry, Kind
from bot.matching.naming.evidence import is_evident, is_item, is_ordered, is_sought
from bot.matching.naming.tails import ROLE_TAILS

_LISTING: Final = folded("und oder or and bzw sowie auch inkl mit with plus sondern un".split())
_AND_ANOTHER: Final = folded("und oder and or sowie plus un".split())
_AN_OR_A: Final = folded("ein eine einen ne nen n neue neuen neues a an".split())
_LONGEST_MEASURE: Final = 2  # letters
_COUNTED: Final = folded(
    "Rolle Paket Los Teil Platz Position Variante Option Gruppe Klasse Block Modul Stufe Phase Package Role".split()
)
_PER: Final = "pro"
_FAR: Final = 1_000  # words
_NEAR: Final = 20  # words between which a name that counts is evidence for another of its trade
BY_NAME: Final = "name"  # how a skill is read from a name as it stands in the vocabulary
PAIR: Final = "pair"  # how a skill is read from two words that stand apart
_KIN: Final = CODE | {"qa"}  # trades that are named together


class Candidate(NamedTuple):
    """A skill that words from `first` to `last` may name, how it was read, and what has to be checked beside it."""

    entry: Entry
    first: int
    last: int
    how: str
    is_role: bool
    needs_evidence: bool
    is_exact: bool = False
    other: int = -1  # the other word of two that stand apart
    is_listed: bool = False  # counts only in a list, or where somebody is sought for it
    is_thing: bool = False  # counts only beside other work in a list of things to be made: "Logo und Website"


def with_role(words: Sequence[Word], last: int, how: str) -> int:
    """Return the last word of a name together with the role word behind it."""
    following = last + 1
    if following == len(words) or not words[last].goes_on or words[following].key not in ROLE_TAILS or how == "role":
        return last
    return last if _is_a_rate(words, following) else following


def _is_a_rate(words: Sequence[Word], at: int) -> bool:
    """Say whether *pro* says how many for each: "5 Reels pro Monat" is nobody's trade."""
    is_before_noun = words[at].goes_on and at + 1 < len(words) and words[at + 1].text[0].isupper()
    return words[at].key == _PER and is_before_noun


def is_firm(candidates: Iterable[Candidate]) -> bool:
    """Say whether one of these counts without a list of things to be made around it."""
    return any(not one.is_thing for one in candidates)


def without_unlisted(words: Sequence[Word], candidates: list[Candidate]) -> list[Candidate]:
    """Return the candidates without those words of every day that stand in no list of trades: Text, Schnitt, Grafik.

    Nor does a thing count that is neither said to be made nor stands in a list of what is: "unser Shop", "die Website".
    """
    if not any(one.is_listed or one.is_thing for one in candidates):
        return candidates
    kept = {
        at
        for at, one in enumerate(candidates)
        if not (one.is_listed or one.is_thing) or (one.is_listed and is_sought(words, one.first))
    }
    for at, there in _neighbours(words, candidates):
        two = candidates[at], candidates[there]
        if two[0].entry.skill.key == two[1].entry.skill.key:
            continue
        if all(is_item(words, one.first) for one in two if one.is_listed) and _are_works_where_things(words, *two):
            kept |= {at, there}
    return [one for at, one in enumerate(candidates) if at in kept]


def _are_works_where_things(words: Sequence[Word], one: Candidate, other: Candidate) -> bool:
    """Say whether a thing of two neighbours is listed with a work: "Logo und Website", not "unser Shop (Magento)"."""
    things = [each for each in (one, other) if each.is_thing]
    if not things:
        return True
    last = with_role(words, one.last, one.how)
    are_works = one.entry.kind is Kind.WORK and other.entry.kind is Kind.WORK
    if not are_works or (last + 1 == other.first and words[last].goes_on):  # "Workshop Siebdruck" is one thing
        return False
    are_listed = all(word.key in _AND_ANOTHER or word.key in _AN_OR_A for word in words[last + 1 : other.first])
    return are_listed and all(is_ordered(words, each.first) and is_item(words, each.first) for each in things)


def with_evidence(words: Sequence[Word], candidates: list[Candidate]) -> list[Candidate]:
    """Drop the candidates that need evidence and have none; a neighbour in a list that counts is evidence.

    What has it is meant, and nothing else by the same words: beside SAP, QM is its module and no quality management.
    """
    if not any(one.needs_evidence for one in candidates):
        return candidates
    candidates = [one for one in candidates if not (one.needs_evidence and _counts_off(words, one))]
    counted = {
        at for at, one in enumerate(candidates) if not one.needs_evidence or is_evident(words, one.first, one.last)
    }
    counted |= set(_among_their_own(candidates, counted))
    neighbours = list(_neighbours(words, candidates))
    for one, other in (*neighbours, *((other, one) for one, other in reversed(neighbours))):
        if one in counted:
            counted.add(other)
    kept = [one for at, one in enumerate(candidates) if at in counted]
    shown = {(one.first, one.last) for one in kept if one.needs_evidence and one.entry.kind is not Kind.WORK}
    return [one for one in kept if one.needs_evidence or (one.first, one.last) not in shown]


def _counts_off(words: Sequence[Word], one: Candidate) -> bool:
    """Say whether a letter only counts what stands before it, or is a measure of it: "Rolle C:", "140 qm".

    Not so "Rolle C Entwickler".
    """
    if one.first == 0:
        return False
    before, word = words[one.first - 1], words[one.first]
    is_counting = len(word.key) == 1 and before.key in _COUNTED
    is_measure = len(word.key) <= _LONGEST_MEASURE and word.text.islower() and before.text.isdigit()
    return (is_counting or is_measure) and with_role(words, one.last, one.how) == one.last


def _neighbours(words: Sequence[Word], candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield the candidates that stand side by side in a list, by their places; a word may be several."""
    for at, one in enumerate(candidates):
        following = next((there for there in range(at + 1, len(candidates)) if candidates[there].first > one.first), 0)
        while following and following < len(candidates) and _are_listed(words, one, candidates[following]):
            yield at, following
            more = following + 1 < len(candidates)
            following = following + 1 if more and candidates[following + 1].first == candidates[following].first else 0


def likeliest(candidates: list[Candidate]) -> list[Candidate]:
    """Return the candidates, of a word that may be works of several trades the one that another name stands near.

    "Schnitt" is cutting a film beside "Kamera", and sound beside "Podcast"; without any it stays both. What several
    words name in two trades is work in both: "YouTube-Videos schneiden".
    """
    meant: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.entry.kind is Kind.WORK and one.how != PAIR and one.first == one.last:
            meant[one.first, one.last].append(one)
    out: list[Candidate] = []
    for ones in meant.values():
        if len({one.entry.skill.part for one in ones}) > 1:
            far = {id(one): _nearest_kin(one, candidates) for one in ones}
            out += [one for one in ones if far[id(one)] > min(far.values())]
    return [one for one in candidates if not any(one is other for other in out)] if out else candidates


def _nearest_kin(one: Candidate, candidates: Sequence[Candidate]) -> int:
    """Return how many words the nearest other name of the same part is away."""
    near = (
        abs(other.first - one.first)
        for other in candidates
        if other.first != one.first and other.entry.skill.part == one.entry.skill.part
    )
    return min(near, default=_FAR)


def _among_their_own(candidates: Sequence[Candidate], counted: set[int]) -> Iterator[int]:
    """Yield the doubtful names, spelled as they should, near which another of the same trade counts."""
    for at, one in enumerate(candidates):
        if at in counted or not one.is_exact:
            continue
        around = range(max(at - _NEAR, 0), min(at + _NEAR + 1, len(candidates)))
        near = (
            candidates[there]
            for there in around
            if there in counted and abs(candidates[there].first - one.first) <= _NEAR
        )
        if any(_are_kin(one.entry, other.entry) for other in near):
            yield at


def _are_kin(one: Entry, other: Entry) -> bool:
    """Say whether two skills belong to one trade, as far as names are concerned."""
    return one.skill.part == other.skill.part or {one.skill.part, other.skill.part} <= _KIN


def _are_listed(words: Sequence[Word], one: Candidate, other: Candidate) -> bool:
    """Say whether two names are neighbours in one list: "Haskell und Rust", "Node, Express", "C/C++"."""
    last = with_role(words, one.last, one.how)
    if other.first <= last:
        return False
    return all(word.is_listed for word in words[last : other.first]) and all(
        word.key in _LISTING or word.key in _AN_OR_A for word in words[last + 1 : other.first]
    )
