"""What must stand beside an ambiguous name before it counts: words around *Go* or *R*, making around *Website*."""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.language.words import Word, folded
from bot.matching.naming.tails import ROLE_TAILS, TEACHING, WORK_TAILS

_BEFORE_A_SKILL = folded(
    "für in mit mittels bei beim for with in using know knows knowing kennt kann können beherrscht macht programmiert"
    " into Programmiersprache Sprache Bereich Bereiche erfahrene erfahrenen erfahrener experienced senior junior"
    " freelance".split()
)  # fmt: skip
_AFTER_A_SKILL = tuple(
    "entwickl develop program dev profi expert kenntnis erfahr experience code coder coding engineer skill script"
    " skript projekt project spezialist freelancer nerd guru know service backend makro datenbank library codebase"
    " betreuung beitrag posts account kanal kampagne consultant specialist berater trainer dozent".split()
)  # fmt: skip
_ON_A_SUBJECT = folded("zu über on".split())
_WHO = folded("die wer".split())
_MASTERED = folded("kann können kannst könnt beherrscht beherrschen".split())
_ARTICLES = folded(
    "ein eine einen ne nen neue neuen neuer neues new a kleine kleinen kleines schicke schicken einfache einfachen"
    " moderne modernen ordentliche vernünftige halbtägiger eintägiger zweitägiger ganztägiger halbtägigen eintägigen"
    " zweitägigen zweitägige eintägige".split()
)  # fmt: skip
_NOT_BEFORE_THE_ARTICLE = folded(
    "für auf in mit von zu aus an bei über unter um for on of with from about at to wie als habe hab haben hat".split()
)  # fmt: skip
_LOOKING = folded("looking searching look search".split())
_NOT_MAKING = folded(
    "übersetzt übersetzen prüft prüfen testet testen betreut betreuen pflegt pflegen hostet hosten optimiert optimieren"
    " translate translates test tests check checks maintain maintains".split()
)  # fmt: skip
_ASKING = folded("suche suchen such sucht brauche brauchen braucht benötige benötigen need needs needed wer".split())
_MAKING_BEFORE = folded(
    "macht machen baut bauen erstellt erstellen programmiert programmieren gestaltet gestalten entwickelt entwickeln"
    " build builds make makes create creates design designs".split()
)  # fmt: skip
_MAKING_AFTER = tuple(
    "erstell bau programmier entwick gestalt ueberarbeit uberarbeit relaunch aufsetz umsetz einricht neu gesucht"
    " redesign launch modernisier needed wanted weiterentwick weiterbau fertigmach fertigstell fertigbau umbau ausbau"
    " auffrisch aufhubsch aufpolier".split()
)  # fmt: skip
_OWNED = folded("seinem ihrem eurem deinem seinen ihren seine ihre sein ihr dem".split())
_BEHIND_AN_ITEM = folded(
    "und oder and or sowie plus bzw sondern für fürs for von vom of in im aus mit with bei beim zu zur zum nach am an"
    " gesucht needed wanted brauchen bräuchten benötigen suchen fehlt fehlen wäre wären aufwärts".split()
)  # fmt: skip
_BEFORE_AN_ITEM = (
    folded("und oder and or sowie plus un bei für um mir uns mich noch mal auch".split()) | _ASKING | _MAKING_BEFORE
)
_GENDERS = folded("m w d f x".split())
_MADE_AT_THE_END = folded("macht baut gestaltet erstellt machen bauen gestalten erstellen aufsetzt aufsetzen".split())
_BRINGS = folded("bringen bringt kriegen kriegt".split())
_ENDS = {
    **dict.fromkeys(
        folded("neu frisch ordentlich vernünftig komplett endlich mal professionell anständig gescheit".split()),
        _MADE_AT_THE_END,
    ),
    **dict.fromkeys(folded("Vordermann Schuss Schwung Laufen Ordnung Reihe".split()), _BRINGS),
    **dict.fromkeys(folded("flott fertig schöner schicker schneller hübsch".split()), folded(("machen", "macht"))),
}  # what a clause ends with that makes something, by the word before the verb
_NO_VERBS = frozenset[str]()
_MADE_BY = tuple(
    "erstell bau programmier entwick gestalt entwerf entwirf designe layoute aufsetz aufbau umsetz umbau ausbau"
    " umgestalt neugestalt uberarbeit relaunch modernisier weiterentwick weiterbau fertigmach fertigstell"
    " fertigbau auffrisch aufhubsch aufpolier aufpepp aufmobel verschoner erneuer flottmach hochzieh zusammenbau"
    " zusammenbastel bastel reparier".split()
)
_JOINING = folded("und oder and or wie als".split())
_BEFORE_ITS_OWNER = folded("vom von der des unserer unseres unserem meiner meines fürs für auf".split())
_UNTIL_THE_END = 6  # words
_DESCRIBED = 4  # words before a noun that may belong to it
_FOR = folded(("für", "for"))
_OF = folded("für for fürs des der eines einer unserer unseres meiner meines of".split())
_PEOPLE = folded(
    "jemand jemanden jemandem wer wen jmd jmdn hilfe hilft unterstützung verstärkung leute person profi profis kraft"
    " mensch zuständig verantwortlich someone somebody anyone anybody help".split()
)  # fmt: skip
_TO_A_THING = folded("für fürs um ums bei beim an am im in mit zu zur zum for with on".split())
_NOT_THE_OBJECT = _TO_A_THING | folded("auf von vom aus über unter nach per ohne als wie".split())
_BEFORE_A_NOUN = folded(
    "die das den der dem unser unsere unseren unserem unserer mein meine meinen meinem meiner deren dessen uns mir mal"
    " noch auch bitte diese dieses diesen dieser the our my this these".split()
)  # fmt: skip
_NOT_ONLY = (folded(("nicht", "not")), folded(("nur", "only", "just")))


