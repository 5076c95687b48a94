"""Rows of buttons, as a call gives them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tests.support.botapi.entities import Json
from tests.support.botapi.refusals import wrong
from tests.support.botapi.shown import Button
from tests.support.botapi.texts import url_fault

if TYPE_CHECKING:
    from tests.support.botapi.reading import Params
    from tests.support.botapi.world import World

DATA, ROW, BUTTONS, MARKUP = 64, 8, 100, 10_000  # bytes, buttons, buttons, bytes
Rows = tuple[tuple[Button, ...], ...]
_ELSE: Final = ("switch_inline_query", "switch_inline_query_current_chat", "copy_text", "web_app", "login_url", "pay")
_STYLES: Final = (None, "danger", "success", "primary")


def keyboard(world: World, params: Params) -> Rows:
    """Return the rows of buttons that a call wants below its message, empty where it wants none."""
    markup = params.object("reply_markup")
    if not markup:
        return ()
    if "inline_keyboard" not in markup:
        raise wrong("this server knows inline keyboards only")
    given = markup["inline_keyboard"]
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise wrong('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    rows = tuple(tuple(_button(world, each) for each in row) for row in given if row)
    if sum(map(len, rows)) > BUTTONS or len(json.dumps(markup, ensure_ascii=False).encode()) > MARKUP:
        raise wrong("reply markup is too long")
    if any(len(row) > ROW for row in rows):
        world.violations.append(f"a row of more than {ROW} buttons")
    return rows


def _button(world: World, given: Json) -> Button:
    if not isinstance(given, dict):
        raise _unread("InlineKeyboardButton must be an Object")
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _unread('Can\'t find field "text"')
    _check_style(given)
    _check_copy(given)
    raw = {name: value for name, value in given.items() if name != "text"}
    url, data = given.get("url"), given.get("callback_data")
    if url:
        if (fault := url_fault(url)) is not None:
            raise wrong(f"inline keyboard button URL '{url}' is invalid: {fault}")
        return Button(text, None, url, given.get("style"), raw)
    if data:
        if len(data.encode()) > DATA:
            raise wrong("BUTTON_DATA_INVALID")
        return Button(text, data, None, given.get("style"), raw)
    if not any(name in given for name in _ELSE):
        raise _unread("Text buttons are unallowed in the inline keyboard")
    return Button(text, None, None, given.get("style"), raw)


def _check_style(given: Json) -> None:
    if given.get("style") not in _STYLES:
        raise wrong("BUTTON_STYLE_INVALID")


def _check_copy(given: Json) -> None:
    copied = given.get("copy_text")
    if copied is not None and not 1 <= len(copied.get("text", "")) <= 256:
        raise wrong("BUTTON_COPY_TEXT_INVALID")


def _unread(why: str) -> Exception:
    return wrong(f"can't parse inline keyboard button: {why}")
