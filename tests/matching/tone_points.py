"""The points of the tone found anew: `python -m tests.matching.tone_points` prints them beside those of tone.txt.

It is a logistic regression over the labelled posts that are open: what each group of words adds to the points of the
signs, by its first word and by each further one. Whoever changes the words of a group sees here what it is worth.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from math import exp
from typing import Final, NamedTuple

from bot.matching.asking.signs import ENOUGH, points
from bot.matching.asking.tone import Heard, all_heard
from bot.matching.reading import read_post
from tests.matching import scoring

_POSTS: Final = ("seen", "harder", "usual")
_LINES: Final = ("lines", "posts")
_CHATTER: Final = ("chatter", "ordinary")
_ROUNDS: Final = 12
_KEPT: Final = 3.0  # how strongly each weight is drawn towards nothing
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
        if heard.words > 1:
            seen[f"{heard.says} further"] = heard.words - 1.0
    return seen


def fitted(rows: Sequence[Row]) -> Mapping[str, float]:
    """Return the weight of everything that is seen in posts, by Newton's method."""
    names = sorted({name for row in rows for name in row.seen})
    places = {name: place for place, name in enumerate(names)}
    told = [([(places[name], value) for name, value in row.seen.items()], row.asks) for row in rows]
    weights = [0.0] * len(names)
    for _round in range(_ROUNDS):
        slope = [_KEPT * weight for weight in weights]
        bend = [[_KEPT * (row == column) for column in range(len(names))] for row in range(len(names))]
        for seen, asks in told:
            likely = 1 / (1 + exp(-sum(weights[place] * value for place, value in seen)))
            for place, value in seen:
                slope[place] += (likely - asks) * value
                for other, another in seen:
                    bend[place][other] += likely * (1 - likely) * value * another
        weights = [weight - step for weight, step in zip(weights, _solved(bend, slope), strict=True)]
    return dict(zip(names, weights, strict=True))


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return what a symmetric, positive matrix makes this right side of; both are used up."""
    for at, row in enumerate(matrix):
        for below in range(at + 1, len(matrix)):
            share = matrix[below][at] / row[at]
            if share:
                matrix[below] = [value - share * above for value, above in zip(matrix[below], row, strict=True)]
                right[below] -= share * right[at]
    found = [0.0] * len(right)
    for at in reversed(range(len(right))):
        known = sum(matrix[at][past] * found[past] for past in range(at + 1, len(right)))
        found[at] = (right[at] - known) / matrix[at][at]
    return found


def _labelled() -> Iterator[tuple[bool, str]]:
    for name in _POSTS:
        yield from ((not post["negative"], post["text"]) for post in scoring.posts(name))
    for name in _LINES:
        lines = (scoring.DATA / f"{name}.tsv").read_text("utf-8").splitlines()
        yield from ((line.startswith("ask\t"), line.partition("\t")[2]) for line in lines if "\t" in line)
    for name in _CHATTER:
        yield from ((False, line) for line in (scoring.DATA / f"{name}.txt").read_text("utf-8").splitlines())


def main() -> None:
    """Print for each group the points of its first and of each further word, as they are and as they are found."""
    vocabulary = scoring.vocabulary()
    rows: list[Row] = []
    for asks, text in _labelled():
        read = read_post(text, vocabulary)
        if read.signs:
            rows.append(Row(asks, features(points(read.signs), read.tone)))
    weights = fitted(rows)
    a_point = weights["signs"] / 10
    sys.stdout.write(f"{len(rows)} posts; an enough of signs is worth {weights['enough'] / a_point:.1f} points\n")
    for heard, further in all_heard():
        first, more = (weights.get(f"{heard.says} {which}", 0) / a_point for which in ("first", "further"))
        sys.stdout.write(f"{heard.points:+3d} {further:+3d}  found {first:+5.1f} {more:+5.1f}  {heard.says}\n")


if __name__ == "__main__":
    main()
