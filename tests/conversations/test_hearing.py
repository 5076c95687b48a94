"""What each place hears of: kinds and towns, its own rungs and hours, and what a change of either does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import Deviation, EventKind, EventState
from bot.domain.hearing import Hearing, Quiet, rung
from bot.domain.people import Platform
from bot.domain.places import Place, Role
from bot.domain.sending import Outcome
from bot.outbox.events import hearers, ladder, plan_ahead, publish
from bot.talk.answers import Call
from tests.support.happenings import SERIES, TWITTWOCH, cards, enter, entered, news, posted, sleep_until
from tests.support.talking import BERLIN, Talk, community, labels, running, sample_places, words_of

ESSEN = Hearing(towns=("Essen",))


def places(telegram: Hearing, discord: Hearing = ESSEN) -> list[Place]:
    """Return the usual places, #termine of each platform with its own hearing."""
    hears = {Platform.TELEGRAM: telegram, Platform.DISCORD: discord}
    return [
        replace(place, hears=hears[place.address.platform]) if Role.EVENTS in place.roles else place
        for place in sample_places()
    ]


def climbing(*names: str, **more: Any) -> Hearing:
    return Hearing(ladder=tuple(map(rung, names)), **more)


async def move_to(c: Talk, wall: str) -> None:
    then = datetime.fromisoformat(wall).replace(tzinfo=BERLIN)
    await c.move(seconds=(then - c.clock.at).total_seconds())


async def waiting(c: Talk) -> set[str]:
    """Return the keys of the announcements that wait."""
    async with c.bot.storage.begin() as store:
        return {key for key in await store.outbox.waiting("event:") if ":announce:" in key}


@pytest.mark.parametrize(
    ("towns", "within", "remote", "heard"),
    [
        ((), 18, True, {None, "remote", "anderswo", "Essen", "Bochum", "Wesel", "Köln"}),
        ((), 18, False, {"anderswo", "Essen", "Bochum", "Wesel", "Köln"}),
        (("Essen",), 18, True, {None, "remote", "Essen", "Bochum"}),
        (("Essen",), 0, True, {None, "remote", "Essen"}),
        (("Essen",), 60, False, {"Essen", "Bochum", "Wesel"}),
        (("anderswo", "remote"), 18, False, {"anderswo", "remote"}),
    ],
)
def test_which_towns_a_place_hears_of(
    towns: tuple[str, ...], within: float, remote: bool, heard: set[str | None]
) -> None:
    hearing = Hearing(towns=towns, within_km=within, remote=remote)
    asked = (None, "remote", "anderswo", "Essen", "Bochum", "Wesel", "Köln")
    assert {town for town in asked if hearing.hears(EventKind.MEETUP, town)} == heard


def test_which_kinds_a_place_hears_of() -> None:
    hearing = Hearing(kinds=frozenset({EventKind.BARCAMP}), towns=("Essen",))
    assert hearing.hears(EventKind.BARCAMP, "Essen")
    assert not hearing.hears(EventKind.MEETUP, "Essen")
    assert not hearing.hears(EventKind.BARCAMP, "Wesel")


async def test_a_place_hears_of_its_towns_alone_and_the_owner_reads_which(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(Hearing())) as c:
        said = await entered(c, "anna@telegram", f"{TWITTWOCH} ort=Wesel")
        assert "#termine (Telegram)." in said
        assert "Discord" not in said
        await entered(c, "anna@telegram", '/termin Frühstück wann="10.12. 10:00" ort=Bochum')
        await entered(c, "anna@telegram", '/termin Online wann="11.12. 18:00"')
        await c.move(days=20)
        assert {card.split(": ")[1] for card in posted(c)} == {"Twittwoch", "Frühstück", "Online"}
        assert {card.split(": ")[1] for card in posted(c, "discord")} == {"Frühstück", "Online"}
    async with running(c, places(replace(ESSEN, remote=False), replace(ESSEN, remote=False))):
        assert "nirgends" in await entered(c, "anna@telegram", '/termin Fern wann="11.1. 18:00" ort=remote')
        assert "Telegram" in await entered(c, "anna@telegram", '/termin Nah wann="12.1. 18:00" ort=Essen')


