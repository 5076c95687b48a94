"""The loopback Discord answers as Discord does: messages, interactions, modals, forums; the real library asks."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import aiohttp
import discord
import pytest
from discord import app_commands, ui

from tests.support.discordapi import (
    Answer,
    Channel,
    ClosedAfter,
    ClosedBefore,
    DiscordApi,
    Garbage,
    Guild,
    Hang,
    Interaction,
    Person,
    RetryAfter,
    Slow,
)
from tests.support.discordapi.description import description
from tests.support.discordapi.visiting import visiting
from tests.support.talking import MovedClock

SEND = "POST /channels/{channel}/messages"
Asked = discord.Interaction[discord.Client]
Acts = Callable[[Asked], Awaitable[object]]


class Bot(discord.Client):
    """A bot that does with each interaction what its test wants, and keeps what it hears."""

    def __init__(self, **intents: bool) -> None:
        wanted = {"guilds": True, "guild_messages": True, "dm_messages": True} | intents
        super().__init__(
            intents=discord.Intents(**wanted), guild_ready_timeout=0.01, allowed_mentions=discord.AllowedMentions.none()
        )
        self.tree = app_commands.CommandTree(self)
        self.acts: list[Acts] = []
        self.heard: list[discord.Message] = []
        self.events: list[tuple[str, Any]] = []
        self.errors: list[Exception] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify again at once: the library would wait for five seconds."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.append(message)

    async def on_interaction(self, interaction: Asked) -> None:
        for each in self.acts:
            try:
                await each(interaction)
            except discord.HTTPException as error:
                self.errors.append(error)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.events.append((event, args))
        super().dispatch(event, *args, **kwargs)

    def told(self, event: str) -> list[Any]:
        return [args[0] for name, args in self.events if name == event]


@dataclass
class Scene:
    """A bot in a guild with two members, a channel and a forum."""

    api: DiscordApi
    bot: Bot
    clock: MovedClock
    anna: Person
    ben: Person
    guild: Guild
    jobs: Channel
    forum: Channel
    checked: bool = field(default=True)

    def channel(self, channel: Channel | None = None) -> discord.TextChannel:
        return cast("discord.TextChannel", self.bot.get_channel((channel or self.jobs).id))

    async def does(self, interaction: Interaction) -> Interaction:
        await self.api.until(lambda: interaction.is_answered)
        return interaction

    async def pressed(self, *acts: Acts) -> Interaction:
        """Let Anna press a button of a message that was just sent."""
        await self.channel().send("Frage", view=buttons("Ja"))
        self.bot.acts = list(acts)
        return await self.does(self.anna.presses(self.jobs.messages[-1], "Ja"))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = MovedClock(datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    async with DiscordApi(now=clock.now) as api:
        anna, ben = api.person("Anna"), api.person("Ben", locale="en-US")
        guild = api.guild("Ruhr", anna, ben)
        jobs, forum = guild.channel("jobs"), guild.forum("auftraege", tags=("Backend", "Design"))
        async with visiting(api, Bot()) as bot:
            yield Scene(api, bot, clock, anna, ben, guild, jobs, forum)
        fit(api)


def fit(api: DiscordApi) -> None:
    """Check that no answer has anything against the platform's description."""
    described = description()
    if described is None:
        return
    given = [each for each in api.calls if 200 <= each.status < 300]
    found = [described.faults_of_answer(each.method, each.path, each.status, each.result) for each in given]
    assert {fault for faults in found for fault in faults} == set()


def buttons(*labels: str) -> ui.View:
    view = ui.View(timeout=None)
    for label in labels:
        view.add_item(ui.Button(label=label, custom_id=label.casefold()))
    return view


