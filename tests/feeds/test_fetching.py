"""Calendars are fetched from the open Internet alone, in bounded time and size, and each failure says what it is."""

import asyncio
import gzip
import time
import zlib
from collections.abc import Sequence

import pytest

from adapters.feeds.fetching import Fetcher, Limits
from adapters.feeds.parsing import parse
from bot import feeds
from bot.calendar.ical.feed import Parsed
from bot.errors import FeedError, FeedGone, FeedRefused, FeedUnreachable, FeedUnreadable
from bot.feeds import Fetched, NotModified
from tests.support.feedserver import (
    CALENDAR,
    NAME,
    FeedServer,
    bomb,
    drips,
    endless,
    head,
    moved,
    raw,
    says,
    silent,
    trusted,
    versioned,
)

LOOPBACK = "127.0.0.1"
MOST = 1024 * 1024
QUICK = Limits(seconds=0.4)
PATIENT = Limits(seconds=30)  # where it is not time that is to run out


class Names:
    """A resolver: each answer for a name is used once, the last one for good."""

    def __init__(self, **known: Sequence[list[str]]) -> None:
        self.known = {name.replace("_", "."): list(answers) for name, answers in known.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        answers = self.known.get(host)
        if not answers:
            raise OSError("no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]


def fetcher(*exempt: str, names: Names | None = None, limits: Limits = PATIENT) -> Fetcher:
    return Fetcher(exempt or (LOOPBACK,), limits=limits, resolve=names or Names(), tls=trusted())


async def refused(one: Fetcher, url: str) -> FeedError:
    """What is said of an address that gives no calendar."""
    with pytest.raises(FeedError) as caught:
        await one.fetch(url)
    return caught.value


async def test_a_calendar_is_fetched_with_its_version_and_politely() -> None:
    async with FeedServer({"/a.ics": says(ETag='"1"', Last_Modified="Tue, 01 Dec 2026 08:00:00 GMT")}) as server:
        fetched = await fetcher().fetch(server.url("/a.ics"))
    assert fetched == Fetched(CALENDAR, '"1"', "Tue, 01 Dec 2026 08:00:00 GMT")
    (asked,) = server.asked
    assert asked["user-agent"].startswith("ideenherd/")
    assert asked["host"] == f"{LOOPBACK}:{server.port}"
    assert "cookie" not in asked


async def test_what_is_known_is_not_sent_again_but_a_new_version_is() -> None:
    async with FeedServer({"/a.ics": versioned(CALENDAR, '"2"')}) as server:
        one = fetcher()
        assert await one.fetch(server.url("/a.ics"), etag='"2"') == NotModified()
        assert await one.fetch(server.url("/a.ics"), etag='"1"') == Fetched(CALENDAR, '"2"')


async def test_nobody_says_not_modified_of_what_was_never_fetched() -> None:
    async with FeedServer({"/a.ics": says(b"", 304)}) as server:
        assert isinstance(await refused(fetcher(), server.url("/a.ics")), FeedUnreachable)


async def test_over_https_the_name_is_kept_and_the_checked_address_is_gone_to() -> None:
    names = Names(kalender_example=[[LOOPBACK], ["10.0.0.1"]])  # rebound after the first look-up
    async with FeedServer({"/a.ics": says()}, tls=True) as server:
        fetched = await fetcher(NAME, names=names).fetch(server.url("/a.ics").replace("https", "webcal"))
    assert fetched == Fetched(CALENDAR)
    assert names.asked == [NAME]
    assert server.names == [NAME]
    assert server.asked[0]["host"] == f"{NAME}:{server.port}"


async def test_a_certificate_for_another_name_or_of_an_unknown_authority_is_refused() -> None:
    names = Names(andere_example=[[LOOPBACK]], kalender_example=[[LOOPBACK]])
    async with FeedServer({"/a.ics": says()}, tls=True) as server:
        other = await refused(fetcher("andere.example", names=names), server.url("/a.ics", "andere.example"))
        unknown = await refused(Fetcher((NAME,), limits=PATIENT, resolve=names), server.url("/a.ics"))
    assert "Zertifikat" in str(other)
    assert "Zertifikat" in str(unknown)
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fd00::1", "224.0.0.1"],
)
async def test_a_name_that_leads_into_a_private_net_is_refused_even_beside_a_public_address(address: str) -> None:
    names = Names(kalender_example=[[address]], gemischt_example=[["93.184.216.34", address]])
    async with FeedServer({"/a.ics": says()}, tls=True) as server:
        for host in names.known:
            error = await refused(fetcher("exempt.example", names=names), server.url("/a.ics", host))
            assert isinstance(error, FeedRefused)
            assert "privaten Netz" in str(error)
        assert server.asked == []
        trusting = fetcher(NAME, names=Names(kalender_example=[[LOOPBACK]]))
        assert await trusting.fetch(server.url("/a.ics")) == Fetched(CALENDAR)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://kalender.example/a.ics",
            "ftp://kalender.example/a.ics",
            "file:///etc/passwd",
            "kalender.example/a.ics",
        ),
        *(
            "https://u:p@kalender.example/a.ics",
            "https://u@kalender.example/a.ics",
            "https://kalender.example:80/a.ics",
        ),
        *("https://kalender.example:22/", "https://127.0.0.1/a.ics", "https://[::1]/a.ics", "https://127.1/a.ics"),
        *(
            "https://2130706433/a.ics",
            "https://0x7f000001/a.ics",
            "https://localhost/a.ics",
            "https:///a.ics",
            "",
            "https://",
        ),
        *(
            "https://kalender.example/a b.ics",
            "https://kalender.example/\u202ea.ics",
            "https://kalender.example:99999/",
        ),
        *("https://kalender.example\\@127.0.0.1/", "https://kalender.example/" + "a" * 2_000, "javascript:alert(1)"),
    ],
)
async def test_an_address_that_is_not_ours_to_ask_is_refused_before_anybody_is_asked(url: str) -> None:
    names = Names(kalender_example=[["93.184.216.34"]], localhost=[[LOOPBACK]], **{"127_1": [[LOOPBACK]]})
    names.known |= {"2130706433": [[LOOPBACK]], "0x7f000001": [[LOOPBACK]]}
    error = await refused(fetcher("exempt.example", names=names), url)
    assert isinstance(error, FeedRefused)


