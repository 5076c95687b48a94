"""The HTTP side: what a request gets, faults included."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from aiohttp import web

from tests.support.botapi.description import Description
from tests.support.botapi.entities import Json
from tests.support.botapi.faults import (
    Answer,
    ClosedAfter,
    ClosedBefore,
    Fault,
    Faults,
    Garbage,
    Hang,
    RetryAfter,
    Slow,
)
from tests.support.botapi.limits import Limits
from tests.support.botapi.methods import CHANGING, CREATING, METHODS
from tests.support.botapi.reading import NOTHING, Params, Upload, read
from tests.support.botapi.refusals import Refusal, no_method, not_found, too_many, unauthorized, wrong
from tests.support.botapi.world import World
from tests.support.loopback import News, Serving, closed

_POLL: Final = "getupdates"
_LONGEST_POLL: Final = 50  # seconds
_SECRET: Final = 24  # characters of a token behind its colon, at least


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `params` as they are meant, `status` 0 where no answer was given, `result` where it was carried out."""

    method: str
    params: Json
    status: int
    description: str
    at: datetime
    result: Any = field(default=None, repr=False)
    files: Mapping[str, Upload] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return f"{self.method} {self.params}: {self.status} {self.description}"

    @property
    def chat(self) -> int | None:
        """Return the chat that the call names by its id."""
        chat = self.params.get("chat_id")
        return chat if isinstance(chat, int) else None


@dataclass(eq=False, slots=True)
class Answering(Serving[Call]):
    """Answers requests for one world, and notes the calls."""

    world: World
    token: str
    description: Description | None
    faults: Faults = field(default_factory=Faults)
    limits: Limits | None = None

    @property
    def news(self) -> News:
        """Return what is stirred at each step."""
        return self.world.news

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        address = request.path.removeprefix("/file")
        token, _, name = address.removeprefix("/bot").partition("/")
        self.step("received", name)
        try:
            self._check_token(token, address)
            if request.path.startswith("/file/"):
                return self._file(name)
            params = await read(request)
        except Refusal as refusal:
            return await self.answer(request, name, self._refused(name, NOTHING, refusal))
        fault = self.faults.of(name, params.number("chat_id"))
        if fault is None:
            return await self.answer(request, name, await self._carried_out(name, params))
        return await self._struck(request, name, params, fault)

    async def _struck(self, request: web.Request, name: str, params: Params, fault: Fault) -> web.StreamResponse:
        """Answer a call as its fault wants it."""
        match fault:
            case Answer():
                refusal = Refusal(fault.status, fault.description, fault.parameters)
                return await self.answer(request, name, self._refused(name, params, refusal))
            case RetryAfter():
                return await self.answer(request, name, self._refused(name, params, too_many(fault.seconds)))
            case Slow():
                return await self.slowly(request, name, fault, lambda: self._carried_out(name, params))
            case ClosedBefore():
                self._unanswered(name, params, "closed before")
            case ClosedAfter():
                await self._carried_out(name, params)
            case Hang() | Garbage():
                if fault.accepted:
                    await self._carried_out(name, params)
                else:
                    self._unanswered(name, params, type(fault).__name__.lower())
        if isinstance(fault, Garbage):
            garbage = web.Response(status=fault.status, text=fault.content, content_type="text/html")
            return await self.answer(request, name, garbage)
        if isinstance(fault, Hang):
            await self.wait(fault.released)
        return closed(request)

    async def _carried_out(self, name: str, params: Params) -> web.Response:
        """Carry a call out and return its answer."""
        try:
            if name.casefold() != _POLL and name.casefold() not in METHODS:
                raise no_method()
            self._check(name, params)
            result = await self._result(name, params)
        except Refusal as refusal:
            return self._refused(name, params, refusal)
        self.calls.append(Call(name, dict(params.values), 200, "", self.world.now(), result, params.files))
        self.step("accepted", name)
        return _json(200, {"ok": True, "result": result})

    async def _result(self, name: str, params: Params) -> Any:
        if name.casefold() == _POLL:
            return await self._updates(params)
        return METHODS[name.casefold()](self.world, params)

    async def _updates(self, params: Params) -> list[Json]:
        updates = self.world.updates
        if "allowed_updates" in params.values:
            updates.allowed = frozenset(params.array("allowed_updates"))
        limit = min(max(params.number("limit") or 100, 1), 100)
        patience = min(params.number("timeout") or 0, _LONGEST_POLL)
        return await updates.poll(params.number("offset") or 0, limit, patience)

    def _check(self, name: str, params: Params) -> None:
        if self.description is not None:
            faults = self.description.faults_of_call(name, params.raw, frozenset(params.files))
            if faults:
                raise wrong(f"against the platform's description: {'; '.join(faults)}")
        chat = params.number("chat_id")
        if self.limits is not None and chat is not None and name.casefold() in CREATING | CHANGING:
            self.limits.check(chat, self.world.now())

    def _refused(self, name: str, params: Params, refusal: Refusal) -> web.Response:
        call = Call(name, dict(params.values), refusal.status, refusal.description, self.world.now())
        self.calls.append(call)
        if refusal.avoidable:
            self.world.violations.append(f"{name} {call.params}: {refusal.description}")
        self.step("refused", name)
        content: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
        if refusal.parameters:
            content["parameters"] = dict(refusal.parameters)
        return _json(refusal.status, content)

    def _unanswered(self, name: str, params: Params, why: str) -> None:
        self.calls.append(Call(name, dict(params.values), 0, why, self.world.now()))
        self.step("lost", name)

    def _file(self, path: str) -> web.Response:
        document = self.world.files.get(path.removeprefix("documents/"))
        if document is None:
            raise not_found()
        return web.Response(body=document.content, content_type="application/octet-stream")

    def _check_token(self, token: str, address: str) -> None:
        number, _, secret = token.partition(":")
        if not address.startswith("/bot") or not number.isdigit() or len(secret) < _SECRET:
            raise not_found()
        if token != self.token or self.revoked:
            raise unauthorized()


def _json(status: int, content: Json) -> web.Response:
    return web.Response(status=status, text=json.dumps(content), content_type="application/json")