class Form(ui.Modal):
    """One field of each kind."""

    def __init__(self) -> None:
        super().__init__(title="Formular", custom_id="formular")
        kinds = [discord.RadioGroupOption(label=each, value=each.casefold()) for each in ("Frei", "Startup")]
        towns = [discord.SelectOption(label=each, value=each.casefold()) for each in ("Essen", "Bochum")]
        towns[1].default = True
        for label, item in {
            "Name": ui.TextInput[Any](custom_id="name", default="Anna", max_length=20),
            "Text": ui.TextInput[Any](custom_id="text", style=discord.TextStyle.long, required=False),
            "Art": ui.RadioGroup[Any](custom_id="art", options=kinds),
            "Ort": ui.Select[Any](custom_id="ort", options=towns, required=False, min_values=0),
        }.items():
            self.add_item(ui.Label[Any](text=label, description="Sag es kurz.", component=item))
        self.got: dict[str, Any] = {}

    async def on_submit(self, interaction: Asked, /) -> None:
        for each in self.walk_children():
            if isinstance(each, ui.TextInput | ui.RadioGroup):
                self.got[each.custom_id] = each.value
            elif isinstance(each, ui.Select):
                self.got[each.custom_id] = each.values
        await interaction.response.send_message("Danke.", ephemeral=True)


async def test_login_finds_the_guild_with_its_channels(scene: Scene) -> None:
    (guild,) = scene.bot.guilds
    assert (guild.id, guild.name, guild.owner_id) == (scene.guild.id, "Ruhr", scene.guild.owner.id)
    assert [each.name for each in guild.channels] == ["jobs", "auftraege"]
    assert isinstance(guild.channels[1], discord.ForumChannel)
    assert [each.name for each in guild.channels[1].available_tags] == ["Backend", "Design"]
    assert scene.bot.application_id == scene.api.application_id
    assert scene.bot.user is not None
    assert scene.bot.user.id == scene.api.me.id
    assert guild.me.guild_permissions.mention_everyone
    assert not guild.me.guild_permissions.manage_threads


async def test_message_stands_changes_and_goes(scene: Scene) -> None:
    embed = discord.Embed(title="Titel", description="Text").add_field(name="Ort", value="Essen").set_footer(text="Fuß")
    sent = await scene.channel().send("Hallo", embed=embed, view=buttons("Ja", "Nein"), silent=True)
    (message,) = scene.jobs.messages
    assert (message.id, message.content, message.labels, message.silent) == (sent.id, "Hallo", ["Ja", "Nein"], True)
    assert message.text == "Hallo\nTitel\nText\nOrt\nEssen\nFuß"
    assert message.embed is not None
    assert message.button("Ja").custom_id == "ja"
    scene.clock.at += timedelta(minutes=1)
    await sent.edit(content="Neu", embed=None, view=None)
    assert (message.text, message.labels, len(message.history)) == ("Neu", [], 2)
    assert sent.edited_at is None  # the library returns a new message
    assert (await scene.channel().fetch_message(sent.id)).edited_at == scene.clock.now()
    await sent.delete()
    assert message.deleted
    assert scene.jobs.messages == []


async def test_history_pages_both_ways(scene: Scene) -> None:
    for number in range(5):
        await scene.channel().send(str(number))
    ids = [each.id for each in scene.jobs.messages]
    channel = scene.channel()
    assert [each.content async for each in channel.history(limit=2)] == ["4", "3"]
    assert [each.content async for each in channel.history(before=discord.Object(ids[2]))] == ["1", "0"]
    assert [each.content async for each in channel.history(after=discord.Object(ids[2]))] == ["3", "4"]
    around = [each.content async for each in channel.history(around=discord.Object(ids[2]), limit=3)]
    assert sorted(around) == ["1", "2", "3"]


async def test_nonce_keeps_a_message_single_for_five_minutes(scene: Scene) -> None:
    first = await scene.channel().send("Hallo", nonce="n1")
    again = await scene.channel().send("Hallo", nonce="n1")
    assert first.id == again.id
    assert first.nonce == "n1"
    assert (await scene.channel().fetch_message(first.id)).nonce is None
    other = scene.guild.channel("anders")
    await scene.api.until(lambda: scene.bot.get_channel(other.id))
    assert (await scene.channel(other).send("Hallo", nonce="n1")).id != first.id
    scene.clock.at += timedelta(minutes=6)
    assert (await scene.channel().send("Hallo", nonce="n1")).id != first.id
    await scene.channel().send("Hallo", nonce="n2")
    scene.api.forgets_nonces()
    await scene.channel().send("Hallo", nonce="n2")
    assert len(scene.jobs.messages) == 4


