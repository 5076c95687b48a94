"""What is wrong with settings, in words for operators: one line a finding, with the key, the reason and an example.

No line repeats a value, since any value could be a token in the wrong place or an address with a password in it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.settings.model import PREFIX, UNKNOWN_TOWN, Settings, is_list, model_of, variable_of

Values = dict[str, Any]
_Location = tuple[str | int, ...]


# Names


def unknown_variable(name: str, known: Iterable[str]) -> str:
    """A variable that begins like ours and is none, with the nearest one."""
    rest = {variable.removeprefix(PREFIX): variable for variable in known}
    near = get_close_matches(name.upper().removeprefix(PREFIX), rest, n=1)
    hint = f"Meinst du {rest[near[0]]}?" if near else "Zum Beispiel gibt es: IDEENHERD_TELEGRAM__TOKEN"
    return f"{_plain(name)}: diese Variable gibt es nicht. {hint}"


def doubled_variable(variable: str) -> str:
    """A variable that stands in the environment in two spellings."""
    return f"{variable}: ist zweimal gesetzt, groß und klein geschrieben. Nimm eine weg."


def unknown_section(name: str, value: object) -> str:
    """A section of the file that there is not, or a setting above all of them."""
    if not isinstance(value, dict | list):
        owners = [section for section in Settings.model_fields if name in model_of(section).model_fields]
        example = _heading(owners[0] if owners else "community")
        return f"{_plain(name)}: steht in keinem Abschnitt. Schreib darüber zum Beispiel: {example}"
    near = get_close_matches(name, Settings.model_fields, n=1)
    every = ", ".join(map(_heading, Settings.model_fields))
    hint = f"Meinst du {_heading(near[0])}?" if near else f"Es gibt {every}."
    return f"[{_plain(name)}]: diesen Abschnitt gibt es nicht. {hint}"


def _unknown_key(location: _Location, variable: str | None) -> str:
    keys = model_of(str(location[0])).model_fields
    near = get_close_matches(str(location[-1]), keys, n=1)
    reason = f"diese Einstellung gibt es nicht. Es gibt {', '.join(keys)}."
    if near:
        example = _example((*location[:-1], near[0]), variable)
        reason = f"diese Einstellung gibt es nicht. Meinst du {near[0]}? Zum Beispiel: {example}"
    return f"{_where(location, variable)}: {reason}"


# The file


def missing_file(file: Path, naming: str) -> str:
    """A file that was named and is not there; `naming` is what stands before its name: "--config "."""
    return f"{naming.strip(' =')}: die Datei {file} gibt es nicht. Zum Beispiel: {naming}config.toml"


def unreadable_file(file: Path) -> str:
    """A file that the system does not let us read."""
    return f"{file}: lässt sich nicht lesen. Prüf, ob das eine Datei ist und wer sie lesen darf."


def broken_file(file: Path, error: str) -> str:
    """A file that is no TOML, and where: `tomllib` says so in its English sentence alone, a decoder not in lines."""
    place = re.search(r"line (\d+), column (\d+)", error)
    where = f" Zeile {place[1]}, Spalte {place[2]}:" if place else ""
    hint = 'Texte stehen in Anführungszeichen, die Datei ist UTF-8. Zum Beispiel: name = "Ideenherd"'
    return f"{file}:{where} das ist kein gültiges TOML. {hint}"


# Values


def no_json(setting: tuple[str, str | None], variable: str) -> str:
    """A variable for a whole list, or for a setting that is one, whose value is no JSON."""
    return _finding(tuple(part for part in setting if part), "muss JSON sein", variable)


def invalid(values: Values, by_environment: Values) -> Iterator[str]:
    """One line for each wrong setting, also where several parts of it are wrong."""
    try:
        Settings(**values)
    except ValidationError as error:
        wrong = {_setting(each["loc"]): each for each in error.errors(include_input=False)}
        for location, each in wrong.items():
            variable = _origin(location, by_environment)
            match each["type"]:
                case "extra_forbidden":
                    yield _unknown_key(location, variable)
                case "missing":
                    yield _finding(location, "fehlt", variable)
                case kind:
                    near = each["ctx"]["near"] if kind == UNKNOWN_TOWN else ()
                    yield _finding(location, _reason(location), variable, f" Meinst du {near[0]}?" if near else "")


def _setting(location: _Location) -> _Location:
    """The part of a location that names a setting: a section, its key, a list's entry, or that one's key."""
    return location[:3] if is_list(str(location[0])) else location[:2]


def repeated_places(values: Values, by_environment: Values) -> Iterator[str]:
    """Places named again; compared as they were written, so that another mistake in one does not hide it."""
    first: dict[tuple[str, ...], int] = {}
    places = values.get("places")
    for index, place in enumerate(places if isinstance(places, list) else []):
        if isinstance(place, dict) and "chat" in place:
            address = tuple(str(place.get(key) or "").strip() for key in ("platform", "chat", "topic"))
            before = first.setdefault(address, index)
            if before != index:
                reason = f"ist derselbe Ort wie Nummer {before + 1}; nenne ihn einmal, mit allen Rollen"
                variable = _origin(("places",), by_environment)
                example = _example(("places", index, "roles"), variable)
                yield f"{_where(('places', index), variable)}: {reason}. Zum Beispiel: {example}"


def _origin(location: _Location, by_environment: Values) -> str | None:
    """The variable that set what is there, or None if the file did."""
    section, *keys = map(str, location)
    if is_list(section):
        return variable_of(section, None) if section in by_environment else None
    return variable_of(section, keys[0]) if keys and keys[0] in by_environment.get(section, {}) else None


def _finding(location: _Location, reason: str, variable: str | None, hint: str = "") -> str:
    return f"{_where(location, variable)}: {reason}.{hint} Zum Beispiel: {_example(location, variable)}"


# Words


def _where(location: _Location, variable: str | None) -> str:
    """`[section] key` or `[list] 2: key`, counted from 1; the variable stands in for what it names itself."""
    heading = variable or f"[{location[0]}]"
    match location[1:]:
        case (int(index), str(key)):
            return f"{heading} {index + 1}: {_plain(key)}"
        case (int(index),):
            return f"{heading} {index + 1}"
        case (str(key),) if not variable:
            return f"{heading} {_plain(key)}"
        case _:
            return heading


def _reason(location: _Location) -> str:
    section, key = str(location[0]), location[-1]
    if len(location) == 1:
        return "muss eine Liste sein" if is_list(section) else "muss ein Abschnitt mit Einstellungen sein"
    if isinstance(key, int):
        return "muss eine Gruppe von Einstellungen sein"
    return str(model_of(section).model_fields[key].description)


def _example(location: _Location, variable: str | None) -> str:
    """What could stand there, as TOML, as a variable or as the JSON inside a variable."""
    section, key = str(location[0]), location[-1]
    if len(location) == 1 or isinstance(key, int):
        return f"{variable}={json.dumps([_smallest_entry(section)])}" if variable else _heading(section)
    example = _first_example(section, key)
    if not variable:
        return f"{key} = {json.dumps(example)}"
    if is_list(section):
        return f'"{key}": {json.dumps(example)}'
    return f"{variable}={json.dumps(example) if isinstance(example, list | bool) else example}"


def _smallest_entry(section: str) -> Values:
    fields = model_of(section).model_fields
    return {key: _first_example(section, key) for key, field in fields.items() if field.is_required()}


def _first_example(section: str, key: str) -> object:
    return (model_of(section).model_fields[key].examples or [""])[0]


def _heading(section: str) -> str:
    return f"[[{section}]]" if is_list(section) else f"[{section}]"


def _plain(name: str) -> str:
    """A name that an operator wrote, kept on one line."""
    return name if name.isprintable() else json.dumps(name)
