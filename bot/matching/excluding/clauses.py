"""What each clause of a sentence says of the skills in it: who does what, when, and whether it is wanted at all.

A clause (`splitting`) without a verb is a piece of a list and shares the fate of the clause whose list it is:

    "Texte, Fotos und Logo haben wir"             before the verb, all that stands before it
    "Italienisch ist besetzt, ebenso der Kurs"    behind it, what goes on with "ebenso"
    "Mein Bruder macht Fotos, Layout und Druck"   behind it, where the list begins behind the verb
    "Nicht gefragt: Administration, Reporting"    behind a colon, all up to a request

A clause that names no skill and begins with "das", "die", "da" speaks of the piece before it, and so do brackets:
"SEO (macht ein Bekannter)". What a clause that asks says of its skills is looked at by nobody here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from bot.matching.posts.post import about
from bot.matching.posts.splitting import Clause, clauses_of
from bot.matching.rules.alternatives import Rules
from bot.matching.rules.rulebook import rules, several

_FATES: Final = ("denied", "later", "there", "self", "others", "taken")
_OF_A_HEADING: Final = "clause heading"
# What the first or the second of two clauses says that are compared.
_COMPARING: Final = ("clause contrast", "clause no", "clause nobody", "clause unneeded", "clause ours")
_EVEN_IF_ASKED: Final = ("denied",)
_BY_SOMEBODY: Final = ("self", "others", "taken")
_TAKEN_BACK: Final = ("there", "taken")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Signs of a sentence from `start` to `end` that name skills without asking, by the rule `why`."""

    start: int
    end: int
    why: str


def told(sentence: str) -> Iterator[Stretch]:
    """Yield what clauses of a sentence name without asking for it."""
    deciding = {name for name, rule in _deciding().woken(sentence) if rule.may_match(sentence)}
    if not deciding:
        return
    clauses = list(clauses_of(sentence))
    _decide(sentence, clauses)
    for clause, behind in pairwise(clauses):
        if clause.why == "later" and rules()["clause then"].match(behind.signs):
            clause.why = ""  # "erst Interviews, dann ein Prototyp" asks for both
        if not deciding.isdisjoint(_COMPARING):
            _compare(clause, behind)
    _end_lists(sentence, clauses)
    for at, clause in enumerate(clauses):
        if clause.why and not (clause.why in _TAKEN_BACK and _is_taken_back(clauses, at)):
            for start, end in _meant(sentence, clauses, at):
                yield Stretch(start, end, clause.why)
        for start, end in clause.brackets:
            yield from _bracketed(sentence, clause, start, end)


def _decide(sentence: str, clauses: Sequence[Clause]) -> None:
    """Settle what each clause says by itself; whose verbs go on after "wer" asks: "Wer baut das, stellt es auf …?"."""
    is_asked_who = False
    for clause in clauses:
        clause.why, clause.about = _fate(sentence, clause)
        goes_on = is_asked_who and rules()["clause goes on"].match(clause.signs) is not None
        if goes_on and clause.why in _BY_SOMEBODY:
            clause.why = ""
        is_asked_who = goes_on or rules()["clause asks who"].search(clause.signs) is not None


def _end_lists(sentence: str, clauses: Sequence[Clause]) -> None:
    """Settle the lists whose last piece names no skill."""
    for at, (clause, behind) in enumerate(pairwise(clauses)):
        if not behind.names and _is_item(sentence, clause) and rules()["clause list end"].match(behind.signs):
            _end_list(sentence, clauses, at)


