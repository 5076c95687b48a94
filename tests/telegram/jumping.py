"""A loop whose time stands still while anything can be done, and then jumps to the next thing that is due."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Iterable
from typing import Any


class Jumping(asyncio.SelectorEventLoop):
    """A loop for which waiting takes no time; where nobody will ever wake up the test fails."""

    def __init__(self) -> None:
        self.at = 1000.0
        super().__init__(_Jump(self))

    def time(self) -> float:
        return self.at


class _Jump(selectors.SelectSelector):
    def __init__(self, loop: Jumping) -> None:
        super().__init__()
        self.loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        assert timeout is not None, "nobody will ever wake up"
        self.loop.at += timeout
        return []


def played(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=Jumping) as runner:
        runner.run(scene())


def now() -> float:
    return asyncio.get_running_loop().time()


async def together(coroutines: Iterable[Coroutine[Any, Any, None]]) -> None:
    async with asyncio.TaskGroup() as group:
        for coroutine in coroutines:
            group.create_task(coroutine)
