"""From a job to a team: interest in a part, seats that fill and become free, questions through the bot."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.domain.people import ChatAddress, MessageRef, Platform
from bot.talk.answers import Call
from tests.support.talking import Talk, community, labels, running

JOB = '/job Portal text="Suche React und Texten" ort=Essen'


async def publish(c: Talk, line: str = JOB, author: str = "ben@discord") -> None:
    """Publish a job with two parts."""
    await c.say(author, line)
    await c.press(author, "Veröffentlichen")


def card(c: Talk, platform: str = "telegram") -> str:
    """Return the job's card as it stands on a platform."""
    return c.heard("#jobs", platform)[0]


async def want(c: Talk, persona: str, part: str = "", job: int = 1) -> str:
    """Press *Interesse*, and leave the sentence open."""
    values = {"job": str(job), **({"teil": part} if part else {})}
    said = await c.call(persona, Call("job.interesse", values), "#jobs")
    c.forms.pop(persona, None)
    if await c.bot.desk.forms.opened(c.caller(persona)) is not None:
        await c.call(persona, Call("form.cancel"))
    return said


async def close(c: Talk, end: str) -> None:
    """Close Ben's job by a button's action, or let it expire."""
    if end:
        await c.call("ben@discord", Call(end, {"job": "1"}))
    else:
        await c.move(days=21, hours=1)


@pytest.mark.parametrize(("persona", "author"), [("anna@telegram", "ben@discord"), ("anna@discord", "ben@telegram")])
async def test_who_is_being_forgotten_shows_no_interest_that_nobody_would_hear_of(
    tmp_path: Path, persona: str, author: str
) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "react")
        await publish(c, author=author)
        await c.say(persona, "/vergissmich")
        assert "Du wirst gerade vergessen" in await want(c, persona, "frontend")
        sentence = Call("job.interesse", {"job": "1", "teil": "frontend", "satz": "Ich will"})
        assert "Du wirst gerade vergessen" in await c.call(persona, sentence)
        await c.press(persona, "Zurücknehmen")
        async with c.bot.storage.begin() as store:
            assert await store.jobs.interests(1) == []
        assert c.heard(author) == []
        assert "ist weitergegeben" in await want(c, persona, "frontend")
        assert "Anna hat Interesse" in c.heard(author)[-1]


async def test_interest_is_in_a_part_and_the_author_chooses(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await c.agree("carla@discord", "texten")
        await publish(c)
        assert "Frontend: React (offen)" in card(c)
        assert labels(c.lines("#jobs", "telegram")[0].reply) == ["Interesse: Frontend", "Interesse: Text"]
        await c.press("anna@telegram", "Interesse: Frontend", "#jobs")
        assert "Frontend: React (angefragt)" in card(c, "discord")
        asked = c.heard("ben@discord")[-1]
        assert "Anna hat Interesse an „Portal“, Teil Frontend." in asked
        assert "Passt: React" in asked
        assert labels(c.lines("ben@discord")[-1].reply) == ["Zusagen", "Ablehnen", "Rückfrage"]
        assert "Anna macht Frontend." in await c.press("ben@discord", "Zusagen")
        assert "besetzt: Anna" in card(c)
        assert "besetzt: Anna" in card(c, "discord")
        assert "Offen: Text" in card(c)
        assert labels(c.lines("#jobs", "telegram")[0].reply) == ["Interesse: Text"]
        told = c.heard("anna@telegram")[-1]
        assert told == "Zusage: Du machst Frontend bei „Portal“.\nAnsprechperson ist @Ben."


async def test_only_what_fits_the_part_is_said_to_fit(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await c.agree("carla@discord", "texten")
        await publish(c)
        for persona in ("anna@telegram", "carla@discord"):
            await want(c, persona, "text")
        anna, carla = [said for said in c.heard("ben@discord") if "hat Interesse" in said]
        assert "Passt" not in anna
        assert "Passt: Texten" in carla


async def test_the_others_hear_once_that_a_part_is_full_and_the_author_that_all_are(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        for persona in ("anna@telegram", "carla@discord", "dora@telegram"):
            await want(c, persona, "frontend")
        await want(c, "emil@telegram", "text")
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        assert "Frontend macht" not in await c.press("ben@discord", "Zusagen 2")
        assert c.heard("carla@discord")[-1].startswith("Zusage: Du machst Frontend")
        for waiting in ("anna@telegram", "dora@telegram"):
            (told,) = [line for line in c.heard(waiting) if "ist besetzt" in line]
            assert told.startswith("„Portal“: Der Teil Frontend ist besetzt.")
        assert c.heard("emil@telegram") == []
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "5", "teil": "text"}))
        assert "Alle Teile sind besetzt." in c.heard("ben@discord")[-1]
        assert "Der Teil Frontend ist schon besetzt." in await c.call(
            "ben@discord", Call("team.zusagen", {"job": "1", "wer": "2", "teil": "frontend"})
        )


