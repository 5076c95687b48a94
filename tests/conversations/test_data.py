"""`/meinedaten` and `/vergissmich`: seeing everything, and being forgotten everywhere."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import Answer, Attendance, Event, EventState, Reminder
from bot.domain.jobs import Interest, Job, JobPart, JobState
from bot.domain.members import Member
from bot.domain.skills import Skill
from bot.talk import limits
from bot.talk.answers import Ask, Call
from bot.talk.strange import utf16_length
from bot.views.data_file import files
from tests.support.talking import Talk, community, labels, plain, running, words_of

RUST = JobPart("backend", "Backend", (Skill("rust", "Rust", "backend"),))


async def member(c: Talk, persona: str) -> Member | None:
    async with c.bot.storage.begin() as store:
        return await store.members.at(c.caller(persona).address)


async def post_job(c: Talk, persona: str, title: str = "Vereinsportal", state: JobState = JobState.OPEN) -> Job:
    """Put a job of a member into the store."""
    author = await member(c, persona)
    assert author is not None
    async with c.bot.storage.begin() as store:
        return await store.jobs.create(
            Job(0, author.id, state, title, "Wir brauchen eins.", "Essen", "", "", (RUST,), 1, c.clock.at)
        )


async def add_event(c: Talk, persona: str) -> Event:
    """Put an event of a member into the store, with their own answer to it."""
    owner = await member(c, persona)
    assert owner is not None
    async with c.bot.storage.begin() as store:
        starts = c.clock.at.replace(tzinfo=None)
        event = await store.events.create(
            Event(
                id=0,
                owner_id=owner.id,
                title="Twittwoch",
                starts=starts,
                zone="Europe/Berlin",
                lasts=timedelta(hours=2),
                town=None,
                venue="Unperfekthaus",
                link="",
                text="",
                rule=None,
                state=EventState.ACTIVE,
                revision=1,
                created_at=c.clock.at,
            )
        )
        await store.events.answer(Answer(event.id, starts.isoformat(), owner.id, Attendance.YES, c.clock.at))
        return event


async def settle(c: Talk) -> None:
    """Let the copies follow, however long is left between two edits in a chat."""
    for _ in range(6):
        await c.move(seconds=5)


def traces(folder: Path) -> list[str]:
    """Return the files in which words of the test's person stand."""
    return [file.name for file in folder.iterdir() if file.is_file() and b"Kanari" in file.read_bytes()]


def file_of(c: Talk, persona: str) -> dict[str, Any]:
    """Return what stands in the file of the last answer."""
    (file,) = c.last(persona).files
    assert file.type == "application/json"
    content = json.loads(file.content)
    assert isinstance(content, dict)
    return content


