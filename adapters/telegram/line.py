"""The line to Telegram: requests are paced, spoken in the community's language, and fail as DeliveryErrors alone.

Answers and deliveries share one line, so that their windows are the same. A request that fails is never repeated here:
who asked for it knows whether it may be.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, TypeVar

import telegram
from telegram import Bot, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from adapters.telegram.failures import (
    ANY,
    classified,
    is_hidden,
    is_no_member,
    is_stale_query,
    is_token_refused,
    is_unmodified,
)
from adapters.telegram.happenings import GENERAL, is_in
from adapters.telegram.outgoing import CARRIED, Message, Shown, Voice, as_one, caption, shown, toast
from adapters.telegram.pacing import Lane, Pacing
from bot.domain.people import ChatAddress, MessageRef
from bot.errors import DeliveryError, Doubt, Refused, TryLater, Unreachable
from bot.reporting import reported
from bot.talk.answers import Call, File, Reply
from bot.talk.carrying import shortened

log = logging.getLogger(__name__)

T = TypeVar("T")
Keep = Callable[[ChatAddress, Call], Awaitable[str]]  # keeps a call for the chat of its button, returns the token
NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
UNSURE: Final = timedelta(seconds=5)  # until the next try where a token may be refused or Telegram unreachable
REMEMBERED: Final = 10_000  # people who are known to be reachable


@dataclass(frozen=True, slots=True)
class Urgency:
    """In which lane a request goes, and how long it may wait for its turn, in seconds."""

    lane: Lane
    patience: float


ANSWER: Final = Urgency(Lane.ANSWER, 60.0)
DELIVERY: Final = Urgency(Lane.ANNOUNCEMENT, 4.0)  # the courier waits 15 s in all, its request included


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a reply: words, a file, or a file with words under it."""

    message: Message | None = None
    file: File | None = None


