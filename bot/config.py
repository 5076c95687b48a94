"""Settings are read once, by `load`, from a TOML file and the environment; importing this reads nothing.

What is wrong is refused with a `ConfigError`: German sentences for operators, one line a finding, each with
the key, the reason and an example, and all findings together. No line repeats a value, since any value could
be a token in the wrong place or an address with a password in it.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import ConfigError

Platform = Literal["telegram", "discord"]
Role = Literal["jobs", "events", "lounge", "team"]
Language = Literal["de", "en"]

_PREFIX = "IDEENHERD_"
_CONFIG = "IDEENHERD_CONFIG"
_DEFAULT_FILE = Path("config.toml")

_Values = dict[str, Any]
_Location = tuple[str | int, ...]


def _real_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError
    return name


def _one_word(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]+", token.get_secret_value()):
        raise ValueError
    return token


def _integer_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _each_once(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    return tuple(dict.fromkeys(roles))


_Token = Annotated[SecretStr, AfterValidator(_one_word)]
# Without leading zeros, so that one chat cannot be named in two ways; 64 bits have at most 20 digits.
_Number = Annotated[str, BeforeValidator(_integer_as_text), Field(pattern=r"^-?[1-9][0-9]{0,19}$")]


class _Section(BaseModel):
    """What operators read about a wrong value is its field's description, then the field's first example."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, str_strip_whitespace=True)


class CommunitySettings(_Section):
    """Who the community is; an empty operator or contact is not named anywhere."""

    name: str = Field(
        default="Ideenherd",
        min_length=1,
        description="muss ein Text sein, nicht leer",
        examples=["Ideenherd"],
    )
    timezone: Annotated[str, AfterValidator(_real_zone)] = Field(
        default="Europe/Berlin", description="muss eine Zeitzone der IANA sein", examples=["Europe/Berlin"]
    )
    language: Language = Field(default="de", description="muss de oder en sein", examples=["de"])
    operator: str = Field(default="", description="muss ein Text sein", examples=["Ideenherd e. V., Essen"])
    contact: str = Field(default="", description="muss ein Text sein", examples=["kontakt@example.org"])


class StorageSettings(_Section):
    """Where everything is kept: a SQLite file or a PostgreSQL database; `repr` leaves the address out."""

    url: str = Field(
        default="sqlite+aiosqlite:///ideenherd.db",
        pattern=r"^(sqlite\+aiosqlite:///|postgresql\+asyncpg://).+$",
        repr=False,
        description="muss mit sqlite+aiosqlite:/// oder postgresql+asyncpg:// beginnen",
        examples=["sqlite+aiosqlite:///ideenherd.db"],
    )


class TelegramSettings(_Section):
    """How Telegram is reached; without a token it is not."""

    token: _Token | None = Field(
        default=None,
        description="muss das Token von BotFather sein, ein Wort ohne Leerzeichen",
        examples=["123456789:DEIN-TOKEN"],
    )
    base_url: str = Field(
        default="https://api.telegram.org/bot",
        pattern=r"^https?://\S+/bot$",
        description="muss eine Adresse sein, die auf /bot endet",
        examples=["https://api.telegram.org/bot"],
    )


class DiscordSettings(_Section):
    """How Discord is reached; without a token it is not."""

    token: _Token | None = Field(
        default=None,
        description="muss das Token des Bots aus dem Developer Portal sein, ein Wort ohne Leerzeichen",
        examples=["DEIN-TOKEN"],
    )
    api_url: str = Field(
        default="https://discord.com/api/v10",
        pattern=r"^https?://\S+/api/v10$",
        description="muss eine Adresse sein, die auf /api/v10 endet",
        examples=["https://discord.com/api/v10"],
    )


class HealthSettings(_Section):
    """Where a running bot leaves its pulse; an empty file name means nowhere."""

    file: str = Field(
        default="ideenherd.alive", description="muss der Name einer Datei sein", examples=["ideenherd.alive"]
    )

    @property
    def path(self) -> Path | None:
        """The file as it is seen from where the process was started, None for nowhere."""
        return Path(self.file).absolute() if self.file else None


class PlaceSettings(_Section):
    """A chat or channel, or a topic or thread in it, and its roles; ids are texts, however they were written.

    An empty name means that the operator gave none. With `free_messages` the bot reads plain posts there.
    """

    platform: Platform = Field(description="muss telegram oder discord sein", examples=["telegram"])
    chat: _Number = Field(
        description="muss die Nummer des Chats oder Kanals sein, nicht sein Name", examples=[-1001234567890]
    )
    topic: _Number | None = Field(
        default=None, description="muss die Nummer des Themas oder Threads sein", examples=[17]
    )
    roles: Annotated[tuple[Role, ...], Field(min_length=1), AfterValidator(_each_once)] = Field(
        description="muss eine Liste aus jobs, events, lounge und team sein, nicht leer",
        examples=[["jobs", "events"]],
    )
    name: str = Field(default="", description="muss ein Text sein", examples=["#jobs"])
    free_messages: bool = Field(default=False, strict=True, description="muss true oder false sein", examples=[True])


