"""The open dialogue of an account: one question after the other, kept in the store between two answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.context import Context
from bot.domain.sending import OpenForm
from bot.errors import InvalidInput, NotFound
from bot.talk import filling
from bot.talk.answers import Answer, Ask, Call, say
from bot.talk.commands import Command, Option, read_value
from bot.talk.text import Phrase, Spans, lines, said
from bot.views import desk as view

LIVES: Final = timedelta(hours=24)
CONTROLS: Final = {
    "abbrechen": "form.cancel",
    "cancel": "form.cancel",
    "überspringen": "form.skip",
    "skip": "form.skip",
    "zurück": "form.back",
    "back": "form.back",
    "fertig": "form.finish",
    "done": "form.finish",
}
Step = tuple[Answer, ...] | Call
Suggest = Callable[[Context, str, str], Awaitable[Sequence[str]]]


@dataclass(slots=True)
class Dialogue:
    """What can be done with the caller's open dialogue; a step is what to say, or the call when it is complete."""

    ctx: Context
    suggest: Suggest

    async def open(self, ask: Ask) -> tuple[Answer, ...]:
        """Open the dialogue of an Ask in place of an older one, and return what is beside it and the first question."""
        command = self._command(ask.call.command)
        before = await self._form()
        blank = OpenForm(self.ctx.caller.address, command.name, {}, {}, frozenset(), "", 0, self.ctx.now + LIVES)
        form = filling.opened(command, ask, blank)
        dropped = None
        if before is not None and before.command != form.command:
            dropped = Phrase("Was du vorher angefangen hast, ist damit abgebrochen.")
        asked = await self._ask(command, form, lines(dropped, ask.error), ask.choices, ask.half)
        return (ask.beside, *asked) if ask.beside is not None else asked

    async def is_open(self) -> bool:
        """Say whether a question waits for an answer."""
        return await self._form() is not None

    async def after(self, command: str) -> tuple[Answer, ...]:
        """Return the open question once more after a command; one that asked for what was just said has ended."""
        form = await self._form()
        if form is None:
            return ()
        if form.command == command:
            await self.end()
            return ()
        return await self._ask(self._command(form.command), form)

    async def end(self) -> None:
        """Forget the open dialogue."""
        await self.ctx.store.talk.close_form(self.ctx.caller.address)

    async def again(self) -> tuple[Answer, ...]:
        """Return the open question once more, or nothing."""
        form = await self._form()
        return () if form is None else await self._ask(self._command(form.command), form)

    async def wrong(self, ask: Ask) -> tuple[Answer, ...]:
        """Ask again for the value that the finished call was refused for."""
        form = await self._form()
        if form is None or ask.wrong is None:
            return await self.open(ask)
        values = {name: value for name, value in form.values.items() if name != ask.wrong}
        return await self._ask(
            self._command(form.command),
            replace(form, values=values, skipped=form.skipped - {ask.wrong}),
            ask.error,
            ask.choices,
            ask.half,
        )

    async def typed(self, text: str) -> Step:
        """Take a typed line as the answer to the open question; the words of its buttons do what those do."""
        form = await self._must_be_open()
        control = CONTROLS.get(text.strip().lstrip("/").casefold())
        if control == "form.finish" and not filling.may_be_finished(self._command(form.command), form):
            control = None  # no such button stands there: "fertig" answers what somebody asked
        if control is not None:
            return await self._pressed(form, Call(control))
        return await self._take(form, form.asked, text)

    async def pressed(self, call: Call) -> Step:
        """Do what a button of a question asks for, or of a form that was set aside."""
        if call.command in ("form.open", "form.rest", "form.fill"):
            return await self._kept(call)
        form = await self._must_be_open()
        if call.values.get("serial", str(form.serial)) != str(form.serial):
            return await self.again()  # a double tap, or a button of an older question
        return await self._pressed(form, call)

    async def _pressed(self, form: OpenForm, call: Call) -> Step:
        command = self._command(form.command)
        match call.command:
            case "form.answer":
                return await self._take(form, call.values.get("field", form.asked), call.values.get("value", ""))
            case "form.skip":
                return await self._on(command, filling.skipped(command, form, form.asked))
            case "form.back":
                return await self._on(command, filling.stepped_back(command, form))
            case "form.finish":
                return await self._on(command, filling.finished(command, form))
            case _:
                await self.end()
                kept = command.opening is not None and command.brief  # the opening has done what was pressed for
                return (say(Phrase("Abgebrochen.") if kept else Phrase("Abgebrochen. Nichts davon ist gespeichert.")),)

    async def _kept(self, call: Call) -> Step:
        token = call.values.get("token", "")
        kept = await self.ctx.store.talk.kept_call(token, "form", self.ctx.caller.address, self.ctx.now)
        if kept is None:
            raise NotFound(Phrase("Dieses Formular ist nicht mehr offen. Fang bitte noch einmal an."))
        command = self._command(kept.command)
        values = filling.typed_values(kept.values, command)
        fixed = {name: value for name, value in kept.values.items() if name not in values}
        opening, _ = await command.opening(self.ctx, Call(kept.command, fixed)) if command.opening else ({}, None)
        opening = filling.typed_values(opening, command)
        if call.command == "form.fill":
            await self.ctx.store.talk.drop_call(token)
            return await self._filled(call, Call(kept.command, fixed), command, {**opening, **values})
        if call.command == "form.rest":
            await self.ctx.store.talk.drop_call(token)
            rest = {option.name: values.get(option.name, opening.get(option.name, "")) for option in command.fields}
            return Call(kept.command, {**fixed, **rest})
        page = call.values.get("page", "0")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 3 else 0
        title = Phrase(command.summary) if command.summary else None
        return (Ask(Call(kept.command, fixed), command.fields, {**opening, **values}, title=title, page=number),)

    async def _filled(self, call: Call, fixed: Call, command: Command, values: Mapping[str, str]) -> Step:
        """Put a right value in the place of the wrong one, and go on: to the pages that are left, or to the end."""
        name, page = call.values.get("field", ""), call.values.get("page", "")
        option = command.option(name)
        if option is None or option.hidden:
            raise NotFound(Phrase("Dieses Feld gibt es hier nicht."))
        right = {**values, name: call.values.get("value", "")}
        ask = Ask(fixed, command.fields, right)
        if page.isascii() and page.isdecimal() and len(page) < 3 and int(page) < ask.pages():
            caller = self.ctx.caller.address
            held = Call(fixed.command, {**fixed.values, **right})
            token = await self.ctx.store.talk.keep_call(caller, "form", held, self.ctx.now + LIVES)
            return (view.set_aside(ask, int(page), token),)
        return fixed.with_values(**{each.name: right.get(each.name, "") for each in command.fields})

    async def _take(self, form: OpenForm, name: str, text: str) -> Step:
        command = self._command(form.command)
        option = command.option(name)
        if option is None or option.hidden:
            raise NotFound(Phrase("Dieses Feld gibt es hier nicht."))
        try:
            value = self._read(option, filling.emptied(text, option), form.half if name == form.asked else "")
        except InvalidInput as error:
            return await self._ask(command, replace(form, asked=name), said(error), error.choices, error.half)
        return await self._on(
            command, replace(form, values={**form.values, name: value}, skipped=form.skipped - {name})
        )

    def _read(self, option: Option, value: str, half: str) -> str:
        """Return an answer that is right: as it is, or behind the `half` before it, to the question what that lacks."""
        if not value.strip():
            if option.required:
                raise InvalidInput(Phrase("Das brauche ich, damit es weitergeht."), option.name)
            return value
        try:
            read_value(option, value, self.ctx.reading)
        except InvalidInput as error:
            if not half:
                raise
            value = f"{half} {value}"
            try:
                read_value(option, value, self.ctx.reading)
            except InvalidInput:
                raise error from None
        return value

    async def _on(self, command: Command, form: OpenForm) -> Step:
        if filling.next_field(command, form) is not None:
            return await self._ask(command, form)
        await self.ctx.store.talk.keep_form(form)
        return filling.completed(command, form)

    async def _ask(
        self,
        command: Command,
        form: OpenForm,
        error: Spans | None = None,
        choices: tuple[str, ...] = (),
        half: str = "",
    ) -> tuple[Answer, ...]:
        option = filling.next_field(command, form)
        if option is None:
            return ()
        asked = replace(form, asked=option.name, serial=form.serial + 1, half=half)
        await self.ctx.store.talk.keep_form(asked)
        suggestions = choices  # what would have been right for what was just typed
        if not choices and option.suggest:
            suggestions = tuple(await self.suggest(self.ctx, option.suggest, ""))
        return (filling.question(command, asked, option, suggestions, error),)

    async def _form(self) -> OpenForm | None:
        return await self.ctx.store.talk.form(self.ctx.caller.address, self.ctx.now)

    async def _must_be_open(self) -> OpenForm:
        form = await self._form()
        if form is None:
            raise NotFound(Phrase("Diese Frage ist nicht mehr offen. Fang bitte noch einmal an."))
        return form

    def _command(self, name: str) -> Command:
        command = self.ctx.house.registry.get(name)
        if command is None:
            raise NotFound(Phrase("Dieses Formular gibt es nicht mehr."))
        return command
