"""A Telegram Bot API server on loopback that behaves, and refuses, as Telegram does, and plays the people around it.

    async with BotApi() as api:
        bot = telegram.Bot(api.token, base_url=api.base_url, base_file_url=api.file_url)
        anna = api.person("Anna")
        anna.starts("TOKEN")                            # reaches the bot through getUpdates
        message = (await api.until(lambda: anna.messages))[-1]
        anna.presses(message, "Ja")

BotApi(*, token=TOKEN, username="ideenherd_bot", name="Ideenherd", now=None, strict=True)
    `now` gives the aware present; where it is a test's clock, ages and limits follow it. `strict=False` leaves out the
    check against the platform's own description, which is made only where that is at hand (`described`).
    addresses   base_url, file_url, port, token, username, me (Account),
                settings (the environment that leads `ideenherd` here)
    people      person(name, *, username=None, language="de") -> Person
                group(title, *members, owner=None, forum=False, kind="supergroup" | "group" | "channel", with_bot=True)
    waiting     await until(predicate, within=5.0) -> what the predicate gave, looked at after each step of each call;
                stir() makes it look again; is_polled (the bot waits for updates), unconfirmed (its updates, raw)
    what was    calls (Call: method params status description result files at chat; status 0: no answer was given),
                called(method), toasts (Toast: person text alert url), notified (Notified: person message silent),
                profile.commands[scope, language], profile.texts[name, language], violations (what the bot does wrong
                whatever the state of the world: broken calls, too long, silently cut; must be empty at a test's end)
    settings    privacy = True, limits = False (flood limits by `now`), strictness as above
    happenings  revoke(), sets_webhook(url), skips_to(update_id), sends_update(kind, content),
                await goes_down(), await comes_up() (same port)
    faults      faults.add(method or "*", fault, times=1 or None, chat=None, nth=1) -> Planned (seen, struck),
                faults.clear(); a fault is Answer(status, description, parameters=None), RetryAfter(seconds),
                Hang(accepted=False) and Slow() with .released (asyncio.Event), Garbage(status=200, content, accepted),
                ClosedBefore(), ClosedAfter(); a Slow call is carried out when released though its caller gave up
    hooks       list of callables (step, method); steps: received, then accepted or refused, then answered;
                "lost" where a fault keeps a call from being carried out

Person (Account: id name username): language, private, messages (the bot's, that stand in private), sees(group=None),
    says(text, group=None, *, topic=None, reply_to=None) -> message id, starts(token=""),
    edits(message, text, group=None), deletes(message, group=None),
    sends_photo / sends_document(group=None, *, caption="", topic=None, reply_to=None, and name, content of a document),
    sends_sticker / sends_voice(group=None, *, topic=None), presses(message, label) -> query id,
    forges(message, data) -> query id, joins(group), leaves(group), adds_bot(group), blocks(), unblocks(),
    deletes_account(); AssertionError where Telegram's own apps would not let it happen
Group: id former_id title kind forum owner members bot (Membership) hides_members, messages (the bot's), standing
    (everybody's), log (by id, deleted ones too), general, topic(name, by=None) -> Topic, upgrade() -> new id,
    renames(title), adds_bot(by=None), removes_bot(), promotes_bot(*rights), demotes_bot(), restricts_bot(*rights left),
    promotes(person, *rights, anonymous=False), demotes(person), restricts(person), kicks(person), vanishes(),
    says_anonymously(text, *, topic=None, reply_to=None), posts(text, channel="Neuigkeiten") (a linked channel's)
Topic: thread (to send with; None is General), number, messages, closed, closes(), reopens(), vanishes()
Message (alive): id chat author text entities given found buttons labels button(label) history thread reply_to silent
    protected document link_preview sent deleted by_bot; `buttons` are rows of Button(label data url style), `labels`
    one list; `history` all Versions (text entities buttons at); `entities` are Entity(kind offset length words found
    url user language unix_time date_time_format): `given` by the sender, `found` by Telegram; Document(name content id)

What it does not do: parse_mode, reply keyboards, media groups, inline mode, payments; it does not split bold stretches
at links as Telegram does, and of channels it knows what getChat says.
"""

from tests.support.botapi.answering import Call
from tests.support.botapi.chats import Group, Topic
from tests.support.botapi.entities import Entity
from tests.support.botapi.faults import Answer, ClosedAfter, ClosedBefore, Garbage, Hang, RetryAfter, Slow
from tests.support.botapi.people import Person
from tests.support.botapi.server import BotApi
from tests.support.botapi.shown import Button, Message

__all__ = [
    "Answer",
    "BotApi",
    "Button",
    "Call",
    "ClosedAfter",
    "ClosedBefore",
    "Entity",
    "Garbage",
    "Group",
    "Hang",
    "Message",
    "Person",
    "RetryAfter",
    "Slow",
    "Topic",
]
