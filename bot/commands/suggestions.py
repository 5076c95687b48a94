"""What is suggested while a value is typed: skills, towns, events, jobs, people, and words for when and how often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.calendar.occurrence import next_date
from bot.commands.event_form import kind_words
from bot.commands.handing_on import mine_to_hand_on
from bot.commands.naming import called
from bot.context import Context
from bot.domain import dates
from bot.domain.availability import availability_words
from bot.domain.events import Event, EventKind
from bot.domain.folding import fold
from bot.domain.jobs import Job
from bot.domain.members import Availability
from bot.domain.skills import Stance
from bot.domain.towns import ELSEWHERE, REMOTE, TOWNS, near_towns
from bot.errors import InvalidInput, TooMany
from bot.matching.lists.no_more import A_NO
from bot.matching.lists.skill_list import read_changes
from bot.matching.naming.terms import as_typed
from bot.talk.commands import Registry
from bot.talk.strange import one_line

LONGEST: Final = 100  # characters of a suggestion: Discord's limit for a choice
MOST: Final = 25
PEOPLE_FROM: Final = 2  # letters: nobody reads off who is there
PEOPLE_SHOWN: Final = 10
_FIRST_TOWNS: Final = ("Dortmund", "Essen", "Duisburg", "Bochum", "Gelsenkirchen", REMOTE)
_AVAILABILITIES: Final = (Availability("frei"), Availability("ausgebucht"))
_LENGTHS: Final = tuple(timedelta(hours=hours) for hours in (1, 2, 3, 4, 8))
_SERIES: Final[Mapping[str, tuple[str, ...]]] = {
    "de": ("wöchentlich", "alle 2 Wochen", "monatlich", "jährlich"),
    "en": ("weekly", "every 2 weeks", "monthly", "yearly"),
}
_YES_OR_NO: Final[Mapping[str, tuple[str, ...]]] = {"de": ("ja", "nein"), "en": ("yes", "no")}
_ANY_NAME: Final = '"x"'
_LAST_PIECE: Final = re.compile(r"(?P<before>.*(?:[,;:\n]|(?:^|\s)-))?(?P<word>[^,;:\n]*)", re.DOTALL)
_IN_QUOTES: Final = re.compile(r"(?P<before>(?:.*[\s,;:-])?)[\"„“»«](?P<word>[^\"„“”»«]*)", re.DOTALL)


class Source(StrEnum):
    """What an option may suggest from, by the name that it says."""

    SKILLS = "skills"
    KNOWN = "known"
    TOWNS = "towns"
    EVENTS = "events"
    AVAILABILITY = "availability"
    LENGTHS = "lengths"
    YES = "yes"
    SERIES = "series"
    KINDS = "kinds"
    JOBS = "jobs"
    PEOPLE = "people"
    TAKERS = "takers"
    OWN_SKILLS = "own_skills"


def only_known_sources(registry: Registry) -> Registry:
    """Return the registry, or raise ValueError that names an option which suggests from a source that there is not."""
    known = [source.value for source in Source]
    for command in registry:
        for option in command.options:
            if option.suggest and option.suggest not in known:
                raise ValueError(f"/{command.name}: {option.name} suggests from {option.suggest!r}, not one of {known}")
    return registry


async def suggestions(ctx: Context, source: str, typed: str) -> Sequence[str]:
    """Return at most 25 values from a source that begin with, or come near, what was typed."""
    fitting = (value for value in await _found(ctx, Source(source), typed) if 0 < len(value) <= LONGEST)
    return tuple(dict.fromkeys(fitting))[:MOST]


async def _found(ctx: Context, source: Source, typed: str) -> Iterable[str]:
    match source:
        case Source.SKILLS:
            before, word = await _parted(ctx, typed)
            return _lists(before, await _skills(ctx, word))
        case Source.OWN_SKILLS:
            return await _changing(ctx, typed)
        case Source.KNOWN:
            known = {entry.skill.label for entry in (await ctx.vocabulary()).entries}
            return (label for label in await _skills(ctx, typed.strip()) if label in known)
        case Source.EVENTS:
            coming = [event for event in await ctx.store.events.active() if _comes(event, ctx.now)]
            return _titles(typed, [one_line(event.title, LONGEST) for event in coming])
        case Source.JOBS:
            return _titles(typed, [one_line(job.title, LONGEST) for job in await _jobs(ctx)])
        case Source.PEOPLE:
            return await _names(ctx, typed)
        case Source.TAKERS:
            return (*await _names(ctx, typed), *await _skills(ctx, typed.strip()))
        case _:
            return _words(ctx, source, typed)


def _words(ctx: Context, source: Source, typed: str) -> Iterable[str]:
    """Return what is the same for everybody."""
    match source:
        case Source.TOWNS:
            return _towns(typed)
        case Source.AVAILABILITY:
            return _begun(typed, [availability_words(one, ctx.today, ctx.language) for one in _AVAILABILITIES])
        case Source.LENGTHS:
            return _begun(typed, [dates.duration(length, ctx.language) for length in _LENGTHS])
        case Source.YES:
            return _begun(typed, _YES_OR_NO[dates.spoken(ctx.language)])
        case Source.SERIES:
            return _begun(typed, _SERIES[dates.spoken(ctx.language)])
        case Source.KINDS:
            return _begun(typed, [kind_words(kind, ctx.language) for kind in EventKind])
    return ()


async def _jobs(ctx: Context) -> Sequence[Job]:
    """Return what is open and what the caller works on, their own first."""
    mine = await mine_to_hand_on(ctx)
    ids = {job.id for job in mine}
    return (*mine, *(job for job in await ctx.store.jobs.open() if job.id not in ids))


async def _names(ctx: Context, typed: str) -> Sequence[str]:
    """Return what those are called in their profile whom a search may show and who are meant by what was typed.

    The beginning of a name has to be typed.
    """
    if len(fold(typed)) < PEOPLE_FROM:
        return ()
    names = await ctx.store.members.names(ctx.caller.address.platform)
    mine = ctx.member.id if ctx.member is not None else 0
    ids = [one for one in called(names, typed) if one != mine][:PEOPLE_SHOWN]
    people = await ctx.store.members.many(ids)
    return tuple(dict.fromkeys(people[one].name for one in ids))


async def _skills(ctx: Context, word: str) -> Iterable[str]:
    """Return known skills and those that members typed, for the beginning of one word; without one the usual."""
    vocabulary = await ctx.vocabulary()
    if not word:
        members = await ctx.store.members.findable()
        offered = (named for member in members for named in member.skills if named.stance is Stance.OFFERS)
        usual = Counter(named.skill.label for named in offered).most_common(MOST)
        return (*(as_typed(label) for label, _count in usual), *vocabulary.complete("", MOST))
    own = [label for label in await ctx.store.members.typed_labels() if fold(label).startswith(fold(word))]
    return (*vocabulary.complete(word, MOST), *map(as_typed, own))


async def _changing(ctx: Context, typed: str) -> Iterable[str]:
    """Return one's own list with the skills that would change it as its end: a removal has only what is there.

    Who has none yet is completed any.
    """
    before, word = await _parted(ctx, typed)
    held = ctx.member.skills if ctx.member is not None else ()
    labels = await _skills(ctx, word)
    try:
        stance = read_changes(f"{before} {_ANY_NAME}", await ctx.vocabulary())[-1].stance
    except (InvalidInput, TooMany):
        return _lists(before, labels)
    if stance is None and held:
        names = [as_typed(one.skill.label) for one in held]
        return _lists(before, (*_begun(word, names), *(label for label in labels if label in names)))
    there = {fold(one.skill.label) for one in held if one.stance is stance}
    return _lists(before, (label for label in labels if fold(label) not in there))


async def _parted(ctx: Context, typed: str) -> tuple[str, str]:
    """Return what was typed as what stays and the name that is being typed: the last piece of a list.

    Behind a no it is what stands there, unless the piece is a name of its own: "webdesign ohne wordp", "no-co". Behind
    a quote that is still open it is all that stands there: '"Kaffee, T'.
    """
    if quoted := _IN_QUOTES.fullmatch(typed):
        return quoted["before"], quoted["word"].strip()
    before, piece = _pieces(typed)
    start = max((said.end() for said in A_NO.finditer(typed, len(before))), default=0)
    if not start or (typed[start:] and (await ctx.vocabulary()).begins(piece)):
        return before, piece
    return typed[:start], typed[start:].strip()


def _lists(before: str, endings: Iterable[str]) -> Iterator[str]:
    """Yield each ending behind what stays, since a suggestion takes the place of the whole value."""
    joint = "" if not before or before[-1].isspace() or before.endswith("-") else " "
    return (f"{before}{joint}{ending}" for ending in endings)


def _pieces(typed: str) -> tuple[str, str]:
    match = _LAST_PIECE.fullmatch(typed)
    return (match["before"] or "", match["word"].strip()) if match else ("", typed.strip())


def _towns(typed: str) -> Iterator[str]:
    key = fold(typed)
    if not key:
        yield from _FIRST_TOWNS
        return
    yield from (town for town in (*TOWNS, REMOTE, ELSEWHERE) if fold(town).startswith(key))
    yield from near_towns(typed)


def _begun(typed: str, words: Iterable[str]) -> Iterator[str]:
    key = fold(typed)
    return (word for word in words if fold(word).startswith(key))


def _comes(event: Event, now: datetime) -> bool:
    return next_date(event, now) is not None


def _titles(typed: str, titles: Iterable[str]) -> Iterator[str]:
    key = fold(typed)
    return (title for title in titles if key in fold(title))
