"""Two accounts of one person are linked: by code, confirmed on both sides, with a preview, and parted again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.commands.linking import new_code, normal
from bot.talk.answers import Call
from tests.support.talking import Talk, community, labels, running, words_of

ANNA, ANNA_D = "anna@telegram", "annad@discord"


async def code_of(c: Talk, persona: str) -> str:
    """Ask for a code and return it."""
    found = re.search(r"\n([A-Z2-7-]{32})\n", await c.say(persona, "/verknuepfen"))
    assert found is not None
    return found[1]


async def link(c: Talk, first: str = ANNA, second: str = ANNA_D) -> str:
    """Link two personas: the first is shown the code, the second types it, both confirm."""
    await c.say(second, f"/verknuepfen {await code_of(c, first)}")
    await c.press(second, "Verknüpfen")
    return await c.press(first, "Bestätigen")


async def part(c: Talk, persona: str) -> str:
    """Part the accounts of a persona."""
    await c.say(persona, "/verknuepfen")
    await c.press(persona, "Trennen")
    return await c.press(persona, "Ja, trennen")


async def member_of(c: Talk, persona: str) -> int:
    """Return the number of a persona's member."""
    async with c.bot.storage.begin() as store:
        found = await store.members.at(c.caller(persona).address)
        assert found is not None
        return found.id


def test_a_code_has_128_bits_and_is_read_however_it_is_typed() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert len(normal(code)) == 26
        assert normal(f"  {code.lower().replace('-', ' ')} ") == normal(code)


