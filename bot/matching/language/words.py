"""The words of running text: where each stands, how it folds, what parts it from the next, and what ends a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

from bot.domain.folding import contracted, fold, letters
from bot.matching.language.remembered import Remembered

_LONGEST_SENTENCE: Final = 150  # words and marks; rules look at whole sentences, and their time grows with the square
LONGEST_WORD: Final = 60  # letters; what is longer is no name
_SHORT_QUESTION: Final = 3  # words
_INTERROGATIVES: Final = frozenset({"wer", "who"})
_GAPS: Final = 500  # texts between two words; they may be long
_ENDS: Final = ".?;\n\r"  # marks that end a sentence
_YEAR: Final = 4  # digits of a number that a dot makes no ordinal of
_LAST_DAY: Final = 31  # numbers beyond are ordinals only behind an article or before few words: "60. Geburtstag"
_ARTICLE: Final = 12  # characters before a number in which an article is looked for
_TOKEN = re.compile(
    r"(?=[\S\n])(?:"  # blanks are passed over at once
    r"(?P<number>\d{1,2}\)(?=\s))"  # 1) Logo 2) Flyer
    r"|(?P<word>(?:(?<![\w.])\.)?"  # .NET
    r"(?:\d+(?:[.,:]\d+)+|[^\W_]+)"
    r"(?:(?:[:*_·•’']|/-?|\()(?:innen|in|r|n|e|s)\b\)?)?"  # Texter:in, Texter/-in, Texter(in), eine/n
    r"(?:\+\+|\#)?)"  # C++, C#
    r"|(?P<face>[:;]-?[)(DPp](?!\w)|[\u2600-\u26FF\u2702-\u2704\u2706-\u27A0\U0001F000-\U0001FAFF]+)"
    r"|(?P<mark>\n(?:[^\S\n]*\n)*|\.{2,}|[.!?…,;:()/&+|„“”\"»«\[\]{}]|[–—]|(?<=\s)-(?=\s)|[•·▪●✅➡→▶‣]))",
    re.IGNORECASE,
)
_MARKS: Final = {
    **dict.fromkeys(".!…", "."), **dict.fromkeys("/&+|", "/"), **dict.fromkeys("([{", "("), **dict.fromkeys(")]}", ")"),
    **dict.fromkeys("–—-", "-"), **dict.fromkeys("•·▪●✅➡→▶‣", "\n"), ",": ",", ";": ";", ":": ":", "?": "?",
}  # fmt: skip
_WITHIN_A_NAME = re.compile(r"[^\S\n]+|[^\S\n]?[-\u2010\u2011–/._&+>’'][^\S\n]?")
_APART = re.compile(r"\.[^\S\n]|[^\S\n][-\u2010\u2011–][^\S\n]")  # the end of a sentence, a dash
_CUT = re.compile(r"[-\u2010\u2011](?:\s*[,/&+]\s*|[^\S\n]+)")
_BETWEEN_LISTED = re.compile(r"\s*[,/&+(]\s*|\s+|[,;]?[^\S\n]*\n\s*[-–•·*▪●✅➡→▶‣]\s*", re.ASCII)
_SHORT = frozenset(
    "co kl s sek pers ges min h z b d h u a o ä ae bzw ca ggf evtl inkl exkl incl etc usw usf std st nr max min mind"
    " zzgl vgl ehem dr prof sog"
    " tel str gmbh eur mio abs art bsp lt jan feb apr aug sept okt nov dez mo di mi do fr sa so vs approx"
    " eg ie".split()
)


_STARTS: Final = re.compile(
    r"\s+(?:Wer|Wir|Ich|Das|Die|Der|Es|Bitte|Gerne?|Kein\w*|Hat|Such\w*|Und|Aber|Dazu|We|The|Who)\b|\s*\n|\s*$"
)  # what begins a sentence behind a number, where a dot alone would make an ordinal
_COUNTED: Final = re.compile(
    r"\s+(?![A-ZÄÖÜ])|\s+(?:\w*(?:geburts|jahres)tag|\w*jubiläum|jahr|lebensjahr|mal|minute|folge|ausgabe|auflage|mitglied"
    r"|kunde|kundin|stunde|stock|etage|woche|kalenderwoche|kw|sitzung|treffen)\b",
    re.IGNORECASE,
)  # what stands behind an ordinal that is no day
_BEFORE_AN_ORDINAL: Final = re.compile(
    r"\b(?:zum|zur|der|die|das|dem|den|des|im|beim|vom|am|unser\w*|mein\w*)\s+$", re.IGNORECASE
)
_BEGINNING_A_CLAUSE: Final = frozenset({"weil", "obwohl", "sodass", "because"})  # before these many leave out the comma
WISHING: Final = frozenset({"wäre", "wären"})  # folded they are *Ware* and *Waren*, which are something else
_DAY: Final = re.compile(r"\d{1,2}\.\d{1,2}")
_GOES_ON: Final = re.compile(r"\s+[a-zäöü]")  # what goes on with a sentence behind a date


@dataclass(slots=True)
class Word:
    """A word as it stands in a text, from `start` to `end`; `plain` is without case, accents and separators.

    `key` is the folded word. `goes_on` says that nothing but a space, a hyphen or the like parts it from the next
    word, so that both may belong to one name; `is_joined` that it is a hyphen without spaces, as in Excel-Makros;
    `is_listed` that a comma, a bracket or nothing does, so that both may belong to one list; `is_cut` that a hyphen
    behind it stands for the end of a later word, as in "Licht- und Tontechnik".
    """

    text: str
    start: int
    end: int
    plain: str
    key: str
    goes_on: bool
    is_joined: bool
    is_listed: bool
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words and marks in reading order.

    `marks` holds for each word and mark in turn the mark, or "" for a word; `at` for each word its place among them,
    `sentences` where each sentence begins and ends there. A mark is "," "/" ":" ";" "(" ")" "-" "?" "." (the end of a
    sentence), a line break or, for an empty line, a carriage return.
    """

    text: str
    words: tuple[Word, ...]
    marks: tuple[str, ...]
    at: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]


