"""How a PostgreSQL server is spoken to."""

from __future__ import annotations

from typing import Final

from sqlalchemy import URL, Pool, event
from sqlalchemy.engine.interfaces import AdaptedConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

# A transaction's first statement waits for its turn; the others have to see what was written meanwhile, whatever the
# server is set to.
_ISOLATION: Final = "READ COMMITTED"
_SETTINGS: Final = {"idle_in_transaction_session_timeout": "10s"}  # of a frozen process, for which all others wait


def engine_to(url: URL, pool: type[Pool] | None = None) -> AsyncEngine:
    """Return what opens connections to a server; its pool lends none that the server has ended."""
    settings = {"server_settings": _SETTINGS}
    engine = create_async_engine(
        url, hide_parameters=True, poolclass=pool, connect_args=settings, isolation_level=_ISOLATION
    )
    event.listen(engine.sync_engine, "checkout", _must_stand)
    return engine


def _must_stand(connection: AdaptedConnection, _record: object, _proxy: object) -> None:
    """Let the pool open another connection where the server ended this one meanwhile, as it does when it restarts."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError
