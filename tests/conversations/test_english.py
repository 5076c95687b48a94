"""A community that is spoken to in English reads nothing but English, on both platforms, whatever it does."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from string import Formatter

from adapters.console.adapter import ConsoleMessenger
from adapters.console.incoming import Incoming
from adapters.console.outgoing import Sight, Words
from adapters.console.people import Persona
from adapters.console.world import Shown, World
from bot.app import App, opened
from bot.demo.clock import ZONE, DemoClock, Span
from bot.demo.world import COMMUNITY, PLACES
from bot.domain.people import Platform
from bot.domain.places import Place
from bot.talk.commands import Reading
from bot.talk.filling import read_line
from bot.talk.translation import translator
from bot.views.members import consent_version
from tests.support.catalogue import BUTTONS, known

ENGLISH = replace(COMMUNITY, name="Ruhr Herd", operator="Orga", language="en", calendars="https://herd.example.org")
# Words that are in hardly a German sentence missing and in no English one: what no catalogue knows is noticed too.
SMALL_WORDS = re.compile(
    r"(?<![\w/=])(?:und|nicht|ist|du|dein\w*|ich|mit|eine?[nmr]?|für|noch|wird|oder|zum|bei|von|auf|dich|dir|mir|schon"
    r"|keine?n?|Uhr|bis|der|das|wer|wo|wann|wie|frei|ab|jeden|jede|alle|Dezember|Februar|Stunden?|Tage?n?|privat)(?!\w)"
)


def literals(template: str) -> Iterator[str]:
    """Yield the words around the placeholders of a template."""
    for words, *_ in Formatter().parse(template):
        if any(char.isalpha() for char in words):
            yield words.strip()


def german_pieces() -> list[re.Pattern[str]]:
    """Return what finds the German sentences whose translation differs; what stands in an English one finds none."""
    pairs = [(str(message.id), str(message.string)) for message in known() if message.id]
    english = "\n".join(translation for _, translation in pairs)
    patterns = [
        re.compile(rf"(?<![\w/=„]){re.escape(words)}(?!\w)")
        for sentence, translation in pairs
        if sentence != translation
        for words in literals(sentence)
    ]
    return [*(pattern for pattern in patterns if not pattern.search(english)), SMALL_WORDS]


def read(words: Words) -> str:
    """Return the words without what is to be typed as it stands."""
    return "".join(piece.words for piece in words if piece.style != "code")


def texts(sight: Sight) -> Iterator[str]:
    """Yield everything that can be read of a message or a form: words, box, buttons, fields and what they hold."""
    yield read(sight.words)
    yield from (read(line) for line in (sight.box.lines if sight.box else ()))
    yield from (knob.label for row in sight.knobs for knob in row)
    yield from (f"{label}: {value}" for _, label, _, value in sight.fields)


@dataclass
class Scene:
    """The bot in English, between a Telegram and a Discord, and everything that was ever to be read there."""

    app: App
    world: World
    incoming: Incoming
    clock: DemoClock
    shown: list[Shown]
    typed: list[str] = field(default_factory=list)

    async def says(self, who: str, text: str) -> str:
        """Type a line; "anna@telegram:#jobs" does it in a place. Return what could be read next."""
        persona, place = self.who(who)
        self.typed.append(text)
        return await self.after(self.incoming.types(persona, place, text))

    async def presses(self, who: str, label: str) -> str:
        """Press the newest button with the label."""
        persona, place = self.who(who)
        standing, knob = self.world.button(persona, place, label)
        return await self.after(self.incoming.presses(persona, standing, knob))

    async def fills(self, who: str, **values: str) -> str:
        """Fill the open form and submit it."""
        persona, _ = self.who(who)
        before = len(self.shown)
        for name, value in values.items():
            assert await self.incoming.fills(persona, name, value), name
        if await self.incoming.has_form(persona):
            await self.after(self.incoming.submits(persona))
        return self.since(before)

    async def after(self, act: object) -> str:
        """Wait for an act and for what follows from it."""
        before = len(self.shown)
        await act  # type: ignore[misc]  # any of the acts
        while await self.app.run_due(self.clock.now()):
            pass
        return self.since(before)

    async def move(self, days: int) -> str:
        """Let days pass, stopping wherever something falls due."""
        before, end = len(self.shown), self.clock.after(Span(days))
        while (due := await self.app.next_due()) is not None and due <= end:
            self.clock.move_to(due)
            if not await self.app.run_due(self.clock.now()):
                self.clock.move_to(min(end, self.clock.now() + timedelta(minutes=1)))
        self.clock.move_to(end)
        return self.since(before)

    def since(self, before: int) -> str:
        """Return what could be read since then."""
        return "\n".join(text for each in self.shown[before:] for text in texts(each.sight))

    def who(self, who: str) -> tuple[Persona, Place | None]:
        """Return a persona and the place, as scripts of the demo name them."""
        name, _, place = who.partition(":")
        handle, _, platform = name.partition("@")
        persona = Persona(handle, Platform(platform))
        return persona, self.world.place(persona.platform, place) if place else None


@asynccontextmanager
async def english(folder: Path) -> AsyncIterator[Scene]:
    """Open a bot whose community is spoken to in English."""
    shown: list[Shown] = []
    world, clock = World(PLACES, shown.append), DemoClock()
    wires = {platform: ConsoleMessenger(platform, world, ZONE, ENGLISH.language) for platform in Platform}
    url = f"sqlite+aiosqlite:///{folder / 'ideenherd.db'}"
    async with opened(url, ENGLISH, PLACES, wires, clock, in_flight=1, edit_pause=timedelta(0)) as app:
        yield Scene(app, world, Incoming(world, app.desk, clock, ZONE, ENGLISH.language), clock, shown)


async def introduce(scene: Scene) -> None:
    """Let Anna and Ben agree, each on their platform, and say what they can do."""
    await scene.says("anna@telegram", "/start")
    await scene.presses("anna@telegram", "Add skills")
    await scene.presses("anna@telegram", "Agree")
    await scene.says("anna@telegram", "/skills python, webdsign; pass on: wordpress; learn: rust")
    await scene.says("anna@telegram", "/skills wordpress, -python, -cobol")
    await scene.says("anna@telegram", "/skills python")
    await scene.says("ben@discord", "/profil")
    await scene.presses("ben@discord", "Listed only")
    await scene.fills("ben@discord", ort="Essen", art="Agentur")
    await scene.presses("ben@discord", "Next")
    await scene.fills("ben@discord", verfuegbar="free from 1 February")
    await scene.says("anna@telegram", "/profil")
    await scene.presses("anna@telegram", "Skip")
    await scene.presses("anna@telegram", "Back")
    await scene.presses("anna@telegram", "Cancel")
    await scene.says("anna@telegram", "/profil art=Freelancer ort=Dortmund verfuegbar=free")
    await scene.says("anna@telegram", "/profil sichtbar=hidden")
    await scene.presses("anna@telegram", "Visibility: tagged")


async def search(scene: Scene) -> None:
    """Search, find, find nobody, and be refused."""
    assert "free" in await scene.says("ben@discord", "/suche python essen")
    assert "(learning)" in await scene.says("ben@discord", "/suche rust")
    await scene.says("ben@discord", "/suche haskell essen free")
    assert "Ruhr" in await scene.says("ben@discord", "/suche python ort=Atlantis")
    assert "Did you mean Dortmund" in await scene.says("ben@discord", "/suche python ort=Dormund")
    await scene.says("ben@discord", "/suche python frei=maybe")
    await scene.says("ben@discord", "/suche")
    await scene.says("anna@telegram", "/suche")
    await scene.says("anna@telegram", "/cancel")


async def share_a_job(scene: Scene) -> None:
    """Post freely and by form, publish, be interested, change, and end a job in each way."""
    await scene.says("ben@discord:#jobs", "Looking for someone who can do Python and accounting, please get in touch")
    preview = await scene.presses("ben@discord:#jobs", "Preview")
    assert "Wanted: Python" in preview
    assert "Finance: " in preview
    await scene.presses("ben@discord", "Publish")
    await scene.presses("anna@telegram:#jobs", "Interested")
    await scene.presses("anna@telegram:#jobs", "Stop tagging me")
    await scene.fills("anna@telegram", satz="Hello")
    await scene.says("ben@discord", "/job")
    await scene.presses("ben@discord", "Edit")
    await scene.fills("ben@discord", titel="Portal")
    await scene.presses("ben@discord", "Assigned")
    for ending, text in (("Withdraw", "A small shop in Rust"), ("Delete", "Photos of our summer party in Bochum")):
        await scene.says("ben@discord", "/job")
        await scene.fills("ben@discord", titel="Shop", text=text)
        await scene.presses("ben@discord", "Publish")
        await scene.presses("ben@discord", ending)
    await scene.says("ben@discord", "/job")
    await scene.fills("ben@discord", titel="Nothing", text="Nothing at all", ort="Nowhere")
    await scene.presses("ben@discord", "Edit")
    await scene.fills("ben@discord", ort="remote")
    await scene.presses("ben@discord", "No job")


async def let_a_job_run_out(scene: Scene) -> None:
    """Open a closed job again, extend it when asked, and let it expire."""
    await scene.says("ben@discord", "/job")
    await scene.presses("ben@discord", "Closed ones")
    assert "open until Fri, 1 January" in await scene.presses("ben@discord", "Reopen 1")
    assert "Are you still looking?" in await scene.move(days=18)
    assert "open until" in await scene.presses("ben@discord", "Extend")
    assert "Open jobs: Rust" in await scene.says("ben@discord:#jobs", "/jobs rust")
    for line in ("/jobs mine", "/jobs fitting", "/jobs joined", "/jobs cobol"):
        await scene.says("ben@discord", line)
        await scene.says("anna@telegram", line)
    await scene.says("anna@telegram", "/jobs")
    await scene.presses("anna@telegram", "1. ")
    await scene.presses("anna@telegram", "Interested")
    await scene.says("anna@telegram", "/cancel")
    await scene.says("anna@telegram", "/jobs joined")
    await scene.presses("anna@telegram", "1. ")
    await scene.presses("anna@telegram", "Undo")
    assert "Expired" in await scene.move(days=22)
    await scene.presses("ben@discord", "Reopen")
    await scene.says("ben@discord", "/job")
    await scene.fills("ben@discord", titel="Shop", text="A small shop in Rust")
    await scene.presses("ben@discord", "Publish")
    await scene.presses("ben@discord", "To the old one")


async def hand_on(scene: Scene) -> None:
    """Recommend, offer a part to a person and the whole job to a skill, take back, look, and stop questions."""
    await scene.says("emil@telegram", "/empfehlen Shop wen=Nobodaddy")
    assert "thinks that you are a fit for “Shop”" in await scene.says("emil@telegram", "/empfehlen Shop wen=Anna")
    await scene.presses("anna@telegram", "Rather not")
    await scene.says("emil@telegram", "/empfehlen Shop wen=Anna")
    await scene.says("anna@telegram", "/weitergeben Shop an=Ben")
    await scene.says("ben@discord", "/weitergeben Shop an=Nobodaddy")
    for ending in ("Rather not", "On these terms"):
        await scene.says("ben@discord", "/weitergeben Shop an=Anna")
        await scene.presses("ben@discord", "Part: Web")
        assert "Commission: 10 percent" in await scene.fills("ben@discord", anteil="10", satz="Due on Friday")
        assert "has named you and asks" in await scene.presses("ben@discord", "Offer")
        await scene.presses("anna@telegram", ending)
    await scene.says("ben@discord", "/weitergeben Shop an=WordPress")
    await scene.presses("ben@discord", "The whole job")
    await scene.fills("ben@discord", anteil="none")
    await scene.presses("ben@discord", "Offer")
    await scene.says("ben@discord", "/job")
    await scene.presses("ben@discord", "Team")
    await scene.presses("ben@discord", "Handed on")
    await scene.presses("ben@discord", "Terms 2")
    await scene.says("anna@telegram", "/jobs joined")
    await scene.presses("anna@telegram", "1. ")
    await scene.presses("anna@telegram", "Step down")


async def moderate(scene: Scene) -> None:
    """Report a job, close it, block its author and let them post again; then remove what they post."""
    await scene.says("anna@telegram", "/jobs")
    await scene.presses("anna@telegram", "1. ")
    await scene.presses("anna@telegram", "Report")
    assert "Reported by Anna" in await scene.says("anna@telegram", "Spam")
    assert "The organisers have closed" in await scene.presses("orga@discord", "Close")
    await scene.says("orga@discord", "/jobs")
    await scene.says("ben@discord", "/job")
    await scene.presses("ben@discord", "Closed ones")
    await scene.presses("ben@discord", "Reopen 1")
    await scene.says("orga@discord", "/jobs")
    await scene.presses("orga@discord", "1. ")
    await scene.presses("orga@discord", "Block")
    assert "Reason: Spam" in await scene.fills("orga@discord", grund="Spam")
    await scene.says("ben@discord", "/job")
    assert "You are blocked" in await scene.fills("ben@discord", titel="Film", text="We need a film")
    await scene.says("orga@discord", "/admin")
    await scene.presses("orga@discord", "Blocked")
    assert "Your block is lifted" in await scene.presses("orga@discord", "Unblock 1")
    await scene.says("orga@discord", "/jobs")
    await scene.presses("orga@discord", "1. ")
    await scene.presses("orga@discord", "Remove")
    assert "Your text was:" in await scene.fills("orga@discord", grund="Spam")


async def hold_an_event(scene: Scene) -> None:
    """Enter a series, answer, change, cancel and restore it, with a reminder, and hear of it."""
    said = await scene.says(
        "ben@discord", '/termin Talk wann="9 December 19:00" dauer="3 hours" serie="every 2nd Wednesday" ort=Essen'
    )
    assert "every 2nd Wednesday of the month, 19:00" in said
    assert "Wed, 9 December, 19:00 to 22:00" in said
    await scene.presses("ben@discord", "Add it")
    for answer in ("Maybe", "Not going", "Going"):
        await scene.presses("anna@telegram:#termine", answer)
    await scene.says("anna@telegram", "/termine")
    await scene.says("anna@telegram", '/erinnere Talk wann="2 hours before"')
    await scene.says("anna@telegram", '/erinnere Milk wann="tomorrow 9:00"')
    assert "on Thu, 3 December, 8:00: Bread" in await scene.says(
        "anna@telegram", '/remind Bread when="3 December 8:00"'
    )
    await scene.presses("anna@telegram", "Delete")
    assert "There are: name, kind, location, about_you," in await scene.says("anna@telegram", "/profile town=Essen")
    said = await scene.says("anna@telegram", '/remind Milk when="4 December"')
    assert "for example “Fri 4 December 2026 19:00”" in said
    assert "Fri 4 December 2026 18:00" in said
    await scene.presses("anna@telegram", "Cancel")
    await scene.says("anna@telegram", '/erinnere Milk wann="whenever"')
    await scene.presses("anna@telegram", "Cancel")
    await remind_again_and_again(scene)
    await scene.says("anna@telegram", "/erinnere")
    await subscribe(scene)
    await scene.says("ben@discord", "/termin")
    await scene.presses("ben@discord", "Edit: Talk")
    await scene.fills("ben@discord", dauer="2 hours")
    assert "now 2 hours instead of 3 hours" in await scene.presses("ben@discord", "Skip")
    await scene.says("ben@discord", "/termin")
    await scene.presses("ben@discord", "Cancel event")
    await scene.presses("ben@discord", "Undo")
    await scene.says("ben@discord", "/termin Talk wann=tomorrow")
    await share_seats(scene)
    assert "Reminder: Milk" in await scene.move(days=9)
    assert "I’ll remind you once more at " in await scene.presses("anna@telegram", "10 minutes")
    assert "Once more: " in await scene.move(days=1)


async def remind_again_and_again(scene: Scene) -> None:
    """Be reminded daily and before every date, leave out one, put one off, and be refused."""
    said = await scene.says("anna@telegram", '/erinnere Tea wann="every day at 9:00"')
    assert "I’ll remind you daily, 9:00: Tea" in said
    assert "The next times: " in said
    for wann in ("every hour", "every Blub at 9", "every day"):
        await scene.says("anna@telegram", f'/erinnere Tea wann="{wann}"')
        await scene.presses("anna@telegram", "Cancel")
    assert "always 1 hour before" in await scene.says("anna@telegram", '/erinnere Talk wann="always 1 hour before"')
    await scene.presses("anna@telegram", "Delete")
    await scene.presses("anna@telegram", "For good")
    await scene.says("anna@telegram", "/erinnere")
    await scene.presses("anna@telegram", "Delete 2")
    assert "Left out once" in await scene.presses("anna@telegram", "Only the next time")


async def share_seats(scene: Scene) -> None:
    """Let two come where one fits, move up and fall behind, and see who comes."""
    assert "At most 1 seat" in await scene.says("ben@discord", '/termin Soldering wann="20 December 10:00" plaetze=1')
    await scene.presses("ben@discord", "Add it")
    await scene.presses("anna@telegram:#termine", "Going")
    said = await scene.presses("emil@telegram:#termine", "Going")
    assert "You are on the waiting list, number 1" in said
    assert "1 of 1 going, 1 waiting" in await scene.says("ben@discord", "/termine")
    await scene.presses("ben@discord", "Soldering")
    await scene.presses("anna@telegram:#termine", "Not going")
    await scene.says("ben@discord", '/termin Mistake wann="20 December 10:00" plaetze=many')
    await scene.says("ben@discord", '/termin Mistake wann="20 December 10:00" art=party')
    await scene.says("ben@discord", '/termin Mistake wann="20 December 10:00"')
    await scene.presses("ben@discord", "Discard")


async def subscribe(scene: Scene) -> None:
    """Read the addresses of calendars, have one of one's own and give it up, and take files."""
    assert "All events" in await scene.says("anna@telegram", "/kalender")
    await scene.presses("anna@telegram", "New address")
    await scene.presses("anna@telegram", "Calendar file")
    await scene.says("anna@telegram", "/kalender")
    await scene.presses("anna@telegram", "Switch off address")
    await scene.presses("anna@telegram", "Own address")
    await scene.says("ben@discord", "/termine")
    await scene.presses("ben@discord", "Talk")
    await scene.presses("ben@discord", "Calendar file")


