"""Every action, tried by everybody who may not: refused in a sentence that tells nothing, and nothing has changed."""

from __future__ import annotations

import ast
import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import delete

from bot.domain.people import ChatAddress
from bot.house import registry
from bot.talk.answers import Answer, Ask, Call, Reply
from storage.schema import limits
from tests.support.dumping import dump, work_of
from tests.support.rights import ABOUT_ONESELF, MARK, RIGHTS, STAND, Right, Who
from tests.support.talking import Talk, community, plain, words_of

# What only some may know: whoever is not meant must never read it.
ROOT: Final = Path(__file__).resolve().parents[2]
SECRETS: Final = ("Zitronenfalter", "Pfauenauge", "Trauermantel", "Schwalbenschwanz", "Carla", "Dora", "klöppeln")
# Counts of presses, questions under way and tokens of the caller are kept of whoever asks.
KEPT_OF_CALLERS: Final = ("limits", "dialogues", "tokens", "inbox")
NOT_THEIRS: Final = (
    *("Das kann nur", "Das geht nur", "Das dürfen nur", "abonniert nur", "Das ist dein eigener"),
    *("gibt es nicht mehr", "keinen Platz", "nicht mehr Ansprechperson", "schon zurückgenommen", "keine Zahl"),
)
REFUSED: Final = (
    *NOT_THEIRS,
    *("Das kenne ich nicht", "werden hier nicht", "fehlt", "ist schon", "nicht mehr", "wirst gerade vergessen"),
    *("gesperrt. Grund", "gibt es nichts", "nichts weitergeben", "finde ich bei dir nicht"),
    *("in keinem unserer Orte",),
)
GARBAGE: Final = ("", "-1", "99", "9" * 40, "\uff11", "{job}", "2")
# What the scene holds nothing for: those who may get further than the others, and find nothing.
NEEDS_MORE: Final = (
    *("weitergeben", "weiter.bedingungen", "weiter.anbieten", "weiter.ansehen", "weiter.zurueck", "weiter.ablehnen"),
    *("weiter.annehmen", "empfehlen", "empfehlen.teil", "empfohlen.interesse", "empfohlen.ablehnen"),
    *(
        "event.enter",
        "event.discard",
        "event.proposal",
        "event.approve",
        "event.decline",
        "event.restore",
        "date.regular",
    ),
    *("series.resume", "feed.liste", "feed.abonnieren", "feed.lesen", "feed.abbestellen", "feed.ende", "admin.unalias"),
    *("delivery.present", "delivery.again", "job.uebernehmen", "job.dazu", "event.again"),
    *("team.bindda", "job.arbeit", "link.ja", "link.nein", "link.bestaetigen", "link.trennen", "link.getrennt"),
)
OUTSIDERS: Final = (
    *("zoe@telegram", "fay@discord", "eva@telegram", "anna@telegram", "carla@discord", "dora@telegram", "emil@discord"),
    *("left@telegram", "lost@discord", "bad@telegram", "ben@telegram"),
)


