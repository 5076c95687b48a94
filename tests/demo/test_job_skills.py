"""What an author corrects in the demo, on both of its sides."""

from __future__ import annotations

import pytest

from tests.demo.conftest import Play

POST = "{who}:#jobs> Unser Verein braucht eine neue Website, wer kann Ansible?\n{who}:#jobs> [Vorschau]\n"
SIDES = pytest.mark.parametrize(
    ("who", "way"), [("ben@discord", ""), ("emil@telegram", "emil@telegram> [Weiter im Privatchat]\n")]
)


@SIDES
def test_skills_are_tapped_and_a_part_is_taken(play: Play, who: str, way: str) -> None:
    seen = play(
        POST.format(who=who) + way + f"{who}> [Skills ändern]\n{who}> [Ansible: gesucht]\n{who}> [+ Text]\n"
        f"{who}> [Veröffentlichen]\n"
    )
    assert seen.status == 0, seen.complaint
    tapped = next(each for each in seen.of(to=who) if "dazu: Ansible" in each["text"])
    assert tapped["buttons"] == [
        ["Ansible: dazu", "Website-Erstellung: gesucht"],
        ["+ Konzept", "+ Design", "+ Text"],
        ["+ Foto", "+ SEO"],
        ["Vorschau", "Als Liste"],
    ]
    cards = [each["text"] for each in seen.of(place="#jobs", to=None, kind="send") if "Kontakt: " in each["text"]]
    assert len(cards) == 2
    assert all("Text: Texten" in card and "dazu: Ansible" in card for card in cards)


@SIDES
def test_skills_are_written_as_a_line(play: Play, who: str, way: str) -> None:
    seen = play(
        POST.format(who=who) + way + f"{who}> [Skills ändern]\n{who}> [Als Liste]\n"
        f"{who}> skills=React; dazu: Ansible\n{who}> ok\n"
    )
    assert seen.status == 0, seen.complaint
    (asked,) = [each for each in seen.of(to=who) if each["fields"]]
    assert asked["fields"][0][0] == "skills"
    assert "Frontend: React · dazu: Ansible" in seen.of(to=who)[-1]["text"]
