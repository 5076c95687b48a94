"""What the words around a general skill make of it: a photographer for a wedding is asked for weddings.

Whoever does the finer work is the one to ask; they do the general one too (`Vocabulary.ancestors`), so nothing is lost
where the words were misleading but the others. Only who cuts a podcast is of another trade than who cuts films, and who
types lists than who types what was said. A line holds the general skill, the finer one, and the beginnings of the words
that say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from bot.matching.language.words import folded


def _begin(words: str) -> tuple[str, ...]:
    return tuple(sorted(folded(words.split())))


REFINEMENTS: Final = (
    ("Rechtsberatung", "Arbeitsrecht", _begin("kündigung abfindung arbeitsvertrag arbeitgeber scheinselb betriebsrat")),
    ("Rechtsberatung", "Vertragsrecht", _begin("vertrag verträge agb werkvertrag")),
    ("Rechtsberatung", "Markenrecht", _begin("marke markenname firmennamen")),
    ("Automatisierung", "Testautomatisierung", _begin("tester testf regressionst playwright cypress selenium")),
    ("Grafikdesign", "Innenarchitektur", _begin("räume räumlichkeit innenräume")),
    ("Illustration", "CAD", _begin("cad dxf dwg step schlosser blech bauteil fräs")),
    (
        "3D-Modellierung",
        "Architekturvisualisierung",
        _begin(
            "architekt neubau gebäude bauträger fassade grundriss bauherr wohnhaus bauvorhaben baugebiet innenarchitekt"
            " innenausbau umbau wohnung einfamilienhaus mehrfamilienhaus dachgeschoss anbau ladenbau immobilie"
            " exposé rohbau"
        ),
    ),
    ("SEA", "Amazon PPC", _begin("amazon")),
    ("SEA", "Google Ads", _begin("google")),
    ("Schulung", "Moderation", _begin("moderier")),
    ("Grafikdesign", "UI-Design", _begin("screens")),
    ("Projektmanagement", "Eventmanagement", _begin("gäste")),
    (
        "Transkription",
        "Dateneingabe",
        _begin(
            "karteikart kundendaten adressen adressdaten liste tabelle excel visitenkart formular fragebög beleg"
            " vorbestell"
        ),
    ),
    ("Dateneingabe", "Transkription", _begin("interview audio tonaufnahm diktat mitschnitt")),
    ("Journalismus", "Blogartikel", _begin("blog blogs")),
    ("Videoschnitt", "Audioproduktion", _begin("podcast hörspiel hörbuch")),
    ("Fotografie", "Hochzeitsfotografie", _begin("hochzeit heiraten heirate trauung standesamt braut wedding")),
    (
        "Fotografie",
        "Foodfotografie",
        _begin("speise gericht teller menü restaurant imbiss food torte kuchen pizza foodtruck kochbuch"),
    ),
    (
        "Fotografie",
        "Produktfotografie",
        _begin(
            "produkt artikel katalog keramik ware freisteller schmuck flaschen verpackung product etsy onlineshop jewel"
            " freistell"
        ),
    ),
    (
        "Fotografie",
        "Immobilienfotografie",
        _begin("immobilie makler ferienwohnung exposé wohnung ferienhaus airbnb apartment musterwohnung"),
    ),
    (
        "Fotografie",
        "Businessportraits",
        _begin("portrait porträt mitarbeiter headshot bewerbungsbild teamfoto profilbild mitarbeitende"),
    ),
    (
        "Fotografie",
        "Eventfotografie",
        _begin(
            "sommerfest veranstaltung event konferenz tagung jubiläum konzert messe gala festival vereinsfest"
            " straßenfest turnier abschlussfeier firmenfeier weihnachtsfeier conference einweihung eröffnung"
            " karneval kirmes schützenfest stadtfest schulfest gemeindefest preisverleihung vernissage sportfest"
            " stadtlauf firmenlauf abiball hoffest betriebsfest betriebsfeier herbstfest frühlingsfest zechenfest"
            " benefizgala parade firmenjubiläum vereinsjubiläum premiere aufführung stadtteilfest abend"
        ),
    ),
)  # fmt: skip
# Words that say it is the general one all the same: a podcast that is filmed is cut by who cuts films.
_UNLESS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "Videoschnitt": _begin("video film youtube kamera reel clip"),
    "Transkription": _begin("interview audio aufnahm tonaufnahm diktat gespräch mitschnitt band wörtlich transkri"),
})  # fmt: skip
FINER: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        general: frozenset(finer for other, finer, _words in REFINEMENTS if other == general)
        for general, _finer, _words in REFINEMENTS
    }
)
REFINED: Final = frozenset(FINER)


def refined(label: str, keys: Iterable[str]) -> str:
    """Return what a skill becomes beside these folded words: the finer label, or the same."""
    if label in REFINED:
        around = tuple(keys)
        unless = _UNLESS.get(label)
        if unless and any(key.startswith(unless) for key in around):
            return label
        for general, finer, beginnings in REFINEMENTS:
            if general == label and any(key.startswith(beginnings) for key in around):
                return finer
    return label
