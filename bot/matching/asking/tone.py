"""How a post sounds, whatever its phrases say: groups of words that go along with a request, or with mere chat.

Signs are phrases, and whoever writes may always find another one; single words repeat. So tone.txt lists groups of
words with a few whole points, for the first word of a group and for each further one, and the tone of a post is their
sum: "wir", "Honorar" and "zwei Tage" go along with a request, "danke", "Kaffee" and "haha" with chat. It is a second
opinion: where it is clear it outweighs signs that only add up, but not the sign of a sentence that asks for somebody
and says what for; and what does not reach `SURE` with it asks, but nobody is tagged before its author has said so.

The points are near those that tell the labelled posts that are open apart best, whole ones and rather less than more:
`python -m tests.matching.tone_points` finds them anew. The words were chosen by hand among those that many posts have:
such that say something, no towns, no numbers, and nothing that is often the work itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from bot.domain.folding import fold
from bot.matching.asking.signs import ENOUGH, points
from bot.matching.posts.post import Named, Post
from bot.matching.rules.phrases import told_apart
from bot.matching.rules.rulebook import rules

STAYS: Final = 9  # points with the tone from which a post asks whose signs are enough, but whose sentences do not ask
NEARLY: Final = 3  # points of the signs below which no tone makes a request
SOUNDS: Final = 16  # points with the tone from which one asks whose signs are nearly enough
SURE: Final = 12  # points with the tone from which one whose signs are enough asks beyond doubt
SURE_BY_TONE: Final = 18  # and from which one does that asks by its tone
_HEAD: Final = re.compile(r"([+-]?\d+) ([+-]?\d+) (.+)")
_REQUEST: Final = "request"  # the sign of a sentence that asks for somebody and says what for
_MOST: Final = 4  # words of a group that count


class Heard(NamedTuple):
    """What is heard in a post: its points, below zero against a request, what it says, and the words that count."""

    points: int
    says: str
    words: int = 1


class Group(NamedTuple):
    """Words that say the same of a post: the points of the first one, of each further one, and what they say."""

    first: int
    further: int
    says: str

    def heard(self, words: int) -> Heard:
        """Return what so many different words of the group say."""
        counting = min(words, _MOST)
        return Heard(self.first + self.further * (counting - 1), self.says, counting)


_WHO_THEN: Final = Heard(6, "Erst wird erzählt, dann gefragt, wer.")
_BEHIND_A_COLON: Final = Heard(4, "Hinter einem Doppelpunkt steht eine Arbeit.")
_LEFT_OUT: Final = Heard(3, "Genannt ist auch, was nicht gesucht ist.")


def heard_in(post: Post, named: Sequence[Named]) -> Iterator[Heard]:
    """Yield what is heard in a post between the names of skills, group by group."""
    skills = {place for one in named for place in range(one.first, one.last)}
    keys = {
        told_apart(word.key, word.text)
        for word, place in zip(post.words.words, post.at, strict=True)
        if place not in skills
    }
    groups = _groups()
    told = Counter(groups[key] for key in keys & groups.keys())
    yield from (group.heard(told[group]) for group in sorted(told))
    if rules()["who then"].search(post.signs):
        yield _WHO_THEN
    if rules()["a work after a colon"].search(post.signs):
        yield _BEHIND_A_COLON
    if any(one.ignored for one in named):
        yield _LEFT_OUT


def all_heard() -> Iterator[tuple[Heard, int]]:
    """Yield all that may be heard, by a single word or by the form of a post, and the points of each further word."""
    yield from ((group.heard(1), group.further) for group in sorted(set(_groups().values()), reverse=True))
    yield from ((heard, 0) for heard in (_WHO_THEN, _BEHIND_A_COLON, _LEFT_OUT))


def are_enough(signs: Collection[str], tone: Collection[Heard]) -> bool:
    """Say whether a post with these signs asks for somebody, sounding so; a clear request does, whatever the rest."""
    told = points(signs)
    if told >= ENOUGH:
        return _REQUEST in signs or together(signs, tone) >= STAYS
    return told >= NEARLY and together(signs, tone) >= SOUNDS


def are_sure(signs: Collection[str], tone: Collection[Heard]) -> bool:
    """Say whether one that asks with these signs does so beyond doubt, sounding so."""
    return together(signs, tone) >= (SURE if points(signs) >= ENOUGH else SURE_BY_TONE)


def together(signs: Collection[str], tone: Collection[Heard]) -> int:
    """Return the points of signs and tone."""
    return points(signs) + sum(heard.points for heard in tone)


@cache
def _groups() -> Mapping[str, Group]:
    return read_groups(files("bot.matching.asking").joinpath("tone.txt").read_text("utf-8").splitlines())


def read_groups(lines: Iterable[str]) -> Mapping[str, Group]:
    """Return the group of each word, folded; raises ValueError for a word that stands twice, or a line of no kind."""
    groups: dict[str, Group] = {}
    group = Group(0, 0, "")
    for line in lines:
        if line.startswith(" "):
            keys = [told_apart(fold(word), word) for word in line.split()]
            if len({*groups, *keys}) < len(groups) + len(keys):
                raise ValueError(f"a word stands twice: {line}")
            groups |= dict.fromkeys(keys, group)
        elif line and not line.startswith("#"):
            head = _HEAD.fullmatch(line)
            if head is None:
                raise ValueError(f"no points and words: {line}")
            group = Group(int(head[1]), int(head[2]), head[3])
    return groups