async def test_each_place_climbs_its_own_ladder_at_its_own_hours(tmp_path: Path) -> None:
    own = places(climbing("3d", "0d", "2h", hour=time(12)), climbing())
    async with community(tmp_path, places=own) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        for wall, count in (
            ("06 18:59", 1),
            ("06 19:00", 2),
            ("09 11:59", 2),
            ("09 12:00", 3),
            ("09 16:59", 3),
            ("09 17:00", 4),
        ):
            await move_to(c, f"2026-12-{wall}")
            assert len(posted(c)) == count, wall
        assert posted(c) == ["Neu: Twittwoch", "In 3 Tagen: Twittwoch", "Heute: Twittwoch", "Heute: Twittwoch"]
        assert cards(c) == ["Heute: Twittwoch"]
        assert posted(c, "discord") == cards(c, "discord") == ["Neu: Twittwoch"]


async def test_an_event_moved_to_another_town_is_announced_where_it_is_now_heard_and_nowhere_else(
    tmp_path: Path,
) -> None:
    async with community(tmp_path, places=places(Hearing(towns=("Wesel",)))) as c:
        await entered(c, "anna@telegram", f"{TWITTWOCH} ort=Essen")
        assert (posted(c), posted(c, "discord")) == ([], ["Neu: Twittwoch"])
        call = Call("event.edit", {"event": "1", "titel": "Twittwoch", "wann": "9.12.2026 19:00", "ort": "Wesel"})
        await c.call("anna@telegram", call)
        assert (posted(c), posted(c, "discord")) == (["Neu: Twittwoch"], ["Neu: Twittwoch"])
        assert (news(c), len(news(c, "discord"))) == ([], 1), "who had not heard of it is told no change"
        assert "Wesel" in c.heard("#termine", "discord")[0], "the card that stands follows"
        await c.move(days=20)
        assert posted(c)[1:] == ["In 7 Tagen: Twittwoch", "Morgen: Twittwoch", "Heute: Twittwoch"]
        assert posted(c, "discord") == ["Neu: Twittwoch"]


async def test_an_event_that_moves_away_and_back_is_announced_as_if_nothing_had_been(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(Hearing(towns=("Wesel",)))) as c:
        await entered(c, "anna@telegram", f"{TWITTWOCH} ort=Essen")
        for town in ("Wesel", "Essen", "Wesel", "Essen"):
            values = {"event": "1", "titel": "Twittwoch", "wann": "9.12.2026 19:00", "ort": town}
            await c.call("anna@telegram", Call("event.edit", values))
        await c.move(days=20)
        assert posted(c) == ["Neu: Twittwoch"]
        assert posted(c, "discord") == [
            "Neu: Twittwoch",
            "In 7 Tagen: Twittwoch",
            "Morgen: Twittwoch",
            "Heute: Twittwoch",
        ]


