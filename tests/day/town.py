"""Both platforms on loopback at once, and who is where: the people of the story come as it names them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from adapters.console.people import Persona
from bot.domain.people import Platform
from tests.support import botapi, discordapi
from tests.support.botapi import BotApi
from tests.support.clocked import Hands
from tests.support.discordapi import DiscordApi

TELEGRAM, DISCORD = Platform.TELEGRAM, Platform.DISCORD
Person: TypeAlias = botapi.Person | discordapi.Person
Message: TypeAlias = botapi.Message | discordapi.Message
Spot: TypeAlias = botapi.Group | discordapi.Channel
ORGANISERS: Final = (Persona("orga", TELEGRAM), Persona("orga", DISCORD))
JOBS, EVENTS = "#jobs", "#termine"


@dataclass
class Town:
    """Two groups on Telegram and two channels on Discord, both called #jobs and #termine."""

    hands: Hands
    telegram: BotApi
    discord: DiscordApi
    people: dict[Persona, Person] = field(default_factory=dict)
    behind: list[tuple[int, botapi.Message]] = field(default_factory=list)  # by the id that their group had

    def __post_init__(self) -> None:
        self.telegram.privacy = False
        orga = self.telegram.person("Orga")
        host = self.discord.person("Orga")
        self.people = dict(zip(ORGANISERS, (orga, host), strict=True))
        self.guild = self.discord.guild("Freie im Ruhrgebiet", host, owner=host)
        self.spots: Mapping[tuple[Platform, str], Spot] = {
            (TELEGRAM, JOBS): self.telegram.group("Aufträge", owner=orga, kind="group"),
            (TELEGRAM, EVENTS): self.telegram.group("Termine", owner=orga),
            (DISCORD, JOBS): self.guild.channel("jobs"),
            (DISCORD, EVENTS): self.guild.channel("termine"),
        }

    @property
    def now(self) -> datetime:
        """Return the time that it is on both platforms and in the bot."""
        return self.hands.now()

    def person(self, persona: Persona) -> Person:
        """Return somebody, who comes into every place of their platform when they are first named."""
        if persona not in self.people:
            self.people[persona] = self._comes(persona)
        return self.people[persona]

    def _comes(self, persona: Persona) -> Person:
        name = persona.handle.capitalize()
        if persona.platform is DISCORD:
            member = self.discord.person(name)
            member.joins(self.guild)
            return member
        person = self.telegram.person(name)
        for spot in self.groups:
            person.joins(spot)
        return person

    @property
    def groups(self) -> list[botapi.Group]:
        """Return the groups on Telegram."""
        return [spot for spot in self.spots.values() if isinstance(spot, botapi.Group)]

    @property
    def channels(self) -> list[discordapi.Channel]:
        """Return the channels on Discord."""
        return [spot for spot in self.spots.values() if isinstance(spot, discordapi.Channel)]

    def leaves(self, persona: Persona) -> None:
        """Let somebody leave every place of their platform."""
        person = self.person(persona)
        if isinstance(person, discordapi.Person):
            person.leaves(self.guild)
            return
        for group in self.groups:
            person.leaves(group)

    def messages(self) -> Iterator[Message]:
        """Yield every message that either platform ever accepted from the bot, deleted ones too."""
        yield from (each for each in self.telegram.messages() if each.by_bot)
        yield from (message for _, message in self.behind)
        yield from (each for each in self.discord.messages() if each.by_bot)

    def upgrades(self, name: str) -> None:
        """Let a group of Telegram become a supergroup, which has another id and begins empty."""
        spot = self.spots[TELEGRAM, name]
        assert isinstance(spot, botapi.Group)
        self.behind.extend((spot.id, each) for each in spot.log.values() if each.by_bot)
        spot.upgrade()

    @property
    def settings(self) -> dict[str, str]:
        """Return how the process is told of all this."""
        return {
            "IDEENHERD_COMMUNITY__NAME": "Freie im Ruhrgebiet",
            "IDEENHERD_COMMUNITY__OPERATOR": "Freie im Ruhrgebiet e. V.",
            "IDEENHERD_COMMUNITY__CONTACT": "orga@example.org",
            **self.telegram.settings,
            **self.discord.settings,
            "IDEENHERD_PLACES": json.dumps(self._places),
            "IDEENHERD_ADMINS": json.dumps(
                [{"platform": str(each.platform), "user": str(self.people[each].id)} for each in ORGANISERS]
            ),
        }

    @property
    def _places(self) -> list[dict[str, Any]]:
        roles = {JOBS: "jobs", EVENTS: "events"}
        return [
            {
                "platform": str(platform),
                "chat": str(spot.former_id or spot.id if isinstance(spot, botapi.Group) else spot.id),
                "roles": [roles[name]],
                "name": name,
                "free_messages": name == JOBS,
            }
            for (platform, name), spot in self.spots.items()
        ]
