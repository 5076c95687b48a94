"""What a place hears of events, as JSON; what is not written there is as it is by default."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from bot.domain.events import EventKind
from bot.domain.hearing import Hearing, Quiet, Weekly, rung


def written(hearing: Hearing) -> dict[str, Any]:
    """Return it as JSON."""
    quiet, recap = hearing.quiet, hearing.recap
    return {
        "kinds": sorted(hearing.kinds),
        "towns": list(hearing.towns),
        "within_km": hearing.within_km,
        "remote": hearing.remote,
        "ladder": [str(one) for one in hearing.ladder],
        "hour": hearing.hour.isoformat(timespec="minutes"),
        "quiet": [at.isoformat(timespec="minutes") for at in (quiet.begins, quiet.ends)] if quiet else None,
        "recap": [recap.weekday, recap.at.isoformat(timespec="minutes")] if recap else None,
    }


def read(said: Mapping[str, Any]) -> Hearing:
    """Return what the JSON says."""
    own: dict[str, Any] = {name: said[name] for name in ("within_km", "remote") if name in said}
    if "kinds" in said:
        own["kinds"] = frozenset(map(EventKind, said["kinds"]))
    if "towns" in said:
        own["towns"] = tuple(said["towns"])
    if "ladder" in said:
        own["ladder"] = tuple(map(rung, said["ladder"]))
    if "hour" in said:
        own["hour"] = time.fromisoformat(said["hour"])
    if "quiet" in said:
        own["quiet"] = Quiet(*map(time.fromisoformat, said["quiet"])) if said["quiet"] else None
    if "recap" in said:
        own["recap"] = Weekly(said["recap"][0], time.fromisoformat(said["recap"][1])) if said["recap"] else None
    return Hearing(**own)
