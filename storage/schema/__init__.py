"""The tables. Ids are never used twice: keys of the outbox name them, and those are unique for ever.

An address that may lack a topic keeps "" for it, since a unique key takes two NULLs for different. A login is the
platform's own id of an account. Instants are UTC, wall times ISO strings, what is only read as a whole is JSON.
"""

from __future__ import annotations

from storage.schema.base import metadata
from storage.schema.of_events import attendance, calendars, events, feeds, reminders
from storage.schema.of_jobs import interests, job_blocks, job_parts, job_skills, jobs, notes, reports, tags
from storage.schema.of_members import accounts, agreements, link_codes, links, member_skills, members, misses, unasked
from storage.schema.of_places import moves, places
from storage.schema.of_sending import deliveries, errands, postings, wishes
from storage.schema.of_talk import changes, dialogues, inbox, limits, settings, skill_aliases, tokens
from storage.schema.of_teams import (
    handover_people,
    handovers,
    outcome_questions,
    outcomes,
    recommendations,
    room_people,
    seats,
    team_rooms,
)

__all__ = [
    "accounts", "agreements", "attendance", "calendars", "changes", "deliveries", "dialogues", "errands", "events",
    "feeds", "handover_people", "handovers", "inbox", "interests", "job_blocks", "job_parts", "job_skills", "jobs",
    "limits", "link_codes", "links", "member_skills", "members", "metadata", "misses", "moves", "notes",
    "outcome_questions", "outcomes", "places", "postings", "recommendations", "reminders", "reports", "room_people",
    "seats", "settings", "skill_aliases", "tags", "team_rooms", "tokens", "unasked", "wishes",
]  # fmt: skip
