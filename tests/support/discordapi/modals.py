"""Modals as people see them: fields to fill in; what of them Discord refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.support.discordapi.basics import Json
from tests.support.discordapi.components import (
    CUSTOM_ID,
    ROW,
    SELECTS,
    TEXT,
    TEXT_INPUT,
    check_options,
    check_select,
    every,
)
from tests.support.discordapi.forms import Form

if TYPE_CHECKING:
    from tests.support.discordapi.asked import Interaction

LABEL, FILES, RADIO, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23
TITLE, ITEMS, LABEL_TEXT, DESCRIPTION, INPUT, PLACEHOLDER, BOXES = 45, 5, 45, 100, 4000, 100, 10
KINDS: Final[Mapping[int, str]] = {
    TEXT_INPUT: "text", 3: "select", 5: "user select", 6: "role select", 7: "mentionable select", 8: "channel select",
    FILES: "files", RADIO: "radio", CHECKBOXES: "checkboxes", CHECKBOX: "checkbox",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a modal; `value` is what it is filled in with before the person types.

    Choices are pairs of label and value. A value is a text, of checkboxes a list, of one checkbox a truth.
    """

    custom_id: str
    kind: str
    label: str
    description: str | None
    value: Any
    required: bool
    min_length: int
    max_length: int
    long: bool
    choices: tuple[tuple[str, str], ...]
    min_values: int
    max_values: int
    placeholder: str | None
    raw: Json = field(repr=False)


@dataclass(eq=False, slots=True)
class Modal:
    """A modal that stands open before a person; `texts` are what stands between its fields."""

    interaction: Interaction
    title: str
    custom_id: str
    fields: list[Field]
    texts: list[str]
    raw: list[Json] = field(repr=False)

    @property
    def labels(self) -> list[str]:
        """Return the labels of the fields."""
        return [each.label for each in self.fields]

    def field(self, custom_id: str) -> Field:
        """Return the field with this custom id; AssertionError where there is none."""
        for each in self.fields:
            if each.custom_id == custom_id:
                return each
        raise AssertionError(
            f"no field {custom_id!r} in {self.title!r}, only {[each.custom_id for each in self.fields]}"
        )


def modal_of(interaction: Interaction, content: Json) -> Modal:
    """Return a modal as a person sees it."""
    components = content["components"]
    fields, texts = [], []
    for item in components:
        if item["type"] == TEXT:
            texts.append(item["content"])
        elif item["type"] == LABEL:
            fields.append(_field(item["component"], item["label"], item.get("description")))
        else:
            fields += [_field(each, each.get("label", ""), None) for each in item["components"]]
    return Modal(interaction, content["title"], content["custom_id"], fields, texts, components)


def check_modal(form: Form, where: str, content: Json) -> None:
    """Note what is wrong with a modal."""
    form.required(f"{where}.title", content.get("title"), TITLE)
    form.required(f"{where}.custom_id", content.get("custom_id"), CUSTOM_ID)
    components: list[Json] = content.get("components") or []
    form.items(f"{where}.components", components, ITEMS, 1)
    for place, item in enumerate(components):
        _check_item(form, f"{where}.components.{place}", item)
    seen: set[str | None] = set()
    for each in every(components):
        if (custom_id := each.get("custom_id")) in seen:
            form.fault(f"{where}.components", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be "
                       "duplicated")  # fmt: skip
        seen |= {custom_id} - {None}


def _check_item(form: Form, where: str, item: Json) -> None:
    kind = item.get("type")
    if kind == LABEL:
        form.required(f"{where}.label", item.get("label"), LABEL_TEXT)
        form.length(f"{where}.description", item.get("description"), DESCRIPTION)
        _check_field(form, f"{where}.component", item.get("component") or {}, SELECTS | _CHECKS.keys())
    elif kind == ROW:
        held = item.get("components") or []
        form.items(f"{where}.components", held, 1, 1)
        for each in held:
            form.required(f"{where}.components.0.label", each.get("label"), LABEL_TEXT)
            _check_field(form, f"{where}.components.0", each, {TEXT_INPUT})
    elif kind == TEXT:
        form.required(f"{where}.content", item.get("content"), INPUT)
    else:
        form.fault(f"{where}.type", "UNION_TYPE_CHOICES", "Value of field must be one of (1, 10, 18).")


