"""What became of a job: its author is asked once, answers with one tap, and it is counted without anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.outcomes import Became, Figures
from bot.housekeeping import tidy
from bot.talk.answers import Call
from tests.conversations.test_team_room import press, seat
from tests.conversations.test_teams import publish, want
from tests.support.talking import Talk, community, labels, running

QUESTION = "Ist daraus Arbeit geworden?"


async def assigned(c: Talk, author: str = "ben@discord") -> None:
    """Publish a job of somebody's, and close it as assigned with somebody interested."""
    await publish(c, author=author)
    await want(c, "anna@telegram", "frontend")
    await press(c, author, "job.vergeben")


def asked(c: Talk, persona: str = "ben@discord") -> int:
    """Count how often somebody was asked."""
    return sum(QUESTION in line for line in c.heard(persona))


async def counted(c: Talk) -> list[Figures]:
    """Return what was counted."""
    async with c.bot.storage.begin() as store:
        return list(await store.rooms.figures())


async def test_the_author_is_asked_after_two_weeks_and_counted_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await assigned(c)
        await c.move(days=13)
        assert asked(c) == 0
        await c.move(days=1, minutes=1)
        assert asked(c) == 1
        assert labels(c.lines("ben@discord")[-1].reply) == ["Ja", "Nein", "Noch offen"]
        yes = c.button("ben@discord", "Ja").press
        assert isinstance(yes, Call)
        assert "Ich habe es gezählt." in await c.press("ben@discord", "Ja")
        assert "schon beantwortet" in await c.call("ben@discord", yes)
        assert await counted(c) == [Figures("2026-12", {Became.YES: 1})]
        await press(c, "ben@discord", "job.wieder")
        await press(c, "ben@discord", "job.vergeben")
        await c.move(days=40)
        assert asked(c) == 1
        assert asked(c, "anna@telegram") == 0


async def test_still_open_is_asked_once_more_and_never_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await assigned(c, "ben@telegram")
        await c.move(days=15)
        first = c.button("ben@telegram", "Noch offen").press
        assert isinstance(first, Call)
        assert "In zwei Wochen frage ich noch einmal" in await c.press("ben@telegram", "Noch offen")
        assert "schon beantwortet" in await c.call("ben@telegram", first)
        assert await counted(c) == []
        await c.move(days=15)
        assert asked(c, "ben@telegram") == 2
        assert "Danach frage ich nicht mehr." in c.heard("ben@telegram")[-1]
        assert "gezählt" in await c.press("ben@telegram", "Noch offen")
        assert await counted(c) == [Figures("2026-12", {Became.OPEN: 1})]
        await c.move(days=40)
        assert asked(c, "ben@telegram") == 2


async def test_a_project_that_ends_is_asked_about_from_then_on(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await seat(c, "anna@telegram", "frontend")
        await press(c, "ben@discord", "job.vergeben")
        await c.move(days=10)
        await press(c, "ben@discord", "team.ende")
        await c.press("ben@discord", "Ja, beenden")
        await c.move(days=13)
        assert asked(c) == 0
        await c.move(days=2)
        assert asked(c) == 1


async def test_nobody_asks_about_a_job_without_interest_or_one_that_was_withdrawn(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await press(c, "ben@discord", "job.vergeben")
        await c.move(days=15)
        assert asked(c) == 0
        await press(c, "ben@discord", "job.wieder")
        await want(c, "anna@telegram", "frontend")
        await press(c, "ben@discord", "job.zurueck")
        await c.move(days=15)
        assert asked(c) == 0


@pytest.mark.parametrize("what", ["forgotten", "hidden", "reopened", "deleted"])
async def test_what_is_not_true_any_more_is_not_asked(tmp_path: Path, what: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("ben@discord", "php")
        await assigned(c)
        if what == "forgotten":
            await c.say("ben@discord", "/vergissmich")
        elif what == "hidden":
            await c.call("ben@discord", Call("consent.set", {"level": "verborgen"}))
        else:
            await press(c, "ben@discord", "job.wieder" if what == "reopened" else "job.loeschen")
        await c.move(days=15)
        assert asked(c) == 0
        assert await counted(c) == []


async def test_only_the_author_answers_and_only_what_was_asked(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await assigned(c)
        assert "nicht mehr offen" in await press(c, "ben@discord", "job.arbeit", war="ja", mal="1")
        await c.move(days=15)
        assert "Das kann nur, wer" in await press(c, "anna@telegram", "job.arbeit", war="ja", mal="1")
        assert "kenne ich nicht" in await press(c, "ben@discord", "job.arbeit", war="vielleicht", mal="1")
        for forged in ("0", "2", "7"):
            assert "nicht mehr offen" in await press(c, "ben@discord", "job.arbeit", war="ja", mal=forged)
        assert await counted(c) == []
        assert "gezählt" in await press(c, "ben@discord", "job.arbeit", war="nein", mal="1")
        assert await counted(c) == [Figures("2026-12", {Became.NO: 1})]


async def test_organisers_read_months_and_of_few_answers_only_that(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("orga@discord", "/admin")
        assert "Bisher hat niemand geantwortet." in await c.press("orga@discord", "Daraus geworden")
        async with c.bot.storage.begin() as store:
            for answer in ("ja", "nein"):
                await store.rooms.count("2026-11", answer)
            for answer in ("ja", "ja", "offen"):
                await store.rooms.count("2026-12", answer)
        said = await c.call("orga@telegram", Call("admin.arbeit"))
        assert "2026-12: 2 ja, 0 nein, 1 offen\n2026-11: unter 3" in said
        assert "Organisator" in await c.call("anna@telegram", Call("admin.arbeit"))
        assert "2026-12" not in await c.call("ben@discord", Call("admin.arbeit"))


async def test_figures_go_after_two_years(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        async with c.bot.storage.begin() as store:
            for month in ("2024-11", "2024-12", "2026-11"):
                await store.rooms.count(month, "ja")
        await tidy(c.bot.storage, c.clock.now())
        assert [one.month for one in await counted(c)] == ["2026-11", "2024-12"]


async def test_a_question_survives_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await assigned(c)
    async with running(c):
        await c.move(days=15)
        await c.press("ben@discord", "Nein")
    async with running(c):
        await c.move(days=15)
        assert asked(c) == 1
        assert await counted(c) == [Figures("2026-12", {Became.NO: 1})]
