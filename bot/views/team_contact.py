"""Who speaks and who signs with the customer, as it is asked and said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.jobs import Job, Signing
from bot.domain.members import Member
from bot.talk.answers import Button, Call, Reply
from bot.talk.strange import one_line
from bot.talk.text import Mention, Phrase, lines

SHOWN: Final = 8  # people who can be asked, a button each
PER_ROW: Final = 3
SIGNING: Final = {
    Signing.MAIN: Phrase(
        "Hauptauftrag mit Subs: Eine Person schließt den Vertrag mit dem Kunden, haftet für alles und beauftragt "
        "die anderen."
    ),
    Signing.EACH: Phrase(
        "Jede:r einzeln: Alle schließen einen eigenen Vertrag mit dem Kunden und haften für ihren eigenen Teil."
    ),
    Signing.TOGETHER: Phrase(
        "Gemeinsam: Ihr schließt einen Vertrag zusammen, meist als GbR, und alle haften für alles."
    ),
}
LABELS: Final = {
    Signing.MAIN: Phrase("Hauptauftrag"),
    Signing.EACH: Phrase("Jede:r einzeln"),
    Signing.TOGETHER: Phrase("Gemeinsam"),
}
NO_ADVICE: Final = Phrase("Das ist keine Rechtsberatung.")


def _values(job: Job) -> dict[str, str]:
    return {"job": str(job.id)}


def team_button(job: Job, at: int | None = None) -> Button:
    """Return the author's way to who does what and who waits for an answer, numbered where several are listed."""
    label = Phrase("Team") if at is None else Phrase("{label} {number}", label=Phrase("Team"), number=at)
    return Button(label, Call("job.interessierte", _values(job)))


def team_buttons(job: Job) -> tuple[Button, ...]:
    """Return what an author settles for a team: who speaks with the customer, who signs, and the room.

    Where a job has run out only the room is left, with the end of the project.
    """
    if not job.has_a_team:
        return (room_button(job),)
    return (
        Button(Phrase("Ansprechperson"), Call("team.ansprechperson", _values(job))),
        Button(Phrase("Wer unterschreibt?"), Call("team.vertrag", _values(job))),
        room_button(job),
    )


def room_button(job: Job) -> Button:
    """Return the author's way to the team's room, and to the end of the project."""
    return Button(Phrase("Teamraum"), Call("team.raum", _values(job)))


def choose(job: Job, speaker: Member, asked: Member | None, others: Sequence[Member]) -> Reply:
    """Return who speaks with the customer now, and whom else the author can ask; `others` sit in the team."""
    is_author = speaker.id == job.author_id
    told = (
        Phrase("Ansprechperson bei „{title}“ bist du.", title=job.title)
        if is_author
        else Phrase("Ansprechperson bei „{title}“ ist {name}.", title=job.title, name=one_line(speaker.name, 60))
    )
    buttons = [
        Button(
            Phrase("Fragen: {name}", name=one_line(member.name, 24)),
            Call("team.bitten", {**_values(job), "wer": str(member.id)}),
        )
        for member in others[:SHOWN]
    ]
    if not is_author:
        buttons.append(Button(Phrase("Wieder ich"), Call("team.wiederich", _values(job))))
    return Reply(
        lines(
            told,
            Phrase("{name} ist gefragt und hat noch nicht geantwortet.", name=one_line(asked.name, 60))
            if asked is not None
            else None,
            Phrase("Wen soll ich fragen? Es wechselt erst, wenn die Person zustimmt.")
            if others
            else Phrase("Gerade gibt es sonst niemanden, den ich fragen kann."),
        ),
        buttons=tuple(tuple(buttons[start : start + PER_ROW]) for start in range(0, len(buttons), PER_ROW)),
    )


def ask(job: Job, author: Member) -> Reply:
    """Return the question whether somebody speaks with the customer from now on, and what that means."""
    who = Mention(one_line(author.name, 60), author.addresses)
    return Reply(
        lines(
            Phrase("{name} fragt: Wirst du bei „{title}“ Ansprechperson?", name=who, title=job.title),
            Phrase("Du sprichst dann für alle mit dem Kunden, und dein Name steht als Kontakt auf der Karte."),
        ),
        buttons=(asked_buttons(job),),
    )


def asked_buttons(job: Job) -> tuple[Button, ...]:
    """Return the two answers to the question whether somebody speaks with the customer."""
    return (
        Button(Phrase("Übernehmen"), Call("team.uebernehmen", _values(job))),
        Button(Phrase("Lieber nicht"), Call("team.liebernicht", _values(job))),
    )


def give_back_button(job: Job) -> Button:
    """Return the way to give it back to the author to speak with the customer."""
    return Button(Phrase("Abgeben"), Call("team.abgeben", _values(job)))


def is_speaker(job: Job) -> Reply:
    """Return what somebody reads who speaks with the customer from now on, with the way to give it back."""
    return Reply(
        lines(
            Phrase("Du bist jetzt Ansprechperson bei „{title}“.", title=job.title),
            Phrase("Wer dabei ist, erfährt es."),
        ),
        buttons=((give_back_button(job),),),
    )


def changed(job: Job, speaker: Member, reader_id: int) -> Reply:
    """Return what the team reads when somebody else speaks with the customer."""
    if speaker.id == reader_id:
        return Reply((Phrase("Ansprechperson bei „{title}“ bist jetzt wieder du.", title=job.title),))
    who = Mention(one_line(speaker.name, 60), speaker.addresses)
    return Reply((Phrase("Ansprechperson bei „{title}“ ist jetzt {name}.", title=job.title, name=who),))


def refused(job: Job, member: Member) -> Reply:
    """Return what the author reads when somebody would rather not speak with the customer."""
    who = Mention(one_line(member.name, 60), member.addresses)
    return Reply(
        lines(
            Phrase("{name} möchte bei „{title}“ lieber nicht Ansprechperson werden.", name=who, title=job.title),
            Phrase("Es bleibt alles, wie es ist."),
        ),
        buttons=((team_buttons(job)[0],),),
    )


def sign(job: Job) -> Reply:
    """Return the three ways to sign, with a sentence each of what follows from it."""
    now = Phrase("Bisher gilt: {form}", form=LABELS[job.signing]) if job.signing is not None else None
    return Reply(
        lines(
            Phrase("Wer unterschreibt bei „{title}“ mit dem Kunden?", title=job.title),
            *SIGNING.values(),
            NO_ADVICE,
            now,
        ),
        buttons=(
            tuple(
                Button(label, Call("team.unterschreibt", {**_values(job), "form": form}))
                for form, label in LABELS.items()
            ),
        ),
    )


def signing(job: Job, form: Signing, *, to_author: bool) -> Reply:
    """Return what was settled about signing; who is in the team can answer, the author goes back to the team."""
    told = Phrase("So unterschreibt ihr bei „{title}“:", title=job.title)
    answer = Button(Phrase("Antworten"), Call("team.antworten", {**_values(job), "teil": ""}))
    rest = Phrase("Wer dabei ist, erfährt es.") if to_author else None
    way = team_button(job) if to_author else answer
    return Reply(lines(told, SIGNING[form], NO_ADVICE, rest), buttons=((way,),))
