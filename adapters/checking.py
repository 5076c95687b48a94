"""What `ideenherd check` does alike on every platform: the round of questions, and how their objects are called."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Final, TypeAlias, TypeVar
from urllib.parse import urlsplit

from bot.domain.places import Place
from bot.findings import Finding

UNANSWERED_AT_MOST: Final = 3

E = TypeVar("E", bound=Exception)
Step: TypeAlias = Callable[[], Awaitable[list[Finding]]]


async def visited(
    steps: Iterator[tuple[str, Step]],
    errors: tuple[type[E], ...],
    is_refusal: Callable[[E], bool],
    unclear: Callable[[str, E], Finding],
    given_up: Callable[[], Finding],
    *,
    within: float | None = None,
) -> AsyncIterator[Finding]:
    """Yield what each named step finds; of one that ends in such an error `unclear` says why, with its name.

    What is no refusal is a step without an answer; after three of them `given_up` says so and the rest is left.
    `within` are the seconds for one step.
    """
    unanswered = 0
    for name, step in steps:
        try:
            async with asyncio.timeout(within):
                found = await step()
        except errors as error:
            unanswered += not is_refusal(error)
            found = [unclear(name, error)]
        for finding in found:
            yield finding
        if unanswered == UNANSWERED_AT_MOST:
            yield given_up()
            return


def called(place: Place) -> str:
    """Return a place as the operator wrote it."""
    return place.name or place.address.chat


def admin(user: int) -> str:
    """Return an organiser as the settings have them."""
    return f"[[admins]] {user}"


def address_of(url: str) -> str:
    """Return where a platform is asked, without the token and whatever else the address may hold."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