async def test_whoever_is_not_chosen_reads_a_kind_word_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        assert "freundliche Absage" in await c.press("ben@discord", "Ablehnen")
        told = c.heard("anna@telegram")[-1]
        assert told.startswith("Danke für dein Interesse an „Portal“.\nDiesmal wird es nichts.")
        assert "jemand anderes" not in told, "nobody else was chosen"
        again = Call("team.ablehnen", {"job": "1", "wer": "2", "teil": "frontend"})
        assert "weiß schon Bescheid" in await c.call("ben@discord", again)
        assert len(c.heard("anna@telegram")) == 1
        assert "(offen)" in card(c)


@pytest.mark.parametrize(("persona", "author"), [("anna@telegram", "ben@discord"), ("anna@discord", "ben@telegram")])
async def test_an_interest_that_was_declined_is_not_said_to_be_noted_and_bothers_nobody(
    tmp_path: Path, persona: str, author: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=author)
        await want(c, persona, "frontend")
        await c.press(author, "Ablehnen")
        before = c.heard(author)
        assert "schon eine Absage" in await want(c, persona, "frontend")
        sentence = Call("job.interesse", {"job": "1", "teil": "frontend", "satz": "Ach komm."})
        assert "schon eine Absage" in await c.call(persona, sentence)
        takes_back = Call("team.zuruecknehmen", {"job": "1", "teil": "frontend"})  # a button of before the answer
        assert "schon eine Absage" in await c.call(persona, takes_back)
        assert "schon eine Absage" in await want(c, persona, "frontend")
        assert c.heard(author) == before
        assert "Notiert" in await want(c, persona, "text")
        assert len(c.heard(author)) == len(before) + 1


async def test_who_has_a_seat_is_declined_by_the_button_that_the_refusal_names(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        refused = await c.call("ben@discord", Call("team.ablehnen", {"job": "1", "wer": "2", "teil": "frontend"}))
        assert refused == "Anna hat schon einen Platz. Den gibst du unter „Team“ frei."
        await c.press("ben@discord", "Team")
        assert "Platz freigeben: Anna" in labels(c.last("ben@discord"))


async def test_a_question_and_its_answer_go_through_the_bot(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Rückfrage")
        assert "Die Antwort kommt über mich" in await c.fill("ben@discord", nachricht="Hast du ab Montag Zeit?")
        assert c.heard("anna@telegram")[-1] == "Ben fragt zu „Portal“: Hast du ab Montag Zeit?"
        await c.press("anna@telegram", "Antworten")
        assert "Weitergegeben. Kommt noch etwas zurück" in await c.fill(
            "anna@telegram", nachricht="Ja, @everyone und **gern**"
        )
        assert c.heard("ben@discord")[-1] == "Anna antwortet zu „Portal“: Ja, @everyone und **gern**"
        await c.press("ben@discord", "Rückfrage")
        assert "keine Nachricht" in await c.fill("ben@discord", nachricht="…")


@pytest.mark.parametrize("text", ["Suche jemanden für Haskell", "Suche jemanden zum Anpacken"], ids=["one", "none"])
@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_question_needs_no_part(tmp_path: Path, author: str, text: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, f'/job Helfer text="{text}"', author)
        await want(c, "anna@telegram")
        await c.press(author, "Rückfrage")
        assert "Die Antwort kommt über mich" in await c.fill(author, nachricht="Hast du Zeit?")
        assert c.heard("anna@telegram")[-1] == "Ben fragt zu „Helfer“: Hast du Zeit?"
        await c.press("anna@telegram", "Antworten")
        assert "Weitergegeben." in await c.fill("anna@telegram", nachricht="Ja")
        assert c.heard(author)[-1] == "Anna antwortet zu „Helfer“: Ja"
        await c.press(author, "Rückfrage")
        assert "Die Antwort kommt über mich" in await c.fill(author, nachricht="Schön")


async def test_who_steps_down_frees_the_seat_and_the_author_hears(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await want(c, "carla@discord", "frontend")
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "2", "teil": "frontend"}))
        assert "Du bist ausgestiegen" in await c.press("anna@telegram", "Aussteigen")
        told = c.heard("ben@discord")[-1]
        assert "@Anna steigt aus: „Portal“, Teil Frontend." in told
        assert "Eine Person hat dafür Interesse gezeigt." in told
        assert "Frontend: React (angefragt)" in card(c)
        assert "keinen Platz mehr" in await c.call(
            "anna@telegram", Call("team.aussteigen", {"job": "1", "teil": "frontend"})
        )
        assert "Notiert" in await want(c, "anna@telegram", "frontend")
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "3", "teil": "frontend"}))
        assert "besetzt: jemand" in card(c)


