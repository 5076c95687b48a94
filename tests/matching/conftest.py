"""The vocabulary is read once for all tests of the room."""

import pytest

from bot.matching.naming.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary.load()
