"""`/skills`: what members can, want, learn and gladly hand over, and what was understood of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Final

from bot.context import Context
from bot.domain.folding import fold
from bot.domain.members import Member
from bot.domain.skills import MemberSkill, Skill, SkillChange
from bot.errors import TooMany, about
from bot.matching.lists.skill_list import read_changes
from bot.matching.naming.terms import in_quotes
from bot.matching.naming.vocabulary import SKILL_LENGTH, Vocabulary
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
    examples=(Phrase("/skills python, webdesign, -wordpress"),),
)
async def skills(
    ctx: Context,
    liste: Annotated[
        str,
        Option(
            "Skills",
            "Zum Beispiel: python, webdesign, -wordpress; gern ab: seo; lerne: rust",
            1500,
            suggest="own_skills",
        ),
    ] = "",
) -> Answer:
    """Add, change and remove skills, and say what was understood; without a list show them."""
    member = await ctx.me()
    if not liste:
        return view.skills(member)
    vocabulary = await ctx.vocabulary()
    with about("liste"):
        changes = read_changes(liste, vocabulary, (named.skill for named in member.skills))
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
    nearer = _nearer(member, changes, vocabulary)
    corrections = (*nearer, *_exactly(member, changes))[:CORRECTIONS]
    return view.skills(changed, _outcome(member, changes, bool(nearer)), corrections)


def with_changes(held: Sequence[MemberSkill], changes: Sequence[SkillChange]) -> tuple[MemberSkill, ...]:
    """Return the skills after the changes: what stays keeps its place, what is new comes last."""
    after = {named.skill.key: named for named in held}
    for change in changes:
        if change.stance is None:
            after.pop(change.skill.key, None)
        else:
            after[change.skill.key] = MemberSkill(change.skill, change.stance)
    return tuple(after.values())


def _outcome(before: Member, changes: Sequence[SkillChange], doubted: bool) -> list[Spans]:
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
    became, changed = _listed(_became(before, changes)), _listed(moved)
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


def _renamed(before: Member, changes: Iterable[SkillChange]) -> list[SkillChange]:
    """Return what newly came to the list under another name than the typed one."""
    had = {named.skill.key for named in before.skills}
    return [
        change
        for change in changes
        if change.stance is not None and change.skill.key not in had
        if change.typed and fold(change.typed) != fold(change.skill.label)
    ]


def _became(before: Member, changes: Iterable[SkillChange]) -> list[str]:
    """Return "js → JavaScript" for each added skill that was typed under another name."""
    return [f"{change.typed} → {change.skill.label}" for change in _renamed(before, changes)]


def _exactly(before: Member, changes: Iterable[SkillChange]) -> Iterator[Button]:
    """Yield a button that keeps the typed name instead of what it was understood as."""
    for change in _renamed(before, changes):
        if change.skill.is_known and len(change.typed) <= SKILL_LENGTH:
            instead = f"-{in_quotes(change.skill.label)}; {change.stance}: {in_quotes(change.typed)}"
            label = Phrase("Nein, genau „{typed}“", typed=one_line(change.typed, 40))
            yield Button(label, Call("skills", {"liste": instead}))


def _nearer(before: Member, changes: Sequence[SkillChange], vocabulary: Vocabulary) -> tuple[Button, ...]:
    """Return a button for each new term that is spelled almost like a known skill that is not there already."""
    had = {named.skill.key for named in before.skills}
    buttons = []
    for change in changes:
        if change.stance is None or change.skill.is_known or change.skill.key in had:
            continue
        there = {named.skill.label for named in before.skills if named.stance is change.stance}
        for near in set(vocabulary.suggest(change.skill.label)[:1]) - there:
            instead = Call("skills", {"liste": f"-{in_quotes(change.skill.label)}; {change.stance}: {near}"})
            label = Phrase("{near} statt {typed}", near=one_line(near, 30), typed=one_line(change.skill.label, 24))
            buttons.append(Button(label, instead))
    return tuple(buttons)
