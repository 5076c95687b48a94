"""What the form of a word says, whatever the word: that it does something, is a doing, is done, or is who does it."""

from __future__ import annotations

import re
from typing import Final

_DOINGS: Final = ("ung", "ungen", "tion", "tionen", "ierung")
ENDINGS: Final = {
    "does": "low",
    "past": "low",
    "Ung": "Cap",
    "Agent": "Cap",
    "Business": "Cap",
}  # what a word's ending says, of which shape it must be
_AGENTS: Final = tuple(
    "erin erinnen orin orinnen istin istinnen eurin eurinnen antin antinnen ologin afin mann frau leute kraft krafte "
    "hilfe profi profis mensch kenner konner experte experten meister berater techniker arbeiter leiter helfer lehrer "
    "menschen trainer entwickler programmierer gestalter zeichner schreiber macher planer pfleger betreuer prufer "
    "installateur ierer ologe ateur iteur grafen graf ator engel fee held heldin retter zauberer genie "
    "guru nerd".split()
)
_BUSINESSES: Final = tuple(
    "praxis praxen buro verein verband betrieb verlag kanzlei kanzleien schule klinik laden museum heim zentrum "
    "konzern hotel kirche gemeinde handel theater unternehmen werke hof handler hersteller versand agentur studio "
    "fabrik".split()
)
# What ends like a verb in the third person and is none.
_NO_DOING: Final = frozenset(
    "nicht jetzt sofort erst selbst fast dort seit bereit leicht echt zuletzt insgesamt gesamt laut statt schlecht "
    "recht weit direkt perfekt kompetent kompakt intelligent robust fest komplett konkret geeignet elegant dezent "
    "schlicht nackt intakt gerecht aufrecht diskret privat separat konsequent transparent effizient "
    "prasent brillant charmant rasant markant relevant interessant exakt korrekt nebst nett "
    "that what about without just best most last next must might start "
    "project client text content support event test kontakt samt dicht sanft zeit zweit dritt uberhaupt vielleicht "
    "gesucht gebraucht benotigt erwunscht gewunscht bezahlt gefragt spat hart zart breit tot bunt kalt alt".split()
)
_BEFORE_GE: Final = (
    "ab|an|auf|aus|bei|durch|ein|fest|fertig|frei|her|hin|hinzu|hoch|los|mit|nach|nieder|runter|still|um|unter|uber|vor"
    "|weg|weiter|zu|zurecht|zuruck|zusammen|bereit|rein|raus|rum|gegen|wieder|dazu|heraus|hinein|voran"
)
_PARTICIPLES: Final = re.compile(rf"(?:{_BEFORE_GE})?ge.{{2,}}(?:t|en)|.{{3,}}iert|.{{3,}}ed")
# What is formed like a participle and is none.
_NO_PARTICIPLE: Final = frozenset(
    "gesamt gesamten gehort gestalten gehoren gewinnen gefallen gerecht gerechten gesunden gewissen gegebenen "
    "genannten geraten geniessen geschickt geschatzt geschlossen gelten gewesen geworden gefallt gelingt gemeinsam "
    "gelernten gelernt gehalten gebeten gesagt need speed feed seed weed exceed proceed succeed indeed hundred united "
    "limited related based interested".split()
)
# One of each kind that a word may have, as long as it must be.
EVERY_ENDING: Final = ("", *("\0" * 4 + ending for ending in ("t", "ung", "meister", "kraft", "ed", "iert", "praxis")))


def endings(key: str) -> set[str]:
    """Return what the ending of a word says, whatever the word."""
    if len(key) > 5 and key.endswith(_DOINGS):
        return {"Ung"}
    is_doing = len(key) > 3 and key.endswith("t") and key not in _NO_DOING
    is_agent = len(key) > 6 and key.endswith(_AGENTS)
    is_business = not is_agent and len(key) > 6 and key.endswith(_BUSINESSES)
    is_formed = _PARTICIPLES.fullmatch(key) is not None and key not in _NO_PARTICIPLE
    is_past = is_formed and not is_agent and not is_business
    says = {"does": is_doing, "past": is_past, "Agent": is_agent, "Business": is_business}
    return {ending for ending, is_so in says.items() if is_so}
