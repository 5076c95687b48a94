"""What was worked out once for a word, a sign or the like, looked up as fast as in any dictionary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

_ROOM: Final = 50_000  # people say the same words; beyond these nothing is kept
Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """A dictionary that works out what it does not know, and keeps it while there is room."""

    def __init__(self, work_out: Callable[[Key], Value], room: int = _ROOM) -> None:
        super().__init__()
        self._work_out = work_out
        self._room = room

    def __missing__(self, key: Key) -> Value:
        """Work out what belongs to a key."""
        value = self._work_out(key)
        if len(self) < self._room:
            self[key] = value
        return value
