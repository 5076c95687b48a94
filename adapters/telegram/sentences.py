"""What only this platform gives reason to say: what the bot cannot make out."""

from __future__ import annotations

from bot.talk.answers import Reply, say
from bot.talk.text import Phrase


def unrecognised() -> Reply:
    """Return what is said to somebody who writes as the group itself, or as a channel."""
    return say(
        Phrase("Du schreibst hier anonym, deshalb weiß ich nicht, wer du bist. Schreib mir bitte privat."),
        private=False,
    )
