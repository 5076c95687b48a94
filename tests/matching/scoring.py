"""How well posts are read and people chosen, counted as the rules of annotation say (tests/data/matching/README.md).

Required skills are right, optional ones and what lies above a required one count neither way, all else of the labelled
skills is wrong, a denied one most of all. A member fits a post (2) who covers at least half of the core of a part,
partly (1) who covers some; who is booked out never fits. `python -m tests.matching.scoring` prints all figures.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import log2
from pathlib import Path
from typing import Any, Final

from bot.domain.folding import fold
from bot.jsonlines import Complaints
from bot.matching.batch import Batch, members_of
from bot.matching.lists.skill_list import read_held
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post

DATA: Final = Path(__file__).parents[1] / "data" / "matching"
SETS: Final = (
    "examples",
    "seen",
    "fresh",
    "matched",
    "unseen",
    "long",
    "harder",
    "harder-unseen",
    "usual",
    "usual-unseen",
    "late",
)
CHATTER: Final = ("chatter", "ordinary", "ordinary-unseen", "chatter-unseen")
# Posts of which is only said whether they ask for somebody; the first three are short.
LINES: Final = ("lines", "lines-unseen", "everyday", "posts", "posts-unseen")
# Requests for one skill each: by its names, described without any, and in other words of all kinds.
TOLD: Final = ("told", "described", "described-unseen", "otherwise", "otherwise-unseen")
TYPED: Final = ("typed", "typed-unseen")  # names of skills as members type them into a list
TURNS: Final = ("turns", "turns-unseen")  # turns of phrase, filled with skills
_FILLING: Final[Mapping[str, Mapping[str, str]]] = {
    "{W}": {
        label: label
        for label in (
            "Webdesign", "Videoschnitt", "Lohnbuchhaltung", "Illustration", "SEO", "Netzwerktechnik", "Lektorat",
            "Datenanalyse",
        )
    },
    "{T}": {
        label: label for label in ("React", "Figma", "WordPress", "SAP", "Excel", "Shopware", "Docker", "TYPO3")
    },
    "{R}": {
        "Texter": "Texten", "Fotograf": "Fotografie", "Java-Entwickler": "Java", "Grafikdesigner": "Grafikdesign",
        "Tontechniker": "Audioproduktion", "Dolmetscher": "Dolmetschen",
    },
}  # fmt: skip
_BESIDE: Final = "Steuerberatung"
_NEVER: Final = ("nicht verfügbar", "ausgebucht")
_BEST: Final = 5  # people of whom the order counts
_TODAY: Final = date(2026, 11, 27)


@dataclass(slots=True)
class Figures:
    """The figures of one set of posts, each between 0 and 1."""

    precision: float
    recall: float
    f1: float
    denied: float
    parts: float
    lenient: float
    strict: float
    found: float
    ndcg: float
    pinged: float


@dataclass(slots=True)
class _Count:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        self.right, self.wrong, self.missed = self.right + right, self.wrong + wrong, self.missed + missed

    @property
    def f1(self) -> float:
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)


@dataclass(slots=True)
class _Counts:
    skills: _Count = field(default_factory=_Count)
    parts: _Count = field(default_factory=_Count)
    denied: list[bool] = field(default_factory=list)
    fitting: list[int] = field(default_factory=list)  # of each tagged member: 0, 1 or 2
    found: list[float] = field(default_factory=list)
    ndcg: list[float] = field(default_factory=list)
    pinged: list[bool] = field(default_factory=list)


def figures(name: str) -> Figures:
    """Return the figures of a set of posts, each read and matched as `ideenherd match` does."""
    counts, batch = _Counts(), _batch()
    for post in posts(name):
        answer = json.loads(batch.answer(json.dumps(post).encode()))
        if post["negative"]:
            counts.pinged.append(bool(answer["tagged"]))
        else:
            _count_skills(counts, post, answer)
            _count_people(counts, post, answer["tagged"])
    skills, tags = counts.skills, counts.fitting
    return Figures(
        precision=_share(skills.right, skills.right + skills.wrong),
        recall=_share(skills.right, skills.right + skills.missed),
        f1=skills.f1,
        denied=_mean(counts.denied),
        parts=counts.parts.f1,
        lenient=_mean(grade >= 1 for grade in tags),
        strict=_mean(grade == 2 for grade in tags),
        found=_mean(counts.found),
        ndcg=_mean(counts.ndcg),
        pinged=_mean(counts.pinged),
    )


def posts(name: str) -> Sequence[Mapping[str, Any]]:
    """Return the labelled posts of a set."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def asking(name: str) -> Sequence[str]:
    """Return the lines of a file of chatter that are taken for a request."""
    lines = (DATA / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if read_post(line, vocabulary()).asks]


