"""The invitation: the link by which the bot is added to a server, with the rights that it needs and no others. Pure."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import discord

AUTHORIZE: Final = "https://discord.com/oauth2/authorize"
SCOPES: Final = "bot+applications.commands"  # without the second a server shows no commands


@dataclass(frozen=True, slots=True)
class Right:
    """One right of the bot: discord.py's name, what Discord's German menus call it, and what it is needed for."""

    flag: str
    name: str
    reason: str
    is_needed: bool = True  # otherwise the bot works without it, and less well


VIEW: Final = Right("view_channel", "Kanäle ansehen", "um den Kanal zu finden und zu wissen, wer ihn sieht")
WRITE: Final = Right("send_messages", "Nachrichten versenden und Posts erstellen", "um dort zu schreiben")
EMBED: Final = Right("embed_links", "Links einbetten", "um Aufträge und Termine als Karten zu zeigen")
ATTACH: Final = Right("attach_files", "Dateien anhängen", "um /meinedaten als Datei zu schicken", is_needed=False)
READ: Final = Right(
    "read_message_history",
    "Nachrichtenverlauf anzeigen",
    "um zu antworten und nach einer Störung nachzusehen, was angekommen ist",
)
WRITE_IN_THREADS: Final = Right(
    "send_messages_in_threads", "Nachrichten in Threads und Posts senden", "um in Threads und Posts zu schreiben"
)
MANAGE_THREADS: Final = Right(
    "manage_threads",
    "Threads und Posts verwalten",
    "um Posts von Erledigtem zu sperren und gelöschte ganz wegzunehmen",
    is_needed=False,
)
CREATE_EVENTS: Final = Right(
    "create_events",
    "Events erstellen",
    "um die nächsten Termine unter die Events des Servers zu stellen",
    is_needed=False,
)
PRIVATE_THREADS: Final = Right(
    "create_private_threads",
    "Private Threads erstellen",
    "um einem Team einen eigenen Raum anzulegen",
    is_needed=False,
)
INVITE: Final = Right(
    "create_instant_invite",
    "Einladung erstellen",
    "um aus einem Team einzuladen, wer noch nicht auf dem Server ist",
    is_needed=False,
)

IN_A_CHANNEL: Final = (VIEW, WRITE, EMBED, ATTACH, READ)
IN_A_THREAD: Final = (VIEW, WRITE_IN_THREADS, EMBED, ATTACH, READ)
IN_A_FORUM: Final = (*IN_A_CHANNEL, WRITE_IN_THREADS, MANAGE_THREADS)
FOR_ROOMS: Final = (replace(WRITE_IN_THREADS, is_needed=False), PRIVATE_THREADS, INVITE)


def rights(*, threads: bool, forums: bool, events: bool = False, rooms: bool = False) -> tuple[Right, ...]:
    """Return what the bot needs where it has channels, and threads, forums, events or rooms of teams besides."""
    beside = (*(FOR_ROOMS if rooms else ()), *((CREATE_EVENTS,) if events else ()))
    here = IN_A_FORUM if forums else (*IN_A_CHANNEL, WRITE_IN_THREADS) if threads else IN_A_CHANNEL
    known = {right.flag for right in here}
    return (*here, *(right for right in beside if right.flag not in known))


def permissions(wanted: Iterable[Right]) -> discord.Permissions:
    """Return rights as Discord counts them."""
    return discord.Permissions(**{right.flag: True for right in wanted})


def link(application: int, wanted: Iterable[Right], guild: int | None = None) -> str:
    """Return the link that asks for these rights, on a certain server where one is named."""
    asked = f"{AUTHORIZE}?client_id={application}&scope={SCOPES}&permissions={permissions(wanted).value}"
    return f"{asked}&guild_id={guild}" if guild is not None else asked


def application_in(token: str) -> int | None:
    """Return the application that a token is for, if it has a token's form.

    The part before the first dot is the bot's id in Base64; since 2016 an application has the same id as its bot.
    """
    first, dot, _ = token.partition(".")
    try:
        number = base64.b64decode(first + "=" * (-len(first) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return int(number) if dot and number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Which link fits a set-up: whether places are threads, and whether they are forums, None where nobody knows yet.

    `unasked` says why Discord could not tell the application's id, in which case the token's counts. With `events`
    dates are put among the events of the server, with `rooms` teams get threads of their own.
    """

    application: int
    threads: bool
    forums: bool | None
    unasked: str = ""
    events: bool = False
    rooms: bool = False

    def lines(self) -> list[str]:
        """Return what an operator reads, the link first and alone in its line."""
        wanted = rights(threads=self.threads, forums=bool(self.forums), events=self.events, rooms=self.rooms)
        said = [link(self.application, wanted), "", HOW, *_reasons(wanted)]
        if self.forums is None:
            more = rights(threads=True, forums=True, events=self.events, rooms=self.rooms)
            said += ["", FORUM, link(self.application, more), "", FORUM_RIGHTS]
            said += _reasons(right for right in more if right not in wanted)
        return [*said, "", self.unasked, SURMISED] if self.unasked else said


HOW: Final = "Öffne den Link und wähl deinen Server; dort musst du „Server verwalten“ dürfen. Der Bot bekommt:"
FORUM: Final = "Soll ein Ort ein Forum oder ein Thread sein, nimm diesen Link:"
FORUM_RIGHTS: Final = "Mit ihm bekommt der Bot dazu:"
SURMISED: Final = (
    "Die Nummer der Anwendung ist deshalb aus dem Token gelesen. Kennt Discord den Link nicht, nimm die aus dem "
    "Developer Portal: deine Anwendung, General Information, Application ID."
)


def _reasons(wanted: Iterable[Right]) -> list[str]:
    return [f"  {right.name}: {right.reason}" for right in wanted]
