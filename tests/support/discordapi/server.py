"""The server as tests and benchmarks hold it: started, stopped, asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Final

from aiohttp import web

from tests.support.discordapi import writing
from tests.support.discordapi.answering import PREFIX, Answering, Call
from tests.support.discordapi.asked import Interaction
from tests.support.discordapi.basics import Json
from tests.support.discordapi.description import description
from tests.support.discordapi.faults import Faults
from tests.support.discordapi.gateway import Gateway
from tests.support.discordapi.guilds import Guild
from tests.support.discordapi.intents import ALLOWED
from tests.support.discordapi.limits import Limits
from tests.support.discordapi.objects import LARGEST_UPLOAD
from tests.support.discordapi.opcodes import Close, Op
from tests.support.discordapi.people import Account, Person
from tests.support.discordapi.sessions import Login
from tests.support.discordapi.shown import Message
from tests.support.discordapi.world import Notified, World
from tests.support.loopback import Server

TOKEN: Final = "MTIzNDU2Nzg5MDEyMzQ1Njc4.loop.back-token-of-nobody-at-all-00"


class DiscordApi(Server[Call, Faults, Account, Notified]):
    """Discord for one bot, and the people around it; the package's docstring says what it offers."""

    looks_again = 0.05  # for what happens in the bot without a request

    def __init__(
        self,
        *,
        now: Callable[[], datetime] | None = None,
        token: str = TOKEN,
        name: str = "Ideenherd",
        strict: bool = True,
        intents_allowed: tuple[str, ...] = ALLOWED,
    ) -> None:
        self.token = token
        self.world = World(now, name, intents_allowed)
        self._gateway = Gateway(self.world, token)
        self._answering = Answering(self.world, token, description() if strict else None, Limits(self.world.now))
        described = self._answering.description is not None
        super().__init__(self._answering, self._answering.faults, self.world, described=described)

    async def __aexit__(self, *_: object) -> None:
        """Close every connection and listen no more."""
        self.world.ends()
        await super().__aexit__()

    @property
    def base_url(self) -> str:
        """Return what `discord.http.Route.BASE` is set to."""
        return f"http://127.0.0.1:{self.port}{PREFIX}"

    @property
    def settings(self) -> dict[str, str]:
        """Return the environment that leads `ideenherd` here."""
        return {"IDEENHERD_DISCORD__TOKEN": self.token, "IDEENHERD_DISCORD__API_URL": self.base_url}

    @property
    def gateway_url(self) -> str:
        """Return what `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY` is set to."""
        return f"ws://127.0.0.1:{self.port}/gateway"

    @property
    def application_id(self) -> int:
        """Return the application's id, which is the bot's."""
        return self.world.me.id

    @property
    def commands(self) -> list[Json]:
        """Return the registered global commands, raw."""
        return self.world.commands.kept.get(None, [])

    @property
    def interactions(self) -> list[Interaction]:
        """Return every interaction, the oldest first."""
        return list(self.world.interactions.values())

    @property
    def creations(self) -> int:
        """Return how many commands were created: Discord allows 200 a day and guild."""
        return self.world.commands.creations

    @property
    def limits(self) -> bool:
        """Whether messages too many are refused."""
        return self._answering.limits.on

    @limits.setter
    def limits(self, on: bool) -> None:
        self._answering.limits.on = on

    @property
    def answer_within(self) -> float:
        """Return the seconds in which an interaction wants its first answer."""
        return self.world.answer_within

    @answer_within.setter
    def answer_within(self, seconds: float) -> None:
        self.world.answer_within = seconds

    @property
    def heartbeat(self) -> float:
        """Return the seconds between heartbeats, of connections to come."""
        return self._gateway.heartbeat

    @heartbeat.setter
    def heartbeat(self, seconds: float) -> None:
        self._gateway.heartbeat = seconds

    @property
    def sessions(self) -> list[Login]:
        """Return every IDENTIFY and RESUME, with the intents."""
        return self.world.sessions.logins

    @property
    def is_connected(self) -> bool:
        """Whether the bot is at the gateway and was let in."""
        return bool(self.world.sessions.connected)

    @property
    def allow_message_content(self) -> bool:
        """Whether the application may ask for the content of messages."""
        return "message_content" in self.world.allowed

    @allow_message_content.setter
    def allow_message_content(self, on: bool) -> None:
        self._allows("message_content", on=on)

    @property
    def allow_members(self) -> bool:
        """Whether the application may ask for members."""
        return "members" in self.world.allowed

    @allow_members.setter
    def allow_members(self, on: bool) -> None:
        self._allows("members", on=on)

    @property
    def allow_presences(self) -> bool:
        """Whether the application may ask for presences."""
        return "presences" in self.world.allowed

    @allow_presences.setter
    def allow_presences(self, on: bool) -> None:
        self._allows("presences", on=on)

    def person(self, name: str, *, locale: str = "de") -> Person:
        """Return a new person, who is in no guild."""
        return self.world.person(name, locale)

    def guild(self, name: str, *members: Person, owner: Person | None = None, with_bot: bool = True) -> Guild:
        """Return a new guild with these members, an owner, and the bot with what its invitation asks for."""
        return self.world.guild(name, *members, owner=owner, with_bot=with_bot)

    async def is_left(self) -> None:
        """Wait until a process that has ended is gone, and forget its sessions: nobody will resume them."""
        await self.until(lambda: not self.is_connected)
        self.world.sessions.known.clear()

    def messages(self) -> list[Message]:
        """Return every message that was ever accepted, deleted and ephemeral ones too."""
        return [message for place in self.world.places.values() for message in place.log.values()]

    def called(self, route: str) -> list[Call]:
        """Return the requests of one route, answered or not."""
        assert route in self.faults.known, f"no route {route!r}, only {sorted(self.faults.known)}"
        return [each for each in self.calls if each.route == route]

    def shows_preview(self, message: Message, title: str = "Eine Seite") -> None:
        """Let Discord show what is behind a link in a message: an update that is no edit."""
        writing.previews(self.world, message, title)

    def forgets_nonces(self) -> None:
        """Let so much time pass that a nonce is taken for a new one."""
        self.world.nonces.clear()

    def renew(self, token: str) -> None:
        """Let the operator make a new token; the old one is worth nothing."""
        self.token = self._answering.token = self._gateway.token = token
        self._answering.revoked = self._gateway.revoked = False

    def revoke(self) -> None:
        """Let the token be worth nothing from now on."""
        self._answering.revoked = self._gateway.revoked = True
        for each in self._gateway.sockets:
            each.close(Close.BAD_TOKEN)

    async def disconnects(self, code: int | None = None, *, resumable: bool = True) -> None:
        """Let the gateway close with a code, or break off; what happens then is told when the session is resumed."""
        await self._gateway.ends(None if code == 1006 else code, resumable=resumable)

    def reconnects(self) -> None:
        """Let the gateway ask the bot to come back by another connection."""
        self._gateway.sends({"op": Op.RECONNECT, "s": None, "t": None, "d": None})

    def invalidates(self, *, resumable: bool = False) -> None:
        """Let the gateway say that the session is worth nothing, or that it must be resumed."""
        if not resumable:
            for each in self._gateway.sockets:
                each.forgets_session()
        self._gateway.sends({"op": Op.INVALID, "s": None, "t": None, "d": resumable})

    def silences_heartbeats(self, *, silent: bool = True) -> None:
        """Let the gateway answer no heartbeats any more."""
        self._gateway.silent = silent

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=4 * LARGEST_UPLOAD)
        app.router.add_get("/gateway/", self._gateway.handle)
        app.router.add_get("/gateway", self._gateway.handle)
        app.router.add_get(f"{PREFIX}/gateway", self._address)
        app.router.add_get(f"{PREFIX}/gateway/bot", self._address)
        app.router.add_route("*", "/{path:.*}", self._answering.handle)
        return app

    async def comes_up(self) -> None:
        """Listen, on the same port as before."""
        await super().comes_up()
        self._gateway.url = self.gateway_url

    async def _breaks_off(self) -> None:
        await self._gateway.ends(None, resumable=True)

    async def _address(self, request: web.Request) -> web.Response:
        content: Json = {"url": self.gateway_url}
        if request.path.endswith("/bot"):
            limit = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
            content |= {"shards": 1, "session_start_limit": limit}
        return web.Response(body=json.dumps(content).encode(), headers={"Content-Type": "application/json"})

    def _allows(self, intent: str, *, on: bool) -> None:
        if on:
            self.world.allowed.add(intent)
        else:
            self.world.allowed.discard(intent)
