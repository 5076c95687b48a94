"""`ideenherd check` and `ideenherd invite`: what can be known about a set-up without changing or posting anything."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.domain.people import Platform
from bot.domain.places import Role
from bot.errors import ConfigError
from bot.findings import Finding, Level
from bot.listening import in_words
from bot.secrecy import Redacting
from bot.service import community_of, places_of, platforms_of, secrets_of
from storage.location import located, must_be_usable, opening
from storage.revisions import FOREIGN, is_foreign, is_known, revision_of, waits_for_a_start

if TYPE_CHECKING:
    from bot.settings.model import PlaceSettings, Settings

DONE, FOUND = 0, 1
SOUND_SQLITE: Final = (3, 51, 3)  # before it, two connections that write may harm a WAL; the bot owns the only one
NO_DISCORD: Final = (
    "discord.token: fehlt, ohne Token weiß niemand, welcher Bot eingeladen wird. "
    "Zum Beispiel: IDEENHERD_DISCORD__TOKEN=DEIN-TOKEN"
)
_OF_ROLES: Final = {
    Role.JOBS: ("free_messages", "index"),
    Role.EVENTS: ("kinds", "towns", "within_km", "remote", "ladder", "hour", "quiet", "recap"),
}
_SIGNS: Final = {Level.GOOD: "✓", Level.HINT: "·", Level.WRONG: "✗"}


def check(settings: Settings) -> int:
    """Print every finding, without secrets, and return the exit status: 1 where something will not work."""
    return asyncio.run(_check(settings))


async def _check(settings: Settings) -> int:
    wrong, hide = 0, Redacting(secrets_of(settings)).redacted  # what others answer may hold what they were asked
    async for finding in findings(settings):
        print(hide(f"{_SIGNS[finding.level]} {finding.what}"), flush=True)  # noqa: T201 - that is what it is for
        if finding.remedy:
            print(hide(f"  → {finding.remedy}"), flush=True)  # noqa: T201 - as above
        wrong += finding.level is Level.WRONG
    summary = (
        "Alles, was nötig ist, stimmt." if not wrong else f"{wrong} × ✗: So wird der Bot nicht laufen wie gedacht."
    )
    print(summary)  # noqa: T201 - as above
    return FOUND if wrong else DONE


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is the case: the database, the settings as a whole, then each platform that the bot is on."""
    yield await _database(settings.storage.url)
    if sqlite3.sqlite_version_info < SOUND_SQLITE and located(settings.storage.url).is_sqlite:
        yield Finding(
            Level.HINT,
            f"SQLite {sqlite3.sqlite_version}: Vor 3.51.3 kann eine zweite schreibende Verbindung der Datei schaden.",
            "Der Bot öffnet nur eine. Schreib nicht mit anderen Programmen in die Datei, während er läuft.",
        )
    for finding in _settings(settings):
        yield finding
    async for finding in _platforms(settings):
        yield finding


async def _database(url: str) -> Finding:
    try:
        where = located(url)
        if where.file is not None:
            return _file(where.file)
        coming = " Der nächste Start legt ihre Tabellen an oder stellt sie um." if await waits_for_a_start(url) else ""
        return Finding(Level.GOOD, f"Die Datenbank antwortet.{coming}")
    except ConfigError as error:
        return Finding(Level.WRONG, str(error))


def _file(file: Path) -> Finding:
    must_be_usable(file)
    if not file.exists():
        return Finding(Level.GOOD, f"Die Datenbank {file} gibt es noch nicht, der erste Start legt sie an.")
    with opening():
        revision, foreign = revision_of(file), is_foreign(file)
    if foreign:
        return Finding(Level.WRONG, FOREIGN)
    if revision is not None and not is_known(revision):
        return Finding(
            Level.WRONG,
            "Die Datenbank ist von einer neueren Fassung von Ideenherd.",
            "Nimm diese neuere Fassung, oder spiel eine ältere Sicherung ein: ideenherd restore.",
        )
    return Finding(Level.GOOD, f"Die Datenbank {file} ist lesbar.")


