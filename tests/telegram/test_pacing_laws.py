"""The laws of pacing, for any requests, cancellations and holds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.pacing import Lane, Pacing, Windows
from bot.errors import TryLater
from tests.telegram.jumping import now, played, together

ANNA, BEN, GROUP, OTHER_GROUP = "1", "2", "-1", "-2"
FOR_EVER = float("inf")
NARROW = Windows(overall=(3, 1.0), chat=(1, 0.6875), group=(4, 5.0))  # whose sums are exact in binary


@dataclass(frozen=True)
class Wish:
    """A request as a test asks for it, and what became of it; all moments count from the beginning."""

    chat: str
    lane: Lane
    comes: float
    patience: float = FOR_EVER
    cancelled: float = FOR_EVER
    left: float | None = None
    ended: float = FOR_EVER


@dataclass(frozen=True)
class Hold:
    chat: str
    comes: float
    seconds: float


CHATS = st.sampled_from([ANNA, BEN, "3", GROUP, OTHER_GROUP])
MOMENTS = st.integers(0, 60).map(lambda tick: tick * 0.25)
LANES = st.sampled_from(Lane)
WISHES = st.builds(Wish, CHATS, LANES, MOMENTS)
MOODY = st.builds(
    Wish, CHATS, LANES, MOMENTS, st.sampled_from([0.0, 0.875, 4.0, FOR_EVER]), MOMENTS | st.just(FOR_EVER)
)
CROWD = st.lists(WISHES, min_size=12, max_size=40)
MOODY_CROWD = st.lists(MOODY, min_size=12, max_size=40)
HOLDS = st.builds(Hold, CHATS, MOMENTS, st.sampled_from([0.25, 2.0, 7.0]))


def outcomes(wishes: list[Wish], holds: list[Hold] | None = None) -> list[Wish]:
    """Play requests and holds and return what became of each request; no two come in the same moment."""
    ended: list[Wish] = []

    async def ask(paced: Pacing, wish: Wish, began: float) -> None:
        left = None
        try:
            async with asyncio.timeout_at(began + wish.cancelled if wish.cancelled != FOR_EVER else None):
                await asyncio.sleep(wish.comes)
                await paced.turn(wish.chat, wish.lane, wish.patience)
                left = now() - began
        except (TryLater, TimeoutError):
            pass
        ended.append(replace(wish, left=left, ended=now() - began))

    async def hold(paced: Pacing, one: Hold) -> None:
        await asyncio.sleep(one.comes)
        paced.hold(one.chat, one.seconds)

    async def scene() -> None:
        paced, began = Pacing(NARROW, monotonic=now), now()
        await together([ask(paced, wish, began) for wish in wishes] + [hold(paced, one) for one in holds or []])
        assert len(asyncio.all_tasks()) == 1
        await asyncio.sleep(1000)
        await paced.turn("last", Lane.ANSWER, 0)
        assert paced.remembered == 1

    played(scene)
    return ended


def apart(wishes: list[Wish]) -> list[Wish]:
    """Shift requests so that none comes in the moment of another, or in which a window opens."""
    return [replace(wish, comes=wish.comes + number / 1024) for number, wish in enumerate(wishes, 1)]


@settings(max_examples=60)
@given(MOODY_CROWD, st.lists(HOLDS, max_size=3))
def test_whatever_comes_the_windows_hold_patience_is_kept_and_nobody_overtakes(
    wishes: list[Wish], holds: list[Hold]
) -> None:
    ended = outcomes(apart(wishes), holds)
    assert len(ended) == len(wishes)
    assert_windows_hold(ended, holds)
    for wish in ended:
        assert wish.ended <= min(wish.comes + wish.patience, wish.cancelled)
        assert wish.left is not None or wish.patience != FOR_EVER or wish.cancelled != FOR_EVER
    gone = sorted((wish for wish in ended if wish.left is not None), key=lambda wish: wish.comes)
    for one, other in combinations(gone, 2):
        assert (one.chat, one.lane) != (other.chat, other.lane) or one.ended <= other.ended


def assert_windows_hold(ended: list[Wish], holds: list[Hold]) -> None:
    assert keeps_to([wish.left for wish in ended if wish.left is not None], NARROW.overall)
    for chat in (ANNA, BEN, "3", GROUP, OTHER_GROUP):
        moments = [wish.left for wish in ended if wish.left is not None and wish.chat == chat]
        assert keeps_to(moments, NARROW.chat)
        assert not chat.startswith("-") or keeps_to(moments, NARROW.group)
        for one in holds:
            assert not [at for at in moments if one.chat == chat and one.comes < at < one.comes + one.seconds]


def keeps_to(moments: list[float], window: tuple[int, float]) -> bool:
    limit, seconds = window
    moments = sorted(moments)
    return all(late - early >= seconds for early, late in zip(moments, moments[limit:], strict=False))


@settings(max_examples=60)
@given(CROWD)
def test_everybody_leaves_as_early_as_rank_and_windows_allow(wishes: list[Wish]) -> None:
    wishes = apart(wishes)
    ended = sorted(outcomes(wishes), key=lambda wish: wish.comes)
    assert [wish.left for wish in ended] == worked_out(wishes)


def worked_out(wishes: list[Wish]) -> list[float]:
    """Work out on paper when each request leaves, in the order in which they come."""
    left: dict[Wish, float] = {}
    waiting = sorted(wishes, key=lambda wish: wish.comes)
    at = 0.0
    while waiting:
        ready = [wish for wish in waiting if free_from(wish, left) <= at]
        if ready:
            first = min(ready, key=lambda wish: (wish.lane, wish.chat.startswith("-"), wish.comes))
            left[first] = at
            waiting.remove(first)
        else:
            at = min(free_from(wish, left) for wish in waiting)
    return [left[wish] for wish in sorted(wishes, key=lambda wish: wish.comes)]


def free_from(wish: Wish, left: dict[Wish, float]) -> float:
    """Return from when on a request would be allowed to leave after those that have left."""
    chat = [at for other, at in left.items() if other.chat == wish.chat]
    windows = [(list(left.values()), NARROW.overall), (chat, NARROW.chat)]
    if wish.chat.startswith("-"):
        windows.append((chat, NARROW.group))
    return max([wish.comes, *(past[-limit] + seconds for past, (limit, seconds) in windows if len(past) >= limit)])
