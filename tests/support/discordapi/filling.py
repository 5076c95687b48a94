"""Modals as people fill them in; what Discord's client does not let them send fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.support.discordapi.basics import Json
from tests.support.discordapi.components import TEXT
from tests.support.discordapi.modals import LABEL, Field, Modal


def filled(modal: Modal, values: Mapping[str, Any]) -> list[Json]:
    """Return what is sent of a modal; what is not named stays as it was prefilled."""
    names = [each.custom_id for each in modal.fields]
    unknown = [each for each in values if each not in names]
    assert not unknown, f"no fields {unknown} in {modal.title!r}, only {names}"
    sent = {each.custom_id: _sent(each, values.get(each.custom_id, each.value)) for each in modal.fields}
    result: list[Json] = []
    for place, item in enumerate(modal.raw, start=1):
        number = item.get("id") or place
        if item["type"] == TEXT:
            result.append({"type": TEXT, "id": number})
        elif item["type"] == LABEL:
            result.append({"type": LABEL, "id": number, "component": sent[item["component"]["custom_id"]]})
        else:
            held = [sent[each["custom_id"]] for each in item["components"]]
            result.append({"type": item["type"], "id": number, "components": held})
    return result


def _sent(field: Field, value: Any) -> Json:
    content: Json = {"type": field.raw["type"], "custom_id": field.custom_id, "id": field.raw.get("id") or 100}
    if field.kind == "text":
        _check_text(field, value)
        return content | {"value": value}
    if field.kind == "checkbox":
        return content | {"value": bool(value)}
    chosen = [each for each in ([value] if isinstance(value, str) else value or []) if each]
    _check_chosen(field, chosen)
    if field.kind == "radio":
        return content | {"value": chosen[0] if chosen else None}
    return content | {"values": chosen}


def _check_text(field: Field, value: Any) -> None:
    assert isinstance(value, str), f"{field.custom_id!r} takes no {value!r}"
    assert value or not field.required, f"{field.custom_id!r} must be filled in"
    least = field.min_length if value else 0
    length = f"{field.custom_id!r} has {least} to {field.max_length} characters, not {len(value)}"
    assert least <= len(value) <= field.max_length, length
    assert field.long or "\n" not in value, f"{field.custom_id!r} has one line"


def _check_chosen(field: Field, chosen: list[str]) -> None:
    offered = [value for _, value in field.choices]
    if field.choices:
        assert all(each in offered for each in chosen), f"{chosen} is not offered for {field.custom_id!r}: {offered}"
    least = max(field.min_values, 1) if field.required else (field.min_values if chosen else 0)
    assert len(chosen) >= least, f"{field.custom_id!r} must be chosen"
    assert len(chosen) <= field.max_values, f"{field.custom_id!r} takes {field.max_values} at most"
