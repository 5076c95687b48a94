"""What Discord refuses, with its codes and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.support.discordapi.basics import Json

_UNKNOWN: Final[Mapping[str, int]] = {
    "Application": 10002,
    "Channel": 10003,
    "Guild": 10004,
    "Member": 10007,
    "Message": 10008,
    "User": 10013,
    "Webhook": 10015,
    "interaction": 10062,
    "application command": 10063,
    "Guild Scheduled Event": 10070,
}


class Refusal(Exception):
    """A request that Discord answers with an error; nothing was done.

    `avoidable` is true of what no state of the world excuses, a text that is too long, say: such a call is a violation.
    """

    def __init__(
        self, status: int, code: int, message: str, *, errors: Json | None = None, avoidable: bool = False
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors
        self.avoidable = avoidable

    def as_json(self) -> Json:
        """Return Discord's error object."""
        content: Json = {"message": self.message, "code": self.code}
        return content | ({"errors": self.errors} if self.errors else {})


def unknown(what: str) -> Refusal:
    """Return the 404 to the id of what is not, or no longer, there: a "Channel", a "Message", an "interaction"."""
    return Refusal(404, _UNKNOWN[what], f"Unknown {what}")


def no_access() -> Refusal:
    """Return the 403 to who cannot see a channel or guild at all."""
    return Refusal(403, 50001, "Missing Access")


def no_permission() -> Refusal:
    """Return the 403 to who lacks a permission."""
    return Refusal(403, 50013, "Missing Permissions")


def cannot_send_to_user() -> Refusal:
    """Return the 403 of a person who cannot be written to."""
    return Refusal(403, 50007, "Cannot send messages to this user")


def empty_message() -> Refusal:
    """Return the 400 to a message in which nothing stands."""
    return Refusal(400, 50006, "Cannot send an empty message", avoidable=True)


def archived() -> Refusal:
    """Return the 400 to a change in a thread that is archived."""
    return Refusal(400, 50083, "Thread is archived")


def locked() -> Refusal:
    """Return the 400 to a message or a change in a thread that is locked but not archived."""
    return Refusal(400, 160005, "Thread is locked")


def acknowledged() -> Refusal:
    """Return the 400 to the second answer to an interaction."""
    return Refusal(400, 40060, "Interaction has already been acknowledged.", avoidable=True)


def unauthorized() -> Refusal:
    """Return the 401 to a token that is worth nothing."""
    return Refusal(401, 0, "401: Unauthorized")


def no_route() -> Refusal:
    """Return the 404 to an address that nobody knows."""
    return Refusal(404, 0, "404: Not Found", avoidable=True)


def invalid(errors: Json, *, avoidable: bool = True) -> Refusal:
    """Return the 400 to a body that breaks a rule; `errors` names what and where."""
    return Refusal(400, 50035, "Invalid Form Body", errors=errors, avoidable=avoidable)
