"""Which skills a post names without asking for them, each by a rule with a name.

denied    "kein WordPress", "nicht Wix", "statt PHP", and behind it: "Code brauch ich nicht", "das Joomla soll weg"
taken     "Backend steht schon", "die Moderation ist vergeben"
later     "Untertitel folgen im nächsten Jahr", "Shop? Frühestens 2029"
there     "Logo haben wir schon", "API ist vorhanden": what is to be worked on or with stays where it is a technology
self      "das machen wir selbst", "Anekdoten liefere ich"
others    "Druck übernimmt der Verlag", "um die Cloud kümmert sich das Web-Team", "die Übersetzung geht an ein Büro"
own       "Ich bin selbst Entwickler (Python)", "Als Fotografin suche ich", "Webagentur sucht Texter"
beside    "unsere UX-Designerin", "in Abstimmung mit der Grafikagentur", "unser Angular-Team"
whose     "Website für eine Fotografin"
purpose   "ein Bot, der Bestellungen annimmt": what a thing does once it is there
topic     "Blogartikel über SEO", "Logo für einen Podcast", "Podcast-Logo", "Übersetzung unserer Website"
field     "Medizintechnik", "unser Gartenbau": a trade that customers have too, where nobody for it is sought
channel   "schreibt mir auf LinkedIn"
offered   "Ich biete Webdesign an", "Suche Aufträge als Texterin"
about     what stands under "Über uns:" or "Was du nicht brauchst:"

Most of this is said by a clause (`clauses`); what a phrase says before or behind a name stands in `rules.txt`.
Each stretch but an offer ends where a request begins: "Ich bin Texterin und suche jemanden für Fotos".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from typing import Final

from bot.matching.alternatives import Rule, Rules
from bot.matching.asked_back import asked_back
from bot.matching.clauses import Stretch, is_said_of_a_person, told
from bot.matching.entries import CODE, Kind, is_language
from bot.matching.parts import TRAININGS
from bot.matching.post import GENERAL, Named, Post, about, clause
from bot.matching.requests import asks, offers
from bot.matching.rulebook import rules, several
from bot.matching.teaching import is_subject
from bot.matching.verbs import is_done

_BEFORE: Final = "before "
_SHORT_QUESTION: Final = 3  # signs
# Who does these works on what somebody else has made, also of the same trade: "Cutter für Hochzeitsfilme".
_WORKING_OVER: Final = frozenset({"Videoschnitt", "Color Grading", "Untertitel", "Lektorat", "Bildbearbeitung"})
# What is put into another form or language stays the same work: "übersetzt eine Broschüre" asks for no brochure.
_TURNING: Final = _WORKING_OVER | {"Übersetzung", "Transkription", "Sprecher"}
_TYPING: Final = frozenset({"Dateneingabe", "Transkription"})
_WITH_A_SUBJECT: Final = ("others", "self", "taken", "there")
_WITH_BOTH: Final = ("denied", "taken", "self", "others", "offered")
_BEHIND: Final = "behind "
_IN_TROUBLE: Final = frozenset({"denied", "others", "own", "channel"})  # rules that a complaint only looks like


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
                if ignored.get(place, "purpose") == "purpose":
                    ignored[place] = why
    return asked_back(
        post, tuple(_without_topics(post, [_marked(post, one, _why(post, one, ignored)) for one in post.named]))
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
    is_used = is_thing and (why == "there" or (why == "taken" and one.hit.kind is Kind.TOOL))
    return one.weighing("there") if is_used else one.left_out(why)


def _is_in_trouble(post: Post, one: Named) -> bool:
    """Say whether the clause around a name tells what goes wrong: "Im SharePoint findet kein Mensch mehr was"."""
    sentence = post.sentences[one.sentence]
    first, last = clause(sentence.signs, one.first - sentence.start, one.last - sentence.start)
    return rules()["trouble"].search(sentence.signs, first, last) is not None


def _stretches(sentence: str, section: str, is_replacing: bool, named: Set[int]) -> Iterator[Stretch]:
    if offers(sentence) and not asks(sentence):
        yield Stretch(0, len(sentence), "offered")
        return
    if section == "section about":
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
        if why == "denied" and rules()["works not"].search(sentence, first, found.end()):
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


def _points_back(sentence: str, first: int, why: str) -> bool:
    """Say whether a clause speaks of what stands before it: "das muss weg", or the denial of a short question."""
    before = clause(sentence, first - 1, first - 1)[0] if first else first
    is_answer = why == "denied" and 0 < first - before <= _SHORT_QUESTION
    names_it = is_answer and rules()["skill"].search(sentence, before, first) is not None
    return names_it or rules()["pronoun"].match(sentence, first) is not None


def _meant_before(sentence: str, first: int) -> int:
    """Return where the nearest clause before begins that names a skill: what "das muss weg" speaks of."""
    start = first
    while start > 0:
        start, _end = clause(sentence, start - 1, start - 1)
        if rules()["skill"].search(sentence, start, first):
            return start
    return first


def _without_topics(post: Post, named: Sequence[Named]) -> Iterator[Named]:
    """Yield what is named; in "Podcast-Logo" or "Logo für einen Podcast" only the logo is to be made."""
    for at, one in enumerate(named):
        why = one.ignored or _why_no_work(post, one, _before_languages(named, at), named[at + 1 :])
        yield one.left_out(why) if why else one


def _before_languages(named: Sequence[Named], at: int) -> Sequence[Named]:
    """Return what the name before one means; a translator's languages belong to it: "Übersetzerin für Türkisch".

    The trade of a customer says nothing: "Wireframes für eine Pflege-App".
    """
    past = at
    while past and named[past - 1].hit.kind is Kind.FIELD and not named[past - 1].hit.is_role:
        past -= 1
    head = past - 1
    while head >= 0 and is_language(named[head].skill, named[head].hit.kind):
        head -= 1
    if head < 0:
        return ()
    if head < past - 1:
        return [replace(named[head], last=named[past - 1].last)]
    return [other for other in named[:past] if (other.first, other.last) == (named[head].first, named[head].last)]


def _why_no_work(post: Post, one: Named, before: Sequence[Named], behind: Sequence[Named]) -> str:
    """Return the rule by which a work is only spoken of beside its neighbours, or ""."""
    if one.hit.kind not in (Kind.WORK, Kind.FIELD):
        return ""
    if one.hit.kind is Kind.FIELD and not _is_sought(post, one):
        return "field"
    is_half = any(_modifies(post, one, head) for head in behind[:1])
    is_about = not one.hit.is_role and (
        any(_is_about(post, head, one) for head in before)
        or any(_is_worked_over(post, one, head) for head in behind[:1])
        or any(_is_to_be_turned(post, one, head) for head in behind)
    )
    return "topic" if is_half or is_about else ""


def _is_sought(post: Post, one: Named) -> bool:
    """Say whether a trade that customers have too is itself sought: "suche Gärtner", "Hilfe bei der Pflege"."""
    before = post.signs[post.sentences[one.sentence].start : one.first]
    return rules()["sought"].search(before) is not None or (not before and one.hit.is_role and not _signs(post, one))


def _signs(post: Post, one: Named) -> bool:
    """Say whether a trade only says who asks for something else: "Wer baut uns einen Shop? Tischler, Bochum"."""
    return not asks(post.sentences[one.sentence].signs) and any(
        other.hit.kind is not Kind.FIELD and asks(post.sentences[other.sentence].signs) for other in post.named
    )


def _modifies(post: Post, one: Named, head: Named) -> bool:
    """Say whether a name is only the first half of a word whose second half is the work: Website-Texte."""
    last = post.words.words[one.hit.last]
    is_word = last.is_joined and head.hit.first == one.hit.last + 1
    if head.skill.label in TRAININGS:  # a "KI-Workshop" is asked of who knows both
        return False
    is_work = head.hit.kind is Kind.WORK or head.hit.first < head.hit.last  # "Insta-Vorlagen in Canva"
    return is_word and is_work and not one.hit.is_role and head.skill.label not in GENERAL


def _is_worked_over(post: Post, one: Named, head: Named) -> bool:
    """Say whether a work is what the verb right behind it is done to: "240 Fotos freistellen", "Texte lektorieren"."""
    word = post.words.words[head.hit.first]
    is_verb = word.text[0].islower() and not head.hit.is_role and head.skill.label in _WORKING_OVER
    if one.skill.part == "legal":  # who reads over a contract knows the law
        return False
    return is_verb and head.first == one.last and post.words.words[one.hit.last].text[0].isupper()


def _is_to_be_turned(post: Post, one: Named, head: Named) -> bool:
    """Say whether something that is there is to become another: "Das Infoblatt muss ins Türkische übersetzt werden".

    So is what somebody types: "Visitenkarten ins CRM abtippen".
    """
    if head.sentence != one.sentence or head.hit.is_role:
        return False
    word = post.words.words[head.hit.last]
    if head.skill.label in _TYPING and word.text[0].islower():
        return rules()["typed"].fullmatch(post.signs, one.last, head.first) is not None
    if head.skill.label not in _TURNING:
        return False
    return (
        word.text[0].islower()
        and is_done(word.key)
        and rules()["must be"].fullmatch(post.signs, one.last, head.last - 1) is not None
    )


def _is_about(post: Post, head: Named, one: Named) -> bool:
    """Say whether a work is what another is for: "Logo für einen Podcast", "Übersetzung unserer Website"."""
    is_other = head.skill.part != one.skill.part or head.skill.label in _WORKING_OVER
    if not is_other or head.sentence != one.sentence or head.skill.label in GENERAL:
        return False
    if head.hit.kind is Kind.TOOL and one.skill.label in _WORKING_OVER:  # "Photoshop-Könner für 60 Freisteller"
        return False
    if is_subject(post, one) or (head.skill.label == "Content-Erstellung" and one.skill.part == "marketing"):
        return False
    # "React-Entwickler für Barrierefreiheit" asks for both, "SAP-Beraterin für den Jahresabschluss" for the first.
    is_by_name = head.hit.is_role or head.hit.kind is Kind.TOOL or head.skill.part == "erp"
    if head.hit.kind is not Kind.WORK and not (is_by_name and one.skill.part not in CODE | {"ux", "qa"}):
        return False
    is_verb = post.words.words[head.hit.last].text[0].islower() and not head.hit.is_role
    between = ["for another", *(["object of a work"] if is_verb else ())]
    between += ["new object of a work"] if is_verb and head.skill.label in _TURNING else []
    at = one.hit.first
    while at and post.words.words[at - 1].is_joined:  # "Wireframes für eine Pflege-App"
        at -= 1
    return any(rules()[name].fullmatch(post.signs, head.last, post.at[at]) for name in between)
