"""What platforms offer beside commands: a message taken over as a job, and the profile of a person."""

from __future__ import annotations

from pathlib import Path

from bot.domain.people import ChatAddress, MessageRef, Platform
from bot.talk.answers import Call
from tests.support.talking import Talk, community, labels

POST = "Unser Shop hängt an einem alten Plugin.\nKennt sich wer mit Haskell aus?"
HERE = MessageRef(ChatAddress(Platform.DISCORD, "discord-jobs"), "p7")


def adopting(by: str, text: str = POST) -> Call:
    """Return the call of the menu on a message that this account wrote."""
    return Call("job.uebernehmen", {"von": by, "text": text})


async def adopt(c: Talk, persona: str, by: str, text: str = POST) -> str:
    return await c.call(persona, adopting(by, text), "#jobs", HERE)


async def test_own_message_becomes_a_draft_and_somebody_elses_does_not(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        assert "eigenen Nachricht" in await adopt(c, "ben@discord", by="anna")
        preview = await adopt(c, "ben@discord", by="ben")
        assert "Gesucht: Haskell" in preview
        assert "Veröffentlichen" in labels(c.last("ben@discord"))
        await c.press("ben@discord", "Veröffentlichen")
        (card,) = c.lines("#jobs", "discord")
        assert card.reply_to == HERE


async def test_message_is_taken_over_once_and_then_shown_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await adopt(c, "ben@discord", by="ben")
        await adopt(c, "ben@discord", by="ben")
        await c.say("ben@discord", "/job")
        assert labels(c.last("ben@discord")) == ["Vorschau", "Kein Auftrag"]
        await adopt(c, "ben@discord", by="ben")
        await c.press("ben@discord", "Veröffentlichen")
        assert "schon veröffentlicht" in await adopt(c, "ben@discord", by="ben")


async def test_message_that_asks_for_nothing_known_is_called_by_its_first_line(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        assert "Hilfe beim Umzug" in await adopt(c, "ben@discord", by="ben", text="Hilfe beim Umzug\nam Samstag")
        assert "keine Worte" in await c.call("ben@discord", Call("job.uebernehmen", {"von": "ben"}), "#jobs", HERE)
        assert "keine Worte" in await adopt(c, "ben@discord", by="ben", text=" \n\u200b")


async def test_message_taken_over_is_followed_when_it_changes(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await adopt(c, "ben@discord", by="ben")
        await c.press("ben@discord", "Veröffentlichen")
        await c.edit("ben@discord", "#jobs", "p7", "Jetzt suche ich jemanden für Rust.")
        (card,) = c.lines("#jobs", "discord")
        assert "Rust" in card.words
        await c.bot.desk.gone(HERE)
        await c.due()
        assert "Zurückgezogen" in card.words


async def test_profile_shows_who_may_be_found_and_nobody_else(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@discord", "python")
        await c.agree("dora@discord", "rust", "Nur gelistet")
        await c.agree("emil@telegram", "python")
        for name, skill in (("anna", "Python"), ("dora", "Rust")):
            shown = await c.call("ben@discord", Call("person.zeigen", {"konto": name}), "#jobs")
            assert skill in shown
            assert "Sichtbar" not in shown
        nothing = await c.call("ben@discord", Call("person.zeigen", {"konto": "emil"}), "#jobs")
        assert "nichts zeigen" in nothing  # the account is looked for on the platform of who asks
        await c.say("dora@discord", "/profil sichtbar=verborgen")
        assert await c.call("ben@discord", Call("person.zeigen", {"konto": "dora"}), "#jobs") == nothing
        await c.say("anna@discord", "/vergissmich")
        assert await c.call("ben@discord", Call("person.zeigen", {"konto": "anna"}), "#jobs") == nothing
