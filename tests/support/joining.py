"""People become members, and make one person of two accounts, on both loopback platforms at once."""

from __future__ import annotations

import re
from typing import TypeAlias

from tests.support import botapi, discordapi
from tests.support.both import Both

Person: TypeAlias = discordapi.Person | botapi.Person


async def agreed(b: Both, person: Person, skills: str, level: str = "Einverstanden") -> None:
    """Make somebody a member who agreed and has skills."""
    if isinstance(person, botapi.Person):
        person.says(f"/skills {skills}")
        await b.settled()
        person.presses(person.messages[-1], level)
        return await b.settled()
    asked = person.runs("skills", b.channel)
    await b.settled()
    form = person.presses(asked.messages[-1], level)
    await b.settled()
    person.submits(form, liste=skills)
    return await b.settled()


async def linked(b: Both, there: botapi.Person, here: discordapi.Person) -> None:
    """Make one person of two accounts: Telegram shows the code, Discord takes it in, Telegram confirms."""
    there.says("/verknuepfen")
    await b.settled()
    code = re.search(r"([A-Z2-7]{4}-){6}[A-Z2-7]{2}", there.messages[-1].text)
    assert code is not None
    asked = here.runs("verknuepfen", b.channel, code=code[0])
    await b.settled()
    (shown,) = asked.messages
    assert shown.ephemeral
    assert "werden eine Person" in shown.text
    here.presses(shown, "Verknüpfen")
    await b.settled()
    assert "Bist du das?" in there.messages[-1].text
    there.presses(there.messages[-1], "Bestätigen")
    await b.settled()
    assert "Verknüpft." in there.messages[-1].text
    assert "Verknüpft." in here.messages[-1].text
