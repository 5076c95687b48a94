"""Settings are read once, by `load`, from a TOML file and the environment; importing this reads nothing.

What is wrong is refused with a `ConfigError` that has all findings together, one a line.
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic_settings import EnvSettingsSource

from bot.errors import ConfigError
from bot.settings import refusals
from bot.settings.model import PREFIX, Settings, is_list, model_of, takes_json, variable_of
from bot.settings.refusals import Values

_CONFIG = "IDEENHERD_CONFIG"
_DEFAULT_FILE = Path("config.toml")


def load(path: Path | None, environ: Mapping[str, str], cwd: Path) -> Settings:
    """The file's settings, overridden by the environment; a `ConfigError` has all findings, one a line.

    The file is `path`, else the one that IDEENHERD_CONFIG names, else config.toml, seen from `cwd`; only the
    last may be missing. Names in the environment are case-insensitive, an empty variable counts as not set,
    and IDEENHERD_PLACES and IDEENHERD_ADMINS are JSON lists, each in place of the file's list.
    """
    variables, about_environment = _variables(environ)
    by_environment = _by_environment(variables)
    by_file, about_file = _by_file(path, variables.get(_CONFIG), cwd)
    values = _merged(by_file, by_environment)
    about_values = [*refusals.invalid(values, by_environment), *refusals.repeated_places(values, by_environment)]
    if findings := [*about_environment, *about_file, *about_values]:
        raise ConfigError("\n".join(findings))
    return Settings(**values)


# The environment


def _variables(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Our variables that are set, by upper-case name, and what is wrong with others that begin like ours."""
    known = _known_variables()
    kept: dict[str, str] = {}
    findings = []
    for name, value in environ.items():
        variable = name.upper()
        if not variable.startswith(PREFIX):
            continue
        if variable not in known:
            findings.append(refusals.unknown_variable(name, known))
        elif variable in kept:
            findings.append(refusals.doubled_variable(variable))
        elif value and (location := known[variable]) and takes_json(*location) and not _is_json(value):
            findings.append(refusals.no_json(location, variable))
        elif value:
            kept[variable] = value
    return kept, findings


def _known_variables() -> dict[str, tuple[str, str | None] | None]:
    """Each variable with what it sets: a key of a section, or a whole list; the file's own sets nothing."""
    known: dict[str, tuple[str, str | None] | None] = {_CONFIG: None}
    for section in Settings.model_fields:
        for key in [None] if is_list(section) else model_of(section).model_fields:
            known[variable_of(section, key)] = section, key
    return known


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _by_environment(variables: Mapping[str, str]) -> Values:
    """The variables as sections, lists read; the source takes the process's own until told otherwise."""
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in variables.items()}
    return source()


# The file


def _by_file(path: Path | None, named: str | None, cwd: Path) -> tuple[Values, list[str]]:
    """What the file says in sections that exist, and what is wrong with it as a file."""
    file = path or Path(named or _DEFAULT_FILE)
    try:
        # Editors on Windows like to begin a file with a byte order mark, which TOML does not know.
        return _known_sections(tomllib.loads((cwd / file).read_text("utf-8-sig")))
    except FileNotFoundError:
        return {}, [refusals.missing_file(file, "--config " if path else f"{_CONFIG}=")] if path or named else []
    except OSError:
        return {}, [refusals.unreadable_file(file)]
    except ValueError as error:
        return {}, [refusals.broken_file(file, str(error))]


def _known_sections(file: Values) -> tuple[Values, list[str]]:
    """The sections that exist, and findings for others: some would be options of `BaseSettings` itself."""
    known = {name: value for name, value in file.items() if name in Settings.model_fields}
    return known, [refusals.unknown_section(name, file[name]) for name in file if name not in known]


# Both together


def _merged(by_file: Values, by_environment: Values) -> Values:
    """The environment wins, key by key and list by list; a section that is no table stays, to be refused."""
    merged = dict(by_file)
    for section, value in by_environment.items():
        below = by_file.get(section, {})
        if is_list(section):
            merged[section] = value
        elif isinstance(below, dict):
            merged[section] = below | value
    return merged
