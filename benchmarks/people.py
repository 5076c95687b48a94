"""People: whom a job tags and whom a search finds, over an index of up to 100,000 invented members.

Everybody has six skills of the vocabulary, some far more often named than others, and every twentieth a term of their
own; half were tagged before. Jobs have one to three parts with up to six skills each. All is drawn by a fixed seed.
"""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from resource import getpagesize
from sqlite3 import Connection, connect
from typing import Final

from rapidfuzz import fuzz, process
from rich.table import Table

from benchmarks.herd import NOW
from benchmarks.table import duration, ratio, size, table
from benchmarks.timing import Rounds, timed
from bot.domain.folding import fold
from bot.domain.jobs import JobPart
from bot.domain.members import Availability, Member, Visibility
from bot.domain.skills import MemberSkill, Skill, Stance
from bot.domain.towns import CENTRES, REMOTE
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.people.drafting import Wanted, draft
from bot.matching.people.index import PeopleIndex
from bot.matching.people.searching import Search, found_by

SIZES: Final = (1000, 10_000, 100_000)
TODAY: Final = NOW.date()
ROUNDS: Final = 5
JOBS: Final = 200  # of each round
PLAIN: Final = 4  # jobs of each round for the baselines, which take their time
BEST: Final = 20  # people whom a baseline returns
TOWNS: Final = (*tuple(CENTRES)[:11] * 4, *CENTRES, *(REMOTE,) * 20)


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of all that are compared."""

    parts: tuple[JobPart, ...]
    town: str | None

    @property
    def search(self) -> Search:
        """Return a search for the first skills of the job."""
        return Search(self.parts[0].skills[:3], self.town)


class Invention:
    """Members and jobs, drawn from the vocabulary."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary.load()
        self._known = [entry.skill for entry in self.vocabulary.entries]
        random.Random(5).shuffle(self._known)
        self._weights = [1 / (10 + place) for place in range(len(self._known))]

    def members(self, count: int) -> Iterator[Member]:
        """Yield so many members."""
        chance = random.Random(1899)
        states = (Availability(), Availability(), Availability("ausgebucht"), None)
        for number in range(1, count + 1):
            later = Availability("ab", TODAY + timedelta(days=chance.randrange(-100, 100)))
            skills = self._drawn(chance, 6)
            if number % 20 == 0:
                skills.append(Skill(fold(f"Zauber {number}"), f"Zauber {number}"))
            stances = chance.choices((Stance.OFFERS, Stance.LEARNS, Stance.SEEKS, Stance.PASSES_ON), (16, 2, 1, 1), k=7)
            yield Member(
                number,
                f"Person {number}",
                (),
                Visibility.TAGGED,
                town=chance.choice(TOWNS),
                availability=chance.choice((*states, later)),
                skills=tuple(map(MemberSkill, skills, stances)),
                last_tagged_at=NOW - timedelta(seconds=chance.randrange(10**7)) if chance.random() < 0.5 else None,
            )

    def jobs(self) -> list[Job]:
        """Return the jobs: their parts with a core and a side, every second one in a town."""
        chance = random.Random(7)
        return [
            Job(
                tuple(self._part(chance, key) for key in "abc"[: chance.randrange(1, 4)]),
                chance.choice((None, "Essen")),
            )
            for _ in range(JOBS)
        ]

    def _part(self, chance: random.Random, key: str) -> JobPart:
        skills = self._drawn(chance, chance.randrange(1, 7))
        core = chance.randrange(1, len(skills) + 1)
        return JobPart(key, key, tuple(skills[:core]), tuple(skills[core:]))

    def _drawn(self, chance: random.Random, count: int) -> list[Skill]:
        return list({skill.key: skill for skill in chance.choices(self._known, self._weights, k=count)}.values())


class Ours:
    """The index and what is asked of it."""

    def __init__(self, invention: Invention, members: Iterable[Member]) -> None:
        self.index = PeopleIndex(invention.vocabulary.ancestors, invention.vocabulary.wide)
        for member in members:
            self.index.put(member)
        for _ in self.index.settle():
            pass

    def tagged(self, job: Job) -> object:
        """Return whom a job tags, where everybody can be reached."""
        choosing = draft(self.index, job.parts, Wanted(job.town, TODAY, [5] * len(job.parts), 10))
        try:
            asked = next(choosing)
            while True:
                asked = choosing.send(asked)
        except StopIteration as end:
            return end.value

    def page(self, job: Job) -> object:
        """Return how many a search finds, and the first ten."""
        count, ids = found_by(self.index, job.search, TODAY)
        return count, [one for one, _ in zip(ids, range(10), strict=False)]


