"""The index of people ranks as a plain sort does, whoever came, changed, was tagged or left before."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from math import inf
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.jobs import JobPart
from bot.domain.members import Availability, Member, Visibility
from bot.domain.skills import MemberSkill, Skill, Stance
from bot.domain.tagging import NO_WISHES, TAGS_PER_WEEK, Overview, Ping, Wishes
from bot.domain.towns import ELSEWHERE, REMOTE, neighbours
from bot.matching.people.covering import is_meant, may_be_chosen
from bot.matching.people.drafting import Wanted, draft, index_of
from bot.matching.people.index import PeopleIndex
from bot.matching.people.ranking import CRITERIA
from bot.matching.people.rows import as_bits, counted, exactly, numbers

TODAY = date(2026, 12, 1)
TAGGED = datetime(2026, 11, 1, tzinfo=UTC)
ABOVE = {"nextjs": {"react", "javascript"}, "react": {"javascript"}, "vue": {"javascript"}, "django": {"python"}}
SKILLS = [Skill(key, key.capitalize(), "web") for key in (*ABOVE, "javascript", "python", "seo", "logo")]
TOWNS = ["Essen", "Bochum", "Hamm", REMOTE, ELSEWHERE]


def above(skill: Skill) -> frozenset[str]:
    return frozenset(ABOVE.get(skill.key, ()))


def a_member(chance: Random) -> Member:
    days = chance.choice([None, None, 0, 1, 2])
    available = [None, *map(Availability, ("frei", "frei", "ausgebucht", "ab"))]
    available += [Availability("ab", TODAY + timedelta(days=days)) for days in (-1, 0, 1)]
    stances = [Stance.OFFERS] * 6 + list(Stance)
    named = chance.sample(SKILLS, chance.randrange(1, 6))
    return Member(
        chance.randrange(1, 60),
        "M",
        (),
        chance.choice([Visibility.TAGGED] * 7 + [Visibility.LISTED, Visibility.HIDDEN, None]),
        town=chance.choice([*TOWNS, None]),
        availability=chance.choice(available),
        skills=tuple(MemberSkill(skill, chance.choice(stances)) for skill in named),
        left_at=chance.choice([None] * 9 + [TAGGED]),
        last_tagged_at=None if days is None else TAGGED + timedelta(days=days),
        wishes=chance.choice([NO_WISHES, NO_WISHES, some_wishes(chance)]),
        pings=tuple(Ping(number, TAGGED + timedelta(days=chance.randrange(-3, 9))) for number in range(days or 0)),
    )


def some_wishes(chance: Random) -> Wishes:
    return Wishes(
        per_week=chance.choice([None, 0, 1, 2]),
        quiet_days=tuple(sorted(chance.sample(range(7), chance.randrange(4)))),
        paused_until=chance.choice([None, TAGGED + timedelta(days=chance.randrange(-3, 9))]),
        muted=tuple(chance.sample(SKILLS, chance.randrange(3))),
        overview=chance.choice([None, *Overview]),
    )


def some_parts(chance: Random) -> list[JobPart]:
    def several(most: int) -> tuple[Skill, ...]:
        return tuple(chance.choices(SKILLS, k=chance.choice([most, chance.randrange(most + 1)])))

    return [JobPart(key, key, several(3), several(3)) for key in "abc"[: chance.randrange(1, 4)]]


def what_happened(chance: Random) -> list[Member | int | None]:
    """Return who was put, who was forgotten (by id) and when all was settled (None)."""
    happened: list[Member | int | None] = []
    for _ in range(chance.choice([2, 4, chance.randrange(150)])):  # of a few often nobody covers half of a part
        happened.append(a_member(chance) if chance.random() < 0.75 else chance.randrange(60))
        if chance.random() < 0.2:
            happened.append(None)
    return happened


chances = st.integers(0, 2**32).map(Random)


def settled(index: PeopleIndex) -> None:
    for _ in index.settle():
        pass


def lived_through(happened: Sequence[Member | int | None]) -> tuple[PeopleIndex, dict[int, Member]]:
    """Return the index after all that happened, and who is there."""
    index, there = PeopleIndex(above), dict[int, Member]()
    for one in happened:
        if isinstance(one, Member):
            there[one.id] = one
            index.put(one)
        elif one is not None:
            there.pop(one, None)
            index.remove(one)
        else:
            settled(index)
            index.free(TODAY)  # what is kept of it must not outlive the next change
    settled(index)
    return index, there


def covered(member: Member, keys: Collection[str]) -> int:
    """Count plainly what a member offers: each skill itself, or a finer one if they said nothing of the skill.

    What they muted counts for nothing.
    """
    muted = {skill.key for skill in member.wishes.muted}
    said = {held.skill.key: held.stance for held in member.skills}
    offered = {key for key, stance in said.items() if stance is Stance.OFFERS} - muted
    return sum(
        key in offered if key in said else key not in muted and any(key in ABOVE.get(own, ()) for own in offered)
        for key in keys
    )


def split(part: JobPart) -> tuple[list[str], list[str]]:
    core = list(dict.fromkeys(skill.key for skill in part.core or part.side))
    return core, [key for key in dict.fromkeys(skill.key for skill in part.side) if key not in core]


def order(member: Member, asked: Sequence[JobPart], at: int, town: str | None) -> tuple[Any, ...]:
    (core, side), beside = split(asked[at]), (*asked[:at], *asked[at + 1 :])
    others = {key for part in beside for key in split(part)[0]}.difference(core, side)
    free = member.availability is not None and member.availability.is_free(TODAY)
    near = [member.town == town, member.town in neighbours(town or ""), member.town == REMOTE, True].index(True)
    rotation = member.last_tagged_at.timestamp() if member.last_tagged_at else -inf
    then = near if town else 0, -covered(member, side), -covered(member, others), rotation, member.id
    return -covered(member, core), not free, *then


def plainly(
    people: Sequence[Member], away: Collection[int], asked: Sequence[JobPart], wanted: Wanted
) -> list[list[int]]:
    """Choose as the docstrings say, by sorting everybody for every turn; who is away may fit and is not reached."""
    known = [one for one in people if may_be_chosen(one) and one.id not in wanted.authors]
    able = [one for one in known if one.id not in away and one.id not in wanted.without]
    cores = [split(part)[0] for part in asked]
    rooms, enough = list(wanted.rooms), [max((len(core) + 1) // 2, 1) for core in cores]
    for at, core in enumerate(cores):
        if not any(covered(one, core) >= enough[at] for one in known):
            enough[at] = max(len(core) // 2, 1)
            rooms[at] = 0 if at in wanted.begun else min(rooms[at], 1)

    def share(one: Member, at: int) -> tuple[float, int, int]:
        found = covered(one, cores[at])
        return (found / (len(cores[at]) or 1), found, -at) if found >= enough[at] else (0, 0, -at)

    home = {one.id: max(range(len(asked)), key=lambda at: share(one, at)) for one in able}
    chosen: list[list[int]] = [[] for _ in asked]
    went_on = True
    while went_on:
        went_on = False
        for at in range(len(asked)):
            full = {place for place, those in enumerate(chosen) if len(those) >= rooms[place]}
            taken = {number for those in chosen for number in those}
            free = [
                one
                for one in able
                if covered(one, cores[at]) >= enough[at]
                if one.id not in taken and (home[one.id] == at or home[one.id] in full)
            ]
            if free and at not in full and len(taken) < wanted.room_per_job:
                chosen[at].append(min(free, key=lambda one: order(one, asked, at, wanted.town)).id)
                went_on = True
    return chosen


def chosen_by(
    index: PeopleIndex, asked: Sequence[JobPart], wanted: Wanted, there: Collection[int]
) -> tuple[list[list[int]], list[int]]:
    """Return whom the draft chooses where only some can be reached, and about whom it asked."""
    choosing, looked_up = draft(index, asked, wanted), list[int]()
    try:
        question = next(choosing)
        while True:
            looked_up += question
            question = choosing.send([one for one in question if one in there])
    except StopIteration as end:
        return end.value, looked_up


@given(chances, st.integers(0, 4), st.integers(0, 8))
def test_index_chooses_as_a_plain_sort_does(chance: Random, room: int, room_per_job: int) -> None:
    index, there = lived_through(what_happened(chance))
    asked, town = some_parts(chance), chance.choice([None, *TOWNS])
    without, away, authors = (frozenset(chance.sample(range(1, 60), 6)) for _ in range(3))
    begun = frozenset(chance.sample(range(3), chance.randrange(3)))
    wanted = Wanted(town, TODAY, [room] * len(asked), room_per_job, without, begun=begun, authors=authors)
    chosen, looked_up = chosen_by(index, asked, wanted, there.keys() - away)
    assert chosen == plainly(list(there.values()), away, asked, wanted)
    assert len(looked_up) == len(set(looked_up))
    assert not (without | authors) & set(looked_up)


@given(chances, st.dates(date(2026, 11, 28), date(2026, 12, 4)))
def test_who_is_free_follows_the_day(chance: Random, day: date) -> None:
    index, there = lived_through(what_happened(chance))
    people = there.values()
    for today in (TODAY, day, TODAY):
        free = {one.id for one in people if one.is_findable and one.availability and one.availability.is_free(today)}
        assert set(index.members(index.free(today))) == free


@given(st.lists(st.frozensets(st.integers(0, 200)), max_size=9))
def test_rows_are_counted_as_people_would(sets: list[frozenset[int]]) -> None:
    digits = counted(as_bits(list(rows)) if rows else 0 for rows in sets)
    everybody = as_bits(range(201))
    for count in range(11):
        plain = [row for row in range(201) if sum(row in rows for rows in sets) == count]
        assert list(numbers(exactly(count, digits, everybody))) == plain


def test_only_those_who_may_be_chosen_are_looked_up() -> None:
    python = next(skill for skill in SKILLS if skill.key == "python")
    people = [
        Member(number, "M", (), Visibility.TAGGED, skills=(MemberSkill(python),), availability=Availability())
        for number in range(1, 1001)
    ]
    asked = [JobPart("a", "A", (python,))]
    wanted = Wanted(None, TODAY, [5], 10)
    assert chosen_by(index_of(people), asked, wanted, range(1, 1001)) == ([[1, 2, 3, 4, 5]], [1, 2, 3, 4, 5])
    few, looked_up = chosen_by(index_of(people), asked, wanted, {1, 30, 31})
    assert few == [[1, 30, 31]]
    assert looked_up == list(range(1, 1001))  # nobody else can be reached: so all were asked about


def test_index_is_numbered_anew_before_it_wears_out() -> None:
    person = Member(1, "M", (), Visibility.TAGGED, skills=(MemberSkill(SKILLS[0]),))
    index = index_of([person, Member(2, "M", (), Visibility.TAGGED)], above)
    for minutes in range(3000):
        index.put(Member(1, "M", (), Visibility.TAGGED, last_tagged_at=TAGGED + timedelta(minutes=minutes)))
        settled(index)
    assert index.taggable.bit_length() < 1100
    assert len(index) == 2
    assert list(index.members(index.taggable)) == [2, 1]


def test_every_criterion_says_in_a_sentence_what_it_does() -> None:
    assert all(one.sentence.endswith(".") for one in CRITERIA)


@given(chances)
def test_who_may_be_pinged_is_what_the_members_say(chance: Random) -> None:
    index, there = lived_through(what_happened(chance))
    called = {one.id: one for one in there.values() if may_be_chosen(one)}
    for days in (-4, -1, 0, 2, 5, 9):
        at = TAGGED + timedelta(days=days)
        stamp, weekday = at.timestamp(), at.weekday()
        over = (index.enough(stamp) | index.quiet_on(weekday)) & index.taggable
        assert set(index.members(over)) == {
            one.id for one in called.values() if one.is_over(at, weekday, TAGS_PER_WEEK)
        }
        paused = index.paused(stamp) & index.taggable
        assert set(index.members(paused)) == {one.id for one in called.values() if one.wishes.is_paused(at)}
    reading = index.reads_overview & index.taggable
    assert set(index.members(reading)) == {one.id for one in called.values() if one.reads_overview}
    for skill in SKILLS:
        part = JobPart("a", "A", (skill,))
        meant = {one.id for one in called.values() if is_meant(one, part, above)}
        assert set(index.members(index.meant(skill.key) & index.taggable)) == meant
