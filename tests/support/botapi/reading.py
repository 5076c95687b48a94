"""Calls as they come over the wire: form-encoded, multipart or JSON, with JSON inside strings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from tests.support.botapi.entities import Json
from tests.support.botapi.refusals import wrong

_NUMBERS: Final = frozenset(
    "chat_id message_id message_thread_id user_id offset limit timeout cache_time direct_messages_topic_id".split()
)
_FLAGS: Final = frozenset(
    "disable_notification protect_content show_alert drop_pending_updates allow_paid_broadcast "
    "disable_content_type_detection show_caption_above_media".split()
)
_OBJECTS: Final[Mapping[str, str]] = {
    "entities": "entities",
    "caption_entities": "entities",
    "reply_markup": "reply keyboard markup",
    "reply_parameters": "reply parameters",
    "link_preview_options": "link preview options",
    "commands": "commands parameter",
    "scope": "BotCommandScope",
    "allowed_updates": "allowed updates",
    "message_ids": "message_ids",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """A call's parameters: `values` as they are meant, `raw` as they came, files by the name of their part."""

    values: Mapping[str, Any]
    raw: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a string, empty where it is missing."""
        return str(self.values.get(name, ""))

    def number(self, name: str) -> int | None:
        """Return a whole number, None where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def flag(self, name: str) -> bool:
        """Whether something is set."""
        return bool(self.values.get(name, False))

    def array(self, name: str) -> list[Any]:
        """Return a list, empty where it is missing."""
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise _unread(name)
        return value

    def object(self, name: str) -> Json | None:
        """Return an object, None where it is missing."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, dict):
            raise _unread(name)
        return value


NOTHING: Final = Params({})


async def read(request: web.Request) -> Params:
    """Return the parameters of a call, those in its address included."""
    raw: dict[str, str] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        given = await request.json()
        return Params(given, {name: _as_string(value) for name, value in given.items()})
    if request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.file.read())
            else:
                raw[name] = value if isinstance(value, str) else bytes(value).decode()
    return Params({name: _meaning(name, value) for name, value in raw.items()}, raw, files)


def _meaning(name: str, value: str) -> Any:
    if name in _NUMBERS:
        digits = value.removeprefix("-")
        return int(value) if digits.isascii() and digits.isdigit() else value
    if name in _FLAGS:
        return value.strip().casefold() in {"true", "1", "yes"}
    if name in _OBJECTS:
        try:
            return json.loads(value)
        except ValueError:
            return value  # refused when somebody asks for it
    return value


def _as_string(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _unread(name: str) -> Exception:
    return wrong(f"can't parse {_OBJECTS.get(name, name)} JSON object")