@pytest.mark.parametrize(("first", "second"), [(ANNA, ANNA_D), (ANNA_D, ANNA)])
async def test_linked_by_code_and_confirmed_on_both_sides(tmp_path: Path, first: str, second: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await c.agree(ANNA_D, "webdesign", level="Nur gelistet")
        shown = await c.say(first, "/verknuepfen")
        assert c.last(first).private
        assert "10 Minuten" in shown
        code = re.search(r"\n([A-Z2-7-]{32})\n", shown)
        assert code is not None
        told = await c.say(second, f"/verknuepfen {code[1]}")
        assert c.last(second).private
        assert "werden eine Person" in told
        assert "Sichtbar: gelistet" in told
        assert "strengere" in told
        assert "Skills zusammen: 2" in told
        assert "noch auf dem anderen Konto" in await c.press(second, "Verknüpfen")
        assert await member_of(c, first) != await member_of(c, second)
        asked = c.heard(first)[-1]
        assert asked.startswith("Annad auf Discord" if first == ANNA else "Anna auf Telegram")
        assert "Bist du das?" in asked
        done = await c.press(first, "Bestätigen")
        assert done.startswith("Verknüpft.")
        assert c.heard(second)[-1].startswith("Verknüpft.")
        assert await member_of(c, first) == await member_of(c, second) == 1
        profile = await c.say(second, "/skills")
        assert "Python" in profile
        assert "Webdesign" in profile
        assert "gelistet" in profile


async def test_a_code_is_spent_once_and_old_after_ten_minutes(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        code = await code_of(c, ANNA)
        assert "kenne ich nicht" in await c.say(ANNA_D, "/verknuepfen AAAA-BBBB")
        assert "werden eine Person" in await c.say(ANNA_D, f"/verknuepfen {code}")
        spent = await c.say("carla@discord", f"/verknuepfen {code}")
        assert "werden eine Person" in await c.say(ANNA_D, f"/verknuepfen {code.lower()}")
        unknown = await c.say("carla@discord", f"/verknuepfen {new_code()}")
        newer = await code_of(c, ANNA)
        replaced = await c.say(ANNA_D, f"/verknuepfen {code}")
        await c.move(minutes=10)
        old = await c.say(ANNA_D, f"/verknuepfen {newer}")
        assert spent == unknown == replaced == old
        assert "kenne ich nicht" in spent
        code = await code_of(c, ANNA)
        await c.move(minutes=9)
        assert "werden eine Person" in await c.say(ANNA_D, f"/verknuepfen {code}")


async def test_five_wrong_tries_an_hour(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        code = await code_of(c, ANNA)
        for _ in range(5):
            assert "kenne ich nicht" in await c.say(ANNA_D, f"/verknuepfen {new_code()}")
        assert "zu viele falsche Codes" in await c.say(ANNA_D, f"/verknuepfen {code}")
        assert "werden eine Person" in await c.say("carla@discord", f"/verknuepfen {code}")
        await c.move(hours=1)
        assert "werden eine Person" in await c.say(ANNA_D, f"/verknuepfen {await code_of(c, ANNA)}")


async def test_the_code_is_kept_as_a_hash_alone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        code = await code_of(c, ANNA)
    held = (tmp_path / "ideenherd.db").read_bytes()
    assert b"link_codes" in held
    assert code.encode() not in held
    assert normal(code).encode() not in held


async def test_a_code_typed_in_a_group_is_asked_for_twice(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA_D, "webdesign")
        code = await code_of(c, ANNA_D)
        told = await c.say(ANNA, f"/verknuepfen {code}", "#jobs")
        assert "stand in einer Gruppe" in told
        assert c.last(ANNA).private
        assert "kenne ich nicht" in await c.say("ben@telegram", f"/verknuepfen {code}")
        await c.press(ANNA, "Verknüpfen")
        assert "wirklich dein Konto" in await c.press(ANNA_D, "Bestätigen")
        assert await member_of(c, ANNA) != await member_of(c, ANNA_D)
        assert (await c.press(ANNA_D, "Ja, das bin ich")).startswith("Verknüpft.")
        assert await member_of(c, ANNA) == await member_of(c, ANNA_D)


async def test_the_call_that_was_kept_in_a_group_remembers_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        code = await code_of(c, ANNA_D)
        reply = await c.bot.desk.in_private(c.caller(ANNA, "#jobs"), Call("verknuepfen", {"code": code}))
        assert reply is not None
        press = reply.buttons[0][0].press
        assert isinstance(press, Call)
        assert "stand in einer Gruppe" in await c.call(ANNA, press)


async def test_who_refuses_leaves_all_as_it_was(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say(ANNA_D, f"/verknuepfen {await code_of(c, ANNA)}")
        await c.press(ANNA_D, "Verknüpfen")
        assert "Es bleibt alles" in await c.press(ANNA, "Abbrechen")
        assert "abgebrochen" in c.heard(ANNA_D)[-1]
        assert await member_of(c, ANNA) != await member_of(c, ANNA_D)
        assert "gibt es nicht mehr" in await c.call(ANNA_D, Call("link.ja", {"nr": "1"}))


async def test_the_question_is_found_again_where_no_private_message_arrives(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        code = await code_of(c, ANNA_D)
        c.wires[c.caller(ANNA_D).address.platform].closed.add("annad")
        await c.say(ANNA, f"/verknuepfen {code}")
        await c.press(ANNA, "Verknüpfen")
        assert c.heard(ANNA_D) == []
        assert "Bist du das?" in await c.say(ANNA_D, "/verknuepfen")
        assert (await c.press(ANNA_D, "Bestätigen")).startswith("Verknüpft.")


async def test_what_cannot_be_linked(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        code = await code_of(c, ANNA)
        assert "Code dieses Kontos" in await c.say(ANNA, f"/verknuepfen {code}")
        assert "auf Discord mit einem auf Telegram" in await c.say("ben@telegram", f"/verknuepfen {code}")
        await c.agree("weg@discord", "python")
        await c.say("weg@discord", "/vergissmich")
        assert "Es läuft eine Löschung" in await c.say("weg@discord", "/verknuepfen")
        assert "Es läuft eine Löschung" in await c.say("weg@discord", f"/verknuepfen {code}")
        await link(c)
        assert "schon mit einem anderen" in await c.say(ANNA, f"/verknuepfen {await code_of(c, 'carla@discord')}")


@pytest.mark.parametrize("command", ["link.ja", "link.nein", "link.bestaetigen"])
async def test_forged_presses_change_and_tell_nothing(tmp_path: Path, command: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await c.say(ANNA_D, f"/verknuepfen {await code_of(c, ANNA)}")
        await c.press(ANNA_D, "Verknüpfen")
        for persona in ("carla@discord", "ben@telegram"):
            for number in ("1", "99"):
                forged = await c.call(persona, Call(command, {"nr": number, "sicher": "ja"}))
                assert "Diese Frage gibt es nicht mehr." in forged
                assert "Anna" not in forged
        if command != "link.nein":
            wrong = ANNA if command == "link.ja" else ANNA_D
            assert "gibt es nicht mehr" in await c.call(wrong, Call(command, {"nr": "1", "sicher": "ja"}))
        assert await member_of(c, ANNA) != await member_of(c, ANNA_D)
        assert (await c.press(ANNA, "Bestätigen")).startswith("Verknüpft.")
        for forged in ("link.trennen", "link.getrennt"):
            assert "mit keinem anderen verknüpft" in await c.call("carla@discord", Call(forged))
        assert "mit keinem anderen" in await c.call("carla@discord", Call("link.seite", {"seite": "discord"}))
        assert "Dort hast du kein Konto" in await c.call(ANNA, Call("link.seite", {"seite": "matrix"}))


async def test_before_it_is_agreed_a_hidden_account_shows_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await c.say(ANNA, "/profil ort=Essen text=Geheimes")
        await c.press(ANNA, "Sichtbar: verborgen")
        told = await c.say(ANNA_D, f"/verknuepfen {await code_of(c, ANNA)}")
        assert "Ort: wie auf Telegram" in told
        assert "Essen" not in told
        assert "Geheimes" not in told
        await c.press(ANNA_D, "Verknüpfen")
        assert "Ort: Essen (Telegram)" in c.heard(ANNA)[-1]


async def test_parted_within_seven_days_and_not_after(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await c.agree(ANNA_D, "webdesign")
        await link(c)
        await c.move(days=6, hours=23)
        assert "Trennen macht daraus wieder zwei" in await c.call(ANNA_D, Call("link.trennen"))
        parted = await c.press(ANNA_D, "Ja, trennen")
        assert parted == "Getrennt. Anna auf Telegram und Annad auf Discord sind wieder zwei."
        assert "wieder getrennt" in c.heard(ANNA)[-1]
        assert await member_of(c, ANNA) == 1
        assert await member_of(c, ANNA_D) == 2
        assert "Webdesign" not in await c.say(ANNA, "/skills")
        assert "Python" not in await c.say(ANNA_D, "/skills")
        await link(c)
        await c.move(days=7, minutes=1)
        await c.say(ANNA, "/verknuepfen")
        assert "Trennen" not in labels(c.last(ANNA))
        assert "ersten sieben Tagen" in await c.call(ANNA, Call("link.getrennt"))
        assert await member_of(c, ANNA) == await member_of(c, ANNA_D)


async def test_a_restart_between_the_steps_loses_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        code = await code_of(c, ANNA)
    async with running(c):
        await c.say(ANNA_D, f"/verknuepfen {code}")
        await c.press(ANNA_D, "Verknüpfen")
    async with running(c):
        await c.press(ANNA, "Bestätigen")
    async with running(c):
        assert "Getrennt" in await part(c, ANNA_D)


async def test_the_profile_leads_to_the_accounts(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await link(c)
        await c.say(ANNA, "/profil ort=Essen")
        told = await c.press(ANNA, "Verknüpfte Konten")
        assert "Anna auf Telegram" in told
        assert "Annad auf Discord" in told
        assert words_of(c.last(ANNA)) == told
