"""Both platforms at the wire at once: crowds that press in the same moment, and copies that follow what happens across.

Real discord.py and real python-telegram-bot in one process, over one database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.jobs import Job
from tests.support import botapi
from tests.support.both import Both, both
from tests.support.discordapi import Person

SIDE = 25  # people on either platform
WANTED = "Suche React und Texten"


async def job(b: Both, number: int) -> Job:
    """Return a job as it is kept."""
    async with b.bot.storage.begin() as store:
        found = await store.jobs.get(number)
    assert found is not None
    return found


async def seats(b: Both, number: int) -> list[str]:
    """Return which parts of a job are taken."""
    async with b.bot.storage.begin() as store:
        return [seat.part for seat in await store.jobs.seats(number)]


def agree(b: Both, *titles: str) -> list[str]:
    """Return the cards of jobs, which are the same on both sides."""
    cards = [b.cards(title) for title in titles]
    assert all(here == there for here, there in cards)
    return [here for here, _ in cards]


def crowd(b: Both, size: int = SIDE) -> tuple[Sequence[Person], Sequence[botapi.Person]]:
    """Return people of both platforms."""
    return [b.on_discord(f"D{each}") for each in range(size)], [b.on_telegram(f"T{each}") for each in range(size)]


@pytest.mark.timeout(240)
async def test_fifty_are_interested_at_once_and_ten_presses_fill_the_last_seat_once(tmp_path: Path) -> None:
    async with both(tmp_path) as b:
        ben = b.on_discord("Ben")
        await b.published(ben, "Portal", WANTED)
        here, there = crowd(b)
        (card,), (copy,) = b.channel.messages, b.group.messages
        pressed = [person.presses(card, "Interesse: Frontend") for person in here]
        for person in there:
            person.presses(copy, "Interesse: Frontend")
        await b.settled()
        assert {each.response for each in pressed} == {"modal"}, "which says that the interest is noted"
        assert all("Notiert" in person.messages[0].text for person in there)
        (words,) = agree(b, "Portal")
        assert f"Interesse: Frontend ({2 * SIDE})" in words
        asked = [one for one in ben.messages if "hat Interesse an" in one.text]
        assert len(asked) == 2 * SIDE
        decided = [ben.presses(one, "Zusagen") for one in asked[:5] + asked[-5:]]
        await b.settled()
        said = [each.message.text for each in decided if each.message is not None]
        assert sum("macht Frontend" in one for one in said) == 1, said
        refused = [each.messages[-1].text for each in decided if each.messages]
        assert sum("ist schon besetzt" in one for one in (*said, *refused)) == 9
        assert await seats(b, 1) == ["frontend"]
        (words,) = agree(b, "Portal")
        assert "Frontend: React (besetzt: jemand)" in words
        assert "Interesse: Frontend" not in words
        told = [one.text for person in here for one in person.messages]
        told += [one.text for other in there for one in other.messages]
        assert sum("Zusage: Du machst Frontend" in one for one in told) == 1
        assert sum("Der Teil Frontend ist besetzt" in one for one in told) == 2 * SIDE - 1


@pytest.mark.timeout(240)
async def test_ten_authors_accept_in_ten_jobs_at_once(tmp_path: Path) -> None:
    async with both(tmp_path) as b:
        here, there = crowd(b, 5)
        titles = [f"Portal {name}" for name in "ABCDEFGHIJ"]
        authors: list[Person | botapi.Person] = [*here, *there]
        for author, title in zip(authors, titles, strict=True):
            await b.published(author, f'"{title}"' if isinstance(author, botapi.Person) else title, WANTED)
        dora, emil = b.on_discord("Dora"), b.on_telegram("Emil")
        for title in titles:
            dora.presses(next(one for one in b.channel.messages if title in one.text), "Interesse: Text")
            emil.presses(next(one for one in b.group.messages if title in one.text), "Interesse: Text")
        await b.settled()
        pressed = []
        for author in here:
            pressed += [author.presses(one, "Zusagen") for one in author.messages if "hat Interesse" in one.text]
        for other in there:
            for one in [one for one in other.messages if "hat Interesse" in one.text]:
                other.presses(one, "Zusagen")
        await b.settled()
        assert all(each.is_answered for each in pressed)
        assert [await seats(b, number + 1) for number in range(10)] == [["text"]] * 10
        assert all("Text: Texten (besetzt: jemand)" in words for words in agree(b, *titles))
        told = [one.text for one in dora.messages] + [one.text for one in emil.messages]
        assert sum("Zusage: Du machst Text" in one for one in told) == 10
        for other in there:
            words = "\n".join(one.text for one in other.messages)
            assert "macht Text" in words
            assert "ist schon besetzt" in words


async def test_a_press_on_one_side_is_on_the_other_at_once_and_many_become_one_edit(tmp_path: Path) -> None:
    """Without the clock moving at all; what follows within three seconds is one edit, as Telegram's limits want it."""
    async with both(tmp_path, edit_pause=timedelta(seconds=3)) as b:
        ben = b.on_discord("Ben")
        await b.published(ben, "Portal", WANTED)
        here, there = crowd(b, 4)
        (card,), (copy,) = b.channel.messages, b.group.messages
        await b.move(seconds=10)
        edits = len(b.telegram.called("editMessageText"))
        here[0].presses(card, "Interesse: Text")
        await b.settled()
        assert "Interesse: Text (1)" in copy.labels
        assert "Interesse: Text (1)" in card.labels
        assert len(b.telegram.called("editMessageText")) == edits + 1
        for person in here[1:]:
            person.presses(card, "Interesse: Text (1)")
            await b.settled()
        for other in there:
            other.presses(copy, "Interesse: Text (1)")
            await b.settled()
        assert len(b.telegram.called("editMessageText")) == edits + 1
        await b.move(seconds=3)
        assert len(b.telegram.called("editMessageText")) == edits + 2
        assert "Interesse: Text (8)" in copy.labels
        assert "Interesse: Text (8)" in card.labels


async def test_a_restart_in_the_middle_changes_nothing_on_either_side(tmp_path: Path) -> None:
    async with both(tmp_path) as b:
        anna = b.on_telegram("Anna")
        await b.published(anna, "Portal", WANTED)
        dora = b.on_discord("Dora")
        dora.presses(b.channel.messages[0], "Interesse: Text")
        await b.handled()
        await b.restarted()
        await b.settled()
        assert "Text: Texten (angefragt)" in agree(b, "Portal")[0]
        (asked,) = [one for one in anna.messages if "Dora hat Interesse" in one.text]
        anna.presses(asked, "Zusagen")
        await b.handled()
        await b.restarted()
        await b.settled()
        assert "Text: Texten (besetzt: jemand)" in agree(b, "Portal")[0]
        assert sum("Zusage: Du machst Text" in one.text for one in dora.messages) == 1