async def organise(scene: Scene) -> None:
    """Say which skill a term means, be refused, and take it back; nobody else may."""
    await scene.says("anna@telegram", "/admin")
    await scene.says("orga@telegram", "/hilfe")
    await scene.says("anna@telegram", "/skills klöppeln, zauberei")
    await scene.says("orga@discord", "/admin")
    await scene.presses("orga@discord", "Unknown terms")
    await scene.presses("orga@discord", "Assign 1")
    await scene.fills("orga@discord", skill="Illustratoin")
    await scene.presses("orga@discord", "Edit")
    await scene.fills("orga@discord", skill="qqqqqq")
    await scene.presses("orga@discord", "Edit")
    await scene.fills("orga@discord", skill="Python")
    await scene.presses("orga@discord", "Undo")
    await scene.presses("orga@discord", "Unknown terms")
    await scene.presses("orga@discord", "Assignments")
    await scene.says("orga@telegram", "/admin")
    await scene.presses("orga@telegram", "Unknown terms")
    await scene.presses("orga@telegram", "Assign 1")
    await scene.says("orga@telegram", "Python")
    await scene.says("orga@telegram", "/admin")
    await scene.presses("orga@telegram", "Assignments")
    await scene.presses("orga@telegram", "Undo 1")


async def code_of(scene: Scene, who: str) -> str:
    """Ask for a code and return it; it is no sentence, so `says` leaves it out."""
    before = len(scene.shown)
    await scene.says(who, "/verknuepfen")
    words = (str(piece) for each in scene.shown[before:] for piece in each.sight.words)
    return next(found[0] for word in words if (found := re.search(r"([A-Z2-7]{4}-){6}[A-Z2-7]{2}", word)))


