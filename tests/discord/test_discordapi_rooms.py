"""The loopback Discord's private threads: who sees them, who lets in and out, what is refused; and invitations."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.support.discordapi import Channel, DiscordApi, Guild, Person, Thread
from tests.support.discordapi.description import description
from tests.support.discordapi.places import PRIVATE_THREAD

NO_ACCESS, NO_PERMISSION, ARCHIVED = (403, 50001), (403, 50013), (400, 50083)
NO_MEMBER, WRONG_KIND, INVALID = (404, 10007), (400, 50024), (400, 50035)


@dataclass
class Scene:
    """A guild with a channel, a member and somebody who is none, and a bot that asks whatever its test wants."""

    api: DiscordApi
    http: aiohttp.ClientSession
    guild: Guild
    jobs: Channel
    anna: Person
    stranger: Person

    async def asks(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Return status and content of an answer, which is as the platform describes it."""
        async with self.http.request(method, self.api.base_url + path, json=body) as answer:
            text = await answer.text()
            content = json.loads(text) if text else None
        if answer.status < 300 and (described := description()) is not None:
            assert described.faults_of_answer(method, path.partition("?")[0], answer.status, content) == []
        return answer.status, content

    async def code(self, method: str, path: str, body: Any = None) -> tuple[int, int]:
        status, content = await self.asks(method, path, body)
        return status, content["code"] if status >= 400 else 0

    async def begins(self) -> Thread:
        """Begin a private thread."""
        body = {"name": "Team", "type": PRIVATE_THREAD, "invitable": True, "auto_archive_duration": 10_080}
        status, content = await self.asks("POST", f"/channels/{self.jobs.id}/threads", body)
        assert status == 201, content
        return next(each for each in self.jobs.threads if str(each.id) == content["id"])

    async def enters(self, thread: Thread, person: Person) -> tuple[int, int]:
        return await self.code("PUT", f"/channels/{thread.id}/thread-members/{person.id}")

    async def leaves(self, thread: Thread, person: Person) -> tuple[int, int]:
        return await self.code("DELETE", f"/channels/{thread.id}/thread-members/{person.id}")


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with DiscordApi(strict=False) as api:
        anna, stranger = api.person("Anna"), api.person("Zoe")
        guild = api.guild("Ruhr", anna)
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {api.token}"}) as http:
            yield Scene(api, http, guild, guild.channel("jobs"), anna, stranger)


async def test_only_those_in_it_see_a_private_thread(scene: Scene) -> None:
    thread = await scene.begins()
    assert thread.as_json()["thread_metadata"]["invitable"] is True
    assert not thread.may(scene.anna, "view_channel")
    assert await scene.enters(thread, scene.anna) == (204, 0)
    assert await scene.enters(thread, scene.anna) == (204, 0)
    assert thread.may(scene.anna, "view_channel")
    assert await scene.leaves(thread, scene.anna) == (204, 0)
    assert not thread.may(scene.anna, "view_channel")
    assert await scene.leaves(thread, scene.anna) == NO_MEMBER
    del thread.joined[scene.api.world.me.id]
    assert await scene.code("GET", f"/channels/{thread.id}") == NO_ACCESS
    scene.guild.allows_bot("manage_threads")
    assert await scene.code("GET", f"/channels/{thread.id}") == (200, 0)


async def test_who_is_not_there_or_does_not_see_the_channel_is_not_let_in(scene: Scene) -> None:
    thread = await scene.begins()
    assert await scene.enters(thread, scene.stranger) == NO_MEMBER
    hidden = scene.guild.channel("geheim", private=True)
    other = hidden.world.begins(hidden, hidden.world.snowflakes.next(), "Team", scene.api.world.me, PRIVATE_THREAD)
    assert await scene.enters(other, scene.anna) == NO_ACCESS


async def test_an_archived_thread_lets_nobody_in_or_out_and_only_who_manages_locks(scene: Scene) -> None:
    thread = await scene.begins()
    await scene.enters(thread, scene.anna)
    where = f"/channels/{thread.id}"
    assert await scene.code("PATCH", where, {"archived": True, "locked": True}) == NO_PERMISSION
    assert await scene.code("PATCH", where, {"archived": True}) == (200, 0)
    assert await scene.leaves(thread, scene.anna) == ARCHIVED
    assert await scene.enters(thread, scene.anna) == ARCHIVED
    joined = f"/channels/{scene.jobs.id}/users/@me/threads/archived/private"
    assert [each["id"] for each in (await scene.asks("GET", joined))[1]["threads"]] == [str(thread.id)]
    public = f"/channels/{scene.jobs.id}/threads/archived/public"
    assert (await scene.asks("GET", public))[1]["threads"] == []


async def test_rights_are_needed_and_others_threads_are_others(scene: Scene) -> None:
    owner = scene.guild.owner
    other = scene.jobs.world.begins(scene.jobs, scene.jobs.world.snowflakes.next(), "Team", owner, PRIVATE_THREAD)
    other.joined[scene.api.world.me.id] = other.created_at
    assert await scene.enters(other, scene.anna) == (204, 0)
    assert await scene.leaves(other, scene.anna) == NO_PERMISSION
    thread = await scene.begins()
    scene.jobs.denies("send_messages_in_threads", "create_private_threads")
    assert await scene.enters(thread, scene.anna) == NO_PERMISSION
    body = {"name": "Team", "type": PRIVATE_THREAD}
    assert await scene.code("POST", f"/channels/{scene.jobs.id}/threads", body) == NO_PERMISSION


async def test_invitations_need_a_right_and_have_limits(scene: Scene) -> None:
    where = f"/channels/{scene.jobs.id}/invites"
    status, made = await scene.asks("POST", where, {"max_age": 604_800, "max_uses": 1, "unique": True})
    assert (status, made["max_uses"], made["channel"]["id"]) == (200, 1, str(scene.jobs.id))
    assert await scene.code("POST", where, {"max_age": 604_801}) == INVALID
    assert await scene.code("POST", where, {"max_uses": 101}) == INVALID
    thread = await scene.begins()
    assert await scene.code("POST", f"/channels/{thread.id}/invites", {}) == WRONG_KIND
    scene.jobs.denies("create_instant_invite")
    assert await scene.code("POST", where, {}) == NO_PERMISSION
