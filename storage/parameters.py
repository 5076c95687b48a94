"""Parameters of statements that are built once and given their values each time they run.

Building a statement anew costs several times what running it does, so those that most commands need stand at the top of
their modules.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Table, and_, bindparam, or_


def same(table: Table, *names: str) -> ColumnElement[bool]:
    """Return the condition that columns of a row have the values that are given as `its`."""
    return and_(*(table.c[name] == bindparam(f"its_{name}") for name in names))


def its(**values: Any) -> dict[str, Any]:
    """Return the values that `same` asks for, under names that no column has."""
    return {f"its_{name}": value for name, value in values.items()}


def is_open(table: Table, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that the route of an account or a place is not closed, or that an outer join found none."""
    return or_(table.c.closed_until.is_(None), table.c.closed_until <= now)
