"""The gateway: one connection after another, each with its heartbeats, its session and what that is told."""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSMsgType, web

from tests.support.discordapi.basics import Json
from tests.support.discordapi.compression import Compression, compression
from tests.support.discordapi.intents import GUILDS, KNOWN, MEMBERS, PRESENCES, PRIVILEGED
from tests.support.discordapi.opcodes import Close, Op
from tests.support.discordapi.sessions import Session
from tests.support.discordapi.world import World

INTERVAL: Final = 41.25  # seconds between heartbeats
_LENIENCE: Final = 1.5  # seconds beyond two intervals


@dataclass(eq=False)
class Gateway:
    """All that is at the gateway, and how it behaves."""

    world: World
    token: str
    url: str = ""
    heartbeat: float = INTERVAL
    silent: bool = False  # no heartbeat is answered
    revoked: bool = False
    sockets: set[Socket] = field(default_factory=set)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        connection = web.WebSocketResponse(compress=False, timeout=1.0)
        await connection.prepare(request)
        socket = Socket(self, request, connection, compression(request.query.get("compress", "")))
        self.sockets.add(socket)
        try:
            await socket.serve()
        finally:
            self.sockets.discard(socket)
            self.world.news.stir()
        return connection

    async def ends(self, code: int | None, *, resumable: bool) -> None:
        """Close all connections, with a code or abruptly, and wait until they are."""
        sockets = list(self.sockets)
        for each in sockets:
            if not resumable:
                each.forgets_session()
            each.close(code)
        await asyncio.gather(*(each.ended.wait() for each in sockets))

    def sends(self, frame: Json) -> None:
        """Send a frame to every connection that has a session."""
        for each in self.sockets:
            if each.session is not None:
                each.send(frame)


