"""What a single word or a run of words is called: exact names, and what language makes of them.

Besides a name in any spelling that folds to the same letters these count, each with the word that `explain` shows:

name      as it stands in the vocabulary
form      an ending of a German noun behind the name of a work: Plakate, Übersetzungen
role      a person's word behind a name: Shopwareentwicklerin, SPSler
compound  a name with a word of work or a thing behind it (Pythonprogrammierung, WordPressseite), or before it
          (Vereinsbuchhaltung), or a suffix of the vocabulary (Mitarbeiterfotos for "-fotos")
pair      two words of a clause that stand apart: "organisiert uns im Juni die Feier"
typo      one letter too many, missing, wrong or swapped in a name of six letters or more, the first one right; an
          everyday word is never taken for a typing error
"""

from __future__ import annotations

import copy
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from bot.domain.folding import fold
from bot.matching.entries import Entry, Guard, Kind, Name, role_forms
from bot.matching.words import LONGEST_WORD, folded

_ROLES: Final = (
    "Entwickler", "Programmierer", "Experte", "Spezialist", "Freelancer", "Berater", "Trainer", "Profi", "Dozent",
    "Designer", "Administrator", "Admin", "Architekt", "Ingenieur", "Techniker", "Fachkraft", "Fachmann", "Fachfrau",
    "Kenner", "Könner", "Freak", "Nerd", "Guru", "Coder", "Manager", "Redakteur", "Betreuer", "Lehrer", "Künstler",
)  # fmt: skip
ROLE_TAILS: Final = folded(
    (
        *(form for role in _ROLES for form in role_forms(role)), "Developer", "Developers", "Dev", "Devs", "Engineer",
        "Engineers", "Coders", "Expert", "Experts", "Profis", "Specialist", "Specialists", "Consultant", "Consultants",
        "Programmer", "Programmers", "Leute", "Person", "Mensch", "Fachleute", "ler", "lerin", "ler:in", "Coach",
        "Freelancers", "Fuzzi", "Mann", "Frau", "Mädel", "Typ", "Heini", "Genie", "Talent", "Guy",
        "Pro", "Pros", "Wizard", "Ninja", "Artist", "Lead", "Ass", "Crack", "Cracks", "Mitarbeiter",
        "Mitarbeiterin", "Kollege", "Kollegin", "Instructor", "Tutor", "Team", "Agentur", "Dienstleister", "Partner",
    )
)  # fmt: skip
WORK_TAILS: Final = folded(
    "Entwicklung Programmierung Development Programming Beratung Betreuung Kenntnisse Skills Erfahrung Know-how Wissen"
    " Wartung Pflege Support Administration Migration Umstellung Anpassung Anpassungen Integration Anbindung Projekt"
    " Projekte Auftrag Job Seite Seiten Shop Shops Theme Themes Plugin Plugins Modul Module App Apps Anwendung"
    " Anwendungen Optimierung Kampagne Kampagnen Kurs Kurse Workshop Einrichtung Einführung Implementierung Umgebung"
    " Server Cluster Datenbank Template Templates Vorlage Vorlagen Skript Skripte Script Scripts Makro Makros Modell"
    " Modelle Dashboard Dashboards Bericht Berichte Report Reports Auswertung Auswertungen Konzept Strategie Umsetzung"
    " Erstellung Gestaltung Produktion Bearbeitung Coding Code Backend Frontend Komponente Komponenten Customizing"
    " System Systeme Bot Bots Instanz Update Updates Relaunch Setup Audit Service Services Stack Hilfe Unterstützung"
    " Aufgaben Arbeiten Sachen Kram Themen Thema Bereich Teil Part Design Designs Daten Tabelle Tabellen Abfragen"
    " Schnittstelle Schnittstellen Dokumente Dateien Pläne Zeichnungen Layouts Präsenz Kanal Kanäle Account Accounts"
    " Posts Werbung Ads Anzeigen Content Beiträge Videos Material Inbetriebnahme Steuerung Struktur".split()
)  # fmt: skip
_ENDINGS: Final = ("", "s", "es", "e", "en", "er", "ern", "n", "in", "innen")
_REMEMBERED: Final = 50_000  # words
_BEGINNING: Final = 4  # letters of a word by which pairs are looked up
_APART: Final = 5  # words that may stand between two that make a name
_SHORTEST_FORM: Final = 5
_SHORTEST_TYPO: Final = 6
_SHORTEST_LAST: Final = 8  # letters of a name that may end any compound
_SHORTEST_SUFFIX: Final = 3
_SHORTEST_FIRST: Final = 3  # letters before an ending
_JOINTS: Final = ("", "s", "n", "es", "en")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a folded name may mean: an entry, with the guard of each spelling; `is_role` says that it is a person."""

    entry: Entry
    spellings: Mapping[str, Guard]
    is_role: bool

    @property
    def guard(self) -> Guard:
        """Return the mildest guard of all spellings."""
        return min(self.spellings.values(), key=list(Guard).index)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word was read as: the meanings, and how; `name` is the folded name that it comes down to."""

    meanings: tuple[Meaning, ...]
    how: str
    name: str
    is_role: bool = False


