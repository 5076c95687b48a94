"""Telegram's long poll by hand: what it gives is raw JSON, and nothing counts as confirmed before it was kept.

PTB's own polling confirms updates before anybody handled them, and gives up a whole batch for one update that it cannot
read. A failure is answered with patience: doubling waits, one line in the log when it begins and one when it is over.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from telegram.error import Conflict, RetryAfter, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from adapters.telegram.failures import is_foreign, is_token_refused, named
from adapters.telegram.happenings import KINDS
from bot.errors import IdeenherdError, Stop

log = logging.getLogger(__name__)

Update: TypeAlias = Mapping[str, Any]
POLL: Final = 25  # seconds that Telegram holds the request while nothing happens
SLACK: Final = 10  # seconds more until no answer counts as a failure
SILENCE: Final = 90.0  # seconds without an answer until the connection is made anew, and once more until the end
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 30.0
REFUSED: Final = "Telegram refuses the token: take the right one from @BotFather, /mybots, API Token"
TOGETHER: Final = 100  # updates in an answer, Telegram's own limit


class Silence(IdeenherdError):
    """Telegram did not answer for three minutes, over an old connection and a new one: the process should end."""


class Feed:
    """The updates of one bot. `base` is the address with the token in it and is never logged.

    `is_refused` asks Telegram whether the token is refused as a whole, since a 404 looks the same as a 401.
    """

    def __init__(
        self,
        base: str,
        is_refused: Callable[[], Awaitable[bool]],
        *,
        poll: float = POLL,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        request: Callable[[], BaseRequest] | None = None,
    ) -> None:
        self._base = base
        self._is_refused = is_refused
        self._poll = poll
        self._monotonic = monotonic
        self._sleep = sleep
        self._connect = request or (lambda: HTTPXRequest(connection_pool_size=1, read_timeout=poll + SLACK))
        self._request = self._connect()
        self._offset = 0
        self._silent_since: float | None = None  # the first of the requests in a row that nobody answered
        self._renewed_at: float | None = None
        self._failures = 0
        self._trouble = ""

    @property
    def is_heard(self) -> bool:
        """Say whether Telegram has answered the last time, or was not asked yet."""
        return not self._trouble

    async def next(self) -> list[Update]:
        """Return the next updates, maybe none; what was returned before and kept by then is confirmed by asking.

        Raises Stop when the token is refused, Silence when Telegram has not answered for too long.
        """
        while True:
            asked_at = self._monotonic()
            try:
                updates = await self._fetch()
            except TelegramError as error:
                await self._sleep(await self._wait(error, asked_at))
            else:
                self._is_well()
                return updates

    def kept(self, updates: list[Update]) -> None:
        """Let the next request confirm these updates."""
        self._offset = max((int(update["update_id"]) + 1 for update in updates), default=self._offset)

    async def close(self) -> None:
        """End the connection."""
        await self._request.shutdown()

    async def _fetch(self) -> list[Update]:
        asked = {"timeout": int(self._poll), "limit": TOGETHER, "allowed_updates": json.dumps(KINDS)}
        if self._offset:
            asked["offset"] = self._offset
        try:
            async with asyncio.timeout(self._poll + 2 * SLACK):  # whatever the library thinks of its own timeouts
                answer = await self._request.post(f"{self._base}/getUpdates?{urlencode(asked)}")
        except TimeoutError as error:
            raise TelegramError("no answer in time") from error
        except (AttributeError, LookupError, TypeError) as error:  # PTB's, of JSON that is no answer of the Bot API
            raise TelegramError("no answer of the Bot API") from error
        if not isinstance(answer, list) or not all(map(_is_update, answer)):
            raise TelegramError("no list of updates")
        return list(answer)

    def _is_well(self) -> None:
        if self._trouble:
            log.info("Telegram answers again")
        self._silent_since, self._renewed_at, self._failures, self._trouble = None, None, 0, ""

    async def _wait(self, error: TelegramError, asked_at: float) -> float:
        """Say a failure once, see to the watchdog, and return how long to wait."""
        trouble = _said(error)
        if is_token_refused(error) and await self._is_refused():
            raise Stop(REFUSED) from error
        if trouble != self._trouble:
            self._trouble = trouble
            log.warning("%s", trouble)
        await self._watch(error, asked_at)
        self._failures += 1
        if isinstance(error, RetryAfter):
            after = error.retry_after
            return after.total_seconds() if isinstance(after, timedelta) else float(after)
        return min(FIRST_WAIT * (1 << min(self._failures - 1, 10)), LONGEST_WAIT)

    async def _watch(self, error: TelegramError, asked_at: float) -> None:
        """Count the time in which nobody answered, and no other: what is waited and worked between is none of it."""
        if _is_answer(error):
            self._silent_since = self._renewed_at = None
            return
        now = self._monotonic()
        self._silent_since = asked_at if self._silent_since is None else self._silent_since
        silent = now - self._silent_since
        if self._renewed_at is not None and now - self._renewed_at >= SILENCE:
            raise Silence(f"Telegram has not answered for {silent:.0f} s, over two connections") from error
        if self._renewed_at is None and silent >= SILENCE:
            log.warning("Telegram has not answered for %.0f s: a new connection is made", silent)
            old, self._request, self._renewed_at = self._request, self._connect(), now
            await old.shutdown()


def _is_update(each: object) -> bool:
    return isinstance(each, dict) and isinstance(each.get("update_id"), int)


def _is_answer(error: TelegramError) -> bool:
    """Say whether it is Telegram that refused; a fault of its servers counts as no answer."""
    return is_token_refused(error) or (isinstance(error, Conflict | RetryAfter) and not is_foreign(error))


def _said(error: TelegramError) -> str:
    """Return the line for the log: what failed, and for what an operator can mend what to do."""
    if isinstance(error, RetryAfter):
        return "Telegram wants a pause before it gives more updates (429)"
    if not isinstance(error, Conflict) or is_foreign(error):
        return f"Telegram cannot be asked for updates ({named(error)}), trying on"
    if "webhook" in error.message:
        return "Telegram sends this bot's updates to a webhook (409): another program has set it; start this one again"
    return "Another program uses this bot's token (409): stop it, or make a new token with @BotFather, /revoke"
