"""Open jobs as a list, and one of them shown to a single reader. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.jobs import Interest, InterestState, Job, JobState, Seat
from bot.domain.skills import Skill
from bot.domain.teams import Standing, gap
from bot.matching.people.job_filter import JobFilter, Whose
from bot.talk.answers import Button, Call, Card, Reply, Rows
from bot.talk.limits import BUTTONS_PER_ROW
from bot.talk.strange import one_line
from bot.talk.text import Bold, Moment, Phrase, Spans, Text, joined_by, lines, text
from bot.views.handing_buttons import offers_button, pass_on_button, recommend_button
from bot.views.job_life import ENDED, reopen_button
from bot.views.jobs import owner_rows
from bot.views.moderation import organisers_buttons, report_button
from bot.views.part_names import part_name
from bot.views.team_contact import asked_buttons, give_back_button

PAGE: Final = 8
_PER_ROW: Final = 4
_PARTS: Final = 4  # open parts that a row names
WHOSE: Final[Mapping[Whose, Phrase]] = {
    Whose.ALL: Phrase("Offene Aufträge"),
    Whose.MINE: Phrase("Deine offenen Aufträge"),
    Whose.FITTING: Phrase("Offene Aufträge, die zu dir passen"),
    Whose.JOINED: Phrase("Aufträge, bei denen du dabei bist"),
}
_NOTHING: Final[Mapping[Whose, Phrase]] = {
    Whose.ALL: Phrase("Gerade ist kein Auftrag offen. Mit /job schreibst du einen aus."),
    Whose.MINE: Phrase("Du hast keine offenen Aufträge. Mit /job schreibst du einen aus."),
    Whose.FITTING: Phrase("Gerade ist kein Auftrag offen, der zu deinen Skills passt."),
    Whose.JOINED: Phrase("Du bist gerade bei keinem Auftrag dabei."),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page is shown, counted from 0, of how many, and the filter as it was typed."""

    page: int
    pages: int
    typed: str


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody who looks at a job has to do with it; `has_offers` says that something was handed on."""

    is_author: bool
    is_organiser: bool
    seats: tuple[Seat, ...] = ()
    wishes: tuple[Interest, ...] = ()
    member_id: int = 0
    has_offers: bool = False


def listing(shown: Sequence[tuple[Job, Sequence[Standing]]], wanted: JobFilter, turn: Turn, mine: int) -> Reply:
    """Return a page of jobs with a button for each; it is private where it is about the reader alone."""
    is_private = wanted.whose is not Whose.ALL
    if not shown:
        is_narrow = bool(wanted.terms or wanted.town or wanted.without)
        said = Phrase("Dazu ist gerade nichts offen.") if is_narrow else _NOTHING[wanted.whose]
        ways = [Button(Phrase("Alle offenen"), Call("jobs.seite"))] if is_narrow or is_private else []
        if wanted.whose is Whose.MINE and not is_narrow:
            ways.append(Button(Phrase("Wo ich dabei bin"), Call("jobs.seite", {"filter": Whose.JOINED.value})))
        return Reply((said,), buttons=(tuple(ways),) if ways else (), private=is_private)
    rows = tuple(row(at, *one, mine, wanted.whose) for at, one in enumerate(shown, turn.page * PAGE + 1))
    buttons = [open_button(at, job) for at, (job, _) in enumerate(shown, turn.page * PAGE + 1)]
    return Reply(
        card=Card(_heading(wanted), rows),
        buttons=(*in_rows(buttons), *_paging(turn)),
        private=is_private,
    )


def _heading(wanted: JobFilter) -> Spans:
    """Return whose jobs are shown, and the filter as it was understood."""
    without = Phrase("ohne {skills}", skills=_labels(wanted.without)) if wanted.without else None
    named: list[Spans] = [name for name in (_labels(wanted.terms), without, wanted.town) if name]
    return text(WHOSE[wanted.whose], ": ", joined_by(" · ", named)) if named else WHOSE[wanted.whose]


def _labels(terms: Sequence[Skill]) -> str:
    return ", ".join(one_line(term.label, 40) for term in terms)


def row(at: int, job: Job, found: Sequence[Standing], mine: int = 0, whose: Whose = Whose.ALL) -> Text:
    """Return what a list says of a job: title, town, what is still open, until when, and what it is to the reader."""
    open_parts = gap(found)[:_PARTS]
    said: list[Spans] = [job.town] if job.town else []
    if job.state is not JobState.OPEN:
        said.append(ENDED[job.state])
    elif open_parts:
        said.append(Phrase("offen: {parts}", parts=joined_by(", ", [part_name(part) for part in open_parts])))
    elif found:
        said.append(Phrase("alle Teile besetzt"))
    if job.expires_at is not None and job.state is JobState.OPEN:
        said.append(Phrase("bis {when}", when=Moment(job.expires_at, "day")))
    if job.author_id == mine:
        said.append(Phrase("deiner"))
    if whose is Whose.JOINED and not any(seat.member_id == mine for one in found for seat in one.seats):
        said.append(Phrase("dein Interesse ist notiert"))
    return text(f"{at}. ", Bold(one_line(job.title, 80)), ": ", joined_by(" · ", said))


def open_button(at: int, job: Job) -> Button:
    """Return the button that shows a listed job's card to whoever presses it."""
    return Button(Phrase("{at}. {title}", at=at, title=one_line(job.title, 20)), show_call(job))


