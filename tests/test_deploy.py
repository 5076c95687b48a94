"""What operators copy works: compose.yaml and the unit fit the program, its version and each other."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import health
from bot.cli.parsing import WRONG
from bot.service import GONE_AFTER
from bot.settings.loading import load

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
UNIT = ROOT / "deploy" / "ideenherd.service"
PROGRAM = "/opt/ideenherd/bin/ideenherd"


def read_yaml(text: str) -> Any:
    """Read the part of YAML that compose.yaml is written in: blocks of mappings and lists, plain or quoted texts.

    Anything else raises ValueError.
    """
    lines = [(len(line) - len(line.lstrip()), line.strip()) for line in text.splitlines()]
    lines = [(indent, _without_comment(line)) for indent, line in lines if line and not line.startswith("#")]
    value, rest = _block(lines)
    if rest:
        raise ValueError(f"what does {rest[0]} belong to?")
    return value


def _without_comment(line: str) -> str:
    return re.sub(r"\s+#.*$", "", line)


def _block(lines: list[tuple[int, str]]) -> tuple[Any, list[tuple[int, str]]]:
    """Return the value of a block and the lines behind it."""
    indent, first = lines[0]
    is_list = first.startswith("- ")
    items: list[Any] = []
    pairs: dict[str, Any] = {}
    while lines and lines[0][0] == indent and lines[0][1].startswith("- ") is is_list:
        line = lines[0][1]
        if is_list:
            if re.match(r"- [\w-]+: ", line):  # a mapping that begins on the line of its dash
                item, lines = _block([(indent + 2, line[2:]), *lines[1:]])
            else:
                item, lines = _text(line[2:]), lines[1:]
            items.append(item)
            continue
        key, colon, value = line.partition(":")
        if not colon or key in pairs or not re.fullmatch(r"[\w-]+", key) or value[:1] not in ("", " "):
            raise ValueError(f"no key, or one that stands twice: {line}")
        if value:
            pairs[key], lines = _text(value.strip()), lines[1:]
        elif len(lines) > 1 and lines[1][0] > indent:
            pairs[key], lines = _block(lines[1:])
        else:
            raise ValueError(f"nothing below {line}")
    return (items if is_list else pairs), lines


def _text(value: str) -> Any:
    if quoted := re.fullmatch(r'"([^"\\]*)"', value):
        return quoted[1]
    if value in ("true", "false", "{}"):
        return {"true": True, "false": False, "{}": {}}[value]
    if not re.fullmatch(r"[\w./$][^#]*", value) or ": " in value:
        raise ValueError(f"not a text that is read here: {value}")
    return value


@pytest.fixture(scope="module")
def compose() -> Any:
    return read_yaml((ROOT / "compose.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def service(compose: Any) -> Any:
    (name, service), *others = compose["services"].items()
    assert (name, others) == ("ideenherd", [])
    return service


@pytest.fixture(scope="module")
def unit() -> dict[str, list[str]]:
    """Return the settings of the unit's section [Service]."""
    return settings(UNIT.read_text("utf-8").partition("[Service]")[2].partition("[Install]")[0])


def settings(section: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", section, re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def program_knows(command: str) -> bool:
    """Say whether `ideenherd --help` lists a command."""
    told = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True).stdout
    return re.search(rf"^ +{command} ", told, re.MULTILINE) is not None


@pytest.mark.parametrize("wrong", ["a: [1]", "a: &b c", "a: 1\na: 2", "a:\nb: 1", "- a\n - b", "a: b: c", "a\n", "a:b"])
def test_yaml_that_is_not_read_here_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_yaml(wrong)


def test_the_image_is_called_by_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    named = re.findall(r"^    image: (.+)$", (ROOT / "compose.yaml").read_text("utf-8"), re.MULTILINE)
    assert named == [f"ideenherd:{version}"]


def test_the_container_may_do_no_more_than_it_needs(service: Any) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - inside the container
    assert not service.keys() & {"cap_add", "devices", "network_mode", "pid", "ports", "privileged", "user"}


