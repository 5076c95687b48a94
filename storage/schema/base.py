"""What all tables are made with: the names of their keys, columns that recur, and indexes over some of the rows."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.compiler import DDLCompiler

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_column() -> Column[int]:
    """Return a number that is never used twice, where the table says so."""
    return Column("id", Integer, primary_key=True)


def member_column(**options: Any) -> Column[int]:
    """Return the column that names a member, whose rows go with them."""
    return Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), **options)


def partial_index(name: str, *columns: Any, where: str) -> Index:
    """Return an index over the rows that fulfil a condition, which both databases can do."""
    return Index(name, *columns, sqlite_where=text(where))


@compiles(CreateIndex, "postgresql")
def _create_index(create: CreateIndex, compiler: DDLCompiler, **options: Any) -> str:
    """Give PostgreSQL the condition of a partial index; its own option would import its dialect at every start."""
    plain: str = compiler.visit_create_index(create, **options)  # type: ignore[no-untyped-call]  # SQLAlchemy's own
    stated = create.element.dialect_options
    where = stated["sqlite"]["where"]
    return plain if where is None or stated["postgresql"]["where"] is not None else f"{plain} WHERE {where}"
