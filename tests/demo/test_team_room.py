"""A team's room in the demo is a chat of its own, which its people alone see."""

from __future__ import annotations

from tests.demo.conftest import Play

TEAM = (
    "ben@discord:#jobs> /job titel=Portal\n"
    "ben@discord> text=Suche React und Texten\n"
    "ben@discord> ok\n"
    "ben@discord> [Veröffentlichen]\n"
    "carla@discord:#jobs> [Interesse: Frontend]\n"
    "carla@discord> ok\n"
    "ben@discord> [Zusagen]\n"
    "{other}:#jobs> [Interesse: Text]\n"
    "{other}> {close}\n"
    "ben@discord> [Zusagen]\n"
)


def test_a_complete_team_talks_in_its_own_chat_until_the_end(play: Play) -> None:
    seen = play(
        TEAM.format(other="dora@discord", close="ok")
        + "carla@discord:#team-1> [Für den Kunden]\n"
        + "ben@discord:#team-1> [Projekt beenden]\n"
        + "ben@discord> [Ja, beenden]\n"
        + "dora@discord:#team-1> Hallo?\n"
    )
    first = seen.texts(place="#team-1", kind="send", to=None)[0]
    assert first.startswith("Team: Portal")
    assert "Frontend: React (Carla)" in first
    assert any("Danke an alle" in text for text in seen.texts(place="#team-1", kind="send", to=None))
    assert "dora@discord kann in #team-1 nichts schreiben" in seen.complaint


def test_nobody_else_sees_the_room(play: Play) -> None:
    seen = play(TEAM.format(other="dora@discord", close="ok") + "emil@discord:#team-1> [Für den Kunden]\n")
    assert "emil@discord sieht in #team-1 keinen Knopf" in seen.complaint
