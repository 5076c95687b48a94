"""Who may do what: every command and action of the house, classified once, with a call that those who may would make.

A new action that stands nowhere here makes `tests/conversations/test_rights.py` fail. Where it belongs to a theme that
only concerns its caller, the theme is named in `ABOUT_ONESELF`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final


class Who(Enum):
    """Who may do something; the value is the persona of the scene who is one."""

    AUTHOR = "ben@discord"
    SEATED = "anna@telegram"
    ASKED = "anna@telegram "  # to be the contact person
    SPEAKS = "emil@discord"  # with the customer
    INTERESTED = "carla@discord"
    OTHERS = "zoe@telegram"  # anybody but the author
    ORGANISER = "orga@discord"
    HOST = "ben@discord "  # whoever entered the event, and organisers
    ANYBODY = "zoe@telegram "

    @property
    def persona(self) -> str:
        """Return the persona."""
        return self.value.strip()


@dataclass(frozen=True)
class Right:
    """Who may do it, who else of the scene, and with which values a call works there."""

    who: Who
    values: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    def lets(self, persona: str) -> bool:
        """Say whether a persona of the scene may."""
        if self.who is Who.OTHERS:
            return persona != Who.AUTHOR.persona
        return self.who is Who.ANYBODY or persona in (self.who.persona, *self.also)


def _of(who: Who, **values: str) -> Right:
    return Right(who, values)


def _job(who: Who, **values: str) -> Right:
    return Right(who, {"job": "1", **values})


def _draft(**values: str) -> Right:
    return Right(Who.AUTHOR, {"job": "2", **values})


def _event(who: Who = Who.HOST, **values: str) -> Right:
    return Right(who, {"event": "1", **values}, (Who.ORGANISER.persona,))


def _also(right: Right, *personas: str) -> Right:
    return replace(right, also=personas)


SEATED: Final = ("anna@telegram", "emil@discord")
TEAM: Final = ("anna@telegram", "dora@telegram", "emil@discord")
FIRST: Final = "2026-12-10T19:00"  # the date of the scene's event
STAND: Final = "*"  # is replaced by the job's revision
MARK: Final = "#"  # is replaced by the mark of its skills
SAID: Final = {"nachricht": "Hast du Zeit?"}

RIGHTS: Final[Mapping[str, Right]] = {
    # Jobs from the draft to the end.
    "job": _of(Who.ANYBODY, titel="Neu", text="Suche jemanden für Rust"),
    "job.meine": _of(Who.ANYBODY),
    "job.geschlossene": _of(Who.ANYBODY),
    "job.uebernehmen": _of(Who.ANYBODY, von="zoe", text="Suche jemanden für Rust"),
    "job.vorschau": _draft(),
    "job.kein": _draft(),
    "job.verwerfen": _draft(),
    "job.teilen": _draft(stand=STAND),
    "job.aendern": _job(Who.AUTHOR, text="Suche jemanden für Rust"),
    "job.taggen": _job(Who.AUTHOR, stand=MARK),
    "job.vergeben": _job(Who.AUTHOR),
    "job.zurueck": _job(Who.AUTHOR),
    "job.loeschen": _job(Who.AUTHOR),
    "job.verlaengern": _job(Who.AUTHOR, bis="1"),
    "job.wieder": _of(Who.AUTHOR, job="3"),
    "job.skills": _job(Who.AUTHOR, skills="Rust"),
    "job.gesucht": _job(Who.AUTHOR),
    "job.skill": _job(Who.AUTHOR, stand=STAND, skill="React", als="out"),
    "job.dazu": _job(Who.AUTHOR, stand=STAND, skill="SEO"),
    "jobs": _of(Who.ANYBODY),
    "jobs.seite": _of(Who.ANYBODY),
    "jobs.zeigen": _job(Who.ANYBODY),
    # Parts.
    "job.teile": _job(Who.AUTHOR),
    "teil.aendern": _job(Who.AUTHOR, teil="text", name="Worte", skills="Texten", plaetze="2"),
    "teil.dazu": _job(Who.AUTHOR, name="Musik", skills="", plaetze="1"),
    "teil.wohin": _job(Who.AUTHOR, teil="text"),
    "teil.zusammen": _job(Who.AUTHOR, teil="text", mit="frontend", stand=STAND),
    "teil.weg": _job(Who.AUTHOR, teil="text", stand=STAND),
    # Teams.
    "job.interesse": _job(Who.OTHERS, teil="text", satz="Gern."),
    "job.interessierte": _job(Who.AUTHOR),
    "team.zusagen": _job(Who.AUTHOR, wer="4", teil="text"),
    "team.ablehnen": _job(Who.AUTHOR, wer="4", teil="text"),
    "team.freigeben": _job(Who.AUTHOR, wer="3", teil="frontend"),
    "team.rueckfrage": _job(Who.AUTHOR, wer="4", teil="text", **SAID),
    "team.antworten": _also(_job(Who.INTERESTED, teil="text", **SAID), *TEAM),
    "team.aussteigen": _job(Who.SEATED, teil="frontend"),
    "team.zuruecknehmen": _also(_job(Who.INTERESTED, teil="text"), "dora@telegram"),
    "team.ansprechperson": _job(Who.AUTHOR),
    "team.bitten": _job(Who.AUTHOR, wer="3"),
    "team.uebernehmen": _job(Who.ASKED),
    "team.liebernicht": _job(Who.ASKED),
    "team.abgeben": _job(Who.SPEAKS),
    "team.wiederich": _job(Who.AUTHOR),
    "team.vertrag": _job(Who.AUTHOR),
    "team.unterschreibt": _job(Who.AUTHOR, form="each"),
    # Handing on and recommending; the scene has no offer and no recommendation, so that nobody may answer one.
    "weitergeben": _also(_job(Who.AUTHOR, an="Anna"), *SEATED),
    "weiter.bedingungen": _also(_job(Who.AUTHOR, was="job", an="3"), *SEATED),
    "weiter.anbieten": _also(_job(Who.AUTHOR, was="job", an="3", stand=STAND), *SEATED),
    "weiter.liste": _job(Who.ANYBODY),
    "weiter.ansehen": _of(Who.ASKED, angebot="1"),
    "weiter.zurueck": _of(Who.ASKED, angebot="1"),
    "weiter.ablehnen": _of(Who.ASKED, angebot="1"),
    "weiter.annehmen": _of(Who.ASKED, angebot="1"),
    "empfehlen": _job(Who.ANYBODY, wen="Eva"),
    "empfehlen.teil": _job(Who.ANYBODY, wen="2", teil="text"),
    "empfohlen.interesse": _of(Who.ASKED, nummer="1"),
    "empfohlen.ablehnen": _of(Who.ASKED, nummer="1"),
    "fragen.aus": _of(Who.ANYBODY),
    "fragen.an": _of(Who.ANYBODY),
    # The team's room, the project's end, and what became of it.
    "team.raum": _job(Who.AUTHOR),
    "team.raumauf": _job(Who.AUTHOR),
    "team.raumlink": _job(Who.AUTHOR, link="https://t.me/+AbCdEf123456"),
    "team.bindda": _job(Who.ASKED),
    "team.kunde": _also(_job(Who.AUTHOR), *SEATED),
    "team.ende": _job(Who.AUTHOR),
    "team.endeja": _job(Who.AUTHOR, stand=STAND),
    "job.arbeit": _job(Who.AUTHOR, war="ja", mal="1"),
    # Linked accounts; the scene has no code under way, so that nobody may confirm one.
    "link.ja": _of(Who.ASKED, nr="1"),
    "link.nein": _of(Who.ASKED, nr="1"),
    "link.bestaetigen": _of(Who.ASKED, nr="1"),
    "verknuepfen": _of(Who.ANYBODY),
    "link.seite": _of(Who.ANYBODY, seite="discord"),
    "link.trennen": _of(Who.ANYBODY),
    "link.getrennt": _of(Who.ANYBODY),
    # Moderation and what else organisers do.
    "job.melden": _job(Who.OTHERS, grund="Werbung"),
    "orga.schliessen": _job(Who.ORGANISER),
    "orga.entfernen": _job(Who.ORGANISER, grund="Werbung"),
    "orga.sperren": _of(Who.ORGANISER, wer="3", grund="Werbung"),
    "orga.entsperren": _of(Who.ORGANISER, wer="9"),
    "orga.gesperrte": _of(Who.ORGANISER),
    "admin": _of(Who.ORGANISER),
    "admin.arbeit": _of(Who.ORGANISER),
    "admin.terms": _of(Who.ORGANISER),
    "admin.alias": _of(Who.ORGANISER, begriff="klöppeln", skill="React"),
    "admin.aliases": _of(Who.ORGANISER),
    "admin.unalias": _of(Who.ORGANISER, begriff="klöppeln"),
    "delivery.present": _of(Who.ORGANISER, delivery="1"),
    "delivery.again": _of(Who.ORGANISER, delivery="1"),
    "event.proposal": _event(Who.ORGANISER),
    "event.approve": _event(Who.ORGANISER),
    "event.decline": _event(Who.ORGANISER, grund="Passt nicht"),
    "feed.liste": _of(Who.ORGANISER),
    "feed.abonnieren": _of(Who.ORGANISER, adresse="https://example.org/a.ics"),
    "feed.lesen": _of(Who.ORGANISER, feed="1"),
    "feed.abbestellen": _of(Who.ORGANISER, feed="1"),
    "feed.ende": _of(Who.ORGANISER, feed="1", termine="bleiben"),
    # Events.
    "termin": _of(Who.ANYBODY, titel="Treffen", wann="12.12. 19:00"),
    "termine": _of(Who.ANYBODY),
    "event.mine": _of(Who.ANYBODY),
    "event.enter": _of(Who.ANYBODY),
    "event.discard": _of(Who.ANYBODY),
    "event.page": _of(Who.ANYBODY),
    "event.show": _event(Who.ANYBODY, occurrence=FIRST),
    "event.dates": _event(Who.ANYBODY),
    "event.file": _event(Who.ANYBODY),
    "event.answer": _event(Who.ANYBODY, occurrence=FIRST, answer="ja"),
    "event.again": _event(),
    "event.edit": _event(titel="Anders", wann="12.12. 19:00"),
    "event.cancel": _event(),
    "event.restore": _event(),
    "date.skip": _event(occurrence=FIRST),
    "date.regular": _event(occurrence=FIRST),
    "date.edit": _event(occurrence=FIRST, wann="11.12. 20:00"),
    "date.add": _event(wann="13.12. 20:00"),
    "series.pause": _event(von="20.12.", bis="31.12."),
    "series.resume": _event(first="2026-12-20"),
    "series.end": _event(occurrence=FIRST),
    "series.onward": _event(occurrence=FIRST, titel="Anders", wann="10.12. 20:00"),
}

# Themes in which nothing can be named but what is the caller's own, or what everybody may see.
ABOUT_ONESELF: Final = {
    *("start", "profile", "skills", "search", "data", "consent", "tagging"),
    *("calendar", "reminders", "reminder_buttons"),
}
