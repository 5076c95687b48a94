"""Failures: what Telegram or the way there answered, as the delivery error that decides what becomes of a row.

The rule is whether the request can have been accepted. What failed before a byte left is tried again, what Telegram
refused has its reason, and everything else is doubt. Bot API 10.0, PTB 22.8 and httpx 0.28 were read for it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import httpx  # comes with PTB, which hands on its errors as causes
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import DeliveryError, Doubt, Gone, Moved, Refused, Stop, TryLater, Unreachable

SOON: Final = timedelta(seconds=1)  # after which a connection may work again
A_WHILE: Final = timedelta(seconds=30)  # for a refusal that does not say for how long

# Raised before the first byte of a request leaves: no connection, no place in the pool, no proxy.
_NOT_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_CLOSED: Final = "This HTTPXRequest is not initialized"  # PTB, before it sends with a client that was shut down

# Pieces of the descriptions of a 400, in small letters: PTB changes capitals. Telegram turns a 403 whose description
# is a constant into a 400, so that many a missing right comes as one.
_NOBODY_THERE: Final = (
    "bot_groups_blocked",
    "channel_invalid",
    "channel_private",
    "chat not found",
    "chat_admin_required",
    "chat_forbidden",
    "chat_guest_send_forbidden",
    "chat_id_invalid",
    "chat_restricted",
    "chat_send_plain_forbidden",
    "chat_write_forbidden",
    "group chat is deactivated",
    "group chat was deactivated",
    "group chat was deleted",
    "group chat was upgraded",  # only where Telegram does not say whereto; else it is ChatMigrated
    "have no rights to send",
    "have no write access",
    "message thread not found",  # a place is a topic too: what waits for it is kept until it is there again
    "need administrator rights",
    "not enough rights to send text messages",
    "peer_id_invalid",
    "topic_closed",
    "topic_deleted",
    "topic_id_invalid",
    "user is deactivated",
    "user_banned_in_channel",
    "user_deactivated",
    "user_is_blocked",
    "you_blocked_user",
)
_GONE: Final = (
    "message to edit not found",
    "message to delete not found",
    "message_id_invalid",
    "message_not_found",
    "message not found",
)
_LOGGED_OUT: Final = "logged out"  # of this server, since the bot is to be run on another
_UNMODIFIED: Final = ("message is not modified", "message_not_modified")
_STALE_QUERY: Final = ("query is too old", "query_id_invalid")
# Of getChatMember: who is asked about was never there, and who asks may not know because members are hidden.
_NO_MEMBER: Final = (
    "member not found",
    "participant_id_invalid",
    "user not found",
    "user_id_invalid",
    "user_not_participant",
)
_HIDDEN: Final = ("chat_admin_required", "member list is inaccessible")
# Refusals for which PTB has no class of its own, by the phrase of the status or Telegram's description.
_TOO_MANY: Final = "too many requests"
_TOO_LARGE: Final = ("request entity too large", "content too large")

# What PTB raises when it reads an answer; all but the first are of JSON that is no answer of the Bot API.
ANY: Final = (TelegramError, AttributeError, LookupError, TypeError)

_PREFIXES: Final = re.compile(r"^(bad request|forbidden|unauthorized|conflict|internal server error): ", re.IGNORECASE)
_PLAIN: Final = re.compile(r"(?:[A-Za-z_ ]|(?<=[a-z])'(?=[a-z])){0,80}")  # "can't", but no quotation
# What PTB makes of an error whose body is not JSON, or has no description as Telegram's always has.
_FOREIGN: Final = re.compile(r"[^(]*\(\d{3}\)(?:\. Parsing the server response|$)")


def classified(error: TelegramError) -> DeliveryError:
    """Return what became of a request that ended with this error; its reason quotes neither members nor secrets.

    Stop means that Telegram does not know the token, or the method: PTB cannot tell 401 from 404, `getMe` can.
    "Not modified" is Refused here, see `is_unmodified`.
    """
    reason = _reason(error)
    if is_foreign(error):
        return TryLater(A_WHILE, reason)  # it knows neither chats nor tokens
    match error:
        case RetryAfter():
            return TryLater(_after(error), reason)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case InvalidToken() | EndPointNotFound():
            return Stop(reason)
        case Forbidden():
            return Unreachable(reason)
        case BadRequest():
            return _refusal(error, reason)
        case Conflict():  # getUpdates and webhooks alone can conflict; in any case it was refused
            return TryLater(A_WHILE, reason)
        case NetworkError():
            return _on_the_way(error, reason)
    return Doubt(reason)


def is_foreign(error: Exception) -> bool:
    """Say whether a request was refused by something on the way, a proxy say, and not in Telegram's words."""
    return isinstance(error, BadRequest | Conflict | Forbidden | InvalidToken) and bool(_FOREIGN.match(error.message))


