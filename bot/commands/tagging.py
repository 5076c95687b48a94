"""How somebody is tagged: the buttons under a ping, and the settings behind *Tags einstellen*.

Anybody may press what stands under a ping: it acts on the one who presses alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any, Final

from bot.context import Context
from bot.domain.members import Member, Visibility
from bot.domain.skills import Skill, Stance
from bot.domain.tagging import LONGEST_PAUSE, MOST_MUTED, MOST_PER_WEEK, PAUSE, Overview
from bot.errors import InvalidInput, NotFound, TooMany
from bot.matching.people.covering import reached
from bot.outbox import overview as overview_out
from bot.talk.answers import Answer, Reply
from bot.talk.commands import Option, Reading, Theme, hidden, number
from bot.talk.text import Phrase
from bot.views import tagging as view

theme: Final = Theme()

_UNKNOWN: Final = Phrase(
    "Von dir ist nichts gelistet, also tagge ich dich auch nicht. Mit /profil oder /skills fängst du an."
)
_KEY: Final = Option("", hidden=True, longest=300)  # a member's own term, folded, may be longer than it was typed


def an_overview(value: str, _reading: Reading) -> Overview:
    """Read how often an overview is wanted as our own buttons carry it; a forged one is refused."""
    if value in tuple(Overview):
        return Overview(value)
    raise InvalidInput(Phrase("Möglich ist hier: {choices}.", choices=", ".join(Overview)))


@theme.action("tagging.show")
async def show(ctx: Context) -> Answer:
    """Show the caller how they are tagged, to be changed with buttons."""
    return _settings(ctx, _me(ctx))


@theme.action("tagging.week")
async def week(ctx: Context, count: Annotated[int | None, hidden(number)] = None) -> Answer:
    """Set the caller's own budget for seven days."""
    if count is None or count > MOST_PER_WEEK:
        raise InvalidInput(Phrase("Möglich sind 0 bis {most} Tags in sieben Tagen.", most=MOST_PER_WEEK))
    return _settings(ctx, await _wish(ctx, per_week=count), Phrase("Geändert."))


@theme.action("tagging.day")
async def day(
    ctx: Context, day: Annotated[int | None, hidden(number)] = None, quiet: Annotated[str, hidden()] = ""
) -> Answer:
    """Make a weekday one on which the caller is not tagged, or not any more."""
    if day is None or day >= view.DAYS:
        raise InvalidInput(Phrase("Diesen Wochentag kenne ich nicht."))
    others = set(_me(ctx).wishes.quiet_days) - {day}
    days = tuple(sorted(others | {day} if quiet else others))
    return _settings(ctx, await _wish(ctx, quiet_days=days), Phrase("Geändert."))


@theme.action("tagging.overview")
async def overview(ctx: Context, how: Annotated[Overview | None, hidden(an_overview)] = None) -> Answer:
    """Set how often the caller reads what they were not tagged for."""
    if how is None:
        return _settings(ctx, _me(ctx))
    member = await _wish(ctx, overview=how)
    await overview_out.follow(ctx.store, member, ctx.house.community.zone, ctx.now)
    return _settings(ctx, member, Phrase("Geändert."))


@theme.action("tagging.pause", brief=True)
async def pause(ctx: Context) -> Answer:
    """Tag the one who presses no more for four weeks, whoever was tagged in the message."""
    return await _rest(ctx, PAUSE)


@theme.action("tagging.rest")
async def rest(ctx: Context, days: Annotated[int, hidden(number)] = PAUSE) -> Answer:
    """Set another length of the pause, from now on; none ends it."""
    if days > LONGEST_PAUSE:
        raise InvalidInput(Phrase("Eine Pause dauert höchstens {most} Tage.", most=LONGEST_PAUSE))
    if days:
        return await _rest(ctx, days)
    await _wish(ctx, paused_until=None)
    return view.resumed()


@theme.action("tagging.mute", brief=True)
async def mute(ctx: Context, skill: Annotated[str, _KEY] = "") -> Answer:
    """Tag the one who presses no more for a skill that they offer; they are still found by it."""
    member, wishes = _me(ctx), _me(ctx).wishes
    if skill not in wishes.muted_keys:
        if skill not in reached(member.skills, Stance.OFFERS, ctx.house.above):
            raise NotFound(Phrase("Das bietest du nicht an, also tagge ich dich dazu auch nicht."))
        if len(wishes.muted) >= MOST_MUTED:
            raise TooMany(Phrase("Mehr Skills kann ich mir nicht merken. Mit /skills nimmst du welche heraus."))
        member = await _wish(ctx, muted=(*wishes.muted, _named(ctx, member, skill)))
    return view.muted(next(one for one in member.wishes.muted if one.key == skill))


@theme.action("tagging.unmute")
async def unmute(ctx: Context, skill: Annotated[str, _KEY] = "") -> Answer:
    """Tag the caller for a skill again."""
    muted = _me(ctx).wishes.muted
    found = next((one for one in muted if one.key == skill), None)
    if found is None:
        raise NotFound(Phrase("Diesen Skill hast du nicht stumm geschaltet."))
    member = await _wish(ctx, muted=tuple(one for one in muted if one != found))
    return view.muted_skills(member, Phrase("Geändert.")) if member.wishes.muted else view.unmuted(found)


@theme.action("tagging.muted")
async def muted(ctx: Context) -> Answer:
    """Show the skills that the caller is not tagged for."""
    return view.muted_skills(_me(ctx))


async def _rest(ctx: Context, days: int) -> Reply:
    if _me(ctx).visibility is not Visibility.TAGGED:
        raise NotFound(Phrase("Du wirst nicht getaggt. Ändern kannst du das mit /profil."))
    until = ctx.now + timedelta(days=days)
    await _wish(ctx, paused_until=until)
    return view.paused(until)


def _settings(ctx: Context, member: Member, said: Phrase | None = None) -> Reply:
    return view.settings(member, ctx.now, ctx.house.community.tags_per_week, said or (), language=ctx.language)


def _me(ctx: Context) -> Member:
    """Return the caller; who never agreed to anything is tagged by nobody."""
    if ctx.member is None or ctx.member.visibility is None:
        raise NotFound(_UNKNOWN)
    return ctx.member


async def _wish(ctx: Context, **changes: Any) -> Member:
    member = _me(ctx)
    ctx.member = replace(member, wishes=replace(member.wishes, **changes))
    await ctx.store.members.save(ctx.member)
    return ctx.member


def _named(ctx: Context, member: Member, key: str) -> Skill:
    """Return a skill that the member has by its key: in their own words, or in the vocabulary's."""
    own = {held.skill.key: held.skill for held in member.skills}
    if key in own:
        return own[key]
    return next((entry.skill for entry in ctx.house.vocabulary.entries if entry.skill.key == key), Skill(key, key))
