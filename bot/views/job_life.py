"""The life of a published job as its author reads it: how long it runs, that it is over, and how it goes on. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from bot.domain.jobs import Forecast, Job, JobState
from bot.domain.members import Member
from bot.talk.answers import Button, Call, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Mention, Moment, Phrase, Spans, lines, text
from bot.views.job_skills import publish_button, tag_forecast
from bot.views.team_contact import team_button

PAGE: Final = 8  # closed jobs, a button each
_PER_ROW: Final = 4
ENDED: Final = {
    JobState.ASSIGNED: Phrase("vergeben"),
    JobState.WITHDRAWN: Phrase("zurückgezogen"),
    JobState.EXPIRED: Phrase("abgelaufen"),
}


def _stamp(job: Job) -> str:
    return str(int(job.expires_at.timestamp())) if job.expires_at is not None else "0"


def until(job: Job) -> Phrase:
    """Return that a job is open, and until when."""
    if job.expires_at is None:
        return Phrase("offen")
    return Phrase("offen bis {when}", when=Moment(job.expires_at, "day"))


def longer_button(job: Job) -> tuple[Button, ...]:
    """Return *Verlängern* for an open job, for the end that it has now."""
    if job.expires_at is None or job.state is not JobState.OPEN:
        return ()
    return (Button(Phrase("Verlängern"), Call("job.verlaengern", {"job": str(job.id), "bis": _stamp(job)})),)


def reopen_button(job: Job, at: int | None = None) -> Button:
    """Return *Wieder öffnen*, with its number where several are listed."""
    label = Phrase("Wieder öffnen") if at is None else Phrase("Wieder öffnen {number}", number=at)
    return Button(label, Call("job.wieder", {"job": str(job.id)}))


def closed_button(count: int) -> Rows:
    """Return the way to the closed jobs, with how many there are; none where there are none."""
    return ((Button(Phrase("Geschlossene ({count})", count=count), Call("job.geschlossene")),),) if count else ()


def closed(job: Job, said: Spans) -> Reply:
    """Return what is said of a closed job, with the way to open it again."""
    return Reply(lines(said), buttons=((reopen_button(job),),))


def closed_jobs(jobs: Sequence[Job], page: int, teams: Collection[int]) -> Reply:
    """Return a page of the author's closed jobs, newest first, each with *Wieder öffnen*; `teams` have one."""
    pages = max(1, -(-len(jobs) // PAGE))
    page = min(max(page, 0), pages - 1)
    here = list(enumerate(jobs, 1))[page * PAGE : (page + 1) * PAGE]
    rows = [text(f"{at}. ", one_line(job.title, 80), " (", ENDED[job.state], ")") for at, job in here]
    buttons = [reopen_button(job, at) for at, job in here]
    buttons += [team_button(job, at) for at, job in here if job.id in teams]
    turns = [(Phrase("Zurück"), page - 1)] if page else []
    turns += [(Phrase("Weiter"), page + 1)] if page + 1 < pages else []
    ways = tuple(Button(label, Call("job.geschlossene", {"seite": str(to)})) for label, to in turns)
    in_rows = tuple(tuple(buttons[start : start + _PER_ROW]) for start in range(0, len(buttons), _PER_ROW))
    if not rows:
        return Reply((Phrase("Du hast keine geschlossenen Aufträge."),))
    return Reply(lines(Phrase("Deine geschlossenen Aufträge:"), *rows), buttons=(*in_rows, *((ways,) if ways else ())))


def expiring(job: Job, *, has_all: bool) -> Reply:
    """Return the question to the author before a job closes by itself; `has_all` says that every part is taken."""
    assert job.expires_at is not None  # noqa: S101 - only such a job is asked about
    return Reply(
        lines(
            Phrase("„{title}“ läuft ab: {when}.", title=job.title, when=Moment(job.expires_at)),
            Phrase("Alle Teile sind besetzt. Ohne Antwort schließe ich den Auftrag dann, das Team bleibt.")
            if has_all
            else Phrase("Suchst du noch? Ohne Antwort schließe ich den Auftrag dann."),
        ),
        buttons=(_answers(job),),
    )


def _answers(job: Job) -> tuple[Button, ...]:
    return (*longer_button(job), *_ends(job))


def _ends(job: Job) -> tuple[Button, ...]:
    """Return *Vergeben* and *Zurückziehen*."""
    values = {"job": str(job.id)}
    return (
        Button(Phrase("Vergeben"), Call("job.vergeben", values)),
        Button(Phrase("Zurückziehen"), Call("job.zurueck", values)),
    )


def settled(job: Job) -> Reply:
    """Return the question to an author whose changed post asks for nobody any more: "Hat sich erledigt, danke"."""
    return Reply(
        lines(
            Phrase("„{title}“ ist überall geändert.", title=job.title),
            Phrase("Dein Beitrag sucht jetzt niemanden mehr. Ist der Auftrag erledigt? Sonst bleibt er offen."),
        ),
        buttons=(_ends(job),),
    )


def expiring_call(job: Job, author: Member) -> Reply:
    """Return the same question in a place, for an author whom no private message reaches."""
    return Reply(
        lines(
            (
                Mention(one_line(author.name, 60), author.addresses),
                ", ",
                Phrase("„{title}“ läuft bald ab. Ich erreiche dich privat nicht.", title=job.title),
            ),
            Phrase("Suchst du noch? Ohne Antwort schließe ich den Auftrag dann."),
        ),
        buttons=(_answers(job),),
        private=False,
    )


def expired(job: Job) -> Reply:
    """Return what the author reads when a job has closed by itself."""
    return closed(
        job,
        lines(
            Phrase("„{title}“ ist abgelaufen. Alle Karten zeigen es.", title=job.title),
            Phrase("Suchst du noch, öffnest du ihn wieder. Das geht 90 Tage lang."),
        ),
    )


def longer(job: Job) -> Reply:
    """Return until when a job is open."""
    return Reply((Phrase("„{title}“ ist {until}.", title=job.title, until=until(job)),))


def reopened(job: Job, seen: Forecast) -> Reply:
    """Return that a job is open again, and whom the author may tag now besides those who were tagged before."""
    told: list[Spans] = [*tag_forecast(job, seen)] if seen.tagged else []
    return Reply(
        lines(
            Phrase("„{title}“ ist wieder {until}. Alle Karten zeigen es.", title=job.title, until=until(job)),
            *told,
        ),
        buttons=((*publish_button(job, seen),),) if seen.tagged else (),
    )


def same(draft: Job, before: Job) -> Reply:
    """Return the question before a job is published that says nearly the same as another of its author."""
    state = ENDED[before.state] if before.may_reopen else Phrase("offen")
    values = {"job": str(draft.id), "stand": str(draft.revision), "trotzdem": "ja"}
    return Reply(
        lines(
            Phrase("Das liest sich wie dein Auftrag „{title}“ ({state}).", title=before.title, state=state),
            Phrase("Soll es ein zweiter werden?"),
        ),
        buttons=(
            (
                Button(Phrase("Trotzdem veröffentlichen"), Call("job.teilen", values)),
                Button(Phrase("Zum alten"), Call("job.vorschau", {"job": str(before.id)})),
            ),
        ),
    )
