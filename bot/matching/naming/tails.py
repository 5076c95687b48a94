"""What stands behind a name and belongs to it: words for people (Shopwareentwicklerin) and for work on it."""

from __future__ import annotations

import re
from typing import Final

from bot.domain.folding import fold
from bot.matching.language.words import folded
from bot.matching.naming.entries import Name, role_forms

_ROLES: Final = (
    "Entwickler", "Programmierer", "Experte", "Spezialist", "Freelancer", "Berater", "Trainer", "Profi", "Dozent",
    "Designer", "Administrator", "Admin", "Architekt", "Ingenieur", "Techniker", "Fachkraft", "Fachmann", "Fachfrau",
    "Kenner", "Könner", "Freak", "Nerd", "Guru", "Coder", "Manager", "Betreuer", "Lehrer", "Künstler",
    "Freiberufler", "Helfer", "Leiter", "Begleiter", "Einrichter", "Macher", "Veteran", "Referent", "Supporter",
    "Developer", "Engineer", "Consultant", "Programmer", "Specialist", "Expert", "Instructor", "Tutor",
)  # fmt: skip
ROLE_TAILS: Final = folded(
    (
        *(form for role in _ROLES for form in role_forms(role)), "Dev", "Devs", "Coders", "Profis", "Leute", "Person",
        "Mensch", "Menschen", "Fachleute", "Fachkräfte", "Kraft", "Kräfte", "Spezi", "Spezis", "Aushilfe", "Vertretung",
        "Fritze", "Fritzen", "Fee", "Tante", "Held", "Heldin",
        "ler", "lerin", "ler:in", "Coach",
        "Freelancers", "Fuzzi", "Mann", "Frau", "Mädel", "Typ", "Heini", "Genie", "Talent", "Guy",
        "Pro", "Pros", "Wizard", "Ninja", "Artist", "Lead", "Ass", "Crack", "Cracks", "Mitarbeiter",
        "Mitarbeiterin", "Kollege", "Kollegin", "Team", "Agentur", "Dienstleister", "Partner",
    )
)  # fmt: skip
# Of these, who is no single person that could be sought: "App-Team" is whose work is spoken of, not an app to be made.
GROUPS: Final = folded("Team Agentur Dienstleister Partner Mitarbeiter Mitarbeiterin Kollege Kollegin Leute".split())
# Of these, whose compounds say that somebody likes something, or are no people at all: Filmfreak, Windkraft.
LOOSE: Final = folded(
    "Typ Held Heldin Genie Talent Ass Crack Cracks Fee Tante Kraft Kräfte Mann Frau Person Pro Pros Lead Leute Guy ler"
    " lerin Artist Mädel".split()
) | folded(form for role in ("Leiter", "Freak", "Nerd") for form in role_forms(role))
# What is done with something: of a work such a compound is that work (Flyerüberarbeitung), with a tool it is a job.
DOINGS: Final = folded(
    "Beratung Betreuung Support Hilfe Unterstützung Service Services Pflege Wartung Optimierung Einrichtung"
    " Einführung Implementierung Administration Migration Umstellung Umzug Anpassung Anpassungen Integration"
    " Anbindung Erstellung Gestaltung Bearbeitung Überarbeitung Nachbearbeitung Produktion Umsetzung Aufbereitung"
    " Aufbau Entwurf Entwürfe Redesign Relaunch Rollout Setup Audit Check Prüfung Entwicklung Programmierung"
    " Development Programming Customizing Arbeiten Aufgaben Auftrag Aufträge Dienstleistung Dienstleistungen"
    " Leistungen Konzeption Verbesserung Auffrischung Übernahme Inbetriebnahme Fehlersuche Reparatur Organisation"
    " Dienst Vorbereitung Begleitung Verwaltung".split()
)  # fmt: skip
# Names of trainings, of which a compound may be about something else: the Gitworkshop is a workshop, and Git.
COURSES: Final = folded("Schulung Schulungen Kurs Kurse Workshop Workshops Training Trainings Seminar Seminare".split())
TEACHING: Final = COURSES | folded(
    "Nachhilfe Unterricht Crashkurs Grundkurs Einweisung Coaching Sprechstunde Fortbildung".split()
)
WORK_TAILS: Final = DOINGS | TEACHING | folded(
    "Kenntnisse Skills Erfahrung Know-how Wissen Expertise Expertenwissen Projekt Projekte Job Jobs Problem Probleme"
    " Seite Seiten Shop Shops Theme Themes Plugin Plugins Modul Module App Apps Anwendung"
    " Anwendungen Kampagne Kampagnen Umgebung Upgrade Einsatz Automatisierung"
    " Server Cluster Datenbank Template Templates Vorlage Vorlagen Skript Skripte Script Scripts Makro Makros Modell"
    " Modelle Dashboard Dashboards Bericht Berichte Report Reports Auswertung Auswertungen Konzept Strategie"
    " Coding Code Backend Frontend Komponente Komponenten Animation Animationen Renderings"
    " System Systeme Bot Bots Instanz Update Updates Stack"
    " Sachen Kram Themen Thema Bereich Teil Part Design Designs Daten Tabelle Tabellen Abfragen"
    " Schnittstelle Schnittstellen Dokumente Dateien Pläne Zeichnungen Layouts Präsenz Kanal Kanäle Account Accounts"
    " Erweiterung Erweiterungen Programm Programme Dienste Oberfläche Oberflächen Funktion Funktionen"
    " Posts Werbung Ads Anzeigen Content Beiträge Videos Material Steuerung Struktur".split()
)  # fmt: skip
_ENGLISH_ROLES: Final = (
    "developer", "developers", "engineer", "designer", "designers", "consultant", "writer", "editor", "photographer",
    "translator", "manager", "coach", "trainer", "tester", "artist", "analyst", "scientist", "specialist", "webmaster",
    "scrummaster", "owner", "architect", "architects", "programmer", "programmers", "engineers", "analysts",
    "specialists", "tutor", "teacher", "proofreader", "copywriter", "filmmaker", "videographer",
    "recruiter", "planner", "producer", "adviser", "advisor", "accountant", "lawyer", "bookkeeper", "interpreter",
    "assistant", "assistenz", "artists", "dev", "devs", "animator", "illustrator", "administrator", "admin",
)  # fmt: skip


_PIECES: Final = re.compile(r"[\s-]+")
_PEOPLE: Final = ROLE_TAILS - GROUPS - folded("Pro Pros Lead".split())  # "Final Cut Pro" is nobody


def is_role(name: Name) -> bool:
    """Say whether a name is a person's: a role noun, one with a word for people, or one as English names people."""
    return name.is_role or name.key.endswith(_ENGLISH_ROLES) or _ends_with_people(name.spelling)


def _ends_with_people(spelling: str) -> bool:
    pieces = _PIECES.split(spelling)
    return len(pieces) > 1 and fold(pieces[-1]) in _PEOPLE
