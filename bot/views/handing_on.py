"""Handing on, as it is asked and offered: the terms, which both sides read alike, and how an offer stands. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.handing_on import OFFER_LIVES, Asked, AskedState, Handover, HandoverState, Scope, Terms
from bot.domain.jobs import Job, Signing
from bot.domain.members import Member
from bot.talk.answers import Button, Call, Card, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Mention, Moment, Phrase, Spans, Text, joined_by, lines, text
from bot.views.jobs import one_text
from bot.views.part_names import part_name
from bot.views.team_contact import NO_ADVICE, SIGNING

PER_ROW: Final = 3
SHOWN: Final = 8
People = Mapping[int, Member]
STATES: Final[Mapping[HandoverState, Phrase]] = {
    HandoverState.OPEN: Phrase("offen"),
    HandoverState.TAKEN: Phrase("übernommen"),
    HandoverState.WITHDRAWN: Phrase("zurückgenommen"),
    HandoverState.DECLINED: Phrase("abgelehnt"),
    HandoverState.EXPIRED: Phrase("abgelaufen"),
    HandoverState.ENDED: Phrase("gilt nicht mehr"),
}
OVER: Final[Mapping[HandoverState, Phrase]] = {
    HandoverState.TAKEN: Phrase("Das hat schon jemand anderes übernommen."),
    HandoverState.WITHDRAWN: Phrase("Dieses Angebot ist zurückgenommen."),
    HandoverState.DECLINED: Phrase("Dieses Angebot ist abgelehnt."),
    HandoverState.EXPIRED: Phrase("Dieses Angebot ist abgelaufen."),
    HandoverState.ENDED: Phrase("Dieses Angebot gilt nicht mehr: Inzwischen hat sich etwas geändert."),
}


def name_in(people: People, member_id: int) -> Spans:
    """Return somebody's name; who is gone or being forgotten has none."""
    member = people.get(member_id)
    return one_line(member.name, 60) if member is not None and member.erase_at is None else Phrase("jemand")


def what(terms: Terms) -> Phrase:
    """Return what is handed on, in a few words."""
    label = part_name(terms)
    match terms.scope:
        case Scope.JOB:
            return Phrase("der ganze Auftrag")
        case Scope.PART:
            return Phrase("Teil {part}", part=label)
        case Scope.SEAT:
            return Phrase("Platz im Teil {part}", part=label)


def card(terms: Terms, giver: Spans, contact: Spans) -> Card:
    """Return the terms: the very same for giver and taker, before and after."""
    given = ((Phrase("Ort"), terms.town), (Phrase("Zeitraum"), terms.period), (Phrase("Budget"), terms.budget))
    share: Spans = Phrase("Provision: keine.")
    if terms.share:
        share = text(
            Phrase("Provision: {share} Prozent vom Honorar für {giver}.", share=terms.share, giver=giver),
            " ",
            NO_ADVICE,
        )
    rows: list[Spans] = [
        text(Phrase("Weitergegeben wird"), ": ", what(terms)),
        one_text(terms.text) if terms.text != terms.title else "",
        text(Phrase("Skills"), ": ", terms.skills) if terms.skills else "",
        *(text(label, ": ", value) for label, value in given if value),
        share,
        Phrase("Mit dem Kunden spricht danach {name}.", name=contact)
        if terms.contact_id is not None
        else Phrase("Mit dem Kunden spricht danach, wer übernimmt."),
        *_signing(terms),
        Phrase("Dazu: {sentence}", sentence=terms.sentence) if terms.sentence else "",
    ]
    return Card(terms.title, tuple(row for row in rows if row))


def _signing(terms: Terms) -> tuple[Spans, ...]:
    """Return who signs with the customer, with what follows from it, where the job says so."""
    form = next((one for one in Signing if one.value == terms.signing), None)
    if form is None:
        return ()
    return (SIGNING[form],) if terms.share else (text(SIGNING[form], " ", NO_ADVICE),)