class Line:
    """All requests of one bot but the long poll. Until it `speaks` whatever is to be sent has to wait."""

    def __init__(self, bot: Bot, pacing: Pacing) -> None:
        self._bot = bot
        self._pacing = pacing
        self._voice: Voice | None = None
        self._keep: Keep | None = None
        self._reached: dict[str, None] = {}  # in the order of the last contact

    def speaks(self, voice: Voice, keep: Keep) -> None:
        """Know who the bot is, and who keeps the calls that are too long for a button."""
        self._voice, self._keep = voice, keep

    def words(self, reply: Reply) -> str:
        """Return a reply as the line that Telegram shows over the chat after a press."""
        return toast(reply, self._spoken())

    def start_link(self, token: str) -> str:
        """Return the address that opens the private chat with a kept call."""
        return f"https://t.me/{self._spoken().username}?start={token}"

    def heard(self, user: str) -> None:
        """Know that a person has just written to the bot privately, so that it may answer there."""
        self._reached.pop(user, None)
        self._reached[user] = None
        if len(self._reached) > REMEMBERED:
            del self._reached[next(iter(self._reached))]

    def lost(self, user: str) -> None:
        """Know that a person lets the bot write no more."""
        self._reached.pop(user, None)

    async def reaches(self, user: str) -> bool:
        """Say whether the bot may write to a person: it is asked by a sign of typing, which nobody is notified of."""
        if user in self._reached:
            return True
        try:
            await self._request(user, ANSWER, lambda: self._bot.send_chat_action(int(user), ChatAction.TYPING))
        except Unreachable:
            return False
        except DeliveryError:
            return True  # nobody knows; the answer itself will tell
        self.heard(user)
        return True

    async def send(
        self, where: ChatAddress, reply: Reply, urgency: Urgency, *, reply_to: str | None = None
    ) -> MessageRef:
        """Send a reply and return where its last message is, the one with the buttons.

        What is too long becomes several messages; when one after the first fails, the whole is in doubt. A card for all
        is one message, cut where it has to be: as one it is changed and taken away.
        """
        what = await self._shown(where, reply)
        if reply.card is not None and not reply.private:
            what = replace(what, messages=(as_one(what),))
        sent: MessageRef | None = None
        for part in _parts(what):
            try:
                ref = await self._send(where, part, urgency, silent=what.silent, reply_to=None if sent else reply_to)
            except DeliveryError as error:
                if sent is None:
                    raise
                raise Doubt("only a part of it was accepted") from error
            sent = ref if part.message is not None or sent is None else sent
        if sent is None:
            raise Refused("there is nothing to say")
        return sent

    async def edit(self, ref: MessageRef, reply: Reply, urgency: Urgency) -> None:
        """Bring a message to this content; that it has it already is success."""
        await self._edit(ref, await self._shown(ref.where, reply), urgency)

    async def _edit(self, ref: MessageRef, what: Shown, urgency: Urgency) -> None:
        message = as_one(what)

        async def request() -> None:
            try:
                await self._bot.edit_message_text(
                    message.text,
                    int(ref.where.chat),
                    int(ref.message),
                    entities=message.entities,
                    reply_markup=message.keyboard,
                    link_preview_options=NO_PREVIEW,
                )
            except BadRequest as error:
                if not is_unmodified(error):
                    raise

        await self._request(ref.where.chat, urgency, request)

    async def replace(self, ref: MessageRef, reply: Reply, urgency: Urgency) -> bool:
        """Let a reply take the place of a message; False where it has to be a message of its own."""
        what = await self._shown(ref.where, reply)
        if reply.fresh or reply.files or len(what.messages) != 1:
            return False
        try:
            await self._edit(ref, what, urgency)
        except Refused:
            return False
        return True

    async def remove(self, ref: MessageRef, urgency: Urgency) -> None:
        """Take a message away; Gone where it is not there any more, Refused where it is too old."""
        chat, message = int(ref.where.chat), int(ref.message)
        await self._request(ref.where.chat, urgency, lambda: self._bot.delete_message(chat, message))

    async def pin(self, ref: MessageRef, urgency: Urgency) -> None:
        """Pin a message without notifying anybody."""
        chat, message = int(ref.where.chat), int(ref.message)
        await self._request(
            ref.where.chat, urgency, lambda: self._bot.pin_chat_message(chat, message, disable_notification=True)
        )

    async def acknowledge(self, query: str, words: str = "", *, alert: bool = False, url: str | None = None) -> None:
        """Answer a press, with a line over the chat or a page to be opened; a press from long ago is let go."""
        try:
            await self._bot.answer_callback_query(query, words or None, show_alert=alert or None, url=url)
        except ANY as error:
            if not isinstance(error, TelegramError) or not is_stale_query(error):
                log.info("A press could not be answered: %s", type(error).__name__)

    async def is_member(self, chat: str, user: str) -> bool:
        """Ask whether a person is in a group; True where the group hides its members and the bot is no administrator.

        Nobody would ever be tagged there otherwise. Who is asked about has agreed to that, and a mention of somebody
        who left notifies nobody.
        """
        try:
            member = await self._request(chat, DELIVERY, lambda: self._bot.get_chat_member(int(chat), int(user)))
        except (Refused, Unreachable) as error:
            if is_no_member(error.__cause__):
                return False
            if is_hidden(error.__cause__):
                return True
            raise
        return is_in(member.to_dict())

    async def _send(
        self, where: ChatAddress, part: Part, urgency: Urgency, *, silent: bool, reply_to: str | None
    ) -> MessageRef:
        """Send one message. General has a topic's number that Telegram refuses, so it is left out."""
        chat = int(where.chat)
        topic = int(where.topic) if where.topic not in (None, GENERAL) else None
        quoted = ReplyParameters(int(reply_to), allow_sending_without_reply=True) if reply_to else None
        message = part.message or Message("", (), None)

        async def request() -> telegram.Message:
            if part.file is None:
                return await self._bot.send_message(
                    chat,
                    message.text,
                    entities=message.entities,
                    disable_notification=silent or None,
                    reply_markup=message.keyboard,
                    message_thread_id=topic,
                    link_preview_options=NO_PREVIEW,
                    reply_parameters=quoted,
                )
            return await self._bot.send_document(
                chat,
                InputFile(part.file.content, part.file.name),
                message.text or None,
                disable_notification=silent or None,
                reply_markup=message.keyboard,
                caption_entities=message.entities or None,
                message_thread_id=topic,
                reply_parameters=quoted,
            )

        accepted = await self._request(where.chat, urgency, request)
        return MessageRef(replace(where, chat=str(accepted.chat.id)), str(accepted.message_id))

    async def _shown(self, where: ChatAddress, reply: Reply) -> Shown:
        voice, keep = self._spoken(), self._keep

        async def kept(call: Call) -> str:
            assert keep is not None  # noqa: S101 - it comes with the voice
            try:
                return await keep(where, call)
            except Exception as error:
                raise TryLater(UNSURE, f"code {reported(error, 'keeping a call')}") from error

        return shown(await shortened(reply, kept, CARRIED), voice)

    def _spoken(self) -> Voice:
        if self._voice is None:
            raise TryLater(UNSURE, "Telegram has not said yet who the bot is")
        return self._voice

    async def _request(self, chat: str, urgency: Urgency, make: Callable[[], Awaitable[T]]) -> T:
        await self._pacing.turn(chat, urgency.lane, urgency.patience)
        try:
            return await make()
        except RetryAfter as error:
            later = classified(error)
            if isinstance(later, TryLater):
                self._pacing.hold(chat, later.after.total_seconds())
            raise later from error
        except InvalidToken as error:
            raise await self._refused(error) from error
        except TelegramError as error:
            raise classified(error) from error
        except ANY as error:
            raise Doubt("an answer that cannot be read") from error

    async def _refused(self, error: InvalidToken) -> DeliveryError:
        """Return what a 401 or 404 means: Stop only where the bot's own name is refused as well."""
        if not is_token_refused(error):
            return classified(error)
        try:
            await self._bot.get_me()
        except TelegramError as again:
            return classified(again) if is_token_refused(again) else TryLater(UNSURE, "the token may be refused")
        return Refused("not found")


def _parts(what: Shown) -> list[Part]:
    """Return the messages in their order: words before files, and the only words under the only file."""
    under = caption(what)
    if under is not None:
        return [Part(under, what.files[0])]
    return [*(Part(message) for message in what.messages), *(Part(file=file) for file in what.files)]