def is_evident(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether the words around a name show that it is meant as a skill."""
    before, after = _before(words, first), _after(words, last)
    if (before is not None and before.key in _BEFORE_A_SKILL) or _has_genders(words, last):
        return True
    if before is not None and before.key in _ON_A_SUBJECT and first > 1 and words[first - 2].key in TEACHING:
        return True
    if after is None:
        return False
    if after.key in _MASTERED and before is not None and before.key in _WHO:  # "Leute, die Perl können"
        return True
    return after.key.startswith(_AFTER_A_SKILL) or (words[last].is_joined and after.key in ROLE_TAILS | WORK_TAILS)


def _has_genders(words: Sequence[Word], last: int) -> bool:
    """Say whether "(m/w/d)" stands behind, which makes a name a job."""
    behind = words[last + 1 : last + 1 + len(_GENDERS)]
    return len(behind) > 1 and all(word.key in _GENDERS for word in behind[:2])


def is_made(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether the thing between these words is to be made, rather than merely spoken of; a heading says so."""
    after = _after(words, last)
    if _has_genders(words, last):
        return True
    if after is not None and after.key.startswith(_MAKING_AFTER) and not _is_for_it(words, first):
        return True
    while first > 0 and words[first - 1].is_joined:  # "eine Vokabel-App"
        first -= 1
    before = _before(words, first)
    if before is None:
        return after is None or after.key in _OF or _opens_a_list(words, first)
    if before.key in _MAKING_BEFORE or before.key in _ASKING:
        return True
    return (
        _has_article(words, first)
        or _is_somebodys(words, first)
        or _is_made_at_the_end(words, first, last)
        or _is_brought(words, first, last)
    )


def is_sought(words: Sequence[Word], first: int) -> bool:
    """Say whether somebody is sought for what begins with this word: "Hilfe bei der IT", "nicht nur Design".

    So it is for what a list begins with: "Brauche: Fotos vom Laden, einen Flyer".
    """
    two = (words[first - 2].key, words[first - 1].key) if first > 1 and words[first - 1].goes_on else ("", "")
    is_not_only = two[0] in _NOT_ONLY[0] and two[1] in _NOT_ONLY[1]
    is_title = first == 0 and not words[0].goes_on and len(words) > 1  # "Schnitt, vier Folgen"
    return is_not_only or is_title or _opens_a_list(words, first) or _is_somebodys(words, first)


def _opens_a_list(words: Sequence[Word], first: int) -> bool:
    """Say whether a colon or a dash stands between a request and what begins here: "Brauche: Fotos vom Laden"."""
    before = words[first - 1] if first else None
    return before is not None and before.key in _ASKING and not before.goes_on and not before.is_listed


def is_item(words: Sequence[Word], at: int) -> bool:
    """Say whether a word may be an item of a bare list: no verb speaks of it, and it has no owner ("in seinem Ton")."""
    before, after = _before(words, at), _after(words, at)
    if before is not None and before.key in _OWNED:
        return False
    return after is None or not after.text[0].islower() or after.key in _BEHIND_AN_ITEM


def is_ordered(words: Sequence[Word], first: int) -> bool:
    """Say whether a thing stands as what one orders: without *the*, a preposition or an owner, as in "Logo, Shop"."""
    before = _before(words, first)
    return before is None or before.key in _BEFORE_AN_ITEM or _has_article(words, first)


def _is_somebodys(words: Sequence[Word], first: int) -> bool:
    """Say whether a noun is what somebody does or is sought for: "wer macht die Fotos", "jemand für die Fotos"."""
    at = _before_its_article(words, first)
    if at < 0 or not words[at].goes_on:
        return False
    if words[at].key in _TO_A_THING:
        return at > 0 and words[at - 1].goes_on and words[at - 1].key in _PEOPLE
    return words[at].key in _MAKING_BEFORE and at > 0 and words[at - 1].key not in _BEFORE_A_SKILL


def _is_made_at_the_end(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether the clause ends with its making: "der uns die Homepage vom Verein neu macht", "… umgestaltet"."""
    before = _before_its_article(words, first)
    if before >= 0 and words[before].goes_on and words[before].key in _NOT_THE_OBJECT:
        return False
    at = last
    while at - last < _UNTIL_THE_END and words[at].goes_on and at + 1 < len(words):
        at += 1
        is_other = words[at].text[0].isupper() and words[at - 1].key not in _BEFORE_ITS_OWNER
        if words[at].key in _JOINING or (is_other and words[at].key not in _ENDS):
            return False
    if at == last:
        return False
    verb, adverb = words[at].key, words[at - 1].key
    return verb.startswith(_MADE_BY) or (at - last > 1 and verb in _ENDS.get(adverb, _NO_VERBS))


def _is_brought(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether somebody is to put a thing right: "wer bringt das Netzwerk in Ordnung?"."""
    at = _before_its_article(words, first)
    if at < 0 or words[at].key not in _BRINGS or not all(word.goes_on for word in words[at : last + 2]):
        return False
    return last + 2 < len(words) and words[last + 2].key in _ENDS


def _is_for_it(words: Sequence[Word], first: int) -> bool:
    """Say whether a noun is only what something is for: "Tester für unser Portal gesucht"."""
    at = _before_its_article(words, first)
    is_for = 0 < at < first - 1 and words[at].key in _FOR and words[at].goes_on
    return is_for and words[at - 1].key not in _PEOPLE


def _before_its_article(words: Sequence[Word], first: int) -> int:
    """Return the word before a noun, its article and what describes it, or -1."""
    at = first - 1
    while at >= 0 and first - at <= _DESCRIBED and words[at].goes_on and _describes(words[at]):
        at -= 1
    return at


def _describes(word: Word) -> bool:
    return word.key in _BEFORE_A_NOUN or word.key in _ARTICLES or (
        len(word.key) > 4 and word.text[0].islower() and word.key.endswith(("e", "en", "er", "es"))
        and word.key not in _MAKING_BEFORE and word.key not in _ASKING and word.key not in _PEOPLE
    )  # fmt: skip


def _has_article(words: Sequence[Word], first: int) -> bool:
    """Say whether "eine", "ne neue" or "a new" stands before, at most one adjective between, and no "für" before."""
    article = next((at for at in range(first - 1, max(first - 4, -1), -1) if words[at].key in _ARTICLES), None)
    if article is None or not all(word.is_listed for word in words[article:first]):
        return False
    while article > 0 and words[article - 1].key in _ARTICLES:
        article -= 1
    if any(word.key in _NOT_MAKING for word in words[max(0, article - 2) : article]):
        return False
    before = _before(words, article)
    if before is not None and before.key == "for" and article > 1 and words[article - 2].key in _LOOKING:
        return True
    return before is None or before.key not in _NOT_BEFORE_THE_ARTICLE


def _before(words: Sequence[Word], index: int) -> Word | None:
    """Return the word before, unless a comma or the end of a sentence stands between."""
    return words[index - 1] if index > 0 and words[index - 1].goes_on else None


def _after(words: Sequence[Word], index: int) -> Word | None:
    """Return the word behind, unless a comma or the end of a sentence stands between."""
    return words[index + 1] if words[index].goes_on and index + 1 < len(words) else None
