"""What the loopback platforms are alike in: a server on a free port, and answers that tests and faults steer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, Self, TypeVar

from aiohttp import web

from tests.support.faults import Slow


class Named(Protocol):
    """A button, by what stands on it."""

    @property
    def label(self) -> str:
        """Return what stands on it."""
        ...


A = TypeVar("A")
B = TypeVar("B", bound=Named)
C = TypeVar("C")
F = TypeVar("F")
N = TypeVar("N")
T = TypeVar("T")
Hook = Callable[[str, str], None]  # hears of each step of each request: the step, and the method or route
LAST_CALLS: Final = 8


class News:
    """Lets everybody look again who waits for something to happen."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def stir(self) -> None:
        """Say that something may have happened."""
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self, at_most: float | None = None) -> None:
        """Wait until something may have happened, or for so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await self._next.wait()


class Buttoned(Generic[B]):
    """A message with buttons below its words."""

    @property
    def text(self) -> str:
        """Return the words that stand there now."""
        raise NotImplementedError

    @property
    def buttons(self) -> Sequence[Sequence[B]]:
        """Return the rows of buttons below it."""
        raise NotImplementedError

    @property
    def labels(self) -> list[str]:
        """Return what stands on the buttons, row after row."""
        return [button.label for row in self.buttons for button in row]

    def button(self, label: str) -> B:
        """Return the button with this label; AssertionError where there is none."""
        for row in self.buttons:
            for button in row:
                if button.label == label:
                    return button
        raise AssertionError(f"no button {label!r} below {self.text!r}, only {self.labels}")


@dataclass(eq=False, slots=True)
class Serving(Generic[C]):
    """The HTTP side of a platform: who hears of its steps, and the requests that it has decided."""

    hooks: list[Hook] = field(default_factory=list, init=False)
    calls: list[C] = field(default_factory=list, init=False)
    revoked: bool = field(default=False, init=False)
    ending: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    under_way: set[asyncio.Task[web.Response | None]] = field(default_factory=set, init=False)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        raise NotImplementedError

    @property
    def news(self) -> News:
        """Return what is stirred at each step."""
        raise NotImplementedError

    def step(self, step: str, what: str) -> None:
        """Tell of a step: "received", "accepted", "refused", "lost" or "answered"."""
        for hook in self.hooks:
            hook(step, what)
        self.news.stir()

    async def answer(self, request: web.Request, what: str, response: web.Response) -> web.Response:
        """Send an answer away before its step is told, so that a hook finds it sent."""
        with suppress(ConnectionError):  # nobody waits for the answer any more
            await response.prepare(request)
            await response.write_eof()
            self.step("answered", what)
        return response

    async def slowly(
        self, request: web.Request, what: str, fault: Slow, carry_out: Callable[[], Awaitable[web.Response]]
    ) -> web.Response:
        """Carry a request out when its test lets it, even if nobody waits for the answer any more.

        Where the server ends before, it is not carried out.
        """

        async def late() -> web.Response | None:
            await self.wait(fault.released)
            return await carry_out() if fault.released.is_set() else None

        task = asyncio.create_task(late())
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)
        response = await asyncio.shield(task)
        return closed(request) if response is None else await self.answer(request, what, response)

    async def wait(self, released: asyncio.Event) -> None:
        """Wait until a test lets something go, or the server ends."""
        waits = {asyncio.ensure_future(each.wait()) for each in (released, self.ending)}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()


def closed(request: web.Request) -> web.Response:
    """Close the connection of a request."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


class World(Protocol[A, N]):
    """What the worlds behind the platforms are alike in."""

    me: A
    notified: list[N]
    violations: list[str]


class Server(Generic[C, F, A, N]):
    """A platform that listens on loopback; `looks_again` are the seconds after which `until` looks by itself.

    `me` is the bot's account, `notified` whom mentions notified, `violations` what the bot did wrong whatever the state
    of the world, `faults` those to come; `described` says that requests are held to the platform's own description.
    """

    looks_again: float | None = None

    def __init__(self, serving: Serving[C], faults: F, world: World[A, N], *, described: bool) -> None:
        self.port = 0
        self.me, self.notified, self.violations = world.me, world.notified, world.violations
        self.faults = faults
        self.described = described
        self._serving = serving
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        await self.comes_up()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close every connection and listen no more."""
        await self.goes_down()

    @property
    def hooks(self) -> list[Hook]:
        """Return what is called at each step of each request."""
        return self._serving.hooks

    @property
    def calls(self) -> list[C]:
        """Return every request, in the order in which they were decided."""
        return self._serving.calls

    async def comes_up(self) -> None:
        """Listen, on the same port as before."""
        assert self._runner is None, "it is up"
        self._serving.ending.clear()
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.01, handler_cancellation=True)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = runner.addresses[0][1]
        self._runner = runner

    async def goes_down(self) -> None:
        """Listen no more: new requests find nobody, those under way end without an answer."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            self._serving.ending.set()
            await self._breaks_off()
            await runner.cleanup()

    async def until(self, predicate: Callable[[], T], within: float = 5.0) -> T:
        """Return what `predicate` gives as soon as that is true, looked at after each step of each request."""
        try:
            async with asyncio.timeout(within):
                while not (result := predicate()):
                    await self._serving.news.wait(self.looks_again)
        except TimeoutError:
            told = "\n".join(f"  {each}" for each in self.calls[-LAST_CALLS:])
            raise AssertionError(f"not within {within} s; the last calls:\n{told}") from None
        return result

    def stir(self) -> None:
        """Let everybody who waits in `until` look again."""
        self._serving.news.stir()

    def _app(self) -> web.Application:
        """Return what answers, made anew each time."""
        raise NotImplementedError

    async def _breaks_off(self) -> None:
        """End what is no request, before the connections are closed."""