def _check_field(form: Form, where: str, item: Json, kinds: frozenset[int] | set[int]) -> None:
    kind = item.get("type", 0)
    if kind not in kinds:
        form.fault(f"{where}.type", "UNION_TYPE_CHOICES", f"Value of field must be one of {tuple(sorted(kinds))}.")
        return
    form.required(f"{where}.custom_id", item.get("custom_id"), CUSTOM_ID)
    if kind in SELECTS:
        check_select(form, where, item, required=item.get("required", True))
        if item.get("disabled"):
            form.fault(f"{where}.disabled", "COMPONENT_DISABLED_IN_MODAL", "No select is disabled in a modal.")
    else:
        _CHECKS[kind](form, where, item)


def _check_text(form: Form, where: str, item: Json) -> None:
    most, least = item.get("max_length"), item.get("min_length")
    if item.get("style") not in {1, 2}:
        form.fault(f"{where}.style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
    form.length(f"{where}.value", item.get("value"), INPUT if most is None else most)
    form.length(f"{where}.placeholder", item.get("placeholder"), PLACEHOLDER)
    if most is not None and not 1 <= most <= INPUT:
        form.fault(f"{where}.max_length", "NUMBER_TYPE_MAX", f"int value should be between 1 and {INPUT}.")
    if least is not None and not 0 <= least <= (INPUT if most is None else most):
        form.fault(f"{where}.min_length", "NUMBER_TYPE_MAX", "int value should not be more than max_length.")
    if item.get("value") and len(item["value"]) < (least or 0):
        form.fault(f"{where}.value", "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more in length.")


def _check_radio(form: Form, where: str, item: Json) -> None:
    options = item.get("options") or []
    check_options(form, f"{where}.options", options, 2, BOXES)
    if sum(bool(each.get("default")) for each in options) > 1:
        form.fault(f"{where}.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "Too many default values.")


def _check_boxes(form: Form, where: str, item: Json) -> None:
    options = item.get("options") or []
    check_options(form, f"{where}.options", options, 1, BOXES)
    least, most = item.get("min_values"), item.get("max_values")
    if item.get("required", True) and least == 0:
        form.fault(f"{where}.min_values", "COMPONENT_REQUIRED_ZERO_MIN_VALUES", "A required group needs a value.")
    if (most or 1) > max(len(options), 1) or (least or 0) > (most or len(options)):
        form.fault(f"{where}.max_values", "BASE_TYPE_MAX", "min_values, max_values and options do not go together.")


def _check_files(form: Form, where: str, item: Json) -> None:
    if not 0 <= item.get("min_values", 1) <= item.get("max_values", 1) <= BOXES:
        form.fault(f"{where}.max_values", "BASE_TYPE_MAX", "min_values and max_values do not go together.")


def _check_box(form: Form, where: str, item: Json) -> None:
    """Find nothing wrong: a checkbox has nothing but its custom id."""


_CHECKS: Final[Mapping[int, Callable[[Form, str, Json], None]]] = {
    TEXT_INPUT: _check_text, RADIO: _check_radio, CHECKBOXES: _check_boxes, CHECKBOX: _check_box, FILES: _check_files,
}  # fmt: skip


def _field(item: Json, label: str, description: str | None) -> Field:
    kind, options = item["type"], item.get("options") or []
    chosen = [each["value"] for each in options if each.get("default")]
    if kind in SELECTS:
        chosen = chosen or [each["id"] for each in item.get("default_values") or []]
    most = item.get("max_values")
    if kind == TEXT_INPUT:
        value: Any = item.get("value") or ""
    elif kind == CHECKBOX:
        value = bool(item.get("default", False))
    elif kind in {CHECKBOXES, FILES} or (kind in SELECTS and (most or 1) > 1):
        value = chosen
    else:
        value = chosen[0] if chosen else ""
    return Field(
        custom_id=item["custom_id"],
        kind=KINDS[kind],
        label=label,
        description=description,
        value=value,
        required=kind != CHECKBOX and bool(item.get("required", True)),
        min_length=item.get("min_length") or 0,
        max_length=item.get("max_length") or INPUT,
        long=item.get("style") == 2,
        choices=tuple((each["label"], each["value"]) for each in options),
        min_values=item.get("min_values", 1) or 0,
        max_values=(len(options) if kind == CHECKBOXES else 1) if most is None else most,
        placeholder=item.get("placeholder"),
        raw=item,
    )
