"""Whether a sentence asks for somebody: the words of asking, and what looks like asking and is none.

A sentence asks when a request word stands in it, unless what is sought is work for oneself ("suche neue Aufträge"),
a thing or advice ("suche eine Wohnung", "brauche kurz Rat"), or it asks whether something is needed at all ("Brauche
ich dafür Docker?"). All sentences here are in small letters.
"""

from __future__ import annotations

import re

from bot.matching.phrases import phrases

_HERE = "(von euch |hier |da |vielleicht |zufällig )"
_PERSON = "(jemand*|wen|ein(e|en|er)?|gute*|leute)"
REQUEST = phrases(
    "auf der suche nach",
    "(?<!die )(?<!der )(?<!eine )(?<!unsere )(?<!meine )(?<!zur )such(e|en)?",
    "sucht(?! (noch )?(jemand|wer|ihr)\\b)",
    "gesucht",
    "brauch(e|en)?|bräuchten?|benötig(e|en|t)",
    "braucht …('?ne|'?nen|eine?n?|neue*|jemand*|wen|hilfe|unterstützung)",
    f"wer {_HERE}?(kann|könnte|mag|macht|hilft|unterstützt|übernimmt|programmiert|baut|erstellt|entwickelt)",
    f"wer {_HERE}?(gestaltet|entwirft|schreibt|textet|übersetzt|dolmetscht|illustriert|zeichnet)",
    f"wer {_HERE}?(fotografiert|filmt|schneidet|produziert|moderiert|prüft|betreut|repariert)",
    f"wer {_HERE}?(hat|hätte) …(zeit|lust|kapazität*|gemacht)",
    f"kennt {_HERE}?(jemand|wer|ihr|einer) …{_PERSON}",
    f"kennt sich {_HERE}?(jemand|wer)",
    f"wer {_HERE}?kennt (sich {_HERE}?(mit|aus)|jemand*|wen|eine?n? (gute*|fähige*))",
    f"(hat|hätte) {_HERE}?(jemand|wer) …(zeit|lust|kapazität*|interesse)",
    f"(kann|könnte) (mir |uns )?{_HERE}?(jemand|wer)|könnt ihr …(jemanden|wen)",
    "jemand (hier|da|dabei),? (der|die|mit)|(ist|gibt es|gibt's) (hier|da) jemand*",
    "zu vergeben|abzugeben|gebe ab",
    "looking (for|to hire)|searching for|in search of|hiring|seeking",
    "(i|we|still|urgently|really|and|team|company|client) needs?|needs? (an?|someone|somebody|help)",
    "(?<!i )(?<!we )(?<!always )wanted(?! to\\b)",
    "any(one|body) (here |around )?(doing|who|available|able|can|could|free|up for)",
    "(can|could) (anyone|anybody|someone|somebody)|who can|is there (anyone|someone)",
    "knows? (anyone|someone|an? good)",
)
_NO_REQUEST = phrases(
    "(hab|habe|haben|hatte|hatten|lange|ewig) ([^,.;:!?]{0,60} )?gesucht",
    "(don't|do not|no|never|do i|you|you'll) need|hiring (freeze|process)",
    "sagen|erklären|erklärt|tell me|explain|(lust|interesse|bock) (auf|an)",
    "wer macht (noch |alles )?mit|wer braucht|such(e|en)? (euch|dir|ihm)",
    "(braucht|sucht) (noch |hier )?(jemand|wer|ihr|einer)",
    "(falls|wenn) (ihr|jemand|wer|du) [^.!?]{0,60}\\b(such|brauch)*",
)
_ASKS_WHETHER_NEEDED = re.compile(r"\W*brauch(?:en?|t) (?:ich|wir|man|ihr|es)\b")