async def test_files_are_kept_and_exchanged(scene: Scene) -> None:
    sent = await scene.channel().send(
        "Datei", file=discord.File(io.BytesIO(b"BEGIN"), "termin.ics", description="Ein Termin")
    )
    (message,) = scene.jobs.messages
    assert [(each.name, each.content, each.description) for each in message.files] == [
        ("termin.ics", b"BEGIN", "Ein Termin")
    ]
    assert [each.name for each in scene.api.called(SEND)[0].files] == ["termin.ics"]
    await sent.edit(content="ohne", attachments=[])
    assert message.files == []


async def test_mentions_notify_only_whom_they_may_and_only_once(scene: Scene) -> None:
    text = f"{scene.anna.mention} {scene.ben.mention} @everyone"
    sent = await scene.channel().send(text)
    assert scene.api.notified == []
    only_anna = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(scene.anna.id)])
    await sent.edit(content=f"{text}!", allowed_mentions=only_anna)
    assert scene.api.notified == []
    await scene.channel().send(text, allowed_mentions=only_anna, silent=True)
    assert [(each.person, each.silent) for each in scene.api.notified] == [(scene.anna, True)]
    await scene.channel().send(embed=discord.Embed(description=text), allowed_mentions=discord.AllowedMentions.all())
    await scene.channel().send(f"`{text}`", allowed_mentions=discord.AllowedMentions.all())
    assert len(scene.api.notified) == 1
    every = discord.AllowedMentions(everyone=True, users=False)
    await scene.channel().send(text, allowed_mentions=every)
    assert [(each.person, each.what) for each in scene.api.notified[1:]] == [(None, "everyone")]


async def test_who_is_not_there_is_not_notified(scene: Scene) -> None:
    carla = scene.api.person("Carla")
    await scene.channel().send(carla.mention, allowed_mentions=discord.AllowedMentions.all())
    assert scene.api.notified == []
    role = scene.guild.role("Orga", scene.ben)
    await scene.channel().send(role.mention, allowed_mentions=discord.AllowedMentions.all())
    assert [each.what for each in scene.api.notified] == ["role"]


async def test_reply_pings_its_author_where_it_may(scene: Scene) -> None:
    asked = scene.anna.says("Frage", scene.jobs)
    await scene.api.until(lambda: scene.bot.heard)
    await scene.bot.heard[0].reply("Antwort")
    assert scene.jobs.messages[0].reply_to is asked
    assert scene.api.notified == []
    await scene.bot.heard[0].reply("Antwort", mention_author=True)
    assert [each.person for each in scene.api.notified] == [scene.anna]


async def test_people_write_change_and_delete(scene: Scene) -> None:
    message = scene.anna.says("Hallo Bot")
    scene.anna.edits(message, "Hallo, Bot")
    scene.anna.deletes(message)
    await scene.api.until(lambda: scene.bot.told("raw_message_delete"))
    assert [each.content for each in scene.bot.told("message")] == ["Hallo, Bot"]  # the cached one was changed
    assert isinstance(scene.bot.heard[0].channel, discord.DMChannel)
    assert scene.anna.sees() == []


async def test_without_the_intent_posts_come_empty_but_for_mentions(scene: Scene) -> None:
    scene.api.allow_message_content = False
    scene.anna.says("ein Auftrag", scene.jobs)
    scene.anna.says(f"{scene.api.me.mention} hilf", scene.jobs)
    scene.anna.says("privat")
    await scene.api.until(lambda: len(scene.bot.heard) == 3)
    assert [each.content for each in scene.bot.heard] == ["", f"{scene.api.me.mention} hilf", "privat"]
    assert [each.content async for each in scene.channel().history()] == [f"{scene.api.me.mention} hilf", ""]
    scene.api.allow_message_content = True
    assert [each.content async for each in scene.channel().history()][-1] == "ein Auftrag"


