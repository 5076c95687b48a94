"""The next date of each event among the events of a server: one, at the right instant, and none that is not true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import Deviation, Event, EventState
from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.outbox import event_changes, events, mirrors
from tests.support.discordapi import Answer, ClosedAfter, ClosedBefore, Garbage, Hang, Slow
from tests.support.discordapi.scheduled import ACTIVE, COMPLETED, Scheduled
from tests.support.salon import Salon, salon
from tests.support.talking import BERLIN

MAKE = "POST /guilds/{guild}/scheduled-events"
READ = "GET /guilds/{guild}/scheduled-events"
CHANGE = "PATCH /guilds/{guild}/scheduled-events/{event}"
TAKE = "DELETE /guilds/{guild}/scheduled-events/{event}"
WEEKLY = "FREQ=WEEKLY"


async def announced(s: Salon, starts: str, title: str = "Twittwoch", **more: Any) -> Event:
    """Keep an event of the organiser's and publish it."""
    async with s.bot.storage.begin() as store:
        member = await store.members.at(organiser(s)) or await store.members.create(organiser(s), "Orga", s.clock.at)
        fresh = Event(
            0, member.id, title, wall(starts), BERLIN.key, timedelta(hours=2), "Essen", "Unperfekthaus", "", "", None,
            EventState.ACTIVE, 1, s.clock.at,
        )  # fmt: skip
        event = await store.events.create(replace(fresh, **more))
        await events.publish(store, event, s.clock.at)
    await s.settled()
    return event


def organiser(s: Salon) -> Any:
    return next(iter(s.bot.house.community.organisers))


async def changed(s: Salon, event: Event, **more: Any) -> Event:
    """Let the event change, and everything follow."""
    async with s.bot.storage.begin() as store:
        before = await store.events.get(event.id)
        assert before is not None
        after = replace(before, revision=before.revision + 1, **more)
        await store.events.save(after)
        if after.state is EventState.CANCELLED:
            await event_changes.cancel(store, after, s.clock.at, 0)
        elif before.state is EventState.CANCELLED:
            await event_changes.restore(store, after, s.clock.at, 0)
        else:
            await event_changes.change(store, before, after, s.clock.at, 0)
    await s.settled()
    return after


def shown(s: Salon) -> list[Scheduled]:
    """Return the events that stand on the server, the soonest first."""
    return sorted((each for each in s.guild.events if each.is_open), key=lambda each: each.start)


def starts(s: Salon) -> list[str]:
    return [f"{each.start.astimezone(BERLIN):%Y-%m-%d %H:%M}" for each in shown(s)]


def wall(typed: str) -> datetime:
    return datetime.fromisoformat(typed)


def at(typed: str) -> datetime:
    return wall(typed).replace(tzinfo=BERLIN).astimezone(UTC)


async def until(s: Salon, typed: str) -> None:
    await s.move(seconds=(at(typed) - s.clock.at).total_seconds())
    await s.settled()


# What stands there


