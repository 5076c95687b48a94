"""The two lock files name what is installed, by hash, and nothing about where it comes from."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]

HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
HOST = re.compile(
    r"://|\b[a-z0-9-]+(\.[a-z0-9-]+)*\.(org|com|net|io|dev)\b|localhost|(?<![=.\d])\d{1,3}(\.\d{1,3}){3}\b"
)


def locked(name: str) -> list[Requirement]:
    """Every requirement of a lock file, without its hashes."""
    return [Requirement(entry.split("--hash", 1)[0]) for entry in entries(name)]


def entries(name: str) -> list[str]:
    return (ROOT / name).read_text().replace("\\\n", " ").splitlines()


def version(requirement: Requirement) -> Version:
    (pin,) = requirement.specifier
    assert pin.operator == "==", f"{requirement} is not pinned"
    return Version(pin.version)


def pins(name: str) -> dict[str, Version]:
    return {canonicalize_name(each.name): version(each) for each in locked(name)}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def wanted(group: str) -> list[Requirement]:
    """The requirements of a dependency group, without the groups it includes."""
    return [Requirement(each) for each in project()["dependency-groups"][group] if isinstance(each, str)]


def missing(requirements: list[Requirement], name: str) -> list[str]:
    found = pins(name)
    return [
        str(each)
        for each in requirements
        if (pin := found.get(canonicalize_name(each.name))) is None or pin not in each.specifier
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    assert [line for line in text.splitlines() if HOST.search(line)] == []
    assert not re.search(r"--(extra-)?index-url|--find-links| @ ", text)


@pytest.mark.parametrize("place", ["--index-url https://a.b", "x @ file:///x", "pip.example.org", "10.0.0.1:3141"])
def test_a_host_would_be_noticed(place: str) -> None:
    assert HOST.search(place)


@pytest.mark.parametrize("name", LOCKS)
def test_everything_locked_is_pinned_once_and_has_hashes(name: str) -> None:
    assert [entry for entry in entries(name) if not HASH.search(entry)] == []
    assert len(pins(name)) == len(entries(name)) > 0


def test_what_the_bot_needs_is_locked_at_a_version_it_accepts() -> None:
    needed = [Requirement(each) for each in project()["project"]["dependencies"]]
    assert missing(needed, "requirements.lock") == []
    assert missing([Requirement("alembic<1"), Requirement("left-pad")], "requirements.lock") == [
        "alembic<1",
        "left-pad",
    ]


def test_the_project_builds_from_the_lock_alone() -> None:
    backend = [Requirement(each) for each in project()["build-system"]["requires"]]
    assert backend == wanted("build")
    assert missing(backend, "requirements.lock") == []


def test_development_runs_on_the_very_releases_that_operators_run() -> None:
    assert missing(wanted("dev"), "requirements-dev.lock") == []
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()
