"""Reads what members write behind `/skills`: names, stances and what is to go.

    python, webdesign, -wordpress
    gern ab: wordpress; suche: buchhaltung; lerne: rust

Commas part names. A stance counts up to the next stance, semicolon or line; behind it names are offered again. A line
that holds nothing but a stance is a heading: it counts for the lines below, up to the next heading or an empty line; a
dash and a blank before such a line are a bullet, and so they are wherever two lines or more begin with them. A title,
"Meine Skills:", is no name and says nothing, nor does a skill above bullets, "Frontend:"; any other heading is
refused: "Hobby:". A minus before a name removes it, with or without a comma before, and so does a no: "python -rust",
"kein rust", "nicht mehr rust", "rust mache ich nicht mehr", "rust: nein"; "entferne" removes every name up to a stance
or a semicolon, below a line of its own every one, and "alle weg" what is there. A name that is known with its dash or
its no stays one: No-Code. Named twice, the last one counts. "lerne rust" needs no colon, and a stance may stand behind
a name or around it: "wordpress (gern ab)", "gebe wordpress, joomla gern ab", "möchte rust lernen". One with a colon
needs no comma before it: "python lerne: rust".
What stands in quotes is one name with its commas; what it stands for, as any name, says `typed_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.domain.folding import fold
from bot.domain.skills import MemberSkill, Skill, SkillChange, Stance
from bot.errors import InvalidInput, TooMany
from bot.matching.lists.names import (
    KEPT,
    OUTSIDE_QUOTES,
    QUOTE,
    is_name,
    minus_length,
    no_length,
    says_a_skill,
    stance_without_colon,
    unknown_heading,
)
from bot.matching.lists.no_more import (
    DASH,
    KEIN,
    NO,
    SAID_NO,
    TAKEN,
    denied,
    gone,
    is_everything,
    is_unclear,
    names_nothing,
)
from bot.matching.lists.pieces import items
from bot.matching.lists.stances import is_stance
from bot.matching.lists.typed_names import read_name
from bot.matching.naming.terms import is_quoted
from bot.matching.naming.vocabulary import Vocabulary, tidied
from bot.talk.strange import one_line
from bot.talk.text import Phrase

MOST_CHANGES = 40
_BEFORE_A_NO = re.compile(  # "C - Entwicklung" and "Excel -2019" hold no minus
    rf"\s+(?={DASH}(?:{QUOTE}|\.)?\w*[^\W\d_]){OUTSIDE_QUOTES}"
    rf"|\s+(?=(?:aber|but)\s+{NO.pattern}|(?:und|and)\s+(?:{KEIN}|no)\s)",
    re.IGNORECASE,
)
_NO_INSIDE = re.compile(  # "mit und ohne" denies nothing
    rf"(?<!\bmit)(?<!\bwith)(?<!\bund)(?<!\boder)(?<!\band)(?<!\bor)\s+(?P<no>(?:(?:und|and)\s+)?{SAID_NO})",
    re.IGNORECASE,
)
_ON = re.compile(r"\s+(?:und|aber|sondern|dafür|and|but)\s+(?:dafür\s+)?", re.IGNORECASE)
_LINK = re.compile(r"(?:aber|sondern|dafür|but)\s+(?:dafür\s+)?", re.IGNORECASE)


def read_changes(text: str, vocabulary: Vocabulary, held: Iterable[Skill] = ()) -> tuple[SkillChange, ...]:
    """Return what a skill list changes, each skill once, at most 40 besides what goes of `held`.

    Of what somebody holds as their own term each stays that when it is typed again.
    Raises InvalidInput where it names no skill or one that cannot be, or where it is not clear what is to go, TooMany
    beyond 40.
    """
    there = {skill.key: skill for skill in held}
    own = {key: skill for key, skill in there.items() if not skill.is_known}
    changes: dict[str, SkillChange] = {}
    for typed, stance in items(text, vocabulary, own):
        for change in _changes(
            typed, stance, vocabulary, own, there | {key: one.skill for key, one in changes.items()}
        ):
            changes.pop(change.skill.key, None)
            changes[change.skill.key] = change
            if sum(one.stance is not None or key not in there for key, one in changes.items()) > MOST_CHANGES:
                raise TooMany(Phrase("Höchstens {limit} Skills auf einmal. Teil die Liste auf.", limit=MOST_CHANGES))
    if not changes:
        raise InvalidInput(Phrase("Da steht kein Skill. Schreib zum Beispiel „python, webdesign, -wordpress“."))
    return tuple(changes.values())


def read_held(text: str, vocabulary: Vocabulary) -> tuple[MemberSkill, ...]:
    """Return what such a list leaves with somebody who had no skills before; what can be no skill is passed over."""
    held: dict[str, MemberSkill] = {}
    for typed, stance in items(text, vocabulary, {}):
        try:
            changes = tuple(_changes(typed, stance, vocabulary, {}, {key: one.skill for key, one in held.items()}))
        except InvalidInput:
            continue
        for change in changes:
            held.pop(change.skill.key, None)
            if change.stance is not None:
                held[change.skill.key] = MemberSkill(change.skill, change.stance)
    return tuple(held.values())


def _changes(
    typed: str, stance: Stance, vocabulary: Vocabulary, own: Mapping[str, Skill], there: Mapping[str, Skill]
) -> Iterator[SkillChange]:
    whole = typed.strip()
    bare = whole[minus_length(whole) :]
    is_one = is_name(bare, vocabulary, own) or KEPT.fullmatch(bare) is not None
    if not is_one and (link := _LINK.match(whole)) and says_a_skill(whole[link.end() :], vocabulary, own):
        whole = whole[link.end() :]
    for piece in (whole,) if is_one else by_no(whole, vocabulary, own):
        minus = minus_length(piece)
        is_gone, name = _denied(piece[minus:], vocabulary, own)
        stance, name = stance_without_colon(name, stance, vocabulary, own)
        no = no_length(name, vocabulary, own)
        name = name[no:]
        mine = own.get(fold(tidied(name)))
        if not mine and not is_quoted(name) and (minus or is_gone) and is_everything(name):
            yield from _without_any(there)
        elif not mine and not is_quoted(name) and _is_unclear(name, no > 0, vocabulary):
            raise _not_understood(piece)
        else:
            for said, skill in ((tidied(name), mine),) if mine else read_name(name, vocabulary):
                yield SkillChange(skill, None if minus or is_gone or no else stance, "" if is_quoted(name) else said)


def _denied(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> tuple[bool, str]:
    """Say whether a name is said to be no more, with the name; InvalidInput is raised where nothing is named."""
    if is_quoted(name) or is_name(name, vocabulary, own):
        return False, name
    if names_nothing(name) or is_stance(tidied(name)):
        raise _not_understood(name)
    is_gone, name = denied(name)
    if heading := unknown_heading(name, vocabulary, own):
        raise InvalidInput(
            Phrase(
                "„{heading}:“ kenne ich nicht. Vor dem Doppelpunkt steht „biete“, „gern ab“, „suche“ oder „lerne“.",
                heading=one_line(heading, 40),
            )
        )
    taken = TAKEN.search(name)
    if taken and _may_go(name[: taken.start()], vocabulary, own):
        return True, name[: taken.start()]
    return is_gone, name


def _without_any(there: Mapping[str, Skill]) -> Iterator[SkillChange]:
    if not there:
        raise InvalidInput(Phrase("Deine Liste ist schon leer."))
    yield from (SkillChange(skill, None) for skill in there.values())


def _is_unclear(name: str, is_denied: bool, vocabulary: Vocabulary) -> bool:
    """Say whether a name that is nobody's own leaves open what is to go: "nicht alle" does."""
    return vocabulary.known(name) is None and (is_unclear(name) or (is_denied and is_everything(name)))


