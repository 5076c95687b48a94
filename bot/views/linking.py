"""Linked accounts as their person reads of them: the code, the preview, both questions, and how they belong. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Final

from bot.domain.links import Counts, Link, Offer
from bot.domain.members import Member
from bot.domain.people import Platform
from bot.talk.answers import Button, Call, Card, Reply, Rows, say
from bot.talk.strange import one_line
from bot.talk.text import Bold, Code, Moment, Phrase, Spans, lines, text
from bot.views.members import NAMES, level_line

_FIELDS: Final[Mapping[str, Phrase]] = {
    "name": Phrase("Name"),
    "trade": Phrase("Art"),
    "town": Phrase("Ort"),
    "about": Phrase("Über dich"),
    "links": Phrase("Links"),
    "availability": Phrase("Verfügbar"),
}
_COUNTED: Final[Mapping[str, Phrase]] = {
    "jobs": Phrase("Aufträge"),
    "interests": Phrase("Interessen"),
    "seats": Phrase("Plätze in Teams"),
    "events": Phrase("Termine"),
    "answers": Phrase("Antworten auf Termine"),
    "reminders": Phrase("Erinnerungen"),
}
_STEPS: Final = (
    Phrase("Kopiere den Code und gib ihn auf dem anderen Konto hinter /verknuepfen ein:"),
    Phrase("Danach frage ich hier noch einmal nach. Der Code gilt 10 Minuten und nur einmal. Zeig ihn niemandem."),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of two members: `me` reads it. `lost_calendar` is whose calendar address ends with it."""

    me: Member
    other: Member
    after: Member
    mine: Counts
    theirs: Counts
    available: str = ""  # as it stands after
    lost_calendar: Member | None = None


def side(platform: Platform) -> str:
    """Return a platform's name as it is read."""
    return platform.capitalize()


def _where(member: Member) -> str:
    return side(member.accounts[0].address.platform)


def _who(member: Member) -> Phrase:
    """Return somebody's name and platform."""
    return Phrase("{name} auf {platform}", name=one_line(member.name, 60), platform=_where(member))


def code(shown: str, here: Platform) -> Reply:
    """Return a code and how to go on with the other platform."""
    there = next(one for one in Platform if one is not here)
    first, rest = _STEPS
    return say(
        *lines(
            Phrase("Verknüpfe dieses Konto mit deinem auf {platform}.", platform=side(there)),
            first,
            Code(shown),
            rest,
        )
    )


def preview(found: Preview, offer: Offer) -> Reply:
    """Return what merges, and the question of the second account."""
    read_along = Phrase(
        "Der Code stand in einer Gruppe. Er ist jetzt verbraucht; zur Sicherheit frage ich auf dem anderen Konto "
        "zweimal nach."
    )
    return Reply(
        lines(read_along if offer.in_public else None),
        card=_card(found),
        buttons=_answers(Phrase("Verknüpfen"), "link.ja", offer),
    )


def question(found: Preview, offer: Offer) -> Reply:
    """Return the question of the first account."""
    said = Phrase("{who} möchte sich mit diesem Konto verknüpfen. Bist du das?", who=_who(found.other))
    return Reply(
        lines(Bold(said), Phrase("Wenn nicht, drück Abbrechen. Dann bleibt alles, wie es ist.")),
        card=_card(found),
        buttons=_answers(Phrase("Bestätigen"), "link.bestaetigen", offer),
    )


def sure(offer: Offer, other: Member) -> Reply:
    """Return the second question of the first account, where others may have read the code."""
    return Reply(
        lines(
            Phrase("Der Code stand in einer Gruppe, andere können ihn gelesen haben."),
            Phrase("Verknüpft wird {who}. Ist das wirklich dein Konto?", who=_who(other)),
        ),
        buttons=_answers(Phrase("Ja, das bin ich"), "link.bestaetigen", offer, sicher="ja"),
    )


def _answers(label: Phrase, command: str, offer: Offer, **values: str) -> Rows:
    number = {"nr": str(offer.id)}
    return (
        (
            Button(label, Call(command, {**number, **values})),
            Button(Phrase("Abbrechen"), Call("link.nein", number)),
        ),
    )


def _card(found: Preview) -> Card:
    title = Phrase("{one} und {other} werden eine Person", one=_who(found.me), other=_who(found.other))
    return Card(title, tuple(_rows(found)), Phrase("Sieben Tage lang kannst du beides wieder trennen."))


