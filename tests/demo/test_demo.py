"""What the demo promises to whoever runs it: lines of JSON, a clock that stops where something is due, a status."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from tests.demo.conftest import Play

KEYS = {"at", "platform", "place", "to", "kind", "ref", "text", "buttons", "mentions", "files", "fields", "private"}
WITH_SAMPLES = "--json"  # given once more, in place of --empty
POST = "ben@discord:#jobs> Suche jemanden für Haskell\n"


def test_every_line_has_all_keys_and_refs_count_messages_over_edits(play: Play) -> None:
    said = play(
        "ben@discord> /skills haskell\nben@discord> [Einverstanden]\nben@discord> /profil\nben@discord> /meinedaten\n"
    )
    assert all(set(each) == KEYS for each in said.shown)
    assert [(each["kind"], each["ref"]) for each in said.shown[:4]] == [
        ("send", 1),
        ("edit", 1),
        ("send", 2),
        ("form", None),
    ]
    assert [name for each in said.shown for name in each["files"]]


@pytest.mark.parametrize(
    ("script", "number"),
    [
        ("ben@discord> [Dabei]\n", 1),
        ("# Anfang\n\nben@discord> titel=X\n", 3),
        ("ben@discord> ok\n", 1),
        ("anna@telegram> ok\n", 1),
        ("ben@discord:#nirgends> /termine\n", 1),
        ("ben@discord:#jobs> !edit Neu\n", 1),
        ("@ 2026-11-30 09:00\n", 1),
        ("+ 9999999 weeks\n", 1),
        ("Hallo\n", 1),
    ],
)
def test_what_cannot_be_acted_on_names_its_line(play: Play, script: str, number: int) -> None:
    failed = play(script)
    assert failed.status == 2
    assert failed.complaint.startswith(f"Zeile {number}: ")
    assert failed.complaint.count("\n") == 1


def test_what_was_shown_before_a_bad_line_stays_and_a_refusal_is_none(play: Play) -> None:
    said = play("ben@discord> /suche haskell\nben@discord> /unsinn\nben@discord> [Dabei]\nben@discord> /hilfe\n")
    assert said.status == 2
    assert len(said.shown) == 2


def test_buttons_are_pressed_by_exact_label_then_by_the_newest_that_begins_so(play: Play) -> None:
    said = play(
        f"{POST}ben@discord> [Vorschau]\nben@discord> [Veröff]\n"
        "ben@discord:#jobs> Suche jemanden für Rust\nben@discord> [Vorschau]\nben@discord> [Veröff]\n"
        "carla@discord:#jobs> [Interesse]\ndora@discord:#jobs> [Interesse]\nemil@discord:#jobs> [Interesse (]\n"
    )
    interested = [each for each in said.of(kind="send", to="ben@discord") if "hat Interesse" in each["text"]]
    assert [("Carla" in each["text"], "Rust" in each["text"]) for each in interested] == [
        (True, True),
        (False, False),
        (False, True),
    ]


def test_a_place_narrows_what_is_seen_and_others_ephemerals_are_not(play: Play) -> None:
    assert play(f"{POST}ben@discord:#termine> [Vorschau]\n").status == 2
    seen = f"{POST}ben@discord:#jobs> [Vorschau]\n"
    assert play(f"{seen}carla@discord:#jobs> [Veröff]\n").status == 2
    assert play(f"{seen}ben@discord:#jobs> [Veröff]\n").status == 0


def test_the_clock_stops_where_something_is_due(play: Play) -> None:
    event = 'orga@discord:#termine> /termin titel=Treff wann="9.12. 19:00"\norga@discord> [Eintragen]\n'
    announced = play(f"{event}@ 2026-12-10 09:00\n").of(platform="telegram", place="#termine", kind="send")
    assert [each["at"][:16] for each in announced] == [
        "2026-12-01T09:00",
        "2026-12-02T19:00",
        "2026-12-08T19:00",
        "2026-12-09T09:00",
    ]


def test_an_outage_makes_late_what_fell_due_meanwhile(play: Play) -> None:
    script = 'ben@discord> /erinnere was=Kuchen wann="2.12. 10:00"\n'
    (in_time,) = play(f"{script}+ 2 days\n").shown[1:]
    (late,) = play(f"{script}!down 2 days\n").shown[1:]
    assert in_time["at"].startswith("2026-12-02T10:00")
    assert late["at"].startswith("2026-12-03T09:00")
    assert late["text"].startswith("Verspätet")


@pytest.mark.parametrize("end", ["!restart", "!kill"])
def test_a_restart_keeps_buttons_drafts_dialogues_and_reminders(play: Play, end: str) -> None:
    said = play(
        f"{POST}{end}\nben@discord> [Vorschau]\n{end}\nben@discord> [Veröff]\n"
        f"anna@telegram> /job\nanna@telegram> Ein Portal\n{end}\nanna@telegram> Suche Rust\nanna@telegram> ok\n"
        f'anna@telegram> /erinnere was=Kuchen wann="1.12. 10:00"\n{end}\n+ 2 hours\n'
    )
    assert said.status == 0
    cards = [each for each in said.of(place="#jobs", to=None, kind="send") if ["Interesse"] in each["buttons"]]
    assert [card["platform"] for card in cards] == ["telegram", "discord"], "nothing is lost and nothing is double"
    assert "Kuchen" in said.shown[-1]["text"]


def test_the_sample_world_is_silent_searchable_and_tagged(play: Play) -> None:
    said = play("ben@discord> /suche python\n+ 1 minute\n", WITH_SAMPLES)
    assert said.shown[0]["ref"] == 1
    assert "Jette" in said.shown[0]["text"]
    assert len(said.shown) == 1


def test_every_sample_series_is_among_the_coming_events(play: Play) -> None:
    (coming,) = play("ben@discord> /termine\n", WITH_SAMPLES).shown
    titles = ("Lean Coffee", "Twittwoch", "WestVision", "BarCamp Ruhr", "Co-Working-Frühstück")
    assert all(title in coming["text"] for title in titles)


def test_a_kept_database_goes_on_where_it_was(play: Play, tmp_path: Path) -> None:
    kept = ("--db", str(tmp_path / "kept.db"))
    play("anna@telegram> /skills haskell\nanna@telegram> [Einverstanden]\n", *kept)
    found = play("ben@discord> /suche haskell\nanna@telegram> /skills rust\n", *kept)
    assert "Anna" in found.shown[0]["text"]
    assert "Einverstanden" not in str(found.shown[1]["buttons"])
    assert (tmp_path / "kept.db").is_file()


def test_the_sample_story_plays_to_its_end() -> None:
    command = [sys.executable, "-m", "bot", "demo"]
    told = subprocess.run(  # noqa: S603 - our own program
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=50, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert "\x1b" not in told.stdout, "no colours where nobody sees them"
    for promised in ("Einverstanden", "Getaggt wegen", "hat Interesse", "Dabei (1)", "Erinnerung", "Vergeben · "):
        assert promised in told.stdout


def test_configuration_and_environment_are_not_read(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text("unsinn = 1", encoding="utf-8")
    monkeypatch.setenv("IDEENHERD_TELEGRM__TOKEN", "1")
    assert play("ben@discord> /hilfe\n").status == 0
    assert main(["migrate"]) == 2


def test_lines_are_answered_while_the_script_is_still_being_written() -> None:
    command = [sys.executable, "-m", "bot", "demo", "--empty", "--script", "-", "--json"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdin is not None
        assert demo.stdout is not None
        for typed in ("/hilfe", "/suche haskell"):
            demo.stdin.write(f"ben@discord> {typed}\n")
            demo.stdin.flush()
            assert '"ben@discord"' in demo.stdout.readline()
        demo.stdin.close()
        assert demo.wait(20) == 0
