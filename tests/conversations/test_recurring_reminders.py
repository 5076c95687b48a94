# ruff: noqa: DTZ001 - a wall time is naive, that is its point
"""Reminders that recur, in conversations: by the clock and before every date of a series, listed, left out, at rest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.events import Deviation, Event, Pause
from bot.outbox import event_changes
from bot.talk.answers import Call
from tests.support.happenings import entered
from tests.support.talking import BERLIN, Talk, community, labels, running

BILLS = '/erinnere Rechnungen schreiben wann="jeden 1. im Monat um 9"'
SERIES = '/termin Twittwoch wann="9.12. 19:00" ort=Essen platz=Unperfekthaus serie=FREQ=MONTHLY;BYDAY=2WE'
EVERY = '/erinnere Twittwoch wann="immer 2 Stunden vorher"'
SIDES = ["anna@telegram", "anna@discord"]


def at(wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=BERLIN)


async def move_to(c: Talk, wall: str) -> None:
    """Move the clock to a wall time, stopping at every due moment."""
    await c.move(seconds=(at(wall) - c.clock.at).total_seconds())


async def heard_at(c: Talk, persona: str, until: str) -> list[str]:
    """Let time pass hour by hour and return the wall times at which something came."""
    times, count = [], len(c.heard(persona))
    while c.clock.at < at(until):
        due = await c.bot.next_due()
        step = min(due or at(until), c.clock.at + timedelta(hours=6), at(until))
        await c.move(seconds=max(1.0, (step - c.clock.at).total_seconds()))
        now = len(c.heard(persona))
        times += [c.clock.at.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M")] * (now - count)
        count = now
    return times


async def change(c: Talk, after: Event) -> None:
    """Change an event as the commands for its single dates do."""
    async with c.bot.storage.begin() as store:
        before = await store.events.get(after.id)
        assert before is not None
        await store.events.save(after)
        await event_changes.change(store, before, after, c.clock.at, 0)
    await c.due()


async def series(c: Talk) -> Event:
    async with c.bot.storage.begin() as store:
        event = await store.events.get(1)
    assert event is not None
    return event


@pytest.mark.parametrize("persona", SIDES)
async def test_a_text_comes_again_and_again(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path, now="2026-11-30 09:00") as c:
        said = await c.say(persona, BILLS)
        assert said.startswith("Ich erinnere dich jeden Monat am 1., 9:00 Uhr: Rechnungen schreiben\n")
        assert "Di., 1. Dezember, 9:00 Uhr; Fr., 1. Januar, 9:00 Uhr; Mo., 1. Februar, 9:00 Uhr." in said
        assert "Das steht schon" in await c.say(persona, BILLS)
        assert await heard_at(c, persona, "2027-02-02 00:00") == [
            "2026-12-01 09:00",
            "2027-01-01 09:00",
            "2027-02-01 09:00",
        ]
        assert set(c.heard(persona)) == {"Erinnerung: Rechnungen schreiben"}


@pytest.mark.parametrize(
    ("wann", "first"),
    [
        ("täglich um 9", "Mi., 2. Dezember, 9:00 Uhr"),
        ("jeden Montag 9:30", "Mo., 7. Dezember, 9:30 Uhr"),
        ("montags um 9 Uhr", "Mo., 7. Dezember, 9:00 Uhr"),
        ("um 9 jeden Montag", "Mo., 7. Dezember, 9:00 Uhr"),
        ("every monday at 9", "Mo., 7. Dezember, 9:00 Uhr"),
        ("jeden ersten Dienstag im Monat um 18 Uhr", "Di., 1. Dezember, 18:00 Uhr"),
        ("am letzten Tag des Monats um 9", "Do., 31. Dezember, 9:00 Uhr"),
        ("jeden 15. um 9", "Di., 15. Dezember, 9:00 Uhr"),
        ("werktags um 8:15 ab 14.12.", "Mo., 14. Dezember, 8:15 Uhr"),
        ("jeden 3.5. um 9 Uhr", "Mo., 3. Mai, 9:00 Uhr; Mi., 3. Mai, 9:00 Uhr"),
        ("jeden zweiten Monat am 15. um 9 Uhr", "Di., 15. Dezember, 9:00 Uhr; Mo., 15. Februar, 9:00 Uhr"),
        ("jeden Dienstag ab Februar 19 Uhr", "Di., 2. Februar, 19:00 Uhr"),
        ("FREQ=WEEKLY;BYDAY=FR um 14 Uhr", "Fr., 4. Dezember, 14:00 Uhr"),
    ],
)
async def test_what_recurs_is_read(tmp_path: Path, wann: str, first: str) -> None:
    async with community(tmp_path) as c:
        said = await c.say("anna@telegram", f'/erinnere Kaffee wann="{wann}"')
        assert f"Die nächsten Male: {first}; " in said, said


@pytest.mark.parametrize(
    ("wann", "reason"),
    [
        ("jeden Montag", "Um wie viel Uhr?"),
        ("stündlich", "Öfter als einmal am Tag"),
        ("alle 30 Minuten", "Öfter als einmal am Tag"),
        ("FREQ=HOURLY", "Öfter als einmal am Tag"),
        ("jeden Blubb um 9", "An welchem Tag?"),
        ("jeden 32. im Monat um 9", "Wie oft und an welchem Tag"),
        ("täglich um 9 und um 10", "mehrere Uhrzeiten"),
        ("täglich um 25", "Diese Uhrzeit gibt es nicht"),
        ("täglich um 9 bis 30.11.2026", "keinen Termin"),
        ("jeden letzten Werktag im Monat 9 Uhr", "Wie oft und an welchem Tag"),
        ("jeden Montag 18 Uhr, 7.12. fällt aus", "Wie oft und an welchem Tag"),
        ("jeden zweiten Dienstag im Monat 18 Uhr, außer im Juli", "Wie oft und an welchem Tag"),
        ("alle zwei Wochen am Wochenende 10 Uhr", "Wie oft und an welchem Tag"),
        ("jeden Montag 18 Uhr für 3 Monate", "Wie oft und an welchem Tag"),
        ("jeden Dienstag bis März 19 Uhr", "Bis zu welchem Tag genau?"),
        ("jeden Dienstag 19 Uhr ab 2027", "Wie oft und an welchem Tag"),
        ("jeden Montag 18 Uhr in den Sommerferien", "Wie oft und an welchem Tag"),
        ("immer 2 Stunden vorher", "Wovor?"),
        ("immer 3 Wochen vorher", "14 Tagen"),
    ],
)
async def test_what_cannot_recur_is_refused(tmp_path: Path, wann: str, reason: str) -> None:
    async with community(tmp_path) as c:
        assert reason in await c.say("anna@telegram", f'/erinnere Kaffee wann="{wann}"')
        await c.press("anna@telegram", "Abbrechen")
        await c.move(days=40)
        assert c.heard("anna@telegram") == []
        assert "Ich erinnere dich täglich" in await c.say("anna@telegram", '/erinnere Kaffee wann="täglich um 9"')


async def test_it_ends_when_it_was_said_to(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        said = await c.say("anna@telegram", '/erinnere Tabletten wann="täglich um 9 bis 4.12."')
        assert "bis Fr., 4. Dezember 2026" in said
        await c.move(days=10)
        assert len(c.heard("anna@telegram")) == 3
        assert "Tabletten" not in await c.say("anna@telegram", "/erinnere")


@pytest.mark.parametrize(
    ("now", "wann", "expected"),
    [
        ("2027-03-26 12:00", "täglich um 9", ["2027-03-27 09:00", "2027-03-28 09:00", "2027-03-29 09:00"]),
        ("2027-03-26 12:00", "täglich um 2:30", ["2027-03-27 02:30", "2027-03-28 03:30", "2027-03-29 02:30"]),
        ("2027-03-27 12:00", "täglich um 2:30", ["2027-03-29 02:30", "2027-03-30 02:30"]),
        ("2027-10-29 12:00", "täglich um 9", ["2027-10-30 09:00", "2027-10-31 09:00", "2027-11-01 09:00"]),
        ("2027-10-29 12:00", "täglich um 2:30", ["2027-10-30 02:30", "2027-10-31 02:30", "2027-11-01 02:30"]),
    ],
)
async def test_the_clock_on_the_wall_counts_across_both_clock_changes(
    tmp_path: Path, now: str, wann: str, expected: list[str]
) -> None:
    async with community(tmp_path, now=now) as c:
        await c.say("anna@telegram", f'/erinnere Kaffee wann="{wann}"')
        end = (datetime.fromisoformat(now) + timedelta(days=3)).isoformat(sep=" ")
        assert await heard_at(c, "anna@telegram", end) == expected
        first = c.lines("anna@telegram")[1]
        assert first.words == "Erinnerung: Kaffee"


async def test_after_a_long_outage_only_the_newest_missed_one_is_said(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", '/erinnere Tabletten wann="täglich um 9"')
        await c.say("anna@telegram", '/erinnere Miete wann="jeden 2. im Monat um 9"')
        await c.move(days=2)
        assert c.heard("anna@telegram") == ["Erinnerung: Tabletten", "Erinnerung: Miete", "Erinnerung: Tabletten"]
        c.clock.at = at("2027-01-12 12:00")
        await c.due()
        assert c.heard("anna@telegram")[3:] == ["Verspätet: Tabletten (gedacht für Di., 12. Januar, 9:00 Uhr)"]
        await move_to(c, "2027-02-02 09:00")
        assert c.heard("anna@telegram").count("Erinnerung: Miete") == 2


async def test_restarts_lose_none_and_double_none(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", '/erinnere Tabletten wann="täglich um 9"')
        await c.move(hours=30)
    for _ in range(4):
        async with running(c):
            await c.move(hours=30)
    async with running(c):
        assert c.heard("anna@telegram") == ["Erinnerung: Tabletten"] * 6


@pytest.mark.parametrize("persona", SIDES)
async def test_one_before_every_date_follows_the_series(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", SERIES)
        said = await c.say(persona, EVERY)
        assert said.startswith("Ich erinnere dich immer 2 Stunden vorher: Twittwoch\nDie nächsten Male: ")
        assert "Mi., 9. Dezember, 17:00 Uhr; Mi., 13. Januar, 17:00 Uhr; Mi., 10. Februar, 17:00 Uhr." in said
        assert "Das steht schon" in await c.say(persona, EVERY)
        assert "Das steht schon" in await c.say(persona, '/erinnere Twittwoch wann="2 Stunden vorher"')
        event = await series(c)
        others = (
            Deviation("2027-01-13T19:00", None),  # skipped
            Deviation("2027-02-10T19:00", datetime(2027, 2, 11, 20)),  # moved
            Deviation("2027-02-20T11:00", datetime(2027, 2, 20, 11), is_added=True),
        )
        pause = Pause(date(2027, 3, 1), date(2027, 4, 30))
        await change(c, replace(event, deviations=others, pauses=(pause,), revision=event.revision + 1))
        reminded = await heard_at(c, persona, "2027-05-20 00:00")
        said_of = [words for words in c.heard(persona) if words.startswith("Erinnerung: Twittwoch beginnt")]
        assert len(said_of) == 4, c.heard(persona)
        for day in ("2026-12-09 17:00", "2027-02-11 18:00", "2027-02-20 09:00", "2027-05-12 17:00"):
            assert day in reminded
        assert not any(day.startswith(("2027-01-13", "2027-03", "2027-04")) for day in reminded)


async def test_a_date_that_moves_after_the_reminder_is_reminded_of_once_more(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", SERIES)
        await c.say("anna@telegram", '/erinnere Twittwoch wann="immer 1 Tag vorher"')
        await c.say("carla@telegram", '/erinnere Twittwoch wann="1 Tag vorher"')
        await move_to(c, "2026-12-09 08:00")
        for persona in ("anna@telegram", "carla@telegram"):
            assert len(c.heard(persona)) == 1
        event = await series(c)
        moved = (Deviation("2026-12-09T19:00", datetime(2026, 12, 16, 19)),)
        await change(c, replace(event, deviations=moved, revision=event.revision + 1))
        for persona in ("anna@telegram", "carla@telegram"):
            assert len(c.heard(persona)) == 2, "who was reminded hears of the change"
        await move_to(c, "2026-12-15 19:00")
        for persona in ("anna@telegram", "carla@telegram"):
            assert c.heard(persona)[2].startswith("Erinnerung: Twittwoch beginnt: Mi., 16. Dezember, 19:00 Uhr.")
        await move_to(c, "2027-01-14 00:00")
        assert len(c.heard("anna@telegram")) == 4
        assert len(c.heard("carla@telegram")) == 3


async def test_a_change_brings_nothing_back_that_was_left_out_or_said(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", SERIES)
        await c.say("anna@telegram", EVERY)
        await c.press("anna@telegram", "Löschen")
        assert "13. Januar, 17:00 Uhr" in await c.press("anna@telegram", "Nur das nächste Mal")
        event = await series(c)
        await change(c, replace(event, text="Neu", revision=event.revision + 1))
        await move_to(c, "2027-01-14 00:00")
        said = [words for words in c.heard("anna@telegram") if words.startswith("Erinnerung")]
        assert said == ["Erinnerung: Twittwoch beginnt: Mi., 13. Januar, 19:00 Uhr.\nEssen, Unperfekthaus"]


async def test_a_cancelled_series_is_silent_and_goes_on_when_it_takes_place_after_all(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", SERIES)
        await c.say("anna@telegram", EVERY)
        await c.press("ben@discord", "Termin absagen")
        await move_to(c, "2026-12-20 00:00")
        assert not any("Erinnerung" in words for words in c.heard("anna@telegram"))
        await c.press("ben@discord", "Zurücknehmen")
        await move_to(c, "2027-02-11 00:00")
        said = [words for words in c.heard("anna@telegram") if words.startswith("Erinnerung")]
        assert len(said) == 2


async def test_immer_makes_one_of_every_date_from_a_single_one(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", SERIES)
        await entered(c, "ben@discord", '/termin Grillen wann="12.12. 15:00"')
        await c.say("anna@telegram", "/erinnere Grillen")
        assert labels(c.last("anna@telegram")) == ["Löschen"]
        await c.say("anna@telegram", '/erinnere Twittwoch wann="2 Stunden vorher"')
        always = c.button("anna@telegram", "Immer").press
        assert isinstance(always, Call)
        assert "gibt es nicht mehr" in await c.call("ben@discord", always)
        assert "immer 2 Stunden vorher: Twittwoch" in await c.press("anna@telegram", "Immer")
        assert "Das steht schon" in await c.call("anna@telegram", always)
        await move_to(c, "2027-02-11 00:00")
        assert len([words for words in c.heard("anna@telegram") if "Twittwoch" in words]) == 3


async def test_immer_needs_a_series(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", '/termin Grillen wann="12.12. 15:00"')
        said = await c.say("anna@telegram", '/erinnere Grillen wann="immer"')
        assert "Grillen ist keine Serie. Lass „immer“ weg" in said
        await c.press("anna@telegram", "Abbrechen")
        assert "12. Dezember, 14:00" in await c.say("anna@telegram", "/erinnere Grillen")
        deleting = c.button("anna@telegram", "Löschen").press
        assert isinstance(deleting, Call)
        forged = Call("reminder.always", {"reminder": deleting.values["reminder"]})
        assert "nur bei einer Serie" in await c.call("anna@telegram", forged)


async def test_the_list_names_the_rhythm_and_leaves_out_once_or_deletes(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", SERIES)
        await c.say("anna@discord", '/erinnere Tabletten wann="täglich um 9"')
        await c.say("anna@discord", EVERY)
        shown = await c.say("anna@discord", "/erinnere")
        assert "1. Mi., 2. Dezember, 9:00 Uhr: Tabletten, täglich, 9:00 Uhr" in shown
        assert (
            "2. Mi., 9. Dezember, 17:00 Uhr: Twittwoch (Mi., 9. Dezember, 19:00 Uhr), immer 2 Stunden vorher" in shown
        )

        asked = await c.press("anna@discord", "Löschen 1")
        assert asked.startswith("Nur das nächste Mal am Mi., 2. Dezember, 9:00 Uhr, oder ganz?")
        assert labels(c.last("anna@discord")) == ["Nur das nächste Mal", "Ganz", "Zurück"]
        once, wholly = (c.button("anna@discord", name).press for name in ("Nur das nächste Mal", "Ganz"))
        assert isinstance(once, Call)
        assert isinstance(wholly, Call)
        for stranger in ("ben@discord", "anna@telegram", "orga@discord"):
            assert "gibt es nicht mehr" in await c.call(stranger, once)
            assert "gibt es nicht mehr" in await c.call(stranger, wholly)
        said = await c.call("anna@discord", once)
        assert said.startswith("Einmal ausgelassen. Das nächste Mal am Do., 3. Dezember, 9:00 Uhr: Tabletten")
        assert "Do., 3. Dezember" in await c.call("anna@discord", once), "again it leaves out no other"
        await move_to(c, "2026-12-03 09:00")
        assert c.heard("anna@discord") == ["Erinnerung: Tabletten"]
        assert "Gelöscht: Tabletten" in await c.call("anna@discord", wholly)
        await c.move(days=3)
        assert len(c.heard("anna@discord")) == 1
        assert "Tabletten" not in await c.say("anna@discord", "/erinnere")


async def test_those_that_recur_count_among_the_fifty(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(50):
            await c.say("anna@discord", f'/erinnere Ding {number} wann="täglich um 18:{number:02}"')
        for wann in ("3.12. 9:00", "täglich um 9"):
            assert "schon 50 offene" in await c.say("anna@discord", f'/erinnere Mehr wann="{wann}"')
        await c.move(days=1)
        assert "schon 50 offene" in await c.say("anna@discord", '/erinnere Mehr wann="täglich um 9"')


async def test_who_could_not_be_reached_hears_that_it_rested_and_comes_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", '/erinnere Tabletten wann="täglich um 9"')
        wire = c.wires[c.caller("anna@telegram").address.platform]
        wire.closed |= {"anna"}
        await c.move(days=60)
        shown = await c.say("anna@telegram", "/erinnere", "#jobs")
        assert "Privat komme ich gerade nicht zu dir durch" in shown
        assert "Tabletten, täglich, 9:00 Uhr" in shown

        wire.closed -= {"anna"}
        await c.say("anna@telegram", "/hilfe")
        assert c.heard("anna@telegram")[0].startswith(
            "Ich erreiche dich wieder. Deine Erinnerung hat geruht und kommt jetzt weiter, täglich, 9:00 Uhr: Tabl"
        )
        count = len(c.heard("anna@telegram"))
        await c.move(days=3)
        assert c.heard("anna@telegram")[count:] == ["Erinnerung: Tabletten"] * 3


async def test_one_that_recurs_takes_the_way_that_opens_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", '/erinnere Tabletten wann="täglich um 9"')
        wire = c.wires[c.caller("anna@telegram").address.platform]
        wire.closed |= {"anna"}
        await c.move(hours=30)
        wire.closed -= {"anna"}
        await c.say("anna@telegram", "/hilfe")
        assert c.heard("anna@telegram") == ["Verspätet: Tabletten (gedacht für Mi., 2. Dezember, 9:00 Uhr)"]
        await c.move(days=2)
        assert c.heard("anna@telegram")[1:] == ["Erinnerung: Tabletten"] * 2


async def test_what_recurs_is_shown_with_the_rest_and_forgotten_with_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", SERIES)
        for persona in ("anna@telegram", "carla@telegram"):
            await c.say(persona, '/erinnere Tabletten wann="täglich um 9"')
            await c.say(persona, EVERY)
        await move_to(c, "2026-12-02 09:00")
        await c.press("anna@telegram", "Morgen")
        told = await c.say("anna@telegram", "/meinedaten")
        for shown in (
            "Do., 3. Dezember, 9:00 Uhr: Tabletten, täglich, 9:00 Uhr",
            "Do., 3. Dezember, 9:00 Uhr: Tabletten, noch einmal",
            "Mi., 9. Dezember, 17:00 Uhr: Twittwoch (Mi., 9. Dezember, 19:00 Uhr), immer 2 Stunden vorher",
        ):
            assert shown in told
        (file,) = c.last("anna@telegram").files
        kept = json.loads(file.content)["erinnerungen"]
        assert sorted((one["regel"], one["beginnt"], one["vorher"]) for one in kept) == [
            ("AGAIN", "2026-12-02T09:00:00", None),
            ("EVERY DATE", None, "2 Stunden"),
            ("FREQ=DAILY", "2026-12-02T09:00:00", None),
        ]
        await c.say("anna@telegram", "/vergissmich")
        await c.press("anna@telegram", "Sofort löschen")
        count = len(c.heard("anna@telegram"))
        await move_to(c, "2026-12-10 00:00")
        assert len(c.heard("anna@telegram")) == count
        assert len(c.heard("carla@telegram")) == 9
        async with c.bot.storage.begin() as store:
            assert {one.member_id for one in await store.events.recurring(c.clock.at + timedelta(days=99))} == {3}
