"""What a place hears of, from the settings to the database and back, and what `ideenherd check` says of it."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import EventKind
from bot.domain.hearing import Hearing, Quiet, Rung, Weekly
from bot.domain.towns import ELSEWHERE, REMOTE, TOWNS
from bot.errors import ConfigError
from bot.inspection import findings
from bot.listening import hearing_of, in_words
from bot.settings.model import PlaceSettings
from storage.hearing import read, written
from tests.settings.writing import findings_of, settings_of

EVENTS = '[[places]]\nplatform = "telegram"\nchat = -100\nname = "#termine"\nroles = ["events"]\n'
OWN = """
kinds = ["Barcamp", "Lean Coffee"]
towns = ["essen", "Mülheim", "BO", "remote"]
within_km = 10
remote = false
ladder = ["14d", "2h"]
hour = "10"
quiet = "22-7:30"
recap = "So 18:00"
"""


def hearing(folder: Path, said: str) -> Hearing:
    (found,) = settings_of(folder, EVENTS + said).places
    return hearing_of(found)


def test_nothing_said_is_the_default_in_the_settings_and_in_the_database(tmp_path: Path) -> None:
    assert (
        hearing(tmp_path, "")
        == Hearing()
        == read({})
        == hearing_of(PlaceSettings(platform="telegram", chat="1", roles=("events",)))
    )


def test_everything_can_be_said(tmp_path: Path) -> None:
    assert hearing(tmp_path, OWN) == Hearing(
        kinds=frozenset({EventKind.BARCAMP, EventKind.COFFEE}),
        towns=("Essen", "Mülheim an der Ruhr", "Bochum", REMOTE),
        within_km=10,
        remote=False,
        ladder=(Rung(days=14), Rung(hours=2)),
        hour=time(10),
        quiet=Quiet(time(22), time(7, 30)),
        recap=Weekly(6, time(18)),
    )
    assert hearing(tmp_path, 'quiet = ""\nrecap = ""\nladder = []') == Hearing(quiet=None, ladder=())


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ('kinds = ["Party"]', "kinds: muss eine Liste aus Treffen"),
        ("within_km = -1", "within_km: muss eine Zahl von 0 bis 100"),
        ('ladder = ["29d"]', "ladder: muss eine Liste von Abständen"),
        ('ladder = ["24h"]', "ladder: muss eine Liste von Abständen"),
        ('ladder = ["0h"]', "ladder: muss eine Liste von Abständen"),
        ('hour = "24:00"', "hour: muss eine Uhrzeit"),
        ('quiet = "21"', "quiet: muss eine Zeit von bis"),
        ('recap = "Monday 9:00"', "recap: muss ein Wochentag"),
        ("remote = 1", "remote: muss true oder false"),
    ],
)
def test_what_is_wrong_is_named_with_an_example(tmp_path: Path, said: str, reason: str) -> None:
    (finding,) = findings_of(tmp_path, EVENTS + said)
    assert reason in finding
    assert "Zum Beispiel: " in finding


def test_an_unknown_town_is_refused_at_loading_by_its_place_and_names_a_near_one(tmp_path: Path) -> None:
    known, wrong = EVENTS + OWN, EVENTS.replace("-100", "-200")
    (finding,) = findings_of(tmp_path, f'{known}{wrong}towns = ["Essen", "Bochumm"]')
    assert finding == (
        "[places] 2: towns: muss eine Liste von Städten im Ruhrgebiet sein. Meinst du Bochum? "
        'Zum Beispiel: towns = ["Essen", "Bochum"]'
    )
    (finding,) = findings_of(tmp_path, f'{known}{wrong}towns = ["Atlantisxyz"]')
    assert finding == (
        '[places] 2: towns: muss eine Liste von Städten im Ruhrgebiet sein. Zum Beispiel: towns = ["Essen", "Bochum"]'
    )


def test_a_place_has_an_hour_to_speak(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="keine Stunde am Tag"):
        hearing(tmp_path, 'quiet = "0:30-0:00"')
    assert hearing(tmp_path, 'quiet = "1:00-0:00"').quiet == Quiet(time(1), time(0))


async def test_check_says_of_each_place_for_events_what_it_hears_of(tmp_path: Path) -> None:
    # A token that Telegram is never asked about: only the settings' own findings are read.
    others = EVENTS.replace("#termine", "#jobs").replace("-100", "-200").replace("events", "jobs")
    settings = settings_of(tmp_path, f'[telegram]\ntoken = "1:a"\n{EVENTS}{OWN}{others}')
    said = []
    async for finding in findings(settings):
        said.append(finding.what)
        if finding.what.startswith("#"):
            break
    assert said[-1] == (
        "#termine hört nur von Barcamp und Lean Coffee in Essen, Mülheim an der Ruhr, Bochum, remote und Orten bis "
        "10 km. "
        "Angekündigt wird sofort, 14 Tage vorher und 2 Stunden vorher. Ruhe ist von 22:00 bis 7:30 Uhr. "
        "Wochenüberblick am Sonntag um 18:00 Uhr."
    )


async def test_check_says_what_counts_only_where_a_place_has_another_role(tmp_path: Path) -> None:
    mixed = f"{EVENTS}{OWN}index = true\nfree_messages = true\n"
    plain = f'{EVENTS}index = false\nfree_messages = false\n{EVENTS}remote = true\nrecap = ""\n'
    both = mixed.replace('"events"', '"events", "jobs"')
    of_events = "kinds, towns, within_km, remote, ladder, hour, quiet, recap"
    told = []
    for said in (mixed, mixed.replace("events", "jobs"), both, plain.replace("-100", "-200", 1)):
        settings = settings_of(tmp_path, said)
        told.append([one.what async for one in findings(settings) if one.what.startswith("[[places]]")])
    assert told == [
        ["[[places]] 1: free_messages, index: Das gilt nur an Orten mit der Rolle „jobs“."],
        [f"[[places]] 1: {of_events}: Das gilt nur an Orten mit der Rolle „events“."],
        [],
        [],
    ]


def test_the_defaults_in_words() -> None:
    assert in_words(Hearing()) == (
        "hört von allen Terminen. "
        "Angekündigt wird sofort, 7 Tage vorher, 1 Tag vorher und am Tag selbst um 9:00 Uhr. "
        "Ruhe ist von 21:00 bis 8:00 Uhr. Kein Wochenüberblick."
    )
    assert in_words(Hearing(ladder=(), quiet=None, remote=False)).startswith(
        "hört von allen Terminen, die einen Ort haben. Angekündigt wird nur einmal, sofort. Ruhezeiten gibt es nicht."
    )


HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
HEARINGS = st.builds(
    Hearing,
    kinds=st.frozensets(st.sampled_from(list(EventKind))),
    towns=st.lists(st.sampled_from([*TOWNS, REMOTE, ELSEWHERE]), unique=True).map(tuple),
    within_km=st.integers(0, 100),
    remote=st.booleans(),
    ladder=st.lists(
        st.integers(0, 28).map(lambda days: Rung(days=days)) | st.integers(1, 23).map(lambda hours: Rung(hours=hours))
    ).map(tuple),
    hour=HOURS,
    quiet=st.none() | st.builds(Quiet, HOURS, HOURS),
    recap=st.none() | st.builds(Weekly, st.integers(0, 6), HOURS),
)


@given(HEARINGS)
def test_what_is_written_is_read_again_and_can_be_said(hearing: Hearing) -> None:
    assert read(written(hearing)) == hearing
    assert in_words(hearing).endswith(".")
