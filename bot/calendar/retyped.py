"""A rule in words that read back to the very same rule, for a form that is filled in already. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.calendar.rule import Rule, parse
from bot.calendar.series import in_words, read_rule
from bot.domain import dates
from bot.errors import InvalidInput

_BARE = {
    "de": {
        "DAILY": ("täglich", "alle {n} Tage"),
        "WEEKLY": ("jede Woche", "alle {n} Wochen"),
        "MONTHLY": ("jeden Monat", "alle {n} Monate"),
        "YEARLY": ("jedes Jahr", "alle {n} Jahre"),
    },
    "en": {
        "DAILY": ("daily", "every {n} days"),
        "WEEKLY": ("every week", "every {n} weeks"),
        "MONTHLY": ("every month", "every {n} months"),
        "YEARLY": ("every year", "every {n} years"),
    },
}


def retyped(rule: str, first: datetime, language: str = "de") -> str:
    """Return "jeden 2. Mittwoch im Monat" for a rule that begins at the wall time `first`.

    It is the RRULE itself where no words are read as exactly this rule again.
    """
    return next((words for words in _candidates(rule, first, language) if _means(words, rule)), rule)


def _candidates(rule: str, first: datetime, language: str) -> Iterator[str]:
    parsed = parse(rule)
    if parsed == Rule(parsed.frequency, parsed.interval):
        one, many = _BARE[dates.spoken(language)][parsed.frequency]
        yield many.format(n=parsed.interval) if parsed.interval > 1 else one
    yield in_words(rule, first, language, with_time=False)


def _means(words: str, rule: str) -> bool:
    try:
        return read_rule(words) == rule
    except InvalidInput:
        return False
