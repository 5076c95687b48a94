"""Every way in which a request can fail, at the wire, with the real client library."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NoReturn, cast

import aiohttp
import discord
import discord.http
import pytest
from aiohttp.abc import AbstractResolver
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.failures import (
    ANY,
    classified,
    is_archived,
    is_foreign,
    is_no_member,
    is_token_refused,
    is_unknown_channel,
    named,
)
from bot.errors import DeliveryError, Doubt, Gone, Refused, Stop, TryLater, Unreachable
from tests.discord.wire import (
    CHANNEL,
    JSON,
    MESSAGE,
    SECRET,
    TOKEN,
    VIA,
    client_at,
    client_facing,
    discord_at,
    gives,
    in_turn,
    limits,
    refuses,
    says,
)
from tests.support.misbehaving import (
    Behaviour,
    breaks_off,
    closes_after_reading,
    closes_before_reading,
    misbehaving,
    reads_and_hangs,
    reads_nothing,
    resets_after_reading,
)

WORDS = "Anna sucht Arbeit"  # what a member wrote, which no reason may quote


async def send(client: discord.Client, channel: int = CHANNEL) -> discord.Message:
    return await client.get_partial_messageable(channel).send(WORDS)


async def raised(client: discord.Client) -> Exception:
    """Return what discord.py raises when it sends, and see to it that its name and its reason give nothing away."""
    with pytest.raises(ANY) as error:
        await send(client)
    return checked(error.value)


def checked(error: Exception) -> Exception:
    for words in (str(classified(error)), named(error)):
        assert not re.search(f"{SECRET}|{WORDS}|Anna|MTEwMjAxNTQz", words, re.IGNORECASE)
        assert 0 < len(words) <= 120
    return error


async def failure(client: discord.Client) -> DeliveryError:
    return classified(await raised(client))


class Hasty:
    """asyncio as `discord.http` sees it, where a second of sleep takes a millisecond."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, delay: float) -> None:
        await asyncio.sleep(delay / 1000)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save the 25 seconds in which discord.py tries five times; nothing of it can be set."""
    monkeypatch.setattr(discord.http, "asyncio", Hasty())


NGINX = b"<html><body>%s is served by nginx, %s</body></html>" % (WORDS.encode(), TOKEN.encode())
ECHO = f"{WORDS} with Bot {TOKEN}"
ACCEPTED_OR_NOT: list[tuple[str, Behaviour]] = [
    ("closed before reading", closes_before_reading),
    ("closed after reading", closes_after_reading),
    ("reset after reading", resets_after_reading),
    ("broken off in the answer", breaks_off),
    ("500", refuses(500, 0, "500: Internal Server Error")),
    ("502 of Cloudflare", says(502, NGINX)),
    ("503", says(503, b"upstream connect error")),
    ("503 with a code", refuses(503, 130000)),
    ("504", says(504, b"")),
    ("520, which has no name", says(520, NGINX)),
    ("524 of Cloudflare", says(524, NGINX)),
    ("500 that quotes", refuses(500, 0, ECHO)),
    ("200 and no JSON", says(200, NGINX)),
    ("200 and half a JSON", says(200, b'{"id":"1","content":"%s' % WORDS.encode(), JSON)),
    ("200 and another JSON", gives({"content": ECHO})),
    ("200 and a list", gives([ECHO])),
    ("200 and no UTF-8", says(200, b"\xff", JSON)),
    ("200 and no number for an id", gives(MESSAGE | {"id": ECHO})),
    ("204", says(204, b"")),
    ("302", says(302, b"")),
    ("403 and half a JSON", says(403, b'{"code":', JSON)),
    ("403 and a number", gives(7, status=403)),
    ("429 and no time", gives({"message": ECHO}, VIA, status=429)),
]


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("behave", [case[1] for case in ACCEPTED_OR_NOT], ids=[case[0] for case in ACCEPTED_OR_NOT])
async def test_what_may_have_been_accepted_is_doubt(behave: Behaviour) -> None:
    async with client_facing(in_turn(gives(MESSAGE), behave)) as client:
        await send(client)
        assert type(await failure(client)) is Doubt


@pytest.mark.parametrize("limit", [{"total": 0.1}, {"sock_read": 0.1}], ids=["in all", "in reading"])
async def test_no_answer_in_time_is_doubt(limit: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiohttp.client.DEFAULT_TIMEOUT", aiohttp.ClientTimeout(**limit))
    async with client_facing(reads_and_hangs) as client:
        assert type(await failure(client)) is Doubt


@pytest.mark.parametrize("behave", [reads_and_hangs, reads_nothing], ids=["hangs", "reads nothing"])
async def test_our_own_timeout_is_doubt(behave: Behaviour) -> None:
    async with client_facing(behave) as client:
        with pytest.raises(TimeoutError) as error:
            async with asyncio.timeout(0.1):
                await send(client)
    assert type(classified(checked(error.value))) is Doubt


async def refused_address() -> str:
    async with misbehaving(closes_before_reading) as address:
        return address


async def test_a_refused_connection_is_tried_later() -> None:
    async with client_at(await refused_address()) as client:
        assert type(await failure(client)) is TryLater


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("status", [500, 502, 504, 524])
async def test_a_refused_connection_after_an_answer_is_doubt(status: int) -> None:
    """After these discord.py tries again by itself, and raises what became of the last try alone."""

    async def answers_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.close()  # nobody listens from now on
        await says(status, b"")(reader, writer, asyncio.Event())
        writer.close()

    server = await asyncio.start_server(answers_once, "127.0.0.1", 0)
    async with client_at(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}") as client:
        error = await raised(client)
    await server.wait_closed()
    assert isinstance(error, aiohttp.ClientConnectorError)
    assert type(classified(error)) is Doubt


class NoNames(AbstractResolver):
    """A resolver that knows nobody; the real one would be asked beyond the loopback."""

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> NoReturn:
        raise OSError(socket.EAI_NONAME, "Name or service not known")

    async def close(self) -> None:
        """Nothing is open."""


async def test_an_unknown_host_is_tried_later() -> None:
    async with client_at("http://discord.invalid", connector=aiohttp.TCPConnector(resolver=NoNames())) as client:
        error = await raised(client)
    assert isinstance(error, aiohttp.ClientConnectorDNSError)
    assert type(classified(error)) is TryLater


async def test_a_slow_connection_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    async with client_facing(closes_before_reading) as client:
        timeout = aiohttp.ClientTimeout(sock_connect=1e-9)
        monkeypatch.setattr(client.http._HTTPClient__session, "_timeout", timeout)  # type: ignore[attr-defined]  # noqa: SLF001
        error = await raised(client)
    assert isinstance(error, aiohttp.ConnectionTimeoutError)
    assert type(classified(error)) is TryLater


async def test_a_failed_handshake_is_tried_later() -> None:
    async with misbehaving(closes_before_reading) as address, client_at(address.replace("http:", "https:")) as client:
        assert type(await failure(client)) is TryLater


async def test_a_proxy_that_refuses_is_tried_later() -> None:
    async with misbehaving(says(503, b"")) as proxy, client_at("https://127.0.0.1") as client:
        client.http.proxy = proxy
        error = await raised(client)
        assert isinstance(error, aiohttp.ClientHttpProxyError)
        assert type(classified(error)) is TryLater
        client.http.proxy = await refused_address()
        error = await raised(client)
    assert isinstance(error, aiohttp.ClientProxyConnectionError)
    assert type(classified(error)) is TryLater


async def test_after_the_end_nothing_is_sent_and_so_it_is_tried_later() -> None:
    async with client_facing(gives(MESSAGE)) as client:
        await send(client)
        await client.close()
        assert type(await failure(client)) is TryLater


NOBODY_THERE = [
    (404, 10003),
    (404, 10004),
    (404, 10013),
    (403, 40001),
    (403, 50001),
    (403, 50007),
    (400, 50007),
    (403, 50278),
    (403, 50009),
    (403, 50013),
    (400, 50033),
    (400, 50083),
    (403, 160005),
    (403, 59_999),
]
THIS_ONE_ALONE = [
    (400, 50035),
    (403, 50005),
    (400, 50006),
    (403, 160002),
    (400, 200000),
    (400, 200001),
    (400, 240000),
    (403, 20001),
    (404, 10014),
    (404, 10007),
    (400, 30003),
    (400, 30013),
    (400, 160004),
    (400, 59_999),
    (404, 10015),
    (404, 10062),
    (400, 40060),
    (401, 50027),
]
GONE = [(404, 10008), (404, 10070)]
IN_A_WHILE = [(400, 20028), (403, 40003), (400, 160006), (400, 30038)]
REFUSALS: list[tuple[str, Behaviour, type[DeliveryError]]] = [
    *((f"{status} {code}", refuses(status, code, ECHO), Unreachable) for status, code in NOBODY_THERE),
    *((f"{status} {code}", refuses(status, code, ECHO), Refused) for status, code in THIS_ONE_ALONE),
    *((f"{status} {code}", refuses(status, code, ECHO), Gone) for status, code in GONE),
    *((f"{status} {code}", refuses(status, code, ECHO), TryLater) for status, code in IN_A_WHILE),
    (
        "400 that quotes a field",
        refuses(400, 50035, "Invalid Form Body", errors={WORDS: {"_errors": [{"message": ECHO}]}}),
        Refused,
    ),
    ("404 without a code", refuses(404, 0, "404: Not Found"), Refused),
    ("405 without a code", refuses(405, 0, "405: Method Not Allowed"), Refused),
    ("413", refuses(413, 40005), Refused),
    ("413 of Cloudflare", says(413, NGINX), Refused),
    ("401", refuses(401, 0, "401: Unauthorized"), Stop),
    ("401 40001", refuses(401, 40001), Stop),
    ("401 50014", refuses(401, 50014), Stop),
    ("403 of Cloudflare in JSON", refuses(403, 40333, "internal network error"), TryLater),
    *(
        (f"{status} of something on the way", says(status, NGINX), TryLater)
        for status in (400, 401, 403, 404, 407, 429)
    ),
    *((f"{status} of another API", refuses(status, status, ECHO), TryLater) for status in (400, 401, 403, 404)),
    *(
        (f"{status} in Discord's words, but no JSON", says(status, b"%d: No" % status), TryLater)
        for status in (401, 404)
    ),
]


@pytest.mark.parametrize(("behave", "outcome"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
async def test_what_was_refused_says_for_whom(behave: Behaviour, outcome: type[DeliveryError]) -> None:
    async with client_facing(in_turn(gives(MESSAGE), behave)) as client:
        await send(client)
        assert type(await failure(client)) is outcome


BLOCKED = "You are being blocked from accessing our API temporarily due to exceeding our rate limits frequently."
OLD = {"message": ECHO, "code": 30046, "retry_after": 0.001}
WAITS: list[tuple[str, Behaviour, float]] = [
    ("429 of Cloudflare", says(429, NGINX, {"Retry-After": "3600"}), 3600),
    ("429 of Cloudflare without a number", says(429, NGINX), 30),
    ("429 with a date", says(429, NGINX, {"Retry-After": "Wed, 02 Dec 2026 18:00:00 GMT"}), 30),
    ("429 of a blocked address", gives({"message": BLOCKED, "code": 0}, {"Retry-After": "600"}, status=429), 600),
    ("429 and no end", says(429, b"", {"Retry-After": "inf"}), 86_400),
    ("429 and no number", says(429, b"", {"Retry-After": "nan"}), 1),
    ("429 and no time", says(429, b"", {"Retry-After": "-5"}), 1),
    ("429 five times", limits(0.001), 1),
    ("edits to an old message", gives(OLD, VIA | {"Retry-After": "20"}, status=429), 20),
    ("private chats opened too fast", refuses(403, 40003), 600),
    ("too many active threads", refuses(400, 160006), 3600),
]


@pytest.mark.parametrize(("behave", "seconds"), [case[1:] for case in WAITS], ids=[case[0] for case in WAITS])
async def test_a_limit_says_for_how_long(behave: Behaviour, seconds: float) -> None:
    async with client_facing(behave) as client:
        error = await failure(client)
    assert isinstance(error, TryLater)
    assert error.after == timedelta(seconds=seconds)


async def test_a_limit_that_is_too_long_to_sleep_is_raised() -> None:
    async with client_facing(limits(47.5), max_ratelimit_timeout=30) as client:
        error = await raised(client)
    assert isinstance(error, discord.RateLimited)
    later = classified(error)
    assert isinstance(later, TryLater)
    assert later.after == timedelta(seconds=47.5)


async def answered(behave: Behaviour) -> Exception:
    async with client_facing(behave) as client:
        return await raised(client)


async def refusal(status: int, code: int) -> Exception:
    return await answered(refuses(status, code, ECHO))


async def test_a_refused_token_can_be_told_from_what_refuses_on_the_way() -> None:
    for body in (NGINX, b"", b"{}"):
        foreign = await answered(says(401, body, JSON if body == b"{}" else {}))
        assert is_foreign(foreign), body
        assert not is_token_refused(foreign), body
        assert named(foreign) == "HTTPException 401, an answer that is not Discord's"
    refused = await answered(refuses(401, 0, "401: Unauthorized"))
    assert is_token_refused(refused)
    assert not is_foreign(refused)
    assert named(refused) == "HTTPException 401"


async def login(behave: Behaviour) -> Exception:
    async with misbehaving(behave) as base, discord.Client(intents=discord.Intents.none()) as client:
        with discord_at(base), pytest.raises(ANY) as error:
            await client.login(TOKEN)
    return checked(error.value)


async def test_a_login_that_a_proxy_refuses_says_nothing_of_the_token() -> None:
    """discord.py makes "Improper token has been passed" of any 401."""
    refused = await login(refuses(401, 0, "401: Unauthorized"))
    assert is_token_refused(refused)
    assert type(classified(refused)) is Stop
    foreign = await login(says(401, NGINX))
    assert type(foreign) is type(refused) is discord.LoginFailure
    assert not is_token_refused(foreign)
    assert is_foreign(foreign)
    assert type(classified(foreign)) is TryLater


def test_a_gateway_may_refuse_the_token_too() -> None:
    assert is_token_refused(closed(4004))
    assert not is_token_refused(closed(4000))
    assert named(closed(4000)) == "ConnectionClosed 4000"


def closed(code: int) -> discord.ConnectionClosed:
    return discord.ConnectionClosed(cast("aiohttp.ClientWebSocketResponse", None), shard_id=None, code=code)


async def test_an_expired_interaction_says_nothing_of_the_bots_token() -> None:
    """It comes as a 401 all the same: "Invalid Webhook Token"."""
    error = await refusal(401, 50027)
    assert not is_token_refused(error)
    assert not is_foreign(error)


async def test_refusals_can_be_told_apart() -> None:
    claims = (is_no_member, is_archived, is_unknown_channel)
    told = {
        (403, 50007): None,
        (404, 10062): None,
        (404, 10007): is_no_member,
        (404, 10013): is_no_member,
        (400, 50083): is_archived,
        (404, 10003): is_unknown_channel,
        (403, 50013): None,
    }
    for (status, code), claim in told.items():
        error = await refusal(status, code)
        assert [it for it in claims if it(error)] == ([claim] if claim else []), code


async def test_the_log_names_kind_code_and_cause_in_our_own_words() -> None:
    assert named(await refusal(403, 50013)) == "Forbidden 403, code 50013: missing permissions"
    assert named(await refusal(400, 50035)) == "HTTPException 400, code 50035"
    assert named(await answered(gives({"content": ECHO}))) == "KeyError, an answer that is not Discord's"
    async with client_at(await refused_address()) as client:
        assert named(await raised(client)) == "ClientConnectorError from ConnectionRefusedError"


@dataclass(frozen=True, slots=True)
class Answer:
    """What discord.py's errors keep of an answer."""

    status: int
    reason: str = "X"
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)


