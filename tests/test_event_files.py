"""`ideenherd events`: what is to come as lines, as JSON and as a calendar, beside a running bot too."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from bot.domain.events import Event, EventState
from storage.database import open_database
from storage.revisions import migrate

ZONE = "Europe/Berlin"


def event(title: str, town: str, days: int, rule: str | None = None, state: EventState = EventState.ACTIVE) -> Event:
    """An event that begins so many days from now, at 19:00."""
    day = (datetime.now(UTC) + timedelta(days=days)).date()
    starts = datetime.fromisoformat(f"{day}T19:00")
    return Event(
        0, 0, title, starts, ZONE, timedelta(hours=2), town, "Café", "", "", rule, state, 1, datetime.now(UTC),
    )  # fmt: skip


def ran(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "bot", "events", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)  # noqa: S603 - ours


def titles(content: bytes) -> list[str]:
    return [str(one["SUMMARY"]) for one in icalendar.Calendar.from_ical(content).walk("VEVENT")]


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """A database with some events in it."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'ideenherd.db'}"
    await migrate(url)
    async with open_database(url) as database, database.begin() as store:
        for one in (
            event("Über-Twittwoch", "Essen", 9, "FREQ=DAILY;INTERVAL=28"),
            event("Barcamp", "Bochum", 3),
            event("Gestern", "Essen", -2),
            event("Abgesagt", "Essen", 4, state=EventState.CANCELLED),
            event("Vorschlag", "Essen", 4, state=EventState.PROPOSED),
        ):
            await store.events.create(one)
    return url


async def test_what_is_to_come_is_listed_beside_a_running_bot(tmp_path: Path, url: str) -> None:
    async with open_database(url):  # which is that process' alone
        plain, as_json = ran(tmp_path, "list"), ran(tmp_path, "list", "--json")
    first, second = plain.stdout.decode().splitlines()
    assert first.startswith("2: ")
    assert first.endswith("19:00 Uhr; Barcamp; Bochum, Café")
    assert second.endswith("; Über-Twittwoch; Essen, Café; alle 28 Tage")
    said = [json.loads(line) for line in as_json.stdout.decode().splitlines()]
    assert [one["title"] for one in said] == ["Barcamp", "Über-Twittwoch"]
    assert datetime.fromisoformat(said[0]["end"]) - datetime.fromisoformat(said[0]["start"]) == timedelta(hours=2)
    assert said[1]["rule"] == "FREQ=DAILY;INTERVAL=28"
    assert (plain.returncode, as_json.returncode) == (0, 0)


async def test_hours_are_listed_as_the_community_s_clocks_show_them(tmp_path: Path, url: str) -> None:
    async with open_database(url) as database, database.begin() as store:
        await store.events.create(
            replace(event("Lesung", "Essen", 1), starts=datetime.fromisoformat("2030-01-08T18:00"), zone="UTC")
        )
        messe = event("Messe", "Essen", 1)
        messe = replace(
            messe,
            starts=datetime.fromisoformat("2030-01-09"),
            lasts=timedelta(days=1),
            all_day=True,
            zone="America/New_York",
        )
        await store.events.create(messe)
        call = replace(event("Call", "Essen", 1), starts=datetime.fromisoformat("2030-01-10T18:00"))
        await store.events.create(replace(call, zone="America/New_York", rule="FREQ=WEEKLY;BYDAY=TH"))
    told = ran(tmp_path, "list").stdout.decode().splitlines()
    assert told[-3:] == [
        "6: Di., 8. Januar 2030, 19:00 Uhr; Lesung; Essen, Café",
        "7: Mi., 9. Januar 2030; Messe; Essen, Café",
        "8: Fr., 11. Januar 2030, 0:00 Uhr; Call; Essen, Café; jeden Donnerstag, 18:00 Uhr (America/New_York)",
    ]


async def test_the_calendar_goes_into_a_file_or_out(tmp_path: Path, url: str) -> None:
    out = ran(tmp_path, "export")
    assert titles(out.stdout) == ["Über-Twittwoch", "Barcamp", "Gestern", "Abgesagt"]
    (tmp_path / "essen.ics").write_text("old")
    into = ran(tmp_path, "export", "--town", "essen", "essen.ics")
    assert into.stdout.decode() == "Geschrieben in essen.ics.\n"
    assert titles((tmp_path / "essen.ics").read_bytes()) == ["Über-Twittwoch", "Gestern", "Abgesagt"]
    assert (out.returncode, into.returncode) == (0, 0)
    os.mkfifo(tmp_path / "pipe")
    assert "pipe kann ich nicht schreiben: Das ist keine Datei." in ran(tmp_path, "export", "pipe").stderr.decode()
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(("arguments", "said"), [
    ((), "ideenherd events --help"),
    (("export", "--town", "Atlantis"), "„Atlantis“ kenne ich nicht als Ort"),
    (("export", "nowhere/a.ics"), "nowhere/a.ics kann ich nicht schreiben"),
    (("export", "."), ". kann ich nicht schreiben: Das ist keine Datei. Nenne eine, zum Beispiel termine.ics."),
    (("list", "--xml"), "--xml kenne ich hier nicht"),
])  # fmt: skip
async def test_what_is_wrong_is_said_in_a_line(tmp_path: Path, url: str, arguments: tuple[str, ...], said: str) -> None:
    done = ran(tmp_path, *arguments)
    assert said in done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")


async def test_a_full_disk_is_said_in_a_line_and_takes_nothing_over(tmp_path: Path, url: str) -> None:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}@x\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:Abend {number}\r\n"
        f"DTSTART:{datetime.now(UTC) + timedelta(days=9):%Y%m%d}T180000Z\r\nEND:VEVENT\r\n"
        for number in range(400)
    )
    (tmp_path / "viele.ics").write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n")
    before, titled = resource.getrlimit(resource.RLIMIT_FSIZE), ran(tmp_path, "list").stdout
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        done = ran(tmp_path, "import", "viele.ics")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    (said,) = done.stderr.decode().splitlines()
    assert said.startswith("storage.url: Die Datenbank lässt sich nicht ändern: ")
    assert (done.returncode, ran(tmp_path, "list").stdout) == (2, titled)


def test_without_a_database_nothing_is_made(tmp_path: Path) -> None:
    done = ran(tmp_path, "list")
    assert "gibt es noch nicht" in done.stderr.decode()
    assert done.returncode == 2
    assert [*tmp_path.iterdir()] == []
