"""Everything that a database holds, table by table, to be compared before and after."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from bot.app import App
from bot.ports import Store
from storage.schema import metadata
from storage.work import Work

Dump = dict[str, list[tuple[Any, ...]]]


async def dump(app: App, without: Collection[str] = ()) -> Dump:
    """Return the rows of every table but some, in their order."""
    async with app.storage.begin() as store:
        work = work_of(store)
        return {
            table.name: [tuple(row) for row in await work.all(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
            if table.name not in without
        }


def work_of(store: Store) -> Work:
    """Return the statements of a transaction, for what no store lists."""
    work: Work = store._work  # type: ignore[attr-defined]  # noqa: SLF001
    return work