def test_the_data_outlive_the_container(compose: Any, service: Any) -> None:
    data, *binds = service["volumes"]
    volume, _, folder = data.partition(":")
    assert volume in compose["volumes"]
    assert re.findall(r"^(?:VOLUME|WORKDIR) (/data)$", DOCKERFILE, re.MULTILINE) == [folder, folder]
    assert [(bind["target"], bind["read_only"]) for bind in binds] == [
        (service["environment"]["IDEENHERD_CONFIG"], True)
    ]


def test_what_the_environment_lacks_counts_as_not_set(service: Any, tmp_path: Path) -> None:
    handed_on = {name: value for name, value in service["environment"].items() if name != "IDEENHERD_CONFIG"}
    assert handed_on == {name: f"${{{name}:-}}" for name in handed_on}
    assert {"IDEENHERD_DISCORD__TOKEN", "IDEENHERD_TELEGRAM__TOKEN"} <= handed_on.keys()
    assert load(None, dict.fromkeys(handed_on, ""), tmp_path) == load(None, {}, tmp_path)


def test_the_end_has_time_to_be_orderly(service: Any, unit: dict[str, list[str]]) -> None:
    assert float(service["stop_grace_period"].removesuffix("s")) > GONE_AFTER
    assert float(unit["TimeoutStopSec"][0]) > GONE_AFTER


def test_docker_asks_after_the_health() -> None:
    assert re.findall(r'^HEALTHCHECK .* CMD \["ideenherd", "(\w+)"\]$', DOCKERFILE, re.MULTILINE) == ["health"]
    assert program_knows("health")


def test_docker_compose_takes_it(tmp_path: Path) -> None:
    if shutil.which("docker") is None or not _runs("docker", "compose", "version"):
        pytest.skip("docker compose is not installed")
    shutil.copy(ROOT / "compose.yaml", tmp_path)
    (tmp_path / "config.toml").touch()
    told = subprocess.run(  # noqa: S603 - Docker's own program with our file
        ["docker", "compose", "--file", str(tmp_path / "compose.yaml"), "config", "--quiet"],  # noqa: S607 - as installed
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")


def test_the_unit_starts_what_there_is(unit: dict[str, list[str]]) -> None:
    ((program, command),) = [line.split() for line in unit["ExecStart"]]
    assert program == PROGRAM
    assert program_knows(command)


def test_the_unit_starts_again_whatever_a_new_start_can_mend(unit: dict[str, list[str]]) -> None:
    assert unit["Type"] == ["notify"]
    assert unit["Restart"] == ["on-failure"]
    assert unit["RestartPreventExitStatus"] == [str(WRONG)]
    assert timedelta(seconds=float(unit["WatchdogSec"][0])) > health.STALE > health.EVERY


def test_the_unit_works_where_it_may_write(unit: dict[str, list[str]]) -> None:
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["WorkingDirectory"] == [f"/var/lib/{unit['StateDirectory'][0]}"]
    assert unit["StateDirectoryMode"] == ["0700"]


def units_in_the_guide() -> Iterator[tuple[str, str]]:
    """Yield the units that the guide for operators shows, by name."""
    guide = (ROOT / "docs" / "betrieb.md").read_text("utf-8")
    for block in re.findall(r"^```ini\n(.*?)^```", guide, re.DOTALL | re.MULTILINE):
        if name := re.match(r"# /etc/systemd/system/([\w-]+\.(?:service|timer))\n", block):
            yield name[1], block


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    ours = {UNIT.name: UNIT.read_text("utf-8"), **dict(units_in_the_guide())}
    assert len(ours) == 3
    for name, text in ours.items():
        (tmp_path / name).write_text(text.replace(PROGRAM, sys.executable), "utf-8")
    told = subprocess.run(  # noqa: S603 - systemd's own program with our files
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in ours)],  # noqa: S607 - as installed
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert [line for line in told.stderr.splitlines() if "ideenherd" in line] == []


def _runs(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - only asks for a version
