"""Whom and which job somebody means by a name: people that a search may show, skills, and jobs by number or title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.context import Context
from bot.domain.folding import fold
from bot.domain.jobs import Job
from bot.domain.members import Member
from bot.domain.people import Address
from bot.domain.skills import Skill
from bot.errors import NotFound
from bot.talk.strange import one_line
from bot.talk.text import Phrase

PERSON: Final = "person:"  # what our own buttons carry in place of a name
SKILL: Final = "skill:"
NOBODY: Final = Phrase("Ich finde niemanden mit diesem Namen. Gefunden wird nur, wer das möchte: /suche")
_MENTION: Final = re.compile(r"<@!?(\d{1,20})>")
_WHOEVER: Final = re.compile(r"wer gerne? (?P<skill>.+?)(?: macht| kann)?", re.IGNORECASE)
_LEAST: Final = 2  # letters of the beginning of a name


@dataclass(frozen=True, slots=True)
class Meant:
    """Who may be meant: people, or a skill whose people are asked."""

    people: Sequence[Member]
    skill: Skill | None = None


async def people_named(ctx: Context, typed: str) -> list[Member]:
    """Return those whom a search may show and who are called so, without the caller; whole names before beginnings."""
    ids = await _ids(ctx, typed)
    found = await ctx.store.members.many(ids)
    mine = ctx.member.id if ctx.member is not None else 0
    return [found[one] for one in ids if one in found and found[one].is_findable and one != mine]


async def _ids(ctx: Context, typed: str) -> list[int]:
    number = typed.removeprefix(PERSON)
    if typed.startswith(PERSON):
        is_number = number.isascii() and number.isdecimal() and len(number) <= 15
        return [await ctx.store.links.known_as(int(number))] if is_number else []
    if mention := _MENTION.fullmatch(typed.strip()):
        member = await ctx.store.members.at(Address(ctx.caller.address.platform, mention[1]))
        return [member.id] if member is not None else []
    return called(await ctx.store.members.names(ctx.caller.address.platform), typed)


def called(names: Sequence[tuple[int, str]], typed: str) -> list[int]:
    """Return the ids of those who are called so: by their whole name, else by a name or its word that begins so."""
    key = fold(typed.strip().removeprefix("@"))
    if len(key) < _LEAST:
        return list(dict.fromkeys(one for one, name in names if key and fold(name) == key))
    exact = [one for one, name in names if fold(name) == key]
    begun = [one for one, name in names if fold(name).startswith(key) or key in map(fold, name.split())]
    return list(dict.fromkeys(exact or begun))


async def taker_named(ctx: Context, typed: str) -> Meant:
    """Return who is meant by the name of a person or a skill; NotFound where it is neither."""
    if typed.startswith(SKILL):
        skill = await _skill(ctx, typed.removeprefix(SKILL))
        if skill is not None:
            return Meant((), skill)
    whoever = _WHOEVER.fullmatch(typed.strip())
    people = [] if whoever else await people_named(ctx, typed)
    skill = None if typed.startswith((PERSON, SKILL)) else await _skill(ctx, whoever["skill"] if whoever else typed)
    if skill is None and not people and not typed.startswith((PERSON, SKILL)):
        vocabulary = await ctx.vocabulary()
        skill = vocabulary.known(vocabulary.slipped(whoever["skill"] if whoever else typed) or "")
    if not people and skill is None:
        raise NotFound(
            Phrase(
                "Ich finde niemanden mit diesem Namen und kenne keinen Skill, der so heißt. Gefunden wird nur, "
                "wer das möchte: /suche"
            )
        )
    return Meant(people, skill)


async def _skill(ctx: Context, typed: str) -> Skill | None:
    known = (await ctx.vocabulary()).known(typed)
    own = {fold(label): label for label in await ctx.store.members.typed_labels()}
    label = own.get(fold(typed))
    return known or (Skill(fold(label), label) if label is not None else None)


def jobs_named(jobs: Sequence[Job], typed: str) -> list[Job]:
    """Return which of these jobs are meant by a number or by a piece of their title, whole titles first."""
    key = fold(typed.strip().removeprefix("#"))
    by_number = [job for job in jobs if str(job.id) == key]
    exact = [job for job in jobs if fold(job.title) == key]
    return by_number or exact or [job for job in jobs if key and key in fold(job.title)]


def short(member: Member) -> str:
    """Return a name for a sentence."""
    return one_line(member.name, 60)