def is_token_refused(error: Exception) -> bool:
    """Say whether Telegram itself refused the token, or the method: the same 404 may be either."""
    return isinstance(error, InvalidToken) and not is_foreign(error)


def is_no_member(error: BaseException | None) -> bool:
    """Say whether a group was asked for somebody whom it does not know."""
    return isinstance(error, BadRequest) and _says(error, *_NO_MEMBER)


def is_hidden(error: BaseException | None) -> bool:
    """Say whether a group was asked for somebody and tells administrators alone who its members are."""
    return isinstance(error, BadRequest) and _says(error, *_HIDDEN)


def said(error: TelegramError) -> str:
    """Return the first plain words of a refusal by Telegram, which quote nobody; empty where there are none."""
    return "" if is_foreign(error) else _words(error)


def named(error: Exception) -> str:
    """Return what an error is called in the log: its kind and that of its cause, or that Telegram did not answer."""
    if is_foreign(error) or not isinstance(error, TelegramError):
        return "an answer that is not Telegram's"
    cause = f" from {type(error.__cause__).__name__}" if error.__cause__ is not None else ""
    return f"{type(error).__name__}{cause}"


def is_unmodified(error: TelegramError) -> bool:
    """Say whether an edit was refused because the message shows this content already, which is success."""
    return isinstance(error, BadRequest) and _says(error, *_UNMODIFIED)


def is_stale_query(error: TelegramError) -> bool:
    """Say whether a button's query was answered too late, which nobody is helped by repeating."""
    return isinstance(error, BadRequest) and _says(error, *_STALE_QUERY)


def _refusal(error: BadRequest, reason: str) -> DeliveryError:
    """Tell a message that is refused from a chat or a bot that is."""
    if _says(error, _LOGGED_OUT):
        return Stop(reason)
    if _says(error, *_GONE):
        return Gone(reason)
    if _says(error, *_NOBODY_THERE):
        return Unreachable(reason)
    return Refused(reason)


def _on_the_way(error: NetworkError, reason: str) -> DeliveryError:
    """Tell what never left, and the refusals that PTB has no class for, from what nobody knows of."""
    cause = error.__cause__
    if isinstance(cause, _NOT_SENT) or (isinstance(cause, RuntimeError) and _CLOSED in str(cause)):
        return TryLater(SOON, reason)
    if not isinstance(cause, httpx.HTTPError):
        if _says(error, _TOO_MANY):
            return TryLater(A_WHILE, reason)
        if _says(error, *_TOO_LARGE):
            return Refused(reason)
    return Doubt(reason)


def _says(error: TelegramError, *pieces: str) -> bool:
    words = _words(error).casefold()
    return any(piece in words for piece in pieces)


def _words(error: TelegramError) -> str:
    """Return the first plain words of a description; what follows may quote a message or an address."""
    words = _PLAIN.match(_PREFIXES.sub("", error.message))
    return words[0].strip() if words else ""


def _after(error: RetryAfter) -> timedelta:
    """Return how long to wait; PTB gives seconds unless PTB_TIMEDELTA is set."""
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)


def _reason(error: TelegramError) -> str:
    """Return the kind of an error and what Telegram said first, or the status where others may have answered."""
    if isinstance(error.__cause__, httpx.HTTPError):
        return type(error.__cause__).__name__
    if isinstance(error, BadRequest | Conflict | Forbidden | InvalidToken):
        words = _words(error)
    else:
        words = next((status.phrase for status in HTTPStatus if error.message.startswith(status.phrase)), "")
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