def _compare(clause: Clause, behind: Clause) -> None:
    """Settle what two clauses say together: "nicht X, sondern Y", "was ich nicht brauche, ist X", "ich X, du Y"."""
    against = rules()["clause contrast"].search(clause.signs) if clause.names and not clause.brackets else None
    if against and rules()["clause instead"].match(behind.signs):
        clause.why, clause.about = "denied", (clause.start + against.start(1), clause.end)
    if clause.names and not clause.has_verb and rules()["clause no"].match(behind.signs):
        clause.why, clause.about = "denied", (clause.start, clause.end)
    if behind.names and rules()["clause nobody"].search(clause.signs) and rules()["clause who"].match(behind.signs):
        behind.why, behind.about = "denied", (behind.start, behind.end)
    if rules()["clause unneeded"].search(clause.signs) and rules()["clause is"].match(behind.signs):
        behind.why = "denied"
    if rules()["clause ours"].match(clause.signs) and rules()["clause yours"].match(behind.signs):
        clause.why = "self"


def _end_list(sentence: str, clauses: Sequence[Clause], last: int) -> None:
    """Settle a list whose last piece names no skill: "Recherche, Skript und Interviews mache ich allein"."""
    first = _list_start(sentence, clauses, last)
    if clauses[first].mark not in (",", ":"):
        start, end = clauses[first].start, clauses[last + 1].end
        why, _about = _fate(sentence, Clause(start, end, sentence[start:end], sentence[start:end], ""))
        for clause in clauses[first : last + 1]:
            clause.why = clause.why or why


@cache
def _deciding() -> Rules:
    """Return the rules without which no clause of a sentence names anything that is not asked for."""
    names = (*(f"clause {why}" for why in _FATES), *_COMPARING, _OF_A_HEADING)
    return several({name: name for name in names})


@cache
def _fates() -> Rules:
    """Return the rules by which a clause names without asking."""
    return several({why: f"clause {why}" for why in _FATES})


def _fate(sentence: str, clause: Clause) -> tuple[str, tuple[int, int]]:
    """Return the rule by which a clause names without asking, or "", and where in the sentence it does."""
    whole = clause.start, clause.end
    if not clause.names and not clause.is_heading(sentence) and not _points_back(clause):
        return "", whole
    if clause.is_heading(sentence) and rules()[_OF_A_HEADING].match(sentence[: clause.end]):
        return "denied", whole
    for why, rule in _fates().woken(clause.signs):
        found = rule.search(clause.signs)
        if found and why == "taken" and rules()["clause settled on"].search(clause.signs):
            continue
        if found and (why in _EVEN_IF_ASKED or not _is_asking(sentence, clause)):
            first, last = about(found)
            is_narrow = not clause.brackets and (first, last) != found.span()
            return why, (clause.start + first, clause.start + last) if is_narrow else whole
    return "", whole


def _is_asking(sentence: str, clause: Clause) -> bool:
    """Say whether somebody is asked for in a clause: by a request, or as what "jemand, der …" does."""
    if rules()["asking clause"].search(clause.signs) or rules()["request"].search(sentence, clause.start, clause.end):
        return True
    return is_said_of_a_person(sentence, clause.start)


def is_said_of_a_person(sentence: str, first: int) -> bool:
    """Say whether what begins at a sign tells who is asked for: "jemanden, der …"."""
    return first > 1 and rules()["asked person"].match(sentence, first - 2) is not None


def _meant(sentence: str, clauses: Sequence[Clause], at: int) -> Iterator[tuple[int, int]]:
    """Yield where a sentence names what the fate of a clause is told of."""
    clause = clauses[at]
    if clause.names:
        yield clause.about
        if clause.about == (clause.start, clause.end):
            yield from _list_before(sentence, clauses, at)
            yield from _list_behind(sentence, clauses, at)
    elif clause.is_heading(sentence):
        is_given = clause.why == "denied" or rules()["clause given"].search(clause.signs)
        for other in clauses[at + 1 :] if is_given else ():
            if other.why != "denied" and _is_asking(sentence, other):
                return
            yield other.start, other.end
    else:
        yield from _before_it(sentence, clauses, at)


def _is_taken_back(clauses: Sequence[Clause], at: int) -> bool:
    """Say whether the next clause finds fault with what is there: "Ein Logo existiert, sieht aber alt aus"."""
    behind = clauses[at + 1 : at + 2]
    if not behind or behind[0].names or rules()["clause does not"].search(behind[0].signs):
        return False
    return rules()["clause but"].search(behind[0].signs) is not None