def _rows(found: Preview) -> Iterator[Spans]:
    for name, label in _FIELDS.items():
        if getattr(found.after, name):
            yield _field(found, name, label)
    if found.after.skills:
        yield Phrase("Skills zusammen: {count}", count=len(found.after.skills))
    if found.after.visibility is not None:
        yield level_line(found.after.visibility)
        if None not in (levels := {found.me.visibility, found.other.visibility}) and len(levels) > 1:
            yield Phrase("Das ist die strengere von beiden Einstellungen; ändern kannst du sie danach mit /profil.")
    for one in fields(Counts):
        mine, theirs = getattr(found.mine, one.name), getattr(found.theirs, one.name)
        if mine or theirs:
            here, there = _where(found.me), _where(found.other)
            told = Phrase("{mine} von {here}, {theirs} von {there}", mine=mine, here=here, theirs=theirs, there=there)
            yield text(_COUNTED[one.name], ": ", told)
    yield Phrase("Von zwei Antworten auf denselben Termin gilt die neuere. Was doppelt ist, zählt einmal.")
    if found.lost_calendar is not None:
        yield Phrase("Die Kalenderadresse von {platform} gilt dann nicht mehr.", platform=_where(found.lost_calendar))
    yield Phrase("Rechte als Organisator:in gehen nicht mit, eine Sperre schon. /vergissmich löscht dann beide Konten.")


def _field(found: Preview, name: str, label: Phrase) -> Spans:
    """Return what stands of a field and from where; what a search would not show of the other is not shown here."""
    value = getattr(found.after, name)
    is_mine = value == getattr(found.me, name)
    whose = found.me if is_mine else found.other
    if not is_mine and not found.other.is_findable and name != "name":
        return text(label, ": ", Phrase("wie auf {platform}", platform=_where(whose)))
    return text(label, ": ", _shown(found, name), " (", _where(whose), ")")


def _shown(found: Preview, name: str) -> Spans:
    member = found.after
    match name:
        case "trade" if member.trade is not None:
            return NAMES[member.trade]
        case "links":
            return ", ".join(member.links)
        case "availability":
            return found.available
        case _:
            return one_line(str(getattr(member, name)), 100)


def waiting(first: Member, offer: Offer) -> Reply:
    """Return that the first account is asked now."""
    return say(
        Phrase(
            "Jetzt bestätige es noch auf dem anderen Konto: {who}. Ich habe dir dort privat geschrieben. Kommt nichts "
            "an, gib dort /verknuepfen ein. Die Frage gilt 10 Minuten.",
            who=_who(first),
        ),
        buttons=((Button(Phrase("Abbrechen"), Call("link.nein", {"nr": str(offer.id)})),),),
    )


def refused() -> Reply:
    """Return that the first account does not want the link."""
    return say(Phrase("Auf dem anderen Konto wurde abgebrochen. Es ist nichts verknüpft."))


def _accounts(member: Member) -> Iterator[Spans]:
    for account in member.accounts:
        yield Phrase("{name} auf {platform}", name=account.name, platform=side(account.address.platform))


def _first(member: Member) -> Platform:
    return member.preferred or member.accounts[-1].address.platform


def state(member: Member, link: Link | None, said: Spans = ()) -> Reply:
    """Return which accounts belong together, where their person is written to first, and the ways to change it."""
    first = _first(member)
    return Reply(
        lines(
            said,
            Phrase("Diese Konten sind eine Person:"),
            *(text("• ", account) for account in _accounts(member)),
            Phrase("Ich schreibe dir und tagge dich zuerst auf {platform}.", platform=side(first)),
            Phrase("Trennen geht noch bis: {when}.", when=Moment(link.until)) if link is not None else None,
        ),
        buttons=(
            (
                *(
                    Button(
                        Phrase("Lieber auf {platform}", platform=side(address.platform)),
                        Call("link.seite", {"seite": address.platform.value}),
                    )
                    for address in member.addresses
                    if address.platform is not first
                ),
                *((Button(Phrase("Trennen"), Call("link.trennen")),) if link is not None else ()),
            ),
        ),
    )


def made(member: Member, link: Link | None) -> Reply:
    """Return that two accounts are one person's from now on, as both read it."""
    return state(member, link, Phrase("Verknüpft. Warst du das nicht, dann trenne die Konten gleich."))


def part(member: Member, link: Link) -> Reply:
    """Return what parting does, and ask whether it is meant."""
    return Reply(
        lines(
            Phrase("Trennen macht daraus wieder zwei Personen:"),
            *(text("• ", account) for account in _accounts(member)),
            Phrase(
                "Jedes Konto bekommt zurück, was es hatte und was du seitdem mit ihm geschrieben hast. "
                "Eine Sperre bleibt für beide."
            ),
            Phrase("Das geht bis: {when}.", when=Moment(link.until)),
        ),
        buttons=(
            (
                Button(Phrase("Ja, trennen"), Call("link.getrennt")),
                Button(Phrase("Zusammen lassen"), Call("verknuepfen")),
            ),
        ),
    )


def parted(before: Member) -> Reply:
    """Return that the accounts are two people's again."""
    accounts = list(_accounts(before))
    return say(Phrase("Getrennt. {one} und {other} sind wieder zwei.", one=accounts[0], other=accounts[-1]))


def parted_elsewhere() -> Reply:
    """Return the same on the other account."""
    return say(Phrase("Deine Konten sind wieder getrennt. Alles von diesem Konto ist noch da: /profil, /meinedaten."))
