"""What adapters have to say by themselves, on whatever platform: how a chat becomes a place, and what is too old."""

from __future__ import annotations

import json

from bot.domain.people import ChatAddress
from bot.talk.answers import Reply, say
from bot.talk.text import Code, Phrase, Spans, lines


def settings_for(where: ChatAddress, title: str, user: str | None = None, *, is_here: bool = True) -> Reply:
    """Return the lines for config.toml that make a chat a place, and its reader, where one is named, an organiser.

    Named readers read it alone; `is_here` says that they are in that chat.
    """
    name = json.dumps(title, ensure_ascii=False)  # what TOML takes for a text too
    chat = f"chat = {where.chat}" + (f"\ntopic = {where.topic}" if where.topic is not None else "")
    place = f'[[places]]\nplatform = "{where.platform}"\n{chat}\nroles = ["jobs", "events"]\nname = {name}'
    rows: list[Spans] = [
        Phrase("Hier bin ich noch nicht eingerichtet. Das gehört dafür in config.toml:")
        if is_here
        else Phrase("Die neue Gruppe ist noch nicht eingerichtet. Das gehört dafür in config.toml:"),
        Code(place),
    ]
    if user is not None:
        rows += [
            Phrase("Und das, wenn du Organisator:in bist:"),
            Code(f'[[admins]]\nplatform = "{where.platform}"\nuser = {user}'),
        ]
    return Reply(lines(*rows), private=user is not None)


def old_button() -> Reply:
    """Return what is said to a button, or a form, that leads nowhere any more."""
    return say(Phrase("Dieser Knopf gilt nicht mehr. Gib den Befehl bitte noch einmal ein."))


def only_words() -> Reply:
    """Return what is said to a message without words."""
    return say(Phrase("Ich kann nur Text lesen. Schreib es mir bitte als Nachricht."))
