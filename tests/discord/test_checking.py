"""What `ideenherd check` finds on Discord: each mistake of a set-up is named with its way out; nothing is changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import discord
import pytest

from adapters.discord import inviting
from adapters.discord.checking import checked
from adapters.discord.inviting import Right
from adapters.discord.menus import payload
from bot import inspection
from bot.domain.community import Community
from bot.domain.people import Address, ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.findings import Finding, Level
from bot.house import registry
from bot.settings.model import Settings
from tests.discord import wire
from tests.discord.wire import discord_at, gives, in_turn
from tests.support.discordapi import Answer, Channel, ClosedBefore, DiscordApi, Garbage, Hang, RetryAfter, Thread
from tests.support.discordapi.guilds import Membership
from tests.support.misbehaving import misbehaving

GOOD, HINT, WRONG = Level.GOOD, Level.HINT, Level.WRONG
JOBS, EVENTS = frozenset({Role.JOBS}), frozenset({Role.EVENTS})
ME, GUILD = "GET /users/@me", "GET /guilds/{guild}"
OWN_COMMANDS = "GET /applications/{application}/guilds/{guild}/commands"
TAGS = "Backend Frontend Web Apps Daten Embedded Test UX Design Text Sprachen Marketing Foto Video Audio Event".split()


@pytest.fixture
async def api() -> AsyncIterator[DiscordApi]:
    async with DiscordApi(intents_allowed=()) as server:
        server.world.commands.put(None, payload(registry(), "de"))
        with discord_at(server.base_url):
            yield server
        assert server.violations == []
        assert {each.method for each in server.calls} <= {"GET"}, "looking must change nothing"
        assert server.sessions == []


def place(
    chat: Channel | Thread | int,
    topic: Thread | int | None = None,
    *,
    name: str = "#jobs",
    free: bool = False,
    roles: frozenset[Role] = JOBS,
) -> Place:
    number = chat if isinstance(chat, int) else chat.id
    thread = None if topic is None else str(topic if isinstance(topic, int) else topic.id)
    return Place(0, ChatAddress(Platform.DISCORD, str(number), thread), name, roles, free_messages=free)


def community_of(*organisers: int) -> Community:
    known = {Address(Platform.DISCORD, str(each)) for each in organisers} | {Address(Platform.TELEGRAM, "77")}
    return Community("Ideenherd", ZoneInfo("Europe/Berlin"), "de", "", "", frozenset(known))


async def found(
    api: DiscordApi, *places: Place, organisers: tuple[int, ...] = (), url: str | None = None
) -> list[Finding]:
    looking = checked(api.token, url or api.base_url, places, community_of(*organisers), within=0.5)
    return [each async for each in looking]


async def said(api: DiscordApi, *places: Place, organisers: tuple[int, ...] = ()) -> list[str]:
    """Return what is found besides that Discord answers, as "level: what"."""
    every = await found(api, *places, organisers=organisers)
    return [f"{each.level}: {each.what}" for each in every if "Discord antwortet, ich" not in each.what]


async def remedy(api: DiscordApi, what: str, *places: Place) -> str:
    """Return the way out of the finding that says this."""
    [finding] = [each for each in await found(api, *places) if what in each.what]
    return finding.remedy


async def portal(**values: Any) -> list[str]:
    """Return what is found where the Developer Portal says this of an application that is on no server."""
    answers = in_turn(gives(wire.ME), gives(wire.APPLICATION | {"bot_public": False} | values), gives([]))
    async with misbehaving(answers) as base:
        looking = checked(wire.TOKEN, base, [], community_of(), within=0.5)
        return [f"{each.level}: {each.what}" async for each in looking]


# The bot as a whole


async def test_a_set_up_that_works_has_nothing_but_good_findings(api: DiscordApi) -> None:
    anna = api.person("Anna")
    guild = api.guild("Ruhr", anna)
    api.allow_message_content = True
    jobs, dates = guild.channel("jobs"), guild.channel("termine")
    thread = dates.thread("Stammtisch")
    guild.restricts_bot(*(right.flag for right in (*inviting.IN_A_CHANNEL, *inviting.FOR_ROOMS)))
    every = await found(api, place(jobs, free=True), place(dates, thread, name="#termine"), organisers=(anna.id,))
    assert [(each.level, each.what) for each in every] == [
        (GOOD, "Discord antwortet, ich heiße dort Ideenherd."),
        (GOOD, "#jobs: Auf „Ruhr“ darf ich in „jobs“ schreiben."),
        (GOOD, "#termine: Auf „Ruhr“ darf ich in „termine“ schreiben."),
        (GOOD, f"[[admins]] {anna.id}: anna ist mit mir auf „Ruhr“."),
    ]


async def test_every_finding_but_a_good_one_says_what_to_do(api: DiscordApi) -> None:
    anna = api.person("Anna")
    guild = api.guild("Ruhr", anna)
    api.allow_members = True
    every = await found(api, place(guild.channel("jobs"), free=True), place(4, name="#weg"), organisers=(anna.id, 12))
    assert {each.level for each in every} == {GOOD, HINT, WRONG}
    for each in every:
        assert bool(each.remedy) == (each.level is not GOOD), each
        assert "!" not in each.what + each.remedy


async def test_a_refused_token_ends_the_look_at_discord(api: DiscordApi) -> None:
    api.revoke()
    [finding] = await found(api, place(5))
    assert finding.level is WRONG
    assert finding.what == "Das Token von Discord gilt nicht (401)."
    assert "Developer Portal, deine Anwendung, Bot, Reset Token" in finding.remedy


async def test_an_address_that_is_no_discord_is_named_without_what_is_secret_in_it(api: DiscordApi) -> None:
    for strange in (Garbage(), Garbage(200, "[]"), Garbage(401, "who are you"), Garbage(404), Answer(400)):
        api.faults.add(ME, strange)
        [finding] = await found(api)
        assert finding.what == f"http://127.0.0.1:{api.port} antwortet, aber nicht wie Discord.", strange
    api.faults.add(ME, RetryAfter(7, via=False))
    [finding] = await found(api)
    assert finding.what == "Discord nimmt gerade keine Fragen an (429)."
    for silent in (Hang(), ClosedBefore(), Answer(503)):
        api.faults.add(ME, silent, times=None)  # a connection that breaks is tried anew by the client
        [finding] = await found(api)
        assert finding.what == f"http://127.0.0.1:{api.port} ist nicht zu erreichen.", silent
        api.faults.clear()
    await api.goes_down()
    [finding] = await found(api)
    assert finding.what == f"http://127.0.0.1:{api.port} ist nicht zu erreichen."
    [finding] = await found(api, url=f"http://anna:geheim@127.0.0.1:{api.port}/api/v10")
    assert finding.what.startswith(f"http://127.0.0.1:{api.port} ")
    assert not any(part in str(finding) for part in ("geheim", api.token))


async def test_free_posts_need_message_content(api: DiscordApi) -> None:
    jobs = api.guild("Ruhr").channel("jobs")
    deaf = "falsch: #jobs: Freie Beiträge erreichen mich nicht, Message Content ist aus."
    assert deaf in await said(api, place(jobs, free=True))
    ways = await remedy(api, deaf.removeprefix("falsch: "), place(jobs, free=True))
    assert "Message Content Intent" in ways
    assert "Als Auftrag übernehmen" in ways
    assert deaf not in await said(api, place(jobs))
    assert deaf not in await said(api, place(jobs, free=True, roles=EVENTS)), "only jobs places are read"
    api.allow_message_content = True
    assert deaf not in await said(api, place(jobs, free=True))


async def test_intents_that_are_on_for_nothing_are_a_hint(api: DiscordApi) -> None:
    jobs = api.guild("Ruhr").channel("jobs")
    curious = "Hinweis: Ich dürfte alles mitlesen, was auf meinen Servern geschrieben wird, und brauche es nirgends."
    assert curious not in await said(api, place(jobs))
    api.allow_message_content = True
    assert curious in await said(api, place(jobs))
    assert curious not in await said(api, place(jobs, free=True))
    api.allow_members = api.allow_presences = True
    assert "Hinweis: Eingeschaltet und unnötig: Presence Intent, Server Members Intent." in await said(api, place(jobs))


async def test_what_stands_wrong_in_the_portal_is_noticed() -> None:
    public = "Hinweis: Jeder, der meine Nummer kennt, kann mich auf seinen Server holen."
    bound = "falsch: Kein Link fügt mich einem Server hinzu: „Requires OAuth2 Code Grant“ ist an."
    elsewhere = "falsch: Befehle und Knöpfe gehen an ein anderes Programm, auf example.org."
    right = await portal()
    assert not {public, bound, elsewhere} & {*right}
    assert public in await portal(bot_public=True)
    assert bound in await portal(bot_require_code_grant=True)
    assert elsewhere in await portal(interactions_endpoint_url="https://example.org/secret")


async def test_commands_that_are_not_registered_come_with_the_first_start(api: DiscordApi) -> None:
    jobs = api.guild("Ruhr").channel("jobs")
    none, other = "Meine Befehle kennt Discord noch nicht.", "Discord kennt andere Befehle, als diese Fassung hat."
    assert await said(api, place(jobs)) == ["gut: #jobs: Auf „Ruhr“ darf ich in „jobs“ schreiben."]
    api.world.commands.put(None, payload(registry(), "de")[:3])
    assert f"Hinweis: {other}" in await said(api, place(jobs))
    api.world.commands.put(None, [])
    assert f"Hinweis: {none}" in await said(api, place(jobs))


# Servers


async def test_on_no_server_yet_the_invitation_is_the_way_out(api: DiscordApi) -> None:
    [nowhere] = [each for each in await found(api) if each.level is WRONG]
    assert nowhere.what == "Ich bin noch auf keinem Server."
    assert inviting.link(api.application_id, inviting.rights(threads=False, forums=False)) in nowhere.remedy
    api.guild("Ruhr")
    assert await said(api) == ["Hinweis: Auf Discord ist noch kein Ort eingetragen."]


async def test_a_server_without_the_scope_for_commands_gets_a_link_of_its_own(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    jobs = guild.channel("jobs")
    api.faults.add(OWN_COMMANDS, Answer(403, 50001, "Missing Access"))
    every = await found(api, place(jobs))
    [missing] = [each for each in every if each.level is WRONG]
    assert missing.what == "Auf „Ruhr“ fehlen meine Befehle: Hinzugefügt wurde ich ohne „applications.commands“."
    assert f"&guild_id={guild.id}" in missing.remedy
    assert "applications.commands" not in str(await said(api, place(jobs)))


async def test_commands_of_another_program_are_noticed(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    jobs = guild.channel("jobs")
    api.world.commands.put(guild.id, [{"name": "alt", "description": "Von früher"}])
    assert "hat ein anderes Programm mit diesem Token Befehle eingetragen" in str(await said(api, place(jobs)))


async def test_rights_for_nothing_are_to_be_taken_away(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    jobs = guild.channel("jobs")
    good = "gut: #jobs: Auf „Ruhr“ darf ich in „jobs“ schreiben."
    assert await said(api, place(jobs)) == [good]
    guild.allows_bot("manage_roles", "kick_members")
    many = "Hinweis: Auf „Ruhr“ habe ich Rechte, die ich nicht brauche: Rollen verwalten, Mitglieder kicken."
    assert await said(api, place(jobs)) == [many, good]
    guild.allows_bot("administrator")
    assert await said(api, place(jobs)) == ["Hinweis: Auf „Ruhr“ bin ich Administrator und brauche das nicht.", good]


# Channels


async def test_a_number_that_is_no_channel_is_explained(api: DiscordApi) -> None:
    guild, elsewhere = api.guild("Ruhr"), api.guild("Anderswo", with_bot=False)
    jobs, foreign = guild.channel("jobs"), elsewhere.channel("jobs")
    thread = jobs.thread("Alt")
    assert await said(api, place(5)) == ["falsch: #jobs: Diesen Kanal gibt es nicht."]
    assert await said(api, place(-1001234)) == ["falsch: #jobs: Diesen Kanal gibt es nicht."]
    assert await said(api, place(guild.id)) == ["falsch: #jobs: Das ist die Nummer eines Servers, kein Kanal."]
    assert await said(api, place(foreign)) == ["falsch: #jobs: Diesen Kanal sehe ich nicht."]
    assert "oauth2/authorize" in await remedy(api, "sehe ich nicht", place(foreign))
    assert await said(api, place(thread)) == ["falsch: #jobs: Das ist ein Thread."]
    way = await remedy(api, "ist ein Thread", place(thread))
    assert way == f'Schreib chat = "{jobs.id}" und topic = "{thread.id}".'


async def test_only_where_people_write_can_be_a_place(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    category, announcements = guild.channel("Bereich"), guild.channel("neues")
    category.type, announcements.type = 4, 5
    assert await said(api, place(category)) == ["falsch: #jobs: Das ist eine Kategorie."]
    assert await said(api, place(announcements)) == ["gut: #jobs: Auf „Ruhr“ darf ich in „neues“ schreiben."]


async def test_server_without_the_right_for_events_is_named_once_where_dates_are_announced(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    jobs, dates, more = guild.channel("jobs"), guild.channel("termine"), guild.channel("kalender")
    events = frozenset({Role.EVENTS})
    places = place(jobs), place(dates, name="#termine", roles=events), place(more, name="#kalender", roles=events)
    missing = (
        "Auf „Ruhr“ fehlt mir „Events erstellen“, um die nächsten Termine unter die Events des Servers zu stellen."
    )
    assert not any("Events" in each for each in await said(api, *places))
    guild.restricts_bot(*(right.flag for right in (*inviting.IN_A_CHANNEL, *inviting.FOR_ROOMS)))
    assert [each for each in await said(api, *places) if "Events" in each] == [f"Hinweis: {missing}"]
    assert "scheduled_events = false" in await remedy(api, missing, *places)
    assert not any("Events" in each for each in await said(api, place(jobs)))
    unwanted = checked(api.token, api.base_url, places, community_of(), events=False, within=0.5)
    assert [each.what async for each in unwanted if "Events" in each.what] == []


@pytest.mark.parametrize("right", [each for each in inviting.IN_A_CHANNEL if each.is_needed])
async def test_each_right_that_is_missing_is_named_with_who_can_give_it(api: DiscordApi, right: Right) -> None:
    guild = api.guild("Ruhr")
    taken, other = guild.channel("jobs"), guild.channel("termine")
    taken.denies(right.flag)
    missing = f"#jobs: In „jobs“ fehlt mir „{right.name}“, {right.reason}."
    assert f"falsch: {missing}" in await said(api, place(taken))
    assert "„Kanal bearbeiten“, „Berechtigungen“, füg „Ideenherd“ hinzu" in await remedy(api, missing, place(taken))
    assert "fehlt mir" not in str(await said(api, place(other)))
    guild.restricts_bot(*(each.flag for each in (*inviting.IN_A_CHANNEL, *inviting.FOR_ROOMS) if each is not right))
    missing = missing.replace("In „jobs“", "In „termine“")
    assert f"falsch: {missing}" in await said(api, place(other))
    assert "Servereinstellungen, „Rollen“, „Ideenherd“" in await remedy(api, missing, place(other))


async def test_without_files_the_bot_works_all_the_same(api: DiscordApi) -> None:
    jobs = api.guild("Ruhr").channel("jobs")
    jobs.denies("attach_files")
    good, hint = await said(api, place(jobs))
    assert good == "gut: #jobs: Auf „Ruhr“ darf ich in „jobs“ schreiben."
    assert hint.startswith("Hinweis: #jobs: In „jobs“ fehlt mir „Dateien anhängen“")


async def test_a_private_channel_lets_the_bot_in_by_name(api: DiscordApi) -> None:
    hidden = api.guild("Ruhr").channel("orga", private=True)
    [missing] = await said(api, place(hidden))
    assert missing.startswith("falsch: #jobs: In „orga“ fehlt mir „Kanäle ansehen“")
    hidden.allows("view_channel")
    assert await said(api, place(hidden)) == ["gut: #jobs: Auf „Ruhr“ darf ich in „orga“ schreiben."]


class TimedOut(Membership):
    """The bot as a member that somebody silenced."""

    def as_json(self) -> dict[str, Any]:
        until = (discord.utils.utcnow() + timedelta(hours=1)).isoformat()
        return super().as_json() | {"communication_disabled_until": until}


async def test_a_bot_in_timeout_is_noticed(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    jobs, me = guild.channel("jobs"), guild.members[api.me.id]
    guild.members[api.me.id] = TimedOut(me.account, me.roles, me.joined_at)
    assert await said(api, place(jobs)) == ["falsch: #jobs: Auf „Ruhr“ bin ich im Timeout."]


async def test_a_place_without_a_name_is_called_by_its_number(api: DiscordApi) -> None:
    api.guild("Ruhr")
    assert await said(api, place(55, name="")) == ["falsch: 55: Diesen Kanal gibt es nicht."]


# Threads


async def test_a_thread_needs_its_own_right_to_write_and_not_its_channel_s(api: DiscordApi) -> None:
    channel = api.guild("Ruhr").channel("allgemein")
    thread = channel.thread("Aufträge")
    channel.denies("send_messages")
    assert await said(api, place(channel, thread)) == ["gut: #jobs: Auf „Ruhr“ darf ich in „allgemein“ schreiben."]
    channel.allows("send_messages")
    channel.denies("send_messages_in_threads")
    [missing] = await said(api, place(channel, thread))
    assert missing.startswith("falsch: #jobs: In „allgemein“ fehlt mir „Nachrichten in Threads und Posts senden“")


async def test_a_thread_that_is_not_there_or_elsewhere_is_noticed(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    channel, other = guild.channel("a"), guild.channel("b")
    thread = other.thread("Alt")
    missing = "falsch: #jobs: Diesen Thread gibt es nicht, oder er ist privat und ohne mich."
    assert await said(api, place(channel, 4711)) == [missing]
    assert await said(api, place(channel, other.id)) == [missing]
    assert await said(api, place(channel, thread)) == ["falsch: #jobs: Dieser Thread gehört zu einem anderen Kanal."]
    assert await remedy(api, "anderen Kanal", place(channel, thread)) == f'Schreib chat = "{other.id}".'


async def test_a_thread_that_rests_opens_by_itself_and_a_locked_one_does_not(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    channel = guild.channel("allgemein")
    thread = channel.thread("Aufträge")
    good = "gut: #jobs: Auf „Ruhr“ darf ich in „allgemein“ schreiben."
    thread.archives()
    assert await said(api, place(channel, thread)) == [good, "Hinweis: #jobs: Der Thread ist archiviert."]
    thread.archives(locked=True)
    assert await said(api, place(channel, thread)) == ["falsch: #jobs: Der Thread ist gesperrt."]
    guild.allows_bot("manage_threads")
    assert good in await said(api, place(channel, thread))


# Forums


async def test_a_forum_wants_the_rights_for_posts_as_well(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    forum = guild.forum("aufträge", [*TAGS, "1", "2", "3", "4"])
    good, hint = await said(api, place(forum))
    assert good == "gut: #jobs: Auf „Ruhr“ darf ich in „aufträge“ schreiben."
    assert hint.startswith("Hinweis: #jobs: In „aufträge“ fehlt mir „Threads und Posts verwalten“")
    guild.allows_bot("manage_threads")
    assert await said(api, place(forum)) == [good]
    forum.denies("send_messages_in_threads")
    assert "falsch: #jobs: In „aufträge“ fehlt mir „Nachrichten in Threads" in str(await said(api, place(forum)))


async def test_tags_are_compared_with_the_parts_of_jobs(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    guild.allows_bot("manage_threads")
    forum = guild.forum("aufträge", ["backend", "Frontend"], moderated=["Web"])
    _, hint = await said(api, place(forum))
    assert hint.startswith("Hinweis: #jobs: Kein Tag im Forum heißt Web, Apps, ")
    assert "Backend" not in hint
    assert "17 von 20 sind frei" in await remedy(api, "Kein Tag im Forum", place(forum))
    assert len(await said(api, place(forum, roles=EVENTS))) == 1, "events are not sorted by parts"


async def test_a_tag_that_is_demanded_and_cannot_be_given_is_wrong(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    guild.allows_bot("manage_threads")
    closed = guild.forum("a", require_tag=True, moderated=["Backend"])
    usable = guild.forum("b", ["Backend"], require_tag=True)
    assert "falsch: #jobs: Das Forum verlangt ein Tag" in str(await said(api, place(closed)))
    assert "verlangt ein Tag" not in str(await said(api, place(usable)))


async def test_a_post_of_a_forum_is_no_place(api: DiscordApi) -> None:
    forum = api.guild("Ruhr").forum("aufträge")
    assert "falsch: #jobs: Ein Post eines Forums ist kein Ort." in await said(api, place(forum, 4711))


# Organisers


async def test_organisers_are_looked_up_and_not_written_to(api: DiscordApi) -> None:
    anna, ben, robot = api.person("Anna"), api.person("Ben"), api.person("Robot")
    robot.is_bot = True
    jobs = api.guild("Ruhr", anna).channel("jobs")
    api.guild("Anderswo", ben, with_bot=False)
    numbers = (12, api.me.id, anna.id, ben.id, robot.id)
    assert {*await said(api, place(jobs), organisers=numbers)} - {*await said(api, place(jobs))} == {
        "falsch: [[admins]] 12: Dieses Konto gibt es nicht.",
        f"falsch: [[admins]] {api.me.id}: Das ist meine eigene Nummer.",
        f"gut: [[admins]] {anna.id}: anna ist mit mir auf „Ruhr“.",
        f"Hinweis: [[admins]] {ben.id}: ben ist auf keinem Server mit mir, so kann ich nicht privat schreiben.",
        f"falsch: [[admins]] {robot.id}: Das ist ein Bot, keine Person.",
    }


# What is not answered


async def test_a_server_without_an_answer_is_one_finding_and_nothing_false_is_said(api: DiscordApi) -> None:
    anna = api.person("Anna")
    first, second = api.guild("A", anna), api.guild("B")
    jobs, dates = first.channel("jobs"), second.channel("termine")
    api.faults.add(GUILD, Hang())
    assert await said(api, place(jobs), place(dates, name="#termine"), organisers=(anna.id,)) == [
        "falsch: Server „A“: Nicht geprüft, keine Antwort von Discord.",
        "falsch: #jobs: Nicht geprüft, weil der Server nicht zu lesen war.",
        "gut: #termine: Auf „B“ darf ich in „termine“ schreiben.",
        f"falsch: [[admins]] {anna.id}: Nicht geprüft, weil der Server nicht zu lesen war.",
    ]


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (ClosedBefore(), "falsch: Server „Ruhr“: Nicht geprüft, Störung im Netz oder bei Discord."),
        (Answer(503), "falsch: Server „Ruhr“: Nicht geprüft, Störung im Netz oder bei Discord."),
        (RetryAfter(3, via=False), "falsch: Server „Ruhr“: Nicht geprüft, Discord nimmt gerade keine Fragen an (429)."),
        (Answer(401), "falsch: Server „Ruhr“: Nicht geprüft, das Token gilt nicht mehr (401)."),
        (Answer(403, 50001), "Hinweis: Server „Ruhr“: Discord lehnt die Frage ab (403, Code 50001)."),
        (Garbage(403), "falsch: Server „Ruhr“: Nicht geprüft, etwas auf dem Weg zu Discord lehnt ab."),
    ],
)
async def test_whatever_discord_answers_becomes_a_finding(
    api: DiscordApi, fault: Answer | ClosedBefore | Garbage | RetryAfter, what: str
) -> None:
    jobs = api.guild("Ruhr").channel("jobs")
    api.faults.add(GUILD, fault, times=None)
    assert what in await said(api, place(jobs))


async def test_after_three_questions_without_an_answer_nothing_more_is_asked(api: DiscordApi) -> None:
    jobs = [api.guild(name).channel("jobs") for name in "ABCDE"]
    api.faults.add(GUILD, Answer(503), times=None)
    assert await said(api, *(place(each) for each in jobs)) == [
        *(f"falsch: Server „{name}“: Nicht geprüft, Störung im Netz oder bei Discord." for name in "ABC"),
        "falsch: Discord antwortet nicht mehr. Der Rest ist nicht geprüft.",
    ]


# The command


async def test_check_looks_at_every_platform_that_has_a_token(api: DiscordApi, tmp_path: Path) -> None:
    jobs = api.guild("Ruhr").channel("jobs")
    settings = Settings.model_validate({
        "storage": {"url": f"sqlite+aiosqlite:///{tmp_path}/data.db"},
        "discord": {"token": api.token, "api_url": api.base_url},
        "places": [{"platform": "discord", "chat": str(jobs.id), "roles": ["jobs"], "name": "#jobs"}],
    })  # fmt: skip
    whole = [each.what async for each in inspection.findings(settings)]
    assert "#jobs: Auf „Ruhr“ darf ich in „jobs“ schreiben." in whole
    assert not any("Telegram" in each for each in whole)


# Rooms of teams


async def test_what_rooms_of_teams_lack_is_a_hint_only_where_there_are_jobs(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    jobs, dates, forum = guild.channel("jobs"), guild.channel("termine"), guild.forum("auftraege", tags=TAGS)
    guild.restricts_bot(*(each.flag for each in inviting.IN_A_FORUM))
    lacks = "fehlt mir „Private Threads erstellen“, um einem Team einen eigenen Raum anzulegen"
    assert any(f"Hinweis: #jobs: In „jobs“ {lacks}" in each for each in await said(api, place(jobs)))
    events = place(dates, name="#termine", roles=EVENTS)
    assert not any(f"In „termine“ {lacks}" in each for each in await said(api, place(jobs), events))
    assert any(f"In „termine“ {lacks}" in each for each in await said(api, place(forum), events))
    assert not any("Private Threads" in each for each in await said(api, events))
    assert not any("Private Threads" in each for each in await said(api, place(forum)))
