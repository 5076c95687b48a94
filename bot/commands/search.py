"""`/suche`: who can do what, where, and is free. Nothing is kept of the one who asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Annotated, Final

from bot.commands.profile_form import an_availability, first_day
from bot.commands.search_question import TERMS, read_question
from bot.commands.search_where_when import FREE, Days
from bot.context import Context
from bot.domain.availability import availability_words
from bot.domain.folding import fold
from bot.domain.members import Availability
from bot.domain.people import Address
from bot.domain.skills import Skill, Stance
from bot.domain.towns import read_town
from bot.errors import InvalidInput, NotFound
from bot.matching.naming.terms import in_quotes
from bot.matching.naming.vocabulary import SKILL_LENGTH, Vocabulary
from bot.matching.people.searching import Hit, Search, found_by, hit
from bot.ports import Store
from bot.talk.answers import Answer, Call
from bot.talk.commands import Option, Reading, Theme, hidden, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Spans, Text, joined_by, text
from bot.views import members as view

theme: Final = Theme()
_TEXTS_AT_ONCE: Final = 500
_LONGEST: Final = TERMS * (SKILL_LENGTH + len('ohne "", '))  # of what our own buttons ask
_QUOTES: Final = frozenset('"„“”»«')
_YES: Final = FREE | {"ja", "j", "yes", "1", "wahr", "true"}
_NO: Final = frozenset(map(fold, ("nein", "n", "no", "0", "egal", "falsch", "false")))
_WORD: Final = re.compile(r"[^\W_][\w+#.:*-]*")
# Letters that nobody writes in two ways: a text without them in this order need not be folded to be passed over.
_SURE: Final = re.compile(r"[^bdfghjkmpqtvwx]")


def call_of(asked: Search, page: int = 1) -> Call:
    """Return the command that asks this."""
    names = (*map(_again, asked.skills), *(f"ohne {_again(skill)}" for skill in asked.without))
    values = {"was": (", ".join(names) or "alle") + ","}
    if asked.town:
        values["ort"] = asked.town
    if asked.free:
        values["frei"] = asked.since.isoformat() if asked.since is not None else "ja"
    if asked.every:
        values["alles"] = "ja"
    if asked.stance is not Stance.OFFERS:
        values["haltung"] = asked.stance.value
    return Call("suche", {**values, "seite": str(page)} if page > 1 else values)


def _again(skill: Skill) -> str:
    """Return a skill as it is typed to mean just this one."""
    return skill.label if skill.is_known or _QUOTES.intersection(skill.label) else in_quotes(skill.label)


def is_free(value: str, _reading: Reading) -> bool:
    """Read "ja", "frei" or "nein"."""
    word = fold(value)
    if word in _YES or word in _NO:
        return word in _YES
    raise InvalidInput(Phrase("Möglich ist hier: ja, nein."))


def stance_named(value: str, _reading: Reading) -> Stance:
    """Read a stance as our own buttons carry it; a forged one is refused."""
    if value in set(Stance):
        return Stance(value)
    raise InvalidInput(Phrase("Das ist keine Haltung, die ich kenne."))


def free_when(value: str, reading: Reading) -> bool | date:
    """Read "ja", "frei", "nein", or the day on which people are to be free: "5.12.", "frei ab Montag"."""
    if fold(value) in _YES | _NO:
        return is_free(value, reading)
    try:
        said = an_availability(value, reading)
    except InvalidInput:
        if any(map(str.isdigit, value)):
            raise
        said = None
    if said is None or said.is_booked_out:
        raise InvalidInput(Phrase("Möglich ist hier: ja, nein oder ein Tag, zum Beispiel „ab 1.2.“."))
    return said.since or True


@theme.command(
    "suche",
    "Finde Leute, die etwas können",
    aliases=("search",),
    hourly=120,
    examples=(Phrase("/suche python essen frei"), Phrase("/suche texterin"), Phrase("/suche gern ab: wordpress")),
)
async def suche(
    ctx: Context,
    was: Annotated[str, Option("Was", "Was suchst du? Zum Beispiel: python essen frei", _LONGEST, suggest="skills")],
    ort: Annotated[
        str | None,
        Option("Ort", "In welcher Stadt?", suggest="towns", read=lambda value, _reading: read_town(value)),
    ] = None,
    frei: Annotated[
        bool | date | None,
        Option("Frei", "Nur Leute, die jetzt frei sind? ja oder nein", suggest="yes", read=free_when),
    ] = None,
    seite: Annotated[int, hidden(number)] = 1,
    alles: Annotated[bool | None, hidden(is_free)] = None,
    haltung: Annotated[Stance | None, hidden(stance_named)] = None,
) -> Answer:
    """Show who fits, ten a page, with the reason for each."""
    typed, vocabulary = await ctx.store.members.typed_labels(), await ctx.vocabulary()
    asked = read_question(was, vocabulary, typed, _days(ctx.reading))
    if frei is not None:
        asked = replace(asked, free=frei is not False, since=frei if isinstance(frei, date) else None)
    asked = replace(
        asked,
        town=ort or asked.town,
        every=asked.every if alles is None else alles,
        stance=haltung or asked.stance,
    )
    asked = replace(asked, texts=await _in_texts(ctx, asked, typed))
    near = _meant(asked, vocabulary, typed)
    count, page, hits = await _page(ctx, asked, seite)
    if not hits:
        return view.nobody(_words(ctx, asked), near, _ways_out(asked))
    return view.found(_words(ctx, asked), hits, view.Turn(page, count, lambda to: call_of(asked, to)), near)


async def _page(ctx: Context, asked: Search, page: int) -> tuple[int, int, Sequence[Hit]]:
    """Return how many are found, which page is shown, the nearest to the one asked for that is there, and who is on it.

    Who is in the index and no longer in the store is taken out of it, and the page made anew.
    """
    index = await ctx.house.crowd.now(ctx.store)
    while True:
        count, ids = found_by(index, asked, ctx.today)
        page = min(max(page, 1), max(view.pages(count), 1))
        shown = list(islice(ids, (page - 1) * view.PAGE, page * view.PAGE))
        members = await ctx.store.members.many(shown)
        if len(members) == len(shown):
            break
        for member_id in set(shown) - members.keys():
            index.remove(member_id)
    above = ctx.house.vocabulary.ancestors
    return count, page, [hit(members[one], asked, ctx.today, ctx.language, above) for one in shown]


async def _in_texts(ctx: Context, asked: Search, typed: Sequence[str]) -> Mapping[str, frozenset[int]]:
    """Return for each term that no skill is called who has it as a whole word in their short text."""
    if asked.stance is not Stance.OFFERS:
        return {}
    own = {fold(label) for label in typed}
    return {
        skill.key: await texts_with(ctx.store, skill.key)
        for skill in (*asked.skills, *asked.without)
        if not skill.is_known and skill.key not in own
    }


async def texts_with(store: Store, key: str) -> frozenset[int]:
    """Return whose short text holds a folded word."""
    last, found = 0, set[int]()
    while texts := await store.members.short_texts(_SURE.sub(" ", key).split(), last, _TEXTS_AT_ONCE):
        found.update(member_id for member_id, about in texts if key in map(fold, _WORD.findall(about)))
        last = texts[-1][0]
    return frozenset(found)


@theme.action("person.zeigen", hourly=120)
async def person(ctx: Context, konto: Annotated[str, hidden()]) -> Answer:
    """Show what an account of the caller's platform says of itself; who is not found by a search is not shown here."""
    member = await ctx.store.members.at(Address(ctx.caller.address.platform, konto))
    if member is None or not member.is_findable:
        raise NotFound(Phrase("Von dieser Person kann ich dir nichts zeigen."))
    return view.of_somebody(member, ctx.today, ctx.language)