async def test_preview_is_an_update_and_no_edit(scene: Scene) -> None:
    message = scene.anna.says("https://example.org", scene.jobs)
    scene.api.shows_preview(message)
    await scene.api.until(lambda: scene.bot.told("raw_message_edit"))
    assert scene.bot.told("raw_message_edit")[0].data["edited_timestamp"] is None
    assert len(message.history) == 1


async def test_private_chat_is_opened_and_written_to(scene: Scene) -> None:
    user = await scene.bot.fetch_user(scene.anna.id)
    await user.send("Hallo Anna")
    assert [each.text for each in scene.anna.messages] == ["Hallo Anna"]
    assert scene.ben.messages == []
    assert scene.anna.messages[0].channel is scene.anna.private


async def test_command_is_answered_once_and_followed_up(scene: Scene) -> None:
    scene.bot.tree.add_command(app_commands.Command(name="hallo", description="Grüßt", callback=greet))
    await scene.bot.tree.sync()
    asked = await scene.does(scene.anna.runs("hallo", scene.jobs, wort="Welt"))
    await scene.api.until(lambda: len(asked.messages) == 2)
    assert (asked.kind, asked.response) == ("command", "message")
    assert [(each.text, each.ephemeral) for each in asked.messages] == [("Hallo Welt", True), ("Und nun?", False)]
    assert asked.messages[0] not in scene.jobs.messages
    assert asked.messages[0] in scene.anna.sees(scene.jobs)
    assert asked.messages[0] not in scene.ben.sees(scene.jobs)
    assert scene.jobs.messages == [asked.messages[1]]
    private = await scene.does(scene.anna.runs("hallo", wort="Du"))
    assert private.messages[0].channel is scene.anna.private


@app_commands.describe(wort="Ein Wort")
async def greet(interaction: Asked, wort: app_commands.Range[str, 1, 10]) -> None:
    await interaction.response.send_message(f"Hallo {wort}", ephemeral=True)
    await interaction.followup.send("Und nun?")


async def test_client_lets_nobody_run_what_is_not_registered(scene: Scene) -> None:
    scene.bot.tree.add_command(app_commands.Command(name="hallo", description="Grüßt", callback=greet))
    await scene.bot.tree.sync()
    for name, options in {
        "tschüss": {},
        "hallo": {},
        "hallo ": {"wort": "Welt"},
    }.items():
        with pytest.raises(AssertionError):
            scene.anna.runs(name, scene.jobs, **options)
    for word in ("", "viel zu lang hier"):
        with pytest.raises(AssertionError):
            scene.anna.runs("hallo", scene.jobs, wort=word)
    with pytest.raises(AssertionError):
        scene.anna.runs("hallo", scene.jobs, wort="Welt", anders="x")
    with pytest.raises(AssertionError):
        scene.api.person("Fremde").runs("hallo", scene.jobs, wort="Welt")
    assert scene.api.interactions == []


async def test_options_come_as_what_they_are(scene: Scene) -> None:
    got: list[Any] = []

    @app_commands.describe(wer="Wer", wo="Wo", zahl="Wie viele")
    @app_commands.choices(zahl=[app_commands.Choice(name="drei", value=3)])
    async def find(
        interaction: Asked, wer: discord.Member, wo: discord.TextChannel, zahl: app_commands.Choice[int]
    ) -> None:
        got.extend((wer, wo.id, zahl.value))
        await interaction.response.send_message("Gut.")

    group = app_commands.Group(name="such", description="Suchen")
    group.add_command(app_commands.Command(name="alles", description="Alles", callback=find))
    scene.bot.tree.add_command(group)
    await scene.bot.tree.sync()
    await scene.does(scene.anna.runs("such alles", scene.jobs, wer=scene.ben, wo=scene.jobs, zahl=3))
    assert got[0].id == scene.ben.id
    assert got[1:] == [scene.jobs.id, 3]
    with pytest.raises(AssertionError):
        scene.anna.runs("such alles", scene.jobs, wer=scene.ben, wo=scene.jobs, zahl=4)


