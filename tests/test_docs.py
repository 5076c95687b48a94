"""The documents are true: settings are accepted, commands exist, links lead somewhere, and what is quoted is said.

In those for members everything in *italics* is what the bot says, and lines of `text` that begin with / can be typed.
Their numbers are the code's.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from bot import dialogue, forms, gate, presence
from bot.calendar.ical.publishing import CANCELLED_STAYS, OVER_STAYS
from bot.commands import data, event_entry, event_form, events, job_guards
from bot.commands.suggestions import PEOPLE_FROM
from bot.delivery.errands import VALID
from bot.domain import handing_on
from bot.domain.duplicates import CLOSED_FOR
from bot.domain.jobs import (
    ASKED_BEFORE,
    DRAFT_LIVES,
    JOBS_PER_DAY,
    LIVES,
    OFFER_LIVES,
    TAGS_PER_JOB,
    TAGS_PER_PART,
)
from bot.domain.links import CODE_LIVES, PARTABLE
from bot.domain.members import KEPT_AFTER_LEAVING
from bot.domain.outcomes import ASKED_AFTER, FEW, MONTHS_KEPT
from bot.domain.people import Platform
from bot.domain.sending import Outcome
from bot.domain.tagging import COUNTS_FOR
from bot.house import registry
from bot.housekeeping import CLOSED_KEPT, DELETED_KEPT, PROPOSALS_KEPT, REMINDED_KEPT
from bot.matching.naming.vocabulary import SHORTEST_IN_TEXT
from bot.outbox.choosing import QUIET_FROM, QUIET_TO
from bot.settings.loading import load
from bot.talk.commands import Reading
from bot.talk.filling import read_line
from storage.tidying import ANSWERS_STAY, MARKS_STAY, NO_STAYS, TEXTS_STAY
from tests.support import plan

ROOT = Path(__file__).parent.parent
PLAYED = "a-day.md"  # a transcript, which a test of its own compares
GUIDES = {each.name: each.read_text("utf-8") for each in sorted((ROOT / "docs").glob("*.md")) if each.name != PLAYED}
FOR_MEMBERS = ("datenschutz.md", "handbuch.md")
NAME_NOTHING = (*FOR_MEMBERS, "develop.md", "map.md")  # they need name no setting and no command of ours
SAYING = ("adapters", "bot", "storage")  # the rooms whose sentences are quoted
NOT_OURS = {  # what stands behind a slash in the guides and is no command of the bot
    *("mybots", "newbot", "revoke", "setjoingroups", "setprivacy", "token"),  # BotFather's
    *("data", "tmp"),  # folders
    "health",  # what the web server answers
}
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
# How long each thing is kept, by the first words of its row in datenschutz.md, in the order in which the row says it.
KEPT: Final = {
    "Konto:": [DRAFT_LIVES],
    "Profil und Skills": [],
    "Wie du getaggt werden willst": [],
    "Wofür du zuletzt getaggt wurdest": [COUNTS_FOR],
    "Auftrag, für den du nicht getaggt wurdest": [],
    "Einwilligung:": [],
    "Entwurf eines Auftrags": [DRAFT_LIVES],
    "Auftrag, wer dafür": [CLOSED_KEPT, DELETED_KEPT],
    "Angebot, etwas weiterzugeben": [],
    "Wer einen Auftrag an wen": [],
    "Empfehlung: wer wen": [],
    "Dass du keine Fragen": [],
    "Teamraum:": [],
    "Ob nach einem Auftrag": [],
    "Wie oft im Monat": [],  # in months: see below
    "Meldung eines Auftrags": [],
    "Sperre für Aufträge": [],
    "Termin": [],
    "Entwurf eines Termins": [forms.CALL_LIVES],
    "Vorschlag eines Termins": [PROPOSALS_KEPT],
    "Verknüpfte Konten: welche": [],
    "Verknüpfte Konten: das Profil": [PARTABLE],
    "Code zum Verknüpfen": [],
    "Antwort auf einen Termin": [ANSWERS_STAY],
    "Eigene Kalenderadresse": [],
    "Abonnierter Kalender": [],
    "Erinnerung": [REMINDED_KEPT],
    "Offene Frage, offenes Formular": [forms.CALL_LIVES],
    "Link in den Privatchat": [gate.LINK_LIVES],
    "Knopf, dessen Inhalt": [gate.BUTTON_LIVES],
    "Was auf Telegram an den Bot geht": [MARKS_STAY, MARKS_STAY],
    "Nummer von dem, was auf Discord": [MARKS_STAY],
    "Zähler gegen zu viele Anfragen": [HOUR, job_guards.WINDOW],  # the desk counts within an hour
    "Was der Bot verschickt hat: worum": [TEXTS_STAY],
    "Was der Bot verschickt hat: Konto": [TEXTS_STAY],
    "Was der Bot verschickt hat: Kennung": [],
    "Ob du in einem Ort bist": [presence.SEEN_FOR, presence.LEFT_FOR, presence.RECALLED],
    "An wie vielen Tagen hintereinander": [],
}


def blocks(guide: str, language: str) -> list[str]:
    """Return a guide's fenced blocks of a language, also those in lists."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", GUIDES[guide], re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for _, block in found]


