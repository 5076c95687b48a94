"""Members as they are shown: the question of consent, the profile, the skills, what a search found. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Final

from bot.domain.availability import availability_words
from bot.domain.members import Member, Trade, Visibility
from bot.domain.people import Platform
from bot.domain.skills import MemberSkill, Stance
from bot.matching.people.searching import Hit
from bot.talk.answers import Button, Call, Card, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Bold, Code, Mention, Moment, Phrase, Spans, german, joined_by, lines, opened, text
from bot.talk.translation import translator
from bot.views import tagging

LEVELS: Final = {
    Visibility.TAGGED: Phrase("andere finden dich, und bei passenden Aufträgen tagge ich dich"),
    Visibility.LISTED: Phrase("andere finden dich, getaggt wirst du nie"),
    Visibility.HIDDEN: Phrase("niemand findet dich"),
}
# The values of choices as they are read; in a form they may be typed in either language.
NAMES: Final[Mapping[str, Phrase]] = {
    Visibility.TAGGED: Phrase("getaggt"),
    Visibility.LISTED: Phrase("gelistet"),
    Visibility.HIDDEN: Phrase("verborgen"),
    Stance.OFFERS: Phrase("biete"),
    Stance.PASSES_ON: Phrase("gern ab"),
    Stance.SEEKS: Phrase("suche"),
    Stance.LEARNS: Phrase("lerne"),
    Trade.FREELANCER: Phrase("Freelancer"),
    Trade.STARTUP: Phrase("Startup"),
    Trade.AGENCY: Phrase("Agentur"),
    Trade.CLIENT: Phrase("Auftraggeber:in"),
}
CONSENT: Final = (
    Phrase("Darf ich deine Angaben speichern und anderen zeigen?"),
    Phrase("Was: dein Konto, dein Name und was du mit /profil und /skills einträgst."),
    Phrase(
        "Wozu: Die Community findet dich über /suche, und bei passenden Aufträgen tagge ich dich. "
        "Was dir zu viel wäre, schreibe ich dir einmal die Woche privat."
    ),
    Phrase("Einverstanden: du wirst gefunden und getaggt."),
    Phrase("Nur gelistet: du wirst gefunden, aber nie getaggt."),
    Phrase("Abbrechen: nichts wird gespeichert."),
    Phrase("Ändern, zurücknehmen und löschen geht jederzeit: /profil, /vergissmich. Mehr: /datenschutz."),
)
STANCES: Final = {
    Stance.OFFERS: Phrase("Biete"),
    Stance.PASSES_ON: Phrase("Gebe gern ab"),
    Stance.SEEKS: Phrase("Suche Hilfe bei"),
    Stance.LEARNS: Phrase("Lerne gerade"),
}
PAGE: Final = 10
ABOUT: Final = 100  # characters of a member's own text in a row of results
GROUPS: Final = {
    "town": Phrase("Vor Ort"),
    "near": Phrase("In der Nähe"),
    "remote": Phrase("Remote"),
}
Near = Sequence[tuple[str, Call]]


@cache
def consent_version(language: str = "de") -> str:
    """Return what names the wording of the question of consent in the ledger; each language has its own."""
    wording = "\n".join(translator(language)(sentence.template) for sentence in CONSENT)
    return hashlib.sha256(wording.encode()).hexdigest()[:12]


def consent(token: str) -> Reply:
    """Return the question of consent for the call that is kept under the token."""

    def answer(label: Phrase, level: Visibility) -> Button:
        return Button(label, Call("consent.give", {"token": token, "level": level.value}))

    question, *rest = CONSENT
    return Reply(
        lines(Bold(question), *rest),
        buttons=(
            (
                answer(Phrase("Einverstanden"), Visibility.TAGGED),
                answer(Phrase("Nur gelistet"), Visibility.LISTED),
                Button(Phrase("Abbrechen"), Call("consent.cancel", {"token": token})),
            ),
        ),
    )


def level_line(level: Visibility) -> Phrase:
    """Return "Sichtbar: getaggt (andere finden dich …)"."""
    return Phrase("Sichtbar: {level} ({meaning}).", level=NAMES[level], meaning=LEVELS[level])


def visible_as(level: Visibility) -> Phrase:
    """Return what stands on the button for a level of consent."""
    return Phrase("Sichtbar: {level}", level=NAMES[level])


def level_buttons(member: Member) -> tuple[Button, ...]:
    """Return one button for each level of consent that is not the present one."""
    return tuple(
        Button(visible_as(level), Call("consent.set", {"level": level.value}))
        for level in Visibility
        if level is not member.visibility
    )


def profile(
    member: Member, today: date, said: Spans = (), *, now: datetime, language: str = "de", editable: bool = True
) -> Reply:
    """Return the member's own profile as a card; `editable` puts *Ändern* under it.

    `language` is a code as in `bot.domain.dates`: words that can be typed again are said in it at once.
    """
    change = (Button(Phrase("Ändern"), Call("profil")),) if editable else ()
    return Reply(
        lines(said),
        card=Card(
            member.name,
            tuple(
                row
                for row in (
                    *_facts(member, today, language),
                    *skill_rows(member.skills),
                    *_state(member),
                    *(tagging.state(member, now) if member.may_be_tagged else ()),
                )
                if row
            ),
        ),
        buttons=(
            (*change, *level_buttons(member)),
            *([(tagging.settings_button(),)] if member.may_be_tagged else []),
            *_linked(member, editable=editable),
        ),
    )


def _linked(member: Member, *, editable: bool) -> Rows:
    """Return the way to the accounts of who has linked several."""
    return ((Button(Phrase("Verknüpfte Konten"), Call("verknuepfen")),),) if editable and member.is_linked else ()


def of_somebody(member: Member, today: date, language: str) -> Reply:
    """Return another member's profile: what they entered, and a name that leads to them."""
    who = text(Mention(member.name, member.addresses))
    rows = (*_facts(member, today, language), *skill_rows(member.skills), _places(member))
    return Reply(card=Card(member.name, (who, *(row for row in rows if row))))


