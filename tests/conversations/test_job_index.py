"""The index: one message in a place for jobs that lists what is open and follows every change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.talk.answers import Call
from tests.support.talking import Line, Talk, community, labels, running, sample_places

SIDES = [str(platform) for platform in Platform]
TEAM = Place(0, ChatAddress(Platform.TELEGRAM, "telegram-team"), "#team", frozenset({Role.TEAM}))
WAYS = (
    "Pinnt sie selbst an, oder gebt mir das Recht dazu: auf Telegram „Nachrichten anheften“ als Admin, auf Discord "
    "„Nachrichten anpinnen“. Aktuell bleibt sie auch so."
)


def indexed(wanted: bool = True) -> list[Place]:
    """Return the sample places, those for jobs with an index."""
    return [replace(place, has_index=wanted and Role.JOBS in place.roles) for place in sample_places()]


async def publish(c: Talk, title: str, words: str, author: str = "ben@discord") -> None:
    """Publish a job."""
    await c.say(author, f'/job {title} text="{words}"')
    await c.press(author, "Veröffentlichen")


def index(c: Talk, side: str) -> list[Line]:
    """Return the indexes that stand on a platform."""
    lists = ("Offene Aufträge", "Gerade ist kein Auftrag offen")
    return [line for line in c.lines("#jobs", side) if line.words.startswith(lists)]


@pytest.mark.parametrize("side", SIDES)
async def test_one_message_lists_what_is_open_and_follows_every_change(tmp_path: Path, side: str) -> None:
    async with community(tmp_path, places=indexed()) as c:
        await c.due()
        (stands,) = index(c, side)
        assert "Gerade ist kein Auftrag offen." in stands.words
        await publish(c, "Portal", "Suche React und Texten")
        await publish(c, "Logo", "Brauche ein Logo", "anna@telegram")
        assert "1. Logo: offen: Design" in stands.words
        assert "2. Portal: offen: Frontend, Text" in stands.words
        assert labels(stands.reply) == ["1. Logo", "2. Portal"]
        await c.call("zoe@discord", Call("job.interesse", {"job": "1", "teil": "text"}))
        await c.press("ben@discord", "Zusagen")
        assert "2. Portal: offen: Frontend" in stands.words
        await c.call("ben@discord", Call("job.aendern", {"job": "1", "titel": "Neues Portal"}))
        assert "2. Neues Portal" in stands.words
        await c.call("anna@telegram", Call("job.vergeben", {"job": "2"}))
        assert "Logo" not in stands.words
        await c.move(days=22)
        assert "Gerade ist kein Auftrag offen." in stands.words
        await c.call("ben@discord", Call("job.wieder", {"job": "1"}))
        assert "1. Neues Portal" in stands.words
        assert index(c, side) == [stands]


@pytest.mark.parametrize(("side", "reader"), [("discord", "zoe@discord"), ("telegram", "yan@telegram")])
async def test_its_buttons_show_the_card_to_who_presses(tmp_path: Path, side: str, reader: str) -> None:
    async with community(tmp_path, places=indexed()) as c:
        await publish(c, "Portal", "Suche React")
        assert "Suche React" in await c.press(reader, "1. Portal", "#jobs")
        assert c.last(reader).private
        assert "Melden" in labels(c.last(reader))
        assert len(index(c, side)) == 1


@pytest.mark.parametrize("side", SIDES)
async def test_it_is_made_once_through_restarts_and_anew_where_it_was_taken_away(tmp_path: Path, side: str) -> None:
    async with community(tmp_path, places=indexed()) as c:
        await publish(c, "Portal", "Suche React")
    for _ in range(2):
        async with running(c, indexed()):
            await c.due()
    (stands,) = index(c, side)
    async with running(c, indexed()):
        async with c.bot.storage.begin() as store:
            kept = await store.outbox.posting_at(stands.ref)
            assert kept is not None
            await store.outbox.ended(kept)  # as after an edit that found it gone
        stands.removed = True
    async with running(c, indexed()):
        await c.due()
        (anew,) = index(c, side)
        assert "1. Portal" in anew.words


@pytest.mark.parametrize("side", SIDES)
async def test_it_is_off_unless_it_is_wanted_and_goes_when_it_is_not_any_more(tmp_path: Path, side: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, "Portal", "Suche React")
        assert index(c, side) == []
    async with running(c, indexed()):
        await c.due()
        assert len(index(c, side)) == 1
    async with running(c, indexed(wanted=False)):
        await c.due()
        assert index(c, side) == []
        await publish(c, "Logo", "Brauche ein Logo")
        assert index(c, side) == []
    async with running(c, indexed()):
        await c.due()
        assert len(index(c, side)) == 1


async def test_many_jobs_are_counted_behind_the_first(tmp_path: Path) -> None:
    async with community(tmp_path, places=indexed()) as c:
        for number in range(18):
            await publish(c, f"Portal{number}", f"Suche Haskell, Nummer {number}", f"p{number}@discord")
        (stands,) = index(c, "telegram")
        assert "1. Portal17" in stands.words
        assert "und 2 weitere" in stands.words
        assert len(labels(stands.reply)) == 17
        assert "17. Portal1:" in (await c.press("yan@telegram", "Alle offenen", "#jobs")) + (
            await c.press("yan@telegram", "Weiter")
        ) + (await c.press("yan@telegram", "Weiter"))


@pytest.mark.parametrize("side", SIDES)
async def test_it_is_pinned_once_through_changes_and_restarts(tmp_path: Path, side: str) -> None:
    async with community(tmp_path, places=indexed()) as c:
        await publish(c, "Portal", "Suche React")
        (stands,) = index(c, side)
        assert c.wires[Platform(side)].pinned == [stands.ref]
        await c.call("ben@discord", Call("job.vergeben", {"job": "1"}))
        await c.move(days=3)
    async with running(c, indexed()):
        await publish(c, "Logo", "Brauche ein Logo")
    assert c.wires[Platform(side)].pinned == [stands.ref]


@pytest.mark.parametrize("side", SIDES)
async def test_where_it_may_not_be_pinned_organisers_read_it_once_and_it_goes_on(tmp_path: Path, side: str) -> None:
    async with community(tmp_path, places=[*indexed(), TEAM]) as c:
        wire = c.wires[Platform(side)]
        wire.may_pin = False
        await c.due()
    async with running(c, [*indexed(), TEAM]):
        await publish(c, "Portal", "Suche React")
        for _ in range(3):
            await c.move(days=2)
            await c.call("ben@discord", Call("job.aendern", {"job": "1", "ort": "Essen"}))
        told = [line for line in c.heard("#team") if "kann ich nicht anpinnen" in line]
        assert told == [f"Die Liste der offenen Aufträge in #jobs ({side.title()}) kann ich nicht anpinnen.\n{WAYS}"]
        (stands,) = index(c, side)
        assert "1. Portal: Essen" in stands.words
        wire.may_pin = True
        await c.move(days=2)
        await c.call("ben@discord", Call("job.aendern", {"job": "1", "ort": "Bochum"}))
        assert wire.pinned == [stands.ref]
