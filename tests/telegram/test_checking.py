"""What `ideenherd check` finds on Telegram: each mistake of a set-up is named with its way out; nothing is posted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from adapters.telegram.checking import findings
from bot.domain.community import Community
from bot.domain.people import Address, ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.findings import Finding, Level
from tests.support.botapi import Answer, BotApi, ClosedBefore, Garbage, Hang, RetryAfter

if TYPE_CHECKING:
    from tests.support.botapi.chats import Group, Topic

# The library warns of a 429's coming type whenever it raises one.
ignoring_the_coming_type = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

GOOD, HINT, WRONG = Level.GOOD, Level.HINT, Level.WRONG
JOBS, EVENTS = frozenset({Role.JOBS}), frozenset({Role.EVENTS})
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
FULL = {"accent_color_id": 3, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(GIFTS, True)}
READ_ONLY = {"getMe", "getWebhookInfo", "getChat", "getChatMember", "sendChatAction"}


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.violations == []
        posted = [each.method for each in server.calls if each.status == 200 and each.method not in READ_ONLY]
        assert posted == [], "looking must change nothing"


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    client = bot_at(api.base_url, api.token)
    yield client
    await client.request.shutdown()


def bot_at(base_url: str, token: str) -> Bot:
    """Return a bot that has not asked anything yet, and does not wait long for an answer."""
    request = HTTPXRequest(read_timeout=0.3, connect_timeout=2.0)
    return Bot(token, base_url, request=request, get_updates_request=request)


def place(
    chat: Group | int,
    *,
    name: str = "#jobs",
    topic: int | None = None,
    free: bool = False,
    roles: frozenset[Role] = JOBS,
) -> Place:
    number = str(chat if isinstance(chat, int) else chat.id)
    address = ChatAddress(Platform.TELEGRAM, number, str(topic) if topic is not None else None)
    return Place(0, address, name, roles, free_messages=free)


def community(*organisers: int) -> Community:
    known = {Address(Platform.TELEGRAM, str(each)) for each in organisers} | {Address(Platform.DISCORD, "77")}
    return Community("Ideenherd", ZoneInfo("Europe/Berlin"), "de", "", "", frozenset(known))


async def found(bot: Bot, *places: Place, organisers: tuple[int, ...] = ()) -> list[Finding]:
    return [each async for each in findings(bot, places, community(*organisers))]


async def said(bot: Bot, *places: Place, organisers: tuple[int, ...] = ()) -> list[str]:
    """Return what is found besides that Telegram answers and that leavers go unnoticed, as "level: what → remedy"."""
    usual = ("Telegram antwortet, ich heiße", "Wer die Gruppe verlässt")
    every = await found(bot, *places, organisers=organisers)
    return [f"{each.level}: {each.what}" for each in every if not any(words in each.what for words in usual)]


def answered(result: Any) -> Garbage:
    """Return the fault by which Telegram answers something else."""
    return Garbage(200, json.dumps({"ok": True, "result": result}))


# The bot as a whole


async def test_a_set_up_that_works_has_nothing_but_good_findings(api: BotApi, bot: Bot) -> None:
    anna = api.person("Anna")
    anna.starts()
    group = api.group("Aufträge", anna)
    group.promotes_bot("can_pin_messages")
    every = await found(bot, place(group, free=True), organisers=(anna.id,))
    assert [(each.level, each.what) for each in every] == [
        (GOOD, "Telegram antwortet, ich heiße dort @ideenherd_bot."),
        (GOOD, "#jobs: Ich bin in der Gruppe „Aufträge“ und darf schreiben."),
        (GOOD, f"[[admins]] {anna.id}: Ich darf privat schreiben."),
    ]


async def test_every_finding_but_a_good_one_says_what_to_do(api: BotApi, bot: Bot) -> None:
    anna = api.person("Anna")
    group = api.group("Aufträge", anna, kind="group")
    every = await found(bot, place(group, free=True), place(-4, name="#weg"), organisers=(anna.id, 12))
    assert {each.level for each in every} == {GOOD, HINT, WRONG}
    for each in every:
        assert bool(each.remedy) == (each.level is not GOOD), each
        assert "!" not in each.what + each.remedy


async def test_a_refused_token_ends_the_look_at_telegram(api: BotApi) -> None:
    revoked = bot_at(api.base_url, api.token[:-3] + "XYZ")
    [finding] = await found(revoked, place(-1001))
    assert finding.level is WRONG
    assert finding.what == "Das Token von Telegram gilt nicht (401)."
    assert "BotFather, /token" in finding.remedy
    cut = bot_at(api.base_url, "123456789:short")
    [finding] = await found(cut)
    assert finding.what == f"http://127.0.0.1:{api.port} kennt dieses Token nicht (404)."
    for each in (revoked, cut):
        await each.request.shutdown()


@ignoring_the_coming_type
async def test_an_address_that_is_no_bot_api_is_named_without_what_is_secret_in_it(api: BotApi, bot: Bot) -> None:
    await api.goes_down()
    secret = bot_at(f"http://anna:geheim@127.0.0.1:{api.port}/bot", api.token)
    [finding] = await found(secret)
    assert finding.what == f"http://127.0.0.1:{api.port} ist nicht zu erreichen."
    assert not any(part in str(finding) for part in ("geheim", api.token))
    await secret.request.shutdown()
    await api.comes_up()
    for strange in (Garbage(), Garbage(200, "[]"), Garbage(200, '{"status": "up"}'), answered("up"), answered({})):
        api.faults.add("getMe", strange)
        [finding] = await found(bot)
        assert finding.what == f"http://127.0.0.1:{api.port} antwortet, aber nicht wie Telegram.", strange
    api.faults.add("getMe", RetryAfter(7))
    [finding] = await found(bot)
    assert finding.what == "Telegram nimmt gerade keine Fragen an (429)."


async def test_without_a_place_the_next_step_is_said(api: BotApi, bot: Bot) -> None:
    discord = Place(0, ChatAddress(Platform.DISCORD, "5"), "#jobs", JOBS)
    assert await said(bot, discord) == ["Hinweis: Auf Telegram ist noch kein Ort eingetragen."]


async def test_a_bot_that_may_join_no_group_is_noticed(api: BotApi, bot: Bot) -> None:
    group = api.group("Aufträge")
    assert "darf mich niemand aufnehmen" not in str(await said(bot, place(group)))
    api.faults.add("getMe", answered(api.me.as_json() | {"can_join_groups": False}))
    assert "Hinweis: In neue Gruppen darf mich niemand aufnehmen." in await said(bot, place(group))


async def test_a_webhook_is_named_by_its_host_alone(api: BotApi, bot: Bot) -> None:
    api.sets_webhook(f"https://example.org/{api.token}")
    [finding] = [each for each in await found(bot, place(api.group("Aufträge"))) if "Webhook" in each.what]
    assert finding.what.startswith("Ein Webhook ist gesetzt, nach example.org: ")
    assert api.token not in str(finding)


# Privacy mode


async def test_free_posts_need_privacy_mode_off_or_an_admin(api: BotApi, bot: Bot) -> None:
    group = api.group("Aufträge")
    deaf = "falsch: #jobs: Freie Beiträge erreichen mich dort nicht."
    assert deaf in await said(bot, place(group, free=True))
    assert deaf not in await said(bot, place(group))
    assert deaf not in await said(bot, place(group, free=True, roles=EVENTS)), "only jobs places are read"
    group.promotes_bot("can_pin_messages")
    assert deaf not in await said(bot, place(group, free=True))
    group.demotes_bot()
    api.privacy = False
    assert deaf not in await said(bot, place(group, free=True))


async def test_privacy_mode_that_is_off_for_nothing_is_a_hint(api: BotApi, bot: Bot) -> None:
    group = api.group("Aufträge")
    curious = "Hinweis: Ich bekomme alles mit, was in meinen Gruppen geschrieben wird, und brauche es nirgends."
    assert curious not in await said(bot, place(group))
    api.privacy = False
    assert curious in await said(bot, place(group))
    assert curious not in await said(bot, place(group, free=True))


# Groups


async def test_an_unknown_chat_is_explained_by_its_number(api: BotApi, bot: Bot) -> None:
    for number, way_out in (
        (-1001234567890, "Nimm mich in die Gruppe auf"),
        (-1234567890, "chat = -1001234567890"),
        (1234567890, "beginnen mit einem Minus"),
    ):
        [finding] = [each for each in await found(bot, place(number)) if each.level is WRONG]
        assert finding.what == "#jobs: Diese Gruppe kenne ich nicht."
        assert way_out in finding.remedy


async def test_what_is_no_group_cannot_be_a_place(api: BotApi, bot: Bot) -> None:
    anna = api.person("Anna")
    anna.starts()
    assert await said(bot, place(anna.id)) == ["falsch: #jobs: Das ist ein Privatchat."]
    channel = {"id": -1001, "type": "channel", "title": "Neuigkeiten"}
    api.faults.add("getChat", answered(channel | FULL))
    assert await said(bot, place(-1001)) == ["falsch: #jobs: Das ist ein Kanal."]


async def test_a_bot_that_was_removed_is_not_in_its_place(api: BotApi, bot: Bot) -> None:
    kicked, left, gone = api.group("A"), api.group("B"), api.group("C")
    kicked.removes_bot()
    api.faults.add("getChat", Answer(403, "Forbidden: bot is not a member of the supergroup chat"), chat=left.id)
    api.faults.add("getChat", Answer(403, "Forbidden: the group chat was deleted"), chat=gone.id)
    assert await said(bot, place(kicked, name="#a"), place(left, name="#b"), place(gone, name="#c")) == [
        "falsch: #a: Ich bin aus der Gruppe entfernt worden.",
        "falsch: #b: Ich bin nicht in der Gruppe.",
        "falsch: #c: Die Gruppe gibt es nicht mehr.",
    ]


@pytest.mark.parametrize(
    ("member", "what"),
    [
        ({"status": "left"}, "falsch: #jobs: Ich bin nicht in der Gruppe."),
        ({"status": "kicked", "until_date": 0}, "falsch: #jobs: Ich bin aus der Gruppe entfernt worden."),
    ],
)
async def test_a_public_group_can_be_seen_from_outside(
    api: BotApi, bot: Bot, member: dict[str, Any], what: str
) -> None:
    api.faults.add("getChatMember", answered(member | {"user": api.me.as_json()}))
    assert await said(bot, place(api.group("Aufträge"))) == [what]


async def test_a_silenced_bot_is_noticed_and_one_without_files_too(api: BotApi, bot: Bot) -> None:
    group = api.group("Aufträge")
    good = "gut: #jobs: Ich bin in der Gruppe „Aufträge“ und darf schreiben."
    group.restricts_bot()
    assert await said(bot, place(group)) == ["falsch: #jobs: Ich darf dort nicht schreiben."]
    group.restricts_bot("can_send_messages")
    assert await said(bot, place(group)) == [good, "Hinweis: #jobs: Ich darf dort keine Dateien senden."]
    group.restricts_bot("can_send_messages", "can_send_documents")
    assert await said(bot, place(group)) == [good]


@pytest.mark.parametrize(
    ("allowed", "what"),
    [
        ({"can_send_messages": False, "can_send_documents": True}, "falsch: #jobs: Ich darf dort nicht schreiben."),
        (
            {"can_send_messages": True, "can_send_documents": False},
            "Hinweis: #jobs: Ich darf dort keine Dateien senden.",
        ),
    ],
)
async def test_what_a_group_allows_nobody_the_bot_may_as_admin(
    api: BotApi, bot: Bot, allowed: dict[str, bool], what: str
) -> None:
    group = api.group("Aufträge")
    api.faults.add("getChat", answered(group.as_json() | FULL | {"permissions": allowed}), times=2)
    assert what in await said(bot, place(group))
    group.promotes_bot("can_pin_messages")
    assert what not in await said(bot, place(group))


async def test_rights_for_nothing_are_to_be_taken_away(api: BotApi, bot: Bot) -> None:
    group = api.group("Aufträge")
    group.promotes_bot("can_restrict_members", "can_promote_members", "can_delete_messages")
    every = "Hinweis: #jobs: Ich habe dort Rechte, die ich nicht brauche: Mitglieder sperren, Admins ernennen."
    assert every in await said(bot, place(group))
    group.promotes_bot("can_delete_messages")
    assert await said(bot, place(group)) == ["gut: #jobs: Ich bin in der Gruppe „Aufträge“ und darf schreiben."]


async def test_leavers_are_seen_by_an_admin_alone(api: BotApi, bot: Bot) -> None:
    watched, other, third = api.group("A"), api.group("B"), api.group("C")
    watched.promotes_bot("can_pin_messages")
    every = await found(bot, place(watched, name="#a"), place(other, name="#b"), place(third, name="#c"))
    assert every[-1].level is HINT
    assert every[-1].what == "#b, #c: Wer die Gruppe verlässt, erfahre ich nur als Admin."


async def test_hidden_members_are_known_to_an_admin_alone(api: BotApi, bot: Bot) -> None:
    group, open_one = api.group("A"), api.group("B")
    group.hides_members = True
    hidden = "#a: Die Mitglieder sind verborgen. Wer noch dabei ist, erfahre ich nur als Admin."
    places = place(group, name="#a"), place(open_one, name="#b")
    assert (HINT, hidden) in [(each.level, each.what) for each in await found(bot, *places)]
    group.promotes_bot("can_pin_messages")
    assert hidden not in str(await found(bot, *places))


async def test_a_basic_group_may_move_and_a_moved_one_says_its_new_number(api: BotApi, bot: Bot) -> None:
    group = api.group("Aufträge", kind="group")
    before = place(group)
    good = "gut: #jobs: Ich bin in der Gruppe „Aufträge“ und darf schreiben."
    basic = "Hinweis: #jobs: Das ist eine einfache Gruppe. Wird sie zur Supergruppe, bekommt sie eine neue Nummer."
    assert await said(bot, before) == [good, basic]
    new = group.upgrade()
    every = await found(bot, before)
    assert [each.what for each in every][1:3] == [
        "#jobs: Die Gruppe ist jetzt eine Supergruppe mit neuer Nummer.",
        "#jobs: Ich bin in der Gruppe „Aufträge“ und darf schreiben.",
    ]
    assert every[1].remedy == f"Schreib chat = {new}"


async def test_a_move_that_only_writing_shows_is_seen(api: BotApi, bot: Bot) -> None:
    group, new = api.group("Aufträge", kind="group"), api.group("Aufträge")
    moved = Answer(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": new.id})
    api.faults.add("sendChatAction", moved, chat=group.id)
    assert "Hinweis: #jobs: Die Gruppe ist jetzt eine Supergruppe mit neuer Nummer." in await said(bot, place(group))


async def test_a_place_without_a_name_is_called_by_its_number(api: BotApi, bot: Bot) -> None:
    assert await said(bot, place(-1001, name="")) == ["falsch: -1001: Diese Gruppe kenne ich nicht."]


async def test_a_chat_is_asked_once_for_all_its_places(api: BotApi, bot: Bot) -> None:
    forum = a_forum(api)
    jobs, dates = forum.topic("Jobs"), forum.topic("Termine")
    assert await said(bot, in_topic(forum, jobs), in_topic(forum, dates, "#termine")) == [
        "gut: #jobs, #termine: Ich bin in der Gruppe „Ideenherd“ und darf schreiben."
    ]
    assert len(api.called("getChat")) == 1


# Topics


def a_forum(api: BotApi) -> Group:
    """Return a forum in which something was said: the first message of all has the number of General."""
    forum = api.group("Ideenherd", forum=True)
    forum.owner.says("Willkommen", forum)
    return forum


def in_topic(forum: Group, topic: Topic, name: str = "#jobs") -> Place:
    return place(forum, name=name, topic=topic.number)


async def test_a_topic_that_is_there_is_found_and_nothing_is_posted_in_it(api: BotApi, bot: Bot) -> None:
    forum = a_forum(api)
    jobs = forum.topic("Jobs")
    assert await said(bot, in_topic(forum, jobs)) == [
        "gut: #jobs: Ich bin in der Gruppe „Ideenherd“ und darf schreiben."
    ]
    assert forum.messages == []
    [probe] = api.called("sendMessage")
    assert probe.status == 400


async def test_a_topic_that_is_not_there_is_noticed(api: BotApi, bot: Bot) -> None:
    forum = a_forum(api)
    assert await said(bot, place(forum, topic=4711)) == ["falsch: #jobs: Dieses Thema gibt es in der Gruppe nicht."]


async def test_general_is_a_place_without_a_topic(api: BotApi, bot: Bot) -> None:
    forum = api.group("Ideenherd", forum=True)
    general = [
        "gut: #jobs: Ich bin in der Gruppe „Ideenherd“ und darf schreiben.",
        "Hinweis: #jobs: Die Gruppe hat Themen, angegeben ist keines; ich schreibe in „General“.",
    ]
    assert await said(bot, place(forum)) == general
    assert await said(bot, place(forum, topic=1)) == general
    assert api.called("sendMessage") == []


async def test_a_group_without_topics_has_none(api: BotApi, bot: Bot) -> None:
    group = api.group("Aufträge")
    assert await said(bot, place(group, topic=17)) == [
        "falsch: #jobs: Ein Thema ist angegeben, aber die Gruppe hat keine Themen."
    ]


# What is on the way


def denial(api: BotApi, status: int) -> Garbage:
    """Return what a proxy answers that quotes what it was asked."""
    return Garbage(status, f"denied, kicked, not found: /bot{api.token}/getChat")


async def test_a_proxy_that_refuses_is_named_as_such_and_its_words_are_not_repeated(api: BotApi, bot: Bot) -> None:
    group, anna = api.group("Aufträge"), api.person("Anna")
    anna.starts()
    for status in (400, 401, 403, 404, 409):
        api.faults.add("getMe", denial(api, status))
        [finding] = await found(bot)
        assert finding.what == f"http://127.0.0.1:{api.port} antwortet, aber nicht wie Telegram.", status
        for method in ("getChat", "sendChatAction"):
            api.faults.add(method, denial(api, status))
            every = await found(bot, place(group), organisers=(anna.id,))
            [finding] = [each for each in every if each.level is WRONG]
            assert finding.what.endswith(": Nicht geprüft, etwas auf dem Weg zu Telegram lehnt ab."), status
            assert "Proxy" in finding.remedy
            assert api.token not in str(every)


async def test_a_proxy_that_refuses_is_not_asked_for_ever(api: BotApi, bot: Bot) -> None:
    groups = [api.group(name) for name in "ABCDE"]
    api.faults.add("getChat", denial(api, 403), times=None)
    every = await said(bot, *(place(group, name=f"#{group.title}") for group in groups))
    assert len(every) == 4
    assert every[-1] == "falsch: Telegram antwortet nicht mehr. Der Rest ist nicht geprüft."


async def test_of_a_refusal_its_plain_words_alone_are_quoted(api: BotApi, bot: Bot) -> None:
    api.faults.add("getChat", Answer(400, f"Bad Request: wrong /bot{api.token}/getChat"))
    assert await said(bot, place(api.group("Aufträge"))) == ["Hinweis: #jobs: Telegram sagt „Wrong“."]


# Organisers


async def test_organisers_have_to_write_first(api: BotApi, bot: Bot) -> None:
    group = api.group("Aufträge", anna := api.person("Anna"))
    assert group.members
    who = f"[[admins]] {anna.id}"
    assert await said(bot, organisers=(anna.id,)) == [
        "Hinweis: Auf Telegram ist noch kein Ort eingetragen.",
        f"Hinweis: {who}: Ich darf noch nicht privat schreiben.",
    ]
    anna.starts()
    assert f"gut: {who}: Ich darf privat schreiben." in await said(bot, organisers=(anna.id,))
    anna.blocks()
    assert f"Hinweis: {who}: Dieses Konto hat mich blockiert." in await said(bot, organisers=(anna.id,))
    anna.unblocks()
    anna.deletes_account()
    assert f"falsch: {who}: Dieses Konto gibt es nicht mehr." in await said(bot, organisers=(anna.id,))


async def test_numbers_that_are_nobodys_are_noticed(api: BotApi, bot: Bot) -> None:
    group = api.group("Aufträge")
    unknown = api.person("Ben")
    every = await said(bot, place(group), organisers=(group.id, api.me.id, unknown.id))
    assert every[1:] == [
        f"falsch: [[admins]] {group.id}: Das ist die Nummer einer Gruppe, kein Konto.",
        f"falsch: [[admins]] {api.me.id}: Das ist meine eigene Nummer.",
        f"Hinweis: [[admins]] {unknown.id}: Dieses Konto hat mir noch nie geschrieben, oder die Nummer stimmt nicht.",
    ]
    assert group.messages == []


# What is not answered


async def test_one_question_without_an_answer_is_one_finding_and_the_rest_goes_on(api: BotApi, bot: Bot) -> None:
    first, second = api.group("A"), api.group("B")
    api.faults.add("getChatMember", Hang(), chat=first.id)
    assert await said(bot, place(first, name="#a"), place(second, name="#b")) == [
        "falsch: #a: Nicht geprüft, keine Antwort von Telegram.",
        "gut: #b: Ich bin in der Gruppe „B“ und darf schreiben.",
    ]


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (ClosedBefore(), "falsch: #jobs: Nicht geprüft, Störung im Netz oder bei Telegram."),
        (Garbage(502), "falsch: #jobs: Nicht geprüft, Störung im Netz oder bei Telegram."),
        pytest.param(
            RetryAfter(3),
            "falsch: #jobs: Nicht geprüft, Telegram nimmt gerade keine Fragen an (429).",
            marks=ignoring_the_coming_type,
        ),
        (Answer(401, "Unauthorized"), "falsch: #jobs: Nicht geprüft, das Token gilt nicht mehr (401)."),
        (Answer(400, "Bad Request: peer strange"), "Hinweis: #jobs: Telegram sagt „Peer strange“."),
        (Answer(403, "Forbidden: bot is tired"), "Hinweis: #jobs: Telegram sagt „bot is tired“."),
    ],
)
async def test_whatever_telegram_answers_becomes_a_finding(
    api: BotApi, bot: Bot, fault: Answer | ClosedBefore | Garbage | RetryAfter, what: str
) -> None:
    api.faults.add("getChatMember", fault)
    assert await said(bot, place(api.group("Aufträge"))) == [what]


async def test_after_three_questions_without_an_answer_nothing_more_is_asked(api: BotApi, bot: Bot) -> None:
    groups = [api.group(name) for name in "ABCDE"]
    api.faults.add("getChat", Hang(), times=None)
    every = await said(bot, *(place(group, name=f"#{group.title}") for group in groups))
    assert every == [
        *(f"falsch: #{name}: Nicht geprüft, keine Antwort von Telegram." for name in "ABC"),
        "falsch: Telegram antwortet nicht mehr. Der Rest ist nicht geprüft.",
    ]


async def test_a_running_bot_keeps_its_updates(api: BotApi, bot: Bot) -> None:
    api.person("Anna").starts()
    await found(bot, place(api.group("Aufträge")))
    assert api.called("getUpdates") == []
    assert len(api.world.updates.waiting) == 1
