"""The signs by which a post asks for somebody or not: one table, each with small whole points and a sentence.

What asks clearly shows more than one sign, and what only chats about work shows some as well; so they are added up,
each once however often it stands there, and a post asks that reaches `ENOUGH`. Its single words have a say as well:
what sounds like a request needs less, what sounds like chat more (`tone`).

The phrases of a sign stand in signs.txt under "sign" and its name; those that no words show but the form of a post are
seen by `requests.py`, and some count in long posts alone (`OF_LONG`). The points were chosen by counting how often a
sign stands in posts that ask and how often in others; nothing else of them is learned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from bot.matching.rules.alternatives import Rules
from bot.matching.rules.rulebook import rules, several

_RULE: Final = "sign "  # before the name of a sign in the file of phrases


class Sign(NamedTuple):
    """A sign with its points, below zero against a request, and what it says to a person."""

    points: int
    says: str


ENOUGH: Final = 10
SIGNS: Final[dict[str, Sign]] = {
    "request": Sign(10, "Ein Satz bittet um jemanden und nennt, wofür."),
    "request near": Sign(8, "Ein Satz bittet um jemanden, ein anderer nennt, wofür."),
    "weak request": Sign(4, "Ein Satz sagt, was gewollt ist oder werden soll."),
    "somebody does": Sign(2, "Gefragt ist, wer etwas macht."),
    "can anybody": Sign(3, "Gefragt ist, ob jemand etwas kann."),
    "who has time": Sign(3, "Gefragt ist, wer Zeit oder Lust hat."),
    "a person who": Sign(4, "Es geht um jemanden, der etwas kann oder macht."),
    "wants somebody": Sign(1, "Ein Mensch ist gesucht, gebraucht oder gewünscht."),
    "help with it": Sign(1, "Hilfe bei etwas Bestimmtem ist gesucht."),
    "somebody here": Sign(3, "Hier soll sich jemand finden."),
    "work is given": Sign(7, "Ein Auftrag ist zu vergeben oder abzugeben."),
    "offers are asked": Sign(9, "Angebote oder ein Preis sind erbeten."),
    "pay": Sign(4, "Von Bezahlung ist die Rede."),
    "will pay": Sign(5, "Bezahlung ist zugesagt."),
    "particulars": Sign(1, "Bei einer Arbeit ohne Verb stehen Menge, Zeit, Ort oder für wen."),
    "no verb": Sign(1, "Der Text hat kein Verb."),
    "key words": Sign(1, "Eine Arbeit und Stichworte dazu stehen da."),
    "work for what": Sign(1, "Der Text beginnt mit einer Arbeit und sagt, wofür."),
    "when": Sign(1, "Eine Zeit oder Frist steht da."),
    "client": Sign(3, "Eine Firma, ein Verein oder ein Amt ist genannt."),
    "unable": Sign(3, "Jemand kann etwas nicht und fragt, wer es kann."),
    "trouble": Sign(2, "Mit etwas, das da ist, geht etwas schief."),
    "amount": Sign(4, "Der Umfang der Arbeit steht da."),
    "urgent": Sign(4, "Es eilt."),
    "infinitive": Sign(5, "Da steht nur, was zu tun ist, ohne wer es tut."),
    "form": Sign(4, "Aufgabe, Dauer, Ort oder Geld stehen da wie in einem Formular."),
    "answer": Sign(1, "Man soll sich melden."),
    "you who can": Sign(4, "Angesprochen ist, wer es kann."),
    "lack": Sign(4, "Jemand oder etwas fehlt, fällt aus oder wird nicht bewältigt."),
    "would be fine": Sign(2, "Es wäre schön, wenn es jemand machte."),
    "our thing": Sign(4, "Es geht um etwas, das uns gehört."),
    "handover": Sign(3, "Etwas soll aus der Hand oder gerettet werden."),
    "no subject": Sign(4, "Die Arbeit steht ohne Satz da, der etwas erzählt."),
    "trade alone": Sign(6, "Hinter einem Satz steht ein Beruf mit Stichworten, ohne Verb."),
    "trade for a purpose": Sign(2, "Der Text beginnt mit einem Beruf und sagt, wofür."),
    "opens with it": Sign(2, "Der Text beginnt mit der Arbeit."),
    "works listed": Sign(2, "Der Text zählt auf, was gesucht ist."),
    "several skills": Sign(2, "Mehrere Skills sind genannt."),
    "several sentences": Sign(3, "Mehrere Sätze nennen Skills."),
    "work named": Sign(1, "Eine Arbeit ist genannt, nicht nur ein Werkzeug."),
    "task named": Sign(2, "Was zu tun ist, steht neben dem Skill."),
    "question": Sign(2, "Der Text fragt etwas."),
    "terms": Sign(2, "Bedingungen stehen da, wie sie nennt, wer etwas vergibt."),
    "there already": Sign(3, "Was schon da ist oder nicht gewollt wird, steht dabei."),
    "given": Sign(1, "Es steht da, was gestellt wird oder fertig ist."),
    "wanted": Sign(5, "Ein langer Text sagt, was gewollt ist oder geschehen soll."),
    "ad": Sign(6, "Ein langer Text hat Überschriften wie eine Anzeige: Aufgaben, Anforderungen."),
    "your part": Sign(4, "Ein langer Text sagt, was du machst oder wie ihr euch die Arbeit teilt."),
    "much given": Sign(3, "Ein langer Text sagt von dreierlei, dass es da ist oder nicht gewollt wird."),
    "how to apply": Sign(4, "Ein langer Text sagt, wie man sich bewirbt oder wohin ein Angebot geht."),
    "quoted": Sign(-6, "Die Bitte steht in Anführungszeichen, als Worte von jemand anderem."),
    "means another": Sign(-4, "Was nach einer Bitte klingt, meint etwas anderes."),
    "asks for advice": Sign(-2, "Gesucht ist ein Rat."),
    "asks for need": Sign(-1, "Die Frage ist, ob etwas nötig ist."),
    "seeks a thing": Sign(-3, "Gesucht ist eine Sache."),
    "wants nobody": Sign(-20, "Es steht da, dass niemand mehr gesucht ist."),
    "asked to offer": Sign(-20, "Gefragt wird nur, um sich selbst anzubieten."),
    "hearsay": Sign(-14, "Ein Witz, eine Studie oder eine Warnung wird weitererzählt."),
    "another trade": Sign(-20, "Gesucht ist jemand von einem anderen Gewerk: zum Putzen, Streichen, für den Garten."),
    "done": Sign(-5, "Es hat sich schon erledigt."),
    "done first": Sign(-20, "Der Text beginnt oder endet damit, dass es sich erledigt hat."),
    "event": Sign(-5, "Eine Veranstaltung ist angekündigt."),
    "long": Sign(-4, "Der Text ist lang und hat darum von allem etwas."),
    "only tools": Sign(-2, "Nur ein Werkzeug ist genannt, keine Arbeit."),
    "long tale": Sign(-12, "Ein langer Text ohne Bitte bietet etwas an, erzählt von sich oder kündigt etwas an."),
    "far request": Sign(-3, "Die Bitte steht fern von dem, was genannt ist."),
    "advice question": Sign(-9, "Die Frage ist eine nach Rat oder Meinung."),
    "own search": Sign(-10, "Wer schreibt, sucht eine Stelle oder Kundschaft."),
    "thing sought": Sign(-6, "Eine Sache ist gesucht, zu leihen oder zu verkaufen."),
    "gratis": Sign(-3, "Es geht um etwas ohne Geld oder um ein Hobby."),
    "together": Sign(-2, "Es geht ums gemeinsame Lernen oder Üben."),
    "come along": Sign(-14, "Gesucht ist, wer mitlernt oder mitkommt."),
    "another tells": Sign(-3, "Die Worte von jemand anderem werden erzählt."),
    "offers self": Sign(-5, "Wer schreibt, bietet sich an."),
    "tells of self": Sign(-2, "Wer schreibt, erzählt von sich."),
    "settled": Sign(-4, "Etwas ist vergeben oder nicht mehr aktuell."),
    "opinion": Sign(-5, "Eine Meinung oder ein Spaß steht da."),
    "past": Sign(-3, "Erzählt wird von Vergangenem."),
    "told perfect": Sign(-1, "Erzählt wird, was geschehen ist."),
    "theme": Sign(-2, "Es klingt nach einer Überschrift oder einem Ausruf."),
    "news": Sign(-5, "Eine Neuigkeit, ein Kurs oder ein Link steht da."),
    "price": Sign(-2, "Ein bloßer Preis ist auch ein Gesprächsstoff."),
    "looks back": Sign(-14, "Ein langer Text blickt zurück oder dankt allen, die dabei waren."),
    "own work": Sign(-14, "Ein langer Text sagt, was jemand anbietet und wann Zeit dafür ist."),
    "reports": Sign(-14, "Ein langer Text berichtet wie eine Zeitung."),
    "asks around": Sign(-14, "Ein langer Text fragt nach Meinungen und Erfahrungen."),
    "way in": Sign(-12, "Ein langer Text lädt ein: mit Eintritt oder Anmeldung."),
    "telegraph": Sign(-2, "Ein Erlebnis steht im Telegrammstil da."),
}

# Signs that count only in sentences that ask for nobody: "Früher machten wir es selbst, heute suchen wir jemanden".
TELLING: Final = frozenset({"past", "tells of self"})

# Signs of which short posts have too few words: there "soll" and "danke an" say nothing yet.
OF_LONG: Final = frozenset({
    "wanted", "ad", "your part", "much given", "how to apply", "looks back", "own work", "reports", "asks around",
    "way in",
})  # fmt: skip

# What signs say nothing beside others: "Welches CRM, und wer baut es?" asks who does it, "Hat jemand Erfahrung mit
# COBOL? Umfang 40 Tage" gives work. "Suche gebrauchte Kamera. Zahle fair" asks for no work. Of thanks, an offer, a
# report, a question around and an invitation in a long post each is nearly enough, so the first of them counts alone.
OVERRULED: Final[dict[str, frozenset[str]]] = {
    "advice question": frozenset({"somebody does"}),
    "asks for advice": frozenset({"somebody does", "amount", "work is given"}),
    "request near": frozenset({"thing sought"}),
    "wants nobody": frozenset({"request"}),
    "hearsay": frozenset({"somebody does"}),
    "come along": frozenset({"request"}),
    "another trade": frozenset({"request", "request near", "work is given", "offers are asked"}),
    "own work": frozenset({"looks back"}),
    "reports": frozenset({"looks back", "own work"}),
    "asks around": frozenset({"looks back", "own work", "reports"}),
    "way in": frozenset({"looks back", "own work", "reports", "asks around"}),
}


def seen_in(signs: str, told: Sequence[str], *, is_long: bool) -> Iterator[str]:
    """Yield the signs whose words stand in a post; what only tells counts in `told`, sentences that ask for nobody."""
    for name, rule in _phrased().woken(signs):
        if (
            (is_long or name not in OF_LONG)
            and rule.search(signs)
            and (name not in TELLING or any(map(rule.search, told)))
        ):
            yield name


def points(names: Collection[str]) -> int:
    """Return what these signs weigh together."""
    return sum(SIGNS[name].points for name in names)


@cache
def _phrased() -> Rules:
    """Return the rules of the signs that have phrases, by the signs."""
    return several({name: _RULE + name for name in SIGNS if _RULE + name in rules()})
