"""The community's own words: terms that no label knows, and the aliases that organisers make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import Executable, delete, exists, func, or_, select, update

from bot.domain.folding import fold
from bot.domain.jobs import JobState
from bot.domain.skills import Adopted, Alias, Skill, Stance, UnknownTerm
from storage.changing import Changed
from storage.parameters import its, same
from storage.schema import interests, job_parts, job_skills, jobs, member_skills, members, seats, skill_aliases
from storage.tagging import wishes_of, written_wishes
from storage.work import Work, insert_into

_PAIRS: Final = select(skill_aliases.c.spelling, skill_aliases.c.label).order_by(skill_aliases.c.key)
_ALIASES: Final = select(skill_aliases).order_by(skill_aliases.c.label, skill_aliases.c.key)
_DROP_ALIAS: Final = delete(skill_aliases).where(same(skill_aliases, "key"))
_HOLDERS: Final = func.count().label("holders")
_TERMS: Final = (
    select(member_skills.c.key, func.min(member_skills.c.label).label("label"), _HOLDERS)
    .join(members)
    .where(member_skills.c.part.is_(None) & members.c.erase_at.is_(None))
    .group_by(member_skills.c.key)
)
_UNKNOWN: Final = _TERMS.order_by(_HOLDERS.desc(), member_skills.c.key)
_TERM: Final = _TERMS.where(same(member_skills, "key"))
_MUTING: Final = select(members.c.id, members.c.wishes).where(members.c.wishes["muted"].as_string().is_not(None))
_UNDER_WAY: Final = (JobState.DRAFT, JobState.OPEN)


@cache
def _add_alias(dialect: str) -> Executable:
    new = insert_into(skill_aliases, dialect)
    written = {name: new.excluded[name] for name in ("spelling", "label", "added_at")}
    return new.on_conflict_do_update(index_elements=["key"], set_=written)


class Words:
    """The VocabularyStore of one transaction."""

    def __init__(self, work: Work, changed: Changed) -> None:
        self._work = work
        self._changed = changed

    async def unknown(self, limit: int, beyond: int = 0) -> Sequence[UnknownTerm]:
        """Return terms that no label knows, those that most members hold first; `beyond` are passed over."""
        rows = await self._work.all(_UNKNOWN.limit(limit).offset(beyond))
        return [UnknownTerm(row.key, row.label, row.holders) for row in rows]

    async def term(self, key: str) -> UnknownTerm | None:
        """Return one term that no label knows, or None where nobody holds it."""
        row = await self._work.first(_TERM, its(key=key))
        return UnknownTerm(row.key, row.label, row.holders) if row else None

    async def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return what each alias is called and which label it means, as `Vocabulary.with_aliases` takes it."""
        return tuple((row.spelling, row.label) for row in await self._work.all(_PAIRS))

    async def aliases(self) -> Sequence[Alias]:
        """Return the aliases, by the label that they mean."""
        rows = await self._work.all(_ALIASES)
        return [Alias(row.key, row.spelling, row.label, row.added_at) for row in rows]

    async def add_alias(self, spelling: str, skill: Skill, now: datetime) -> Adopted:
        """Let a spelling mean a known skill from now on, for those too who hold it as a term of their own."""
        key = fold(spelling)
        alias = {"key": key, "spelling": spelling, "label": skill.label, "added_at": now}
        await self._work.change(_add_alias(self._work.dialect), alias)
        return await self.adopt(key, skill)

    async def drop_alias(self, key: str) -> bool:
        """Forget an alias; what was changed by it stays. False where there was none."""
        return bool(await self._work.change(_DROP_ALIAS, its(key=key)))

    async def adopt(self, key: str, skill: Skill) -> Adopted:
        """Let a known skill take the place of a term, with members and in the jobs that are under way."""
        term = await self.term(key)
        self._changed.add(*await _give_members(self._work, key, skill), *await _give_mutes(self._work, key, skill))
        return Adopted(term.holders if term else 0, await _give_jobs(self._work, key, skill))


