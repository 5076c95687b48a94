"""Announcements: up the ladder at wall time, once, and after outages only what is still true."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.places import Role
from bot.outbox.events import plan_ahead
from bot.talk.answers import Call
from tests.support.happenings import TWITTWOCH, buttons, cards, entered, entered_quietly, posted, sleep_until
from tests.support.talking import BERLIN, community, running, sample_places


async def test_the_ladder_has_three_steps_and_each_is_climbed_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        for wall, count in (
            ("2026-12-02 18:59", 1),
            ("2026-12-02 19:00", 2),
            ("2026-12-08 18:59", 2),
            ("2026-12-08 19:00", 3),
            ("2026-12-09 08:59", 3),
            ("2026-12-09 09:00", 4),
            ("2026-12-31 09:00", 4),
        ):
            then = datetime.fromisoformat(wall).replace(tzinfo=BERLIN)
            await c.move(seconds=(then - c.clock.at).total_seconds())
            assert len(posted(c)) == len(posted(c, "discord")) == count, wall
        assert posted(c) == ["Neu: Twittwoch", "In 7 Tagen: Twittwoch", "Morgen: Twittwoch", "Heute: Twittwoch"]
        assert cards(c) == cards(c, "discord") == ["Heute: Twittwoch"]


async def test_a_card_keeps_the_heading_it_was_posted_with(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await c.move(days=2)
        assert cards(c) == ["In 7 Tagen: Twittwoch"]
        await c.press("ben@discord", "Dabei")
        assert cards(c) == cards(c, "discord") == ["In 7 Tagen: Twittwoch"]
        assert buttons(c) == [["Dabei (1)", "Vielleicht", "Absagen"]] * 2
        await c.press("anna@telegram", "Ändern")
        await c.fill("anna@telegram", wann="8.12. 19:00")
        assert cards(c) == ["In 6 Tagen: Twittwoch"]  # six days after it was posted


async def test_an_event_entered_when_its_first_step_is_due_does_not_look_announced_twice(tmp_path: Path) -> None:
    async with community(tmp_path, now="2026-12-02 09:00") as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await c.move(hours=10)
        assert posted(c) == ["Neu: Twittwoch", "In 7 Tagen: Twittwoch"]


async def test_steps_that_are_past_are_dropped_and_a_morning_is_announced_the_evening_before(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", '/termin Frühstück wann="3.12. 9:30"')
        await c.move(hours=33)
        assert c.clock.at.astimezone(BERLIN).hour == 18
        assert posted(c) == ["Neu: Frühstück", "Morgen: Frühstück"]
        await c.move(days=3)
        assert len(posted(c)) == 2


async def test_after_an_outage_over_several_steps_only_the_latest_is_announced(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        sleep_until(c, "2026-12-08 20:00")
        await c.due()
        assert posted(c) == ["Neu: Twittwoch", "Morgen: Twittwoch"]


async def test_an_outage_that_ends_when_a_step_is_due_announces_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        sleep_until(c, "2026-12-08 19:00")
        await c.due()
        assert posted(c) == ["Neu: Twittwoch", "Morgen: Twittwoch"]


async def test_an_event_that_is_over_when_the_bot_comes_back_is_not_announced(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await entered(c, "anna@telegram", '/termin Stammtisch wann="1.1. 20:00"')
        sleep_until(c, "2026-12-20 09:00")
        await c.due()
        await c.move(days=30)
        assert [card for card in posted(c) if "Twittwoch" in card] == ["Neu: Twittwoch"]
        assert len([card for card in posted(c) if "Stammtisch" in card]) == 4


@pytest.mark.parametrize("weeks", [5, 20])
async def test_a_series_goes_on_after_a_long_outage(tmp_path: Path, weeks: int) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", '/termin Stammtisch wann="2.12. 19:00" serie=wöchentlich')
    c.clock.at += timedelta(weeks=weeks)
    async with running(c):
        await c.due()
        before = len(posted(c))
        assert before <= 2
        await c.move(days=28)
        assert len(posted(c)) - before == 12


async def test_a_weekly_series_keeps_its_wall_time_over_the_clock_change_and_is_never_announced_twice(
    tmp_path: Path,
) -> None:
    async with community(tmp_path, now="2027-03-01 09:00") as c:
        await entered(c, "anna@telegram", '/termin Stammtisch wann="3.3. 19:00" serie=wöchentlich')
        due = []
        for week in range(8):
            start = datetime(2027, 3, 10, 19) + timedelta(weeks=week)  # noqa: DTZ001 - wall time
            await c.move(days=7)
            async with c.bot.storage.begin() as store:
                for step in ("7d", "1d", "0d"):
                    row = await store.outbox.by_key(f"event:1:{start:%Y-%m-%dT%H:%M}:announce:{step}:place:2")
                    assert row is not None, (start, step)
                    due.append(row.plan.due.astimezone(BERLIN))
        assert [moment.hour for moment in due] == [19, 19, 9] * 8
        assert {moment.utcoffset() for moment in due} == {timedelta(hours=1), timedelta(hours=2)}
        assert len(posted(c)) == len(posted(c, "discord")) == 1 + 2 + 8 * 3 - 2


async def test_a_yearly_series_is_planned_although_nothing_of_it_is_near(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", '/termin BarCamp wann="1.12. 9:30" serie=jährlich')
        await c.move(days=365 * 3 + 2)
        assert len(posted(c)) == 1 + 3 * 2  # what begins at half past nine is announced once on the day before


async def test_a_place_that_is_new_hears_of_events_and_one_that_is_gone_does_not(tmp_path: Path) -> None:
    telegram, discord = (place for place in sample_places() if Role.EVENTS in place.roles)
    async with community(tmp_path, places=[telegram]) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        assert (len(posted(c)), len(posted(c, "discord"))) == (1, 0)
    async with running(c, [discord]):
        async with c.bot.storage.begin() as store:
            await plan_ahead(store, c.clock.at)
            await plan_ahead(store, c.clock.at)
        await c.move(days=20)
        assert (len(posted(c)), len(posted(c, "discord"))) == (1, 3)


async def test_a_kill_between_entering_and_delivering_announces_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered_quietly(c, "anna@telegram", TWITTWOCH)
        assert posted(c) == []
    async with running(c):
        await c.due()
    async with running(c):
        await c.due()
        assert posted(c) == posted(c, "discord") == ["Neu: Twittwoch"]


async def test_an_event_moved_before_its_first_card_went_out_is_shown_where_it_is_now(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        anna = c.caller("anna@telegram")
        await entered_quietly(c, "anna@telegram", TWITTWOCH)
        await c.bot.desk.call(anna, Call("event.edit", {"event": "1", "titel": "Twittwoch", "wann": "20.12. 19:00"}))
        await c.due()
        assert posted(c) == posted(c, "discord") == ["Neu: Twittwoch"]
        assert "So., 20. Dezember, 19:00 Uhr" in c.heard("#termine")[-1]
        await c.press("ben@discord", "Dabei")
        assert buttons(c) == [["Dabei (1)", "Vielleicht", "Absagen"]] * 2
