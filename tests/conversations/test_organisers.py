"""Messages that nobody can account for: what organisers say about them, and how one is found again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.organisers import pressed
from bot.context import Context
from bot.domain.people import MessageRef, Platform
from bot.domain.places import Role
from bot.domain.sending import Delivery, Outcome, Planned
from bot.talk.answers import Call
from tests.support.talking import Talk, community, running

OURS = "77"  # the id of a message that nobody knew


async def lost(c: Talk, *jobs: int, kind: str = "job.card") -> list[int]:
    """Leave the rows of these jobs' cards in the Telegram place uncertain and return their ids."""
    ids = []
    async with c.bot.storage.begin() as store:
        place = next(
            one for one in await store.places.with_role(Role.JOBS) if one.address.platform is Platform.TELEGRAM
        )
        for job in jobs:
            key = f"test:{job}:{kind}"
            await store.outbox.plan(Planned(key, kind, c.clock.at, {"job": job}, place_id=place.id))
            row = await store.outbox.by_key(key)
            assert row is not None
            await store.outbox.mark(row, Outcome.UNCERTAIN, "no answer")
            ids.append(row.id)
    return ids


async def row(c: Talk, number: int) -> Delivery:
    async with c.bot.storage.begin() as store:
        found = await store.outbox.get(number)
    assert found is not None
    return found


async def press(c: Talk, persona: str, call: Call | None, place: str = "#jobs", *, replied: bool = False) -> None:
    """Let a persona press a button under the unknown message, or reply to it."""
    caller = c.caller(persona, place)
    assert caller.where is not None
    async with c.bot.storage.begin() as store:
        ctx = Context(c.bot.house, store, caller, c.clock.at, place=await store.places.at(caller.where))
        await pressed(replace(ctx, message=MessageRef(caller.where, OURS)), call, replied=replied)


@pytest.mark.parametrize("action", ["delivery.present", "delivery.again"])
async def test_only_organisers_settle_a_doubt_and_once(tmp_path: Path, action: str) -> None:
    async with community(tmp_path) as c:
        (number,) = await lost(c, 5)
        call = Call(action, {"delivery": str(number)})
        assert "nur Organisator:innen" in await c.call("anna@telegram", call)
        assert (await row(c, number)).outcome is Outcome.UNCERTAIN
        told = await c.call("orga@telegram", call)
        assert told.startswith("Gut")
        assert len(told) <= 200  # fits the line that passes
        assert (await row(c, number)).outcome is not Outcome.UNCERTAIN
        assert "schon geklärt" in await c.call("orga@discord", call)


@pytest.mark.parametrize("forged", ["", "0", "-1", "99999", "1 OR 1=1", "x" * 70])
async def test_a_made_up_number_settles_nothing(tmp_path: Path, forged: str) -> None:
    async with community(tmp_path) as c:
        (number,) = await lost(c, 5)
        told = await c.call("orga@telegram", Call("delivery.again", {"delivery": forged}))
        assert "schiefgegangen" not in told
        assert (await row(c, number)).outcome is Outcome.UNCERTAIN


async def test_a_press_tells_which_message_it_is(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        five, six = await lost(c, 5, 6)
        await press(c, "zoe@telegram", Call("job.interesse", {"job": "7"}))
        await press(c, "zoe@telegram", Call("consent.untag"))
        await press(c, "zoe@telegram", Call("job.vorschau", {"job": "6"}))
        assert (await row(c, six)).outcome is Outcome.UNCERTAIN
        await press(c, "zoe@telegram", Call("job.interesse", {"job": "6"}))
        found = await row(c, six)
        assert found.outcome is Outcome.SENT
        assert found.ref is not None
        assert found.ref.message == OURS
        assert (await row(c, five)).outcome is Outcome.UNCERTAIN
        async with c.bot.storage.begin() as store:
            (copy,) = await store.outbox.postings("job", 6)
        assert copy.ref.message == OURS
        assert copy.wanted > copy.shown


async def test_a_reply_tells_it_where_only_one_is_missing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        numbers = await lost(c, 5, 6)
        await press(c, "orga@telegram", None, replied=True)
        await press(c, "orga@telegram", None)
        assert [(await row(c, number)).outcome for number in numbers] == [Outcome.UNCERTAIN] * 2
        await c.call("orga@telegram", Call("delivery.present", {"delivery": str(numbers[0])}))
        await c.call("orga@telegram", Call("delivery.again", {"delivery": str(numbers[1])}))
        await press(c, "orga@telegram", None, replied=True)
        assert (await row(c, numbers[0])).outcome is Outcome.SENT


async def test_a_message_elsewhere_is_not_taken_for_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        (number,) = await lost(c, 5)
        await press(c, "zoe@discord", Call("job.interesse", {"job": "5"}))
        await press(c, "zoe@telegram", Call("job.interesse", {"job": "5"}), "#termine")
        assert (await row(c, number)).outcome is Outcome.UNCERTAIN


async def test_a_line_under_a_post_that_is_found_again_still_goes_after_its_hour(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        (number,) = await lost(c, 5, kind="job.offer")
        await press(c, "zoe@telegram", Call("job.kein", {"job": "5"}))
        assert (await row(c, number)).outcome is Outcome.SENT
        async with c.bot.storage.begin() as store:
            (copy,) = await store.outbox.postings("offer", 5)
        assert copy.remove_at == c.clock.at + timedelta(hours=1)


async def test_a_restart_leaves_the_question_open(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        (number,) = await lost(c, 5)
    async with running(c):
        await c.call("orga@telegram", Call("delivery.present", {"delivery": str(number)}))
        assert (await row(c, number)).outcome is Outcome.PRESENT
