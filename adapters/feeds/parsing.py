"""A foreign calendar read in a child process: what is in it may burn that process, never ours.

The child gets the bytes and the name of a zone; no secret (a clean environment), no descriptor but its three, no pickle
either way. It lives ten seconds at most, and is gone and reaped when `parse` returns, whatever happens to us meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from adapters.feeds.child import REFUSED
from bot.calendar.ical.carrying import unpacked
from bot.calendar.ical.feed import MOST_BYTES, Parsed
from bot.calendar.ical.findings import Refusal, Unreadable

_CHILD: Final = "adapters.feeds.child"
_ROOT: Final = str(Path(__file__).resolve().parents[2])
_MOST_ANSWERED: Final = 16 * MOST_BYTES
_CHUNK: Final = 64 * 1024
# What Windows needs to start a program at all. Nothing else of our environment is handed on: it may hold tokens.
_NEEDED: Final = ("SYSTEMROOT",)


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a child may live, and for how long it may compute; both in seconds.

    A file of 1 MiB with 4,500 series takes 1.6 seconds of computing here, so there is room for slower machines.
    """

    seconds: float = 10.0
    cpu: int = 8


async def parse(data: bytes, zone: str, limits: Limits = Limits()) -> Parsed:
    """Return what a calendar says; `zone` is the community's, an IANA name. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(Refusal.TOO_BIG)
    try:
        async with asyncio.timeout(limits.seconds):
            answer, status = await answered((_CHILD, zone, str(limits.cpu)), data)
    except TimeoutError:
        raise Unreadable(Refusal.TOO_COSTLY) from None
    try:
        if status == REFUSED:
            raise Unreadable(Refusal(answer.decode()))
        if status == 0:
            return unpacked(answer)
    except ValueError:
        pass  # nothing of ours: it was stopped in the middle of its answer
    raise Unreadable(Refusal.TOO_COSTLY)


async def answered(command: Sequence[str], data: bytes) -> tuple[bytes, int]:
    """Return what a module, called with words, says to bytes in a process of its own, and the status of its end.

    Whoever waits no longer, by cancelling, has ended it.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-s", "-B", "-X", "utf8", "-m", *command),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,  # a traceback may quote the file
        env={"PYTHONPATH": _ROOT} | {name: os.environ[name] for name in _NEEDED if name in os.environ},
        cwd=_ROOT,
        close_fds=True,
    )
    try:
        answer, _ = await asyncio.gather(_read(child), _write(child, data))
        if len(answer) > _MOST_ANSWERED:
            return b"", -1
        return answer, await child.wait()
    finally:
        await _ended(child)


async def _write(child: Process, data: bytes) -> None:
    line = _there(child.stdin)
    with suppress(ConnectionError):  # it has ended already
        line.write(data)
        await line.drain()
    line.close()


async def _read(child: Process) -> bytes:
    """Return all that the child says; one that says too much is stopped."""
    line, said = _there(child.stdout), bytearray()
    while chunk := await line.read(_CHUNK):
        said += chunk
        if len(said) > _MOST_ANSWERED:
            break
    return bytes(said)


async def _ended(child: Process) -> None:
    """Kill the child where it still runs and wait until it is reaped, however often we are cancelled meanwhile."""
    if child.returncode is None:
        with suppress(ProcessLookupError):
            child.kill()
    cancelled: asyncio.CancelledError | None = None
    reaped = asyncio.ensure_future(_reaped(child))
    while not reaped.done():
        try:
            await asyncio.shield(reaped)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled


async def _reaped(child: Process) -> None:
    """Wait for the end; what the child had said before is passed over, or its pipe would never be closed."""
    line = _there(child.stdout)
    while await line.read(_CHUNK):
        pass
    await child.wait()


def _there(line: T | None) -> T:
    """Return a pipe that was asked for."""
    if line is None:
        raise RuntimeError("the child has no pipe")
    return line
