"""The overview: what somebody fitted and was not tagged for, once a week or a day, for those who agreed to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.people import Platform
from bot.domain.tagging import NO_WISHES
from tests.conversations.test_jobs import pinged, publish
from tests.conversations.test_tagging import ANNA, posted, wish
from tests.support.talking import Talk, community, labels, running


def overviews(c: Talk, persona: str) -> list[str]:
    """Return the overviews that somebody got."""
    return [words for words in c.heard(persona) if "Überblick" in words]


@pytest.mark.parametrize("persona", ANNA)
async def test_what_is_over_the_budget_is_read_on_monday_at_nine(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:  # a Tuesday
        await c.agree(persona, "haskell")
        await wish(c, persona, "week", count="1")
        await posted(c, 3)
        assert pinged(c) == ["Anna"]
        await c.move(days=5, hours=23, minutes=59)
        assert overviews(c, persona) == []
        await c.move(minutes=2)
        (told,) = overviews(c, persona)
        assert told.count("Gesucht: Haskell (Haskell)") == 2
        (line,) = [one for one in c.lines(persona) if one.words == told]
        assert labels(line.reply)[-2:] == ["Überblick abstellen", "Tags einstellen"]
        assert "Haskell" in await c.press(persona, labels(line.reply)[0])
        await c.move(days=7)
        assert len(overviews(c, persona)) == 1, "what was said is not said again, and nothing is no message"


@pytest.mark.parametrize("persona", ANNA)
async def test_daily_if_wanted_and_never_if_not(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "haskell")
        await wish(c, persona, "week", count="0")
        await wish(c, persona, "show")
        assert "um 9 Uhr privat" in await c.press(persona, "Überblick: täglich")
        await posted(c, 1)
        await c.move(days=1)
        assert len(overviews(c, persona)) == 1
        assert "bekommst du nicht" in await c.press(persona, "Überblick abstellen")
        await posted(c, 1)
        await c.move(days=14)
        assert len(overviews(c, persona)) == 1
        await wish(c, persona, "overview", how="woche")
        await c.move(days=14)
        assert len(overviews(c, persona)) == 1, "what came up while it was off is not kept"
        for forged in ("stunde", "", "x"):
            await wish(c, persona, "overview", how=forged)
        assert "montags" in await wish(c, persona, "show")


async def test_what_waits_follows_a_change_of_the_rhythm(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await wish(c, "anna@telegram", "week", count="0")
        await posted(c, 1)
        await wish(c, "anna@telegram", "overview", how="tag")
        await wish(c, "anna@telegram", "overview", how="woche")
        await c.move(days=1)
        assert overviews(c, "anna@telegram") == []
        await wish(c, "anna@telegram", "overview", how="tag")
        await c.move(days=1)
        assert len(overviews(c, "anna@telegram")) == 1
        await c.move(days=7)
        assert len(overviews(c, "anna@telegram")) == 1


async def test_a_quiet_day_is_collected_and_a_pause_is_not(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@telegram", "haskell")
        await wish(c, "anna@telegram", "day", day="1", quiet="1")
        await wish(c, "carla@telegram", "pause")
        await posted(c, 1)
        await c.move(days=60)
        assert len(overviews(c, "anna@telegram")) == 1
        assert overviews(c, "carla@telegram") == []


async def test_only_what_is_still_open_and_still_fits_is_said(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell, rust")
        await wish(c, "anna@telegram", "week", count="0")
        await publish(c, "ben@discord", "Suche jemanden für Haskell, zurückgezogen", "p1")
        await c.press("ben@discord", "Zurückziehen")
        await publish(c, "dora@discord", "Suche jemanden für Haskell, stumm", "p2")
        await publish(c, "emil@discord", "Suche jemanden für Rust, offen", "p3")
        await publish(c, "fina@discord", "Suche jemanden für Rust, bekannt", "p4")
        await c.press("anna@telegram", "Interesse", "#jobs")
        await wish(c, "anna@telegram", "mute", skill="haskell")
        await c.move(days=7)
        (told,) = overviews(c, "anna@telegram")
        assert told.count("Gesucht: Rust") == 1
        assert "Gesucht: Haskell" not in told


async def test_nothing_is_sent_to_who_left_the_tags_meanwhile(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for persona in ("anna@telegram", "carla@telegram", "dora@telegram", "emil@telegram"):
            await c.agree(persona, "haskell")
            await wish(c, persona, "week", count="0")
        await posted(c, 1)
        await c.say("anna@telegram", "/profil sichtbar=gelistet")
        await wish(c, "carla@telegram", "pause")
        await c.say("dora@telegram", "/vergissmich")
        await c.move(days=7)
        assert [overviews(c, f"{name}@telegram") for name in ("anna", "carla", "dora")] == [[], [], []]
        assert len(overviews(c, "emil@telegram")) == 1


async def test_who_agreed_to_the_older_text_gets_none_before_they_choose(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        async with c.bot.storage.begin() as store:
            member = await store.members.at(c.caller("anna@telegram").address)
            assert member is not None
            await store.members.save(replace(member, wishes=NO_WISHES))
        await wish(c, "anna@telegram", "week", count="0")
        await posted(c, 1)
        await c.move(days=14)
        assert overviews(c, "anna@telegram") == []
        assert "wenn du magst" in await wish(c, "anna@telegram", "show")
        await c.press("anna@telegram", "Überblick: wöchentlich")
        await posted(c, 1)
        await c.move(days=7)
        assert len(overviews(c, "anna@telegram")) == 1


async def test_who_is_listed_first_and_tagged_later_is_asked_for_the_overview(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell", "Nur gelistet")
        await c.say("anna@telegram", "/profil sichtbar=getaggt")
        assert "wenn du magst" in await wish(c, "anna@telegram", "show")


async def test_a_restart_between_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await wish(c, "anna@telegram", "week", count="0")
        await posted(c, 1)
    c.clock.at += timedelta(days=6, hours=2)
    async with running(c):
        await c.due()
        assert len(overviews(c, "anna@telegram")) == 1
    async with running(c):
        await c.move(days=14)
        assert len(overviews(c, "anna@telegram")) == 1


async def test_a_long_overview_shows_eight_and_counts_the_rest(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await wish(c, "anna@telegram", "week", count="0")
        await posted(c, 10)
        await c.move(days=7)
        (told,) = overviews(c, "anna@telegram")
        assert "und 2 weitere" in told


async def test_an_overview_that_reaches_nobody_comes_when_the_way_is_open_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await wish(c, "anna@telegram", "week", count="0")
        await posted(c, 1)
        wire = c.wires[Platform.TELEGRAM]
        wire.closed.add("anna")
        await c.move(days=7)
        assert overviews(c, "anna@telegram") == []
        wire.closed.clear()
        await c.move(days=2)
        assert len(overviews(c, "anna@telegram")) == 1
        await c.move(days=14)
        assert len(overviews(c, "anna@telegram")) == 1