async def link(scene: Scene) -> None:
    """Make two accounts one, be asked twice, prefer the other side, and part them again."""
    code = await code_of(scene, "emil@telegram")
    await scene.says("emil@telegram", f"/verknuepfen {code}")
    await scene.says("emma@telegram", f"/verknuepfen {code}")
    await scene.says("emma@discord", "/verknuepfen AAAA")
    await scene.says("emma@discord", f"/verknuepfen {code}")
    await scene.presses("emma@discord", "Cancel")
    code = await code_of(scene, "emma@discord")
    await scene.says("emil@telegram:#jobs", f"/verknuepfen {code}")
    await scene.presses("emil@telegram", "Link")
    await scene.presses("emma@discord", "Confirm")
    await scene.presses("emma@discord", "Yes, that's me")
    await scene.presses("emil@telegram", "Rather on Telegram")
    await scene.says("emil@telegram", "/meinedaten")
    await scene.says("emil@telegram", "/verknuepfen")
    await scene.presses("emil@telegram", "Unlink")
    await scene.presses("emil@telegram", "Yes, unlink them")


async def leave(scene: Scene) -> None:
    """Read what is kept, and be forgotten."""
    for name in ("hilfe", "datenschutz", "meinedaten", "suchen", "xyzzy"):
        await scene.says("anna@telegram", f"/{name}")
        await scene.says("ben@discord", f"/{name}")
    await scene.says("anna@telegram", "hello")
    await scene.says("anna@telegram", "/vergissmich")
    await scene.says("anna@telegram", "/meinedaten")
    await scene.says("anna@telegram", "/vergissmich")
    await scene.presses("anna@telegram", "Undo")
    await scene.says("anna@telegram", "/vergissmich")
    await scene.presses("anna@telegram", "Delete now")
    await scene.says("anna@telegram", "/meinedaten")


