"""What hangs below a message, or makes it up: buttons, selects, texts; what of it Discord refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from tests.support.discordapi.basics import Json
from tests.support.discordapi.forms import Form

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT, CONTAINER = 1, 2, 3, 4, 9, 10, 17
SELECTS: Final = frozenset({3, 5, 6, 7, 8})
LINK, PREMIUM = 5, 6
ROWS, IN_A_ROW, LABEL, CUSTOM_ID, URL, OPTIONS, OPTION = 5, 5, 80, 100, 512, 25, 100
_PLACEHOLDER: Final = 150
_MOST, _WORDS = 40, 4000  # of components that make the message up
_ADDRESS: Final = re.compile(r"(https?|discord)://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Button:
    """One button below a message: it sends `custom_id` back or opens `url`; styles as Discord numbers them."""

    label: str
    custom_id: str | None = None
    url: str | None = None
    style: int = 2
    disabled: bool = False


def every(components: Iterable[Json]) -> Iterator[Json]:
    """Yield all components, those within others after the one that they are in."""
    for each in components:
        yield each
        yield from every(each.get("components", ()))
        yield from every([each["accessory"]] if "accessory" in each else ())
        yield from every([each["component"]] if "component" in each else ())


def buttons_of(components: Iterable[Json]) -> list[list[Button]]:
    """Return the buttons of each row, of a section the one beside it."""
    rows = []
    for each in every(components):
        held = each.get("components", []) if each["type"] == ROW else [each["accessory"]] if "accessory" in each else []
        row = [_button(button) for button in held if button["type"] == BUTTON]
        if row:
            rows.append(row)
    return rows


def words_of(components: Iterable[Json]) -> list[str]:
    """Return the texts that stand in components themselves."""
    return [each["content"] for each in every(components) if each["type"] == TEXT]


def find(components: Iterable[Json], custom_id: str) -> Json | None:
    """Return the component that sends `custom_id`, None where none does."""
    return next((each for each in every(components) if each.get("custom_id") == custom_id), None)


def numbered(components: Iterable[Json]) -> tuple[Json, ...]:
    """Return components with the numbers that Discord gives them."""
    copies = tuple(_copied(each) for each in components)
    taken = {each["id"] for each in every(copies) if each.get("id")}
    free = (number for number in range(1, 10_000) if number not in taken)
    for each in every(copies):
        if not each.get("id"):
            each["id"] = next(free)
    return copies


def check_components(form: Form, where: str, components: list[Json] | None, *, whole_message: bool) -> None:
    """Note what is wrong with a message's components; those that make up the whole message have limits of their own."""
    if not components:
        return
    if whole_message:
        _check_whole(form, where, components)
    else:
        form.items(where, components, ROWS, 1)
        for place, row in enumerate(components):
            if row.get("type") != ROW:
                form.fault(f"{where}.{place}.type", "UNION_TYPE_CHOICES", "Value of field must be one of (1,).")
    seen: set[str] = set()
    for at, each in _placed(where, components):
        _check_one(form, at, each)
        if (custom_id := each.get("custom_id")) is not None:
            if custom_id in seen:
                form.fault(
                    f"{at}.custom_id",
                    "COMPONENT_CUSTOM_ID_DUPLICATED",
                    "Component custom id cannot be duplicated",
                )
            seen.add(custom_id)


def check_options(form: Form, where: str, options: list[Json], least: int, most: int) -> None:
    """Note what is wrong with what can be chosen."""
    form.items(where, options, most, least)
    values = [each.get("value") for each in options]
    for place, each in enumerate(options):
        form.required(f"{where}.{place}.label", each.get("label"), OPTION)
        form.required(f"{where}.{place}.value", each.get("value"), OPTION)
        form.length(f"{where}.{place}.description", each.get("description"), OPTION)
        if values.index(each.get("value")) != place:
            form.fault(f"{where}.{place}.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option "
                       "value is already used")  # fmt: skip


