"""Who is tagged and in which order, who a search finds, and why."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

import pytest

from bot.domain.jobs import TAGS_PER_JOB, TAGS_PER_PART, JobPart
from bot.domain.members import Availability, Member, Visibility
from bot.domain.skills import MemberSkill, Skill, Stance
from bot.domain.tagging import Wishes
from bot.domain.towns import ELSEWHERE, REMOTE
from bot.matching.people.covering import is_meant, nothing_above
from bot.matching.people.drafting import Wanted, all_there, draft, index_of
from bot.matching.people.reasons import nearness, tag_reason
from bot.matching.people.searching import Hit, Search, found_by, hit

TODAY = date(2026, 12, 1)
AUTHOR = 99
NOTHING_USED: Final[Mapping[str, int]] = {}
FREE, BOOKED_OUT = Availability("frei"), Availability("ausgebucht")
LATER = Availability("ab", date(2027, 2, 1))
SINCE_THEN = Availability("ab", date(2026, 11, 1))


def skill(name: str) -> Skill:
    return Skill(name.casefold(), name, "backend")


def part(key: str, *names: str) -> JobPart:
    return JobPart(key, key.capitalize(), tuple(map(skill, names)))


def member(number: int, *names: str, stance: Stance = Stance.OFFERS, **fields: Any) -> Member:
    """Return a member who may be tagged and is free, unless the fields say otherwise."""
    given = {"visibility": Visibility.TAGGED, "availability": FREE, "name": f"M{number:03}", **fields}
    return Member(id=number, accounts=(), skills=tuple(MemberSkill(skill(name), stance) for name in names), **given)


class Choice(NamedTuple):
    """A member chosen for a part of a job, and why."""

    member: Member
    part: JobPart
    reason: tuple[str, ...]


def tagged(
    parts: Sequence[JobPart],
    members: Sequence[Member],
    *,
    town: str | None = None,
    already: frozenset[int] = frozenset(),
    used: Mapping[str, int] = NOTHING_USED,
    room_per_part: int = TAGS_PER_PART,
    room_per_job: int = TAGS_PER_JOB,
) -> list[Choice]:
    """Return who of these members is chosen, the parts in their order and the best of each first."""
    known = {one.id: one for one in members}
    rooms = [max(room_per_part - used.get(part.key, 0), 0) for part in parts]
    begun = frozenset(number for number, part in enumerate(parts) if used.get(part.key))
    wanted = Wanted(town, TODAY, rooms, room_per_job, already, begun=begun, authors=frozenset({AUTHOR}))
    chosen = all_there(draft(index_of(members), parts, wanted))
    return [
        Choice(known[number], part, tag_reason(known[number], [part], TODAY, "de", nothing_above))
        for part, numbers in zip(parts, chosen, strict=True)
        for number in numbers
    ]


def ids(choices: list[Choice]) -> list[int]:
    return [choice.member.id for choice in choices]


PYTHON = [part("backend", "Python")]


@pytest.mark.parametrize(
    "other",
    [
        member(2, "Python", visibility=Visibility.LISTED),
        member(2, "Python", visibility=Visibility.HIDDEN),
        member(2, "Python", visibility=None),
        member(2, "Python", erase_at=datetime(2026, 12, 2, tzinfo=UTC)),
        member(2, "Python", left_at=datetime(2026, 11, 2, tzinfo=UTC)),
        member(2, "Python", availability=BOOKED_OUT),
        member(2, "Python", stance=Stance.PASSES_ON),
        member(2, "Python", stance=Stance.SEEKS),
        member(2, "Python", stance=Stance.LEARNS),
        member(2, "Java"),
        member(2),
        member(AUTHOR, "Python"),
        member(7, "Python"),  # tagged before
    ],
)
def test_only_who_agreed_offers_and_may_be_pinged_is_tagged(other: Member) -> None:
    assert ids(tagged(PYTHON, [other, member(1, "Python")], already=frozenset({7}))) == [1]


@pytest.mark.parametrize("availability", [FREE, LATER, SINCE_THEN, None])
def test_everybody_but_the_booked_out_may_be_tagged(availability: Availability | None) -> None:
    assert ids(tagged(PYTHON, [member(1, "Python", availability=availability)])) == [1]


@pytest.mark.parametrize(
    ("first", "second", "town"),
    [
        (member(2, "Python", "Django", availability=None), member(1, "Python"), None),
        (member(2, "Python", town=ELSEWHERE), member(1, "Python", availability=LATER, town="Essen"), "Essen"),
        (member(2, "Python", availability=SINCE_THEN), member(1, "Python", availability=None), None),
        (member(2, "Python", town="Essen"), member(1, "Python", town="Bochum"), "Essen"),
        (member(2, "Python", town="Bochum"), member(1, "Python", town=REMOTE), "Essen"),
        (member(2, "Python", town=REMOTE), member(1, "Python", town="Hamm"), "Essen"),
        (member(1, "Python", town="Hamm"), member(2, "Python", town="Essen"), None),  # no town asked for: by number
        (member(2, "Python"), member(1, "Python", last_tagged_at=datetime(2026, 1, 1, tzinfo=UTC)), None),
        (
            member(2, "Python", last_tagged_at=datetime(2026, 1, 1, tzinfo=UTC)),
            member(1, "Python", last_tagged_at=datetime(2026, 1, 2, tzinfo=UTC)),
            None,
        ),
        (member(1, "Python"), member(2, "Python"), None),
    ],
)
def test_better_fit_is_tagged_first(first: Member, second: Member, town: str | None) -> None:
    parts = [part("backend", "Python", "Django")]
    assert ids(tagged(parts, [second, first], town=town)) == [first.id, second.id]
    assert ids(tagged(parts, [first, second], town=town, room_per_job=1)) == [first.id]


def test_who_covers_other_parts_as_well_comes_before_whose_turn_it_is_and_after_side_skills() -> None:
    both, side = member(3, "Python", "Photo"), member(4, "Python", "Docker")
    alone, free = member(1, "Python"), member(2, "Python", availability=LATER)
    python = JobPart("backend", "Backend", (skill("Python"),), (skill("Docker"),))
    members = [free, alone, both, side]
    assert ids(tagged([python, part("photo", "Photo")], members)) == [4, 3, 1, 2]
    assert ids(tagged([python, part("text", "Text")], members)) == [4, 1, 3, 2]
    film = JobPart("photo", "Photo", (skill("Film"),), (skill("Photo"),))  # a condition of theirs is no work of theirs
    assert ids(tagged([python, film], members)) == [4, 1, 3, 2]


def test_who_covers_a_finer_skill_comes_before_who_covers_a_wide_one() -> None:
    wide, finer = member(1, "CMS"), member(2, "Joomla", availability=LATER)
    parts = [part("web", "CMS", "Joomla")]
    for keys, order in (
        (frozenset({"cms"}), [2, 1]),
        (frozenset[str](), [1, 2]),
        (frozenset({"cms", "joomla"}), [1, 2]),
    ):
        index = index_of([wide, finer], wide=keys)
        assert all_there(draft(index, parts, Wanted(None, TODAY, [5], 10))) == [order]


@pytest.mark.parametrize(
    ("core", "held", "is_tagged"),
    [
        (("A", "B"), ("A",), True),  # half
        (("A", "B", "C"), ("A",), True),  # half a skill less, where nobody covers more
        (("A", "B", "C", "D"), ("A",), False),
        (("A", "B", "C", "D", "E"), ("A", "B"), True),
        (("A", "B", "C", "D", "E"), ("A",), False),
    ],
)
def test_where_nobody_covers_half_of_a_part_the_nearest_is_tagged(
    core: tuple[str, ...], held: tuple[str, ...], is_tagged: bool
) -> None:
    parts = [part("a", *core)]
    assert bool(tagged(parts, [member(1, *held)])) is is_tagged
    assert ids(tagged(parts, [member(1, *held), member(2, *core)])) == ([2, 1] if 2 * len(held) >= len(core) else [2])


def test_of_those_who_cover_less_than_half_one_is_tagged_once() -> None:
    parts, members = [part("a", "A", "B", "C")], [member(number, "A") for number in range(1, 9)]
    assert ids(tagged(parts, members)) == [1]
    assert not tagged(parts, members, already=frozenset({1}), used={"a": 1})
    author = member(AUTHOR, "A", "B", "C")
    assert ids(tagged(parts, [*members, author])) == [1]  # an author who covers it all is nobody to be asked


def test_who_rests_or_was_asked_still_covers_half_so_that_nobody_else_is_tagged() -> None:
    parts, index = [part("a", "A", "B", "C")], index_of([member(1, "A", "B"), member(2, "A")])

    def chosen(**but: Any) -> list[list[int]]:
        return all_there(draft(index, parts, Wanted(None, TODAY, [5], 10, **but)))

    assert chosen(among=~index.rows([1])) == [[]]
    assert chosen(without=frozenset({1})) == [[]]
    assert chosen(authors=frozenset({1})) == [[2]]  # who wrote it does not count


def test_who_fits_two_parts_and_is_asked_for_one_fits_the_other_still() -> None:
    parts = [part("a", "A", "B", "C"), part("x", "X")]
    members = [member(1, "A", "B", "X"), member(2, "A")]
    assert ids(tagged(parts, members)) == [1]
    assert not tagged(parts, members, already=frozenset({1}), used={"x": 1})


def test_what_somebody_muted_does_not_make_them_come_near_what_they_fitted() -> None:
    three, muted = part("a", "A", "B", "C"), Wishes(muted=(skill("B"),))
    assert is_meant(member(1, "A"), three)
    assert is_meant(member(1, "A", "B"), three)
    assert not is_meant(member(1, "A", "B", wishes=muted), three)
    assert is_meant(member(1, "A", wishes=muted), three)


@pytest.mark.parametrize("key", ["translation", "training"])
def test_no_other_language_makes_up_for_the_one_that_is_asked_for(key: str) -> None:
    turkish, ukrainian = (Skill(name.casefold(), name, "translation") for name in ("Türkisch", "Ukrainisch"))
    parts = [JobPart(key, key.capitalize(), (skill("Unterricht"), turkish, ukrainian))]
    assert not tagged(parts, [member(1, "Unterricht")])
    assert ids(tagged(parts, [member(1, "Unterricht", "Türkisch")])) == [1]
    without_core = [JobPart(key, key.capitalize(), (), parts[0].core)]  # its side is asked for like a core
    assert not tagged(without_core, [member(1, "Unterricht")])


def test_person_is_tagged_once_in_the_part_they_cover_most() -> None:
    parts = [part("backend", "Python"), part("frontend", "React", "Next.js")]
    chosen = tagged(parts, [member(1, "Python", "React", "Next.js"), member(2, "Python")])
    assert [(choice.member.id, choice.part.key) for choice in chosen] == [(2, "backend"), (1, "frontend")]


def test_caps_hold_and_the_parts_share_the_room_of_the_job() -> None:
    parts = [part("a", "A"), part("b", "B"), part("c", "C")]
    members = [member(number, "ABC"[number % 3]) for number in range(1, 61)]
    chosen = tagged(parts, members)
    assert len(chosen) == 10
    assert {key: sum(choice.part.key == key for choice in chosen) for key in "abc"} == {"a": 4, "b": 3, "c": 3}
    assert len(tagged(parts[:1], members)) == 5
    assert len(tagged(parts, members, room_per_part=1)) == 3
    assert tagged(parts, members, room_per_job=0) == tagged(parts, members, room_per_part=0) == []


def test_who_finds_their_own_part_full_steps_in_elsewhere() -> None:
    parts = [part("a", "A", "B"), part("c", "C")]
    members = [member(number, "A", "B", "C") for number in range(1, 4)]
    chosen = tagged(parts, members, room_per_part=1)
    assert [(choice.member.id, choice.part.key) for choice in chosen] == [(1, "a"), (2, "c")]


def test_reason_names_skills_town_and_availability_as_far_as_known() -> None:
    parts = [part("frontend", "React", "Next.js", "Vue")]
    full = member(1, "Next.js", "React", "Python", town="Essen")
    bare = member(2, "Vue", "React", availability=None)
    assert [choice.reason for choice in tagged(parts, [full, bare])] == [
        ("React, Next.js", "Essen", "frei"),
        ("React, Vue",),
    ]
    later = tagged([part("frontend", "React", "Vue")], [member(3, "Vue", availability=LATER, town=REMOTE)])
    assert later[0].reason == ("Vue", "remote", "frei ab 1. Februar 2027")


def test_nobody_is_tagged_without_parts_or_people() -> None:
    assert tagged([], [member(1, "Python")]) == tagged(PYTHON, []) == []


def test_nearness_is_town_neighbour_remote_or_farther() -> None:
    assert [nearness("Essen", town) for town in ("Essen", "Bochum", REMOTE, "Hamm", ELSEWHERE, None)] == [
        "town", "near", "remote", "", "", "",
    ]  # fmt: skip
    assert nearness(None, REMOTE) == nearness(REMOTE, REMOTE) == "remote"
    assert nearness(None, "Essen") == nearness(REMOTE, "Essen") == ""


WANTED = [skill("Python"), skill("Django")]


def hits(
    members: Sequence[Member], wanted: Sequence[Skill] = WANTED, town: str | None = None, free_only: bool = False
) -> list[Hit]:
    known, asked = {one.id: one for one in members}, Search(tuple(wanted), town, free_only)
    _count, numbers = found_by(index_of(members), asked, TODAY)
    return [hit(known[number], asked, TODAY, "de", nothing_above) for number in numbers]


def found(*asked: Any, **wishes: Any) -> list[tuple[int, str]]:
    return [(one.member.id, one.nearness) for one in hits(*asked, **wishes)]


@pytest.mark.parametrize(
    "other",
    [
        member(2, "Python", visibility=Visibility.HIDDEN),
        member(2, "Python", visibility=None),
        member(2, "Python", erase_at=datetime(2026, 12, 2, tzinfo=UTC)),
        member(2, "Python", stance=Stance.PASSES_ON),
        member(2, "Python", stance=Stance.SEEKS),
        member(2, "Java"),
    ],
)
def test_search_shows_only_who_may_be_shown_and_can_do_it(other: Member) -> None:
    assert found([other, member(1, "Python", visibility=Visibility.LISTED)]) == [(1, "")]


def test_search_puts_all_wanted_skills_before_some_and_offers_before_learners() -> None:
    learner = member(1, "Python", "Django", stance=Stance.LEARNS)
    some = member(2, "Python", name="Zoe")
    free_later = member(3, "Python", name="Anna", availability=LATER)
    both = member(4, "Python", "Django", availability=BOOKED_OUT)
    by_name = member(5, "Django", name="Änne")
    assert [number for number, _ in found([learner, some, free_later, both, by_name])] == [4, 5, 2, 3, 1]


def test_search_in_a_town_shows_it_then_neighbours_then_remote_people_and_nobody_else() -> None:
    members = [
        member(1, "Python", "Django", town="Hamm"),
        member(2, "Python", "Django", town=REMOTE),
        member(3, "Python", "Django", town="Bochum"),
        member(4, "Python", town="Essen"),
        member(5, "Python"),
    ]
    assert found(members, town="Essen") == [(4, "town"), (3, "near"), (2, "remote")]
    assert found(members, town=REMOTE) == [(2, "remote")]
    assert [number for number, _ in found(members)] == [1, 2, 3, 4, 5]


def test_search_for_the_free_leaves_out_who_is_not_or_did_not_say() -> None:
    states = (FREE, SINCE_THEN, LATER, BOOKED_OUT, None)
    members = [member(number, "Python", availability=state) for number, state in enumerate(states, 1)]
    assert [number for number, _ in found(members, free_only=True)] == [1, 2]
    assert len(found(members)) == 5


def test_search_says_why_and_marks_who_is_learning() -> None:
    shown = hits(
        [
            member(1, "Java", "Python", "Django", town="Essen"),
            member(2, "Python", stance=Stance.LEARNS, availability=BOOKED_OUT),
        ]
    )
    assert [one.reason for one in shown] == [
        ("Python", "Django", "Essen", "frei"),
        ("1 von 2", "Python (lernt gerade)", "ausgebucht"),
    ]
    assert [[held.skill.label for held in one.skills] for one in shown] == [["Python", "Django"], ["Python"]]


def test_search_without_a_skill_shows_whoever_is_there() -> None:
    members = [member(1, "Java", town="Essen"), member(2, town="Essen", availability=LATER), member(3, town="Hamm")]
    assert found(members, [], town="Essen") == [(1, "town"), (2, "town")]
    assert found(members, [], free_only=True, town="Essen") == [(1, "town")]
