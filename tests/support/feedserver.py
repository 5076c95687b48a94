"""A server on loopback that hands out calendars as well or as badly as a test wants, over http or https."""

from __future__ import annotations

import asyncio
import gzip
import re
import ssl
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

TLS: Final = Path(__file__).parent / "tls"
NAME: Final = "kalender.example"  # which the certificate is for, as `umzug.example`
CALENDAR: Final = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"

Behaviour = Callable[[asyncio.StreamWriter, asyncio.Event, Mapping[str, str]], Awaitable[None]]


def trusted() -> ssl.SSLContext:
    """Return what believes the certificates of these servers, and no others."""
    return ssl.create_default_context(cafile=TLS / "authority.pem")


def head(status: int = 200, **headers: str | int) -> bytes:
    """Return the head of an answer, without a length unless one is given."""
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} X\r\nConnection: close\r\n{named}\r\n".encode()


def says(body: bytes = CALENDAR, status: int = 200, **headers: str | int) -> Behaviour:
    """Answer with this body."""

    async def behave(writer: asyncio.StreamWriter, _over: asyncio.Event, _asked: Mapping[str, str]) -> None:
        writer.write(head(status, Content_Length=len(body), **headers) + body)

    return behave


def moved(there: str, status: int = 302) -> Behaviour:
    """Send whoever asks elsewhere."""
    return says(b"", status, Location=there)


def versioned(body: bytes, etag: str) -> Behaviour:
    """Answer with a version, or that it is the one that was asked for."""

    async def behave(writer: asyncio.StreamWriter, over: asyncio.Event, asked: Mapping[str, str]) -> None:
        is_known = asked.get("if-none-match") == etag
        await (says(b"", 304, ETag=etag) if is_known else says(body, ETag=etag))(writer, over, asked)

    return behave


def endless(chunk: bytes, *, first: bytes = b"") -> Behaviour:
    """Say the same for ever, as fast as it is read; `first` is an answer's head unless it is given."""

    async def behave(writer: asyncio.StreamWriter, over: asyncio.Event, _asked: Mapping[str, str]) -> None:
        writer.write(first or head())
        while not over.is_set():
            writer.write(chunk)
            await writer.drain()

    return behave


def drips(pieces: bytes, *, every: float) -> Behaviour:
    """Say one byte after the other, so many seconds apart."""

    async def behave(writer: asyncio.StreamWriter, over: asyncio.Event, _asked: Mapping[str, str]) -> None:
        writer.write(head())
        for byte in pieces:
            writer.write(bytes([byte]))
            await writer.drain()
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), every)
                return

    return behave


async def silent(_writer: asyncio.StreamWriter, over: asyncio.Event, _asked: Mapping[str, str]) -> None:
    """Never answer."""
    await over.wait()


def raw(answer: bytes) -> Behaviour:
    """Say these bytes and close."""

    async def behave(writer: asyncio.StreamWriter, _over: asyncio.Event, _asked: Mapping[str, str]) -> None:
        writer.write(answer)

    return behave


def bomb(size: int) -> bytes:
    """Return as many blanks as a gzip file, about a thousandth of the size."""
    return gzip.compress(b" " * size)


class FeedServer:
    """Serves `pages`, by path; `asked` are the heads of the requests, `names` what was asked for in TLS."""

    def __init__(self, pages: Mapping[str, Behaviour], *, tls: bool = False) -> None:
        self.pages = dict(pages)
        self.asked: list[Mapping[str, str]] = []
        self.names: list[str | None] = []
        self.port = 0
        self._tls = self._context() if tls else None
        self._over = asyncio.Event()
        self._handling: set[asyncio.Task[None] | None] = set()

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._handle, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Listen no more, and end what is being said."""
        self._over.set()
        self._server.close()
        await asyncio.gather(*(task for task in self._handling if task is not None))
        await self._server.wait_closed()

    def url(self, path: str, host: str = "") -> str:
        """Return an address of this server under a name."""
        scheme, by_default = ("https", NAME) if self._tls else ("http", "127.0.0.1")
        return f"{scheme}://{host or by_default}:{self.port}{path}"

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(TLS / "kalender.pem")
        context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        return context

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._handling.add(asyncio.current_task())
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = request.split(" ")[1]
            said = dict(re.findall(r"^([\w-]+): (.*?)\r$", request, re.MULTILINE))
            self.asked.append({"path": path} | {name.lower(): value for name, value in said.items()})
            await self.pages.get(path, says(b"nothing here", 404))(writer, self._over, self.asked[-1])
            await writer.drain()
        writer.close()
        with suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()