def preview(shown: Card, to: Spans, call: Call, first: Spans | None = None) -> Reply:
    """Return the terms before they are offered; `call` is the form that they came from."""
    return Reply(
        lines(
            first,
            Phrase("Das liest, wer gefragt wird. Gefragt wird: {to}.", to=to),
            Phrase("Danach ändert niemand mehr etwas daran. Das Angebot gilt {days} Tage.", days=OFFER_LIVES.days),
        ),
        shown,
        (
            (
                Button(Phrase("Anbieten"), Call("weiter.anbieten", call.values)),
                Button(Phrase("Ändern"), Call("weiter.bedingungen", _kept(call.values))),
            ),
        ),
    )


def _kept(values: Mapping[str, str]) -> dict[str, str]:
    return {name: values[name] for name in ("job", "was", "an")}


def shown(handover: Handover, asked: Sequence[Asked], people: People, reader_id: int) -> Reply:
    """Return an offer with its terms for the giver, for who took it, or for somebody who is asked."""
    terms = handover.terms
    giver, contact = name_in(people, handover.giver_id), name_in(people, terms.contact_id or 0)
    told, buttons = (_to_giver if reader_id == handover.giver_id else _to_asked)(handover, asked, people, reader_id)
    is_party = reader_id in (handover.giver_id, handover.taker_id) or handover.is_open
    return Reply(told, card(terms, giver, contact) if is_party else None, buttons)


def _to_giver(handover: Handover, asked: Sequence[Asked], people: People, _reader: int) -> tuple[Text, Rows]:
    to = offered_to(handover, asked, people)
    values = {"angebot": str(handover.id)}
    if handover.is_open:
        return (
            lines(Phrase("Du bietest an: {to}. Gilt bis {when}.", to=to, when=Moment(handover.expires_at))),
            ((Button(Phrase("Zurücknehmen"), Call("weiter.zurueck", values)),),),
        )
    return lines(_settled(handover, people, 0)), _to_the_job(handover)


def _to_asked(handover: Handover, asked: Sequence[Asked], people: People, reader_id: int) -> tuple[Text, Rows]:
    mine = next((one for one in asked if one.member_id == reader_id), None)
    if not handover.is_open:
        is_mine = handover.taker_id == reader_id
        owns = Phrase("Der Auftrag gehört jetzt dir. Wer dabei ist oder wartet, erfährt es.")
        more = owns if is_mine and handover.terms.scope is Scope.JOB else None
        told = lines(more, _settled(handover, people, reader_id))
        return told, _to_the_job(handover) if is_mine else ()
    who = people.get(handover.giver_id)
    name: Spans = Mention(one_line(who.name, 60), who.addresses) if who is not None else Phrase("jemand")
    values = {"angebot": str(handover.id)}
    is_private = mine is None or mine.place_id is None
    why = (
        Phrase("{name} hat dich genannt und fragt: Übernimmst du das?", name=name)
        if is_private
        else Phrase("{name} gibt das weiter. Du bist gefragt wegen {reason}.", name=name, reason=_reason(mine))
    )
    declined = Phrase("Du hast schon abgelehnt.") if mine is not None and mine.state is AskedState.DECLINED else None
    buttons = [
        Button(Phrase("Zu diesen Bedingungen"), Call("weiter.annehmen", values)),
        Button(Phrase("Lieber nicht"), Call("weiter.ablehnen", values)),
    ]
    stop = (Button(Phrase("Keine solchen Fragen"), Call("fragen.aus")),) if is_private else ()
    until = Phrase("Gilt bis {when}. Später kommt nichts dazu.", when=Moment(handover.expires_at))
    return lines(why, declined, until), ((*buttons, *stop),)


