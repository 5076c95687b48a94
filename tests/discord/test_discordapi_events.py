"""The loopback Discord's scheduled events: they begin and end by the clock, and what Discord refuses is refused."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from tests.support.discordapi import DiscordApi, Guild
from tests.support.discordapi.description import description
from tests.support.discordapi.scheduled import ACTIVE, CANCELED, COMPLETED, SCHEDULED, Scheduled
from tests.support.talking import MovedClock

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
INVALID = (400, 50035)


@dataclass
class Scene:
    """A guild, and a bot that asks whatever its test wants."""

    api: DiscordApi
    http: aiohttp.ClientSession
    clock: MovedClock
    guild: Guild

    async def asks(self, method: str, path: str = "", body: Any = None) -> tuple[int, Any]:
        """Return status and content of an answer, which is as the platform describes it."""
        where = f"/guilds/{self.guild.id}/scheduled-events{path}"
        async with self.http.request(method, self.api.base_url + where, json=body) as answer:
            text = await answer.text()
            content = json.loads(text) if text else None
        if answer.status < 300 and (described := description()) is not None:
            assert described.faults_of_answer(method, where, answer.status, content) == []
        return answer.status, content

    async def code(self, method: str, path: str = "", body: Any = None) -> tuple[int, int]:
        status, content = await self.asks(method, path, body)
        return status, content["code"] if status >= 400 else 0

    async def made(self, **more: Any) -> Scheduled:
        """Return an event that was made."""
        status, content = await self.asks("POST", body=fine(**more))
        assert status == 200, content
        return next(each for each in self.guild.events if str(each.id) == content["id"])

    async def listed(self) -> list[str]:
        return [each["name"] for each in (await self.asks("GET"))[1]]


def fine(**more: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "name": "Twittwoch",
        "privacy_level": 2,
        "entity_type": 3,
        "scheduled_start_time": (NOW + timedelta(hours=1)).isoformat(),
        "scheduled_end_time": (NOW + timedelta(hours=3)).isoformat(),
        "entity_metadata": {"location": "Essen"},
    }
    return {name: value for name, value in (body | more).items() if value is not None}


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = MovedClock(NOW)
    async with DiscordApi(now=clock.now, strict=False) as api:
        headers = {"Authorization": f"Bot {api.token}"}
        async with aiohttp.ClientSession(headers=headers) as http:
            yield Scene(api, http, clock, api.guild("Ruhr"))


async def test_event_stands_changes_begins_ends_and_goes(scene: Scene) -> None:
    made = await scene.made(description="Wir reden.")
    assert await scene.listed() == ["Twittwoch"]
    assert await scene.code("PATCH", f"/{made.id}", {"name": "Anders", "description": None}) == (200, 0)
    assert (made.name, made.description, made.history) == ("Anders", "", [("Twittwoch", made.start)])
    scene.clock.at += timedelta(hours=1)
    assert made.status == ACTIVE
    assert await scene.listed() == ["Anders"]
    scene.clock.at += timedelta(hours=2)
    assert made.status == COMPLETED
    assert await scene.listed() == []
    assert (await scene.asks("GET", f"/{made.id}"))[1]["status"] == COMPLETED
    assert await scene.code("PATCH", f"/{made.id}", {"name": "Zu spät"}) == (400, 180000)
    assert await scene.code("DELETE", f"/{made.id}") == (204, 0)
    assert await scene.code("GET", f"/{made.id}") == (404, 10070)
    assert await scene.code("DELETE", f"/{made.id}") == (404, 10070)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "n" * 101},
        {"description": "d" * 1001},
        {"entity_metadata": None},
        {"entity_metadata": {"location": "l" * 101}},
        {"scheduled_start_time": None},
        {"scheduled_end_time": None},
        {"scheduled_start_time": "morgen"},
        {"scheduled_start_time": NOW.isoformat()},
        {"scheduled_end_time": (NOW + timedelta(minutes=30)).isoformat()},
        {"privacy_level": 1},
    ],
)
async def test_event_that_discord_would_not_take_is_not_made(scene: Scene, wrong: dict[str, Any]) -> None:
    assert await scene.code("POST", body=fine(**wrong)) == INVALID
    assert scene.guild.events == []
    assert await scene.code("POST", body=fine()) == (200, 0)


async def test_status_goes_one_way_and_what_has_begun_begins_at_no_other_time(scene: Scene) -> None:
    made = await scene.made()
    later = {"scheduled_start_time": (NOW + timedelta(hours=2)).isoformat()}
    assert await scene.code("PATCH", f"/{made.id}", {"status": COMPLETED}) == INVALID
    assert await scene.code("PATCH", f"/{made.id}", later) == (200, 0)
    assert await scene.code("PATCH", f"/{made.id}", {"scheduled_start_time": NOW.isoformat()}) == INVALID
    assert await scene.code("PATCH", f"/{made.id}", {"status": ACTIVE}) == (200, 0)
    assert await scene.code("PATCH", f"/{made.id}", later) == INVALID
    assert await scene.code("PATCH", f"/{made.id}", {"status": SCHEDULED}) == INVALID
    assert await scene.code("PATCH", f"/{made.id}", {"status": COMPLETED}) == (200, 0)
    other = await scene.made()
    assert await scene.code("PATCH", f"/{other.id}", {"status": CANCELED}) == (200, 0)
    assert await scene.code("PATCH", f"/{other.id}", {"status": SCHEDULED}) == (400, 180000)


async def test_hundred_are_open_at_most(scene: Scene) -> None:
    for _ in range(100):
        await scene.made()
    assert await scene.code("POST", body=fine()) == (400, 30038)
    scene.guild.events[0].deleted = True
    assert await scene.code("POST", body=fine()) == (200, 0)


async def test_rights_are_for_what_is_made_and_for_what_others_made(scene: Scene) -> None:
    own = await scene.made()
    theirs = Scheduled(7, scene.guild, scene.guild.owner, "Ihres", "", "Hier", own.start, own.end)
    scene.guild.events.append(theirs)
    assert await scene.code("PATCH", f"/{own.id}", {"name": "Neu"}) == (200, 0)
    assert await scene.code("PATCH", "/7", {"name": "Neu"}) == (403, 50013)
    assert await scene.code("DELETE", "/7") == (403, 50013)
    scene.guild.restricts_bot("view_channel")
    assert await scene.code("POST", body=fine()) == (403, 50013)
    assert await scene.code("DELETE", f"/{own.id}") == (403, 50013)
    assert await scene.code("GET") == (200, 0)
    scene.guild.allows_bot("manage_events")
    assert await scene.code("DELETE", "/7") == (204, 0)
    scene.guild.kicks_bot()
    assert await scene.code("GET") == (404, 10004)
