"""Jobs in conversations: from the post to the end, and everybody who may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.people import MessageRef
from bot.talk.answers import Call
from bot.talk.text import Phrase, mentions
from tests.support.talking import Talk, community, labels, plain, running

POST = "Suche jemanden für Haskell"


async def ask(c: Talk, persona: str = "ben@discord", text: str = POST, message: str = "p1") -> None:
    """Write a free post that asks for somebody."""
    assert await c.say(persona, text, "#jobs", message=message) == ""


async def publish(c: Talk, persona: str = "ben@discord", text: str = POST, message: str = "p1") -> None:
    """Write a post, look at the preview and publish it."""
    await ask(c, persona, text, message)
    await c.press(persona, "Vorschau")
    await c.press(persona, "Veröffentlichen")


def pinged(c: Talk, place: str = "#jobs") -> list[str]:
    """Return the names of everybody mentioned in a place, in order."""
    return [one.name for line in c.lines(place) for one in mentions(line.reply.text)]


async def test_a_post_that_asks_is_offered_a_preview_and_other_talk_is_left_alone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", "Ich liebe Haskell", "#jobs")
        await c.say("ben@discord", "Suche eine Wohnung in Essen", "#jobs")
        await c.say("ben@discord", POST, "#termine")
        assert c.heard("#jobs") == []
        await ask(c)
        (offer,) = c.lines("#jobs")
        assert labels(offer.reply) == ["Vorschau", "Kein Auftrag"]
        assert "Haskell" not in offer.words
        assert offer.reply_to is not None
        assert offer.reply_to.message == "p1"


@pytest.mark.parametrize("persona", ["ben@telegram", "ben@discord"])
@pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\u3164", "\u2800\u2800"])
async def test_a_job_has_words_that_can_be_seen(tmp_path: Path, persona: str, unseen: str) -> None:
    async with community(tmp_path) as c:
        for titel, text, reason in ((unseen, "Haskell", "kein Titel"), ("Vereinsseite", unseen, "keine Beschreibung")):
            assert reason in await c.call(persona, Call("job", {"titel": titel, "text": text}))
        await c.call(persona, Call("job", {"titel": "Vereinsseite", "text": "Haskell"}))
        assert "Veröffentlichen" in labels(c.last(persona))
        for name, reason in (("titel", "kein Titel"), ("text", "keine Beschreibung")):
            assert reason in await c.call(persona, Call("job.aendern", {"job": "1", name: unseen}))


@pytest.mark.parametrize("persona", ["ben@telegram", "ben@discord"])
@pytest.mark.parametrize("left", ["", "\u200b"])
async def test_a_post_that_keeps_its_picture_alone_leaves_the_job_its_words(
    tmp_path: Path, persona: str, left: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, persona)
        before = [card.words for card in c.lines("#jobs")]
        await c.edit(persona, "#jobs", "p1", left)
        assert [card.words for card in c.lines("#jobs")] == before


async def test_the_preview_shows_what_was_understood_and_publishing_tells_everybody(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@discord", "haskell, rust")
        await c.agree("dora@discord", "haskell", "Nur gelistet")
        await ask(c)
        preview = await c.press("ben@discord", "Vorschau")
        assert "Haskell" in preview
        assert "Anna" in preview
        assert "Carla" in preview
        assert "Dora" not in preview
        assert labels(c.last("ben@discord"))[:2] == ["Veröffentlichen", "Ändern"]
        assert "an 2 Orte" in await c.press("ben@discord", "Veröffentlichen")
        telegram, discord = c.lines("#jobs", "telegram"), c.lines("#jobs", "discord")
        assert [line.reply_to.message if line.reply_to else None for line in discord[:1]] == ["p1"]
        assert telegram[0].reply_to is None
        assert telegram[1].reply_to == telegram[0].ref
        assert telegram[1].words.startswith("Getaggt wegen Haskell: @Anna (")
        assert sorted(pinged(c)) == ["Anna", "Carla"]
        assert labels(telegram[1].reply) == ["Nicht mehr zu Haskell", "Pause", "Nicht mehr taggen"]
        assert not [line for line in discord if "Vorschau" in labels(line.reply)], "the offer has gone"


async def test_only_the_author_may_see_or_publish_a_draft(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await ask(c)
        for forged in (
            "job.vorschau",
            "job.kein",
            "job.teilen",
            "job.aendern",
            "job.skills",
            "job.loeschen",
            "job.vergeben",
        ):
            refused = await c.call("zoe@discord", Call(forged, {"job": "1", "stand": "1"}))
            assert refused in (
                "Das kann nur, wer den Auftrag geschrieben hat.",
                "Das kann nur, wer den Auftrag geschrieben hat.\n",
            ), forged
        assert "Haskell" in await c.press("ben@discord", "Vorschau")


@pytest.mark.parametrize("job", ["", "-1", "99", "1; DROP TABLE jobs", "٣", "9" * 40])
async def test_a_forged_number_is_refused(tmp_path: Path, job: str) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        before = c.heard("#jobs")
        for action in ("job.vergeben", "job.teilen", "job.interesse", "job.taggen"):
            told = await c.call("zoe@telegram", Call(action, {"job": job, "stand": "1"}))
            assert "schiefgegangen" not in told
        assert c.heard("#jobs") == before


async def test_no_job_forgets_the_draft_and_takes_the_line_away(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await ask(c)
        await c.press("ben@discord", "Kein Auftrag")
        assert c.heard("#jobs") == []
        assert "gibt es nicht mehr" in await c.call("ben@discord", Call("job.vorschau", {"job": "1"}))


async def test_the_line_lives_an_hour_and_the_draft_a_day(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await ask(c)
        await c.move(minutes=59)
        assert len(c.heard("#jobs")) == 1
        await c.move(minutes=2)
        assert c.heard("#jobs") == []
        assert "Haskell" in await c.call("ben@discord", Call("job.vorschau", {"job": "1"}))
        await c.move(hours=23)
        assert "gibt es nicht mehr" in await c.call("ben@discord", Call("job.vorschau", {"job": "1"}))


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
@pytest.mark.parametrize("words", ["Hat sich erledigt, danke!", "ERLEDIGT: Suche jemanden für Haskell"])
async def test_an_author_whose_post_asks_for_nobody_any_more_is_asked_whether_the_job_is_settled(
    tmp_path: Path, author: str, words: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await c.edit(author, "#jobs", "p1", f"{POST}, und zwar bald")
        assert c.heard(author) == []
        await c.edit(author, "#jobs", "p1", words)
        assert "sucht jetzt niemanden mehr" in c.heard(author)[-1]
        assert labels(c.lines(author)[-1].reply) == ["Vergeben", "Zurückziehen"]
        await c.edit(author, "#jobs", "p1", f"{words} Wirklich.")
        assert len(c.heard(author)) == 1
        assert "ist vergeben" in await c.press(author, "Vergeben")
        assert all(line.startswith("Vergeben") for line in c.heard("#jobs"))


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_draft_whose_post_asks_for_nobody_any_more_is_called_so_and_not_asked_about(
    tmp_path: Path, author: str
) -> None:
    async with community(tmp_path) as c:
        await c.say(author, POST, "#jobs", message="p1")
        assert "Das klingt nach einem Auftrag" in c.heard("#jobs")[-1]
        await c.edit(author, "#jobs", "p1", f"{POST}, und zwar bald")
        assert len(c.heard("#jobs")) == 1
        await c.edit(author, "#jobs", "p1", "Danke, gefunden!\nBis bald.")
        assert c.heard("#jobs") == []
        shown = await c.call(author, Call("job.vorschau", {"job": "1"}))
        assert "\nDanke, gefunden!\nDanke, gefunden!\nBis bald.\n" in shown
        assert "Gesucht" not in shown


async def test_a_stale_button_shows_the_new_draft(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await ask(c)
        await c.press("ben@discord", "Vorschau")
        stale = c.button("ben@discord", "Veröffentlichen").press
        await c.edit("ben@discord", "#jobs", "p1", "Suche jemanden für Haskell und Rust")
        assert isinstance(stale, Call)
        shown = await c.call("ben@discord", stale)
        assert "neue Stand" in shown
        assert "Rust" in shown
        assert len(c.heard("#jobs")) == 1, "only the offer stands there"
        await c.press("ben@discord", "Veröffentlichen")
        assert any("Rust" in words for words in c.heard("#jobs", "telegram"))


async def test_the_author_corrects_title_and_skills_before_publishing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "rust")
        await ask(c)
        await c.press("ben@discord", "Vorschau")
        await c.press("ben@discord", "Ändern")
        assert "Vereinsportal" in await c.fill("ben@discord", titel="Vereinsportal")
        await c.press("ben@discord", "Skills ändern")
        await c.press("ben@discord", "Als Liste")
        assert "Anna" in await c.fill("ben@discord", skills="rust")
        await c.press("ben@discord", "Veröffentlichen")
        assert pinged(c) == ["Anna"]
        assert "Vereinsportal" in c.heard("#jobs", "telegram")[0]


async def test_edits_of_the_post_reach_every_card_and_new_skills_wait_for_the_author(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@telegram", "rust")
        await publish(c)
        assert pinged(c) == ["Anna"]
        await c.edit("ben@discord", "#jobs", "p1", "Suche jemanden für Haskell, und zwar bald")
        assert all("und zwar bald" in line.words for line in c.lines("#jobs") if "Interesse" in labels(line.reply))
        assert c.heard("ben@discord") == []
        await c.edit("ben@discord", "#jobs", "p1", "Suche jemanden für Haskell und Rust")
        assert pinged(c) == ["Anna"]
        (told,) = c.heard("ben@discord")
        assert "Carla" in told
        assert "Anna" not in told
        await c.press("ben@discord", "Veröffentlichen")
        assert pinged(c) == ["Anna", "Carla"]


@pytest.mark.parametrize("platform", ["discord", "telegram"])
async def test_a_form_changes_what_was_changed_in_it_and_leaves_what_the_post_says_by_now(
    tmp_path: Path, platform: str
) -> None:
    author = f"ben@{platform}"
    async with community(tmp_path) as c:
        await c.say(author, POST, "#jobs", message="post")
        await c.press(author, "Vorschau")
        await c.press(author, "Veröffentlichen")
        await c.say(author, "/job")
        await c.press(author, "Ändern")
        await c.edit(author, "#jobs", "post", "Suche jemanden für Fotografie.")
        await c.fill(author, budget="500 €")
        card = c.heard("#jobs", platform)[0]
        assert "Gesucht: Fotografie" in card
        assert "Suche jemanden für Fotografie." in card
        assert "500 €" in card
        await c.press(author, "Ändern")
        await c.edit(author, "#jobs", "post", "Suche jemanden für Fotografie und Texte.")
        if platform == "discord":
            assert "Köln" in await c.fill(author, ort="Köln")
        await c.edit(author, "#jobs", "post", "Suche jemanden für Python.")
        await c.fill(author, ort="Essen")
        card = c.heard("#jobs", platform)[0]
        assert "Suche jemanden für Python." in card
        assert "Ort: Essen" in card


async def test_somebody_elses_edit_changes_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        before = c.heard("#jobs")
        await c.say("zoe@discord", "/erinnere Kaffee wann=15:00")
        await c.edit("zoe@discord", "#jobs", "p1", "Suche jemanden für PHP")
        assert c.heard("#jobs") == before


async def test_interest_reaches_the_author_across_platforms(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await publish(c)
        told = await c.press("anna@telegram", "Interesse", "#jobs")
        assert "Notiert" in told
        (first,) = c.heard("ben@discord")
        assert "Anna" in first
        assert "Haskell" in first
        await c.say("anna@telegram", "Ich habe ab Montag Zeit")
        assert "Ich habe ab Montag Zeit" in c.heard("ben@discord")[-1]
        assert len(c.heard("ben@discord")) == 2
        assert any("Interesse (1)" in labels(line.reply) for line in c.lines("#jobs", "discord"))
        await c.press("anna@telegram", "Interesse", "#jobs")
        assert len(c.heard("ben@discord")) == 2
        assert "dein eigener" in await c.press("ben@discord", "Interesse", "#jobs")


async def test_author_on_the_other_platform_reads_the_links_of_who_may_be_found(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for who in ("anna", "carla"):
            await c.agree(f"{who}@telegram", "haskell")
            await c.say(f"{who}@telegram", f"/profil links=https://{who}.example.org")
        await publish(c)
        await c.say("carla@telegram", "/profil sichtbar=verborgen")
        await c.press("anna@telegram", "Interesse", "#jobs")
        await c.press("carla@telegram", "Interesse", "#jobs")
        of_anna, of_carla = c.heard("ben@discord")
        assert "https://anna.example.org" in of_anna
        assert "https://carla" not in of_carla


async def test_interest_of_somebody_unknown_lists_nobody_and_says_what_is_kept(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        assert "Ich merke mir dafür nur" in await c.press("yan@discord", "Interesse", "#jobs")
        assert "Yan" in c.heard("ben@discord")[0]
        assert "Yan" not in await c.say("zoe@discord", "/suche haskell")


@pytest.mark.parametrize(("button", "said"), [("Vergeben", "Vergeben · "), ("Zurückziehen", "Zurückgezogen · ")])
async def test_a_closed_job_shows_it_everywhere_and_tags_nobody(tmp_path: Path, button: str, said: str) -> None:
    async with community(tmp_path, now="2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await publish(c)
        await c.press("ben@discord", button)
        cards = c.lines("#jobs")
        assert [line.words.startswith(said) for line in cards] == [True, True]
        assert [labels(line.reply) for line in cards] == [[], []]
        await c.move(days=1)
        assert pinged(c) == []
        assert "schon" in await c.call("ben@discord", Call("job.vergeben", {"job": "1"})) or button == "Zurückziehen"
        assert "Notiert" not in await c.call("anna@telegram", Call("job.interesse", {"job": "1"}))


async def test_a_deleted_job_takes_its_cards_along_and_gives_the_text_back(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        assert POST in await c.press("ben@discord", "Löschen")
        assert c.heard("#jobs") == []


async def test_nobody_is_tagged_at_night(tmp_path: Path) -> None:
    async with community(tmp_path, now="2026-12-01 21:00") as c:
        await c.agree("anna@telegram", "haskell")
        await ask(c)
        assert "Ab 8 Uhr" in await c.press("ben@discord", "Vorschau")
        await c.press("ben@discord", "Veröffentlichen")
        assert len(c.heard("#jobs")) == 2
        await c.move(hours=10, minutes=59)
        assert pinged(c) == []
        await c.move(minutes=1)
        assert pinged(c) == ["Anna"]


async def test_limits_per_part_and_per_job_hold(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(8):
            await c.agree(f"h{number}@telegram", "haskell")
            await c.agree(f"w{number}@discord", "webdesign")
            await c.agree(f"t{number}@telegram", "buchhaltung")
        await publish(c, text="Suche Haskell, Webdesign und Buchhaltung")
        names = pinged(c)
        assert len(names) == len(set(names)) == 10
        for line in c.lines("#jobs"):
            assert len(mentions(line.reply.text)) <= 5
        for first in "HWT":
            assert len([name for name in names if name.startswith(first)]) <= 5


async def test_nicht_mehr_taggen_stops_it_for_the_one_who_pressed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@telegram", "haskell")
        await publish(c)
        await c.press("anna@telegram", "Nicht mehr taggen", "#jobs")
        await publish(c, "dora@discord", "Brauche Hilfe mit Haskell", "p2")
        assert sorted(pinged(c)) == ["Anna", "Carla", "Carla"]
        assert "Anna" in await c.say("zoe@discord", "/suche haskell")


async def test_consent_is_asked_again_when_the_tag_is_due(tmp_path: Path) -> None:
    async with community(tmp_path, now="2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@telegram", "haskell")
        await publish(c)
        await c.say("anna@telegram", "/profil sichtbar=gelistet")
        c.wires[c.caller("carla@telegram").address.platform].absent.add("carla")
        await c.move(days=1)
        assert pinged(c) == []
        told = [words for words in c.heard("ben@discord") if "gerade nicht getaggt werden" in words]
        assert len(told) == 1
        assert told[0].startswith("Für „")
        assert "konnte ich niemanden taggen" in told[0]


async def test_the_author_reads_of_some_who_cannot_be_tagged_any_more(tmp_path: Path) -> None:
    async with community(tmp_path, now="2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@telegram", "webdesign")
        await publish(c, text="Suche Haskell und Webdesign")
        await c.say("anna@telegram", "/profil sichtbar=gelistet")
        await c.move(days=1)
        assert pinged(c) == ["Carla"]
        assert "konnte ich nicht alle taggen" in c.heard("ben@discord")[-1]


async def test_the_form_makes_a_draft_and_lists_my_open_jobs(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", "/job")
        shown = await c.fill("ben@discord", titel="Neues Logo", text="Wir brauchen ein Logo", ort="essen")
        assert "Logo-Design" in shown
        assert "Essen" in shown
        await c.press("ben@discord", "Veröffentlichen")
        assert "Neues Logo" in await c.say("ben@discord", "/job")
        assert "Vergeben" in labels(c.last("ben@discord"))


@pytest.mark.parametrize("persona", ["ben@telegram", "ben@discord"])
@pytest.mark.parametrize("quoted", ['"Neues Logo"', "„Neues Logo“", '" Neues Logo "'])
async def test_marks_around_a_whole_title_only_hold_it_together(tmp_path: Path, persona: str, quoted: str) -> None:
    async with community(tmp_path) as c:
        await c.say(persona, f'/job {quoted} text="Wir brauchen ein Logo"')
        await c.press(persona, "Veröffentlichen")
        assert c.heard("#jobs", "telegram")[0].startswith("Neues Logo\n")
        await c.call(persona, Call("job.aendern", {"job": "1", "titel": "„Altes Logo“"}))
        assert c.heard("#jobs", "telegram")[0].startswith("Altes Logo\n")
        await c.call(persona, Call("job.aendern", {"job": "1", "titel": "Logo für „Herd“"}))
        assert c.heard("#jobs", "telegram")[0].startswith("Logo für „Herd“\n")


@pytest.mark.parametrize("persona", ["ben@discord", "ben@telegram"])
@pytest.mark.parametrize("empty", ["\u200b", "„“", "???", "🎉"])
async def test_what_says_nothing_is_neither_title_nor_description(tmp_path: Path, persona: str, empty: str) -> None:
    async with community(tmp_path) as c:
        told = [
            await c.call(persona, Call("job", {"titel": empty, "text": POST})),
            await c.call(persona, Call("job", {"titel": "Portal", "text": empty})),
        ]
        assert ["kein Titel" in told[0], "keine Beschreibung" in told[1]] == [True, True]
        assert "Portal" in await c.call(persona, Call("job", {"titel": "Portal", "text": POST}))


async def test_a_wrong_town_comes_back_with_everything_that_was_typed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", "/job")
        told = await c.fill("ben@discord", titel="Neues Logo", text="Wir brauchen ein Logo", ort="Esssen")
        assert "Essen" in told
        assert c.forms["ben@discord"].values["titel"] == "Neues Logo"
        assert "Logo-Design" in await c.fill("ben@discord", ort="Essen")


async def test_a_dialogue_in_the_private_chat_survives_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/job")
        await c.say("anna@telegram", "Neues Logo")
    async with running(c):
        assert "Ort" in await c.say("anna@telegram", "Wir brauchen ein Logo, wer kann das?")
        assert "Möchtest" not in await c.press("anna@telegram", "Fertig")
        await c.press("anna@telegram", "Veröffentlichen")
        assert any("Neues Logo" in words for words in c.heard("#jobs"))


async def test_a_restart_between_publishing_and_delivery_loses_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await ask(c)
        await c.press("ben@discord", "Vorschau")
        press = c.button("ben@discord", "Veröffentlichen").press
        assert isinstance(press, Call)
        await c.bot.desk.call(c.caller("ben@discord"), press)
    async with running(c):
        await c.due()
        assert len([line for line in c.lines("#jobs") if "Interesse" in labels(line.reply)]) == 2
        assert pinged(c) == ["Anna"]


async def test_an_author_whom_nothing_reaches_is_called_without_content(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        c.wires[c.caller("ben@discord").address.platform].closed.add("ben")
        await c.press("anna@telegram", "Interesse", "#jobs")
        call = c.lines("#jobs", "discord")[-1]
        assert [one.name for one in mentions(call.reply.text)] == ["Ben"]
        assert "Anna" not in call.words
        assert "Anna" in await c.press("ben@discord", "Anzeigen", "#jobs")
        assert "Anna" not in await c.press("zoe@discord", "Anzeigen", "#jobs")


async def test_a_deleted_post_withdraws_its_job(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        where = c.caller("ben@discord", "#jobs").where
        assert where is not None
        await c.bot.desk.gone(MessageRef(where, "p1"))
        await c.due()
        assert all(words.startswith("Zurückgezogen") for words in c.heard("#jobs"))


STRANGE = [
    "@everyone",
    "<@1>",
    "**x**",
    "<b>x</b>",
    "[x](http://example.org)",
    "`x` _x_ ||x||",
    "/start",
    "{name}",
    "%s",
]


@pytest.mark.parametrize("typed", STRANGE)
async def test_members_text_is_shown_as_typed(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, text=f"Suche jemanden für Haskell {typed}")
        card = c.lines("#jobs", "telegram")[0].reply
        assert card.card is not None
        spans = (card.card.title, *card.card.rows)
        assert any(typed in plain(span) for span in spans)
        assert all(isinstance(span, str | Phrase | tuple) for span in spans)
        assert not mentions(card.text)


async def test_strange_and_endless_text_is_tamed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, text="Suche jemanden für Haskell \u202egnp.exe " + "lang " * 2000)
        card = c.lines("#jobs", "telegram")[0]
        assert "\u202e" not in card.words
        assert len(card.words) < 2000
        await c.say("dora@discord", "/job")
        assert "Zeichen" in await c.fill("dora@discord", titel="x", text="y" * 10_000)


async def test_a_second_job_of_an_unreachable_author_calls_them_at_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        c.wires[c.caller("ben@discord").address.platform].closed.add("ben")
        for number in ("p1", "p2"):
            await publish(c, text=f"{POST} {number}", message=number)
            await c.press("anna@telegram", "Interesse", "#jobs")
        calls = [line for line in c.lines("#jobs", "discord") if mentions(line.reply.text)]
        assert len(calls) == 2


async def test_a_ping_keeps_the_reason_it_was_sent_for(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("carla@discord", "haskell, webdesign")
        await publish(c, text="Suche jemanden für Haskell, Webdesign und Buchhaltung")
        (ping,) = [line for line in c.lines("#jobs", "discord") if mentions(line.reply.text)]
        assert ping.words.startswith("Getaggt wegen Haskell, Webdesign: @Carla (Haskell, Webdesign)")
        await c.edit("ben@discord", "#jobs", "p1", "Suche jemanden für WordPress")
        assert ping.words.startswith("Getaggt wegen Haskell, Webdesign: @Carla (Haskell, Webdesign)")


async def test_the_author_reads_why_nobody_is_tagged(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await ask(c)
        assert "niemand, der getaggt werden will" in await c.press("ben@discord", "Vorschau")
        await c.agree("anna@telegram", "haskell, rust")
        await c.say("anna@telegram", "/profil verfuegbar=ausgebucht")
        assert "ausgebucht" in await c.call("ben@discord", Call("job.vorschau", {"job": "1"}))
        await c.say("anna@telegram", "/profil verfuegbar=frei")
        assert "Anna (Haskell" in await c.call("ben@discord", Call("job.vorschau", {"job": "1"}))
        await c.press("ben@discord", "Veröffentlichen")
        await c.edit("ben@discord", "#jobs", "p1", "Suche jemanden für Haskell und Rust")
        assert "schon getaggt" in c.heard("ben@discord")[-1]
        await c.press("ben@discord", "Skills ändern")
        await c.press("ben@discord", "Als Liste")
        assert "Ich erkenne keinen Skill" in await c.fill("ben@discord", skills="")


async def test_who_set_the_skills_by_hand_reads_that_they_stay_when_the_words_ask_for_others(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, text="Suche jemanden für Haskell")
        await c.call("ben@discord", Call("job.skills", {"job": "1"}))
        await c.fill("ben@discord", skills="Haskell, Rust")
        stays = "Gesucht bleibt, was du selbst festgelegt hast."
        await c.edit("ben@discord", "#jobs", "p1", "Suche jemanden für Haskell, bald")
        assert not any(stays in told for told in c.heard("ben@discord"))
        await c.edit("ben@discord", "#jobs", "p1", "Suche jemanden für WordPress")
        told = c.heard("ben@discord")[-1]
        assert stays in told
        assert "Haskell, Rust" in told
        assert "Haskell, Rust" in c.heard("#jobs")[0]
        assert "Skills ändern" in labels(c.lines("ben@discord")[-1].reply)
        await c.call("ben@discord", Call("job.aendern", {"job": "1"}))
        assert stays not in await c.fill("ben@discord", text="Suche dringend jemanden für WordPress")
        await c.call("ben@discord", Call("job.aendern", {"job": "1"}))
        assert stays in await c.fill("ben@discord", text="Suche jemanden für Joomla")
        await c.call("ben@discord", Call("job.aendern", {"job": "1"}))
        assert stays not in await c.fill("ben@discord", text="Suche jemanden für Haskell und Rust")


async def test_at_night_the_author_does_not_read_that_somebody_is_tagged_already(tmp_path: Path) -> None:
    async with community(tmp_path, now="2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await c.say("ben@discord", '/job Compiler text="Suche Haskell"')
        await c.press("ben@discord", "Veröffentlichen")
        seen = await c.call("ben@discord", Call("job.gesucht", {"job": "1"}))
        assert "Wer dazu passt, ist schon getaggt oder wird es um 8 Uhr." in seen
        async with c.bot.storage.begin() as store:
            job = await store.jobs.get(1)
        assert job is not None
        tags = Call("job.taggen", {"job": "1", "stand": str(job.skills_mark)})
        assert await c.call("ben@discord", tags) == "Wer dazu passt, ist schon getaggt oder wird es um 8 Uhr."
        await c.move(hours=10)
        assert await c.call("ben@discord", tags) == "Wer dazu passt, ist schon getaggt."


async def test_a_long_post_is_said_to_be_cut_and_never_loses_its_rest(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await ask(c, text="Suche jemanden für Haskell. " + "Mehr dazu. " * 200 + "ENDE")
        assert "Dein Beitrag ist lang" in await c.press("ben@discord", "Vorschau")
        await c.press("ben@discord", "Ändern")
        await c.fill("ben@discord", titel="Lang")
        async with c.bot.storage.begin() as store:
            job = await store.jobs.get(1)
        assert job is not None
        assert job.text.endswith("ENDE")


async def test_a_deleted_post_is_told_to_its_author(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        where = c.caller("ben@discord", "#jobs").where
        assert where is not None
        await c.bot.desk.gone(MessageRef(where, "p1"))
        await c.due()
        assert "zurückgezogen" in c.heard("ben@discord")[-1]


@pytest.mark.parametrize("persona", ["ben@discord", "ben@telegram"])
async def test_who_may_write_no_job_hears_it_before_a_form_is_filled_in(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona)
        await c.say(persona, "/vergissmich")
        assert "Du wirst gerade vergessen" in await c.say(persona, "/job")
        await c.press(persona, "Zurücknehmen")
        await c.say(persona, "/job")
        await c.fill(persona, titel="Portal", text=POST)
        await c.press(persona, "Veröffentlichen")
        await c.call("orga@discord", Call("orga.sperren", {"wer": "1", "grund": "Werbung"}))
        assert "Deine offenen Aufträge" in await c.say(persona, "/job"), "what is open may still be closed"
        await c.press(persona, "Löschen")
        c.forms.clear()
        await c.call(persona, Call("form.cancel"))
        assert "Du bist für Aufträge gesperrt" in await c.say(persona, "/job")
        assert persona not in c.forms
