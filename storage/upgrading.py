"""Alembic's part of the revisions: which there are, and running those that a database lacks.

Importing Alembic takes a good part of a start, so `storage.revisions` does it for those databases alone that are not at
the newest revision.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


@functools.cache
def revisions(scripts: Path) -> Sequence[str]:
    """Return the revisions that a folder holds, newest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config(scripts)).walk_revisions()]


def upgrade(connection: Connection, scripts: Path) -> None:
    """Run the revisions of a folder that a database lacks."""
    config = _config(scripts)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config(scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
