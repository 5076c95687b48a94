"""Handing on and recommending on Telegram: a dialogue for the terms, a tag in the group, a question that settles."""

from __future__ import annotations

from pathlib import Path

from tests.support.botapi import Message, Person
from tests.support.telegraph import Telegraph, telegraph

POST = "Wir suchen jemanden für Python, am liebsten aus Essen."


async def press(t: Telegraph, person: Person, shown: Message, label: str) -> None:
    """Let somebody press a button and wait for what follows."""
    person.presses(shown, label)
    await t.settled()


async def say(t: Telegraph, person: Person, words: str) -> Message:
    """Let somebody type privately, and return the last message to them."""
    person.says(words)
    await t.settled()
    return person.messages[-1]


async def published(t: Telegraph) -> Message:
    """Publish a job of Ben's and return its card."""
    t.ben.starts()
    t.ben.says(POST, t.jobs)
    await t.settled()
    await press(t, t.ben, t.jobs.messages[-1], "Vorschau")
    await press(t, t.ben, t.ben.messages[-1], "Veröffentlichen")
    return next(message for message in t.jobs.messages if "Kontakt: Ben" in message.text)


async def test_a_part_is_offered_by_dialogue_and_taken_over(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "python")
        card = await published(t)
        await press(t, t.ben, await say(t, t.ben, "/weitergeben 1 an=Anna"), "Teil: Backend")
        await press(t, t.ben, await say(t, t.ben, "10"), "wie bisher")
        preview = await say(t, t.ben, "Freitags *ist* Abgabe.")
        assert "10 Prozent vom Honorar" in preview.text
        assert "Freitags *ist* Abgabe." in preview.text
        before = len(t.anna.messages)
        await press(t, t.ben, preview, "Anbieten")
        assert len(t.anna.messages) == before + 1
        question = t.anna.messages[-1]
        assert question.labels == ["Zu diesen Bedingungen", "Lieber nicht", "Keine solchen Fragen"]
        await t.restarted()
        await press(t, t.anna, question, "Zu diesen Bedingungen")
        assert "Du hast das übernommen" in question.text
        assert "besetzt: Anna" in card.text
        assert "übernommen" in t.ben.messages[-1].text


async def test_a_skill_is_tagged_in_the_group_and_the_terms_stay_private(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "wordpress")
        await published(t)
        await press(t, t.ben, await say(t, t.ben, "/weitergeben 1 an=WordPress"), "Den ganzen Auftrag")
        await press(t, t.ben, t.ben.messages[-1], "Überspringen")
        await press(t, t.ben, t.ben.messages[-1], "Überspringen")
        await press(t, t.ben, await say(t, t.ben, "Streng vertraulich."), "Anbieten")
        tag = t.jobs.messages[-1]
        assert tag.text.startswith("Getaggt wegen WordPress: ")
        assert "vertraulich" not in tag.text
        await press(t, t.anna, tag, "Bedingungen")
        terms = t.anna.messages[-1]
        assert "Streng vertraulich." in terms.text
        await press(t, t.anna, terms, "Zu diesen Bedingungen")
        assert tag.labels == []
        assert "Kontakt: Anna" in next(message.text for message in t.jobs.messages if "Kontakt" in message.text)


async def test_a_colleague_is_asked_and_declines_unseen(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "python")
        await published(t)
        carla = t.api.person("Carla")
        carla.joins(t.jobs)
        carla.starts()
        await t.settled()
        assert "Ich frage Anna" in (await say(t, carla, "/empfehlen 1 wen=@Anna")).text
        question = t.anna.messages[-1]
        assert question.text.startswith("Jemand aus der Community findet")
        before = len(t.ben.messages), len(carla.messages)
        await press(t, t.anna, question, "Lieber nicht")
        assert "Niemand erfährt davon" in question.text
        assert (len(t.ben.messages), len(carla.messages)) == before
