"""Seats follow from the answers alone: whoever was first is in, and nobody is in who should wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import Answer, Attendance
from bot.domain.seats import Moves, Seating, behind, filled, moves, seating

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SEATS = st.none() | st.integers(1, 8)


def said(member_id: int, seconds: int, attendance: Attendance = Attendance.YES) -> Answer:
    return Answer(1, "2026-12-09T19:00", member_id, attendance, NOW + seconds * SECOND)


def test_the_first_by_time_and_then_by_id_have_a_seat() -> None:
    answers = [said(9, 1), said(4, 2), said(3, 2), said(1, 3), said(2, 0, Attendance.MAYBE), said(5, 0, Attendance.NO)]
    assert seating(answers, 2) == Seating((9, 3), (4, 1))
    assert seating(answers, None) == Seating((9, 3, 4, 1), ())
    assert [seating(answers, 2).turn(member) for member in (9, 3, 4, 1, 2, 77)] == [0, 0, 1, 2, 0, 0]


def test_who_moves_is_who_said_yes_before_and_after() -> None:
    before = seating([said(1, 1), said(2, 2), said(3, 3)], 1)
    assert moves(before, seating([said(2, 2), said(3, 3), said(4, 4)], 1)) == Moves((2,), ())
    assert moves(before, seating([said(1, 1), said(2, 2), said(3, 3)], 2)) == Moves((2,), ())
    assert moves(seating([said(1, 1), said(2, 2)], None), seating([said(1, 1), said(2, 2)], 1)) == Moves((), (2,))


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 5), st.sampled_from(Attendance)), max_size=20), SEATS)
def test_no_more_than_the_seats_are_in_and_none_is_empty_while_somebody_waits(
    answers: list[tuple[int, int, Attendance]], seats: int | None
) -> None:
    each = {member: said(member, seconds, attendance) for member, seconds, attendance in answers}.values()
    seated = seating(each, seats)
    yes = {answer.member_id for answer in each if answer.attendance is Attendance.YES}
    assert {*seated.inside, *seated.waiting} == yes
    assert len(seated.inside) + len(seated.waiting) == len(yes)
    assert len(seated.inside) == (len(yes) if seats is None else min(seats, len(yes)))
    counts = {one: sum(answer.attendance is one for answer in each) for one in Attendance}
    assert (filled(counts, seats).inside, filled(counts, seats).waiting) == (len(seated.inside), len(seated.waiting))


@given(st.lists(st.integers(0, 5), max_size=10), st.integers(1, 5), st.integers(-5, 5))
def test_a_new_answer_takes_nobodys_seat_whatever_its_clock_says(earlier: list[int], seats: int, seconds: int) -> None:
    others = [said(member, at) for member, at in enumerate(earlier, start=100)]
    new = Answer(1, "2026-12-09T19:00", 1, Attendance.YES, behind(others, NOW + seconds * SECOND))
    before, after = seating(others, seats), seating([*others, new], seats)
    assert set(before.inside) <= set(after.inside)
    assert moves(before, after) == Moves((), ())