async def _give_members(work: Work, key: str, skill: Skill) -> Sequence[int]:
    """Let members hold the skill instead of the term: once, and offering it where either was offered; return who does.

    This is the one place where an organiser changes what members hold.
    """
    theirs = (member_skills.c.key == key) & member_skills.c.part.is_(None)
    ids = [row.member_id for row in await work.all(select(member_skills.c.member_id).where(theirs))]
    if key != skill.key:
        either = member_skills.alias()
        offering = select(either.c.member_id).where(
            (either.c.key == key) & either.c.part.is_(None) & (either.c.stance == Stance.OFFERS)
        )
        holding = select(either.c.member_id).where(either.c.key == skill.key)
        known = member_skills.c.key == skill.key
        await work.change(
            update(member_skills).where(known & member_skills.c.member_id.in_(offering)).values(stance=Stance.OFFERS)
        )
        await work.change(delete(member_skills).where(theirs & member_skills.c.member_id.in_(holding)))
    await work.change(update(member_skills).where(theirs).values(key=skill.key, label=skill.label, part=skill.part))
    return ids


async def _give_mutes(work: Work, key: str, skill: Skill) -> Sequence[int]:
    """Let members who are not tagged for the term not be tagged for the skill; return who they are."""
    ids = []
    for row in await work.all(_MUTING):
        wishes = wishes_of(row.wishes)
        if key in wishes.muted_keys:
            muted = {one.key: one for one in (skill if one.key == key else one for one in wishes.muted)}
            kept = written_wishes(replace(wishes, muted=tuple(muted.values())))
            await work.change(update(members).where(members.c.id == row.id).values(wishes=kept))
            ids.append(row.id)
    return ids


async def _give_jobs(work: Work, key: str, skill: Skill) -> tuple[tuple[int, int], ...]:
    """Let jobs under way ask for the skill instead of the term; return the open ones with their new revisions.

    The part that it stands in stays, since people were tagged for that. One that has no skill left goes, unless it was
    named, or somebody sits there or is interested. Where a job asks for the skill already, it is core if the term was.
    """
    asking = select(job_skills.c.job_id).where((job_skills.c.key == key) & job_skills.c.trade.is_(None))
    found = select(jobs.c.id).where(jobs.c.state.in_(_UNDER_WAY) & jobs.c.id.in_(asking))
    ids = [row.id for row in await work.all(found)]
    if not ids:
        return ()
    named = job_skills.c.job_id.in_(ids) & (job_skills.c.key == key) & job_skills.c.trade.is_(None)
    if key != skill.key:
        other = job_skills.alias()
        required = select(other.c.job_id).where(
            other.c.job_id.in_(ids) & (other.c.key == key) & other.c.trade.is_(None) & other.c.is_core
        )
        known = job_skills.c.key == skill.key
        await work.change(update(job_skills).where(known & job_skills.c.job_id.in_(required)).values(is_core=True))
        twice = select(other.c.job_id).where(other.c.job_id.in_(ids) & (other.c.key == skill.key))
        await work.change(delete(job_skills).where(named & job_skills.c.job_id.in_(twice)))
    await work.change(update(job_skills).where(named).values(key=skill.key, label=skill.label, trade=skill.part))
    full = exists().where((job_skills.c.job_id == job_parts.c.job_id) & (job_skills.c.part == job_parts.c.position))
    peopled = (
        exists().where((table.c.job_id == job_parts.c.job_id) & (table.c.part == job_parts.c.key))
        for table in (seats, interests)
    )
    stays = or_(full, job_parts.c.is_named, *peopled)
    await work.change(delete(job_parts).where(job_parts.c.job_id.in_(ids) & ~stays))
    grown = update(jobs).where(jobs.c.id.in_(ids)).values(revision=jobs.c.revision + 1)
    rows = await work.all(grown.returning(jobs.c.id, jobs.c.revision, jobs.c.state))
    return tuple(sorted((row.id, row.revision) for row in rows if row.state == JobState.OPEN))
