"""Calendars over HTTP, by a real client on loopback: what is served and to whom, how often, and what is refused."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
import icalendar
import pytest

from adapters.web.server import DEFAULT, Limits, serving
from bot.errors import ConfigError, Unavailable
from bot.serving import Calendars, Served
from tests.support.happenings import entered
from tests.support.talking import Talk, community

BASE = "https://kalender.example.org"
ALL = "/kalender/alle.ics"
ENTER = '/termin Twittwoch wann="9.12. 19:00" ort=Essen'


@dataclass
class Got:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def titles(self) -> list[str]:
        """Return the titles in a calendar."""
        return [str(one["SUMMARY"]) for one in icalendar.Calendar.from_ical(self.body).walk("VEVENT")]


@dataclass
class Web:
    """A community with its server, and a client that keeps its connections."""

    c: Talk
    calendars: Calendars
    client: aiohttp.ClientSession
    port: int
    wrong: list[str] = field(default_factory=list)  # what is wrong with the bot

    async def get(self, path: str, method: str = "GET", **headers: str) -> Got:
        """Ask for something and read it whole."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.client.request(method, f"http://127.0.0.1:{self.port}{path}", headers=named) as response:
            return Got(response.status, response.headers, await response.read())

    async def raw(self, request: bytes) -> bytes:
        """Send bytes and read to the end of the connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer


@asynccontextmanager
async def web(folder: Path, limits: Limits = DEFAULT) -> AsyncIterator[Web]:
    """Open a community and serve its calendars."""
    wrong: list[str] = []
    async with community(folder, calendars=BASE) as c:
        calendars = Calendars(c.bot.storage, c.bot.house.community, c.clock)
        async with (
            serving("127.0.0.1", 0, calendars.at, lambda: wrong, limits) as port,
            aiohttp.ClientSession(auto_decompress=False) as client,
        ):
            yield Web(c, calendars, client, port, wrong)


async def own_path(w: Web, persona: str = "anna@telegram") -> str:
    told = await w.c.say(persona, "/kalender")
    if "persoenlich" not in told:
        told = await w.c.press(persona, "Eigene Adresse")
    (path,) = set(re.findall(rf"{BASE}(/kalender/persoenlich/\S+)", told))
    return str(path)


async def test_everything_a_town_and_a_person_have_a_calendar(tmp_path: Path) -> None:
    async with web(tmp_path) as w:
        await entered(w.c, "anna@telegram", ENTER)
        await entered(w.c, "ben@discord", '/termin Barcamp wann="10.12. 9:00" ort=Bochum')
        everything = await w.get(ALL)
        assert everything.status == 200
        assert everything.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert everything.headers["Cache-Control"] == "public, max-age=300"
        assert parsedate_to_datetime(everything.headers["Last-Modified"]) == w.c.clock.at
        assert everything.titles == ["Twittwoch", "Barcamp"]
        assert (await w.get("/kalender/ort/bochum.ics")).titles == ["Barcamp"]
        assert (await w.get("/kalender/ort/herne.ics")).titles == []  # a town where nothing is planned yet
        own = await w.get(await own_path(w))
        assert own.titles == ["Twittwoch"]
        assert own.headers["Cache-Control"] == "private, no-cache"
        assert "X-WR-CALNAME:Testherd: meine Termine" in own.body.decode()


async def test_who_has_the_newest_is_told_so_without_a_byte_of_it(tmp_path: Path) -> None:
    async with web(tmp_path) as w:
        await entered(w.c, "anna@telegram", ENTER)
        first = await w.get(ALL)
        tag = first.headers["ETag"]
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = await w.get(ALL, If_None_Match=known)
            assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        other = await w.get(ALL, If_None_Match='"other"')
        assert (other.status, other.body) == (200, first.body)
        head = await w.get(ALL, "HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == first.headers["Content-Length"]
        await w.c.move(days=2)
        assert (await w.get(ALL, If_None_Match=tag)).status == 304  # time alone changes no byte

        await w.c.press("anna@telegram", "Termin absagen")
        changed = await w.get(ALL, If_None_Match=tag)
        assert changed.status == 200
        assert changed.headers["ETag"] != tag
        assert b"STATUS:CANCELLED" in changed.body


async def test_what_is_cancelled_or_over_goes_one_day(tmp_path: Path) -> None:
    async with web(tmp_path) as w:
        await entered(w.c, "anna@telegram", ENTER)
        await entered(w.c, "anna@telegram", '/termin Abgesagt wann="8.12. 19:00"')
        await w.c.press("anna@telegram", "Termin absagen")
        for days, left in ((0, 2), (59, 2), (2, 1), (310, 1), (4, 0)):
            await w.c.move(days=days)
            assert len((await w.get(ALL)).titles) == left, w.c.clock.at


async def test_a_void_address_is_not_there_at_once_and_a_valid_one_beside_it_is(tmp_path: Path) -> None:
    async with web(tmp_path) as w:
        anna, ben = await own_path(w), await own_path(w, "ben@discord")
        assert [(await w.get(path)).status for path in (anna, ben)] == [200, 200]
        tag = (await w.get(anna)).headers["ETag"]
        await w.c.say("anna@telegram", "/kalender")
        await w.c.press("anna@telegram", "Neue Adresse")
        assert [(await w.get(path)).status for path in (anna, ben)] == [404, 200]
        assert (await w.get(anna, If_None_Match=tag)).status == 404
        anna = await own_path(w)
        assert (await w.get(anna)).status == 200
        await w.c.say("anna@telegram", "/vergissmich")
        assert [(await w.get(path)).status for path in (anna, ben)] == [404, 200]


async def test_ones_own_calendar_follows_what_one_says(tmp_path: Path) -> None:
    async with web(tmp_path) as w:
        await entered(w.c, "ben@discord", ENTER)
        path = await own_path(w)
        assert (await w.get(path)).titles == []
        await w.c.press("anna@telegram", "Vielleicht", "#termine")
        assert b"STATUS:TENTATIVE" in (await w.get(path)).body
        await w.c.press("anna@telegram", "Dabei", "#termine")
        assert b"STATUS:CONFIRMED" in (await w.get(path)).body
        await w.c.press("anna@telegram", "Absagen", "#termine")
        assert (await w.get(path)).titles == []


NOWHERE = [
    "/", "/kalender", "/kalender/", "/kalender/ort/", "/kalender/ort/atlantis.ics", "/kalender/alle.ics/",
    "/kalender/persoenlich/", "/kalender/persoenlich/1-xyz.ics", "/kalender/persoenlich/1-" + "A" * 32 + ".ics",
    "/kalender/../config.toml", "/kalender/%2e%2e/config.toml", "/kalender/alle.ics%00", "/Kalender/alle.ics",
]  # fmt: skip


@pytest.mark.parametrize("path", NOWHERE)
async def test_nothing_else_is_there(tmp_path: Path, path: str) -> None:
    async with web(tmp_path) as w:
        head, _, body = (
            await w.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        ).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 404 ")
        assert b"Content-Type: text/plain; charset=utf-8" in head
        assert body.decode().startswith("Hier ist nichts.")
        assert (await w.get(ALL)).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "PATCH"])
async def test_it_is_only_read(tmp_path: Path, method: str) -> None:
    async with web(tmp_path) as w:
        refused = await w.get(ALL, method)
        assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD")
        assert (refused.body).decode() == "Hier wird nur gelesen.\n"
        assert (await w.get(ALL)).status == 200


async def test_it_does_not_say_what_it_is(tmp_path: Path) -> None:
    async with web(tmp_path) as w:
        answers = [(await w.get(path)).headers for path in (ALL, "/nowhere", "/health")]
        answers.append((await w.get(ALL, "POST")).headers)
        assert not any("Server" in headers for headers in answers)
        assert all(headers["X-Content-Type-Options"] == "nosniff" for headers in answers)
        for broken in (
            b"GARBAGE\r\n\r\n",
            b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01",
        ):
            said = await w.raw(broken)
            assert re.match(rb"HTTP/1\.[01] 400 ", said), said
            assert b"Server:" not in said
            assert b"ython" not in said


async def test_what_is_no_request_fills_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with web(tmp_path) as w:
        for broken in (
            b"GET a:443 HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /health HTTP/1.1\r\n\r\n",
            b"GET /health HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
        ):
            assert b" 400 " in await w.raw(broken)
        assert not [line for line in caplog.records if "127.0.0.1" in line.getMessage() or line.levelno > logging.INFO]


async def test_health_says_what_the_command_says(tmp_path: Path) -> None:
    async with web(tmp_path) as w:
        well = await w.get("/health")
        assert (well.status, well.body.decode()) == (200, "Der Bot läuft und hört.\n")
        assert well.headers["Cache-Control"] == "no-store"
        w.wrong.append("Discord erreicht den Bot gerade nicht.")
        ill = await w.get("/health")
        assert (ill.status, ill.body.decode()) == (503, "Discord erreicht den Bot gerade nicht.\n")
        assert (await w.get("/health", "HEAD")).status == 503


async def test_however_many_ask_at_once_it_is_made_once(tmp_path: Path) -> None:
    async with web(tmp_path) as w:
        await entered(w.c, "anna@telegram", ENTER)
        answers = await asyncio.gather(*(w.get(ALL) for _ in range(60)))
        assert {answer.status for answer in answers} == {200}
        assert w.calendars.made == 1
        await w.get(ALL)
        assert w.calendars.made == 1
        await entered(w.c, "anna@telegram", '/termin Barcamp wann="10.12. 9:00" ort=Bochum')
        await asyncio.gather(*(w.get(ALL) for _ in range(60)))
        assert w.calendars.made == 2


async def test_one_who_hangs_up_stops_nobody_else(tmp_path: Path) -> None:
    async with web(tmp_path) as w:
        await entered(w.c, "anna@telegram", ENTER)
        asking = [asyncio.create_task(w.calendars.at(ALL)) for _ in range(3)]
        await asyncio.sleep(0)
        asking[0].cancel()
        _, second, third = await asyncio.gather(*asking, return_exceptions=True)
        assert isinstance(second, Served)
        assert second is third
        assert w.calendars.made == 1


async def test_more_connections_than_it_takes_are_closed(tmp_path: Path) -> None:
    async with web(tmp_path, Limits(connections=3)) as w:
        held = [await asyncio.open_connection("127.0.0.1", w.port) for _ in range(3)]
        reader, writer = await asyncio.open_connection("127.0.0.1", w.port)
        with suppress(ConnectionError):  # reset, or closed in order
            assert await reader.read() == b""
        held[0][1].write(f"GET {ALL} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert (await held[0][0].read()).startswith(b"HTTP/1.1 200 ")
        for _, other in (*held, (reader, writer)):
            other.close()


async def test_who_never_finishes_a_request_is_let_go(tmp_path: Path) -> None:
    async with web(tmp_path, Limits(idle=0.2)) as w:
        for begun in (b"", b"GET /kalender/alle.ics HTTP/1.1\r\nHost: x\r\n"):
            assert await asyncio.wait_for(w.raw(begun), 5) == b""
        assert (await w.get(ALL)).status == 200


async def test_a_body_is_not_waited_for(tmp_path: Path) -> None:
    async with web(tmp_path) as w:
        said = await asyncio.wait_for(w.raw(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\nabc"), 5)
        assert said.startswith(b"HTTP/1.1 405 ")


async def test_what_takes_too_long_or_fails_is_answered(caplog: pytest.LogCaptureFixture) -> None:
    async def never(_path: str) -> Served | None:
        await asyncio.Event().wait()
        return None

    async def broken(path: str) -> Served | None:
        raise ValueError(path)

    soon = Limits(answer=0.1)
    async with aiohttp.ClientSession() as client:
        async with (
            serving("127.0.0.1", 0, never, list, soon) as port,
            client.get(f"http://127.0.0.1:{port}{ALL}") as slow,
        ):
            assert (slow.status, slow.headers["Retry-After"]) == (503, "60")
        async with serving("127.0.0.1", 0, broken, list) as port, client.get(f"http://127.0.0.1:{port}{ALL}") as bad:
            assert bad.status == 500
            (code,) = re.findall(r"\(Code ([0-9a-f]{4})\)", await bad.text())
    assert any(f"Code {code}: ValueError" in line for line in caplog.messages)


async def test_an_address_reaches_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with web(tmp_path) as w:
        path = await own_path(w)
        token = path.rpartition("/")[2].removesuffix(".ics")
        assert (await w.get(path)).status == 200
        assert (await w.get(path, "POST")).status == 405
        await w.raw(f"GET {path} HTTP/9.9\r\n\r\n".encode())
        for record in caplog.records:
            if not record.name.startswith(("sqlalchemy", "aiosqlite")):  # silenced by set_up, and bound values hidden
                assert token not in record.getMessage()


async def test_an_address_that_cannot_be_had_is_said(tmp_path: Path) -> None:
    async def nothing(_path: str) -> Served | None:
        return None

    async with serving("127.0.0.1", 0, nothing, list) as port:
        with pytest.raises(Unavailable, match="Dort lauscht schon ein anderes Programm"):
            async with serving("127.0.0.1", port, nothing, list):
                pass
    for host in ("192.0.2.1", "kalender..intern"):
        with pytest.raises(ConfigError, match="gehört nicht zu ihm") as refused:
            async with serving(host, 0, nothing, list):
                pass
        assert not isinstance(refused.value, Unavailable)
    async with serving("127.0.0.1", port, nothing, list) as again:  # it was left in order
        assert again == port


async def test_what_is_under_way_at_the_end_is_answered(tmp_path: Path) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_path: str) -> Served | None:
        begun.set()
        await go_on.wait()
        return Served(b"BEGIN:VCALENDAR", "tag", datetime.fromisoformat("2026-12-01T09:00+00:00"), is_private=False)

    async with aiohttp.ClientSession() as client:

        async def ask(port: int) -> bytes:
            async with client.get(f"http://127.0.0.1:{port}{ALL}") as response:
                return await response.read()

        async with serving("127.0.0.1", 0, slow, list) as port:
            asking = asyncio.create_task(ask(port))
            await begun.wait()
            asyncio.get_running_loop().call_later(0.1, go_on.set)
        assert await asking == b"BEGIN:VCALENDAR"