async def test_everything_that_can_be_read_is_english(tmp_path: Path) -> None:
    async with english(tmp_path) as scene:
        first = (introduce, search, share_a_job, hold_an_event, organise, let_a_job_run_out)
        for act in (*first, hand_on, moderate, link, leave):
            await act(scene)
        said = "\n".join(scene.typed)
        assert [one.name for one in scene.app.desk.registry.visible if f"/{one.name}" not in said] == []
        labels = {knob.label for each in scene.shown for row in each.sight.knobs for knob in row}
        assert {label for label in BUTTONS.values() if not any(one.startswith(label) for one in labels)} == set()

        pieces = german_pieces()
        everything = dict.fromkeys(text for each in scene.shown for text in texts(each.sight))
        left = {text: found[0] for text in everything for piece in pieces if (found := piece.search(text))}
        assert left == {}


def test_a_german_sentence_would_be_noticed() -> None:
    pieces = german_pieces()
    for message in known():
        sentence = str(message.id)
        if sentence != message.string and " " in " ".join(literals(sentence)):
            assert any(piece.search(sentence) for piece in pieces), sentence


def test_the_ledger_names_the_wording_in_the_language_that_was_read() -> None:
    assert consent_version("en") != consent_version("de") == consent_version()


async def test_what_is_typed_stays_as_it_is_in_every_language(tmp_path: Path) -> None:
    async with english(tmp_path) as scene:
        await scene.says("ben@discord", "/profil")
        await scene.presses("ben@discord", "Agree")
        form = scene.shown[-1] if scene.shown[-1].kind == "form" else scene.shown[-2]
        assert form.sight.plain == "Your profile: who, where, and if you are free"
        named = {name: label for name, label, _, _ in form.sight.fields}
        assert named == {"name": "Name", "art": "Kind", "ort": "Location", "text": "About you", "links": "Links"}
        await scene.fills("ben@discord", art="Club")
        assert "Freelancer, Startup, Agency, Client" in scene.since(len(scene.shown) - 1)
        await scene.presses("ben@discord", "Edit")
        await scene.fills("ben@discord", art="Agency")
        assert "Ben\nAgency" in await scene.presses("ben@discord", "Skip")


