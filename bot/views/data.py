"""What members read about their own data: everything that is kept, and being forgotten. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence, known, present
from bot.calendar.wall import wall
from bot.domain.calendars import Personal
from bot.domain.events import Answer as Attending
from bot.domain.events import Event, EventState, Feed, Reminder
from bot.domain.handing_on import Handover, Recommendation
from bot.domain.jobs import Interest, Job, JobState, Note, Seat, Tag
from bot.domain.links import Link
from bot.domain.members import Agreement, Member
from bot.domain.moderation import Block, Report
from bot.domain.rooms import Room
from bot.domain.tagging import counting
from bot.talk.answers import Button, Call, Card, File, Reply, say
from bot.talk.commands import Command
from bot.talk.strange import one_line, utf16_length
from bot.talk.text import Bold, Code, Moment, Phrase, Span, Spans, Text, german, joined_by, lines, opened, text
from bot.views.events import ANSWERS
from bot.views.handing_on import STATES as HANDED
from bot.views.handing_on import name_in, what
from bot.views.jobs import CLOSED
from bot.views.members import NAMES, STANCES, available, hidden_until, level_line
from bot.views.part_names import part_name
from bot.views.reminders import dated, reminder_line
from bot.views.tagging import OVERVIEWS, quiet_days, state

SPACE: Final = 3300  # characters of the rows: the rest of a card is for its title and last line
LONGEST_TEXT: Final = 200  # characters of a text within a list
ROOM_FOR_REST: Final = 50  # characters of "und 12 weitere, alles steht in der Datei", in English too
MOMENT: Final = 36  # characters of the longest date with its year
STATES: Final[Mapping[JobState, Phrase]] = {
    JobState.DRAFT: Phrase("Entwurf"),
    JobState.OPEN: Phrase("offen"),
    **CLOSED,
}

EVENT_STATES: Final = {
    EventState.CANCELLED: Phrase("abgesagt"),
    EventState.PROPOSED: Phrase("vorgeschlagen"),
    EventState.DECLINED: Phrase("nicht freigegeben"),
    EventState.WITHDRAWN: Phrase("zurückgezogen"),
}
NOTHING: Final = Phrase("Von dir ist nichts gespeichert.")
BEING_ERASED: Final = Phrase("Deine Daten werden gerade gelöscht. Danach ist nichts mehr von dir da.")


def nothing() -> Reply:
    """Return the answer to somebody of whom nothing is kept."""
    soon = Phrase(
        "Ein offenes Formular, eine offene Frage oder den Entwurf eines Termins vergesse ich nach 24 Stunden."
    )
    return say(NOTHING, " ", soon)


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that is kept of a member.

    `titles` and `dated` are the jobs and events that the rest is about, `joined` the jobs that `seats` belong to;
    `people` are those who handed something on.
    """

    member: Member
    ledger: Sequence[Agreement]
    jobs: Sequence[Job]
    interests: Sequence[Interest]
    tags: Sequence[Tag]
    events: Sequence[Event]
    answers: Sequence[Attending]
    reminders: Sequence[Reminder]
    forms: Sequence[tuple[Call, Command | None]]  # as far as it is filled in, and whose it is
    titles: Mapping[int, str]
    dated: Mapping[int, Event]
    reports: Sequence[Report]
    block: Block | None
    calendar: Personal | None = None
    seats: Sequence[Seat] = ()
    notes: Sequence[Note] = ()
    joined: Mapping[int, Job] = field(default_factory=dict)
    handed: Sequence[Handover] = ()
    recommended: Sequence[Recommendation] = ()
    people: Mapping[int, Member] = field(default_factory=dict)
    unasked_since: datetime | None = None
    link: Link | None = None  # that can still be undone
    rooms: Sequence[tuple[Job, Room, bool]] = ()  # and whether they were let in
    drafts: Sequence[Mapping[str, str]] = ()  # of events, as they were filled in
    feeds: Sequence[Feed] = ()  # that they subscribed to
    buttons: Sequence[Call] = ()  # what theirs do, where it does not fit into the button


@dataclass(frozen=True, slots=True)
class _Section:
    """A list with its heading: in a line of its own each, or with commas behind the heading."""

    title: Phrase
    entries: Sequence[Spans]
    in_line: bool = False