async def test_what_waits_is_asked_again_when_it_is_due(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", f"{TWITTWOCH} ort=Wesel")
        async with c.bot.storage.begin() as store:
            await store.places.sync(places(ESSEN, Hearing()))
        await c.move(days=20)
        assert posted(c) == ["Neu: Twittwoch"]
        assert len(posted(c, "discord")) == 4


async def test_changed_settings_count_from_the_next_start_and_double_nothing(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(Hearing(), Hearing())) as c:
        await entered(c, "anna@telegram", f"{TWITTWOCH} ort=Essen")
        await move_to(c, "2026-12-02 20:00")
        assert posted(c) == ["Neu: Twittwoch", "In 7 Tagen: Twittwoch"]
    async with running(c, places(climbing("7d", "3d", "0d", hour=time(12)), Hearing(towns=("Wesel",)))):
        keys = await waiting(c)
        assert {key.split(":announce:")[1] for key in keys} == {"3d:place:2", "0d:place:2"}
        async with c.bot.storage.begin() as store:
            await plan_ahead(store, c.clock.at)
        assert await waiting(c) == keys
    async with running(c, places(climbing("7d", "3d", "0d", hour=time(12)), Hearing(towns=("Wesel",)))):
        await move_to(c, "2026-12-09 11:59")
        assert posted(c)[2:] == ["In 3 Tagen: Twittwoch"]
        await c.move(days=2)
        assert posted(c)[3:] == ["Heute: Twittwoch"]
        assert posted(c, "discord") == ["Neu: Twittwoch", "In 7 Tagen: Twittwoch"]
    async with running(c, places(climbing("7d", "3d", "2d", "1d", "0d"), Hearing())):
        await c.move(days=2)
        assert (len(posted(c)), len(posted(c, "discord"))) == (4, 2), "what is past is not announced anew"


async def test_a_new_card_comes_at_night_without_a_sound_and_a_rung_waits_for_the_morning(tmp_path: Path) -> None:
    async with community(tmp_path, now="2026-12-01 22:30", places=places(Hearing(), climbing("7d", quiet=None))) as c:
        await entered(c, "anna@telegram", '/termin Nachtschicht wann="9.12. 22:00"')
        assert posted(c) == posted(c, "discord") == ["Neu: Nachtschicht"]
        assert [line.reply.silent for line in c.lines("#termine")] == [True, False]
        await move_to(c, "2026-12-03 07:59")
        assert (len(posted(c)), len(posted(c, "discord"))) == (1, 2)
        await move_to(c, "2026-12-03 08:00")
        assert cards(c) == ["In 6 Tagen: Nachtschicht"]
        assert not c.lines("#termine", "telegram")[-1].reply.silent


async def test_what_is_late_waits_for_the_end_of_the_quiet_hours_unless_that_is_too_late(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await entered(c, "anna@telegram", '/termin Früh wann="9.12. 8:30"')
        sleep_until(c, "2026-12-08 23:00")
        await c.due()
        assert posted(c)[2:] == ["Morgen: Früh"], "at eight it would be too late"
        assert c.lines("#termine", "telegram")[-1].reply.silent
        await move_to(c, "2026-12-09 08:00")
        assert posted(c)[3:] == ["Heute: Twittwoch"]
        await c.move(hours=2)
        assert posted(c)[4:] == ["Heute: Twittwoch"]


async def test_what_lasts_all_day_is_announced_at_the_places_hour_and_until_the_day_is_over(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await enter(c, "anna@telegram", 1, "2026-12-05T00:00")
        async with c.bot.storage.begin() as store:
            event = await store.events.get(1)
            assert event is not None
            await store.events.save(replace(event, all_day=True, title="BarCamp"))
            await publish(store, replace(event, all_day=True, title="BarCamp"), c.clock.at)
        await move_to(c, "2026-12-04 09:00")
        assert cards(c) == ["Morgen: BarCamp"]
        sleep_until(c, "2026-12-05 18:00")
        await c.due()
        assert cards(c) == ["Heute: BarCamp"]


async def test_after_its_day_what_lasts_all_day_is_announced_no_more(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await enter(c, "anna@telegram", 1, "2026-12-05T00:00")
        async with c.bot.storage.begin() as store:
            event = await store.events.get(1)
            assert event is not None
            await store.events.save(replace(event, all_day=True))
            await publish(store, replace(event, all_day=True), c.clock.at)
        await c.due()
        sleep_until(c, "2026-12-06 00:00")
        await c.due()
        assert posted(c) == ["Neu: Abend 0"]


CHANGES: list[Mapping[str, str]] = [
    {"wann": "10.12.2026 19:30"},
    {"ort": "Wesel"},
    {"ort": ""},
    {"serie": "wöchentlich"},
    {"serie": ""},
    {"wann": "16.12.2026 19:00", "serie": "FREQ=MONTHLY;BYDAY=3WE", "ort": "Bochum"},
    {"wann": "9.12.2026 8:30"},
    {"wann": "9.12.2026 23:30"},
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("typed", [TWITTWOCH, SERIES])
async def test_the_rows_of_a_changed_event_are_exactly_those_of_its_new_dates_where_it_is_heard(
    tmp_path: Path, typed: str, change: Mapping[str, str]
) -> None:
    hearing = places(
        climbing("14d", "2d", "0d", "3h", towns=("Wesel",), remote=False), climbing("7d", "1d", towns=("Essen",))
    )
    async with community(tmp_path, places=hearing) as c:
        await entered(c, "anna@telegram", f"{typed} ort=Essen")
        await entered(c, "anna@telegram", TWITTWOCH.replace("Twittwoch", "Anderer"))
        for changed in (change, {}, *CHANGES[:2]):
            values = {"event": "1", "titel": "Twittwoch", "wann": "9.12.2026 19:00", "ort": "Essen", **changed}
            await c.call("anna@telegram", Call("event.edit", values))
            async with c.bot.storage.begin() as store:
                event, there = await store.events.get(1), await store.places.with_role(Role.EVENTS)
                other = await store.events.get(2)
                assert event is not None
                assert other is not None
                wanted = {row.key for one in (event, other) for row in ladder(one, there, c.clock.at)}
                assert {key.split(":")[-1] for key in wanted} <= {
                    str(place.id) for place in hearers(event, there, c.clock.at) + hearers(other, there, c.clock.at)
                }
            assert await waiting(c) == wanted


async def test_a_forum_keeps_the_older_post_with_what_was_said_under_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        async with c.bot.storage.begin() as store:
            (first,) = [one for one in await store.outbox.postings("event", 1) if one.ref.where.platform == "discord"]
            await store.outbox.ended(first)
            thread = replace(first.ref, where=replace(first.ref.where, topic="77"))
            await store.outbox.post(first.what, thread, first.place_id, first.shown, None)
        c.lines("#termine", "discord")[0].ref = thread
        await c.move(days=2)
        old, new = c.lines("#termine", "discord")
        assert "neuere Ankündigung" in words_of(old.reply)
        assert old.reply.card is not None
        assert old.reply.card.is_over
        assert labels(old.reply) == ["Anzeigen"]
        assert words_of(new.reply).startswith("In 7 Tagen")


async def test_a_proposed_event_is_not_announced(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        async with c.bot.storage.begin() as store:
            event = await store.events.get(1)
            assert event is not None
            await store.events.save(replace(event, state=EventState.PROPOSED))
        await c.move(days=10)
        assert posted(c) == ["Neu: Twittwoch"]
        async with c.bot.storage.begin() as store:
            row = await store.outbox.by_key("event:1:2026-12-09T19:00:announce:0d:place:2")
        assert row is not None
        assert row.outcome is Outcome.DROPPED


def test_quiet_hours_lie_in_a_day_or_over_midnight_or_nowhere() -> None:
    night, noon, never = Quiet(time(21), time(8)), Quiet(time(13), time(15)), Quiet(time(8), time(8))
    day = datetime(2026, 12, 9)  # noqa: DTZ001 - wall time
    for hour, at_night, at_noon in (
        (0, True, False),
        (7, True, False),
        (8, False, False),
        (13, False, True),
        (15, False, False),
        (21, True, False),
    ):
        wall = day.replace(hour=hour)
        assert (night.covers(wall), noon.covers(wall), never.covers(wall)) == (at_night, at_noon, False)
    assert night.last_end(day.replace(hour=22)) == datetime(2026, 12, 10, 8)  # noqa: DTZ001 - wall time
    assert night.last_end(day.replace(hour=7)) == datetime(2026, 12, 9, 8)  # noqa: DTZ001 - wall time
    assert night.first_begin(day.replace(hour=7)) == datetime(2026, 12, 8, 21)  # noqa: DTZ001 - wall time


async def test_what_piled_up_in_an_outage_waits_for_the_morning_too(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(5):
            await entered(c, "anna@telegram", f'/termin Abend{number} wann="9.12. 20:{number}0"')
        sleep_until(c, "2026-12-08 23:00")
        await c.due()
        assert len(posted(c)) == 5
        assert news(c) == []
        await move_to(c, "2026-12-09 08:00")
        (digest,) = news(c)
        assert digest.startswith("Während ich weg war:")
        assert digest.count("Abend") == 5


async def test_a_date_of_a_series_in_another_town_is_announced_there_however_far_off_it_is(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(Hearing(towns=("Wesel",)))) as c:
        await entered(c, "anna@telegram", f"{SERIES} ort=Essen")
        async with c.bot.storage.begin() as store:
            event = await store.events.get(1)
            assert event is not None
            away = Deviation("2027-05-12T19:00", datetime(2027, 5, 12, 19), town="Wesel")  # noqa: DTZ001 - wall time
            await store.events.save(replace(event, deviations=(away,)))
        await move_to(c, "2027-06-01 09:00")
        assert posted(c) == ["In 7 Tagen: Twittwoch", "Morgen: Twittwoch", "Heute: Twittwoch"]
        assert len(posted(c, "discord")) == 1 + 5 * 3
