"""Bodies as forms: what is wrong with them, gathered by place, as Discord's 50035 tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.support.discordapi.basics import Json
from tests.support.discordapi.refusals import Refusal, invalid


class Form:
    """What is wrong with one body; a place is a path such as `embeds.0.title`."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str, str]] = []

    def fault(self, where: str, code: str, message: str) -> None:
        """Note something wrong."""
        self.faults.append((where, code, message))

    def length(self, where: str, value: Any, most: int, least: int = 0) -> None:
        """Note a text that is too long or too short; what is missing is nobody's business here."""
        if value is None:
            return
        if not isinstance(value, str):
            self.fault(where, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif len(value) > most:
            self.fault(where, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif len(value) < least:
            self.fault(where, "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more in length.")

    def required(self, where: str, value: Any, most: int, least: int = 1) -> None:
        """Note a text that is missing, too long or too short."""
        if value is None:
            self.fault(where, "BASE_TYPE_REQUIRED", "This field is required")
        self.length(where, value, most, least)

    def items(self, where: str, values: Sequence[Any] | None, most: int, least: int = 0) -> None:
        """Note a list that is too long or too short."""
        if values is not None and not least <= len(values) <= most:
            self.fault(where, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def check(self) -> None:
        """Refuse a body with which something is wrong."""
        if self.faults:
            raise self.refusal()

    def refusal(self) -> Refusal:
        """Return the 50035 that tells what was noted."""
        errors: Json = {}
        for where, code, message in self.faults:
            place = errors
            for part in where.split("."):
                place = place.setdefault(part, {})
            place.setdefault("_errors", []).append({"code": code, "message": message})
        return invalid(errors)


def refused(where: str, code: str, message: str, *, avoidable: bool = True) -> Refusal:
    """Return the 50035 with one thing that is wrong."""
    form = Form()
    form.fault(where, code, message)
    refusal = form.refusal()
    refusal.avoidable = avoidable
    return refusal
