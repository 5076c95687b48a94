"""The classes of words are those that phrases speak of, each word once in a class."""

import re
from importlib.resources import files

from bot.matching.rules.rulebook import read_classes, read_rules

OF_NO_PHRASE = {"nameless", "spelled", "typed"}


def _lines(*names: str) -> list[str]:
    room = files("bot.matching.rules")
    return [line for name in names for line in room.joinpath(name).read_text("utf-8").splitlines()]


def test_phrases_speak_of_every_class_and_none_says_a_word_twice() -> None:
    classes = read_classes(_lines("lexicon.txt", "signwords.txt"))
    phrases = " ".join(phrase for each in read_rules(_lines("rules.txt", "signs.txt")).values() for phrase in each)
    named = {name.strip(" =!") for names in re.findall(r"<(?!!?<|=)([^<>]+)>", phrases) for name in names.split("|")}
    assert classes.keys() - named == OF_NO_PHRASE
    twice = {name: {word for word in words.split() if words.split().count(word) > 1} for name, words in classes.items()}
    assert not {name: words for name, words in twice.items() if words}
