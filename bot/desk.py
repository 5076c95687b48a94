"""The front desk: the only door through which an adapter reaches the core.

A door opens one transaction, finds out who speaks, checks what may be checked, runs the handler in a savepoint and
returns what to say. A UserError undoes what the handler wrote and becomes its own sentence; anything unexpected is
logged with a short code that the member reads, without what the member wrote.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from bot import presence
from bot.context import Caller, Context
from bot.dialogue import Dialogue
from bot.domain.people import MessageRef
from bot.errors import InvalidInput, TooMany, UserError
from bot.forms import CALL_LIVES, Forms, blank
from bot.gate import Answers, Gate, is_heard_in
from bot.ports import Store
from bot.reporting import reported
from bot.talk.answers import Answer, Ask, Button, Call, Reply, Then, say
from bot.talk.commands import Command
from bot.talk.filling import misnamed, read_line, typed_values
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views import desk as view

Steps = tuple[Answer | Then, ...]  # the last may be a Then: another call, in a transaction of its own
Work = Callable[[Context], Awaitable[Steps]]
Notice = Callable[[Context], Awaitable[None]]


@dataclass(slots=True)
class Desk(Gate):
    """All doors: those of the talk, and with them the gate's."""

    @property
    def forms(self) -> Forms:
        """Return what is to be done with forms between two visits."""
        return Forms(self.storage, self.house, self.clock)

    async def call(
        self, caller: Caller, call: Call, *, message: MessageRef | None = None, incoming: str | None = None
    ) -> Answers:
        """Run a call that is structured already: a slash command, a form that came back, a press on `message`.

        `incoming` is the platform's own id of what happened; the same id again is answered with nothing.
        """

        async def notice(ctx: Context) -> None:
            if ctx.message is not None and ctx.place is not None:
                await self.ears.pressed(ctx, call)

        return await self._visit(caller, message, incoming, lambda ctx: self._called(ctx, call), notice)

    async def say(
        self,
        caller: Caller,
        text: str,
        *,
        message: MessageRef | None = None,
        incoming: str | None = None,
        reply_to: MessageRef | None = None,
        plain: bool = False,
    ) -> Answers:
        """Hear a typed line: a command, the answer to an open question, or a plain message in a place with a role.

        A `plain` line is no command, however it begins. `reply_to` names a message of ours that it replies to.
        """

        async def notice(ctx: Context) -> None:
            if reply_to is not None and ctx.is_organiser:
                await self.ears.pressed(replace(ctx, message=reply_to), None)

        call = None if plain else read_line(self.registry, text)
        return await self._visit(caller, message, incoming, lambda ctx: self._heard(ctx, text, call), notice)

    async def question(self, caller: Caller, ask: Ask) -> tuple[Reply, ...]:
        """Open a dialogue for an Ask and return its first question; an older dialogue of the account ends."""
        answers = await self._visit(caller, None, None, lambda ctx: self._dialogue(ctx).open(ask))
        return tuple(answer for answer in answers if isinstance(answer, Reply))

    async def submitted(
        self,
        caller: Caller,
        ask: Ask,
        values: Mapping[str, str],
        page: int,
        *,
        message: MessageRef | None = None,
        incoming: str | None = None,
    ) -> Answers:
        """Take a page of a form that came back, with all values so far.

        The last page runs the call; before that, or where a required field is blank, the way to the next is returned.
        """
        if page + 1 < ask.pages() or blank(ask, values):
            return (await self.forms.set_aside(caller, ask, values, page + 1),)
        filled = {option.name: values.get(option.name, "") for option in ask.fields}
        return await self.call(caller, ask.call.with_values(**filled), message=message, incoming=incoming)

    async def complete(self, caller: Caller, command: str, option: str, typed: str) -> tuple[str, ...]:
        """Return at most 25 suggestions for a value that is being typed."""
        declared = self.registry.get(command)
        asked = declared.option(option) if declared else None
        if asked is None:
            return ()
        if asked.choices:
            return tuple(choice for choice in asked.choices if choice.casefold().startswith(typed.casefold()))
        if not asked.suggest:
            return ()
        async with self.storage.begin() as store:
            ctx = await self._context(store, caller, None)
            return tuple(await self.ears.suggestions(ctx, asked.suggest, typed))[:25]

    async def edited(self, caller: Caller, message: MessageRef, text: str, *, incoming: str | None = None) -> None:
        """Hear that the caller changed a message."""

        async def hear(ctx: Context) -> Answers:
            await self.ears.edited(ctx, text)
            return ()

        await self._visit(caller, message, incoming, hear)

    async def _visit(
        self, caller: Caller, message: MessageRef | None, incoming: str | None, work: Work, notice: Notice | None = None
    ) -> Answers:
        """Do one visit in a transaction; what `notice` keeps stays, whatever becomes of the work."""
        async with self.storage.begin() as store:
            now = self.clock.now()
            if incoming is not None and not await store.talk.first_time(caller.address.platform, incoming, now):
                return ()
            ctx = await self._context(store, caller, message)
            await self._met(ctx)
            if notice is not None:
                await notice(ctx)
            async with _attributed(ctx):
                steps = await self._guarded(ctx, work)
        self.wake()
        answers = tuple(step for step in steps if not isinstance(step, Then))
        for onward in (step for step in steps if isinstance(step, Then)):
            answers += await self._visit(caller, message, None, partial(self._continued, then=onward))
        return answers

    async def _continued(self, ctx: Context, then: Then) -> Steps:
        return await self._called(ctx, then.call, then.token)

    async def _context(self, store: Store, caller: Caller, message: MessageRef | None) -> Context:
        caller = replace(caller, name=one_line(caller.name, 60) or "?")
        return Context(
            house=self.house,
            store=store,
            caller=caller,
            now=self.clock.now(),
            member=await store.members.at(caller.address),
            place=await store.places.at(caller.where) if caller.where else None,
            message=message,
        )

    async def _met(self, ctx: Context) -> None:
        """Keep what a contact teaches: the name, that the private route is open, and that somebody came back."""
        if ctx.member is None:
            return
        account = next(known for known in ctx.member.accounts if known.address == ctx.caller.address)
        if ctx.caller.where is None:
            if account.closed_until is not None or account.name != ctx.caller.name:
                await ctx.store.members.seen(ctx.caller.address, ctx.caller.name)
            await ctx.store.outbox.reopen(ctx.member.id, ctx.now)
        if ctx.place is not None:
            ctx.member = await presence.seen(ctx.store, ctx.member, ctx.caller.address, ctx.place.id, ctx.now)

    async def _guarded(self, ctx: Context, work: Work) -> Steps:
        try:
            async with ctx.store.savepoint():
                answers = await work(ctx)
        except UserError as error:
            return (view.refusal(error),)
        except Exception as error:  # noqa: BLE001 - whatever it is, the member gets an answer
            code = reported(error, "the desk")
            return (say(Phrase("Das ist schiefgegangen (Code {code}).", code=code)),)
        return view.with_notice(answers) if ctx.has_begun else answers

    async def _heard(self, ctx: Context, text: str, call: Call | None) -> Steps:
        alone = ctx.caller.where is None
        if call is not None:
            if self.registry.get(call.command) is None and not alone and self.registry.near(call.command) is None:
                return ()  # a command of another bot in the group
            command = self.registry.get(call.command)
            if command is not None and (wrong := misnamed(command, call, text, ctx.language)) is not None:
                raise wrong
            steps = await self._called(ctx, call)
            if not alone or any(isinstance(step, Ask) for step in steps):
                return steps
            return (*steps, *await self._dialogue(ctx).after(call.command))
        if alone:
            return await self._answered(ctx, text)
        if is_heard_in(ctx.place):
            return await self.ears.said(ctx, text)
        return ()

    async def _answered(self, ctx: Context, text: str) -> Steps:
        dialogue = self._dialogue(ctx)
        if await dialogue.is_open():
            return await self._went_on(ctx, await dialogue.typed(text))
        words = Phrase("Das habe ich nicht verstanden. Mit /hilfe siehst du, was ich kann.")
        return (say(words, buttons=((Button(Phrase("Hilfe"), Call("hilfe")),),)),)

    async def _called(self, ctx: Context, call: Call, token: str | None = None) -> Steps:
        if token is not None:
            await ctx.store.talk.drop_call(token)
        if call.command.startswith("form."):
            return await self._went_on(ctx, await self._dialogue(ctx).pressed(call))
        command = self.registry.get(call.command)
        if command is None:
            return (view.unknown(call.command, self.registry.near(call.command)),)
        await _limit(ctx, command)
        if command.consent and (ctx.member is None or ctx.member.visibility is None):
            return (await self._consent(ctx, call),)
        return await self._run(ctx, command, call)

    async def _consent(self, ctx: Context, call: Call) -> Reply:
        await ctx.store.talk.forget_calls(ctx.caller.address, "consent")
        token = await ctx.store.talk.keep_call(ctx.caller.address, "consent", call, ctx.now + CALL_LIVES)
        return await self.ears.consent(ctx, token)

    async def _run(self, ctx: Context, command: Command, call: Call) -> Steps:
        fields = self.registry.asks(call)
        if fields:
            opening, beside = await command.opening(ctx, call) if command.opening else ({}, None)
            values = typed_values({**opening, **call.values}, command)
            carried = {name: value for name, value in opening.items() if name not in values}
            return (
                Ask(
                    Call(call.command, {**carried, **call.values}),
                    fields,
                    values,
                    title=Phrase(command.summary) if command.summary else None,
                    beside=beside,
                ),
            )
        ctx.given = frozenset(call.values)
        try:
            values = command.read(call.values, ctx.reading)
            async with ctx.store.savepoint():
                answer = await command.handler(ctx, **values)
        except InvalidInput as error:
            return (view.corrected(command, call, error),)
        if isinstance(answer, Then):
            return await self._onward(ctx, answer)
        if isinstance(answer, Reply) and command.private and not answer.private:
            answer = replace(answer, private=True)
        return (answer,)

    async def _onward(self, ctx: Context, then: Then) -> Steps:
        first: Steps = (then.reply,) if then.reply is not None else ()
        if then.commit_first:
            return (*first, then)
        return (*first, *await self._called(ctx, then.call, then.token))

    async def _went_on(self, ctx: Context, step: Steps | Call) -> Steps:
        """Say the next question, or run the call that is complete; only an accepted call ends the dialogue."""
        if not isinstance(step, Call):
            return step
        try:
            async with ctx.store.savepoint():
                answers = await self._called(ctx, step)
        except UserError as error:
            return (view.refusal(error), *await self._dialogue(ctx).again())
        ask = next((answer for answer in answers if isinstance(answer, Ask) and answer.error is not None), None)
        if ask is not None and await self._dialogue(ctx).is_open():
            return await self._dialogue(ctx).wrong(ask)
        await ctx.store.talk.close_form(ctx.caller.address)
        return answers

    def _dialogue(self, ctx: Context) -> Dialogue:
        return Dialogue(ctx, self.ears.suggestions)


@asynccontextmanager
async def _attributed(ctx: Context) -> AsyncIterator[None]:
    """Keep that what a linked member writes here is this account's, for as long as the link can be undone."""
    member = ctx.member
    if member is None or not member.is_linked:
        yield
        return
    await ctx.store.links.note(member.id, None)
    yield
    await ctx.store.links.note(member.id, ctx.caller.address.platform)


async def _limit(ctx: Context, command: Command) -> None:
    if not command.hourly:
        return
    used = await ctx.store.talk.count(command.name, ctx.caller.address, timedelta(hours=1), ctx.now)
    if used > command.hourly:
        raise TooMany(Phrase("Das war gerade sehr oft. Versuch es in einer Stunde noch einmal."))
