"""A shared job over the wire on both platforms at once, with both real libraries, and two restarts in the middle.

It is the story that `tests/data/team_story.txt` tells to the demo: three parts, five people, one of them on both sides,
one hand-over, one who steps down.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import botapi, discordapi
from tests.support.both import Both, both
from tests.support.discordapi import Interaction
from tests.support.discordapi.channels import Thread
from tests.support.discordapi.places import PRIVATE_THREAD
from tests.support.joining import Person, agreed, linked

POST = "Suche ein Team für die neue Website eines Verlags in Essen: Webdesign, Django und Texte."
TITLE = "Neue Website für einen Verlag"
RIGHTS = ("create_private_threads", "create_instant_invite", "manage_threads")
QUESTION = "Ist daraus Arbeit geworden?"


@dataclass
class Cast:
    """Who is in the story; Anna is there twice, and the two become one person."""

    mara: discordapi.Person
    emil: discordapi.Person
    annika: discordapi.Person
    anna: botapi.Person
    carl: botapi.Person
    svenja: botapi.Person


async def press(b: Both, person: Person, label: str, **filled: Any) -> Interaction | None:
    """Let somebody press the newest button of that name that they see, fill in the form behind it, and wait."""
    if isinstance(person, botapi.Person):
        seen = [*person.sees(b.group), *person.sees()]
        person.presses(next(one for one in reversed(seen) if label in one.labels), label)
        await b.settled()
        return None
    places = [b.channel, *b.channel.threads, None]
    shown = sorted((one for place in places for one in person.sees(place)), key=lambda one: one.id)
    done = person.presses(next(one for one in reversed(shown) if label in one.labels), label)
    await b.settled()
    if done.modal is not None:
        done = person.submits(done, **filled)
        await b.settled()
    return done


def card(b: Both) -> str:
    """Return the job's card, which is the same on both sides."""
    here, there = b.cards(TITLE)
    assert here == there
    return here


def told(person: Person, words: str) -> list[str]:
    """Return what somebody reads privately from the bot with these words in it."""
    return [one.text for one in person.messages if words in one.text]


def room(b: Both) -> Thread:
    """Return the team's room: there is never more than one."""
    (found,) = [each for each in b.channel.threads if each.type == PRIVATE_THREAD]
    return found


def inside(b: Both, *people: discordapi.Person) -> set[str]:
    """Return the names of those who are in the room."""
    return {each.name for each in people if each.id in room(b).joined}


def terms(text: str) -> list[str]:
    """Return the terms of an offer as they are read, without what only one platform can show."""
    rows = [row.replace("**", "").replace("\\", "").strip() for row in text.splitlines()]
    return [row for row in rows[rows.index(TITLE) :] if row]


async def gathered(b: Both) -> Cast:
    """Let the five join; all but Mara say what they can do, Emil does not want to be tagged."""
    b.guild.allows_bot(*RIGHTS)
    mara, emil, annika = (b.on_discord(name) for name in ("Mara", "Emil", "Anna"))
    anna, carl, svenja = (b.on_telegram(name) for name in ("Anna", "Carl", "Svenja"))
    cast = Cast(mara, emil, annika, anna, carl, svenja)
    await agreed(b, cast.anna, "webdesign")
    await agreed(b, cast.carl, "django")
    await agreed(b, cast.svenja, "texten")
    await agreed(b, cast.emil, "texten", "Nur gelistet")
    await linked(b, cast.anna, cast.annika)
    await press(b, cast.anna, "Lieber auf Discord")
    return cast


async def published(b: Both, cast: Cast) -> None:
    """Mara writes as one writes in a chat; who agreed is tagged once, Anna on the side that she prefers."""
    cast.mara.says(POST, b.channel)
    await b.settled()
    await press(b, cast.mara, "Vorschau")
    await press(b, cast.mara, "Ändern", titel=TITLE, text=POST, budget="12.000 Euro")
    await press(b, cast.mara, "Veröffentlichen")
    assert "Web: Website-Erstellung, Webdesign (offen)\nBackend: Django (offen)\nText: Texten (offen)" in card(b)
    here = [one.person for one in b.discord.notified if one.message.channel is b.channel]
    there = [one.person for one in b.telegram.notified if one.message.chat is b.group]
    assert (here, sorted(one.name for one in there)) == ([cast.annika], ["Carl", "Svenja"])


