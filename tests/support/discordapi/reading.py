"""Requests as they come over the wire: JSON, or a form of `payload_json` and files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.support.discordapi.basics import Json, number
from tests.support.discordapi.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request; `part` is the name of its part, as in `files[0]`."""

    part: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: the parts of its address by name, its query, its body, its files."""

    route: str
    parts: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    files: tuple[Upload, ...] = ()

    def id(self, name: str) -> int:
        """Return an id from the address."""
        return number(self.parts[name]) or 0

    @property
    def content(self) -> Json:
        """Return the body as an object, empty where there is none."""
        return self.body if isinstance(self.body, dict) else {}


async def read(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    """Return body and files of a request."""
    if request.content_type.startswith("multipart/"):
        return await _form(request)
    raw = await request.read()
    return (_json(raw.decode()) if raw else None), ()


async def _form(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    body, files = None, []
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files.append(Upload(name, value.filename, value.file.read()))
            value.file.close()
        elif name == "payload_json":
            body = _json(value if isinstance(value, str) else bytes(value).decode())
    return body, tuple(files)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Refusal(400, 50109, "The request body contains invalid JSON.", avoidable=True) from None
