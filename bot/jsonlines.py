"""JSON Lines as programs hand them to a command: lines with their numbers, objects, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

_BOM: Final = b"\xef\xbb\xbf"


class BadLine(Exception):
    """A line that is not what it should be; the message says in German what is wrong with it."""


@dataclass(slots=True)
class Complaints:
    """What is said of lines, by `say`, and how many of them were wrong."""

    say: Callable[[str], None]
    wrong: int = field(default=0)

    def add(self, sentence: str) -> None:
        """Say that a line is wrong."""
        self.wrong += 1
        self.say(sentence)


def answers(lines: Iterable[bytes], answer: Callable[[bytes], str], complaints: Complaints) -> Iterator[str]:
    """Yield the answer to each line as soon as it is read; empty lines are passed over, what raises BadLine is said."""
    for number, line in told(lines):
        try:
            said = answer(line)
        except BadLine as wrong:
            complaints.add(f"Zeile {number}: {wrong}")
        else:
            yield said


def told(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield each line that says something, with its number; a mark of the byte order before it is none of it."""
    for number, line in enumerate(lines, 1):
        if said := line.removeprefix(_BOM).strip():
            yield number, said


def an_object(line: bytes) -> Mapping[str, Any]:
    """Return the JSON object of a line; raises BadLine for anything else."""
    try:
        found = json.loads(line.decode("utf-8"), parse_constant=_refuse, parse_float=_refuse_endless)
    except UnicodeDecodeError:
        raise BadLine("Das ist kein UTF-8.") from None
    except (ValueError, RecursionError):
        raise BadLine("Das ist kein JSON.") from None
    if not isinstance(found, dict):
        raise BadLine('Das ist kein JSON-Objekt, es braucht die Form {"…": "…"}.')
    return found


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _refuse_endless(number: str) -> float:
    """Return a number; one that is too great would come out as Infinity, which is no JSON."""
    found = float(number)
    return found if abs(found) != float("inf") else _refuse(number)


def an_id(found: Mapping[str, Any]) -> str | int:
    """Return what an object is called, a text or a whole number; raises BadLine."""
    if "id" not in found:
        raise BadLine("„id“ fehlt.")
    number = found["id"]
    if isinstance(number, bool) or not isinstance(number, str | int):
        raise BadLine("„id“ muss ein Text oder eine ganze Zahl sein.")
    return number


def a_text(found: Mapping[str, Any], key: str) -> str:
    """Return the text of a key; raises BadLine where it is missing or none."""
    if key not in found:
        raise BadLine(f"„{key}“ fehlt.")
    if not isinstance(found[key], str):
        raise BadLine(f"„{key}“ muss ein Text sein.")
    return str(found[key])
