"""Nothing that is logged in any way lets a token, or the words of an exception, into the stream."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import NoReturn
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.reporting import places, reported
from bot.secrecy import REDACTED, Redacting, quietly, set_up
from tests.support.canaries import ON_DISCORD, ON_TELEGRAM, Watch

SECRET = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
TOKEN = f"110201543:{SECRET}"
DISCORD = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
PASSWORD = "s/e c:r@t"
WORDS = "Anna sucht Arbeit"
STRANGER = "7" + TOKEN[1:]  # a token that nobody named
log = logging.getLogger("bot.somewhere")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """The stream that a guarded process logs to; afterwards everything is as it was before."""
    root, others = logging.getLogger(), ("httpx", "httpcore", "telegram.request.BaseRequest", "asyncio")
    before = root.handlers[:], root.level, [logging.getLogger(name).level for name in others]
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning
    for handler in before[0]:
        root.removeHandler(handler)  # pytest's own, which set_up would close
    stream = io.StringIO()
    set_up([TOKEN, DISCORD, PASSWORD, ""], logging.DEBUG, stream)
    yield stream
    root.handlers[:], level, levels = before
    root.setLevel(level)
    for name, one in zip(others, levels, strict=True):
        logging.getLogger(name).setLevel(one)
    sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning = hooks


def fail(words: str = f"{WORDS} {TOKEN}") -> NoReturn:
    raise ValueError(words)


def fail_twice() -> NoReturn:
    try:
        fail()
    except ValueError as error:
        raise LookupError(f"{WORDS} again, {DISCORD}") from error


def told_of(call: Callable[[], object], message: str, *values: object) -> None:
    """Log that a call has failed, with its exception."""
    try:
        call()
    except (LookupError, ValueError):
        log.exception(message, *values)


class Indescribable:
    def __str__(self) -> str:
        raise ValueError(f"{WORDS} {TOKEN}")


class Worded:
    def __repr__(self) -> str:
        return f"<{WORDS} {TOKEN}>"


WAYS: dict[str, Callable[[], object]] = {
    "message": lambda: log.info(TOKEN),
    "f-string": lambda: log.info(f"at {TOKEN}"),  # noqa: G004
    "argument": lambda: log.info("at %s", TOKEN),
    "arguments by name": lambda: log.info("at %(token)s", {"token": TOKEN}),
    "argument's repr": lambda: log.info("at %r", [TOKEN.encode(), {"token": DISCORD}]),
    "half a token": lambda: log.info("at %s", SECRET),
    "in an address": lambda: log.info("at https://api.telegram.org/bot%s/sendMessage", TOKEN),
    "in an address, quoted": lambda: log.info("at https://x/bot%s/ %s", quote(TOKEN), quote(PASSWORD, safe="")),
    "a password in an address": lambda: log.info("postgresql://ideenherd:%s@host/db", quote(PASSWORD)),
    "over lines": lambda: log.info("one\n%s\ntwo", TOKEN),
    "discord": lambda: log.info("Authorization: Bot %s", DISCORD),
    "extra": lambda: log.info("more", extra={"token": TOKEN, "deep": {"token": TOKEN}}),
    "stack": lambda: log.info("here %s", TOKEN, stack_info=True),
    "exception": lambda: told_of(fail, "failed"),
    "chained": lambda: told_of(fail_twice, "failed"),
    "exception as an argument's sibling": lambda: log.error("failed", exc_info=ValueError(f"{WORDS} {TOKEN}")),
    "no exception": lambda: log.error("failed %s", TOKEN, exc_info=True),  # noqa: LOG014
    "group": lambda: log.error("failed", exc_info=ExceptionGroup(WORDS, [ValueError(TOKEN), OSError(28, WORDS)])),
    "values that do not fit": lambda: log.info("at %d", TOKEN),
    "a value that cannot be said": lambda: log.info("at %s", Indescribable()),
    "warning": lambda: warnings.warn(f"{WORDS} {TOKEN}", UserWarning, stacklevel=1),
    "logger's name": lambda: logging.getLogger(TOKEN).warning("x"),
    "a child that was told to talk": lambda: logging.getLogger("telegram.Bot").warning("at %s", TOKEN),
    "what cannot be read": lambda: logging.getLogger("telegram.request.BaseRequest").error("no JSON: %s", WORDS),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.filterwarnings("default")
def test_no_way_of_logging_lets_a_secret_or_foreign_words_out(way: str, stream: io.StringIO) -> None:
    WAYS[way]()
    log.warning("still there")
    *lines, last = stream.getvalue().splitlines()
    assert last.endswith("WARNING bot.somewhere: still there")
    assert len(lines) == (0 if way == "what cannot be read" else 1)
    assert_clean(stream.getvalue())


def assert_clean(text: str) -> None:
    for canary in (TOKEN, SECRET, "110201543", DISCORD, PASSWORD, quote(PASSWORD), quote(PASSWORD, safe=""), "Anna"):
        assert canary not in text


def test_other_handlers_and_formatters_get_the_clean_record_too(stream: io.StringIO) -> None:
    seen: list[logging.LogRecord] = []

    class Collecting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record)

    logging.getLogger().addHandler(Collecting())
    told_of(fail_twice, "failed with %s", TOKEN)
    assert [record.exc_info for record in seen] == [None]
    assert_clean(logging.Formatter().format(seen[0]))
    assert stream.getvalue()


def test_a_line_says_when_in_utc_how_bad_who_and_what(stream: io.StringIO) -> None:
    before = datetime.now(UTC)
    log.warning("at %s\x1b[31m\r\nWARNING forged", TOKEN)
    at, level, rest = stream.getvalue().split(" ", 2)
    assert abs((datetime.fromisoformat(at) - before).total_seconds()) < 5
    assert datetime.fromisoformat(at).utcoffset() == timedelta(0)
    assert (level, rest) == ("WARNING", f"bot.somewhere: at {REDACTED} [31m WARNING forged\n")


def test_of_a_bug_in_a_library_the_log_leads_back_to_us(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="Expecting") as bug:
        json.loads(WORDS)
    code = reported(bug.value, "reading")
    (line,) = caplog.messages
    assert line.startswith(f"Code {code}: JSONDecodeError at json/decoder.py:")
    assert "tests/test_secrecy.py" in line
    assert line.endswith(", in reading")
    assert WORDS not in line


def test_of_an_exception_type_and_places_are_kept(stream: io.StringIO) -> None:
    told_of(fail_twice, "Code %s", "ab12")
    line = stream.getvalue()
    assert "Code ab12: LookupError at tests/test_secrecy.py:" in line
    assert " in fail_twice < tests/test_secrecy.py:" in line
    assert ", after ValueError at tests/test_secrecy.py:" in line
    assert line.count("\n") == 1


def test_what_helps_an_operator_is_kept() -> None:
    assert places(OSError(28, WORDS)) == "OSError (ENOSPC)"
    assert places(ConfigError("telegram.token fehlt")) == "ConfigError (telegram.token fehlt)"
    group = ExceptionGroup(WORDS, [KeyError(WORDS), OSError(13, WORDS)])
    assert places(group) == "ExceptionGroup (KeyError; PermissionError (EACCES))"


def test_a_circle_of_causes_comes_to_an_end() -> None:
    one, other = ValueError(WORDS), KeyError(WORDS)
    one.__cause__, other.__cause__ = other, one
    assert places(one) == "ValueError, after KeyError"


def test_libraries_are_quiet_and_when_told_to_talk_give_nothing_away(stream: io.StringIO) -> None:
    address = f"http://127.0.0.1:1/bot{TOKEN}/sendMessage?text={WORDS}"

    def request() -> None:
        with suppress(httpx.ConnectError), httpx.Client(trust_env=False, verify=False) as client:  # noqa: S501
            client.post(address, headers={"Authorization": f"Bot {DISCORD}"})

    request()
    assert not stream.getvalue()
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    request()
    logging.getLogger("httpx").info('HTTP Request: %s %s "%s"', "POST", httpx.URL(address), "HTTP/1.1 200 OK")
    assert "httpcore.connection: connect_tcp.started" in stream.getvalue()
    assert f"http://127.0.0.1:1/bot{REDACTED}/sendMessage" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_a_token_that_nobody_named_is_known_by_its_looks() -> None:
    redacted = Redacting([]).redacted
    assert redacted(f"https://api.telegram.org/bot{STRANGER}/getMe") == f"https://api.telegram.org/bot{REDACTED}/getMe"
    assert redacted("https://x/bot12:short/getMe") == f"https://x/bot{REDACTED}/getMe"
    assert redacted(f"token={STRANGER};") == f"token={REDACTED};"
    assert redacted(f"Bot {DISCORD}") == f"Bot {REDACTED}"
    assert redacted("POST /webhooks/198622483471925248/aW50ZXJhY3Rpb246MTIzNDU2Nzg5") == (
        f"POST /webhooks/198622483471925248/{REDACTED}"
    )
    assert redacted("GET /kalender/persoenlich/7-AbC_dEf-0123456789abcdef01234567.ics") == (
        f"GET /kalender/persoenlich/{REDACTED}.ics"
    )
    usual = "2026-12-01T08:00:00+00:00 bot.delivery: event:12:remind (remind) was sent at adapters/telegram/inbox.py:41"
    assert redacted(usual) == usual


@given(st.text(), st.text(min_size=6), st.text())
def test_a_named_secret_never_survives(head: str, secret: str, tail: str) -> None:
    assert secret not in Redacting([secret]).redacted(f"{head}{secret}{tail}").replace(REDACTED, "")


def test_a_secret_too_short_to_be_one_leaves_words_alone() -> None:
    assert Redacting(["", "der"]).redacted("anderswo") == "anderswo"


async def test_asyncios_own_report_quotes_nobody(stream: io.StringIO) -> None:
    async def task(_: object) -> None:
        fail()

    forgotten = asyncio.ensure_future(task(Worded()))
    await asyncio.wait([forgotten])
    del forgotten
    gc.collect()
    asyncio.get_running_loop().call_soon(fail, f"{WORDS} {TOKEN}")
    await asyncio.sleep(0)
    lines = stream.getvalue().splitlines()
    assert "ERROR asyncio: Task exception was never retrieved: ValueError at tests/test_secrecy.py:" in lines[0]
    assert "ERROR asyncio: Exception in callback fail: ValueError at " in lines[1]
    assert_clean(stream.getvalue())


async def test_our_report_for_the_loop_says_type_and_place(stream: io.StringIO) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(quietly)
    loop.call_soon(fail, f"{WORDS} {TOKEN}")
    await asyncio.sleep(0)
    loop.call_exception_handler({"message": f"Unclosed connection {TOKEN}", "what": Worded()})
    lines = stream.getvalue().splitlines()
    assert "ERROR bot.secrecy: Exception in callback fail: ValueError at tests/test_secrecy.py:" in lines[0]
    assert lines[1].endswith("ERROR bot.secrecy: Unclosed connection: no exception")
    assert_clean(stream.getvalue())


ENDS = {
    "uncaught": ("fail()", "CRITICAL bot.secrecy: Ended by ValueError at <string>:"),
    "thread": (
        "thread = threading.Thread(target=fail); thread.start(); thread.join()",
        "ERROR bot.secrecy: A thread was ended by ValueError at ",
    ),
    "finaliser": ("Cursed()", "ERROR bot.secrecy: Nobody could catch ValueError at <string>:"),
    "warning": ("warnings.warn(CANARY)", "WARNING py.warnings: UserWarning at <string>:"),
    "task": (
        "asyncio.run(forget())",
        "ERROR asyncio: Task exception was never retrieved: ValueError at <string>:",
    ),
    "record that cannot be written": ("logging.getLogger().handlers[0].setStream(1); logging.error(CANARY)", ""),
}
SCRIPT = """
import asyncio, gc, logging, sys, threading, warnings
from bot.secrecy import set_up
CANARY = "{token} {words}"
def fail():
    raise ValueError(CANARY)
