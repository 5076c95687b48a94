"""The README is true: its transcript is what the demo prints, its table is the registry, its commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from bot.house import registry

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_first_two_commands_are_the_demo_and_the_tests() -> None:
    assert blocks("sh")[0].split("\n")[:2] == ["make demo", "make test"]
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {line.split()[1] for block in blocks("sh") for line in block.splitlines() if line.startswith("make")} <= {
        *targets
    }


def test_the_transcript_is_what_the_demo_prints(tmp_path: Path) -> None:
    transcript, script = blocks("text")
    (tmp_path / "script").write_text(script)
    run = subprocess.run(  # noqa: S603 - our own program with our own script
        [sys.executable, "-m", "bot", "demo", "--empty", "--script", str(tmp_path / "script")],
        capture_output=True, text=True, timeout=60, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    printed = "\n".join(line.rstrip() for line in run.stdout.splitlines())
    assert transcript.strip() in printed


def test_the_table_is_the_registry() -> None:
    rows = re.findall(r"^\| `/(\w+)` \| (.*?) \|$", README, re.MULTILINE)
    assert rows == [(command.name, command.summary) for command in registry().visible]


def test_every_ideenherd_command_exists() -> None:
    named = {line.split()[1] for block in blocks("sh") for line in block.splitlines() if line.startswith("ideenherd")}
    told = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True).stdout
    assert named
    assert {name for name in named if not re.search(rf"^ +{name} ", told, re.MULTILINE)} == set()


def test_every_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_release_is_told_everywhere() -> None:
    release = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"**State:** {release}," in README
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[:2] == ["Unreleased", release]
