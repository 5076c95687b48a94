"""`ideenherd events import`: a file or an address, told step by step; twice is as good as once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.errors import ConfigError
from bot.event_files import imported, listed
from tests.feeds.test_subscriptions import BARCAMP, TWITTWOCH, calendar, entry
from tests.support.databases import fresh_file, url_of
from tests.support.feedserver import FeedServer, says

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
ZONE = "Europe/Berlin"


async def test_a_file_and_an_address_come_in_and_again_change_nothing(tmp_path: Path) -> None:
    url, told = url_of(fresh_file(tmp_path)), list[str]()
    file = tmp_path / "ruhr.ics"
    file.write_bytes(calendar(TWITTWOCH, BARCAMP))
    assert await imported(url, ZONE, str(file), NOW, told.append) == 0
    assert told[-1] == "2 neu"
    async with FeedServer({"/a.ics": says(calendar(TWITTWOCH, BARCAMP))}) as server:
        assert await imported(url, ZONE, server.url("/a.ics"), NOW, told.append, trusted=["127.0.0.1"]) == 0
    assert told[-1] == "2 unverändert oder vorbei"
    assert len(await listed(url, ZONE, NOW, as_json=False)) == 2


async def test_what_cannot_be_taken_over_is_named(tmp_path: Path) -> None:
    url, told = url_of(fresh_file(tmp_path)), list[str]()
    file = tmp_path / "ruhr.ics"
    file.write_bytes(calendar(TWITTWOCH, entry("s", "Sekunden", "20261209T190000", "RRULE:FREQ=SECONDLY")))
    assert await imported(url, ZONE, str(file), NOW, told.append) == 1
    assert told[-2] == "1 neu"
    assert told[-1].startswith("Nicht übernommen: „Sekunden“ fehlt")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("gibtsnicht.ics", "kann ich nicht lesen"),
        ("http://127.0.0.1:1/a.ics", "nur über https"),
        ("https://127.0.0.1:4443/a.ics", "privaten Netz"),
    ],
)
async def test_what_cannot_be_had_is_refused(tmp_path: Path, source: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        await imported(url_of(fresh_file(tmp_path)), ZONE, source, NOW, list[str]().append)


def test_the_command_imports_and_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IDEENHERD_STORAGE__URL", url_of(tmp_path / "neu.db"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ruhr.ics").write_bytes(calendar(entry("x", "Herbstfest", "20991209T190000")))
    assert main(["events", "import", "ruhr.ics", "--town", "Herne"]) == 0
    assert "1 neu" in capsys.readouterr().out
    assert main(["events", "list"]) == 0
    assert "Herbstfest; Herne" in capsys.readouterr().out
    assert main(["events", "import", "ruhr.ics", "--town", "Nirgendwo"]) == 2
