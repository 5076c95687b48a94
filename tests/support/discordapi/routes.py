"""Every route that the server knows, and what carries it out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.support.discordapi import asking, callbacks, commanding, inviting, scheduled, sending, threads
from tests.support.discordapi.reading import Ask
from tests.support.discordapi.world import World

Act = Callable[[World, Ask], Any]
_PART: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """One route: `name` is its method and template; without `needs_token` the address itself is secret enough."""

    name: str
    pattern: re.Pattern[str]
    act: Act
    needs_token: bool


def _route(name: str, act: Act) -> Route:
    method, _, template = name.partition(" ")
    pattern = re.compile(f"{method} " + _PART.sub(r"(?P<\1>[^/]+)", template))
    return Route(name, pattern, act, needs_token=not template.startswith(("/interactions/", "/webhooks/")))


_CHANNEL, _GUILD = "/channels/{channel}", "/guilds/{guild}"
_EVENTS = f"{_GUILD}/scheduled-events"
_ANSWER, _COMMANDS = "/webhooks/{application}/{token}", "/applications/{application}/commands"
_GUILD_COMMANDS = "/applications/{application}/guilds/{guild}/commands"
ROUTES: Final[tuple[Route, ...]] = tuple(
    _route(name, act)
    for name, act in {
        "GET /users/@me": asking.get_me,
        "GET /users/@me/guilds": asking.get_my_guilds,
        "DELETE /users/@me/guilds/{guild}": asking.leave_guild,
        "POST /users/@me/channels": asking.open_private,
        "GET /users/{user}": asking.get_user,
        "GET /oauth2/applications/@me": asking.get_application,
        "GET /applications/@me": asking.get_application,
        f"GET {_GUILD}": asking.get_guild,
        f"GET {_GUILD}/channels": asking.get_channels,
        f"GET {_GUILD}/roles": asking.get_roles,
        f"GET {_GUILD}/members": asking.get_members,
        f"GET {_GUILD}/members/{{user}}": asking.get_member,
        f"GET {_GUILD}/threads/active": threads.get_active,
        f"GET {_EVENTS}": scheduled.get_all,
        f"POST {_EVENTS}": scheduled.create,
        f"GET {_EVENTS}/{{event}}": scheduled.get,
        f"PATCH {_EVENTS}/{{event}}": scheduled.change,
        f"DELETE {_EVENTS}/{{event}}": scheduled.delete,
        f"GET {_CHANNEL}": asking.get_channel,
        f"PATCH {_CHANNEL}": threads.change_channel,
        f"DELETE {_CHANNEL}": threads.delete_channel,
        f"GET {_CHANNEL}/messages": sending.get_messages,
        f"POST {_CHANNEL}/messages": sending.create_message,
        f"GET {_CHANNEL}/messages/pins": sending.get_pins,
        f"PUT {_CHANNEL}/messages/pins/{{message}}": sending.pin,
        f"DELETE {_CHANNEL}/messages/pins/{{message}}": sending.unpin,
        f"GET {_CHANNEL}/pins": sending.get_pinned,
        f"PUT {_CHANNEL}/pins/{{message}}": sending.pin,
        f"DELETE {_CHANNEL}/pins/{{message}}": sending.unpin,
        f"GET {_CHANNEL}/messages/{{message}}": sending.get_message,
        f"PATCH {_CHANNEL}/messages/{{message}}": sending.edit_message,
        f"DELETE {_CHANNEL}/messages/{{message}}": sending.delete_message,
        f"POST {_CHANNEL}/messages/{{message}}/threads": threads.create_thread_at,
        f"POST {_CHANNEL}/threads": threads.create_thread,
        f"GET {_CHANNEL}/threads/archived/public": threads.get_archived,
        f"PUT {_CHANNEL}/thread-members/@me": threads.join,
        f"DELETE {_CHANNEL}/thread-members/@me": threads.leave,
        f"PUT {_CHANNEL}/thread-members/{{user}}": threads.let_in,
        f"DELETE {_CHANNEL}/thread-members/{{user}}": threads.show_out,
        f"GET {_CHANNEL}/users/@me/threads/archived/private": threads.get_joined,
        f"POST {_CHANNEL}/invites": inviting.create,
        f"POST {_CHANNEL}/typing": sending.typing,
        "POST /interactions/{interaction}/{token}/callback": callbacks.answer,
        f"POST {_ANSWER}": callbacks.follow_up,
        f"GET {_ANSWER}/messages/{{message}}": callbacks.get_answer,
        f"PATCH {_ANSWER}/messages/{{message}}": callbacks.edit_answer,
        f"DELETE {_ANSWER}/messages/{{message}}": callbacks.delete_answer,
        f"GET {_COMMANDS}": commanding.get,
        f"PUT {_COMMANDS}": commanding.put,
        f"POST {_COMMANDS}": commanding.post,
        f"GET {_COMMANDS}/{{command}}": commanding.get_one,
        f"PATCH {_COMMANDS}/{{command}}": commanding.patch,
        f"DELETE {_COMMANDS}/{{command}}": commanding.delete,
        f"GET {_GUILD_COMMANDS}": commanding.get,
        f"PUT {_GUILD_COMMANDS}": commanding.put,
        f"POST {_GUILD_COMMANDS}": commanding.post,
        f"GET {_GUILD_COMMANDS}/{{command}}": commanding.get_one,
        f"PATCH {_GUILD_COMMANDS}/{{command}}": commanding.patch,
        f"DELETE {_GUILD_COMMANDS}/{{command}}": commanding.delete,
    }.items()
)


def matching(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """Return the route of a request and the parts of its address, None where there is none."""
    for route in ROUTES:
        if found := route.pattern.fullmatch(f"{method} {path}"):
            return route, found.groupdict()
    return None