class Plain:
    """The baselines: members as documents of the keys of their skills."""

    def __init__(self, invention: Invention, count: int) -> None:
        self._texts = [_text(member) for member in invention.members(count)]
        self._sqlite: Connection = connect(":memory:")
        self._sqlite.execute(
            "CREATE VIRTUAL TABLE people USING fts5(skills, tokenize = \"unicode61 tokenchars '+#.'\")"
        )
        self._sqlite.executemany("INSERT INTO people VALUES (?)", [(text,) for text in self._texts])

    def by_bm25(self, skills: Sequence[Skill]) -> object:
        """Ask SQLite's full text search."""
        words = " OR ".join(f'"{skill.key}"' for skill in skills)
        best = "SELECT rowid FROM people WHERE people MATCH ? ORDER BY bm25(people) LIMIT ?"
        return self._sqlite.execute(best, (words, BEST)).fetchall()

    def by_likeness(self, skills: Sequence[Skill]) -> object:
        """Ask rapidfuzz, which compares all."""
        words = " ".join(skill.key for skill in skills)
        return process.extract(words, self._texts, scorer=fuzz.token_set_ratio, limit=BEST)

    def of_each_part(self, by: Callable[[Sequence[Skill]], object], job: Job) -> object:
        """Ask for each part of a job."""
        return [by(part.skills) for part in job.parts]

    def searched(self, job: Job) -> object:
        """Ask SQLite's full text search for the same as a search does."""
        return self.by_bm25(job.search.skills)

    def close(self) -> None:
        """Forget the documents."""
        self._sqlite.close()


def tables() -> Iterator[Table]:
    """Yield the tables of ranking, of search and of the memory that the index takes."""
    invention = Invention()
    tagged = table(
        "Matching: whom a job of one to three parts tags, out of an index in memory",
        ("members", "p50", "p95", "growth", "FTS5 p50", "takes", "rapidfuzz p50", "takes"),
        "growth of p50, against 1,000 members; takes: so many times as long as ours. FTS5: bm25 over the skills,\n"
        "rapidfuzz: token_set_ratio, both in memory and the best 20 of each part; neither knows stance, threshold,\n"
        "town, date or rotation",
    )
    page = table(
        "Matching: the first page of a search for up to three skills, every second one in a town, with the count",
        ("members", "p50", "p95", "growth", "FTS5 p50", "takes"),
        "FTS5 as above, without the count",
    )
    first: tuple[Rounds, Rounds] | None = None
    for count in SIZES:
        ours, plain, jobs = Ours(invention, invention.members(count)), Plain(invention, count), invention.jobs()
        mine, bm25, fuzzy, pages, found = _in_turns(
            (JOBS, partial(_each, ours.tagged, jobs)),
            (PLAIN, partial(_each, partial(plain.of_each_part, plain.by_bm25), jobs)),
            (PLAIN, partial(_each, partial(plain.of_each_part, plain.by_likeness), jobs)),
            (JOBS, partial(_each, ours.page, jobs)),
            (PLAIN, partial(_each, plain.searched, jobs)),
        )
        first = first or (mine, pages)
        tagged.add_row(f"{count:,}", *_row(mine, first[0], bm25), duration(fuzzy.p50), ratio(fuzzy.p50 / mine.p50))
        page.add_row(f"{count:,}", *_row(pages, first[1], found))
        plain.close()
    yield tagged
    yield page
    yield _memory()


def _text(member: Member) -> str:
    return " ".join(held.skill.key for held in member.skills)


def _each(ask: Callable[[Job], object], jobs: Sequence[Job]) -> Iterator[Callable[[], object]]:
    """Yield one question after the other, over and over."""
    return (partial(ask, job) for job in cycle(jobs))


def _in_turns(*those: tuple[int, Callable[[], Iterator[Callable[[], object]]]]) -> list[Rounds]:
    """Time several kinds of questions in turns, each so many times a round; a first question of each warms up."""
    questions = [(count, ask(), Rounds()) for count, ask in those]
    for _count, asked, _rounds in questions:
        next(asked)()
    for _ in range(ROUNDS):
        for count, asked, rounds in questions:
            rounds.add([timed(next(asked)) for _ in range(count)])
    return [rounds for _count, _asked, rounds in questions]


def _row(ours: Rounds, first: Rounds, plain: Rounds) -> tuple[str, ...]:
    times = (duration(ours.p50), duration(ours.p95), ratio(ours.p50 / first.p50))
    return (*times, duration(plain.p50), ratio(plain.p50 / ours.p50))


def _memory() -> Table:
    made = table(
        "Matching: the index in memory",
        ("members", "more resident", "of it known to Python", "texts of the skills", "ratio"),
        "each in a process of its own, over the same process with the vocabulary and without the index",
    )
    for count in SIZES[1:]:
        resident, traced, plain = (_in_a_process(count, how) for how in ("resident", "traced", "texts"))
        made.add_row(f"{count:,}", size(resident), size(traced), size(plain), ratio(traced / plain))
    return made


def _in_a_process(count: int, how: str) -> int:
    command = [sys.executable, "-m", "benchmarks.people", str(count), how]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - our own


def _used(count: int, how: str) -> int:
    """Return how many bytes the index takes, or the bare texts."""
    invention = Invention()
    for member in invention.members(100):
        str(member)
    if how == "resident":
        gc.collect()
        before = _resident()
        kept: object = Ours(invention, invention.members(count))
        gc.collect()
        return _resident() - before
    members = list(invention.members(count))
    tracemalloc.start()
    kept = Ours(invention, members) if how == "traced" else [_text(member) for member in members]
    gc.collect()
    used, _peak = tracemalloc.get_traced_memory()
    del kept
    return used


def _resident() -> int:
    """Return the memory of this process that is in use, where Linux says so."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * getpagesize()


if __name__ == "__main__":
    print(_used(int(sys.argv[1]), sys.argv[2]))
