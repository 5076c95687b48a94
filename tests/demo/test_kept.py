"""A demo with --db goes on where it ended: the platforms' world and the clock lie beside the database."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.demo.conftest import Play

REMINDER = 'anna@telegram> /erinnere was=Kuchen wann="3.12. 10:00"\n'
CARD = "ben@discord:#jobs> Suche jemanden für Haskell\nben@discord> [Vorschau]\nben@discord> [Veröff]\n"


@pytest.fixture
def kept(tmp_path: Path) -> tuple[str, ...]:
    return ("--empty", "--db", str(tmp_path / "kept.db"))


@pytest.fixture
def world_file(tmp_path: Path) -> Path:
    return tmp_path / "kept.db.welt.json"


def test_a_reminder_of_the_first_run_comes_on_time_in_the_second(play: Play, kept: tuple[str, ...]) -> None:
    assert play(REMINDER, *kept).status == 0
    (reminded,) = play("+ 3 days\n", *kept).shown
    assert (reminded["to"], reminded["at"][:16], reminded["ref"]) == ("anna@telegram", "2026-12-03T10:00", 2)
    assert reminded["text"].startswith("Erinnerung")


def test_a_card_of_the_first_run_is_pressed_and_edited_in_the_second(play: Play, kept: tuple[str, ...]) -> None:
    first = play(CARD, *kept)
    cards = {each["ref"] for each in first.of(place="#jobs", to=None) if ["Interesse"] in each["buttons"]}
    second = play(
        "carla@discord:#jobs> [Interesse]\nben@discord:#jobs> !edit Suche jemanden für Haskell und Rust\n", *kept
    )
    assert second.status == 0
    assert {each["ref"] for each in second.of(kind="edit", place="#jobs") if "Rust" in each["text"]} == cards
    newest = max(each["ref"] for each in first.shown if each["ref"])
    fresh = [each["ref"] for each in second.of(kind="send")]
    assert fresh == list(range(newest + 1, newest + 1 + len(fresh))), "refs go on counting"


def test_the_clock_goes_on_and_never_back(play: Play, kept: tuple[str, ...]) -> None:
    play("+ 2 days\n", *kept)
    (shown,) = play("ben@discord> /hilfe\n", *kept).shown
    assert shown["at"].startswith("2026-12-03T09:00")
    assert play("@ 2026-12-02 09:00\n", *kept).complaint.startswith("Zeile 1: die Uhr steht schon auf 2026-12-03 09:00")


def test_who_blocked_the_bot_or_left_a_place_still_does(play: Play, kept: tuple[str, ...]) -> None:
    agreed = "anna@telegram> /skills haskell\nanna@telegram> [Einverstanden]\n"
    play(f"{agreed}{REMINDER}anna@telegram:#jobs> !leave\nanna@telegram> !block\n", *kept)
    again = play(f"{CARD}+ 3 days\n", *kept)
    assert again.of(kind="send", place="#jobs", platform="telegram")
    assert not again.of(to="anna@telegram")
    assert not [each for each in again.shown if each["mentions"]]


def test_a_script_that_ends_with_a_bad_line_keeps_what_was_before(play: Play, kept: tuple[str, ...]) -> None:
    assert play(f"{CARD}ben@discord> [Unsinn]\n", *kept).status == 2
    assert play("carla@discord:#jobs> [Interesse]\n", *kept).status == 0


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff", b'{"form":1,"now":"gestern","world":[]}'])
def test_without_a_readable_world_everybody_with_an_account_may_be_written_to(
    play: Play, kept: tuple[str, ...], world_file: Path, content: bytes | None
) -> None:
    play(f"anna@telegram> /skills haskell\nanna@telegram> [Einverstanden]\n{REMINDER}", *kept)
    if content is None:
        world_file.unlink()
    else:
        world_file.write_bytes(content)
    (reminded,) = play("+ 3 days\n", *kept).of(to="anna@telegram")
    assert (reminded["ref"], reminded["at"][:16]) == (1, "2026-12-03T10:00")


def test_the_file_is_json_and_goes_with_its_database(
    play: Play, kept: tuple[str, ...], world_file: Path, tmp_path: Path
) -> None:
    play(CARD, *kept)
    assert "Gesucht: Haskell" in str(json.loads(world_file.read_text("utf-8")))
    assert world_file.stat().st_mode & 0o777 == 0o600
    (tmp_path / "kept.db").unlink()
    assert play("carla@discord:#jobs> [Interesse]\n", *kept).complaint.startswith("Zeile 1: ")


def test_the_database_of_a_real_community_is_left_alone(play: Play, kept: tuple[str, ...], tmp_path: Path) -> None:
    play(CARD, *kept)
    with closing(sqlite3.connect(tmp_path / "kept.db")) as connection, connection:
        connection.execute("UPDATE places SET chat = '-1001234567890' WHERE chat = '#jobs' AND platform = 'telegram'")
    before = (tmp_path / "kept.db").read_bytes()
    again = play("ben@discord> /jobs\n", *kept)
    assert (again.status, again.shown) == (2, [])
    assert "gehört zu einer echten Gemeinschaft" in again.complaint
    assert (tmp_path / "kept.db").read_bytes() == before


def test_without_a_database_of_its_own_a_run_keeps_nothing(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert play(CARD, "--empty").status == 0
    assert not list(tmp_path.glob("*.json"))
    assert play("carla@discord:#jobs> [Interesse]\n", "--empty").status == 2