async def test_option_completes_itself(scene: Scene) -> None:
    @app_commands.describe(was="Was")
    async def find(interaction: Asked, was: str) -> None:
        await interaction.response.send_message(was)

    command = app_commands.Command[Any, Any, Any](name="suche", description="Sucht", callback=find)

    @command.autocomplete("was")
    async def _offers(_interaction: Asked, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}on", value="python")]

    scene.bot.tree.add_command(command)
    await scene.bot.tree.sync()
    typing = await scene.does(scene.anna.completes("suche", "was", "pyth", scene.jobs))
    assert typing.response == "autocomplete"
    assert typing.choices == [("python", "python")]


async def test_menus_carry_what_they_were_opened_at(scene: Scene) -> None:
    scene.api.allow_message_content = False

    async def takes(interaction: Asked, message: discord.Message) -> None:
        await interaction.response.send_message(message.content, ephemeral=True)

    async def shows(interaction: Asked, member: discord.Member) -> None:
        await interaction.response.send_message(member.display_name, ephemeral=True)

    scene.bot.tree.add_command(app_commands.ContextMenu(name="Nimm das", callback=takes))
    scene.bot.tree.add_command(app_commands.ContextMenu(name="Zeig mich", callback=shows))
    await scene.bot.tree.sync()
    post = scene.anna.says("ein Auftrag", scene.jobs)
    taken = await scene.does(scene.ben.menu("Nimm das", post))
    assert (taken.kind, taken.messages[0].text) == ("menu", "ein Auftrag")
    shown = await scene.does(scene.ben.menu("Zeig mich", scene.anna, scene.jobs))
    assert shown.messages[0].text == "Anna"
    with pytest.raises(AssertionError):
        scene.ben.menu("Nimm das", scene.anna, scene.jobs)


async def test_press_changes_the_message_that_it_was_at(scene: Scene) -> None:
    async def changes(interaction: Asked) -> None:
        assert interaction.message is not None
        await interaction.response.edit_message(content="Antwort", view=buttons("Weiter"))

    pressed = await scene.pressed(changes)
    assert (pressed.kind, pressed.response, pressed.messages) == ("press", "update", [])
    (message,) = scene.jobs.messages
    assert (message.text, message.labels) == ("Antwort", ["Weiter"])
    with pytest.raises(AssertionError):
        scene.anna.presses(message, "Ja")
    forged = await scene.does(scene.anna.forges(message, "erfunden"))
    assert forged.data["custom_id"] == "erfunden"


async def test_press_on_what_one_person_sees_changes_it(scene: Scene) -> None:
    async def whispers(interaction: Asked) -> None:
        if interaction.message is not None and interaction.message.flags.ephemeral:
            await interaction.response.edit_message(content="geändert", view=None)
        else:
            await interaction.response.send_message("nur du", ephemeral=True, view=buttons("Weiter"))

    pressed = await scene.pressed(whispers)
    (whispered,) = pressed.messages
    assert whispered.ephemeral
    with pytest.raises(AssertionError):
        scene.ben.presses(whispered, "Weiter")
    await scene.does(scene.anna.presses(whispered, "Weiter"))
    assert whispered.text == "geändert"
    with pytest.raises(discord.NotFound) as missing:
        await scene.channel().fetch_message(whispered.id)
    assert missing.value.code == 10008


async def test_select_sends_what_was_chosen(scene: Scene) -> None:
    got: list[str] = []

    async def notes(interaction: Asked) -> None:
        got.extend(interaction.data["values"])  # type: ignore[index, typeddict-item] # a select's
        await interaction.response.defer()

    view = ui.View(timeout=None)
    view.add_item(ui.Select(custom_id="s", options=[discord.SelectOption(label="A"), discord.SelectOption(label="B")]))
    await scene.channel().send("Wähle", view=view)
    scene.bot.acts = [notes]
    chosen = await scene.does(scene.anna.chooses(scene.jobs.messages[0], "B"))
    assert (chosen.response, got) == ("defer_update", ["B"])
    with pytest.raises(AssertionError):
        scene.anna.chooses(scene.jobs.messages[0], "C")


