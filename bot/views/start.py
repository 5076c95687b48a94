"""What the bot says of itself: the welcome, the help, and what becomes of people's data. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from bot.domain.community import Community
from bot.domain.members import Visibility
from bot.talk.answers import Button, Call, Card, Reply
from bot.talk.commands import Command
from bot.talk.text import Bold, Code, Ours, Phrase, Spans, lines, text
from bot.views.members import visible_as

# What a command keeps, for which purpose and how long. A command that is missing here keeps nothing.
KEEPS: Final[Mapping[str, Phrase]] = {
    "profil": Phrase(
        "Name, Art, Ort, Text, Links, Verfügbarkeit, wie sichtbar du bist und wie du getaggt werden willst, damit "
        "andere dich finden und ich dich nicht zu oft tagge. Bleibt, bis du es löschst. Tags zählen sieben Tage."
    ),
    "skills": Phrase(
        "deine Skills, damit andere dich finden und passende Aufträge dich erreichen. Bleibt genauso. "
        "Begriffe, die ich nicht kenne, sehen Organisator:innen ohne deinen Namen."
    ),
    "job": Phrase(
        "dein Auftrag, wer Interesse hat, Team und Teamraum, damit ihr zusammenfindet. Bleibt, bis du ihn löschst; "
        "nach seinem Ende höchstens 90 Tage; ein Entwurf 24 Stunden. Ob daraus Arbeit wurde, zähle ich je Monat ohne "
        "Namen, 24 Monate lang."
    ),
    "jobs": Phrase(
        "was du meldest, mit deinem Grund und deinem Namen, damit Organisator:innen danach sehen; so lange wie der "
        "Auftrag. Sperren sie jemanden für Aufträge, bleibt das mit dem Grund, bis sie es aufheben."
    ),
    "weitergeben": Phrase(
        "was du wem zu welchen Bedingungen anbietest und was daraus wird, für beide Seiten; so lange wie der Auftrag. "
        "Ein ganzer Auftrag gehört dann der Person, die ihn übernimmt."
    ),
    "empfehlen": Phrase(
        "wen du wofür empfiehlst. Wer den Auftrag gibt, erfährt es nur bei Interesse; so lange wie der Auftrag. "
        "Gefragt wird privat, nur wer gefunden werden will; „Keine solchen Fragen“ beendet das."
    ),
    "termin": Phrase(
        "der Termin, und wer ihn eingetragen hat, damit alle davon erfahren. Der Termin bleibt auch ohne dich; "
        "ein Entwurf 24 Stunden, ein Vorschlag ohne Freigabe höchstens 30 Tage."
    ),
    "termine": Phrase(
        "deine Antwort auf einen Termin (Dabei, Vielleicht, Absagen), damit man weiß, wer kommt. "
        "Deinen Namen zeige ich dort nur, wenn andere dich finden dürfen."
    ),
    "kalender": Phrase(
        "dass du eine eigene Kalenderadresse hast oder keine willst, und seit wann. Bleibt, bis du gelöscht bist."
    ),
    "erinnere": Phrase(
        "der Text und die Zeit, damit ich dich erinnern kann. Bleibt, bis du sie löschst; was vorbei ist, "
        "noch 30 Tage, damit du es verschieben kannst."
    ),
    "verknuepfen": Phrase(
        "welche Konten zusammengehören und wo ich dir zuerst schreibe, bis du gelöscht bist. Sieben Tage lang auch, "
        "was jedem Konto gehört, damit du trennen kannst; eine Prüfsumme des Codes 10 Minuten, nach deiner Zusage "
        "noch 10."
    ),
}
HINTS: Final[Mapping[str, tuple[Phrase, ...]]] = {
    "job": (
        Phrase("Auftrag ändern oder löschen: /job zeigt deine offenen Aufträge mit Knöpfen dafür."),
        Phrase(
            "Frage ich unter deinem Beitrag nach, darfst du ihn später auch bearbeiten: Die Karten ziehen nach. "
            "Löschst du ihn, erfahre ich das nur auf Discord."
        ),
        Phrase(
            "Auf Discord machst du aus jeder deiner Nachrichten einen Auftrag: ihr Menü, Apps, "
            "„Als Auftrag übernehmen“."
        ),
    ),
}


def welcome(community: Community, commands: Iterable[Command]) -> Reply:
    """Return the first words to somebody, with the next two steps as buttons, as far as their commands exist."""
    known = {command.name for command in commands}
    steps = (
        (
            "skills",
            Phrase("1. Sag, was du kannst: {example}", example=Code(Phrase("/skills python, webdesign"))),
            Phrase("Skills eintragen"),
        ),
        ("suche", Phrase("2. Finde Leute: {example}", example=Code(Phrase("/suche python essen frei"))), None),
        ("hilfe", Phrase("Alles andere zeigt dir /hilfe."), Phrase("Hilfe")),
    )
    shown = [step for step in steps if step[0] in known]
    return Reply(
        lines(
            Phrase("Hallo, ich bin der Bot von {name}.", name=Bold(community.name)),
            Phrase("Ich merke mir, wer was kann, welche Aufträge offen sind und wann was stattfindet."),
            *(words for _name, words, _label in shown),
            Phrase("Gespeichert wird erst etwas, wenn du es willst (/datenschutz)."),
        ),
        buttons=(tuple(Button(label, Call(name)) for name, _words, label in shown if label is not None),),
    )


def guide(community: Community, commands: Iterable[Command]) -> Reply:
    """Return the help: every visible command with what it does and an example, and who answers questions."""
    shown = tuple(commands)
    hints = [hint for command in shown for hint in HINTS.get(command.name, ())]
    return Reply(
        card=Card(
            Phrase("Hilfe"),
            (
                *(_explained(command) for command in shown),
                Phrase("So tippst du es auf Telegram. Auf Discord füllst du dafür die Felder des Befehls aus."),
                *hints,
                _responsible(community),
            ),
        )
    )


def _explained(command: Command) -> Spans:
    names = " = ".join(f"/{name}" for name in (command.name, *command.aliases))
    summary = Phrase(command.summary)
    if not command.examples:
        return text(Bold(Ours(names)), ": ", summary)
    example = Phrase("Zum Beispiel: {example}", example=Code(command.examples[0]))
    return text(Bold(Ours(names)), ": ", summary, ". ", example)


def privacy(community: Community, commands: Iterable[Command]) -> Reply:
    """Return what is kept, why, for how long, who is responsible, and how to see and delete it."""
    known = {command.name for command in commands}
    kept = [text(Bold(Ours(f"/{name}")), ": ", words) for name, words in KEEPS.items() if name in known]
    return Reply(
        card=Card(
            Phrase("Datenschutz"),
            (
                _responsible(community),
                Phrase("Ich speichere nur, was du selbst einträgst, dazu dein Konto und deinen Namen darin."),
                *kept,
                Phrase(
                    "Wozu du zugestimmt hast, steht mit Fassung, Zeit und Ort in einem Protokoll. "
                    "Die Einwilligung nimmst du mit dem Knopf „{button}“ unter /profil zurück.",
                    button=visible_as(Visibility.HIDDEN),
                ),
                Phrase(
                    "Bis du antwortest, hebe ich nur den offenen Befehl auf, höchstens 24 Stunden. "
                    "Gewöhnliche Nachrichten speichere ich nicht; ein Beitrag, der jemanden sucht, bleibt "
                    "24 Stunden ein Entwurf."
                ),
                Phrase(
                    "Worum es in Verschicktem ging, vergesse ich nach 30 Tagen; die Nummer einer Nachricht bleibt, "
                    "solange sie sich noch ändern kann. Dass etwas verschickt ist, merke ich mir, damit nichts doppelt "
                    "kommt. Nummern eingegangener Nachrichten vergesse ich nach 48 Stunden, Zähler gegen zu viele "
                    "Anfragen nach höchstens einem Tag."
                ),
                Phrase(
                    "Wer alle Orte verlässt, wird sofort verborgen und nach 30 Tagen gelöscht. Sofort erfahre ich das "
                    "in Telegram-Gruppen, in denen ich Admin bin. Sonst frage ich vor einem Tag nach; wer dann an drei "
                    "Tagen in keinem Ort ist, gilt als gegangen."
                ),
                Phrase("Aufträge zeige ich, wo du sie teilst: auf Telegram und Discord."),
                Phrase("Ansehen: /meinedaten. Löschen: /vergissmich, sofort oder nach 24 Stunden."),
                Phrase("Deine Rechte: Auskunft, Berichtigung, Löschung, Einschränkung, Mitnahme und Beschwerde."),
            ),
        )
    )


def _responsible(community: Community) -> Spans:
    """Return who answers for the bot, and plainly that nobody is named where the settings name nobody."""
    named = text(Phrase("Verantwortlich"), ": ", community.operator or Phrase("nicht eingetragen"))
    asked = text(Phrase("Fragen an"), ": ", community.contact or Phrase("nicht eingetragen"))
    if community.operator or community.contact:
        return lines(named, asked)
    return (Phrase("Verantwortlich: nicht eingetragen. Frag die Organisator:innen deiner Community."),)
