"""The families of errors, and who may catch which.

    IdeenherdError
    ├── ConfigError            the operator's settings are wrong: the start is refused, exit status 2
    │   └── Unavailable        they may be right, what they name is not there at the moment: exit status 1
    ├── UserError              what a member asked for cannot be: shown as it is, privately, never logged
    │   ├── InvalidInput       a value is wrong; names the option, so that the form comes back with it
    │   ├── NotAllowed         the person may not do this
    │   ├── NotFound           what was named is not there (any more)
    │   ├── TooMany            a limit is reached
    │   └── FeedError          a foreign calendar could not be had or read: nothing follows from that for its events
    │       ├── FeedRefused    we do not go to that address, or are not let in: asking again changes nothing
    │       ├── FeedUnreachable  nobody answered, or not in time, or not to the end: later perhaps
    │       ├── FeedGone       the server says that there is no calendar any more
    │       └── FeedUnreadable something came, and it is no calendar that is read here
    └── DeliveryError          raised by a Messenger alone, decides what becomes of a row of the outbox
        ├── TryLater           surely not sent; again after a while
        ├── Doubt              nobody knows whether it was accepted
        ├── Refused            this message will never be accepted, others may
        │   └── Gone           the message to be edited or removed is not there any more
        ├── Unreachable        nothing gets through on this route (blocked, kicked, closed)
        ├── Moved              the chat has a new address
        └── Stop               the platform refuses us as a whole (token): stop it, keep the rows

Anything else is a bug: the desk logs it with a short code, and the member reads that code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.talk.text import Phrase


class IdeenherdError(Exception):
    """What Ideenherd itself raises; everything else that flies is a bug or a library's."""


class ConfigError(IdeenherdError):
    """The settings cannot be used; the message names the key, the reason and an example."""


class Unavailable(ConfigError):
    """What the settings name cannot be reached at the moment; a later start may find it."""


class UserError(IdeenherdError):
    """A finished sentence for the member who asked; nothing that was asked for has happened.

    Where no Phrase is known, in `bot.domain`, the sentence is a German template and `values` are put into it: it can
    then be translated too, see `bot.talk.text.said`.
    """

    def __init__(self, sentence: str | Phrase, *, values: Mapping[str, str] | None = None) -> None:
        finished = sentence.format(**values) if isinstance(sentence, str) and values else sentence
        super().__init__(finished)
        self.sentence = finished
        self.template = sentence
        self.values: Mapping[str, str] = values or {}


class InvalidInput(UserError):
    """A value is wrong; `option` is the name of the option it was given for, once that is known.

    `choices` are values that would be right and are likely meant, as somebody could type them. `half` is what was typed
    where it lacks something that is asked for now: with the answer behind it, it may be right.
    """

    def __init__(
        self,
        sentence: str | Phrase,
        option: str | None = None,
        *,
        values: Mapping[str, str] | None = None,
        choices: tuple[str, ...] = (),
        half: str = "",
    ) -> None:
        super().__init__(sentence, values=values)
        self.option = option
        self.choices = choices
        self.half = half


@contextmanager
def about(option: str) -> Iterator[None]:
    """Name the option whose value is refused inside, so that the form comes back with what was typed."""
    try:
        yield
    except InvalidInput as error:
        error.option = error.option or option
        raise
    except TooMany as error:
        raise InvalidInput(error.template, option, values=error.values) from error


class NotAllowed(UserError):
    """The person may not do this; the sentence says who may, or what to do instead."""


class NotFound(UserError):
    """What was named is not there, or not there any more, or not this person's to see."""


class TooMany(UserError):
    """A limit is reached; the sentence names it and when it is over."""


class FeedError(UserError):
    """A foreign calendar could not be had or read; the sentence is for organisers. No event is cancelled by that."""


class FeedRefused(FeedError):
    """Its address is none that we ask, or whoever is there does not let us in; asking again changes nothing."""


class FeedUnreachable(FeedError):
    """Nobody answered, not in time or not to the end, or the server is in trouble; it may be there later."""


class FeedGone(FeedError):
    """The server knows the address and says that nothing is there (any more)."""


class FeedUnreadable(FeedError):
    """What came is no calendar, cut off, or more than is read here."""


class DeliveryError(IdeenherdError):
    """What a Messenger raises instead of a message reference; the class decides the row's fate."""


class TryLater(DeliveryError):
    """Surely not sent; worth another try after `after`."""

    def __init__(self, after: timedelta, reason: str = "") -> None:
        super().__init__(reason or f"later, after {after}")
        self.after = after


class Doubt(DeliveryError):
    """The request left and no answer says what became of it."""


class Refused(DeliveryError):
    """The platform understood and refused this one message for good."""


class Gone(Refused):
    """The message that was to be edited or removed is not there any more."""


class Unreachable(DeliveryError):
    """Nothing gets through on this route: blocked, kicked, closed, or the chat is gone."""


class Moved(DeliveryError):
    """The chat has moved to the address `chat`; nothing was sent."""

    def __init__(self, chat: str) -> None:
        super().__init__(f"moved to {chat}")
        self.chat = chat


class Stop(DeliveryError):
    """The platform refuses us as a whole; its rows stay for the next start."""