def chatter(name: str) -> int:
    """Return how many lines a file of chatter has."""
    return len((DATA / f"{name}.txt").read_text("utf-8").splitlines())


@dataclass(frozen=True, slots=True)
class Lines:
    """How many short posts ask for somebody and are not taken for a request, and how many are taken for one wrongly."""

    asking: int
    missed: int
    others: int
    taken: int


def lines(name: str) -> Lines:
    """Return how many posts of a file of lines are taken for what they are."""
    told_so = [line.split("\t", 1) for line in (DATA / f"{name}.tsv").read_text("utf-8").splitlines()]
    asks = [(kind == "ask", read_post(text, vocabulary()).asks) for kind, text in told_so]
    return Lines(
        asking=sum(asked for asked, _read in asks),
        missed=sum(asked and not read for asked, read in asks),
        others=sum(not asked for asked, _read in asks),
        taken=sum(read and not asked for asked, read in asks),
    )


def told(name: str) -> tuple[int, int]:
    """Return how many requests of a set of `TOLD` there are, and how many of them are read as what they ask for."""
    requests = [line.split("\t") for line in (DATA / f"{name}.tsv").read_text("utf-8").splitlines()]
    return len(requests), sum(_is_read(label, text) for label, text in requests)


def _is_read(label: str, text: str) -> bool:
    skills = {skill.label for skill in read_post(text, vocabulary()).skills}
    return label in skills or any(label in above().get(skill, ()) for skill in skills)


def typed(name: str) -> tuple[float, float]:
    """Return precision and recall of a set of `TYPED`: of the skills that are read, and of those meant.

    What may be meant too, what lies above it and what lies below it counts neither way.
    """
    count = _Count()
    for line in (DATA / f"{name}.tsv").read_text("utf-8").splitlines():
        entry, must, may = (line + "\t").split("\t")[:3]
        meant, allowed = (frozenset(filter(None, labels.split("; "))) for labels in (must, may))
        held = [one.skill for one in read_held(entry, vocabulary())]
        said = {skill.label for skill in held if skill.label in above()}
        covered = {skill.key for skill in held}.union(*map(vocabulary().ancestors, held))
        read = {label for label in meant if fold(label) in covered}
        over = (meant | allowed).union(*(above()[label] for label in meant | allowed))
        count.add(len(read), sum(label not in over and not above()[label] & meant for label in said), len(meant - read))
    return _share(count.right, count.right + count.wrong), _share(count.right, count.right + count.missed)


def turns(name: str) -> float:
    """Return the share of the turns of phrase of a set of `TURNS` that are read as what they say of a skill.

    Each is filled with several. `asked`, `both` (beside another one) and `noask` say so themselves; all others name a
    skill that is not asked for, beside another one that is.
    """
    rows = [line.split("\t") for line in (DATA / f"{name}.tsv").read_text("utf-8").splitlines()]
    return _mean(_mean(_is_said(kind, text, label) for text, label in _filled(turn)) for kind, turn in rows)


def _filled(turn: str) -> Iterable[tuple[str, str]]:
    slot = next(slot for slot in _FILLING if slot in turn)
    return ((turn.replace(slot, word).replace("{B}", _BESIDE), label) for word, label in _FILLING[slot].items())


