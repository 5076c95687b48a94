"""What of a foreign calendar could not be taken over, or why nothing of it was, as sentences for organisers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.errors import FeedUnreadable
from bot.talk.text import Phrase


class Reason(StrEnum):
    """Why something was not taken over."""

    NO_UID = "no uid"
    NO_TITLE = "no title"
    NO_START = "no start"
    PRIVATE = "private"
    DOUBLE = "double"
    ZONE = "zone"
    RULE = "rule"
    LENGTH = "length"
    FOLLOWING = "following"
    ONE_DATE = "one date"
    TOO_MUCH = "too much"


_SENTENCES: Final[Mapping[Reason, Phrase]] = {
    Reason.NO_UID: Phrase("„{event}“ fehlt, denn ohne UID könnte ich den Termin nicht wiedererkennen."),
    Reason.NO_TITLE: Phrase("Ein Termin fehlt, denn er hat keinen Titel: {event}"),
    Reason.NO_START: Phrase("„{event}“ fehlt, denn ich kann nicht lesen, wann der Termin beginnt."),
    Reason.PRIVATE: Phrase("„{event}“ fehlt, denn der Termin ist als privat markiert."),
    Reason.DOUBLE: Phrase("„{event}“ steht mehrfach unter derselben UID. Ich nehme die neueste Fassung."),
    Reason.ZONE: Phrase("„{event}“ fehlt, denn die Zeitzone „{detail}“ kenne ich nicht."),
    Reason.RULE: Phrase("„{event}“ fehlt, denn so eine Serie kann ich nicht führen: {detail}"),
    Reason.LENGTH: Phrase("Bei „{event}“ kann ich nicht lesen, wie lange der Termin dauert."),
    Reason.FOLLOWING: Phrase("„{event}“ ändert sich ab {detail}. Ich übernehme das nur für diesen einen Tag."),
    Reason.ONE_DATE: Phrase("Bei „{event}“ kann ich einen einzelnen Termin nicht lesen: {detail}"),
    Reason.TOO_MUCH: Phrase("„{event}“ fehlt, denn der Termin ist zu umfangreich."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was not taken over: why, of which event (its title or what else names it), and what it was."""

    reason: Reason
    event: str
    detail: str = ""

    def said(self) -> Phrase:
        """Return it as a sentence for organisers; event and detail are the file's own words, made plain."""
        return Phrase(_SENTENCES[self.reason].template, event=self.event, detail=self.detail)


class Refusal(StrEnum):
    """Why a whole file was not read."""

    NO_CALENDAR = "no calendar"
    CUT = "cut"
    TOO_BIG = "too big"
    TOO_DEEP = "too deep"
    TOO_MANY = "too many"
    TOO_COSTLY = "too costly"


_REFUSALS: Final[Mapping[Refusal, Phrase]] = {
    Refusal.NO_CALENDAR: Phrase("Dort steht kein Kalender. Nimm die Adresse, hinter der iCal-Daten liegen (.ics)."),
    Refusal.CUT: Phrase("Der Kalender bricht mittendrin ab."),
    Refusal.TOO_BIG: Phrase("Der Kalender ist größer als 1 MiB."),
    Refusal.TOO_DEEP: Phrase("Der Kalender ist zu tief verschachtelt."),
    Refusal.TOO_MANY: Phrase("Der Kalender hat mehr als 5.000 Termine."),
    Refusal.TOO_COSTLY: Phrase("Der Kalender ist zu aufwendig zu lesen, ich habe abgebrochen."),
}


class Unreadable(FeedUnreadable):
    """A file that is not read, and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(_REFUSALS[refusal])
        self.refusal = refusal
