"""How members want to be tagged, and what counts against their budgets, as JSON with the member."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from bot.domain.skills import Skill
from bot.domain.tagging import NO_WISHES, Overview, Ping, Wishes
from storage.types import instant


def wishes_of(kept: dict[str, Any] | None) -> Wishes:
    """Return what a member said of being tagged."""
    if kept is None:
        return NO_WISHES
    if kept.keys() == {"overview"}:
        return _overview_alone(kept["overview"])
    return Wishes(
        per_week=kept.get("per_week"),
        quiet_days=tuple(kept.get("quiet_days", ())),
        paused_until=instant(kept["paused_until"]) if "paused_until" in kept else None,
        muted=tuple(Skill(*skill) for skill in kept.get("muted", ())),
        overview=Overview(kept["overview"]) if "overview" in kept else None,
    )


@lru_cache(maxsize=8)
def _overview_alone(overview: str) -> Wishes:
    """Return what most members say: the same object for all of them."""
    return Wishes(overview=Overview(overview))


def written_wishes(wishes: Wishes) -> dict[str, Any] | None:
    """Return as JSON what was said, None where nothing was."""
    said = {
        "per_week": wishes.per_week,
        "quiet_days": list(wishes.quiet_days) or None,
        "paused_until": wishes.paused_until.isoformat() if wishes.paused_until is not None else None,
        "muted": [[skill.key, skill.label, skill.part] for skill in wishes.muted] or None,
        "overview": wishes.overview,
    }
    return {name: value for name, value in said.items() if value is not None} or None


def pings_of(kept: Sequence[tuple[int, str]] | None) -> tuple[Ping, ...]:
    """Return what counts against a member's budget, or did so."""
    return tuple(Ping(job_id, instant(until)) for job_id, until in kept) if kept else ()


def written_pings(pings: Sequence[Ping]) -> list[tuple[int, str]] | None:
    """Return pings as JSON, None where there are none."""
    return [(ping.job_id, ping.until.isoformat()) for ping in pings] or None
