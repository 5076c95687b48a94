"""One spelling for all the ways in which people write the same word.

The law of `fold`, in this order:

1. Case goes, accents go, wide and styled letters become plain ones (NFKD), ß becomes ss.
2. ä, ö, ü become a, o, u. So do ae, oe, ue, unless a vowel or q stands before them, where they are no umlaut:
   *Steuer*, *Bauer*, *Queue*. "Bönen", "Boenen" and "Bonen" are equal.
3. Everything but letters, digits, `+` and `#` goes: "Node.js", "node js" and "NodeJS" are equal, as are
   "Texter:in" and "Texterin". `+` and `#` stay where something stands before them: C, C++ and C# are three.
4. One dot stays: the one that begins the word, as in ".NET".

Folding twice changes nothing. Different words may share a form (schon, schön): the form is for comparing names,
never for showing them.
"""

from __future__ import annotations

import re
import unicodedata

_UMLAUT_IN_TWO_LETTERS = re.compile(r"(?<=(?<![aeiouq])[aou])e+")
_FIRST_DOT = re.compile(r"[^\w.]*\.(?=[^\W_])")
_NO_LETTER = re.compile(r"[^\w+#]|_")


def fold(text: str) -> str:
    """Return the form in which two spellings of one name are equal; may be empty."""
    return contracted(letters(text))


def letters(text: str) -> str:
    """Return the letters and digits of a text without case and accents, still with ae, oe and ue in two letters."""
    plain = _unaccented(text)
    if plain.isalnum():
        return plain
    kept = _NO_LETTER.sub("", plain).lstrip("+#")
    return "." + kept if kept and _FIRST_DOT.match(plain) else kept


def contracted(plain: str) -> str:
    """Write ae, oe and ue as the plain vowel: the last step of folding, apart so that words can be joined first."""
    return _UMLAUT_IN_TWO_LETTERS.sub("", plain)


def _unaccented(text: str) -> str:
    """Return the text without case, accents and styled letters."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.category(char).startswith("M")).casefold()