class Socket:
    """One connection."""

    def __init__(
        self, gateway: Gateway, request: web.Request, connection: web.WebSocketResponse, packed: Compression | None
    ) -> None:
        self.gateway = gateway
        self.world = gateway.world
        self.session: Session | None = None
        self.ended = asyncio.Event()
        self._request = request
        self._connection = connection
        self._packed = packed
        self._frames: asyncio.Queue[Json | int | None] = asyncio.Queue()
        self._beaten = asyncio.get_running_loop().time()
        self._closes = False  # by the gateway's own will

    def send(self, frame: Json) -> None:
        """Send a frame after those that wait."""
        self._frames.put_nowait(frame)

    def close(self, code: int | None) -> None:
        """Close with a code after what waits, or with None break off."""
        self._closes = True
        self._leaves_session()
        self._frames.put_nowait(code)

    def forgets_session(self) -> None:
        """Let the session be worth nothing from now on."""
        if self.session is not None:
            self.world.sessions.known.pop(self.session.id, None)

    async def serve(self) -> None:
        """Say hello, then hear and tell until the connection ends."""
        self.send(
            {"op": Op.HELLO, "s": None, "t": None, "d": {"heartbeat_interval": round(self.gateway.heartbeat * 1000)}}
        )
        tasks = {asyncio.create_task(each) for each in (self._writes(), self._watches())}
        try:
            await self._hears()
        finally:
            self._leaves_session()
            for each in tasks:
                each.cancel()
            self.ended.set()  # first: the server cancels the handler of a connection that is gone
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _writes(self) -> None:
        while True:
            frame = await self._frames.get()
            if frame is None:
                if self._request.transport is not None:
                    self._request.transport.abort()
                return
            if isinstance(frame, int):
                await self._connection.close(code=frame)
                return
            text = json.dumps(frame)
            with suppress(ConnectionError):  # nobody listens any more
                if self._packed is None:
                    await self._connection.send_str(text)
                else:
                    await self._connection.send_bytes(self._packed(text.encode()))

    async def _watches(self) -> None:
        while True:
            interval = self.gateway.heartbeat
            await asyncio.sleep(interval)
            if asyncio.get_running_loop().time() - self._beaten > 2 * interval + _LENIENCE:
                self.world.violations.append(f"gateway: no heartbeat for more than {2 * interval:.1f} s")
                self.close(Close.TIMED_OUT)
                return

    async def _hears(self) -> None:
        async for message in self._connection:
            if message.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
                return
            try:
                frame = json.loads(message.data)
                op, content = frame["op"], frame.get("d")
                content = content if isinstance(content, dict) else {}
            except (ValueError, KeyError, TypeError):
                self._wrong(Close.NO_JSON, "no frame of JSON")
                continue
            self._hear(op, content)
            self.world.news.stir()
        if not self._closes and self._connection.close_code in {1000, 1001}:  # the bot says good-bye
            self.forgets_session()

    def _hear(self, op: int, content: Json) -> None:
        match op:
            case Op.BEAT:
                self._beaten = asyncio.get_running_loop().time()
                if not self.gateway.silent:
                    self.send({"op": Op.ACK})
            case Op.IDENTIFY:
                self._identify(content)
            case Op.RESUME:
                self._resume(content)
            case Op.PRESENCE | Op.VOICE if self.session is not None:
                pass
            case Op.MEMBERS if self.session is not None:
                self._tells_members(self.session, content)
            case Op.PRESENCE | Op.VOICE | Op.MEMBERS:
                self._wrong(Close.NOT_IDENTIFIED, "something was sent before an identification")
            case _:
                self._wrong(Close.UNKNOWN_OP, f"no such opcode: {op}")

    def _identify(self, content: Json) -> None:
        if self.session is not None:
            self._wrong(Close.IDENTIFIED_TWICE, "identified twice")
            return
        intents = content.get("intents", 0)
        if refused := self._refused(content, intents):
            self.world.sessions.notes("identify", "", intents, refused)
            self.close(refused)
            return
        self.session = self.world.sessions.begins(secrets.token_hex(16), intents, self)
        self._tells_ready(self.session)
        self.world.sessions.notes("identify", self.session.id, intents)

    def _refused(self, content: Json, intents: int) -> int:
        if content.get("token") != self.gateway.token or self.gateway.revoked:
            return Close.BAD_TOKEN
        if intents & ~KNOWN:
            return Close.BAD_INTENTS
        wanted = {name for name, bit in PRIVILEGED.items() if intents & bit}
        return Close.REFUSED_INTENTS if wanted - self.world.allowed else 0

    def _tells_ready(self, session: Session) -> None:
        world = self.world
        guilds = [each for each in world.guilds.values() if each.has_bot]
        ready: Json = {
            "v": 10,
            "user": world.me.as_json() | {"verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.gateway.url,
            "application": {"id": str(world.me.id), "flags": world.flags},
            "private_channels": [],
            "presences": [],
            "relationships": [],
            "user_settings": {},
            "session_type": "normal",
            "shard": [0, 1],
        }
        session.tell("READY", ready)
        if session.intents & GUILDS:
            for each in guilds:
                session.tell("GUILD_CREATE", each.created() | {"unavailable": False})

    def _resume(self, content: Json) -> None:
        session_id = str(content.get("session_id"))
        session = self.world.sessions.known.get(session_id)
        if content.get("token") != self.gateway.token or self.gateway.revoked:
            self.world.sessions.notes("resume", session_id, 0, Close.BAD_TOKEN)
            self.close(Close.BAD_TOKEN)
            return
        if session is None or (content.get("seq") or 0) > session.number:
            self.world.sessions.notes("resume", session_id, 0, Op.INVALID)
            self.send({"op": Op.INVALID, "d": False})
            return
        if session.connection is not None:
            session.connection.close(4000)
        self.session, session.connection = session, self
        session.replay(content.get("seq") or 0)
        session.tell("RESUMED", {"_trace": []})
        self.world.sessions.notes("resume", session_id, session.intents)

    def _tells_members(self, session: Session, content: Json) -> None:
        wanted = next(iter(_listed(content.get("guild_id"))), 0)
        guild = self.world.guilds.get(int(wanted))
        if guild is None or not guild.has_bot:
            return
        query, limit = content.get("query"), content.get("limit") or 0
        named = {int(each) for each in _listed(content.get("user_ids"))}
        if query == "" and not limit and not session.intents & MEMBERS:
            self._wrong(Close.REFUSED_INTENTS, "all members were asked for without the intent")
            return
        members = [each.whole() for each in guild.members.values() if not named or each.account.id in named]
        if query:
            members = [each for each in members if each["user"]["username"].startswith(query.casefold())]
        chunk: Json = {"guild_id": str(guild.id), "members": members[: limit or None], "chunk_index": 0}
        chunk |= {"chunk_count": 1, "not_found": [str(each) for each in named - guild.members.keys()]}
        chunk |= {"nonce": content["nonce"]} if content.get("nonce") else {}
        chunk |= {"presences": []} if content.get("presences") and session.intents & PRESENCES else {}
        session.tell("GUILD_MEMBERS_CHUNK", chunk)

    def _wrong(self, code: int, what: str) -> None:
        self.world.violations.append(f"gateway: {what}")
        self.close(code)

    def _leaves_session(self) -> None:
        if self.session is not None and self.session.connection is self:
            self.session.connection = None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
