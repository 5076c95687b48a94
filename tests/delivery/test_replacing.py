"""A newer card takes the place of the older one: sent first, the older taken away after, whatever fails in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.calendar.wall import wall
from bot.domain.events import Event, EventState
from bot.domain.hearing import EVERYTHING, Hearing, Rung
from bot.domain.people import ChatAddress, MessageRef
from bot.domain.places import Place, Role
from bot.domain.sending import Outcome, ShownAs
from bot.outbox import events, uncertain
from bot.outbox.standing import leave_one
from bot.talk.text import german, opened
from tests.delivery.test_faults import positions, run
from tests.delivery.world import DISCORD, TELEGRAM, World, world
from tests.support.messengers import Accepted, Fault, Wire
from tests.support.talking import BERLIN

STEPS = ("now", "1d", "0d")


async def announced(w: World, title: str, hears: Hearing = EVERYTHING) -> Event:
    """Enter an event for the evening after next, in a world with a place for events on each platform."""
    async with w.storage.begin() as store:
        if DISCORD not in {place.address.platform for place in await store.places.with_role(Role.EVENTS)}:
            there = Place(0, ChatAddress(DISCORD, "events-chat"), "#events", frozenset({Role.EVENTS}))
            places = [*await store.places.all(), there]
            await store.places.sync([replace(place, hears=hears) for place in places])
        start = datetime.combine(wall(w.clock.at, BERLIN).date() + timedelta(days=2), datetime.min.time())
        start, lasts, owner = start.replace(hour=19), timedelta(hours=2), w.people["anna"]
        words = (title, start, "Europe/Berlin", lasts, "Essen", "", "", "", None, EventState.ACTIVE)
        event = await store.events.create(Event(0, owner, *words, revision=1, created_at=w.clock.at))
        await events.publish(store, event, w.clock.at)
    return event


def cards(wire: Wire, event: Event) -> list[Accepted]:
    """Return the cards of an event that a platform accepted, oldest first."""
    return [one for one in wire.accepted if one.key.startswith(f"event:{event.id}:") and one.reply.card is not None]


def standing(wire: Wire, event: Event) -> list[MessageRef]:
    """Return which of them stand."""
    return [card.ref for card in cards(wire, event) if not card.removed]


def title(card: Accepted) -> str:
    """Return what a card is headed by."""
    assert card.reply.card is not None
    return "".join(str(span) for span in opened(card.reply.card.title, german))


async def outcomes(w: World, event: Event, wire: Wire) -> dict[str, Outcome]:
    """Return what became of each step in the place for events of a platform."""
    async with w.storage.begin() as store:
        places = await store.places.with_role(Role.EVENTS)
        (place,) = [place for place in places if place.address.platform is wire.platform]
        date = f"event:{event.id}:{event.starts:%Y-%m-%dT%H:%M}:announce"
        found = await store.outbox.outcomes([f"{date}:{step}:place:{place.id}" for step in STEPS])
    return {key.split(":")[-3]: outcome for key, outcome in found.items()}


async def test_the_older_card_is_taken_away_once_the_newer_one_stands(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        event = await announced(w, "Twittwoch")
        await w.pass_time(days=3)
        for wire in w.wires.values():
            assert [title(card) for card in cards(wire, event) if not card.removed] == ["Heute: Twittwoch"]
            sent = [request.split(":announce:")[-1].split(":")[0] for request in wire.requests if "event:" in request]
            assert sent == list(STEPS)
            kinds = [request.split()[0] for request in wire.requests]
            assert kinds == ["send", "send", "remove", "send", "remove"]


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.KILLED_BEFORE, Fault.KILLED_AFTER, Fault.LATER])
async def test_whatever_fails_on_the_way_each_card_comes_once_and_one_stands(tmp_path: Path, fault: Fault) -> None:
    async with world(tmp_path) as w:
        async for step in positions(w, fault, least=10):
            event = await announced(w, f"Abend {step}")
            await run(w, days=3)
            await check(w, event)


async def test_the_process_may_be_killed_anywhere(tmp_path: Path) -> None:
    """Before and after every transaction and every request; then it is away longer than Discord knows a nonce."""
    async with world(tmp_path, trips=True) as w:
        async for step in positions(w, Fault.KILLED_AFTER, least=20):
            event = await announced(w, f"Abend {step}", Hearing(ladder=(Rung(days=1),)))
            await run(w, away=timedelta(minutes=10), hours=36)
            await check(w, event)


async def check(w: World, event: Event) -> None:
    """Assert that nothing is doubled or lost, and that of the cards that are known only the newest stands."""
    for wire in w.wires.values():
        became, accepted = await outcomes(w, event, wire), cards(wire, event)
        lost = [step for step, outcome in became.items() if outcome is Outcome.UNCERTAIN]
        assert len(accepted) == len({card.key for card in accepted})
        assert all(outcome is Outcome.SENT for step, outcome in became.items() if step not in lost), became
        assert wire.platform is TELEGRAM or not lost, became
        async with w.storage.begin() as store:
            postings = await store.outbox.postings("event", event.id)
            known = {one.ref.message for one in postings if one.ref.where.platform is wire.platform}
        stands = [card for card in accepted if not card.removed and card.ref.message in known]
        newest = [step for step in STEPS if step in became and step not in lost][-1]
        assert [card.key.split(":")[-3] for card in stands] == [newest], became
        unknown = [card for card in accepted if not card.removed and card.ref.message not in known]
        assert len(unknown) <= len(lost)


async def test_a_card_that_is_found_later_makes_room_for_the_newer_one_that_stands(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        event = await announced(w, "Twittwoch")
        await w.due()
        w.faults.plan = {w.faults.steps + 1: Fault.LOST_AFTER, w.faults.steps + 2: Fault.LOST_AFTER}
        await w.pass_time(days=1, hours=12)
        first, lost = cards(w.telegram, event)
        assert (await outcomes(w, event, w.telegram))["1d"] is Outcome.UNCERTAIN
        assert lost.ref in standing(w.telegram, event)
        await w.pass_time(hours=13)
        (newest,) = [card for card in cards(w.telegram, event)[2:] if not card.removed]
        assert first.removed
        async with w.storage.begin() as store:
            (row,) = await store.outbox.uncertain(w.places["events"].id)
            kind = events.posted_as(row.plan.subject, row.plan.due, BERLIN)
            what = ShownAs("event", event.id, kind, str(row.plan.subject["occurrence"]))
            place = w.places["events"].id
            assert await uncertain.adopt(store, lost.ref, place, what, row.plan.kind, row.plan.subject, w.clock.at)
            await leave_one(store, what, place, w.clock.at)
        await w.due()
        assert standing(w.telegram, event) == [newest.ref]


async def test_a_card_too_old_to_be_taken_away_points_on(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.telegram.undeletable = True
        event = await announced(w, "Twittwoch")
        await w.pass_time(days=1, hours=12)
        for wire, count in ((w.telegram, 2), (w.discord, 1)):
            assert len(standing(wire, event)) == count
        old, new = cards(w.telegram, event)
        assert (title(old), title(new)) == ("Twittwoch", "Morgen: Twittwoch")
        assert old.reply.card is not None
        assert "neuere Ankündigung" in str(old.reply.card.rows[-1])
        assert [button.press for row in old.reply.buttons for button in row] != []
        requests = len(w.telegram.requests)
        await w.due()
        assert len(w.telegram.requests) == requests, "it is left alone from then on"