async def scene(folder: Path) -> None:
    """Make a community in a file: a job with a team, a draft, a closed job, another's job, and people of all sorts."""
    async with community(folder) as c:
        await c.agree("ben@discord", "klöppeln")
        await c.agree("eva@telegram", "figma")
        await c.agree("anna@telegram", "react")
        await c.agree("carla@discord", "texten")
        await c.agree("dora@telegram", "texten")
        await c.agree("emil@discord", "fotografie")
        for persona in ("left@telegram", "lost@discord", "bad@telegram"):
            await c.agree(persona, "react")
        await c.say("ben@discord", '/job Portal text="Suche React, Texten und Fotografie für eine Website" ort=Essen')
        await c.press("ben@discord", "Veröffentlichen")
        await c.say("ben@discord", '/job Geheim text="Suche Haskell für Pfauenauge"')
        await c.say("ben@discord", '/job Vorbei text="Suche jemanden für Java"')
        await c.press("ben@discord", "Veröffentlichen")
        await c.call("ben@discord", Call("job.zurueck", {"job": "3"}))
        await c.say("eva@telegram", '/job Plakat text="Suche jemanden für Grafikdesign"')
        await c.press("eva@telegram", "Veröffentlichen")
        wishes = (
            ("anna@telegram", "frontend"),
            ("carla@discord", "text"),
            ("dora@telegram", "text"),
            ("emil@discord", "photo"),
        )
        for persona, part in wishes:
            values = {"job": "1", "teil": part, "satz": "Zitronenfalter"}
            await c.call(persona, Call("job.interesse", values))
        for member, part in (("3", "frontend"), ("6", "photo")):
            await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": member, "teil": part}))
        await c.call("ben@discord", Call("team.ablehnen", {"job": "1", "wer": "5", "teil": "text"}))
        await c.call("ben@discord", Call("team.bitten", {"job": "1", "wer": "6"}))
        await c.call("emil@discord", Call("team.uebernehmen", {"job": "1"}))
        await c.call("ben@discord", Call("team.bitten", {"job": "1", "wer": "3"}))
        await c.call("dora@telegram", Call("job.melden", {"job": "1", "grund": "Trauermantel"}))
        await c.call("orga@discord", Call("orga.sperren", {"wer": "9", "grund": "Schwalbenschwanz"}))
        await c.say("ben@discord", '/termin Treffen wann="10.12. 19:00" serie=wöchentlich')
        await c.press("ben@discord", "Eintragen")
        await c.say("lost@discord", "/vergissmich")
        left = c.caller("left@telegram").address
        for name in ("jobs", "termine"):
            await c.bot.desk.left(left, ChatAddress(left.platform, f"telegram-{name}"))
        await c.due()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the scene, made once."""
    folder = tmp_path_factory.mktemp("scene")
    with asyncio.Runner() as runner:
        runner.run(scene(folder))
    return folder


@asynccontextmanager
async def copied(made: Path, folder: Path) -> AsyncIterator[Talk]:
    """Open a copy of the scene."""
    shutil.copy(made / "ideenherd.db", folder / "ideenherd.db")
    async with community(folder, "2026-12-01 09:01") as c:
        await c.due()
        yield c


async def filled(c: Talk, right: Right) -> Mapping[str, str]:
    """Return the values of a right, with the revision and the mark that the job has now."""
    async with c.bot.storage.begin() as store:
        job = await store.jobs.get(int(right.values.get("job", "1")))
    assert job is not None
    put = {STAND: str(job.revision), MARK: str(job.skills_mark)}
    return {name: put.get(value, value) for name, value in right.values.items()}


def told(answers: tuple[Answer, ...]) -> str:
    """Return everything that answers show, the values of forms and the labels of buttons included."""
    words = []
    for answer in answers:
        replies = [answer] if isinstance(answer, Reply) else [answer.beside] if answer.beside else []
        for reply in replies:
            words += [words_of(reply), *(plain(button.label) for row in reply.buttons for button in row)]
        if isinstance(answer, Ask):
            words += [*answer.values.values(), str(answer.error or "")]
    return "\n".join(words)


async def tried(c: Talk, persona: str, call: Call, where: ChatAddress | None = None) -> tuple[str, tuple[Answer, ...]]:
    """Make a call as somebody, as often as they like, and return what it tells."""
    async with c.bot.storage.begin() as store:
        await work_of(store).change(delete(limits))
    caller = replace(c.caller(persona), where=where, manages=where is not None)
    answers = await c.bot.desk.call(caller, call)
    words = told(answers)
    assert answers, f"{persona} got no answer to {call}"
    assert "schiefgegangen" not in words, f"{persona}: {call}"
    return words, answers


def test_every_action_is_classified() -> None:
    for command in registry():
        theme = command.handler.__module__.rpartition(".")[2]
        assert (command.name in RIGHTS) != (theme in ABOUT_ONESELF and command.name not in RIGHTS), command.name
    assert RIGHTS.keys() <= {command.name for command in registry()}


@pytest.mark.parametrize("name", [name for name, right in RIGHTS.items() if right.who is Who.HOST])
def test_what_changes_an_event_is_limited_since_places_and_people_are_told_of_it(name: str) -> None:
    command = registry().get(name)
    assert command is not None
    assert command.hourly


@pytest.mark.timeout(180)
async def test_those_who_may_are_not_refused(made: Path, tmp_path: Path) -> None:
    """So that the others are refused for who they are, and not because the call makes no sense."""
    for number, (name, right) in enumerate(RIGHTS.items()):
        (folder := tmp_path / str(number)).mkdir()
        async with copied(made, folder) as c:
            words, _ = await tried(c, right.who.persona, Call(name, await filled(c, right)))
            assert name in NEEDS_MORE or not any(no in words for no in NOT_THEIRS), f"{name}: {words}"


@pytest.mark.parametrize("persona", OUTSIDERS)
async def test_nobody_else_may(made: Path, tmp_path: Path, persona: str) -> None:
    """With the values of who may, without what a form asks, without anything; privately and from somewhere else."""
    async with copied(made, tmp_path) as c:
        before = await dump(c.bot, KEPT_OF_CALLERS)
        for name, right in RIGHTS.items():
            if right.lets(persona):
                continue
            values = await filled(c, right)
            command = c.bot.desk.registry.get(name)
            assert command is not None
            hidden = {
                option.name: values[option.name]
                for option in command.options
                if option.name in values and option.hidden
            }
            for call in (Call(name, values), Call(name, hidden), Call(name, {})):
                for where in (None, *(() if persona == "left@telegram" else (somewhere(c, persona),))):
                    words, answers = await tried(c, persona, call, where)
                    is_form = call.values != values and any(isinstance(one, Ask) for one in answers)
                    assert is_form or any(no in words for no in REFUSED), f"{call}: {words}"
                    assert not secrets(words, persona), f"{persona}: {call}: {words}"
            assert await dump(c.bot, KEPT_OF_CALLERS) == before, f"{persona} changed something with {name}"


def secrets(words: str, persona: str) -> set[str]:
    """Return what is told to somebody that is neither theirs nor for everybody."""
    own = {"bad@telegram": "Schwalbenschwanz", "anna@telegram": "Zitronenfalter"}
    return {secret for secret in SECRETS if secret in words} - {
        own.get(persona, ""),
        persona.split("@", maxsplit=1)[0].capitalize(),
    }


def somewhere(c: Talk, persona: str) -> ChatAddress:
    """Return a chat that is no place, which the persona manages."""
    return ChatAddress(c.caller(persona).address.platform, "their own chat")


@pytest.mark.parametrize("persona", ["zoe@telegram", "anna@telegram", "bad@telegram"])
async def test_what_everybody_may_ask_tells_no_secrets(made: Path, tmp_path: Path, persona: str) -> None:
    async with copied(made, tmp_path) as c:
        for name, right in RIGHTS.items():
            for job in "1234":
                if right.lets(persona) and right.who in (Who.ANYBODY, Who.OTHERS):
                    values = {**await filled(c, right), **({"job": job} if "job" in right.values else {})}
                    words, _ = await tried(c, persona, Call(name, values))
                    assert not secrets(words, persona), f"{name} {values}: {words}"


@pytest.mark.timeout(180)
async def test_no_payload_is_a_bug_or_reaches_what_is_not_the_callers(made: Path, tmp_path: Path) -> None:
    """Each value in turn is what a forger would put there, for those who may and for those who may not."""
    for number, (name, right) in enumerate(RIGHTS.items()):
        (folder := tmp_path / str(number)).mkdir()
        async with copied(made, folder) as c:
            command, values = c.bot.desk.registry.get(name), await filled(c, right)
            assert command is not None
            before, others = await dump(c.bot, KEPT_OF_CALLERS), await of_others(c)
            for option in command.options:
                for garbage in GARBAGE:
                    forged = {**values, option.name: garbage}
                    if not right.lets("fay@discord"):
                        words, _ = await tried(c, "fay@discord", Call(name, forged))
                        assert not [secret for secret in SECRETS if secret in words], f"{forged}: {words}"
            assert right.lets("fay@discord") or await dump(c.bot, KEPT_OF_CALLERS) == before, name
            for option in command.options:
                for garbage in GARBAGE:
                    await tried(c, right.who.persona, Call(name, {**values, option.name: garbage}))
            if right.who not in (Who.ORGANISER, Who.OTHERS, Who.ANYBODY):
                assert await of_others(c) == others, f"{name} reached Eva's job"


async def of_others(c: Talk) -> object:
    """Return Eva's job with its team."""
    async with c.bot.storage.begin() as store:
        jobs = store.jobs
        return await jobs.get(4) or "", await jobs.seats(4), [one.sentence for one in await jobs.interests(4)]


