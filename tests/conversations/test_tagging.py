"""How often, when and for what people are tagged: the weekly budget, quiet days, pauses and muted skills."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.people import Platform
from bot.talk.answers import Call
from tests.conversations.test_jobs import pinged, publish
from tests.support.talking import Talk, community, labels, running

ANNA = ("anna@telegram", "anna@discord")


async def wish(c: Talk, persona: str, action: str, **values: str) -> str:
    """Press one of the buttons of *Tags einstellen*, or forge it."""
    return await c.call(persona, Call(f"tagging.{action}", values))


async def posted(c: Talk, count: int, text: str = "Suche jemanden für Haskell") -> None:
    """Publish so many jobs, each of another author."""
    before = len(c.lines("#jobs", gone_too=True))
    for number in range(count):
        persona = f"a{before}x{number}@discord"
        await publish(c, persona, f"{text}, Projekt {before}x{number}", f"post-{before}-{number}")


@pytest.mark.parametrize("persona", ANNA)
async def test_nobody_is_tagged_more_than_three_times_in_seven_days(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "haskell")
        await posted(c, 5)
        assert pinged(c) == ["Anna"] * 3
        await c.move(days=6, hours=23)
        await posted(c, 1)
        assert pinged(c) == ["Anna"] * 3, "seven days are not over"
        await c.move(hours=2)
        await posted(c, 1)
        assert pinged(c) == ["Anna"] * 4


async def test_the_next_best_moves_up_and_the_preview_says_it_without_names(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await wish(c, "anna@telegram", "week", count="1")
        await posted(c, 1)
        assert pinged(c) == ["Anna"]
        await c.say("ben@discord", "Suche nochmal jemanden für Haskell", "#jobs", message="p9")
        preview = await c.press("ben@discord", "Vorschau")
        assert "wurde diese Woche schon genug getaggt" in preview
        assert "Im Überblick liest es eine Person." in preview
        assert "Anna" not in preview
        await c.agree("carla@discord", "haskell")
        await c.say("dora@discord", "Suche heute jemanden für Haskell", "#jobs", message="p10")
        preview = await c.press("dora@discord", "Vorschau")
        assert "Carla" in preview
        assert "Eine weitere Person liest es im Überblick." in preview
        assert "Anna" not in preview
        await c.press("dora@discord", "Veröffentlichen")
        assert pinged(c) == ["Anna", "Carla"]


@pytest.mark.parametrize("persona", ANNA)
async def test_everybody_sets_their_own_budget_within_bounds(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "haskell")
        shown = await c.say(persona, "/profil ort=Essen")
        assert "Gespeichert" in shown
        assert "Tags in sieben Tagen: höchstens 3, wie üblich" in await c.press(persona, "Tags einstellen")
        assert "höchstens 2;" in await c.press(persona, "Seltener")
        assert "höchstens 3;" in await c.press(persona, "Öfter")
        assert "höchstens 4;" in await c.press(persona, "Öfter")
        await posted(c, 5)
        assert pinged(c) == ["Anna"] * 4
        assert "bisher 4" in await wish(c, persona, "show")
        assert "höchstens 0;" in await wish(c, persona, "week", count="0")
        assert "Seltener" not in labels(c.last(persona))
        assert "höchstens 20;" in await wish(c, persona, "week", count="20")
        assert "Öfter" not in labels(c.last(persona))
        for forged in ("21", "-1", "viele", "", "999999999999999"):
            await wish(c, persona, "week", count=forged)
        assert "höchstens 20;" in await wish(c, persona, "show")


async def test_a_budget_of_nothing_is_never_tagged(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await wish(c, "anna@telegram", "week", count="0")
        await posted(c, 1)
        assert pinged(c) == []
        await wish(c, "anna@telegram", "week", count="1")
        await posted(c, 1)
        assert pinged(c) == ["Anna"]


async def test_jobs_published_at_night_share_one_budget(tmp_path: Path) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@telegram", "haskell")
        for persona in ("anna@telegram", "carla@telegram"):
            await wish(c, persona, "week", count="1")
        await posted(c, 3)
        assert pinged(c) == []
        await c.move(hours=12)
        assert sorted(pinged(c)) == ["Anna", "Carla"]


async def test_a_job_closed_before_its_tags_go_out_costs_nobody_a_ping(tmp_path: Path) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await wish(c, "anna@telegram", "week", count="1")
        await publish(c)
        await c.press("ben@discord", "Zurückziehen")
        await publish(c, "dora@discord", message="p2")
        await c.move(hours=12)
        assert pinged(c) == ["Anna"]


async def test_who_lowers_the_budget_before_eight_reads_it_in_the_overview(tmp_path: Path) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await publish(c)
        await wish(c, "anna@telegram", "week", count="0")
        await c.move(hours=12)
        assert pinged(c) == []
        await c.move(days=7)
        assert any("Dein Überblick der Woche" in words for words in c.heard("anna@telegram"))


@pytest.mark.parametrize("persona", ANNA)
@pytest.mark.parametrize(
    "what",
    [
        "pauses",
        "is not tagged any more",
        "leaves",
        "/profil verfuegbar=ausgebucht",
        "/skills -haskell",
        "/skills gern ab: haskell",
        "/skills lerne: haskell",
    ],
)
async def test_who_drops_out_before_eight_makes_room_for_the_next_best(tmp_path: Path, persona: str, what: str) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        side = persona.partition("@")[2]
        others = [f"{name}@{side}" for name in ("carla", "dora", "emil", "fatma", "gesa", "hanno")]
        for each in (persona, *others[:4]):
            await c.agree(each, "haskell")
        await publish(c)
        for each in others[4:]:
            await c.agree(each, "haskell")
        match what:
            case "pauses":
                await wish(c, persona, "pause")
            case "leaves":
                c.wires[c.caller(persona).address.platform].absent.add("anna")
            case "is not tagged any more":
                await c.call(persona, Call("consent.untag"))
            case _:
                await c.say(persona, what)
        await c.move(hours=12)
        named = pinged(c)
        assert "Anna" not in named
        assert sorted(named)[:4] == ["Carla", "Dora", "Emil", "Fatma"]
        assert len(named) == 5, "one who fits moves up, and no more than were planned"
        assert len(set(named) & {"Gesa", "Hanno"}) == 1


@pytest.mark.parametrize("persona", ANNA)
async def test_a_job_that_changes_before_eight_tags_whom_it_fits_then(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree(persona, "haskell")
        await c.agree("carla@telegram", "haskell, fotografie")
        await publish(c)
        await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": "Fotografie"}))
        await c.move(hours=12)
        (told,) = [words for words in c.heard("#jobs") if words.startswith("Getaggt")]
        assert told.startswith("Getaggt wegen Fotografie: @Carla (Fotografie)")


async def test_the_author_reads_that_nobody_fits_any_more(tmp_path: Path) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await publish(c)
        await c.say("anna@telegram", "/skills -haskell")
        await c.move(hours=12)
        assert pinged(c) == []
        assert "passt nicht mehr dazu" in c.heard("ben@discord")[-1]


@pytest.mark.parametrize("persona", ANNA)
@pytest.mark.parametrize(
    ("stays", "told"), [("", "konnte ich niemanden taggen"), ("haskell", "konnte ich nicht alle taggen")]
)
async def test_the_author_reads_once_of_all_parts_whom_nobody_could_be_tagged_for(
    tmp_path: Path, persona: str, stays: str, told: str
) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        skills = ("haskell", "texten", "fotografie")
        for name, skill in zip((persona, "carla@telegram", "dora@discord"), skills, strict=True):
            await c.agree(name, skill)
        await publish(c, text="Suche Haskell, Texten und Fotografie")
        for name, skill in zip((persona, "carla@telegram", "dora@discord"), skills, strict=True):
            if skill != stays:
                await c.say(name, f"/skills -{skill}")
        await c.move(hours=12)
        await c.move(minutes=2)
        assert [told in said for said in c.heard("ben@discord") if "taggen" in said] == [True]


@pytest.mark.parametrize("persona", ANNA)
async def test_parts_merged_before_eight_lose_nobody(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree(persona, "haskell")
        await c.agree("carla@telegram", "webdesign")
        await publish(c, text="Suche Haskell und Webdesign")
        await c.call("ben@discord", Call("job.teile", {"job": "1"}))
        await c.press("ben@discord", "Zusammenlegen 1")
        await c.press("ben@discord", labels(c.last("ben@discord"))[0])
        await c.move(hours=12)
        assert sorted(pinged(c)) == ["Anna", "Carla"]


@pytest.mark.parametrize("persona", ANNA)
async def test_a_tag_names_what_its_person_offers_when_it_goes_out(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree(persona, "haskell, rust")
        await publish(c, text="Suche jemanden für Haskell und Rust")
        await c.say(persona, "/skills -haskell")
        await c.move(hours=12)
        (told,) = [words for words in c.heard("#jobs") if words.startswith("Getaggt")]
        assert told.startswith("Getaggt wegen Rust: @Anna (Rust)")


@pytest.mark.parametrize("persona", ANNA)
async def test_nobody_is_tagged_on_their_quiet_days(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:  # a Tuesday
        await c.agree(persona, "haskell")
        await wish(c, persona, "show")
        assert "Ruhige Tage: Di." in await c.press(persona, "Di")
        await posted(c, 1)
        assert pinged(c) == []
        await c.move(days=1)
        await posted(c, 1)
        assert pinged(c) == ["Anna"]
        assert "Ruhige Tage: keine" in await c.press(persona, "Di: Ruhe")
        await c.move(days=6)
        await posted(c, 1)
        assert pinged(c) == ["Anna"] * 2
        for forged in ("7", "-1", "Mo"):
            await wish(c, persona, "day", day=forged, quiet="1")
        assert "Ruhige Tage: keine" in await wish(c, persona, "show")


async def test_the_day_counts_on_which_the_ping_would_go_out(tmp_path: Path) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:  # a Tuesday, and the ping is due on Wednesday
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@telegram", "haskell")
        await wish(c, "anna@telegram", "day", day="1", quiet="1")
        await wish(c, "carla@telegram", "day", day="2", quiet="1")
        await publish(c)
        await c.move(hours=12)
        assert pinged(c) == ["Anna"]


@pytest.mark.parametrize("persona", ANNA)
async def test_pause_under_a_ping_is_one_tap_for_four_weeks_and_ends_by_itself(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "haskell")
        await posted(c, 1)
        assert "29. Dezember" in await c.press(persona, "Pause", "#jobs")
        assert labels(c.last(persona)) == ["1 Woche", "4 Wochen", "3 Monate", "Wieder dabei"]
        await c.move(days=27, hours=23)
        await posted(c, 1)
        assert pinged(c) == ["Anna"]
        await c.move(hours=2)
        await posted(c, 1)
        assert pinged(c) == ["Anna"] * 2
        assert not [words for words in c.heard(persona) if "Überblick" in words], "a pause collects nothing"


async def test_a_pause_is_shortened_or_ended_with_one_tap(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await posted(c, 1)
        await c.press("anna@telegram", "Pause", "#jobs")
        assert "8. Dezember" in await c.press("anna@telegram", "1 Woche")
        assert "Pause: keine Tags bis" in await c.say("anna@telegram", "/profil ort=Essen")
        await posted(c, 1)
        assert pinged(c) == ["Anna"]
        await wish(c, "anna@telegram", "pause")
        assert "wieder dabei" in await c.press("anna@telegram", "Wieder dabei")
        await posted(c, 1)
        assert pinged(c) == ["Anna"] * 2
        for forged in ("367", "-7", "immer"):
            await wish(c, "anna@telegram", "rest", days=forged)
        assert "Pause:" not in await wish(c, "anna@telegram", "show")


async def test_a_pause_holds_after_a_restart_and_over_a_ping_that_is_planned(tmp_path: Path) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await publish(c)
        await wish(c, "anna@telegram", "pause")
    async with running(c):
        await c.move(hours=12)
        assert pinged(c) == []
        await posted(c, 1)
        assert pinged(c) == []


@pytest.mark.parametrize("persona", ANNA)
async def test_not_for_this_skill_any_more_but_still_found_by_it(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "haskell, rust")
        await posted(c, 1)
        assert "Zu Haskell tagge ich dich nicht mehr" in await c.press(persona, "Nicht mehr zu Haskell", "#jobs")
        assert labels(c.last(persona)) == ["Rückgängig", "Tags einstellen"]
        await posted(c, 1)
        assert pinged(c) == ["Anna"]
        assert "Anna" in await c.say("zoe@discord", "/suche haskell")
        await posted(c, 1, "Suche jemanden für Rust")
        assert pinged(c) == ["Anna"] * 2
        assert "Keine Tags zu Haskell." in await c.say(persona, "/profil ort=Essen")
        await wish(c, persona, "show")
        assert "Ein Tipp" in await c.press(persona, "Stumme Skills")
        assert "Zu Haskell tagge ich dich wieder" in await c.press(persona, "Wieder zu Haskell")
        await posted(c, 1)
        assert pinged(c) == ["Anna"] * 3
        assert "nicht stumm" in await wish(c, persona, "unmute", skill="haskell")


async def test_a_mute_is_undone_from_its_answer(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await posted(c, 1)
        await c.press("anna@telegram", "Nicht mehr zu Haskell", "#jobs")
        assert "wieder" in await c.press("anna@telegram", "Rückgängig")
        await posted(c, 1)
        assert pinged(c) == ["Anna"] * 2


async def test_a_muted_skill_is_no_reason_where_another_one_is(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell, rust")
        await wish(c, "anna@telegram", "mute", skill="haskell")
        await posted(c, 1, "Suche jemanden für Rust und Haskell")
        (told,) = [words for words in c.heard("#jobs", "telegram") if words.startswith("Getaggt")]
        assert "@Anna (Rust)" in told


async def test_a_wider_skill_is_muted_with_the_finer_one_that_it_was_reached_by(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "next.js")
        await posted(c, 1, "Suche jemanden für React")
        assert pinged(c) == ["Anna"]
        await c.press("anna@telegram", "Nicht mehr zu Next.js", "#jobs")
        await posted(c, 1, "Suche jemanden für React")
        await posted(c, 1, "Suche jemanden für Next.js")
        assert pinged(c) == ["Anna"]
        assert "Ein Tipp" in await wish(c, "anna@telegram", "muted")
        assert "wieder" in await c.press("anna@telegram", "Wieder zu Next.js")
        await wish(c, "anna@telegram", "mute", skill="react")
        await posted(c, 1, "Suche jemanden für React")
        assert pinged(c) == ["Anna"]
        await posted(c, 1, "Suche jemanden für Next.js")
        assert pinged(c) == ["Anna"] * 2


async def test_buttons_under_a_ping_act_on_who_presses_alone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@discord", "haskell")
        await c.agree("dora@telegram", "rust")
        await posted(c, 1)
        assert pinged(c) == ["Anna", "Carla"]
        assert "bietest du nicht an" in await c.press("dora@telegram", "Nicht mehr zu Haskell", "#jobs")
        for press in ("Pause", "Nicht mehr zu Haskell"):
            assert "nichts gelistet" in await c.press("fremd@telegram", press, "#jobs")
        await c.press("carla@discord", "Pause", "#jobs")
        await posted(c, 1)
        assert sorted(pinged(c)) == ["Anna", "Anna", "Carla"]
        await c.press("anna@telegram", "Nicht mehr zu Haskell", "#jobs")
        await posted(c, 1)
        assert sorted(pinged(c)) == ["Anna", "Anna", "Carla"]
        for forged in ("", "rust", "x" * 300, "<@1>"):
            assert "Zu " not in await wish(c, "anna@telegram", "mute", skill=forged)


async def test_at_most_three_skills_stand_under_a_ping(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell, rust, python, django, docker")
        await posted(c, 1, "Suche jemanden für Haskell, Rust, Python, Django und Docker")
        (ping,) = [line for line in c.lines("#jobs", "telegram") if line.words.startswith("Getaggt")]
        assert len([one for one in labels(ping.reply) if one.startswith("Nicht mehr zu")]) == 3
        assert labels(ping.reply)[-2:] == ["Pause", "Nicht mehr taggen"]


def mutable(c: Talk) -> list[list[str]]:
    """Return the skills that can be muted under the tags, one list for each tag."""
    tags = [line for line in c.lines("#jobs", "telegram") if line.words.startswith("Getaggt")]
    return [
        [one.removeprefix("Nicht mehr zu ") for one in labels(line.reply) if one.startswith("Nicht mehr zu ")]
        for line in tags
    ]


async def test_whatever_a_tag_names_can_be_muted_whichever_part_it_is_of(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "wordpress, texten, fotografie")
        await posted(c, 1, "Suche jemanden für WordPress, Texte und Fotos")
        assert mutable(c) == [["WordPress", "Texten", "Fotografie"]]
        await c.press("anna@telegram", "Nicht mehr zu Texten", "#jobs")
        await posted(c, 1, "Suche jemanden für Texte")
        assert pinged(c) == ["Anna"]


async def test_what_a_tag_names_can_be_muted_whatever_has_become_of_the_job(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "next.js, klöppeln")
        await c.say("ben@discord", '/job Kurs text="Suche jemanden"')
        await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": "React, Klöppeln"}))
        await c.press("ben@discord", "Veröffentlichen")
        assert mutable(c) == [["Next.js", "klöppeln"]]
        await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": "Fotografie"}))
        assert "Fotografie" in c.heard("#jobs", "telegram")[0]
        assert mutable(c) == [["Next.js", "klöppeln"]]
        await c.call("orga@telegram", Call("admin.alias", {"begriff": "kloppeln", "skill": "Schneiderei"}))
        await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": "Rust"}))
        assert mutable(c) == [["Next.js", "Schneiderei"]]
        await c.say("anna@telegram", "/skills -next.js")
        await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": "Haskell"}))
        assert mutable(c) == [["Schneiderei"]], "what somebody does not offer, they are not tagged for"


async def test_of_several_who_are_tagged_each_mutes_what_the_tag_names_first_of_them(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell, rust, python")
        await c.agree("emil@telegram", "perl, scala, kotlin")
        await posted(c, 1, "Suche jemanden für Haskell, Rust, Python, Perl, Scala und Kotlin")
        assert mutable(c) == [["Haskell", "Perl", "Rust"]]


async def test_who_is_listed_only_is_told_that_nobody_tags_them(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell", "Nur gelistet")
        assert "Du wirst nicht getaggt" in await wish(c, "anna@telegram", "pause")
        assert "gar nicht getaggt" in await wish(c, "anna@telegram", "show")
        assert "nichts gelistet" in await wish(c, "fremd@telegram", "show")


async def test_the_data_file_and_forgetting_cover_how_one_is_tagged(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell, rust")
        await posted(c, 1)
        await wish(c, "anna@telegram", "week", count="1")
        await wish(c, "anna@telegram", "day", day="6", quiet="1")
        await wish(c, "anna@telegram", "mute", skill="rust")
        await posted(c, 1)
        await wish(c, "anna@telegram", "pause")
        told = await c.say("anna@telegram", "/meinedaten")
        for words in ("höchstens 1", "Tags, die gerade zählen: 1", "Ruhige Tage: So", "Pause", "Keine Tags zu Rust"):
            assert words in told
        assert "Für den Überblick" in told
        file = c.last("anna@telegram").files[0].content.decode()
        for words in ('"hoechstens_in_sieben_tagen": 1', '"Sonntag"', '"Rust"', '"fuer_den_ueberblick"', '"woche"'):
            assert words in file
        await c.say("anna@telegram", "/vergissmich")
        await c.press("anna@telegram", "Sofort löschen")
        await c.due()
        assert "nichts gespeichert" in await c.say("anna@telegram", "/meinedaten")
        await c.agree("anna@telegram", "haskell")
        assert "wie üblich; bisher 0" in await wish(c, "anna@telegram", "show")


async def test_two_platforms_have_one_way_to_be_tagged(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@discord", "haskell")
        await posted(c, 4)
        assert sorted(pinged(c)) == ["Anna"] * 3 + ["Carla"] * 3
        assert {wire.platform for wire in c.wires.values()} == set(Platform)


async def handed_on(c: Talk, number: int, an: str = "skill:Haskell") -> None:
    """Publish a job of another author, who hands all of it on to whoever has a skill."""
    persona = f"h{number}@discord"
    await publish(c, persona, f"Suche jemanden für Figma, Vorhaben {number}", f"h-{number}")
    async with c.bot.storage.begin() as store:
        job = max(await store.jobs.open(), key=lambda one: one.id)
    await c.call(persona, Call("weiter.bedingungen", {"job": str(job.id), "was": "job:", "an": an}))
    await c.fill(persona, anteil="")
    await c.press(persona, "Anbieten")


def asked(c: Talk) -> int:
    """Return how often somebody was tagged since something is handed on."""
    return sum("@Anna" in line and "gibt weiter" in line for line in c.heard("#jobs", "telegram"))


async def test_a_tag_for_what_is_handed_on_counts_as_any_other(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        for number in range(4):
            await handed_on(c, number)
        assert asked(c) == 3
        await posted(c, 1)
        assert sum("Getaggt" in line and "@Anna" in line for line in c.heard("#jobs", "telegram")) == 3


@pytest.mark.parametrize("line", ["/skills -haskell", "/skills gern ab: haskell", "/profil verfuegbar=ausgebucht"])
async def test_whoever_does_not_offer_it_any_more_is_not_tagged_for_what_is_handed_on(
    tmp_path: Path, line: str
) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await handed_on(c, 1)
        await c.say("anna@telegram", line)
        await c.move(hours=11)
        assert asked(c) == 0
        assert any("niemand mehr da" in told for told in c.heard("h1@discord"))


@pytest.mark.parametrize(
    ("action", "values"), [("pause", {}), ("mute", {"skill": "haskell"}), ("week", {"count": "0"})]
)
async def test_whoever_takes_a_break_at_night_is_not_tagged_for_what_is_handed_on(
    tmp_path: Path, action: str, values: dict[str, str]
) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await handed_on(c, 1)
        await wish(c, "anna@telegram", action, **values)
        await c.move(hours=11)
        assert asked(c) == 0
        assert any("niemand mehr da" in line for line in c.heard("h1@discord"))


async def test_a_break_is_begun_on_the_tag_for_what_is_handed_on(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await handed_on(c, 1)
        (there,) = [line for line in c.lines("#jobs", "telegram") if "gibt weiter" in line.words]
        assert labels(there.reply) == ["Bedingungen", "Nicht mehr zu Haskell", "Pause", "Nicht mehr taggen"]
        await c.press("anna@telegram", "Pause", "#jobs")
        await handed_on(c, 2)
        assert asked(c) == 1
