"""Phrases as one writes them down, compiled to one pattern: how the rules of asking and denying are kept readable."""

from __future__ import annotations

import re

_SPELLED_OUT = {"ä": "(?:ä|ae)", "ö": "(?:ö|oe)", "ü": "(?:ü|ue)", "*": r"\w*", "…": r"(?:[\w'-]+ ){0,3}?"}


def phrases(*written: str) -> re.Pattern[str]:
    """Compile phrases in small letters, any of which counts as whole words.

    A phrase is a regular expression with three abbreviations: an umlaut also stands for its two letters, `*` for any
    ending (so it repeats nothing here), and `…` for up to three words. Groups need no name: nobody reads them.
    """
    return re.compile("|".join(rf"(?<!\w)(?:{spelled_out(phrase)})(?!\w)" for phrase in written))


def spelled_out(phrase: str) -> str:
    """Return a phrase as a regular expression."""
    return "".join(_SPELLED_OUT.get(char, char) for char in phrase)


def small(text: str) -> str:
    """Return a text in small letters, each where it stood, with one kind of space and of apostrophe."""
    return "".join(_small(char) for char in text)


def _small(char: str) -> str:
    if char in "’‘`\u00b4":
        return "'"
    if char.isspace() and char != "\n":
        return " "
    lower = char.lower()
    return lower if len(lower) == 1 else char
