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
from bot.matching.no_more import (
    A_NO,
    DASH,
    KEIN,
    MINUS,
    NO,
    SAID_NO,
    TAKE,
    TAKE_BELOW,
    TAKEN,
    denied,
    gone,
    is_everything,
    is_unclear,
    names_nothing,
)  # fmt: skip
from bot.matching.stances import (
    EVERY_WORD,
    MOST_STANCE_WORDS,
    STANCE_WORDS,
    around,
    by_stance,
    headed,
    is_stance,
    is_title,
    may_be_a_title,
    meanwhile,
    strange_heading,
)
from bot.matching.terms import is_quoted
from bot.matching.typed_names import names_a_skill, read_name
from bot.matching.vocabulary import Vocabulary, tidied
from bot.talk.strange import one_line
from bot.talk.text import Phrase

MOST_CHANGES = 40


_QUOTE, _UNQUOTED = r'["„“”»«]', r'[^"„“”»«]*'
_OUTSIDE_QUOTES = rf"(?={_UNQUOTED}(?:{_QUOTE}{_UNQUOTED}{_QUOTE}{_UNQUOTED})*\Z)"
_BEFORE_A_STANCE = re.compile(
    rf"\s(?=(?:{EVERY_WORD})\s*:(?!in\b)){_OUTSIDE_QUOTES}",
    re.IGNORECASE,
)
_BULLET = re.compile(rf"\s*{DASH}\s+")
_BEFORE_A_NO = re.compile(  # "C - Entwicklung" and "Excel -2019" hold no minus
    rf"\s+(?={DASH}(?:{_QUOTE}|\.)?\w*[^\W\d_]){_OUTSIDE_QUOTES}"
    rf"|\s+(?=(?:aber|but)\s+{NO.pattern}|(?:und|and)\s+(?:{KEIN}|no)\s)",
    re.IGNORECASE,
)
_NO_INSIDE = re.compile(  # "mit und ohne" denies nothing
    rf"(?<!\bmit)(?<!\bwith)(?<!\bund)(?<!\boder)(?<!\band)(?<!\bor)\s+(?P<no>(?:(?:und|and)\s+)?{SAID_NO})",
    re.IGNORECASE,
)
_KEPT = re.compile(rf"(?<![^\s,;:(\-−–—]){_QUOTE}{_UNQUOTED}{_QUOTE}(?![^\s,;)])")
_ON = re.compile(r"\s+(?:und|aber|sondern|dafür|and|but)\s+(?:dafür\s+)?", re.IGNORECASE)
_LINK = re.compile(r"(?:aber|sondern|dafür|but)\s+(?:dafür\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s(?:und|and)\s", re.IGNORECASE)
_MOST_WORDS = 6  # of a name that begins with a no
_LINES = re.compile(r"\r\n?|[\n\u2028\u2029\x0b\x0c\x85]")


def read_changes(text: str, vocabulary: Vocabulary, held: Iterable[Skill] = ()) -> tuple[SkillChange, ...]:
    """Return what a skill list changes, each skill once, at most 40 besides what goes of `held`.

    Of what somebody holds as their own term each stays that when it is typed again.
    Raises InvalidInput where it names no skill or one that cannot be, or where it is not clear what is to go, TooMany
    beyond 40.
    """
    there = {skill.key: skill for skill in held}
    own = {key: skill for key, skill in there.items() if not skill.is_known}
    changes: dict[str, SkillChange] = {}
    for typed, stance in _items(text, vocabulary, own):
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
    for typed, stance in _items(text, vocabulary, {}):
        try:
            changes = tuple(_changes(typed, stance, vocabulary, {}, {key: one.skill for key, one in held.items()}))
        except InvalidInput:
            continue
        for change in changes:
            held.pop(change.skill.key, None)
            if change.stance is not None:
                held[change.skill.key] = MemberSkill(change.skill, change.stance)
    return tuple(held.values())


