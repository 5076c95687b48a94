"""What is shown, as lines of JSON: one thing a line, always with the same keys, for scripts that read along."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Final, TextIO

from adapters.console.world import Shown

KEYS: Final = (
    *("at", "platform", "place", "to", "kind", "ref", "text"),
    *("buttons", "mentions", "files", "fields", "private"),
)


def as_json(shown: Shown, at: datetime) -> str:
    """Return one line without its end; `at` is the wall time with its offset."""
    sight = shown.sight
    values = (
        at.isoformat(timespec="seconds"),
        shown.platform.value,
        shown.place,
        str(shown.to) if shown.to is not None else None,
        shown.kind,
        shown.number,
        sight.plain,
        [[knob.label for knob in row] for row in sight.knobs],
        [str(persona) for persona in shown.notified],
        list(sight.files),
        [list(field) for field in sight.fields],
        shown.private,
    )
    return json.dumps(dict(zip(KEYS, values, strict=True)), ensure_ascii=False)


class JsonLines:
    """Writes every shown thing as it happens, so that a program at the other end of a pipe can answer."""

    def __init__(self, out: TextIO, wall: Callable[[], datetime]) -> None:
        self._out = out
        self._wall = wall

    def __call__(self, shown: Shown) -> None:
        """Write one line and hand it on at once."""
        self._out.write(as_json(shown, self._wall()) + "\n")
        self._out.flush()
