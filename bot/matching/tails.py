"""What stands behind a name and belongs to it: words for people (Shopwareentwicklerin) and for work on it."""

from __future__ import annotations

from typing import Final

from bot.matching.entries import Name, role_forms
from bot.matching.words import folded

_ROLES: Final = (
    "Entwickler", "Programmierer", "Experte", "Spezialist", "Freelancer", "Berater", "Trainer", "Profi", "Dozent",
    "Designer", "Administrator", "Admin", "Architekt", "Ingenieur", "Techniker", "Fachkraft", "Fachmann", "Fachfrau",
    "Kenner", "Könner", "Freak", "Nerd", "Guru", "Coder", "Manager", "Redakteur", "Betreuer", "Lehrer", "Künstler",
)  # fmt: skip
ROLE_TAILS: Final = folded(
    (
        *(form for role in _ROLES for form in role_forms(role)), "Developer", "Developers", "Dev", "Devs", "Engineer",
        "Engineers", "Coders", "Expert", "Experts", "Profis", "Specialist", "Specialists", "Consultant", "Consultants",
        "Programmer", "Programmers", "Leute", "Person", "Mensch", "Fachleute", "ler", "lerin", "ler:in", "Coach",
        "Freelancers", "Fuzzi", "Mann", "Frau", "Mädel", "Typ", "Heini", "Genie", "Talent", "Guy",
        "Pro", "Pros", "Wizard", "Ninja", "Artist", "Lead", "Ass", "Crack", "Cracks", "Mitarbeiter",
        "Mitarbeiterin", "Kollege", "Kollegin", "Instructor", "Tutor", "Team", "Agentur", "Dienstleister", "Partner",
    )
)  # fmt: skip
# Of these, who is no single person that could be sought: "App-Team" is whose work is spoken of, not an app to be made.
GROUPS: Final = folded("Team Agentur Dienstleister Partner Mitarbeiter Mitarbeiterin Kollege Kollegin Leute".split())
WORK_TAILS: Final = folded(
    "Entwicklung Programmierung Development Programming Beratung Betreuung Kenntnisse Skills Erfahrung Know-how Wissen"
    " Wartung Pflege Support Administration Migration Umstellung Anpassung Anpassungen Integration Anbindung Projekt"
    " Projekte Auftrag Job Seite Seiten Shop Shops Theme Themes Plugin Plugins Modul Module App Apps Anwendung"
    " Anwendungen Optimierung Kampagne Kampagnen Kurs Kurse Workshop Einrichtung Einführung Implementierung Umgebung"
    " Server Cluster Datenbank Template Templates Vorlage Vorlagen Skript Skripte Script Scripts Makro Makros Modell"
    " Modelle Dashboard Dashboards Bericht Berichte Report Reports Auswertung Auswertungen Konzept Strategie Umsetzung"
    " Erstellung Gestaltung Produktion Bearbeitung Coding Code Backend Frontend Komponente Komponenten Customizing"
    " System Systeme Bot Bots Instanz Update Updates Relaunch Setup Audit Service Services Stack Hilfe Unterstützung"
    " Aufgaben Arbeiten Sachen Kram Themen Thema Bereich Teil Part Design Designs Daten Tabelle Tabellen Abfragen"
    " Schnittstelle Schnittstellen Dokumente Dateien Pläne Zeichnungen Layouts Präsenz Kanal Kanäle Account Accounts"
    " Erweiterung Erweiterungen Programm Programme Dienst Dienste Oberfläche Oberflächen Funktion Funktionen"
    " Posts Werbung Ads Anzeigen Content Beiträge Videos Material Inbetriebnahme Steuerung Struktur".split()
)  # fmt: skip
_ENGLISH_ROLES: Final = (
    "developer", "developers", "engineer", "designer", "designers", "consultant", "writer", "editor", "photographer",
    "translator", "manager", "coach", "trainer", "tester", "artist", "analyst", "scientist", "specialist", "webmaster",
    "scrummaster", "owner", "architect", "architects", "programmer", "programmers", "engineers", "analysts",
    "specialists", "tutor", "teacher", "proofreader", "copywriter", "filmmaker", "videographer",
    "recruiter", "planner", "producer", "adviser", "advisor", "accountant", "lawyer", "bookkeeper", "interpreter",
    "assistant", "assistenz", "artists", "dev", "devs", "animator", "illustrator", "administrator", "admin",
)  # fmt: skip


def is_role(name: Name) -> bool:
    """Say whether a name is a person's: a role noun, or one that ends as English names people."""
    return name.is_role or name.key.endswith(_ENGLISH_ROLES)