def _may_go(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> bool:
    """Say whether a name before "entfernen" is one that may stand in a list; "Kalk entfernen" is a skill."""
    return is_everything(name) or says_a_skill(name, vocabulary, own)


def _not_understood(said: str) -> InvalidInput:
    return InvalidInput(
        Phrase(
            "„{said}“ verstehe ich nicht. Schreib zum Beispiel „python“, „lerne: rust“ oder „-wordpress“.",
            said=one_line(tidied(said), 40),
        )
    )


def by_no(typed: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[str]:
    """Yield what begins with a minus or a no apart from the name before it; a no only between two skills."""
    for piece in (one for part in _by_gone(typed) for one in _BEFORE_A_NO.split(part)):
        begin = 0
        for no in _NO_INSIDE.finditer(piece):
            before = piece[begin : no.start()]
            if says_a_skill(before, vocabulary, own) and says_a_skill(piece[no.end() :], vocabulary, own):
                yield before
                begin = no.start("no")
        yield piece[begin:]


def _by_gone(typed: str) -> Iterator[str]:
    """Yield what is said to be no more apart from what stands behind it: "php nicht mehr, aber go"."""
    begin = 0
    for joint in _ON.finditer(typed):
        if gone(typed[begin : joint.start()]) is not None:
            yield typed[begin : joint.start()]
            begin = joint.end()
    yield typed[begin:]
