"""A team's job on one page: for the team with everybody in it, for the customer with the contact person alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.domain.jobs import Job
from bot.domain.members import Member
from bot.domain.teams import Standing
from bot.talk.answers import Button, Call, Card, File, Reply
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Spans, Translate, joined_by, lines, text, words
from bot.views.job_skills import PARTS_SHOWN, part_line
from bot.views.part_names import part_name
from bot.views.team_contact import LABELS, NO_ADVICE, SIGNING

NAME: Final = 60
SOMEBODY: Final = Phrase("jemand")
_MARKS: Final = re.compile(r"[\\`*_\[\]<>&|~!#]")


def shown(member: Member | None) -> Spans:
    """Return the name that a team reads of one of its own; who is hidden has none."""
    return one_line(member.name, NAME) if member is not None and member.is_shown else SOMEBODY


def facts(job: Job) -> tuple[tuple[Phrase, str], ...]:
    """Return where, when and for how much, as far as it is known."""
    given = ((Phrase("Ort"), job.town or ""), (Phrase("Zeitraum"), job.period), (Phrase("Budget"), job.budget))
    return tuple((label, one_line(value, 200)) for label, value in given if value)


def rows(job: Job, found: Sequence[Standing], people: Mapping[int, Member], contact: Member | None) -> list[Spans]:
    """Return the lines of the page for a team: its parts with who does them, who speaks, who signs, when and where."""
    told: list[Spans] = [text(part_line(one.part), " (", _who(one, people), ")") for one in found[:PARTS_SHOWN]]
    told.append(Phrase("Ansprechperson: {name}", name=shown(contact)))
    if job.signing is not None:
        told += [SIGNING[job.signing], NO_ADVICE]
    return [*told, *(text(label, ": ", value) for label, value in facts(job))]


def _who(one: Standing, people: Mapping[int, Member]) -> Spans:
    names: list[Spans] = [shown(people.get(seat.member_id)) for seat in one.seats]
    if one.free:
        names.append(Phrase("{count} frei", count=one.free) if one.part.seats > 1 else Phrase("offen"))
    return joined_by(", ", names)


def summary(job: Job, found: Sequence[Standing], people: Mapping[int, Member], contact: Member | None) -> Reply:
    """Return the page as it stands first in a team's room, and follows what changes."""
    card = Card(
        Phrase("Team: {title}", title=one_line(job.title, 80)),
        tuple(rows(job, found, people, contact)),
        Phrase("Auftrag {number}", number=job.id),
    )
    return Reply(card=card, buttons=(page_buttons(job),), private=False)


def page_buttons(job: Job, *, may_end: bool = True) -> tuple[Button, ...]:
    """Return the way to the page for the customer, and the author's way to the end of the project.

    In a room all read one message: only where somebody reads it alone the author's way is left out for others.
    """
    values = {"job": str(job.id)}
    for_customer = Button(Phrase("Für den Kunden"), Call("team.kunde", values))
    return (for_customer, Button(Phrase("Projekt beenden"), Call("team.ende", values))) if may_end else (for_customer,)


def for_customer(job: Job, contact: Member, translate: Translate) -> Reply:
    """Return the page for the customer as a Markdown file, with the contact person's name and no other."""

    def said(spans: Spans) -> str:
        return words(spans, translate)

    def point(label: Spans, value: Spans) -> str:
        return f"- **{_plain(said(label))}:** {_plain(said(value))}"

    points = [point(Phrase("Ansprechperson"), one_line(contact.name, NAME))]
    points += [point(label, value) for label, value in facts(job)]
    parts = [point(part_name(part), ", ".join(skill.label for skill in part.core)) for part in job.parts]
    page = [f"# {_plain(one_line(job.title, 120))}", "\n".join(points)]
    if parts:
        page += [f"## {said(Phrase('Was dazugehört'))}", "\n".join(parts)]
    if job.signing is not None:
        page += [f"## {said(Phrase('Wer unterschreibt?'))}", said(LABELS[job.signing])]
        page += [said(SIGNING[job.signing]), said(NO_ADVICE)]
    content = "\n\n".join(page) + "\n"
    file = File(f"auftrag-{job.id}.md", "text/markdown", content.encode())
    told = lines(
        Phrase("Das ist die Seite für den Kunden. Als Name steht nur die Ansprechperson darin."),
        Phrase("Lies sie durch, bevor du sie weitergibst."),
    )
    return Reply(told, files=(file,))


def _plain(said: str) -> str:
    """Return words in which Markdown reads no marks; they never begin a line."""
    return _MARKS.sub(r"\\\g<0>", said)


def names_of(people: Iterable[Member]) -> Spans:
    """Return the names of some in a team, in their order."""
    return joined_by(", ", [shown(member) for member in people])
