"""Who comes is named to whoever looks, as far as each may be found; nobody is named on a card or called."""

from __future__ import annotations

from pathlib import Path

from bot.talk.text import Mention
from tests.support.happenings import TWITTWOCH, entered, press_of
from tests.support.talking import Talk, community


async def shown(c: Talk, persona: str) -> str:
    await c.say(persona, "/termine", "#termine")
    return await c.press(persona, "Twittwoch")


async def test_names_are_shown_privately_as_each_may_be_found(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("ben@discord", "python")
        await c.agree("carla@telegram", "rust", "Nur gelistet")
        await c.agree("dora@discord", "rust")
        await entered(c, "anna@telegram", f"{TWITTWOCH} plaetze=3")
        for persona in ("ben@discord", "carla@telegram", "dora@discord", "emil@telegram"):
            await c.press(persona, "Dabei", "#termine")
        await c.press("fred@discord", "Vielleicht", "#termine")
        for reader in ("zoe@discord", "anna@telegram", "orga@telegram"):
            said = await shown(c, reader)
            assert "Dabei: Ben, Carla, Dora\n" in said
            assert "Warteliste: 1 Person\n" in said, "who never agreed is counted"
            assert "Vielleicht: 1 Person\n" in said
            assert "Emil" not in said
            assert c.last(reader).private
            assert not any(isinstance(span, Mention) for span in c.last(reader).text)
        assert not any(name in card for card in c.heard("#termine") for name in ("Ben", "Carla", "Dora"))
        await c.say("dora@discord", "/profil")
        await c.press("dora@discord", "Sichtbar: verborgen")
        said = await shown(c, "zoe@discord")
        assert "Dabei: Ben, Carla und 1 weitere Person\n" in said
        assert "Dora" not in said
        await c.say("ben@discord", "/vergissmich")
        assert "Dabei: Carla und 2 weitere\n" in await shown(c, "anna@telegram")


async def test_many_names_are_cut_and_counted(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        press = press_of(c, "ben@discord", "Dabei")
        for number in range(15):
            await c.agree(f"p{number:02}@discord", "python")
            await c.call(f"p{number:02}@discord", press, "#termine")
        said = await shown(c, "zoe@discord")
        assert "P00, P01" in said
        assert "P11 und 3 weitere" in said
