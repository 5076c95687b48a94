"""Recommendations, as the colleague is asked and as the one who recommends reads them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.handing_on import Recommendation
from bot.domain.jobs import Job, JobPart, JobState
from bot.domain.members import Member
from bot.talk.answers import Button, Call, Reply
from bot.talk.strange import one_line
from bot.talk.text import Mention, Phrase, Spans, lines
from bot.views.job_list import show_call
from bot.views.job_skills import part_line
from bot.views.jobs import details
from bot.views.part_names import part_name

PER_ROW: Final = 3
SOMEBODY: Final = Phrase("Jemand aus der Community")
BY_SOMEBODY: Final = Phrase("jemandem aus der Community")
STOP: Final = Button(Phrase("Keine solchen Fragen"), Call("fragen.aus"))
RESUME: Final = Button(Phrase("Wieder fragen lassen"), Call("fragen.an"))


def which_part(job: Job, parts: Sequence[JobPart], member: Member) -> Reply:
    """Return the question for which part somebody is recommended."""
    values = {"job": str(job.id), "wen": f"person:{member.id}"}
    buttons = [Button(part_name(part, 40), Call("empfehlen.teil", {**values, "teil": part.key})) for part in parts]
    return Reply(
        (Phrase("Wofür passt {name}?", name=one_line(member.name, 60)),),
        buttons=tuple(tuple(buttons[start : start + PER_ROW]) for start in range(0, len(buttons), PER_ROW)),
    )


def unreached(job: Job, member: Member) -> Reply:
    """Return that a colleague cannot be asked yet, for who recommended them."""
    name = one_line(member.name, 60)
    told = Phrase(
        "Ich erreiche {name} privat nicht. Die Frage zu „{title}“ wartet bis zu sieben Tage.",
        name=name,
        title=job.title,
    )
    return Reply((told,))


def question(one: Recommendation, job: Job, by: Member | None) -> Reply:
    """Return what somebody is asked who was recommended; the author does not know of it yet."""
    who: Spans = Mention(one_line(by.name, 60), by.addresses) if by is not None and by.is_findable else SOMEBODY
    part = job.part(one.part)
    told = (
        Phrase(
            "{name} findet, dass du zu „{title}“ passt, Teil {part}.",
            name=who,
            title=job.title,
            part=part_name(part),
        )
        if part is not None and len(job.parts) > 1
        else Phrase("{name} findet, dass du zu „{title}“ passt.", name=who, title=job.title)
    )
    values = {"nummer": str(one.id)}
    return Reply(
        lines(
            told,
            part_line(part) if part is not None else None,
            *details(job),
            Phrase("Wer den Auftrag gibt, erfährt davon nur, wenn du Interesse hast."),
        ),
        buttons=(
            (
                Button(Phrase("Interesse"), Call("empfohlen.interesse", values)),
                Button(Phrase("Ansehen"), show_call(job)),
                Button(Phrase("Lieber nicht"), Call("empfohlen.ablehnen", values)),
            ),
            (STOP,),
        ),
    )


def settled(one: Recommendation, job: Job) -> Reply:
    """Return what is left of the question once it is answered, or the job is closed."""
    if one.is_taken is not None:
        return Reply((agreed(job) if one.is_taken else declined(),))
    if job.state is not JobState.OPEN:
        return Reply((Phrase("„{title}“ ist nicht mehr offen.", title=job.title),))
    return Reply((Phrase("Diese Frage gibt es nicht mehr."),))


def agreed(job: Job) -> Phrase:
    """Return what somebody reads who was recommended and is interested."""
    return Phrase("Dein Interesse an „{title}“ ist weitergegeben, mit der Empfehlung.", title=one_line(job.title, 40))


def declined() -> Phrase:
    """Return what somebody reads who was recommended and would rather not."""
    return Phrase("In Ordnung. Niemand erfährt davon.")


def asked(member: Member) -> Reply:
    """Return what the one who recommends reads."""
    return Reply(
        lines(
            Phrase("Danke. Ich frage {name}.", name=one_line(member.name, 60)),
            Phrase("Wer den Auftrag gibt, erfährt den Namen nur bei Interesse. Die Antwort siehst du nicht."),
        )
    )


def stopped() -> Reply:
    """Return that nobody asks any more, with the way back."""
    return Reply(
        lines(
            Phrase("In Ordnung. Über mich fragt dich niemand mehr, ob du etwas übernimmst oder zu etwas passt."),
            Phrase("Getaggt wirst du wie bisher. Unter /profil lässt du dich wieder fragen."),
        ),
        buttons=((RESUME,),),
    )


def resumed() -> Reply:
    """Return that colleagues may ask again."""
    return Reply((Phrase("Kolleg:innen dürfen dich wieder fragen."),))
