"""Jobs as they are shown: the draft's preview, the card in a place, the tags, what the author reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.domain.jobs import POST_SHOWN, Forecast, Job, JobState, Tag
from bot.domain.members import Member
from bot.domain.skills import Skill
from bot.domain.teams import Standing, standings
from bot.talk.answers import Button, Call, Card, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Mention, Phrase, Spans, joined_by, lines
from bot.views.handing_buttons import likes_to_pass_on, pass_on_button
from bot.views.job_life import closed_button, longer_button, reopen_button, until
from bot.views.job_parts import split_button
from bot.views.job_skills import change_button, part_lines, proposal, proposal_buttons, tag_forecast, understood
from bot.views.part_names import part_name
from bot.views.tagging import mute_buttons, pause_button
from bot.views.teams import interest_buttons, part_rows

CLOSED = {
    JobState.ASSIGNED: Phrase("Vergeben"),
    JobState.WITHDRAWN: Phrase("Zurückgezogen"),
    JobState.DELETED: Phrase("Gelöscht"),
    JobState.EXPIRED: Phrase("Abgelaufen"),
}
NOBODY: Final[Mapping[int, Member]] = MappingProxyType({})
GIVEN: Final = 3  # parts that are offered to be handed on
JOBS_PER_PAGE = 4  # a row of buttons each, and one to turn the page
SOMEBODY = Phrase("jemand, der nicht mehr dabei ist")


def name_of(member: Member | None) -> Spans:
    """Return the name to show; somebody who is being forgotten has none."""
    return member.name if member is not None and member.erase_at is None else SOMEBODY


def called(member: Member) -> Mention:
    """Return a name that leads to the person, for the reader of a private message alone: nobody else is in there."""
    return Mention(one_line(member.name, 60), member.addresses)


def details(job: Job) -> tuple[Spans, ...]:
    """Return the lines that say where, when and for how much, as far as they are known."""
    given = ((Phrase("Ort"), job.town), (Phrase("Zeitraum"), job.period), (Phrase("Budget"), job.budget))
    return tuple((label, ": ", value) for label, value in given if value)


def card(
    job: Job,
    author: Member | None,
    waiting: int,
    found: Sequence[Standing] = (),
    members: Mapping[int, Member] = NOBODY,
    contact: Member | None = None,
) -> Reply:
    """Return the card that stands in every `jobs` place; a closed job keeps its title and loses its buttons.

    `waiting` is how many people wait for an answer, `found` how its parts stand, `members` who is named there;
    `contact` speaks with the customer where it isn't the author.
    """
    if author is None or author.erase_at is not None:
        gone = Card(Phrase("Zurückgezogen"), (Phrase("Diesen Auftrag gibt es nicht mehr."),), is_over=True)
        return Reply(card=gone, private=False)
    closed = CLOSED.get(job.state)
    title: Spans = (closed, " · ", job.title) if closed else job.title
    rows: list[Spans] = [] if closed or job.text == job.title else [one_text(job.text)]
    rows += part_lines(job.parts) if closed else part_rows(found or standings(job, (), ()), members)
    rows += details(job)
    rows.append(Phrase("Kontakt: {name}", name=name_of(contact or author)))
    return Reply(
        card=Card(
            title,
            tuple(row for row in rows if row),
            Phrase("Auftrag {number}", number=job.id),
            about=tuple(part_name(part) for part in job.parts),
            is_over=closed is not None,
        ),
        buttons=() if closed else interest_buttons(job, found, waiting),
        private=False,
    )


def one_text(words: str) -> str:
    """Return a job's text cut for a card."""
    return words if len(words) <= POST_SHOWN else words[: POST_SHOWN - 1].rstrip() + "…"


def offer(draft: Job) -> Reply:
    """Return the line under a free post: no content, only the two ways on."""
    number = {"job": str(draft.id)}
    buttons = (
        Button(Phrase("Vorschau"), Call("job.vorschau", number)),
        Button(Phrase("Kein Auftrag"), Call("job.kein", number)),
    )
    return Reply(
        (Phrase("Das klingt nach einem Auftrag. Soll ich ihn teilen und passende Leute taggen?"),),
        buttons=(buttons,),
        private=False,
    )