def summary(kept: Kept, now: datetime, zone: ZoneInfo, files: tuple[File, ...], language: str = "de") -> Reply:
    """Return what is kept of a member as it can be read, and the files that hold everything.

    Lists share the room that the profile leaves; what has none any more is counted. `language` is a code as in
    `bot.domain.dates`.
    """
    rows = [row for row in _profile(kept, now, wall(now, zone).date(), language) if row]
    left = SPACE - sum(_length(row) + 1 for row in rows)
    sections = [section for section in _sections(kept, now, zone, language) if section.entries]
    for done, section in enumerate(sections):
        row = _shown(section, left // (len(sections) - done))
        left -= _length(row) + 1
        rows.append(row)
    return Reply(
        card=Card(
            Phrase("Das ist von dir gespeichert"),
            tuple(rows),
            Phrase("Alles steht in der Datei. Ändern: /profil und /skills. Löschen: /vergissmich."),
        ),
        files=files,
    )


def _profile(kept: Kept, now: datetime, today: date, language: str) -> Iterable[Spans]:
    member = kept.member
    facts: tuple[tuple[Phrase, Spans | None], ...] = (
        (Phrase("Name"), member.name),
        (Phrase("Art"), NAMES[member.trade] if member.trade else None),
        (Phrase("Ort"), member.town),
        (Phrase("Über dich"), member.about),
        (Phrase("Links"), ", ".join(member.links)),
        (Phrase("Verfügbar"), available(member, today, language)),
        (Phrase("Angelegt"), _moment(member.created_at)),
        (Phrase("Zuletzt getaggt"), _moment(member.last_tagged_at)),
        (Phrase("Alle Orte verlassen"), _moment(member.left_at)),
        (Phrase("Eigene Kalenderadresse"), _calendar(kept.calendar)),
        (Phrase("Keine Fragen von Kolleg:innen seit"), _moment(kept.unasked_since)),
        (Phrase("Zuerst angeschrieben auf"), member.preferred.capitalize() if member.preferred else None),
        (Phrase("Konten verknüpft, trennbar bis"), _moment(kept.link.until) if kept.link is not None else None),
    )
    yield from (text(what, ": ", value) for what, value in facts if value)
    if member.visibility is not None:
        yield level_line(member.visibility)
    yield from _tagging(member, now, language)
    if member.erase_at is not None:
        yield Phrase("Wird gelöscht: {when}", when=Moment(member.erase_at))
    if kept.block is not None:
        yield text(Phrase("Für Aufträge gesperrt"), ": ", _cut(kept.block.reason))
    for form, command in kept.forms:
        yield text(Phrase("Offenes Formular"), ": ", *_form(form, command))


def _tagging(member: Member, now: datetime, language: str) -> Iterator[Spans]:
    """Yield how somebody wants to be tagged, as far as they said, and what counts against their budget."""
    wishes = member.wishes
    if wishes.per_week is not None:
        yield Phrase("Tags in sieben Tagen: höchstens {count}", count=wishes.per_week)
    if used := counting(member.pings, now):
        yield Phrase("Tags, die gerade zählen: {count}", count=used)
    if wishes.quiet_days:
        yield text(Phrase("Ruhige Tage"), ": ", quiet_days(member, language))
    yield from state(member, now)
    if wishes.overview is not None:
        yield OVERVIEWS[wishes.overview]


def _calendar(address: Personal | None) -> Text | None:
    """Return since when there is an address; not the address, since a list of what is kept is passed on more easily."""
    if address is None:
        return None
    words = Phrase("abgeschaltet") if address.token is None else Phrase("eingeschaltet")
    return text(words, ", ", Moment(address.since, year=True))


def _form(form: Call, command: Command | None) -> Iterator[Span]:
    """Yield a form by the name that members know, and what they have filled in."""
    if command is None or command.visible:
        yield f"/{form.command}"
    else:
        yield Phrase(command.summary)
    fields = {option.name for option in command.fields} if command is not None else set()
    values = ", ".join(f"{name}={value}" for name, value in form.values.items() if name in fields)
    yield f" {one_line(values, LONGEST_TEXT)}"


def _moment(at: datetime | None) -> Moment | None:
    return Moment(at, year=True) if at is not None else None


def _sections(kept: Kept, now: datetime, zone: ZoneInfo, language: str) -> Iterable[_Section]:
    member = kept.member
    for stance, words in STANCES.items():
        yield _Section(words, [held.skill.label for held in member.skills if held.stance is stance], in_line=True)
    yield _Section(
        Phrase("Konten"),
        [f"{one.name} ({one.address.platform.capitalize()}, {one.address.user})" for one in member.accounts],
    )
    yield _Section(Phrase("Einwilligungen"), [_agreed(line) for line in kept.ledger])
    yield _Section(Phrase("Erinnerungen"), [_reminder(kept, one, now, zone, language) for one in kept.reminders])
    yield _Section(Phrase("Aufträge"), [text(_cut(job.title), " (", STATES[job.state], ")") for job in kept.jobs])
    yield _Section(Phrase("Interessen"), [_about(kept, wish.job_id, wish.sentence) for wish in kept.interests])
    yield _Section(Phrase("Teams"), [_seat(kept.joined[seat.job_id], seat) for seat in kept.seats])
    yield _Section(Phrase("Weitergaben"), [_handed(kept, one) for one in kept.handed])
    yield _Section(Phrase("Empfehlungen"), [_recommended(kept, one) for one in kept.recommended])
    yield _Section(Phrase("Teamräume"), [_room(*one) for one in kept.rooms])
    yield _Section(Phrase("Tags"), [_about(kept, tag.job_id, tag.reason) for tag in kept.tags])
    yield _Section(Phrase("Für den Überblick"), [_about(kept, one.job_id, one.reason) for one in kept.notes])
    yield _Section(Phrase("Meldungen"), [_about(kept, one.job_id, one.reason) for one in kept.reports])
    yield _Section(Phrase("Termine"), [_event(event, now) for event in kept.events])
    yield _Section(Phrase("Entwürfe von Terminen"), [_cut(draft.get("titel", "?")) for draft in kept.drafts])
    yield _Section(Phrase("Abonnierte Kalender"), [_cut(feed.url) for feed in kept.feeds])
    yield _Section(Phrase("Antworten auf Termine"), [_answer(kept, one, now) for one in kept.answers])


def _agreed(line: Agreement) -> Text:
    """Return what somebody agreed to, when and where; anything but a level says that it was taken back."""
    level = NAMES.get(line.level, Phrase("zurückgezogen"))
    return text(level, ", ", Moment(line.at, year=True), ", ", _where(line.where))


def _where(kept: str) -> str | Phrase:
    """Return the place that a line of the ledger names: "telegram privat" or "discord #jobs"."""
    platform, _, place = kept.partition(" ")
    shown = platform.capitalize()
    return Phrase("{platform} privat", platform=shown) if place == "privat" else f"{shown} {place}"


def _about(kept: Kept, job_id: int, words: str) -> Text:
    """Return the title of a job and the words that belong to it."""
    title = _cut(kept.titles.get(job_id, "?"))
    return text(title, ": ", _cut(words)) if words else text(title)


def _seat(job: Job, seat: Seat) -> Text:
    """Return what somebody does in a team, and whether they speak with the customer or are asked to."""
    part = job.part(seat.part)
    words = text(_cut(job.title), ": ", part_name(part) if part is not None else seat.part)
    if job.contact_id == seat.member_id:
        return text(words, " (", Phrase("Ansprechperson"), ")")
    return text(words, " (", Phrase("gefragt als Ansprechperson"), ")") if is_asked(job, seat) else words


def _handed(kept: Kept, one: Handover) -> Text:
    """Return what was handed on, how that stands, and by whom."""
    mine = one.giver_id == kept.member.id
    who = Phrase("von dir") if mine else Phrase("von {name}", name=name_in(kept.people, one.giver_id))
    return text(_cut(one.terms.title), ": ", what(one.terms), " (", HANDED[one.state], "), ", who)


def _recommended(kept: Kept, one: Recommendation) -> Text:
    by_me = one.by_id == kept.member.id
    said = Phrase("von dir empfohlen") if by_me else Phrase("du bist empfohlen")
    return text(_cut(kept.titles.get(one.job_id, "?")), ": ", said)


def is_asked(job: Job, seat: Seat) -> bool:
    """Say whether who sits there was asked to speak with the customer and has not answered yet."""
    return job.contact_asked_id == seat.member_id


def _event(event: Event, now: datetime) -> Text:
    shown = present(event, now) or Occurrence(event, event.starts)
    words = text(_cut(event.title), ", ", shown.moment(now))
    return text(words, " (", EVENT_STATES[event.state], ")") if event.state in EVENT_STATES else words


def _answer(kept: Kept, answer: Attending, now: datetime) -> Text:
    event, said = kept.dated.get(answer.event_id), ANSWERS[answer.attendance]
    if event is None:
        return text("?: ", said)
    shown = known(event, answer.occurrence)
    return text(_cut(shown.title), ", ", shown.moment(now), ": ", said)


def _room(job: Job, room: Room, is_inside: bool) -> Text:
    where: Spans = room.link or Phrase("privater Thread auf Discord")
    told = text(_cut(job.title), ": ", where)
    return text(told, " (", Phrase("du bist darin"), ")") if is_inside else told


def _reminder(kept: Kept, one: Reminder, now: datetime, zone: ZoneInfo, language: str) -> Text:
    event = kept.dated.get(one.event_id) if one.event_id is not None else None
    return reminder_line(one, dated(one, event), now, zone, language, LONGEST_TEXT)


def _cut(words: str) -> str:
    return one_line(words, LONGEST_TEXT)


def _shown(section: _Section, most: int) -> Text:
    """Return a section in at most so many characters, as far as that is more than its heading and the count."""
    joint = ", " if section.in_line else "\n• "
    heading = text(section.title, ":") if section.in_line else text(Bold(section.title), ":")
    left = most - _length(heading) - ROOM_FOR_REST
    shown: list[Spans] = []
    for entry in section.entries:
        left -= _length(entry) + len(joint)
        if left < (0 if len(shown) + 1 < len(section.entries) else -ROOM_FOR_REST):
            break
        shown.append(entry)
    first = " " if section.in_line else joint
    rest = len(section.entries) - len(shown)
    words = text(heading, first, joined_by(joint, shown)) if shown else heading
    if not rest:
        return words
    more = Phrase("und {count} weitere, alles steht in der Datei", count=rest)
    return text(words, " " if section.in_line else "\n", more if shown else _only(rest))


def _only(count: int) -> Phrase:
    return Phrase("{count}, alles steht in der Datei", count=count)


def _length(spans: Spans) -> int:
    """Return how long a text is at most, in UTF-16 units."""
    return sum(_units(span) for span in opened(spans, german))


def _units(span: Span) -> int:
    match span:
        case Moment():
            return MOMENT
        case str():
            return utf16_length(span)
        case Bold() | Code():
            return utf16_length(str(span.text))
        case _:
            return utf16_length(str(span))


def forgetting(erase_at: datetime, withdrawn: int, *, again: bool = False) -> Reply:
    """Return when somebody is erased, what happened already, and the two ways on."""
    jobs = Phrase("Deine offenen Aufträge sind zurückgezogen: {count}.", count=withdrawn) if withdrawn else None
    return Reply(
        lines(
            Phrase("Du bist schon verborgen und wirst gelöscht: {when}.", when=Moment(erase_at))
            if again
            else Phrase("Du bist ab jetzt verborgen und wirst gelöscht: {when}.", when=Moment(erase_at)),
            jobs,
            Phrase("Gelöscht wird alles von dir; deine Termine bleiben ohne deinen Namen stehen."),
            Phrase("Was ich anderen schon von dir geschrieben habe, bleibt in ihren Chats."),
            Phrase("Bis dahin kannst du es zurücknehmen, danach nicht mehr."),
        ),
        buttons=(
            (
                Button(Phrase("Zurücknehmen"), Call("forget.undo")),
                Button(Phrase("Sofort löschen"), Call("forget.now")),
            ),
        ),
    )


def taken_back(member: Member) -> Reply:
    """Return that everything is as before but for the jobs; who has left every place is still to be erased for that."""
    if member.erase_at is not None:
        return say(Phrase("Zurückgenommen."), " ", hidden_until(member.erase_at, has_just_left=True))
    return say(
        Phrase(
            "Zurückgenommen. Alles ist wieder da wie vorher, nur deine Aufträge bleiben zurückgezogen "
            "und Entwürfe sind weg. Einen neuen Auftrag schreibst du mit /job."
        )
    )