def read_words(text: str) -> Words:
    """Return the words and marks of a text."""
    words: list[Word] = []
    marks: list[str] = []
    at: list[int] = []
    written, first, past = "", 0, -1  # the word whose end is not known before the next one begins
    forms = _forms("")
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "word":
            start, end = token.span()
            if at:
                words.append(Word(written, first, past, *forms, *_PARTED[text[past:start]]))
            written, first, past = token[0], start, end
            forms = _FORMS[written]
            if marks and not marks[-1] and forms[1] in _BEGINNING_A_CLAUSE:
                marks.append(",")  # "nimm bitte Wix weil ich das kann"
            at.append(len(marks))
            marks.append("")
        elif mark := _mark(token, written, past, text):
            marks.append(mark)
    if at:
        words.append(Word(written, first, past, *forms, *_PARTED[text[past:]]))
    if "?" in marks:
        asking = {place for place, word in zip(at, words, strict=True) if word.key in _INTERROGATIVES}
        marks = list(_without_short_questions(marks, asking))
    return Words(text, tuple(words), tuple(marks), tuple(at), tuple(_sentences(marks)))


def _without_short_questions(marks: Sequence[str], asking: Set[int]) -> Iterator[str]:
    """Yield the marks; the question of "Shop? brauchen wir nicht" ends no sentence, since the rest answers it.

    `asking` are the places of words such as *wer*: "Wer macht das?" waits for others to answer.
    """
    last = -1
    for at, mark in enumerate(marks):
        is_short = (
            mark == "?"
            and at - last <= _SHORT_QUESTION
            and at + 1 < len(marks)
            and marks[at + 1] == ""
            and last + 1 not in asking
        )
        yield "," if is_short else mark
        if mark and mark in _ENDS:
            last = at


def last_joined(words: Sequence[Word], first: int) -> int:
    """Return the last of the words that hyphens join to one, by places; the first itself where none does."""
    while words[first].is_joined and first + 1 < len(words):
        first += 1
    return first


def folded(words: Iterable[str]) -> frozenset[str]:
    """Return a set of folded words, for a table that is written as people write."""
    return frozenset(map(fold, words))


def _parted(gap: str) -> tuple[bool, bool, bool, bool]:
    """Return what the text between two words says of the first: `goes_on`, `is_joined`, `is_listed` and `is_cut`."""
    goes_on = _WITHIN_A_NAME.fullmatch(gap) is not None and not _APART.fullmatch(gap)
    is_joined = gap in ("-", "\u2010", "\u2011")
    return goes_on, is_joined, _BETWEEN_LISTED.fullmatch(gap) is not None, _CUT.fullmatch(gap) is not None


def _forms(word: str) -> tuple[str, str]:
    plain = letters(word[: 2 * LONGEST_WORD])
    return plain, contracted(plain)


_FORMS: Final = Remembered(_forms)
_PARTED: Final = Remembered(_parted, _GAPS)


def _mark(token: re.Match[str], before: str, past: int, text: str) -> str:
    """Return the mark that a token stands for; "" for none, as for the dot of an abbreviation or an ordinal.

    `before` is the word before it, and `past` where that ends.
    """
    if token.lastgroup == "number":
        return ","
    if token.lastgroup == "face":
        return "."
    mark = token[0][0]
    if mark == "\n":
        return "\r" if len(token[0]) > 1 else "\n"
    if mark == "." and len(token[0]) == 1 and past == token.start():
        if _FORMS[before][1] in _SHORT:
            return ""
        if before[0].isdigit() and len(before) < _YEAR and not _begins_behind(before, text, token.end()):
            return ""
        if _DAY.fullmatch(before) and _GOES_ON.match(text, token.end()):
            return ""
        if text[token.end() : token.end() + 1].isalnum():  # Node.js
            return ""
    return _MARKS.get(mark, "")


def _begins_behind(number: str, text: str, end: int) -> bool:
    """Say whether a sentence begins behind a number and its dot: "Keiner über 60. Designer gesucht"."""
    if _STARTS.match(text, end):
        return True
    if not number.isdecimal() or int(number) <= _LAST_DAY or _COUNTED.match(text, end):
        return False
    start = end - len(number) - 1
    return _BEFORE_AN_ORDINAL.search(text, max(start - _ARTICLE, 0), start) is None


def _sentences(marks: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends; a line is a sentence too, and none is endlessly long."""
    start = 0
    for at, mark in enumerate(marks):
        is_end = bool(mark) and mark in _ENDS
        if is_end or at - start >= _LONGEST_SENTENCE:
            if at > start or not is_end:
                yield start, at + 1
            start = at + 1
    if start < len(marks):
        yield start, len(marks)


def spoken(words: Words) -> Iterator[tuple[int, int]]:
    """Yield the first word of each sentence and the one behind its last."""
    first = 0
    for start, end in words.sentences:
        past = first + words.marks[start:end].count("")
        if past > first:
            yield first, past
        first = past
