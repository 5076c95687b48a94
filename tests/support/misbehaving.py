"""Servers on loopback that behave as badly as a test wants, whatever is asked of them."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter, asyncio.Event], Awaitable[None]]


@asynccontextmanager
async def misbehaving(behave: Behaviour) -> AsyncIterator[str]:
    """Behave so towards every connection; yields the address."""
    over = asyncio.Event()
    handling: set[asyncio.Task[None] | None] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handling.add(asyncio.current_task())
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await behave(reader, writer, over)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        over.set()
        server.close()
        await server.wait_closed()
        await asyncio.gather(*(task for task in handling if task is not None))


async def read(reader: asyncio.StreamReader) -> None:
    """Read one request, that is, accept it."""
    head = await reader.readuntil(b"\r\n\r\n")
    if length := re.search(rb"content-length: (\d+)", head.lower()):
        await reader.readexactly(int(length[1]))


async def closes_before_reading(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter, _: asyncio.Event) -> None:
    """Accept the connection alone."""


async def closes_after_reading(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter, _: asyncio.Event) -> None:
    await read(reader)


async def resets_after_reading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _: asyncio.Event) -> None:
    await read(reader)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _: asyncio.Event) -> None:
    await read(reader)
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"ok":true,')
    await writer.drain()


async def reads_and_hangs(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
    await read(reader)
    await over.wait()


async def reads_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
    await over.wait()  # the reader itself takes no more than 128 KiB off the wire unread
    writer.transport.abort()
