"""All that an operator can set: frozen sections, each field with the words and the example of its refusal."""

import re
from ipaddress import IPv6Address
from pathlib import Path
from typing import Annotated, Literal, TypeVar, cast, get_args, get_origin
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.domain.towns import find_town, near_towns

Platform = Literal["telegram", "discord"]
Role = Literal["jobs", "events", "lounge", "team"]
Language = Literal["de", "en"]
Kind = Literal["Treffen", "Barcamp", "Vortrag", "Workshop", "Lean Coffee", "Coworking", "Anderes"]
Approval = Literal["open", "organisers"]

PREFIX = "IDEENHERD_"
UNKNOWN_TOWN = "unknown_town"

_T = TypeVar("_T", bound=str)


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


def _no_claim(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError  # noqa: TRY004  # pydantic takes this for a wrong value, a TypeError for a bug
    return value


def _truth(value: object) -> object:
    """A variable of the environment is a text, whatever it says."""
    return {"true": True, "false": False}.get(value.lower(), value) if isinstance(value, str) else value


def _a_host(name: str) -> str:
    """A name or an IP address as an address has it, without what stands around it there."""
    if ":" in name:
        return str(IPv6Address(name))
    if not re.fullmatch(r"[^\s/?#@\[\]]+", name):
        raise ValueError
    return name


def _an_address(typed: str) -> str:
    """What can be asked: with a host and, if any, a port that there may be."""
    found = urlsplit(typed)
    if typed and (not found.hostname or found.port == 0):
        raise ValueError
    return typed


def _no_slash(address: str) -> str:
    return _an_address(address).rstrip("/")


def _real_town(name: str) -> str:
    if find_town(name) is None:
        raise PydanticCustomError(UNKNOWN_TOWN, "unknown town", {"near": near_towns(name)[:1]})
    return name


def _each_once(values: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))


_CLOCK = r"([01]?[0-9]|2[0-3])(:[0-5][0-9])?"
_WEEKDAY = r"(Mo|Di|Mi|Do|Fr|Sa|So)"


_Token = Annotated[SecretStr, AfterValidator(_one_word)]
# Without leading zeros, so that one chat cannot be named in two ways; 64 bits have at most 20 digits.
_Number = Annotated[str, BeforeValidator(_integer_as_text), Field(pattern=r"^-?[1-9][0-9]{0,19}$")]

