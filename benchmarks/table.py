"""Tables, and numbers as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table


def table(title: str, columns: Sequence[str], caption: str) -> Table:
    """Return an empty table: the first column holds words, the others numbers."""
    made = Table(box=SIMPLE_HEAD, title=title, caption=caption, title_justify="left", caption_justify="left")
    first, *others = columns
    made.add_column(first, no_wrap=True)
    for column in others:
        made.add_column(column, justify="right", min_width=len(max(column.split(), key=len)))
    return made


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.1f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.0f} µs"


def ratio(value: float) -> str:
    """Return a ratio, more exact the smaller it is."""
    return f"{value:.2f} ×" if value < 3 else f"{value:.1f} ×" if value < 30 else f"{value:.0f} ×"


def size(count: float) -> str:
    """Return a number of bytes in mebibytes."""
    return f"{count / 2**20:.1f} MiB"