def _days(reading: Reading) -> Days:
    return lambda words: first_day(words, reading)


def _meant(asked: Search, vocabulary: Vocabulary, typed: Sequence[str]) -> list[tuple[str, Call]]:
    """Return for each term that nobody has and nothing knows what it may have meant, with the search for it."""
    own = {fold(label) for label in typed}
    near: list[tuple[str, Call]] = []
    for skill in asked.skills:
        if skill.is_known or skill.key in own:
            continue
        for label in vocabulary.suggest(skill.label, typed):
            meant = tuple(Skill(fold(label), label) if other is skill else other for other in asked.skills)
            near.append((label, call_of(replace(asked, skills=meant))))
    return near[:6]


def _ways_out(asked: Search) -> list[tuple[Phrase, Call]]:
    """Return what else can be asked where nobody was found."""
    ways: list[tuple[Phrase, Call]] = []
    if asked.every and len(asked.skills) > 1:
        ways.append((Phrase("Auch wer nur eins davon kann"), call_of(replace(asked, every=False))))
    if asked.without:
        ways.append((Phrase("Niemanden weglassen"), call_of(replace(asked, without=()))))
    if asked.free:
        ways.append((Phrase("Auch wer gerade nicht frei ist"), call_of(replace(asked, free=False, since=None))))
    if asked.town:
        ways.append((Phrase("Überall suchen"), call_of(replace(asked, town=None))))
    return ways


def _words(ctx: Context, asked: Search) -> Text:
    """Return the question as it was understood: "Python, Webdesign (alles) · Essen · frei"."""
    free: Spans | None = Phrase("frei") if asked.free else None
    if asked.since is not None:
        free = availability_words(Availability("ab", asked.since), ctx.today, ctx.language)
    labels = _labels(asked.skills)
    skills: Spans = labels or Phrase("Alle")
    if labels and asked.every and len(asked.skills) > 1:
        skills = Phrase("{skills} (alles)", skills=labels)
    if asked.stance is not Stance.OFFERS:
        skills = text(view.STANCES[asked.stance], ": ", skills)
    without = Phrase("ohne {skills}", skills=_labels(asked.without)) if asked.without else None
    words = (skills, without, asked.town, free)
    return joined_by(" · ", [word for word in words if word])


def _labels(skills: Sequence[Skill]) -> str:
    return one_line(", ".join(one_line(skill.label, 40) for skill in skills), 180)