async def test_the_author_frees_a_seat_and_the_person_hears(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        assert "wieder offen" in await c.press("ben@discord", "Platz freigeben")
        assert "wieder frei" in c.heard("anna@telegram")[-1]
        assert "(offen)" in card(c)


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
@pytest.mark.parametrize("is_known", [False, True])
async def test_the_author_hears_that_a_seat_or_a_question_waits_to_be_read(
    tmp_path: Path, persona: str, is_known: bool
) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, persona, "frontend")
        wire = c.wires[c.caller(persona).address.platform]
        wire.closed.add("anna")
        values = {"job": "1", "wer": "2", "teil": "frontend"}
        if is_known:
            await c.call("ben@discord", Call("team.rueckfrage", {**values, "nachricht": "Ab wann?"}))
            assert "Deine Nachricht zu „Portal“ wartet." in c.heard("ben@discord")[-1]
        await c.call("ben@discord", Call("team.zusagen", values))
        told = c.heard("ben@discord")[-1]
        assert "Ich erreiche" in told
        assert "Die Zusage zu „Portal“, Teil Frontend, wartet." in told
        assert sum("Die Zusage" in said for said in c.heard("ben@discord")) == 1
        assert not any("Zusage" in said for said in c.heard(persona))
        wire.closed.clear()
        await c.move(days=1, hours=1)
        assert any("Zusage: Du machst Frontend" in said for said in c.heard(persona))
        assert sum("Die Zusage" in said for said in c.heard("ben@discord")) == 1


async def test_interest_is_taken_back_with_one_press(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        assert "schon notiert" in await want(c, "anna@telegram", "frontend")
        assert "zurückgenommen" in await c.press("anna@telegram", "Zurücknehmen")
        assert "(offen)" in card(c)
        assert "gibt es nicht mehr" in await c.press("ben@discord", "Zusagen")


async def test_a_sentence_after_the_interest_was_taken_back_shows_on_the_card_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await c.call("anna@telegram", Call("job.interesse", {"job": "1", "teil": "frontend"}), "#jobs")
        await c.call("anna@telegram", Call("team.zuruecknehmen", {"job": "1", "teil": "frontend"}))
        assert "(offen)" in card(c)
        await c.call("anna@telegram", Call("job.interesse", {"job": "1", "teil": "frontend", "satz": "Gern."}))
        for platform in ("telegram", "discord"):
            assert "(angefragt)" in card(c, platform)


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_a_second_press_leaves_the_sentence_of_an_interest(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, persona, "text")
        await c.call(persona, Call("job.interesse", {"job": "1", "teil": "text", "satz": "Ab Montag."}))
        assert "ist schon notiert" in await want(c, persona, "text")
        assert "Anna · Text · „Ab Montag.“" in await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))


