"""Where only so many fit, the first are in, the others wait, and who moves up is told once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.domain.events import Attendance
from bot.domain.seats import seating
from bot.talk.answers import Call, Reply
from tests.support.happenings import SERIES, TWITTWOCH, buttons, entered, press_of, sleep_until
from tests.support.talking import Talk, community, labels, running, words_of

TWO = f"{TWITTWOCH} plaetze=2"
UP = "Du bist nachgerückt und jetzt dabei: Twittwoch, Mi., 9. Dezember, 19:00 Uhr."
PERSONAS = ("ben@discord", "carla@telegram", "dora@discord", "emil@telegram")


async def come(c: Talk, *personas: str) -> list[str]:
    return [await c.press(persona, "Dabei", "#termine") for persona in personas]


async def change(c: Talk, **values: str) -> str:
    await c.press("anna@discord", "Ändern")
    return await c.fill("anna@discord", **values)


async def test_the_first_are_in_and_the_others_wait_in_their_turn(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", TWO)
        assert "0 von 2 dabei" in c.heard("#termine")[0]
        first, second, third, fourth = await come(c, *PERSONAS)
        for said in (first, second):
            assert "Du bist dabei: Twittwoch" in said
        assert "Du stehst auf der Warteliste, Platz 1: Twittwoch, Mi., 9. Dezember, 19:00 Uhr." in third
        assert "Platz 2" in fourth
        assert max(map(len, (third, fourth))) <= 200
        assert buttons(c) == [["Dabei (2)", "Vielleicht", "Absagen"]] * 2
        assert all("2 von 2 dabei, 2 warten" in card for card in c.heard("#termine"))
        assert "(2 von 2 dabei, 2 warten)" in await c.say("zoe@discord", "/termine")
        assert "Platz 1" in (await come(c, "dora@discord"))[0], "pressed again one keeps one's turn"
        assert [len(c.heard(persona)) for persona in PERSONAS] == [0] * 4


async def test_who_moves_up_is_told_once_and_can_give_the_seat_back(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", TWO)
        await come(c, *PERSONAS)
        await c.press("ben@discord", "Absagen", "#termine")
        assert c.heard("dora@discord") == [UP]
        assert c.heard("emil@telegram") == []
        assert all("2 von 2 dabei, 1 wartet" in card for card in c.heard("#termine"))
        (line,) = c.lines("dora@discord")
        assert labels(line.reply) == ["Absagen"]
        button = line.reply.buttons[0][0].press
        assert isinstance(button, Call)
        assert "nicht dabei" in await c.call("dora@discord", button)
        assert c.heard("emil@telegram") == [UP]
        # Away and back is behind; and the same person can move up a second time.
        assert "Platz 1" in (await come(c, "dora@discord"))[0]
        await c.press("emil@telegram", "Vielleicht", "#termine")
        assert c.heard("dora@discord") == [UP, UP]
        assert c.heard("ben@discord") == c.heard("carla@telegram") == []


async def test_a_change_from_the_waiting_list_moves_nobody(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", TWO)
        await come(c, *PERSONAS)
        await c.press("dora@discord", "Absagen", "#termine")
        assert [c.heard(persona) for persona in PERSONAS] == [[]] * 4
        assert "Platz 1" in (await come(c, "emil@telegram"))[0]


async def test_who_is_forgotten_gives_the_seat_away_and_comes_back_behind(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", TWO)
        await come(c, *PERSONAS[:3])
        await c.say("ben@discord", "/vergissmich")
        assert c.heard("dora@discord") == [UP]
        assert all("2 von 2 dabei" in card and "wart" not in card for card in c.heard("#termine"))
        await c.press("ben@discord", "Zurücknehmen")
        assert c.heard("dora@discord") == [UP], "a seat that was given is not taken back"
        (told,) = c.heard("ben@discord")
        assert told.startswith("Du stehst jetzt auf der Warteliste, Platz 1: Twittwoch")
        await c.say("ben@discord", "/vergissmich")
        await c.press("ben@discord", "Sofort löschen")
        assert all("2 von 2 dabei" in card and "wart" not in card for card in c.heard("#termine"))


async def test_another_limit_moves_people_up_and_down_and_tells_each_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        await come(c, *PERSONAS)
        await change(c, plaetze="2")
        changed = "Plätze: jetzt 2 Plätze statt unbegrenzt."
        assert all(any(changed in line for line in c.heard(where)) for where in ("#termine", *PERSONAS))
        for turn, persona in enumerate(PERSONAS[2:], 1):
            assert any(f"Warteliste, Platz {turn}: Twittwoch" in line for line in c.heard(persona))
        assert [len(c.heard(persona)) for persona in PERSONAS] == [1, 1, 2, 2]
        await change(c, plaetze="3")
        assert UP in c.heard("dora@discord")
        assert UP not in c.heard("emil@telegram")
        await change(c, plaetze="")
        assert UP in c.heard("emil@telegram")
        assert c.heard("dora@discord").count(UP) == 1
        assert "4 von" not in c.heard("#termine")[0]


async def test_a_limit_counts_for_each_date_of_a_series(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", f"{SERIES} plaetze=1")
        press = press_of(c, "ben@discord", "Dabei")
        later = press.with_values(occurrence="2027-01-13T19:00")
        assert "Du bist dabei" in await c.call("ben@discord", press, "#termine")
        assert "Du bist dabei" in await c.call("carla@telegram", later, "#termine")
        assert "Platz 1" in await c.call("dora@discord", later, "#termine")
        await change(c, plaetze="2")
        assert any("nachgerückt" in line and "13. Januar" in line for line in c.heard("dora@discord"))


async def test_after_an_outage_only_what_is_still_true_is_told(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", TWO)
        await come(c, *PERSONAS)
        leave = press_of(c, "ben@discord", "Dabei").with_values(answer="Absagen")
        for persona in ("ben@discord", "dora@discord"):
            await c.bot.desk.call(c.caller(persona, "#termine"), leave)
    async with running(c):
        await c.due()
        assert c.heard("dora@discord") == [], "she has left meanwhile"
        assert c.heard("emil@telegram") == [UP]
    async with running(c):
        await c.due()
        assert c.heard("emil@telegram") == [UP]


async def test_nobody_is_told_of_a_seat_at_what_is_cancelled_or_over(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", TWO)
        await come(c, *PERSONAS)
        leave = press_of(c, "ben@discord", "Dabei").with_values(answer="Absagen")
        await c.bot.desk.call(c.caller("ben@discord", "#termine"), leave)
        await c.bot.desk.call(c.caller("anna@discord"), Call("event.cancel", {"event": "1"}))
        await c.due()
        assert not any("nachgerückt" in line for line in c.heard("dora@discord"))
        await entered(c, "anna@discord", '/termin Treff wann="10.12. 19:00" plaetze=1')
        await come(c, *PERSONAS[:2])
        leave = press_of(c, "ben@discord", "Dabei").with_values(answer="Absagen")
        await c.bot.desk.call(c.caller("ben@discord", "#termine"), leave)
        sleep_until(c, "2026-12-10 22:00")
        await c.due()
        assert not any("Treff" in line for line in c.heard("carla@telegram"))


async def test_fifty_at_once_never_fill_more_seats_than_there_are_and_each_is_told_the_truth(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", f"{TWITTWOCH} plaetze=20")
        press = press_of(c, "ben@discord", "Dabei")
        callers = [c.caller(f"p{number}@telegram", "#termine") for number in range(50)]
        said = await asyncio.gather(*(c.bot.desk.call(caller, press) for caller in callers))
        told = [words_of(reply) for (reply,) in said if isinstance(reply, Reply)]
        async with c.bot.storage.begin() as store:
            answers = await store.events.said(1, "2026-12-09T19:00")
            members = [await store.members.at(caller.address) for caller in callers]
        assert all(answer.attendance is Attendance.YES for answer in answers)
        seats = seating(answers, 20)
        assert (len(seats.inside), len(seats.waiting)) == (20, 30)
        promised = {
            member.id for member, words in zip(members, told, strict=True) if member and "Du bist dabei" in words
        }
        assert promised == set(seats.inside), "who was told to be in is in"
        await c.due()
        assert all("20 von 20 dabei, 30 warten" in card for card in c.heard("#termine"))
        c.clock.at -= timedelta(minutes=5)  # another process's clock is behind
        assert "Platz 31" in await c.call("late@telegram", press, "#termine")
        async with c.bot.storage.begin() as store:
            after = seating(await store.events.said(1, "2026-12-09T19:00"), 20)
        assert after.inside == seats.inside
