"""Parameters of statements that are built once and given their values each time they run.

Building a statement anew costs several times what running it does, so those that most commands need stand at the top of
their modules.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam


def same(table: Table, *names: str) -> ColumnElement[bool]:
    """Return the condition that columns of a row have the values that are given as `its`."""
    return and_(*(table.c[name] == bindparam(f"its_{name}") for name in names))


def its(**values: Any) -> dict[str, Any]:
    """Return the values that `same` asks for, under names that no column has."""
    return {f"its_{name}": value for name, value in values.items()}