async def test_deferral_becomes_the_answer(scene: Scene) -> None:
    async def thinks(interaction: Asked) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)

    pressed = await scene.pressed(thinks)
    assert (pressed.response, pressed.messages, pressed.is_loading) == ("defer", [], True)
    assert len(scene.jobs.messages) == 1
    asked = scene.bot.told("interaction")[0]
    await asked.edit_original_response(content="Endlich")
    assert [(each.text, each.ephemeral, len(each.history)) for each in pressed.messages] == [("Endlich", True, 1)]
    assert not pressed.is_loading
    await asked.edit_original_response(content="Noch besser")
    assert [(each.text, len(each.history)) for each in pressed.messages] == [("Noch besser", 2)]
    await asked.delete_original_response()
    assert pressed.messages == []


async def test_first_follow_up_takes_the_place_of_a_deferral(scene: Scene) -> None:
    async def thinks(interaction: Asked) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("Eins")
        sent = await interaction.followup.send("Zwei", wait=True)
        await sent.edit(content="Zwei!")

    pressed = await scene.pressed(thinks)
    await scene.api.until(lambda: [each.text for each in pressed.messages] == ["Eins", "Zwei!"])
    assert [each.ephemeral for each in pressed.messages] == [True, False]


async def test_modal_is_filled_in_and_sent(scene: Scene) -> None:
    form = Form()

    async def opens(interaction: Asked) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_modal(form)

    pressed = await scene.pressed(opens)
    assert pressed.modal is not None
    assert (pressed.response, pressed.modal.title, pressed.modal.custom_id) == ("modal", "Formular", "formular")
    assert [(each.label, each.kind, each.value, each.required) for each in pressed.modal.fields] == [
        ("Name", "text", "Anna", True),
        ("Text", "text", "", False),
        ("Art", "radio", "", True),
        ("Ort", "select", "bochum", False),
    ]
    assert pressed.modal.field("text").long
    assert pressed.modal.field("art").choices == (("Frei", "frei"), ("Startup", "startup"))
    for wrong in ({}, {"art": "amt"}, {"art": "frei", "name": ""}, {"art": "frei", "name": "x" * 21}, {"x": "y"}):
        with pytest.raises(AssertionError):
            scene.anna.submits(pressed, **wrong)
    with pytest.raises(AssertionError):
        scene.ben.submits(pressed, art="frei")
    sent = await scene.does(scene.anna.submits(pressed, art="frei", name="Anna B."))
    assert form.got == {"name": "Anna B.", "text": "", "art": "frei", "ort": ["bochum"]}
    assert (sent.kind, sent.message, [each.text for each in sent.messages]) == (
        "modal",
        scene.jobs.messages[0],
        ["Danke."],
    )


async def test_interaction_without_an_answer_fails(scene: Scene) -> None:
    scene.api.answer_within = 0.05
    scene.bot.tree.add_command(app_commands.Command(name="hallo", description="Grüßt", callback=idles))
    await scene.bot.tree.sync()
    asked = scene.anna.runs("hallo", scene.jobs)
    await scene.api.until(lambda: asked.failed)
    assert (asked.response, asked.answered_at) == ("none", None)


async def idles(_interaction: Asked) -> None:
    await asyncio.sleep(0)


async def test_post_in_a_forum_begins_with_its_message(scene: Scene) -> None:
    forum = cast("discord.ForumChannel", scene.bot.get_channel(scene.forum.id))
    made = await forum.create_thread(
        name="Vereinsseite",
        content="Wir suchen wen.",
        view=buttons("Interesse"),
        applied_tags=[forum.available_tags[1]],
        file=discord.File(io.BytesIO(b"x"), "x.txt"),
    )
    (thread,) = scene.forum.threads
    assert (thread.id, thread.name, thread.applied) == (made.thread.id, "Vereinsseite", ["Design"])
    assert thread.first is not None
    assert (thread.first.id, thread.first.text, thread.first.labels) == (thread.id, "Wir suchen wen.", ["Interesse"])
    await made.thread.send("Nachtrag")
    assert [each.text for each in thread.messages] == ["Wir suchen wen.", "Nachtrag"]
    await made.thread.edit(name="Vergeben", applied_tags=[], archived=True)
    assert (thread.name, thread.applied, thread.archived) == ("Vergeben", [], True)
    await made.thread.send("Doch nicht")
    assert not thread.archived


