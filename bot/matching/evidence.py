"""What must stand beside an ambiguous name before it counts: words around *Go* or *R*, making around *Website*."""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.words import Word, folded

_BEFORE_A_SKILL = folded(
    "für in mit mittels bei beim for with in using know knows knowing kennt kann können beherrscht macht programmiert"
    " Programmiersprache Sprache erfahrene erfahrenen erfahrener experienced senior junior freelance".split()
)  # fmt: skip
_AFTER_A_SKILL = tuple(
    "entwickl develop program dev profi expert kenntnis erfahr experience code coder coding engineer skill script"
    " skript projekt project spezialist freelancer nerd guru know service backend makro datenbank"
    " betreuung beitrag posts account kanal kampagne".split()
)  # fmt: skip
_ARTICLES = folded(
    "ein eine einen ne nen neue neuen neuer neues new a kleine kleinen kleines schicke schicken einfache einfachen"
    " moderne modernen ordentliche vernünftige halbtägiger eintägiger zweitägiger ganztägiger halbtägigen eintägigen"
    " zweitägigen zweitägige eintägige".split()
)  # fmt: skip
_NOT_BEFORE_THE_ARTICLE = folded(
    "für auf in mit von zu aus an bei über unter um for on of with from about at to wie als habe hab haben hat".split()
)  # fmt: skip
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
    " redesign launch modernisier needed wanted".split()
)  # fmt: skip
_FOR = folded(("für", "for"))


def is_evident(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether the words around a name show that it is meant as a skill."""
    before, after = _before(words, first), _after(words, last)
    if before is not None and before.key in _BEFORE_A_SKILL:
        return True
    return after is not None and after.key.startswith(_AFTER_A_SKILL)


def is_made(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether the thing between these words is to be made, rather than merely spoken of; a heading says so."""
    after = _after(words, last)
    if after is not None and after.key.startswith(_MAKING_AFTER):
        return True
    before = _before(words, first)
    if before is None:
        return after is None or after.key in _FOR
    if before.key in _MAKING_BEFORE or before.key in _ASKING:
        return True
    return _has_article(words, first)


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
    return before is None or before.key not in _NOT_BEFORE_THE_ARTICLE


def _before(words: Sequence[Word], index: int) -> Word | None:
    """Return the word before, unless a comma or the end of a sentence stands between."""
    return words[index - 1] if index > 0 and words[index - 1].goes_on else None


def _after(words: Sequence[Word], index: int) -> Word | None:
    """Return the word behind, unless a comma or the end of a sentence stands between."""
    return words[index + 1] if words[index].goes_on and index + 1 < len(words) else None
