"""Teams as they are shown: how each part stands, who is interested, and what is said of seats. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.domain.jobs import Interest, Job, JobPart, JobState, Seat
from bot.domain.members import Member
from bot.domain.teams import PartState, Standing, gap, is_complete, meant
from bot.talk.answers import Button, Call, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Mention, Phrase, Spans, Text, joined_by, lines, text
from bot.views.job_life import reopen_button
from bot.views.job_skills import PARTS_SHOWN, part_line
from bot.views.part_names import is_whole, part_name
from bot.views.team_contact import NO_ADVICE, SIGNING, room_button, team_button, team_buttons

T = TypeVar("T")

PAGE: Final = 4  # people with a row of buttons each
BUTTON_PARTS: Final = 6  # parts that get a button of their own on a card
PER_ROW: Final = 3
STATES: Final = {
    PartState.OPEN: Phrase("offen"),
    PartState.ASKED: Phrase("angefragt"),
    PartState.TAKEN: Phrase("besetzt"),
}
SOMEBODY: Final = Phrase("jemand")
WHEN_OPEN: Final = Phrase("Sobald es geht, kommt sie an. Wenn es eilt, sag es am besten selbst.")
FREED_LATER: Final = Phrase("Ist der Auftrag wieder offen, gibst du den Platz unter „Team“ frei.")
NOT_SEARCHED: Final = Phrase(
    "Der Platz ist frei. Der Auftrag ist nicht offen, also suche ich niemanden, bis du ihn wieder öffnest."
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who is interested: their wish, why they fit, and who recommended them, as far as they may be shown."""

    member: Member
    wish: Interest
    reason: str
    by: Spans | None = None


def part_rows(found: Sequence[Standing], members: Mapping[int, Member]) -> list[Spans]:
    """Return a line for each part: what it asks for, how far it is, and who sits there; then what is still open."""
    rows: list[Spans] = [text(part_line(one.part), " (", _standing(one, members), ")") for one in found[:PARTS_SHOWN]]
    open_parts = gap(found)
    if len(found) > 1 and any(one.seats for one in found) and open_parts:
        rows.append(Phrase("Offen: {parts}", parts=_names(open_parts)))
    return rows


def _standing(one: Standing, members: Mapping[int, Member]) -> Spans:
    if not one.seats:
        state = STATES[one.state]
        return Phrase("{state}, {count} Plätze", state=state, count=one.part.seats) if one.part.seats > 1 else state
    who = [seated(members.get(seat.member_id)) for seat in one.seats]
    names = joined_by(", ", who)
    if one.part.seats == 1:
        return Phrase("besetzt: {names}", names=names)
    return Phrase("{taken} von {seats} besetzt: {names}", taken=len(one.seats), seats=one.part.seats, names=names)


def seated(member: Member | None) -> Spans:
    """Return the name of somebody who sits there, as far as they may be shown."""
    return one_line(member.name, 60) if member is not None and member.is_findable else SOMEBODY


def _names(parts: Sequence[JobPart]) -> Text:
    return joined_by(", ", [part_name(part) for part in parts])


def interest_buttons(job: Job, found: Sequence[Standing], waiting: int) -> Rows:
    """Return *Interesse* with how many wait: one button, or one for each open part where there are several."""
    open_parts = [one for one in found if one.free]
    if len(found) < 2 or len(found) > BUTTON_PARTS:
        label = Phrase("Interesse ({count})", count=waiting) if waiting else Phrase("Interesse")
        return ((Button(label, Call("job.interesse", {"job": str(job.id)})),),)
    buttons = [
        Button(_part_label(one), Call("job.interesse", {"job": str(job.id), "teil": one.part.key}))
        for one in open_parts
    ]
    return tuple(tuple(buttons[start : start + PER_ROW]) for start in range(0, len(buttons), PER_ROW))


def _part_label(one: Standing) -> Phrase:
    part = part_name(one.part, 24)
    if one.waiting:
        return Phrase("Interesse: {part} ({count})", part=part, count=len(one.waiting))
    return Phrase("Interesse: {part}", part=part)


