"""The pulse of a running bot, and what is read from it."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Platform
from bot.health import Pulse, Supervisor, findings
from tests.support.botapi import BotApi
from tests.support.discordapi import DiscordApi
from tests.support.running import ROOT, process
from tests.support.salon import Salon, salon
from tests.support.talking import MovedClock
from tests.support.telegraph import Telegraph, telegraph

START = datetime(2026, 12, 1, 9, tzinfo=UTC)


@dataclass
class Ear:
    is_listening: bool = True


@pytest.fixture
def line(tmp_path: Path) -> Iterator[socket.socket]:
    """What a supervisor hears by."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.setblocking(False)
        yield heard


def said(line: socket.socket) -> list[str]:
    words = []
    while True:
        try:
            words.append(line.recv(100).decode())
        except BlockingIOError:
            return words


def test_pulse_tells_who_is_heard_until_it_is_too_old(tmp_path: Path) -> None:
    file, clock, ear = tmp_path / "alive", MovedClock(START), Ear()
    pulse = Pulse(file, {Platform.TELEGRAM: Ear(), Platform.DISCORD: ear}, clock, Supervisor(""))
    assert findings(file, clock.at) == [f"Der Bot läuft nicht: {file} gibt es nicht."]
    assert pulse.findings() == ["Der Bot startet gerade oder wird gerade beendet."]
    pulse.beat()
    assert findings(file, clock.at + timedelta(seconds=60)) == pulse.findings() == []
    (old,) = findings(file, clock.at + timedelta(seconds=61))
    assert old == "Der letzte Puls ist 61 Sekunden alt: Der Bot steht still oder ist abgestürzt."
    ear.is_listening = False
    pulse.beat()
    assert findings(file, clock.at) == pulse.findings() == ["Discord erreicht den Bot gerade nicht."]
    clock.at += timedelta(seconds=61)
    assert findings(file, clock.at) == pulse.findings() == [old]
    pulse.end()
    assert pulse.findings() == ["Der Bot startet gerade oder wird gerade beendet."]
    assert findings(file, clock.at) == [f"Der Bot läuft nicht: {file} gibt es nicht."]


def test_a_pulse_from_a_clock_that_was_wrong_is_no_life(tmp_path: Path) -> None:
    file, clock = tmp_path / "alive", MovedClock(START)
    pulse = Pulse(file, {Platform.DISCORD: Ear()}, clock, Supervisor(""))
    pulse.beat()
    clock.at -= timedelta(hours=2)
    (dead,) = findings(file, clock.at)
    assert dead.startswith("Der letzte Puls liegt 7200 Sekunden in der Zukunft: Der Bot steht still")
    pulse.beat()  # as one that lives does
    assert findings(file, clock.at) == pulse.findings() == []


def test_pulse_beats_every_ten_seconds_and_the_supervisor_hears_it(tmp_path: Path, line: socket.socket) -> None:
    clock = MovedClock(START)
    pulse = Pulse(tmp_path / "alive", {Platform.TELEGRAM: Ear()}, clock, Supervisor(str(tmp_path / "notify")))
    for _ in range(6):
        pulse.beat()
        clock.at += timedelta(seconds=4)
    pulse.end()
    clock.at += timedelta(seconds=11)
    pulse.beat()
    assert said(line) == ["READY=1", "WATCHDOG=1", "STOPPING=1"]
    assert not (tmp_path / "alive").exists()


def test_pulse_that_cannot_be_written_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = MovedClock(START)
    pulse = Pulse(tmp_path / "nowhere" / "alive", {}, clock, Supervisor(""))
    for _ in range(3):
        pulse.beat()
        clock.at += timedelta(seconds=11)
    assert caplog.text.count("The pulse cannot be written") == 1


def test_nobody_has_to_listen_and_there_need_be_no_file(tmp_path: Path) -> None:
    pulse = Pulse(None, {}, MovedClock(START), Supervisor(str(tmp_path / "nobody")))
    pulse.beat()
    pulse.end()
    assert list(tmp_path.iterdir()) == []


@given(
    content=st.one_of(
        st.text(),
        st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)).map(
            json.dumps
        ),
        st.fixed_dictionaries({"at": st.text() | st.just("2026-12-01T09:00"), "heard": st.integers()}).map(json.dumps),
    )
)
def test_whatever_is_in_the_file_is_told_in_words(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    file = tmp_path_factory.mktemp("pulse") / "alive"
    file.write_bytes(content.encode("utf-8", "surrogatepass"))
    assert findings(file, START) == [f"Der Puls in {file} lässt sich nicht lesen."]


def listens(there: Telegraph | Salon) -> bool:
    return there.platform is not None and there.platform.is_listening


async def test_telegram_that_does_not_answer_is_not_heard(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        assert listens(t)
        await t.api.goes_down()
        await t.naps.wait()
        assert not listens(t)
        await t.api.comes_up()
        t.anna.says("/start")  # so that the long poll has an answer
        await t.api.until(lambda: listens(t))


async def test_discord_that_is_gone_is_not_heard(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.until(lambda: listens(s))
        await s.api.goes_down()
        await s.until(lambda: not listens(s))
        await s.api.comes_up()
        await s.api.until(lambda: listens(s), within=30)


async def test_health_of_a_process_that_lost_one_of_its_platforms(tmp_path: Path, line: socket.socket) -> None:
    async with DiscordApi() as discord, BotApi() as bot_api:
        discord.revoke()
        settings = bot_api.settings | discord.settings | {"NOTIFY_SOCKET": str(tmp_path / "notify")}
        assert (await health(tmp_path, settings))[0] == 1
        async with process(tmp_path, settings) as bot:
            await bot.start()
            await bot_api.until(lambda: bot_api.is_polled, within=20)
            while (told := await health(tmp_path, settings))[1] != "Discord erreicht den Bot gerade nicht.\n":
                assert told[0] == 1
            assert told[0] == 1
            assert await bot.stopped() == 0, bot.log
        assert said(line)[::2] == ["READY=1", "STOPPING=1"] or said(line) == []
        assert (await health(tmp_path, settings))[1].startswith("Der Bot läuft nicht")


async def health(folder: Path, settings: dict[str, str]) -> tuple[int, str]:
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "health"),
        cwd=folder,
        env={"PYTHONPATH": ROOT, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    words, _ = await run.communicate()
    return run.returncode or 0, words.decode()
