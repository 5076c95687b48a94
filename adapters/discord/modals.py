"""Forms as Discord's modals: one page of an Ask, what its custom id carries, and what comes back. No store is read.

    job.aendern&job=12            a form's first page: the call as far as it is fixed
    ~1.A7x…~profil                a later page, or a form that was set aside: page and token of what was kept

So a form that stands open while the bot restarts is submitted all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import discord
from discord import RadioGroupOption, SelectOption, TextStyle
from discord.ui import Item, Label, Modal, RadioGroup, Select, TextInput, View

from adapters.discord.outgoing import Voice, plain
from bot.talk import limits
from bot.talk.answers import Ask, Call
from bot.talk.carrying import decoded, encoded
from bot.talk.commands import Option
from bot.talk.text import Phrase
from bot.talk.translation import translator

CARRIED: Final = 100  # bytes of a custom id
LONG_FROM: Final = 300  # characters from which a field has several lines
FORM: Final = Phrase("Formular")
_KEPT: Final = re.compile(r"~(\d{1,2})\.([A-Za-z0-9_-]{1,64})~([a-z][a-z0-9_.]*)")


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of which form a modal is, counted from 0; `token` is what was kept of the form, where it was."""

    call: Call
    number: int = 0
    token: str | None = None


def carried(page: Page) -> str | None:
    """Return what a modal's custom id carries of its page, None where it does not fit."""
    if page.token is None:
        return encoded(page.call, CARRIED) if page.number == 0 else None
    written = f"~{page.number}.{page.token}~{page.call.command}"
    return written if len(written) <= CARRIED else None


def page_of(custom_id: str) -> Page | None:
    """Return the page that a custom id carries, None where it is not one of ours."""
    if found := _KEPT.fullmatch(custom_id):
        return Page(Call(found[3]), int(found[1]), found[2])
    call = decoded(custom_id, CARRIED)
    return Page(call) if call is not None else None


def modal(ask: Ask, page: Page, voice: Voice) -> Modal:
    """Return one page of a form, prefilled; raise ValueError where its call does not fit a custom id.

    It is made as finished, so that the library keeps nothing of it: its submission comes as any interaction does.
    """
    custom_id = carried(page)
    if custom_id is None:
        raise ValueError(f"a form cannot carry this call to {page.call.command}: it has to be kept")
    made = Modal(title=_title(ask, page, voice), custom_id=custom_id)
    for option in ask.page_fields(page.number):
        made.add_item(_field(option, ask.values.get(option.name, ""), voice))
    made.stop()
    return made


def _title(ask: Ask, page: Page, voice: Voice) -> str:
    title = plain(ask.title or FORM, voice, limits.FIELD_LABEL)
    if ask.pages() == 1:
        return title
    count = f" {page.number + 1}/{ask.pages()}"
    return plain(title, voice, limits.FIELD_LABEL - len(count)) + count


def _field(option: Option, value: str, voice: Voice) -> Label[View]:
    return Label(
        text=plain(Phrase(option.label), voice, limits.FIELD_LABEL),
        description=plain(Phrase(option.question), voice, limits.SUMMARY),
        component=_choices(option, value, voice) if option.choices else _line(option, value),
    )


def _line(option: Option, value: str) -> TextInput[View]:
    is_long = option.long or option.longest >= LONG_FROM
    return TextInput(
        custom_id=option.name,
        style=TextStyle.paragraph if is_long else TextStyle.short,
        default=(value if is_long else " ".join(value.split()))[: option.longest] or None,
        required=option.required,
        max_length=option.longest,
    )


def _choices(option: Option, value: str, voice: Voice) -> Item[View]:
    """Return a group of radio buttons, or where nothing need be chosen a list, which can be emptied again.

    What is chosen is said in the community's language, and sent as it is read.
    """
    said = translator(voice.language)
    if option.required:
        buttons = [RadioGroupOption(label=said(each), value=each, default=each == value) for each in option.choices]
        return RadioGroup(custom_id=option.name, required=True, options=buttons)
    lines = [SelectOption(label=said(each), value=each, default=each == value) for each in option.choices]
    return Select(custom_id=option.name, required=False, min_values=0, max_values=1, options=lines)


def typed(components: Sequence[Mapping[str, Any]], fields: Sequence[Option]) -> dict[str, str]:
    """Return what was submitted for each of these fields; whatever else was sent is left out."""
    names = {option.name for option in fields}
    return {option.name: "" for option in fields} | {name: value for name, value in _sent(components) if name in names}


def _sent(components: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for each in (one for one in components if isinstance(one, Mapping)):
        inner = each.get("component")
        if isinstance(inner, Mapping):
            yield from _sent([inner])
        elif isinstance(each.get("components"), list):
            yield from _sent(each["components"])
        elif isinstance(each.get("custom_id"), str):
            chosen = each["values"][:1] if isinstance(each.get("values"), list) else [each.get("value")]
            yield each["custom_id"], "".join(value for value in chosen if isinstance(value, str))


def components_of(interaction: discord.Interaction[Any]) -> Sequence[Mapping[str, Any]]:
    """Return the fields of a submitted form, as they came."""
    found = cast("Mapping[str, Any]", interaction.data or {}).get("components", [])
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
