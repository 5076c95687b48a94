"""Failures: what Discord or the way there answered, as the delivery error that decides what becomes of a row.

The rule is whether the request can have been accepted. What failed before a byte left is tried again, what Discord
refused has its code, and everything else is doubt. Discord's table of codes (API v10, "Opcodes and Status Codes"),
discord.py 2.7.1 and aiohttp 3.14 were read for it.
"""

from __future__ import annotations

import re
import traceback
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import aiohttp
from discord import (
    ConnectionClosed,
    DiscordException,
    Forbidden,
    HTTPException,
    InteractionResponded,
    LoginFailure,
    RateLimited,
)
from discord.http import HTTPClient

from bot.errors import DeliveryError, Doubt, Gone, Refused, Stop, TryLater, Unreachable

SOON: Final = timedelta(seconds=1)  # after which a connection may work again
A_WHILE: Final = timedelta(seconds=30)  # for a refusal that does not say for how long
LONG: Final = timedelta(minutes=10)  # for what Discord suspends: it quarantines bots that go on trying
AN_HOUR: Final = timedelta(hours=1)  # for what is full and gets room by itself

# All that discord.py and aiohttp raise on a request: four are of JSON that is no answer of Discord's, RuntimeError is
# of a client that was closed.
ANY: Final = (
    DiscordException,
    aiohttp.ClientError,
    OSError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RuntimeError,
)

# Raised before the first byte of a request leaves: no connection, no name, no handshake, no proxy.
_NOT_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
_CLOSED: Final = "Session is closed"  # aiohttp's RuntimeError, before it sends with a client that was shut down

_NOBODY_THERE: Final = {
    10003: "unknown channel",
    10004: "unknown guild",
    10013: "unknown user",
    40001: "unauthorized",
    40002: "the bot's account must be verified",
    40058: "a forum takes no messages",
    50001: "missing access",
    50007: "cannot send messages to this user",
    50008: "not a text channel",
    50009: "verification level too high",
    50013: "missing permissions",
    50033: "invalid recipient",
    50083: "thread is archived",  # a place is a thread too: what waits for it is kept until it is open again
    50278: "no mutual guild",
    160005: "thread is locked",
}
_GONE: Final = {10008: "unknown message", 10070: "unknown scheduled event", 180000: "a finished scheduled event"}
# Refusals of one message or action that come as 403, as a missing right does.
_THIS_ONE_ALONE: Final = {
    20001: "bots cannot do this",
    20009: "explicit content",
    20012: "not this application's",
    20018: "for the owner alone",
    40007: "the user is banned",
    50003: "not in a private chat",
    50005: "written by another user",
    50021: "a system message",
    50173: "no voice messages here",
    50600: "no right to this sticker",
    60003: "two factor is required",
    90001: "reaction was blocked",
    160002: "no right to read what is replied to",
    160014: "no right to read what is forwarded",
    200000: "blocked by AutoMod",
    200001: "title blocked by AutoMod",
    240000: "harmful link",
    400001: "file uploads are limited here",
    520000: "poll voting is blocked",
}
# What passes, and when it is worth another try if there is no Retry-After. Of the limits (30xxx, 160006, 160007) only
# those that get room by themselves are here: threads archive themselves, events end, a day's creations are counted
# anew. Pins, channels, roles, tags, reactions stay full until somebody tidies up, so what exceeds them is refused.
_PASSING: Final = {
    20016: (A_WHILE, "slowmode"),
    20022: (A_WHILE, "limit of edits to announcements"),
    20028: (A_WHILE, "write limit of the channel"),
    20029: (A_WHILE, "write limit of the server"),
    30034: (AN_HOUR, "limit of commands a day"),
    30038: (AN_HOUR, "too many scheduled events"),
    30046: (A_WHILE, "limit of edits to old messages"),
    40003: (LONG, "private chats opened too fast"),
    40004: (LONG, "sending is disabled for a time"),
    40006: (LONG, "the feature is disabled for a time"),
    40062: (A_WHILE, "resource is rate limited"),
    130000: (A_WHILE, "overloaded"),
    160006: (AN_HOUR, "too many active threads"),
    160007: (AN_HOUR, "too many active announcement threads"),
}

_WORDS: Final = {code: words for code, (_, words) in _PASSING.items()} | _NOBODY_THERE | _GONE | _THIS_ONE_ALONE

_NO_MEMBER: Final = frozenset({10007, 10013})
# The codes of a 401 that mean the bot's token; 50027 is another one's, that of an interaction that has expired.
_TOKEN: Final = frozenset({0, 40001, 50014})
_TOKEN_AT_GATEWAY: Final = 4004

_SMALLEST_CODE: Final = 10_000  # of Discord's; other APIs repeat the status as their code
_CLOUDFLARE: Final = 40333  # in Discord's form, but said by Cloudflare before Discord was asked
_GENERAL: Final = re.compile(r"\d{3}: |(You are|The resource is) being ")  # how Discord begins where it has no code


def classified(error: Exception) -> DeliveryError:
    """Return what became of a request that ended with this error; its reason quotes neither members nor secrets.

    Without a code of its own a 403 closes the route and any other refusal is of this message alone. A refused edit
    says nothing about where the message is: see `is_archived` and `is_unknown_channel`.
    """
    reason, answer = named(error), _answer(error)
    if is_token_refused(error):
        return Stop(reason)
    if answer is not None:
        return _answered(answer, reason)
    match error:
        case RateLimited():
            return TryLater(_seconds(error.retry_after), reason)
        case InteractionResponded():
            return Refused(reason)
    return TryLater(SOON, reason) if _is_not_sent(error) else Doubt(reason)


