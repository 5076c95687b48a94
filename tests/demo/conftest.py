"""The demo as its users run it: a script goes in, lines of JSON come out."""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from storage.revisions import migrate

Shown = dict[str, Any]


@dataclass(frozen=True)
class Played:
    """What became of a script."""

    status: int
    shown: list[Shown]
    complaint: str

    def of(self, **wanted: object) -> list[Shown]:
        """Return what was shown with these values."""
        return [each for each in self.shown if all(each[key] == value for key, value in wanted.items())]

    def texts(self, **wanted: object) -> list[str]:
        """Return the words of what was shown with these values."""
        return [each["text"] for each in self.of(**wanted)]


Play = Callable[..., Played]


def run(file: Path, script: str, *options: str) -> Played:
    """Write a script to a file, let the demo play it, and say what was shown."""
    file.write_text(script, encoding="utf-8")
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as complaint:
        status = main(["demo", "--script", str(file), "--json", *options])
    return Played(status, [json.loads(line) for line in out.getvalue().splitlines()], complaint.getvalue())


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty database of the present revision, so that not every script makes its own."""
    file = tmp_path_factory.mktemp("demo") / "empty.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
def play(tmp_path: Path, migrated: Path) -> Play:
    """Return a function that plays a script and says what was shown; without options nobody and nothing is there."""
    numbers = itertools.count()

    def played(script: str, *options: str) -> Played:
        database = shutil.copy(migrated, tmp_path / f"{next(numbers)}.db")
        return run(tmp_path / "script.txt", script, *(options or ("--empty", "--db", str(database))))

    return played