def every(language: str) -> list[tuple[str, str]]:
    return [(guide, block) for guide in GUIDES for block in blocks(guide, language)]


def test_there_is_a_guide_for_each_platform() -> None:
    assert {f"{platform}.md" for platform in Platform} <= {*GUIDES}


@pytest.mark.parametrize(("guide", "settings"), every("toml"))
def test_settings_are_accepted(guide: str, settings: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(settings, "utf-8")
    assert load(None, {}, tmp_path).model_fields_set, "a block of settings sets something"


@pytest.mark.parametrize("guide", GUIDES)
def test_variables_are_known_and_their_values_accepted(guide: str, tmp_path: Path) -> None:
    named = dict.fromkeys(re.findall(r"IDEENHERD_[A-Z_]+", GUIDES[guide]), "")
    set_to = dict(re.findall(r"(IDEENHERD_[A-Z_]+)='(.*)'", GUIDES[guide]))
    assert named or guide in NAME_NOTHING
    load(None, named | set_to, tmp_path)


@pytest.fixture(scope="module")
def help_text() -> str:
    return subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("guide", GUIDES)
def test_every_ideenherd_command_exists(guide: str, help_text: str) -> None:
    typed = "\n".join(blocks(guide, "sh")) + "\n".join(re.findall("`(ideenherd .*?)`", GUIDES[guide]))
    named = set(re.findall(r"^ideenherd ([a-z]+)", typed, re.MULTILINE))
    assert named or guide in NAME_NOTHING
    assert {name for name in named if not re.search(rf"^ +{name} ", help_text, re.MULTILINE)} == set()


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_leads_somewhere(guide: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", GUIDES[guide]):
        file, _, heading = link.partition("#")
        if file.startswith("https://"):
            continue
        target = ROOT / "docs" / (file or guide)
        assert target.exists(), link
        assert not heading or heading in headings(target.read_text("utf-8")), link


def headings(text: str) -> set[str]:
    """Return what the headings of a text are called in links."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("guide", GUIDES)
def test_what_is_quoted_is_what_the_code_says(guide: str) -> None:
    quoted = re.findall(r"^\| `([^`]{20,})` \|", GUIDES[guide], re.MULTILINE)
    said = {sentence for room in SAYING for sentence in sentences(ROOT / room)}
    assert quoted or guide in NAME_NOTHING
    assert [sentence for sentence in quoted if sentence not in said] == []


def sentences(room: Path) -> Iterator[str]:
    """Yield every string of the code, with … for what is put into it."""
    for file in room.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.sub(r"%[sd]", "…", node.value)


def phrases(room: Path) -> Iterator[str]:
    """Yield what a room says to people: sentences, labels of buttons and fields, with … for what is put into them."""
    for file in room.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Phrase", "Option"):
                match node.args:
                    case [ast.Constant(value=str(words)), *_]:
                        yield re.sub(r"{\w+}", "…", words)


@pytest.mark.parametrize("guide", FOR_MEMBERS)
def test_what_members_read_in_italics_is_what_the_bot_says(guide: str) -> None:
    shown = re.findall(r"(?<!\*)\*(?!\*)([^*]+)\*(?!\*)", GUIDES[guide].replace("\n", " "))
    said = {words for room in SAYING for words in phrases(ROOT / room)}
    assert shown
    assert sorted({words for words in shown if words not in said}) == []


def test_the_handbook_lists_every_command_with_its_english_name() -> None:
    rows = re.findall(r"^\| `/(\w+)` \| `/(\w+)` \|", GUIDES["handbuch.md"], re.MULTILINE)
    assert rows == [(each.name, next(iter(each.aliases), each.name)) for each in registry().visible]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_of_the_bot_that_is_named_exists(guide: str) -> None:
    named = set(re.findall(r"`/([a-z_]+)(?=[` @])", GUIDES[guide])) - NOT_OURS
    visible = {name for command in registry().visible for name in (command.name, *command.aliases)}
    assert named - visible == set()


def examples() -> list[str]:
    """Return what the documents for members say can be typed on Telegram."""
    typed = [line for guide in FOR_MEMBERS for block in blocks(guide, "text") for line in block.splitlines()]
    inline = [line for guide in FOR_MEMBERS for line in re.findall(r"`(/[a-z]+ [^`]+)`", GUIDES[guide])]
    return [line for line in (*typed, *inline) if line.startswith("/")]


@pytest.mark.parametrize("line", examples())
def test_what_can_be_typed_is_understood(line: str) -> None:
    house = registry()
    call = read_line(house, line)
    assert call is not None
    command = house.get(call.command)
    assert command is not None
    assert set(re.findall(r"(\w+)=", line)) <= {option.name for option in command.fields}
    read = command.read(call.values, Reading(NOW, ZoneInfo("Europe/Berlin")))
    assert read.keys() == call.values.keys()
    assert not call.values or house.asks(call) == (), "an example with values is complete"


def in_one_line(guide: str) -> str:
    return " ".join(GUIDES[guide].split())


def test_the_numbers_in_the_handbook_are_those_of_the_code() -> None:
    told = in_one_line("handbuch.md")
    assert f"Höchstens {TAGS_PER_PART} Leute je Teil eines Auftrags, {TAGS_PER_JOB} je Auftrag" in told
    assert f"Von {QUIET_FROM.hour} bis {QUIET_TO.hour} Uhr wird niemand getaggt" in told
    assert f"Ein Entwurf hält {DRAFT_LIVES // HOUR} Stunden" in told
    assert f"Ein offenes Formular wartet {dialogue.LIVES // HOUR} Stunden" in told
    assert f"Höchstens {JOBS_PER_DAY} Aufträge kannst du in {job_guards.WINDOW // HOUR} Stunden" in told
    assert f"höchstens {CLOSED_FOR.days} Tage geschlossen" in told
    assert f"Ein offener Auftrag läuft nach {LIVES.days} Tagen ab" in told
    assert ("Drei Tage vorher fragt" in told) == (timedelta(days=3) == ASKED_BEFORE)
    assert f"Das geht {CLOSED_KEPT.days} Tage lang" in told
    assert f"Ohne Dauer sind es {event_form.LASTS // HOUR} Stunden" in told
    assert f"was in den nächsten {events.LISTED_AHEAD.days} Tagen ansteht" in told
    assert f"höchstens {event_entry.OWN} kommende" in told
    assert f"ab {SHORTEST_IN_TEXT} Buchstaben" in told
    assert f"Abgesagtes steht noch {CANCELLED_STAYS.days} Tage als abgesagt darin, Vergangenes ein Jahr" in told
    assert f"Er gilt {CODE_LIVES // timedelta(minutes=1)} Minuten und nur einmal" in told
    assert ("Sieben Tage lang geht *Trennen*" in told) == (timedelta(days=7) == PARTABLE)
    assert OVER_STAYS.days == 365
    assert f"Das Angebot gilt {handing_on.OFFER_LIVES.days} Tage" in told
    assert f"1 bis {handing_on.MOST_SHARE} Prozent" in told
    assert ("Namen ab zwei Buchstaben" in told) == (PEOPLE_FROM == 2)
    assert ("Nach einer Stunde geht die Frage von selbst" in told) == (OFFER_LIVES == HOUR)


def test_things_are_kept_as_long_as_the_privacy_notice_says() -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", GUIDES["datenschutz.md"], re.MULTILINE)
    told = {what: list(durations(how_long)) for what, how_long in rows if what not in ("Was", "---")}
    assert list(told) == [next(each for each in told if each.startswith(what)) for what in KEPT]
    assert list(told.values()) == list(KEPT.values())


def test_figures_and_questions_are_as_the_guides_say() -> None:
    assert f"damit die Community weiß, ob Arbeit entsteht | {MONTHS_KEPT} Monate |" in in_one_line("datenschutz.md")
    assert f"{ASKED_AFTER.days} Tage nachdem ein Auftrag mit Team oder Interesse" in in_one_line("handbuch.md")
    assert f"steht nur „unter {FEW}“" in in_one_line("handbuch.md")


def test_people_are_forgotten_when_the_privacy_notice_says() -> None:
    told = in_one_line("datenschutz.md")
    assert f"nach {data.TIME_TO_CHANGE_ONES_MIND // HOUR} Stunden gelöscht, mit *Sofort löschen* gleich" in told
    assert f"Nach {KEPT_AFTER_LEAVING.days} Tagen bist du gelöscht" in told
    assert forms.CALL_LIVES == dialogue.LIVES, "an open question and an open form are one row"
    assert (VALID, NO_STAYS) == (presence.SEEN_FOR, presence.RECALLED), "one row for what was asked and what was told"


def durations(words: str) -> Iterator[timedelta]:
    for number, unit in re.findall(r"\b(\d+) (Stunde|Tag)", words):
        yield int(number) * (HOUR if unit == "Stunde" else timedelta(days=1))


def test_the_map_shows_every_module() -> None:
    assert plan.page() == plan.PAGE.read_text("utf-8"), "make map writes it anew"


def test_what_developers_read_names_what_there_is() -> None:
    told = GUIDES["develop.md"]
    named = set(re.findall(r"`((?:bot|adapters|storage|tests|docs)/[\w/.-]*)`", told))
    assert named
    assert sorted(each for each in named if not (ROOT / each).exists()) == []
    outcomes = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", told, re.MULTILINE)))
    assert sorted(outcomes) == sorted(Outcome)