class AdminSettings(_Section):
    """An account that may do everything; the id is a text, however it was written."""

    platform: Platform = Field(description="muss telegram oder discord sein", examples=["telegram"])
    user: _Number = Field(description="muss die Nummer des Kontos sein, nicht sein Name", examples=[123456789])


class Settings(BaseSettings):
    """All that an operator can set, frozen; `Settings()` is the defaults and reads nothing else."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    community: CommunitySettings = CommunitySettings()
    storage: StorageSettings = StorageSettings()
    telegram: TelegramSettings = TelegramSettings()
    discord: DiscordSettings = DiscordSettings()
    health: HealthSettings = HealthSettings()
    places: tuple[PlaceSettings, ...] = ()
    admins: tuple[AdminSettings, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # the signature is pydantic-settings'
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed in counts: `load` has read the file and the environment that it was given."""
        return (init_settings,)


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
    about_values = [*_invalid(values, by_environment), *_repeated_places(values, by_environment)]
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
        if not variable.startswith(_PREFIX):
            continue
        if variable not in known:
            findings.append(_unknown_variable(name, known))
        elif variable in kept:
            findings.append(f"{variable}: ist zweimal gesetzt, groß und klein geschrieben. Nimm eine weg.")
        elif value and _is_list(known[variable]) and not _is_json(value):
            findings.append(_finding((known[variable],), "muss JSON sein", variable))
        elif value:
            kept[variable] = value
    return kept, findings


def _known_variables() -> dict[str, str]:
    """Each variable with the section it belongs to: one for each key of a section, one for a whole list."""
    known = {_CONFIG: ""}
    for section in Settings.model_fields:
        for key in [None] if _is_list(section) else _model(section).model_fields:
            known[_variable(section, key)] = section
    return known


def _variable(section: str, key: str | None) -> str:
    return _PREFIX + (f"{section}__{key}" if key else section).upper()


def _unknown_variable(name: str, known: Mapping[str, str]) -> str:
    rest = {variable.removeprefix(_PREFIX): variable for variable in known}
    near = get_close_matches(name.upper().removeprefix(_PREFIX), rest, n=1)
    hint = f"Meinst du {rest[near[0]]}?" if near else "Zum Beispiel gibt es: IDEENHERD_TELEGRAM__TOKEN"
    return f"{_plain(name)}: diese Variable gibt es nicht. {hint}"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _by_environment(variables: Mapping[str, str]) -> _Values:
    """The variables as sections, lists read; the source takes the process's own until told otherwise."""
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in variables.items()}
    return source()


# The file


def _by_file(path: Path | None, named: str | None, cwd: Path) -> tuple[_Values, list[str]]:
    """What the file says in sections that exist, and what is wrong with it as a file."""
    file = path or Path(named or _DEFAULT_FILE)
    try:
        # Editors on Windows like to begin a file with a byte order mark, which TOML does not know.
        return _known_sections(tomllib.loads((cwd / file).read_text("utf-8-sig")))
    except FileNotFoundError:
        return {}, [_missing_file(file, "--config " if path else f"{_CONFIG}=")] if path or named else []
    except OSError:
        return {}, [f"{file}: lässt sich nicht lesen. Prüf, ob das eine Datei ist und wer sie lesen darf."]
    except ValueError as error:
        return {}, [_broken_file(file, str(error))]


def _missing_file(file: Path, naming: str) -> str:
    return f"{naming.strip(' =')}: die Datei {file} gibt es nicht. Zum Beispiel: {naming}{_DEFAULT_FILE}"


def _broken_file(file: Path, error: str) -> str:
    """Where the reading stopped; `tomllib` says so in its English sentence alone, a decoder not in lines."""
    place = re.search(r"line (\d+), column (\d+)", error)
    where = f" Zeile {place[1]}, Spalte {place[2]}:" if place else ""
    hint = 'Texte stehen in Anführungszeichen, die Datei ist UTF-8. Zum Beispiel: name = "Ideenherd"'
    return f"{file}:{where} das ist kein gültiges TOML. {hint}"


def _known_sections(file: _Values) -> tuple[_Values, list[str]]:
    """The sections that exist, and findings for others: some would be options of `BaseSettings` itself."""
    known = {name: value for name, value in file.items() if name in Settings.model_fields}
    return known, [_unknown_section(name, file[name]) for name in file if name not in known]


