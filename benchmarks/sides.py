"""Both loopback platforms as a benchmark uses them: people who ask, places, and what the bot said unasked.

Times are those of `time.monotonic`, which is the same in every process of the machine. What lies behind is
forgotten, so that the servers grow no slower by it.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from tests.support.botapi import BotApi
from tests.support.botapi import Message as TelegramMessage
from tests.support.discordapi import DiscordApi, Interaction
from tests.support.discordapi import Message as DiscordMessage

POST, PRESS = "post", "press"
CHAT: Final = "Moin zusammen, wer kommt morgen Abend auch zum Stammtisch? Ich bin gegen sieben da."
LINES: Final[Mapping[str, str]] = {"suche": " python", "skills": " python, seo, -wordpress"}
OPTIONS: Final[Mapping[str, Mapping[str, str]]] = {"suche": {"was": "python"}}
ANSWERS: Final = ("modal", "update", "defer_update")  # that are no messages
SAYING: Final = ("sendMessage", "sendDocument", "answerCallbackQuery")
SENDING: Final = ("POST /channels/{channel}/messages", "POST /channels/{channel}/threads")
GUESTS: Final = 20  # on either platform, who answer the event
LAST: Final = 50  # of what is forgotten otherwise


@dataclass(eq=False, slots=True)
class Question:
    """Something that a person asked of the bot; on Discord it can fail, since nobody waits there for ever."""

    asked: float
    answered: float | None = None
    interaction: Interaction | None = None

    @property
    def took(self) -> float:
        """Return how long the answer took, in seconds; infinity where there is none."""
        return float("inf") if self.answered is None else self.answered - self.asked


class Side(Protocol):
    """One platform with its people and places."""

    platform: Platform
    sent: list[float]  # when each message was accepted that nobody had asked for

    @property
    def logins(self) -> Sequence[str]:
        """Return the people's ids."""
        ...

    @property
    def places(self) -> Sequence[Place]:
        """Return where jobs and where events are posted."""
        ...

    @property
    def is_ready(self) -> bool:
        """Say whether the bot can be asked."""
        ...

    @property
    def has_card(self) -> bool:
        """Say whether the card of an event stands there."""
        ...

    def ask(self, person: int, what: str) -> Question | None:
        """Let a person do something: POST, PRESS, or a command's name; a post is no question."""
        ...

    def forget(self) -> None:
        """Forget what lies behind, but not the card."""
        ...

    def check(self) -> None:
        """Raise RuntimeError where the platform has refused something."""
        ...


class OnTelegram:
    """The people write to the bot privately, and to each other in a group that it hears."""

    platform = Platform.TELEGRAM

    def __init__(self, api: BotApi, people: int) -> None:
        self.api = api
        self.sent: list[float] = []
        self._people = [api.person(f"Person {number}") for number in range(people)]
        for person in self._people:
            person.has_started = True
        self._jobs, self._events = (api.group(name, *self._people) for name in ("jobs", "events"))
        api.privacy = False
        self._waiting: dict[int | str | None, deque[Question]] = defaultdict(deque)  # by chat, or by query
        self._card: TelegramMessage | None = None
        self._refused = ""
        api.hooks.append(self._step)

    @property
    def logins(self) -> Sequence[str]:
        """Return the people's ids."""
        return [str(person.id) for person in self._people]

    @property
    def places(self) -> Sequence[Place]:
        """Return where jobs and where events are posted."""
        return _places(self.platform, self._jobs.id, self._events.id)

    @property
    def is_ready(self) -> bool:
        """Say whether the bot asks for updates."""
        return self.api.is_polled

    @property
    def has_card(self) -> bool:
        """Say whether the card of an event stands there."""
        self._card = next(iter(self._events.messages), None)
        return self._card is not None

    def ask(self, person: int, what: str) -> Question | None:
        """Let a person do something."""
        who = self._people[person % GUESTS if what == PRESS else person]
        if what == POST:
            who.says(CHAT, self._jobs)
            return None
        question = Question(time.monotonic())
        if what == PRESS:
            self._waiting[who.forges(*_pressed(self._card, person))].append(question)
        else:
            self._waiting[who.id].append(question)
            who.says(f"/{what}{LINES.get(what, '')}")
        return question

    def forget(self) -> None:
        """Forget what lies behind, but not the card."""
        world = self.api.world
        for chat in world.chats.values():
            last = list(chat.log)[-LAST:]
            chat.log = {number: each for number, each in chat.log.items() if number in last or each is self._card}
        if self._card is not None:
            del self._card.versions[:-1]
        for query in list(world.queries)[:-LAST]:
            del world.queries[query]
        world.toasts.clear()
        world.notified.clear()

    def check(self) -> None:
        """Raise RuntimeError where the platform has refused something."""
        if self._refused:
            raise RuntimeError(f"Telegram has refused something: {self._refused}")

    def _step(self, step: str, method: str) -> None:
        if step == "accepted" and method != "getUpdates":
            self._heard(method)
        elif step == "refused":
            self._refused = str(self.api.calls[-1])
        del self.api.calls[:-LAST]

    def _heard(self, method: str) -> None:
        """Note an answer to whoever waits longest there, or a message that nobody waits for."""
        if method not in SAYING:
            return
        call = self.api.calls[-1]
        key = call.params["callback_query_id"] if method == "answerCallbackQuery" else call.chat
        waiting = self._waiting.pop(key, None)
        if waiting is None:
            self.sent.append(time.monotonic())
            return
        waiting.popleft().answered = time.monotonic()
        if waiting:
            self._waiting[key] = waiting