def _items(text: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[tuple[str, Stance]]:
    """Yield each typed name with the stance that it stands under."""
    passed_on, taken, is_headed, lines = Stance.OFFERS, "", False, _LINES.split(text)
    is_bulleted = sum(_BULLET.match(line) is not None for line in lines) > 1
    for line in lines:
        alone, rest = headed(line, passed_on)
        is_taken = TAKE_BELOW.fullmatch(line) is not None
        if is_taken or not rest.strip():  # an empty line, or nothing but what counts for the lines below
            is_headed, taken = bool(line.strip()), "-" if is_taken else ""
            passed_on = alone if is_headed and not is_taken and not is_title(line) else Stance.OFFERS
            continue
        if is_bulleted and line.rstrip().endswith(":") and _strange_heading(line, vocabulary, own) is None:
            continue
        bullet = _BULLET.match(line) if is_headed or is_bulleted else None
        listed = _without_quotes_around(line[bullet.end() if bullet else 0 :], vocabulary)
        for group in _split(listed, ";"):
            stance, names = around(group, passed_on)
            minus = taken
            if (together := _gone_together(names)) is not None:
                minus, names = "-", together
            for piece in (piece for typed in _split(names, ",") for piece in _by_stance(typed, vocabulary, own)):
                stance, name = headed(piece, stance)
                take = None if _is_name(name, vocabulary, own) else TAKE.match(name)
                if take:
                    minus, name = "-", name[take.end() :]
                elif name != piece or (minus and _stance_without_colon(name, stance, vocabulary, own)[1] != name):
                    minus = ""
                yield minus + name if name.strip() else name, stance


def _split(typed: str, mark: str) -> Iterator[str]:
    """Yield what a mark parts outside quotes."""
    begin = 0
    kept = [said.span() for said in _KEPT.finditer(typed)]
    for at in (at for at, char in enumerate(typed) if char == mark):
        if not any(start < at < end for start, end in kept):
            yield typed[begin:at]
            begin = at + 1
    yield typed[begin:]


def _without_quotes_around(line: str, vocabulary: Vocabulary) -> str:
    """Return a list that was copied with its quotes, „python, -webdesign“: all in it are known names."""
    said = _KEPT.fullmatch(line.strip())
    names = said.group()[1:-1].split(",") if said else []
    if len(names) > 1 and all(vocabulary.known(name[_minus(name) :].strip()) for name in map(str.strip, names)):
        return ",".join(names)
    return line


def _gone_together(names: str) -> str | None:
    """Return the names of one list that is said to be no more at its end: "php, go und vue mache ich nicht mehr"."""
    listed = gone(names)
    *first, last = (listed or "").split(",")
    is_one = bool(first) and _AND.search(last) and not any(A_NO.search(one) or _minus(one.strip()) for one in first)
    return listed if is_one and all(gone(one) is None and ":" not in one for one in first) else None


def _by_stance(typed: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[str]:
    """Yield what begins with a stance apart from the name before it: "python lerne: rust", "python und lerne rust"."""
    if not _is_name(typed, vocabulary, own) and not re.search(_QUOTE, typed):
        for piece in by_stance(typed):
            yield from _by_headings(piece, vocabulary, own)
    else:
        yield from _by_headings(typed, vocabulary, own)


def _by_headings(typed: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[str]:
    begin = 0
    for blank in _BEFORE_A_STANCE.finditer(typed):
        _, name = headed(typed[begin : blank.start()], Stance.OFFERS)
        if _says_a_skill(name, vocabulary, own):
            yield typed[begin : blank.start()]
            begin = blank.end()
    yield typed[begin:]


def _changes(
    typed: str, stance: Stance, vocabulary: Vocabulary, own: Mapping[str, Skill], there: Mapping[str, Skill]
) -> Iterator[SkillChange]:
    whole = typed.strip()
    bare = whole[_minus(whole) :]
    is_one = _is_name(bare, vocabulary, own) or _KEPT.fullmatch(bare) is not None
    if not is_one and (link := _LINK.match(whole)) and _says_a_skill(whole[link.end() :], vocabulary, own):
        whole = whole[link.end() :]
    for piece in (whole,) if is_one else _by_no(whole, vocabulary, own):
        minus = _minus(piece)
        is_gone, name = _denied(piece[minus:], vocabulary, own)
        stance, name = _stance_without_colon(name, stance, vocabulary, own)
        no = _no(name, vocabulary, own)
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
    if is_quoted(name) or _is_name(name, vocabulary, own):
        return False, name
    if names_nothing(name) or is_stance(tidied(name)):
        raise _not_understood(name)
    is_gone, name = denied(name)
    if heading := _strange_heading(name, vocabulary, own):
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


def _strange_heading(typed: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> str | None:
    """Return a heading that is not known, nor names what stands below it: "Frontend: React" is read as names."""
    heading = strange_heading(typed)
    return heading if heading and not _says_a_skill(heading, vocabulary, own) else None


def _without_any(there: Mapping[str, Skill]) -> Iterator[SkillChange]:
    if not there:
        raise InvalidInput(Phrase("Deine Liste ist schon leer."))
    yield from (SkillChange(skill, None) for skill in there.values())


def _is_unclear(name: str, is_denied: bool, vocabulary: Vocabulary) -> bool:
    """Say whether a name that is nobody's own leaves open what is to go: "nicht alle" does."""
    return vocabulary.known(name) is None and (is_unclear(name) or (is_denied and is_everything(name)))


def _may_go(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> bool:
    """Say whether a name before "entfernen" is one that may stand in a list; "Kalk entfernen" is a skill."""
    return is_everything(name) or _says_a_skill(name, vocabulary, own)


def _not_understood(said: str) -> InvalidInput:
    return InvalidInput(
        Phrase(
            "„{said}“ verstehe ich nicht. Schreib zum Beispiel „python“, „lerne: rust“ oder „-wordpress“.",
            said=one_line(tidied(said), 40),
        )
    )


def _by_no(typed: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[str]:
    """Yield what begins with a minus or a no apart from the name before it; a no only between two skills."""
    for piece in (one for part in _by_gone(typed) for one in _BEFORE_A_NO.split(part)):
        begin = 0
        for no in _NO_INSIDE.finditer(piece):
            before = piece[begin : no.start()]
            if _says_a_skill(before, vocabulary, own) and _says_a_skill(piece[no.end() :], vocabulary, own):
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


def _minus(name: str) -> int:
    """Return how long the minus is that a name begins with."""
    minus = MINUS.match(name)
    return minus.end() if minus else 0


def _no(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> int:
    """Return how long the no is that stands before a name; what is known to begin so is a name: "No Code"."""
    no, words = NO.match(name), name.split()[:_MOST_WORDS]
    names = (" ".join(words[:length]) for length in range(2, len(words) + 1))
    return no.end() if no and not any(_is_name(one, vocabulary, own) for one in names) else 0


def _is_name(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> bool:
    return fold(tidied(name)) in own or vocabulary.known(name) is not None


def _says_a_skill(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> bool:
    return _is_name(name, vocabulary, own) or names_a_skill(name, vocabulary)


def _stance_without_colon(
    name: str, current: Stance, vocabulary: Vocabulary, own: Mapping[str, Skill]
) -> tuple[Stance, str]:
    """Return the stance of "lerne rust", "rust (lerne gerade)" or "gebe rust ab", and the name.

    What may be the beginning of a name is a stance only before what is known: "Learning Analytics".
    """
    if is_quoted(name) or _is_name(name, vocabulary, own):
        return current, name
    said_around = around(name, current)
    if said_around[1] != name:
        return said_around
    words = name.split()
    before = [
        (STANCE_WORDS[fold(said)], rest)
        for length in range(min(len(words) - 1, MOST_STANCE_WORDS), 0, -1)
        if is_stance(said := " ".join(words[:length]))
        and (rest := " ".join(words[length:]))
        and (not may_be_a_title(said, rest) or _says_a_skill(rest, vocabulary, own) or NO.match(rest))
    ]
    for stance, rest in before:
        if _says_a_skill(rest, vocabulary, own) or NO.match(rest):
            return stance, meanwhile(rest)
    for length in range(min(len(words) - 1, MOST_STANCE_WORDS), 0, -1):
        if length > 1 or words[-1].startswith("("):
            said = " ".join(words[-length:])
            if is_stance(said):
                return STANCE_WORDS[fold(said)], " ".join(words[:-length])
    return (before[0][0], meanwhile(before[0][1])) if before else (current, name)
