"""The platform's own description of its methods and types, and what a call has against it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tests.support.botapi.entities import Json

PATH: Final = Path(__file__).resolve().parents[4] / "shared" / "specs" / "telegram-api-10.0.json"
_WHOLE: Final = re.compile(r"-?\d+")
_NAME: Final = re.compile(r"@[A-Za-z0-9_]{4,32}")
_PLAIN: Final[Mapping[str, type | tuple[type, ...]]] = {"Integer": int, "Float": (int, float), "String": str}


class Description:
    """What the platform says of its methods and types."""

    def __init__(self, content: Json) -> None:
        self.methods = {name.casefold(): each for name, each in content["methods"].items()}
        self.types: Mapping[str, Json] = content["types"]

    def faults_of_call(self, method: str, raw: Mapping[str, str], files: frozenset[str]) -> list[str]:
        """Return what a call has against the description: the strings as they came, and the names of its files."""
        described = self.methods.get(method.casefold())
        if described is None:
            return [f"{method}: no such method"]
        fields = {each["name"]: each for each in described.get("fields", [])}
        faults = [f"{method}.{name}: no such parameter" for name in raw if name not in fields]
        for name, each in fields.items():
            if name in raw:
                faults += self._faults_of_string(f"{method}.{name}", raw[name], each["types"], files)
            elif each["required"] and name not in files:
                faults.append(f"{method}.{name}: missing")
        return faults

    def faults_of(self, value: Any, kind: str, where: str = "") -> list[str]:
        """Return what a value has against a type of the description."""
        where = where or kind
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where}: no {kind}"]
            inner = kind.removeprefix("Array of ")
            return [
                fault for place, each in enumerate(value) for fault in self.faults_of(each, inner, f"{where}[{place}]")
            ]
        if kind == "Boolean":
            return [] if isinstance(value, bool) else [f"{where}: no Boolean"]
        if kind in _PLAIN:
            return [] if isinstance(value, _PLAIN[kind]) and not isinstance(value, bool) else [f"{where}: no {kind}"]
        return self._faults_of_object(value, kind, where)

    def _faults_of_object(self, value: Any, kind: str, where: str) -> list[str]:
        described = self.types.get(kind)
        if described is None or not isinstance(value, dict):
            return [f"{where}: no {kind}"]
        if "subtypes" in described:
            return min((self.faults_of(value, each, where) for each in described["subtypes"]), key=len)
        fields = {each["name"]: each for each in described.get("fields", [])}
        faults = [f"{where}.{name}: no such field of {kind}" for name in value if name not in fields]
        for name, each in fields.items():
            if name in value:
                faults += self._any(value[name], each["types"], f"{where}.{name}")
            elif each["required"]:
                faults.append(f"{where}.{name}: missing")
        return faults

    def _any(self, value: Any, kinds: list[str], where: str) -> list[str]:
        return min((self.faults_of(value, kind, where) for kind in kinds), key=len)

    def _faults_of_string(self, where: str, raw: str, kinds: list[str], files: frozenset[str]) -> list[str]:
        if kinds == ["Integer", "String"]:
            return [] if _WHOLE.fullmatch(raw) or _NAME.fullmatch(raw) else [f"{where}: neither an id nor an @name"]
        return min(([*self._faults_as(where, raw, kind, files)] for kind in kinds), key=len)

    def _faults_as(self, where: str, raw: str, kind: str, files: frozenset[str]) -> Iterator[str]:
        if kind == "InputFile":
            if raw.removeprefix("attach://") not in files:
                yield f"{where}: names no file"
        elif kind == "Integer":
            if not _WHOLE.fullmatch(raw):
                yield f"{where}: no Integer"
        elif kind == "Boolean":
            if raw not in {"true", "false"}:
                yield f"{where}: no Boolean"
        elif kind != "String":
            yield from self._faults_of_json(where, raw, kind)

    def _faults_of_json(self, where: str, raw: str, kind: str) -> Iterator[str]:
        try:
            value = json.loads(raw)
        except ValueError:
            yield f"{where}: no JSON"
            return
        yield from self.faults_of(value, kind, where)


@lru_cache(maxsize=1)
def description() -> Description | None:
    """Return the platform's description, None where it is not at hand."""
    if not PATH.is_file():
        return None
    return Description(json.loads(PATH.read_text(encoding="utf-8")))
