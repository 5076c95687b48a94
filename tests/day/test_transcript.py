"""What the comparison of two transcripts lets through."""

from __future__ import annotations

from tests.day.transcript import APPENDIX, DOUBT, KILLED, SETTLED, differences

CARD = """\
```text
Tue 1 Dec, 09:00  anna@telegram » /start
    Telegram #jobs
      Gesucht: Logo
      Wir brauchen eins.
      [Interesse]
"""
SHORT = CARD.replace("Logo\n      Wir brauchen eins.", "Logo …")


def test_same_words_are_no_difference_however_long_they_are_shown() -> None:
    assert [*differences(CARD, CARD)] == []
    assert [*differences(SHORT, CARD)] == []
    assert [*differences(f"{CARD}{APPENDIX}\n    whatever", CARD)] == []


def test_other_words_buttons_places_and_messages_are() -> None:
    assert [*differences(CARD, CARD.replace("eins", "zwei"))]
    assert [*differences(SHORT, CARD.replace("Logo", "Logos"))]
    assert [*differences(SHORT, CARD.replace("[Interesse]", "[Interesse (1)]"))]
    assert [*differences(CARD, CARD.replace("#jobs", "#termine"))]
    assert [*differences(CARD, CARD + "    Telegram #jobs\n      Noch etwas\n")]
    assert [*differences(CARD, CARD.replace("/start", "/hilfe"))]
    assert [*differences(CARD, CARD + "Tue 1 Dec, 09:00  ben@discord » /start\n")]


def test_only_what_was_seen_may_be_killed() -> None:
    killed = CARD.replace("    Telegram #jobs", f"{KILLED} accepted sendMessage, started again\n    Telegram #termine")
    assert [*differences(CARD, killed)] == []
    assert [*differences(killed, CARD)]


def test_organisers_may_be_asked_once_for_each_kill_whether_something_arrived() -> None:
    later = "Tue 1 Dec, 09:50 The operator gives it a new token.\n"
    asked = f"    Discord, Orga’s private chat\n      {DOUBT}: die Karte.\n      [Ist da]\n"
    struck = f"{CARD}{KILLED} accepted sendMessage, started again\n"
    assert [*differences(CARD + later, struck + later + asked)] == []
    assert [*differences(CARD + later, struck + later + asked + asked)]
    assert [*differences(CARD + later, struck + asked + later + asked)]
    assert [*differences(CARD + later, CARD + later + asked)]


def test_answer_of_the_organisers_may_be_taken_in_a_later_block_once_for_each_kill() -> None:
    later = "Tue 1 Dec, 09:50 The operator gives it a new token.\n"
    question = f"    Discord, Orga’s private chat\n      {DOUBT}: die Karte.\n      [Ist da]\n"
    taken = "".join(f"    Discord, Orga’s private chat\n      {words}\n" for words in SETTLED)
    struck = f"{CARD}{KILLED} accepted sendMessage, started again\n{question}"
    assert [*differences(CARD + later, struck + later + taken)] == []
    assert [*differences(CARD + later, struck + later + taken + taken)]
    assert [*differences(CARD + later, CARD + later + taken)]
    assert [*differences(CARD + later, struck + later + taken.replace("Orga’s private chat", "#jobs"))]
