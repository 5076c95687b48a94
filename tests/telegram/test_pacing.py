"""Pacing: answers come first, nobody waits without need, and whoever cannot go is told so."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from adapters.telegram.pacing import LONGEST_HOLD_OF_ALL, OPEN, Lane, Pacing, Windows
from bot.errors import TryLater
from tests.telegram.jumping import now, played, together

ANSWER, ANNOUNCEMENT = Lane
ANNA, BEN, GROUP, OTHER_GROUP = "1", "2", "-1", "-2"
FOR_EVER = float("inf")


def pacing(windows: Windows | None = None) -> Pacing:
    return Pacing(windows or Windows(), monotonic=now)


@dataclass
class Departures:
    """Who left when, in seconds from the beginning."""

    pacing: Pacing
    began: float = field(default_factory=now)
    seen: list[tuple[str, float]] = field(default_factory=list)

    async def leave(self, name: str, chat: str, lane: Lane, patience: float = FOR_EVER) -> None:
        await self.pacing.turn(chat, lane, patience)
        self.seen.append((name, now() - self.began))

    def names(self) -> list[str]:
        return [name for name, _ in self.seen]

    def moments(self, begins: str = "") -> list[float]:
        return [moment for name, moment in self.seen if name.startswith(begins)]


def test_forty_announcements_in_a_group_delay_no_private_answer() -> None:
    async def scene() -> None:
        departures = Departures(pacing())
        crowd = [departures.leave(f"news {number}", GROUP, ANNOUNCEMENT) for number in range(40)]
        answers = [departures.leave(f"answer {user}", str(user), ANSWER) for user in range(1, 21)]
        await together([*crowd, *answers])
        assert departures.moments("answer") == [0.0] * 20
        assert departures.moments("news")[:3] == pytest.approx([0.0, 1.05, 2.1])
        assert departures.moments("news")[18:20] == pytest.approx([18.9, 61.0])
        assert departures.moments("news")[-1] == pytest.approx(61 * 2 + 1.05)

    played(scene)


def test_an_answer_in_the_same_group_goes_before_waiting_announcements() -> None:
    async def scene() -> None:
        departures = Departures(pacing())
        async with asyncio.TaskGroup() as group:
            for number in range(4):
                group.create_task(departures.leave(f"news {number}", GROUP, ANNOUNCEMENT))
            await asyncio.sleep(0.5)
            group.create_task(departures.leave("answer", GROUP, ANSWER))
        assert departures.names() == ["news 0", "answer", "news 1", "news 2", "news 3"]
        assert departures.moments() == pytest.approx([0, 1.05, 2.1, 3.15, 4.2])

    played(scene)


def test_where_all_wait_private_chats_go_before_groups_and_answers_before_both() -> None:
    async def scene() -> None:
        departures = Departures(pacing(Windows(overall=(1, 1.0))))
        await together(
            [
                departures.leave("first", "9", ANNOUNCEMENT),
                departures.leave("group news", GROUP, ANNOUNCEMENT),
                departures.leave("private news", ANNA, ANNOUNCEMENT),
                departures.leave("more private news", BEN, ANNOUNCEMENT),
                departures.leave("group answer", OTHER_GROUP, ANSWER),
                departures.leave("private answer", "3", ANSWER),
            ]
        )
        assert departures.names() == [
            *("first", "private answer", "group answer", "private news", "more private news", "group news")
        ]
        assert departures.moments() == pytest.approx([0, 1, 2, 3, 4, 5])

    played(scene)


def test_who_would_wait_too_long_is_told_at_once_for_how_long() -> None:
    async def scene() -> None:
        departures = Departures(pacing())
        await together(departures.leave(str(number), GROUP, ANNOUNCEMENT) for number in range(19))
        with pytest.raises(TryLater) as refusal:
            await departures.leave("late", GROUP, ANSWER, patience=30)
        assert now() - departures.began == departures.moments()[-1] == pytest.approx(18.9)
        assert refusal.value.after == timedelta(seconds=61 - 18.9)
        await departures.leave("patient", GROUP, ANSWER, patience=43)
        assert departures.moments("patient") == pytest.approx([61])

    played(scene)


def test_those_ahead_are_part_of_the_wait() -> None:
    async def scene() -> None:
        departures = Departures(pacing())
        crowd = asyncio.gather(*(departures.leave(str(number), ANNA, ANSWER) for number in range(6)))
        await asyncio.sleep(0)
        with pytest.raises(TryLater) as refusal:
            await departures.leave("seventh", ANNA, ANSWER, patience=6.2)
        assert refusal.value.after == timedelta(seconds=6 * 1.05)
        await departures.leave("seventh", ANNA, ANSWER, patience=6.4)
        assert departures.moments("seventh") == pytest.approx([6.3])
        await crowd

    played(scene)


def test_those_of_a_higher_rank_in_other_chats_are_part_of_the_wait_too() -> None:
    async def scene() -> None:
        departures = Departures(pacing(Windows(overall=(1, 1.0))))
        crowd = asyncio.gather(*(departures.leave(str(user), str(user), ANSWER) for user in range(4)))
        await asyncio.sleep(0)
        with pytest.raises(TryLater) as refusal:
            await departures.leave("news", GROUP, ANNOUNCEMENT, patience=3.9)
        assert refusal.value.after == timedelta(seconds=4)
        await crowd

    played(scene)


def test_who_comes_while_the_alarm_is_late_overtakes_nobody() -> None:
    async def scene() -> None:
        async def oversleep(seconds: float) -> None:
            await asyncio.sleep(seconds + 0.5)

        departures = Departures(Pacing(monotonic=now, sleep=oversleep))
        async with asyncio.TaskGroup() as group:
            for name in ("first", "second"):
                group.create_task(departures.leave(name, ANNA, ANSWER))
            await asyncio.sleep(1.2)
            group.create_task(departures.leave("third", ANNA, ANSWER))
        assert departures.names() == ["first", "second", "third"]
        assert departures.moments("second") == pytest.approx([1.2])

    played(scene)


def test_who_is_overtaken_again_and_again_is_sent_away_when_patience_ends() -> None:
    async def scene() -> None:
        departures = Departures(pacing())
        async with asyncio.TaskGroup() as group:
            group.create_task(departures.leave("answer", ANNA, ANSWER))
            news = group.create_task(refused(departures.leave("news", ANNA, ANNOUNCEMENT, patience=4)))
            for _ in range(9):
                await asyncio.sleep(0.9)
                group.create_task(departures.leave("answer", ANNA, ANSWER))
        assert news.result() == pytest.approx((4.0, 0.2 + 1.05))  # one answer was still ahead
        assert departures.names() == ["answer"] * 10

    played(scene)


async def refused(turn: Coroutine[Any, Any, None]) -> tuple[float, float]:
    """Wait for the refusal and return after how long it came, and what it promises."""
    began = now()
    with pytest.raises(TryLater) as refusal:
        await turn
    return now() - began, refusal.value.after.total_seconds()


def test_a_cancelled_turn_frees_its_place() -> None:
    async def scene() -> None:
        departures = Departures(pacing())
        waiting = [asyncio.create_task(departures.leave(str(number), GROUP, ANSWER)) for number in range(5)]
        await asyncio.sleep(0.5)
        waiting[1].cancel()
        waiting[3].cancel()
        await asyncio.wait(waiting)
        assert departures.names() == ["0", "2", "4"]
        assert departures.moments() == pytest.approx([0, 1.05, 2.1])

    played(scene)


@pytest.mark.parametrize("is_granted", [False, True])
def test_a_turn_that_comes_in_the_moment_of_the_cancellation_goes_to_the_next(is_granted: bool) -> None:
    async def scene() -> None:
        doomed: list[asyncio.Task[None]] = []

        async def sleep(seconds: float) -> None:
            """Sleep, and then cancel just before or just after the turn is granted, before anybody has heard of it."""
            await asyncio.sleep(seconds)
            for task in doomed:
                _ = asyncio.get_running_loop().call_soon(task.cancel) if is_granted else task.cancel()

        departures = Departures(Pacing(Windows(group=(2, 61.0)), monotonic=now, sleep=sleep))
        await together(departures.leave(name, GROUP, ANSWER) for name in ("first", "second"))
        third, fourth = (asyncio.create_task(departures.leave(name, GROUP, ANSWER)) for name in ("third", "fourth"))
        doomed.append(third)
        await asyncio.wait([third, fourth])
        assert third.cancelled()
        assert departures.names() == ["first", "second", "fourth"]
        assert departures.moments("fourth") == [61.0]

    played(scene)


def test_after_a_429_the_chat_rests_and_no_other() -> None:
    async def scene() -> None:
        departures = Departures(pacing())
        departures.pacing.hold(GROUP, 35)
        departures.pacing.hold(GROUP, 5)  # of an earlier request: does not shorten the hold
        await together(
            [departures.leave("held", GROUP, ANSWER), departures.leave("free", ANNA, ANNOUNCEMENT)],
        )
        assert departures.seen == [("free", 0.0), ("held", 35.0)]
        departures.pacing.hold(GROUP, 10_072)
        with pytest.raises(TryLater) as refusal:
            await departures.pacing.turn(GROUP, ANSWER, 60)
        assert refusal.value.after == timedelta(seconds=10_072)

    played(scene)


def test_when_two_chats_are_held_at_once_everything_rests_for_a_while() -> None:
    async def scene() -> None:
        departures = Departures(pacing())
        departures.pacing.hold(GROUP, 3000)
        departures.pacing.hold(OTHER_GROUP, 3000)
        await departures.leave("third chat", ANNA, ANSWER)
        assert departures.moments() == [LONGEST_HOLD_OF_ALL]

    played(scene)


def test_holds_one_after_the_other_do_not_stop_everything() -> None:
    async def scene() -> None:
        departures = Departures(pacing())
        departures.pacing.hold(GROUP, 5)
        await asyncio.sleep(5)
        departures.pacing.hold(OTHER_GROUP, 5)
        await departures.leave("third chat", ANNA, ANSWER, patience=0)

    played(scene)


def test_chats_are_forgotten_when_their_windows_are_empty_again() -> None:
    async def scene() -> None:
        paced = pacing()
        for user in range(3000):
            await paced.turn(str(user - 100), ANSWER, FOR_EVER)
        assert paced.remembered < 28 * 61
        await asyncio.sleep(61)
        await paced.turn(ANNA, ANSWER, 0)
        assert paced.remembered == 1

    played(scene)


def test_a_busy_chat_keeps_no_other_from_being_forgotten() -> None:
    async def scene() -> None:
        paced = pacing()
        for user in range(200):
            await paced.turn(GROUP, ANSWER, FOR_EVER)
            await paced.turn(str(user), ANSWER, FOR_EVER)
        assert paced.remembered < 30

    played(scene)


def test_open_windows_let_everything_through() -> None:
    async def scene() -> None:
        departures = Departures(pacing(OPEN))
        await together(departures.leave("x", chat, ANSWER, 0) for chat in [GROUP, ANNA] * 500)
        assert departures.moments() == [0.0] * 1000
        assert departures.pacing.remembered <= 1

    played(scene)


def test_the_ordinary_windows_stay_below_what_telegram_names() -> None:
    windows = Windows()
    assert windows.overall[0] / windows.overall[1] < 30
    assert windows.chat[0] / windows.chat[1] < 1
    assert windows.group[0] / windows.group[1] < 20 / 60


async def test_it_runs_on_the_machines_own_clock() -> None:
    paced = Pacing(Windows(chat=(1, 0.02)))
    moments = []
    for _ in range(4):
        await paced.turn(ANNA, ANSWER, 5)
        moments.append(now())
    assert all(late - early >= 0.02 for early, late in pairwise(moments))
