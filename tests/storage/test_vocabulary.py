"""The community's own words: which nobody knows, and what an alias changes with members and jobs."""

from __future__ import annotations

from bot.domain.jobs import Interest, Job, JobPart, JobState, Seat
from bot.domain.members import Visibility
from bot.domain.skills import Adopted, Alias, MemberSkill, Skill, Stance, UnknownTerm
from bot.domain.tagging import Overview, Wishes
from bot.ports import Store
from storage.database import Database
from tests.storage.making import ANNA, ANNA_THERE, BEN, CARLA, HOUR, KNITTING, NOW, PYTHON, RUST, job, member, offers

WOOL = Skill("wolle", "Wolle")
TEXTILES = Skill("textilarbeit", "Textilarbeit", "design")


async def held(store: Store, member_id: int) -> list[tuple[str, str | None, Stance]]:
    found = await store.members.get(member_id)
    assert found is not None
    return [(one.skill.label, one.skill.part, one.stance) for one in found.skills]


async def wanted(store: Store, job_id: int) -> list[tuple[str, list[str], list[str]]]:
    """Return a job's parts with the labels of core and side."""
    found = await store.jobs.get(job_id)
    assert found is not None
    return [(part.key, [one.label for one in part.core], [one.label for one in part.side]) for part in found.parts]


def asking(author_id: int, *parts: JobPart, state: JobState = JobState.OPEN) -> Job:
    return Job(0, author_id, state, "Portal", "Suche", None, "", "", parts, 1, NOW, skilled=True)


async def test_unknown_terms_come_with_their_holders_the_most_first(storage: Database) -> None:
    async with storage.begin() as store:
        await member(store, ANNA, skills=offers(PYTHON, KNITTING, WOOL))
        await member(store, BEN, visibility=Visibility.HIDDEN, skills=offers(Skill("stricken", "STRICKEN")))
        await member(store, CARLA, erase_at=NOW + HOUR, skills=offers(WOOL, Skill("geheimes", "Geheimes")))
        found = await store.vocabulary.unknown(9)
        assert [(one.key, one.holders) for one in found] == [("stricken", 2), ("wolle", 1)]
        assert found[0].label in ("Stricken", "STRICKEN")
        assert found[1] == UnknownTerm("wolle", "Wolle", 1)
        assert await store.vocabulary.unknown(1) == found[:1]
        assert await store.vocabulary.unknown(9, 1) == found[1:]
        assert await store.vocabulary.unknown(9, 10**15) == []
        assert await store.vocabulary.term("wolle") == found[1]
        for key in ("python", "geheimes", "nie gesagt", ""):
            assert await store.vocabulary.term(key) is None


async def test_alias_is_kept_replaced_and_dropped(storage: Database) -> None:
    async with storage.begin() as store:
        assert await store.vocabulary.add_alias("Woll-Kunst", PYTHON, NOW) == Adopted(0)
        await store.vocabulary.add_alias("wollkunst", RUST, NOW + HOUR)
        await store.vocabulary.add_alias("Py", PYTHON, NOW)
    async with storage.begin() as store:
        assert await store.vocabulary.aliases() == [
            Alias("py", "Py", "Python", NOW),
            Alias("wollkunst", "wollkunst", "Rust", NOW + HOUR),
        ]
        assert await store.vocabulary.pairs() == (("Py", "Python"), ("wollkunst", "Rust"))
        assert await store.vocabulary.drop_alias("wollkunst")
        assert not await store.vocabulary.drop_alias("wollkunst")
        assert await store.vocabulary.pairs() == (("Py", "Python"),)


async def test_members_hold_the_skill_instead_and_dropping_the_alias_leaves_it(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA, skills=(*offers(PYTHON), MemberSkill(KNITTING, Stance.LEARNS), *offers(RUST)))
        ben = await member(store, BEN, skills=offers(WOOL))
        assert await store.vocabulary.add_alias("Stricken", TEXTILES, NOW) == Adopted(1)
        learnt = [
            ("Python", "backend", Stance.OFFERS),
            ("Textilarbeit", "design", Stance.LEARNS),
            ("Rust", "backend", Stance.OFFERS),
        ]
        assert await held(store, anna.id) == learnt
        assert await held(store, ben.id) == [("Wolle", None, Stance.OFFERS)]
        await store.vocabulary.drop_alias("stricken")
        assert await held(store, anna.id) == learnt


async def test_who_holds_both_keeps_one_and_offering_counts_most(storage: Database) -> None:
    both = {
        ANNA: (Stance.OFFERS, Stance.LEARNS, Stance.OFFERS),
        BEN: (Stance.LEARNS, Stance.OFFERS, Stance.OFFERS),
        CARLA: (Stance.PASSES_ON, Stance.SEEKS, Stance.SEEKS),
    }
    async with storage.begin() as store:
        made = {
            address: await member(store, address, skills=(MemberSkill(WOOL, typed), MemberSkill(TEXTILES, known)))
            for address, (typed, known, _) in both.items()
        }
        assert await store.vocabulary.add_alias("Wolle", TEXTILES, NOW) == Adopted(3)
        for address, (_, _, after) in both.items():
            assert await held(store, made[address].id) == [("Textilarbeit", "design", after)]
        assert await store.vocabulary.unknown(9) == []


