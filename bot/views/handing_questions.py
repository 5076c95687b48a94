"""What is asked before something is handed on or somebody recommended: which job, whom, and what of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.handing_on import Scope
from bot.domain.jobs import Job
from bot.domain.members import Member
from bot.talk.answers import Button, Call, Reply
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Spans, lines
from bot.views.handing_on import SHOWN, in_rows
from bot.views.part_names import part_name


def which_job(jobs: Sequence[Job], call: Call) -> Reply:
    """Return the question which job is meant; the call goes on with the answer."""
    buttons = [
        Button(Phrase("{title}", title=one_line(job.title, 40)), call.with_values(job=str(job.id)))
        for job in jobs[:SHOWN]
    ]
    return Reply((Phrase("Welchen Auftrag meinst du?"),), buttons=in_rows(buttons))


def which_taker(call: Call, option: str, people: Sequence[Member], skill: str | None) -> Reply:
    """Return the question whom somebody means; the call goes on with the answer in `option`."""
    buttons = [
        Button(Phrase("{name}", name=_told_apart(one, people)), call.with_values(**{option: f"person:{one.id}"}))
        for one in people[:SHOWN]
    ]
    if skill is not None:
        some = Phrase("Wer gern {skill} macht", skill=one_line(skill, 30))
        buttons.append(Button(some, call.with_values(**{option: f"skill:{skill}"})))
    return Reply((Phrase("Wen meinst du?"),), buttons=in_rows(buttons))


def _told_apart(member: Member, people: Sequence[Member]) -> str:
    """Return a name, with what else is known where another one is called the same."""
    name = one_line(member.name, 40)
    if sum(one.name == member.name for one in people) < 2:
        return name
    where = sorted({str(address.platform).capitalize() for address in member.addresses})
    more = [member.town] if member.town else []
    more += [held.skill.label for held in member.skills[:1]]
    return one_line(f"{name} ({', '.join([*more, *where])})", 60)


def which_share(job: Job, ways: Sequence[tuple[Scope, str]], an: str, to: Spans) -> Reply:
    """Return the question what of a job is handed on; each answer opens the form for the terms."""
    buttons = [
        Button(
            _named(job, scope, part),
            Call("weiter.bedingungen", {"job": str(job.id), "was": f"{scope}:{part}", "an": an}),
        )
        for scope, part in ways[:SHOWN]
    ]
    return Reply(
        lines(
            Phrase("Was gibst du von „{title}“ weiter?", title=job.title),
            Phrase("Gefragt wird: {to}. Vorher legst du die Bedingungen fest.", to=to),
        ),
        buttons=in_rows(buttons),
    )


def _named(job: Job, scope: Scope, part: str) -> Phrase:
    found = job.part(part)
    if scope is Scope.JOB or found is None:
        return Phrase("Den ganzen Auftrag")
    label = part_name(found, 30)
    return Phrase("Teil: {part}", part=label) if scope is Scope.PART else Phrase("Mein Platz: {part}", part=label)
