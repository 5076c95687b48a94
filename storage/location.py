"""Where the database is: a file, the memory of this process, or a PostgreSQL server."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from bot.errors import ConfigError, Unavailable

_AWAY = ("08", "53", "57P")  # classes of PostgreSQL's codes: no connection, no resources left, starting or ending
_GREATEST_PORT = 65535
# What can be said behind the "?" of a PostgreSQL address; what libpq calls sslmode is ssl to asyncpg.
_NUMBERS = {"port": (1, _GREATEST_PORT), "command_timeout": (1, None), "prepared_statement_cache_size": (0, None)}
_OPTIONS = frozenset({*_NUMBERS, "host", "ssl", "passfile", "target_session_attrs"})
_OF_THE_DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
BUSY = (
    "storage.url: Ein anderes Programm schreibt gerade in die Datenbank und gibt sie nicht frei. "
    "Beende es, dann versuche es noch einmal."
)
EXAMPLE = 'Ein Beispiel: url = "sqlite+aiosqlite:///ideenherd.db".'
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


@dataclass(frozen=True, slots=True)
class Location:
    """A database's URL with the driver we use; `file` is set for SQLite on disk."""

    url: URL
    file: Path | None

    @property
    def is_sqlite(self) -> bool:
        """Say whether SQLite keeps the data, on disk or in memory."""
        return self.url.get_backend_name() == "sqlite"


def located(url: str) -> Location:
    """Read the setting storage.url; ConfigError when it names nothing that Ideenherd can use."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # whose words may quote the password
        raise ConfigError(f"storage.url ist keine Adresse einer Datenbank. {EXAMPLE}") from None
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise ConfigError(
            f"storage.url: „{parsed.drivername}“ kenne ich nicht, nur sqlite+aiosqlite und postgresql+asyncpg. "
            f"{EXAMPLE}"
        )
    if (parsed.port or 0) > _GREATEST_PORT:
        raise ConfigError(f"storage.url: Einen Port über {_GREATEST_PORT} gibt es nicht.")
    if driver.startswith("postgresql"):
        _must_be_known(parsed, _OPTIONS)
        return Location(parsed.set(drivername=driver), None)
    name = parsed.database or ""
    if name.startswith("file:"):
        raise ConfigError(f"storage.url: Nenne die Datei ohne „file:“. {EXAMPLE}")
    _must_be_known(parsed, ())
    file = None if name in ("", ":memory:") else Path(name).absolute()
    return Location(parsed.set(drivername=driver), file)


def _must_be_known(url: URL, options: Collection[str]) -> None:
    """Raise ConfigError for an option behind the "?" of an address that its driver would not take."""
    for name, said in url.normalized_query.items():
        if name not in options:
            hint = "Meinst du ssl? Zum Beispiel: …?ssl=require" if name.startswith("ssl") else "Nimm es weg."
            raise ConfigError(f"storage.url: „{name}“ hinter dem Fragezeichen kenne ich nicht. {hint}")
        least, most = _NUMBERS.get(name, (0, None))
        if name in _NUMBERS and not all(_is_number(one, least, most) for one in said):
            bounds = f"von {least} bis {most}" if most else f"ab {least}"
            raise ConfigError(f"storage.url: „{name}“ hinter dem Fragezeichen muss eine Zahl {bounds} sein.")


def _is_number(said: str, least: int, most: int | None) -> bool:
    return said.isdecimal() and least <= int(said) and (most is None or int(said) <= most)


def located_file(url: str, instead: str) -> Path:
    """Return the SQLite file of a URL; ConfigError with the advice `instead` for anything else."""
    place = located(url)
    if place.file is None:
        where = "im Speicher" if place.is_sqlite else "bei PostgreSQL"
        raise ConfigError(f"storage.url: Das geht nur mit einer SQLite-Datei, diese Datenbank liegt {where}. {instead}")
    return place.file


def must_be_usable(file: Path) -> None:
    """Raise ConfigError unless the file can be read and written, or made where it is missing."""
    folder = file.parent
    if not folder.is_dir():
        raise ConfigError(f"storage.url: Den Ordner {folder} gibt es nicht. Lege ihn an oder nenne einen anderen.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError(
            f"storage.url: Im Ordner {folder} darf ich nicht schreiben. Ändere seine Rechte (chown, chmod)."
        )
    if file.exists() and not (file.is_file() and os.access(file, os.R_OK | os.W_OK)):
        raise ConfigError(f"storage.url: {file} kann ich nicht lesen und schreiben. Ändere die Rechte (chown, chmod).")


def sqlite_code(error: BaseException | None) -> int | None:
    """Return the primary code of an error of SQLite's, None for any other."""
    return error.sqlite_errorcode & 0xFF if isinstance(error, sqlite3.Error) else None


@contextmanager
def writing(act: str) -> Iterator[None]:
    """Turn what a disk or another program refuses into words for the operator; whatever else goes wrong is a bug.

    `act` says in German what was to be done with the database; none of it may be done where that fails.
    """
    try:
        yield
    except OperationalError as error:
        code = sqlite_code(error.orig)
        if code == sqlite3.SQLITE_BUSY:
            raise Unavailable(BUSY) from error
        if code not in _OF_THE_DISK:
            raise
        raise ConfigError(
            f"storage.url: Die Datenbank lässt sich nicht {act}: {error.orig}. "
            "Geändert ist nichts. Sieh nach Platz und Rechten, dann versuche es noch einmal."
        ) from error


@contextmanager
def opening(*, on_server: bool = False) -> Iterator[None]:
    """Turn what keeps a database from being opened into words for the operator; a server may be away for a while.

    So may a SQLite file be that another program holds.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ConfigError(f"storage.url: Dafür fehlt das Paket {error.name}. Installiere es mit pip.") from error
    except (DBAPIError, sqlite3.Error, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if sqlite_code(cause) == sqlite3.SQLITE_BUSY:
            raise Unavailable(BUSY) from error
        if on_server and (isinstance(cause, OSError) or str(getattr(cause, "sqlstate", "")).startswith(_AWAY)):
            reason = str(cause) or "Er antwortet nicht."  # a TimeoutError has no words
            raise Unavailable(
                f"storage.url: Der Server der Datenbank ist gerade nicht zu erreichen: {reason}"
            ) from error
        raise ConfigError(f"storage.url: Die Datenbank lässt sich nicht öffnen: {cause}") from error
