"""Where organisers approve events, members propose them: asked once, decided once, told once, by organisers alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.events import EventState
from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.talk.answers import Call
from tests.support.happenings import SERIES, TWITTWOCH, cards, entered, news, posted, press_of
from tests.support.talking import Talk, community, labels, running, sample_places

TEAM = Place(0, ChatAddress(Platform.TELEGRAM, "telegram-team"), "#team", frozenset({Role.TEAM}))


def places() -> list[Place]:
    return [*sample_places(), TEAM]


async def state(c: Talk, event_id: int = 1) -> EventState | None:
    async with c.bot.storage.begin() as store:
        event = await store.events.get(event_id)
    return event.state if event is not None else None


async def test_nothing_is_announced_before_an_organiser_approves(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(), approves=True) as c:
        assert "sieht ihn sich die Organisation an" in await c.say("anna@discord", f"{SERIES} ort=Essen plaetze=20")
        assert "Vorgeschlagen" in await c.press("anna@discord", "Eintragen")
        assert "steht schon" in await c.say("anna@discord", f"{SERIES} ort=Essen plaetze=20")
        assert c.heard("#termine") == []
        (asked,) = c.heard("#team")
        for words in ("Anna schlägt einen Termin vor", "Mi., 9. Dezember, 19:00 Uhr", "Essen", "20 Plätze", "jeden 2."):
            assert words in asked
        assert "steht nichts an" in await c.say("ben@discord", "/termine")
        await c.move(days=2)
        assert c.heard("#termine") == []
        approve = press_of(c, "orga@telegram", "Freigeben", "#team")
        said = await c.press("orga@telegram", "Freigeben", "#team")
        assert "freigegeben" in said
        assert len(said) <= 200
        assert cards(c) == cards(c, "discord") == ["Neu: Twittwoch"]
        assert c.heard("anna@discord") == ["Twittwoch (Mi., 9. Dezember, 19:00 Uhr) ist freigegeben und angekündigt."]
        assert c.heard("#team") == ["Vorschlag „Twittwoch“ ist freigegeben."]
        assert "schon freigegeben" in await c.call("orga@discord", approve)
        assert "schon freigegeben" in await c.call("orga@discord", Call("event.decline", {"event": "1", "grund": "x"}))
        assert len(c.heard("anna@discord")) == 1
        await c.move(days=8)
        assert posted(c) == ["Neu: Twittwoch", "Morgen: Twittwoch", "Heute: Twittwoch"]


async def test_a_declined_proposal_comes_back_with_the_reason_and_can_be_sent_again(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(), approves=True) as c:
        await entered(c, "anna@discord", f'{TWITTWOCH} ort=Essen text="Viele Vorträge"')
        await c.press("orga@telegram", "Ablehnen", "#team")
        await c.fill("orga@telegram", grund="An dem Abend ist schon Lean Coffee.")
        (told,) = c.heard("anna@discord")
        for words in ("ist nicht freigegeben", "An dem Abend ist schon Lean Coffee.", "Viele Vorträge", "Essen"):
            assert words in told
        assert c.heard("#team") == ["Vorschlag „Twittwoch“ ist abgelehnt."]
        assert "schon abgelehnt" in await c.call("orga@discord", Call("event.approve", {"event": "1", "stand": "1"}))
        assert "schon abgelehnt" in await c.call("orga@discord", Call("event.decline", {"event": "1"}))
        assert "gibt es nicht" in await c.call("ben@discord", Call("event.again", {"event": "1"}))
        await c.press("anna@discord", "Noch einmal vorschlagen")
        await c.press("anna@discord", "Ändern")
        assert c.forms["anna@discord"].values["text"] == "Viele Vorträge"
        await c.fill("anna@discord", wann="10.12. 19:00")
        assert "Vorgeschlagen" in await c.press("anna@discord", "Eintragen")
        await c.press("orga@telegram", "Freigeben", "#team")
        assert cards(c) == ["Neu: Twittwoch"]
        assert len(c.heard("anna@discord")) == 2


async def test_organisers_are_not_asked_about_their_own_and_open_communities_about_none(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    async with community(tmp_path, places=places(), approves=True) as c:
        assert "Organisation" not in await c.say("orga@discord", TWITTWOCH)
        await c.press("orga@discord", "Eintragen")
        assert cards(c) == ["Neu: Twittwoch"]
        assert c.heard("#team") == []
    async with community(tmp_path / "open", places=places()) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        assert cards(c) == ["Neu: Twittwoch"]
        assert c.heard("#team") == []


@pytest.mark.parametrize("stranger", ["anna@discord", "ben@telegram", "orga2@telegram"])
async def test_only_organisers_decide_whatever_is_sent(tmp_path: Path, stranger: str) -> None:
    async with community(tmp_path, places=places(), approves=True) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        for call in (
            press_of(c, "orga@telegram", "Freigeben", "#team"),
            Call("event.approve", {"event": "1"}),
            Call("event.approve", {"event": "1", "stand": "99"}),
            Call("event.approve", {"event": "99"}),
            Call("event.decline", {"event": "1"}),
            Call("event.decline", {"event": "1", "grund": "Nein"}),
            Call("event.proposal", {"event": "1"}),
        ):
            assert "nur Organisator:innen" in await c.call(stranger, call, "#team"), call
            assert stranger not in c.forms
        assert await state(c) is EventState.PROPOSED
        for wrong in ("0", "-1", "1 OR 1=1", "99"):
            said = await c.call("orga@telegram", Call("event.approve", {"event": wrong, "stand": "1"}))
            assert "schiefgegangen" not in said
            assert "freigegeben" not in said
        assert await state(c) is EventState.PROPOSED
        assert "freigegeben" in await c.call("orga@telegram", Call("event.approve", {"event": "1", "stand": "1"}))


async def test_what_is_not_approved_is_nobodys_business(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(), approves=True) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        date = {"event": "1", "occurrence": "2026-12-09T19:00"}
        for call in (
            Call("event.show", date),
            Call("event.answer", {**date, "answer": "Dabei"}),
            Call("event.edit", {"event": "1"}),
            Call("event.edit", {"event": "1", "titel": "Meins", "wann": "9.12. 19:00"}),
            Call("event.cancel", {"event": "1"}),
            Call("event.restore", {"event": "1"}),
        ):
            said = await c.call("ben@telegram", call)
            assert "Twittwoch" not in said, call
            assert "Abgesagt" not in said
        assert "noch nicht freigegeben" in await c.call(
            "anna@discord", Call("event.answer", {**date, "answer": "Dabei"})
        )
        assert "nicht zurückzunehmen" in (await c.call("anna@discord", Call("event.restore", {"event": "1"}))).replace(
            "nichts", "nicht"
        )
        assert await state(c) is EventState.PROPOSED


async def test_a_proposer_changes_and_withdraws_while_it_waits(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(), approves=True) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        old = press_of(c, "orga@telegram", "Freigeben", "#team")
        assert "(Vorschlag)" in await c.say("anna@discord", "/termin")
        await c.press("anna@discord", "Ändern: Twittwoch")
        assert "Vorschlag ist geändert" in await c.fill("anna@discord", wann="9.12. 20:00")
        assert "20:00 Uhr" in c.heard("#team")[0]
        assert "inzwischen geändert" in await c.call("orga@telegram", old)
        assert c.heard("#termine") == []
        assert "Ablehnen" in labels(c.lines("#team")[0].reply)
        assert "nur, wer" in (await c.call("orga@telegram", Call("event.cancel", {"event": "1"}))).replace(
            "kann nur", "nur"
        )
        await c.say("anna@discord", "/termin")
        assert "zurückgezogen" in await c.press("anna@discord", "Zurückziehen: Twittwoch")
        assert c.heard("#team") == ["Vorschlag „Twittwoch“ ist zurückgezogen."]
        assert "zurückgezogen" in await c.call("orga@telegram", Call("event.approve", {"event": "1", "stand": "2"}))
        assert c.heard("#termine") == c.heard("anna@discord") == []


async def test_an_approved_event_is_changed_without_asking_again(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(), approves=True) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        await c.press("orga@telegram", "Freigeben", "#team")
        await c.call("anna@discord", Call("event.edit", {"event": "1", "titel": "Twittwoch", "wann": "9.12. 20:00"}))
        assert len(news(c)) == 1
        assert len(c.heard("#team")) == 1
        await c.call("anna@discord", Call("event.cancel", {"event": "1"}))
        assert "doch statt" in await c.call("anna@discord", Call("event.restore", {"event": "1"}))


async def test_without_a_team_place_the_first_organiser_is_asked_and_a_restart_changes_nothing(tmp_path: Path) -> None:
    async with community(tmp_path, approves=True) as c:
        await c.say("orga@telegram", "/start")
        await c.say("anna@discord", TWITTWOCH)
        (preview,) = [c.button("anna@discord", "Eintragen").press]
        assert isinstance(preview, Call)
        await c.bot.desk.call(c.caller("anna@discord"), preview)
    async with running(c, approves=True):
        await c.due()
        (asked,) = [*c.heard("orga@telegram"), *c.heard("orga@discord")]
        assert "Anna schlägt einen Termin vor" in asked
        where = "orga@discord" if c.heard("orga@discord") else "orga@telegram"
    async with running(c, approves=True):
        await c.due()
        await c.press(where, "Freigeben")
        assert cards(c) == ["Neu: Twittwoch"]


async def test_organisers_find_what_waits_in_their_list(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(), approves=True) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        assert "Twittwoch" in await c.say("orga@discord", "/termin")
        await c.press("orga@discord", "Prüfen: Twittwoch")
        assert c.last("orga@discord").private
        await c.press("orga@discord", "Freigeben")
        assert cards(c) == ["Neu: Twittwoch"]


async def test_a_proposal_whose_time_is_over_is_not_announced_and_goes_after_a_month(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(), approves=True) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        await c.move(days=9)
        assert "schon vorbei" in await c.press("orga@telegram", "Freigeben", "#team")
        assert c.heard("#termine") == []
        assert len(c.heard("#team")) == 1
        await c.move(days=32)
        assert await state(c) is None
        assert c.heard("#team") == []


async def test_who_is_forgotten_leaves_no_proposal(tmp_path: Path) -> None:
    async with community(tmp_path, places=places(), approves=True) as c:
        await entered(c, "anna@discord", TWITTWOCH)
        assert "Anna" in c.heard("#team")[0]
        await c.say("anna@discord", "/vergissmich")
        assert await state(c) is EventState.WITHDRAWN
        assert not any("Anna" in words for words in c.heard("#team"))
        await c.move(days=2)
        assert await state(c) is None
        assert c.heard("#team") == []