def _places(member: Member) -> Phrase:
    where = sorted({address.platform for address in member.addresses})
    return Phrase("Zu finden auf {platforms}", platforms=", ".join(map(_platform, where)))


def _facts(member: Member, today: date, language: str) -> Iterable[Spans]:
    trade = NAMES[member.trade] if member.trade else None
    yield joined_by(" · ", [word for word in (trade, member.town, available(member, today, language)) if word])
    yield member.about
    yield from member.links


def _state(member: Member) -> Iterable[Spans]:
    if member.visibility is not None:
        yield level_line(member.visibility)
    if member.erase_at is not None:
        yield hidden_until(member.erase_at, has_just_left=member.has_just_left)


def hidden_until(erase_at: datetime, *, has_just_left: bool) -> Phrase:
    """Return the line that says when somebody is erased, and what ends that: they wished it, or left every place."""
    if not has_just_left:
        return Phrase("Wird gelöscht: {when}. Bis dahin bist du verborgen (/vergissmich).", when=Moment(erase_at))
    return Phrase(
        "Wird gelöscht: {when}, denn du bist in keinem Ort mehr. Bis dahin bist du verborgen. "
        "Gib in einem Ort wieder einen Befehl ein, dann ist dein Profil wieder da.",
        when=Moment(erase_at),
    )


def available(member: Member, today: date, language: str) -> str:
    """Return the availability in words that can be typed again, or nothing."""
    return availability_words(member.availability, today, language) if member.availability is not None else ""


def skill_rows(skills: Sequence[MemberSkill]) -> tuple[Spans, ...]:
    """Return one row for each stance that occurs: "Biete: Python, Webdesign"."""
    rows: list[Spans] = []
    for stance, words in STANCES.items():
        held = [named for named in skills if named.stance is stance]
        if held:
            rows.append(text(words, ": ", listed([named.skill.label for named in held])))
    return tuple(rows)


def listed(labels: Sequence[Spans], most: int = 500) -> Spans:
    """Return labels with commas between them; what would make it longer than `most` characters is only counted."""
    shown: list[Spans] = []
    left = most
    for label in labels:
        left -= sum(len(str(piece)) for piece in opened(label, german)) + (2 if shown else 0)
        if left < 0:
            count = len(labels) - len(shown)
            return Phrase("{labels} und {count} weitere", labels=joined_by(", ", shown), count=count)
        shown.append(label)
    return joined_by(", ", shown)


