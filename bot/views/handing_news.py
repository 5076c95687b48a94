"""What is told when something is handed on: the tag in a place, the giver, the team, those who came too late. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.handing_on import Asked, Handover, HandoverState, Scope
from bot.domain.jobs import Job, JobState
from bot.domain.members import Member
from bot.domain.skills import Skill
from bot.talk.answers import Button, Call, Reply
from bot.talk.strange import one_line
from bot.talk.text import Mention, Phrase, Spans, joined_by, lines
from bot.views.handing_on import OVER, People, name_in, what
from bot.views.job_life import reopen_button
from bot.views.part_names import part_name
from bot.views.tagging import mute_buttons, pause_button
from bot.views.teams import FREED_LATER

_TO_GIVER: Final = {
    HandoverState.DECLINED: Phrase("Dein Angebot zu „{title}“ ist abgelehnt: {what}."),
    HandoverState.EXPIRED: Phrase("Dein Angebot zu „{title}“ ist abgelaufen: {what}."),
    HandoverState.ENDED: Phrase("Dein Angebot zu „{title}“ gilt nicht mehr: {what}. Daran hat sich etwas geändert."),
}


def _terms_button(handover: Handover) -> Button:
    return Button(Phrase("Bedingungen"), Call("weiter.ansehen", {"angebot": str(handover.id)}))


def tag(
    handover: Handover, giver: Spans, tagged: Sequence[tuple[Member, Asked]], mutable: Sequence[Skill] = ()
) -> Reply:
    """Return the message in a place that asks those who offer a skill: the reason first, then the people.

    `mutable` are the skills that whoever presses may not want to be tagged for any more.
    """
    people = joined_by(
        " · ", [(Mention(member.name, member.addresses), " (", asked.reason, ")") for member, asked in tagged]
    )
    return Reply(
        lines(
            Phrase("Getaggt wegen {skills}: {people}", skills=handover.skill, people=people),
            Phrase(
                "{name} gibt weiter: „{title}“, {what}. Wer zuerst zusagt, übernimmt.",
                name=giver,
                title=handover.terms.title,
                what=what(handover.terms),
            ),
        ),
        buttons=(
            (_terms_button(handover), *mute_buttons(mutable)),
            (pause_button(), Button(Phrase("Nicht mehr taggen"), Call("consent.untag"))),
        ),
        private=False,
    )


def tag_over(handover: Handover) -> Reply:
    """Return what is left of that message when nobody can agree any more."""
    about = Phrase("„{title}“, {what}:", title=handover.terms.title, what=what(handover.terms))
    return Reply((about, " ", OVER[handover.state]), private=False)


def call(handover: Handover, member: Member) -> Reply:
    """Return the line without content for somebody whom no private message reaches."""
    who = Mention(member.name, member.addresses)
    asked = Phrase("jemand möchte dir etwas weitergeben. Ich erreiche dich privat nicht.")
    return Reply(lines((who, ", ", asked)), buttons=((_terms_button(handover),),), private=False)


def call_over(handover: Handover) -> Reply:
    """Return what is left of that line afterwards."""
    return Reply((OVER[handover.state],), private=False)


def to_giver(handover: Handover, people: People) -> Reply:
    """Return what became of an offer, for who made it."""
    terms = handover.terms
    if handover.state is HandoverState.TAKEN:
        taker = people.get(handover.taker_id or 0)
        name: Spans = Mention(one_line(taker.name, 60), taker.addresses) if taker is not None else Phrase("jemand")
        told = (
            Phrase("{name} hat „{title}“ ganz übernommen.", name=name, title=terms.title)
            if terms.scope is Scope.JOB
            else Phrase("{name} hat übernommen: „{title}“, {what}.", name=name, title=terms.title, what=what(terms))
        )
    elif handover.state is HandoverState.EXPIRED and handover.closed_at and handover.closed_at < handover.expires_at:
        told = Phrase(
            "Dein Angebot zu „{title}“ ist beendet: {what}. Es ist niemand mehr da, den ich fragen kann.",
            title=terms.title,
            what=what(terms),
        )
    else:
        told = Phrase(_TO_GIVER[handover.state].template, title=terms.title, what=what(terms))
    again = Button(Phrase("Weitergeben"), Call("weitergeben", {"job": str(handover.job_id)}))
    taken = handover.state is HandoverState.TAKEN
    return Reply(lines(told), buttons=((_terms_button(handover) if taken else again,),))


def unreached(handover: Handover, people: People, member_id: int) -> Reply:
    """Return that somebody cannot be asked, for who wanted to hand something on to them."""
    name = name_in(people, member_id)
    told = Phrase(
        "Ich erreiche {name} nicht und kann wegen „{title}“ nicht fragen.", name=name, title=handover.terms.title
    )
    withdraw = Button(Phrase("Zurücknehmen"), Call("weiter.zurueck", {"angebot": str(handover.id)}))
    return Reply(lines(told), buttons=((withdraw,),))


def too_late(handover: Handover) -> Reply:
    """Return what those read, once, who have looked at the terms when somebody else was first."""
    terms = handover.terms
    return Reply(
        (Phrase("„{title}“, {what}: Das hat jemand anderes übernommen.", title=terms.title, what=what(terms)),)
    )


def new_author(job: Job, author: Member, speaker: Spans) -> Reply:
    """Return what the team and those who wait read when a whole job was handed on."""
    who = Mention(one_line(author.name, 60), author.addresses)
    return Reply(
        lines(
            Phrase("Um „{title}“ kümmert sich jetzt {name} und antwortet dir.", title=job.title, name=who),
            Phrase("Mit dem Kunden spricht {name}.", name=speaker),
        )
    )


def new_in_seat(job: Job, handover: Handover, giver: Spans, taker: Member) -> Reply:
    """Return what the author reads when somebody handed their seat on, with the ways to object.

    While a job is closed no seat is freed.
    """
    terms, is_open = handover.terms, job.state is JobState.OPEN
    values = {"job": str(handover.job_id), "wer": str(taker.id), "teil": terms.part}
    who = Mention(one_line(taker.name, 60), taker.addresses)
    return Reply(
        lines(
            Phrase(
                "{giver} gibt den Platz bei „{title}“ weiter: {part} macht jetzt {name}.",
                giver=giver,
                title=terms.title,
                part=part_name(terms),
                name=who,
            ),
            Phrase("Passt das nicht, gibst du den Platz wieder frei.") if is_open else FREED_LATER,
        ),
        buttons=(
            (
                Button(Phrase("Rückfrage"), Call("team.rueckfrage", values)),
                Button(Phrase("Platz freigeben"), Call("team.freigeben", values)) if is_open else reopen_button(job),
            ),
        ),
    )