async def test_who_muted_the_term_mutes_the_skill_once_whether_they_hold_it_or_not(storage: Database) -> None:
    muted = {
        ANNA: ((KNITTING, WOOL, RUST), (KNITTING, TEXTILES, RUST)),
        BEN: ((TEXTILES, WOOL), (TEXTILES,)),
        CARLA: ((RUST,), (RUST,)),
    }
    async with storage.begin() as store:
        made = {
            address: await member(store, address, wishes=Wishes(per_week=1, muted=before, overview=Overview.NEVER))
            for address, (before, _) in muted.items()
        }
        await member(store, ANNA_THERE, wishes=Wishes(overview=Overview.DAILY))
    async with storage.begin() as store:
        number = await store.members.newest_change()
        assert await store.vocabulary.add_alias("Wolle", TEXTILES, NOW) == Adopted(0)
    async with storage.begin() as store:
        for address, (_, after) in muted.items():
            found = await store.members.get(made[address].id)
            assert found is not None
            assert found.wishes == Wishes(per_week=1, muted=after, overview=Overview.NEVER)
        assert sorted(await store.members.changed_since(number)) == [made[ANNA].id, made[BEN].id]


async def test_term_that_the_vocabulary_came_to_know_is_adopted_under_its_own_key(storage: Database) -> None:
    known = Skill("stricken", "Stricken", "design")
    async with storage.begin() as store:
        anna = await member(store, ANNA, skills=offers(Skill("stricken", "strICKEN")))
        opened = await store.jobs.create(job(anna))
        assert await store.vocabulary.adopt("stricken", known) == Adopted(1, ((opened.id, 2),))
        assert await held(store, anna.id) == [("Stricken", "design", Stance.OFFERS)]
        assert await store.vocabulary.aliases() == []


async def test_jobs_under_way_ask_for_the_skill_and_closed_ones_stay(storage: Database) -> None:
    parts = (JobPart("backend", "Backend", (PYTHON,), (WOOL,)), JobPart("other", "Weiteres", (KNITTING,)))
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        made = [await store.jobs.create(asking(anna.id, *parts, state=state)) for state in JobState]
        another = await store.jobs.create(asking(anna.id, parts[0]))
        changed = await store.vocabulary.add_alias("Stricken", TEXTILES, NOW)
        by_state = dict(zip(JobState, made, strict=True))
        assert changed == Adopted(0, ((by_state[JobState.OPEN].id, 2),))
        for state, one in by_state.items():
            found = await store.jobs.get(one.id)
            assert found is not None
            is_under_way = state in (JobState.DRAFT, JobState.OPEN)
            assert found.revision == (2 if is_under_way else 1)
            assert [skill.label for skill in found.skills] == [
                *("Python", "Wolle"),
                "Textilarbeit" if is_under_way else "Stricken",
            ]
        assert await store.jobs.get(another.id) == another


async def test_job_that_asks_for_the_skill_already_names_it_once_and_an_emptied_part_goes(storage: Database) -> None:
    parts = (
        JobPart("other", "Weiteres", (WOOL,)),
        JobPart("design", "Design", (TEXTILES,), (RUST,)),
        JobPart("mehr", "Mehr", (PYTHON, WOOL)),
    )
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        made = await store.jobs.create(asking(anna.id, *parts))
        await store.vocabulary.add_alias("Wolle", TEXTILES, NOW)
        assert await wanted(store, made.id) == [("design", ["Textilarbeit"], ["Rust"]), ("mehr", ["Python"], [])]
        found = await store.jobs.get(made.id)
        assert found is not None
        await store.jobs.save(found)  # a gap between the parts is none to those who write them anew
        assert await store.jobs.get(made.id) == found


async def test_emptied_part_that_has_a_name_or_people_stays_and_one_that_was_empty_too(storage: Database) -> None:
    parts = (
        JobPart("web", "Web", (PYTHON,)),
        JobPart("teil-1", "Kaffeekochen", (), is_named=True),
        JobPart("teil-2", "Kram", (WOOL,), is_named=True),
        JobPart("frontend", "Frontend", (WOOL,)),
        JobPart("text", "Text", (WOOL,)),
        JobPart("other", "Weiteres", (WOOL,)),
    )
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
        made, beside = [await store.jobs.create(asking(anna.id, *parts)) for _ in range(2)]
        assert await store.jobs.seat(Seat(made.id, "frontend", ben.id, NOW), 1)
        assert await store.jobs.be_interested(Interest(made.id, ben.id, "", NOW, "text"))
        await store.vocabulary.add_alias("Wolle", PYTHON, NOW)
        for one, stay in ((beside, ["teil-1", "teil-2"]), (made, ["teil-1", "teil-2", "frontend", "text"])):
            assert await wanted(store, one.id) == [("web", ["Python"], []), *((key, [], []) for key in stay)]


async def test_what_was_core_stays_core_where_the_skill_only_went_along(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        core = await store.jobs.create(asking(anna.id, JobPart("other", "Weiteres", (WOOL,), (TEXTILES, RUST))))
        side = await store.jobs.create(asking(anna.id, JobPart("other", "Weiteres", (PYTHON,), (WOOL, TEXTILES))))
        await store.vocabulary.add_alias("Wolle", TEXTILES, NOW)
        assert await wanted(store, core.id) == [("other", ["Textilarbeit"], ["Rust"])]
        assert await wanted(store, side.id) == [("other", ["Python"], ["Textilarbeit"])]