def answers_to(job: Job, wish: Interest, found: Sequence[Standing], number: int | None = None) -> tuple[Button, ...]:
    """Return *Zusagen*, *Ablehnen* and *Rückfrage* for one interest, numbered where several are listed.

    A job without parts gets its first one with the *Zusage*.
    """
    values = {"job": str(job.id), "wer": str(wish.member_id), "teil": wish.part}
    free = {one.part.key for one in found if one.free}
    parts = [part for part in meant(job, wish) if part.key in free]
    accept: tuple[Button, ...] = ()
    if len(parts) < 2 or number is not None:
        may = bool(parts) or not job.parts
        accept = (Button(_numbered(Phrase("Zusagen"), number), Call("team.zusagen", values)),) if may else ()
    else:
        accept = tuple(
            Button(
                Phrase("Zusagen: {part}", part=part_name(part, 24)),
                Call("team.zusagen", {**values, "platz": part.key}),
            )
            for part in parts[:PER_ROW]
        )
    return (
        *accept,
        Button(_numbered(Phrase("Ablehnen"), number), Call("team.ablehnen", values)),
        Button(_numbered(Phrase("Rückfrage"), number), Call("team.rueckfrage", values)),
    )


def _numbered(label: Phrase, number: int | None) -> Phrase:
    return label if number is None else Phrase("{label} {number}", label=label, number=number)


def interest(job: Job, one: Candidate, found: Sequence[Standing], *, is_open: bool) -> Reply:
    """Return what the author reads when somebody is interested: name, part, why they fit, and their sentence."""
    member, wish = one.member, one.wish
    where = sorted({str(address.platform).capitalize() for address in member.addresses})
    part = job.part(wish.part)
    who = Mention(one_line(member.name, 60), member.addresses)
    told = (
        Phrase("{name} hat Interesse an „{title}“, Teil {part}.", name=who, title=job.title, part=part_name(part))
        if part is not None and len(job.parts) > 1
        else Phrase("{name} hat Interesse an „{title}“.", name=who, title=job.title)
    )
    return Reply(
        lines(
            told,
            Phrase("Empfohlen von {name}.", name=one.by) if one.by else None,
            Phrase("Passt: {reason}", reason=one.reason) if one.reason else None,
            Phrase("Noch keine Skills eingetragen.") if not member.skills else None,
            Phrase("Schreibt dazu: {sentence}", sentence=wish.sentence) if wish.sentence else None,
            *(map(text, member.links) if member.is_findable else ()),
            Phrase("Zu finden auf {platforms}.", platforms=", ".join(where)),
        ),
        buttons=(answers_to(job, wish, found),) if is_open else (),
    )


def shortlist(
    job: Job, waiting: Sequence[Candidate], found: Sequence[Standing], members: Mapping[int, Member], page: int
) -> Reply:
    """Return how a job stands, and a page of those who wait for an answer and of the seats that can be freed.

    While a job is closed nobody is answered and no seat freed; a team that goes on has its room.
    """
    values, is_open = {"job": str(job.id)}, job.state is JobState.OPEN
    seats = sorted(
        (seat for one in found for seat in one.seats), key=lambda seat: seat.member_id in members
    )  # who is gone comes first, since no other way frees that seat
    last = max(_last(waiting, PAGE), _last(seats, PER_ROW) if is_open else 0)
    page = min(max(page, 0), last)
    here = _on(page, list(enumerate(waiting, 1)), PAGE)
    rows = [_candidate(number, job, one) for number, one in here]
    turns = [(Phrase("Zurück"), page - 1)] if page else []
    turns += [(Phrase("Weiter"), page + 1)] if page < last else []
    ways = tuple(Button(label, Call("job.interessierte", {**values, "seite": str(to)})) for label, to in turns)
    names = [_known(members.get(seat.member_id)) for seat in seats]
    freeing = tuple(
        Button(
            _freeing(job, seat, name, is_alone=names.count(name) == 1),
            Call("team.freigeben", {**values, "wer": str(seat.member_id), "teil": seat.part}),
        )
        for seat, name in _on(page, list(zip(seats, names, strict=True)), PER_ROW)
    )
    return Reply(
        lines(
            Phrase("Interesse an „{title}“:", title=job.title),
            *(rows or [Phrase("Gerade wartet niemand auf Antwort.")]),
            *([Phrase("So steht es:"), *part_rows(found, members)] if found else []),
        ),
        buttons=(
            *(answers_to(job, one.wish, found, number) for number, one in here if is_open),
            *((ways,) if ways else ()),
            *((freeing,) if freeing and is_open else ()),
            *((team_buttons(job),) if freeing else ()),
            *(((reopen_button(job),),) if job.may_reopen else ()),
        ),
    )


