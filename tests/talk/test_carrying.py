"""What buttons carry: short calls as they are, long ones by a token, and nothing that anybody sends breaks anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.jobs import Tag
from bot.domain.skills import Skill
from bot.matching.naming.vocabulary import Vocabulary
from bot.talk.answers import Button, Call, Reply
from bot.talk.carrying import decoded, encoded, shortened
from bot.talk.text import Phrase
from bot.views import events, jobs, reminders
from tests.telegram.samples import ANNA, BERLIN, NOW, date, job

names = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True) | st.just("occurrence")
commands = st.from_regex(r"[a-z][a-z0-9_.]{0,15}", fullmatch=True)
fitting = st.builds(
    Call, commands, st.dictionaries(names, st.from_regex(r"[ -%'-<>-~äöü]{0,12}", fullmatch=True), max_size=3)
)
calls = fitting | st.builds(Call, st.text(), st.dictionaries(st.text(), st.text(), max_size=3))


def button(call: Call) -> Button:
    return Button(Phrase("Los"), call)


def test_a_call_is_carried_so_that_people_can_read_it() -> None:
    call = Call("event.answer", {"event": "12", "occurrence": "2026-12-09T19:00", "answer": "Dabei"})
    assert encoded(call, 64) == "event.answer&event=12&on=2026-12-09T19:00&answer=Dabei"
    assert encoded(Call("hilfe"), 64) == "hilfe"
    assert encoded(Call("kept", {"token": "A" * 22}), 64) == "kept&token=" + "A" * 22


@pytest.mark.parametrize(
    ("data", "call"),
    [
        ("hilfe", Call("hilfe")),
        ("job.interesse&job=42", Call("job.interesse", {"job": "42"})),
        ("suche&was=c++ für geld", Call("suche", {"was": "c++ für geld"})),
        ("profil&ort=", Call("profil", {"ort": ""})),
        (
            "event.show&event=1&on=2026-12-09T19:00",
            Call("event.show", {"event": "1", "occurrence": "2026-12-09T19:00"}),
        ),
        ("event.show&event=1&occurrence=2026", Call("event.show", {"event": "1", "occurrence": "2026"})),
    ],
)
def test_what_was_once_written_is_read_for_ever(data: str, call: Call) -> None:
    assert decoded(data, 64) == call


@pytest.mark.parametrize(
    "data",
    [
        *("", "&", "Hilfe", "hil fe", "1", "hilfe&", "hilfe&a", "hilfe&=1", "hilfe&a=1&a=2", "hilfe&a=1=2"),
        *("e&on=1&occurrence=2", "hilfe&a=\n", "hilfe&a=\ud800", "hilfe&a=" + "x" * 57, "hilfe&a=" + "ä" * 29),
    ],
)
def test_what_is_not_ours_is_not_read(data: str) -> None:
    assert decoded(data, 64) is None


@pytest.mark.parametrize(
    "call",
    [
        Call("suche", {"was": "a&b"}),
        Call("suche", {"was": "a=b"}),
        Call("suche", {"was": "a\nb"}),
        Call("suche", {"was": "\ud800"}),
        Call("suche", {"was": "x" * 55}),
        Call("suche", {"was": "ä" * 28}),
        Call("e", {"on": "1"}),
        Call("e", {"x&y": "1"}),
        Call("", {}),
        Call("a&b", {}),
    ],
)
def test_a_call_that_cannot_stand_on_a_button_has_to_be_kept(call: Call) -> None:
    assert encoded(call, 64) is None


@given(calls, st.sampled_from((64, 90)))
def test_every_call_that_is_carried_comes_back(call: Call, longest: int) -> None:
    data = encoded(call, longest)
    if data is not None:
        assert 1 <= len(data.encode()) <= longest
        assert decoded(data, longest) == call


@given(st.text() | st.from_regex(r"[a-z.]{1,9}(&[a-z_]{1,9}=[^&=]{0,9}){0,3}", fullmatch=True))
def test_whatever_is_sent_is_read_or_not_ours(data: str) -> None:
    call = decoded(data, 64)
    assert call is None or decoded(encoded(call, 64) or "", 64) == call


async def test_long_calls_are_kept_once_each_and_the_others_stay() -> None:
    kept: list[Call] = []

    async def keep(call: Call) -> str:
        kept.append(call)
        return f"token-{len(kept)}"

    long, other = Call("suche", {"was": "x" * 60}), Call("suche", {"was": "y" * 60})
    short, link, start = (
        button(Call("hilfe")),
        Button(Phrase("Seite"), "https://x.de/"),
        Call("start", {"token": "t" * 64}),
    )
    private = Button(Phrase("Weiter"), start, in_private=True)
    reply = Reply(("Hallo",), buttons=((button(long), short), (link, button(other)), (button(replace(long)), private)))
    got = await shortened(reply, keep, 64)
    first, second = (button(Call("kept", {"token": token})) for token in ("token-1", "token-2"))
    assert got == replace(reply, buttons=((first, short), (link, second), (first, private)))
    assert kept == [long, other]
    assert await shortened(got, keep, 64) == got


def carried(*replies: Reply) -> Iterator[Call]:
    for reply in replies:
        yield from (one.press for row in reply.buttons for one in row if isinstance(one.press, Call))


def test_what_stands_in_places_for_months_is_carried_without_the_database() -> None:
    standing = list(
        carried(
            jobs.card(job(), ANNA, 12),
            jobs.offer(job()),
            jobs.ping(job(), [(ANNA, Tag(1, 1, "backend", "Python", 1))], [Skill("python", "Python", "backend")]),
            jobs.call_to_author(job(), ANNA),
            events.card(date(), {}, NOW, BERLIN),
            events.listing([(date(), {})], 1, 3, NOW),
            reminders.reminder(("Denk daran",)),
        )
    )
    questions = [Call(f"delivery.{way}", {"delivery": "9" * 15}) for way in ("present", "again")]  # those to organisers
    assert {call.command for call in standing} == {
        *("job.interesse", "job.vorschau", "job.kein", "job.interessierte", "consent.untag"),
        *("tagging.mute", "tagging.pause"),
        *("event.answer", "event.show", "event.page"),
    }
    mutes = [Call("tagging.mute", {"skill": entry.skill.key}) for entry in Vocabulary.load().entries]
    assert [call for call in (*standing, *questions, *mutes) if encoded(call, 64) is None] == []
