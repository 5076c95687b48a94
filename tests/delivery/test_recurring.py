# ruff: noqa: DTZ001 - a wall time is naive, that is its point
"""A reminder that recurs is a chain: every step fails in turn, and no time is lost, doubled or said twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.calendar.wall import instant
from bot.domain.events import EVERY_DATE, Event, EventState, Reminder
from bot.domain.sending import Outcome
from bot.outbox import recurring, reminder_rows, reminders
from tests.delivery.test_faults import positions, run, start
from tests.delivery.world import World, words, world
from tests.support.messengers import Fault

BERLIN = ZoneInfo("Europe/Berlin")
DAILY = datetime(2026, 12, 1, 10)  # the clock begins at 10:00 in Berlin
SIDES = {"telegram": "anna", "discord": "ben"}
# Whom nothing reaches is another test; a person's chat cannot move, and a platform that stops is an outage.
PASSING = [fault for fault in Fault if fault not in (Fault.UNREACHABLE, Fault.MOVED, Fault.STOP)]


async def chain(w: World, person: str, text: str, days: int = 4) -> Reminder:
    """Keep a reminder that comes daily, as often as that, the first time within the hour."""
    first = instant(w.clock.at.astimezone(BERLIN).replace(tzinfo=None), BERLIN) + timedelta(minutes=30)
    starts = first.astimezone(BERLIN).replace(tzinfo=None)
    rule = f"FREQ=DAILY;COUNT={days}"
    name = starts.isoformat(timespec="minutes")
    new = Reminder(0, w.people[person], text, first, w.clock.at, occurrence=name, starts=starts, rule=rule)
    async with w.storage.begin() as store:
        kept = await store.events.add_reminder(new)
        await reminders.plan(store, kept)
    return kept


def said(w: World, person: str, text: str) -> list[str]:
    """Return what was said of a reminder, in the order in which it was accepted; all of it still stands."""
    wire = w.telegram if person == "anna" else w.discord
    accepted = [message for message in wire.accepted if text in words(message.first)]
    assert not any(message.removed for message in accepted)
    return [words(message.first) for message in accepted]


async def open_rows(w: World, reminder: Reminder) -> int:
    async with w.storage.begin() as store:
        now = await store.events.reminder(reminder.id)
        return len(await reminder_rows.pending(store, [now] if now else []))


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("side", list(SIDES))
async def test_every_request_of_a_chain_may_fail(tmp_path: Path, side: str, fault: Fault) -> None:
    person = SIDES[side]
    async with world(tmp_path, themes=[reminders.KINDS]) as w:
        async for step in positions(w, fault, least=3):
            text = f"[chain{step}]"
            await chain(w, person, text, days=3)
            await run(w, days=3)
            heard = said(w, person, text)
            once_more = 1 if side == "telegram" else 0
            refused = 1 if fault is Fault.REFUSED else 0
            assert 3 - refused <= len(heard) <= 3 + once_more, heard
            assert len(heard) == 3 or w.faults.struck


@pytest.mark.parametrize(("side", "away"), [("telegram", 0), ("discord", 10)])
async def test_the_process_may_be_killed_anywhere_in_a_chain(tmp_path: Path, side: str, away: int) -> None:
    """Before and after every transaction and every request: each day is said, and then the next one waits alone."""
    person = SIDES[side]
    async with world(tmp_path, trips=True, themes=[reminders.KINDS]) as w:
        async for step in positions(w, Fault.KILLED_AFTER, least=15):
            text = f"[chain{step}]"
            kept = await chain(w, person, text, days=3)
            await run(w, away=timedelta(minutes=away), days=2, hours=1)
            heard = said(w, person, text)
            assert 3 <= len(heard) <= (4 if side == "telegram" else 3), heard
            assert await open_rows(w, kept) == 0
            async with w.storage.begin() as store:
                last = await store.events.reminder(kept.id)
            assert last is not None
            assert not last.recurs, "it has ended"


@pytest.mark.parametrize("side", list(SIDES))
async def test_a_chain_without_an_end_has_one_open_row_wherever_the_process_dies(tmp_path: Path, side: str) -> None:
    person = SIDES[side]
    async with world(tmp_path, trips=True, themes=[reminders.KINDS]) as w:
        kept = await chain(w, person, "[ever]", days=1000)
        for step in range(1, 40):
            w.faults.plan = {w.faults.steps + step: Fault.KILLED_BEFORE}
            await run(w, days=1)
            w.faults.plan = {}
            assert await open_rows(w, kept) == 1
        heard = Counter(said(w, person, "[ever]"))
        assert 39 <= heard.total() <= 41 + (39 if side == "telegram" else 0)
        async with w.storage.begin() as store:
            last = await store.events.reminder(kept.id)
            assert last is not None
            row = await reminder_rows.row_of(store, last)
        assert row is not None
        assert row.outcome is Outcome.WAITING
        assert row.plan.due > w.clock.at


async def test_an_uncertain_or_refused_time_leads_to_the_next(tmp_path: Path) -> None:
    plan = {1: Fault.LOST_BEFORE, 2: Fault.LOST_BEFORE, 3: Fault.REFUSED}
    async with world(tmp_path, plan=plan, themes=[reminders.KINDS]) as w:
        kept = await chain(w, "anna", "[odd]", days=5)
        await run(w, days=5)
        assert len(said(w, "anna", "[odd]")) == 3
        assert await open_rows(w, kept) == 0


async def test_nobody_is_tried_for_ever(tmp_path: Path) -> None:
    async with world(tmp_path, themes=[reminders.KINDS]) as w:
        kept = await chain(w, "anna", "[closed]", days=1000)
        w.faults.plan = dict.fromkeys(range(1, 1000), Fault.UNREACHABLE)
        await run(w, days=100)
        assert 2 <= len(w.telegram.requests) <= 3, w.telegram.requests
        assert await open_rows(w, kept) == 1
        w.faults.plan = {}
        async with w.storage.begin() as store:
            await store.outbox.reopen(w.people["anna"], w.clock.at)
        await run(w, days=2)
        heard = said(w, "anna", "[closed]")
        assert heard[0].startswith("Ich erreiche dich wieder.")
        assert heard.count("Erinnerung: [closed]") == 2


async def test_a_start_mends_a_chain_that_was_cut(tmp_path: Path) -> None:
    async with world(tmp_path, themes=[reminders.KINDS]) as w:
        kept = await chain(w, "anna", "[cut]", days=1000)
        async with w.storage.begin() as store:
            await store.outbox.cancel("reminder:", "a bug")
        await run(w, days=3)
        assert said(w, "anna", "[cut]") == []
        for _ in range(2):
            async with w.storage.begin() as store:
                await recurring.revive(store, BERLIN, w.clock.at)
        await start(w)
        await run(w, days=2)
        heard = said(w, "anna", "[cut]")
        assert len(heard) == 3
        assert heard[0].startswith("Verspätet: [cut]")
        assert await open_rows(w, kept) == 1


async def test_every_date_of_a_series_is_said_wherever_the_process_dies(tmp_path: Path) -> None:
    async with world(tmp_path, trips=True, themes=[reminders.KINDS]) as w:
        async for step in positions(w, Fault.KILLED_AFTER, least=15):
            starts = (w.clock.at.astimezone(BERLIN) + timedelta(hours=3)).replace(tzinfo=None, microsecond=0)
            event = Event(
                0, w.people["ben"], f"[series{step}]", starts, "Europe/Berlin", timedelta(hours=1), None, "", "", "",
                "FREQ=DAILY;COUNT=3", EventState.ACTIVE, 1, w.clock.at,
            )  # fmt: skip
            async with w.storage.begin() as store:
                event = await store.events.create(event)
                due = instant(starts, BERLIN) - timedelta(hours=2)
                name = starts.isoformat(timespec="minutes")
                lead = timedelta(hours=2)
                new = Reminder(0, w.people["ben"], "", due, w.clock.at, event.id, name, lead, rule=EVERY_DATE)
                await reminders.plan(store, await store.events.add_reminder(new))
            await run(w, away=timedelta(minutes=10), days=3)
            assert len(said(w, "ben", event.title)) == 3
            async with w.storage.begin() as store:
                await store.events.save(replace(event, state=EventState.CANCELLED))