def check_select(form: Form, where: str, select: Json, *, required: bool | None = None) -> None:
    """Note what is wrong with a select; in a modal it is `required`, or needs no value at all."""
    form.length(f"{where}.placeholder", select.get("placeholder"), _PLACEHOLDER)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    options = select.get("options", [])
    if select["type"] == STRING_SELECT:
        check_options(form, f"{where}.options", options, 1, OPTIONS)
        if most > max(len(options), 1):
            form.fault(f"{where}.max_values", "BASE_TYPE_MAX", "Must be no more than there are options.")
        if sum(bool(each.get("default")) for each in options) > most:
            form.fault(f"{where}.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "Too many default values.")
    if not 0 <= least <= OPTIONS or not 1 <= most <= OPTIONS or least > most:
        form.fault(f"{where}.min_values", "BASE_TYPE_MAX", "min_values and max_values do not go together.")
    if required and least == 0:
        form.fault(f"{where}.min_values", "COMPONENT_REQUIRED_ZERO_MIN_VALUES", "A required select needs a value.")
    if required is False and least > 0:
        form.fault(f"{where}.min_values", "COMPONENT_OPTIONAL_MIN_VALUES", "An optional select has min_values 0.")


def _check_whole(form: Form, where: str, components: list[Json]) -> None:
    form.items(where, list(every(components)), _MOST, 1)
    if sum(map(len, words_of(components))) > _WORDS:
        form.fault(where, "COMPONENT_MAX_TOTAL_LENGTH", f"The texts exceed {_WORDS} characters together.")


def _check_one(form: Form, where: str, each: Json) -> None:
    kind = each.get("type")
    if kind == ROW:
        _check_row(form, where, each)
    elif kind == BUTTON:
        _check_button(form, where, each)
    elif kind in SELECTS:
        form.required(f"{where}.custom_id", each.get("custom_id"), CUSTOM_ID)
        check_select(form, where, each)
    elif kind == TEXT:
        form.required(f"{where}.content", each.get("content"), _WORDS)


def _check_row(form: Form, where: str, row: Json) -> None:
    held: list[Json] = row.get("components", [])
    form.items(f"{where}.components", held, IN_A_ROW, 1)
    if any(each.get("type") in SELECTS for each in held) and len(held) > 1:
        form.fault(f"{where}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the "
                   "maximum width")  # fmt: skip


def _check_button(form: Form, where: str, button: Json) -> None:
    form.length(f"{where}.label", button.get("label"), LABEL)
    if not button.get("label") and not button.get("emoji") and button.get("style") != PREMIUM:
        form.fault(where, "BUTTON_COMPONENT_INVALID_EMOJI_OR_LABEL", "A label or emoji is required.")
    if button.get("style") == LINK:
        form.required(f"{where}.url", button.get("url"), URL)
        if not _ADDRESS.fullmatch(str(button.get("url"))):
            form.fault(f"{where}.url", "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https', 'discord').")
        if button.get("custom_id") is not None:
            form.fault(
                f"{where}.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "Either url or custom id."
            )
    else:
        form.required(f"{where}.custom_id", button.get("custom_id"), CUSTOM_ID)
        if button.get("url") is not None:
            form.fault(f"{where}.url", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "Either url or custom id.")


def _placed(where: str, components: list[Json]) -> Iterator[tuple[str, Json]]:
    for place, each in enumerate(components):
        yield f"{where}.{place}", each
        yield from _placed(f"{where}.{place}.components", each.get("components", []))
        if "accessory" in each:
            yield f"{where}.{place}.accessory", each["accessory"]


def _button(raw: Json) -> Button:
    return Button(
        raw.get("label") or "", raw.get("custom_id"), raw.get("url"), raw["style"], bool(raw.get("disabled", False))
    )


def _copied(component: Json) -> Json:
    copy: Json = {}
    for name, value in component.items():
        copy[name] = _copy_of(value)
    return copy


def _copy_of(value: Any) -> Any:
    if isinstance(value, dict):
        return _copied(value)
    return [_copy_of(each) for each in value] if isinstance(value, list) else value
