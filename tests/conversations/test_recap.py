"""The weekly recap: once a week and place, what the place hears of, rendered when it is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.domain.events import EventState
from bot.domain.hearing import Hearing, Weekly
from bot.domain.people import Platform
from bot.domain.places import Place, Role
from bot.outbox.recap import plan_recaps
from tests.support.happenings import enter, entered, sleep_until
from tests.support.talking import BERLIN, Talk, community, labels, running, sample_places

MONDAYS = Hearing(ladder=(), recap=Weekly(0, time(9)))


def places(telegram: Hearing, discord: Hearing | None = None) -> list[Place]:
    hears = {Platform.TELEGRAM: telegram, Platform.DISCORD: discord or Hearing(ladder=())}
    return [
        replace(place, hears=hears[place.address.platform]) if Role.EVENTS in place.roles else place
        for place in sample_places()
    ]


def recaps(c: Talk, platform: str = "telegram") -> list[str]:
    """Return the recaps in #termine of a platform."""
    lines = [line.words for line in c.lines("#termine", platform)]
    return [words for words in lines if words.startswith(("Diese Woche", "Die nächsten sieben Tage"))]


async def move_to(c: Talk, wall: str) -> None:
    then = datetime.fromisoformat(wall).replace(tzinfo=BERLIN)
    await c.move(seconds=(then - c.clock.at).total_seconds())


async def test_a_place_that_wants_it_reads_on_mondays_what_the_week_brings(tmp_path: Path) -> None:
    hears = places(replace(MONDAYS, towns=("Essen",)))
    async with community(tmp_path, places=hears) as c:
        await entered(c, "anna@telegram", '/termin Lean wann="7.12. 12:00" ort=Bochum')
        await entered(c, "anna@telegram", '/termin Twittwoch wann="9.12. 19:00" ort=Essen platz=Unperfekthaus')
        await entered(c, "anna@telegram", '/termin Fern wann="10.12. 19:00" ort=Wesel')
        await entered(c, "anna@telegram", '/termin Sonntag wann="13.12. 23:00" ort=Essen')
        await entered(c, "anna@telegram", '/termin Danach wann="14.12. 10:00" ort=Essen')
        await entered(c, "anna@telegram", '/termin Jeden wann="1.12. 20:00" serie=täglich')
        await move_to(c, "2026-12-07 08:59")
        assert recaps(c) == []
        await move_to(c, "2026-12-07 09:00")
        (said,) = recaps(c)
        assert said.splitlines()[:2] == ["Diese Woche", "• Mo., 7. Dezember, 12:00 Uhr: Lean, Bochum"]
        assert "• Mi., 9. Dezember, 19:00 Uhr: Twittwoch, Essen, Unperfekthaus" in said
        assert "• So., 13. Dezember, 23:00 Uhr: Sonntag, Essen" in said
        assert said.count("Jeden") == 7
        assert "Fern" not in said
        assert "Danach" not in said
        (line,) = [line for line in c.lines("#termine", "telegram") if line.words == said]
        assert labels(line.reply)[:2] == ["Lean", "Jeden"]
        assert "Twittwoch" in await c.press("ben@telegram", "Twittwoch", "#termine")
        assert recaps(c, "discord") == []
        await move_to(c, "2026-12-14 09:00")
        assert len(recaps(c)) == 2
        assert "Danach" in recaps(c)[1]


async def test_of_a_full_week_fifteen_dates_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(replace(MONDAYS, recap=Weekly(6, time(18))))) as c:
        await enter(c, "anna@telegram", 1, "2026-12-08T10:00")
        async with c.bot.storage.begin() as store:
            event = await store.events.get(1)
            assert event is not None
            for number in range(16):
                await store.events.create(replace(event, title=f"Noch {number}"))
            await store.events.create(replace(event, title="Abgesagt", state=EventState.CANCELLED))
        await move_to(c, "2026-12-06 18:00")
        (said,) = recaps(c)
        assert said.startswith("Die nächsten sieben Tage\n")
        assert said.count("• ") == 15
        assert said.endswith("Und 2 weitere, alle in /termine.")
        assert "Abgesagt" not in said


async def test_a_week_without_anything_is_silent_and_the_next_one_is_not(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(MONDAYS)) as c:
        await entered(c, "anna@telegram", '/termin Silvester wann="31.12. 20:00"')
        await c.move(days=24)
        assert recaps(c) == []
        await c.move(days=5)
        assert len(recaps(c)) == 1


async def test_it_comes_once_a_week_through_restarts_and_both_clock_changes(tmp_path: Path) -> None:
    hears = places(MONDAYS, replace(MONDAYS, recap=Weekly(6, time(8, 30))))
    async with community(tmp_path, now="2027-03-01 10:00", places=hears) as c:
        await entered(c, "anna@telegram", '/termin Jeden wann="1.3. 20:00" serie=täglich')
    told: list[tuple[int, int]] = []
    for _ in range(36):
        async with running(c, hears):
            await plan(c)
            await c.move(days=7)
            told.append((len(recaps(c)), len(recaps(c, "discord"))))
    assert told == [(week, week) for week in range(1, 37)]
    async with running(c, hears):
        async with c.bot.storage.begin() as store:
            row = [await store.outbox.by_key(f"recap:2027-W{week}:place:2") for week in (12, 13, 43, 44)]
        dues = [one.plan.due.astimezone(BERLIN) for one in row if one is not None]
        assert [f"{due:%d.%m. %H:%M %z}" for due in dues] == [
            *("22.03. 09:00 +0100", "29.03. 09:00 +0200", "25.10. 09:00 +0200", "01.11. 09:00 +0100")
        ]


async def plan(c: Talk) -> None:
    async with c.bot.storage.begin() as store:
        await plan_recaps(store, BERLIN, c.clock.at)


async def test_after_an_outage_it_is_late_by_two_days_at_most_and_then_goes_on(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(MONDAYS)) as c:
        await entered(c, "anna@telegram", '/termin Jeden wann="1.12. 20:00" serie=täglich')
    c.clock.at += timedelta(days=7)
    async with running(c, places(MONDAYS)):
        await c.due()
        (said,) = recaps(c)
        assert "Mo., 7. Dezember" not in said
        assert said.count("Jeden") == 6, "what is left of the week"
    sleep_until(c, "2026-12-31 10:00")
    async with running(c, places(MONDAYS)):
        await c.due()
        assert len(recaps(c)) == 1
        await move_to(c, "2027-01-04 09:00")
        assert len(recaps(c)) == 2


async def test_another_day_counts_from_the_next_start_and_never_twice_in_a_week(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(MONDAYS)) as c:
        await entered(c, "anna@telegram", '/termin Jeden wann="1.12. 20:00" serie=täglich')
        await move_to(c, "2026-12-07 12:00")
        assert len(recaps(c)) == 1
    wednesdays = places(replace(MONDAYS, recap=Weekly(2, time(18))))
    async with running(c, wednesdays):
        await move_to(c, "2026-12-13 12:00")
        assert len(recaps(c)) == 1
        await move_to(c, "2026-12-16 17:59")
        assert len(recaps(c)) == 1
        await move_to(c, "2026-12-16 18:00")
        assert len(recaps(c)) == 2
    async with running(c, places(replace(MONDAYS, recap=None))):
        await c.move(days=30)
        assert len(recaps(c)) == 2
        async with c.bot.storage.begin() as store:
            assert await store.outbox.waiting("recap:") == []
