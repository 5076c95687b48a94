"""What `ideenherd check` finds out about Telegram: the token, each place, each organiser.

Nothing is posted, and no updates are taken: a bot that runs with the same token is not disturbed. What Telegram does
not answer becomes a finding as well; after three such questions the rest is left unchecked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from telegram import Bot, ChatFullInfo, ChatMember, ReplyParameters, User
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.request import HTTPXRequest

from adapters.checking import Step, address_of, admin, called, visited
from adapters.telegram import remedies
from adapters.telegram.failures import ANY, is_foreign, said
from adapters.telegram.happenings import GENERAL, is_in
from bot.domain.community import Community
from bot.domain.people import Platform
from bot.domain.places import Place
from bot.findings import Finding, Level
from bot.gate import is_heard_in
from bot.talk.strange import one_line

TIMEOUT: Final = 10.0  # seconds
NO_MESSAGE: Final = 2**31 - 1  # no chat has as many messages
TITLE: Final = 60  # of a group, in characters
# What an administrator may do to others, and what it is called.
NOT_NEEDED: Final = {"can_restrict_members": "Mitglieder sperren", "can_promote_members": "Admins ernennen"}

NO_TOPIC: Final = ("thread not found", "topic_deleted", "topic_id_invalid")


async def checked(token: str, base_url: str, places: Sequence[Place], community: Community) -> AsyncIterator[Finding]:
    """Yield the findings for a token, over connections that are closed at the end."""
    request = HTTPXRequest(connect_timeout=TIMEOUT, read_timeout=TIMEOUT)
    try:
        async for finding in findings(Bot(token, base_url, request=request), places, community):
            yield finding
    finally:
        await request.shutdown()


async def findings(bot: Bot, places: Sequence[Place], community: Community) -> AsyncIterator[Finding]:
    """Yield what is the case, the most general first; no error of Telegram or of the network leaves this.

    `bot` need not be initialised. Places and organisers of other platforms are left out.
    """
    here = [place for place in places if place.address.platform is Platform.TELEGRAM]
    try:
        me = await bot.get_me()
    except ANY as error:
        yield remedies.not_in(error, address_of(bot.base_url))
        return
    yield remedies.answers(me.username or "")
    for finding in _about_me(me, here):
        yield finding
    visit = _Visit(bot, me)
    steps = _steps(visit, here, community)
    async for finding in visited(steps, (TelegramError,), _is_refusal, remedies.unclear, remedies.given_up):
        yield finding
    if visit.unnoticed:
        yield remedies.misses_leavers(visit.unnoticed)
    if visit.hiding:
        yield remedies.cannot_ask(visit.hiding)


def _steps(visit: _Visit, places: Sequence[Place], community: Community) -> Iterator[tuple[str, Step]]:
    """Yield what is to be looked at, each with its name; a chat once, however many places are in it."""
    yield "Webhook", visit.webhook
    chats: dict[int, list[Place]] = {}
    for place in places:
        chats.setdefault(int(place.address.chat), []).append(place)
    for chat, shared in chats.items():
        yield _names(shared), partial(visit.chat, chat, shared)
    for user in sorted(int(each.user) for each in community.organisers if each.platform is Platform.TELEGRAM):
        yield admin(user), partial(visit.organiser, user)


@dataclass(slots=True)
class _Visit:
    """One round through Telegram.

    `unnoticed` names the places where the bot does not see who leaves, `hiding` those where it cannot even ask.
    """

    bot: Bot
    me: User
    unnoticed: list[str] = field(default_factory=list)
    hiding: list[str] = field(default_factory=list)

    async def webhook(self) -> list[Finding]:
        """Look whether updates go to another program."""
        url = (await self.bot.get_webhook_info()).url
        return [remedies.webhook(urlsplit(url).hostname or "?")] if url else []  # the rest often holds the token

    async def chat(self, chat: int, places: Sequence[Place]) -> list[Finding]:
        """Look at one chat and the places in it."""
        name = _names(places)
        try:
            found = await self.bot.get_chat(chat)
            if found.type == ChatType.GROUP:
                # Only who means to write is told that a basic group has moved; this shows "typing" and posts nothing.
                await self.bot.send_chat_action(chat, ChatAction.TYPING)
        except ChatMigrated as error:
            return [remedies.has_moved(name, error.new_chat_id), *await self.chat(error.new_chat_id, places)]
        except Forbidden as error:
            if is_foreign(error):
                raise
            return [remedies.shut_out(name, said(error).casefold())]
        except BadRequest as error:
            if not _is_missing(error):
                raise
            return [remedies.unknown(name, chat)]
        if found.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
            return [remedies.no_group(name, found.type)]
        return await self._group(name, found, places)

    async def _group(self, name: str, found: ChatFullInfo, places: Sequence[Place]) -> list[Finding]:
        member = await self.bot.get_chat_member(found.id, self.me.id)
        if not is_in(member.to_dict()):
            return [remedies.removed(name) if member.status == ChatMember.BANNED else remedies.not_there(name)]
        if not _is_admin(member):
            self.unnoticed.append(name)
            if found.has_hidden_members:
                self.hiding.append(name)
        result = [*_standing(name, found, member)]
        for place in places:
            result += [*self._free_posts(place, member), *await self._topic(place, found)]
        if all(each.level is not Level.WRONG for each in result):
            result.insert(0, remedies.may_write(name, one_line(found.title or "?", TITLE)))
        return result

    def _free_posts(self, place: Place, member: ChatMember) -> Iterator[Finding]:
        if is_heard_in(place) and not self.me.can_read_all_group_messages and not _is_admin(member):
            yield remedies.hears_nothing(called(place))

    async def _topic(self, place: Place, found: ChatFullInfo) -> list[Finding]:
        """Look whether the place's topic is there."""
        name, topic = called(place), place.address.topic
        if topic in (None, GENERAL):
            return [remedies.is_general(name)] if found.is_forum else []
        if not found.is_forum:
            return [remedies.no_topics(name)]
        return [] if await self._has_topic(found.id, topic) else [remedies.no_topic(name)]

    async def _has_topic(self, chat: int, topic: str) -> bool:
        """Say whether there is such a topic, by a reply to a message that does not exist.

        Telegram looks for the topic first and for the message then, so one of two refusals comes and nothing is posted.
        A chat action would not do: it succeeds in a deleted topic too (tdlib/telegram-bot-api, issue 732).
        """
        nowhere = ReplyParameters(NO_MESSAGE, allow_sending_without_reply=False)
        try:
            await self.bot.send_message(chat, ".", message_thread_id=int(topic), reply_parameters=nowhere)
        except BadRequest as error:
            if is_foreign(error):
                raise
            return not any(words in said(error).casefold() for words in NO_TOPIC)
        return True

    async def organiser(self, user: int) -> list[Finding]:
        """Look whether the bot may write to somebody; they see at most that it is typing."""
        name = admin(user)
        if user < 0:
            return [remedies.no_person(name)]
        if user == self.me.id:
            return [remedies.myself(name)]
        try:
            await self.bot.send_chat_action(user, ChatAction.TYPING)
        except Forbidden as error:
            if is_foreign(error):
                raise
            return [remedies.cannot_reach(name, said(error).casefold())]
        except BadRequest as error:
            if not _is_missing(error):
                raise
            return [remedies.stranger(name, self.me.username or "")]
        return [remedies.reaches(name)]