class OnDiscord:
    """The people use slash commands in a channel, and write to each other there."""

    platform = Platform.DISCORD

    def __init__(self, api: DiscordApi, people: int) -> None:
        self.api = api
        self.sent: list[float] = []
        self._people = [api.person(f"Person {number}") for number in range(people)]
        guild = api.guild("Messherd", *self._people)
        self._jobs, self._events = guild.channel("jobs"), guild.channel("events")
        self._waiting: list[Question] = []
        self._card: DiscordMessage | None = None
        self._refused = ""
        api.hooks.append(self._step)

    @property
    def logins(self) -> Sequence[str]:
        """Return the people's ids."""
        return [str(person.id) for person in self._people]

    @property
    def places(self) -> Sequence[Place]:
        """Return where jobs and where events are posted."""
        return _places(self.platform, self._jobs.id, self._events.id)

    @property
    def is_ready(self) -> bool:
        """Say whether the bot is connected and its commands are registered."""
        return self.api.is_connected and bool(self.api.commands)

    @property
    def has_card(self) -> bool:
        """Say whether the card of an event stands there."""
        self._card = next(iter(self._events.messages), None)
        return self._card is not None

    def ask(self, person: int, what: str) -> Question | None:
        """Let a person do something."""
        who = self._people[person % GUESTS if what == PRESS else person]
        if what == POST:
            who.says(CHAT, self._jobs)
            return None
        question = Question(time.monotonic())
        if what == PRESS:
            question.interaction = who.forges(*_pressed(self._card, person))
        else:
            question.interaction = who.runs(what, self._jobs, **OPTIONS.get(what, {}))
        self._waiting.append(question)
        return question

    def forget(self) -> None:
        """Forget what lies behind, but not the card."""
        world = self.api.world
        for place in world.places.values():
            last = list(place.log)[-LAST:]
            place.log = {number: each for number, each in place.log.items() if number in last or each is self._card}
        if self._card is not None:
            del self._card.versions[:-1]
        under_way = {each.interaction.token for each in self._waiting if each.interaction is not None}
        for token in [each for each in list(world.interactions)[:-LAST] if each not in under_way]:
            del world.interactions[token]
        for session in world.sessions.known.values():
            session.log.clear()
        world.notified.clear()

    def check(self) -> None:
        """Raise RuntimeError where the platform has refused something."""
        if self._refused:
            raise RuntimeError(f"Discord has refused something: {self._refused}")

    def _step(self, step: str, route: str) -> None:
        if step == "accepted" and route in SENDING:
            self.sent.append(time.monotonic())
        elif step == "accepted":
            self._heard()
        elif step == "refused":
            self._refused = str(self.api.calls[-1])
        del self.api.calls[:-LAST]

    def _heard(self) -> None:
        for question in [each for each in self._waiting if _is_answered(each.interaction)]:
            question.answered = time.monotonic()
            self._waiting.remove(question)


def _is_answered(interaction: Interaction | None) -> bool:
    """Say whether the answer stands there, and not only that the bot thinks."""
    return interaction is not None and (interaction.response in ANSWERS or bool(interaction.messages))


def _pressed(card: Any, number: int) -> tuple[Any, str]:  # noqa: ANN401 - a message of either platform
    """Return a card and what one of its first three buttons sends: yes, maybe, no."""
    if card is None:
        raise RuntimeError("there is no card to press a button of")
    button = card.buttons[0][number % 3]
    return card, getattr(button, "data", None) or button.custom_id


def _places(platform: Platform, jobs: int, events: int) -> Sequence[Place]:
    """Return the two places; in the one for jobs plain messages are heard."""
    return [
        Place(0, ChatAddress(platform, str(jobs)), "#jobs", frozenset({Role.JOBS}), free_messages=True),
        Place(0, ChatAddress(platform, str(events)), "#events", frozenset({Role.EVENTS})),
    ]
