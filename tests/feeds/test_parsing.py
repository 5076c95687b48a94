"""Foreign bytes are read in a process of their own, which has limits, no secrets, and never outlives the question."""

import asyncio
import json
import os
import socket
from contextlib import suppress
from pathlib import Path

import pytest

from adapters.feeds.parsing import Limits, answered, parse
from bot.calendar.ical import reading
from bot.calendar.ical.feed import MOST_BYTES
from bot.calendar.ical.findings import Reason, Refusal, Unreadable
from tests.support.icals import BERLIN, calendar, event

NOSY = "tests.support.nosy"
ONE = calendar(event("a@example", f"DTSTART;TZID={BERLIN}:20261209T190000", "SUMMARY:Twittwoch", "RRULE:FREQ=WEEKLY"))
# Each of them is on its way to the year 9999: 29 February comes in even years only.
NO_MERCY = calendar(
    *(
        event(f"{n}@x", "SUMMARY:x", "DTSTART:20270110T190000", "RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=29;BYMONTH=2")
        for n in range(4_000)
    )
)

needs_limits = pytest.mark.skipif(os.name != "posix", reason="the system limits no process")


async def refusal(data: bytes, limits: Limits = Limits()) -> Refusal:  # noqa: B008 - frozen
    with pytest.raises(Unreadable) as caught:
        await parse(data, BERLIN, limits)
    return caught.value.refusal


async def test_a_calendar_is_read_as_it_would_be_here() -> None:
    strange = calendar(event("b@example", "DTSTART:20261209T190000", "SUMMARY:\u202eŠ😀\ud7ff", "RRULE:FREQ=SECONDLY"))
    for data in (ONE, strange, calendar()):
        assert await parse(data, BERLIN) == reading.parse(data, BERLIN)


async def test_each_refusal_comes_back_as_what_it_is() -> None:
    assert await refusal(b"<html>") is Refusal.NO_CALENDAR
    assert await refusal(ONE[:-20]) is Refusal.CUT
    assert await refusal(ONE + b" " * MOST_BYTES) is Refusal.TOO_BIG
    assert await refusal(ONE.replace(b"UID:", b"BEGIN:X\r\n" * 20 + b"UID:")) is Refusal.TOO_DEEP


@needs_limits
async def test_a_calendar_that_burns_time_is_given_up() -> None:
    assert await refusal(NO_MERCY, Limits(seconds=50, cpu=1)) is Refusal.TOO_COSTLY


async def test_who_has_no_more_time_gives_up_at_once() -> None:
    assert await refusal(ONE, Limits(seconds=0.001)) is Refusal.TOO_COSTLY


async def test_the_child_inherits_neither_secrets_nor_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDEENHERD_TELEGRAM__TOKEN", "geheim")
    with socket.socket() as line:
        os.set_inheritable(line.fileno(), True)
        answer, status = await answered((NOSY, "looks"), b"")
    assert status == 0
    seen = json.loads(answer)
    assert set(seen["environment"]) <= {"PYTHONPATH", "LC_CTYPE", "SYSTEMROOT"}
    assert seen["open"][:3] == [0, 1, 2]
    assert set(seen["open"]) <= {0, 1, 2}


@needs_limits
async def test_the_child_can_not_take_memory_without_end() -> None:
    async with asyncio.timeout(20):
        _, status = await answered((NOSY, "eats"), b"")
    assert status != 0


@needs_limits
async def test_the_child_can_write_no_file(tmp_path: Path) -> None:
    place = tmp_path / "loot"
    _, status = await answered((NOSY, "writes"), str(place).encode())
    assert status != 0
    assert not place.exists() or place.read_bytes() == b""


async def test_a_child_that_never_stops_talking_is_stopped() -> None:
    async with asyncio.timeout(20):
        assert await answered((NOSY, "talks"), b"") == (b"", -1)


@pytest.mark.skipif(os.name != "posix", reason="asks for a process by its number")
@pytest.mark.parametrize("cancellations", [1, 3])
async def test_a_child_is_gone_and_reaped_when_nobody_waits_for_it_any_more(tmp_path: Path, cancellations: int) -> None:
    place = tmp_path / "pid"
    waiting = asyncio.create_task(answered((NOSY, "sleeps"), str(place).encode()))
    while not place.exists():  # noqa: ASYNC110 - another process writes it
        await asyncio.sleep(0.01)
    pid = int(place.read_text())
    os.kill(pid, 0)  # it lives
    for _ in range(cancellations):
        waiting.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def children() -> set[str]:
    """The processes, the dead that nobody reaped among them, whose parent is this one.

    Asked of each process, not of the threads of this one: a thread may end while it is asked, and with it its file.
    """
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            _, _, after_its_name = stat.read_text().rpartition(")")
            if int(after_its_name.split()[1]) == os.getpid():
                found.add(stat.parent.name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux for the children of this process")
async def test_no_child_is_left_wherever_its_reader_is_cancelled() -> None:
    before = children()
    for steps in (*range(10), 50, 500):
        under_way = asyncio.create_task(parse(ONE, BERLIN))
        for _ in range(steps):
            await asyncio.sleep(0)
        under_way.cancel()
        with pytest.raises(asyncio.CancelledError):
            await under_way
        assert children() <= before


async def test_several_are_read_side_by_side() -> None:
    both = await asyncio.gather(parse(ONE, BERLIN), refusal(b""))
    assert both[1] is Refusal.NO_CALENDAR
    assert [event.title for event in both[0].events] == ["Twittwoch"]


async def test_what_the_child_says_of_itself_is_checked() -> None:
    parsed = await parse(calendar(event("a@example", "SUMMARY:Wann")), BERLIN)
    assert [(each.reason, each.event) for each in parsed.findings] == [(Reason.NO_START, "Wann")]
