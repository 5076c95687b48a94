"""The platform's own description of its routes and objects, and what a request or an answer has against it.

It is read more leniently than it is written where Discord itself is: digits in a string count as a number, a number as
an id, one fitting alternative is enough.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tests.support.discordapi.basics import Json

PATH: Final = Path(__file__).resolve().parents[4] / "shared" / "specs" / "discord-openapi.json"
_PART: Final = re.compile(r"\{\w+\}")
_WHOLE: Final = re.compile(r"-?\d+")
# What discord.py sends though the description leaves it out: of commands, of edits, of embeds, of posts. Discord passes
# it over.
_PASSED_OVER: Final = frozenset({"nsfw", "tts", "flags", "type", "use_nested_fields"})
_TRUTHS: Final = frozenset({"0", "1", "true", "false", "True", "False"})


class Description:
    """What the platform says of its routes and objects."""

    def __init__(self, content: Json) -> None:
        self.schemas: Mapping[str, Json] = content["components"]["schemas"]
        paths = sorted(content["paths"].items(), key=lambda each: each[0].count("{"))  # the exact ones first
        self._paths = [(re.compile(_PART.sub("[^/]+", path)), path, methods) for path, methods in paths]

    def faults_of_call(self, method: str, path: str, query: Mapping[str, str], body: Any) -> list[str]:
        """Return what a request has against the description."""
        described = self._operation(method, path)
        if described is None:
            return [f"{method} {path}: no such route"]
        template, operation, shared = described
        known = {each["name"]: each for each in (*shared, *operation.get("parameters", [])) if each["in"] == "query"}
        faults = [f"?{name}: no such parameter of {template}" for name in query if name not in {*known, *_PASSED_OVER}]
        for name, each in known.items():
            if name in query:
                faults += self._faults_of_query(f"?{name}", query[name], each["schema"])
            elif each.get("required"):
                faults.append(f"?{name}: missing")
        wanted = operation.get("requestBody")
        if wanted is not None and (body is not None or wanted.get("required")):
            faults += self.faults_of(body, wanted["content"]["application/json"]["schema"], "body")
        return faults

    def faults_of_answer(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """Return what an answer has against the description; more than is described is nothing against it."""
        described = self._operation(method, path)
        if described is None:
            return [f"{method} {path}: no such route"]
        answers = described[1]["responses"]
        if str(status) not in answers:
            return [f"{method} {path}: no answer {status}, only {sorted(answers)}"]
        content = answers[str(status)].get("content")
        if content is None:
            return [] if body is None else [f"{method} {path}: a body that nobody described"]
        return self.faults_of(body, content["application/json"]["schema"], "answer", closed=False)

    def faults_of(self, value: Any, schema: Json, where: str, *, closed: bool = True) -> list[str]:
        """Return what a value has against a schema; where that is `closed`, no key may be unknown to it."""
        schema = self._resolved(schema)
        if "allOf" in schema:
            schema = self._merged(schema)
        kinds = schema.get("type")
        kinds = [kinds] if isinstance(kinds, str) else kinds or []
        if value is None and "null" in kinds:
            return []
        choices = schema.get("oneOf") or schema.get("anyOf")
        if choices and "properties" not in schema:
            return self._faults_of_choice(value, choices, where, closed=closed)
        if "const" in schema or "enum" in schema:
            allowed = schema.get("enum", [schema.get("const")])
            return [] if value in allowed else [f"{where}: {value!r} is none of {allowed}"]
        if not kinds:
            return []
        found = [self._faults_as(value, schema, kind, where, closed=closed) for kind in kinds if kind != "null"]
        return min(found, key=len) if found else [f"{where}: not null"]

    def _faults_of_choice(self, value: Any, choices: list[Json], where: str, *, closed: bool) -> list[str]:
        fitting = [each for each in choices if self._may_be(value, each)] or choices
        found: list[list[str]] = []
        for each in fitting:
            faults = self.faults_of(value, each, where, closed=closed)
            if not faults:
                return []
            found.append(faults)
        return min(found, key=len)

    def _may_be(self, value: Any, schema: Json) -> bool:
        """Whether the fields that tell alternatives apart speak for this one."""
        if not isinstance(value, dict):
            return True
        schema = self._resolved(schema)
        for name, each in schema.get("properties", {}).items():
            each = self._resolved(each)  # noqa: PLW2901 - the same thing, by its own name
            if "const" in each and name in value and value[name] != each["const"]:
                return False
            allowed = each.get("enum") or [one["const"] for one in each.get("allOf", []) if "const" in one]
            if allowed and name in value and value[name] not in allowed:
                return False
        return True

    def _faults_as(self, value: Any, schema: Json, kind: str, where: str, *, closed: bool) -> list[str]:
        match kind:
            case "object":
                return list(self._faults_of_object(value, schema, where, closed=closed))
            case "array":
                return list(self._faults_of_array(value, schema, where, closed=closed))
            case "string":
                return list(_faults_of_string(value, schema, where))
            case "boolean":
                return [] if isinstance(value, bool) else [f"{where}: no boolean"]
            case _:
                return list(_faults_of_number(value, schema, kind, where))

    def _faults_of_object(self, value: Any, schema: Json, where: str, *, closed: bool) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where}: no object"
            return
        fields: Json = schema.get("properties", {})
        more = schema.get("additionalProperties", False)
        for name, each in value.items():
            if name in fields:
                yield from self.faults_of(each, fields[name], f"{where}.{name}", closed=closed)
            elif isinstance(more, dict):
                yield from self.faults_of(each, more, f"{where}.{name}", closed=closed)
            elif closed and not more and name not in _PASSED_OVER:
                yield f"{where}.{name}: no such field"
        yield from (f"{where}.{name}: missing" for name in schema.get("required", ()) if name not in value)

    def _faults_of_array(self, value: Any, schema: Json, where: str, *, closed: bool) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where}: no array"
            return
        if len(value) > schema.get("maxItems", len(value)) or len(value) < schema.get("minItems", 0):
            yield f"{where}: {len(value)} items are too many or too few"
        for place, each in enumerate(value):
            yield from self.faults_of(each, schema.get("items", {}), f"{where}[{place}]", closed=closed)

    def _faults_of_query(self, where: str, value: str, schema: Json) -> list[str]:
        schema = self._resolved(schema)
        if schema.get("type") == "boolean":
            return [] if value in _TRUTHS else [f"{where}: no boolean"]
        return self.faults_of(value, schema, where) if schema.get("type") != "array" else []

    def _operation(self, method: str, path: str) -> tuple[str, Json, list[Json]] | None:
        for pattern, template, methods in self._paths:
            if pattern.fullmatch(path) and method.lower() in methods:
                return template, methods[method.lower()], methods.get("parameters", [])
        return None

    def _resolved(self, schema: Json) -> Json:
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].rpartition("/")[2]]
        return schema

    def _merged(self, schema: Json) -> Json:
        merged = {name: each for name, each in schema.items() if name != "allOf"}
        for part in schema["allOf"]:
            resolved = self._resolved(part)
            fields = merged.get("properties", {}) | resolved.get("properties", {})
            merged = resolved | merged
            if fields:
                merged["properties"] = fields
        return merged


def _faults_of_string(value: Any, schema: Json, where: str) -> Iterator[str]:
    if schema.get("format") == "snowflake" and isinstance(value, int) and not isinstance(value, bool):
        return
    if not isinstance(value, str):
        yield f"{where}: no string"
        return
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{where}: {len(value)} characters are too many or too few"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: {value!r} is not of the form {schema['pattern']}"


def _faults_of_number(value: Any, schema: Json, kind: str, where: str) -> Iterator[str]:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int if kind == "integer" else int | float):
        yield f"{where}: no {kind}"
    elif not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{where}: {value} is too much or too little"


@lru_cache(maxsize=1)
def description() -> Description | None:
    """Return the platform's description, None where it is not at hand."""
    if not PATH.is_file():
        return None
    return Description(json.loads(PATH.read_text(encoding="utf-8")))
