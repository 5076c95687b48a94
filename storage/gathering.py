"""What belongs to a row comes with it: the rows of another table as one list, in the same statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, ScalarSelect, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Lists(FunctionElement[Any]):
    """An aggregate: for all rows the list of the lists of these columns, as JSON."""

    type = JSON()
    inherit_cache = True


def belonging(condition: ColumnElement[bool], *columns: Column[Any]) -> ScalarSelect[Any]:
    """Return the rows that fulfil a condition with the outer row, each as the list of these columns.

    They come in no order, which the first column should tell; NULL may stand for none.
    """
    return select(_Lists(*columns)).where(condition).scalar_subquery()


@compiles(_Lists)
def _in_sqlite(lists: _Lists, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(lists.clauses, **options)}))"


@compiles(_Lists, "postgresql")
def _in_postgresql(lists: _Lists, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_agg(json_build_array({compiler.process(lists.clauses, **options)}))"
