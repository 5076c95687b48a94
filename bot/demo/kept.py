"""What a demo keeps beside its database: the world of both platforms and the clock, as one file of JSON.

The database is the bot's; where the messages stand and to whom the bot may write is the platforms', and they are made
anew with every run. Without the file the buttons of an earlier run could not be pressed any more.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, TypeAdapter

from adapters.console.kept import KeptWorld, kept, taken_up
from adapters.console.people import Persona
from adapters.console.world import World
from bot.demo.world import PLACES
from bot.domain.people import Platform
from bot.errors import ConfigError
from storage.copying import read_only

FORM: Final = 1  # rises when an older file can no longer be read


@dataclass(frozen=True, slots=True)
class Kept:
    """The file's content."""

    form: int
    now: AwareDatetime
    world: KeptWorld


class WorldFile:
    """The file beside a database; it is replaced as a whole, so a kill leaves the old one or the new one."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._file = database.with_name(f"{database.name}.welt.json")
        self._written = b""

    def must_be_a_demo_s(self) -> None:
        """Raise ConfigError for the database of a real community: the demo would take its places and messages away."""
        try:
            with closing(read_only(self._database)) as connection:
                chats = {chat for (chat,) in connection.execute("SELECT chat FROM places")}
        except sqlite3.Error:
            return  # it is not there yet, or none of ours, which the bot says itself
        if not chats <= {place.address.chat for place in PLACES}:
            raise ConfigError(
                f"--db: {self._database} gehört zu einer echten Gemeinschaft, nicht zur Demo. Nenne eine andere Datei."
            )

    def read(self) -> tuple[World, datetime] | None:
        """Return the kept world and its clock; None where there is none, or none that can be read.

        A file whose database is gone belongs to nothing any more.
        """
        if not self._database.exists():
            return None
        try:
            found = _json().validate_json(self._file.read_bytes())
            return (taken_up(found.world, PLACES), found.now) if found.form == FORM else None
        except (OSError, ValueError, KeyError):  # pydantic's ValidationError is a ValueError
            return None

    def write(self, world: World, now: datetime) -> None:
        """Keep the world as it is now; ConfigError where it cannot be written."""
        content = _json().dump_json(Kept(FORM, now, kept(world)))
        if content == self._written:
            return
        part = self._file.with_name(f".{self._file.name}.part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
                opened.write(content)
            part.replace(self._file)
        except OSError as error:
            raise ConfigError(f"{self._file} kann ich nicht schreiben ({error.strerror}).") from error
        self._written = content

    def let_write_to_all(self, world: World) -> None:
        """Open the way to everybody who has an account in the database.

        Nobody knows any more who wrote to the bot and who blocked it. Without a way here their reminders would be
        lost without a word, and nearly everybody with an account has written privately to get it.
        """
        with closing(read_only(self._database)) as connection:
            accounts = connection.execute("SELECT platform, login, name FROM accounts").fetchall()
        for platform, login, name in accounts:
            persona = Persona(login, Platform(platform))
            world.enter(persona, None)
            world.person(persona).name = name


@cache
def _json() -> TypeAdapter[Kept]:
    return TypeAdapter(Kept)
