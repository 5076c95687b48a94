"""Consent: asked once and clearly, kept in a ledger, changed with one tap, and refused to everybody else."""

from pathlib import Path

import pytest

from bot.commands import consent
from bot.context import Context
from bot.domain.members import Agreement, Member, Visibility
from bot.talk.answers import Call, Then
from bot.views.members import consent_version
from tests.support.talking import Talk, community, labels, running


async def member(c: Talk, persona: str) -> Member | None:
    async with c.bot.storage.begin() as store:
        return await store.members.at(c.caller(persona).address)


async def ledger(c: Talk, persona: str) -> list[Agreement]:
    async with c.bot.storage.begin() as store:
        known = await store.members.at(c.caller(persona).address)
        return list(await store.members.agreements(known.id)) if known else []


def press_of(c: Talk, persona: str, label: str) -> Call:
    press = c.button(persona, label).press
    assert isinstance(press, Call)
    return press


async def test_agreeing_commits_and_then_the_command_goes_on(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        asked = await c.say("anna@telegram", "/skills js")
        assert "/datenschutz" in asked
        assert labels(c.last("anna@telegram")) == ["Einverstanden", "Nur gelistet", "Abbrechen"]
        assert await member(c, "anna@telegram") is None

        assert "js → JavaScript" in await c.press("anna@telegram", "Einverstanden")
        known = await member(c, "anna@telegram")
        assert known is not None
        assert known.visibility is Visibility.TAGGED
        (line,) = await ledger(c, "anna@telegram")
        assert line == Agreement(known.id, "getaggt", consent_version(), c.clock.at, "telegram privat")


async def test_listed_only_is_found_and_never_tagged(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", "/skills rust")
        await c.press("ben@discord", "Nur gelistet")
        known = await member(c, "ben@discord")
        assert known is not None
        assert known.is_findable
        assert not known.may_be_tagged
        assert "Ben" in await c.say("anna@telegram", "/suche rust")


async def test_cancelling_keeps_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/skills python")
        agree = press_of(c, "anna@telegram", "Einverstanden")
        assert "nichts gespeichert" in await c.press("anna@telegram", "Abbrechen")
        assert await member(c, "anna@telegram") is None
        assert "nicht mehr offen" in await c.call("anna@telegram", agree)
        assert await member(c, "anna@telegram") is None


async def test_cancelling_leaves_a_member_who_exists_for_another_reason(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        async with c.bot.storage.begin() as store:
            await store.members.create(c.caller("anna@telegram").address, "Anna", c.clock.at)
        await c.say("anna@telegram", "/skills python")
        await c.press("anna@telegram", "Abbrechen")
        known = await member(c, "anna@telegram")
        assert known is not None
        assert known.visibility is None
        assert known.skills == ()


async def test_a_question_belongs_to_the_one_who_was_asked(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/skills geheimkram")
        agree, cancel = press_of(c, "anna@telegram", "Einverstanden"), press_of(c, "anna@telegram", "Abbrechen")
        for persona in ("ben@telegram", "anna@discord"):
            told = await c.call(persona, agree)
            assert "gehört jemand anderem" in told
            assert "geheimkram" not in told
            assert "gehört jemand anderem" in await c.call(persona, cancel)
            assert await member(c, persona) is None
        assert "geheimkram" in await c.call("anna@telegram", agree)


async def test_only_the_two_levels_of_the_question_can_be_given(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/skills python")
        agree = press_of(c, "anna@telegram", "Einverstanden")
        for forged in ("verborgen", "alles", ""):
            await c.call("anna@telegram", agree.with_values(level=forged))
            assert await member(c, "anna@telegram") is None
        for token in ("", "x", agree.values["token"][:-1], agree.values["token"] + "x"):
            assert "nicht mehr offen" in await c.call("anna@telegram", agree.with_values(token=token))
        assert "Python" in await c.call("anna@telegram", agree)


async def test_the_open_call_is_kept_for_24_hours(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/skills python")
        await c.say("ben@telegram", "/skills python")
        await c.move(hours=23, minutes=59)
        assert "Python" in await c.press("anna@telegram", "Einverstanden")
        await c.move(minutes=1)
        assert "noch einmal" in await c.press("ben@telegram", "Einverstanden")
        assert await member(c, "ben@telegram") is None


async def test_pressing_twice_agrees_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/skills python")
        agree = press_of(c, "anna@telegram", "Einverstanden")
        await c.call("anna@telegram", agree)
        assert "nicht mehr offen" in await c.call("anna@telegram", agree)
        assert len(await ledger(c, "anna@telegram")) == 1


async def test_a_newer_question_replaces_the_older(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/skills python")
        old = press_of(c, "anna@telegram", "Einverstanden")
        await c.say("anna@telegram", "/skills rust")
        assert "nicht mehr offen" in await c.call("anna@telegram", old)
        assert "Rust" in await c.press("anna@telegram", "Einverstanden")


async def test_a_restart_between_question_and_answer_loses_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/skills python")
    async with running(c):
        assert "Python" in await c.press("anna@telegram", "Einverstanden")


async def test_a_kill_right_after_the_consent_lets_the_same_press_go_on(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/skills python")
        token = press_of(c, "anna@telegram", "Einverstanden").values["token"]
        async with c.bot.storage.begin() as store:
            ctx = Context(c.bot.house, store, c.caller("anna@telegram"), c.clock.at)
            assert isinstance(await consent.give(ctx, token, Visibility.TAGGED), Then)
    async with running(c):
        known = await member(c, "anna@telegram")
        assert known is not None
        assert known.skills == ()
        assert "Python" in await c.press("anna@telegram", "Einverstanden")
        assert len(await ledger(c, "anna@telegram")) == 1


async def test_the_level_changes_with_one_tap_and_the_ledger_knows(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        await c.say("anna@telegram", "/profil ort=Essen")
        told = await c.press("anna@telegram", "Sichtbar: verborgen")
        assert "niemand findet dich" in told
        assert "Anna" not in await c.say("ben@discord", "/suche python")
        await c.press("anna@telegram", "Sichtbar: gelistet")
        assert "Anna" in await c.say("ben@discord", "/suche python")
        assert "schon so" in await c.call("anna@telegram", Call("consent.set", {"level": "gelistet"}))
        levels = [line.level for line in await ledger(c, "anna@telegram")]
        assert levels == ["getaggt", "verborgen", "gelistet"]


async def test_nobody_is_listed_by_a_tap_without_having_been_asked(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        assert "nichts gelistet" in await c.call("anna@telegram", Call("consent.set", {"level": "getaggt"}))
        assert await member(c, "anna@telegram") is None
        await c.agree("anna@telegram", "python")
        for forged in ("alle", "", "zurückgezogen"):
            assert "Möglich ist" in await c.call("anna@telegram", Call("consent.set", {"level": forged}))
        assert len(await ledger(c, "anna@telegram")) == 1


@pytest.mark.parametrize("times", [1, 2])
async def test_no_more_tags_lowers_only_the_level_of_the_one_who_presses(tmp_path: Path, times: int) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        await c.agree("ben@telegram", "python")
        for _ in range(times):
            told = await c.call("anna@telegram", Call("consent.untag"), "#jobs")
            assert len(told) <= 200  # fits the line that passes
            assert c.last("anna@telegram").private
        anna, ben = await member(c, "anna@telegram"), await member(c, "ben@telegram")
        assert anna is not None
        assert ben is not None
        assert anna.visibility is Visibility.LISTED
        assert ben.visibility is Visibility.TAGGED
        assert [(line.level, line.where) for line in await ledger(c, "anna@telegram")] == [
            ("getaggt", "telegram privat"),
            ("gelistet", "telegram #jobs"),
        ]


async def test_no_more_tags_lifts_nobody_up(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        assert "nicht getaggt" in await c.call("zoe@discord", Call("consent.untag"), "#jobs")
        assert await member(c, "zoe@discord") is None
        await c.agree("anna@telegram", "python")
        await c.call("anna@telegram", Call("consent.set", {"level": "verborgen"}))
        assert "nicht getaggt" in await c.call("anna@telegram", Call("consent.untag"), "#jobs")
        known = await member(c, "anna@telegram")
        assert known is not None
        assert known.visibility is Visibility.HIDDEN
