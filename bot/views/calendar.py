"""What `/kalender` says: the addresses of calendars, how to subscribe to one, and files. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain import calendars
from bot.domain.calendars import Personal
from bot.domain.events import Event
from bot.talk.answers import Button, Call, Card, File, Reply, say
from bot.talk.strange import one_line
from bot.talk.text import Bold, Code, Link, Phrase, Spans, Text, lines, text

MOST_TOWNS: Final = 6  # whose addresses are written out: a card has 3,500 characters, an address up to 180
_TYPE: Final = "text/calendar"
_OWN: Final = Phrase("Eigene Adresse")
_HOW: Final = (
    Phrase("iPhone und Mac: in der Kalender-App „Kalenderabo hinzufügen“, dort die Adresse mit webcal."),
    Phrase("Google: am Rechner neben „Weitere Kalender“ auf das Plus, „Per URL“, dort die Adresse mit https."),
    Phrase("Outlook: „Kalender hinzufügen“, „Aus dem Internet abonnieren“, dort die Adresse mit https."),
    Phrase("Thunderbird: „Neuer Kalender“, „Im Netzwerk“, dort die Adresse mit https."),
)


def addresses(base: str, towns: Sequence[str], personal: Personal | None, note: Phrase | None = None) -> Reply:
    """Return the addresses under `base`: everybody's, those of towns, and the reader's own where there is one.

    `note` is said first: what was just done.
    """
    is_on = personal is not None and personal.token is not None
    rows: list[Spans] = [
        *([note] if note else []),
        _address(Phrase("Alle Termine"), base + calendars.EVERYTHING),
        *(_address(town, base + calendars.of_town(town)) for town in towns[:MOST_TOWNS]),
    ]
    if more := len(towns) - MOST_TOWNS:
        rows += (
            [Phrase("So hat jeder Ort eine Adresse. {count} weitere haben Termine.", count=more)] if more > 0 else []
        )
    if personal is not None and personal.token is not None:
        rows += [
            _address(Phrase("Deine Termine"), base + calendars.of_person(personal.token), is_secret=True),
            Phrase(
                "Darin steht, was du eingetragen hast und wo du dabei oder vielleicht dabei bist. "
                "Die Adresse ist geheim: Wer sie hat, liest mit."
            ),
        ]
    else:
        rows.append(Phrase("Mit „{button}“ bekommst du einen Kalender nur mit deinen Terminen.", button=_OWN))
    return Reply(card=Card(Phrase("Termine abonnieren"), (*rows, *_HOW)), buttons=(_turning(is_on=is_on), _FILE_ROW))


def _address(title: Spans, address: str, *, is_secret: bool = False) -> Text:
    """Return an address in both forms; a secret one is no link, since platforms look at what lies behind links."""
    name = Bold(title) if isinstance(title, str | Phrase) else title
    return lines(name, Code(address) if is_secret else Link(address, address), Code(calendars.subscribing(address)))


def _turning(*, is_on: bool) -> tuple[Button, ...]:
    if not is_on:
        return (Button(_OWN, Call("calendar.renew")),)
    return (
        Button(Phrase("Neue Adresse"), Call("calendar.renew")),
        Button(Phrase("Adresse abschalten"), Call("calendar.off")),
    )


_FILE_ROW: Final = (Button(Phrase("Kalenderdatei"), Call("calendar.file")),)


def not_served() -> Reply:
    """Return what is said where no calendars are served, with what there is instead."""
    return Reply(
        lines(
            Phrase("Adressen zum Abonnieren gibt es hier noch nicht; die Organisation kann sie einschalten."),
            Phrase("Die Kalenderdatei mit allen kommenden Terminen kannst du gleich in deinen Kalender übernehmen."),
        ),
        buttons=(_FILE_ROW,),
    )


def nothing_to_come() -> Reply:
    """Return what is said where a file would hold nothing."""
    return say(Phrase("Gerade steht nichts an, die Datei wäre leer. Mit /termin trägst du etwas ein."))


def file_of_all(content: bytes) -> Reply:
    """Return the file with everything to come."""
    words = Phrase(
        "Öffne die Datei, dann übernimmt dein Kalender die Termine. Was sich später ändert, steht nicht darin."
    )
    return Reply((words,), files=(File("termine.ics", _TYPE, content),))


def file_of_one(event: Event, content: bytes) -> Reply:
    """Return the file of one event; that of a series holds all its dates."""
    title = one_line(event.title, 80)
    words = (
        Phrase("Öffne die Datei, dann stehen alle Termine von {title} in deinem Kalender.", title=title)
        if event.is_series
        else Phrase("Öffne die Datei, dann steht {title} in deinem Kalender.", title=title)
    )
    later = Phrase(
        "Ändert sich etwas, sag ich es dir, wenn du dabei oder vielleicht dabei bist. Abonnieren: /kalender."
    )
    return Reply(text(words, " ", later), files=(File(f"termin-{event.id}.ics", _TYPE, content),))