async def seated(b: Both, cast: Cast) -> None:
    """Anna and Svenja show interest and get their seats, with a restart in between; it is settled who signs."""
    await press(b, cast.annika, "Interesse: Web", satz="Ich habe schon zwei Verlage gestaltet.")
    await press(b, cast.anna, "Interesse: Web (1)")
    assert len(told(cast.anna, "schon notiert")) == 1
    await press(b, cast.svenja, "Interesse: Text")
    cast.svenja.presses(cast.svenja.messages[-1], "Überspringen")
    await b.handled()
    await b.restarted()
    await b.settled()
    assert "Interesse: Web (1)\nInteresse: Backend\nInteresse: Text (1)" in card(b)
    for skill in ("Webdesign", "Texten"):
        asked = [one for one in cast.mara.messages if f"Passt: {skill}" in one.text]
        cast.mara.presses(asked[-1], "Zusagen")
        await b.settled()
    await press(b, cast.mara, "Wer unterschreibt?")
    await press(b, cast.mara, "Hauptauftrag")
    for person in (cast.annika, cast.svenja):
        assert len(told(person, "Zusage: Du machst")) == 1
        assert len(told(person, "Hauptauftrag mit Subs")) == 1
    assert told(cast.anna, "Zusage") == []


async def handed_on(b: Both, cast: Cast) -> None:
    """Mara hands the part in Django on to Carl, on terms that both read alike."""
    await b.move(days=1)
    cast.mara.runs("weitergeben", b.channel, job=TITLE, an="Carl")
    await b.settled()
    await press(b, cast.mara, "Teil: Backend", anteil="10 %", satz="Die Seite soll im März stehen.")
    await press(b, cast.mara, "Anbieten")
    (asked_for,) = [one for one in cast.carl.messages if "Übernimmst du das?" in one.text]
    (confirmed,) = [one.text for one in cast.mara.sees(b.channel) if "Angeboten." in one.text]
    assert terms(confirmed) == terms(asked_for.text)
    await press(b, cast.carl, "Zu diesen Bedingungen")
    assert terms(asked_for.text) == terms(confirmed)
    assert "(besetzt: Anna)\nBackend: Django (besetzt: Carl)\nText: Texten (besetzt: Svenja)" in card(b)


async def replaced(b: Both, cast: Cast) -> None:
    """The team gets its room; Svenja steps down, the bot is restarted, and Emil takes her seat."""
    await press(b, cast.mara, "Teamraum")
    await press(b, cast.mara, "Thread auf Discord")
    assert inside(b, cast.mara, cast.annika, cast.emil) == {"Mara", "Anna"}
    for person in (cast.carl, cast.svenja):
        assert len(told(person, "Mit der Einladung trittst du bei")) == 1
    assert told(cast.anna, "Mit der Einladung") == []

    await b.move(days=2)
    cast.svenja.presses(next(one for one in cast.svenja.messages if "Aussteigen" in one.labels), "Aussteigen")
    await b.handled()
    await b.restarted()  # before the cards could follow
    await b.settled()
    assert "Text: Texten (offen)\nOffen: Text" in card(b)
    await press(b, cast.emil, "Interesse: Text", satz="")
    await press(b, cast.mara, "Zusagen")
    assert "(besetzt: Carl)\nText: Texten (besetzt: Emil)" in card(b)
    assert inside(b, cast.mara, cast.annika, cast.emil) == {"Mara", "Anna", "Emil"}
    (plan,) = room(b).messages
    assert "Text: Texten (Emil)" in plan.text
    assert "Svenja" not in plan.text
    page = await press(b, cast.annika, "Für den Kunden")
    assert page is not None
    (file,) = page.messages[0].files
    words = file.content.decode()
    assert words.startswith(f"# {TITLE}\n\n- **Ansprechperson:** Mara\n")
    assert not any(name in words for name in ("Anna", "Carl", "Emil", "Svenja"))


async def ended(b: Both, cast: Cast) -> None:
    """The project ends, everybody is thanked once, and two weeks later Mara is asked what became of it."""
    await b.move(days=10)
    await press(b, cast.mara, "Projekt beenden")
    await press(b, cast.mara, "Ja, beenden")
    assert card(b).startswith(f"Vergeben · {TITLE}")
    assert (room(b).archived, room(b).locked, len(room(b).messages)) == (True, True, 2)
    people = (cast.annika, cast.carl, cast.emil, cast.anna, cast.svenja, cast.mara)
    assert [len(told(person, "Danke, dass du dabei warst")) for person in people] == [1, 1, 1, 0, 0, 0]
    await b.move(days=13)
    assert told(cast.mara, QUESTION) == []
    await b.move(days=1, hours=1)
    assert len(told(cast.mara, QUESTION)) == 1
    await press(b, cast.mara, "Ja")
    assert "Ich habe es gezählt." in cast.mara.messages[-1].text


@pytest.mark.timeout(240)
async def test_a_shared_job_from_the_first_post_to_the_last_question(tmp_path: Path) -> None:
    async with both(tmp_path) as b:
        cast = await gathered(b)
        for chapter in (published, seated, handed_on, replaced, ended):
            await chapter(b, cast)
