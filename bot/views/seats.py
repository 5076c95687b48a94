"""How full a date is, who comes as far as they may be named, and what is said when the waiting list moves. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.calendar.occurrence import Occurrence
from bot.domain.events import Attendance
from bot.domain.members import Member
from bot.domain.seats import Filled, filled
from bot.talk.answers import Button, Call, Reply
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Spans, Text, joined_by, lines, text

NAMED: Final = 12  # people by name in one line; the others are counted


def fullness(counts: Mapping[Attendance, int], seats: int | None) -> list[Phrase]:
    """Return "12 von 20 dabei" and "3 warten" where there is a limit, else "12 dabei" where anybody comes."""
    taken: Filled = filled(counts, seats)
    if seats is None:
        return [Phrase("{count} dabei", count=taken.inside)] if taken.inside else []
    inside = Phrase("{count} von {seats} dabei", count=taken.inside, seats=seats)
    if not taken.waiting:
        return [inside]
    waits = Phrase("1 wartet") if taken.waiting == 1 else Phrase("{count} warten", count=taken.waiting)
    return [inside, waits]


def limit(seats: int | None) -> Phrase:
    """Return how many people fit, in words."""
    if seats is None:
        return Phrase("unbegrenzt")
    return Phrase("1 Platz") if seats == 1 else Phrase("{count} Plätze", count=seats)


def coming(inside: Sequence[Member], waiting: Sequence[Member], maybe: Sequence[Member]) -> Text:
    """Return who is there, who waits and who comes perhaps, one line each; only those by name who may be found."""
    each: tuple[tuple[Phrase, Sequence[Member]], ...] = (
        (Phrase("Dabei"), inside),
        (Phrase("Warteliste"), waiting),
        (Phrase("Vielleicht"), maybe),
    )
    return lines(*(text(label, ": ", _names(members)) for label, members in each if members))


def _names(members: Sequence[Member]) -> Spans:
    named = [one_line(member.name, 40) for member in members if member.is_findable][:NAMED]
    others = len(members) - len(named)
    if not others:
        return text(joined_by(", ", named))
    if not named:
        return Phrase("1 Person") if others == 1 else Phrase("{count} Personen", count=others)
    rest = Phrase("1 weitere Person") if others == 1 else Phrase("{count} weitere", count=others)
    return Phrase("{names} und {rest}", names=joined_by(", ", named), rest=rest)


def waits(turn: int, what: Spans) -> Phrase:
    """Return what somebody reads for whom no seat is left."""
    return Phrase("Du stehst auf der Warteliste, Platz {turn}: {what}.", turn=turn, what=what)


def moved_up(shown: Occurrence, now: datetime) -> Reply:
    """Return what somebody reads who waited and has a seat now, with the way to give it back."""
    return Reply((up_words(shown, now),), buttons=((_give_back(shown),),))


def fell_behind(shown: Occurrence, turn: int, now: datetime) -> Reply:
    """Return what somebody reads who had a seat and waits now."""
    return Reply((down_words(shown, turn, now),), buttons=((_give_back(shown),),))


def up_words(shown: Occurrence, now: datetime) -> Phrase:
    """Return the words for who moved up."""
    return Phrase("Du bist nachgerückt und jetzt dabei: {what}.", what=_what(shown, now))


def down_words(shown: Occurrence, turn: int, now: datetime) -> Phrase:
    """Return the words for who fell behind."""
    return Phrase(
        "Du stehst jetzt auf der Warteliste, Platz {turn}: {what}. Insgesamt: {seats}.",
        turn=turn,
        what=_what(shown, now),
        seats=limit(shown.event.seats),
    )


def _what(shown: Occurrence, now: datetime) -> Phrase:
    return Phrase("{title}, {when}", title=one_line(shown.title, 80), when=shown.moment(now))


def _give_back(shown: Occurrence) -> Button:
    values = {"event": str(shown.event.id), "occurrence": shown.name, "answer": str(Attendance.NO)}
    return Button(Phrase("Absagen"), Call("event.answer", values))


def ordered(member_ids: Iterable[int], members: Mapping[int, Member]) -> list[Member]:
    """Return members in the order of ids; who is gone is left out."""
    return [members[member_id] for member_id in member_ids if member_id in members]