class Names:
    """The names of a vocabulary, and what they become in running text; it only grows by remembering words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.exact: dict[str, tuple[Meaning, ...]] = {}
        self._pairs: list[tuple[str, str, Meaning]] = []
        self._begun_pairs: dict[tuple[str, bool], list[int]] = defaultdict(list)  # by how either word begins
        self._suffixes: dict[str, tuple[Meaning, ...]] = {}
        self._everyday = frozenset(_everyday())
        self._never: dict[str, set[str]] = defaultdict(set)  # labels that a folded word never means
        for entry in entries:
            self._add(entry)
        self.exact = {key: kept for key, found in self.exact.items() if (kept := self._allowed(key, found))}
        self._lasts = {key: kept for key, found in self.exact.items() if (kept := _may_be_last(key, found))}
        self._halves = self._by_halves()
        self.look_up()

    def with_entries(self, entries: Iterable[Entry]) -> Names:
        """Return these names and those of further entries, which are found as they stand; these stay as they are."""
        grown = copy.copy(self)
        grown.exact = dict(self.exact)
        for entry in entries:
            for name in entry.names:
                meaning = Meaning(entry, {name.spelling: name.guard}, name.is_role)
                grown.exact[name.key] = (*grown.exact.get(name.key, ()), meaning)
        grown.look_up()
        return grown

    def look_up(self) -> None:
        """Make ready to look up what is in `exact`."""
        self._sorted = sorted(self.exact)
        self._begun: dict[str, bool] = {}
        self._remembered: dict[str, Reading | None] = {}
        self._known_pairs: dict[str, tuple[frozenset[int], frozenset[int]]] = {}

    def begins(self, key: str) -> bool:
        """Say whether a name begins with these letters."""
        known = self._begun.get(key)
        if known is None:
            at = bisect_left(self._sorted, key)
            known = at < len(self._sorted) and self._sorted[at].startswith(key)
            if len(self._begun) < _REMEMBERED:
                self._begun[key] = known
        return known

    def made_of(self, key: str) -> Reading | None:
        """Return what language made of a name in this folded word, or None; exact names are not looked for."""
        if key in self._remembered:
            return self._remembered[key]
        found = next(filter(None, self._ways(key)), None) if 4 <= len(key) <= LONGEST_WORD else None
        if len(self._remembered) < _REMEMBERED:
            self._remembered[key] = found
        return found

    def _add(self, entry: Entry) -> None:
        grouped: dict[tuple[str, bool], list[Name]] = defaultdict(list)
        for name in entry.names:
            if pair := name.pair:
                self._add_pair(pair, Meaning(entry, {name.spelling: name.guard}, False))
            elif name.guard is Guard.NEVER:
                self._never[name.key].add(entry.skill.label)
            else:
                grouped[name.key, name.is_suffix].append(name)
        for (key, is_suffix), names in grouped.items():
            table = self._suffixes if is_suffix else self.exact
            is_role = any(_is_role(name) for name in names)
            meaning = Meaning(entry, {name.spelling: name.guard for name in names}, is_role)
            table[key] = (*table.get(key, ()), meaning)

    def _add_pair(self, pair: tuple[str, str], meaning: Meaning) -> None:
        for word in pair:
            self._begun_pairs[word.removesuffix("~")[:_BEGINNING], word is pair[0]].append(len(self._pairs))
        self._pairs.append((*pair, meaning))

    def apart(self, words: Sequence[str]) -> Iterator[tuple[int, int, Reading]]:
        """Yield what two folded words of a clause mean together that stand apart in it, with the places of the two.

        "Wer organisiert uns im Juni die Feier?" has "organisier~ … feier~"; the order of the two does not matter.
        """
        paired = [self._known_pairs.get(word) or self._paired(word) for word in words]
        seconds = [there for there, (_begun, ended) in enumerate(paired) if ended]
        for at, (begun, _ended) in enumerate(paired):
            for there in seconds if begun else ():
                if there != at and abs(there - at) <= _APART and not begun.isdisjoint(paired[there][1]):
                    for pair in sorted(begun & paired[there][1]):
                        first, _second, meaning = self._pairs[pair]
                        yield at, there, Reading((meaning,), "pair", first)

    def _paired(self, word: str) -> tuple[frozenset[int], frozenset[int]]:
        """Return the names of two words whose first is this one, and those whose second is."""
        known = (self._having(word, is_first=True), self._having(word, is_first=False))
        if len(self._known_pairs) < _REMEMBERED:
            self._known_pairs[word] = known
        return known

    def _having(self, word: str, *, is_first: bool) -> frozenset[int]:
        begun = {word[:_BEGINNING], word[: _BEGINNING - 1]}  # "bau~" has three letters
        return frozenset(
            pair
            for beginning in begun
            for pair in self._begun_pairs.get((beginning, is_first), ())
            if _is_like(word, self._written(pair, is_first=is_first))
        )

    def _written(self, pair: int, *, is_first: bool) -> str:
        first, second, _meaning = self._pairs[pair]
        return first if is_first else second

    def _ways(self, key: str) -> Iterator[Reading | None]:
        yield self._form(key)
        yield self._with_tail(key, ROLE_TAILS, "role")
        yield self._with_tail(key, WORK_TAILS, "compound")
        yield self._ending(key, self._suffixes, _SHORTEST_SUFFIX)
        yield self._ending(key, self._lasts, _SHORTEST_LAST)
        if key not in self._everyday and key not in self.exact:
            yield self._typo(key)

    def _allowed(self, key: str, meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
        """Return the meanings that the vocabulary does not deny this very word."""
        never = self._never.get(key)
        return tuple(one for one in meanings if not never or one.entry.skill.label not in never)

    def _form(self, key: str) -> Reading | None:
        for ending in _ENDINGS[1:]:
            stem = key.removesuffix(ending)
            if not key.endswith(ending) or len(stem) < _SHORTEST_FORM:
                continue
            if found := self._allowed(key, self._declined(stem)):
                return Reading(found, "form", stem, any(one.is_role for one in found))
        return None

    def _declined(self, stem: str) -> tuple[Meaning, ...]:
        """Return the meanings of a stem that take endings: names of works that count by themselves or as made."""
        return tuple(
            one
            for one in self.exact.get(stem, ())
            if _is_declined(one.entry) and one.guard in (Guard.NONE, Guard.MADE, Guard.EXACT)
        )

    def _with_tail(self, key: str, tails: frozenset[str], how: str) -> Reading | None:
        for at in range(3, len(key) - 2):
            if key[at:] in tails:
                for joint in _JOINTS:
                    stem = key[:at].removesuffix(joint) if joint else key[:at]
                    meanings = self._allowed(key, self.exact.get(stem, ()))
                    found = tuple(one for one in meanings if one.guard in (Guard.NONE, Guard.EXACT))
                    if found and not (how == "compound" and _is_thing(found)):
                        return Reading(found, how, stem, how == "role")
        return None

    def _ending(self, key: str, table: Mapping[str, tuple[Meaning, ...]], shortest: int) -> Reading | None:
        """Return what the longest known ending of a compound means, with three letters or more before it."""
        for at in range(_SHORTEST_FIRST, len(key) - shortest + 1):
            if found := self._allowed(key, table.get(key[at:], ())):
                return Reading(found, "compound", key[at:], any(one.is_role for one in found))
        return None

    def _typo(self, key: str) -> Reading | None:
        if len(key) < _SHORTEST_TYPO - 1 or not key.isalpha():
            return None
        halves = (half for length in range(len(key) - 1, len(key) + 2) for half in _halves(key, length))
        near = {name for half in halves for name in self._halves.get(half, ())}
        near |= {swapped for swapped in _swapped(key) if swapped in self.exact and self._may_be_misspelt(swapped)}
        fitting = sorted(name for name in near if name[0] == key[0] and _is_one_off(name, key))
        if not fitting:
            return None
        found = self.exact[fitting[0]]
        return Reading(found, "typo", fitting[0], any(one.is_role for one in found))

    def _by_halves(self) -> Mapping[tuple[int, bool, str], Sequence[str]]:
        """Return the names that may be misspelt by either half: one mistake leaves the other as it was."""
        table: dict[tuple[int, bool, str], list[str]] = defaultdict(list)
        for key in filter(self._may_be_misspelt, self.exact):
            for half in _halves(key, len(key)):
                table[half].append(key)
        return dict(table)

    def _may_be_misspelt(self, key: str) -> bool:
        is_long = len(key) >= _SHORTEST_TYPO and key.isalpha()
        return is_long and any(one.guard is Guard.NONE for one in self.exact[key])


def _may_be_last(key: str, found: Sequence[Meaning]) -> tuple[Meaning, ...]:
    """Return the meanings of a name that may stand at the end of any compound: long names of works."""
    if len(key) < _SHORTEST_LAST:
        return ()
    return tuple(one for one in found if one.entry.kind is Kind.WORK and one.guard is Guard.NONE and not one.is_role)


def _is_declined(entry: Entry) -> bool:
    """Say whether a name is a German word that takes endings: a work, or a language ("ins Englische")."""
    return entry.kind is Kind.WORK or entry.skill.part == "translation"


def _is_like(word: str, written: str) -> bool:
    return word.startswith(written[:-1]) if written.endswith("~") else word == written


def _is_thing(found: Sequence[Meaning]) -> bool:
    """Say whether these are works of which a compound says something else: Flyerdaten are no flyer."""
    return all(one.entry.kind is Kind.WORK for one in found)


def _is_role(name: Name) -> bool:
    return name.is_role or name.key.endswith(_ENGLISH_ROLES)


_ENGLISH_ROLES: Final = (
    "developer", "developers", "engineer", "designer", "designers", "consultant", "writer", "editor", "photographer",
    "translator", "manager", "coach", "trainer", "tester", "artist", "analyst", "scientist", "specialist", "master",
    "owner", "adviser", "advisor", "accountant", "lawyer", "bookkeeper", "interpreter",
    "assistant", "assistenz", "artists", "dev", "devs", "animator", "illustrator", "administrator", "admin",
)  # fmt: skip


def _halves(word: str, length: int) -> Iterator[tuple[int, bool, str]]:
    """Yield what the halves of a name of that length would be, if either is in this word as it should."""
    first = length // 2
    yield length, True, word[:first]
    yield length, False, word[len(word) - (length - first) :]


def _swapped(word: str) -> Iterator[str]:
    """Yield the word with every two neighbours swapped in turn."""
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _is_one_off(name: str, word: str) -> bool:
    """Say whether one letter is missing, too many or wrong, or two neighbours are swapped."""
    if len(name) != len(word):
        long, short = (name, word) if len(name) > len(word) else (word, name)
        return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    wrong = [at for at, (one, other) in enumerate(zip(name, word, strict=True)) if one != other]
    if len(wrong) == 1:
        return True
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and name[wrong[0]] + name[wrong[1]] == word[wrong[1]] + word[wrong[0]]
    )


def _everyday() -> Iterator[str]:
    for line in files("bot.matching").joinpath("everyday.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from map(fold, line.split())
