"""Who is there: several places on a platform, people who leave and come back, and those who are being forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.members import Member
from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.talk.answers import Call
from bot.talk.text import mentions
from tests.conversations.test_jobs import ask, pinged, publish
from tests.support.talking import Talk, community, labels, sample_places


def place(name: str, *roles: Role, topic: str | None = None) -> Place:
    return Place(0, ChatAddress(Platform.TELEGRAM, f"telegram-{name}", topic), f"#{name}", frozenset(roles), False)


async def leave(c: Talk, persona: str, *places: str) -> None:
    """Leave places as the platform tells it."""
    for name in places:
        caller = c.caller(persona, name)
        assert caller.where is not None
        await c.bot.desk.left(caller.address, caller.where)
    await c.due()


def place_of(c: Talk, persona: str) -> ChatAddress:
    where = c.caller(persona, "#jobs").where
    assert where is not None
    return where


async def found(c: Talk, skill: str) -> str:
    return await c.say("zoe@discord", f"/suche {skill}")


async def test_who_is_only_in_the_second_place_is_tagged_there(tmp_path: Path) -> None:
    second = place("zweite", Role.JOBS)
    async with community(tmp_path, places=[*sample_places(), second]) as c:
        await c.agree("anna@telegram", "haskell")
        await leave(c, "anna@telegram", "#jobs")
        await publish(c)
        assert pinged(c, "#jobs") == []
        assert pinged(c, "#zweite") == ["Anna"]


async def test_who_turns_out_to_be_elsewhere_is_tagged_there_in_time(tmp_path: Path) -> None:
    second = place("zweite", Role.JOBS)
    async with community(tmp_path, places=[*sample_places(), second]) as c:
        await c.agree("anna@telegram", "haskell")
        wire = c.wires[Platform.TELEGRAM]
        first_only = wire.is_member

        async def is_member(place: Place, address: object) -> bool:
            return place.name == "#zweite"

        wire.is_member = is_member  # type: ignore[method-assign]
        await publish(c)
        wire.is_member = first_only  # type: ignore[method-assign]
        assert pinged(c, "#jobs") == []
        assert pinged(c, "#zweite") == ["Anna"]


async def test_who_comes_back_is_tagged_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await leave(c, "anna@telegram", "#jobs")
        await publish(c)
        assert pinged(c) == []
        await c.say("anna@telegram", "Da bin ich wieder", "#jobs")
        await publish(c, "dora@discord", message="p2")
        assert pinged(c) == ["Anna"]


async def test_who_leaves_everything_is_hidden_withdraws_and_is_erased_after_a_month(tmp_path: Path) -> None:
    team = place("team", Role.TEAM)
    topics = [place("jobs", Role.JOBS, topic="7")]
    async with community(tmp_path, places=[*sample_places(), team, *topics]) as c:
        await c.agree("carla@telegram", "haskell")
        await publish(c, "carla@telegram")
        await leave(c, "carla@telegram", "#jobs")
        assert "Carla" in await found(c, "haskell")
        await leave(c, "carla@telegram", "#termine")
        assert "Carla" not in await found(c, "haskell")
        assert not any("Carla" in words for words in c.heard("#jobs"))
        await c.move(days=29)
        await c.say("carla@telegram", "Hallo", "#termine")
        assert "Carla" in await found(c, "haskell")
        await leave(c, "carla@telegram", "#jobs", "#termine")
        await c.move(days=31)
        async with c.bot.storage.begin() as store:
            assert await store.members.at(c.caller("carla@telegram").address) is None


async def kept(c: Talk, persona: str) -> Member | None:
    async with c.bot.storage.begin() as store:
        return await store.members.at(c.caller(persona).address)


async def test_who_comes_back_stays_though_leaving_was_told_twice(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        for name in ("#jobs", "#termine"):
            await leave(c, "anna@telegram", name)
            await c.move(seconds=2)
            await leave(c, "anna@telegram", name)
        await c.move(days=1)
        await c.say("anna@telegram", "Da bin ich wieder", "#jobs")
        back = await kept(c, "anna@telegram")
        assert back is not None
        assert (back.left_at, back.erase_at) == (None, None)
        assert "Anna" in await found(c, "haskell")
        await c.move(days=31)
        assert await kept(c, "anna@telegram") is not None


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_who_left_everything_or_is_being_forgotten_enters_no_event(tmp_path: Path, persona: str) -> None:
    line = '/termin Twittwoch wann="9.12. 19:00"'
    async with community(tmp_path) as c:
        await c.agree(persona, "haskell")
        await c.say(persona, line)
        enter = c.button(persona, "Eintragen").press
        assert isinstance(enter, Call)
        await leave(c, persona, "#jobs", "#termine")
        for told in (await c.say(persona, "/termin"), await c.say(persona, line), await c.call(persona, enter)):
            assert "in keinem unserer Orte mehr" in told
        await c.bot.desk.came(c.caller(persona).address, place_of(c, persona))
        await c.say(persona, "/vergissmich")
        for told in (await c.say(persona, "/termin"), await c.say(persona, line), await c.call(persona, enter)):
            assert "Du wirst gerade vergessen" in told
        assert c.heard("#termine") == []
        await c.call(persona, Call("forget.undo"))
        await c.say(persona, line)
        assert "Eingetragen" in await c.press(persona, "Eintragen")


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_who_left_everything_reads_that_coming_back_ends_it_and_not_the_command_that_erases(
    tmp_path: Path, persona: str
) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "haskell")
        await leave(c, persona, "#jobs", "#termine")
        refused = await c.say(persona, '/job Portal text="Suche jemanden für Rust"')
        assert "in keinem unserer Orte mehr" in refused
        assert "/vergissmich" not in refused
        profile = await c.say(persona, "/profil ort=Essen")
        assert "Wird gelöscht: Do., 31. Dezember, 9:00 Uhr, denn du bist in keinem Ort mehr." in profile
        assert "/vergissmich" not in profile
        await c.say(persona, "/vergissmich")
        assert "/vergissmich" in await c.say(persona, "/profil ort=Bochum")
        taken_back = await c.press(persona, "Zurücknehmen")
        assert "denn du bist in keinem Ort mehr" in taken_back
        assert "wieder da wie vorher" not in taken_back
        await c.say(persona, "/jobs", "#jobs")
        assert "So würde ich es teilen" in await c.say(persona, '/job Portal text="Suche jemanden für Rust"')


@pytest.mark.parametrize("days", [35, 300])
async def test_who_leaves_the_last_place_long_after_the_first_is_gone(tmp_path: Path, days: int) -> None:
    async with community(tmp_path) as c:
        for persona in ("anna@telegram", "carla@telegram"):
            await c.agree(persona, "haskell")
            await leave(c, persona, "#jobs")
        await c.move(days=days)
        await c.say("carla@telegram", "Da bin ich wieder", "#jobs")
        for persona in ("anna@telegram", "carla@telegram"):
            await leave(c, persona, "#termine")
        listed = await found(c, "haskell")
        assert "Anna" not in listed
        assert "Carla" in listed
        await c.move(days=31)
        assert await kept(c, "anna@telegram") is None
        assert await kept(c, "carla@telegram") is not None


async def test_who_left_is_asked_for_again_after_a_month_and_then_once_a_day(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await leave(c, "anna@telegram", "#jobs")
        await c.move(days=29)
        await publish(c)
        assert pinged(c) == []
        await c.move(days=2)
        c.wires[Platform.TELEGRAM].absent.add("anna")
        await publish(c, "dora@discord", message="p2")
        assert pinged(c) == []
        c.wires[Platform.TELEGRAM].absent.clear()
        await publish(c, "emil@discord", message="p3")
        assert pinged(c) == [], "the answer holds for a day"
        await c.move(days=1)
        await publish(c, "fritz@discord", message="p4")
        assert pinged(c) == ["Anna"]
        await leave(c, "anna@telegram", "#termine")
        assert "Anna" in await found(c, "haskell")


async def test_who_is_being_forgotten_publishes_nothing_and_pings_nobody(tmp_path: Path) -> None:
    async with community(tmp_path, now="2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await publish(c)
        await ask(c, "ben@discord", message="p2")
        await c.say("ben@discord", "/vergissmich")
        assert "vergessen" in await c.call("ben@discord", Call("job.teilen", {"job": "2", "stand": "1"}))
        assert "vergessen" in await c.say("ben@discord", "/job titel=Logo text=Logo")
        assert "nicht mehr" in await c.call("anna@telegram", Call("job.interesse", {"job": "1"}))
        await c.move(hours=12)
        assert pinged(c) == []


async def test_who_hides_is_taken_out_of_the_tags(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await c.agree("carla@telegram", "haskell")
        await publish(c)
        assert sorted(pinged(c)) == ["Anna", "Carla"]
        await c.say("anna@telegram", "/profil sichtbar=verborgen")
        assert pinged(c) == ["Carla"]


async def test_new_skills_get_the_whole_room_of_their_part(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(5):
            await c.agree(f"h{number}@telegram", "haskell")
        for number in range(7):
            await c.agree(f"s{number}@telegram", "seo")
        await publish(c)
        await c.edit("ben@discord", "#jobs", "p1", "Suche jemanden für Haskell und SEO")
        await c.call(
            "anna@telegram", Call("job.interesse", {"job": "1"})
        )  # a later revision does not lose the question
        await c.press("ben@discord", "Veröffentlichen")
        assert len([name for name in pinged(c) if name.startswith("S")]) == 5


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_every_open_job_can_be_reached_and_all_that_can_be_done_with_it(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        for number in range(6):
            await publish(c, author, text=f"Suche jemanden für Haskell, Nummer {number}", message=f"p{number}")
            await c.move(hours=9)  # a day has three jobs
        await c.call(author, Call("job.meine", {"seite": "1"}))
        first = [f"{name} {at}" for at in (1, 2, 3, 4) for name in ("Team", "Ändern", "Vergeben", "Mehr")]
        assert labels(c.last(author)) == [*first, "Weiter"]
        await c.press(author, "Weiter")
        assert [label for label in labels(c.last(author)) if "Vergeben" in label] == ["Vergeben 5", "Vergeben 6"]
        assert "Nummer 0" in await c.press(author, "Mehr 6")
        every = ["Team", "Ändern", "Skills ändern", "Aufteilen", "Weitergeben", "Verlängern"]
        assert labels(c.last(author)) == [*every, "Vergeben", "Zurückziehen", "Löschen"]
        await c.press(author, "Zurückziehen")
        assert "ist zurückgezogen" in await c.call(author, Call("job.zurueck", {"job": "1"}))


async def test_a_card_stays_within_what_both_platforms_take(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        labels_ = [entry.skill.label for entry in c.bot.house.vocabulary.entries]
        for number in range(6):
            await c.agree(f"a{number}@telegram", ", ".join(labels_[:40]))
        await ask(c)
        await c.press("ben@discord", "Vorschau")
        await c.press("ben@discord", "Skills ändern")
        await c.press("ben@discord", "Als Liste")
        await c.fill("ben@discord", skills=", ".join(labels_[:40])[:500].rpartition(",")[0])
        await c.press("ben@discord", "Veröffentlichen")
        for line in c.lines("#jobs"):
            assert len(line.words) <= 3500
            if mentions(line.reply.text):
                assert len(line.words) <= 2000
