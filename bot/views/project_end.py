"""The end of a project, and what became of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.jobs import Job
from bot.domain.members import Member
from bot.domain.outcomes import FEW, Became, Figures
from bot.talk.answers import Button, Call, Reply
from bot.talk.strange import one_line
from bot.talk.text import Mention, Phrase, lines, text
from bot.views.job_life import closed

LABELS: Final = {Became.YES: Phrase("Ja"), Became.NO: Phrase("Nein"), Became.OPEN: Phrase("Noch offen")}
SHOWN: Final = 12  # months


def ask_end(job: Job, count: int, *, has_room: bool) -> Reply:
    """Return the question before a project ends, with what follows from it."""
    return Reply(
        lines(
            Phrase("„{title}“ beenden?", title=job.title),
            Phrase("{count} Personen bekommen ein Danke, ihre Plätze enden.", count=count)
            if count != 1
            else Phrase("Eine Person bekommt ein Danke, ihr Platz endet."),
            Phrase("Der Teamraum wird geschlossen, lesen könnt ihr ihn weiter.") if has_room else None,
            Phrase(
                "Die Karte zeigt „Vergeben“. Auch wenn du den Auftrag wieder öffnest, kommen die Plätze nicht zurück."
            ),
        ),
        buttons=((Button(Phrase("Ja, beenden"), Call("team.endeja", _at(job))),),),
    )


def _at(job: Job) -> dict[str, str]:
    return {"job": str(job.id), "stand": str(job.revision)}


def ended(job: Job) -> Reply:
    """Return what the author reads after the end."""
    return closed(
        job,
        lines(
            Phrase("„{title}“ ist beendet. Alle im Team bekommen ein Danke.", title=job.title),
            Phrase("Ihre Plätze sind zu Ende. Ob jemand frei ist, sagt jede:r selbst mit /profil."),
        ),
    )


def thanks(job: Job, author: Member) -> Reply:
    """Return what everybody in the team reads once when a project ends."""
    return Reply(
        lines(
            Phrase("„{title}“ ist beendet. Danke, dass du dabei warst.", title=job.title),
            Phrase("{name} hat das Projekt abgeschlossen.", name=Mention(one_line(author.name, 60), author.addresses)),
            Phrase("Dein Platz ist zu Ende. An deiner Verfügbarkeit ändere ich nichts, das machst du mit /profil."),
        )
    )


def question(job: Job, step: int) -> Reply:
    """Return the question what became of a job, with its three answers."""
    last = Phrase("Ich frage nur dieses eine Mal, bei „Noch offen“ in zwei Wochen noch einmal.")
    return Reply(
        lines(
            Phrase("„{title}“: Ist daraus Arbeit geworden?", title=job.title),
            Phrase("Ich zähle die Antwort ohne Namen und ohne Auftrag, nur für die Zahl des Monats."),
            last if step == 1 else Phrase("Danach frage ich nicht mehr."),
        ),
        buttons=(
            tuple(
                Button(label, Call("job.arbeit", {"job": str(job.id), "war": answer, "mal": str(step)}))
                for answer, label in LABELS.items()
            ),
        ),
    )


def answered(answer: Became, *, again: bool) -> Reply:
    """Return the thanks for an answer."""
    if again:
        return Reply((Phrase("Danke. In zwei Wochen frage ich noch einmal, dann nie wieder."),))
    said = Phrase("Schön. Ich habe es gezählt.") if answer is Became.YES else Phrase("Danke. Ich habe es gezählt.")
    return Reply((said,))


def figures(months: Sequence[Figures]) -> Reply:
    """Return what organisers read of it: numbers by the month, and of few answers only that they are few."""
    if not months:
        return Reply(
            (Phrase("Bisher hat niemand geantwortet. Ist ein Auftrag vergeben, frage ich zwei Wochen später."),)
        )
    rows = [
        text(one.month, ": ", Phrase("unter {few}", few=FEW))
        if one.are_few
        else text(
            one.month,
            ": ",
            Phrase(
                "{yes} ja, {no} nein, {open} offen",
                yes=one.answers.get(Became.YES, 0),
                no=one.answers.get(Became.NO, 0),
                open=one.answers.get(Became.OPEN, 0),
            ),
        )
        for one in months[:SHOWN]
    ]
    return Reply(
        lines(
            Phrase("Ist daraus Arbeit geworden? Antworten je Monat:"),
            *rows,
            Phrase("Gezählt wird ohne Namen und ohne Auftrag."),
        )
    )
