"""The scheduled events of a guild, as far as they take place outside of Discord: they begin and end by the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from tests.support.discordapi.basics import Json, written
from tests.support.discordapi.forms import Form
from tests.support.discordapi.refusals import Refusal, no_permission, unknown
from tests.support.discordapi.rules import guild_of

if TYPE_CHECKING:
    from tests.support.discordapi.guilds import Guild
    from tests.support.discordapi.people import Account
    from tests.support.discordapi.reading import Ask
    from tests.support.discordapi.world import World

SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
EXTERNAL: Final = 3
GUILD_ONLY: Final = 2
MOST: Final = 100  # that are open in a guild
_THEN: Final = {SCHEDULED: {ACTIVE, CANCELED}, ACTIVE: {COMPLETED}}
_TIMES: Final = ("scheduled_start_time", "scheduled_end_time")


@dataclass(eq=False, slots=True)
class Scheduled:
    """One event: what it shows, what it showed before (the oldest first), and whether it was deleted."""

    id: int
    guild: Guild
    creator: Account
    name: str
    description: str
    location: str
    start: datetime
    end: datetime
    set_status: int = SCHEDULED
    deleted: bool = False
    history: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def status(self) -> int:
        """Return its status: what was set, and what the clock made of it."""
        now = self.guild.world.now()
        if self.set_status in (COMPLETED, CANCELED):
            return self.set_status
        if now >= self.end:
            return COMPLETED
        return ACTIVE if self.set_status == ACTIVE or now >= self.start else SCHEDULED

    @property
    def is_open(self) -> bool:
        """Whether it is shown in the guild."""
        return not self.deleted and self.status in (SCHEDULED, ACTIVE)

    def as_json(self) -> Json:
        """Return Discord's object."""
        return {
            "id": str(self.id),
            "guild_id": str(self.guild.id),
            "name": self.name,
            "description": self.description or None,
            "channel_id": None,
            "creator_id": str(self.creator.id),
            "creator": self.creator.as_json(),
            "image": None,
            "scheduled_start_time": written(self.start),
            "scheduled_end_time": written(self.end),
            "status": self.status,
            "entity_type": EXTERNAL,
            "entity_id": None,
            "entity_metadata": {"location": self.location},
            "recurrence_rule": None,
            "guild_scheduled_event_exceptions": [],
            "privacy_level": GUILD_ONLY,
        }

    def __str__(self) -> str:
        return f"{self.name}, {self.start:%Y-%m-%d %H:%M} UTC, {self.location}"


def get_all(world: World, ask: Ask) -> list[Json]:
    """Return the events that are to come or are on."""
    return [each.as_json() for each in guild_of(world, ask).events if each.is_open]


def get(world: World, ask: Ask) -> Json:
    """Return one event, also one that is over."""
    return _event(world, ask).as_json()


def create(world: World, ask: Ask) -> Json:
    """Make an event."""
    guild, content = guild_of(world, ask), ask.content
    if not guild.may(world.me, "create_events"):
        raise no_permission()
    form = Form()
    form.required("name", content.get("name"), 100)
    if content.get("entity_type") != EXTERNAL or content.get("privacy_level") != GUILD_ONLY:
        form.fault("entity_type", "BASE_TYPE_CHOICES", "Only external events of a guild are played here.")
    form.required("entity_metadata.location", (content.get("entity_metadata") or {}).get("location"), 100)
    for each in _TIMES:
        if content.get(each) is None:
            form.fault(each, "BASE_TYPE_REQUIRED", "This field is required")
    _check(form, content)
    start, end = (datetime.fromisoformat(content[each]) for each in _TIMES)
    _check_times(world, start, end)
    if sum(each.is_open for each in guild.events) >= MOST:
        raise Refusal(400, 30038, "Maximum number of guild scheduled events reached (100)")
    made = Scheduled(
        world.snowflakes.next(), guild, world.me, content["name"], content.get("description") or "",
        content["entity_metadata"]["location"], start, end,
    )  # fmt: skip
    guild.events.append(made)
    return made.as_json()


def change(world: World, ask: Ask) -> Json:
    """Change an event; one that is over takes no change, one that is on begins at no other time."""
    event, content = _own(world, ask), ask.content
    if event.status in (COMPLETED, CANCELED):
        raise Refusal(400, 180000, "Cannot update a finished event", avoidable=True)
    form = Form()
    form.length("name", content.get("name"), 100, 1)
    form.length("entity_metadata.location", (content.get("entity_metadata") or {}).get("location"), 100, 1)
    if (to := content.get("status")) not in (None, event.status) and to not in _THEN[event.status]:
        form.fault("status", "GUILD_SCHEDULED_EVENT_STATUS", f"{event.status} does not become {to}.")
    if "scheduled_start_time" in content and event.status == ACTIVE:
        form.fault("scheduled_start_time", "GUILD_SCHEDULED_EVENT_ACTIVE", "An active event has begun.")
    _check(form, content)
    start, end = _times(event, content)
    if start != event.start or end != event.end:
        _check_times(world, start if event.status == SCHEDULED else None, end, after=start)
    event.history.append((event.name, event.start))
    event.name = content.get("name") or event.name
    event.description = (content["description"] or "") if "description" in content else event.description
    event.location = (content.get("entity_metadata") or {}).get("location") or event.location
    event.start, event.end = start, end
    event.set_status = content.get("status") or event.set_status
    return event.as_json()


def delete(world: World, ask: Ask) -> None:
    """Take an event away, whatever its status."""
    _own(world, ask).deleted = True


def _event(world: World, ask: Ask) -> Scheduled:
    wanted = ask.id("event")
    found = next((each for each in guild_of(world, ask).events if each.id == wanted and not each.deleted), None)
    if found is None:
        raise unknown("Guild Scheduled Event")
    return found


def _own(world: World, ask: Ask) -> Scheduled:
    """Return the event that the bot may change: its own with the one right, others' with the other."""
    event = _event(world, ask)
    is_own = event.creator is world.me and event.guild.may(world.me, "create_events")
    if not is_own and not event.guild.may(world.me, "manage_events"):
        raise no_permission()
    return event


def _check(form: Form, content: Json) -> None:
    form.length("description", content.get("description"), 1000)
    if content.get("recurrence_rule") is not None:
        form.fault("recurrence_rule", "NOT_PLAYED", "Discord's recurrence shifts when the clocks change.")
    for each in _TIMES:
        if not _is_time(content.get(each)):
            form.fault(each, "DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601.")
    form.check()


def _is_time(value: Any) -> bool:
    try:
        return value is None or datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _times(event: Scheduled, content: Json) -> tuple[datetime, datetime]:
    start, end = (content.get(each) for each in _TIMES)
    return (
        datetime.fromisoformat(start) if start else event.start,
        datetime.fromisoformat(end) if end else event.end,
    )


def _check_times(world: World, start: datetime | None, end: datetime, *, after: datetime | None = None) -> None:
    """Refuse times in the past, which a request that comes late may have, and an end that is none."""
    form, now = Form(), world.now()
    if start is not None and start <= now:
        form.fault("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.")
    if end <= now:
        form.fault("scheduled_end_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.")
    if form.faults:
        refusal = form.refusal()
        refusal.avoidable = False
        raise refusal
    begins = start or after
    if begins is not None and end <= begins:
        form.fault("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Cannot end before it starts.")
    form.check()
