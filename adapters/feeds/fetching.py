"""Files fetched from addresses that people name: bounded in time and size, and from the open Internet alone.

aiohttp does it, not httpx: its connector takes a resolver, so a name is looked up once, by us, and the connection goes
to the address that was checked, while TLS and Host keep the name. Here it follows no redirect by itself, reads no proxy
from the environment, keeps no cookie and unpacks nothing: what is needed of that is done below, under the limits.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from adapters.feeds.asking import Resolve, asked, checked, host_of
from bot.calendar.ical.feed import MOST_BYTES
from bot.errors import FeedError, FeedGone, FeedRefused, FeedUnreachable, FeedUnreadable
from bot.feeds import Fetched, NotModified
from bot.talk.text import Phrase

_CHUNK: Final = 64 * 1024
_LONGEST_WORD: Final = 500  # of an ETag and its like, which are kept
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_PACKED: Final = {"gzip": 31, "x-gzip": 31, "deflate": 47, "": 0, "identity": 0}  # how zlib calls them


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a body, packed and unpacked alike; seconds for all of it; how often one may be sent elsewhere."""

    body: int = MOST_BYTES
    seconds: float = 10.0
    redirects: int = 4


async def looked_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the system knows them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Fetcher:
    """Fetches calendars; hosts that are `exempt`, by name, may be anywhere and speak http.

    `resolve` looks a host up, `tls` says which certificates are believed, the system's without it.
    """

    def __init__(
        self,
        exempt: Collection[str] = (),
        *,
        limits: Limits = Limits(),
        resolve: Resolve = looked_up,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._exempt = tuple(exempt)
        self._limits = limits
        self._resolve = resolve
        self._tls = tls
        self._agent = f"ideenherd/{version('ideenherd')} (calendar subscription)"

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified:
        """Return what lies at an address, or that it is what was fetched before.

        Raises FeedRefused, FeedUnreachable, FeedGone or FeedUnreadable, each with its sentence.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        known = {name: word for name, word in conditions.items() if word}
        address = asked(url, self._exempt)
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._followed(address, known)
        except TimeoutError as error:
            raise FeedUnreachable(Phrase("{host} antwortet nicht rechtzeitig.", host=host_of(address))) from error

    async def _followed(self, address: URL, known: dict[str, str]) -> Fetched | NotModified:
        """Ask, and ask where one is sent, each address checked as the first."""
        for _ in range(self._limits.redirects + 1):
            try:
                async with self._answer(address, known) as answer:
                    if answer.status not in _MOVED:
                        return await self._read(answer, known)
                    there = answer.headers.get("Location", "")
            except (aiohttp.ClientError, OSError, zlib.error, ValueError) as error:
                raise _failed(error, address) from error
            address = self._next(address, there)
        raise FeedRefused(Phrase("{host} schickt mich im Kreis.", host=host_of(address)))

    def _next(self, address: URL, there: str) -> URL:
        try:
            target = address.join(URL(there))
        except (ValueError, TypeError) as error:
            raise FeedRefused(Phrase("{host} schickt mich an keine Adresse.", host=host_of(address))) from error
        if address.scheme == "https" and target.scheme == "http":
            raise FeedRefused(Phrase("{host} schickt mich von https zu http.", host=host_of(address)))
        return asked(str(target), self._exempt)

    @asynccontextmanager
    async def _answer(self, address: URL, known: dict[str, str]) -> AsyncIterator[aiohttp.ClientResponse]:
        """Ask one address, over a connection of its own to what was checked."""
        where = await checked(address, self._exempt, self._resolve)
        headers = {
            "User-Agent": self._agent,
            "Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
            "Accept-Encoding": "gzip",
            **known,
        }
        connector = aiohttp.TCPConnector(
            resolver=_Checked(where), use_dns_cache=False, force_close=True, limit=1, ssl=self._tls or True
        )
        async with (
            aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),  # the whole has its own
                auto_decompress=False,
                trust_env=False,
            ) as session,
            session.get(address, headers=headers, allow_redirects=False) as answer,
        ):
            yield answer

    async def _read(self, answer: aiohttp.ClientResponse, known: dict[str, str]) -> Fetched | NotModified:
        if answer.status == 304 and known:
            return NotModified()
        if answer.status != 200:
            raise _refusal(answer.status, host_of(answer.url))
        if (answer.content_length or 0) > self._limits.body:
            raise _too_big()
        data = await self._body(answer)
        return Fetched(data, _word(answer, "ETag"), _word(answer, "Last-Modified"))

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        """Return the unpacked body; raises FeedUnreadable as soon as it is too big on either side of unpacking."""
        packing = answer.headers.get("Content-Encoding", "").strip().casefold()
        if packing not in _PACKED:
            raise FeedUnreadable(Phrase("Der Kalender ist auf eine Art gepackt, die ich nicht kenne."))
        unpack = zlib.decompressobj(_PACKED[packing]) if _PACKED[packing] else None
        body, came, most = bytearray(), 0, self._limits.body
        async for chunk in answer.content.iter_chunked(_CHUNK):
            came += len(chunk)
            body += chunk if unpack is None else unpack.decompress(chunk, most + 1 - len(body))
            if came > most or len(body) > most:
                raise _too_big()
        if unpack is not None and came and not unpack.eof:
            raise aiohttp.ClientPayloadError("the packed body ends too early")
        return bytes(body)


class _Checked(AbstractResolver):
    """Knows one host: where it was found when it was checked."""

    def __init__(self, where: Sequence[str]) -> None:
        self._where = where

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the checked addresses, whatever the name is by now."""
        return [
            ResolveResult(
                hostname=host,
                host=each,
                port=port,
                family=socket.AF_INET6 if ":" in each else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for each in self._where
            if family in (socket.AF_UNSPEC, socket.AF_INET6 if ":" in each else socket.AF_INET)
        ]

    async def close(self) -> None:
        """Nothing is held."""


def _refusal(status: int, host: str) -> FeedError:
    """Return what a status means that is no success."""
    if status in (404, 410):
        return FeedGone(Phrase("Unter dieser Adresse gibt es bei {host} keinen Kalender (mehr).", host=host))
    if status in (401, 403, 407):
        return FeedRefused(Phrase("{host} zeigt mir diesen Kalender nicht. Ist er öffentlich freigegeben?", host=host))
    return FeedUnreachable(Phrase("{host} hat gerade eine Störung (Status {status}).", host=host, status=status))


def _failed(error: Exception, address: URL) -> FeedError:
    """Return what a failed request means."""
    host = host_of(address)
    match error:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return FeedUnreachable(Phrase("Das Zertifikat von {host} stimmt nicht.", host=host))
        case aiohttp.ClientPayloadError() | zlib.error():
            return FeedUnreachable(Phrase("{host} hat mitten im Kalender aufgehört.", host=host))
        case aiohttp.InvalidURL() | aiohttp.ClientResponseError():
            return FeedUnreachable(Phrase("{host} spricht kein ordentliches HTTP.", host=host))
    return FeedUnreachable(Phrase("{host} ist nicht zu erreichen.", host=host))


def _too_big() -> FeedUnreadable:
    return FeedUnreadable(Phrase("Der Kalender ist größer als 1 MiB."))


def _word(answer: aiohttp.ClientResponse, name: str) -> str | None:
    """Return a header that is sent back the next time, unless it is longer than anybody needs."""
    word = answer.headers.get(name, "")
    return word if 0 < len(word) <= _LONGEST_WORD and word.isprintable() else None
