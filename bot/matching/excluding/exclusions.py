"""Which skills a post names without asking for them, each by a rule with a name.

denied    "kein WordPress", "nicht Wix", "statt PHP", and behind it: "Code brauch ich nicht", "das Joomla soll weg"
taken     "Backend steht schon", "die Moderation ist vergeben"
later     "Untertitel folgen im nächsten Jahr", "Shop? Frühestens 2029"
there     "Logo haben wir schon", "API ist vorhanden": what is to be worked on or with stays where it is a technology
self      "das machen wir selbst", "Anekdoten liefere ich", not "du machst das selbst"
others    "Druck übernimmt der Verlag", "um die Cloud kümmert sich das Web-Team", "die Übersetzung geht an ein Büro"
own       "Ich bin selbst Entwickler (Python)", "Als Fotografin suche ich", "Webagentur sucht Texter"
beside    "unsere UX-Designerin", "in Abstimmung mit der Grafikagentur", "unser Angular-Team"
whose     "Website für eine Fotografin", "Verträge mit Illustratorinnen"
purpose   "ein Bot, der Bestellungen annimmt": what a thing does once it is there
topic     "Blogartikel über SEO", "Logo für einen Podcast", "Podcast-Logo", "Übersetzung unserer Website"
field     "Medizintechnik", "unser Gartenbau": a trade that customers have too, where nobody for it is sought
channel   "schreibt mir auf LinkedIn", "Angebote an die Projektleitung"
offered   "Ich biete Webdesign an", "Suche Aufträge als Texterin"
about     what stands under "Über uns:" or "Was du nicht brauchst:"

Most of this is said by a clause (`clauses`); what a phrase says before or behind a name stands in `rules.txt`.
Each stretch but an offer ends where a request begins: "Ich bin Texterin und suche jemanden für Fotos".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import Final

from bot.matching.asking.requests import asks, offers
from bot.matching.excluding.asked_back import asked_back
from bot.matching.excluding.clauses import Stretch, is_said_of_a_person, told
from bot.matching.excluding.teaching import is_subject
from bot.matching.excluding.worked_on import without_topics
from bot.matching.naming.entries import Kind
from bot.matching.posts.post import Named, Post, about, clause
from bot.matching.posts.sections import is_heading_word
from bot.matching.rules.alternatives import Rule, Rules
from bot.matching.rules.rulebook import rules, several

_BEFORE: Final = "before "
_SHORT_QUESTION: Final = 3  # signs
_WITH_A_SUBJECT: Final = ("others", "self", "taken", "there")
_OF_A_TEAM: Final = ("others", "self")
# What only looks so: "Der Shop druckt kein Etikett", "möchten wir vergeben", "ein Bot, der selbst antwortet".
_UNLESS: Final = {"denied": "works not", "taken": "to be given", "self": "does so itself"}
# What gives way to another rule: a purpose to any, and what is there to a denial: "…, da will ich nie wieder hin".
_YIELDING: Final = {"denied": ("purpose", "there")}
_YIELDING_TO_ALL: Final = ("purpose",)
_WITH_BOTH: Final = ("denied", "taken", "self", "others", "offered")
_BEHIND: Final = "behind "
_IN_TROUBLE: Final = frozenset({"denied", "others", "own", "channel"})  # rules that a complaint only looks like
_OF_ONES_OWN_WORK: Final = frozenset({"self", "there", "taken"})


def without_excluded(post: Post) -> tuple[Named, ...]:
    """Return what a post names, with the rule that ignores it where one does."""
    ignored: dict[int, str] = {}
    is_replacing = rules()["replacement"].search(post.signs) is not None
    named: dict[int, set[int]] = defaultdict(set)  # of each sentence, counted from its start
    for one in post.named:
        places = {one.first} if one.hit.other < 0 else {one.first, post.at[one.hit.other]}
        named[one.sentence].update(place - post.sentences[one.sentence].start for place in places)
    for number in sorted(named):
        sentence = post.sentences[number]
        for stretch in _stretches(sentence.signs, sentence.section, is_replacing, named[number]):
            why = stretch.why if stretch.why != "likewise" else ignored.get(sentence.start + stretch.start - 2, "")
            for place in range(sentence.start + stretch.start, sentence.start + stretch.end) if why else ():
                if ignored.get(place, "purpose") in _YIELDING.get(why, _YIELDING_TO_ALL):
                    ignored[place] = why
    return asked_back(
        post, tuple(without_topics(post, [_marked(post, one, _why(post, one, ignored)) for one in post.named]))
    )


def _why(post: Post, one: Named, ignored: Mapping[int, str]) -> str:
    """Return the rule that ignores a name; one of two words that stand apart goes with either of them."""
    other = ignored.get(post.at[one.hit.other], "") if one.hit.other >= 0 else ""
    why = ignored.get(one.first, "")
    if one.hit.other >= 0 and "own" in (why, other) and why != other:
        return ""  # "Unser Blog braucht zwei Artikel": who asks is one of the two words
    is_verb = post.words.words[one.hit.first].text[0].islower()  # "Für die Doku brauchen wir eine Redakteurin"
    return why or (other if other in _WITH_BOTH or (other == "purpose" and is_verb) else "")


def _marked(post: Post, one: Named, why: str) -> Named:
    """Return a name as ignored; a technology that is there already may be what the work is done on, or for."""
    if why == "topic" and is_subject(post, one):
        return one
    if why == "purpose" and (one.hit.kind is not Kind.WORK or one.hit.is_role):
        return one
    is_thing = one.hit.kind in (Kind.TOOL, Kind.TECH) and not one.hit.is_role
    if why in _IN_TROUBLE and is_thing and _is_in_trouble(post, one):
        return one
    if why in _OF_ONES_OWN_WORK and is_thing and _looks_bad(post, one):
        return one
    is_used = is_thing and (why == "there" or (why == "taken" and one.hit.kind is Kind.TOOL))
    return one.weighing("there") if is_used else one.left_out(why)


def _looks_bad(post: Post, one: Named) -> bool:
    """Say whether a complaint stands behind what the writer made: "bei Wix zusammengeklickt, sieht auch so aus"."""
    sentence = post.sentences[one.sentence]
    return rules()["looks bad"].search(sentence.signs, one.first - sentence.start) is not None


def _is_in_trouble(post: Post, one: Named) -> bool:
    """Say whether the clause around a name tells what goes wrong: "Im SharePoint findet kein Mensch mehr was"."""
    sentence = post.sentences[one.sentence]
    first, last = clause(sentence.signs, one.first - sentence.start, one.last - sentence.start)
    return rules()["trouble"].search(sentence.signs, first, last) is not None


def _stretches(sentence: str, section: str, is_replacing: bool, named: Set[int]) -> Iterator[Stretch]:
    if offers(sentence) and not asks(sentence):
        yield Stretch(0, len(sentence), "offered")
        return
    if section == "section about" or (section and is_heading_word(sentence)):
        yield Stretch(0, len(sentence), "about")
    for why, rule in _told(_BEFORE).woken(sentence):
        if not (is_replacing and why == "beside"):
            yield from _before(sentence, why, rule, named)
    yield from told(sentence)
    for why, rule in _told(_BEHIND).woken(sentence):  # likewise comes last, when all before it are known
        yield from _behind(sentence, why, rule)


@cache
def _told(where: str) -> Rules:
    """Return the rules that stand before a skill or behind it, by what they say."""
    return several({name.removeprefix(where): name for name in rules() if name.startswith(where)})


def _before(sentence: str, why: str, rule: Rule, named: Set[int]) -> Iterator[Stretch]:
    for found in rule.finditer(sentence):
        first, last = _within_brackets(sentence, *about(found))
        if named.isdisjoint(range(first, last)):
            continue
        request = rules()["request"].search(sentence, first + 1, last)
        yield Stretch(first, request.start() if request and why != "offered" else last, why)


def _within_brackets(sentence: str, first: int, last: int) -> tuple[int, int]:
    """Return the same stretch; what brackets say ends with them: "(Shopify, kein WooCommerce) und Produktfotos"."""
    closing = sentence.find(")", first, last)
    is_within = closing >= 0 and sentence.find("(", first, closing) < 0
    return first, closing if is_within else last


def _behind(sentence: str, why: str, rule: Rule) -> Iterator[Stretch]:
    """Yield the clauses that say behind a skill that it is not asked for."""
    for found in rule.finditer(sentence):
        first, last = clause(sentence, found.start(), found.end())
        if why in _WITH_A_SUBJECT and _asks(sentence, first, found.start() + 1):
            continue
        if why in _OF_A_TEAM and rules()["seeks hands"].search(sentence, found.end() - 1):
            continue  # "Wir bauen eine App in Svelte und suchen Verstärkung"
        if why in _OF_A_TEAM and _is_asked_who(sentence, first):
            continue  # "Wer setzt uns den Server auf, stellt eine Firewall davor …?"
        if why == "self" and rules()["done by you"].match(sentence, first):
            continue
        if why in _UNLESS and rules()[_UNLESS[why]].search(sentence, first, last):
            continue
        if sentence[last : last + 1] == "(":  # "Backend steht schon (Laravel)"
            last = max(last, sentence.find(")", last))
        if not rules()["skill"].search(sentence, first, last) and _points_back(sentence, first, why):
            before = _meant_before(sentence, first)
            if why in _WITH_A_SUBJECT and _asks(sentence, before, first):
                continue
            first = before
        request = rules()["request"].search(sentence, found.end(), last)
        yield Stretch(first, request.start() if request else last, why)


def _asks(sentence: str, first: int, last: int) -> bool:
    """Say whether a clause says what somebody is asked for, by its own words or as "jemanden, der …"."""
    return rules()["asking clause"].search(sentence, first, last) is not None or is_said_of_a_person(sentence, first)


def _is_asked_who(sentence: str, first: int) -> bool:
    """Say whether a clause goes on with what "wer" is asked to do before it."""
    return bool(
        rules()["clause goes on"].match(sentence[first:]) and rules()["clause asks who"].search(sentence[:first])
    )


def _points_back(sentence: str, first: int, why: str) -> bool:
    """Say whether a clause speaks of what stands before it: "das muss weg", or the denial of a short question."""
    before = clause(sentence, first - 1, first - 1)[0] if first else first
    is_answer = why == "denied" and 0 < first - before <= _SHORT_QUESTION
    is_of_another = rules()["speaks of another"].match(sentence, first)  # "Plakat, Druck muss nicht sein"
    names_it = is_answer and not is_of_another and rules()["skill"].search(sentence, before, first) is not None
    return names_it or rules()["pronoun"].match(sentence, first) is not None


def _meant_before(sentence: str, first: int) -> int:
    """Return where the nearest clause before begins that names a skill: what "das muss weg" speaks of."""
    start = first
    while start > 0:
        start, _end = clause(sentence, start - 1, start - 1)
        if rules()["skill"].search(sentence, start, first):
            return start
    return first
