"""Where a long text is parted on every platform: words, and the first of their pieces of at most 40 characters."""

from __future__ import annotations

from typing import Final

ENDS: Final = [
    ("Der Anfang.\n\nZeile zwei ist\nkurz. Und dann noch mehr davon", "Der Anfang.\n\nZeile zwei ist"),
    ("Hier steht ein Absatz.\n\nZeile.\nZeile. Noch mehr Worte folgen hier", "Hier steht ein Absatz."),
    ("Hier steht eine lange Zeile\nund noch ein Satz. Und noch mehr davon", "Hier steht eine lange Zeile"),
    ("Hier steht ein langer Satz. Und dann steht da noch mehr", "Hier steht ein langer Satz."),
    ("Hier stehen lauter Worte und kein einziger Satz hört auf", "Hier stehen lauter Worte und kein"),
    ("kurz " + "x" * 60, "kurz"),
    ("x" * 60, "x" * 38),
    ("🙂" * 30, "🙂" * 19),
]
