"""The guides are true: settings are accepted, commands exist, links lead somewhere, and what is quoted is said."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.people import Platform
from bot.settings.loading import load

ROOT = Path(__file__).parent.parent
GUIDES = {guide.name: guide.read_text("utf-8") for guide in sorted((ROOT / "docs").glob("*.md"))}
SAYING = ("adapters", "bot")  # the rooms whose sentences are quoted


def blocks(guide: str, language: str) -> list[str]:
    """Return a guide's fenced blocks of a language, also those in lists."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", GUIDES[guide], re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for _, block in found]


def every(language: str) -> list[tuple[str, str]]:
    return [(guide, block) for guide in GUIDES for block in blocks(guide, language)]


def test_there_is_a_guide_for_each_platform() -> None:
    assert {f"{platform}.md" for platform in Platform} <= {*GUIDES}


@pytest.mark.parametrize(("guide", "settings"), every("toml"))
def test_settings_are_accepted(guide: str, settings: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(settings, "utf-8")
    assert load(None, {}, tmp_path).model_fields_set, "a block of settings sets something"


@pytest.mark.parametrize("guide", GUIDES)
def test_variables_are_known_and_their_values_accepted(guide: str, tmp_path: Path) -> None:
    named = dict.fromkeys(re.findall(r"IDEENHERD_[A-Z_]+", GUIDES[guide]), "")
    set_to = dict(re.findall(r"(IDEENHERD_[A-Z_]+)='(.*)'", GUIDES[guide]))
    assert named
    load(None, named | set_to, tmp_path)


@pytest.fixture(scope="module")
def help_text() -> str:
    return subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("guide", GUIDES)
def test_every_ideenherd_command_exists(guide: str, help_text: str) -> None:
    typed = "\n".join(blocks(guide, "sh")) + "\n".join(re.findall("`(ideenherd .*?)`", GUIDES[guide]))
    named = set(re.findall(r"^ideenherd ([a-z]+)", typed, re.MULTILINE))
    assert named
    assert {name for name in named if not re.search(rf"^ +{name} ", help_text, re.MULTILINE)} == set()


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_leads_somewhere(guide: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", GUIDES[guide]):
        file, _, heading = link.partition("#")
        if file.startswith("https://"):
            continue
        target = ROOT / "docs" / (file or guide)
        assert target.exists(), link
        assert not heading or heading in headings(target.read_text("utf-8")), link


def headings(text: str) -> set[str]:
    """Return what the headings of a text are called in links."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("guide", GUIDES)
def test_what_is_quoted_is_what_the_code_says(guide: str) -> None:
    quoted = re.findall(r"^\| `([^`]{20,})` \|", GUIDES[guide], re.MULTILINE)
    said = {sentence for room in SAYING for sentence in sentences(ROOT / room)}
    assert quoted
    assert [sentence for sentence in quoted if sentence not in said] == []


def sentences(room: Path) -> Iterator[str]:
    """Yield every string of the code, with … for what is put into it."""
    for file in room.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.sub(r"%[sd]", "…", node.value)