async def test_everything_that_is_kept_is_shown_and_stands_in_a_file(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python; lerne: rust")
        await c.say(
            "anna@telegram", '/profil name="@everyone **x**" ort=Essen text="<b>=1+1" links=a.de verfuegbar=frei'
        )
        await c.agree("ben@discord", "rust")
        mine, theirs = await post_job(c, "anna@telegram"), await post_job(c, "ben@discord", "Fremdes")
        event = await add_event(c, "anna@telegram")
        anna = await member(c, "anna@telegram")
        assert anna is not None
        async with c.bot.storage.begin() as store:
            await store.jobs.be_interested(Interest(theirs.id, anna.id, "Ich mag das", c.clock.at))
            await store.events.add_reminder(Reminder(0, anna.id, "Rechnung schreiben", c.clock.at, c.clock.at))

        told = await c.say("anna@telegram", "/meinedaten")
        assert "@everyone **x**" in told
        assert "Python" in told
        for shown in (
            "Ort: Essen",
            "Über dich: <b>=1+1",
            "Links: https://a.de",
            "Verfügbar: frei",
            "Sichtbar: getaggt",
            "Biete: Python",
            "Lerne gerade: Rust",
            "Anna (Telegram, anna)",
            "getaggt, Di., 1. Dezember, 9:00 Uhr, Telegram privat",
            "Vereinsportal (offen)",
            "Fremdes: Ich mag das",
            "Twittwoch, Di., 1. Dezember, 8:00 Uhr",
            "Twittwoch, Di., 1. Dezember, 8:00 Uhr: Dabei",
            "Di., 1. Dezember, 9:00 Uhr: Rechnung schreiben",
        ):
            assert shown in told
        assert c.last("anna@telegram").private
        kept = file_of(c, "anna@telegram")
        assert kept["profil"]["text"] == "<b>=1+1"
        assert kept["konten"] == [{"plattform": "telegram", "id": "anna", "name": "Anna"}]
        assert [held["skill"] for held in kept["skills"]] == ["Python", "Rust"]
        assert [line["stufe"] for line in kept["einwilligungen"]] == ["getaggt"]
        assert [job["nummer"] for job in kept["auftraege"]] == [mine.id]
        assert kept["interessen"][0]["satz"] == "Ich mag das"
        assert [one["nummer"] for one in kept["termine"]] == [event.id]
        assert kept["antworten"][0]["antwort"] == "Dabei"
        assert kept["erinnerungen"][0]["text"] == "Rechnung schreiben"
        assert c.last("anna@telegram").files[0].name == f"meinedaten-{anna.id}.json"
        assert "Ben" not in json.dumps(kept, ensure_ascii=False)


async def test_more_than_fits_is_counted_and_stands_in_the_file(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        for stance in ("biete", "gern ab", "suche", "lerne"):
            words = ", ".join(f"{chr(97 + n)}{stance[0]}{'x' * 58}" for n in range(15))
            await c.say("anna@telegram", f"/skills {stance}: {words}")
        links = ",".join(f"https://{n}.de/{'y' * 180}" for n in range(3))
        await c.say("anna@telegram", f'/profil text="{"😀" * 150}" links={links} ort=Essen')
        event = await add_event(c, "anna@telegram")
        anna = await member(c, "anna@telegram")
        assert anna is not None
        async with c.bot.storage.begin() as store:
            for n in range(50):
                starts = event.starts + timedelta(days=n)
                await store.events.create(replace(event, id=0, title=f"{n} {'t' * 95}", starts=starts))
                await store.events.add_reminder(Reminder(0, anna.id, f"{n} {'r' * 400}", c.clock.at, c.clock.at))
        for n in range(30):
            await post_job(c, "anna@telegram", f"{n} {'j' * 95}")
        told = await c.say("anna@telegram", "/meinedaten")
        assert told.count("weitere, alles steht in der Datei") >= 4
        assert "Aufträge" in told
        card = c.last("anna@telegram").card
        assert card is not None
        assert utf16_length("\n".join(map(plain, card.rows))) <= limits.CARD
        assert len(file_of(c, "anna@telegram")["termine"]) == 51


async def test_of_somebody_new_nothing_is_kept(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for asked in ("/meinedaten", "/vergissmich"):
            assert "nichts gespeichert" in await c.say("zoe@telegram", asked)
            assert not c.last("zoe@telegram").files
        assert await member(c, "zoe@telegram") is None


async def test_an_open_form_of_a_button_is_called_as_members_know_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", '/job titel=Vereinsseite text="Wir suchen wen für Python."')
        await c.press("anna@telegram", "Ändern")
        await c.say("anna@telegram", "/meinedaten")
        shown = next(reply for reply in reversed(c.visible("anna@telegram")) if reply.files)
        assert "Offenes Formular: Auftrag ändern" in words_of(shown)
        assert "job=" not in words_of(shown)


async def test_the_draft_of_an_event_is_shown_or_at_least_named(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", '/termin Geheimtreffen wann="9.12. 19:00" ort=Essen')
        assert "oder den Entwurf eines Termins vergesse ich nach 24 Stunden" in await c.say(
            "anna@telegram", "/meinedaten"
        )
        await c.agree("anna@telegram", "python")
        assert "Entwürfe von Terminen:\n• Geheimtreffen" in await c.say("anna@telegram", "/meinedaten")
        (draft,) = file_of(c, "anna@telegram")["entwuerfe_von_terminen"]
        assert draft["titel"] == "Geheimtreffen"
        await c.move(days=1)
        assert "Geheimtreffen" not in await c.say("anna@telegram", "/meinedaten")
        assert file_of(c, "anna@telegram")["entwuerfe_von_terminen"] == []


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_a_form_between_two_pages_and_what_a_button_does_are_part_of_what_is_kept(
    tmp_path: Path, platform: str
) -> None:
    persona = f"anna@{platform}"
    async with community(tmp_path) as c:
        await c.agree(persona, "python")
        caller = c.caller(persona)
        ask = next(one for one in await c.bot.desk.call(caller, Call("termin")) if isinstance(one, Ask))
        await c.bot.desk.submitted(caller, ask, {"titel": "Geheimtreffen", "wann": "9.12. 19:00"}, 0)
        await c.bot.desk.keep(Call("suche", {"was": "Einhornpflege"}), caller.address)
        assert "Offenes Formular: /termin titel=Geheimtreffen, wann=9.12. 19:00" in await c.say(persona, "/meinedaten")
        kept = file_of(c, persona)
        (form,) = kept["offene_formulare"]
        assert (form["befehl"], form["werte"]["titel"]) == ("termin", "Geheimtreffen")
        assert kept["knoepfe"] == [{"befehl": "suche", "werte": {"was": "Einhornpflege"}}]
        await c.say(persona, "/vergissmich")
        await c.press(persona, "Sofort löschen")
        await c.move(hours=2)
        await c.agree(persona, "python")
        await c.say(persona, "/meinedaten")
        assert not file_of(c, persona)["offene_formulare"] + file_of(c, persona)["knoepfe"]


async def test_an_open_form_is_shown_and_forgotten_too(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", "/profil")
        await c.say("anna@telegram", "Anna Geheim")
        await c.say("anna@telegram", "/meinedaten")
        shown = next(reply for reply in reversed(c.visible("anna@telegram")) if reply.files)
        assert "Anna Geheim" in shown.files[0].content.decode()
        assert "Offenes Formular: /profil name=Anna Geheim" in words_of(shown)
        await c.say("anna@telegram", "/vergissmich")
        assert "nicht verstanden" in await c.say("anna@telegram", "Startup")


async def test_the_half_of_an_answer_is_kept_and_so_it_is_shown(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", "/termin Geheimtreffen")
        assert "Um wie viel Uhr" in await c.say("anna@telegram", "morgen")
        await c.say("anna@telegram", "/meinedaten")
        shown = next(reply for reply in reversed(c.visible("anna@telegram")) if reply.files)
        assert "wann=morgen" in words_of(shown)
        assert json.loads(shown.files[0].content)["offene_formulare"][0]["werte"]["wann"] == "morgen"


async def test_forgetting_hides_at_once_and_erases_after_a_day(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        told = await c.say("anna@telegram", "/vergissmich")
        assert "Mi., 2. Dezember, 9:00 Uhr" in told
        assert labels(c.last("anna@telegram")) == ["Zurücknehmen", "Sofort löschen"]
        assert "Niemand gefunden" in await c.say("ben@discord", "/suche python")
        await c.move(hours=23)
        told = await c.say("anna@telegram", "/vergissmich")
        assert "schon verborgen" in told
        assert "Mi., 2. Dezember, 9:00 Uhr" in told
        assert await member(c, "anna@telegram") is not None
        await c.move(hours=1)
        assert await member(c, "anna@telegram") is None
        assert "nichts gespeichert" in await c.say("anna@telegram", "/meinedaten")


async def test_a_change_of_mind_brings_everything_back_but_the_jobs(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        job = await post_job(c, "anna@telegram")
        assert "zurückgezogen: 1" in await c.say("anna@telegram", "/vergissmich")
        undo = c.button("anna@telegram", "Zurücknehmen").press
        assert "bleiben zurückgezogen" in await c.press("anna@telegram", "Zurücknehmen")
        assert "Anna" in await c.say("ben@discord", "/suche python")
        async with c.bot.storage.begin() as store:
            after = await store.jobs.get(job.id)
            anna = await store.members.at(c.caller("anna@telegram").address)
            assert anna is not None
            levels = [line.level for line in await store.members.agreements(anna.id)]
        assert after is not None
        assert after.state is JobState.WITHDRAWN
        assert levels == ["getaggt", "zurückgezogen", "getaggt"]
        assert isinstance(undo, Call)
        assert "keine Löschung" in await c.call("anna@telegram", undo)
        await c.move(days=2)
        assert await member(c, "anna@telegram") is not None


async def test_at_once_means_at_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        await c.agree("ben@telegram", "python")
        await c.say("anna@telegram", "/vergissmich")
        now = c.button("anna@telegram", "Sofort löschen").press
        assert isinstance(now, Call)
        assert "gelöscht" in await c.press("anna@telegram", "Sofort löschen")
        assert await member(c, "anna@telegram") is None
        assert await member(c, "ben@telegram") is not None
        assert "keine Löschung" in await c.call("anna@telegram", now)
        assert "nichts gespeichert" in await c.say("anna@telegram", "/meinedaten")
        assert "Einverstanden" in await c.say("anna@telegram", "/skills")


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_who_begins_and_ends_an_erasure_without_end_is_stopped_and_stays_hidden(
    tmp_path: Path, persona: str
) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", '/job Portal text="Suche jemanden für Rust"')
        await c.press("ben@discord", "Veröffentlichen")
        await c.call(persona, Call("job.interesse", {"job": "1", "satz": "Gern"}))
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "2"}))
        before = len(c.heard("ben@discord"))
        for _ in range(10):
            await c.say(persona, "/vergissmich")
            assert "Zurückgenommen" in await c.call(persona, Call("forget.undo"))
        await c.say(persona, "/vergissmich")
        assert "sehr oft" in await c.call(persona, Call("forget.undo"))
        assert len(c.heard("ben@discord")) - before == 21
        hidden = await member(c, persona)
        assert hidden is not None
        assert hidden.erase_at is not None
        await c.move(hours=1)
        assert "Zurückgenommen" in await c.call(persona, Call("forget.undo"))


@pytest.mark.parametrize("action", ["forget.now", "forget.undo"])
async def test_nobody_is_erased_by_a_press_that_was_not_offered(tmp_path: Path, action: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        await c.agree("ben@telegram", "python")
        await c.say("anna@telegram", "/vergissmich")
        for persona in ("ben@telegram", "zoe@discord", "anna@discord"):
            assert "keine Löschung" in await c.call(persona, Call(action, {"member": "1", "id": "1"}))
        ben, anna = await member(c, "ben@telegram"), await member(c, "anna@telegram")
        assert ben is not None
        assert ben.erase_at is None
        assert anna is not None
        assert anna.erase_at is not None


async def test_between_the_wish_and_the_erasing_nothing_is_shown(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        await c.say("anna@telegram", "/vergissmich")
        press = c.button("anna@telegram", "Sofort löschen").press
        assert isinstance(press, Call)
        await c.bot.desk.call(c.caller("anna@telegram"), press)  # and nothing is delivered yet
        for asked in (Call("meinedaten"), Call("vergissmich"), Call("forget.undo")):
            answers = await c.bot.desk.call(c.caller("anna@telegram"), asked)
            assert "werden gerade gelöscht" in str(answers)
        assert "Anna" not in str(await c.bot.desk.call(c.caller("ben@discord"), Call("suche", {"was": "python"})))
    async with running(c):  # killed in between: the next start goes on
        await c.due()
        assert await member(c, "anna@telegram") is None


async def test_what_others_were_told_of_somebody_stays_with_them_and_this_is_said(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "rust")
        await c.agree("ben@discord", "python")
        await post_job(c, "ben@discord")
        await c.call("anna@telegram", Call("job.interesse", {"job": "1", "satz": "Ruf mich an"}))
        told = await c.say("anna@telegram", "/vergissmich")
        assert "Was ich anderen schon von dir geschrieben habe, bleibt in ihren Chats." in told
        await c.press("anna@telegram", "Sofort löschen")
        await c.move(days=1)
        assert await member(c, "anna@telegram") is None
        assert any("Ruf mich an" in words for words in c.heard("ben@discord"))


async def test_a_restart_in_the_day_of_grace_keeps_the_date(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        await c.say("anna@telegram", "/vergissmich")
    async with running(c):
        assert "Zurückgenommen" in await c.press("anna@telegram", "Zurücknehmen")
        await c.say("anna@telegram", "/vergissmich")
    async with running(c):
        await c.move(days=1)
        assert await member(c, "anna@telegram") is None


async def test_names_go_from_every_card_and_nobody_new_is_tagged(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await c.say("anna@telegram", "Suche jemanden für Haskell", "#jobs", message="p1")
        await c.press("anna@telegram", "Vorschau")
        await c.press("anna@telegram", "Veröffentlichen")
        assert sum("Anna" in words for words in c.heard("#jobs")) == 2
        await c.say("anna@telegram", "/vergissmich")
        await settle(c)
        assert not any("Anna" in words for words in c.heard("#jobs"))
        await c.press("anna@telegram", "Zurücknehmen")
        await settle(c)
        assert any("Zurückgezogen" in words for words in c.heard("#jobs"))
        await c.say("anna@telegram", "/vergissmich")
        await c.press("anna@telegram", "Sofort löschen")
        await settle(c)
        assert not any("Haskell" in words or "Anna" in words for words in c.heard("#jobs"))


async def test_a_name_goes_from_the_tags_of_others_jobs(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@telegram", "haskell")
        await c.say("ben@telegram", "Suche jemanden für Haskell", "#jobs", message="p1")
        await c.press("ben@telegram", "Vorschau")
        await c.press("ben@telegram", "Veröffentlichen")
        assert any("@Anna" in words and "@Carla" in words for words in c.heard("#jobs"))
        await c.say("anna@telegram", "/vergissmich")
        await settle(c)
        assert not any("Anna" in words for words in c.heard("#jobs"))
        assert any("@Carla" in words for words in c.heard("#jobs"))
        await c.press("anna@telegram", "Zurücknehmen")
        await c.say("anna@telegram", "/meinedaten")
        assert [tag["grund"] for tag in file_of(c, "anna@telegram")["tags"]] == ["Haskell"]
        await c.say("anna@telegram", "/vergissmich")
        await c.press("anna@telegram", "Sofort löschen")
        await c.say("carla@telegram", "/vergissmich")
        await c.press("carla@telegram", "Sofort löschen")
        await settle(c)
        assert not any("@" in words for words in c.heard("#jobs"))


async def test_a_draft_goes_and_its_line_in_the_group_with_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        await c.say("anna@telegram", "Suche jemanden für Haskell", "#jobs", message="p1")
        assert len(c.lines("#jobs")) == 1
        await c.say("anna@telegram", "/vergissmich")
        await settle(c)
        assert c.lines("#jobs") == []


async def test_events_stay_without_their_owner(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        event = await add_event(c, "anna@telegram")
        await c.say("anna@telegram", "/vergissmich")
        await c.press("anna@telegram", "Sofort löschen")
        async with c.bot.storage.begin() as store:
            after = await store.events.get(event.id)
            assert after is not None
            assert after.owner_id == 0
            assert not await store.events.counts(event.id, event.starts.isoformat())


async def test_who_left_every_place_can_take_back_only_their_own_wish(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        anna = await member(c, "anna@telegram")
        assert anna is not None
        gone = replace(anna, left_at=c.clock.at, erase_at=c.clock.at + timedelta(days=30))
        async with c.bot.storage.begin() as store:
            await store.members.save(gone)
        assert "keine Löschung" in await c.call("anna@telegram", Call("forget.undo"))
        assert "2. Dezember" in await c.say("anna@telegram", "/vergissmich")
        await c.press("anna@telegram", "Zurücknehmen")
        after = await member(c, "anna@telegram")
        assert after is not None
        assert after.erase_at == gone.erase_at


async def test_nothing_of_the_person_is_left_in_the_files(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "Kanarienzucht")
        await c.say("anna@telegram", '/profil name="Kanaria Vogel" text="Kanarientext"')
        await post_job(c, "anna@telegram", "Kanarienjob")
        await c.say("anna@telegram", "/vergissmich")
        await c.press("anna@telegram", "Sofort löschen")
        assert not traces(tmp_path)


def test_a_file_that_would_be_too_long_comes_in_pieces() -> None:
    kept = {"profil": {"name": "Anna"}, "auftraege": [{"nummer": n, "text": "ä" * 1500} for n in range(450)]}
    pieces = files(7, kept)
    assert [piece.name for piece in pieces] == [
        "meinedaten-7.json",
        *(f"meinedaten-7-auftraege-{number}.json" for number in range(1, 6)),
    ]
    assert all(len(piece.content) <= limits.FILE for piece in pieces)
    together = [job for piece in pieces for job in json.loads(piece.content).get("auftraege", [])]
    assert together == kept["auftraege"]