def skills(member: Member, said: Sequence[Spans] = (), corrections: Sequence[Button] = ()) -> Reply:
    """Return what happened to the list of skills, where anything did, and the list as it is now."""
    rows: list[Spans | None] = [*skill_rows(member.skills)] or [Phrase("Du hast noch keine Skills eingetragen.")]
    if not said:
        rows += [_own_terms(member), *_state(member), *_how_to_change()]
    elif not member.is_findable:
        rows += _state(member)
    return Reply(
        lines(*said),
        card=Card(Phrase("Deine Skills"), tuple(row for row in rows if row is not None)),
        buttons=tuple((button,) for button in corrections),
    )


def _own_terms(member: Member) -> Phrase | None:
    """Return which of the skills are the member's own words, found by exactly these alone."""
    own = [named.skill.label for named in member.skills if not named.skill.is_known]
    return Phrase("Eigene Begriffe: {labels}", labels=listed(own)) if own else None


def _how_to_change() -> tuple[Phrase, ...]:
    return (
        Phrase("Dazu oder weg: {example}", example=Code(Phrase("/skills python, webdesign, -wordpress"))),
        Phrase(
            "Gern abgeben, suchen, lernen: {example}",
            example=Code(Phrase("/skills gern ab: wordpress; suche: buchhaltung; lerne: rust")),
        ),
        Phrase("Genau dieses Wort: {example}", example=Code('/skills "reactjs"')),
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page is shown, counted from 1, of how many people, and the call that shows another page."""

    page: int
    count: int
    to: Callable[[int], Call]


def pages(count: int) -> int:
    """Return how many pages so many people fill."""
    return -(-count // PAGE)


def found(asked: Spans, hits: Sequence[Hit], turn: Turn, near: Near) -> Reply:
    """Return one page of what was found."""
    last = pages(turn.count)
    footer = Phrase("{count} gefunden", count=turn.count)
    return Reply(
        card=Card(
            asked,
            tuple(_rows(hits, (turn.page - 1) * PAGE + 1)),
            Phrase("{found}, Seite {page} von {pages}", found=footer, page=turn.page, pages=last)
            if last > 1
            else footer,
        ),
        text=lines(_meant(near)),
        buttons=(*_near_buttons(near), *_turns(turn.page, last, turn)),
    )


def nobody(asked: Spans, near: Near, ways: Sequence[tuple[Phrase, Call]]) -> Reply:
    """Return that nobody fits, and what else can be tried."""
    return Reply(
        lines(
            Phrase("Niemand gefunden: {asked}.", asked=asked),
            _meant(near),
            Phrase("Versuch es mit einem anderen Wort, ohne Ort oder ohne „frei“. Oder schreib es aus: /job"),
        ),
        buttons=(*_near_buttons(near), *((Button(label, call),) for label, call in ways)),
    )


def _rows(hits: Sequence[Hit], number: int) -> Iterator[Spans]:
    for nearness, group in groupby(hits, key=lambda hit: hit.nearness):
        if nearness in GROUPS:
            yield Bold(GROUPS[nearness])
        for hit in group:
            yield _row(hit, number)
            number += 1


def _row(hit: Hit, number: int) -> Spans:
    """Return who it is, why they were found, what they say of themselves, and where they can be written to."""
    member = hit.member
    about = one_line(member.about, ABOUT) if member.about else ""
    trade = text(" (", NAMES[member.trade], ")") if member.trade else ()
    return lines(
        text(f"{number}. ", Mention(member.name, member.addresses), trade),
        " · ".join(hit.reason),
        about,
        _places(member),
    )


def _platform(platform: Platform) -> str:
    return platform.capitalize()


def _meant(near: Near) -> Phrase | None:
    labels = ", ".join(label for label, _call in near)
    return Phrase("Meintest du {labels}?", labels=labels) if labels else None


def _near_buttons(near: Near) -> Rows:
    buttons = [Button(Phrase("{label}", label=one_line(label, 60)), call) for label, call in near]
    return tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))


def _turns(page: int, pages: int, turn: Turn) -> Rows:
    back = (Button(Phrase("Zurück"), turn.to(page - 1)),) if page > 1 else ()
    on = (Button(Phrase("Weiter"), turn.to(page + 1)),) if page < pages else ()
    return ((*back, *on),) if back or on else ()