KINDS = st.sampled_from([discord.HTTPException, discord.Forbidden, discord.NotFound, discord.DiscordServerError])
CODES = st.integers(0, 700_000) | st.none() | st.booleans() | st.text(max_size=5)


@given(KINDS, st.integers(100, 599), CODES, st.text(max_size=40), st.booleans())
def test_any_answer_is_classified_and_none_gives_a_token_away(
    kind: type[discord.HTTPException], status: int, code: Any, head: str, is_json: bool
) -> None:
    text = f"{head}{TOKEN} {WORDS}"
    body = {"message": text, "code": code} if is_json else text
    checked(kind(cast("aiohttp.ClientResponse", Answer(status)), body))


@given(st.floats())
def test_any_limit_is_a_wait_of_a_second_to_a_day(seconds: float) -> None:
    error = classified(checked(discord.RateLimited(seconds)))
    assert isinstance(error, TryLater)
    assert timedelta(seconds=1) <= error.after <= timedelta(days=1)


async def test_a_global_limit_whose_sleep_is_cancelled_stops_every_request_for_ever() -> None:
    """A trap of discord.py 2.7.1: whoever cancels a request has to set the event again."""
    async with client_facing(in_turn(limits(60, is_global=True), gives(MESSAGE))) as client:
        await given_up(send(client))
        assert not client.http._global_over.is_set()  # noqa: SLF001
        await given_up(send(client, channel=CHANNEL + 1))
        client.http._global_over.set()  # noqa: SLF001
        await send(client, channel=CHANNEL + 1)


async def test_a_request_that_hangs_holds_up_its_channel_until_it_is_cancelled() -> None:
    async with client_facing(in_turn(reads_and_hangs, gives(MESSAGE))) as client:
        hanging = asyncio.create_task(send(client))
        await asyncio.sleep(0.05)
        await given_up(send(client))
        await send(client, channel=CHANNEL + 1)
        hanging.cancel()
        await asyncio.wait([hanging])
        await send(client)


async def test_the_request_that_exhausts_its_channel_returns_late_though_it_was_accepted() -> None:
    """Another trap: a timeout of ours that strikes meanwhile is of a message that is there."""
    exhausted = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "60"}
    async with client_facing(in_turn(gives(MESSAGE, exhausted), gives(MESSAGE))) as client:
        await given_up(send(client))


@pytest.mark.usefixtures("hasty")
async def test_a_request_is_made_five_times_before_anybody_hears_of_a_502() -> None:
    """A third trap: where no nonce protects, as in a forum, each of them may have been accepted."""
    async with client_facing(in_turn(*4 * [says(502, b"")], gives(MESSAGE))) as client:
        await send(client)


async def given_up(request: Any) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await request