def preview(draft: Job, seen: Forecast) -> Reply:
    """Return what was understood of a draft and who would be tagged and why, for the author alone."""
    rows: list[Spans] = [one_text(draft.text), *details(draft)]
    rows += [*understood(draft.parts), *tag_forecast(draft, seen), *proposal(draft)]
    is_cut = len(draft.text) > POST_SHOWN
    told = lines(
        Phrase("So würde ich es teilen:"),
        Phrase("Dein Beitrag ist lang: Die Karte zeigt den Anfang, dein Beitrag bleibt ganz stehen.")
        if is_cut
        else None,
    )
    return Reply(told, Card(draft.title, tuple(rows)), preview_buttons(draft))


def preview_buttons(draft: Job) -> Rows:
    """Return the ways on from a preview; they carry the revision, so that a stale one is noticed."""
    values = {"job": str(draft.id), "stand": str(draft.revision)}
    number = {"job": str(draft.id)}
    return (
        (
            Button(Phrase("Veröffentlichen"), Call("job.teilen", values)),
            Button(Phrase("Ändern"), Call("job.aendern", number)),
        ),
        (change_button(draft), split_button(draft), Button(Phrase("Kein Auftrag"), Call("job.verwerfen", number))),
        *proposal_buttons(draft),
    )


def withdrawn(job: Job) -> Reply:
    """Return what the author reads after deleting the post that a job was read from."""
    return Reply(
        lines(Phrase("Du hast deinen Beitrag gelöscht. „{title}“ ist deshalb zurückgezogen.", title=job.title)),
        buttons=((reopen_button(job),),),
    )


def untagged(job: Job, is_nobody: bool) -> Reply:
    """Return what the author reads where a tag that was announced cannot go out any more."""
    told = (
        Phrase("Für „{title}“ konnte ich niemanden taggen.", title=job.title)
        if is_nobody
        else Phrase("Für „{title}“ konnte ich nicht alle taggen, die ich genannt habe.", title=job.title)
    )
    return Reply(
        lines(
            told,
            Phrase("Wer dazu passte, ist nicht mehr da, passt nicht mehr dazu oder will gerade nicht getaggt werden."),
            Phrase("Mit /suche findest du Leute, denen du schreiben kannst."),
        )
    )


_TEAM: Final = (Phrase("Team"), "job.interessierte")
_CHANGE: Final = (Phrase("Ändern"), "job.aendern")
_ASSIGN: Final = (Phrase("Vergeben"), "job.vergeben")
_WITHDRAW: Final = (Phrase("Zurückziehen"), "job.zurueck")
_DELETE: Final = (Phrase("Löschen"), "job.loeschen")
_MORE: Final = (Phrase("Mehr"), "jobs.zeigen")


def owner_buttons(job: Job, number: int) -> tuple[Button, ...]:
    """Return what an author most often does with one of several open jobs; the last leads to all the rest."""
    return _numbered((_TEAM, _CHANGE, _ASSIGN, _MORE), job, number)


def owner_rows(job: Job) -> Rows:
    """Return everything that an author can do with an open job that is shown alone: its end comes last."""
    return (
        (*_numbered((_TEAM, _CHANGE), job), change_button(job)),
        (split_button(job), pass_on_button(job), *longer_button(job)),
        _numbered((_ASSIGN, _WITHDRAW, _DELETE), job),
    )


def _numbered(ways: Sequence[tuple[Phrase, str]], job: Job, number: int | None = None) -> tuple[Button, ...]:
    call = {"job": str(job.id)}
    return tuple(
        Button(label if number is None else Phrase("{label} {number}", label=label, number=number), Call(name, call))
        for label, name in ways
    )


def published(job: Job, places: int, tagged: int, at_once: bool, given: Sequence[tuple[str, str]] = ()) -> Reply:
    """Return what the author reads after publishing, with everything that can be done from now on.

    `given` are the parts that the author would rather hand on, each with a skill.
    """
    told = tagging_words(tagged, at_once) if tagged else None
    gladly, ways = likes_to_pass_on(job, given[:GIVEN])
    return Reply(
        lines(
            Phrase("„{title}“ geht jetzt an {places} Orte.", title=job.title, places=places)
            if places != 1
            else Phrase("„{title}“ geht jetzt an einen Ort.", title=job.title),
            told,
            Phrase("Wer Interesse hat, meldet sich über mich bei dir."),
            gladly,
        ),
        buttons=(*owner_rows(job), *((ways,) if ways else ())),
    )


