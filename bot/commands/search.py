"""`/suche`: who can do what, where, and is free. Nothing is kept of the one who asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from bot.context import Context
from bot.domain.folding import fold
from bot.domain.people import Address
from bot.domain.skills import Skill
from bot.domain.towns import read_town, trailing_town
from bot.errors import InvalidInput, NotFound
from bot.matching.ranking import search
from bot.matching.vocabulary import Vocabulary, tidied
from bot.talk.answers import Answer, Call
from bot.talk.commands import Option, Reading, Theme, hidden, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Text, joined_by
from bot.views import members as view

theme: Final = Theme()

TERMS: Final = 10
_LONGEST_NAME: Final = 5  # words of one skill: "User Experience Design"
_FREE: Final = frozenset(map(fold, ("frei", "free", "verfügbar", "available")))
_YES: Final = _FREE | {"ja", "j", "yes", "1", "wahr", "true"}
_NO: Final = frozenset(map(fold, ("nein", "n", "no", "0", "egal", "falsch", "false")))
_EVERYBODY: Final = frozenset(map(fold, ("alle", "jede", "jemand", "leute", "egal", "everybody", "anyone")))
_SMALL: Final = frozenset(
    map(fold, "und oder mit für in aus bei nahe and or with for wer kann suche ein eine einen einer gute guten".split())
)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for: the skills, the town, and whether only who is free now."""

    skills: tuple[Skill, ...]
    town: str | None = None
    free: bool = False

    def call(self, page: int = 1) -> Call:
        """Return the command that asks this."""
        values = {"was": (", ".join(skill.label for skill in self.skills) or "alle") + ","}
        if self.town:
            values["ort"] = self.town
        if self.free:
            values["frei"] = "ja"
        return Call("suche", {**values, "seite": str(page)} if page > 1 else values)


def is_free(value: str, _reading: Reading) -> bool:
    """Read "ja", "frei" or "nein"."""
    word = fold(value)
    if word in _YES or word in _NO:
        return word in _YES
    raise InvalidInput(Phrase("Möglich ist hier: ja, nein."))


@theme.command(
    "suche",
    "Finde Leute, die etwas können",
    aliases=("search",),
    hourly=120,
    examples=("/suche python essen frei", "/suche texterin"),
)
async def suche(
    ctx: Context,
    was: Annotated[str, Option("Was", "Was suchst du? Zum Beispiel: python essen frei", 200, suggest="skills")],
    ort: Annotated[
        str | None,
        Option("Ort", "In welcher Stadt?", suggest="towns", read=lambda value, _reading: read_town(value)),
    ] = None,
    frei: Annotated[
        bool | None, Option("Frei", "Nur Leute, die jetzt frei sind? ja oder nein", suggest="yes", read=is_free)
    ] = None,
    seite: Annotated[int, hidden(number)] = 1,
) -> Answer:
    """Show who fits, ten a page, with the reason for each."""
    typed, vocabulary = await ctx.store.members.typed_labels(), await ctx.vocabulary()
    asked = read_question(was, vocabulary, typed)
    asked = replace(asked, town=ort or asked.town, free=asked.free if frei is None else frei)
    keys = [skill.key for skill in asked.skills]
    members = await (ctx.store.members.holding(keys) if keys else ctx.store.members.findable())
    hits = search(asked.skills, members, town=asked.town, free_only=asked.free, today=ctx.today, language=ctx.language)
    near = _meant(asked, vocabulary, typed)
    if not hits:
        return view.nobody(_words(asked), near, _ways_out(asked))
    return view.found(_words(asked), hits, view.Turn(seite, asked.call), near)


@theme.action("person.zeigen", hourly=120)
async def person(ctx: Context, konto: Annotated[str, hidden()]) -> Answer:
    """Show what an account of the caller's platform says of itself; who is not found by a search is not shown here."""
    member = await ctx.store.members.at(Address(ctx.caller.address.platform, konto))
    if member is None or not member.is_findable:
        raise NotFound(Phrase("Von dieser Person kann ich dir nichts zeigen."))
    return view.of_somebody(member, ctx.today, ctx.language)


