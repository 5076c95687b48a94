"""Interactions: what a person asked of the bot, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from tests.support.discordapi.basics import Json

if TYPE_CHECKING:
    from tests.support.discordapi.modals import Modal
    from tests.support.discordapi.people import Person
    from tests.support.discordapi.places import Place
    from tests.support.discordapi.shown import Message

COMMAND, PRESS, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
LIVES: Final = timedelta(minutes=15)


@dataclass(eq=False)
class Interaction:
    """One interaction, alive: it follows what the bot answers.

    `kind` is "command", "menu", "autocomplete", "press" or "modal"; `response` is "none", "message", "defer", "modal",
    "update", "defer_update" or "autocomplete". `failed` is true when the person's client has given up waiting.
    """

    id: int
    token: str
    kind: str
    type: int
    person: Person
    channel: Place
    data: Json
    created_at: datetime
    message: Message | None = None  # below which a button was pressed
    opener: Interaction | None = None  # whose modal was submitted
    response: str = "none"
    answered_at: datetime | None = None
    failed: bool = False
    original: Message | None = None
    answers: list[Message] = field(default_factory=list)
    modal: Modal | None = None
    choices: list[tuple[str, str | int | float]] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        """Whether the bot answered, in whatever way."""
        return self.response != "none"

    @property
    def messages(self) -> list[Message]:
        """Return the answer and the follow-ups that stand, in order; not what only says that the bot thinks."""
        return [each for each in self.answers if not each.deleted and not each.is_loading]

    @property
    def is_loading(self) -> bool:
        """Whether the person sees that the bot thinks."""
        return any(each.is_loading and not each.deleted for each in self.answers)

    def is_alive(self, now: datetime) -> bool:
        """Whether the token is still worth something."""
        return now - self.created_at < LIVES

    def __repr__(self) -> str:
        return f"<Interaction {self.id} {self.kind} by {self.person.name}: {self.response}>"
