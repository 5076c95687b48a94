"""What organisers do about messages that nobody can account for, and how such a message is found again."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from bot.context import Context
from bot.domain.jobs import OFFER_LIVES
from bot.domain.sending import Planned, ShownAs
from bot.outbox.events import posted_as
from bot.outbox.standing import leave_one
from bot.outbox.uncertain import SHOWS, adopt, again, present, waits_for_reply
from bot.talk.answers import Answer, Call, say
from bot.talk.commands import Theme, hidden, number
from bot.talk.text import Phrase

theme: Final = Theme()
ORGANISERS_ONLY: Final = Phrase("Das dürfen nur Organisator:innen.")
_SETTLED: Final = Phrase("Das ist schon geklärt oder nicht mehr aktuell.")
# Which buttons stand under a message of a kind and say what it shows.
_BUTTONS: Final = {
    "job.card": ("job.interesse",),
    "job.tag": (),
    "job.offer": ("job.vorschau", "job.kein"),
    "jobs.index": (),
    "event.announcement": ("event.answer",),
}


@theme.action("delivery.present", brief=True)
async def is_there(ctx: Context, delivery: Annotated[int, hidden(number)] = 0) -> Answer:
    """Take an organiser's word that an uncertain message is there."""
    ctx.must_be(ctx.is_organiser, ORGANISERS_ONLY)
    if not await present(ctx.store, delivery, ctx.now):
        return say(_SETTLED)
    row = await ctx.store.outbox.get(delivery)
    if row is None or not waits_for_reply(row):
        return say(Phrase("Gut, ich sende es nicht noch einmal."))
    return say(Phrase("Gut. Antworte auf die Nachricht, dann ändere ich sie mit, wenn sich etwas ändert."))


@theme.action("delivery.again", brief=True)
async def send_again(ctx: Context, delivery: Annotated[int, hidden(number)] = 0) -> Answer:
    """Send an uncertain message once more."""
    ctx.must_be(ctx.is_organiser, ORGANISERS_ONLY)
    if not await again(ctx.store, delivery, ctx.now):
        return say(_SETTLED)
    return say(Phrase("Gut, ich sende es noch einmal."))


async def pressed(ctx: Context, call: Call | None = None, *, replied: bool = False) -> None:
    """Adopt a message of ours that nobody knew: its button says what it shows, or an organiser replied to it.

    A reply says nothing of what the message shows, so it counts only where a single message of the place is missing.
    Nothing happens for a message that is known, or that is none of ours.
    """
    if ctx.message is None or ctx.place is None or (call is None and not replied):
        return
    missing = [row for row in await ctx.store.outbox.uncertain(ctx.place.id) if row.plan.kind in SHOWS]
    if call is not None:
        missing = [row for row in missing if _is_under(call, row.plan)]
    if not missing or (replied and len(missing) > 1):
        return
    plan = missing[0].plan
    if await adopt(ctx.store, ctx.message, ctx.place.id, _shown(ctx, plan), plan.kind, plan.subject, ctx.now):
        await _let_offer_go(ctx, plan)
        await _let_one_card_stand(ctx, plan)


def _is_under(call: Call, plan: Planned) -> bool:
    """Say whether a button with this call is under the message of a row: what both name is the same."""
    named = {name for name in ("job", "event", "occurrence") if name in call.values}
    same = all(str(plan.subject.get(name)) == call.values[name] for name in named)
    return bool(named) and same and call.command in _BUTTONS[plan.kind]


def _shown(ctx: Context, plan: Planned) -> ShownAs:
    shows, number, occurrence = SHOWS[plan.kind]
    if shows.kind == "announcement":  # posted when it was due, as far as anybody knows
        shows = replace(shows, kind=posted_as(plan.subject, plan.due, ctx.house.community.zone))
    return replace(shows, object_id=int(plan.subject.get(number, 0)), occurrence=str(plan.subject.get(occurrence, "")))


async def _let_one_card_stand(ctx: Context, plan: Planned) -> None:
    """Take an event's older cards away, or the adopted one where it is not the newest."""
    if plan.kind == "event.announcement" and ctx.place is not None:
        await leave_one(ctx.store, _shown(ctx, plan), ctx.place.id, ctx.now)


async def _let_offer_go(ctx: Context, plan: Planned) -> None:
    """Let the line under a free post go after its hour, as it would have."""
    if plan.kind == "job.offer":
        await ctx.store.outbox.remove_at("offer", int(plan.subject.get("job", 0)), plan.due + OFFER_LIVES)
