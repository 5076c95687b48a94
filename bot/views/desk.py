"""What the desk itself says: refusals, corrections, the line of notice, and the way back into a form."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.errors import InvalidInput, UserError
from bot.talk.answers import Answer, Ask, Button, Call, Reply, Rows, Then, say
from bot.talk.commands import Command
from bot.talk.filling import typed_values
from bot.talk.strange import one_line
from bot.talk.text import Ours, Phrase, joined_by, lines, said

Steps = tuple[Answer | Then, ...]  # the last may be a Then: another call, in a transaction of its own
_MOST_CHOICES: Final = 6


def with_notice(steps: Steps) -> Steps:
    """Put a line of notice beside the first answer: for a call that was the first to keep anything of the caller."""
    if not steps:
        return steps
    words = Phrase(
        "Ich merke mir dafür nur deinen Namen und diesen Eintrag; du wirst nirgends gelistet (/datenschutz)."
    )
    first = steps[0]
    if isinstance(first, Reply):
        told = lines(words, first.text) if first.card else lines(first.text, words)
        return (replace(first, text=told), *steps[1:])
    if isinstance(first, Ask):
        beside = first.beside or Reply()
        return (replace(first, beside=replace(beside, text=lines(beside.text, words))), *steps[1:])
    return steps


def refusal(error: UserError) -> Reply:
    """Return what a refusal says, privately."""
    return Reply(lines(said(error)))


def unknown(name: str, near: str | None) -> Reply:
    """Return what is said to a command that does not exist, with the nearest one that does."""
    shown = one_line(name, 40)
    if near is None:
        return say(Phrase("/{name} kenne ich nicht. Mit /hilfe siehst du, was ich kann.", name=shown))
    known = Ours(near)
    return say(
        Phrase("/{name} kenne ich nicht. Meintest du /{near}?", name=shown, near=known),
        buttons=((Button(Phrase("/{near}", near=known), Call(near)),),),
    )


def corrected(command: Command, call: Call, error: InvalidInput) -> Answer:
    """Return the form with what was typed and the error, or for a command without a form the refusal alone."""
    if not command.form or error.option is None or command.option(error.option) not in command.fields:
        return refusal(error)
    typed = typed_values(call.values, command)
    fixed = Call(call.command, {name: value for name, value in call.values.items() if name not in typed})
    return Ask(
        fixed, command.fields, typed, error=said(error), wrong=error.option, choices=error.choices, half=error.half
    )


def _right(ask: Ask, token: str, filled: int) -> Rows:
    """Return the values that would be right instead of the wrong one, three in a row."""
    offered = ask.choices[:_MOST_CHOICES] if ask.wrong is not None else ()
    kept = {"token": token, "field": ask.wrong or "", "page": str(filled)}
    buttons = [Button(Phrase("{value}", value=value), Call("form.fill", {**kept, "value": value})) for value in offered]
    return tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))


def set_aside(ask: Ask, page: int, token: str, filled: int | None = None) -> Reply:
    """Return the way back into a form that was kept under the token, at its next page.

    After a wrong value the button is *Ändern*, below it the values that would be right, each of which takes its place;
    `filled` pages are seen by then, all of them where that is not said. Before the first page the button is *Formular
    öffnen*; between pages *Weiter*, and *Überspringen* where all that is left is optional.
    """
    again = Call("form.open", {"token": token, "page": str(page)})
    if ask.error is not None:
        seen = ask.pages() if filled is None else filled
        return Reply(lines(ask.error), buttons=((Button(Phrase("Ändern"), again),), *_right(ask, token, seen)))
    if page == 0:
        return Reply(lines(ask.title), buttons=((Button(Phrase("Formular öffnen"), again),),))
    ways = [Button(Phrase("Weiter"), again)]
    left = ask.fields[page * 5 :]
    if not any(option.required for option in left):
        ways.append(Button(Phrase("Überspringen"), Call("form.rest", {"token": token})))
    names = joined_by(", ", [Phrase(option.label) for option in left])
    return Reply(
        lines(
            Phrase("Seite {page} von {pages} ist ausgefüllt.", page=page, pages=ask.pages()),
            Phrase("Auf der nächsten: {names}.", names=names),
        ),
        buttons=(tuple(ways),),
    )
