"""The loopback Discord refuses what Discord refuses; asked raw, since the library cannot misbehave so."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from tests.support.discordapi import Channel, DiscordApi, Guild, Interaction, Person, Thread
from tests.support.talking import MovedClock

INVALID, EPHEMERAL = (400, 50035), 64
NOBODY = 4_000_000_000_000_000
FINE: dict[str, Any] = {"content": "Hallo"}
COMMAND: dict[str, Any] = {"name": "hallo", "description": "Grüßt"}


@dataclass
class Scene:
    """A guild with two members, a channel and a forum, and a bot that asks whatever its test wants."""

    api: DiscordApi
    http: aiohttp.ClientSession
    clock: MovedClock
    anna: Person
    ben: Person
    guild: Guild
    jobs: Channel
    forum: Channel

    async def asks(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        """Return status and content of an answer."""
        if body is not None:
            more["json"] = body
        async with self.http.request(method, self.api.base_url + path, **more) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def code(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, int]:
        """Return status and code of an answer; the code is 0 where there is no error."""
        status, content = await self.asks(method, path, body, **more)
        return status, content["code"] if status >= 400 else 0

    async def send(self, body: Any, channel: int | None = None) -> tuple[int, int]:
        return await self.code("POST", f"/channels/{channel or self.jobs.id}/messages", body)

    async def sent(self, **body: Any) -> str:
        """Return the path of a message that was sent."""
        status, content = await self.asks("POST", f"/channels/{self.jobs.id}/messages", FINE | body)
        assert status == 200, content
        return f"/channels/{self.jobs.id}/messages/{content['id']}"

    async def answer(self, interaction: Interaction, kind: int, data: Any = None, **more: Any) -> tuple[int, int]:
        body = {"type": kind} | ({} if data is None else {"data": data})
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        return await self.code("POST", path, body, params={"with_response": "1"}, **more)

    def hook(self, interaction: Interaction, message: str = "") -> str:
        path = f"/webhooks/{self.api.application_id}/{interaction.token}"
        return f"{path}/messages/{message}" if message else path

    def asked(self) -> Interaction:
        return self.anna.runs("hallo", self.jobs)

    async def pressed(self) -> Interaction:
        await self.sent(components=[row(button())])
        return self.anna.presses(self.jobs.messages[-1], "Ja")

    def wrong(self, count: int) -> None:
        """Check that so many violations were noted, and forget them."""
        assert len(self.api.violations) == count, self.api.violations
        self.api.violations.clear()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = MovedClock(datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    async with DiscordApi(now=clock.now, strict=False) as api:
        anna, ben = api.person("Anna"), api.person("Ben")
        guild = api.guild("Ruhr", anna, ben)
        jobs, forum = guild.channel("jobs"), guild.forum("auftraege", ("Backend",), moderated=("Geprüft",))
        api.world.commands.put(None, [COMMAND])
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {api.token}"}) as http:
            yield Scene(api, http, clock, anna, ben, guild, jobs, forum)
        assert api.violations == []


def button(**more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Ja", "custom_id": "ja"} | more


def row(*components: Any) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def select(count: int = 2, **more: Any) -> dict[str, Any]:
    options = [{"label": str(each), "value": str(each)} for each in range(count)]
    return {"type": 3, "custom_id": "s", "options": options} | more


def label(component: Any, **more: Any) -> dict[str, Any]:
    return {"type": 18, "label": "Feld", "component": component} | more


def field(**more: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": "f", "style": 1} | more


def group(kind: int, count: int, **more: Any) -> dict[str, Any]:
    return select(count, **more) | {"type": kind}


def modal(*items: Any, **more: Any) -> dict[str, Any]:
    return {"title": "Formular", "custom_id": "m", "components": list(items) or [label(field())]} | more


def post(**more: Any) -> dict[str, Any]:
    return {"name": "Vereinsseite", "message": FINE} | more


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"content": "x" * 2001}, "content"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title"),
        ({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description"),
        ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, "embeds.0.fields"),
        ({"embeds": [{"fields": [{"name": "", "value": "v"}]}]}, "embeds.0.fields.0.name"),
        ({"embeds": [{"fields": [{"name": "n", "value": "x" * 1025}]}]}, "embeds.0.fields.0.value"),
        ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text"),
        ({"embeds": [{"author": {"name": "x" * 257}}]}, "embeds.0.author.name"),
        ({"embeds": [{"title": "t", "url": "nirgends"}]}, "embeds.0.url"),
        ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds"),
        ({"embeds": [{"title": "t"}] * 11}, "embeds"),
        ({"components": [row(button())] * 6}, "components"),
        ({"components": [row(*(button(custom_id=str(each)) for each in range(6)))]}, "components.0.components"),
        ({"components": [row()]}, "components.0.components"),
        ({"components": [button()]}, "components.0.type"),
        ({"components": [row(button(label="x" * 81))]}, "components.0.components.0.label"),
        ({"components": [row(button(label=""))]}, "components.0.components.0"),
        ({"components": [row(button(custom_id="x" * 101))]}, "components.0.components.0.custom_id"),
        ({"components": [row(button(custom_id=""))]}, "components.0.components.0.custom_id"),
        ({"components": [row(button(), button())]}, "components.0.components.1.custom_id"),
        ({"components": [row(button(style=5))]}, "components.0.components.0.url"),
        (
            {"components": [row({"type": 2, "style": 5, "label": "L", "url": "ftp://x"})]},
            "components.0.components.0.url",
        ),
        ({"components": [row(select(26))]}, "components.0.components.0.options"),
        ({"components": [row(select(), button())]}, "components.0.components"),
        ({"nonce": "x" * 26}, "nonce"),
        ({"flags": EPHEMERAL}, "flags"),
        ({"allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions.parse"),
        ({"allowed_mentions": {"users": [str(each) for each in range(101)]}}, "allowed_mentions.users"),
        ({"attachments": [{"id": 0, "filename": "fehlt.txt"}]}, "attachments.0.id"),
        ({"flags": 1 << 15, "components": [{"type": 10, "content": "x"}]}, "flags"),
    ],
)
async def test_message_that_breaks_a_limit_is_refused_and_says_where(scene: Scene, body: Any, where: str) -> None:
    status, content = await scene.asks("POST", f"/channels/{scene.jobs.id}/messages", FINE | body)
    assert (status, content["code"]) == INVALID
    place = content["errors"]
    for part in where.split("."):
        place = place[part]
    assert place["_errors"][0]["message"]
    assert scene.jobs.messages == []
    scene.wrong(1)
    path = await scene.sent()
    if body.keys() - {"flags", "nonce"}:
        assert await scene.code("PATCH", path, body) == INVALID
        scene.wrong(1)


async def test_message_at_its_limits_is_taken(scene: Scene) -> None:
    fields = [{"name": "n" * 256, "value": "v"}] * 5
    embeds = [{"title": "t" * 256, "description": "d" * 4000, "fields": fields}]
    rows = [row(*(button(custom_id=f"{line}.{each}" + "x" * 97) for each in range(5))) for line in range(5)]
    body = {"content": "x" * 2000, "embeds": embeds, "components": rows, "nonce": "x" * 25}
    assert await scene.send(body) == (200, 0)
    whole = {"flags": 1 << 15, "components": [{"type": 17, "components": [{"type": 10, "content": "x" * 4000}]}]}
    assert await scene.send(whole) == (200, 0)
    assert scene.jobs.messages[-1].text == "x" * 4000


async def test_blanks_around_texts_are_taken_away(scene: Scene) -> None:
    await scene.sent(content="  Hallo \n", embeds=[{"title": " t ", "fields": [{"name": " n", "value": "v "}]}])
    (message,) = scene.jobs.messages
    assert message.text == "Hallo\nt\nn\nv"
    assert await scene.send({"embeds": [{"fields": [{"name": " ", "value": "v"}]}]}) == INVALID
    scene.wrong(1)


async def test_empty_message_is_refused(scene: Scene) -> None:
    assert await scene.send({"content": " "}) == (400, 50006)
    path = await scene.sent()
    assert await scene.code("PATCH", path, {"content": ""}) == (400, 50006)
    scene.wrong(2)


async def test_file_too_large_is_refused(scene: Scene) -> None:
    for size, expected in ((10 * 1024 * 1024, (200, 0)), (10 * 1024 * 1024 + 1, (413, 40005))):
        form = aiohttp.FormData()
        form.add_field("payload_json", "{}", content_type="application/json")
        form.add_field("files[0]", io.BytesIO(b"x" * size), filename="x.bin")
        assert await scene.code("POST", f"/channels/{scene.jobs.id}/messages", data=form) == expected
    scene.wrong(1)


async def test_unknown_and_vanished_things_have_their_codes(scene: Scene) -> None:
    path, gone = await scene.sent(), await scene.sent()
    assert await scene.code("DELETE", gone) == (204, 0)
    for method, missing, code in (
        ("GET", f"/channels/{NOBODY}", 10003),
        ("GET", f"/guilds/{NOBODY}", 10004),
        ("GET", f"/users/{NOBODY}", 10013),
        ("GET", f"/guilds/{scene.guild.id}/members/{NOBODY}", 10013),
        ("GET", f"/guilds/{scene.guild.id}/members/{scene.api.person('Carla').id}", 10007),
        ("GET", gone, 10008),
        ("PATCH", gone, 10008),
        ("DELETE", gone, 10008),
        ("GET", f"/applications/{scene.api.application_id}/commands/{NOBODY}", 10063),
    ):
        assert await scene.code(method, missing, FINE if method == "PATCH" else None) == (404, code)
    scene.jobs.vanishes()
    assert await scene.send(FINE) == (404, 10003)
    assert await scene.code("GET", path) == (404, 10003)
    assert await scene.code("GET", "/nirgends") == (404, 0)
    scene.wrong(1)


async def test_worthless_token_is_refused(scene: Scene) -> None:
    assert await scene.code("GET", "/users/@me", headers={"Authorization": "Bot x"}) == (401, 0)
    scene.api.revoke()
    assert await scene.send(FINE) == (401, 0)


async def test_what_the_bot_may_not_see_it_has_no_access_to(scene: Scene) -> None:
    hidden = scene.guild.channel("orga", private=True)
    assert await scene.send(FINE, hidden.id) == (403, 50001)
    assert await scene.code("GET", f"/channels/{hidden.id}") == (403, 50001)
    hidden.allows("view_channel")
    assert await scene.send(FINE, hidden.id) == (200, 0)
    scene.jobs.denies("view_channel")
    assert await scene.send(FINE) == (403, 50001)
    scene.guild.kicks_bot()
    assert await scene.send(FINE, hidden.id) == (403, 50001)
    assert await scene.code("GET", f"/guilds/{scene.guild.id}") == (404, 10004)


async def test_permissions_are_asked_for_one_by_one(scene: Scene) -> None:
    thread = scene.jobs.thread("Ein Thema")
    scene.jobs.denies("send_messages")
    assert await scene.send(FINE) == (403, 50013)
    assert await scene.send(FINE, thread.id) == (200, 0)
    scene.jobs.allows("send_messages")
    scene.jobs.denies("send_messages_in_threads", "attach_files", "create_public_threads")
    assert await scene.send(FINE, thread.id) == (403, 50013)
    assert await scene.code("POST", f"/channels/{scene.jobs.id}/threads", {"name": "x", "type": 11}) == (403, 50013)
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(FINE), content_type="application/json")
    form.add_field("files[0]", io.BytesIO(b"x"), filename="x.bin")
    assert await scene.code("POST", f"/channels/{scene.jobs.id}/messages", data=form) == (403, 50013)
    scene.guild.restricts_bot("view_channel", "send_messages")
    assert await scene.send(FINE) == (200, 0)
    assert await scene.send(FINE, thread.id) == (403, 50013)


async def test_without_the_right_to_embeds_only_the_words_stand(scene: Scene) -> None:
    path = await scene.sent()
    scene.jobs.denies("embed_links")
    embeds = [{"title": "t"}]
    assert await scene.send(FINE | {"embeds": embeds}) == (200, 0)
    assert scene.jobs.messages[-1].embeds == []
    assert await scene.send({"embeds": embeds}) == (403, 50013)
    assert await scene.code("PATCH", path, {"content": "", "embeds": embeds}) == (400, 50006)
    asked = scene.asked()
    assert await scene.answer(asked, 4, {"embeds": embeds}) == (200, 0)
    assert asked.messages[0].embeds == embeds


async def test_without_the_right_to_history_nothing_is_found(scene: Scene) -> None:
    path = await scene.sent()
    scene.jobs.denies("read_message_history")
    assert await scene.asks("GET", f"/channels/{scene.jobs.id}/messages") == (200, [])
    assert await scene.code("GET", path) == (403, 50013)
    reply = FINE | {"message_reference": {"message_id": str(scene.jobs.messages[0].id)}}
    assert await scene.send(reply) == (403, 160002)
    scene.jobs.allows("read_message_history")
    assert await scene.send(reply) == (200, 0)
    await scene.code("DELETE", path)
    assert await scene.send(reply) == INVALID
    reply["message_reference"]["fail_if_not_exists"] = False
    assert await scene.send(reply) == (200, 0)


async def test_messages_of_others_are_not_the_bots(scene: Scene) -> None:
    message = scene.anna.says("Hallo", scene.jobs)
    path = f"/channels/{scene.jobs.id}/messages/{message.id}"
    assert await scene.code("PATCH", path, {"content": "anders"}) == (403, 50005)
    assert await scene.code("DELETE", path) == (403, 50013)
    scene.guild.allows_bot("manage_messages")
    assert await scene.code("DELETE", path) == (204, 0)
    private = scene.anna.says("Hallo")
    path = f"/channels/{private.channel.id}/messages/{private.id}"
    assert await scene.code("DELETE", path) == (403, 50003)


async def test_person_who_cannot_be_written_to(scene: Scene) -> None:
    opened = await scene.asks("POST", "/users/@me/channels", {"recipient_id": str(scene.anna.id)})
    channel = int(opened[1]["id"])
    scene.anna.closes_dms()
    assert await scene.send(FINE, channel) == (403, 50007)
    scene.anna.opens_dms()
    assert await scene.send(FINE, channel) == (200, 0)
    scene.anna.blocks()
    assert await scene.send(FINE, channel) == (403, 50007)
    scene.anna.unblocks()
    scene.anna.leaves(scene.guild)
    assert await scene.send(FINE, channel) == (403, 50007)
    assert await scene.code("POST", "/users/@me/channels", {"recipient_id": str(NOBODY)}) == (400, 50033)


async def test_archived_thread_is_not_changed_and_a_locked_one_not_written_in(scene: Scene) -> None:
    thread = scene.jobs.thread("Ein Thema")
    status, content = await scene.asks("POST", f"/channels/{thread.id}/messages", FINE)
    assert status == 200
    path = f"/channels/{thread.id}/messages/{content['id']}"
    thread.archives()
    assert await scene.code("PATCH", path, {"content": "anders"}) == (400, 50083)
    assert await scene.code("DELETE", path) == (400, 50083)
    assert await scene.code("PUT", f"/channels/{thread.id}/thread-members/@me") == (400, 50083)
    assert await scene.send(FINE, thread.id) == (200, 0)
    assert not thread.archived
    thread.archives(locked=True)
    assert await scene.send(FINE, thread.id) == (400, 50083)
    asked = scene.anna.runs("hallo", thread)
    assert await scene.answer(asked, 4, FINE) == (403, 50083)
    thread.sets_archived(archived=False)
    assert await scene.send(FINE, thread.id) == (400, 160005)
    assert await scene.code("PATCH", path, {"content": "anders"}) == (400, 160005)
    assert await scene.answer(asked, 4, FINE) == (200, 0)
    assert await scene.code("DELETE", path) == (204, 0)
    thread.archives()
    scene.guild.allows_bot("manage_threads")
    assert await scene.send(FINE, thread.id) == (200, 0)


async def test_own_thread_is_closed_and_only_managers_lock(scene: Scene) -> None:
    status, content = await scene.asks("POST", f"/channels/{scene.forum.id}/threads", post())
    own, other = f"/channels/{content['id']}", scene.anna.posts(scene.forum, "Hilfe", "Wer?")
    foreign = f"/channels/{other.id}"
    assert status == 201
    assert await scene.code("PATCH", own, {"name": "Vergeben"}) == (200, 0)
    assert await scene.code("PATCH", foreign, {"name": "Vergeben"}) == (403, 50013)
    assert await scene.code("PATCH", own, {"locked": True}) == (403, 50013)
    assert await scene.code("PATCH", own, {"archived": True}) == (200, 0)
    assert await scene.code("PATCH", own, {"name": "Doch nicht"}) == (400, 50083)
    other.archives()
    assert await scene.code("PATCH", foreign, {"archived": False}) == (200, 0)
    other.archives(locked=True)
    assert await scene.code("PATCH", foreign, {"archived": False}) == (403, 50013)
    assert await scene.code("DELETE", foreign) == (403, 50013)
    scene.guild.allows_bot("manage_threads")
    assert await scene.code("PATCH", foreign, {"archived": False, "locked": False}) == (200, 0)
    assert await scene.code("PATCH", foreign, {"archived": True, "locked": True}) == (200, 0)
    assert (other.archived, other.locked) == (True, True)
    assert await scene.code("DELETE", foreign) == (200, 0)


async def test_forum_wants_a_name_a_message_and_known_tags(scene: Scene) -> None:
    path = f"/channels/{scene.forum.id}/threads"
    backend, checked = (str(each.id) for each in scene.forum.tags)
    for wrong in (
        {"name": "x" * 101},
        {"name": ""},
        {"message": None},
        {"message": {"content": "x" * 2001}},
        {"applied_tags": [backend] * 6},
        {"auto_archive_duration": 61},
    ):
        assert await scene.code("POST", path, post(**wrong)) == INVALID
    assert await scene.code("POST", path, post(message={})) == (400, 50006)
    assert await scene.send(FINE, scene.forum.id) == (400, 40058)
    scene.wrong(8)
    assert await scene.code("POST", path, post(applied_tags=[str(NOBODY)])) == INVALID
    assert await scene.code("POST", path, post(applied_tags=[checked])) == (403, 50013)
    assert await scene.code("POST", path, post(applied_tags=[backend])) == (201, 0)
    scene.forum.require_tag = True
    assert await scene.code("POST", path, post()) == (400, 40067)
    scene.guild.allows_bot("manage_threads")
    assert await scene.code("POST", path, post(applied_tags=[checked])) == (201, 0)


async def test_second_thread_at_a_message_is_refused(scene: Scene) -> None:
    path = await scene.sent()
    assert await scene.code("POST", f"{path}/threads", {"name": "Antworten"}) == (201, 0)
    assert await scene.code("POST", f"{path}/threads", {"name": "Antworten"}) == (400, 160004)


async def test_interaction_is_answered_once_and_in_time(scene: Scene) -> None:
    asked = scene.asked()
    assert await scene.code("POST", scene.hook(asked), FINE) == (404, 10015)
    assert await scene.code("GET", scene.hook(asked, "@original")) == (404, 10015)
    assert await scene.answer(asked, 4, {"content": "x" * 2001}) == INVALID
    assert await scene.answer(asked, 4, FINE) == (200, 0)
    assert await scene.answer(asked, 4, FINE) == (400, 40060)
    scene.wrong(2)
    late = scene.asked()
    late.failed = True
    assert await scene.answer(late, 4, FINE) == (404, 10062)
    assert await scene.code("POST", f"/interactions/{asked.id}/falsch/callback", {"type": 5}) == (404, 10062)
    scene.clock.at += timedelta(minutes=14, seconds=59)
    assert await scene.code("PATCH", scene.hook(asked, "@original"), {"content": "neu"}) == (200, 0)
    scene.clock.at += timedelta(seconds=2)
    assert await scene.code("PATCH", scene.hook(asked, "@original"), {"content": "neuer"}) == (401, 50027)
    assert await scene.code("POST", scene.hook(asked), FINE) == (401, 50027)
    assert asked.messages[0].text == "neu"


async def test_real_time_runs_out_for_who_waits(scene: Scene) -> None:
    scene.api.answer_within = 0.02
    asked = scene.asked()
    await scene.api.until(lambda: asked.failed)
    assert await scene.answer(asked, 4, FINE) == (404, 10062)


async def test_each_kind_of_interaction_has_its_answers(scene: Scene) -> None:
    asked, pressed = scene.asked(), await scene.pressed()
    for kind in (6, 7, 8, 99):
        assert await scene.answer(asked, kind, FINE) == INVALID
    scene.wrong(4)
    assert await scene.answer(asked, 9, modal()) == (200, 0)
    sent = scene.anna.submits(asked, f="x")
    for kind in (6, 7, 9):
        assert await scene.answer(sent, kind, modal()) == INVALID
    scene.wrong(3)
    assert await scene.answer(sent, 5, {"flags": EPHEMERAL}) == (200, 0)
    assert await scene.answer(pressed, 9, modal()) == (200, 0)
    changed = scene.anna.submits(pressed, f="x")
    assert await scene.answer(changed, 7, {"content": "neu", "components": []}) == (200, 0)
    assert scene.jobs.messages[0].text == "neu"
    assert changed.data["components"][0]["component"]["value"] == "x"
    deferred = scene.asked()
    assert await scene.answer(deferred, 5) == (200, 0)
    assert await scene.answer(deferred, 9, modal()) == (400, 40060)
    scene.wrong(1)


async def test_what_one_person_sees_no_channel_route_finds(scene: Scene) -> None:
    asked = scene.asked()
    await scene.answer(asked, 4, FINE | {"flags": EPHEMERAL})
    (message,) = asked.messages
    path = f"/channels/{scene.jobs.id}/messages/{message.id}"
    assert await scene.code("GET", path) == (404, 10008)
    assert await scene.code("PATCH", path, FINE) == (404, 10008)
    assert await scene.code("DELETE", path) == (404, 10008)
    assert await scene.asks("GET", f"/channels/{scene.jobs.id}/messages") == (200, [])
    assert await scene.code("PATCH", scene.hook(asked, str(message.id)), {"content": "neu"}) == (200, 0)
    assert await scene.code("DELETE", scene.hook(asked, "@original")) == (204, 0)
    assert await scene.code("GET", scene.hook(asked, "@original")) == (404, 10008)
    assert message.deleted


async def test_callback_without_with_response_has_no_body(scene: Scene) -> None:
    asked = scene.asked()
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    assert await scene.asks("POST", path, {"type": 4, "data": FINE}) == (204, None)


@pytest.mark.parametrize(
    "wrong",
    [
        modal(title="x" * 46),
        modal(title=""),
        modal(custom_id="x" * 101),
        modal(*(label(field(custom_id=str(each))) for each in range(6))),
        modal(label(field()), label(field())),
        modal(label(field(), label="x" * 46)),
        modal(label(field(), description="x" * 101)),
        modal(label(field(max_length=4001))),
        modal(label(field(min_length=5, max_length=4))),
        modal(label(field(value="x" * 11, max_length=10))),
        modal(label(field(value="x" * 4001))),
        modal(label(field(style=3))),
        modal(label(field(placeholder="x" * 101))),
        modal(label(select(26))),
        modal(label(select(0))),
        modal(label(select(options=[{"label": "A", "value": "a"}, {"label": "B", "value": "a"}]))),
        modal(label(select(options=[{"label": "x" * 101, "value": "a"}]))),
        modal(label(select(required=False))),
        modal(label(select(required=True, min_values=0))),
        modal(label(select(2, max_values=3))),
        modal(label(group(21, 1))),
        modal(label(group(21, 11))),
        modal(label(group(22, 11))),
        modal(label(group(22, 0))),
        modal(label(button())),
        modal(row(button())),
        modal(field()),
    ],
)
async def test_modal_that_breaks_a_limit_is_refused(scene: Scene, wrong: Any) -> None:
    asked = scene.asked()
    assert await scene.answer(asked, 9, wrong) == INVALID
    scene.wrong(1)
    assert not asked.is_answered
    assert await scene.answer(asked, 9, modal()) == (200, 0)


async def test_modal_at_its_limits_is_taken_and_filled_in(scene: Scene) -> None:
    asked = scene.asked()
    content = modal(
        label(field(custom_id="a", required=False)),
        label(select(25, custom_id="b", required=False, min_values=0)),
        label(group(21, 10, custom_id="c", required=False)),
        label(group(22, 10, custom_id="d", max_values=2)),
        label({"type": 23, "custom_id": "e", "default": True}),
    )
    assert await scene.answer(asked, 9, content) == (200, 0)
    with pytest.raises(AssertionError):
        scene.anna.submits(asked)
    sent = scene.anna.submits(asked, d=["1", "2"])
    values = [each["component"] for each in sent.data["components"]]
    assert [each.get("value", each.get("values")) for each in values] == ["", [], None, ["1", "2"], True]
    await scene.answer(sent, 4, FINE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Hallo"},
        {"name": "hallo du"},
        {"name": "x" * 33},
        {"name": ""},
        {"description": ""},
        {"description": "x" * 101},
        {"description": "…"},
        {"name_localizations": {"xx": "hallo"}},
        {"name_localizations": {"de": "Hallo"}},
        {"description_localizations": {"de": "x" * 101}},
        {"options": [COMMAND | {"type": 3, "name": str(each)} for each in range(26)]},
        {"options": [COMMAND | {"type": 3}] * 2},
        {"options": [COMMAND | {"type": 3}, COMMAND | {"type": 3, "name": "x", "required": True}]},
        {"options": [COMMAND | {"type": 3, "choices": [{"name": str(each), "value": "v"} for each in range(26)]}]},
        {"options": [COMMAND | {"type": 3, "choices": [{"name": "x" * 101, "value": "v"}]}]},
        {"options": [COMMAND | {"type": 4, "choices": [{"name": "x", "value": "v"}]}]},
        {"options": [COMMAND | {"type": 3, "autocomplete": True, "choices": [{"name": "x", "value": "v"}]}]},
        {"options": [COMMAND | {"type": 3, "max_length": 0}]},
        {"options": [COMMAND | {"type": 1, "name": "a"}, COMMAND | {"type": 3, "name": "b"}]},
        {"type": 3, "name": "x" * 33, "description": None},
        {"type": 3},
    ],
)
async def test_command_that_breaks_a_rule_is_not_registered(scene: Scene, wrong: Any) -> None:
    before = scene.api.commands
    path = f"/applications/{scene.api.application_id}/commands"
    assert await scene.code("PUT", path, [COMMAND | wrong]) == INVALID
    assert await scene.code("POST", path, COMMAND | wrong) == INVALID
    scene.wrong(2)
    assert scene.api.commands is before


async def test_commands_are_counted_and_weighed(scene: Scene) -> None:
    path = f"/applications/{scene.api.application_id}/commands"
    menus = [{"type": 3, "name": f"Menü {each}"} for each in range(16)]
    slash = [COMMAND | {"name": f"c{each}"} for each in range(101)]
    choices = [{"name": f"{each}" + "n" * 90, "value": f"{each}" + "v" * 90} for each in range(25)]
    heavy = COMMAND | {"options": [COMMAND | {"type": 3, "name": f"o{each}", "choices": choices} for each in range(2)]}
    for wrong in (menus, slash):
        assert await scene.code("PUT", path, wrong) == (400, 30032)
    for wrong in ([COMMAND, COMMAND], [heavy]):
        assert await scene.code("PUT", path, wrong) == INVALID
    scene.wrong(4)
    umlauts = COMMAND | {"name": "prüfe-ob_es'geht", "name_localizations": {"en-US": "check"}}
    assert await scene.code("PUT", path, [*slash[:99], umlauts, *menus[:15]]) == (200, 0)
    _, bare = await scene.asks("GET", path)
    _, whole = await scene.asks("GET", path, params={"with_localizations": "true"})
    assert "name_localizations" not in bare[99]
    assert whole[99]["name_localizations"] == {"en-US": "check"}
    assert {"id", "application_id", "version", "dm_permission", "nsfw"} <= bare[0].keys()
    assert await scene.code("PUT", "/applications/1/commands", []) == (403, 20012)
    scene.wrong(1)


async def test_choices_of_a_completed_option_have_limits(scene: Scene) -> None:
    scene.api.world.commands.put(
        None, [COMMAND | {"options": [COMMAND | {"type": 3, "name": "was", "autocomplete": True}]}]
    )

    def typing() -> Interaction:
        return scene.anna.completes("hallo", "was", "py", scene.jobs)

    one = {"name": "Python", "value": "python"}
    for wrong in ([one] * 26, [one | {"name": ""}], [one | {"name": "x" * 101}], [one | {"value": "x" * 101}]):
        assert await scene.answer(typing(), 8, {"choices": wrong}) == INVALID
    assert await scene.answer(typing(), 4, FINE) == INVALID
    scene.wrong(5)
    typed = typing()
    assert await scene.answer(typed, 8, {"choices": [one]}) == (200, 0)
    assert typed.choices == [("Python", "python")]
    assert await scene.code("POST", scene.hook(typed), FINE) == (404, 10015)


async def test_broken_json_is_refused(scene: Scene) -> None:
    headers = {"Content-Type": "application/json"}
    path = f"/channels/{scene.jobs.id}/messages"
    assert await scene.code("POST", path, data="{", headers=headers) == (400, 50109)
    scene.wrong(1)


async def test_too_many_messages_have_to_wait(scene: Scene) -> None:
    scene.api.limits = True
    other = scene.guild.channel("anders")
    for _ in range(5):
        assert await scene.send(FINE) == (200, 0)
    url = f"{scene.api.base_url}/channels/{scene.jobs.id}/messages"
    async with scene.http.post(url, json=FINE) as answer:
        content = await answer.json()
        assert (answer.status, answer.headers["Via"]) == (429, "1.1 google")
        assert (content["retry_after"], content["global"]) == (5.0, False)
        assert (answer.headers["Retry-After"], answer.headers["X-RateLimit-Remaining"]) == ("5.0", "0")
    assert await scene.send(FINE, other.id) == (200, 0)
    scene.clock.at += timedelta(seconds=5)
    assert await scene.send(FINE) == (200, 0)


async def test_answers_are_exactly_json(scene: Scene) -> None:
    async with scene.http.get(f"{scene.api.base_url}/users/@me") as answer:
        assert answer.headers["Content-Type"] == "application/json"
        assert int(answer.headers["X-RateLimit-Remaining"]) > 100


async def test_person_does_only_what_the_client_lets_happen(scene: Scene) -> None:
    stranger = scene.api.person("Fremde")
    hidden = scene.guild.channel("orga")
    message = scene.anna.says("Hallo", scene.jobs)
    thread: Thread = scene.jobs.thread("Ein Thema")
    thread.archives(locked=True)
    for act in (
        lambda: stranger.says("Hallo", scene.jobs),
        lambda: stranger.says("Hallo"),
        lambda: scene.anna.says("x" * 2001, hidden),
        lambda: scene.anna.says("", hidden),
        lambda: scene.anna.says("Hallo", thread),
        lambda: scene.ben.edits(message, "anders"),
        lambda: scene.ben.deletes(message),
        lambda: scene.anna.posts(scene.jobs, "Titel", "Text"),
        lambda: scene.anna.posts(scene.forum, "Titel", "Text", tags=("Geprüft",)),
        lambda: scene.anna.posts(scene.forum, "Titel", "Text", tags=("gibt es nicht",)),
        lambda: scene.anna.kicks_bot(scene.guild),
        lambda: scene.anna.presses(message, "Ja"),
    ):
        with pytest.raises(AssertionError):
            act()
    scene.guild.owner.deletes(message)
    assert message.deleted


async def test_what_breaks_the_description_is_a_violation() -> None:
    async with DiscordApi() as api, aiohttp.ClientSession(headers={"Authorization": f"Bot {api.token}"}) as http:
        if not api.described:
            pytest.skip("the platform's description is not at hand")
        channel = api.guild("Ruhr").channel("jobs")
        url = f"{api.base_url}/channels/{channel.id}/messages"
        for body in ({"content": 5}, {"contents": "Hallo"}, {"content": "Hallo", "embeds": [{"colour": 1}]}):
            async with http.post(url, json=body) as answer:
                assert answer.status == 400
        async with http.get(url, params={"limit": "0"}) as answer:
            assert answer.status == 400
        assert len(api.violations) == 4
