"""The commands that show how something is read: `match` and `explain` a post, `when` a date."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.cli.parsing import DONE, FINDING, Subcommand, settings_of, speak_utf8
from bot.errors import ConfigError


def _match(given: argparse.Namespace) -> int:
    from bot.jsonlines import Complaints, answers
    from bot.matching.batch import Batch, members_of
    from bot.matching.naming.vocabulary import Vocabulary

    speak_utf8("backslashreplace")  # half a surrogate goes out as it may have come in, as \ud800
    vocabulary, complaints = Vocabulary.load(), Complaints(lambda sentence: print(sentence, file=sys.stderr))
    lines = _lines_of(given.members) if given.members is not None else ()
    members = members_of(lines, vocabulary, str(given.members), complaints)
    batch = Batch(vocabulary, datetime.now(UTC).date(), members)
    for answer in answers(sys.stdin.buffer, batch.answer, complaints):
        print(answer, flush=True)
    return FINDING if complaints.wrong else DONE


def _lines_of(file: Path) -> Sequence[bytes]:
    try:
        return file.read_bytes().split(b"\n")
    except OSError as error:
        raise ConfigError(f"--members: {file} kann ich nicht lesen ({error.strerror}).") from error


def _match_takes(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _HOW_TO_MATCH
    parser.add_argument("--members", type=Path, metavar="DATEI", help="die Mitglieder, eines je Zeile")


_HOW_TO_MATCH: Final = """\
Liest von der Eingabe je Zeile ein Gesuch als JSON und antwortet je Gesuch mit einer Zeile:

  {"id": "1", "text": "Suche jemanden für React."}
  {"id": "1", "asks": true, "skills": ["React"], "parts": [{"part": "frontend",
   "core": ["React"], "side": [], "skills": ["React"]}], "tagged": ["anna"],
   "reasons": {"anna": "React · Essen · frei"}}

Ein Mitglied in DATEI:

  {"handle": "anna", "skills_raw": "react, figma", "city": "Essen", "availability": "frei"}

Höchstens fünf werden getaggt, bei mehreren Teilen je drei, für einen, der nur nebenbei genannt
ist, zwei oder niemand; wer ausgebucht ist, nie. Was an einer Zeile nicht stimmt, steht mit ihrer
Nummer auf der Fehlerausgabe, und der Befehl endet mit 1."""


def _explain(given: argparse.Namespace) -> int:
    from bot.matching.explaining import explained
    from bot.matching.naming.vocabulary import Vocabulary

    speak_utf8("replace")
    text = sys.stdin.buffer.read().decode("utf-8-sig", "replace") if given.text == "-" else given.text
    print("\n".join(explained(text, Vocabulary.load())))
    return DONE


def _explain_takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="der Text des Gesuchs, - liest ihn von der Eingabe")


def _when(given: argparse.Namespace) -> int:
    from bot.calendar.batch import Saying, for_a_person
    from bot.jsonlines import Complaints, answers

    speak_utf8("backslashreplace")
    zone = _zone(given)
    if given.text is not None:
        print("\n".join(for_a_person(given.text, datetime.now(UTC), zone)))
        return DONE
    complaints = Complaints(lambda sentence: print(sentence, file=sys.stderr))
    for answer in answers(sys.stdin.buffer, Saying(lambda: datetime.now(UTC), zone).answer, complaints):
        print(answer, flush=True)
    return FINDING if complaints.wrong else DONE


def _zone(given: argparse.Namespace) -> ZoneInfo:
    """Return the community's zone, as the file of settings or the environment names it."""
    return ZoneInfo(settings_of(given).community.timezone)


def _when_takes(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _HOW_TO_SAY_WHEN
    parser.add_argument("text", metavar="TEXT", nargs="?", help="eine Zeitangabe; ohne sie wird die Eingabe gelesen")


_HOW_TO_SAY_WHEN: Final = """\
Ohne TEXT liest er von der Eingabe je Zeile eine Angabe als JSON und antwortet mit einer Zeile:

  {"id": "1", "text": "Mi 2.12. 19 Uhr", "now": "2026-11-26T10:15:00+01:00", "tz": "Europe/Berlin"}
  {"id": "1", "kind": "datetime", "start": "2026-12-02T19:00:00+01:00", "end": null, "rrule": null,
   "choices": [], "next": [], "because": ""}

kind ist datetime, date, range, recurring, deadline, ask oder none. Ohne now und tz zählen die Uhr
und die Zeitzone der Einstellungen. Was an einer Zeile nicht stimmt, steht mit ihrer Nummer auf
der Fehlerausgabe, und der Befehl endet mit 1."""


COMMANDS: Final = (
    Subcommand(
        "match", "Viele Gesuche lesen und sagen, wer passt, als JSON Lines", _match, _match_takes, reads_settings=False
    ),
    Subcommand("when", "Zeigen, wie eine Zeitangabe gelesen wird, oder viele als JSON Lines", _when, _when_takes),
    Subcommand(
        "explain",
        "Zeigen, wie ein Gesuch gelesen wird, mit jeder Regel",
        _explain,
        _explain_takes,
        reads_settings=False,
    ),
)
