"""Patience with the store: what has to be asked of it is asked again where it fails, such as on a locked database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeVar

from bot.reporting import reported

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]
PAUSES: Final = (1.0, 5.0, 30.0)  # seconds between tries


async def insistently(ask: Callable[[], Awaitable[T]], pauses: Iterable[float], sleep: Sleep, doing: str) -> T:
    """Ask until it goes well, with these pauses between; what the last try raises is raised."""
    for pause in pauses:
        try:
            return await ask()
        except Exception as error:  # noqa: BLE001 - whatever ails the store, it has to be asked again
            reported(error, doing)
        await sleep(pause)
    return await ask()