def _is_said(kind: str, text: str, label: str) -> bool:
    read = read_post(text, vocabulary())
    asked = {skill.key for skill in read.skills}.union(*map(vocabulary().ancestors, read.skills))
    if kind == "noask":
        return not read.asks
    if kind in ("asked", "both"):
        return fold(label) in asked and (kind == "asked" or fold(_BESIDE) in asked)
    return all(skill.label != label for skill in read.skills) and fold(_BESIDE) in asked


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary that comes with the bot."""
    return Vocabulary.load()


@cache
def above() -> Mapping[str, frozenset[str]]:
    """Return for each labelled skill what lies above it."""
    rows = [line.split("\t") for line in (DATA / "labels.tsv").read_text("utf-8").splitlines()[1:]]
    parents = {row[0]: [label for label in row[2].split(";") if label] for row in rows}

    def all_above(label: str) -> frozenset[str]:
        return frozenset(parents[label]).union(*(all_above(parent) for parent in parents[label]))

    return {label: all_above(label) for label in parents}


@cache
def _batch() -> Batch:
    lines = (DATA / "members.jsonl").read_bytes().splitlines()
    return Batch(vocabulary(), _TODAY, members_of(lines, vocabulary(), "members", Complaints(_unheard)))


def _unheard(_sentence: str) -> None:
    """Hear a complaint about a member of the data: there is none, a test of the batch sees to that."""


@cache
def _members() -> Mapping[str, frozenset[str]]:
    """Return what each member who may fit covers."""
    rows = [json.loads(line) for line in (DATA / "members.jsonl").read_text("utf-8").splitlines()]
    return {
        row["handle"]: frozenset(row["skills"]).union(*(above()[label] for label in row["skills"]))
        for row in rows
        if row["availability"] not in _NEVER
    }


def _count_skills(counts: _Counts, post: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    said = {label for label in answer["skills"] if label in above()}
    wanted = {skill["name"] for skill in post["skills"]}
    implied = frozenset[str]().union(*(above()[label] for label in wanted))
    neutral = (implied | set(post["optional"])) - set(post["negated"]) - wanted
    counts.skills.add(len(said & wanted), len(said - wanted - neutral), len(wanted - said - implied))
    counts.denied += [label in said for label in post["negated"]]
    parts, told = {part["part"] for part in post["parts"]}, {part["part"] for part in answer["parts"]}
    counts.parts.add(len(parts & told), len(told - parts), len(parts - told))


def _count_people(counts: _Counts, post: Mapping[str, Any], tagged: Sequence[str]) -> None:
    grades = {handle: _grade(covered, post) for handle, covered in _members().items()}
    got = [grades.get(handle, 0) for handle in tagged]
    counts.fitting += got
    fitting = sum(grade == 2 for grade in grades.values())
    if fitting:
        counts.found.append(min(1, got.count(2) / min(fitting, _BEST * len(post["parts"]))))
        counts.ndcg.append(_gain(got) / _gain(sorted(grades.values(), reverse=True)))


def _grade(covered: frozenset[str], post: Mapping[str, Any]) -> int:
    shares = [len(covered.intersection(part["core"])) / max(len(part["core"]), 1) for part in post["parts"]]
    best = max(shares, default=0.0)
    return 2 if best >= 0.5 else 1 if best > 0 else 0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:_BEST]))


def _share(one: int, other: int) -> float:
    return one / other if other else 1.0


def _mean(values: Iterable[float]) -> float:
    told = list(values)
    return sum(told) / len(told) if told else 0.0


def _print() -> None:
    reached = {name: figures(name) for name in SETS}
    rows = [(figure, *(f"{getattr(reached[name], figure):.3f}" for name in SETS)) for figure in Figures.__slots__]
    rows += [(name, f"{len(asking(name))} of {chatter(name)} lines") for name in CHATTER]
    for name in LINES:
        short = lines(name)
        rows.append((
            name, f"{short.missed} of {short.asking} missed, {short.taken} of {short.others} taken wrongly",
        ))  # fmt: skip
    for name in TOLD:
        whole, read = told(name)
        rows.append((name, f"{read} of {whole} read as what they ask for"))
    for name in TYPED:
        precision, recall = typed(name)
        rows.append((name, f"precision {precision:.3f}, recall {recall:.3f}"))
    rows += [(name, f"{turns(name):.3f} read as what they say of a skill") for name in TURNS]
    sys.stdout.writelines("  ".join(f"{cell:10}" for cell in row) + "\n" for row in (("", *SETS), *rows))


if __name__ == "__main__":
    _print()
