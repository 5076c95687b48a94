"""What a place hears of events, from the settings, and in words for operators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.dates import SHORT_WEEKDAYS, WEEKDAYS
from bot.domain.events import EventKind
from bot.domain.hearing import Hearing, Quiet, Rung, Weekly, rung
from bot.domain.towns import find_town
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.settings.model import PlaceSettings


AN_HOUR: Final = timedelta(hours=1)


def hearing_of(said: PlaceSettings) -> Hearing:
    """Return what the settings of a place say."""
    return Hearing(
        kinds=frozenset(map(EventKind, said.kinds)),
        towns=tuple(dict.fromkeys(filter(None, map(find_town, said.towns)))),
        within_km=said.within_km,
        remote=said.remote,
        ladder=tuple(map(rung, said.ladder)),
        hour=_clock(said.hour),
        quiet=_quiet_hours(said.quiet) if said.quiet else None,
        recap=_weekly(said.recap) if said.recap else None,
    )


def _quiet_hours(written: str) -> Quiet:
    quiet = Quiet(*map(_clock, written.split("-")))
    if quiet.leaves < AN_HOUR:
        raise ConfigError('[[places]] quiet: so bleibt keine Stunde am Tag übrig. Zum Beispiel: quiet = "21:00-8:00"')
    return quiet


def _clock(written: str) -> time:
    hour, _, minute = written.partition(":")
    return time(int(hour), int(minute or 0))


def _weekly(written: str) -> Weekly:
    day, at = written.split()
    return Weekly(SHORT_WEEKDAYS["de"].index(f"{day}."), _clock(at))


def in_words(hearing: Hearing) -> str:
    """Return what a place hears of, when, and when not, in German sentences."""
    return " ".join((_what(hearing), _when(hearing), _quiet(hearing.quiet), _recap(hearing.recap)))


def _what(hearing: Hearing) -> str:
    kinds = f"hört nur von {_listed(sorted(hearing.kinds), 'und')}" if hearing.kinds else "hört von allen Terminen"
    if not hearing.towns:
        where = "" if hearing.remote else ", die einen Ort haben"
        return f"{kinds}{where}."
    near = f" und Orten bis {hearing.within_km:g} km" if hearing.within_km else ""
    remote = ", dazu von denen ohne Ort" if hearing.remote else ""
    return f"{kinds} in {', '.join(hearing.towns)}{near}{remote}."


def _when(hearing: Hearing) -> str:
    if not hearing.ladder:
        return "Angekündigt wird nur einmal, sofort."
    rungs = sorted(hearing.ladder, key=lambda one: one.lead, reverse=True)
    return f"Angekündigt wird {_listed(['sofort', *(_rung(one, hearing.hour) for one in rungs)], 'und')}."


def _rung(one: Rung, hour: time) -> str:
    if one.hours:
        return "1 Stunde vorher" if one.hours == 1 else f"{one.hours} Stunden vorher"
    if one.days:
        return "1 Tag vorher" if one.days == 1 else f"{one.days} Tage vorher"
    return f"am Tag selbst um {_shown(hour)} Uhr"


def _quiet(quiet: Quiet | None) -> str:
    return (
        f"Ruhe ist von {_shown(quiet.begins)} bis {_shown(quiet.ends)} Uhr." if quiet else "Ruhezeiten gibt es nicht."
    )


def _recap(recap: Weekly | None) -> str:
    if recap is None:
        return "Kein Wochenüberblick."
    return f"Wochenüberblick am {WEEKDAYS['de'][recap.weekday]} um {_shown(recap.at)} Uhr."


def _shown(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def _listed(words: Sequence[str], last: str) -> str:
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