async def test_member_opens_a_post_and_is_heard(scene: Scene) -> None:
    thread = scene.anna.posts(scene.forum, "Hilfe gesucht", "Wer kann Rust?", tags=("Backend",))
    scene.ben.says("Ich", thread)
    await scene.api.until(lambda: len(scene.bot.heard) == 2)
    (seen,) = scene.bot.told("thread_create")
    assert (seen.id, seen.parent_id, [each.name for each in seen.applied_tags]) == (
        thread.id,
        scene.forum.id,
        ["Backend"],
    )
    assert scene.bot.heard[0].channel == seen
    assert [each.id for each in (await scene.bot.guilds[0].active_threads())] == [thread.id]
    thread.archives(locked=True)
    await scene.api.until(lambda: scene.bot.told("thread_update"))
    archived = [each async for each in cast("discord.ForumChannel", seen.parent).archived_threads()]
    assert [(each.id, each.locked) for each in archived] == [(thread.id, True)]
    thread.vanishes()
    await scene.api.until(lambda: scene.bot.told("raw_thread_delete"))


async def test_thread_begins_at_a_message_or_without(scene: Scene) -> None:
    sent = await scene.channel().send("Frage")
    thread = await sent.create_thread(name="Antworten")
    assert thread.id == sent.id
    fetched = await scene.channel().fetch_message(sent.id)
    assert fetched.thread is not None
    assert fetched.flags.has_thread
    await scene.channel().create_thread(name="Frei", type=discord.ChannelType.public_thread)
    assert [each.name for each in scene.jobs.threads] == ["Antworten", "Frei"]
    assert scene.jobs.threads[0].first is scene.jobs.messages[0]
    own = scene.jobs.thread("Ein Thema")
    await scene.api.until(lambda: scene.bot.get_channel(own.id))
    await cast("discord.Thread", scene.bot.get_channel(own.id)).join()


async def test_pins_are_set_and_listed(scene: Scene) -> None:
    sent = await scene.channel().send("Wichtig")
    with pytest.raises(discord.Forbidden):
        await sent.pin()
    scene.guild.allows_bot("pin_messages")
    await sent.pin()
    assert scene.jobs.messages[0].pinned
    assert [each.id async for each in scene.channel().pins()] == [sent.id]
    await sent.unpin()
    assert not scene.jobs.messages[0].pinned


async def test_commands_are_registered_and_only_new_ones_counted(scene: Scene) -> None:
    tree = scene.bot.tree
    tree.add_command(app_commands.Command(name="hallo", description="Grüßt", callback=greet))
    first = await tree.sync()
    assert [each["name"] for each in scene.api.commands] == ["hallo"]
    again = await tree.sync()
    assert ([each.id for each in first], scene.api.creations) == ([each.id for each in again], 1)
    fetched = await tree.fetch_commands()
    assert [(each.name, each.description, each.dm_permission) for each in fetched] == [("hallo", "Grüßt", True)]
    await fetched[0].edit(description="Grüßt herzlich")
    assert scene.api.commands[0]["description"] == "Grüßt herzlich"
    await (await tree.fetch_command(fetched[0].id)).delete()
    assert scene.api.commands == []
    await tree.sync(guild=discord.Object(scene.guild.id))
    assert scene.api.creations == 1


async def test_members_come_go_and_are_asked_for(scene: Scene) -> None:
    carla = scene.api.person("Carla")
    guild = scene.bot.guilds[0]
    assert (await guild.fetch_member(scene.anna.id)).display_name == "Anna"
    with pytest.raises(discord.NotFound) as missing:
        await guild.fetch_member(carla.id)
    assert missing.value.code == 10007
    carla.joins(scene.guild)
    assert (await guild.fetch_member(carla.id)).id == carla.id
    carla.leaves(scene.guild)
    with pytest.raises(discord.NotFound):
        await guild.fetch_member(carla.id)
    assert not scene.bot.told("member_join")  # nobody asked for that intent


