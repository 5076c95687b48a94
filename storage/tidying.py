"""What is past its time goes: the longest that each thing is kept stands here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, update

from bot.domain.sending import Outcome
from storage.errands import ASKED_FOR
from storage.schema import deliveries, dialogues, errands, inbox, limits, tokens
from storage.work import Work

MARKS_STAY: Final = timedelta(hours=48)
TEXTS_STAY: Final = timedelta(days=30)
NO_STAYS: Final = timedelta(days=365)  # who is in one place no more may leave the last one long after
_ENDED: Final = (
    Outcome.SENT,
    Outcome.DROPPED,
    Outcome.EXPIRED,
    Outcome.REFUSED,
    Outcome.PRESENT,
    Outcome.DIGESTED,
)


async def tidy(work: Work, now: datetime) -> None:
    """Delete what is over: forms, calls, counts, answers, and with their delays questions, noes, marks and texts.

    The texts are those of rows of the outbox that ended.
    """
    await work.change(delete(dialogues).where(dialogues.c.expires <= now))
    await work.change(delete(tokens).where(tokens.c.expires <= now))
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
    before = now - TEXTS_STAY
    was_sent = deliveries.c.sent_at.is_(None) | (deliveries.c.sent_at <= before)
    old = (deliveries.c.due <= before) & was_sent & deliveries.c.subject.is_not(None)
    await work.change(update(deliveries).where(old & deliveries.c.outcome.in_(_ENDED)).values(subject=None, reason=""))
