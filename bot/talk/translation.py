"""Sentences of ours in another language: gettext catalogues whose keys are the German sentences in the code."""

from __future__ import annotations

import gettext
from functools import cache
from importlib import resources

from bot.talk.text import Translate, german


@cache
def translator(language: str) -> Translate:
    """Return what turns a German template into the language; an unknown language or sentence stays German.

    A catalogue lies in `bot/locale/<language>/LC_MESSAGES/ideenherd.mo`. Placeholders keep their names.
    """
    if language == "de":
        return german
    catalogue = resources.files("bot") / "locale" / language / "LC_MESSAGES" / "ideenherd.mo"
    if not catalogue.is_file():
        return german
    with catalogue.open("rb") as file:
        translations = gettext.GNUTranslations(file)
    return lambda template: translations.gettext(template) if template else ""