async def test_an_interest_in_the_whole_job_becomes_a_seat_of_a_part(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram")
        assert "Teil" not in c.heard("ben@discord")[-1]
        await c.press("ben@discord", "Zusagen: Text")
        assert "Texten (besetzt: jemand)" in card(c)


async def test_a_job_with_one_part_stays_simple(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, '/job Portal text="Suche jemanden für Haskell"')
        assert labels(c.lines("#jobs", "telegram")[0].reply) == ["Interesse"]
        await want(c, "anna@telegram")
        await c.press("ben@discord", "Zusagen")
        assert "Haskell (besetzt: jemand)" in card(c)


@pytest.mark.parametrize("line", ['/job Portal text="Suche jemanden für Haskell"', '/job Umzug text="Suche Hilfe"'])
async def test_a_single_button_counts_who_waits_for_an_answer(tmp_path: Path, line: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, line)
        for count, persona in enumerate(("anna@telegram", "carla@discord", "dora@telegram"), 1):
            await want(c, persona)
            assert [labels(one.reply) for one in c.lines("#jobs")] == [[f"Interesse ({count})"]] * 2
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        await c.press("ben@discord", "Zusagen 1")
        assert [labels(one.reply) for one in c.lines("#jobs")] == [["Interesse (2)"]] * 2
        for left in ("Interesse (1)", "Interesse"):
            await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
            await c.press("ben@discord", "Ablehnen 1")
            assert [labels(one.reply) for one in c.lines("#jobs")] == [[left]] * 2


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_job_of_which_no_skill_was_read_can_be_given_to_somebody(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, '/job Umzug text="Suche jemanden zum Anpacken"', author)
        await want(c, "anna@telegram")
        await want(c, "carla@discord")
        asked = [line for line in c.lines(author) if "hat Interesse" in line.words]
        assert [labels(line.reply) for line in asked] == [["Zusagen", "Ablehnen", "Rückfrage"]] * 2
        assert "Umzug\nSuche jemanden zum Anpacken\nKontakt: Ben" in card(c)
        await c.call(author, Call("job.interessierte", {"job": "1"}))
        assert "Anna ist dabei." in await c.press(author, "Zusagen 1")
        assert "Mitarbeit (besetzt: jemand)" in card(c)
        assert "Mitarbeit (besetzt: jemand)" in card(c, "discord")
        assert c.heard("anna@telegram")[-1].startswith("Zusage: Du bist bei „Umzug“ dabei.")
        assert c.heard("carla@discord")[-1].startswith("„Umzug“: Der Teil Mitarbeit ist besetzt.")
        taken = Call("team.zusagen", {"job": "1", "wer": "3", "teil": ""})
        assert "Der Teil Mitarbeit ist schon besetzt." in await c.call(author, taken)
        await c.call(author, Call("job.aendern", {"job": "1", "text": "Suche jemanden für Haskell"}))
        assert "Mitarbeit (besetzt: jemand)" in card(c)
        assert "Haskell (offen)" in card(c)
        await c.press("anna@telegram", "Aussteigen")
        assert "Mitarbeit (offen)" in card(c)


@pytest.mark.parametrize(
    "call",
    [
        Call("team.zusagen", {"job": "1", "wer": "2", "teil": "frontend"}),
        Call("team.ablehnen", {"job": "1", "wer": "2", "teil": "frontend"}),
        Call("team.freigeben", {"job": "1", "wer": "2", "teil": "frontend"}),
        Call("team.rueckfrage", {"job": "1", "wer": "2", "teil": "frontend", "nachricht": "Hallo"}),
        Call("team.antworten", {"job": "1", "teil": "frontend", "nachricht": "Hallo"}),
        Call("team.aussteigen", {"job": "1", "teil": "frontend"}),
        Call("team.zuruecknehmen", {"job": "1", "teil": "frontend"}),
        Call("job.interessierte", {"job": "1"}),
    ],
    ids=lambda call: call.command,
)
async def test_what_others_may_not_do_changes_and_says_nothing(tmp_path: Path, call: Call) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        before = card(c), c.heard("ben@discord"), c.heard("anna@telegram")
        for stranger in ("zoe@telegram", "ben@telegram"):
            said = await c.call(stranger, call)
            assert any(words in said for words in ("Das kann nur", "Das geht nur", "keinen Platz", "zurückgenommen"))
            assert "Anna" not in said
        for forged in ({"wer": "99"}, {"teil": "nichts"}, {"job": "99"}, {"wer": "-1"}):
            if call.values.keys() >= forged.keys() and call.command != "team.rueckfrage":
                assert "schiefgegangen" not in await c.call(
                    "ben@discord", Call(call.command, {**call.values, **forged})
                )
        assert (card(c), c.heard("ben@discord"), c.heard("anna@telegram")) == before


async def test_fifty_who_press_and_ten_who_decide_never_overfill_a_part(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        crowd = [f"p{number}@{platform}" for number in range(25) for platform in ("telegram", "discord")]
        for persona in crowd:  # each becomes a member first
            await c.say(persona, '/erinnere Brot wann="31.12. 9:00"')
        press = Call("job.interesse", {"job": "1", "teil": "frontend"})
        answers = await asyncio.gather(*(c.bot.desk.call(c.caller(persona, "#jobs"), press) for persona in crowd))
        assert all(answers)
        async with c.bot.storage.begin() as store:
            wishes = await store.jobs.interests(1)
        assert len(wishes) == len(crowd)
        accepts = [
            Call("team.zusagen", {"job": "1", "wer": str(wish.member_id), "teil": "frontend"}) for wish in wishes[:10]
        ]
        answers = await asyncio.gather(*(c.bot.desk.call(c.caller("ben@discord"), call) for call in accepts))
        assert all(answers)
        await c.due()
        async with c.bot.storage.begin() as store:
            assert len(await store.jobs.seats(1)) == 1
        assert card(c) == card(c, "discord")
        assert "besetzt: jemand" in card(c)


async def test_seats_and_questions_survive_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.bot.desk.call(
            c.caller("ben@discord"), Call("team.zusagen", {"job": "1", "wer": "2", "teil": "frontend"})
        )
    async with running(c):
        await c.due()
        assert c.heard("anna@telegram")[-1].startswith("Zusage")
        await c.press("anna@telegram", "Aussteigen")
        assert "(offen)" in card(c)


async def test_who_is_forgotten_leaves_the_seat(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        await c.say("anna@telegram", "/vergissmich")
        assert "besetzt: jemand" in card(c)
        await c.move(hours=25)
        assert "Anna" not in card(c)
        assert "(offen)" in card(c)


@pytest.mark.parametrize("how", ["leaves", "is forgotten"])
async def test_the_author_hears_that_somebody_with_a_seat_is_gone_and_frees_it(tmp_path: Path, how: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        await disappear(c, how)
        told = c.heard("ben@discord")[-1]
        assert told == (
            "Jemand aus deinem Team ist nicht mehr da: „Portal“, Teil Frontend.\nDen Platz gibst du unter „Team“ frei."
        )
        assert labels(c.lines("ben@discord")[-1].reply) == ["Team"]
        await c.press("ben@discord", "Team")
        assert "wieder offen" in await c.press("ben@discord", "Platz freigeben: jemand")
        assert "(offen)" in card(c)
        assert [line for line in c.heard("ben@discord") if "nicht mehr da" in line] == [told]


@pytest.mark.parametrize("how", ["leaves", "is forgotten"])
async def test_the_author_who_heard_that_somebody_is_gone_hears_that_they_are_back(tmp_path: Path, how: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        for times in (1, 2):
            await disappear(c, how)
            if how == "leaves":
                await c.say("anna@telegram", "/jobs", "#jobs")
            else:
                await c.press("anna@telegram", "Zurücknehmen")
            await c.due()
            assert c.heard("ben@discord")[-1] == "Wer gefehlt hat, ist wieder da: „Portal“, Teil Frontend."
            assert len([line for line in c.heard("ben@discord") if "wieder da" in line]) == times
        assert labels(c.lines("ben@discord")[-1].reply) == ["Team"]
        assert "besetzt: Anna" in card(c)


async def test_whoever_is_there_again_before_the_author_could_be_told_was_never_gone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        c.wires[Platform.DISCORD].closed.add("ben")
        await c.say("anna@telegram", "/vergissmich")
        await c.press("anna@telegram", "Zurücknehmen")
        c.wires[Platform.DISCORD].closed.clear()
        await c.say("ben@discord", "/job")
        await c.move(days=2)
        assert not [line for line in c.heard("ben@discord") if "nicht mehr da" in line or "wieder da" in line]


async def disappear(c: Talk, how: str) -> None:
    """Let Anna leave all places, or wish to be forgotten."""
    if how == "is forgotten":
        await c.say("anna@telegram", "/vergissmich")
        return
    for name in ("jobs", "termine"):
        await c.bot.desk.left(c.caller("anna@telegram").address, ChatAddress(Platform.TELEGRAM, f"telegram-{name}"))
    await c.due()


async def test_who_is_gone_can_be_found_among_many_seats(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await publish(c, '/job Portal text="Suche Texten, Logo, SEO und React"')
        seats = {"dora@telegram": "text", "emil@telegram": "design", "carla@discord": "marketing"}
        for persona, part in {**seats, "anna@telegram": "frontend"}.items():
            await want(c, persona, part)
            await c.press("ben@discord", "Zusagen")
        await c.say("anna@telegram", "/vergissmich")
        await c.press("ben@discord", "Team")
        assert "Platz freigeben: jemand" in labels(c.last("ben@discord"))


async def test_every_seat_of_a_large_team_can_be_freed_by_a_button(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, '/job Portal text="Suche Texten, Logo, SEO und React"')
        seats = {"anna": "frontend", "dora": "text", "emil": "design", "frida": "marketing"}
        for name, part in seats.items():
            await want(c, f"{name}@telegram", part)
            await c.press("ben@discord", "Zusagen")
        await want(c, "gina@telegram")
        await c.press("ben@discord", "Team")
        first = [one for one in labels(c.last("ben@discord")) if one.startswith("Platz freigeben")]
        assert "1. @Gina" in await c.press("ben@discord", "Weiter")
        then = [one for one in labels(c.last("ben@discord")) if one.startswith("Platz freigeben")]
        assert sorted(first + then) == sorted(f"Platz freigeben: {name.capitalize()}" for name in seats)
        assert "Weiter" not in labels(c.last("ben@discord"))
        await c.press("ben@discord", then[-1])
        assert "Dein Platz bei" in c.heard(f"{then[-1].split()[-1].lower()}@telegram")[-1]


async def test_buttons_of_one_who_is_in_several_parts_name_the_part(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        for part in ("frontend", "text"):
            await want(c, "anna@telegram", part)
        await c.call("anna@telegram", Call("jobs.zeigen", {"job": "1"}))
        assert {"Zurücknehmen: Frontend", "Zurücknehmen: Text"} <= set(labels(c.last("anna@telegram")))
        for part in ("frontend", "text"):
            await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "2", "teil": part}))
        await c.press("ben@discord", "Team")
        both = {"Platz freigeben: Anna (Frontend)", "Platz freigeben: Anna (Text)"}
        assert both <= set(labels(c.last("ben@discord")))
        await c.call("anna@telegram", Call("jobs.zeigen", {"job": "1"}))
        await c.press("anna@telegram", "Aussteigen: Frontend")
        assert "Frontend: React (offen)" in card(c)
        await c.call("anna@telegram", Call("jobs.zeigen", {"job": "1"}))
        assert {"Aussteigen", "Weitergeben"} <= set(labels(c.last("anna@telegram")))


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (
            "job.zurueck",
            (
                "„Portal“ ist zurückgezogen. Gerade ist dort nichts mehr zu tun.\n"
                "Wird der Auftrag wieder geöffnet, hast du deinen Platz noch."
            ),
        ),
        ("job.loeschen", "„Portal“ ist gelöscht. Dein Platz ist damit zu Ende."),
    ],
)
async def test_who_has_a_seat_hears_once_that_the_job_is_withdrawn_or_deleted(
    tmp_path: Path, action: str, told: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        for persona, part in (("anna@telegram", "frontend"), ("carla@discord", "text")):
            await want(c, persona, part)
            await c.press("ben@discord", "Zusagen")
        await want(c, "dora@telegram", "text")
        await want(c, "carla@discord", "")
        await c.call("ben@discord", Call(action, {"job": "1"}))
        await c.move(hours=2)
        for persona in ("anna@telegram", "carla@discord"):
            assert c.heard(persona).count(told) == 1
        assert told not in c.heard("dora@telegram")
        assert told not in c.heard("ben@discord")


async def test_nobody_hears_of_a_withdrawn_job_that_is_open_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        c.wires[Platform.TELEGRAM].closed.add("anna")
        await c.call("ben@discord", Call("job.zurueck", {"job": "1"}))
        await c.press("ben@discord", "Wieder öffnen")
        c.wires[Platform.TELEGRAM].closed.clear()
        await c.say("anna@telegram", "/jobs")
        await c.move(days=2)
        assert not [line for line in c.heard("anna@telegram") if "zurückgezogen" in line or "wieder offen" in line]


@pytest.mark.parametrize(("end", "count"), [("job.zurueck", 1), ("job.vergeben", 0)])
async def test_who_has_a_seat_and_heard_of_the_end_hears_once_that_the_job_is_open_again(
    tmp_path: Path, end: str, count: int
) -> None:
    told = "„Portal“ ist wieder offen.\nDeinen Platz hast du noch; du siehst ihn mit /jobs dabei."
    async with community(tmp_path) as c:
        await publish(c)
        for persona, part in (("anna@telegram", "frontend"), ("carla@discord", "text")):
            await want(c, persona, part)
            await c.press("ben@discord", "Zusagen")
        for again in (1, 2):
            await c.call("ben@discord", Call(end, {"job": "1"}))
            await c.press("ben@discord", "Wieder öffnen")
            await c.move(hours=2)
            for persona in ("anna@telegram", "carla@discord"):
                assert c.heard(persona).count(told) == again * count
            assert told not in c.heard("ben@discord")
        await c.call("ben@discord", Call(end, {"job": "1"}))
        await c.call("carla@discord", Call("team.aussteigen", {"job": "1", "teil": "text"}))
        await c.press("ben@discord", "Wieder öffnen")
        assert c.heard("anna@telegram").count(told) == 3 * count
        assert c.heard("carla@discord").count(told) == 2 * count


@pytest.mark.parametrize(
    ("end", "over"), [("job.zurueck", "„Portal“ ist zurückgezogen."), ("", "„Portal“ ist abgelaufen.")]
)
async def test_whoever_waits_and_heard_of_the_end_hears_once_that_the_job_is_open_again(
    tmp_path: Path, end: str, over: str
) -> None:
    again = "„Portal“ ist wieder offen.\nDein Interesse ist noch notiert."

    def told(persona: str) -> tuple[int, int]:
        return sum(line.startswith(over) for line in c.heard(persona)), c.heard(persona).count(again)

    async with community(tmp_path) as c:
        await publish(c)
        for persona, part in (("anna@telegram", "frontend"), ("carla@discord", "frontend"), ("dora@telegram", "text")):
            await want(c, persona, part)
        for times in (1, 2):
            await close(c, end)
            await c.press("ben@discord", "Wieder öffnen")
            await c.move(hours=2)
            assert {told("carla@discord"), told("dora@telegram")} == {(times, times)}
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        await c.press("ben@discord", "Zusagen 1")
        await close(c, end)
        await c.call("dora@telegram", Call("team.zuruecknehmen", {"job": "1", "teil": "text"}))
        await c.press("ben@discord", "Wieder öffnen")
        await c.move(hours=2)
        assert told("carla@discord") == (2, 2), "her part is taken, and she knows it"
        assert told("dora@telegram") == (3, 2), "she does not wait any more"


@pytest.mark.parametrize("end", ["job.vergeben", "team.endeja"])
async def test_whoever_still_waits_hears_once_that_a_job_is_assigned(tmp_path: Path, end: str) -> None:
    told = "„Portal“ ist vergeben.\nDanke für dein Interesse. Melde dich beim nächsten Auftrag gern wieder."
    people = ("anna@telegram", "carla@discord", "dora@telegram", "emil@discord", "fritz@telegram")
    async with community(tmp_path) as c:
        await publish(c)
        for persona, part in zip(people, ("frontend", "frontend", "text", "", "text"), strict=True):
            await want(c, persona, part)
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        await c.press("ben@discord", "Ablehnen 3")
        await want(c, "carla@discord", "text")
        c.wires[Platform.DISCORD].closed.add("carla")
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        await c.press("ben@discord", "Zusagen 1")
        async with c.bot.storage.begin() as store:
            job = await store.jobs.get(1)
        assert job is not None
        await c.call("ben@discord", Call(end, {"job": "1", "stand": str(job.revision)}))
        c.wires[Platform.DISCORD].closed.clear()
        await c.say("carla@discord", "/jobs")
        await c.move(days=2)
        assert [c.heard(persona).count(told) for persona in people] == [0, 1, 0, 1, 1]
        assert c.heard("carla@discord") == [told], "the part was taken, and then the job, before it could be said"


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("withdraws", "„Portal“ ist zurückgezogen."),
        ("deletes", "„Portal“ ist gelöscht."),
        ("removes the post", "„Gesucht: React, Texten“ ist zurückgezogen."),
        ("is forgotten", "„Portal“ ist zurückgezogen."),
        ("says nothing", "„Portal“ ist abgelaufen."),
    ],
)
async def test_whoever_still_waits_hears_once_that_a_job_is_withdrawn_deleted_or_expired(
    tmp_path: Path, how: str, told: str
) -> None:
    goes_on = "Es gilt weiter, wenn der Auftrag wieder geöffnet wird."
    way = goes_on if how == "says nothing" else "Melde dich beim nächsten Auftrag gern wieder."
    thanks = f"{told}\nDanke für dein Interesse. {way}"
    async with community(tmp_path) as c:
        if how == "removes the post":
            await c.say("ben@discord", "Suche React und Texten", "#jobs", message="p1")
            await c.press("ben@discord", "Vorschau", "#jobs")
            await c.press("ben@discord", "Veröffentlichen")
        else:
            await publish(c)
        for persona, part in (("anna@telegram", "frontend"), ("carla@discord", "frontend"), ("dora@telegram", "text")):
            await want(c, persona, part)
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        await c.press("ben@discord", "Zusagen 1")
        c.wires[Platform.TELEGRAM].closed.add("dora")
        if how == "removes the post":
            where = c.caller("ben@discord", "#jobs").where
            assert where is not None
            await c.bot.desk.gone(MessageRef(where, "p1"))
            await c.due()
        elif how == "is forgotten":
            await c.say("ben@discord", "/vergissmich")
        elif how == "says nothing":
            await c.move(days=21, hours=1)
        else:
            await c.call("ben@discord", Call("job.zurueck" if how == "withdraws" else "job.loeschen", {"job": "1"}))
        c.wires[Platform.TELEGRAM].closed.clear()
        await c.say("dora@telegram", "/jobs")
        await c.move(hours=2)
        await c.call("ben@discord", Call("job.loeschen", {"job": "1"}))
        await c.move(hours=2)
        people = ("anna@telegram", "carla@discord", "dora@telegram")
        assert [c.heard(persona).count(thanks) for persona in people] == [0, 0, 1]
        assert "ist besetzt" in c.heard("carla@discord")[-1]
        assert c.heard("dora@telegram") == [thanks]


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("job.vergeben", "„Umzug“ ist vergeben."),
        ("job.zurueck", "„Umzug“ ist zurückgezogen."),
        ("", "„Umzug“ ist abgelaufen."),
    ],
)
async def test_nobody_hears_of_a_closed_job_that_is_open_again(tmp_path: Path, end: str, told: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, '/job Umzug text="Suche Hilfe"')
        await want(c, "anna@telegram")
        c.wires[Platform.TELEGRAM].closed.add("anna")
        await close(c, end)
        await c.press("ben@discord", "Wieder öffnen")
        c.wires[Platform.TELEGRAM].closed.clear()
        await c.say("anna@telegram", "/jobs")
        await c.move(days=2)
        assert c.heard("anna@telegram") == []
        await close(c, end)
        assert [words.partition("\n")[0] for words in c.heard("anna@telegram")] == [told]


