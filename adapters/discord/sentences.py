"""What only this platform gives reason to say."""

from __future__ import annotations

from bot.domain.places import Place
from bot.talk.answers import Reply, say
from bot.talk.text import Phrase


def set_up(place: Place) -> Reply:
    """Return what a place is for, in the words of the settings."""
    roles = ", ".join(sorted(place.roles))
    return say(Phrase("Dieser Kanal ist eingerichtet, mit roles = {roles}.", roles=roles))


def not_now(code: str) -> Reply:
    """Return what is said where the bot itself fails; the code stands in the log."""
    return say(Phrase("Das geht gerade nicht. Versuch es gleich noch einmal (Code {code}).", code=code))


def done() -> Reply:
    """Return what is said where nothing else is to be said, since Discord calls silence a failure."""
    return say(Phrase("Erledigt."))
