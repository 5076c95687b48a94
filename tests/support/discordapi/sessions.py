"""Sessions at the gateway: what each was told, so that one that lost its connection can be told again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from tests.support.discordapi.basics import Json
from tests.support.discordapi.opcodes import Op

if TYPE_CHECKING:
    from tests.support.discordapi.world import World


class Connection(Protocol):
    """Where a session's events go."""

    def send(self, frame: Json) -> None:
        """Send a frame."""

    def close(self, code: int | None) -> None:
        """Close with a code, or with None break off."""


@dataclass(frozen=True, slots=True)
class Login:
    """One IDENTIFY or RESUME that was granted, or refused with a close code."""

    kind: str  # "identify" or "resume"
    session: str
    intents: int
    at: datetime
    refused: int = 0


@dataclass(eq=False, slots=True)
class Session:
    """One session; `log` holds what it was told, by number."""

    id: str
    intents: int
    connection: Connection | None = None
    number: int = 0
    log: list[Json] = field(default_factory=list)

    def tell(self, event: str, content: Json) -> None:
        """Tell it something, at once or when it comes back."""
        self.number += 1
        frame: Json = {"op": Op.EVENT, "s": self.number, "t": event, "d": content}
        self.log.append(frame)
        if self.connection is not None:
            self.connection.send(frame)

    def replay(self, after: int) -> None:
        """Tell it again what it missed."""
        assert self.connection is not None, "nobody listens"
        for frame in self.log:
            if frame["s"] > after:
                self.connection.send(frame)


class Sessions:
    """All sessions that can still be resumed, and every login."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.known: dict[str, Session] = {}
        self.logins: list[Login] = []

    @property
    def connected(self) -> list[Session]:
        """Return the sessions that have a connection."""
        return [each for each in self.known.values() if each.connection is not None]

    def begins(self, session_id: str, intents: int, connection: Connection) -> Session:
        """Let a session begin."""
        session = self.known[session_id] = Session(session_id, intents, connection)
        return session

    def tell(self, event: str, content: Callable[[int], Json], intent: int) -> None:
        """Tell every session that asked for such events."""
        for each in self.known.values():
            if not intent or each.intents & intent:
                each.tell(event, content(each.intents))

    def notes(self, kind: str, session: str, intents: int, refused: int = 0) -> None:
        """Note a login."""
        self.logins.append(Login(kind, session, intents, self.world.now(), refused))
        self.world.news.stir()
