"""What a job asks for, as its author reads and corrects it: parts, whom they would tag, a button for each skill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.folding import fold
from bot.domain.jobs import Forecast, Job, JobPart, JobState, NobodyFits
from bot.domain.skills import Skill
from bot.matching.templates import meant, proposed
from bot.talk import limits
from bot.talk.answers import Button, Call, Card, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Bold, Phrase, Spans, Text, joined_by, lines, text
from bot.views.part_names import part_name

ALONG: Final = Phrase("dazu")
CORE_WORDS: Final = 150  # characters of what a part asks for
SIDE_WORDS: Final = 100  # characters of what goes along
PARTS_SHOWN: Final = 8
PER_ROW: Final = 3  # buttons that a phone shows without cutting them
ALREADY: Final = Phrase("Wer dazu passt, ist schon getaggt.")
ALREADY_OR_AT_EIGHT: Final = Phrase("Wer dazu passt, ist schon getaggt oder wird es um 8 Uhr.")
WHY_NOBODY: Final = {
    NobodyFits.NOTHING_READ: Phrase(
        "Ich erkenne keinen Skill, also tagge ich niemanden. Mit „Skills ändern“ nennst du einen."
    ),
    NobodyFits.FULL: Phrase("Mehr Leute tagge ich für einen Auftrag nicht. Die Karte sehen trotzdem alle."),
    NobodyFits.ENOUGH: Phrase(
        "Wer dazu passt, wurde diese Woche schon genug getaggt oder hat heute Ruhe. Die Karte sehen trotzdem alle."
    ),
    NobodyFits.BOOKED: Phrase("Wer dazu passt, ist gerade ausgebucht. Die Karte sehen trotzdem alle."),
    NobodyFits.NOBODY: Phrase(
        "Dazu passt gerade niemand, der getaggt werden will. Mit „Skills ändern“ suchst du breiter, "
        "mit /suche findest du Leute, denen du schreiben kannst. Die Karte sehen trotzdem alle."
    ),
}
NOTHING_SOUGHT: Final = Phrase("So ist niemand gesucht, alles läuft nur mit. Mit „Skills ändern“ sagst du, was zählt.")


def part_line(part: JobPart) -> Text:
    """Return "Frontend: React, Next.js · dazu: Docker", the name alone without skills, and never all of very many."""
    core = one_line(", ".join(skill.label for skill in part.core), CORE_WORDS)
    side = one_line(", ".join(skill.label for skill in part.side), SIDE_WORDS)
    shares: list[Spans] = [core] if core else []
    shares += [text(ALONG, ": ", side)] if side else []
    return text(part_name(part), ": ", joined_by(" · ", shares)) if shares else text(part_name(part))


def part_lines(parts: Sequence[JobPart]) -> list[Spans]:
    """Return a line for each part, as many as a card holds."""
    return [part_line(part) for part in parts[:PARTS_SHOWN]]


def understood(parts: Sequence[JobPart]) -> list[Spans]:
    """Return what was understood of a job, each part on a line below a heading; nothing where nothing was."""
    rows = [text("• ", part) for part in part_lines(parts)]
    return [text(Bold(Phrase("Verstanden")), ":"), *rows] if rows else []


def tag_forecast(job: Job, seen: Forecast) -> list[Spans]:
    """Return the lines that say who will be tagged and why, or why nobody will be."""
    if seen.why is not None:
        why = already(seen.at_once) if seen.why is NobodyFits.ALREADY else WHY_NOBODY[seen.why]
        return [NOTHING_SOUGHT if job.skills and not job.core else why, *_noted(seen)]
    when = Phrase("Getaggt würden") if seen.at_once else Phrase("Ab 8 Uhr getaggt würden")
    return [(when, ":"), *(("• ", member.name, " (", tag.reason, ")") for member, tag in seen.tagged), *_noted(seen)]


def already(at_once: bool) -> Phrase:
    """Return that nobody new is tagged; at night those of the evening are yet to be."""
    return ALREADY if at_once else ALREADY_OR_AT_EIGHT


def _noted(seen: Forecast) -> list[Spans]:
    """Return how many people read of the job in their overview, without a name."""
    count = len(seen.noted)
    if not count:
        return []
    if not seen.tagged:
        words = Phrase("Im Überblick lesen es {count}.", count=count)
        return [words if count > 1 else Phrase("Im Überblick liest es eine Person.")]
    words = Phrase("{count} weitere lesen es im Überblick.", count=count)
    return [words if count > 1 else Phrase("Eine weitere Person liest es im Überblick.")]


def proposal(job: Job) -> list[Spans]:
    """Return the line that names what such a job often needs besides, where that is not all named."""
    template, parts = meant(job.parts), proposed(job.parts, job.text)
    if template is None or not parts:
        return []
    return [Phrase(template.sentence.template, trades=joined_by(", ", [part_name(part) for part in parts]))]


def proposal_buttons(job: Job) -> Rows:
    """Return a button for each part that is proposed; none of them is kept before it is taken."""
    return _rows(
        [
            Button(
                Phrase("+ {part}", part=part_name(part)),
                Call("job.dazu", {"job": str(job.id), "stand": str(job.revision), "skill": part.core[0].label}),
            )
            for part in proposed(job.parts, job.text)
        ]
    )


def change_button(job: Job) -> Button:
    """Return *Skills ändern*: the skills as buttons, or the form where there is none to press."""
    return Button(Phrase("Skills ändern"), Call("job.gesucht" if job.skills else "job.skills", {"job": str(job.id)}))


def skills(
    job: Job, seen: Forecast, names: Mapping[str, str], first: Spans | None = None, gone: Skill | None = None
) -> Reply:
    """Return what a job asks for, with a button for each skill; `gone` was just taken out and can come back.

    `names` are the skills by key as they are typed to mean just themselves.
    """
    offered = proposal_buttons(job)
    most = PER_ROW * (limits.BUTTON_ROWS - 1 - len(offered))
    told = lines(
        first,
        Phrase("Tipp auf einen Skill, um ihn zu ändern: gesucht, dazu (läuft nur mit) oder weg."),
        Phrase("Alle Skills stehen unter „Als Liste“.") if len(job.skills) > most else None,
    )
    rows = (*understood(job.parts), *tag_forecast(job, seen), *proposal(job))
    taps = _rows(_skill_buttons(job, names, gone, most))
    return Reply(told, Card(job.title, rows), (*taps, *offered, _ways(job, seen)))


def _rows(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[start : start + PER_ROW]) for start in range(0, len(buttons), PER_ROW))


def _skill_buttons(job: Job, names: Mapping[str, str], gone: Skill | None, most: int) -> list[Button]:
    """Return a button for each skill, in an order that a press does not change: people press twice in one place."""
    core = {skill.key for skill in job.core}
    shown = sorted((*job.skills, *([gone] if gone else [])), key=lambda skill: fold(skill.label))
    buttons = []
    for skill in shown[:most]:
        label, then = _state(skill, core, gone)
        values = {"job": str(job.id), "stand": str(job.revision), "skill": names[skill.key], "als": then}
        buttons.append(Button(label, Call("job.skill", values)))
    return buttons


def _state(skill: Skill, core: set[str], gone: Skill | None) -> tuple[Phrase, str]:
    """Return what a skill is to the job, in words, and what a press makes of it."""
    label = one_line(skill.label, 40)
    if skill == gone:
        return Phrase("{skill}: weg", skill=label), "core"
    if skill.key in core:
        return Phrase("{skill}: gesucht", skill=label), "side"
    return Phrase("{skill}: dazu", skill=label), "out"


def _ways(job: Job, seen: Forecast) -> tuple[Button, ...]:
    """Return the ways on: the form, and back to the preview or on to the tags."""
    number = {"job": str(job.id)}
    as_list = Button(Phrase("Als Liste"), Call("job.skills", number))
    if job.state is JobState.DRAFT:
        return (Button(Phrase("Vorschau"), Call("job.vorschau", number)), as_list)
    return (*publish_button(job, seen), as_list)


def publish_button(job: Job, seen: Forecast) -> tuple[Button, ...]:
    """Return *Veröffentlichen* under changed skills of a published job, where that would tag somebody."""
    values = {"job": str(job.id), "stand": str(job.skills_mark)}
    return (Button(Phrase("Veröffentlichen"), Call("job.taggen", values)),) if seen.tagged else ()


def retag(job: Job, seen: Forecast, *, by_hand: bool = False) -> Reply:
    """Return what the author of a published job reads after changing its skills, before anybody new is tagged.

    `by_hand` says that its words ask for others now, and that it keeps those that the author set.
    """
    return Reply(
        lines(
            Phrase("„{title}“ ist überall geändert.", title=job.title),
            Phrase("Gesucht bleibt, was du selbst festgelegt hast.") if by_hand else None,
            *understood(job.parts),
            *tag_forecast(job, seen),
        ),
        buttons=((*publish_button(job, seen), change_button(job)),),
    )
