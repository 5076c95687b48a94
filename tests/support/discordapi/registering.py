"""What Discord refuses when commands are registered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from tests.support.discordapi.basics import Json
from tests.support.discordapi.forms import Form
from tests.support.discordapi.refusals import Refusal
from tests.support.discordapi.registered import ON_MESSAGE, ON_PERSON, SLASH

NAME, DESCRIPTION, OPTIONS, CHOICES, CHOICE, WHOLE = 32, 100, 25, 25, 100, 8000
MOST: Final = {SLASH: 100, ON_PERSON: 15, ON_MESSAGE: 15}
LOCALES: Final = frozenset(
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja "
    "zh-TW ko".split()
)
_SUBCOMMAND, _GROUP, _STRING, _INTEGER, _NUMBER = 1, 2, 3, 4, 10


def check_commands(form: Form, commands: list[Json]) -> None:
    """Note what is wrong with a list of commands that is to replace what is registered; refuse too many at once."""
    for place, each in enumerate(commands):
        check_command(form, f"{place}.", each)
    for kind, most in MOST.items():
        names = [each.get("name") for each in commands if (each.get("type") or SLASH) == kind]
        if len(names) > most:
            raise Refusal(400, 30032, f"Maximum number of application commands reached ({most}).", avoidable=True)
        _unique(form, "_", names, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")


def check_command(form: Form, where: str, command: Json) -> None:
    """Note what is wrong with a command; `where` is empty or ends with a dot."""
    kind = command.get("type") or SLASH
    if kind == SLASH:
        _check_named(form, where, command)
        _check_options(form, f"{where}options", command.get("options") or [])
    else:
        form.required(f"{where}name", command.get("name"), NAME)
        for locale, name in _translations(form, f"{where}name_localizations", command.get("name_localizations")):
            form.length(f"{where}name_localizations.{locale}", name, NAME, 1)
        for name in ("description", "options"):
            if command.get(name):
                form.fault(f"{where}{name}", "APPLICATION_COMMAND_CONTEXT_MENU_NO_EXTRAS", "Context menu commands have "
                           f"no {name}.")  # fmt: skip
    if (size := _size(command)) > WHOLE:
        form.fault(f"{where}_", "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({size} of {WHOLE})")


def _check_named(form: Form, where: str, content: Json) -> None:
    _check_name(form, f"{where}name", content.get("name"))
    form.required(f"{where}description", content.get("description"), DESCRIPTION)
    if content.get("description") == "…":
        form.fault(f"{where}description", "DESCRIPTION_FORGOTTEN", "discord.py's stand-in is no description.")
    for locale, name in _translations(form, f"{where}name_localizations", content.get("name_localizations")):
        _check_name(form, f"{where}name_localizations.{locale}", name)
    described = content.get("description_localizations")
    for locale, text in _translations(form, f"{where}description_localizations", described):
        form.length(f"{where}description_localizations.{locale}", text, DESCRIPTION, 1)


def _check_name(form: Form, where: str, name: Any) -> None:
    form.required(where, name, NAME)
    if isinstance(name, str) and not (_is_plain(name) and name == name.lower()):
        form.fault(where, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _is_plain(name: str) -> bool:
    return all(each in "-_'" or unicodedata.category(each)[0] in "LN" for each in name)


def _translations(form: Form, where: str, given: Any) -> Iterable[tuple[str, Any]]:
    for locale, text in (given or {}).items():
        if locale not in LOCALES:
            form.fault(where, "ENUM_TYPE_COERCE", f'Value "{locale}" is not a valid enum value.')
        yield locale, text


def _check_options(form: Form, where: str, options: list[Json]) -> None:
    form.items(where, options, OPTIONS)
    _unique(form, where, [each.get("name") for each in options], "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
            "Option names must be unique")  # fmt: skip
    kinds = {each.get("type") in {_SUBCOMMAND, _GROUP} for each in options}
    if kinds == {True, False}:
        form.fault(where, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Subcommands stand beside no other options.")
    optional = False
    for place, each in enumerate(options):
        at = f"{where}.{place}"
        _check_named(form, f"{at}.", each)
        if each.get("required") and optional:
            form.fault(f"{at}.required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be "
                       "placed before non-required options")  # fmt: skip
        optional = optional or not each.get("required")
        if each.get("type") in {_SUBCOMMAND, _GROUP}:
            _check_options(form, f"{at}.options", each.get("options") or [])
        else:
            _check_value(form, at, each)


def _check_value(form: Form, where: str, option: Json) -> None:
    choices: list[Json] = option.get("choices") or []
    form.items(f"{where}.choices", choices, CHOICES)
    if choices and option.get("autocomplete"):
        form.fault(f"{where}.autocomplete", "APPLICATION_COMMAND_OPTIONS_CHOICES_AND_AUTOCOMPLETE", "Either choices or "
                   "autocomplete.")  # fmt: skip
    if (choices or option.get("autocomplete")) and option.get("type") not in {_STRING, _INTEGER, _NUMBER}:
        form.fault(f"{where}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only texts and numbers are chosen.")
    check_choices(form, f"{where}.choices", choices, is_text=option.get("type") == _STRING)
    least, most = option.get("min_length"), option.get("max_length")
    if (least is not None and not 0 <= least <= 6000) or (most is not None and not 1 <= most <= 6000):
        form.fault(f"{where}.max_length", "NUMBER_TYPE_MAX", "int value should be less than or equal to 6000.")
    _unique(form, f"{where}.choices", [each.get("name") for each in choices],
            "APPLICATION_COMMAND_OPTIONS_CHOICES_NAME_INVALID", "Choice names must be unique")  # fmt: skip


def check_choices(form: Form, where: str, choices: list[Json], *, is_text: bool) -> None:
    """Note what is wrong with what an option offers, when it is registered or as it completes itself."""
    for place, each in enumerate(choices):
        form.required(f"{where}.{place}.name", each.get("name"), CHOICE)
        given = _translations(form, f"{where}.{place}.name_localizations", each.get("name_localizations"))
        for locale, name in given:
            form.length(f"{where}.{place}.name_localizations.{locale}", name, CHOICE, 1)
        value = each.get("value")
        if is_text:
            form.required(f"{where}.{place}.value", value, CHOICE, 0)
        elif not isinstance(value, int | float) or isinstance(value, bool):
            form.fault(f"{where}.{place}.value", "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')


def _unique(form: Form, where: str, names: list[Any], code: str, message: str) -> None:
    if len(set(names)) < len(names):
        form.fault(where, code, message)


def _size(content: Json) -> int:
    size = _longest(content, "name") + _longest(content, "description")
    size += sum(_size(each) for each in content.get("options") or [])
    return size + sum(_longest(each, "name") + len(str(each.get("value"))) for each in content.get("choices") or [])


def _longest(content: Json, name: str) -> int:
    texts = [content.get(name) or "", *(content.get(f"{name}_localizations") or {}).values()]
    return max(len(str(each)) for each in texts)