async def test_next_date_stands_among_the_events_of_the_server(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await announced(s, "2026-12-09 19:00", text="Wir *reden*.", link="https://example.org/t", rule=WEEKLY)
        (mirror,) = shown(s)
        assert (mirror.name, mirror.location) == ("Twittwoch", "Essen, Unperfekthaus")
        assert (mirror.start, mirror.end) == (at("2026-12-09 19:00"), at("2026-12-09 21:00"))
        begins = int(mirror.start.timestamp())
        assert f"<t:{begins}:F> bis <t:{begins + 7200}:t>" in s.events.messages[0].embeds[0]["description"]
        words = mirror.description.splitlines()
        assert words[0] == r"Wir \*reden\*."
        assert words[1].startswith("Serie: ")
        assert words[2].startswith("https://example.org/t") or "https://example.org/t" in words[2]
        assert words[-1].startswith("Termin 1 · ")


async def test_event_without_a_place_is_at_its_link_or_nowhere_yet(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await announced(s, "2026-12-09 19:00", "A", town=None, venue="", link="https://example.org/t")
        await announced(s, "2026-12-10 19:00", "B" * 100, town=None, venue="", text="viel _Text_ " * 140)
        linked, open_yet = shown(s)
        assert (linked.location, open_yet.location) == ("https://example.org/t", "Ort noch offen")
        assert len(open_yet.name) == 100
        assert len(open_yet.description) <= 1000
        assert open_yet.description.splitlines()[-1].startswith("Termin 2 · ")


async def test_day_without_a_time_is_named_in_words(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await announced(s, "2026-12-05 00:00", "BarCamp", all_day=True, lasts=timedelta(days=2))
        (mirror,) = shown(s)
        assert (mirror.start, mirror.end) == (at("2026-12-05 00:00"), at("2026-12-07 00:00"))
        assert mirror.description.startswith("Sa., 5. Dezember bis So., 6. Dezember")
        (card,) = s.events.messages
        assert "Sa., 5. Dezember bis So., 6. Dezember" in card.text
        assert "<t:" not in card.text, "an all-day date would be another day elsewhere"


async def test_what_is_far_off_comes_in_time_and_what_is_proposed_never(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await announced(s, "2027-03-01 19:00")
        await announced(s, "2026-12-05 19:00", "Vorschlag", state=EventState.PROPOSED)
        assert shown(s) == []
        await until(s, "2026-12-31 18:59")
        assert shown(s) == []
        await until(s, "2026-12-31 19:01")
        assert starts(s) == ["2027-03-01 19:00"]


async def test_the_soonest_stand_there_and_the_others_follow(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        async with s.bot.storage.begin() as store:
            member = await store.members.create(organiser(s), "Orga", s.clock.at)
            for number in range(mirrors.MOST + 5, 0, -1):
                start = wall("2026-12-02 12:00") + timedelta(days=number)
                event = Event(
                    0, member.id, f"E{number}", start, BERLIN.key, timedelta(hours=1), None, "", "", "", None,
                    EventState.ACTIVE, 1, s.clock.at,
                )  # fmt: skip
                await events.publish(store, await store.events.create(event), s.clock.at)
        await s.settled()
        assert [each.name for each in shown(s)] == [f"E{number}" for number in range(1, mirrors.MOST + 1)]
        assert len(s.api.called(MAKE)) == mirrors.MOST
        await until(s, "2026-12-03 13:01")
        assert [each.name for each in shown(s)] == [f"E{number}" for number in range(2, mirrors.MOST + 2)]


# What changes


async def test_series_moves_on_and_stays_at_its_hour_when_the_clocks_change(tmp_path: Path) -> None:
    async with salon(tmp_path, "2026-10-20 09:00") as s:
        await announced(s, "2026-10-21 19:00", rule=WEEKLY)
        assert [each.start for each in shown(s)] == [datetime(2026, 10, 21, 17, tzinfo=UTC)]
        await until(s, "2026-10-21 19:30")
        assert [each.status for each in shown(s)] == [ACTIVE]
        await until(s, "2026-10-21 21:01")
        assert [each.start for each in shown(s)] == [datetime(2026, 10, 28, 18, tzinfo=UTC)]
        await until(s, "2026-11-05 09:00")
        assert starts(s) == ["2026-11-11 19:00"]
        assert sorted(each.start for each in s.guild.events) == [
            at(f"2026-{day} 19:00") for day in ("10-21", "10-28", "11-04", "11-11")
        ]
        assert not any("recurrence_rule" in call.body for call in s.api.called(MAKE))


async def test_change_is_an_edit_and_only_where_something_is_to_be_seen(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        event = await announced(s, "2026-12-09 19:00")
        await changed(s, event, title="Twittwoch Ruhr", starts=wall("2026-12-10 20:00"), lasts=timedelta(hours=3))
        (mirror,) = s.guild.events
        assert (mirror.name, mirror.start, mirror.end) == (
            "Twittwoch Ruhr",
            at("2026-12-10 20:00"),
            at("2026-12-10 23:00"),
        )
        assert mirror.description.splitlines()[-1].startswith("Termin 1 · "), "the mark stays"
        assert len(s.api.called(CHANGE)) == 1
        await changed(s, event, seats=12)
        assert len(s.api.called(CHANGE)) == 1
        await until(s, "2026-12-10 22:00")
        assert len(shown(s)) == 1
        await until(s, "2026-12-10 23:01")
        assert shown(s) == []


async def test_one_date_of_a_series_that_is_moved_or_skipped(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        event = await announced(s, "2026-12-09 19:00", rule=WEEKLY)
        moved = Deviation("2026-12-09T19:00", wall("2026-12-11 18:00"))
        await changed(s, event, deviations=(moved,))
        assert starts(s) == ["2026-12-11 18:00"]
        await changed(s, event, deviations=(replace(moved, starts=None),))
        assert starts(s) == ["2026-12-16 19:00"]
        assert len(s.guild.events) == 1, "it was edited"


async def test_cancelled_event_leaves_nothing_and_comes_back_with_its_restoration(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        event = await announced(s, "2026-12-09 19:00")
        await changed(s, event, state=EventState.CANCELLED)
        assert shown(s) == []
        assert len(s.api.called(TAKE)) == 1
        await changed(s, event, state=EventState.ACTIVE)
        assert starts(s) == ["2026-12-09 19:00"]
        await changed(s, event, state=EventState.CANCELLED)
        await changed(s, event, state=EventState.ACTIVE)
        assert starts(s) == ["2026-12-09 19:00"]
        await s.move(days=2)
        assert starts(s) == ["2026-12-09 19:00"]


async def test_what_is_taken_out_by_hand_comes_back_with_the_next_date_only(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        event = await announced(s, "2026-12-09 19:00", rule=WEEKLY)
        shown(s)[0].deleted = True
        await changed(s, event, text="Anders.")
        await s.restarted()
        await s.move(days=1)
        assert shown(s) == []
        await until(s, "2026-12-09 21:01")
        assert starts(s) == ["2026-12-16 19:00"]


async def test_event_that_has_begun_and_is_moved_begins_anew(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        event = await announced(s, "2026-12-01 10:00")
        await until(s, "2026-12-01 10:30")
        await changed(s, event, starts=wall("2026-12-03 10:00"))
        assert starts(s) == ["2026-12-03 10:00"]
        assert len(s.guild.events) == 2


async def test_date_of_a_series_that_has_begun_and_is_moved_ends(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        event = await announced(s, "2026-12-01 10:00", rule=WEEKLY)
        await until(s, "2026-12-01 10:30")
        await changed(s, event, deviations=(Deviation("2026-12-01T10:00", wall("2026-12-03 10:00")),))
        assert starts(s) == []
        assert [each.status for each in s.guild.events] == [COMPLETED]
        await s.move(days=1)
        assert starts(s) == ["2026-12-03 10:00"]


# Where it may, and where it is wanted


async def test_two_places_of_a_server_share_its_events(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.stop()
        other, lippe = s.guild.channel("kalender"), s.api.guild("Lippe").channel("termine")
        for number, channel in enumerate((other, lippe)):
            address = ChatAddress(Platform.DISCORD, str(channel.id))
            s.places.append(Place(0, address, f"#{number}", frozenset({Role.EVENTS})))
        await s.start()
        await announced(s, "2026-12-09 19:00")
        assert starts(s) == ["2026-12-09 19:00"]
        assert len(s.guild.events) == 1
        assert len(lippe.guild.events) == 1
        assert all(len(each.messages) == 1 for each in (s.events, other, lippe))


async def test_thread_that_is_closed_has_its_servers_events_all_the_same(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.stop()
        thread = s.events.thread("Stammtisch")
        s.places[1] = replace(s.places[1], address=ChatAddress(Platform.DISCORD, str(s.events.id), str(thread.id)))
        thread.archives()
        await s.start()
        await announced(s, "2026-12-09 19:00")
        assert starts(s) == ["2026-12-09 19:00"]


async def test_without_the_right_organisers_are_told_once_and_the_rest_goes_on(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.does(s.orga.runs("start"))
        s.guild.restricts_bot("view_channel", "send_messages", "embed_links", "read_message_history")
        await s.settled()
        await s.restarted()
        await announced(s, "2026-12-09 19:00")
        await announced(s, "2026-12-10 19:00", "Lean Coffee")
        assert s.guild.events == []
        assert len(s.events.messages) == 2
        await s.move(hours=5)
        told = [each.text for each in s.orga.messages if "Terminliste" in each.text]
        assert len(told) == 1
        assert "ideenherd check" in told[0]
        s.guild.allows_bot("create_events")
        await s.move(hours=2, minutes=1)
        assert starts(s) == ["2026-12-09 19:00", "2026-12-10 19:00"]
        assert len([each for each in s.orga.messages if "Terminliste" in each.text]) == 1


async def test_right_that_is_lost_meanwhile_closes_no_place(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        event = await announced(s, "2026-12-09 19:00")
        s.api.faults.add(CHANGE, Answer(403, 50013, "Missing Permissions"))
        s.api.faults.add(MAKE, Answer(403, 50013, "Missing Permissions"))
        await changed(s, event, title="Anders")
        await announced(s, "2026-12-10 19:00", "Lean Coffee")
        assert [each.name for each in shown(s)] == ["Twittwoch"]
        assert len(s.events.messages) >= 2, "cards and news are posted as before"
        await s.move(days=1)
        assert [each.name for each in shown(s)] == ["Twittwoch", "Lean Coffee"]


async def test_switched_off_it_is_taken_away_and_nothing_is_put_there(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await announced(s, "2026-12-09 19:00")
        theirs = Scheduled(1, s.guild, s.orga, "Von Hand", "", "Hier", at("2026-12-09 19:00"), at("2026-12-09 20:00"))
        s.guild.events.append(theirs)
        s.fills_calendar = False
        await s.restarted()
        await s.settled()
        assert shown(s) == [theirs]
        await announced(s, "2026-12-10 19:00", "Lean Coffee")
        assert shown(s) == [theirs]
        s.fills_calendar = True
        await s.restarted()
        await s.settled()
        assert {each.name for each in shown(s)} == {"Twittwoch", "Von Hand", "Lean Coffee"}


# In doubt


@pytest.mark.parametrize(
    "fault",
    [
        ClosedBefore,
        ClosedAfter,
        lambda: Garbage(accepted=True),
        lambda: Hang(accepted=True),
        lambda: Answer(503, 0, "Service Unavailable"),
        lambda: Answer(400, 30038, "Maximum number of guild scheduled events reached (100)"),
    ],
)
async def test_whatever_becomes_of_the_request_one_stands_there(tmp_path: Path, fault: Callable[[], Any]) -> None:
    async with salon(tmp_path, within=0.5) as s:
        s.api.faults.add(MAKE, fault())
        event = await announced(s, "2026-12-09 19:00")
        await s.move(hours=2)
        assert starts(s) == ["2026-12-09 19:00"]
        assert len(s.guild.events) == 1
        await changed(s, event, title="Anders")
        assert [each.name for each in shown(s)] == ["Anders"], "it follows the event"


async def test_what_arrives_late_is_waited_for(tmp_path: Path) -> None:
    async with salon(tmp_path, within=0.5) as s:
        slow = Slow()
        s.api.faults.add(MAKE, slow)
        await announced(s, "2026-12-09 19:00")
        assert s.guild.events == []
        slow.released.set()
        await s.api.until(lambda: s.guild.events)
        await s.move(hours=1)
        assert len(s.guild.events) == 1


async def test_mirror_that_is_in_doubt_when_its_event_is_cancelled_is_taken_away(tmp_path: Path) -> None:
    async with salon(tmp_path, within=0.5) as s:
        s.api.faults.add(MAKE, ClosedAfter())
        s.api.faults.add(READ, ClosedBefore(), nth=2, times=3)
        event = await announced(s, "2026-12-09 19:00")
        assert len(shown(s)) == 1
        await changed(s, event, state=EventState.CANCELLED)
        await s.move(hours=1)
        assert shown(s) == []
