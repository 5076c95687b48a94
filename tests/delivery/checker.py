"""Compares the outbox with what the platforms truly accepted: the table of what is promised, as code."""

from __future__ import annotations

from bot.domain.sending import Delivery, Outcome
from tests.delivery.world import DISCORD, Thing, World, words
from tests.support.messengers import Accepted, Wire

# Neither sent nor lost in silence: the row says why, or organisers are asked.
TOLD = {Outcome.REFUSED, Outcome.UNREACHABLE, Outcome.UNCERTAIN}
ONCE_MORE = {"remind"}


async def plan_marked(w: World, key: str, kind: str, to: str) -> str:
    """Plan a row whose words are found again wherever they were accepted, and return its key."""
    thing = len(w.things) + 1
    w.things[thing] = Thing(words=f"[{key}]")
    await w.plan(key, kind, to, thing=thing)
    return key


async def check(w: World, keys: list[str], *, faults: int = 1) -> None:
    """Assert that rows came to rest as promised, after at most so many faults."""
    for key in keys:
        row = await w.row(key)
        said = _said(row, w.wires[row.platform])
        _check_end(row, said, faults)
        _check_doubles(row, said)
        _check_questions(row, w)


def _said(row: Delivery, wire: Wire) -> list[Accepted]:
    """Return the messages that say a row, alone or as a line of a digest."""
    return [message for message in wire.accepted if f"[{row.plan.key}]" in words(message.first)]


def _check_end(row: Delivery, said: list[Accepted], faults: int) -> None:
    """Nothing lost, and nothing sent that nobody got."""
    name = f"{row.plan.key} is {row.outcome} after {row.doubts} doubts, accepted {len(said)} times"
    if row.outcome is Outcome.SENT:
        assert row.ref is not None, name
        assert row.ref.message in [message.ref.message for message in said], name
        return
    if row.outcome is Outcome.DIGESTED:
        assert said, name
        return
    assert row.outcome in TOLD, name
    if row.outcome is Outcome.UNCERTAIN:
        settles = row.platform is DISCORD or row.plan.kind in ONCE_MORE
        assert row.doubts and faults > 1 if settles else row.doubts, name
    else:
        assert not said or (row.outcome is Outcome.UNREACHABLE and row.doubts), name


def _check_doubles(row: Delivery, said: list[Accepted]) -> None:
    name = f"{row.plan.key} was accepted {len(said)} times after {row.doubts} doubts"
    if row.platform is not DISCORD and row.plan.kind in ONCE_MORE:
        assert len(said) <= 1 or (len(said) == 2 and row.doubts), name
        assert all(message.first.silent for message in said[1:]), f"{row.plan.key} rang twice"
    else:
        assert len(said) <= 1, name


def _check_questions(row: Delivery, w: World) -> None:
    """Organisers are asked about what is uncertain in a group, and about nothing else."""
    asked = [key for wire in w.wires.values() for key in wire.keys if key.startswith(f"uncertain:{row.id}:")]
    if row.outcome is not Outcome.UNCERTAIN:
        assert not asked, f"organisers were asked about {row.plan.key}, which is {row.outcome}"
    elif row.plan.kind not in ONCE_MORE and "digest:" not in row.reason:
        assert asked, f"nobody was asked about {row.plan.key}"
