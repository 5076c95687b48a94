"""`/profil` and `/skills`: what members say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final

from bot.calendar.reading import read_day
from bot.commands.consent import agree
from bot.context import Context
from bot.domain.availability import read_availability
from bot.domain.folding import fold
from bot.domain.members import Availability, Member, Trade, Visibility
from bot.domain.skills import MemberSkill, Skill, SkillChange
from bot.domain.towns import read_town
from bot.errors import InvalidInput, TooMany
from bot.housekeeping import redraw
from bot.matching.skill_list import read_changes
from bot.matching.vocabulary import Vocabulary, tidied
from bot.talk.answers import Answer, Button, Call, Reply
from bot.talk.commands import Menu, Option, Reading, Theme
from bot.talk.links import read_link
from bot.talk.strange import cleaned, one_line
from bot.talk.text import Phrase, Spans, text
from bot.views import members as view

theme: Final = Theme()

NAME_LENGTH: Final = 60
ABOUT_LENGTH: Final = 300
LINKS: Final = 3
LINK_LENGTH: Final = 200
SKILLS: Final = 60
CORRECTIONS: Final = 3  # buttons under one answer
SAID_LENGTH: Final = 250  # characters of the labels in each line about a change


def a_name(value: str, _reading: Reading) -> str:
    """Read a name: one line that has something to read in it."""
    name = one_line(value, NAME_LENGTH)
    if not any(char.isalnum() for char in name):
        raise InvalidInput(Phrase("Darin steht kein Name. Schreib zum Beispiel „Anna Becker“."))
    return name


def an_availability(value: str, reading: Reading) -> Availability:
    """Read "frei", "frei ab 1.2." or "ausgebucht"."""
    return read_availability(cleaned(value), lambda day: read_day(day, reading.now, reading.zone))


def some_links(value: str, _reading: Reading) -> tuple[str, ...]:
    """Read up to three web addresses between blanks or commas; only http and https, without a login in them."""
    links = tuple(dict.fromkeys(read_link(word, LINK_LENGTH) for word in re.split(r"[\s,;]+", cleaned(value)) if word))
    if len(links) > LINKS:
        raise InvalidInput(Phrase("Höchstens {most} Links passen hier hinein.", most=LINKS))
    return links


async def _opening(ctx: Context, _call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Return what the profile holds now; for somebody new the name that the platform shows."""
    member = ctx.member
    if member is None:
        return {"name": one_line(ctx.caller.name, NAME_LENGTH)}, None
    values = {
        "name": member.name,
        "art": member.trade or "",
        "ort": member.town or "",
        "text": member.about,
        "links": " ".join(member.links),
        "verfuegbar": view.available(member, ctx.today, ctx.language),
        "sichtbar": member.visibility or "",
    }
    has_something = any((member.trade, member.town, member.about, member.links, member.availability, member.skills))
    beside = view.profile(member, ctx.today, language=ctx.language, editable=False) if has_something else None
    return {name: str(value) for name, value in values.items() if value}, beside


@theme.command(
    "profil",
    "Dein Profil: wer, wo und ob du frei bist",
    aliases=("profile",),
    menu=Menu.PRIVATE,
    form=True,
    consent=True,
    opening=_opening,
    examples=("/profil ort=Essen verfuegbar=frei",),
)
async def profil(
    ctx: Context,
    name: Annotated[str, Option("Name", "Wie sollen dich andere nennen?", NAME_LENGTH, read=a_name)] = "",
    art: Annotated[
        Trade | None,
        Option(
            "Art",
            "Als was bist du hier?",
            choices=tuple(trade.value for trade in Trade),
            read=lambda value, _reading: Trade(value),
        ),
    ] = None,
    ort: Annotated[
        str | None,
        Option(
            "Ort",
            "In welcher Stadt bist du? Auch „remote“ oder „anderswo“ geht.",
            suggest="towns",
            read=lambda value, _reading: read_town(value),
        ),
    ] = None,
    text: Annotated[str, Option("Über dich", "Was sollen andere über dich wissen?", ABOUT_LENGTH, long=True)] = "",
    links: Annotated[
        tuple[str, ...],
        Option("Links", "Bis zu drei Links, zum Beispiel deine Website.", 700, read=some_links),
    ] = (),
    verfuegbar: Annotated[
        Availability | None,
        Option(
            "Verfügbar",
            "Bist du frei? Zum Beispiel: frei, frei ab 1.2., ausgebucht",
            suggest="availability",
            read=an_availability,
        ),
    ] = None,
    sichtbar: Annotated[
        Visibility | None,
        Option(
            "Sichtbar",
            "getaggt: gefunden und getaggt; gelistet: nur gefunden; verborgen: keins von beiden",
            choices=tuple(level.value for level in Visibility),
            read=lambda value, _reading: Visibility(value),
        ),
    ] = None,
) -> Answer:
    """Change what was given in the profile, and show it."""
    before = await ctx.me()
    if "name" in ctx.given and not name:
        raise InvalidInput(Phrase("Ohne Namen geht es nicht. Schreib, wie andere dich nennen sollen."), "name")
    read: dict[str, Any] = {
        "name": ("name", name),
        "art": ("trade", art),
        "ort": ("town", ort),
        "text": ("about", text),
        "links": ("links", links),
        "verfuegbar": ("availability", verfuegbar),
    }
    changed = replace(before, **dict(read[option] for option in read if option in ctx.given))
    await ctx.store.members.save(changed)
    if changed.name != before.name:
        await redraw(ctx.store, changed.id)
    after = await agree(ctx, changed, sichtbar) if sichtbar is not None else changed
    return view.profile(after, ctx.today, _said(before, after), language=ctx.language)


