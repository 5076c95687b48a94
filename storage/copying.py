"""Copying a SQLite database whole, also beside a running bot: never half a file, never over another one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import ConfigError


def copy_database(source: Path, target: Path) -> None:
    """Write a copy of a database to a new file in one step of SQLite's online backup.

    A chunked backup begins anew with every write beside it and may never end. The copy is one file that needs no
    other, readable by whom the source is. Raises ConfigError if the target exists or cannot be written, or if the
    source cannot be read.
    """
    if target.exists():
        raise ConfigError(f"{target} gibt es schon. Nenne eine Datei, die es noch nicht gibt.")
    _must_be_readable(source)
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with closing(read_only(source)) as original, closing(sqlite3.connect(part)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        shutil.copymode(source, part)
        flush(part)
        part.rename(target)
        flush(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise ConfigError(f"{target} kann ich nicht schreiben: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _must_be_readable(source: Path) -> None:
    try:
        with closing(read_only(source)) as original:
            original.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        raise ConfigError(f"{source} kann ich nicht lesen: {error}") from error


def read_only(file: Path) -> sqlite3.Connection:
    """Open a database for reading alone; beside a running bot it must never write."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
