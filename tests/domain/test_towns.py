"""The 53 towns: what people call them, and how far apart they lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.towns import (
    ELSEWHERE,
    REMOTE,
    TOWNS,
    distance_km,
    find_town,
    near_towns,
    neighbours,
    read_town,
    trailing_town,
)
from bot.errors import InvalidInput, UserError


def test_all_53_municipalities_are_known_by_their_official_name() -> None:
    assert len(set(TOWNS)) == 53
    assert all(find_town(town) == read_town(f" {town.upper()} ") == town for town in TOWNS)


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("Mülheim", "Mülheim an der Ruhr"), ("Muelheim", "Mülheim an der Ruhr"), ("mulheim", "Mülheim an der Ruhr"),
        ("Mülheim/Ruhr", "Mülheim an der Ruhr"), ("Mülheim a.d.R.", "Mülheim an der Ruhr"),
        ("Boenen", "Bönen"), ("Bonen", "Bönen"), ("Luenen", "Lünen"), ("huenxe", "Hünxe"),
        ("Voerde", "Voerde (Niederrhein)"), ("Wetter", "Wetter (Ruhr)"), ("Wetter/Ruhr", "Wetter (Ruhr)"),
        ("Castrop", "Castrop-Rauxel"), ("Haltern", "Haltern am See"), ("Fröndenberg", "Fröndenberg/Ruhr"),
        ("oer erkenschwick", "Oer-Erkenschwick"), ("Kamp Lintfort", "Kamp-Lintfort"),
        ("Neukirchen Vluyn", "Neukirchen-Vluyn"),
        ("GE", "Gelsenkirchen"), ("DO", "Dortmund"), ("BO", "Bochum"), ("RE", "Recklinghausen"), ("du", "Duisburg"),
        ("Essen-Werden", "Essen"), ("45127 Essen", "Essen"), ("Essen, NRW", "Essen"), ("Wanne-Eickel", "Herne"),
        ("Homeoffice", REMOTE), ("home office", REMOTE), ("online", REMOTE), ("Remote", REMOTE),
        ("woanders", ELSEWHERE), ("außerhalb", ELSEWHERE), ("Ausserhalb", ELSEWHERE),
    ],
)  # fmt: skip
def test_town_is_known_by_what_people_write(typed: str, town: str) -> None:
    assert find_town(typed) == read_town(typed) == town


@pytest.mark.parametrize("typed", ["", " ", "Berlin", "xyz", "Köln-Essen", "an der Ruhr", "-", "python"])
def test_what_is_no_town_is_not_taken_for_one(typed: str) -> None:
    assert find_town(typed) is None
    with pytest.raises(InvalidInput, match="„remote“ oder „anderswo“") as refused:
        read_town(typed)
    assert refused.value.values["typed"] == typed.strip()


def test_refusal_names_towns_that_come_near_and_only_those() -> None:
    with pytest.raises(InvalidInput, match=r"„Dormund“ .* Meintest du Dortmund\?"):
        read_town("Dormund")
    with pytest.raises(InvalidInput) as refused:
        read_town("Honolulu")
    assert "Meintest" not in str(refused.value)
    with pytest.raises(InvalidInput) as refused:
        read_town("x" * 10_000)
    assert len(str(refused.value)) < 200
    assert near_towns("Esen")[0] == "Essen"
    assert len(near_towns("Herne")) <= 3


@pytest.mark.parametrize(
    "typed",
    ["Essen,Bochum", "Essen, Bochum", "Essen/Bochum", "Essen oder Bochum", "essen und remote", "Wetter (Ruhr) & Unna"],
)
def test_several_towns_are_refused_and_not_read_as_the_first(typed: str) -> None:
    with pytest.raises(InvalidInput, match=r"^Nenn nur einen Ort\.$"):
        read_town(typed)


@pytest.mark.parametrize(
    "typed", ["Wanne/Eickel", "Marl, RE", "Essen, Kreis Wesel", "Fröndenberg/Ruhr", "Herne, Wanne"]
)
def test_what_stands_beside_a_town_is_no_second_one(typed: str) -> None:
    assert read_town(typed) in TOWNS


def test_the_whole_region_is_no_town() -> None:
    with pytest.raises(InvalidInput, match=r"^Nenn eine Stadt, zum Beispiel Essen\.$"):
        read_town("Ruhrgebiet")


@given(st.text(max_size=100))
def test_any_text_is_a_town_or_a_refusal(typed: str) -> None:
    try:
        town = read_town(typed)
    except UserError:
        assert find_town(typed) is None
    else:
        assert town in {*TOWNS, REMOTE, ELSEWHERE}


@pytest.mark.parametrize(
    ("typed", "front", "town"),
    [
        ("python essen", "python", "Essen"),
        ("python Mülheim an der Ruhr", "python", "Mülheim an der Ruhr"),
        ("c# .net haltern am see", "c# .net", "Haltern am See"),
        ("moderation in Essen", "moderation", "Essen"),
        ("python remote", "python", REMOTE),
        ("python home office", "python", REMOTE),
        ("python DO", "python", "Dortmund"),
        ("python do", "python do", None),
        ("essen python", "essen python", None),  # only the last words are the town
        ("essen", "", "Essen"),
        ("castrop rauxel", "", "Castrop-Rauxel"),
        ("python", "python", None),
        ("", "", None),
    ],
)
def test_last_words_that_are_a_town_are_the_town(typed: str, front: str, town: str | None) -> None:
    assert trailing_town(typed.split()) == (tuple(front.split()), town)


def test_neighbours_lie_within_eighteen_kilometres_both_ways() -> None:
    assert distance_km("Essen", "Bochum") == pytest.approx(14.2, abs=0.1)
    assert distance_km("Essen", "Essen") == 0
    assert {"Bochum", "Gelsenkirchen", "Mülheim an der Ruhr"} <= neighbours("Essen")
    assert not {"Essen", "Dortmund", "Hamm"} & neighbours("Essen")
    for town in TOWNS:
        for other in neighbours(town):
            assert town in neighbours(other)
            assert distance_km(town, other) <= 18
    assert neighbours(REMOTE) == neighbours(ELSEWHERE) == frozenset()
