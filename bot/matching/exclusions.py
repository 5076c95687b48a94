"""Which stretches of a post name a skill without asking for it, each by one rule.

denied   "kein WordPress", "ohne Backend", "nicht Wix", "statt PHP", and behind it: "Code brauch ich nicht"
present  "Logo haben wir schon", "Backend steht schon", "das machen wir selbst", "Druck übernimmt der Verlag"
own      "Ich bin selbst Entwickler (Python)", "Als Fotografin suche ich", "Webagentur sucht Texter", "unser SEO-Team"
offered  "Ich biete Webdesign an", "Suche Aufträge als Texterin"

Every stretch but an offer ends where a request begins: "Ich bin Texterin und suche jemanden für Fotos". Sentences are
in small letters; a stretch is no longer than `_REACH`, which is more than anybody writes without a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.matching.phrases import phrases, spelled_out
from bot.matching.requests import REQUEST, offers, request_at

_REACH = 120

_SENTENCE_END = re.compile(r"(?<=[!?…])\s+|(?<=[^\W\d]\w[.])\s+|(?<=[)\"“”][.])\s+|[\n;]+")
_CLAUSE_END = re.compile(r"[,.;:!?()\n]|\s[–—-]\s|\s(?:aber|sondern|but|doch|denn|weil|lieber|jedoch)\s")
_OWN_END = re.compile(r"[,;!?\n]|[.](?:\s|$)|\s[–—-]\s|\s(?:aber|but|doch)\s")
_DENIED_LIST = re.compile(r"[\w.+#-]+(?:(?:\s(?:und|oder|and|or|noch)\s|/)[\w.+#-]+){0,5}")

_DENIED_BEFORE = phrases(
    "kein(e[nrms]?)?(?! (ahnung|erfahrung|zeit|lust|kapazität*|problem|muss|plan|idee)\\b)",
    "ohne|statt|anstatt|anstelle( von)?|weder|weg von",
    "no(?! (problem|idea|clue|time|experience|matter|need)\\b)|without|instead of|rather than",
)
_NOT = phrases(
    "nicht(?! (nur|zuletzt|zwingend)\\b)( (mit|in|auf|als|per|für|noch|wieder|schon wieder))?",
    "(not(?! (only|just)\\b)|never)( (with|in|an?|the))?",
)
_DENIED_BEHIND = phrases(
    "bitte nicht|nein,? danke|kommt nicht in frage|(soll|muss|kann) (\\w+ )?weg",
    "(brauch|benötig)* ((ich|wir|es) )?(\\w+ )?nicht",
    "(will|wollen|möcht*) ((ich|wir) )?(\\w+ )?nicht",
    "nicht (nötig|notwendig|erforderlich|gewünscht|gefragt|gewollt)",
    "(not|isn't|is not) (needed|required|wanted)",
)
_DENIED_ALONE = re.compile(r"(?:^|(?<=[,.;:!?] ))[\w.+#/-]{1,40} nicht(?=[,.;!?]|$)")
_PRESENT = phrases(
    "(hab|habe|haben) (ich|wir)|(ich|wir) (hab|habe|haben) (schon|bereits|selbst|selber)",
    "(erledigen|liefern|betreuen|schreiben|schneiden|stellen|können|übernehmen) wir (selbst|selber|intern|bei|zu)",
    "machen wir|mache? ich|übernimmt(?! (das|die|den|uns|mir)\\b)",
    "(steht|stehen|läuft|laufen|gibt es|existiert) (schon|bereits)|vorhanden",
    "(schon|bereits) (da|fertig|gemacht|gestaltet|erledigt|versorgt)",
    "(in|ist|sind|liegt|liegen) (\\w+ )?fertig(?! (sein|werden)\\b)",
    "we (already )?have|already (have|done|there|exists?)|in-?house",
)
_OWN = phrases(
    "ich bin|wir sind|bin (selbst|selber)|ich arbeite als|(ich )?mache|hauptberuflich",
    "i am|i'm|we are|we're",
)
_OWN_HOUSE = phrases(
    "(unser*|mein*|our|my) (\\w+e[nrs]? )?[\\w&+/-]{1,40}[- ]?"
    "(agentur|studio|büro|firma|team|laden|kanzlei|unternehmen|betrieb|verlag|abteilung|agency|company"
    "|stammtisch|meetup|treffen|gruppe|verein)"
)
_OWN_IN_BRACKETS = phrases("(ich|wir|kund*|firma|startup|unternehmen|verein|agentur|team|büro) \\([^)]{1,80}")
_OWN_AS = re.compile(spelled_out(r"(?:^|[,.] ?)\W{0,3}als [^,.;:!?]{1,80}?(?=\b(?:such|brauch|benötig))"))
_OWN_SUBJECT = re.compile(
    spelled_out(r"\W{0,3}(?!(?:für|zur|zum|im|in|bei|wer|ab|aus|wegen|mit)\b)[^,.;:!?]{0,120}?(?=\bsucht\b)")
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a text begins and ends; a line is a sentence too."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def excluded(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a sentence whose skills are not asked for."""
    if offers(sentence) and request_at(sentence) is None:
        yield 0, len(sentence)
    yield from _denied(sentence)
    for present in _PRESENT.finditer(sentence):
        yield _until_request(sentence, *_clause(sentence, present.start()))
    yield from _own(sentence)


def _denied(sentence: str) -> Iterator[tuple[int, int]]:
    for denial in _DENIED_BEFORE.finditer(sentence):
        yield _until_request(sentence, denial.end(), _end(_CLAUSE_END, sentence, denial.end()))
    for denial in _NOT.finditer(sentence):
        listed = _DENIED_LIST.match(sentence, denial.end() + 1)
        yield denial.end(), listed.end() if listed else denial.end()
    for denial in _DENIED_BEHIND.finditer(sentence):
        yield _clause(sentence, denial.start())
    yield from (denial.span() for denial in _DENIED_ALONE.finditer(sentence))


def _own(sentence: str) -> Iterator[tuple[int, int]]:
    for own in _OWN.finditer(sentence):
        yield _until_request(sentence, own.start(), _end(_OWN_END, sentence, own.end()))
    for rule in (_OWN_AS, _OWN_HOUSE, _OWN_IN_BRACKETS):
        yield from (match.span() for match in rule.finditer(sentence))
    if subject := _OWN_SUBJECT.match(sentence):
        yield subject.span()


def _clause(sentence: str, at: int) -> tuple[int, int]:
    """Return where the clause around a position begins and ends."""
    start = max(0, at - _REACH)
    for end in _CLAUSE_END.finditer(sentence, start, at):
        start = end.end()
    return start, _end(_CLAUSE_END, sentence, at)


def _end(mark: re.Pattern[str], sentence: str, start: int) -> int:
    """Return where the stretch that begins here ends."""
    end = mark.search(sentence, start, start + _REACH)
    return end.start() if end else min(len(sentence), start + _REACH)


def _until_request(sentence: str, start: int, end: int) -> tuple[int, int]:
    request = REQUEST.search(sentence, start, end)
    return (start, request.start()) if request else (start, end)
