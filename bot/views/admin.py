"""What organisers read of `/admin`: terms that no label knows, and what they were assigned to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.skills import Alias, Skill, UnknownTerm
from bot.talk.answers import Button, Call, Reply, Rows, say
from bot.talk.limits import BUTTONS_PER_ROW
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Spans, lines, text

PAGE: Final = 10
SHOWN: Final = 60  # characters of a term
_TO_TERMS: Final = Button(Phrase("Unbekannte Begriffe"), Call("admin.terms"))
_TO_FEEDS: Final = Button(Phrase("Abonnierte Kalender"), Call("feed.liste"))
_TO_BLOCKS: Final = Button(Phrase("Gesperrte"), Call("orga.gesperrte"))
_TO_FIGURES: Final = Button(Phrase("Daraus geworden"), Call("admin.arbeit"))
_TO_ALIASES: Final = Button(Phrase("Zuordnungen"), Call("admin.aliases"))


def menu() -> Reply:
    """Return what organisers can do."""
    return Reply(
        lines(
            Phrase("Für Organisator:innen:"),
            Phrase("Unbekannte Begriffe: was Leute bei /skills schreiben und ich nicht kenne. Du sagst, was es meint."),
            Phrase("Zuordnungen: was schon gesagt ist."),
            Phrase("Abonnierte Kalender: Termine, die ich von anderswo lese."),
            Phrase("Gesperrte: wer keine Aufträge veröffentlichen darf."),
            Phrase("Daraus geworden: aus wie vielen Aufträgen Arbeit wurde, je Monat und ohne Namen."),
        ),
        buttons=((_TO_TERMS, _TO_ALIASES), (_TO_FEEDS, _TO_BLOCKS, _TO_FIGURES)),
    )


def terms(found: Sequence[UnknownTerm], page: int) -> Reply:
    """Return a page of terms, each with *Zuordnen*; one more than fits says that there is another page."""
    here = list(enumerate(found[:PAGE], page * PAGE + 1))
    if not here:
        return say(Phrase("Ich kenne alles, was Leute eingetragen haben."), buttons=((_TO_ALIASES,),))
    rows = [text(f"{at}. ", one_line(term.label, SHOWN), ": ", _people(term.holders)) for at, term in here]
    buttons = [
        Button(Phrase("Zuordnen {number}", number=at), Call("admin.alias", {"begriff": term.key})) for at, term in here
    ]
    turning = _turning("admin.terms", page, more=len(found) > PAGE)
    return Reply(
        lines(Phrase("Diese Begriffe kenne ich nicht:"), *rows), buttons=(*_in_rows(buttons), *turning, (_TO_ALIASES,))
    )


def term(one: UnknownTerm) -> Reply:
    """Return the term that is about to be assigned."""
    return say(Phrase("„{term}“: {people}", term=one_line(one.label, SHOWN), people=_people(one.holders)))


def assigned(one: UnknownTerm, skill: Skill, holders: int, *, undo: bool = False) -> Reply:
    """Return what an assignment did; with `undo` it can be taken back."""
    said = Phrase(
        "„{term}“ zählt jetzt als {skill}: bei {people} geändert.",
        term=one_line(one.label, SHOWN),
        skill=skill.label,
        people=_of_people(holders),
    )
    back = Button(Phrase("Zurücknehmen"), Call("admin.unalias", {"begriff": one.key}))
    return say(said, buttons=(((back,) if undo else ()) + (_TO_TERMS,),))


def known_otherwise(one: UnknownTerm, skill: Skill) -> Reply:
    """Return that a term is known by itself, and so was not assigned to another skill."""
    return say(
        Phrase(
            "„{term}“ kenne ich schon als {skill}. Etwas anderes kann der Begriff nicht heißen. Geändert ist nichts.",
            term=one_line(one.label, SHOWN),
            skill=skill.label,
        ),
        buttons=((_TO_TERMS,),),
    )


def aliases(found: Sequence[Alias], page: int, said: Spans | None = None) -> Reply:
    """Return a page of assignments, each with the way to take it back."""
    page = max(0, min(page, -(-len(found) // PAGE) - 1))
    here = list(enumerate(found, 1))[page * PAGE : (page + 1) * PAGE]
    if not here:
        return Reply(lines(said, Phrase("Es gibt keine Zuordnungen.")), buttons=((_TO_TERMS,),))
    rows = [text(f"{at}. ", one_line(alias.spelling, SHOWN), " → ", alias.label) for at, alias in here]
    buttons = [
        Button(
            Phrase("Zurücknehmen {number}", number=at),
            Call("admin.unalias", {"begriff": alias.key, "seite": str(page)}),
        )
        for at, alias in here
    ]
    turning = _turning("admin.aliases", page, more=(page + 1) * PAGE < len(found))
    return Reply(
        lines(said, Phrase("So sind Begriffe zugeordnet:"), *rows),
        buttons=(*_in_rows(buttons), *turning, (_TO_TERMS,)),
    )


def taken_back(alias: Alias) -> Phrase:
    """Return that an assignment counts no more, and what stays."""
    return Phrase(
        "„{term}“ zählt nicht mehr als {skill}. Was dadurch geändert wurde, bleibt.",
        term=one_line(alias.spelling, SHOWN),
        skill=alias.label,
    )


def _people(count: int) -> Phrase:
    return Phrase("1 Person") if count == 1 else Phrase("{count} Leute", count=count)


def _of_people(count: int) -> Phrase:
    return Phrase("einer Person") if count == 1 else Phrase("{count} Leuten", count=count)


def _in_rows(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[at : at + BUTTONS_PER_ROW]) for at in range(0, len(buttons), BUTTONS_PER_ROW))


def _turning(command: str, page: int, *, more: bool) -> Rows:
    back = (Button(Phrase("Zurück"), Call(command, {"seite": str(page - 1)})),) if page else ()
    on = (Button(Phrase("Weiter"), Call(command, {"seite": str(page + 1)})),) if more else ()
    return ((*back, *on),) if back or on else ()