async def test_a_name_that_nobody_knows_is_said_so() -> None:
    assert isinstance(await refused(fetcher(), "https://gibtesnicht.example/a.ics"), FeedUnreachable)


async def test_a_moved_calendar_is_followed_and_each_stop_is_checked() -> None:
    names = Names(kalender_example=[[LOOPBACK]], umzug_example=[[LOOPBACK]], innen_example=[["10.0.0.1"]])
    async with FeedServer({}, tls=True) as server:
        server.pages |= {
            "/here": moved("/there", 301),
            "/there": moved(server.url("/a.ics", "umzug.example"), 308),
            "/a.ics": says(),
            "/inside": moved(server.url("/a.ics", "innen.example")),
            "/figures": moved("https://127.0.0.1/a.ics"),
            "/port": moved("https://umzug.example:22/"),
            "/nowhere": moved("https://[::"),
        }
        one = fetcher(NAME, "umzug.example", names=names)
        assert await one.fetch(server.url("/here")) == Fetched(CALENDAR)
        assert names.asked == [NAME, NAME, "umzug.example"]
        stranger = fetcher(NAME, names=names)
        for path in ("/inside", "/figures", "/port", "/nowhere"):
            assert isinstance(await refused(stranger, server.url(path)), FeedRefused), path
    assert [asked["path"] for asked in server.asked[3:]] == ["/inside", "/figures", "/port", "/nowhere"]


async def test_nobody_is_led_from_https_to_http_nor_in_circles() -> None:
    names = Names(kalender_example=[[LOOPBACK]])
    async with FeedServer({"/a.ics": says()}) as plain, FeedServer({}, tls=True) as server:
        server.pages |= {
            "/down": moved(plain.url("/a.ics")),
            "/round": moved("/round"),
            **{f"/{n}": moved(f"/{n + 1}") for n in range(9)},
            "/9": says(),
        }
        one = fetcher(NAME, LOOPBACK, names=names)
        assert "von https zu http" in str(await refused(one, server.url("/down")))
        assert plain.asked == []
        assert "im Kreis" in str(await refused(one, server.url("/round")))
        assert isinstance(await refused(one, server.url("/4")), FeedRefused)
        assert await one.fetch(server.url("/5")) == Fetched(CALENDAR)


async def test_a_slow_server_is_given_up_in_time_however_it_dawdles() -> None:
    pages = {
        "/silent": silent,
        "/drips": drips(CALENDAR, every=0.05),
        "/headers": endless(b"X-A: b\r\n" * 100, first=b"HTTP/1.1 200 X\r\n"),
        "/one-header": endless(b"x" * 1000, first=b"HTTP/1.1 200 X\r\nX-A: "),
        "/a.ics": drips(CALENDAR[:4], every=0.01),
    }
    async with FeedServer(pages) as server:
        for path in ("/silent", "/drips", "/headers", "/one-header"):
            began = time.monotonic()
            assert isinstance(await refused(fetcher(limits=QUICK), server.url(path)), FeedUnreachable), path
            assert time.monotonic() - began < 5
        assert await fetcher().fetch(server.url("/a.ics")) == Fetched(CALENDAR[:4])


