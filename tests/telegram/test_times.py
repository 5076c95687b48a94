"""Times at the wire: an instant is one for each reader's zone, with our words inside; a whole day is words alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.events import Event, EventState
from bot.outbox import events
from tests.support.talking import BERLIN
from tests.support.telegraph import Telegraph, telegraph


async def announced(t: Telegraph, event: Event) -> None:
    async with t.bot.storage.begin() as store:
        organiser = next(iter(t.bot.house.community.organisers))
        member = await store.members.at(organiser) or await store.members.create(organiser, "Orga", t.clock.at)
        kept = await store.events.create(replace(event, owner_id=member.id, created_at=t.clock.at))
        await events.publish(store, kept, t.clock.at)
    await t.settled()


def meeting(starts: str) -> Event:
    first, now = datetime.fromisoformat(starts), datetime(2026, 12, 1, tzinfo=UTC)
    where = ("Essen", "Unperfekthaus", "", "")
    return Event(
        0, 0, "Twittwoch", first, BERLIN.key, timedelta(hours=2), *where, None, EventState.ACTIVE, 1, now
    )  # fmt: skip


async def test_instants_are_shown_in_the_readers_zone_and_said_in_ours(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await announced(t, meeting("2026-12-09 19:00"))
        (card,) = t.events.messages
        times = [each for each in card.entities if each.kind == "date_time"]
        assert [each.words for each in times] == ["Mi., 9. Dezember, 19:00 Uhr", "21:00 Uhr"]
        begins = int(datetime(2026, 12, 9, 18, tzinfo=UTC).timestamp())
        assert [(each.unix_time, each.date_time_format) for each in times] == [(begins, "wDt"), (begins + 7200, "t")]


async def test_whole_days_are_the_same_days_everywhere(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await announced(t, replace(meeting("2026-12-05 00:00"), all_day=True, lasts=timedelta(days=2)))
        (card,) = t.events.messages
        assert "Sa., 5. Dezember bis So., 6. Dezember" in card.text
        assert not any(each.kind == "date_time" for each in card.entities)
