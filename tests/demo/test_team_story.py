"""A shared job from the first post to the last question, as `tests/data/team_story.txt` tells it to the demo.

A website, three parts, five people on two platforms, one of them on both, one hand-over, one who steps down; the bot is
stopped twice, killed twice, and the whole is played in two runs. Without the four the same is shown.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.demo.conftest import Played, run

STORY = Path(__file__).parent.parent / "data" / "team_story.txt"
CODE = re.compile(r"(?:[A-Z2-7]{4}-){6}[A-Z2-7]{2}")
TITLE = "Neue Website für einen Verlag"
OFFERED = "Übernimmst du das?"


def told(folder: Path, story: str) -> Played:
    """Play a story in two runs on one database, since the code is read in between."""
    options = ("--empty", "--db", str(folder / "story.db"))
    first, second = re.split(r"^(?=.*\{code\})", story, maxsplit=1, flags=re.MULTILINE)
    before = run(folder / "first.txt", first, *options)
    (code,) = {found for text in before.texts() for found in CODE.findall(text)}
    after = run(folder / "second.txt", second.replace("{code}", code), *options)
    return Played(before.status or after.status, [*before.shown, *after.shown], before.complaint + after.complaint)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Return what the story shows."""
    return told(tmp_path_factory.mktemp("story"), STORY.read_text(encoding="utf-8"))


def cards(seen: Played) -> tuple[list[str], list[str]]:
    """Return how the cards stood on Telegram and on Discord, one after the other."""
    there, here = (
        [one["text"] for one in seen.of(platform=platform, place="#jobs", to=None) if "\nAuftrag 1" in one["text"]]
        for platform in ("telegram", "discord")
    )
    return there, here


def private(seen: Played, persona: str, words: str) -> list[str]:
    """Return what was newly written to somebody alone with these words in it, not what was changed afterwards."""
    return [text for text in seen.texts(to=persona, kind="send", private=True) if words in text]


def terms(text: str) -> str:
    """Return the terms of an offer: the card under what is said of it."""
    return text[text.index(TITLE + "\nWeitergegeben") :]


def test_a_shared_job_from_the_first_post_to_the_last_question(seen: Played) -> None:
    assert (seen.status, seen.complaint) == (0, "")

    there, here = cards(seen)
    assert there == here, "both platforms show the same, step by step"
    assert any("(besetzt: Anna)\nBackend: Django (offen)\nText: Texten (besetzt: Svenja)\n" in card for card in there)
    assert any("Text: Texten (offen)\nOffen: Text\n" in card for card in there), "the seat opened again"
    full = [card for card in there if "(besetzt: Emil)" in card]
    assert "(besetzt: Anna)" in full[-1]
    assert "(besetzt: Carl)" in full[-1]
    assert "Svenja" not in full[-1]
    assert there[-1].startswith(f"Vergeben · {TITLE}")
    assert not any(name in there[-1] for name in ("Anna", "Carl", "Emil", "Svenja"))

    pinged = [(one["platform"], one["mentions"]) for one in seen.of(place="#jobs") if one["mentions"]]
    assert sorted(pinged) == [
        ("discord", ["anna@discord"]),
        ("telegram", ["carl@telegram"]),
        ("telegram", ["svenja@telegram"]),
    ], "who agreed, once, Anna on the side that she prefers, and never Emil"


def test_everybody_is_told_what_concerns_them_once(seen: Played) -> None:
    told: dict[str, dict[str, int]] = {
        "mara@discord": {
            "@Anna hat Interesse": 2,  # at once, and again with the sentence
            "Svenja hat Interesse": 1,
            "Carl hat übernommen": 1,
            "Alle Teile sind besetzt": 2,
            "Ihr redet weiter im Teamraum": 1,
            "Svenja steigt aus": 1,
            "Ist daraus Arbeit geworden?": 1,
        },
        "anna@discord": {"Zusage": 1, "So unterschreibt ihr": 1, "Danke, dass du dabei warst": 1},
        "carl@telegram": {
            OFFERED: 1,
            "So unterschreibt ihr": 1,
            "redet auf Discord": 1,
            "Danke, dass du dabei warst": 1,
        },
        "svenja@telegram": {"Zusage": 1, "redet auf Discord": 1, "Danke, dass du dabei warst": 0},
        "emil@discord": {"Zusage": 1, "Hauptauftrag mit Subs": 1, "Danke, dass du dabei warst": 1},
        "anna@telegram": {"Zusage": 0, "Danke, dass du dabei warst": 0, "schon notiert": 1},
    }
    assert told == {who: {words: len(private(seen, who, words)) for words in each} for who, each in told.items()}
    assert not any("Provision" in text for text in seen.texts(place="#jobs", to=None))


def test_both_sides_read_the_same_terms(seen: Played) -> None:
    read = {
        persona: {terms(text) for text in seen.texts(to=persona) if "Weitergegeben wird" in text}
        for persona in ("mara@discord", "carl@telegram")
    }
    assert read["mara@discord"] == read["carl@telegram"]
    (agreed,) = read["carl@telegram"]
    assert "Provision: 10 Prozent vom Honorar für Mara. Das ist keine Rechtsberatung." in agreed
    assert "Mit dem Kunden spricht danach Mara." in agreed


def test_the_team_has_one_room_with_its_plan_until_the_end(seen: Played) -> None:
    plan = seen.texts(place="#team-1", to=None)
    assert plan[0].startswith(f"Team: {TITLE}\nWeb: Website-Erstellung, Webdesign (Anna)\nBackend: Django (Carl)")
    assert ["(Svenja)" in text for text in plan[:3]] == [True, False, False]
    assert "Text: Texten (offen)" in plan[1]
    assert "Text: Texten (Emil)" in plan[2]
    assert all("Ansprechperson: Mara" in text for text in plan[:3])
    assert [text.splitlines()[-1] for text in plan[3:]] == [
        "Dieser Teamraum ist geschlossen.",
        "Ich schließe den Thread. Lesen könnt ihr ihn weiter.",
    ]
    assert [one["files"] for one in seen.of(to="anna@discord") if one["files"]] == [["auftrag-1.md"]]
    assert not seen.of(place="#team-2")


def test_the_question_comes_after_two_weeks(seen: Played) -> None:
    (ended,) = {one["at"][:10] for one in seen.shown if one["text"].startswith("Hier ist Schluss")}
    (asked,) = {one["at"][:10] for one in seen.of(kind="send") if "Ist daraus Arbeit" in one["text"]}
    assert (ended, asked) == ("2026-12-14", "2026-12-28")
    assert seen.texts(to="mara@discord")[-1] == "Schön. Ich habe es gezählt."


def test_stops_and_kills_in_the_middle_change_nothing(seen: Played, tmp_path: Path) -> None:
    story = STORY.read_text(encoding="utf-8")
    undisturbed = re.sub(r"^!\w+\n", "", story, flags=re.MULTILINE)
    assert undisturbed.count("\n") == story.count("\n") - 4
    assert words(told(tmp_path, undisturbed)) == words(seen)


def words(seen: Played) -> list[tuple[object, ...]]:
    """Return all that was shown but the code, which is another each time."""
    return [
        (one["at"], one["platform"], one["to"], one["kind"], CODE.sub("CODE", one["text"]), one["buttons"])
        for one in seen.shown
    ]