def read_question(was: str, vocabulary: Vocabulary, typed: Sequence[str]) -> Question:
    """Read what stands behind `/suche`: last words that are a town are the town, a closing "frei" is the filter.

    `typed` are the labels that members typed themselves; they are names as good as those of the vocabulary. A comma at
    the end says that these are names alone: so our own buttons ask.
    """
    own = {fold(label): Skill(fold(label), label) for label in typed}
    typed_words = was.replace(",", " , ").replace(";", " , ").split()
    if vocabulary.known(was) or fold(was) in own or was.rstrip().endswith(","):
        return Question(tuple(_skills(typed_words, vocabulary, own)))
    words, is_last = _without_free(typed_words)
    front, town = trailing_town(words)
    rest, is_before = _without_free(front)
    skills = tuple({skill.key: skill for skill in _skills(rest, vocabulary, own)}.values())
    if len(skills) > TERMS:
        raise InvalidInput(Phrase("Das ist zu viel auf einmal. Höchstens {most} Begriffe.", most=TERMS), "was")
    return Question(skills, town, is_last or is_before)


def _without_free(words: Sequence[str]) -> tuple[Sequence[str], bool]:
    """Return the words without a closing "frei", and whether it was there."""
    while words and words[-1] == ",":
        words = words[:-1]
    if words and fold(words[-1]) in _FREE:
        return words[:-1], True
    return words, False


def _skills(words: Sequence[str], vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[Skill]:
    """Yield the skills that words name, the longest names first, between commas."""
    at = 0
    while at < len(words):
        length, skill = _longest(words[at:], vocabulary, own)
        if skill is not None:
            yield skill
        at += length


def _longest(words: Sequence[str], vocabulary: Vocabulary, own: Mapping[str, Skill]) -> tuple[int, Skill | None]:
    """Return how many of the first words make one name, and the skill; a small word or a comma is none."""
    comma = words.index(",") if "," in words else len(words)
    for length in range(min(_LONGEST_NAME, comma), 0, -1):
        name = tidied(" ".join(words[:length]))
        if skill := vocabulary.known(name) or own.get(fold(name)):
            return length, skill
    key = fold(words[0])
    if not any(char.isalpha() for char in key) or key in _SMALL or key in _EVERYBODY:
        return 1, None
    return 1, vocabulary.skill(words[0])


def _meant(asked: Question, vocabulary: Vocabulary, typed: Sequence[str]) -> list[tuple[str, Call]]:
    """Return for each term that nobody has and nothing knows what it may have meant, with the search for it."""
    own = {fold(label) for label in typed}
    near: list[tuple[str, Call]] = []
    for skill in asked.skills:
        if skill.is_known or skill.key in own:
            continue
        for label in vocabulary.suggest(skill.label, typed):
            meant = tuple(Skill(fold(label), label) if other is skill else other for other in asked.skills)
            near.append((label, replace(asked, skills=meant).call()))
    return near[:6]


def _ways_out(asked: Question) -> list[tuple[Phrase, Call]]:
    """Return what else can be asked where nobody was found."""
    ways: list[tuple[Phrase, Call]] = []
    if asked.free:
        ways.append((Phrase("Auch wer gerade nicht frei ist"), replace(asked, free=False).call()))
    if asked.town:
        ways.append((Phrase("Überall suchen"), replace(asked, town=None).call()))
    return ways


def _words(asked: Question) -> Text:
    """Return the question as it was understood: "Python, Webdesign · Essen · frei"."""
    skills = ", ".join(one_line(skill.label, 40) for skill in asked.skills)
    words = (one_line(skills, 180) or Phrase("Alle"), asked.town, Phrase("frei") if asked.free else None)
    return joined_by(" · ", [word for word in words if word])
