"""What belongs to a whole website, shop, app, event or film besides what is named: proposed to the author, no more.

The templates stand in `templates.txt`.
A template is meant where its skill is asked for as such: a job for WordPress may be any job at a website, one for
"Website-Erstellung" is for all of it. Nothing proposed is tagged for or kept before the author takes it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Final

from bot.domain.folding import fold
from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.talk.text import Phrase


@dataclass(frozen=True, slots=True)
class Usual:
    """A further trade that such a job often needs: the word for it, the skill that it adds, and that skill's part.

    It counts as named where a part of `named_by` is there, or one of its skills; else where its own part is. It is
    spoken of where a word begins or ends as its own does, or as one of `said`: who writes "Texte haben wir" wants none.
    """

    word: Phrase
    skill: str
    part: str
    named_by: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def is_spoken_of(self, words: Collection[str]) -> bool:
        """Say whether one of these folded words speaks of this trade."""
        stems = tuple(map(fold, (*self.word.template.split(), *self.said)))
        return any(word.startswith(stems) or word.endswith(stems) for word in words)


@dataclass(frozen=True, slots=True)
class Template:
    """A job of several trades; `skill` names it in the vocabulary, `sentence` proposes its `trades`.

    With `is_whole` the skill stands for all of the work.
    """

    skill: str
    sentence: Phrase
    trades: tuple[Usual, ...]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file: the words for people, and what stands beside them."""

    label: str
    rest: str


_HEAD: Final = re.compile(r"(?P<open>[\[(])(?P<skill>[^\])]+)[\])] (?P<label>.+)")


def read_templates(lines: Iterable[str]) -> tuple[Template, ...]:
    """Return the templates of a file; ValueError names a line that cannot be read."""
    found: list[Template] = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if head := _HEAD.fullmatch(line):
            read = _Line(head["label"], head["skill"])
            found.append(Template(read.rest, Phrase(read.label), (), is_whole=head["open"] == "["))
        elif line.startswith("  ") and ":" in line and found:
            word, _, rest = line.strip().partition(": ")
            found[-1] = replace(found[-1], trades=(*found[-1].trades, _trade(_Line(word, rest))))
        else:
            raise ValueError(f"no template and no trade of one: {line}")
    return tuple(found)


def _trade(line: _Line) -> Usual:
    first, *others = line.rest.split("; ")
    skill, part = _listed(first)
    more = dict(other.split(": ", 1) for other in others)
    return Usual(Phrase(line.label), skill, part, _listed(more.pop("named", "")), _listed(more.pop("said", "")))


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word for word in words.split(", ") if word)


TEMPLATES: Final = read_templates(files("bot.matching").joinpath("templates.txt").read_text("utf-8").splitlines())


def meant(parts: Iterable[JobPart]) -> Template | None:
    """Return the template that these parts ask for, the first in the table where they ask for several."""
    asked = {skill.label for part in parts for skill in part.core}
    return next((template for template in TEMPLATES if template.skill in asked), None)


def proposed(parts: Sequence[JobPart], text: str = "") -> tuple[JobPart, ...]:
    """Return the usual further trades that these parts do not name yet, each a part of one skill under its word.

    The label of such a part is the word to say ("Konzept"), not what the part is called once it is taken. What the
    words of the job speak of is not proposed: it is in the parts already, or there, or not wanted.
    """
    template = meant(parts)
    if template is None:
        return ()
    words = {fold(word) for word in text.split()}
    named = {part.key for part in parts} | {skill.label for part in parts for skill in part.skills}
    return tuple(
        JobPart(usual.part, usual.word.template, (Skill(fold(usual.skill), usual.skill, usual.part),))
        for usual in template.trades
        if not named & {usual.skill, *(usual.named_by or (usual.part,))} and not usual.is_spoken_of(words)
    )