_Many = Annotated[int, BeforeValidator(_no_claim), Field(ge=1, le=100)]


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
    base_url: Annotated[str, AfterValidator(_an_address)] = Field(
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
    api_url: Annotated[str, AfterValidator(_an_address)] = Field(
        default="https://discord.com/api/v10",
        pattern=r"^https?://\S+/api/v10$",
        description="muss eine Adresse sein, die auf /api/v10 endet",
        examples=["https://discord.com/api/v10"],
    )
    scheduled_events: Annotated[bool, BeforeValidator(_truth)] = Field(
        default=True, strict=True, description="muss true oder false sein", examples=[False]
    )


class MatchingSettings(_Section):
    """How many people a job tags at most, and how often a person; it may be fewer, and nobody who does not fit."""

    per_part: _Many = Field(default=5, description="muss eine Zahl von 1 bis 100 sein", examples=[5])
    per_job: _Many = Field(default=10, description="muss eine Zahl von 1 bis 100 sein", examples=[10])
    per_week: Annotated[int, BeforeValidator(_no_claim), Field(ge=0, le=20)] = Field(
        default=3, description="muss eine Zahl von 0 bis 20 sein", examples=[3]
    )


class JobSettings(_Section):
    """What holds for every published job."""

    expires_days: Annotated[int, BeforeValidator(_no_claim), Field(ge=1, le=365)] = Field(
        default=21, description="muss eine Zahl von 1 bis 365 sein", examples=[21]
    )
    per_day: _Many = Field(default=3, description="muss eine Zahl von 1 bis 100 sein", examples=[3])


class EventsSettings(_Section):
    """Who publishes events: members by themselves, or organisers what members propose."""

    approval: Approval = Field(
        default="open", description="muss open oder organisers sein", examples=["open", "organisers"]
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


class WebSettings(_Section):
    """Where the bot serves calendars over HTTP, and how that is reached from outside; port 0 means that it does not.

    `public_url` is what members are told, without a slash at the end; empty means that they are told of none.
    """

    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="muss eine Adresse dieses Rechners sein",
        examples=["127.0.0.1"],
    )
    port: Annotated[int, BeforeValidator(_no_claim)] = Field(
        default=0, ge=0, le=65535, description="muss eine Zahl von 0 bis 65535 sein, 0 heißt aus", examples=[8080]
    )
    public_url: Annotated[str, AfterValidator(_no_slash)] = Field(
        default="",
        pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$",
        max_length=100,
        description="muss eine Adresse sein, die mit https:// beginnt, höchstens 100 Zeichen",
        examples=["https://kalender.example.org"],
    )


class PlaceSettings(_Section):
    """A chat or channel, or a topic or thread in it, and its roles; ids are texts, however they were written.

    An empty name means that the operator gave none. With `free_messages` the bot reads plain posts there, with `index`
    one message there lists the open jobs. What follows says what a place for events hears of and when; nothing said is
    everything, and an empty text never.
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
    index: bool = Field(default=False, strict=True, description="muss true oder false sein", examples=[True])
    kinds: Annotated[tuple[Kind, ...], AfterValidator(_each_once)] = Field(
        default=(),
        description="muss eine Liste aus Treffen, Barcamp, Vortrag, Workshop, Lean Coffee, Coworking und Anderes sein",
        examples=[["Barcamp", "Workshop"]],
    )
    towns: Annotated[
        tuple[Annotated[str, Field(min_length=1), AfterValidator(_real_town)], ...], AfterValidator(_each_once)
    ] = Field(default=(), description="muss eine Liste von Städten im Ruhrgebiet sein", examples=[["Essen", "Bochum"]])
    within_km: Annotated[int, BeforeValidator(_no_claim), Field(ge=0, le=100)] = Field(
        default=18, description="muss eine Zahl von 0 bis 100 sein", examples=[18]
    )
    remote: bool = Field(default=True, strict=True, description="muss true oder false sein", examples=[True])
    ladder: Annotated[
        tuple[Annotated[str, Field(pattern=r"^(([01]?[0-9]|2[0-8])d|([1-9]|1[0-9]|2[0-3])h)$")], ...],
        AfterValidator(_each_once),
    ] = Field(
        default=("7d", "1d", "0d"),
        description="muss eine Liste von Abständen sein, von 0d bis 28d oder von 1h bis 23h",
        examples=[["7d", "1d", "0d"]],
    )
    hour: str = Field(default="9:00", pattern=f"^{_CLOCK}$", description="muss eine Uhrzeit sein", examples=["9:00"])
    quiet: str = Field(
        default="21:00-8:00",
        pattern=f"^({_CLOCK}-{_CLOCK})?$",
        description="muss eine Zeit von bis sein, oder leer",
        examples=["21:00-8:00"],
    )
    recap: str = Field(
        default="",
        pattern=f"^({_WEEKDAY} {_CLOCK})?$",
        description="muss ein Wochentag mit Uhrzeit sein, oder leer",
        examples=["Mo 9:00"],
    )


class AdminSettings(_Section):
    """An account that may do everything; the id is a text, however it was written."""

    platform: Platform = Field(description="muss telegram oder discord sein", examples=["telegram"])
    user: _Number = Field(description="muss die Nummer des Kontos sein, nicht sein Name", examples=[123456789])


class FeedSettings(_Section):
    """Calendars elsewhere; hosts that are trusted may lie in a private network and speak http."""

    trusted_hosts: tuple[Annotated[str, AfterValidator(_a_host)], ...] = Field(
        default=(),
        description="muss eine Liste von Rechnernamen sein, ohne https:// davor und ohne Port",
        examples=[["kalender.intern"]],
    )


class Settings(BaseSettings):
    """All that an operator can set, frozen; `Settings()` is the defaults and reads nothing else."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    community: CommunitySettings = CommunitySettings()
    storage: StorageSettings = StorageSettings()
    telegram: TelegramSettings = TelegramSettings()
    discord: DiscordSettings = DiscordSettings()
    matching: MatchingSettings = MatchingSettings()
    jobs: JobSettings = JobSettings()
    events: EventsSettings = EventsSettings()
    health: HealthSettings = HealthSettings()
    web: WebSettings = WebSettings()
    feeds: FeedSettings = FeedSettings()
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


def is_list(section: str) -> bool:
    """Whether a section is a list of entries."""
    return section in Settings.model_fields and bool(get_args(Settings.model_fields[section].annotation))


def model_of(section: str) -> type[BaseModel]:
    """The class of a section, or of the entries of a list."""
    annotation = Settings.model_fields[section].annotation
    return cast("type[BaseModel]", next(iter(get_args(annotation)), annotation))


def takes_json(section: str, key: str | None) -> bool:
    """Whether a variable holds JSON: for a whole list of entries, or for a setting that is a list."""
    return key is None or get_origin(model_of(section).model_fields[key].annotation) is tuple


def variable_of(section: str, key: str | None) -> str:
    """The environment variable of a section's key, or without a key that of a whole list."""
    return PREFIX + (f"{section}__{key}" if key else section).upper()
