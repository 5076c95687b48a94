"""The room of a team on Telegram: a link that the author supplies, which the team alone gets, privately."""

from __future__ import annotations

from pathlib import Path

from bot.context import Caller
from bot.domain.people import Address, Platform
from bot.talk.answers import Call
from tests.support.botapi import Message, Person
from tests.support.telegraph import Telegraph, telegraph

LINK = "https://t.me/+AbCdEf123"


async def calls(t: Telegraph, person: Person, command: str, **values: str) -> None:
    """Let somebody press something, wherever, and send what is due."""
    caller = Caller(Address(Platform.TELEGRAM, str(person.id)), person.name)
    await t.bot.desk.call(caller, Call(command, {"job": "1", **values}))
    await t.settled()


async def with_team(t: Telegraph) -> None:
    """Publish a job of Ben's in which Anna does the frontend and Orga the text."""
    for person in (t.anna, t.ben, t.orga):
        person.starts()
    await t.settled()
    await calls(t, t.ben, "job", titel="Portal", text="Suche React und Texten")
    await calls(t, t.ben, "job.teilen", stand="1")
    for part, person in (("frontend", t.anna), ("text", t.orga)):
        await calls(t, person, "job.interesse", teil=part)
        async with t.bot.storage.begin() as store:
            member = await store.members.at(Address(Platform.TELEGRAM, str(person.id)))
        assert member is not None
        await calls(t, t.ben, "team.zusagen", wer=str(member.id), teil=part)


def linked(person: Person) -> list[Message]:
    """Return the messages to somebody in which the link stands."""
    return [message for message in person.messages if LINK in message.text and not message.deleted]


async def test_the_link_is_asked_for_and_goes_to_the_team_alone(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await with_team(t)
        complete = t.ben.messages[-1]
        assert "Sag mir mit „Teamraum“" in complete.text
        t.ben.presses(complete, "Teamraum")
        await t.settled()
        choice = next(message for message in reversed(t.ben.messages) if "Link aus Telegram" in message.labels)
        assert "Thread auf Discord" not in choice.labels
        t.ben.presses(choice, "Link aus Telegram")
        await t.settled()
        t.ben.says("https://example.org/gruppe")
        await t.settled()
        assert "führt nicht in eine Telegram-Gruppe" in t.ben.messages[-1].text
        t.ben.says("t.me/+AbCdEf123")
        await t.settled()
        for person in (t.anna, t.ben, t.orga):
            (told,) = linked(person)
            assert "Frontend: React (Anna)" in told.text
            ends = ["Projekt beenden"] if person is t.ben else []
            assert told.labels == ["Für den Kunden", *ends], "only whose project it is may end it"
        assert not any(LINK in message.text for message in (*t.jobs.messages, *t.events.messages))
        (told,) = linked(t.anna)
        t.anna.presses(told, "Für den Kunden")
        await t.settled()
        assert t.anna.messages[-1].document is not None


async def test_the_page_follows_by_edits_and_goes_with_who_steps_down(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await with_team(t)
        await calls(t, t.ben, "team.raumlink", link=LINK)
        await calls(t, t.orga, "team.aussteigen", teil="text")
        assert linked(t.orga) == []
        (told,) = linked(t.anna)
        assert "Text: Texten (offen)" in told.text
        await calls(t, t.ben, "team.ende")
        async with t.bot.storage.begin() as store:
            job = await store.jobs.get(1)
        assert job is not None
        await calls(t, t.ben, "team.endeja", stand=str(job.revision))
        assert linked(t.anna) == []
        assert sum("Danke, dass du dabei warst." in message.text for message in t.anna.messages) == 1