def tagging_words(count: int, at_once: bool) -> Phrase:
    """Return how many people are tagged, now or at eight."""
    if count == 1:
        return Phrase("Getaggt wird 1 Person.") if at_once else Phrase("Getaggt wird 1 Person, um 8 Uhr.")
    if at_once:
        return Phrase("Getaggt werden {count} Personen.", count=count)
    return Phrase("Getaggt werden {count} Personen, um 8 Uhr.", count=count)


def mine(jobs: Sequence[Job], page: int, closed: int) -> Reply | None:
    """Return a page of my open jobs and drafts with their buttons, newest first; None where there are none.

    `closed` is how many others there are that could be opened again.
    """
    pages = -(-len(jobs) // JOBS_PER_PAGE)
    page = min(max(page, 1), max(pages, 1))
    first = (page - 1) * JOBS_PER_PAGE
    rows: list[Spans] = []
    buttons: list[tuple[Button, ...]] = []
    for number, job in enumerate(jobs[first : first + JOBS_PER_PAGE], first + 1):
        draft = job.state is JobState.DRAFT
        rows.append((f"{number}. ", one_line(job.title, 80), " (", Phrase("Entwurf") if draft else until(job), ")"))
        own = number if len(jobs) > 1 else None
        buttons += [draft_buttons(job, own)] if draft else [owner_buttons(job, own)] if own else owner_rows(job)
    if not rows and not closed:
        return None
    if not rows:
        return Reply(lines(Phrase("Du hast keine offenen Aufträge.")), buttons=closed_button(closed))
    turns = [(Phrase("Zurück"), page - 1)] if page > 1 else []
    turns += [(Phrase("Weiter"), page + 1)] if page < pages else []
    ways = tuple(Button(label, Call("job.meine", {"seite": str(to)})) for label, to in turns)
    ways += closed_button(closed)[0] if closed else ()
    return Reply(lines(Phrase("Deine offenen Aufträge:"), *rows), buttons=(*buttons, *([ways] if ways else [])))


def draft_buttons(job: Job, number: int | None) -> tuple[Button, ...]:
    """Return what an author can do with a draft, with its number where several are listed."""
    ways = ((Phrase("Vorschau"), "job.vorschau"), (Phrase("Kein Auftrag"), "job.verwerfen"))
    return _numbered(ways, job, number)


def ping(job: Job, tagged: Sequence[tuple[Member, Tag]], mutable: Sequence[Skill] = ()) -> Reply:
    """Return the message that tags: the reason first, then the people, each with their own reason.

    The reasons are those of the moment when it went out, whatever has become of the job's skills. `mutable`
    are the skills that whoever presses may not want to be tagged for any more.
    """
    skills = dict.fromkeys(skill for _, tag in tagged for skill in tag.named)
    people = joined_by(
        " · ", [(Mention(member.name, member.addresses), " (", tag.reason, ")") for member, tag in tagged]
    )
    mute = mute_buttons(mutable)
    return Reply(
        lines(
            Phrase("Getaggt wegen {skills}: {people}", skills=", ".join(skills), people=people),
            Phrase("„{title}“", title=job.title),
        ),
        buttons=(
            *([mute] if mute else []),
            (pause_button(), Button(Phrase("Nicht mehr taggen"), Call("consent.untag"))),
        ),
        private=False,
    )


def call_to_author(job: Job, author: Member) -> Reply:
    """Return the line without content for an author whom no private message reaches."""
    return Reply(
        lines(
            (
                Mention(author.name, author.addresses),
                ", ",
                Phrase("es gibt Interesse an „{title}“. Ich erreiche dich privat nicht.", title=job.title),
            )
        ),
        buttons=((Button(Phrase("Anzeigen"), Call("job.interessierte", {"job": str(job.id)})),),),
        private=False,
    )
