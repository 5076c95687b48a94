"""The HTTP side: what a request gets, faults included."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from aiohttp import web

from tests.support.discordapi.basics import Json
from tests.support.discordapi.description import Description
from tests.support.discordapi.faults import (
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
from tests.support.discordapi.forms import Form
from tests.support.discordapi.limits import Limits, Room
from tests.support.discordapi.reading import Ask, Upload, read
from tests.support.discordapi.refusals import Refusal, no_route, unauthorized
from tests.support.discordapi.routes import ROUTES, Route, matching
from tests.support.discordapi.world import World
from tests.support.loopback import News, Serving, closed

PREFIX: Final = "/api/v10"
_WORDS: Final = {401: "401: Unauthorized", 403: "403: Forbidden", 404: "404: Not Found"}


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `route` is its template, `status` 0 where no answer was given, `code` Discord's or 0."""

    method: str
    path: str
    route: str
    status: int
    code: int
    at: datetime
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    files: tuple[Upload, ...] = field(default=(), repr=False)
    result: Any = field(default=None, repr=False)
    error: Any = None

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.body}: {self.status} {self.code}"


@dataclass(eq=False, slots=True)
class Answering(Serving[Call]):
    """Answers requests for one world, and notes them."""

    world: World
    token: str
    description: Description | None
    limits: Limits
    faults: Faults = field(default_factory=lambda: Faults(frozenset(each.name for each in ROUTES)))

    @property
    def news(self) -> News:
        """Return what is stirred at each step."""
        return self.world.news

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        path = request.path.removeprefix(PREFIX)
        found = matching(request.method, path) if request.path.startswith(PREFIX) else None
        route, parts = found or (None, {})
        name = route.name if route else f"{request.method} {path}"
        self.step("received", name)
        ask = Ask(name, parts, dict(request.query))
        try:
            body, files = await read(request)
            ask = Ask(name, parts, dict(request.query), body, files)
            if route is None:
                raise no_route()
            if route.needs_token and (request.headers.get("Authorization") != f"Bot {self.token}" or self.revoked):
                raise unauthorized()
        except Refusal as refusal:
            return await self.answer(request, name, self._refused(request, ask, refusal))
        channel = ask.id("channel") if "channel" in parts else None
        fault = self.faults.of(name, channel)
        if fault is None:
            return await self.answer(request, name, await self._carried_out(request, route, ask))
        return await self._struck(request, route, ask, fault)

    async def _struck(self, request: web.Request, route: Route, ask: Ask, fault: Fault) -> web.StreamResponse:
        """Answer a request as its fault wants it."""
        match fault:
            case Answer():
                message = fault.message or _WORDS.get(fault.status, f"{fault.status}: Error")
                refusal = Refusal(fault.status, fault.code, message)
                return await self.answer(request, ask.route, self._refused(request, ask, refusal))
            case RetryAfter():
                late = self._too_many(request, ask, fault.seconds, is_global=fault.is_global, via=fault.via)
                return await self.answer(request, ask.route, late)
            case Slow():
                return await self.slowly(request, ask.route, fault, lambda: self._carried_out(request, route, ask))
            case ClosedBefore():
                self._unanswered(request, ask)
            case ClosedAfter():
                await self._carried_out(request, route, ask)
            case Hang() | Garbage():
                if fault.accepted:
                    await self._carried_out(request, route, ask)
                else:
                    self._unanswered(request, ask)
        if isinstance(fault, Garbage):
            garbage = web.Response(status=fault.status, text=fault.content, content_type="text/html")
            return await self.answer(request, ask.route, garbage)
        if isinstance(fault, Hang):
            await self.wait(fault.released)
        return closed(request)

    async def _carried_out(self, request: web.Request, route: Route, ask: Ask) -> web.Response:
        """Carry a request out and return its answer."""
        room = self.limits.takes(ask.route, ask.id("channel") if "channel" in ask.parts else None)
        if room.wait:
            return self._too_many(request, ask, room.wait, room=room)
        try:
            self._check(request, ask)
            result = route.act(self.world, ask)
        except Refusal as refusal:
            return self._refused(request, ask, refusal, room)
        status = 200
        if isinstance(result, tuple):
            status, result = result
        status = 204 if result is None else status
        self._note(request, ask, status, 0, result=result)
        self.step("accepted", ask.route)
        return self._response(status, result, ask.route, room)

    def _check(self, request: web.Request, ask: Ask) -> None:
        if self.description is None:
            return
        path = request.path.removeprefix(PREFIX)
        form = Form()
        for fault in self.description.faults_of_call(request.method, path, ask.query, ask.body):
            form.fault("_description", "DESCRIPTION", fault)
        form.check()

    def _refused(self, request: web.Request, ask: Ask, refusal: Refusal, room: Room | None = None) -> web.Response:
        error = refusal.as_json()
        self._note(request, ask, refusal.status, refusal.code, error=error)
        if refusal.avoidable:
            self.world.violations.append(f"{ask.route} {ask.body}: {json.dumps(error)}")
        self.step("refused", ask.route)
        return self._response(refusal.status, error, ask.route, room)

    def _too_many(
        self, request: web.Request, ask: Ask, seconds: float, *, is_global: bool = False, via: bool = True,
        room: Room | None = None,
    ) -> web.Response:  # fmt: skip
        error: Json = {"message": "You are being rate limited.", "retry_after": seconds, "global": is_global}
        self._note(request, ask, 429, 0, error=error)
        self.step("refused", ask.route)
        response = self._response(429, error, ask.route, room or Room(5, 0, seconds))
        response.headers["Retry-After"] = str(seconds)
        response.headers["X-RateLimit-Scope"] = "global" if is_global else "user"
        if is_global:
            response.headers["X-RateLimit-Global"] = "true"
        if not via:
            del response.headers["Via"]
        return response

    def _note(
        self, request: web.Request, ask: Ask, status: int, code: int, *, result: Any = None, error: Any = None
    ) -> None:
        path = request.path.removeprefix(PREFIX)
        call = Call(
            request.method, path, ask.route, status, code, self.world.now(), ask.body, dict(ask.query), ask.files,
            result, error,
        )  # fmt: skip
        self.calls.append(call)

    def _unanswered(self, request: web.Request, ask: Ask) -> None:
        self._note(request, ask, 0, 0)
        self.step("lost", ask.route)

    def _response(self, status: int, content: Any, route: str, room: Room | None) -> web.Response:
        headers = {"Via": "1.1 google"} | (self.limits.headers(route, room) if room else {})
        if content is None:
            return web.Response(status=status, headers=headers)
        # A charset, which aiohttp adds to a text, keeps discord.py from reading the answer as JSON.
        headers["Content-Type"] = "application/json"
        return web.Response(status=status, body=json.dumps(content).encode(), headers=headers)