def _settings(settings: Settings) -> Iterator[Finding]:
    """Yield what the settings lack for a bot that people may rely on."""
    if not platforms_of(settings):
        yield Finding(
            Level.WRONG,
            "Kein Token von Telegram oder Discord: Ohne ist der Bot auf keiner Plattform.",
            "Setze IDEENHERD_TELEGRAM__TOKEN oder IDEENHERD_DISCORD__TOKEN.",
        )
    for platform in sorted({Platform(place.platform) for place in settings.places} - platforms_of(settings)):
        yield Finding(
            Level.HINT,
            f"Es gibt Orte auf {platform.capitalize()}, aber kein Token dafür: Sie bleiben außer Betracht.",
            f"Setze IDEENHERD_{platform.upper()}__TOKEN, oder nimm die Orte heraus.",
        )
    for place in places_of(settings):
        if Role.EVENTS in place.roles:
            yield Finding(Level.GOOD, f"{place.name} {in_words(place.hears)}")
    for number, said in enumerate(settings.places, 1):
        yield from _without_effect(number, said)
    if settings.web.public_url and not settings.web.port:
        yield Finding(
            Level.HINT,
            "/kalender nennt Adressen unter public_url, aber dieser Bot liefert dort nichts aus.",
            "Setze port unter [web], oder nimm public_url heraus.",
        )
    if settings.web.port and not settings.web.public_url:
        yield Finding(
            Level.HINT,
            "Die Kalender werden ausgeliefert, aber /kalender nennt keine Adressen.",
            "Schreib public_url unter [web] in config.toml.",
        )
    if not settings.admins:
        yield Finding(
            Level.HINT,
            "Niemand ist Organisator:in: Was der Bot nicht selbst entscheiden kann, erfährt keiner.",
            "Schreib [[admins]] in config.toml.",
        )
    if not settings.community.operator or not settings.community.contact:
        yield Finding(
            Level.HINT,
            "/datenschutz nennt nicht, wer den Bot betreibt und wie man euch erreicht.",
            "Schreib operator und contact unter [community] in config.toml.",
        )


def _without_effect(number: int, place: PlaceSettings) -> Iterator[Finding]:
    """Yield what is said of a place and counts only where it has a role that it lacks."""
    said = place.model_dump(exclude_defaults=True)
    for role, names in _OF_ROLES.items():
        idle = [name for name in names if name in said]
        if idle and role not in place.roles:
            yield Finding(
                Level.HINT,
                f"[[places]] {number}: {', '.join(idle)}: Das gilt nur an Orten mit der Rolle „{role}“.",
                "Gib dem Ort diese Rolle, oder nimm es heraus.",
            )


async def _platforms(settings: Settings) -> AsyncIterator[Finding]:
    places, community = places_of(settings), community_of(settings)
    if (token := settings.telegram.token) is not None:
        from adapters.telegram import checking as telegram  # noqa: PLC0415 - an absent platform's library is not loaded

        async for finding in telegram.checked(token.get_secret_value(), settings.telegram.base_url, places, community):
            yield finding
    if (token := settings.discord.token) is not None:
        from adapters.discord import checking as discord  # noqa: PLC0415 - as above

        looking = discord.checked(
            token.get_secret_value(),
            settings.discord.api_url,
            places,
            community,
            events=settings.discord.scheduled_events,
        )
        async for finding in looking:
            yield finding


def invite(settings: Settings) -> int:
    """Print the link that adds the bot to a Discord server, with what it asks for; ConfigError without a token."""
    token = settings.discord.token
    if token is None:
        raise ConfigError(NO_DISCORD)
    from adapters.discord.asking import invited  # noqa: PLC0415 - as above

    said = settings.discord
    asking = invited(token.get_secret_value(), said.api_url, places_of(settings), events=said.scheduled_events)
    invitation = asyncio.run(asking)
    print("\n".join(invitation.lines()))  # noqa: T201 - that is what it is for
    return DONE