def _unknown_section(name: str, value: object) -> str:
    if not isinstance(value, dict | list):
        owners = [section for section in Settings.model_fields if name in _model(section).model_fields]
        example = _heading(owners[0] if owners else "community")
        return f"{_plain(name)}: steht in keinem Abschnitt. Schreib darüber zum Beispiel: {example}"
    near = get_close_matches(name, Settings.model_fields, n=1)
    every = ", ".join(map(_heading, Settings.model_fields))
    hint = f"Meinst du {_heading(near[0])}?" if near else f"Es gibt {every}."
    return f"[{_plain(name)}]: diesen Abschnitt gibt es nicht. {hint}"


# Both together


def _merged(by_file: _Values, by_environment: _Values) -> _Values:
    """The environment wins, key by key and list by list; a section that is no table stays, to be refused."""
    merged = dict(by_file)
    for section, value in by_environment.items():
        below = by_file.get(section, {})
        if _is_list(section):
            merged[section] = value
        elif isinstance(below, dict):
            merged[section] = below | value
    return merged


def _invalid(values: _Values, by_environment: _Values) -> Iterator[str]:
    """One line for each wrong setting, also where several parts of it are wrong."""
    try:
        Settings(**values)
    except ValidationError as error:
        wrong = {_setting(each["loc"]): each["type"] for each in error.errors(include_input=False)}
        for location, kind in wrong.items():
            variable = _origin(location, by_environment)
            if kind == "extra_forbidden":
                yield _unknown_key(location, variable)
            else:
                yield _finding(location, "fehlt" if kind == "missing" else _reason(location), variable)


def _setting(location: _Location) -> _Location:
    """The part of a location that names a setting: a section, its key, a list's entry, or that one's key."""
    return location[:3] if _is_list(str(location[0])) else location[:2]


def _repeated_places(values: _Values, by_environment: _Values) -> Iterator[str]:
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


def _origin(location: _Location, by_environment: _Values) -> str | None:
    """The variable that set what is there, or None if the file did."""
    section, *keys = map(str, location)
    if _is_list(section):
        return _variable(section, None) if section in by_environment else None
    return _variable(section, keys[0]) if keys and keys[0] in by_environment.get(section, {}) else None


# Words for operators


def _finding(location: _Location, reason: str, variable: str | None) -> str:
    return f"{_where(location, variable)}: {reason}. Zum Beispiel: {_example(location, variable)}"


def _unknown_key(location: _Location, variable: str | None) -> str:
    keys = _model(str(location[0])).model_fields
    near = get_close_matches(str(location[-1]), keys, n=1)
    reason = f"diese Einstellung gibt es nicht. Es gibt {', '.join(keys)}."
    if near:
        example = _example((*location[:-1], near[0]), variable)
        reason = f"diese Einstellung gibt es nicht. Meinst du {near[0]}? Zum Beispiel: {example}"
    return f"{_where(location, variable)}: {reason}"


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
        return "muss eine Liste sein" if _is_list(section) else "muss ein Abschnitt mit Einstellungen sein"
    if isinstance(key, int):
        return "muss eine Gruppe von Einstellungen sein"
    return str(_model(section).model_fields[key].description)


def _example(location: _Location, variable: str | None) -> str:
    """What could stand there, as TOML, as a variable or as the JSON inside a variable."""
    section, key = str(location[0]), location[-1]
    if len(location) == 1 or isinstance(key, int):
        return f"{variable}={json.dumps([_smallest_entry(section)])}" if variable else _heading(section)
    example = _first_example(section, key)
    if not variable:
        return f"{key} = {json.dumps(example)}"
    return f'"{key}": {json.dumps(example)}' if _is_list(section) else f"{variable}={example}"


def _smallest_entry(section: str) -> _Values:
    fields = _model(section).model_fields
    return {key: _first_example(section, key) for key, field in fields.items() if field.is_required()}


def _first_example(section: str, key: str) -> object:
    return (_model(section).model_fields[key].examples or [""])[0]


def _heading(section: str) -> str:
    return f"[[{section}]]" if _is_list(section) else f"[{section}]"


def _plain(name: str) -> str:
    """A name that an operator wrote, kept on one line."""
    return name if name.isprintable() else json.dumps(name)


def _is_list(section: str) -> bool:
    return section in Settings.model_fields and bool(get_args(Settings.model_fields[section].annotation))


def _model(section: str) -> type[BaseModel]:
    """The class of a section, or of the entries of a list."""
    annotation = Settings.model_fields[section].annotation
    return cast("type[BaseModel]", next(iter(get_args(annotation)), annotation))
