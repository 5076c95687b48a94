"""Where a script's lines come from: a file, or the standard input while somebody is still writing to it."""

from __future__ import annotations

import asyncio
import codecs
import os
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from bot.errors import ConfigError

CHUNK: Final = 65536
INPUT: Final = "-"


async def lines_of(script: str) -> AsyncIterator[str]:
    """Yield the lines of a script's file, or with "-" those of the standard input, each as soon as it is complete."""
    if script == INPUT:
        async for line in lines_of_input(sys.stdin.fileno()):
            yield line
        return
    for line in text_of(Path(script)).splitlines():
        yield line


def text_of(file: Path) -> str:
    """Return what a script's file says; ConfigError where it cannot be read."""
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"Das Skript {file} kann ich nicht lesen ({error.strerror}).") from error
    except ValueError as error:
        raise ConfigError(f"Das Skript {file} ist kein UTF-8.") from error


async def lines_of_input(handle: int) -> AsyncIterator[str]:
    """Yield the lines of an open file; waiting for the next one keeps nobody from ending the program."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    async for chunk in _chunks(handle):
        *complete, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in complete:
            yield line
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest


async def _chunks(handle: int) -> AsyncIterator[bytes]:
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        chunk = b"-"
        while chunk:
            chunk = os.read(handle, CHUNK)
            loop.call_soon_threadsafe(queue.put_nowait, chunk)

    # A daemon, since a read that nobody answers must not keep the process alive.
    threading.Thread(target=read, daemon=True, name="script").start()
    while chunk := await queue.get():
        yield chunk
