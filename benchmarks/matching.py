"""Matching: reading posts, against a plain alternation of the labels; and whom it finds: `benchmarks.people`."""

from __future__ import annotations

import gc
import json
import re
import tracemalloc
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Final

from rich.table import Table

from benchmarks import people
from benchmarks.table import duration, ratio, size, table
from benchmarks.timing import Rounds, in_turns
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post

LONG: Final = 10_000  # characters
CROWD: Final = 10_000  # members
LABELLED: Final = Path(__file__).parents[1] / "tests" / "data" / "matching" / "seen.jsonl"
POSTS: Final = (
    "Moin zusammen, wer kommt morgen Abend auch zum Stammtisch? Ich bin gegen sieben da.",
    "Danke nochmal an alle für den schönen Abend gestern, die Folien lade ich heute hoch.",
    "Suche jemanden für eine neue Website auf WordPress, dazu etwas SEO. Budget ist da, Start im Januar.",
    "Wir brauchen für unseren Verein ein Logo und ein Plakat. Druck übernimmt der Verlag, Texte haben wir schon.",
    "Looking for a freelance React developer with TypeScript, remote is fine, about three months, start asap.",
    "Hat jemand Erfahrung mit dem neuen Coworking in der Innenstadt? Lohnt sich das, und wie ist das WLAN dort?",
    "Ich bin selbst Entwickler (Python) und suche Verstärkung: Backend mit Django und PostgreSQL, keine Agenturen.",
    "Kennt wer ein gutes Café mit ruhigen Tischen in Bochum? Ich muss am Freitag zwei Stunden telefonieren.",
)
_LONG_ONES: Final = (
    ("chat posts, one after another", " ".join(POSTS)),
    ("one sentence without an end", "und wir haben noch viel vor mit dem neuen Laden "),
    ("a request a sentence", "Suche Python. "),
    ("a denial a word", "kein WordPress nicht Python ohne "),
    ("names only", "react go c++ node js "),
    ("one word", "a"),
)


async def tables() -> AsyncIterator[Table]:
    """Yield the tables of matching."""
    vocabulary = Vocabulary.load()
    plain = _alternation(vocabulary)
    yield _reading(vocabulary, plain)
    yield _labelled(vocabulary, plain)
    yield _long(vocabulary, plain)
    yield _memory()
    for made in people.tables():
        yield made


def _alternation(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Return the plain way to find skills: their labels as alternatives, the longest first, as whole words."""
    labels = sorted((entry.skill.label for entry in vocabulary.entries), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, labels))})(?!\w)", re.IGNORECASE)


def _reading(vocabulary: Vocabulary, plain: re.Pattern[str]) -> Table:
    made = table(
        f"Matching: reading a chat post of {min(map(len, POSTS))} to {max(map(len, POSTS))} characters",
        ("", "p50", "p95", "regex p50", "regex p95", "ratio"),
        "regex: one compiled alternation of the labels; it knows no aliases, no denial, no request",
    )
    ours, theirs = cycle(POSTS), cycle(POSTS)
    mine, regex = in_turns(
        lambda: read_post(next(ours), vocabulary), lambda: plain.findall(next(theirs)), times=20 * len(POSTS)
    )
    made.add_row("a post", *_pair(mine, regex))
    return made


def _labelled(vocabulary: Vocabulary, plain: re.Pattern[str]) -> Table:
    made = table(
        f"Matching: reading a labelled post, and whom it tags of {CROWD:,} members",
        ("", "p50", "p95", "regex p50", "regex p95", "ratio", "read and ranked p50", "p95"),
        "no post twice in a row: words, not whole posts, are remembered",
    )
    invention = people.Invention()
    crowd = people.Ours(invention, invention.members(CROWD))

    def tagged(text: str) -> object:
        read = read_post(text, vocabulary)
        return crowd.tagged(people.Job(read.parts, None)) if read.asks else None

    texts = [json.loads(line)["text"] for line in LABELLED.read_text("utf-8").splitlines()]
    for name, shortest, longest in (("under 300 characters", 0, 300), ("300 to 1,100", 300, 1101)):
        posts = [text for text in texts if shortest <= len(text) < longest]
        mine, regex = in_turns(
            _each(partial(read_post, vocabulary=vocabulary), posts), _each(plain.findall, posts), times=len(posts)
        )
        ranked, _ = in_turns(_each(tagged, posts), _each(plain.findall, posts), times=len(posts))
        made.add_row(name, *_pair(mine, regex), duration(ranked.p50), duration(ranked.p95))
    return made


def _each(read: Callable[[str], object], posts: Sequence[str]) -> Callable[[], object]:
    """Return a function that reads the next of the posts, and after the last the first."""
    coming = cycle(posts)
    return lambda: read(next(coming))


def _long(vocabulary: Vocabulary, plain: re.Pattern[str]) -> Table:
    made = table(
        f"Matching: a text of {LONG:,} characters",
        ("", "p50", "regex p50", "ratio", f"against {LONG // 10:,} characters"),
        "10 × against a text of a tenth is linear; only the first 4,096 characters are read: no message is longer",
    )
    for name, words in _LONG_ONES:
        text = (words * (LONG // len(words) + 1))[:LONG]
        mine, regex = in_turns(partial(read_post, text, vocabulary), partial(plain.findall, text), rounds=3, times=1)
        tenth, _ = in_turns(partial(read_post, text[: LONG // 10], vocabulary), list, rounds=3, times=3)
        made.add_row(
            name, duration(mine.p50), duration(regex.p50), ratio(mine.against(regex)), ratio(mine.against(tenth))
        )
    return made


def _memory() -> Table:
    made = table(
        "Matching: the vocabulary in memory",
        ("", "vocabulary", "regex", "ratio"),
        "regex: the labels and their compiled alternation",
    )
    labels = [entry.skill.label for entry in Vocabulary.load().entries]

    def plain() -> object:
        re.purge()
        return re.compile("|".join(map(re.escape, labels)), re.IGNORECASE)

    ours, theirs = _kept_by(Vocabulary.load), _kept_by(plain)
    made.add_row("memory", size(ours), size(theirs), ratio(ours / theirs))
    loading, compiling = in_turns(Vocabulary.load, plain, rounds=3, times=3)
    made.add_row("time to load", duration(loading.p50), duration(compiling.p50), ratio(loading.against(compiling)))
    return made


def _kept_by(make: Callable[[], object]) -> int:
    """Return how many bytes stay in use while something that was made is kept."""
    gc.collect()
    tracemalloc.start()
    kept = make()
    gc.collect()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return used


def _pair(ours: Rounds, plain: Rounds) -> tuple[str, ...]:
    each = (ours.p50, ours.p95, plain.p50, plain.p95)
    return (*map(duration, each), ratio(ours.against(plain)))
