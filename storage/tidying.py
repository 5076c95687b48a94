"""What is past its time goes: the longest that each thing is kept stands here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, update

from bot.domain.sending import Outcome
from storage.addresses import written
from storage.errands import ASKED_FOR
from storage.schema import (
    attendance,
    deliveries,
    dialogues,
    errands,
    events,
    handovers,
    inbox,
    jobs,
    limits,
    link_codes,
    links,
    postings,
    recommendations,
    tokens,
    wishes,
)
from storage.work import Work

MARKS_STAY: Final = timedelta(hours=48)
TEXTS_STAY: Final = timedelta(days=30)
NO_STAYS: Final = timedelta(days=365)  # who is in one place no more may leave the last one long after
ANSWERS_STAY: Final = timedelta(days=365)
_OF_JOBS: Final = ("job", "offer")  # names of copies whose object is a job
_ENDED: Final = (
    Outcome.SENT,
    Outcome.DROPPED,
    Outcome.EXPIRED,
    Outcome.REFUSED,
    Outcome.PRESENT,
    Outcome.DIGESTED,
)


async def tidy(work: Work, now: datetime) -> None:
    """Delete what is over: forms, calls, codes, counts, answers, what would undo a link, and with their delays
    questions, noes, marks, what was sent and who came.
    """
    await work.change(delete(dialogues).where(dialogues.c.expires <= now))
    await work.change(delete(tokens).where(tokens.c.expires <= now))
    await work.change(delete(link_codes).where(link_codes.c.expires <= now))
    await work.change(delete(links).where(links.c.until <= now))
    await work.change(delete(limits).where(limits.c.until <= now))
    recalled = (errands.c.answer == "no") & (errands.c.valid_until > now - NO_STAYS)
    is_over = errands.c.answer.is_not(None) & (errands.c.valid_until <= now)
    await work.change(delete(errands).where(is_over & ~recalled))
    since_ever = errands.c.valid_until.is_(None) & (errands.c.due <= now - ASKED_FOR)  # from before it was kept
    given_up = errands.c.answer.is_(None) & ((errands.c.valid_until <= now) | since_ever)
    await work.change(delete(errands).where(given_up))
    await work.change(delete(inbox).where(inbox.c.handled_at <= now - MARKS_STAY))
    never = inbox.c.handled_at.is_(None) & (inbox.c.received_at <= now - MARKS_STAY)  # nobody waits for it any more
    await work.change(delete(inbox).where(never))
    await _forget_what_was_sent(work, now - TEXTS_STAY)
    await _forget_answers(work, now)


async def _forget_what_was_sent(work: Work, before: datetime) -> None:
    """Keep of old rows that they were sent, so that nothing is sent twice, and neither what it was nor where it went.

    What nobody could settle or reach until then has ended too, but for what rests for longer. Where a message still
    follows its object, its row knows where it is: with the member it is looked for that way.
    """
    stuck = deliveries.c.outcome.in_((Outcome.UNCERTAIN, Outcome.UNREACHABLE))
    since = func.coalesce(deliveries.c.first_try_at, deliveries.c.due)
    rests = deliveries.c.next_try_at > before + 2 * TEXTS_STAY  # until its member is heard of
    await work.change(update(deliveries).where(stuck & (since <= before) & ~rests).values(outcome=Outcome.EXPIRED))
    was_sent = deliveries.c.sent_at.is_(None) | (deliveries.c.sent_at <= before)
    old = (deliveries.c.due <= before) & was_sent & deliveries.c.outcome.in_(_ENDED)
    told = deliveries.c.subject.is_not(None)
    await work.change(update(deliveries).where(old & told).values(subject=None, reason=""))
    stands = select(postings.c.id).where(
        (postings.c.platform == deliveries.c.ref_platform)
        & (postings.c.chat == deliveries.c.ref_chat)
        & (postings.c.message == deliveries.c.ref_message)
    )
    routed = deliveries.c.login.is_not(None) | deliveries.c.ref_message.is_not(None)
    nowhere = {"login": None, **written(None, "ref_")}
    await work.change(update(deliveries).where(old & routed & ~stands.exists()).values(nowhere))


async def _forget_answers(work: Work, now: datetime) -> None:
    """Delete who came to what is over for a year, and what was asked of copies whose objects are gone."""
    over = (now - ANSWERS_STAY).date().isoformat()
    await work.change(delete(attendance).where(attendance.c.occurrence < over))
    job = select(jobs.c.id).where(jobs.c.id == wishes.c.object_id)
    event = select(events.c.id).where(events.c.id == wishes.c.object_id)
    handed = select(handovers.c.id).where(handovers.c.id == wishes.c.object_id)
    named = select(recommendations.c.id).where(recommendations.c.id == wishes.c.object_id)
    gone = (
        (wishes.c.object.in_(_OF_JOBS) & ~job.exists())
        | ((wishes.c.object == "proposal") & ~event.exists())
        | ((wishes.c.object == "handover") & ~handed.exists())
        | ((wishes.c.object == "recommendation") & ~named.exists())
    )
    # A copy may have been under way when its job went; it is not any more.
    settled = wishes.c.remove_at.is_(None) | (wishes.c.remove_at <= now - MARKS_STAY)
    await work.change(delete(wishes).where(gone & settled))
