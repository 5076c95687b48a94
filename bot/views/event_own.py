"""What the one reads who enters an event: what was understood, what is kept, and the events they may change. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.collisions import Collision
from bot.calendar.occurrence import Occurrence
from bot.domain.events import Event, EventState
from bot.domain.places import Place
from bot.talk.answers import Button, Call, Card, Reply
from bot.talk.strange import one_line
from bot.talk.text import Bold, Link, Phrase, Spans, joined_by, lines, text
from bot.views import seats
from bot.views.events import KINDS, file_button, met, owner_buttons, paging, rhythm, span, where

OWN_PAGE: Final = 4  # events with their owner's buttons: a row each, and one to turn the page


@dataclass(frozen=True, slots=True)
class Plan:
    """An event with what follows from it: its next dates, where it is announced, and what else takes place then.

    `here` is the community's zone.
    """

    shown: Occurrence
    here: ZoneInfo
    coming: Sequence[Occurrence]
    places: Sequence[Place]
    beside: Sequence[Collision] = ()

    @property
    def event(self) -> Event:
        """Return the event itself."""
        return self.shown.event


def preview(
    plan: Plan, token: str, now: datetime, language: str, *, is_proposal: bool, note: Phrase | None = None
) -> Reply:
    """Return what was understood of an event, a `note` of its time, and the ways on; nothing of it is kept yet."""
    values = {"entwurf": token}
    asks_first = Phrase("Bevor er angekündigt wird, sieht ihn sich die Organisation an.") if is_proposal else None
    buttons = (
        Button(Phrase("Eintragen"), Call("event.enter", values)),
        Button(Phrase("Ändern"), Call("termin", values)),
        Button(Phrase("Verwerfen"), Call("event.discard", values)),
    )
    words = lines(Phrase("So habe ich den Termin verstanden:"), asks_first, note)
    return Reply(words, Card(plan.event.title, details(plan, now, language)), (buttons,))


def details(plan: Plan, now: datetime, language: str) -> tuple[Spans, ...]:
    """Return everything that somebody checks before an event is announced, row by row."""
    event = plan.event
    rows: list[Spans] = [span(plan.shown, now), where(plan.shown), *_series(plan, now, language)]
    rows += met(plan.beside, now)
    rows.append(Phrase("Art: {kind}.", kind=KINDS[event.kind]))
    if event.seats is not None:
        rows.append(Phrase("Höchstens {seats}, danach gibt es eine Warteliste.", seats=seats.limit(event.seats)))
    rows += [event.text, Link(event.link, event.link) if event.link else "", _told(plan)]
    return tuple(row for row in rows if row)


def kept(said: Phrase, plan: Plan, now: datetime, language: str = "de", *, note: Phrase | None = None) -> Reply:
    """Return what the owner reads after creating or changing an event: the date, the next three of a series, where."""
    rows: list[Spans] = [text(said, " ", Bold(plan.event.title), ", ", span(plan.shown, now), ".")]
    rows += [note or "", *_series(plan, now, language), *met(plan.beside, now), _told(plan)]
    file = ((file_button(plan.event),),) if plan.event.state is EventState.ACTIVE else ()
    return Reply(lines(*rows), buttons=(owner_buttons(plan.event), *file))


def _series(plan: Plan, now: datetime, language: str) -> tuple[Phrase, ...]:
    event = plan.event
    if event.rule is None:
        return ()
    coming = joined_by("; ", [date.moment(now) for date in plan.coming])
    return (
        Phrase("Serie: {rule}.", rule=rhythm(event, event.rule, plan.here, language)),
        Phrase("Die nächsten Termine: {dates}.", dates=coming),
    )


def _told(plan: Plan) -> Phrase:
    told = ", ".join(f"{place.name} ({str(place.address.platform).capitalize()})" for place in plan.places)
    if told:
        return Phrase("Angekündigt wird in: {places}.", places=told)
    return Phrase("Angekündigt wird nirgends, weil kein Ort dafür eingerichtet ist. In /termine steht es trotzdem.")


def mine(shown: Sequence[Occurrence], page: int, now: datetime, *, decides: bool = False) -> Reply | None:
    """Return a page of the events that somebody may change, with the buttons for it; None where there are none.

    Who `decides` on proposals gets the way to each as well.
    """
    if not shown:
        return None
    pages = -(-len(shown) // OWN_PAGE)
    page = min(page, pages - 1)
    here = shown[page * OWN_PAGE : (page + 1) * OWN_PAGE]
    rows = [_row(one, now) for one in here]
    buttons = tuple((*owner_buttons(one.event, with_title=True), *_check(one.event, decides)) for one in here)
    return Reply(
        lines(Phrase("Diese Termine kannst du ändern:"), *rows), buttons=(*buttons, *paging("event.mine", page, pages))
    )


def _row(one: Occurrence, now: datetime) -> Spans:
    row = text("• ", one_line(one.event.title, 80), ": ", one.moment(now))
    return text(row, " (", Phrase("Vorschlag"), ")") if one.event.state is EventState.PROPOSED else row


def _check(event: Event, decides: bool) -> tuple[Button, ...]:
    if not decides or event.state is not EventState.PROPOSED:
        return ()
    label = Phrase("Prüfen: {title}", title=one_line(event.title, 40))
    return (Button(label, Call("event.proposal", {"event": str(event.id)})),)


def is_cancelled(event: Event) -> Reply:
    """Return what the one reads who cancelled an event, with the way to take it back."""
    back = Button(Phrase("Zurücknehmen"), Call("event.restore", {"event": str(event.id)}))
    words = Phrase("{title} ist abgesagt. Alle Karten zeigen es, und alle erfahren es.", title=event.title)
    return Reply((words,), buttons=((back,),))
