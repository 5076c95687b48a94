"""Filling a call: typed words -> a call, and a half-filled form -> its next question. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.domain.dates import spoken
from bot.domain.folding import fold
from bot.domain.sending import OpenForm
from bot.errors import InvalidInput
from bot.talk.answers import Ask, Button, Call, Reply, Rows
from bot.talk.commands import Command, Option, Registry, choice_words
from bot.talk.text import Bold, Phrase, Spans, lines
from bot.talk.translation import translator

_COMMAND: Final = re.compile(r"/([A-Za-z0-9_äöüÄÖÜß]{1,40})(?:@\w+)?(?:\s+|$)")
_NAMED: Final = re.compile(r"(?<!\S)([^\W\d]\w{0,31})=(\"[^\"]*\"|„[^“”\"]*[“”\"]|“[^”]*”|\S*)")
_MISNAMED: Final = re.compile(r"([^\W\d_]{3,20})=(?![\s=])")  # "stadt=Essen", neither "C=O" nor an address
_QUOTES: Final = '"„“”'
EMPTY: Final = frozenset({"-", "–", "—", "leer"})  # typed as the value of a field, they empty it


def read_line(registry: Registry, text: str) -> Call | None:
    """Read a typed command line: `/name option=value option="two words"`, the rest is the first option.

    A field is called by its name or its label, in German or in English and in any spelling; a dash empties it.
    Words after an unquoted value belong to the first option, or to that value where the first option has its words
    already or needs none. None when the text is no command; an unknown name gives a call of that name.
    """
    head = _COMMAND.match(text.strip())
    if head is None:
        return None
    name = head[1].casefold()
    command = registry.get(name)
    rest = text.strip()[head.end() :]
    if command is None or not command.visible:
        return Call(name)
    return Call(command.name, _values(command, rest))


def names_in_english(command: Command) -> dict[str, str]:
    """Return what the fields are called in English, made of their labels: "about_you"."""
    translate = translator("en")
    return {option.name: re.sub(r"\W+", "_", translate(option.label).casefold()) for option in command.fields}


def misnamed(command: Command, call: Call, text: str, language: str = "de") -> InvalidInput | None:
    """Return the refusal of a line in which "stadt=Essen" would be the first field, because no field is called so.

    Only what stands there without a name of its own is meant: behind `titel=` anything may stand. Right behind a value
    in quotes it is no part of that value either.
    """
    names = [option.name for option in command.fields]
    stray = _MISNAMED.match(call.values.get(names[0], "")) if names else None
    if stray is None or not re.search(rf"(?<!\S){re.escape(stray[0])}", text):
        stray = _behind_quotes(command, text)
    if stray is None:
        return None
    shown = names_in_english(command).values() if spoken(language) == "en" else names
    return InvalidInput(
        Phrase("Ein Feld „{word}“ gibt es hier nicht. Es gibt: {names}.", word=stray[1], names=", ".join(shown))
    )


def _behind_quotes(command: Command, text: str) -> re.Match[str] | None:
    called = _called(command)
    for before, match in pairwise(_NAMED.finditer(text)):
        is_next = not text[before.end() : match.start()].strip() and re.match('["„“]', before[2]) is not None
        if is_next and fold(before[1]) in called and fold(match[1]) not in called:
            return _MISNAMED.match(match[0])
    return None


def _called(command: Command) -> dict[str, str]:
    """Return the name of each field by all that it is called."""
    called = {fold(english): name for name, english in names_in_english(command).items()}
    called |= {fold(option.label): option.name for option in command.fields}
    return called | {fold(option.name): option.name for option in command.fields}


def _values(command: Command, rest: str) -> dict[str, str]:
    names = [option.name for option in command.fields]
    if not names:  # a start link's token is typed by the platform for the person
        return {command.options[0].name: rest} if command.options and rest else {}
    called = _called(command)
    found = [match for match in _NAMED.finditer(rest) if fold(match[1]) in called]
    values: dict[str, str] = {}
    leading = rest[: found[0].start()].strip() if found else rest.strip()
    if leading:
        values[names[0]] = leading
    named = {called[fold(match[1])] for match in found}
    ends = [match.start() for match in found[1:]] + [len(rest)]
    for match, end in zip(found, ends, strict=False):
        stray = rest[match.end() : end].strip()
        is_quoted = match[2].startswith(tuple(_QUOTES))
        value = match[2].strip(_QUOTES) if is_quoted else match[2]
        needs_none = not (is_quoted or command.fields[0].required or _MISNAMED.match(stray))
        if stray and (values.get(names[0]) or names[0] in named or needs_none):
            value = f"{value} {stray}".strip()
        elif stray:
            values[names[0]] = stray
        option = command.option(called[fold(match[1])])
        values[called[fold(match[1])]] = emptied(value, option) if option is not None else value
    return values


def fields_of(command: Command, call: Call) -> tuple[Option, ...]:
    """Return what a dialogue asks for this call: all fields of a form, else what is required and missing."""
    return command.fields if command.form else command.missing(call.values)


def opened(command: Command, ask: Ask, form: OpenForm) -> OpenForm:
    """Return the dialogue for an Ask; after a wrong value only that one and what is missing are asked.

    A required field that came without a word is missing.
    """
    missing = {option.name for option in command.missing(ask.call.values)}
    values = {name: value for name, value in ask.call.values.items() if name not in missing}
    if ask.wrong is None:
        return replace(form, values=values, prefilled=dict(ask.values))
    right = {name: value for name, value in {**ask.values, **values}.items() if name != ask.wrong}
    optional = {option.name for option in command.fields if not option.required and option.name != ask.wrong}
    return replace(form, values=right, prefilled={}, skipped=frozenset(optional))


def next_field(command: Command, form: OpenForm) -> Option | None:
    """Return the next field to ask in the order of the form, or None when nothing is left."""
    fields = command.fields if command.form else tuple(option for option in command.options if option.required)
    for option in fields:
        if not option.hidden and option.name not in form.values and option.name not in form.skipped:
            return option
    return None


def skipped(command: Command, form: OpenForm, name: str) -> OpenForm:
    """Return the dialogue without the question of that name; a required field without a value is asked again."""
    option = command.option(name)
    if option is None or not _may_be_skipped(option, form):
        return form
    return replace(form, skipped=form.skipped | {name})


def _may_be_skipped(option: Option, form: OpenForm) -> bool:
    return not option.required or bool(_held(option, form))


def _held(option: Option, form: OpenForm) -> str:
    """Return what a field holds already; a guess of ours is none."""
    return "" if option.guessed else form.prefilled.get(option.name, "")


def finished(command: Command, form: OpenForm) -> OpenForm:
    """Return the dialogue with everything skipped that may be."""
    for option in command.fields:
        if option.name not in form.values:
            form = skipped(command, form, option.name)
    return form


def may_be_finished(command: Command, form: OpenForm) -> bool:
    """Say whether a dialogue has several questions, and all that are left may be skipped."""
    return len(command.fields) > 1 and next_field(command, finished(command, form)) is None


def stepped_back(command: Command, form: OpenForm) -> OpenForm:
    """Return the dialogue with the question before the present one open again."""
    names = [option.name for option in command.fields]
    if form.asked not in names:
        return form
    before = [name for name in names[: names.index(form.asked)] if name in form.values or name in form.skipped]
    if not before:
        return form
    values = {name: value for name, value in form.values.items() if name != before[-1]}
    prefilled = {
        **form.prefilled,
        **({before[-1]: form.values[before[-1]]} if before[-1] in form.values else {}),
    }
    return replace(form, values=values, prefilled=prefilled, skipped=form.skipped - {before[-1]})


def completed(command: Command, form: OpenForm) -> Call:
    """Return the filled call: what was skipped keeps what it was prefilled with, or is left out.

    Where everything was skipped the first field comes back empty, so that the call is known as a filled form.
    """
    names = [option.name for option in command.fields]
    values = {**{name: form.prefilled[name] for name in names if name in form.prefilled}, **form.values}
    if command.form and not values.keys() & set(names):
        values[names[0]] = ""
    return Call(form.command, values)


def question(
    command: Command, form: OpenForm, option: Option, suggestions: tuple[str, ...], error: Spans | None = None
) -> Reply:
    """Return one question of a dialogue with its buttons: suggestions, then the ways on, back and out."""
    names = [field.name for field in command.fields]
    count = Phrase("{at}/{all}", at=names.index(option.name) + 1, all=len(names)) if len(names) > 1 else None
    now = _held(option, form)
    guess = form.prefilled.get(option.name, "") if option.guessed else ""
    text = lines(
        error,
        (Bold(Phrase(option.label)), " ", count) if count else Bold(Phrase(option.label)),
        option_words(option),
        Phrase("Jetzt: {value}", value=choice_words(now) if now in option.choices else now) if now else None,
    )
    return Reply(text, buttons=(*_suggested(form, option, _first(guess, suggestions)), *_ways(command, form, option)))


def _first(guess: str, suggestions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((guess, *suggestions))) if guess else suggestions


def option_words(option: Option) -> Phrase:
    """Return the question of an option as a sentence to translate."""
    return Phrase(option.question)


def _suggested(form: OpenForm, option: Option, suggestions: tuple[str, ...]) -> Rows:
    offered = option.choices or suggestions[:6]
    buttons = [
        Button(
            choice_words(value) if option.choices else Phrase("{value}", value=value),
            Call("form.answer", {"field": option.name, "value": value, "serial": str(form.serial)}),
        )
        for value in offered
    ]
    return tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))


def _ways(command: Command, form: OpenForm, option: Option) -> Rows:
    serial = {"serial": str(form.serial)}
    ways: list[Button] = []
    if stepped_back(command, form) != form:
        ways.append(Button(Phrase("Zurück"), Call("form.back", serial)))
    if _may_be_skipped(option, form):
        ways.append(Button(Phrase("Überspringen"), Call("form.skip", serial)))
    ways.append(Button(Phrase("Abbrechen"), Call("form.cancel", serial)))
    if may_be_finished(command, form):
        ways.append(Button(Phrase("Fertig"), Call("form.finish", serial)))
    return (tuple(ways),)


def emptied(value: str, option: Option) -> str:
    """Return the typed answer, or nothing where the person typed the sign that empties an optional field."""
    return "" if not option.required and value.strip().casefold() in EMPTY else value


def typed_values(values: Mapping[str, str], command: Command) -> dict[str, str]:
    """Return the values that belong to fields of the command, as typed."""
    return {option.name: values[option.name] for option in command.fields if option.name in values}