async def test_guild_channels_and_roles_are_read(scene: Scene) -> None:
    hidden = scene.guild.channel("orga", private=True)
    guild = await scene.bot.fetch_guild(scene.guild.id)
    assert [each.name for each in await guild.fetch_channels()] == ["jobs", "auftraege", "orga"]
    assert {each.name for each in await guild.fetch_roles()} == {"@everyone", "Mitglied", "Ideenherd"}
    assert [each.name async for each in scene.bot.fetch_guilds()] == ["Ruhr"]
    assert (await scene.bot.fetch_channel(scene.jobs.id)).id == scene.jobs.id
    assert (await scene.bot.application_info()).flags.gateway_message_content_limited
    scene.anna.says("geheim", hidden)
    scene.anna.says("offen", scene.jobs)
    await scene.api.until(lambda: scene.bot.heard)
    assert [each.channel.id for each in scene.bot.heard] == [scene.jobs.id]


async def test_bot_is_thrown_out_and_invited_again(scene: Scene) -> None:
    scene.guild.owner.kicks_bot(scene.guild)
    await scene.api.until(lambda: scene.bot.told("guild_remove"))
    assert not scene.bot.guilds
    scene.anna.says("Hört ihr mich?", scene.jobs)
    scene.guild.adds_bot()
    await scene.api.until(lambda: scene.bot.told("guild_join"))
    assert scene.bot.heard == []
    scene.jobs.vanishes()
    await scene.api.until(lambda: scene.bot.told("guild_channel_delete"))


@pytest.mark.parametrize(
    ("fault", "stands"),
    [
        (ClosedBefore(), False),
        (ClosedAfter(), True),
        (Garbage(), False),
        (Garbage(503, accepted=True), True),
        (Answer(403, 50013, "Missing Permissions"), False),
        (RetryAfter(60, via=False), False),
    ],
)
async def test_fault_strikes_the_request_that_it_was_planned_for(scene: Scene, fault: Any, *, stands: bool) -> None:
    planned = scene.api.faults.add(SEND, fault, channel=scene.jobs.id, nth=2)
    other = scene.guild.channel("anders")
    await scene.channel().send("eins")
    await scene.api.until(lambda: scene.bot.get_channel(other.id))
    await scene.channel(other).send("anders")
    with pytest.raises((discord.HTTPException, aiohttp.ClientError, TypeError)):
        await scene.channel().send("zwei")
    assert [each.text for each in scene.jobs.messages] == (["eins", "zwei"] if stands else ["eins"])
    await scene.channel().send("drei")
    assert (planned.seen, planned.struck) == (3, 1)
    scene.api.calls.clear()  # a call that was carried out has its answer all the same


async def test_hanging_and_slow_requests_wait_for_their_release(scene: Scene) -> None:
    hang, slow = Hang(accepted=True), Slow()
    scene.api.faults.add(SEND, hang)
    scene.api.faults.add(SEND, slow, nth=2)
    steps: list[str] = []
    scene.api.hooks.append(lambda step, _route: steps.append(step))
    waiting = asyncio.create_task(scene.channel().send("eins"))
    await scene.api.until(lambda: scene.jobs.messages)
    assert not waiting.done()
    hang.released.set()
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await waiting
    late = asyncio.create_task(scene.channel().send("zwei"))
    await scene.api.until(lambda: steps.count("received") == 2)
    assert len(scene.jobs.messages) == 1
    slow.released.set()
    await late
    assert steps == ["received", "accepted", "received", "accepted", "answered"]


async def test_rate_limit_is_waited_out(scene: Scene) -> None:
    scene.api.faults.add(SEND, RetryAfter(0.05))
    await scene.channel().send("Hallo")
    assert [each.status for each in scene.api.called(SEND)] == [429, 200]
