"""The command line: one status for each outcome, one clear line for each mistake."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def configured(tmp_path: Path, name: str = "bot.toml") -> str:
    file = tmp_path / name
    file.write_text(f'[storage]\nurl = "sqlite+aiosqlite:///{tmp_path}/data.db"\n', encoding="utf-8")
    return str(file)


def test_a_database_is_made_saved_and_put_back(tmp_path: Path, capsys: Output) -> None:
    config = configured(tmp_path)
    copy = tmp_path / "copy.db"
    assert main(["--config", config, "migrate"]) == 0
    assert main(["migrate", "--config", config]) == 0
    assert (tmp_path / "data.db").is_file()
    assert main(["backup", "--config", config, str(copy)]) == 0
    assert copy.is_file()
    assert main(["restore", str(copy), "--config", config]) == 0
    assert "Zurückgespielt" in capsys.readouterr().out


def test_without_any_setting_the_defaults_count(tmp_path: Path) -> None:
    assert main(["migrate"]) == 0
    assert (tmp_path / "ideenherd.db").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--config", "missing.toml", "migrate"],
        ["migrate", "--config", "missing.toml"],
        ["backup", "copy.db"],
        ["restore", "missing.db"],
        ["restore", "n" * 300],  # is refused by the system as a folder is that may not be entered
        ["demo", "--script", "missing.txt"],
        ["demo", "--db", "missing/folder/data.db"],
        ["demo", "--db", "n" * 300],
        [],
    ],
)
def test_a_mistake_is_one_line_and_status_two(arguments: list[str], capsys: Output) -> None:
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1


@pytest.mark.parametrize("command", ["when", "match", "explain -", "demo --empty --script -"])
def test_a_closed_input_is_an_empty_one(command: str) -> None:
    call = f"exec '{sys.executable}' -m bot {command} <&-"
    done = subprocess.run(["/bin/sh", "-c", call], capture_output=True, check=False, timeout=60)  # noqa: S603 - ours
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["unsinn"], "„unsinn“ gibt es nicht, nur demo, run, check,"),
        (["demo", "--unsinn", "x"], "--unsinn x kenne ich hier nicht."),
        (["backup"], "Es fehlt: DATEI."),
        (["demo", "--db"], "Nach --db fehlt eine Angabe."),
        (["demo", "--json=3"], "--json nimmt keine Angabe."),
        (["demo", "--config", "missing.toml"], "--config missing.toml kenne ich hier nicht."),
        (["match", "--config", "missing.toml"], "--config missing.toml kenne ich hier nicht."),
    ],
)
def test_a_wrong_call_is_refused_in_german_with_status_two(
    arguments: list[str], complaint: str, capsys: Output
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("Aufruf: ideenherd")
    assert output.err.splitlines()[-1].startswith(complaint)


@pytest.mark.parametrize("arguments", [["--help"], ["demo", "--help"], ["backup", "--help"]])
def test_help_is_german_throughout(arguments: list[str], capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Aufruf: ")
    assert not [word for word in ("usage", "arguments", "options", "show this") if word in shown]


def test_a_backup_that_cannot_be_written_names_the_file_as_typed_and_the_folder(tmp_path: Path, capsys: Output) -> None:
    config = configured(tmp_path)
    assert main(["--config", config, "migrate"]) == 0
    capsys.readouterr()
    assert main(["--config", config, "backup", "weg/b.db"]) == 2
    complaint = capsys.readouterr().err
    assert complaint.startswith(f"weg/b.db kann ich nicht schreiben: Den Ordner {tmp_path / 'weg'} gibt es nicht.")
    assert ".part" not in complaint
    assert main(["--config", config, "backup", "b.db"]) == 0


def test_what_is_wrong_with_the_demo_s_database_is_said_of_its_option(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "other.db").write_bytes(b"kein SQLite, aber lang genug, um danach auszusehen" * 20)
    for file in ("weg/x.db", "other.db", str(tmp_path)):
        assert main(["demo", "--empty", "--db", file, "--script", "-"]) == 2
        complaint = capsys.readouterr().err
        assert complaint.startswith("--db: ")
        assert "storage.url" not in complaint
    assert not list(tmp_path.glob("*.json"))


def test_the_version_is_that_of_the_package(capsys: Output) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("ideenherd ")


def test_the_demo_explains_its_scripts_in_lines_that_a_terminal_holds(capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--help"])
    assert ended.value.code == 0
    manual = capsys.readouterr().out
    assert "ben@discord> [Vorschau]" in manual
    assert "feld" in manual.casefold()
