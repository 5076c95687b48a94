"""A search orders as a plain sort does, over finer skills, stances, towns and short texts."""

from random import Random
from typing import Any

from hypothesis import given

from bot.domain.members import Member
from bot.domain.skills import Stance
from bot.domain.towns import REMOTE, neighbours
from bot.matching.people.searching import ORDER, Search, found_by, hit
from tests.matching.test_people import ABOVE, SKILLS, TODAY, TOWNS, above, chances, lived_through, what_happened


def has(member: Member, key: str, stance: Stance) -> int:
    """Return 2 where a member named a skill in this stance, 1 for a finer one and nothing of the skill itself."""
    said = {held.skill.key: held.stance for held in member.skills}
    if key in said:
        return 2 * (said[key] is stance)
    return int(any(key in ABOVE.get(own, ()) for own, how in said.items() if how is stance))


def places(member: Member, town: str) -> list[bool]:
    return [member.town == town, member.town in neighbours(town), member.town == REMOTE]


def order(member: Member, asked: Search) -> tuple[Any, ...]:
    keys = {skill.key for skill in asked.skills}
    offers = {key: has(member, key, asked.stance) for key in keys}
    learns = {key: asked.stance is Stance.OFFERS and has(member, key, Stance.LEARNS) > 0 for key in keys}
    in_text = {key for key in keys if member.id in asked.texts.get(key, ())}
    offering = {key for key in keys if offers[key] or key in in_text}
    return (
        places(member, asked.town).index(True) if asked.town else 0,
        -len(offering),
        -sum(offers[key] == 2 for key in keys),
        -sum(learns[key] for key in keys - offering),
        not (member.availability and member.availability.is_free(TODAY)),
        member.name.casefold(),
        member.id,
    )


def is_found(member: Member, asked: Search) -> bool:
    answers = [
        any(has(member, skill.key, stance) for stance in asked.stances) or member.id in asked.texts.get(skill.key, ())
        for skill in asked.skills
    ]
    return (
        member.is_findable
        and (not asked.town or any(places(member, asked.town)))
        and (not asked.free or bool(member.availability and member.availability.is_free(TODAY)))
        and (asked.stance is Stance.OFFERS or any(held.stance is asked.stance for held in member.skills))
        and (not answers or (all if asked.every else any)(answers))
    )


@given(chances)
def test_search_finds_and_orders_as_a_plain_sort_does(chance: Random) -> None:
    index, there = lived_through(what_happened(chance))
    skills = tuple(chance.sample(SKILLS, chance.randrange(4)))
    asked = Search(
        skills,
        chance.choice([None, *TOWNS]),
        chance.random() < 0.3,
        chance.choice([Stance.OFFERS, Stance.OFFERS, *Stance]),
        chance.random() < 0.3,
        {skill.key: set(chance.sample(range(60), 5)) for skill in skills[:1]},
    )
    count, ids = found_by(index, asked, TODAY)
    found = list(ids)
    plain = sorted((one for one in there.values() if is_found(one, asked)), key=lambda one: order(one, asked))
    assert found == [one.id for one in plain]
    assert count == len(found)
    for number in found:
        assert hit(there[number], asked, TODAY, "de", above).reason or not there[number].availability


def test_every_criterion_says_in_a_sentence_what_it_does() -> None:
    assert all(one.sentence.endswith(".") for one in ORDER)
