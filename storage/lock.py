"""One process per database file, held by a lock file beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import ConfigError

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def sole_use(file: Path) -> Iterator[None]:
    """Be the only process that uses a database file; ConfigError if another one does.

    The system lets go of the lock when the process ends, however it ends. The lock file itself stays: to delete it
    would let a third process lock a new one while the second still holds the old.
    """
    beside = file.with_name(file.name + ".lock")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ConfigError(f"storage.url: {beside} kann ich nicht anlegen ({error.strerror}).") from error
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise ConfigError(
                f"Ideenherd läuft schon mit dieser Datenbank ({file}). "
                "Beende das andere Programm zuerst oder nenne unter storage.url eine andere Datei."
            ) from error
        yield
    finally:
        os.close(handle)