def _said(before: Member, after: Member) -> Phrase:
    return Phrase("Es bleibt alles, wie es war.") if before == after else Phrase("Gespeichert.")


async def _skills_opening(ctx: Context, _call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Show what is known already beside the question."""
    return {}, view.skills(ctx.member) if ctx.member is not None and ctx.member.skills else None


@theme.command(
    "skills",
    "Was du kannst, suchst, lernst, gern abgibst",
    form=True,
    menu=Menu.PRIVATE,
    consent=True,
    opening=_skills_opening,
    examples=("/skills python, webdesign, -wordpress",),
)
async def skills(
    ctx: Context,
    liste: Annotated[
        str,
        Option(
            "Skills", "Zum Beispiel: python, webdesign, -wordpress; gern ab: seo; lerne: rust", 1500, suggest="skills"
        ),
    ] = "",
) -> Answer:
    """Add, change and remove skills, and say what was understood; without a list show them."""
    member = await ctx.me()
    if not liste:
        return view.skills(member)
    vocabulary = ctx.house.vocabulary
    changes = read_changes(liste, vocabulary)
    changed = replace(member, skills=with_changes(member.skills, changes))
    if len(changed.skills) > SKILLS:
        raise TooMany(
            Phrase(
                "Höchstens {most} Skills haben Platz, das wären {count}. Nimm erst welche weg: /skills -wordpress",
                most=SKILLS,
                count=len(changed.skills),
            )
        )
    await ctx.store.members.save(changed)
    ctx.member = changed
    corrections = _corrections(member, changes, vocabulary)
    return view.skills(changed, _outcome(member, changes, liste, vocabulary, bool(corrections)), corrections)


def with_changes(held: Sequence[MemberSkill], changes: Sequence[SkillChange]) -> tuple[MemberSkill, ...]:
    """Return the skills after the changes: what stays keeps its place, what is new comes last."""
    after = {named.skill.key: named for named in held}
    for change in changes:
        if change.stance is None:
            after.pop(change.skill.key, None)
        else:
            after[change.skill.key] = MemberSkill(change.skill, change.stance)
    return tuple(after.values())


def _outcome(
    before: Member, changes: Sequence[SkillChange], typed: str, vocabulary: Vocabulary, doubted: bool
) -> list[Spans]:
    """Return the lines that say what each word of the list did."""
    had = {named.skill.key: named for named in before.skills}
    sets = [change for change in changes if change.stance is not None]
    removals = [change.skill for change in changes if change.stance is None]
    added = [change.skill for change in sets if change.skill.key not in had]
    moved: list[Spans] = [
        text(change.skill.label, " (", view.NAMES[change.stance], ")")
        for change in sets
        if change.stance and change.skill.key in had and had[change.skill.key].stance is not change.stance
    ]
    same = [
        change.skill for change in sets if change.skill.key in had and had[change.skill.key].stance is change.stance
    ]
    new, kept = _listed(_labels(added)), _listed(_labels(same))
    gone = _listed(_labels(skill for skill in removals if skill.key in had))
    unknown = _listed(_labels(skill for skill in removals if skill.key not in had))
    own = _listed(_labels(skill for skill in added if not skill.is_known))
    became, changed = _listed(_became(typed, added, vocabulary)), _listed(moved)
    rows = (
        (new, Phrase("Dazu: {labels}", labels=new)),
        (changed, Phrase("Geändert: {labels}", labels=changed)),
        (gone, Phrase("Weg: {labels}", labels=gone)),
        (unknown, Phrase("Stand nicht in deiner Liste: {labels}", labels=unknown)),
        (kept, Phrase("War schon da: {labels}", labels=kept)),
        (became, Phrase("Verstanden als: {labels}", labels=became)),
        (own, Phrase("Als eigener Begriff gemerkt: {labels}", labels=own)),
    )
    said: list[Spans] = [row for labels, row in rows if labels]
    return [*said, Phrase("Meintest du etwas anderes? Dann nimm den Vorschlag.")] if doubted else said


def _listed(labels: Sequence[Spans]) -> Spans:
    return view.listed(labels, SAID_LENGTH)


def _labels(skills: Iterable[Skill]) -> list[str]:
    return [skill.label for skill in skills]


def _became(typed: str, added: Sequence[Skill], vocabulary: Vocabulary) -> list[str]:
    """Return "js → JavaScript" for each added skill that was typed under another name."""
    keys = {skill.key for skill in added}
    became = []
    for word in re.split(r"[,;\n/]", typed):
        name = tidied(word.rpartition(":")[2])
        known = vocabulary.known(name)
        if known is not None and known.key in keys and fold(name) != fold(known.label):
            became.append(f"{name} → {known.label}")
    return list(dict.fromkeys(became))


def _corrections(before: Member, changes: Sequence[SkillChange], vocabulary: Vocabulary) -> tuple[Button, ...]:
    """Return a button for each new term that is spelled almost like a known skill."""
    had = {named.skill.key for named in before.skills}
    buttons = []
    for change in changes:
        if change.stance is None or change.skill.is_known or change.skill.key in had:
            continue
        for near in vocabulary.suggest(change.skill.label)[:1]:
            instead = Call("skills", {"liste": f"-{change.skill.label}; {change.stance}: {near}"})
            label = Phrase("{near} statt {typed}", near=one_line(near, 30), typed=one_line(change.skill.label, 24))
            buttons.append(Button(label, instead))
    return tuple(buttons[:CORRECTIONS])