def _points_back(clause: Clause) -> bool:
    """Say whether a clause speaks of what stands before it: "das macht mein Bruder", "(macht mein Bruder)"."""
    if clause.mark == "(":
        return rules()["clause open"].match(clause.signs) is not None
    openings = ("clause pronoun", "clause verb first", "clause you")
    return bool(clause.mark) and any(rules()[name].match(clause.signs) for name in openings)


def _before_it(sentence: str, clauses: Sequence[Clause], at: int) -> Iterator[tuple[int, int]]:
    """Yield what "das macht mein Bruder" speaks of: the nearest clause before that names something and does not ask."""
    is_pronoun = any(rules()[name].match(clauses[at].signs) for name in ("clause pronoun", "clause you"))
    nearest = 0 if is_pronoun else max(at - 1, 0)
    for before in range(at - 1, nearest - 1, -1):
        if clauses[before].names:
            if nearest and clauses[before].has_verb:
                return
            if not _is_asking(sentence, clauses[before]):
                yield clauses[before].start, clauses[before].end
                if not clauses[before].has_verb:
                    yield from _list_before(sentence, clauses, before)
            return
        if clauses[before].has_verb:
            return


def _list_before(sentence: str, clauses: Sequence[Clause], at: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a list that end in this clause, unless the list is what a clause before asks for.

    One that begins with a verb ends no list of things: "Schnitt von Interviews, gefilmt ist alles".
    """
    if rules()["clause done"].match(clauses[at].signs):
        return
    first = _list_start(sentence, clauses, at)
    if first and clauses[first].mark in ",:" and not clauses[first - 1].why:
        return
    verb = rules()["clause verb"].search(clauses[at].signs)
    is_list = rules()["clause and"].search(clauses[at].signs, 0, verb.start() if verb else len(clauses[at].signs))
    if is_list or at - first > 1:
        yield from ((one.start, one.end) for one in clauses[first:at])


def _list_behind(sentence: str, clauses: Sequence[Clause], at: int) -> Iterator[tuple[int, int]]:
    verb = rules()["clause verb"].search(clauses[at].signs)
    is_open = verb is not None and rules()["skill"].search(clauses[at].signs, verb.end()) is not None
    is_open &= rules()["skill"].search(clauses[at].signs, 0, verb.start() if verb else 0) is None
    for one in clauses[at + 1 :]:
        goes_on = rules()["clause again"].match(one.signs)
        if not goes_on and not is_open and not rules()["clause elliptic"].match(one.signs):
            return
        if one.mark != "," or one.has_verb or (not goes_on and rules()["clause next"].match(one.signs)):
            return
        if _is_asking(sentence, one):
            return
        yield one.start, one.end
        is_open |= goes_on is not None


def _list_start(sentence: str, clauses: Sequence[Clause], at: int) -> int:
    """Return the first piece of the list that ends in a clause, itself where it ends none."""
    while at and clauses[at].mark == "," and _is_item(sentence, clauses[at - 1]):
        at -= 1
    return at


def _is_item(sentence: str, clause: Clause) -> bool:
    """Say whether a clause is but the name of a thing, as in a list."""
    return rules()["clause item"].match(clause.signs) is not None and not _is_asking(sentence, clause)


def _bracketed(sentence: str, clause: Clause, start: int, end: int) -> Iterator[Stretch]:
    """Yield what brackets say of the words before them, or of themselves where they name something."""
    inner = Clause(start + 1, end - 1, sentence[start + 1 : end - 1], sentence[start + 1 : end - 1], "(")
    why, (first, last) = _fate(sentence, inner)
    if not why or inner.names:
        yield from (Stretch(first, last, why),) if why else ()
        return
    first = max([
        clause.start,
        *(last for _first, last in clause.brackets if last <= start),
        *(found.end() for found in rules()["clause inner"].finditer(sentence, clause.start, start)),
    ])  # fmt: skip
    yield Stretch(first, start, why)
