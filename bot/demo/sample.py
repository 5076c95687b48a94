"""The members and series that are there when the demo begins; all the people are invented.

Everything is entered through the desk, as the people would have done it themselves, so it is as real as what follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from adapters.console.people import Persona
from adapters.console.world import World
from bot.context import Caller
from bot.demo.world import Bot
from bot.desk import Desk
from bot.domain.people import Platform
from bot.talk.answers import Answer, Call, Reply

TELEGRAM, DISCORD = Platform.TELEGRAM, Platform.DISCORD


@dataclass(frozen=True, slots=True)
class _Member:
    persona: Persona
    name: str
    skills: str
    profile: dict[str, str]
    level: str = "Einverstanden"


def _member(platform: Platform, name: str, skills: str, level: str = "Einverstanden", **profile: str) -> _Member:
    persona = Persona(name.split(maxsplit=1)[0].casefold(), platform)
    return _Member(persona, name, skills, profile, level)


MEMBERS: Final = (
    _member(
        TELEGRAM,
        "Jette",
        "python, django, postgresql; gern ab: wordpress",
        art="Freelancer",
        ort="Essen",
        text="Webanwendungen für Vereine und Verlage",
        verfuegbar="frei",
    ),
    _member(
        TELEGRAM,
        "Malik",
        "wordpress, php, woocommerce; lerne: typescript",
        art="Freelancer",
        ort="Bochum",
        text="Shops und Seiten, die der Kunde selbst pflegt",
        verfuegbar="frei",
    ),
    _member(
        TELEGRAM,
        "Svenja",
        "texten, lektorat, seo; suche: webdesign",
        art="Freelancer",
        ort="Dortmund",
        text="Texte, die gelesen werden",
        verfuegbar="frei",
    ),
    _member(
        TELEGRAM,
        "Piotr",
        "react, typescript, javascript; lerne: svelte",
        art="Freelancer",
        ort="Gelsenkirchen",
        verfuegbar="ausgebucht",
    ),
    _member(TELEGRAM, "Aylin", "buchhaltung, steuern", "Nur gelistet", art="Freelancer", ort="Oberhausen"),
    _member(
        TELEGRAM,
        "Henner",
        "barrierefreiheit, html, css, ux-design",
        art="Freelancer",
        ort="Hattingen",
        text="Macht Seiten für alle benutzbar",
        verfuegbar="frei",
    ),
    _member(
        DISCORD,
        "Tilda",
        "grafikdesign, logo, illustration",
        art="Freelancer",
        ort="Mülheim an der Ruhr",
        text="Logos, Plakate, Bilderbücher",
        verfuegbar="frei",
    ),
    _member(
        DISCORD,
        "Nuri",
        "fotografie, videoschnitt",
        art="Freelancer",
        ort="Duisburg",
        verfuegbar="frei",
    ),
    _member(
        DISCORD,
        "Greta",
        "webdesign, ux-design, figma; gern ab: wordpress",
        art="Agentur",
        ort="Essen",
        text="Zwei Leute, ein Hund, gute Oberflächen",
        verfuegbar="frei",
    ),
    _member(
        DISCORD,
        "Lasse",
        "kubernetes, docker, linux, python",
        art="Freelancer",
        ort="remote",
        verfuegbar="frei",
    ),
    _member(
        DISCORD,
        "Fatima El Amrani",
        "java, spring boot, postgresql",
        art="Freelancer",
        ort="Herne",
        verfuegbar="frei",
    ),
    _member(
        DISCORD,
        "Olaf",
        "projektmanagement; suche: python, webdesign",
        art="Startup",
        ort="Witten",
        text="Baut eine Börse für Werkstattplätze",
    ),
)

SERIES: Final[tuple[dict[str, str], ...]] = (
    {
        "titel": "Twittwoch Ruhr",
        "wann": "2026-12-09 19:00",
        "dauer": "3 Stunden",
        "ort": "Essen",
        "platz": "Unperfekthaus",
        "text": "Vorträge und Gespräche über das Netz, jeden zweiten Mittwoch im Monat",
        "serie": "FREQ=MONTHLY;BYDAY=2WE",
    },
    {
        "titel": "Lean Coffee der SchwarmGeneration Ruhr",
        "wann": "2026-12-04 10:30",
        "dauer": "90 Minuten",
        "ort": "Bochum",
        "text": "Themen bringt ihr mit, die Zeit wird gerecht geteilt",
        "serie": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    },
    {
        "titel": "WestVision",
        "wann": "2026-12-17 18:30",
        "dauer": "2 Stunden",
        "ort": "Dortmund",
        "text": "Menschen aus dem Westen zeigen, woran sie arbeiten",
        "serie": "FREQ=MONTHLY;BYDAY=3TH",
    },
    {
        "titel": "BarCamp Ruhr",
        "wann": "2027-01-16 09:30",
        "dauer": "32 Stunden",
        "ort": "Essen",
        "text": "Das Programm machen alle zusammen am Morgen",
        "serie": "FREQ=YEARLY",
    },
)
_HOST: Final = MEMBERS[0].persona


async def enter(world: World, bot: Bot) -> None:
    """Enter every member and every series, and deliver what follows; a database that has them stays as it is."""
    desk = bot.app.desk
    for member in MEMBERS:
        if member.persona.address not in world.people:  # a kept world knows who blocked the bot since
            world.enter(member.persona, None)
            world.person(member.persona).name = member.name
    if await _are_there(bot):
        return
    for member in MEMBERS:
        await _joins(desk, world, member)
    for series in SERIES:
        understood = await desk.call(_caller(world, _HOST), Call("termin", series))
        await desk.call(_caller(world, _HOST), _behind(understood, "Eintragen"))
    await bot.do_due()


async def _are_there(bot: Bot) -> bool:
    async with bot.app.storage.begin() as store:
        return await store.members.at(_HOST.address) is not None


async def _joins(desk: Desk, world: World, member: _Member) -> None:
    caller = _caller(world, member.persona)
    asked = await desk.call(caller, Call("skills", {"liste": member.skills}))
    await desk.call(caller, _behind(asked, member.level))
    await desk.call(caller, Call("profil", member.profile))


def _behind(answers: tuple[Answer, ...], label: str) -> Call:
    """Return what a button of that label does."""
    buttons = [button for answer in answers if isinstance(answer, Reply) for row in answer.buttons for button in row]
    return next(button.press for button in buttons if button.label.template == label and isinstance(button.press, Call))


def _caller(world: World, persona: Persona) -> Caller:
    return Caller(persona.address, world.person(persona).name)
