"""What a post names as the object, the subject or the product of another work, and what only tells whose work it is.

half      "Podcast-Logo": the first half of a word whose second half is the work
about     "Logo für einen Podcast", "Übersetzung unserer Website"
over      "240 Fotos freistellen", "das Infoblatt muss übersetzt werden", "Visitenkarten abtippen"
field     "Medizintechnik", "unser Gartenbau", "Tischler, Bochum": a trade that customers have too, where nobody for it
          is sought
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.matching.asking.requests import asks
from bot.matching.excluding.teaching import is_subject
from bot.matching.language.verbs import is_done
from bot.matching.naming.entries import CODE, Kind, is_language
from bot.matching.parts import TRAININGS
from bot.matching.posts.post import GENERAL, Named, Post
from bot.matching.rules.rulebook import rules

# Who does these works on what somebody else has made, also of the same trade: "Cutter für Hochzeitsfilme".
_WORKING_OVER: Final = frozenset({"Videoschnitt", "Color Grading", "Untertitel", "Lektorat", "Bildbearbeitung"})
# What is put into another form or language stays the same work: "übersetzt eine Broschüre" asks for no brochure.
_TURNING: Final = _WORKING_OVER | {"Übersetzung", "Transkription", "Sprecher"}
_TYPING: Final = frozenset({"Dateneingabe", "Transkription"})
_NEAR: Final = 6  # names beside one that are looked at


def without_topics(post: Post, named: Sequence[Named]) -> Iterator[Named]:
    """Yield what is named; in "Podcast-Logo" or "Logo für einen Podcast" only the logo is to be made."""
    for at, one in enumerate(named):
        why = one.ignored or _why_no_work(post, named, at)
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
    near = named[max(past - _NEAR, 0) : past]
    return [other for other in near if (other.first, other.last) == (named[head].first, named[head].last)]


def _why_no_work(post: Post, named: Sequence[Named], at: int) -> str:
    """Return the rule by which a work is only spoken of beside its neighbours, or ""."""
    one, behind = named[at], named[at + 1 : at + 1 + _NEAR]
    if one.hit.kind not in (Kind.WORK, Kind.FIELD):
        return ""
    if one.hit.kind is Kind.FIELD and not _is_sought(post, one):
        return "field"
    if behind and _modifies(post, one, behind[0]):
        return "topic"
    is_about = not one.hit.is_role and (
        any(_is_about(post, head, one) for head in _before_languages(named, at))
        or any(_is_worked_over(post, one, head) for head in behind[:1])
        or any(_is_to_be_turned(post, one, head) for head in behind)
    )
    return "topic" if is_about else ""


def _is_sought(post: Post, one: Named) -> bool:
    """Say whether a trade that customers have too is itself sought: "suche Gärtner", "Hilfe bei der Pflege"."""
    sentence = post.sentences[one.sentence]
    if rules()["sought"].search(sentence.signs, 0, one.first - sentence.start):
        return True
    return one.first == sentence.start and one.hit.is_role and not _signs(post, one)


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
    if head.last == one.first and post.words.words[head.hit.last].text[0].islower() and head.skill.label in _TURNING:
        return True  # "Übersetzung unserer Texte", where "unserer" belongs to the name
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
