"""A Discord on loopback, REST and gateway, that behaves, and refuses, as Discord does, and plays the people around it.

    async with DiscordApi() as api:
        anna = api.person("Anna")
        jobs = api.guild("Ruhr", anna).channel("jobs")
        async with visiting(api, client):               # a discord.Client of the real library
            asked = anna.runs("hilfe", jobs)
            await api.until(lambda: asked.messages)
            anna.presses(asked.messages[0], "Weiter")

DiscordApi(*, now=None, token=TOKEN, name="Ideenherd", strict=True, intents_allowed=(all three privileged ones))
    `now` gives the aware present; where it is a test's clock, ids, nonces, tokens' ages and limits follow it, but not
    what waits for real: `answer_within` and heartbeats. `strict=False` leaves out the check against the platform's own
    description, which is made only where that is at hand (`described`).
    addresses   base_url (discord.http.Route.BASE), gateway_url (discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY),
                port, token, me (Account), application_id; visiting.visiting(api, client) lets a client be there and
                ready, visiting.addresses(api) only sets both addresses;
                settings is the environment that leads `ideenherd` here
    people      person(name, *, locale="de") -> Person
                guild(name, *members, owner=None, with_bot=True) -> Guild
    waiting     await until(predicate, within=5.0) -> what the predicate gave, looked at after all that happens;
                stir() makes it look again; is_connected (the bot is at the gateway and was let in)
    what was    calls (Call: method path route body query status code files at result error; `route` is a template like
                "POST /channels/{channel}/messages"; status 0: no answer was given), called(route),
                interactions, notified (Notified: person message silent what; person None for what everyone, here and a
                role are; only by what is new, an answer in place of a deferral too), commands (registered global ones,
                raw), creations (of commands), sessions (Login: kind session intents at refused), violations (what the
                bot does wrong whatever the state of the world: broken calls, limits that 50035 tells of, an interaction
                answered twice, heartbeats missed; must be empty at a test's end)
    settings    allow_message_content, allow_members, allow_presences = True (else IDENTIFY with the intent ends 4014),
                limits = False (five messages in five seconds a channel, by `now`), answer_within = 3.0 and
                heartbeat = 41.25 (real seconds), strictness as above
    happenings  revoke(), renew(token), forgets_nonces(), shows_preview(message),
                await is_left() (its process has ended), await goes_down(), await comes_up() (same port)
    gateway     await disconnects(code=None, resumable=True) (None breaks off), reconnects() (op 7),
                invalidates(resumable=False) (op 9), silences_heartbeats(silent=True); what happens meanwhile is told
                to the session that is resumed
    faults      faults.add(route or "*", fault, times=1 or None, channel=None, nth=1) -> Planned (seen, struck),
                faults.clear(); a fault is Answer(status, code=0, message=""), RetryAfter(seconds, is_global=False,
                via=True), Hang(accepted=False) and Slow() with .released (asyncio.Event), Garbage(status=200, content,
                accepted), ClosedBefore(), ClosedAfter(); a Slow call is carried out when released though its caller
                gave up; discord.py itself tries 500, 502 and 504 five times
    hooks       list of callables (step, route); steps: received, then accepted or refused, then answered;
                "lost" where a fault keeps a call from being carried out

Person (Account: id name mention): locale, private, messages (the bot's, that stand in private), sees(channel=None),
    says(text, channel=None, *, reply_to=None) -> Message, edits(message, text), deletes(message),
    posts(forum, title, text, tags=()) -> Thread, runs(command, channel=None, **options) -> Interaction ("such alles"
    is a subcommand), completes(command, option, typed, channel=None, **others), menu(name, target, channel=None),
    presses(message, label), forges(message, custom_id), chooses(message, *values, custom_id=None), submits(interaction
    or modal, **values by custom id), closes_dms(), opens_dms(), blocks(), unblocks(), joins(guild), leaves(guild),
    kicks_bot(guild); AssertionError where Discord's own client would not let it happen
Guild: id name owner locale members roles channels has_bot, events (Scheduled: id name description location start end
    status is_open deleted creator, history of (name, start); those that are over or deleted too),
    channel(name, private=False), forum(name, tags=(), require_tag=False, moderated=()), role(name, *members),
    may(account, permission), adds_bot(), kicks_bot(), restricts_bot(*permissions left), allows_bot(*permissions),
    renames(name); permissions are named as in discord.py
Channel: id name kind type guild mention, messages (the bot's), standing (everybody's), log (by id, deleted and
    ephemeral ones too), threads, tags (of a forum), require_tag, thread(name, by=None), denies(*permissions),
    allows(*permissions), renames(name), vanishes()
Thread: id name parent owner messages standing log applied (names of tags) archived locked first (message, or None),
    archives(locked=False), reopens(), vanishes()
Message (alive): id channel author content embeds embed components files text buttons labels button(label) history
    ephemeral silent is_loading flags type nonce reply_to mentions pinned created_at by_bot deleted; `text` is all the
    words to be seen, embeds' too; `buttons` are rows of Button(label custom_id url style disabled), `labels` one list;
    `history` all Versions (content embeds components files text at); File(id name content description)
Interaction (alive): id token kind person channel data message opener, response ("none", "message", "defer", "modal",
    "update", "defer_update", "autocomplete"), messages (answer and follow-ups that stand), original, is_loading, modal,
    choices, is_answered, answered_at, failed (no answer within `answer_within`)
Modal: title custom_id fields texts labels field(custom_id); Field: custom_id kind ("text", "select", "radio",
    "checkboxes", "checkbox", "files", "user select" and the like) label description value required min_length
    max_length long choices min_values max_values placeholder

What it does not do: categories, voice, announcements, private threads' members, webhooks of channels, scheduled events
with a channel or a recurrence, polls, stickers, reactions, emojis, bans, shards, users' own installations, previews of
links by itself, archiving by itself, system messages, slow mode, buckets that several routes share; it lists threads'
members to nobody, forgets no session by itself, and answers requests that it does not know with 404.
"""

from tests.support.discordapi.answering import Call
from tests.support.discordapi.asked import Interaction
from tests.support.discordapi.channels import Channel, Thread
from tests.support.discordapi.components import Button
from tests.support.discordapi.faults import Answer, ClosedAfter, ClosedBefore, Garbage, Hang, RetryAfter, Slow
from tests.support.discordapi.guilds import Guild
from tests.support.discordapi.modals import Field, Modal
from tests.support.discordapi.people import Person
from tests.support.discordapi.server import DiscordApi
from tests.support.discordapi.shown import Message

__all__ = [
    "Answer",
    "Button",
    "Call",
    "Channel",
    "ClosedAfter",
    "ClosedBefore",
    "DiscordApi",
    "Field",
    "Garbage",
    "Guild",
    "Hang",
    "Interaction",
    "Message",
    "Modal",
    "Person",
    "RetryAfter",
    "Slow",
    "Thread",
]
