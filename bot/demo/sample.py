"""The members and events that are there when the demo begins; all the people are invented.

The members enter through the desk, as they would have done it themselves; the events are a calendar file, taken over as
any organiser does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.console.people import Persona
from adapters.console.world import World
from bot.calendar.ical.reading import parse
from bot.context import Caller
from bot.demo.world import Bot
from bot.desk import Desk
from bot.domain.people import Platform
from bot.importing import take_over
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

CALENDAR: Final = Path(__file__).with_name("sample.ics")
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
    zone = bot.app.house.community.zone
    calendar = parse(CALENDAR.read_bytes(), zone.key)
    async with bot.app.storage.begin() as store:
        await take_over(store, calendar, bot.app.courier.clock.now())
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
