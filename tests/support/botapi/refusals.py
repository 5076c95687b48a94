"""What Telegram refuses, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A call that Telegram answers with an error; nothing was done.

    `avoidable` is true of what no state of the world excuses, a text that is too long, say: such a call is a violation.
    """

    def __init__(
        self,
        status: int,
        description: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        avoidable: bool = False,
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters
        self.avoidable = avoidable


def bad(what: str, parameters: Mapping[str, Any] | None = None) -> Refusal:
    """Return a 400 that the state of the world causes."""
    return Refusal(400, f"Bad Request: {what}", parameters)


def wrong(what: str) -> Refusal:
    """Return a 400 that the call itself causes, whatever the state of the world."""
    return Refusal(400, f"Bad Request: {what}", avoidable=True)


def forbidden(what: str) -> Refusal:
    """Return a 403."""
    return Refusal(403, f"Forbidden: {what}")


def conflict(what: str) -> Refusal:
    """Return a 409."""
    return Refusal(409, f"Conflict: {what}")


def too_many(seconds: int) -> Refusal:
    """Return the 429 that says how long to wait."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def unauthorized() -> Refusal:
    """Return the 401 to a token that is worth nothing."""
    return Refusal(401, "Unauthorized")


def not_found() -> Refusal:
    """Return the 404 to what is no token."""
    return Refusal(404, "Not Found")


def no_method() -> Refusal:
    """Return the 404 to a method that nobody knows."""
    return Refusal(404, "Not Found: method not found", avoidable=True)
