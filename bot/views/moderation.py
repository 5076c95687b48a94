"""What is read about jobs that do not belong: by organisers, by the author, by who may post none. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.jobs import Job, JobState
from bot.domain.members import Member
from bot.domain.moderation import Block
from bot.talk.answers import Button, Call, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Moment, Phrase, Spans, lines, text

PAGE: Final = 8
EXCERPT: Final = 500  # characters of a reported job's text
NAME: Final = 60
_PER_ROW: Final = 4


def report_button(job: Job) -> Button:
    """Return *Melden*."""
    return Button(Phrase("Melden"), Call("job.melden", {"job": str(job.id)}))


def organisers_buttons(job: Job) -> tuple[Button, ...]:
    """Return what organisers can do about somebody else's job."""
    number = {"job": str(job.id)}
    close = (Button(Phrase("Schließen"), Call("orga.schliessen", number)),) if job.state is JobState.OPEN else ()
    return (
        *close,
        Button(Phrase("Entfernen"), Call("orga.entfernen", number)),
        Button(Phrase("Sperren"), Call("orga.sperren", {"wer": str(job.author_id)})),
    )


def reported() -> Reply:
    """Return what somebody reads who has reported a job."""
    return Reply(
        lines(
            Phrase("Danke, die Organisator:innen sehen sich das an."),
            Phrase("Wer den Auftrag geschrieben hat, erfährt nicht, dass du es warst."),
        )
    )


def report(job: Job, author: Member, reporter: Member | None, reason: str, *, private: bool) -> Reply:
    """Return what organisers read of a report, with everything that they can do about it; None names nobody."""
    excerpt = job.text if len(job.text) <= EXCERPT else job.text[: EXCERPT - 1].rstrip() + "…"
    show = Button(Phrase("Anzeigen"), Call("jobs.zeigen", {"job": str(job.id)}))
    return Reply(
        lines(
            Phrase("Gemeldet: „{title}“ von {author}.", title=job.title, author=one_line(author.name, NAME)),
            Phrase("Grund: {reason}", reason=reason),
            Phrase("Gemeldet hat {name}.", name=one_line(reporter.name, NAME)) if reporter is not None else None,
            excerpt,
        ),
        buttons=((show, *organisers_buttons(job)),),
        private=private,
    )


def closed_by_organisers(title: str) -> Reply:
    """Return what the author reads whose job organisers have closed."""
    return Reply(
        lines(
            Phrase("Die Organisator:innen haben „{title}“ geschlossen. Alle Karten zeigen es.", title=title),
            Phrase("Fragen dazu beantworten sie dir."),
        )
    )


def removed(title: str, reason: str, words: str) -> Reply:
    """Return what the author reads whose job organisers have removed: why, and the text back."""
    return Reply(
        lines(
            Phrase("Die Organisator:innen haben „{title}“ entfernt.", title=title),
            Phrase("Grund: {reason}", reason=reason),
            Phrase("Dein Text war:"),
            words,
        )
    )


def is_closed(job: Job) -> Reply:
    """Return what organisers read who closed a job."""
    return Reply(
        (
            Phrase(
                "„{title}“ ist geschlossen. Alle Karten zeigen es, und wer ihn geschrieben hat, erfährt es.",
                title=job.title,
            ),
        )
    )


def is_removed(job: Job) -> Reply:
    """Return what organisers read who removed a job."""
    said = Phrase("„{title}“ ist entfernt. Wer ihn geschrieben hat, bekommt Grund und Text.", title=job.title)
    block = Button(Phrase("Sperren"), Call("orga.sperren", {"wer": str(job.author_id)}))
    return Reply((said,), buttons=((block,),))


def blocked(reason: str) -> Reply:
    """Return what somebody reads who may post no jobs from now on."""
    return Reply(
        lines(
            Phrase("Die Organisator:innen haben dich für Aufträge gesperrt. Neue kannst du nicht veröffentlichen."),
            Phrase("Grund: {reason}", reason=reason),
            Phrase("Was schon offen ist, bleibt, wie es ist. Unter deinen Beiträgen frage ich nicht mehr nach."),
            Phrase("Fragen dazu beantworten sie dir."),
        )
    )


def unblocked() -> Reply:
    """Return what somebody reads who may post jobs again."""
    return Reply((Phrase("Deine Sperre ist aufgehoben. Du kannst wieder Aufträge veröffentlichen."),))


def is_blocked(member: Member, *, newly: bool) -> Reply:
    """Return what organisers read who blocked somebody, with the way to take it back."""
    name = one_line(member.name, NAME)
    said = (
        Phrase("{name} kann keine Aufträge mehr veröffentlichen und erfährt den Grund.", name=name)
        if newly
        else Phrase("{name} ist schon gesperrt.", name=name)
    )
    return Reply((said,), buttons=((_unblock(member.id),),))


def is_unblocked(member: Member) -> Reply:
    """Return what organisers read who let somebody post again."""
    return Reply((Phrase("{name} kann wieder Aufträge veröffentlichen.", name=one_line(member.name, NAME)),))


def _unblock(member_id: int, at: int | None = None) -> Button:
    label = Phrase("Entsperren") if at is None else Phrase("Entsperren {number}", number=at)
    return Button(label, Call("orga.entsperren", {"wer": str(member_id)}))


def blocks(found: Sequence[Block], members: Mapping[int, Member], page: int) -> Reply:
    """Return a page of those who may post no jobs, each with *Entsperren*."""
    known = [block for block in found if block.member_id in members]
    if not known:
        return Reply((Phrase("Gerade ist niemand für Aufträge gesperrt."),))
    pages = -(-len(known) // PAGE)
    page = min(max(page, 0), pages - 1)
    here = list(enumerate(known, 1))[page * PAGE : (page + 1) * PAGE]
    rows: list[Spans] = [_row(at, block, members[block.member_id]) for at, block in here]
    buttons = [_unblock(block.member_id, at) for at, block in here]
    turns = [(Phrase("Zurück"), page - 1)] if page else []
    turns += [(Phrase("Weiter"), page + 1)] if page + 1 < pages else []
    ways = tuple(Button(label, Call("orga.gesperrte", {"seite": str(to)})) for label, to in turns)
    in_rows: Rows = tuple(tuple(buttons[start : start + _PER_ROW]) for start in range(0, len(buttons), _PER_ROW))
    return Reply(lines(Phrase("Für Aufträge gesperrt:"), *rows), buttons=(*in_rows, *((ways,) if ways else ())))


def _row(at: int, block: Block, member: Member) -> Spans:
    since = Phrase("seit {when}", when=Moment(block.at, "day", year=True))
    return text(f"{at}. ", one_line(member.name, NAME), ", ", since, ": ", one_line(block.reason, 120))
