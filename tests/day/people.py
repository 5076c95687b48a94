"""What people do on the platforms, with the buttons and forms that stand before them there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from adapters.console.people import Persona
from bot.demo import script
from bot.demo.script import Does
from bot.house import registry
from bot.talk.filling import read_line
from tests.day.reading import Reading
from tests.day.town import ORGANISERS, TELEGRAM, Message, Spot, Town
from tests.support import botapi, discordapi
from tests.support.discordapi.asked import Interaction

_COUNT: Final = re.compile(r"\s*\(\d+\)$")
_REGISTRY: Final = registry()
# Rows that nobody but organisers can settle, and the messages that are known already.
_UNCERTAIN: Final = """
    SELECT deliveries.id, places.name FROM deliveries JOIN places ON places.id = place_id
    WHERE outcome = 'uncertain' ORDER BY deliveries.id
"""
_KNOWN: Final = """
    SELECT ref_chat, ref_message FROM deliveries WHERE ref_message IS NOT NULL AND ref_platform = 'telegram'
    UNION SELECT chat, message FROM postings WHERE platform = 'telegram'
"""


class NotThere(AssertionError):
    """The button that somebody is to press stands nowhere before them."""


@dataclass
class Fingers:
    """Acts for everybody; `forms` lie open before people on Discord, and `typed` is what they put into them."""

    town: Town
    typed: dict[Persona, dict[str, str]] = field(default_factory=dict)
    last: dict[Persona, Interaction] = field(default_factory=dict)
    forms: dict[Persona, discordapi.Modal] = field(default_factory=dict)
    posts: dict[tuple[Persona, str | None], botapi.Message | discordapi.Message] = field(default_factory=dict)

    def do(self, act: Does) -> None:
        """Do one thing."""
        person = self.town.person(act.persona)
        spot = self.town.spots[act.persona.platform, act.place] if act.place is not None else None
        match act.deed:
            case script.Leaves():
                self.town.leaves(act.persona)
            case script.Blocks(again=again):
                (person.unblocks if again else person.blocks)()
            case _ if isinstance(person, botapi.Person):
                assert spot is None or isinstance(spot, botapi.Group)
                self._on_telegram(act, person, spot)
            case _ if isinstance(person, discordapi.Person):
                assert spot is None or isinstance(spot, discordapi.Channel)
                self._on_discord(act, person, spot)

    def _on_telegram(self, act: Does, person: botapi.Person, group: botapi.Group | None) -> None:
        match act.deed:
            case script.Types(text=text):
                number = person.says(text, group)
                where = group if group is not None else person.private
                self.posts[act.persona, act.place] = where.log[number]
            case script.Presses(label=label):
                self._press(act.persona, self._newest(act, label), label)
            case script.Edits(text=text):
                own = self.posts[act.persona, act.place]
                assert isinstance(own, botapi.Message)
                person.edits(own, text, group)
            case _:
                raise AssertionError(f"nobody does {act.deed} on Telegram")

    def _on_discord(self, act: Does, person: discordapi.Person, channel: discordapi.Channel | None) -> None:
        match act.deed:
            case script.Types(text=text) if (call := read_line(_REGISTRY, text)) is not None:
                options = {} if _REGISTRY.asks(call) or self._is_form(call.command) else dict(call.values)
                self._begins(act.persona, person.runs(call.command, channel or self.town.channels[0], **options))
            case script.Types(text=text):
                self.posts[act.persona, act.place] = person.says(text, channel)
            case script.Presses(label=label):
                self._press(act.persona, self._newest(act, label), label)
            case script.Fills(name=name, value=value):
                self._form(act.persona)
                self.typed[act.persona][name] = value
            case script.Submits():
                self._begins(act.persona, person.submits(self._form(act.persona), **self.typed[act.persona]))
            case script.Edits(text=text):
                own = self.posts[act.persona, act.place]
                assert isinstance(own, discordapi.Message)
                person.edits(own, text)
            case _:
                raise AssertionError(f"nobody does {act.deed} on Discord")

    def _press(self, persona: Persona, message: Message, label: str) -> None:
        match self.town.people[persona], message:
            case botapi.Person() as person, botapi.Message() as shown:
                person.presses(shown, _full(shown, label))
            case discordapi.Person() as member, discordapi.Message() as seen:
                self._begins(persona, member.presses(seen, _full(seen, label)))
            case _:
                raise AssertionError(f"{persona} cannot press {label!r} there")

    def _is_form(self, name: str) -> bool:
        command = _REGISTRY.get(name)
        return command is not None and command.form

    def _form(self, persona: Persona) -> discordapi.Modal:
        """Return the form that lies open before somebody; one that could not be sent in still does."""
        opened = self.last[persona].modal
        if opened is not None and opened is not self.forms.get(persona):
            self.forms[persona], self.typed[persona] = opened, {}
        return self.forms[persona]

    def _begins(self, persona: Persona, interaction: Interaction) -> None:
        self.last[persona] = interaction

    def _newest(self, act: Does, label: str) -> Message:
        """Return the newest message before somebody that has a button of that label."""
        before = [each for each in self._before(act) if _full(each, label, required=False)]
        if not before:
            raise NotThere(f"no [{label}] stands before {act.persona}")
        return before[-1]

    def _before(self, act: Does) -> list[Message]:
        person, place = self.town.person(act.persona), act.place
        spot: Spot | None = self.town.spots[act.persona.platform, place] if place is not None else None
        if spot is not None:
            return list(spot.messages)
        if isinstance(person, botapi.Person):
            return list(person.messages)
        alone = [
            each
            for where in (*self.town.channels, person.private)
            for each in person.sees(where)
            if each.by_bot and (each.ephemeral or where is person.private)
        ]
        return sorted(alone, key=lambda each: each.id)

    def wants_answer(self, act: Does) -> bool:
        """Say whether somebody would do a thing again that showed nothing."""
        match act.deed:
            case script.Types(text=text):
                return text.startswith("/") or act.place is None
            case script.Presses() | script.Submits():
                return True
        return False

    def only_asks(self, act: Does) -> bool:
        """Say whether a thing may be done again without a second effect: a slash command of a form only opens it."""
        match act.deed:
            case script.Types(text=text) if act.persona.platform is not TELEGRAM:
                call = read_line(_REGISTRY, text)
                return call is not None and self._is_form(call.command)
        return False

    def impressions(self, persona: Persona) -> int:
        """Return how much somebody has been shown in answer to what they did."""
        person = self.town.person(persona)
        if isinstance(person, botapi.Person):
            shown = sum(len(each.history) for each in person.private.log.values() if each.by_bot)
            toasts = sum(each.person is person and bool(each.text) for each in self.town.telegram.toasts)
            return shown + toasts
        mine = [each for each in self.town.discord.interactions if each.person is person]
        return sum(each.is_answered and not each.is_loading for each in mine)

    def are_answered(self) -> bool:
        """Say whether every interaction on Discord has its answer, or nobody waits for it any more."""
        return all(each.failed or (each.is_answered and not each.is_loading) for each in self.last.values())

    def organisers_answer(self, reading: Reading) -> bool:
        """Let an organiser settle the next question of theirs, if there is one; a message that is there is replied to.

        By the reply the bot knows which it is, so that it follows its object again.
        """
        for persona in ORGANISERS:
            for question in self.town.people[persona].messages:
                if {"Ist da", "Nochmal senden"} <= set(question.labels):
                    self._settles(persona, question, reading)
                    return True
        return False

    def _settles(self, persona: Persona, question: Message, reading: Reading) -> None:
        _, name = reading.rows(_UNCERTAIN)[0]
        group = self.town.spots[TELEGRAM, name]
        assert isinstance(group, botapi.Group)
        known = set(reading.rows(_KNOWN))
        there = [each for each in group.messages if (str(group.id), str(each.id)) not in known]
        self._press(persona, question, "Ist da" if there else "Nochmal senden")
        if there:
            orga = self.town.people[ORGANISERS[0]]
            assert isinstance(orga, botapi.Person)
            orga.says("Ist da.", group, reply_to=there[0])


def _full(message: Message, label: str, *, required: bool = True) -> str:
    """Return what stands on the button of that label, which may end with a count."""
    found = next((each for each in message.labels if label in (each, _COUNT.sub("", each))), "")
    assert found or not required, f"no {label!r} below {message.text!r}"
    return found
