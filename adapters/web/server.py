"""The HTTP server in the bot's process: calendars and /health over aiohttp, for whoever asks, thus with limits.

It says neither what it is nor what it was asked: no banner, no access log. A reverse proxy in front of it adds HTTPS.
"""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from adapters.web.answers import Answer, Find, Findings, answer, in_words
from bot.errors import ConfigError, Unavailable
from bot.reporting import reported

LONGEST_LINE: Final = 2048  # bytes of a request's first line, and of a header 8,190

log = logging.getLogger(__name__)

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the server lets happen; times are seconds."""

    connections: int = 100  # at once; one more is closed
    idle: float = 20  # until a request has to be complete
    answer: float = 15
    oldest: float = 120  # after which a connection serves no further request, and twice that until it is cut
    stopping: float = 3  # for what is under way at the end


DEFAULT: Final = Limits()


class Request(web.BaseRequest):
    """A request whose answer names no program."""

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        """Take out what aiohttp says of itself, in its own answers to malformed requests too."""
        response.headers.popall("Server", None)


class Doors(web.Server):
    """A server that lets only so many in at once, and nobody stay for ever."""

    def __init__(self, handler: Handler, limits: Limits) -> None:
        super().__init__(
            handler,
            request_factory=partial(Request, loop=asyncio.get_running_loop()),
            access_log=None,
            logger=log,
            keepalive_timeout=limits.idle,
            lingering_time=0,
            max_line_size=LONGEST_LINE,
        )
        self._limits = limits
        self._ends: dict[web.RequestHandler, tuple[asyncio.TimerHandle, ...]] = {}

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Take a connection, or close it where too many are open."""
        super().connection_made(handler, transport)
        if len(self.connections) > self._limits.connections:
            transport.abort()
            return
        later = asyncio.get_running_loop().call_later
        oldest = self._limits.oldest
        self._ends[handler] = later(oldest, handler.close), later(2 * oldest, transport.abort)

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        """Let a connection go."""
        super().connection_lost(handler, exc)
        for end in self._ends.pop(handler, ()):
            end.cancel()


@asynccontextmanager
async def serving(host: str, port: int, find: Find, findings: Findings, limits: Limits = DEFAULT) -> AsyncIterator[int]:
    """Serve until the block is left, and yield the port; 0 takes a free one.

    What is under way then is finished in three seconds. Raises ConfigError where the address is no one of ours,
    Unavailable where somebody else has the port.
    """

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        return _response(await _answered(request, find, findings, limits.answer))

    log.addFilter(_is_ours)
    doors = Doors(handle, limits)
    server = await _listening(doors, host, port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        doors.pre_shutdown()
        await doors.shutdown(limits.stopping)


def _is_ours(line: logging.LogRecord) -> bool:
    """Say whether a line is no complaint of aiohttp's about what came in: anybody can send that, and it names them."""
    return line.exc_info is None or not isinstance(line.exc_info[1], HttpProcessingError)


async def _listening(doors: Doors, host: str, port: int) -> asyncio.Server:
    try:
        return await asyncio.get_running_loop().create_server(doors, host, port, backlog=100)
    except (OSError, ValueError) as error:  # a UnicodeError for what no host can be called
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise Unavailable(
                f"web.host, web.port: Auf {host} und Port {port} kann ich nicht lauschen: "
                "Dort lauscht schon ein anderes Programm."
            ) from error
        raise ConfigError(
            f"web.host, web.port: Auf {host} und Port {port} kann ich nicht lauschen: "
            "Das erlaubt der Rechner nicht, oder die Adresse gehört nicht zu ihm."
        ) from error


async def _answered(request: web.BaseRequest, find: Find, findings: Findings, within: float) -> Answer:
    """Return the answer in time, whatever happens; a bug is told by its code."""
    try:
        async with asyncio.timeout(within):
            known = request.headers.get("If-None-Match", "")
            return await answer(request.method, request.path, known, find, findings)
    except TimeoutError:
        return in_words(503, "Das dauert gerade zu lange. Versuch es in einer Minute noch einmal.", Retry_After="60")
    except Exception as error:  # noqa: BLE001 - whatever it is, who asked gets an answer
        return in_words(500, f"Das ist schiefgegangen (Code {reported(error, 'the web')}).")


def _response(said: Answer) -> web.Response:
    headers = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", **said.headers}
    if said.status == 304:
        return web.Response(status=304, headers=headers)
    return web.Response(status=said.status, body=said.body, content_type=said.type, charset="utf-8", headers=headers)
