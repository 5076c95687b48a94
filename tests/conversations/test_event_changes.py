"""Changed events: what follows, who is told, and who may not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.domain.events import Answer
from bot.domain.sending import Outcome
from bot.talk.answers import Call
from tests.support.happenings import SERIES, TWITTWOCH, buttons, cards, entered, news, outcome, posted, press_of
from tests.support.talking import Talk, community, running


async def test_a_moved_event_takes_cards_answers_and_steps_along_and_says_so_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await c.press("ben@discord", "Dabei")
        await c.press("carla@telegram", "Vielleicht")
        await c.press("dora@telegram", "Absagen")
        await c.press("anna@telegram", "Dabei")
        await c.press("anna@telegram", "Ändern")
        said = await c.fill("anna@telegram", wann="10.12. 19:30")
        assert "Do., 10. Dezember, 19:30 Uhr" in said
        told = "Twittwoch ist verlegt: jetzt Do., 10. Dezember, 19:30 Uhr statt Mi., 9. Dezember, 19:00 Uhr."
        assert news(c) == news(c, "discord") == c.heard("ben@discord") == c.heard("carla@telegram") == [told]
        assert c.heard("dora@telegram") == c.heard("anna@telegram") == []
        assert all("Do., 10. Dezember, 19:30 Uhr" in card for card in c.heard("#termine") if card != told)
        assert buttons(c) == [["Dabei (2)", "Vielleicht (1)", "Absagen (1)"]] * 2
        line = c.lines("#termine", "telegram")[-1]
        assert line.reply_to == c.lines("#termine", "telegram")[0].ref
        await c.move(days=30)
        assert posted(c)[1:] == ["In 7 Tagen: Twittwoch", "Morgen: Twittwoch", "Heute: Twittwoch"]
        assert await outcome(c, "event:1:2026-12-09T19:00:announce:1d:place:2") is Outcome.DROPPED
        assert len(news(c)) == 1


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_who_cancels_and_restores_without_end_is_stopped_before_the_places_are_full_of_it(
    tmp_path: Path, persona: str
) -> None:
    async with community(tmp_path) as c:
        await entered(c, persona, TWITTWOCH)
        told = [
            await c.call(persona, Call(action, {"event": "1"}))
            for _ in range(31)
            for action in ("event.cancel", "event.restore")
        ]
        assert all("sehr oft" not in words for words in told[:60])
        assert [words for words in told if "sehr oft" in words] == told[60:]
        assert len(news(c)) == 60
        await c.move(hours=1)
        assert "ist abgesagt" in await c.call(persona, Call("event.cancel", {"event": "1"}))


async def test_an_old_button_of_a_moved_event_is_refused(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        old = press_of(c, "ben@discord", "Dabei")
        await c.press("anna@telegram", "Ändern")
        await c.fill("anna@telegram", wann="10.12. 19:30")
        assert "gibt es nicht mehr" in await c.call("ben@discord", old, "#termine")
        assert "Du bist dabei" in await c.press("ben@discord", "Dabei")


async def test_an_event_moved_away_and_back_is_announced_as_if_nothing_had_been(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        for when in ("20.12. 19:00", "9.12. 19:00"):
            await c.press("anna@telegram", "Ändern")
            await c.fill("anna@telegram", wann=when)
        await c.move(days=30)
        assert posted(c) == ["Neu: Twittwoch", "In 7 Tagen: Twittwoch", "Morgen: Twittwoch", "Heute: Twittwoch"]


async def test_only_owners_and_organisers_change_an_event(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await entered(c, "ben@discord", '/termin Stammtisch wann="11.12. 20:00"')
        for call in (
            Call("event.edit", {"event": "1"}),
            Call("event.edit", {"event": "1", "titel": "Meins", "wann": "24.12. 19:00"}),
            Call("event.cancel", {"event": "1"}),
        ):
            for stranger in ("ben@discord", "anna@discord", "zoe@telegram"):
                assert "nur, wer den Termin eingetragen hat" in await c.call(stranger, call), call
                assert stranger not in c.forms
        assert news(c) == []
        assert "Neu: Twittwoch" in cards(c)
        assert "gibt es nicht" in await c.call("orga@discord", Call("event.cancel", {"event": "99"}))
        call = Call("event.edit", {"event": "1", "titel": "Twittwoch Ruhr", "wann": "9.12. 19:00"})
        assert "Geändert" in await c.call("orga@discord", call)
        assert "Titel: jetzt Twittwoch Ruhr statt Twittwoch." in news(c)[0]
        assert "Neu: Twittwoch Ruhr" in cards(c)


async def test_a_wrong_change_is_refused_and_the_form_keeps_what_was_typed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        await c.press("anna@discord", "Ändern")
        assert c.forms["anna@discord"].values["wann"] == "9.12.2026 19:00"
        assert "vorbei" in await c.fill("anna@discord", wann="30.11.2026 19:00", ort="Bochum")
        assert news(c) == []
        assert c.forms["anna@discord"].values["ort"] == "Bochum"
        await c.fill("anna@discord", wann="9.12. 20:00")
        assert "Ort: jetzt Bochum statt offen." in news(c)[0]
        await c.press("anna@discord", "Ändern")
        assert "nichts geändert" in await c.fill("anna@discord")
        assert len(news(c)) == 1


async def test_every_point_that_changed_is_said(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", f"{SERIES} ort=Essen link=https://a.example text=Alt")
        await c.press("anna@discord", "Ändern")
        await c.fill(
            "anna@discord",
            dauer="3 h",
            ort="",
            link="https://b.example",
            text="Neu",
            serie="",
            plaetze="20",
            art="Workshop",
        )
        (said,) = news(c)
        for point in (
            "Twittwoch (Mi., 9. Dezember, 19:00 Uhr) ist geändert.",
            "Ort: jetzt offen statt Essen.",
            "Dauer: jetzt 3 Stunden statt 2 Stunden.",
            "Serie: jetzt einmalig statt jeden 2. Mittwoch im Monat.",
            "Art: jetzt Workshop statt Treffen.",
            "Plätze: jetzt 20 Plätze statt unbegrenzt.",
            "Der Text ist neu.",
            "Der Link ist neu.",
        ):
            assert point in said
        card = c.heard("#termine", "telegram")[0]
        assert "Neu" in card
        assert "Essen" not in card


async def test_a_text_and_a_link_that_are_taken_away_are_not_called_new(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", f"{SERIES} ort=Essen link=https://a.example text=Alt")
        await c.call("anna@discord", Call("date.edit", {"event": "1", "occurrence": "2026-12-09T19:00"}))
        await c.fill("anna@discord", text="")
        assert news(c)[-1].splitlines()[1:] == ["Der Text ist weg."]
        await c.call("anna@discord", Call("event.edit", {"event": "1"}))
        await c.fill("anna@discord", link="", text="")
        assert news(c)[-1].splitlines()[1:] == ["Der Text ist weg.", "Der Link ist weg."]


async def test_a_whole_day_that_gets_an_hour_had_none_before(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", '/termin Camp wann="12.12. ganztägig"')
        for wann, said in (
            ("12.12. 18 Uhr", "Camp ist verlegt: jetzt Sa., 12. Dezember, 18:00 Uhr statt Sa., 12. Dezember."),
            ("12.12. ganztägig", "Camp ist verlegt: jetzt Sa., 12. Dezember statt Sa., 12. Dezember, 18:00 Uhr."),
            ("12.12. 0:00", "Camp ist verlegt: jetzt Sa., 12. Dezember, 0:00 Uhr statt Sa., 12. Dezember."),
            ("13.12. ganztägig", "Camp ist verlegt: jetzt So., 13. Dezember statt Sa., 12. Dezember, 0:00 Uhr."),
        ):
            await c.press("anna@telegram", "Ändern")
            await c.fill("anna@telegram", wann=wann)
            assert news(c)[-1].splitlines()[0] == said


async def test_changes_that_pile_up_in_an_outage_are_said_as_they_are_now(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        anna = c.caller("anna@discord")
        for when in ("10.12. 19:00", "11.12. 19:00"):
            await c.bot.desk.call(anna, Call("event.edit", {"event": "1", "titel": "Twittwoch", "wann": when}))
        await c.bot.desk.call(anna, Call("event.cancel", {"event": "1"}))
    async with running(c):
        await c.due()
        assert news(c) == ["Twittwoch (Fr., 11. Dezember, 19:00 Uhr) ist abgesagt."]


async def test_a_series_keeps_its_days_when_its_time_moves(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", f"{SERIES};COUNT=3")
        await c.press("ben@telegram", "Dabei")
        await c.move(days=20)
        await c.press("anna@discord", "Ändern")
        assert c.forms["anna@discord"].values["wann"] == "13.1.2027 19:00"
        said = await c.fill("anna@discord", wann="13.1.2027 19:30")
        for date in ("Mi., 13. Januar", "Mi., 10. Februar"):
            assert f"{date}, 19:30 Uhr" in said
        assert "10. März" not in said
        await c.move(days=70)
        assert len(posted(c)) == 1 + 3 + 3 + 3


async def test_a_series_that_moves_to_another_day_says_what_became_of_each_date(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", '/termin Stammtisch wann="2.12. 19:00" serie=wöchentlich')
        await c.press("ben@telegram", "Dabei")
        second = press_of(c, "ben@telegram", "Dabei").with_values(occurrence="2026-12-09T19:00")
        await c.call("carla@telegram", second, "#termine")
        await c.move(hours=20)  # the 7d step of the second date is still to come
        await c.press("anna@discord", "Ändern")
        await c.fill("anna@discord", wann="3.12. 20:00", serie="jeden Donnerstag")
        (said,) = news(c)
        assert "Stammtisch ist verlegt: jetzt Do., 3. Dezember, 20:00 Uhr statt Mi., 2. Dezember, 19:00 Uhr." in said
        assert c.heard("ben@telegram") == c.heard("carla@telegram") == [said]
        assert all("Do., 3. Dezember, 20:00 Uhr" in card for card in c.heard("#termine", "telegram") if card != said)
        assert buttons(c)[0] == ["Dabei (1)", "Vielleicht", "Absagen"]
        assert "gibt es nicht mehr" in await c.call("carla@telegram", second, "#termine")


async def test_a_card_of_a_date_that_a_series_lost_says_so(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", '/termin Stammtisch wann="2.12. 19:00" serie=wöchentlich')
        await c.move(days=1, hours=10)
        assert cards(c)[-1] == "In 7 Tagen: Stammtisch"
        await c.press("anna@discord", "Ändern")
        await c.fill("anna@discord", serie="alle 2 Wochen")
        lost = c.heard("#termine", "telegram")[-2]
        assert lost.startswith("Entfällt: Stammtisch")
        assert "Das nächste Mal: Mi., 2. Dezember" in lost


async def test_a_series_that_moves_to_another_time_says_so_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", '/termin Stammtisch wann="3.12. 19:00" serie="jeden Donnerstag"')
        await c.press("anna@discord", "Ändern")
        await c.fill("anna@discord", wann="3.12. 20:00")
        assert news(c) == [
            "Stammtisch ist verlegt: jetzt Do., 3. Dezember, 20:00 Uhr statt Do., 3. Dezember, 19:00 Uhr."
        ]


async def deviating(c: Talk, button: str, wann: str) -> None:
    """Enter a series of Wednesdays whose next date is another one."""
    await entered(c, "anna@discord", f"{TWITTWOCH} serie=wöchentlich")
    await c.call("anna@discord", Call("event.show", {"event": "1", "occurrence": "2026-12-09T19:00"}))
    await c.press("anna@discord", button)
    await c.fill("anna@discord", wann=wann)


@pytest.mark.parametrize("button", ["Nur diesen ändern", "Zusatztermin"])
async def test_the_rhythm_is_never_told_by_a_date_that_deviates(tmp_path: Path, button: str) -> None:
    async with community(tmp_path) as c:
        await deviating(c, button, "8.12. 20:00")
        await c.call("anna@discord", Call("event.edit", {"event": "1"}))
        await c.fill("anna@discord", wann="10.12. 18:00")
        assert news(c)[-1].splitlines()[1:] == [
            "Serie: jetzt jeden Donnerstag, 18:00 Uhr statt jeden Mittwoch, 19:00 Uhr."
        ]


async def test_another_time_of_a_series_is_said_where_its_next_date_deviates(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await deviating(c, "Nur diesen ändern", "10.12. 19:00")
        await c.call("anna@discord", Call("event.edit", {"event": "1"}))
        await c.fill("anna@discord", wann="10.12. 20:00")
        assert news(c)[-1].splitlines() == [
            "Twittwoch (Do., 10. Dezember, 19:00 Uhr) ist geändert.",
            "Serie: jetzt jeden Mittwoch, 20:00 Uhr statt jeden Mittwoch, 19:00 Uhr.",
        ]


@pytest.mark.parametrize("persona", ["anna@discord", "orga@telegram"])
@pytest.mark.parametrize("button", ["Nur diesen ändern", "Zusatztermin"])
async def test_another_rhythm_keeps_day_and_hour_where_the_next_date_deviates(
    tmp_path: Path, persona: str, button: str
) -> None:
    async with community(tmp_path) as c:
        await deviating(c, button, "8.12. 20:00")
        await c.call(persona, Call("event.edit", {"event": "1"}))
        said = await c.fill(persona, serie="alle 2 Wochen")
        assert "Serie: alle 2 Wochen am Mittwoch, 19:00 Uhr." in said
        times = ("Di., 8. Dezember, 20:00 Uhr", "Mi., 23. Dezember, 19:00 Uhr")
        assert all(time in said for time in times)
        assert ("Mi., 9. Dezember, 19:00 Uhr" in said) is (button == "Zusatztermin")


async def test_a_series_that_becomes_a_single_event_takes_place_when_its_next_date_would_have(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await deviating(c, "Nur diesen ändern", "8.12. 20:00")
        await c.call("anna@discord", Call("event.edit", {"event": "1"}))
        assert "Twittwoch, Di., 8. Dezember, 20:00 Uhr bis" in await c.fill("anna@discord", serie="")


async def test_answers_move_and_are_not_copied(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        await c.press("ben@telegram", "Dabei")
        kept: Sequence[Answer] = ()
        for when in ("10.12. 19:30", "9.12. 19:00"):
            await c.press("anna@discord", "Ändern")
            await c.fill("anna@discord", wann=when)
            async with c.bot.storage.begin() as store:
                me = await store.members.at(c.caller("ben@telegram").address)
                assert me is not None
                kept = await store.events.answers_of(me.id)
            assert len(kept) == 1
        assert kept[0].occurrence == "2026-12-09T19:00"
        assert buttons(c) == [["Dabei (1)", "Vielleicht", "Absagen"]] * 2


async def test_a_cancelled_event_is_told_once_and_then_silent(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await c.press("ben@discord", "Dabei")
        await c.press("dora@discord", "Absagen")
        await c.say("carla@telegram", "/erinnere Twittwoch")
        said = await c.press("anna@telegram", "Termin absagen")
        assert "abgesagt" in said
        told = "Twittwoch (Mi., 9. Dezember, 19:00 Uhr) ist abgesagt."
        assert news(c) == news(c, "discord") == c.heard("ben@discord") == c.heard("carla@telegram") == [told]
        assert c.heard("dora@discord") == []
        assert cards(c) == cards(c, "discord") == ["Abgesagt: Twittwoch"]
        assert buttons(c) == [[]] * 2
        before = len(c.heard("#termine"))
        await c.move(days=30)
        assert len(c.heard("#termine")) == before
        assert c.heard("carla@telegram") == [told]
        assert "steht nichts an" in await c.say("anna@telegram", "/termine", "#termine")


@pytest.mark.parametrize("owner", ["anna@telegram", "anna@discord"])
async def test_whose_event_organisers_change_or_cancel_hears_of_it(tmp_path: Path, owner: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, owner, TWITTWOCH)
        await c.press(owner, "Termin absagen")
        await c.press(owner, "Zurücknehmen")
        assert c.heard(owner) == []
        await c.say("orga@discord", "/termin")
        await c.press("orga@discord", "Ändern: Twittwoch")
        await c.fill("orga@discord", wann="9.12. 20:00")
        moved = "Twittwoch ist verlegt: jetzt Mi., 9. Dezember, 20:00 Uhr statt Mi., 9. Dezember, 19:00 Uhr."
        assert c.heard(owner) == [moved]
        await c.call("orga@discord", Call("event.cancel", {"event": "1"}))
        assert c.heard(owner)[1:] == ["Twittwoch (Mi., 9. Dezember, 20:00 Uhr) ist abgesagt."]
        await c.call("orga@discord", Call("event.restore", {"event": "1"}))
        assert c.heard(owner)[2:] == ["Twittwoch (Mi., 9. Dezember, 20:00 Uhr) findet doch statt."]
        assert c.heard("orga@discord") == []


async def test_a_cancellation_can_be_taken_back_and_everything_goes_on(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await c.press("ben@discord", "Dabei")
        await c.say("ben@discord", "/erinnere Twittwoch")
        await c.press("anna@telegram", "Termin absagen")
        back = press_of(c, "anna@telegram", "Zurücknehmen")
        assert "nur, wer" in await c.call("ben@discord", back)
        assert "findet doch statt" in await c.press("anna@telegram", "Zurücknehmen")
        assert "nichts zurückzunehmen" in await c.call("anna@telegram", back)
        assert news(c)[-1] == "Twittwoch (Mi., 9. Dezember, 19:00 Uhr) findet doch statt."
        await c.move(days=10)
        assert posted(c) == ["Neu: Twittwoch", "In 7 Tagen: Twittwoch", "Morgen: Twittwoch", "Heute: Twittwoch"]
        assert len([said for said in c.heard("ben@discord") if said.startswith("Erinnerung")]) == 1


async def test_an_event_stays_when_its_owner_is_forgotten_and_is_nobodys_to_change(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await c.say("anna@telegram", "/vergissmich")
        await c.press("anna@telegram", "Sofort löschen")
        assert cards(c) == ["Neu: Twittwoch"]
        cancel = Call("event.cancel", {"event": "1"})
        assert "nur, wer" in await c.call("anna@telegram", cancel)
        assert "abgesagt" in await c.call("orga@telegram", cancel)