async def test_a_button_that_was_kept_for_somebody_works_for_nobody_else(made: Path, tmp_path: Path) -> None:
    async with copied(made, tmp_path) as c:
        ben, zoe = (c.caller(persona).address for persona in ("ben@discord", "zoe@telegram"))
        token = await c.bot.desk.keep(Call("job.interessierte", {"job": "1"}), ben)
        assert await c.bot.desk.kept(token, zoe) is None
        before = await dump(c.bot, KEPT_OF_CALLERS)
        for name in ("start", "consent.give", "consent.cancel"):
            for stale in (token, "", "x" * 64):
                words, _ = await tried(c, "zoe@telegram", Call(name, {"token": stale, "level": "getaggt"}))
                assert not [secret for secret in SECRETS if secret in words]
        assert await dump(c.bot, (*KEPT_OF_CALLERS, "members", "accounts", "agreements", "changes")) == {
            name: rows for name, rows in before.items() if name not in ("members", "accounts", "agreements", "changes")
        }


def test_no_sentence_is_made_of_the_name_of_a_part() -> None:
    """Its author gave it: as a template it could name what is not there, or become a command to tap."""
    labels_of_ours = {
        "bot/forms.py",
        "bot/matching/templates.py",
        "bot/talk/filling.py",
        "bot/views/desk.py",
        "bot/views/part_names.py",
    }
    for file in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Phrase"
                and node.args
            ):
                made = {one.attr for one in ast.walk(node.args[0]) if isinstance(one, ast.Attribute)}
                assert "label" not in made or file.relative_to(ROOT).as_posix() in labels_of_ours, (
                    f"{file}:{node.lineno}"
                )
