"""The community's own commands, kinds of delivery and ears, put together once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.commands import (
    admin,
    calendar,
    consent,
    data,
    event_dates,
    event_entry,
    event_proposals,
    event_series,
    events,
    feeds,
    handing_answers,
    handing_on,
    interest,
    job_life,
    job_list,
    job_parts,
    job_skills,
    jobs,
    linking,
    moderation,
    organisers,
    posts,
    profile,
    project_end,
    recommending,
    reminder_buttons,
    reminders,
    rooms,
    search,
    skills,
    start,
    tagging,
    team_contact,
    teams,
)
from bot.commands.suggestions import only_known_sources, suggestions
from bot.context import Context, House
from bot.domain.people import ChatAddress, MessageRef
from bot.matching.naming.vocabulary import Vocabulary
from bot.outbox import authors as authors_out
from bot.outbox import calendars as calendars_out
from bot.outbox import closed as closed_out
from bot.outbox import event_dates as dates_out
from bot.outbox import events as events_out
from bot.outbox import expiry as expiry_out
from bot.outbox import feeds as feeds_out
from bot.outbox import handing_news as handing_out
from bot.outbox import index as index_out
from bot.outbox import jobs as jobs_out
from bot.outbox import linking as linking_out
from bot.outbox import mirrors as mirrors_out
from bot.outbox import moderation as moderation_out
from bot.outbox import overview as overview_out
from bot.outbox import project_end as end_out
from bot.outbox import proposals as proposals_out
from bot.outbox import recap as recap_out
from bot.outbox import recommending as recommending_out
from bot.outbox import reminders as reminders_out
from bot.outbox import room_rows as rooms_out
from bot.outbox import seats as seats_out
from bot.outbox import tags as tags_out
from bot.outbox import team_contact as contact_out
from bot.outbox import team_ends as team_ends_out
from bot.outbox import team_gone as team_gone_out
from bot.outbox import teams as teams_out
from bot.outbox import uncertain as uncertain_out
from bot.outbox.kinds import Kinds, joined
from bot.ports import Store
from bot.talk.answers import Answer, Call, Reply
from bot.talk.commands import Registry


def registry() -> Registry:
    """Return all commands, in the order in which help shows them; ValueError where one suggests from nowhere."""
    for_teams = (interest, teams, team_contact, handing_on, handing_answers, recommending, rooms, project_end, tagging)
    for_jobs = (jobs, job_list, job_life, job_skills, job_parts, *for_teams, posts)
    for_events = (event_entry, events, event_dates, event_series, calendar, feeds, reminders, reminder_buttons)
    for_organisers = (event_proposals, organisers, moderation, admin)
    themes = (start, profile, skills, search, *for_jobs, *for_events, linking, data, consent, *for_organisers)
    return only_known_sources(Registry(module.theme for module in themes))


def kinds() -> Kinds:
    """Return every kind of delivery."""
    of_teams = (teams_out, team_ends_out, team_gone_out, contact_out, handing_out, recommending_out, rooms_out, end_out)
    of_jobs = (jobs_out, tags_out, overview_out, *of_teams, authors_out, expiry_out, moderation_out, index_out)
    of_events = (events_out, dates_out, seats_out, proposals_out, recap_out, feeds_out, reminders_out)
    of_calendars = (calendars_out, mirrors_out)
    themes = (*of_jobs, *of_events, *of_calendars, linking_out, uncertain_out, closed_out)
    return joined(theme.KINDS for theme in themes)


class HouseEars:
    """What the house does with things that are said rather than called; stands behind the desk."""

    async def said(self, ctx: Context, text: str) -> tuple[Answer, ...]:
        """Hear a plain message in a `jobs` place that takes free messages."""
        return await posts.said(ctx, text)

    def asks(self, text: str, vocabulary: Vocabulary) -> bool:
        """Say whether a plain message asks for somebody."""
        return posts.asks(text, vocabulary)

    async def knows(self, store: Store, message: MessageRef) -> bool:
        """Say whether a message is one whose changes are followed."""
        return await store.jobs.at_source(message) is not None

    async def edited(self, ctx: Context, text: str) -> None:
        """Hear that the caller changed a message."""
        await posts.edited(ctx, text)

    async def gone(self, store: Store, house: House, message: MessageRef, now: datetime) -> bool:
        """Hear that a message was deleted; True where something followed it."""
        return await posts.gone(store, house, message, now)

    async def followed_in(self, store: Store, where: ChatAddress) -> Sequence[MessageRef]:
        """Return the messages in a chat, or in one topic of it, that something follows."""
        return [job.source for job in await store.jobs.sourced_in(where) if job.source is not None]

    async def pressed(self, ctx: Context, call: Call | None) -> None:
        """Hear that a button under a message of ours was pressed, or without a call that an organiser replied to it."""
        await organisers.pressed(ctx, call, replied=call is None)

    async def consent(self, ctx: Context, token: str) -> Reply:
        """Say the question of consent."""
        return consent.question(ctx, token)

    async def suggestions(self, ctx: Context, source: str, typed: str) -> Sequence[str]:
        """Suggest values for an option while it is typed."""
        return await suggestions(ctx, source, typed)
