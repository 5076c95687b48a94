"""What a message keeps for us comes back: the call of a button, the mark of a delivery."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.marks import custom_id, mark_in, marked, nonce, pressed
from bot.talk.answers import Call

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda name: name != "on")
values = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="&="), max_size=4)
calls = st.builds(
    Call, st.from_regex(r"[a-z][a-z0-9_.]{0,12}", fullmatch=True), st.dictionaries(names, values, max_size=2)
)
keys = st.text(max_size=40).filter(str.isprintable)


@given(calls, keys.map(marked) | st.integers(2, 25).map(str) | st.just(""))
def test_a_call_comes_back_whatever_stands_before_it(call: Call, prefix: str) -> None:
    carried = custom_id(call, prefix)
    assert len(carried) <= 100
    assert pressed(carried) == call
    assert mark_in([carried]) == (prefix if len(prefix) == 8 else None)


def test_a_call_reads_as_it_is_typed() -> None:
    call = Call("job.interesse", {"job": "12"})
    assert custom_id(call, "") == "job.interesse&job=12"
    assert custom_id(call, "k7f3a2cd") == "~k7f3a2cd~job.interesse&job=12"
    assert custom_id(call, "2") == "~2~job.interesse&job=12"
    assert pressed("~~job.interesse&job=12") == call


def test_a_call_that_does_not_fit_is_refused_with_a_mark_and_without() -> None:
    fits, too_long = Call("a", {"b": "x" * 86}), Call("a", {"b": "x" * 87})
    assert len(custom_id(fits, "k7f3a2cd")) == 100
    for call in (too_long, Call("a", {"b": "x&y"}), Call("a", {"b": "ä" * 44})):
        with pytest.raises(ValueError, match="cannot carry"):
            custom_id(call, "")


@given(st.text(max_size=120))
def test_anybody_can_send_anything(carried: str) -> None:
    assert pressed(carried) is None or pressed(carried) == pressed(carried)
    mark_in([carried], carried, carried)


@pytest.mark.parametrize("carried", ["", "~", "~~", "~k7f3a2cd~", "~k7f3a2c~hilfe", "~K7F3A2CD~hilfe", "~1~2~hilfe"])
def test_what_is_not_ours_is_no_call(carried: str) -> None:
    assert pressed(carried) is None
    assert pressed("~k7f3a2cd~hilfe") == Call("hilfe")


@given(keys, keys)
def test_a_key_has_one_mark_and_one_nonce_for_each_part(key: str, other: str) -> None:
    assert re.fullmatch(r"[a-z2-7]{8}", marked(key))
    nonces = {nonce(key, part) for part in range(5)} | {nonce(other, part) for part in range(5)}
    assert len(nonces) == (5 if key == other else 10)
    assert all(len(one) <= 25 for one in nonces)
    assert (marked(key) == marked(other)) == (key == other)


def test_marks_and_nonces_stay_the_same_over_releases() -> None:
    key = "event:17:2026-12-09:announce:1d:place:4"
    assert (marked(key), nonce(key), nonce(key, 1)) == (
        "nxmvs5ax",
        "6bwld5itblfnpqemug3iwbqt",
        "l2afhxgwps3xx2fv5d2nrhnn",
    )


@given(keys.map(marked))
def test_a_mark_is_found_wherever_it_stands(mark: str) -> None:
    assert mark_in(["hilfe", f"~{mark}~hilfe"]) == mark
    assert mark_in(footer=mark) == mark_in(footer=f"Auftrag 12 · {mark}") == mark
    assert mark_in(content=f"-# {mark}") == mark_in(content=f"Zwei\nZeilen\n-# {mark}") == mark
    assert mark_in(["~2~hilfe"], "Auftrag 12", f"{mark}\nText") is None
    assert mark_in(content=f"-# {mark} mehr") is None