class Cursed:
    def __del__(self):
        fail()
async def late():
    fail()
async def forget():
    asyncio.ensure_future(late())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()
set_up(["{token}"])
{end}
"""


@pytest.mark.parametrize("end", ENDS)
def test_whatever_ends_a_process_is_told_without_words(end: str) -> None:
    call, said = ENDS[end]
    script = SCRIPT.format(token=TOKEN, words=WORDS, end=call)
    ended = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)  # noqa: S603
    assert ended.returncode == (1 if end == "uncaught" else 0)
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == (1 if said else 0)
    assert said in ended.stderr
    assert_clean(ended.stderr)


@pytest.mark.parametrize(("logger", "token", "heard"), [
    ("adapters.telegram.feed", ON_TELEGRAM, True),  # ours may not hold it even before it is taken out
    ("telegram.request", ON_TELEGRAM, False),
    ("aiohttp.client", ON_DISCORD, True),  # it looks like no token
    ("adapters.web.server", "/kalender/persoenlich/7-AbC_dEf-0123456789abcdef01234567.ics", True),
    ("aiohttp.server", "/kalender/persoenlich/7-AbC_dEf-0123456789abcdef01234567.ics", False),
])  # fmt: skip
def test_the_watch_over_all_tests_hears_what_would_be_written(logger: str, token: str, heard: bool) -> None:
    watch = Watch()
    watch.handle(logging.LogRecord(logger, logging.DEBUG, __file__, 1, "at %s", (token,), None))
    assert bool(watch.heard) is heard
    assert token not in str(watch.heard)
