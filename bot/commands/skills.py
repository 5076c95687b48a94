"""`/skills`: what members can, want, learn and gladly hand over, and what was understood of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Final

from bot.context import Context
from bot.domain.folding import fold
from bot.domain.members import Member
from bot.domain.skills import MemberSkill, Skill, SkillChange
from bot.errors import TooMany
from bot.matching.skill_list import read_changes
from bot.matching.vocabulary import Vocabulary, tidied
from bot.talk.answers import Answer, Button, Call, Reply
from bot.talk.commands import Menu, Option, Theme
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Spans, text
from bot.views import members as view

theme: Final = Theme()

SKILLS: Final = 60
CORRECTIONS: Final = 3  # buttons under one answer
SAID_LENGTH: Final = 250  # characters of the labels in each line about a change


async def _opening(ctx: Context, _call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Show what is known already beside the question."""
    return {}, view.skills(ctx.member) if ctx.member is not None and ctx.member.skills else None


@theme.command(
    "skills",
    "Was du kannst, suchst, lernst, gern abgibst",
    form=True,
    menu=Menu.PRIVATE,
    consent=True,
    opening=_opening,
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
    vocabulary = await ctx.vocabulary()
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