def is_token_refused(error: Exception) -> bool:
    """Say whether Discord itself refused the bot's token: at login, at the gateway, or later by a 401."""
    if isinstance(error, ConnectionClosed):
        return error.code == _TOKEN_AT_GATEWAY
    answer = _answer(error)
    return (
        answer is not None and answer.status == HTTPStatus.UNAUTHORIZED and _code(answer) in _TOKEN and _is_own(answer)
    )


def is_foreign(error: Exception) -> bool:
    """Say whether a request was refused by something on the way, a proxy or Cloudflare say, and not by Discord."""
    answer = _answer(error)
    return answer is not None and _is_refusal(answer) and not _is_own(answer)


def is_no_member(error: BaseException | None) -> bool:
    """Say whether a server was asked for somebody whom it does not know."""
    return _has_code(error, _NO_MEMBER)


def is_archived(error: BaseException | None) -> bool:
    """Say whether a message cannot be edited since its thread is archived; sending there would open it again."""
    return _has_code(error, {50083})


def is_closed_thread(error: BaseException | None) -> bool:
    """Say whether a thread takes nothing any more, since it is locked: that says nothing of its channel."""
    return _has_code(error, {50083, 160005})


def is_reply_refused(error: BaseException | None) -> bool:
    """Say whether the bot may not read what its message would reply to; without that it may send it."""
    return _has_code(error, {160002})


def is_unknown_channel(error: BaseException | None) -> bool:
    """Say whether a channel is not there; for a message in a thread of its own, only that thread may be gone."""
    return _has_code(error, {10003})


def named(error: Exception) -> str:
    """Return what an error is called in the log: its kind, status and code, and the kind of its cause."""
    kind, answer = type(error).__name__, _answer(error)
    if answer is not None:
        return _named_answer(kind, answer)
    if isinstance(error, ConnectionClosed):
        return f"{kind} {error.code}"
    if not isinstance(error, DiscordException | aiohttp.ClientError | OSError | RuntimeError):
        return f"{kind}, an answer that is not Discord's"
    return f"{kind} from {type(error.__cause__).__name__}" if error.__cause__ is not None else kind


def _answered(answer: HTTPException, reason: str) -> DeliveryError:
    """Tell by its status who may have accepted a request, and by its code whom a refusal is for."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return TryLater(_retry_after(answer), reason)
    if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Refused(reason)
    if is_foreign(answer):
        return TryLater(A_WHILE, reason)  # it knows neither channels nor tokens
    return _refusal(answer, reason) if _is_refusal(answer) else Doubt(reason)


def _refusal(answer: HTTPException, reason: str) -> DeliveryError:
    """Tell a message that is refused from a channel or a person who is."""
    code = _code(answer)
    if code in _PASSING:
        return TryLater(_retry_after(answer), reason)
    if code in _GONE:
        return Gone(reason)
    if code in _NOBODY_THERE:
        return Unreachable(reason)
    if isinstance(answer, Forbidden) and code not in _THIS_ONE_ALONE:
        return Unreachable(reason)
    return Refused(reason)


def _is_not_sent(error: Exception) -> bool:
    """Say whether no byte of a request left, in none of the up to five tries that discord.py makes of it."""
    if isinstance(error, RuntimeError):
        return str(error) == _CLOSED
    return isinstance(error, _NOT_SENT) and not _is_repeated(error)


def _is_repeated(error: Exception) -> bool:
    """Say whether discord.py had an answer before this failure: after 500, 502 and 504 it tries again by itself."""
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return any(frame.f_code is HTTPClient.request.__code__ and frame.f_locals.get("tries", 0) > 0 for frame in frames)


def _answer(error: Exception) -> HTTPException | None:
    """Return the answer an error was made of: discord.py makes LoginFailure of any 401 at login."""
    answer = error.__cause__ if isinstance(error, LoginFailure) else error
    return answer if isinstance(answer, HTTPException) else None


def _is_refusal(answer: HTTPException) -> bool:
    return HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR


def _is_own(answer: HTTPException) -> bool:
    """Say whether an answer is Discord's own: JSON with a code, or with its words where it has no code."""
    code, is_json = _code(answer), answer.response.headers.get("Content-Type") == "application/json"
    return code != _CLOUDFLARE if code else is_json and bool(_GENERAL.match(str(answer.text)))


def _code(answer: HTTPException) -> int:
    """Return Discord's code, or 0 for its general error and for what is no code of Discord's."""
    code: object = answer.code
    return code if isinstance(code, int) and code >= _SMALLEST_CODE else 0


def _has_code(error: BaseException | None, codes: frozenset[int] | set[int]) -> bool:
    return isinstance(error, HTTPException) and _code(error) in codes


def _retry_after(answer: HTTPException) -> timedelta:
    """Return how long to wait: what the header says, or what is known of the code; the body is not kept."""
    default, _ = _PASSING.get(_code(answer), (A_WHILE, ""))
    return _seconds(answer.response.headers.get("Retry-After"), default)


def _seconds(given: object, default: timedelta = A_WHILE) -> timedelta:
    """Read a number of seconds, at least one and at most a day's; the default where there is none."""
    try:
        seconds = float(str(given))
    except ValueError:
        return default
    return timedelta(seconds=min(max(1.0, seconds), 86_400.0))


def _named_answer(kind: str, answer: HTTPException) -> str:
    """Return the kind, status and code of an answer, and in our own words what the code means."""
    if is_foreign(answer):
        return f"{kind} {answer.status}, an answer that is not Discord's"
    code = _code(answer)
    said = f"{kind} {answer.status}, code {code}" if code else f"{kind} {answer.status}"
    return f"{said}: {_WORDS[code]}" if code in _WORDS else said
