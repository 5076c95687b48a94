"""What tests of events share: the usual event, and what of it stands in #termine."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.events import Event, EventState
from bot.domain.sending import Outcome
from bot.talk.answers import Call, Reply
from tests.support.talking import BERLIN, Talk, labels, words_of

TWITTWOCH = '/termin Twittwoch wann="9.12. 19:00"'
SERIES = f"{TWITTWOCH} serie=FREQ=MONTHLY;BYDAY=2WE"


async def entered(c: Talk, persona: str, typed: str) -> str:
    """Type /termin, confirm the preview, and return what is then said."""
    await c.say(persona, typed)
    return await c.press(persona, "Eintragen")


async def entered_quietly(c: Talk, persona: str, typed: str) -> None:
    """Type /termin and confirm the preview, with nobody there to deliver what follows."""
    (preview,) = await c.bot.desk.say(c.caller(persona), typed)
    assert isinstance(preview, Reply)
    press = preview.buttons[0][0].press
    assert isinstance(press, Call)
    await c.bot.desk.call(c.caller(persona), press)


def cards(c: Talk, platform: str = "telegram") -> list[str]:
    """Return the titles of the cards in #termine of a platform, oldest first."""
    return [
        words_of(line.reply).splitlines()[0] for line in c.lines("#termine", platform) if line.reply.card is not None
    ]


def posted(c: Talk, platform: str = "telegram") -> list[str]:
    """Return the titles with which cards were posted in #termine of a platform, whether they stand or were replaced."""
    lines = c.lines("#termine", platform, gone_too=True)
    return [words_of(line.history[0]).splitlines()[0] for line in lines if line.history[0].card is not None]


def news(c: Talk, platform: str = "telegram") -> list[str]:
    """Return what was said beside cards in #termine of a platform."""
    return [line.words for line in c.lines("#termine", platform) if line.reply.card is None]


def buttons(c: Talk) -> list[list[str]]:
    """Return the labels under every card, on both platforms."""
    return [labels(line.reply) for line in c.lines("#termine") if line.reply.card is not None]


def press_of(c: Talk, persona: str, text: str, place: str | None = None) -> Call:
    """Return the call behind a button, for a forger."""
    call = c.button(persona, text, place).press
    assert isinstance(call, Call)
    return call


def sleep_until(c: Talk, wall: str) -> None:
    """Let time pass with nobody there to deliver anything."""
    c.clock.at = datetime.fromisoformat(wall).replace(tzinfo=BERLIN)


async def outcome(c: Talk, key: str) -> Outcome | None:
    """Return what became of a row."""
    async with c.bot.storage.begin() as store:
        row = await store.outbox.by_key(key)
    return row.outcome if row is not None else None


async def enter(c: Talk, persona: str, count: int, first: str) -> None:
    """Put events on consecutive days into the store, without announcing them."""
    await c.say(persona, '/erinnere Brot wann="31.12. 9:00"')  # which makes a member of the persona
    async with c.bot.storage.begin() as store:
        me = await store.members.at(c.caller(persona).address)
        assert me is not None
        for number in range(count):
            start = datetime.fromisoformat(first) + timedelta(days=number)
            state, lasts = EventState.ACTIVE, timedelta(hours=2)
            one = Event(
                *(0, me.id, f"Abend {number}", start, "Europe/Berlin", lasts, None, "", "", "", None, state),
                revision=1,
                created_at=c.clock.at,
            )
            await store.events.create(one)
