"""`ideenherd when` as programs run it: processes with pipes, no settings, no database."""

from __future__ import annotations

import json
from pathlib import Path

from tests.test_match import ran

NOW = '"now": "2026-11-26T10:15:00+01:00", "tz": "Europe/Berlin"'


def test_sayings_go_in_and_readings_come_out(tmp_path: Path) -> None:
    lines = [
        f'\ufeff{{"id": "a", "text": "Mi 2.12. 18:30", {NOW}}}',
        f'{{"id": 2, "text": "jeden 2. Mittwoch im Monat um 19 Uhr", {NOW}}}',
        f'{{"id": 3, "text": "nächsten Freitag 18 Uhr", {NOW}}}',
        f'{{"id": 4, "text": "Python 3.12", {NOW}}}',
        f'{{"id": 5, "text": "bis Ende Januar", {NOW}}}',
    ]
    status, out, complaints = ran(tmp_path, "\r\n\r\n".join(lines).encode(), "when")
    assert (status, complaints) == (0, "")
    dated, series, asked, nothing, deadline = map(json.loads, out.splitlines())
    assert dated == {
        "id": "a", "kind": "datetime", "start": "2026-12-02T18:30:00+01:00", "end": None, "rrule": None,
        "choices": [], "next": [], "because": "",
    }  # fmt: skip
    assert (series["kind"], series["rrule"]) == ("recurring", "FREQ=MONTHLY;BYDAY=2WE")
    assert series["next"] == [f"{day}T19:00:00+01:00" for day in ("2026-12-09", "2027-01-13", "2027-02-10")]
    assert (asked["kind"], asked["start"], asked["end"], asked["rrule"]) == ("ask", None, None, None)
    assert [choice["label"] for choice in asked["choices"]] == ["Fr 27.11.2026 18:00", "Fr 4.12.2026 18:00"]
    assert [choice["start"] for choice in asked["choices"]] == [
        "2026-11-27T18:00:00+01:00",
        "2026-12-04T18:00:00+01:00",
    ]
    assert asked["because"]
    assert (nothing["kind"], nothing["choices"]) == ("none", [])
    assert (deadline["kind"], deadline["start"], deadline["end"]) == ("deadline", None, "2027-01-31")


def test_a_bad_line_ends_it_with_one_and_hides_no_other(tmp_path: Path) -> None:
    given = [
        b'{"id": 1}',
        b'{"id": 2, "text": "morgen", "tz": "Ruhr"}',
        b'{"id": 3, "text": "morgen", "now": "gestern"}',
        b"[]",
        b'{"id": 5, "text": "heute", "now": "2026-11-26T23:30:00Z", "tz": "Asia/Tokyo"}',
        b"\xff",
    ]
    status, out, complaints = ran(tmp_path, b"\n".join(given), "when")
    assert status == 1
    assert [(line["id"], line["start"]) for line in map(json.loads, out.splitlines())] == [(5, "2026-11-27")]
    assert [line.split(":")[0] for line in complaints.splitlines()] == [f"Zeile {n}" for n in (1, 2, 3, 4, 6)]
    assert "„text“ fehlt." in complaints


def test_a_person_reads_it_in_words_with_the_next_dates(tmp_path: Path) -> None:
    status, out, complaints = ran(tmp_path, b"", "when", "jeden 2. Mittwoch um 19 Uhr")
    assert (status, complaints) == (0, "")
    first, *rest = out.splitlines()
    assert first.startswith("Jeden 2. Mittwoch im Monat, 19:00 Uhr, ab Mi., ")
    assert [line.split(", ")[-1] for line in rest[-3:]] == ["19:00 Uhr"] * 3
    status, out, complaints = ran(tmp_path, b"", "when", "30.2. 19 Uhr")
    assert (status, complaints) == (0, "")
    assert out == "Das muss ich fragen.\nDen 30.2. gibt es nicht. Schreib zum Beispiel „2.12.“.\n"


def test_the_zone_is_that_of_the_settings(tmp_path: Path) -> None:
    line = b'{"id": 1, "text": "2.12.2026 19 Uhr"}'
    assert json.loads(ran(tmp_path, line, "when")[1])["start"].endswith("+01:00")
    (tmp_path / "config.toml").write_text('[community]\ntimezone = "America/New_York"\n', "utf-8")
    assert json.loads(ran(tmp_path, line, "when")[1])["start"].endswith("-05:00")


def test_the_settings_may_be_named_by_the_environment(tmp_path: Path) -> None:
    line = b'{"id": 1, "text": "2.12.2026 19 Uhr"}'
    (tmp_path / "elsewhere.toml").write_text('[community]\ntimezone = "America/New_York"\n', "utf-8")
    named = {"IDEENHERD_CONFIG": "elsewhere.toml"}
    assert json.loads(ran(tmp_path, line, "when", variables=named)[1])["start"].endswith("-05:00")
    named["IDEENHERD_COMMUNITY__TIMEZONE"] = "Asia/Tokyo"
    assert json.loads(ran(tmp_path, line, "when", variables=named)[1])["start"].endswith("+09:00")
    named["IDEENHERD_COMMUNITY__TIMEZONE"] = "Essen"
    status, out, complaint = ran(tmp_path, line, "when", variables=named)
    assert (status, out) == (2, "")
    assert complaint.startswith("IDEENHERD_COMMUNITY__TIMEZONE: muss eine Zeitzone der IANA sein.")