@pytest.mark.parametrize("end", ["job.vergeben", "job.zurueck"])
async def test_who_was_reached_by_nothing_hears_only_of_the_last_end_of_a_job(tmp_path: Path, end: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, '/job Umzug text="Suche Hilfe"')
        await want(c, "anna@telegram")
        await close(c, "")
        await c.press("ben@discord", "Wieder öffnen")
        c.wires[Platform.TELEGRAM].closed.add("anna")
        for _ in range(2):
            await close(c, end)
            await c.press("ben@discord", "Wieder öffnen")
        await close(c, end)
        c.wires[Platform.TELEGRAM].closed.clear()
        await c.say("anna@telegram", "/jobs")
        await c.move(days=2)
        expired, opened, _last = c.heard("anna@telegram")
        assert "abgelaufen" in expired
        assert "wieder offen" in opened


@pytest.mark.parametrize("end", ["job.vergeben", "job.zurueck"])
async def test_who_could_not_be_told_that_a_part_is_taken_hears_so_of_a_job_that_is_open_again(
    tmp_path: Path, end: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await want(c, "carla@discord", "frontend")
        c.wires[Platform.DISCORD].closed.add("carla")
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        await c.press("ben@discord", "Zusagen 1")
        await c.call("ben@discord", Call(end, {"job": "1"}))
        await c.press("ben@discord", "Wieder öffnen")
        c.wires[Platform.DISCORD].closed.clear()
        await c.say("carla@discord", "/jobs")
        await c.move(days=2)
        (told,) = c.heard("carla@discord")
        assert told.startswith("„Portal“: Der Teil Frontend ist besetzt.")


@pytest.mark.parametrize("how", ["leaves", "is forgotten"])
@pytest.mark.parametrize("is_missing", [True, False])
async def test_whoever_is_not_there_reads_nothing_of_a_job_that_is_open_again_but_its_author_does(
    tmp_path: Path, how: str, is_missing: bool
) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        await c.call("ben@discord", Call("job.zurueck", {"job": "1"}))
        await disappear(c, how)
        if not is_missing:
            await c.say("anna@telegram", "/jobs", "#jobs")
            if how == "is forgotten":
                await c.press("anna@telegram", "Zurücknehmen")
        await c.press("ben@discord", "Wieder öffnen")
        assert any("wieder offen" in line for line in c.heard("anna@telegram")) is not is_missing
        told = [line for line in c.heard("ben@discord") if "nicht mehr da" in line]
        assert len(told) == is_missing


async def test_nobody_is_back_of_whom_nobody_heard_that_they_were_gone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        for is_withdrawn in (False, True):
            if is_withdrawn:
                await c.call("ben@discord", Call("job.zurueck", {"job": "1"}))
            await disappear(c, "leaves")
            if is_withdrawn:
                c.wires[Platform.DISCORD].closed.add("ben")
                await c.press("ben@discord", "Wieder öffnen")
            await c.say("anna@telegram", "/jobs", "#jobs")
            await c.due()
            assert len([line for line in c.heard("ben@discord") if "wieder da" in line]) == 1
        c.wires[Platform.DISCORD].closed.clear()
        await c.say("ben@discord", "/job")
        await c.move(days=2)
        assert len([line for line in c.heard("ben@discord") if "nicht mehr da" in line or "wieder da" in line]) == 2


@pytest.mark.parametrize("end", ["job.vergeben", "job.zurueck", ""])
async def test_whoever_steps_down_from_a_closed_job_leaves_a_true_word(tmp_path: Path, end: str) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        await close(c, end)
        await c.call("anna@telegram", Call("team.aussteigen", {"job": "1", "teil": "frontend"}))
        assert "Der Auftrag ist nicht offen, also suche ich niemanden" in c.heard("ben@discord")[-1]