def show_call(job: Job) -> Call:
    """Return the call that shows a job's card privately."""
    return Call("jobs.zeigen", {"job": str(job.id)})


def in_rows(buttons: Sequence[Button]) -> Rows:
    """Return buttons in rows of four."""
    return tuple(tuple(buttons[start : start + _PER_ROW]) for start in range(0, len(buttons), _PER_ROW))


def _paging(turn: Turn) -> Rows:
    to = [(Phrase("Zurück"), turn.page - 1)] if turn.page else []
    to += [(Phrase("Weiter"), turn.page + 1)] if turn.page + 1 < turn.pages else []
    values = {"filter": turn.typed} if turn.typed else {}
    ways = tuple(Button(label, Call("jobs.seite", {**values, "seite": str(page)})) for label, page in to)
    return (ways,) if ways else ()


def shown(card: Reply, job: Job, reader: Reader) -> Reply:
    """Return a job's card for one reader: what they have to do with it stands above, what they can do below."""
    if reader.is_author:
        ways = owner_rows(job) if job.state is JobState.OPEN else ((reopen_button(job),),)
        offers = ((offers_button(job),),) if reader.has_offers else ()
        return replace(card, buttons=(*ways, *offers), private=True)
    labels = {part.key: part_name(part) for part in job.parts}
    sits: list[Spans] = [labels.get(seat.part, job.title) for seat in reader.seats]
    waits = any(wish.state is InterestState.WAITING for wish in reader.wishes)
    told = lines(
        Phrase("Du machst hier: {parts}.", parts=joined_by(", ", sits)) if sits else None,
        Phrase("Dein Interesse ist notiert.") if waits else None,
    )
    return replace(
        card, text=told, buttons=(*card.buttons, *_own_ways(job, reader), *_about(job, reader)), private=True
    )


def _own_ways(job: Job, reader: Reader) -> Rows:
    """Return *Aussteigen* and *Zurücknehmen* for what the reader has here, and what they are asked or are."""
    number, names = str(job.id), {part.key: part_name(part, 24) for part in job.parts}
    sits = [seat.part for seat in reader.seats]
    waits = [wish.part for wish in reader.wishes if wish.state is InterestState.WAITING]
    leave = [
        Button(
            Phrase("Aussteigen: {part}", part=names[part]) if len(sits) > 1 and part in names else Phrase("Aussteigen"),
            Call("team.aussteigen", {"job": number, "teil": part}),
        )
        for part in sits
    ]
    back = [
        Button(
            Phrase("Zurücknehmen: {part}", part=names[part])
            if len(waits) > 1 and part in names
            else Phrase("Zurücknehmen"),
            Call("team.zuruecknehmen", {"job": number, "teil": part}),
        )
        for part in waits
    ][:_PER_ROW]
    me = reader.member_id
    belongs = bool(reader.seats) or (me and me == job.former_id)
    speaks = (give_back_button(job),) if belongs and me == job.contact_id else ()
    asked = asked_buttons(job) if belongs and me == job.contact_asked_id else ()
    hand_on = (pass_on_button(job),) if reader.seats and job.has_a_team else ()
    offers = (offers_button(job),) if reader.has_offers else ()
    rows = (asked, (*leave[: BUTTONS_PER_ROW - 2], *hand_on, *speaks), (*back, *offers))
    return tuple(tuple(row) for row in rows if row)


def _about(job: Job, reader: Reader) -> Rows:
    """Return how a reader names a colleague, and what they can do where a job does not belong."""
    recommend = (recommend_button(job),) if job.state is JobState.OPEN else ()
    return ((*recommend, report_button(job)), *((organisers_buttons(job),) if reader.is_organiser else ()))