def _to_the_job(handover: Handover) -> Rows:
    """Return the way to the job once something of it was taken over."""
    if handover.state is not HandoverState.TAKEN:
        return ()
    return ((Button(Phrase("Ansehen"), Call("jobs.zeigen", {"job": str(handover.job_id)})),),)


def _reason(mine: Asked | None) -> str:
    """Return why somebody was asked."""
    return mine.reason if mine is not None else ""


def _settled(handover: Handover, people: People, reader_id: int) -> Phrase:
    if handover.state is HandoverState.TAKEN and handover.taker_id is not None:
        if reader_id == handover.taker_id:
            return Phrase("Du hast das übernommen, zu diesen Bedingungen:")
        if reader_id == 0:
            name = name_in(people, handover.taker_id)
            return Phrase("{name} hat das übernommen, zu diesen Bedingungen:", name=name)
    return OVER[handover.state]


def offered_to(handover: Handover, asked: Sequence[Asked], people: People) -> Spans:
    """Return to whom something is offered: a name, or a skill and how many are asked."""
    if handover.skill:
        return to_skill(handover.skill, len(asked))
    return joined_by(", ", [name_in(people, one.member_id) for one in asked]) if asked else Phrase("jemand")


def to_skill(skill: str, count: int) -> Phrase:
    """Return how many people with a skill are asked."""
    if count == 1:
        return Phrase("1 Person, die gern {skill} macht", skill=skill)
    return Phrase("{count} Leute, die gern {skill} machen", count=count, skill=skill)


def listing(job: Job, offers: Sequence[Handover], people: People, mine: int) -> Reply:
    """Return what was offered of a job, as far as it concerns the reader, each with the way to its terms."""
    here = offers[-SHOWN:]
    rows = [
        text(f"{at}. ", what(one.terms), " (", STATES[one.state], "), ", _sides(one, people, mine))
        for at, one in enumerate(here, 1)
    ]
    buttons = [
        Button(Phrase("Bedingungen {number}", number=at), Call("weiter.ansehen", {"angebot": str(one.id)}))
        for at, one in enumerate(here, 1)
    ]
    return Reply(lines(Phrase("Weitergaben bei „{title}“:", title=job.title), *rows), buttons=in_rows(buttons))


def _sides(one: Handover, people: People, mine: int) -> Spans:
    if one.giver_id == mine:
        return Phrase("von dir")
    return Phrase("von {name}", name=name_in(people, one.giver_id))


def offered(handover: Handover, asked: Sequence[Asked], people: People, *, at_once: bool) -> Reply:
    """Return what the giver reads once something is offered."""
    to = offered_to(handover, asked, people)
    reply = shown(handover, asked, people, handover.giver_id)
    told = lines(
        Phrase("Angeboten. Gefragt wird: {to}.", to=to)
        if at_once
        else Phrase("Angeboten. Gefragt wird um 8 Uhr: {to}.", to=to),
        Phrase("Ich sage dir Bescheid, sobald jemand antwortet. Bis {when} gilt es.", when=Moment(handover.expires_at)),
    )
    return Reply(told, reply.card, reply.buttons)


def running(handover: Handover, asked: Sequence[Asked], people: People) -> Reply:
    """Return that the same is offered already, with the way to take it back."""
    reply = shown(handover, asked, people, handover.giver_id)
    return Reply(lines(Phrase("Das bietest du schon jemandem an."), reply.text), reply.card, reply.buttons)


def changed(now: Reply | None) -> Reply:
    """Return that an offer does not hold any more, and how its job stands now where it can be seen."""
    first = OVER[HandoverState.ENDED]
    if now is None:
        return Reply((first,))
    told = lines(first, Phrase("Du hast nichts übernommen. So steht der Auftrag jetzt:"))
    return Reply(told, now.card, now.buttons)


def in_rows(buttons: Sequence[Button]) -> Rows:
    """Return buttons in rows of three."""
    return tuple(tuple(buttons[start : start + PER_ROW]) for start in range(0, len(buttons), PER_ROW))
