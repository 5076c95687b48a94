"""`ideenherd match` and `explain` as programs run them: processes with pipes, no settings, no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
BOUND: Final = 45  # seconds


def started(
    folder: Path,
    *arguments: str,
    given: int = subprocess.PIPE,
    taken: int = subprocess.PIPE,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> subprocess.Popen[bytes]:
    """Start the command in an empty folder, where the terminal says that it knows nothing but ASCII."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IDEENHERD_")}
    return subprocess.Popen(  # noqa: S603 - our own program with our own words
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment
        | dict(variables)
        | {"PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        stdin=given,
        stdout=taken,
        stderr=subprocess.PIPE,
    )


def ran(
    folder: Path, given: bytes, *arguments: str, variables: Mapping[str, str] = MappingProxyType({})
) -> tuple[int, str, str]:
    with started(folder, *arguments, variables=variables) as process:
        out, complaints = process.communicate(given, timeout=BOUND)
    return process.returncode, out.decode(), complaints.decode()


def test_posts_go_in_and_answers_come_out(tmp_path: Path) -> None:
    (tmp_path / "m.jsonl").write_bytes(
        b'\xef\xbb\xbf{"handle": "J\xc3\xb6rg", "skills_raw": "reactjs", "city": "Essen", "availability": "frei"}\r\n'
    )
    posts = '\ufeff{"id": "ä", "text": "Suche jemanden für React"}\r\n\r\n{"id": 2, "text": "Hallo \\ud800"}'
    status, out, complaints = ran(tmp_path, posts.encode(), "match", "--members", "m.jsonl")
    assert (status, complaints) == (0, "")
    assert '"ä"' in out
    first, second = map(json.loads, out.splitlines())
    assert (first["tagged"], first["reasons"]) == (["Jörg"], {"Jörg": "React · Essen · frei"})
    assert (second["id"], second["asks"], second["tagged"]) == (2, False, [])
    assert [each.name for each in tmp_path.iterdir()] == ["m.jsonl"]


def test_every_process_gives_the_same_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "We need a backend engineer (Go), MongoDB + Redis in the stack, PostgreSQL and MySQL for reports."
    post = json.dumps({"id": 1, "text": text}).encode()
    answers = set()
    for seed in "123":  # of the hashes of words, by which sets are ordered
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        answers.add(ran(tmp_path, post, "match"))
    assert len(answers) == 1


def test_a_bad_line_ends_it_with_one_and_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "m.jsonl").write_bytes(b'{"skills_raw": "react"}\n')
    status, out, complaints = ran(tmp_path, b'{"id": 1}\n{"id": 2, "text": ""}\n', "match", "--members", "m.jsonl")
    assert status == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == [2]
    assert complaints.splitlines() == ["m.jsonl, Zeile 1: „handle“ fehlt.", "Zeile 1: „text“ fehlt."]


def test_nothing_in_is_nothing_out(tmp_path: Path) -> None:
    assert ran(tmp_path, b"", "match") == (0, "", "")


@pytest.mark.parametrize("file", ["missing.jsonl", "."])
def test_members_that_cannot_be_read_are_one_line_and_status_two(tmp_path: Path, file: str) -> None:
    status, out, complaints = ran(tmp_path, b"", "match", "--members", file)
    assert (status, out) == (2, "")
    assert complaints.startswith(f"--members: {file} kann ich nicht lesen")
    assert complaints.count("\n") == 1


def test_each_answer_comes_before_the_next_post_is_there(tmp_path: Path) -> None:
    with started(tmp_path, "match") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(2):
            process.stdin.write(json.dumps({"id": number, "text": "Suche React"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(BOUND) == 0


def test_a_reader_who_goes_ends_it_quietly(tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text('{"id": 0, "text": "Suche React"}\n' * 20_000)
    with posts.open() as given, started(tmp_path, "match", given=given.fileno()) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == 0
        process.stdout.close()
        assert (process.wait(BOUND), process.stderr.read()) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
@pytest.mark.parametrize("arguments", [("match",), ("explain", "Suche React"), ("when", "morgen")])
def test_a_full_disk_ends_it_with_a_sentence(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text('{"id": 0, "text": "Suche React"}\n')
    with posts.open() as given, Path("/dev/full").open("wb") as taken:
        with started(tmp_path, *arguments, given=given.fileno(), taken=taken.fileno()) as process:
            _, complaints = process.communicate(timeout=BOUND)
        assert process.returncode == 1
        assert complaints.decode().startswith("Ich kann nicht weiterschreiben: ")
        assert complaints.count(b"\n") == 1


def test_a_post_is_explained_from_the_line_and_from_the_input(tmp_path: Path) -> None:
    post = "Suche eine Texterin für Haskell"
    status, out, complaints = ran(tmp_path, b"", "explain", post)
    assert (status, complaints) == (0, "")
    assert out.startswith("Fragt nach jemandem: ")
    assert "→ Texten" in out
    assert ran(tmp_path, post.encode(), "explain", "-") == (0, out, "")


def test_what_is_explained_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    status, out, _complaints = ran(tmp_path, b"Suche \x1b[31mReact\x07 und \x9b\xffPython\x1b", "explain", "-")
    assert status == 0
    assert all(line.isprintable() or not line for line in out.splitlines())
