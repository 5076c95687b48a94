"""What organisers do with proposed events: look, approve, decline. Nobody else may, whatever they send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final

from bot.calendar.occurrence import present
from bot.commands.events import Number
from bot.commands.organisers import ORGANISERS_ONLY
from bot.context import Context
from bot.domain.events import Event, EventState
from bot.errors import NotFound
from bot.outbox import events as outbox
from bot.outbox import proposals
from bot.outbox.kinds import Scene
from bot.talk.answers import Answer, Call, Reply, say
from bot.talk.commands import Option, Reading, Theme, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views.event_proposals import DECIDED

theme: Final = Theme()
_IN_ACKNOWLEDGEMENT: Final = 80  # characters of a title


def _sentence(value: str, _reading: Reading) -> str:
    return one_line(value, 300)


REASON: Final = Option("Begründung", "Warum nicht? Ein Satz, den die Person liest, oder keiner.", 300, read=_sentence)


async def _proposed(ctx: Context, event_id: int) -> Event:
    """Return a proposal that waits for an answer; to whom comes too late it is said what was decided."""
    ctx.must_be(ctx.is_organiser, ORGANISERS_ONLY)
    event = await ctx.store.events.get(event_id)
    if event is None:
        raise NotFound(Phrase("Diesen Vorschlag gibt es nicht mehr."))
    title = one_line(event.title, _IN_ACKNOWLEDGEMENT)
    if event.state is not EventState.PROPOSED:
        raise NotFound(Phrase("Vorschlag „{title}“ {state}.", title=title, state=DECIDED[event.state]))
    return event


@theme.action("event.proposal")
async def look(ctx: Context, event: Number) -> Answer:
    """Show a proposal to one organiser."""
    found = await _proposed(ctx, event)
    return await proposals.question(Scene(ctx.house, ctx.store, ctx.now), found, private=True)


@theme.action("event.approve", brief=True)
async def approve(ctx: Context, event: Number, stand: Number = 0) -> Answer:
    """Announce a proposed event, as it was when the organiser saw it, and tell the proposer."""
    before = await _proposed(ctx, event)
    title = one_line(before.title, _IN_ACKNOWLEDGEMENT)
    if stand != before.revision:
        await proposals.follow(ctx.store, before)
        raise NotFound(Phrase("{title} hat sich inzwischen geändert. Sieh es dir bitte noch einmal an.", title=title))
    if present(before, ctx.now) is None:
        raise NotFound(Phrase("{title} ist schon vorbei.", title=title))
    approved = replace(before, state=EventState.ACTIVE).touched(ctx.now)
    await _decided(ctx, approved, proposals.APPROVED)
    await outbox.publish(ctx.store, approved, ctx.now)
    return say(Phrase("{title} ist freigegeben und wird angekündigt.", title=title))


async def _opening(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    await _proposed(ctx, number(call.values.get("event", ""), ctx.reading))
    return {}, None


@theme.action("event.decline", "Vorschlag ablehnen", form=True, opening=_opening)
async def decline(ctx: Context, event: Number, grund: Annotated[str, REASON] = "") -> Answer:
    """Decline a proposed event; the proposer reads why, and gets the words back."""
    before = await _proposed(ctx, event)
    declined = replace(before, state=EventState.DECLINED).touched(ctx.now)
    await _decided(ctx, declined, proposals.DECLINED, grund)
    return say(Phrase("{title} ist abgelehnt. Wer es vorgeschlagen hat, erfährt es.", title=before.title))


async def _decided(ctx: Context, event: Event, what: str, reason: str = "") -> None:
    await ctx.store.events.save(event)
    await proposals.follow(ctx.store, event)
    await proposals.plan_decision(ctx.store, event, what, ctx.now, reason)