_WORK = (
    "(auftrag|aufträgen?|projekten?|projekt|jobs?|stellen?|kunden|kundschaft|arbeit|beschäftigung|festanstellung"
    "|praktikum*|ausbildung*|nebenjobs?|minijobs?|[\\w-]{0,20}stelle|herausforderung*|mandate"
    "|kooperation*|work|projects?|gigs?|clients?|opportunit*|positions?|roles?|internship|challenge*|contracts?)"
    "(?![\\w-]| manag| lead| coordinat| assist)"
)
_THING = (
    "([\\w-]{0,30}(wohnung|zimmer|platz|kamera|buch|bücher|kurse?|tutorials?|plugins?|themes?|templates?|vorlagen?"
    "|software|tools?|lizenz|lizenzen)|büro|atelier|proberaum|auto|fahrrad|mitfahrgelegenheit|objektiv|stativ|mikrofon"
    "|drohne|laptop|rechner|computer|drucker|bildschirm|grafikkarte|hardware|programm|alternativen?|beispiele?"
    "|anleitung|fehler|bug|lösung|möglichkeit|weg|ideen?|tipps?|rat|ratschlag|ratschläge|feedback|meinung|meinungen"
    "|infos?|informationen|empfehlung|empfehlungen|babysitter|babysitterin|putzhilfe|nachmieter|nachmieterin"
    "|probanden|testpersonen|teilnehmer|freunde|meetup|stammtisch|urlaub|kaffee|pause|zeit|geld|books?|courses?|flat"
    "|room|break|coffee|vacation|advice|recommendations?)(?![\\w-]| entwickl| develop| engineer| architek| test)"
)
_SEEK = "(such*|auf der suche nach|looking for|searching for|seeking|need|brauch(e|en)?|benötig*|kennt \\w+)"
_BETWEEN = (
    "((?!jemand|wen\\b|leute|person|für\\b)"
    "(\\w+(e|en|er|es)|noch|nach|kurz|mal|erstmal|erst|nur|dringend|gerade|aktuell|ein"
    "|an?|any|some|new|my|next|more) ){0,4}"
)
_SEEKS_WORK = phrases(
    f"{_SEEK} {_BETWEEN}{_WORK}",
    f"such*\\b[^,.;!?]{{0,50}}\\b(neue|weitere|spannende|freie|interessante)* {_WORK}",
)
_SEEKS_A_THING = phrases(f"{_SEEK} {_BETWEEN}{_THING}", f"{_THING} …(gesucht|empfehl*)")

_OFFER = phrases(
    "biete|wir bieten [^.!?]{0,80}\\ban|wir bieten (euch|dir)",
    "ich (helfe|unterstütze|übernehme|mache) (euch|dir|gern*|auch)",
    "stehe? (euch |gern* )?zur verfügung|(freie|noch) kapazität*|kapazität* frei",
    "bin …(verfügbar|frei)",
    "i('m| am) [^.!?]{0,60}\\bavailable|i (offer|can help)|available (for|from|to)|open (for|to) work",
)
_DONE = phrases(
    "(hat|haben) sich …(erledigt|gefunden)",
    "(ist|sind|schon|bereits|wurde) (\\w+ )?(erledigt|vergeben|besetzt)",
    "(jemanden|wen|someone|somebody) gefunden|fündig geworden|danke an alle",
    "(found|hired) (someone|somebody)|no longer (needed|looking)",
    "(position|role|job) (is |has been )?(filled|taken|closed)",
)
_DONE_FIRST = re.compile(r"\W*(?:update\W+)?erledigt\b")
_SOMEBODY = phrases(
    "jemand*|wen|wer|leute|hilfe|unterstützung|profis?|someone|somebody|anyone|anybody|help|support|who"
    "|hiring|verstärkung|vertretung|team|kolleg*|freelancer*|freiberufler*|fachleute|expert*"
)


def request_at(sentence: str) -> int | None:
    """Return where the first request word of a sentence stands, or None where it asks for nobody."""
    request = REQUEST.search(sentence)
    if request is None or _ASKS_WHETHER_NEEDED.match(sentence) or _OFFER.search(sentence, 0, request.start()):
        return None
    if any(rule.search(sentence) for rule in (_NO_REQUEST, _SEEKS_WORK, _SEEKS_A_THING)):
        return None
    return request.start()


def offers(sentence: str) -> bool:
    """Say whether a sentence offers work, or seeks it for the one who writes."""
    return _OFFER.search(sentence) is not None or _SEEKS_WORK.search(sentence) is not None


def is_done(post: str) -> bool:
    """Say whether a post tells that what it asked for has been found."""
    return _DONE.search(post) is not None or _DONE_FIRST.match(post) is not None


def means_somebody(sentence: str) -> bool:
    """Say whether a sentence speaks of a person or of help, whatever for."""
    return _SOMEBODY.search(sentence) is not None
