"""What only this platform gives reason to say: how a group becomes a place, and what the bot cannot make out."""

from __future__ import annotations

import json

from bot.talk.answers import Reply, say
from bot.talk.text import Code, Phrase, Spans, lines


def settings_for(chat: str, title: str, user: str | None = None) -> Reply:
    """Return the lines for config.toml that make a Telegram group a place, and its reader an organiser."""
    name = json.dumps(title, ensure_ascii=False)  # what TOML takes for a text too
    place = f'[[places]]\nplatform = "telegram"\nchat = {chat}\nroles = ["jobs", "events"]\nname = {name}'
    rows: list[Spans] = [
        Phrase("Hier bin ich noch nicht eingerichtet. Das gehört dafür in config.toml:"),
        Code(place),
    ]
    if user is not None:
        rows = [
            Phrase("Die neue Gruppe ist noch nicht eingerichtet. Das gehört dafür in config.toml:"),
            Code(place),
            Phrase("Und das, wenn du Organisator:in bist:"),
            Code(f'[[admins]]\nplatform = "telegram"\nuser = {user}'),
        ]
    return Reply(lines(*rows), private=user is not None)


def unrecognised() -> Reply:
    """Return what is said to somebody who writes as the group itself."""
    return say(
        Phrase("Du schreibst hier anonym, deshalb weiß ich nicht, wer du bist. Schreib mir bitte privat."),
        private=False,
    )


def only_words() -> Reply:
    """Return what is said to a message without words."""
    return say(Phrase("Ich kann nur Text lesen. Schreib es mir bitte als Nachricht."))


def old_button() -> Reply:
    """Return what is said to a button that leads nowhere any more."""
    return say(Phrase("Dieser Knopf gilt nicht mehr. Schick den Befehl bitte noch einmal."))
