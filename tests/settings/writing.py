"""What tests of settings share: a config.toml that is written and read at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from bot.errors import ConfigError
from bot.settings.loading import load
from bot.settings.model import Settings

SECRET: Final = "123456789:geheim-ABC"
JOBS: Final = """
[[places]]
platform = "telegram"
chat = -100
roles = ["jobs"]
"""


def settings_of(cwd: Path, toml: str, **environ: str) -> Settings:
    """Return the settings of this file and environment."""
    (cwd / "config.toml").write_text(toml, encoding="utf-8")
    return load(None, environ, cwd)


def findings_of(cwd: Path, toml: str, **environ: str) -> list[str]:
    """Return the lines with which this file and environment are refused."""
    with pytest.raises(ConfigError) as refused:
        settings_of(cwd, toml, **environ)
    return str(refused.value).splitlines()


def name_in(cwd: Path, path: Path | None, environ: Mapping[str, str]) -> str:
    """Return the community's name, by which tests tell where the settings came from."""
    return load(path, environ, cwd).community.name
