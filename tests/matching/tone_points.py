"""The points of the tone found anew: `python -m tests.matching.tone_points` prints them beside those of tone.txt.

It is a logistic regression over the labelled posts that are open: what each group of words adds to the points of the
signs, by its first word and by each further one. Whoever changes the words of a group sees here what it is worth.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import exp, sqrt
from typing import Final, NamedTuple

from bot.matching.reading import read_post
from bot.matching.signs import ENOUGH, points
from bot.matching.tone import Heard
from tests.matching import scoring

_POSTS: Final = ("seen", "harder", "usual")
_LINES: Final = ("lines", "everyday", "posts")
_CHATTER: Final = ("chatter", "ordinary")
_ROUNDS: Final = 400
_PACE: Final = 0.3
_KEPT: Final = 1e-4  # how strongly each weight is drawn towards nothing
_LEAST, _MOST = -15, 40  # points of the signs that count


class Row(NamedTuple):
    """A labelled post: whether it asks, and what is seen in it."""

    asks: bool
    seen: Mapping[str, float]


def features(signs: int, tone: Sequence[Heard]) -> dict[str, float]:
    """Return what is seen in a post with so many points of its signs that sounds so."""
    seen = {"": 1.0, "signs": min(max(signs, _LEAST), _MOST) / 10, "enough": float(signs >= ENOUGH)}
    for heard in tone:
        seen[f"{heard.says} first"] = 1.0
        seen[f"{heard.says} further"] = heard.words - 1.0
    return seen


def fitted(rows: Sequence[Row]) -> Mapping[str, float]:
    """Return the weight of everything that is seen in posts, found step by step, each at its own pace."""
    weights: dict[str, float] = defaultdict(float)
    steps: dict[str, float] = defaultdict(float)
    for _round in range(_ROUNDS):
        slope: dict[str, float] = defaultdict(float)
        for row in rows:
            sum_of = sum(weights[name] * value for name, value in row.seen.items())
            error = 1 / (1 + exp(-sum_of)) - row.asks
            for name, value in row.seen.items():
                slope[name] += error * value
        for name, value in slope.items():
            step = value / len(rows) + _KEPT * weights[name]
            steps[name] += step * step
            weights[name] -= _PACE * step / sqrt(steps[name] or 1)
    return weights


def _labelled() -> Iterator[tuple[bool, str]]:
    for name in _POSTS:
        yield from ((not post["negative"], post["text"]) for post in scoring.posts(name))
    for name in _LINES:
        lines = (scoring.DATA / f"{name}.tsv").read_text("utf-8").splitlines()
        yield from ((line.startswith("ask\t"), line.partition("\t")[2]) for line in lines if "\t" in line)
    for name in _CHATTER:
        yield from ((False, line) for line in (scoring.DATA / f"{name}.txt").read_text("utf-8").splitlines())


def main() -> None:
    """Print for each group its points now and those found, for the first word and for each further one."""
    vocabulary = scoring.vocabulary()
    rows: list[Row] = []
    now: dict[str, int] = {}
    for asks, text in _labelled():
        read = read_post(text, vocabulary)
        if read.signs:
            rows.append(Row(asks, features(points(read.signs), read.tone)))
            now |= {heard.says: heard.points for heard in read.tone if heard.words == 1}
    weights = fitted(rows)
    a_point = weights["signs"] / 10
    sys.stdout.write(f"{len(rows)} posts\n")
    for says in sorted(now, key=now.__getitem__, reverse=True):
        first, further = (weights[f"{says} {which}"] / a_point for which in ("first", "further"))
        sys.stdout.write(f"{now[says]:+3d}  found {first:+5.1f} and {further:+5.1f}  {says}\n")


if __name__ == "__main__":
    main()