def _about_me(me: User, places: Sequence[Place]) -> Iterator[Finding]:
    if not places:
        yield remedies.no_place()
    if me.can_join_groups is False:
        yield remedies.joins_nothing()
    if me.can_read_all_group_messages and not any(map(is_heard_in, places)):
        yield remedies.reads_too_much()


def _standing(name: str, found: ChatFullInfo, member: ChatMember) -> Iterator[Finding]:
    """Yield what is to be said of the bot's own rights in a group."""
    if not _may("can_send_messages", found, member):
        yield remedies.silenced(name)
    elif not _may("can_send_documents", found, member):
        yield remedies.no_files(name)
    if found.type == ChatType.GROUP:
        yield remedies.may_move(name)
    if rights := [called for right, called in NOT_NEEDED.items() if getattr(member, right, False)]:
        yield remedies.too_many_rights(name, rights)


def _may(right: str, found: ChatFullInfo, member: ChatMember) -> bool:
    """Say whether the bot has a right to send: what the group allows everybody, less what was taken from the bot."""
    if _is_admin(member):
        return True
    return getattr(member, right, None) is not False and getattr(found.permissions, right, None) is not False


def _is_admin(member: ChatMember) -> bool:
    return member.status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER)


def _is_missing(error: BadRequest) -> bool:
    return "not found" in said(error).casefold()


def _is_refusal(error: TelegramError) -> bool:
    """Say whether Telegram itself answered, and refused this one question."""
    return isinstance(error, BadRequest | Forbidden) and not is_foreign(error)


def _names(places: Sequence[Place]) -> str:
    return ", ".join(map(called, places))
