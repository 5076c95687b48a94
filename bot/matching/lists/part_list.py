"""What a job asks for as one line that its author can edit: "React, Next.js; dazu: Docker, Git".

Before "dazu:" stands what is asked for, after it what goes along. A name in quotes is just itself. A minus takes a
name out, and so does a no, as behind `/skills`: "React -Docker", "ohne Docker", "Docker nicht mehr"; where a line only
takes out, the rest stays as it was. A dash and a blank before each of several lines are bullets. What stood in the job
before stays the same skill and, at a training, its topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.domain.folding import fold
from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.errors import InvalidInput, TooMany
from bot.matching.lists.names import minus_length, no_length
from bot.matching.lists.no_more import DASH, denied, is_everything, is_unclear, names_nothing
from bot.matching.lists.skill_list import by_no
from bot.matching.lists.typed_names import read_name
from bot.matching.naming.terms import in_quotes, is_quoted
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.parts import grouped, topics_in
from bot.talk.strange import one_line
from bot.talk.text import Phrase

MOST_SKILLS: Final = 40
_HEADS: Final = {
    fold(words): is_side
    for is_side, ways in {
        True: ("dazu", "also", "optional", "gern auch", "von Vorteil", "nice to have"),
        False: ("gesucht", "suche", "wanted"),
    }.items()
    for words in ways
}
_BETWEEN: Final = re.compile(r"[,;\r\n\u2028\u2029\x0b\x0c\x85]|\s(?=\s*(?:dazu|also)\s*:)", re.IGNORECASE)
_BULLETS: Final = re.compile(rf"^[^\S\r\n]*{DASH}[^\S\r\n]+(?=\S)", re.MULTILINE)
_HEADED: Final = re.compile(r"\s*(?P<head>[^\W\d][\w ]{0,20}?)\s*:(?P<rest>.*)", re.DOTALL)


def written(parts: Sequence[JobPart], vocabulary: Vocabulary, longest: int, along: str = "dazu") -> str:
    """Return the skills of parts in one line, core first; what would make it longer is left out.

    `along` is the word before what goes along, in the language of whoever reads it.
    """
    line, was_side = "", False
    for skill, is_side in _apart(parts).values():
        head = f"{along}: " if is_side and not was_side else ""
        joint = ("; " if head else ", ") if line else ""
        longer = f"{line}{joint}{head}{named(skill, vocabulary)}"
        if len(longer) > longest:
            break
        line, was_side = longer, is_side
    return line


def read_parts(text: str, before: Sequence[JobPart], vocabulary: Vocabulary) -> tuple[JobPart, ...]:
    """Return the parts that such a line asks for; an empty one asks for nothing.

    Raises InvalidInput for a name that cannot be a skill or where it is not clear what is to go, TooMany for more than
    40.
    """
    there = _apart(before)
    asked: dict[str, tuple[Skill, bool]] = {}
    pieces = list(_pieces(text, vocabulary))
    if all(is_gone for _name, _is_side, is_gone in pieces):
        asked = dict(there) if pieces else {}
    for name, is_side, is_gone in pieces:
        if is_gone and is_everything(name):
            asked.clear()
            continue
        for _said, skill in read_name(name, vocabulary):
            asked.pop(skill.key, None)
            if not is_gone:
                asked[skill.key] = there[skill.key][0] if skill.key in there else skill, is_side
    if len(asked) > MOST_SKILLS:
        raise TooMany(Phrase("Höchstens {limit} Skills hat ein Auftrag.", limit=MOST_SKILLS))
    return _together(asked, before, vocabulary)


def placed(parts: Sequence[JobPart], skill: Skill, is_side: bool | None, vocabulary: Vocabulary) -> tuple[JobPart, ...]:
    """Return the parts with a skill at the side, in the core, or taken out where `is_side` is None; new ones last.

    Raises TooMany for more than 40 skills.
    """
    asked = _apart(parts)
    if is_side is None:
        asked.pop(skill.key, None)
    else:
        asked[skill.key] = skill, is_side
    if len(asked) > MOST_SKILLS and is_side is not None:
        raise TooMany(Phrase("Höchstens {limit} Skills hat ein Auftrag.", limit=MOST_SKILLS))
    return _together(asked, parts, vocabulary)


def one_term(typed: str, vocabulary: Vocabulary) -> Skill | None:
    """Return the skill where a text is the name of just one, as such a line would have it, else None.

    Raises InvalidInput for a name that cannot be a skill.
    """
    names = [(name, is_gone) for name, is_side, is_gone in _pieces(typed, vocabulary) if not is_side]
    found = [(skill, is_gone) for name, is_gone in names for _said, skill in read_name(name, vocabulary)]
    return found[0][0] if len(found) == 1 and not found[0][1] else None


def named(skill: Skill, vocabulary: Vocabulary) -> str:
    """Return a skill's label, in quotes where it would be read as something else without."""
    try:
        plain = one_term(skill.label, vocabulary)
    except InvalidInput:
        plain = None
    return skill.label if plain is not None and plain.key == skill.key else in_quotes(skill.label)


def _apart(parts: Sequence[JobPart]) -> dict[str, tuple[Skill, bool]]:
    """Return each skill by its key, and whether it only goes along: the core of all parts first."""
    core = {skill.key: (skill, False) for part in parts for skill in part.core}
    return core | {skill.key: (skill, True) for part in parts for skill in part.side}


def _together(
    asked: Mapping[str, tuple[Skill, bool]], before: Sequence[JobPart], vocabulary: Vocabulary
) -> tuple[JobPart, ...]:
    core = [skill for skill, is_side in asked.values() if not is_side]
    side = [skill for skill, is_side in asked.values() if is_side]
    return grouped(core, side, vocabulary, topics_in(before))


def _pieces(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, bool, bool]]:
    """Yield each name, whether it stands behind "dazu:", and whether it is taken out."""
    for typed, is_side in _items(text):
        for piece in (typed,) if _is_one(typed, vocabulary) else by_no(typed, vocabulary, {}):
            name = piece.strip()[minus_length(piece.strip()) :]
            if _is_one(name, vocabulary):
                yield name, is_side, name != piece.strip()
                continue
            is_gone, said = denied(name)
            no = no_length(said, vocabulary, {})
            if names_nothing(name) or (is_unclear(said[no:]) and vocabulary.known(said[no:]) is None):
                raise InvalidInput(
                    Phrase(
                        "„{said}“ verstehe ich nicht. Schreib zum Beispiel „React, ohne Docker“.",
                        said=one_line(name, 40),
                    )
                )
            yield said[no:], is_side, is_gone or no > 0 or name != piece.strip()


def _is_one(name: str, vocabulary: Vocabulary) -> bool:
    """Say whether a name is just itself, whatever words it holds: in quotes, or known."""
    return is_quoted(name) or vocabulary.known(name) is not None


def _items(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each typed name, and whether it stands behind "dazu:"."""
    is_side = False
    bullets = _BULLETS.findall(text)
    for piece in _BETWEEN.split(_BULLETS.sub("", text) if len(bullets) > 1 else text):
        headed = _HEADED.fullmatch(piece)
        counts = _HEADS.get(fold(headed["head"])) if headed else None
        name = headed["rest"] if headed and counts is not None else piece
        is_side = is_side if counts is None else counts
        if name.strip():
            yield name.strip(), is_side
