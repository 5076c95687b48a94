"""After an outage, more than three overdue rows for a chat become one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.sending import Outcome
from tests.delivery.checker import check, plan_marked
from tests.delivery.test_faults import positions, run
from tests.delivery.world import START, Thing, World, button, words, world
from tests.support.messengers import Fault

SIDES = {"telegram": ("jobs", "anna"), "discord": ("jobs@discord", "ben")}


async def after_an_outage(w: World, to: str, kind: str, count: int = 5) -> list[str]:
    """Plan rows that fell due while nobody was there."""
    keys = [await plan_marked(w, f"row{number}", kind, to) for number in range(count)]
    w.clock.at = START + timedelta(hours=2)
    return keys


async def outcomes(w: World, keys: Sequence[str]) -> list[Outcome]:
    return [await w.outcome(key) for key in keys]


async def test_many_overdue_rows_are_said_in_one_message(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        keys = await after_an_outage(w, "anna", "remind", 4)
        assert await w.due() == 1
        (message,) = w.telegram.accepted
        assert words(message.first) == "Während ich weg war:\n• [row0]\n• [row1]\n• [row2]\n• [row3]"
        assert message.first.private
        assert message.key == "digest:row0"
        assert await outcomes(w, keys) == [Outcome.SENT, *[Outcome.DIGESTED] * 3]
        assert (await w.row("row0")).ref == message.ref


async def test_three_are_sent_one_by_one(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await after_an_outage(w, "jobs", "news", 3)
        assert await w.due() == 3
        assert [words(message.first) for message in w.telegram.accepted] == [
            f"Verspätet: [row{number}]" for number in range(3)
        ]


async def test_what_has_no_line_is_sent_by_itself(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await after_an_outage(w, "jobs", "post")
        assert await w.due() == 5


async def test_a_digest_leaves_out_what_is_over(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        keys = await after_an_outage(w, "jobs", "news")
        for thing in (1, 3, 4):
            w.things[thing].over = True
        assert await w.due() == 1
        assert words(w.telegram.accepted[0].first) == "Während ich weg war:\n• [row1]\n• [row4]"
        dropped = Outcome.DROPPED
        assert await outcomes(w, keys) == [dropped, Outcome.SENT, dropped, dropped, Outcome.DIGESTED]


async def test_the_last_one_left_is_a_message_like_any_other(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await after_an_outage(w, "jobs", "news")
        for thing in range(1, 5):
            w.things[thing].over = True
        assert await w.due() == 1
        (message,) = w.telegram.accepted
        assert (message.key, words(message.first)) == ("row4", "Verspätet: [row4]")


async def test_nothing_is_said_when_all_is_over(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        keys = await after_an_outage(w, "jobs", "news")
        for thing in w.things.values():
            thing.over = True
        assert await w.due() == 0
        assert await outcomes(w, keys) == [Outcome.DROPPED] * 5


async def test_one_broken_line_keeps_no_other_back(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        keys = await after_an_outage(w, "jobs", "news")
        w.things[2].broken = True
        assert await w.due() == 1
        assert await outcomes(w, keys) == [Outcome.SENT, Outcome.WAITING, *[Outcome.DIGESTED] * 3]


async def test_a_very_long_digest_is_several(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        keys = await after_an_outage(w, "jobs", "news", 15)
        assert await w.due() == 2
        assert [words(message.first).count("•") for message in w.telegram.accepted] == [10, 5]
        assert Outcome.WAITING not in await outcomes(w, keys)


async def test_a_refused_digest_is_said_one_by_one(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.REFUSED}) as w:
        keys = await after_an_outage(w, "jobs", "news")
        assert await w.due() == 5
        assert await outcomes(w, keys) == [Outcome.SENT] * 5


async def test_an_hour_after_a_refused_one_there_are_digests_again(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.REFUSED}) as w:
        await after_an_outage(w, "jobs", "news")
        await w.due()
        for number in range(4):
            await plan_marked(w, f"again{number}", "news", "jobs")
        w.clock.at += timedelta(hours=1)
        assert await w.due() == 1
        assert words(w.telegram.accepted[-1].first).startswith("Während ich weg war:")


async def test_a_later_digest_has_what_became_due_meanwhile(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LATER}) as w:
        await after_an_outage(w, "jobs", "news", 4)
        await w.due()
        await plan_marked(w, "more", "news", "jobs")
        await w.pass_time(minutes=10)
        said = [words(message.first) for message in w.telegram.accepted]
        assert said == ["[more]", "Während ich weg war:\n• [row0]\n• [row1]\n• [row2]\n• [row3]"]


FAULTS = (Fault.LATER, Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.UNREACHABLE, Fault.MOVED, Fault.KILLED_AFTER)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("side", list(SIDES))
async def test_no_line_of_a_digest_is_lost_or_double(tmp_path: Path, side: str, fault: Fault) -> None:
    """Also when the process is away until no nonce counts any more."""
    place, person = SIDES[side]
    async with world(tmp_path) as w:
        async for step in positions(w, fault, least=2):
            keys = [await plan_marked(w, f"post{step}.{number}", "news", place) for number in range(4)]
            keys += [await plan_marked(w, f"mine{step}.{number}", "remind", person) for number in range(4)]
            w.clock.at += timedelta(hours=2)
            await run(w, away=timedelta(minutes=10), hours=1)
            await check(w, keys)


@pytest.mark.parametrize("side", list(SIDES))
async def test_a_kill_anywhere_loses_no_line(tmp_path: Path, side: str) -> None:
    async with world(tmp_path, trips=True) as w:
        async for step in positions(w, Fault.KILLED_AFTER, least=6):
            place = SIDES[side][0]
            keys = [await plan_marked(w, f"row{step}.{number}", "news", place) for number in range(4)]
            w.clock.at += timedelta(hours=2)
            await run(w, away=timedelta(minutes=step % 2 * 10))
            await check(w, keys)


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.KILLED_AFTER])
async def test_a_row_that_expires_in_doubt_is_found_with_the_others(tmp_path: Path, fault: Fault) -> None:
    """The chat is read back for the message that was sent, though the row that began it has expired."""
    async with world(tmp_path, plan={1: fault} | dict.fromkeys((2, 3, 4), Fault.LATER)) as w:
        await w.plan("first", "news", "jobs@discord", expires=START + timedelta(hours=2, minutes=1))
        keys = [await plan_marked(w, f"row{number}", "news", "jobs@discord") for number in range(3)]
        w.clock.at = START + timedelta(hours=2)
        await run(w, away=timedelta(minutes=5), minutes=10)
        assert w.discord.keys == ["digest:first"]
        assert await w.outcome("first") is Outcome.SENT
        assert await outcomes(w, keys) == [Outcome.DIGESTED] * 3


async def test_a_line_that_expires_in_doubt_is_not_said_again(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_BEFORE, 2: Fault.LATER}) as w:
        w.things[9] = Thing(words="[late]")
        await w.plan("late", "news", "jobs@discord", thing=9, expires=START + timedelta(hours=2, seconds=10))
        keys = [await plan_marked(w, f"row{number}", "news", "jobs@discord") for number in range(3)]
        w.clock.at = START + timedelta(hours=2)
        await run(w, minutes=10)
        (message,) = w.discord.accepted
        assert "late" not in words(message.first)
        assert await w.outcome("late") is Outcome.EXPIRED
        assert await outcomes(w, keys) == [Outcome.SENT, Outcome.DIGESTED, Outcome.DIGESTED]


async def test_the_protection_of_a_digest_counts_from_its_first_try(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER} | dict.fromkeys(range(2, 7), Fault.LOST_BEFORE)) as w:
        keys = await after_an_outage(w, "jobs@discord", "news", 4)
        await w.pass_time(minutes=10)
        assert w.discord.keys == ["digest:row0"]
        assert await outcomes(w, keys) == [Outcome.SENT, *[Outcome.DIGESTED] * 3]


async def test_what_is_left_of_a_digest_that_never_came_has_its_own_key(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.KILLED_BEFORE, 3: Fault.KILLED_AFTER}) as w:
        keys = await after_an_outage(w, "jobs@discord", "news", 4)
        with pytest.raises(BaseExceptionGroup):
            await w.due()
        for thing in (1, 2, 3):
            w.things[thing].over = True
        w.clock.at += timedelta(minutes=5)
        await w.restart()
        await run(w, away=timedelta(minutes=5))
        assert w.discord.keys == ["row3"]
        assert await outcomes(w, keys) == [*[Outcome.DROPPED] * 3, Outcome.SENT]


async def test_organisers_are_asked_once_about_a_digest(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_BEFORE}) as w:
        keys = await after_an_outage(w, "jobs", "news")
        await w.due()
        assert await outcomes(w, keys) == [Outcome.UNCERTAIN] * 5
        (question,) = w.telegram.accepted
        assert "meine Zusammenfassung in #jobs (Telegram)" in words(question.first)
        assert await w.press(button(question.first, "Nochmal senden"))
        await w.due()
        assert words(w.telegram.accepted[1].first).count("•") == 5
        assert await outcomes(w, keys) == [Outcome.SENT, *[Outcome.DIGESTED] * 4]


async def test_a_digest_that_is_said_to_be_there_is_there_with_every_line(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER}) as w:
        keys = await after_an_outage(w, "jobs", "news")
        await w.due()
        assert await w.press(button(w.telegram.accepted[1].first, "Ist da"))
        await w.due()
        assert await outcomes(w, keys) == [Outcome.PRESENT] * 5
        assert [message.key for message in w.telegram.accepted if "row" in message.key] == ["digest:row0"]
