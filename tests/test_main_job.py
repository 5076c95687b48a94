"""The main job on real input: ten posts and a series go through the demo as a newcomer would start it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

STORY = Path(__file__).parent / "main_job" / "story.txt"
Shown = dict[str, Any]


@pytest.fixture(scope="module")
def shown() -> list[Shown]:
    """Everything that the story shows, as the command line prints it."""
    run = subprocess.run(  # noqa: S603 - our own program with our own script
        [sys.executable, "-m", "bot", "demo", "--empty", "--json", "--script", str(STORY)],
        capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    return [json.loads(line) for line in run.stdout.splitlines()]


def sent(shown: list[Shown], **what: object) -> Iterator[Shown]:
    """Yield what was sent and has these values."""
    for one in shown:
        if one["kind"] == "send" and all(one[key] == value for key, value in what.items()):
            yield one


# Who is tagged for which post, and on which side: everybody who offers it and agreed to be tagged, and nobody else.
TAGS = {
    "Website für eine Tischlerei": {"mads@telegram", "juno@discord"},
    "Gesucht: Go, Kubernetes": {"kira@discord", "ole@discord"},
    "Gesucht: Buchhaltung": {"pia@telegram"},
    "Gesucht: Django, React, Texten": {"ole@discord", "fenja@telegram"},
    "Gesucht: Lektorat": {"fenja@telegram"},
    "Gesucht: Lektorat, SEO": {"juno@discord"},  # after the edit, once the author had seen it
    "Gesucht: Illustration": set(),
    "Drei kurze Reels": {"juno@discord"},
    "Gesucht: Übersetzung, Englisch": set(),
    "Gesucht: Shopware": {"mads@telegram"},
    "Gesucht: Moderation, Veranstaltungstechnik": {"rike@discord"},
}


def test_the_right_people_are_tagged_on_their_own_side_and_nobody_else(shown: list[Shown]) -> None:
    pings = [one for one in shown if one["mentions"]]
    tagged = {title: {who for one in pings if f"„{title}“" in one["text"] for who in one["mentions"]} for title in TAGS}
    assert tagged == TAGS
    assert sum(len(one["mentions"]) for one in pings) == sum(map(len, TAGS.values())), "each person once a job"
    for ping in pings:
        assert ping["place"] == "#jobs"
        assert ping["kind"] == "send"
        assert ping["text"].startswith("Getaggt wegen ")
        *mutes, ways = ping["buttons"]
        assert ways == ["Pause", "Nicht mehr taggen"]
        assert all(label.startswith("Nicht mehr zu ") for row in mutes for label in row)
        assert {who.split("@")[1] for who in ping["mentions"]} == {ping["platform"]}


def test_every_job_has_one_card_on_each_side(shown: list[Shown]) -> None:
    for title in TAGS.keys() - {"Gesucht: Lektorat, SEO"}:
        for platform in ("telegram", "discord"):
            cards = [one for one in sent(shown, platform=platform, place="#jobs", to=None)
                     if one["text"].startswith(title + "\n") and "Kontakt: " in one["text"]]  # fmt: skip
            assert len(cards) == 1, (title, platform)


def test_three_trades_become_three_parts(shown: list[Shown]) -> None:
    card = next(one for one in sent(shown, place="#jobs") if one["text"].startswith("Gesucht: Django"))
    assert "Backend: Django, Backend-Entwicklung" in card["text"]
    assert "Frontend: React, Frontend-Entwicklung · dazu: TypeScript" in card["text"]
    assert "Text: Texten" in card["text"]


def test_chatter_is_left_alone(shown: list[Shown]) -> None:
    offers = [one for one in sent(shown) if "Vorschau" in [label for row in one["buttons"] for label in row]]
    assert len(offers) == 9, "nine free posts asked for somebody, the tenth came by form"


def test_night_posts_tag_at_eight(shown: list[Shown]) -> None:
    (ping,) = [one for one in shown if one["mentions"] == ["rike@discord"]]
    assert ping["at"].startswith("2026-12-02T08:00")


def test_the_edited_post_reaches_both_cards_and_the_new_skill_waits_for_the_author(shown: list[Shown]) -> None:
    edits = [one for one in shown if one["kind"] == "edit" and "Abgabe Ende März" in one["text"]]
    assert sorted(one["platform"] for one in edits) == ["discord", "telegram"]
    (told,) = sent(shown, to="ole@discord", place=None, at="2026-12-02T08:00:00+01:00")
    assert "SEO" in told["text"]
    assert told["buttons"][0][0] == "Veröffentlichen"
    assert "Juno" in told["text"]


def test_the_closed_job_is_closed_everywhere(shown: list[Shown]) -> None:
    closed = [one for one in shown if one["kind"] == "edit" and one["text"].startswith("Vergeben · Gesucht: Shopware")]
    assert sorted(one["platform"] for one in closed) == ["discord", "telegram"]
    assert all(one["buttons"] == [] for one in closed)


def test_the_twittwoch_is_announced_once_a_step_in_every_place_through_a_kill(shown: list[Shown]) -> None:
    for platform in ("telegram", "discord"):
        at = [one["at"][:16] for one in sent(shown, platform=platform, place="#termine", to=None)]
        assert at == ["2026-12-02T08:00", "2026-12-02T19:00", "2026-12-08T19:00", "2026-12-09T09:00"]
        gone = [one for one in shown if one["kind"] == "remove" and one["platform"] == platform]
        assert [one["at"][:16] for one in gone if one["place"] == "#termine"] == at[1:], "the older card makes room"
    last = [one for one in shown if one["place"] == "#termine" and one["to"] is None and one["kind"] != "remove"][-1]
    assert last["buttons"][0] == ["Dabei (2)", "Vielleicht", "Absagen"]


def test_personal_reminders_come_once_and_on_time(shown: list[Shown]) -> None:
    reminded = [
        (one["at"][:16], one["to"]) for one in sent(shown, private=True) if one["text"].startswith("Erinnerung")
    ]
    assert reminded == [("2026-12-03T10:00", "pia@telegram"), ("2026-12-09T17:00", "fenja@telegram")]
