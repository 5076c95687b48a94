"""An event as it stands in the calendar that a platform keeps beside a place. Pure.

What is told there moves to the next date by an edit, so nothing counts days, and nobody can answer there.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence
from bot.talk.answers import Card, Dated, Reply
from bot.talk.text import Link, Phrase, Spans, lines
from bot.views.events import recurs, span, where


def mirror(shown: Occurrence, now: datetime, here: ZoneInfo, language: str) -> Reply:
    """Return one date for a calendar: what it is, when it begins and ends, and where; `here` is our zone."""
    event = shown.event
    rows: list[Spans] = [shown.text]
    if event.all_day:
        rows.insert(0, span(shown, now))  # a calendar shows midnight, and elsewhere another day
    if event.rule is not None:
        rows.append(recurs(event, event.rule, here, language))
    if event.link:
        rows.append(Link(event.link, event.link))
    place = where(shown) or event.link or Phrase("Ort noch offen")
    card = Card(
        shown.title,
        tuple(row for row in rows if row),
        Phrase("Termin {number}", number=event.id),
        dated=Dated(shown.begins, shown.ends, place),
    )
    return Reply(card=card, private=False)


def shut(place: str, *, private: bool) -> Reply:
    """Return what organisers read where the bot may put nothing into the calendar."""
    words = lines(
        Phrase("{place}: In die Terminliste des Servers darf ich nichts eintragen.", place=place),
        Phrase(
            "Karten und Ankündigungen kommen trotzdem. Gib mir das Recht, dann trage ich die nächsten Termine ein; "
            "ideenherd check nennt es."
        ),
    )
    return Reply(words, private=private)
