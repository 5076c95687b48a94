"""The loopback Bot API plays chats as Telegram does: what reaches the bot, where it writes, whom it notifies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity, User
from telegram.request import HTTPXRequest

from tests.support.botapi import BotApi, Group, Person


@dataclass
class Scene:
    """One bot, two members, and the group that they share with it."""

    api: BotApi
    bot: Bot
    anna: Person
    ben: Person
    group: Group

    @property
    def heard(self) -> list[str]:
        """Return the texts that reached the bot, service messages as what they carry."""
        return [_words(update) for update in self.api.unconfirmed]

    async def last(self) -> Message:
        """Return the last message that reached the bot, as the library reads it."""
        (update,) = await self.bot.get_updates(-1)
        assert update.effective_message is not None
        assert isinstance(update.effective_message, Message)
        return update.effective_message


def _words(update: dict[str, dict[str, object]]) -> str:
    kind = next(name for name in update if name != "update_id")
    message = update[kind]
    if kind not in {"message", "edited_message"}:
        return kind
    return str(message.get("text") or message.get("caption") or max(message))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with BotApi() as api:
        request = HTTPXRequest(httpx_kwargs={"verify": False})
        async with Bot(api.token, base_url=api.base_url, request=request, get_updates_request=request) as bot:
            anna, ben = api.person("Anna", username="anna_malt"), api.person("Ben")
            yield Scene(api, bot, anna, ben, api.group("Aufträge", anna, ben))


def mention(person: Person, offset: int, length: int) -> MessageEntity:
    return MessageEntity("text_mention", offset, length, user=User(person.id, person.name, is_bot=False))


async def test_privacy_mode_lets_through_what_is_meant_for_the_bot(scene: Scene) -> None:
    group = scene.group
    own = (await scene.bot.send_message(group.id, "Hallo")).message_id
    plain = scene.anna.says("plain", group)
    for text in ("/suche python", "/suche@ideenherd_bot", "/suche@other_bot", "Hallo @Ideenherd_Bot", "Ja /suche"):
        scene.anna.says(text, group)
    scene.anna.says("reply to the bot", group, reply_to=own)
    scene.anna.says("reply to Anna", group, reply_to=plain)
    scene.anna.sends_photo(group, caption="plain caption")
    scene.anna.sends_photo(group, caption="/suche by caption")
    scene.anna.sends_sticker(group)
    scene.anna.edits(plain, "edited", group)
    scene.api.person("Carla").joins(group)
    assert scene.heard == [
        "/suche python",
        "/suche@ideenherd_bot",
        "Hallo @Ideenherd_Bot",
        "reply to the bot",
        "/suche by caption",
        "new_chat_members",
    ]


@pytest.mark.parametrize("reads_all", ["admin", "no privacy"])
async def test_an_administrator_and_a_bot_without_privacy_mode_read_everything(scene: Scene, reads_all: str) -> None:
    if reads_all == "admin":
        scene.group.promotes_bot()
    else:
        scene.api.privacy = False
    said = scene.anna.says("plain", scene.group)
    scene.anna.edits(said, "edited", scene.group)
    scene.group.posts("from the channel")
    assert scene.heard[-3:] == ["plain", "edited", "from the channel"]


async def test_a_bot_that_is_not_in_a_group_hears_nothing(scene: Scene) -> None:
    scene.group.removes_bot()
    scene.anna.says("/suche", scene.group)
    assert scene.heard == ["my_chat_member"]


async def test_in_private_everything_arrives(scene: Scene) -> None:
    said = scene.anna.says("Hallo")
    scene.anna.edits(said, "Guten Tag")
    scene.anna.sends_sticker()
    scene.anna.blocks()
    scene.anna.starts()
    assert scene.heard == ["Hallo", "Guten Tag", "sticker", "my_chat_member", "my_chat_member", "/start"]
    scene.anna.deletes(said)
    assert len(scene.heard) == 6


async def test_nobody_acts_against_telegrams_rules(scene: Scene) -> None:
    scene.anna.blocks()
    with pytest.raises(AssertionError, match="blocks the bot"):
        scene.anna.says("Hallo")
    scene.group.restricts(scene.ben)
    with pytest.raises(AssertionError, match="may not write"):
        scene.ben.says("Hallo", scene.group)
    with pytest.raises(AssertionError, match="may not write"):
        scene.api.person("Carla").says("Hallo", scene.group)
    with pytest.raises(AssertionError, match="is not Ben's"):
        scene.ben.edits(scene.anna.says("Hallo", scene.group), "x", scene.group)


async def test_an_anonymous_administrator_is_the_group(scene: Scene) -> None:
    scene.group.says_anonymously("/hallo")
    message = await scene.last()
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.id, message.from_user.is_bot) == (1087968824, True)
    assert message.sender_chat.id == scene.group.id


async def test_a_linked_channels_post_comes_from_the_channel(scene: Scene) -> None:
    scene.api.privacy = False
    scene.group.posts("Neues", channel="Herdbrief")
    message = await scene.last()
    assert message.sender_chat is not None
    assert message.from_user is not None
    assert (message.sender_chat.title, message.sender_chat.type, message.from_user.id) == (
        "Herdbrief",
        "channel",
        777000,
    )
    assert message.is_automatic_forward


async def test_topics_keep_their_messages_apart(scene: Scene) -> None:
    forum = scene.api.group("Forum", scene.anna, forum=True)
    jobs, talk = forum.topic("Jobs"), forum.topic("Plauderei")
    await scene.bot.send_message(forum.id, "in general")
    await scene.bot.send_message(forum.id, "in jobs", message_thread_id=jobs.thread)
    said = scene.anna.says("/in_talk", topic=talk)
    await scene.bot.send_message(forum.id, "a reply in talk", reply_to_message_id=said)
    shown = {topic.name: [each.text for each in topic.messages] for topic in forum.topics.values()}
    assert shown == {"General": ["in general"], "Jobs": ["in jobs"], "Plauderei": ["a reply in talk"]}
    assert [each.thread for each in forum.messages] == [None, jobs.thread, talk.thread]


async def test_messages_of_a_topic_name_it_and_reply_to_its_beginning(scene: Scene) -> None:
    forum = scene.api.group("Forum", scene.anna, forum=True)
    topic = forum.topic("Jobs")
    scene.anna.says("/hallo", topic=topic)
    message = await scene.last()
    assert (message.message_thread_id, message.is_topic_message) == (topic.thread, True)
    assert message.reply_to_message is not None
    assert message.reply_to_message.forum_topic_created is not None


async def test_a_reply_in_general_carries_an_odd_thread_that_leads_nowhere(scene: Scene) -> None:
    forum = scene.api.group("Forum", scene.anna, forum=True)
    scene.anna.says("/hallo", forum)
    assert (await scene.last()).message_thread_id is None
    first = scene.anna.says("eins", forum)
    second = scene.anna.says("zwei", forum, reply_to=first)
    scene.anna.says("/hallo", forum, reply_to=second)
    message = await scene.last()
    assert (message.message_thread_id, message.is_topic_message) == (first, None)


async def test_an_administrator_writes_in_closed_topics(scene: Scene) -> None:
    forum = scene.api.group("Forum", scene.anna, forum=True)
    topic = forum.topic("Jobs")
    topic.closes()
    with pytest.raises(AssertionError, match="closed"):
        scene.anna.says("Hallo", topic=topic)
    forum.promotes_bot()
    await scene.bot.send_message(forum.id, "Hallo", message_thread_id=topic.thread)
    topic.reopens()
    scene.anna.says("Hallo", topic=topic)


async def test_message_ids_repeat_in_every_supergroup_and_count_on_elsewhere(scene: Scene) -> None:
    other = scene.api.group("Termine", scene.anna)
    basic = scene.api.group("Basis", scene.anna, kind="group")
    assert scene.anna.says("x", scene.group) == scene.anna.says("x", other) == 2
    assert [scene.anna.says("x"), scene.anna.says("x", basic), scene.ben.says("x")] == [1, 2, 3]


async def test_mentions_notify_members_once_and_never_by_an_edit(scene: Scene) -> None:
    carla = scene.api.person("Carla")
    carla.starts()
    text = "Ben, Ben, Carla, @anna_malt"
    entities = [mention(scene.ben, 0, 3), mention(scene.ben, 5, 3), mention(carla, 10, 5)]
    sent = await scene.bot.send_message(scene.group.id, text, entities=entities, disable_notification=True)
    assert [(each.person, each.silent) for each in scene.api.notified] == [(scene.ben, True), (scene.anna, True)]
    carla.joins(scene.group)
    await sent.edit_text("Carla", entities=[mention(carla, 0, 5)])
    assert len(scene.api.notified) == 2


async def test_only_the_first_five_mentions_notify(scene: Scene) -> None:
    people = [scene.api.person(f"Person{number}") for number in range(6)]
    for person in people:
        person.joins(scene.group)
    entities = [mention(person, 8 * place, 7) for place, person in enumerate(people)]
    await scene.bot.send_message(scene.group.id, " ".join(person.name for person in people), entities=entities)
    assert [each.person for each in scene.api.notified] == people[:5]
    assert len(scene.group.messages[0].given) == 6


async def test_who_never_met_the_bot_is_not_mentioned_and_nobody_is_told(scene: Scene) -> None:
    carla = scene.api.person("Carla")
    await scene.bot.send_message(scene.group.id, "Carla", entities=[mention(carla, 0, 5)])
    assert scene.group.messages[0].entities == ()
    carla.starts()
    await scene.bot.send_message(scene.group.id, "Carla", entities=[mention(carla, 0, 5)])
    assert [each.user for each in scene.group.messages[1].entities] == [carla.id]
    assert not scene.api.violations


async def test_given_and_found_entities_are_told_apart(scene: Scene) -> None:
    text = "Anna sucht @anna_malt, /suche hilft: https://t.me/x"
    link = MessageEntity("text_link", 37, 14, url="https://example.de")
    sent = await scene.bot.send_message(scene.group.id, text, entities=[MessageEntity("bold", 0, 21), link])
    (message,) = scene.group.messages
    assert [(each.kind, each.words) for each in message.given] == [
        ("bold", "Anna sucht @anna_malt"),
        ("text_link", "https://t.me/x"),
    ]
    assert [(each.kind, each.words) for each in message.found] == [("mention", "@anna_malt"), ("bot_command", "/suche")]
    assert [each.type for each in sent.entities] == ["bold", "mention", "bot_command", "text_link"]


async def test_what_telegram_drops_in_silence_is_a_violation(scene: Scene) -> None:
    many = [MessageEntity("bold", 2 * place, 1) for place in range(101)]
    await scene.bot.send_message(scene.group.id, "x " * 101, entities=many)
    crossing = [MessageEntity("code", 0, 3), MessageEntity("pre", 2, 3)]
    await scene.bot.send_message(scene.group.id, "Hallo", entities=crossing)
    wide = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] * 9])
    await scene.bot.send_message(scene.group.id, "Hallo", reply_markup=wide)
    assert [len(each.given) for each in scene.group.messages] == [100, 1, 0]
    assert len(scene.api.violations) == 3


async def test_people_see_a_group_as_it_stands(scene: Scene) -> None:
    said = scene.anna.says("Hallo", scene.group)
    sent = await scene.bot.send_message(scene.group.id, "Guten Tag")
    assert [each.text for each in scene.ben.sees(scene.group)] == ["Hallo", "Guten Tag"]
    scene.anna.deletes(said, scene.group)
    await sent.edit_text("Moin")
    assert [each.text for each in scene.ben.sees(scene.group)] == ["Moin"]
    scene.anna.says("Hallo")
    assert [each.text for each in scene.anna.sees()] == ["Hallo"]


async def test_an_administrator_deletes_what_members_wrote(scene: Scene) -> None:
    said = scene.anna.says("spam", scene.group)
    scene.group.promotes_bot("can_delete_messages")
    await scene.bot.delete_message(scene.group.id, said)
    assert scene.group.standing == []
