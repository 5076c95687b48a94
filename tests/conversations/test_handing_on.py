"""Handing on: a job, a part or one's own seat, on terms that both sides read alike and nobody changes afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import housekeeping
from bot.domain.handing_on import HandoverState
from bot.domain.jobs import Job
from bot.domain.people import Platform
from bot.outbox.choosing import forecast
from bot.talk.answers import Call, Reply
from tests.conversations.test_data import file_of
from tests.conversations.test_teams import card, publish, want
from tests.support.talking import Talk, community, label, labels, plain, running, words_of

WHOLE, PART = "job:", "part:frontend"


async def people(c: Talk) -> None:
    """Let Anna (1), Carla (2) and Dora (3) be found, and Ben (4) publish a job with two parts."""
    await c.agree("anna@telegram", "react")
    await c.agree("carla@discord", "react")
    await c.agree("dora@telegram", "texten", level="Nur gelistet")
    await publish(c)


async def terms(c: Talk, persona: str = "ben@discord", was: str = PART, an: str = "person:1", **values: str) -> str:
    """Open the form for the terms, fill it, and return the preview."""
    await c.call(persona, Call("weiter.bedingungen", {"job": "1", "was": was, "an": an}))
    return await c.fill(persona, **{"anteil": "", **values})


async def offer(c: Talk, persona: str = "ben@discord", was: str = PART, an: str = "person:1", **values: str) -> str:
    """Offer something of the job."""
    await terms(c, persona, was, an, **values)
    return await c.press(persona, "Anbieten")


async def answer(c: Talk, persona: str, command: str, number: int = 1) -> str:
    """Answer an offer as a button or a forger would."""
    return await c.call(persona, Call(f"weiter.{command}", {"angebot": str(number)}))


async def kept(c: Talk) -> Job:
    """Return the job as it is kept."""
    async with c.bot.storage.begin() as store:
        found = await store.jobs.get(1)
    assert found is not None
    return found


def box(reply: Reply) -> str:
    """Return the card of a reply alone: the terms."""
    assert reply.card is not None
    return "\n".join(plain(line) for line in reply.card.lines)


def newest(c: Talk, persona: str) -> Reply:
    """Return the last private message to somebody."""
    return c.lines(persona)[-1].reply


@pytest.mark.parametrize("words", ["Suche Texten und React", "Suche React"])
async def test_who_has_taken_a_seat_over_is_not_interested_in_it_besides(tmp_path: Path, words: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await publish(c, f'/job Portal text="{words}"')
        await c.call("ben@discord", Call("teil.aendern", {"job": "1", "teil": "frontend"}))
        await c.fill("ben@discord", plaetze="2")
        await offer(c)
        await answer(c, "anna@telegram", "annehmen")
        before = c.heard("ben@discord")
        key = "frontend" if "und" in words else ""
        assert "Du hast dort schon einen Platz." in await want(c, "anna@telegram", key)
        sentence = Call("job.interesse", {"job": "1", "teil": key, "satz": "Gern."})
        assert "Du hast dort schon einen Platz." in await c.call("anna@telegram", sentence)
        assert c.heard("ben@discord") == before
        assert "Notiert" in await want(c, "carla@discord", key)


@pytest.mark.parametrize(
    ("author", "taker", "number"), [("ben@discord", "anna@telegram", 1), ("ben@telegram", "carla@discord", 2)]
)
async def test_a_part_goes_on_and_both_read_the_same(tmp_path: Path, author: str, taker: str, number: int) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await c.agree("carla@discord", "react")
        await publish(c, author=author)
        name = taker.partition("@")[0].capitalize()
        said = await c.say(author, f"/weitergeben job=Portal an={name}")
        assert "Was gibst du von „Portal“ weiter?" in said
        assert labels(c.last(author)) == ["Den ganzen Auftrag", "Teil: Frontend", "Teil: Text"]
        await c.press(author, "Teil: Frontend")
        said = await c.fill(author, anteil="10 %", satz="Freitags ist Abgabe.")
        assert "Provision: 10 Prozent vom Honorar für Ben. Das ist keine Rechtsberatung." in said
        assert "Mit dem Kunden spricht danach Ben." in said
        previewed = box(c.last(author))
        assert c.heard(taker) == []
        assert "Angeboten. Gefragt wird: " + name in await c.press(author, "Anbieten")
        asked = newest(c, taker)
        assert box(asked) == previewed == box(c.last(author))
        assert "@Ben hat dich genannt und fragt: Übernimmst du das?" in words_of(asked)
        assert labels(asked) == ["Zu diesen Bedingungen", "Lieber nicht", "Keine solchen Fragen"]
        assert f"besetzt: {name}" not in card(c)
        assert "Du hast das übernommen" in await c.press(taker, "Zu diesen Bedingungen")
        assert f"besetzt: {name}" in card(c)
        assert f"besetzt: {name}" in card(c, "discord")
        assert f"@{name} hat übernommen: „Portal“, Teil Frontend." in c.heard(author)[-1]
        for persona in (author, taker):
            await c.call(persona, Call("weiter.liste", {"job": "1"}))
            await c.press(persona, "Bedingungen 1")
            assert box(c.last(persona)) == previewed
        assert "jemand anderes" not in await answer(c, taker, "annehmen")
        assert (await kept(c)).contact_id is None
        assert number


async def test_a_whole_job_goes_on_and_the_giver_stays_contact_person(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await want(c, "dora@telegram", "text")
        await want(c, "anna@telegram", "frontend")
        await offer(c, was=WHOLE, kontakt="wie bisher")
        said = await c.press("anna@telegram", "Zu diesen Bedingungen")
        assert "Der Auftrag gehört jetzt dir." in said
        assert c.heard("anna@telegram")[-1] == said
        await c.press("anna@telegram", "Ansehen")
        assert {"Vergeben", "Weitergeben", "Team"} <= set(labels(c.last("anna@telegram")))
        assert "Kontakt: Ben" in card(c)
        assert "Frontend: React (offen)" in card(c)
        assert "Um „Portal“ kümmert sich jetzt @Anna" in c.heard("dora@telegram")[-1]
        assert "Das kann nur" in await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        assert "Dora" in await c.call("anna@telegram", Call("job.interessierte", {"job": "1"}))
        await c.call("anna@telegram", Call("team.zusagen", {"job": "1", "wer": "3", "teil": "text"}))
        assert "Ansprechperson ist @Ben." in c.heard("dora@telegram")[-1]
        # the former author gives it back, and can be asked again
        await c.call("ben@discord", Call("jobs.zeigen", {"job": "1"}))
        assert await c.press("ben@discord", "Abgeben") == "Abgegeben. Wer dabei ist, erfährt es."
        assert "Kontakt: Anna" in card(c)
        await c.call("anna@telegram", Call("team.ansprechperson", {"job": "1"}))
        await c.press("anna@telegram", "Fragen: Ben")
        await c.press("ben@discord", "Übernehmen")
        assert "Kontakt: Ben" in card(c)
        await c.say("ben@discord", "/vergissmich")
        assert "Kontakt: Anna" in card(c)
        await c.press("ben@discord", "Sofort löschen")
        await c.move(minutes=2)
        assert "Ben" not in card(c)
        assert "Portal" in card(c)
        assert (await kept(c)).former_id is None


async def test_whoever_leads_a_job_hears_nothing_of_their_own_seat(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        for part in ("frontend", "text"):
            await want(c, "anna@telegram", part)
            await c.press("ben@discord", "Zusagen")
        await offer(c, was=WHOLE)
        await answer(c, "anna@telegram", "annehmen")
        before = c.heard("anna@telegram")
        steps_down = Call("team.aussteigen", {"job": "1", "teil": "frontend"})  # a button of before
        assert await c.call("anna@telegram", steps_down) == "Der Platz ist wieder offen."
        assert "Frontend: React (offen)" in card(c)
        frees = Call("team.freigeben", {"job": "1", "wer": "1", "teil": "text"})
        assert "wieder offen" in await c.call("anna@telegram", frees)
        assert "Text: Texten (offen)" in card(c)
        assert c.heard("anna@telegram") == before


@pytest.mark.parametrize("is_told", [True, False])
async def test_whoever_takes_a_job_over_hears_who_is_missing_in_its_team_and_that_they_are_back(
    tmp_path: Path, is_told: bool
) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await want(c, "dora@telegram", "text")
        await c.press("ben@discord", "Zusagen")
        if not is_told:
            c.wires[Platform.DISCORD].closed.add("ben")
        await c.say("dora@telegram", "/vergissmich")
        await offer(c, was=WHOLE)
        await c.press("anna@telegram", "Zu diesen Bedingungen")
        assert [line for line in c.heard("anna@telegram") if "nicht mehr da" in line] == [
            "Jemand aus deinem Team ist nicht mehr da: „Portal“, Teil Text.\nDen Platz gibst du unter „Team“ frei."
        ]
        await c.press("dora@telegram", "Zurücknehmen")
        assert sum("ist wieder da" in line for line in c.heard("anna@telegram")) == 1
        c.wires[Platform.DISCORD].closed.clear()
        await c.say("ben@discord", "/jobs")
        await c.move(days=2)
        told = [line for line in c.heard("ben@discord") if "nicht mehr da" in line or "wieder da" in line]
        assert len(told) == is_told


async def test_a_whole_job_goes_on_with_its_contact_person_and_its_time(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await offer(c, was=WHOLE)
        assert "wer übernimmt" in box(newest(c, "anna@telegram"))
        await c.press("anna@telegram", "Zu diesen Bedingungen")
        assert "@Anna hat „Portal“ ganz übernommen." in c.heard("ben@discord")[-1]
        assert "Kontakt: Anna" in card(c)
        await c.move(days=19)
        assert any("läuft ab" in line for line in c.heard("anna@telegram"))
        assert not any("läuft ab" in line for line in c.heard("ben@discord"))


async def test_ones_own_seat_goes_on_and_the_author_may_object(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await want(c, "anna@telegram", "frontend")
        await want(c, "dora@telegram", "frontend")
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "1", "teil": "frontend"}))
        await c.call("anna@telegram", Call("jobs.zeigen", {"job": "1"}))
        assert {"Aussteigen", "Weitergeben"} <= set(labels(c.last("anna@telegram")))
        before = len(c.heard("dora@telegram"))
        await c.press("anna@telegram", "Weitergeben")
        await c.fill("anna@telegram", an="Carla")
        assert labels(c.last("anna@telegram")) == ["Mein Platz: Frontend"]
        await c.press("anna@telegram", "Mein Platz: Frontend")
        assert "Das kannst du nicht mitgeben" in await c.fill("anna@telegram", kontakt="wer übernimmt")
        await offer(c, "anna@telegram", "seat:frontend", "person:2")
        assert "besetzt: Anna" in card(c)
        await c.press("carla@discord", "Zu diesen Bedingungen")
        assert "besetzt: Carla" in card(c)
        assert "Anna gibt den Platz bei „Portal“ weiter: Frontend macht jetzt @Carla." in c.heard("ben@discord")[-1]
        assert len(c.heard("dora@telegram")) == before
        await c.press("ben@discord", "Platz freigeben")
        assert "Frontend: React (angefragt)" in card(c)


async def test_whose_job_is_assigned_is_told_how_a_seat_that_went_on_is_freed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        await c.call("ben@discord", Call("job.vergeben", {"job": "1"}))
        await offer(c, "anna@telegram", "seat:frontend", "person:2")
        await c.press("carla@discord", "Zu diesen Bedingungen")
        assert c.heard("ben@discord")[-1] == (
            "Anna gibt den Platz bei „Portal“ weiter: Frontend macht jetzt @Carla.\n"
            "Ist der Auftrag wieder offen, gibst du den Platz unter „Team“ frei."
        )
        assert labels(newest(c, "ben@discord")) == ["Rückfrage", "Wieder öffnen"]
        await c.press("ben@discord", "Wieder öffnen")
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        await c.press("ben@discord", "Platz freigeben: Carla")
        assert "Frontend: React (offen)" in card(c)


async def test_a_seat_that_ends_with_its_project_is_offered_to_nobody(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        await offer(c, "anna@telegram", "seat:frontend", "person:2")
        stand = str((await kept(c)).revision)
        await c.call("ben@discord", Call("team.endeja", {"job": "1", "stand": stand}))
        async with c.bot.storage.begin() as store:
            assert not [one for one in await store.handovers.of_job(1) if one.is_open]


async def test_the_contact_person_cannot_stay_without_a_seat(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await want(c, "anna@telegram", "frontend")
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "1", "teil": "frontend"}))
        await c.call("ben@discord", Call("team.bitten", {"job": "1", "wer": "1"}))
        await c.press("anna@telegram", "Übernehmen")
        said = await terms(c, "anna@telegram", "seat:frontend", "person:2", kontakt="wie bisher")
        assert "Ohne Platz kannst du nicht Ansprechperson bleiben" in said
        await offer(c, "anna@telegram", "seat:frontend", "person:2")
        await c.press("carla@discord", "Zu diesen Bedingungen")
        assert "Kontakt: Carla" in card(c)


@pytest.mark.parametrize(
    "change",
    [
        Call("job.aendern", {"job": "1", "titel": "Anderes", "text": "Suche React und Texten"}),
        Call("job.aendern", {"job": "1", "titel": "Portal", "text": "Suche React und Texten, und das bis morgen"}),
        Call("job.aendern", {"job": "1", "budget": "wenig"}),
        Call("teil.aendern", {"job": "1", "teil": "frontend", "name": "Masken", "skills": "React"}),
        Call("teil.aendern", {"job": "1", "teil": "frontend", "name": "Frontend", "skills": "React, PHP"}),
        Call("teil.weg", {"job": "1", "teil": "frontend", "stand": "2"}),
        Call("teil.zusammen", {"job": "1", "teil": "frontend", "mit": "text", "stand": "2"}),
    ],
    ids=lambda call: f"{call.command}-{'-'.join(call.values)}",
)
async def test_what_changed_meanwhile_is_not_taken_over(tmp_path: Path, change: Call) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await offer(c)
        button = c.button("anna@telegram", "Zu diesen Bedingungen")
        await c.call("ben@discord", change)
        assert "Dieses Angebot gilt nicht mehr" in c.heard("anna@telegram")[-1]
        assert labels(newest(c, "anna@telegram")) == []
        assert "gilt nicht mehr: Teil Frontend" in c.heard("ben@discord")[-1]
        before = card(c)
        assert isinstance(button.press, Call)
        said = await c.call("anna@telegram", button.press)
        assert "Du hast nichts übernommen. So steht der Auftrag jetzt:" in said
        assert card(c) == before
        assert "besetzt" not in before


@pytest.mark.parametrize("command", ["job.vergeben", "job.zurueck", "job.loeschen"])
async def test_the_end_of_a_job_ends_its_offers(tmp_path: Path, command: str) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await offer(c)
        await offer(c, was=WHOLE, an="person:2")
        told = len(c.heard("ben@discord"))
        await c.call("ben@discord", Call(command, {"job": "1"}))
        for persona in ("anna@telegram", "carla@discord"):
            assert "gilt nicht mehr" in c.heard(persona)[-1]
            assert labels(newest(c, persona)) == []
        assert "gilt nicht mehr" in await answer(c, "anna@telegram", "annehmen")
        assert len(c.heard("ben@discord")) == told
        assert (await kept(c)).author_id == 4


async def test_a_part_that_is_filled_meanwhile_is_not_given_twice(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await offer(c)
        await want(c, "dora@telegram", "frontend")
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "3", "teil": "frontend"}))
        assert "gilt nicht mehr" in await answer(c, "anna@telegram", "annehmen")
        assert "besetzt: Dora" in card(c)
        assert "Anna" not in card(c)


async def test_an_offer_is_declined_withdrawn_or_runs_out(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await offer(c)
        assert "Das bietest du schon jemandem an." in await offer(c, an="person:2")
        assert c.heard("carla@discord") == []
        assert "Du hast nichts übernommen" in await c.press("anna@telegram", "Lieber nicht")
        assert "ist abgelehnt: Teil Frontend" in c.heard("ben@discord")[-1]
        await offer(c, an="person:2")
        assert "Zurückgenommen" in await c.press("ben@discord", "Zurücknehmen")
        assert "zurückgenommen" in c.heard("carla@discord")[-1]
        assert labels(newest(c, "carla@discord")) == []
        assert "zurückgenommen" in await answer(c, "carla@discord", "annehmen", 2)
        await offer(c, an="person:2")
        await c.move(days=8)
        assert "ist abgelaufen: Teil Frontend" in c.heard("ben@discord")[-1]
        assert "abgelaufen" in c.heard("carla@discord")[-1]
        assert "abgelaufen" in await answer(c, "carla@discord", "annehmen", 3)
        assert "besetzt" not in card(c)


async def test_a_skill_asks_those_who_offer_it_and_the_first_gets_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "wordpress")
        await c.agree("carla@discord", "wordpress")
        await c.agree("dora@telegram", "wordpress", level="Nur gelistet")
        await c.agree("emil@telegram", "gern ab: wordpress")
        await c.agree("fritz@telegram", "wordpress")
        await c.say("fritz@telegram", "/profil verfuegbar=ausgebucht")
        await publish(c, '/job Portal text="Suche React und Texten"')
        await offer(c, an="skill:WordPress")
        (there,) = [line for line in c.heard("#jobs", "telegram") if "gibt weiter" in line]
        assert there.startswith("Getaggt wegen WordPress: @Anna (WordPress)\nBen gibt weiter: „Portal“, Teil Frontend.")
        (here,) = [line for line in c.heard("#jobs", "discord") if "gibt weiter" in line]
        assert "@Carla" in here
        for left_out in ("Dora", "Emil", "Fritz"):
            assert left_out not in there + here
        assert c.heard("anna@telegram") == []
        await c.press("anna@telegram", "Bedingungen", "#jobs")
        await c.press("carla@discord", "Bedingungen", "#jobs")
        assert "Du bist gefragt wegen WordPress" in words_of(c.last("carla@discord"))
        assert box(c.last("carla@discord")) == box(c.last("anna@telegram")) == box(c.last("ben@discord"))
        for persona in ("dora@telegram", "zoe@telegram"):
            assert "gibt es nicht mehr" in await answer(c, persona, "ansehen")
            assert "gibt es nicht mehr" in await answer(c, persona, "annehmen")
        await c.press("carla@discord", "Zu diesen Bedingungen")
        assert "besetzt: Carla" in card(c)
        assert "jemand anderes" in await c.press("anna@telegram", "Zu diesen Bedingungen")
        assert sum("Das hat jemand anderes übernommen" in line for line in c.heard("anna@telegram")) == 1
        over = [line for line in c.lines("#jobs") if "Das hat schon jemand anderes übernommen." in line.words]
        assert [labels(line.reply) for line in over] == [[], []]
        assert "besetzt: Carla" in card(c)


async def test_of_two_who_agree_at_once_one_gets_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for persona in ("anna@telegram", "carla@discord"):
            await c.agree(persona, "wordpress")
        await publish(c)
        await offer(c, an="skill:WordPress")
        call = Call("weiter.annehmen", {"angebot": "1"})
        both = ("anna@telegram", "carla@discord")
        answers = await asyncio.gather(*(c.bot.desk.call(c.caller(one), call) for one in both))
        said = sorted(words_of(one) for found in answers for one in found if isinstance(one, Reply))
        assert sum("Du hast das übernommen" in one for one in said) == 1
        assert sum("Das hat schon jemand anderes übernommen" in one for one in said) == 1
        async with c.bot.storage.begin() as store:
            (seat,) = await store.jobs.seats(1)
        await c.due()
        assert sum("besetzt" in line for line in (card(c), card(c, "discord"))) == 2
        assert seat.member_id in (1, 2)


async def test_nobody_is_asked_at_night(tmp_path: Path) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await people(c)
        assert "Gefragt wird um 8 Uhr: Anna" in await offer(c)
        await offer(c, was="part:text", an="skill:React")
        await c.move(hours=9)
        assert c.heard("anna@telegram") == []
        await c.move(hours=2)
        assert "Übernimmst du das?" in c.heard("anna@telegram")[-1]
        assert any("gibt weiter" in line for line in c.heard("#jobs"))


async def test_whoever_is_not_found_is_not_named(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await c.agree("hilde@telegram", "react")
        await c.say("hilde@telegram", "/profil")
        await c.press("hilde@telegram", "Sichtbar: verborgen")
        unknown = await c.say("ben@discord", "/weitergeben job=1 an=Nobodaddy")
        assert await c.say("ben@discord", "/weitergeben job=1 an=Hilde") == unknown
        for an in ("person:5", "person:99", "person:4", "skill:Wolkenschieben"):
            assert "Ich finde niemanden" in await c.call(
                "ben@discord", Call("weiter.bedingungen", {"job": "1", "was": PART, "an": an, "anteil": ""})
            )
        found = await c.bot.desk.complete(c.caller("ben@discord"), "weitergeben", "an", "hi")
        assert not any("Hilde" in one for one in found)
        assert "Anna" in await c.bot.desk.complete(c.caller("ben@discord"), "weitergeben", "an", "an")
        assert await c.bot.desk.complete(c.caller("ben@discord"), "weitergeben", "job", "por") == ("Portal",)


async def test_names_that_several_have_are_chosen_by_a_button(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await c.agree("anna@discord", "texten")
        await c.agree("design@telegram", "react")
        await publish(c)
        assert "Wen meinst du?" in await c.say("ben@discord", "/weitergeben job=Portal an=@anna")
        assert labels(c.last("ben@discord")) == ["Anna (React, Telegram)", "Anna (Texten, Discord)"]
        await c.press("ben@discord", "Anna (Texten")
        assert "Gefragt wird: Anna." in plain(c.last("ben@discord").text)
        await c.say("ben@discord", "/weitergeben job=Portal an=Design")
        assert "Design" in labels(c.last("ben@discord"))
        assert any(one.startswith("Wer gern") for one in labels(c.last("ben@discord")))
        await publish(c, '/job titel="Portal zwei" text="Suche PHP"')
        await c.say("ben@discord", "/weitergeben job=port an=Anna")
        assert sorted(labels(c.last("ben@discord"))) == ["Portal", "Portal zwei"]


async def test_whoever_may_not_hands_nothing_on(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await want(c, "anna@telegram", "frontend")
        for stranger in ("anna@telegram", "carla@discord", "zoe@telegram", "ben@telegram"):
            for named in ("1", "Gibtsnicht"):
                said = await c.say(stranger, f"/weitergeben job={named} an=Dora")
                assert "So einen Auftrag finde ich bei dir nicht." in said, "there may be none of that name"
            values = {"job": "1", "was": PART, "an": "person:3", "anteil": "", "stand": "1"}
            for command in ("weiter.bedingungen", "weiter.anbieten"):
                assert "kannst du nichts weitergeben" in await c.call(stranger, Call(command, values))
        await offer(c, an="person:2")
        for stranger in ("anna@telegram", "zoe@telegram", "dora@telegram"):
            for command in ("ansehen", "annehmen", "ablehnen", "zurueck"):
                assert "gibt es nicht mehr" in await answer(c, stranger, command)
            assert "nichts weitergegeben" in await c.call(stranger, Call("weiter.liste", {"job": "1"}))
        assert "gibt es nicht mehr" in await answer(c, "ben@discord", "annehmen")
        assert "Das kann nur, wer es angeboten hat" in await answer(c, "carla@discord", "zurueck")
        assert "besetzt" not in card(c)
        await c.press("carla@discord", "Zu diesen Bedingungen")
        assert "besetzt: Carla" in card(c)


async def test_forged_terms_are_refused(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        for share in ("51", "-3", "viel", "10.5"):
            assert "von 1 bis 50" in await terms(c, anteil=share)
            c.forms.pop("ben@discord", None)
        values = {"job": "1", "an": "person:1", "anteil": "", "stand": "1"}
        assert "inzwischen vergeben" in await c.call(
            "ben@discord", Call("weiter.anbieten", {**values, "was": "part:x"})
        )
        assert "inzwischen vergeben" in await c.call(
            "ben@discord", Call("weiter.anbieten", {**values, "was": "seat:text"})
        )
        said = await c.call("ben@discord", Call("weiter.anbieten", {**values, "was": PART}))
        assert "Inzwischen hat sich etwas geändert" in said
        assert c.heard("anna@telegram") == []
        await c.press("ben@discord", "Anbieten")
        assert "Übernimmst du das?" in c.heard("anna@telegram")[-1]


async def test_who_may_post_no_jobs_takes_none_over(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await c.call("orga@telegram", Call("orga.sperren", {"wer": "1", "grund": "Werbung"}))
        await offer(c, was=WHOLE)
        assert "gesperrt. Grund: „Werbung“" in await c.press("anna@telegram", "Zu diesen Bedingungen")
        assert (await kept(c)).author_id == 4
        await offer(c)
        await c.press("anna@telegram", "Zu diesen Bedingungen")
        assert "besetzt: Anna" in card(c)


async def test_one_tap_stops_questions_and_lets_them_come_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await offer(c)
        assert "fragt dich niemand mehr" in await c.press("anna@telegram", "Keine solchen Fragen")
        assert "ist abgelehnt" in c.heard("ben@discord")[-1]
        assert "Anna möchte solche Fragen nicht bekommen." in await offer(c)
        assert "Fragen von Kolleg:innen: aus" in await c.say("anna@telegram", "/profil")
        assert "dürfen dich wieder fragen" in await c.press("anna@telegram", "Wieder fragen lassen")
        await offer(c)
        assert "Übernimmst du das?" in c.heard("anna@telegram")[-1]


async def test_whom_nothing_private_reaches_is_called_in_a_place_or_not_at_all(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        for wire in c.wires.values():
            wire.closed |= {"anna", "dora"}
        await offer(c)
        (called,) = [line for line in c.heard("#jobs") if "Ich erreiche dich privat nicht" in line]
        assert called == "@Anna, jemand möchte dir etwas weitergeben. Ich erreiche dich privat nicht."
        await c.press("anna@telegram", "Bedingungen", "#jobs")
        await c.press("anna@telegram", "Zu diesen Bedingungen")
        assert "besetzt: Anna" in card(c)
        await offer(c, was="part:text", an="person:3")
        assert not any("Dora" in line for line in c.heard("#jobs"))
        assert "Ich erreiche Dora nicht" in c.heard("ben@discord")[-1]


@pytest.mark.parametrize("taker", ["anna@telegram", "anna@discord"])
async def test_who_signs_is_one_of_the_terms_and_holds_as_it_was_read(tmp_path: Path, taker: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(taker, "react")
        await publish(c)
        await c.call("ben@discord", Call("team.unterschreibt", {"job": "1", "form": "together"}))
        await c.say("ben@discord", "/weitergeben job=Portal an=Anna")
        await c.press("ben@discord", "Teil: Frontend")
        said = await c.fill("ben@discord")
        assert "alle haften für alles. Das ist keine Rechtsberatung." in said
        previewed = box(c.last("ben@discord"))
        await c.press("ben@discord", "Anbieten")
        assert box(newest(c, taker)) == previewed
        await c.call("ben@discord", Call("team.unterschreibt", {"job": "1", "form": "each"}))
        assert "geändert" in await answer(c, taker, "annehmen")
        assert "besetzt" not in card(c), "nobody is bound by what they have not read"
        await c.say("ben@discord", "/weitergeben job=Portal an=Anna")
        await c.press("ben@discord", "Teil: Frontend")
        await c.fill("ben@discord")
        await c.press("ben@discord", "Anbieten")
        assert "haften für ihren eigenen Teil" in box(newest(c, taker))
        assert "Du hast das übernommen" in await answer(c, taker, "annehmen", 2)
        assert "besetzt: Anna" in card(c)


@pytest.mark.parametrize("persona", ["ben@discord", "anna@telegram"])
async def test_being_forgotten_ends_an_offer(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await offer(c, satz="Streng vertraulich.")
        await c.say(persona, "/vergissmich")
        assert "besetzt" not in await answer(c, "anna@telegram", "annehmen")
        await c.move(hours=25)
        async with c.bot.storage.begin() as store:
            assert not [one for one in await store.handovers.of_job(1) if one.is_open]
            assert not await store.jobs.seats(1)
        other = {"ben@discord": "anna@telegram", "anna@telegram": "ben@discord"}[persona]
        assert "Zu diesen Bedingungen" not in [label(b) for r in c.visible(other) for row in r.buttons for b in row]


async def test_what_is_kept_is_told_and_stands_in_the_file(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await offer(c, satz="Freitags ist Abgabe.")
        assert "Portal: Teil Frontend (offen), von dir" in await c.say("ben@discord", "/meinedaten")
        assert "Portal: Teil Frontend (offen), von Ben" in await c.say("anna@telegram", "/meinedaten")
        (given,) = file_of(c, "ben@discord")["weitergaben"]
        (asked,) = file_of(c, "anna@telegram")["weitergaben"]
        assert given["bedingungen"]["satz"] == asked["bedingungen"]["satz"] == "Freitags ist Abgabe."
        assert (given["rolle"], asked["rolle"]) == ("gibt", "gefragt")
        await c.press("anna@telegram", "Keine solchen Fragen")
        await c.say("anna@telegram", "/meinedaten")
        assert file_of(c, "anna@telegram")["keine_fragen_seit"] is not None
        (over,) = file_of(c, "anna@telegram")["weitergaben"]
        assert over["bedingungen"] is None


async def test_an_offer_survives_a_restart_and_is_made_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await terms(c)
        press = c.button("ben@discord", "Anbieten").press
        assert isinstance(press, Call)
        await c.bot.desk.call(c.caller("ben@discord"), press)
        await c.bot.desk.call(c.caller("ben@discord"), press)
    async with running(c):
        await c.due()
        assert sum("Übernimmst du das?" in line for line in c.heard("anna@telegram")) == 1
        await c.press("anna@telegram", "Zu diesen Bedingungen")
        assert "besetzt: Anna" in card(c)


async def test_what_the_author_gladly_gives_is_offered_after_publishing_and_in_the_team(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("ben@discord", "gern ab: react")
        await c.agree("anna@telegram", "react")
        await publish(c)
        assert "Das gibst du gern ab: Frontend." in plain(c.last("ben@discord").text)
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        await c.press("ben@discord", "Weitergeben: Frontend")
        await c.fill("ben@discord", anteil="")
        await c.press("ben@discord", "Anbieten")
        assert any("@Anna" in line and "gibt weiter" in line for line in c.heard("#jobs", "telegram"))
        await c.agree("carla@discord", "react")
        await publish(c, author="carla@discord", line="/job Shop text='Suche React und Texten'")
        assert "gern ab" not in plain(c.last("carla@discord").text)


async def test_nobody_is_tagged_twice_for_a_job_and_who_hides_is_named_no_more(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "wordpress")
        await c.agree("carla@telegram", "wordpress")
        await publish(c)
        await offer(c, an="skill:WordPress")
        (there,) = [line for line in c.lines("#jobs") if "gibt weiter" in line.words]
        await c.press("anna@telegram", "Nicht mehr taggen", "#jobs")
        await c.say("anna@telegram", "/profil")
        await c.press("anna@telegram", "Sichtbar: verborgen")
        assert "Anna" not in there.words
        assert "@Carla" in there.words
        await c.press("ben@discord", "Zurücknehmen")
        assert "zurückgenommen" in there.words
        assert "Carla" not in there.words
        said = await offer(c, was="part:text", an="skill:WordPress")
        assert "Gerade finde ich niemanden, der WordPress anbietet" in said


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_who_leaves_every_place_leaves_no_offer_behind(tmp_path: Path, platform: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(f"anna@{platform}", "react")
        await publish(c)
        await offer(c, an="person:1")
        async with c.bot.storage.begin() as store:
            await housekeeping.withdraw(store, 1, c.clock.now())
        await c.due()
        assert "gilt nicht mehr" in await answer(c, f"anna@{platform}", "annehmen")
        assert "besetzt" not in card(c)
        assert "gilt nicht mehr: Teil Frontend" in c.heard("ben@discord")[-1]


async def test_a_post_that_is_edited_ends_an_offer_and_stays_with_who_wrote_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await c.say("ben@telegram", "Suche jemanden für React und Texte", "#jobs", message="m1")
        await c.press("ben@telegram", "Vorschau", "#jobs")
        await c.press("ben@telegram", "Veröffentlichen")
        await offer(c, "ben@telegram", was=WHOLE, an="person:1")
        await c.edit("ben@telegram", "#jobs", "m1", "Suche jemanden für React und Texte und noch mehr Texte")
        assert "gilt nicht mehr" in await answer(c, "anna@telegram", "annehmen")
        await offer(c, "ben@telegram", was=WHOLE, an="person:1")
        await c.press("anna@telegram", "Zu diesen Bedingungen")
        before = card(c)
        await c.edit("ben@telegram", "#jobs", "m1", "Suche jemanden für React und ganz andere Dinge")
        assert card(c) == before
        assert "Kontakt: Anna" in before


async def test_the_last_seat_is_taken_over_or_filled_and_never_both(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await want(c, "dora@telegram", "frontend")
        await offer(c)
        calls = (
            ("anna@telegram", Call("weiter.annehmen", {"angebot": "1"})),
            ("ben@discord", Call("team.zusagen", {"job": "1", "wer": "3", "teil": "frontend"})),
            ("anna@telegram", Call("weiter.annehmen", {"angebot": "1"})),
            ("ben@discord", Call("weiter.zurueck", {"angebot": "1"})),
        )
        answers = await asyncio.gather(*(c.bot.desk.call(c.caller(who), call) for who, call in calls))
        assert all(answers)
        await c.due()
        async with c.bot.storage.begin() as store:
            (seat,) = await store.jobs.seats(1)
            found = await store.handovers.get(1)
        assert found is not None
        assert (seat.member_id == 1) == (found.state is HandoverState.TAKEN)
        assert not found.is_open
        named = {1: "Anna", 3: "Dora"}[seat.member_id]
        assert f"besetzt: {named}" in card(c)
        assert f"besetzt: {named}" in card(c, "discord")


async def test_whoever_is_not_in_the_place_any_more_is_not_tagged_and_the_giver_hears_of_it(tmp_path: Path) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "wordpress")
        await publish(c)
        await offer(c, an="skill:WordPress")
        for wire in c.wires.values():
            wire.absent.add("anna")
        await c.move(hours=11)
        assert not any("gibt weiter" in line for line in c.heard("#jobs"))
        assert "Es ist niemand mehr da, den ich fragen kann" in c.heard("ben@discord")[-1]
        assert "abgelaufen" in await answer(c, "anna@telegram", "annehmen")


async def test_whoever_was_declined_does_not_hear_who_leads_now(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await want(c, "dora@telegram", "text")
        await want(c, "carla@discord", "text")
        await c.call("ben@discord", Call("team.ablehnen", {"job": "1", "wer": "3", "teil": "text"}))
        await offer(c, was=WHOLE)
        await c.press("anna@telegram", "Zu diesen Bedingungen")
        assert not any("kümmert sich jetzt" in line for line in c.heard("dora@telegram"))
        assert "kümmert sich jetzt @Anna" in c.heard("carla@discord")[-1]


async def test_a_long_text_cannot_grow_behind_what_is_shown(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        long = "Suche jemanden für React. " + "Das wird ein schönes Portal mit allem. " * 50
        await c.say("ben@telegram", long, "#jobs", message="m1")
        await c.press("ben@telegram", "Vorschau", "#jobs")
        await c.press("ben@telegram", "Veröffentlichen")
        await offer(c, "ben@telegram", was=WHOLE, an="person:1")
        await c.edit("ben@telegram", "#jobs", "m1", long + "Und das alles bis morgen.")
        assert "gilt nicht mehr" in await answer(c, "anna@telegram", "annehmen")


async def test_the_terms_go_with_who_handed_on(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await offer(c, was=WHOLE, anteil="10", kontakt="wer übernimmt")
        await c.press("anna@telegram", "Zu diesen Bedingungen")
        (terms_line,) = [line for line in c.lines("anna@telegram") if "Honorar für Ben" in line.words]
        await c.say("ben@discord", "/vergissmich")
        await c.press("ben@discord", "Sofort löschen")
        await c.move(minutes=2)
        assert terms_line.removed
        assert "Kontakt: Anna" in card(c)
        assert not any("Ben" in line for line in c.heard("#jobs"))


async def test_a_tag_goes_when_all_whom_it_names_are_forgotten_and_the_offer_goes_on(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "wordpress")
        await c.agree("carla@discord", "wordpress")
        await publish(c)
        await offer(c, an="skill:WordPress")
        (there,) = [line for line in c.lines("#jobs", "telegram") if "gibt weiter" in line.words]
        await c.say("anna@telegram", "/vergissmich")
        assert there.removed
        assert any("@Carla" in line for line in c.heard("#jobs", "discord"))
        await c.press("carla@discord", "Bedingungen", "#jobs")
        assert "Du hast das übernommen" in await c.press("carla@discord", "Zu diesen Bedingungen")


async def test_the_terms_go_with_who_speaks_with_the_customer(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await want(c, "dora@telegram", "text")
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "3", "teil": "text"}))
        await c.call("ben@discord", Call("team.bitten", {"job": "1", "wer": "3"}))
        await c.press("dora@telegram", "Übernehmen")
        await offer(c, was=WHOLE, kontakt="wie bisher")
        await c.press("anna@telegram", "Zu diesen Bedingungen")
        (terms_line,) = [line for line in c.lines("anna@telegram") if "spricht danach Dora" in line.words]
        await c.say("dora@telegram", "/vergissmich")
        await c.press("dora@telegram", "Sofort löschen")
        await c.move(minutes=2)
        assert terms_line.removed
        assert "Kontakt: Anna" in card(c)


async def test_who_gave_a_job_away_is_not_tagged_for_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await c.agree("ben@discord", "react, texten")
        await offer(c, was=WHOLE)
        await c.press("anna@telegram", "Zu diesen Bedingungen")
        job = await kept(c)
        async with c.bot.storage.begin() as store:
            seen = await forecast(store, c.bot.house, job, c.clock.now())
        assert "Ben" not in [member.name for member, _ in seen.tagged]
        assert "Gerade finde ich niemanden" in await offer(c, "anna@telegram", was="part:text", an="skill:Texten")


async def test_an_offer_ends_when_all_whom_it_asked_are_forgotten(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "wordpress")
        await publish(c)
        await offer(c, an="skill:WordPress")
        await c.say("anna@telegram", "/vergissmich")
        assert "Es ist niemand mehr da, den ich fragen kann." in c.heard("ben@discord")[-1]
        assert "Anna" not in c.heard("ben@discord")[-1]
        assert not any("Anna" in line for line in c.heard("#jobs"))