def _last(those: Sequence[object], most: int) -> int:
    """Return the number of the last page, counted from 0, where so many stand on one."""
    return max(-(-len(those) // most) - 1, 0)


def _on(page: int, those: Sequence[T], most: int) -> Sequence[T]:
    """Return what stands on a page; what has fewer pages stays at its last."""
    start = min(page, _last(those, most)) * most
    return those[start : start + most]


def _freeing(job: Job, seat: Seat, name: Spans, *, is_alone: bool) -> Phrase:
    """Return what a button says that frees a seat, with the part where one name has several seats."""
    part = job.part(seat.part)
    if is_alone or part is None:
        return Phrase("Platz freigeben: {name}", name=name)
    return Phrase("Platz freigeben: {name} ({part})", name=name, part=part_name(part, 20))


def _known(member: Member | None) -> Spans:
    return one_line(member.name, 24) if member is not None else SOMEBODY


def _candidate(number: int, job: Job, one: Candidate) -> Spans:
    member, wish = one.member, one.wish
    part = job.part(wish.part)
    said: list[Spans] = [Mention(one_line(member.name, 60), member.addresses)]
    if part is not None and len(job.parts) > 1:
        said.append(part_name(part))
    said += [Phrase("empfohlen von {name}", name=one.by)] if one.by else []
    said += [one.reason] if one.reason else []
    said += [Phrase("„{sentence}“", sentence=one_line(wish.sentence, 120))] if wish.sentence else []
    return text(f"{number}. ", joined_by(" · ", said))


def accepted(job: Job, part: JobPart, contact: Member) -> Reply:
    """Return what somebody reads who got a seat: what they do, who speaks with the customer, and who signs."""
    return Reply(
        lines(
            Phrase("Zusage: Du bist bei „{title}“ dabei.", title=job.title)
            if is_whole(part)
            else Phrase("Zusage: Du machst {part} bei „{title}“.", part=part_name(part), title=job.title),
            Phrase("Ansprechperson ist {name}.", name=Mention(one_line(contact.name, 60), contact.addresses)),
            *((SIGNING[job.signing], NO_ADVICE) if job.signing is not None else ()),
        ),
        buttons=((_leave(job, part.key),),),
    )


def _leave(job: Job, part: str) -> Button:
    return Button(Phrase("Aussteigen"), Call("team.aussteigen", {"job": str(job.id), "teil": part}))


def declined(job: Job) -> Reply:
    """Return what somebody reads who was not chosen: kindly, and without a reason that nobody gave."""
    return Reply(
        lines(
            Phrase("Danke für dein Interesse an „{title}“.", title=job.title),
            Phrase("Diesmal wird es nichts. Melde dich beim nächsten Auftrag gern wieder."),
        )
    )


def full(job: Job, part: JobPart) -> Reply:
    """Return what those read who still wait for a part that is taken now."""
    return Reply(
        lines(
            Phrase("„{title}“: Der Teil {part} ist besetzt.", title=job.title, part=part_name(part)),
            Phrase("Danke für dein Interesse. Wird ein Platz frei, steht es auf der Karte."),
        )
    )


def freed(job: Job, part: JobPart | None) -> Reply:
    """Return what somebody reads whose seat the author has freed, or with it the whole part."""
    if part is None:
        return Reply((Phrase("„{title}“: Dein Teil ist weggefallen, und mit ihm dein Platz.", title=job.title),))
    told = Phrase("„{title}“: Dein Platz bei {part} ist wieder frei.", title=job.title, part=part_name(part))
    return Reply((told,))


def lost(job: Job) -> Reply:
    """Return what somebody reads who waited for a part that its author has removed."""
    return Reply(
        lines(
            Phrase("„{title}“: Der Teil, für den du Interesse gezeigt hast, ist weggefallen.", title=job.title),
            Phrase("Was noch offen ist, steht auf der Karte."),
        )
    )


def left(job: Job, part: JobPart | None, member: Member, waiting: int, *, spoke: bool = False) -> Reply:
    """Return what the author reads when somebody steps down; `spoke` says that they were the contact person."""
    label = part_name(part) if part is not None else job.title
    who = Mention(one_line(member.name, 60), member.addresses)
    return Reply(
        lines(
            Phrase("{name} steigt aus: „{title}“, Teil {part}.", name=who, title=job.title, part=label),
            _is_free(job),
            Phrase("Ansprechperson beim Kunden bist wieder du.") if spoke else None,
            Phrase("{count} Personen haben dafür Interesse gezeigt.", count=waiting) if waiting > 1 else None,
            Phrase("Eine Person hat dafür Interesse gezeigt.") if waiting == 1 else None,
        ),
        buttons=(_to_team(job),),
    )


def _to_team(job: Job) -> tuple[Button, ...]:
    return (team_button(job), *(() if job.state is JobState.OPEN else (reopen_button(job),)))


def gone(job: Job, part: JobPart | None, *, is_held: bool) -> Reply:
    """Return what the author reads when somebody in the team is not there any more, without who it was.

    `is_held` says that the seat is still taken; erasing somebody frees it.
    """
    label = part_name(part) if part is not None else job.title
    told = Phrase("Jemand aus deinem Team ist nicht mehr da: „{title}“, Teil {part}.", title=job.title, part=label)
    if not is_held:
        then = _is_free(job)
    elif job.state is JobState.OPEN:
        then = Phrase("Den Platz gibst du unter „Team“ frei.")
    else:
        then = FREED_LATER
    return Reply(lines(told, then), buttons=(_to_team(job),))


def back(job: Job, part: JobPart) -> Reply:
    """Return what the author reads when nobody in a part is missing any more."""
    said = Phrase("Wer gefehlt hat, ist wieder da: „{title}“, Teil {part}.", title=job.title, part=part_name(part))
    return Reply((said,), buttons=(_to_team(job),))


def _is_free(job: Job) -> Phrase:
    return Phrase("Der Platz ist wieder offen.") if job.state is JobState.OPEN else NOT_SEARCHED


def complete(
    job: Job, found: Sequence[Standing], members: Mapping[int, Member], *, has_room: bool, is_new: bool
) -> Reply:
    """Return what the author reads when every part is taken; a room that `is_new` opens by itself just then."""
    values = {"job": str(job.id)}
    room = Phrase("Sag mir mit „Teamraum“, wo ihr miteinander redet.")
    if has_room:
        room = Phrase("Ich lege euch einen Teamraum an.") if is_new else Phrase("Ihr redet weiter im Teamraum.")
    return Reply(
        lines(Phrase("„{title}“: Alle Teile sind besetzt.", title=job.title), *part_rows(found, members), room),
        buttons=((Button(Phrase("Vergeben"), Call("job.vergeben", values)), room_button(job)),),
    )


def decided(said: Phrase, job: Job, found: Sequence[Standing], waiting: int) -> Reply:
    """Return what the author reads after an answer: what is so now, and the way to the others."""
    values = {"job": str(job.id)}
    ways = (team_button(job),) if waiting or any(one.seats for one in found) else ()
    close = (Button(Phrase("Vergeben"), Call("job.vergeben", values)),) if is_complete(found) else ()
    speaks, signs, room = team_buttons(job)
    first, second = ((*ways, *close, room), (speaks, signs)) if any(one.seats for one in found) else (ways, ())
    gap_line = Phrase("Offen: {parts}", parts=_names(gap(found))) if len(found) > 1 and gap(found) else None
    return Reply(lines(said, gap_line), buttons=tuple(row for row in (first, second) if row))


def question(job: Job, asker: Member, words: str, *, to_author: bool, part: str) -> Reply:
    """Return a question or an answer that was passed on; it is answered through the bot as well."""
    who = one_line(asker.name, 60)
    told = (
        Phrase("{name} antwortet zu „{title}“: {words}", name=who, title=job.title, words=words)
        if to_author
        else Phrase("{name} fragt zu „{title}“: {words}", name=who, title=job.title, words=words)
    )
    values = {"job": str(job.id), "teil": part}
    way = (
        Button(Phrase("Rückfrage"), Call("team.rueckfrage", {**values, "wer": str(asker.id)}))
        if to_author
        else Button(Phrase("Antworten"), Call("team.antworten", values))
    )
    show = (team_button(job),) if to_author else ()
    return Reply((told,), buttons=((way, *show),))


def unread(job: Job, member: Member) -> Reply:
    """Return that a question or an answer waits, for who wrote it: its receiver is not reached privately."""
    who = Mention(one_line(member.name, 60), member.addresses)
    told = Phrase("Ich erreiche {name} privat nicht. Deine Nachricht zu „{title}“ wartet.", name=who, title=job.title)
    return Reply(lines(told, WHEN_OPEN))


def unaware(job: Job, part: JobPart | None, member: Member) -> Reply:
    """Return that somebody has a seat and cannot be told, for the author, who counts on them."""
    who = Mention(one_line(member.name, 60), member.addresses)
    label = part_name(part) if part is not None else job.title
    told = Phrase(
        "Ich erreiche {name} privat nicht. Die Zusage zu „{title}“, Teil {part}, wartet.",
        name=who, title=job.title, part=label,
    )  # fmt: skip
    return Reply(lines(told, WHEN_OPEN), buttons=((team_button(job),),))


def interested(job: Job, part: str) -> Reply:
    """Return what somebody reads whose interest is kept, with the way to take it back."""
    values = {"job": str(job.id), "teil": part}
    return Reply(
        (Phrase("Dein Interesse an „{title}“ ist schon notiert.", title=one_line(job.title, 40)),),
        buttons=((Button(Phrase("Zurücknehmen"), Call("team.zuruecknehmen", values)),),),
    )