async def test_too_much_is_refused_as_soon_as_it_is_seen() -> None:
    whole = CALENDAR.ljust(MOST)
    pages = {
        "/whole": says(whole),
        "/more": says(whole + b" "),
        "/announced": raw(head(Content_Length=MOST + 1)),
        "/endless": endless(b" " * 10_000),
        "/packed": says(gzip.compress(whole), Content_Encoding="gzip"),
        "/bomb": says(bomb(200 * MOST), Content_Encoding="gzip"),
        "/packed-endless": endless(b"\0" * 10_000, first=head(Content_Encoding="gzip")),
        "/other": says(CALENDAR, Content_Encoding="br"),
    }
    async with FeedServer(pages) as server:
        one = fetcher()
        for path in ("/whole", "/packed"):
            assert await one.fetch(server.url(path)) == Fetched(whole)
        for path in ("/more", "/announced", "/endless", "/bomb", "/other"):
            assert isinstance(await refused(one, server.url(path)), FeedUnreadable), path
        assert isinstance(await refused(one, server.url("/packed-endless")), FeedUnreachable)


async def test_deflate_is_understood_as_well() -> None:
    async with FeedServer({"/a.ics": says(zlib.compress(CALENDAR), Content_Encoding="deflate")}) as server:
        assert await fetcher().fetch(server.url("/a.ics")) == Fetched(CALENDAR)


async def test_what_breaks_off_is_no_calendar() -> None:
    pages = {
        "/short": raw(head(Content_Length=len(CALENDAR)) + CALENDAR[:-5]),
        "/chunked": raw(head(Transfer_Encoding="chunked") + b"5\r\nBEGIN\r\n"),
        "/packed": says(gzip.compress(CALENDAR)[:-10], Content_Encoding="gzip"),
        "/closed": raw(b""),
        "/garbage": raw(b"\x16\x03\x01 what\r\n\r\n"),
        "/a.ics": raw(head(Content_Length=len(CALENDAR)) + CALENDAR),
    }
    async with FeedServer(pages) as server:
        for path in ("/short", "/chunked", "/packed", "/closed", "/garbage"):
            assert isinstance(await refused(fetcher(), server.url(path)), FeedUnreachable), path
        assert await fetcher().fetch(server.url("/a.ics")) == Fetched(CALENDAR)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((404, FeedGone), (410, FeedGone), (401, FeedRefused), (403, FeedRefused)),
        *((400, FeedUnreachable), (429, FeedUnreachable), (500, FeedUnreachable), (503, FeedUnreachable)),
        *((204, FeedUnreachable), (206, FeedUnreachable), (300, FeedUnreachable)),
    ],
)
async def test_each_status_is_told_as_what_it_is(status: int, kind: type[FeedError]) -> None:
    async with FeedServer({"/a.ics": says(b"", status)}) as server:
        assert type(await refused(fetcher(), server.url("/a.ics"))) is kind


async def test_a_server_that_is_down_is_unreachable() -> None:
    async with FeedServer({}) as server:
        pass
    assert isinstance(await refused(fetcher(), server.url("/a.ics")), FeedUnreachable)


async def test_proxies_of_the_environment_are_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    async with FeedServer({}) as proxy, FeedServer({"/a.ics": says()}) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url(""))
            monkeypatch.setenv(name.upper(), proxy.url(""))
        assert await fetcher().fetch(server.url("/a.ics")) == Fetched(CALENDAR)
        assert proxy.asked == []


async def test_words_of_a_server_that_are_kept_are_short() -> None:
    async with FeedServer({"/a.ics": says(ETag="x" * 501), "/b.ics": says(ETag="x" * 500)}) as server:
        assert await fetcher().fetch(server.url("/a.ics")) == Fetched(CALENDAR)
        assert await fetcher().fetch(server.url("/b.ics")) == Fetched(CALENDAR, "x" * 500)


async def test_both_halves_are_what_the_core_asks_for() -> None:
    async def followed(fetches: feeds.Fetcher, reads: feeds.Reader, url: str) -> Parsed:
        fetched = await fetches.fetch(url)
        assert isinstance(fetched, Fetched)
        return await reads(fetched.data, "Europe/Berlin")

    async with FeedServer({"/a.ics": says(), "/page": says(b"<html></html>", Content_Type="text/html")}) as server:
        assert await followed(fetcher(), parse, server.url("/a.ics")) == Parsed(())
        with pytest.raises(FeedUnreadable):
            await followed(fetcher(), parse, server.url("/page"))


async def test_whoever_asks_may_stop_asking() -> None:
    async with FeedServer({"/silent": silent}) as server:
        asking = asyncio.create_task(fetcher().fetch(server.url("/silent")))
        while not server.asked:  # noqa: ASYNC110 - the server tells nobody when it is asked
            await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