async def test_the_examples_of_the_help_are_in_english_and_mean_what_the_german_ones_do(tmp_path: Path) -> None:
    translate = translator("en")
    async with english(tmp_path) as scene:
        await scene.says("anna@telegram", "/start")
        await scene.says("anna@telegram", "/help")
        told = "\n".join(each.sight.plain for each in scene.shown)
        registry, reading = scene.app.desk.registry, Reading(scene.clock.now(), ZONE, "en")
        for command in registry.visible:
            for example in command.examples:
                typed = translate(example.template)
                german, call = read_line(registry, example.template), read_line(registry, typed)
                assert german is not None
                assert call is not None
                assert typed.startswith(f"/{next(iter(command.aliases), command.name)} ")
                assert (call.command, call.values.keys()) == (command.name, german.values.keys())
                assert command.read(call.values, reading).keys() == call.values.keys()
            assert [one for one in command.examples[:1] if f"For example: {translate(one.template)}" not in told] == []
        assert "/search python essen free" in told


async def test_the_example_of_stances_is_in_english_and_means_what_it_says(tmp_path: Path) -> None:
    async with english(tmp_path) as scene:
        await scene.says("anna@telegram", "/skills python")
        await scene.presses("anna@telegram", "Agree")
        example = "/skills pass on: wordpress; looking for: accounting; learn: rust"
        await scene.says("anna@telegram", "/skills")
        assert any(f"Pass on, look for, learn: {example}" in each.sight.plain for each in scene.shown)
        said = await scene.says("anna@telegram", example)
        assert "Happy to pass on: WordPress" in said
        assert "Learning: Rust" in said
