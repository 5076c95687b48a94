"""A proposed event: what organisers are asked, what was decided, and what the proposer reads of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.calendar.occurrence import Occurrence
from bot.domain.events import Event, EventState
from bot.talk.answers import Button, Call, Card, Reply
from bot.talk.text import Phrase, Spans, lines
from bot.views.event_own import Plan, details
from bot.views.events import span, way_to, where

DECIDED: Final[Mapping[EventState, Phrase]] = {
    EventState.ACTIVE: Phrase("ist schon freigegeben"),
    EventState.DECLINED: Phrase("ist schon abgelehnt"),
    EventState.WITHDRAWN: Phrase("ist zurückgezogen"),
    EventState.CANCELLED: Phrase("ist abgesagt"),
}
_STANDS: Final[Mapping[EventState, Phrase]] = {
    **DECIDED,
    EventState.ACTIVE: Phrase("ist freigegeben"),
    EventState.DECLINED: Phrase("ist abgelehnt"),
}


def question(plan: Plan, proposer: Spans, now: datetime, language: str, *, private: bool) -> Reply:
    """Return what organisers are asked: the event as it would be announced, and the two answers."""
    values = {"event": str(plan.event.id)}
    buttons = (
        Button(Phrase("Freigeben"), Call("event.approve", {**values, "stand": str(plan.event.revision)})),
        Button(Phrase("Ablehnen"), Call("event.decline", values)),
    )
    words = lines(Phrase("{name} schlägt einen Termin vor:", name=proposer))
    return Reply(words, Card(plan.event.title, details(plan, now, language)), (buttons,), private=private)


def settled(event: Event, *, private: bool) -> Reply:
    """Return what stands in place of the question once it is answered."""
    words = Phrase("Vorschlag „{title}“ {state}.", title=event.title, state=_STANDS[event.state])
    return Reply((words,), private=private)


def approved(shown: Occurrence, now: datetime) -> Reply:
    """Return what the proposer reads when the event is announced."""
    words = Phrase("{title} ({when}) ist freigegeben und angekündigt.", title=shown.event.title, when=shown.moment(now))
    return Reply((words,), buttons=way_to(shown))


def declined(shown: Occurrence, reason: str, now: datetime) -> Reply:
    """Return what the proposer reads when the answer is no: why, and the event's words, to be sent again."""
    event = shown.event
    return Reply(
        lines(
            Phrase("{title} ist nicht freigegeben.", title=event.title),
            Phrase("Die Organisation schreibt: {reason}", reason=reason) if reason else None,
            Phrase("Das war dein Vorschlag:"),
            span(shown, now),
            where(shown),
            event.text,
            event.link,
        ),
        buttons=((Button(Phrase("Noch einmal vorschlagen"), Call("event.again", {"event": str(event.id)})),),),
    )
