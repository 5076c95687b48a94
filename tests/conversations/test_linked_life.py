"""Who has linked two accounts is one person: to jobs, events, counts, in places, and when they are forgotten."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.members import Member
from bot.domain.moderation import Block
from bot.domain.people import Platform
from bot.talk.answers import Call
from tests.conversations.test_handing_on import answer, offer
from tests.conversations.test_job_guards import publish as publish_words
from tests.conversations.test_linking import ANNA, ANNA_D, link, part
from tests.conversations.test_overview import overviews
from tests.conversations.test_presence import leave
from tests.conversations.test_tagging import posted, wish
from tests.conversations.test_team_room import LINK, press, seat
from tests.conversations.test_teams import JOB, card, publish, want
from tests.support.happenings import TWITTWOCH, buttons, entered
from tests.support.talking import Talk, community, labels, words_of


async def member(c: Talk, persona: str) -> Member:
    async with c.bot.storage.begin() as store:
        found = await store.members.at(c.caller(persona).address)
        assert found is not None
        return found


async def test_two_interests_in_one_part_are_one_and_two_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "kochen")
        await c.agree(ANNA_D, "kochen")
        await publish(c)
        await want(c, ANNA, "frontend")
        await want(c, ANNA_D, "frontend")
        await want(c, ANNA_D, "text")
        await link(c)
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        waiting = [one for one in labels(c.last("ben@discord")) if one.startswith("Zusagen")]
        assert len(waiting) == 2
        before = "2"  # who the second account was: the button that the author was sent carries it still
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": before, "teil": "text"}))
        assert "besetzt: Anna" in card(c)
        assert sum("Zusage" in line for persona in (ANNA, ANNA_D) for line in c.heard(persona)) == 1
        await part(c, ANNA)
        await c.call(ANNA_D, Call("jobs.zeigen", {"job": "1"}))
        assert "Aussteigen" in labels(c.last(ANNA_D)), "the seat follows the interest of the account that wrote it"
        await c.call(ANNA, Call("jobs.zeigen", {"job": "1"}))
        assert "Aussteigen" not in labels(c.last(ANNA))
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        assert len([one for one in labels(c.last("ben@discord")) if one.startswith("Zusagen")]) == 2


async def test_ones_own_job_is_no_interest_of_the_other_account(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=ANNA)
        await want(c, ANNA_D, "frontend")
        assert "angefragt" in card(c)
        await link(c)
        assert "angefragt" not in card(c)
        assert "dein eigener Auftrag" in await want(c, ANNA_D, "frontend")
        assert "Portal" in await c.say(ANNA_D, "/jobs meine")
        await part(c, ANNA)
        assert "angefragt" in card(c)


@pytest.mark.parametrize("newer", [ANNA, ANNA_D])
async def test_of_two_answers_the_newer_stands_and_both_come_back(tmp_path: Path, newer: str) -> None:
    older = ANNA_D if newer == ANNA else ANNA
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await c.press(older, "Dabei", "#termine")
        await c.move(minutes=5)
        await c.press(newer, "Vielleicht", "#termine")
        assert buttons(c)[0][:2] == ["Dabei (1)", "Vielleicht (1)"]
        await link(c)
        assert buttons(c)[0][:2] == ["Dabei", "Vielleicht (1)"]
        answered = json.loads(await data_of(c, older))["antworten"]
        assert [one["antwort"] for one in answered] == ["Vielleicht"]
        await part(c, newer)
        assert buttons(c)[0][:2] == ["Dabei (1)", "Vielleicht (1)"]
        for persona, said in ((older, "Dabei"), (newer, "Vielleicht")):
            assert [one["antwort"] for one in json.loads(await data_of(c, persona))["antworten"]] == [said]


async def data_of(c: Talk, persona: str) -> str:
    """Return the file with everything that is kept of a persona."""
    await c.say(persona, "/meinedaten")
    (file,) = c.last(persona).files
    return file.content.decode()


async def test_a_waiting_list_moves_up_when_two_become_one(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", f"{TWITTWOCH} plaetze=2")
        for persona in (ANNA, ANNA_D, "carla@discord"):
            await c.press(persona, "Dabei", "#termine")
        assert "1 wartet" in c.heard("#termine")[0]
        await link(c)
        assert "nachgerückt" in c.heard("carla@discord")[-1]
        assert "2 von 2 dabei" in c.heard("#termine")[0]


async def test_a_reminder_comes_once_on_the_preferred_side(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await c.agree(ANNA_D, "python")
        await link(c)
        await c.say(ANNA_D, '/erinnere Rechnung schreiben wann="heute 11:00"')
        await c.press(ANNA, "Lieber auf Discord")
        await c.move(hours=3)
        assert sum("Rechnung" in line for line in c.heard(ANNA_D)) == 1
        assert not any("Rechnung" in line for line in c.heard(ANNA))


async def test_the_other_account_is_written_to_only_where_the_first_is_closed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await link(c)
        assert (await member(c, ANNA)).preferred is Platform.TELEGRAM, "where it was confirmed last"
        await c.say(ANNA_D, '/erinnere Rechnung schreiben wann="heute 11:00"')
        c.wires[Platform.TELEGRAM].closed.add("anna")
        await c.move(hours=3)
        assert any("Rechnung" in line for line in c.heard(ANNA_D))
        assert not any("Rechnung" in line for line in c.heard(ANNA))


@pytest.mark.parametrize("side", ["discord", "telegram"])
async def test_tagged_once_on_the_preferred_side(tmp_path: Path, side: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "react")
        await link(c)
        await c.call(ANNA, Call("link.seite", {"seite": side}))
        await publish(c)
        tags = [line for line in c.lines("#jobs") if "React" in line.words and line.reply_to is not None]
        assert [str(line.ref.where.platform) for line in tags] == [side]


async def test_a_day_has_three_jobs_for_both_accounts_together(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await publish_words(c, ANNA, "Suche Haskell", "Eins")
        await publish_words(c, ANNA, "Brauche ein Logo", "Zwei")
        await link(c)
        assert "geht jetzt" in await publish_words(c, ANNA_D, "Film gesucht", "Drei")
        for persona in (ANNA, ANNA_D):
            assert "Mehr als 3 neue" in await publish_words(c, persona, "Jemand für Buchhaltung", "Vier")


async def test_a_block_is_shed_neither_by_linking_nor_by_parting(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA_D, "python")
        await c.agree(ANNA, "python")
        async with c.bot.storage.begin() as store:
            await store.moderation.block(Block(2, "Spam", c.clock.at))
        assert "gesperrt" in await c.say(ANNA, JOB)
        assert "gesperrt" not in await c.say(ANNA_D, JOB)
        await link(c)
        for persona in (ANNA, ANNA_D):
            assert "gesperrt" in await c.say(persona, JOB)
        await part(c, ANNA)
        for persona in (ANNA, ANNA_D):
            assert "gesperrt" in await c.say(persona, JOB)


async def test_rights_do_not_travel(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("orga@discord", "python")
        await link(c, ANNA, "orga@discord")
        assert "Organisator" in await c.say(ANNA, "/admin")
        assert "nur Organisator" not in await c.say("orga@discord", "/admin")


@pytest.mark.parametrize("orga", ["orga@discord", "orga@telegram"])
async def test_what_an_organiser_is_asked_comes_to_the_account_that_has_the_rights(tmp_path: Path, orga: str) -> None:
    other = ANNA if orga == "orga@discord" else ANNA_D
    async with community(tmp_path) as c:
        await c.agree(orga, "python")
        await c.agree(other, "python")
        await link(c, other, orga)
        assert "zuerst auf " + other.partition("@")[2].capitalize() in await c.say(orga, "/verknuepfen")
        for address in c.bot.house.community.organisers - {c.caller(orga).address}:
            async with c.bot.storage.begin() as store:
                await store.members.create(address, "Orga", c.clock.at)
                await store.members.close_route(address, c.clock.at + timedelta(days=1))
        await publish(c)
        await c.call("carla@discord", Call("job.melden", {"job": "1", "grund": "Werbung"}))
        assert c.heard(orga)[-1].startswith("Gemeldet: ")
        assert "ist geschlossen" in await c.press(orga, "Schließen")


async def test_who_leaves_one_platform_is_still_there_on_the_other(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "haskell")
        await publish_words(c, ANNA, "Suche ein Logo", "Mein Auftrag")
        await link(c)
        await leave(c, ANNA, "#jobs", "#termine")
        assert (await member(c, ANNA)).left_at is None
        assert "Anna" in await c.say("zoe@discord", "/suche haskell")
        await leave(c, ANNA_D, "#jobs", "#termine")
        assert (await member(c, ANNA)).left_at is not None
        assert "Anna" not in await c.say("zoe@discord", "/suche haskell")


async def test_who_is_parted_after_leaving_one_platform_has_left_there(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "haskell")
        await link(c)
        await leave(c, ANNA, "#jobs", "#termine")
        await part(c, ANNA_D)
        assert (await member(c, ANNA)).left_at is not None
        assert (await member(c, ANNA_D)).left_at is None


async def test_what_is_open_on_either_account_is_in_the_file_and_forgotten_from_either(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await c.agree(ANNA_D, "webdesign")
        await link(c)
        await c.say(ANNA, "/profil")
        await c.say(ANNA, "Anna Geheim")
        kept = json.loads(await data_of(c, ANNA_D))
        assert kept["offene_formulare"] == [{"befehl": "profil", "werte": {"name": "Anna Geheim"}}]
        assert "Offenes Formular: /profil name=Anna Geheim" in words_of(c.last(ANNA_D))
        await c.say(ANNA_D, "/vergissmich")
        assert await c.bot.desk.forms.opened(c.caller(ANNA)) is None


async def test_everything_kept_of_a_link_is_in_the_file_and_forgotten_with_both(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await c.agree(ANNA_D, "webdesign")
        await link(c)
        assert "Konten verknüpft, trennbar bis" in await c.say(ANNA, "/meinedaten")
        kept = json.loads(await data_of(c, ANNA_D))
        assert kept["zuerst_angeschrieben_auf"] == "telegram"
        sides = kept["verknuepfung"]["was_zu_welchem_konto_gehoert"]
        assert list(sides["discord"]["rows"]["member_skills"]) == ["webdesign"]
        await c.say(ANNA, "/vergissmich")
        assert "Es läuft eine Löschung" in await c.call(ANNA_D, Call("link.getrennt"))
        await c.move(days=2)
        async with c.bot.storage.begin() as store:
            assert await store.members.at(c.caller(ANNA).address) is None
            assert await store.members.at(c.caller(ANNA_D).address) is None
            assert await store.links.open(1, c.clock.at) is None


async def test_consent_withdrawn_while_linked_holds_for_both_and_given_for_one(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await c.agree(ANNA_D, "python", level="Nur gelistet")
        await link(c)
        await c.call(ANNA, Call("consent.set", {"level": "getaggt"}))
        await part(c, ANNA)
        assert (await member(c, ANNA)).visibility == "getaggt"
        assert (await member(c, ANNA_D)).visibility == "gelistet"
        await link(c)
        await c.call(ANNA, Call("consent.set", {"level": "verborgen"}))
        await part(c, ANNA)
        assert [(await member(c, one)).visibility for one in (ANNA, ANNA_D)] == ["verborgen", "verborgen"]


async def test_what_each_account_writes_meanwhile_is_its_own_after(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "python")
        await c.agree(ANNA_D, "webdesign")
        await link(c)
        await c.say(ANNA, "/skills rust")
        await c.say(ANNA_D, "/skills php")
        await c.say(ANNA_D, "/profil ort=Bochum")
        await publish_words(c, ANNA_D, "Suche Haskell", "Von dort")
        await part(c, ANNA)
        mine, theirs = await c.say(ANNA, "/skills"), await c.say(ANNA_D, "/skills")
        assert "Python, Rust" in mine
        assert "PHP" not in mine
        assert "PHP" in theirs
        assert "Rust" not in theirs
        assert ((await member(c, ANNA)).town, (await member(c, ANNA_D)).town) == (None, "Bochum")
        assert "Von dort" in await c.say(ANNA_D, "/jobs meine")
        assert "Von dort" not in await c.say(ANNA, "/jobs meine")


@pytest.mark.parametrize("second", [ANNA, ANNA_D])
async def test_a_private_page_of_a_team_stays_with_the_account_it_was_sent_to(tmp_path: Path, second: str) -> None:
    first = ANNA_D if second == ANNA else ANNA
    async with community(tmp_path) as c:
        await c.agree(first, "kochen")
        await publish(c)
        await seat(c, second, "frontend")
        await press(c, "ben@discord", "team.raumlink")
        await c.fill("ben@discord", link=LINK)
        (page,) = [line for line in c.lines(second) if "Der Teamraum" in line.words]
        await link(c)
        await seat(c, "dora@telegram", "text")
        assert not page.removed
        assert "Texten (Dora)" in page.words
        await part(c, ANNA)
        await press(c, "dora@telegram", "team.aussteigen", teil="text")
        assert not page.removed
        assert "Texten (offen)" in page.words


async def test_what_is_offered_to_one_account_reads_right_after_linking_and_parting(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "kochen")
        await c.agree(ANNA_D, "react")
        await publish(c)
        await offer(c, an="person:2")
        asked = c.lines(ANNA_D)[-1]
        await link(c)
        assert "Übernimmst du das?" in asked.words
        assert "Du hast das übernommen" in await answer(c, ANNA_D, "annehmen")
        assert "Du hast das übernommen" in asked.words
        await part(c, ANNA)
        assert "Du hast das übernommen" in asked.words
        assert "gibt es nicht mehr" in await answer(c, ANNA, "ansehen")


async def test_a_button_that_names_somebody_means_them_once_they_are_linked(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "kochen")
        await c.agree(ANNA_D, "texten")
        await publish(c)
        await want(c, ANNA_D, "text")
        await c.press("ben@discord", "Zusagen")
        await c.call("orga@telegram", Call("orga.sperren", {"wer": "2", "grund": "Werbung"}))
        before = {"job": "1", "wer": "2"}  # as the buttons carry it that were shown before
        await link(c)
        assert "Ich frage Anna" in await c.call("ben@discord", Call("team.bitten", before))
        asks = Call("team.rueckfrage", {**before, "teil": "text", "nachricht": "Wann geht es?"})
        assert "Weitergegeben" in await c.call("ben@discord", asks)
        assert "Wann geht es?" in "".join((*c.heard(ANNA), *c.heard(ANNA_D)))
        hands_on = Call("weitergeben", {"job": "1", "an": "person:2"})
        assert "Was gibst du von „Portal“ weiter?" in await c.call("ben@discord", hands_on)
        assert "schon gesperrt" in await c.call("orga@telegram", Call("orga.sperren", {"wer": "2", "grund": "Nochmal"}))
        assert "wieder" in await c.call("orga@telegram", Call("orga.entsperren", {"wer": "2"}))
        assert "wieder offen" in await c.call("ben@discord", Call("team.freigeben", {**before, "teil": "text"}))
        assert "Text: Texten (offen)" in card(c)


async def test_a_call_in_a_place_names_who_is_linked_now(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "kochen")
        await c.agree(ANNA_D, "react")
        await publish(c)
        c.wires[Platform.DISCORD].closed.add("annad")
        await offer(c, an="person:2")
        (there,) = [line for line in c.lines("#jobs", "discord") if "etwas weitergeben" in line.words]
        await link(c)
        assert "@Anna" in there.words
        await part(c, ANNA)
        assert not there.removed


async def test_nobody_is_recommended_by_their_other_account(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "kochen")
        await c.agree(ANNA_D, "react")
        await publish(c)
        await c.call(ANNA, Call("empfehlen.teil", {"job": "1", "wen": "person:2", "teil": "frontend"}))
        (asked,) = [line for line in c.lines(ANNA_D) if "empfiehlt" in line.words or "Portal" in line.words]
        await link(c)
        assert asked.removed
        assert json.loads(await data_of(c, ANNA)).get("empfehlungen", []) == []
        await part(c, ANNA)
        async with c.bot.storage.begin() as store:
            (one,) = await store.recommendations.of_job(1)
        assert (one.by_id, one.member_id) == (1, 2)


async def test_the_file_does_not_number_who_recommended_one_of_linked_accounts(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "react")
        await c.agree(ANNA_D, "kochen")
        await c.agree("rita@telegram", "texten")
        await c.call("rita@telegram", Call("consent.set", {"level": "verborgen"}))
        await publish(c)
        await c.call("rita@telegram", Call("empfehlen.teil", {"job": "1", "wen": "person:1", "teil": "frontend"}))
        await link(c)
        sides = json.loads(await data_of(c, ANNA))["verknuepfung"]["was_zu_welchem_konto_gehoert"]
        (kept,) = sides["telegram"]["rows"]["recommendations"].values()
        assert kept["part"] == "frontend"
        assert "by_id" not in kept
        await part(c, ANNA)
        async with c.bot.storage.begin() as store:
            (one,) = await store.recommendations.of_job(1)
        assert (one.by_id, one.member_id) == (3, 1)


async def test_an_overview_that_waits_is_read_though_the_other_account_had_one_before(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree(ANNA, "haskell")
        await wish(c, ANNA, "week", count="0")
        await posted(c, 1)
        await c.move(days=7)
        assert len(overviews(c, ANNA)) == 1
        await wish(c, ANNA, "pause")
        await c.agree(ANNA_D, "haskell")
        await wish(c, ANNA_D, "week", count="0")
        await posted(c, 1)
        await wish(c, ANNA, "rest", days="0")
        await link(c)
        await c.move(days=7)
        assert sum(len(overviews(c, persona)) for persona in (ANNA, ANNA_D)) == 2
