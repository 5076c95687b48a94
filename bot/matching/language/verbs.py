"""Which verb a word is a form of: "schneidet", "geschnitten", "zu schneiden", "schneid…" and "richtet … ein".

A verb is known by its stem, whatever its form: `stem_of("eingerichtet")` is `stem_of("einzurichten")`. Nouns in -ung
are forms of their verb, too; a word that is no form of a known verb has no stem.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final

from bot.domain.folding import fold
from bot.matching.language.words import folded

_REMEMBERED: Final = 50_000  # words
_ENDINGS: Final = ("en", "n", "et", "t", "end", "ende", "enden", "ung", "ungen")
# Verbs that say too little to stand for another form of themselves: "telefon…gehen" is no "geht".
_LIGHT: Final = folded(
    "machen gehen geben sehen kommen bringen nehmen stellen setzen legen halten kennen finden suchen brauchen benötigen"
    " stehen fehlen laufen rufen brechen helfen gewinnen treffen denken führen ziehen fallen steigen zeigen passen"
    " tun".split()
)
_DECLINED: Final = ("", "e", "en", "er", "es", "em")
_FOREIGN: Final = tuple("ieren iert ierst ierte ierten ierter iertes iertem ierend ierung ierungen".split())
_SHORTEST: Final = 3  # letters before -ieren
PARTICLES: Final = folded(
    "ab an auf aus bei durch ein fest fort fertig frei glatt her heraus herum hin hinzu hoch klar los mit nach neu"
    " nieder raus rein rüber rum runter rauf sauber um vor voran vorbei voraus weg weiter wieder zu zurecht zurück"
    " zusammen drüber drauf dran auseinander entgegen gegen gerade kaputt bereit durcheinander".split()
)
_BOUND: Final = folded("be ent er ver zer über unter wider hinter miss".split())
_BEGINNINGS: Final = tuple(sorted(PARTICLES | _BOUND, key=len, reverse=True))


def _forms() -> tuple[dict[str, str], frozenset[str]]:
    """Return the stem of each form of the verbs of the file, as far as it has no beginning, and the participles."""
    forms: dict[str, str] = {}
    done: set[str] = set()
    for word in _words():
        infinitive, *others = map(fold, word.split(":"))
        stem = infinitive.removesuffix("en") if infinitive.endswith("en") else infinitive.removesuffix("n")
        forms[infinitive] = stem
        for ending in _ENDINGS:
            forms.setdefault(stem + ending, stem)
        for past in ("t", "et"):
            done |= {f"ge{stem}{past}{ending}" for ending in _DECLINED}
            forms |= {f"ge{stem}{past}{ending}": stem for ending in _DECLINED}
        for other in others:
            bare = other.removeprefix("ge") if len(other) > len("ge") + 2 else other
            for form in {other, bare}:
                forms |= {form + ending: stem for ending in _DECLINED}
                if form.startswith("ge") and form not in (infinitive, f"{stem}t", f"{stem}et"):
                    done |= {form + ending for ending in _DECLINED}
    return forms, frozenset(done)


def _words() -> Iterator[str]:
    for line in files("bot.matching.language").joinpath("verbs.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.split()


_FORMS, _DONE = _forms()
_LIGHT_STEMS: Final = frozenset(_FORMS[word] for word in _LIGHT)


@lru_cache(maxsize=_REMEMBERED)
def stem_of(word: str) -> str:
    """Return the stem of the verb that a folded word is a form of, or ""."""
    if found := _plain(word):
        return found
    for beginning in _BEGINNINGS:
        if not word.startswith(beginning):
            continue
        rest = word[len(beginning) :]
        if found := _plain(rest) or _bound(rest) or (_plain(rest[2:]) or _bound(rest[2:]) if rest[:2] == "zu" else ""):
            return beginning + found
    return ""


@lru_cache(maxsize=_REMEMBERED)
def is_done(word: str) -> bool:
    """Say whether a folded word is a participle that begins with ge, also behind what may be parted: "eingerichtet"."""
    return word in _DONE or any(word.startswith(one) and word[len(one) :] in _DONE for one in PARTICLES)


def is_light(stem: str) -> bool:
    """Say whether a verb says too little by itself."""
    return stem in _LIGHT_STEMS


def _bound(word: str) -> str:
    """Return the stem of a verb with an inseparable beginning, as in "nachbearbeiten", or ""."""
    for beginning in _BOUND:
        if word.startswith(beginning) and (found := _plain(word[len(beginning) :])):
            return beginning + found
    return ""


def _plain(word: str) -> str:
    """Return the stem of a verb without a beginning, or ""."""
    if found := _FORMS.get(word):
        return found
    for ending in _FOREIGN:
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST:
            return word.removesuffix(ending) + "ier"
    return ""
