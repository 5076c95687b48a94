"""What somebody reads, with a seat in a team or waiting for one, when the job is over or open again. Pure."""

from __future__ import annotations

from bot.domain.jobs import Job, JobState
from bot.talk.answers import Reply
from bot.talk.text import Phrase, lines


def unanswered(job: Job) -> Reply:
    """Return what those read who still wait when a job is assigned, withdrawn, deleted or expired.

    What has expired is often opened again, and their interest is still there then.
    """
    if job.state is JobState.EXPIRED:
        return Reply(
            lines(
                Phrase("„{title}“ ist abgelaufen.", title=job.title),
                Phrase("Danke für dein Interesse. Es gilt weiter, wenn der Auftrag wieder geöffnet wird."),
            )
        )
    closed = {
        JobState.ASSIGNED: Phrase("„{title}“ ist vergeben.", title=job.title),
        JobState.DELETED: Phrase("„{title}“ ist gelöscht.", title=job.title),
    }
    return Reply(
        lines(
            closed.get(job.state, Phrase("„{title}“ ist zurückgezogen.", title=job.title)),
            Phrase("Danke für dein Interesse. Melde dich beim nächsten Auftrag gern wieder."),
        )
    )


def over(job: Job) -> Reply:
    """Return what somebody with a seat reads when the job is withdrawn or deleted."""
    if job.state is JobState.DELETED:
        return Reply((Phrase("„{title}“ ist gelöscht. Dein Platz ist damit zu Ende.", title=job.title),))
    return Reply(
        lines(
            Phrase("„{title}“ ist zurückgezogen. Gerade ist dort nichts mehr zu tun.", title=job.title),
            Phrase("Wird der Auftrag wieder geöffnet, hast du deinen Platz noch."),
        )
    )


def again(job: Job, *, is_seated: bool) -> Reply:
    """Return what somebody with a seat, or who waits, reads when a job that was withdrawn or expired is open again."""
    seat = Phrase("Deinen Platz hast du noch; du siehst ihn mit /jobs dabei.")
    return Reply(
        lines(
            Phrase("„{title}“ ist wieder offen.", title=job.title),
            seat if is_seated else Phrase("Dein Interesse ist noch notiert."),
        )
    )
