"""Over every test the log is watched at DEBUG, as a running bot would write it, for the tokens of the platforms.

No test of a property fails for being slow: how fast things are is told by `benchmarks/` alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import settings

from bot.secrecy import TALKATIVE
from tests.support.canaries import Watch, sung

_WATCH: Final = Watch()

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def canaries() -> Iterator[None]:
    """Watch the log while a test runs; what libraries say below WARNING no bot ever writes."""
    root, before = logging.getLogger(), logging.getLogger().level
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    root.addHandler(_WATCH)
    root.setLevel(logging.DEBUG)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    yield
    root.removeHandler(_WATCH)
    root.setLevel(before)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    heard, _WATCH.heard = _WATCH.heard, []
    assert heard == [], "a token got into the log"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Look through what a test, or the bot in it, has printed."""
    report = yield
    printed = "".join(words for name, words in report.sections if "log" not in name)  # type: ignore[attr-defined]
    if report.when == "call" and (found := sung(printed)):  # type: ignore[attr-defined]
        report.outcome, report.longrepr = "failed", f"a token was printed: {found}"  # type: ignore[attr-defined]
    return report
