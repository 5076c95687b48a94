"""How a PostgreSQL server is spoken to: either side notices within half a minute that the other is gone without a word.

A network that fails, or a machine without power, closes no connection. Left to themselves, systems notice that after a
quarter of an hour where something was on its way, otherwise after two hours, or never where nobody tells them to look.
"""

from __future__ import annotations

import socket
from typing import Final

from sqlalchemy import URL, Pool, event
from sqlalchemy.engine.interfaces import AdaptedConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_CONNECTS_WITHIN: Final = 10  # seconds
# A transaction's first statement waits for its turn; the others have to see what was written meanwhile, whatever the
# server is set to.
_ISOLATION: Final = "READ COMMITTED"
_SETTINGS: Final = {
    "idle_in_transaction_session_timeout": "10s",  # of a frozen process, for which all others wait
    "tcp_keepalives_idle": "10s",  # of a machine that is gone, whose locks keep the next process out
    "tcp_keepalives_interval": "5s",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "25s",
}
# The same for our side; not every system has every one of them.
_OPTIONS: Final = {
    "TCP_KEEPIDLE": 10,  # seconds
    "TCP_KEEPALIVE": 10,  # as macOS calls it
    "TCP_KEEPINTVL": 5,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": 25_000,  # milliseconds
}


def engine_to(url: URL, pool: type[Pool] | None = None) -> AsyncEngine:
    """Return what opens connections to a server; its pool lends none that the server has ended."""
    settings = {"server_settings": _SETTINGS, "timeout": _CONNECTS_WITHIN}
    engine = create_async_engine(
        url, hide_parameters=True, poolclass=pool, connect_args=settings, isolation_level=_ISOLATION
    )
    event.listen(engine.sync_engine, "connect", _watch)
    event.listen(engine.sync_engine, "checkout", _must_stand)
    return engine


def _watch(connection: AdaptedConnection, _record: object) -> None:
    """Let the system end a connection whose other end does not answer."""
    # asyncpg has no option for it, and hands out its socket in no other way.
    way: socket.socket = connection.driver_connection._transport.get_extra_info("socket")  # noqa: SLF001 - see above
    if way.family not in (socket.AF_INET, socket.AF_INET6):
        return
    way.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _OPTIONS.items():
        if hasattr(socket, name):
            way.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def _must_stand(connection: AdaptedConnection, _record: object, _proxy: object) -> None:
    """Let the pool open another connection where the server ended this one meanwhile, as it does when it restarts."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError
