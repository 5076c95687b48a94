"""The weekly recap as it is shown: what the week brings, with a button for each date. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.calendar.occurrence import Occurrence
from bot.talk.answers import Button, Call, Card, Reply
from bot.talk.strange import one_line
from bot.talk.text import Bold, Phrase, Spans, Text, text
from bot.views.events import where

MOST: Final = 15  # dates with a row and a button each
BESIDE: Final = 3  # buttons in a row, and no more than five rows


def recap(coming: Sequence[Occurrence], now: datetime, *, is_monday: bool) -> Reply:
    """Return what the next seven days bring, at least one date; what is more than fifteen is counted."""
    title = Phrase("Diese Woche") if is_monday else Phrase("Die nächsten sieben Tage")
    shown, more = coming[:MOST], len(coming) - MOST
    rows: list[Spans] = [_row(one, now) for one in shown]
    if more > 0:
        rows.append(Phrase("Und {count} weitere, alle in /termine.", count=more))
    buttons = [_button(one) for one in shown]
    return Reply(
        card=Card(title, tuple(rows)),
        buttons=tuple(tuple(buttons[at : at + BESIDE]) for at in range(0, len(buttons), BESIDE)),
        private=False,
    )


def _row(one: Occurrence, now: datetime) -> Text:
    place = one_line(where(one), 80)
    return text("• ", one.moment(now), ": ", Bold(one_line(one.title, 80)), f", {place}" if place else "")


def _button(one: Occurrence) -> Button:
    label = Phrase("{title}", title=one_line(one.title, 24))
    return Button(label, Call("event.show", {"event": str(one.event.id), "occurrence": one.name}))
