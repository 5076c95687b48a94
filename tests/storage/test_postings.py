"""Copies follow their object: what is asked of an object holds for every copy, the one on its way too."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.people import MessageRef
from bot.domain.sending import Errand, Posting, ShownAs
from bot.ports import Store
from storage.database import Database
from tests.storage.making import DAY, DISCORD, HOUR, JOBS, NOW, TELEGRAM, TERMINE, THERE, message, place

CARD = ShownAs("job", 1, "card")
FIRST, SECOND = (ShownAs("event", 1, "announcement", f"2026-12-{day}T19:00") for day in ("09", "16"))


async def posted(store: Store, what: ShownAs, ref: MessageRef, shown: int = 1) -> Posting:
    await store.outbox.post(what, ref, None, shown, None)
    found = await store.outbox.posting_at(ref)
    assert found is not None
    return found


async def stale(store: Store) -> list[ShownAs]:
    return [posting.what for posting in await store.outbox.stale(TELEGRAM, NOW, 10)]


async def test_a_posting_comes_back_as_it_was_kept(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store, TERMINE)
        await store.outbox.post(FIRST, message(5, TERMINE), here.id, 3, NOW + DAY)
        kept = await store.outbox.posting_at(message(5, TERMINE))
        assert kept is not None
        assert kept == Posting(kept.id, FIRST, message(5, TERMINE), here.id, 3, 3, NOW + DAY)
        assert await store.outbox.posting_at(message(5, replace(TERMINE, topic=None))) == kept
        assert await store.outbox.posting_at(message(5, JOBS)) is None
        assert await store.outbox.posting_at(message(6, TERMINE)) is None


async def test_the_same_message_again_replaces_what_was_kept(storage: Database) -> None:
    async with storage.begin() as store:
        first = await posted(store, CARD, message(5))
        again = await posted(store, replace(CARD, kind="tag"), message(5), shown=2)
        assert again == replace(first, what=replace(CARD, kind="tag"), shown=2, wanted=2)


async def test_every_copy_of_an_object_is_asked_for_the_newest_revision(storage: Database) -> None:
    async with storage.begin() as store:
        for number, where in enumerate((JOBS, TERMINE, THERE)):
            await posted(store, CARD, message(number, where))
        other = await posted(store, replace(CARD, object_id=2), message(9))
        assert await stale(store) == []
        await store.outbox.want("job", 1, 3)
        await store.outbox.want("job", 1, 2)
        first, second = await store.outbox.stale(TELEGRAM, NOW, 10)
        assert (first.ref.where, second.ref.where, first.wanted) == (JOBS, TERMINE, 3)
        assert await store.outbox.stale(TELEGRAM, NOW, 1) == [first]
        assert [one.ref.where for one in await store.outbox.stale(DISCORD, NOW, 10)] == [THERE]
        await store.outbox.shown(first, 2)
        assert len(await stale(store)) == 2
        await store.outbox.shown(first, 3)
        await store.outbox.ended(second)
        assert await stale(store) == []
        assert len(await store.outbox.postings("job", 1)) == 2
        assert await store.outbox.postings("job", 2) == [other]


async def test_one_occurrence_is_asked_alone(storage: Database) -> None:
    async with storage.begin() as store:
        await posted(store, FIRST, message(1))
        second = await posted(store, SECOND, message(2))
        await store.outbox.want("event", 1, 2, SECOND.occurrence)
        assert await stale(store) == [SECOND]
        assert await store.outbox.postings("event", 1, SECOND.occurrence) == [replace(second, wanted=2)]
        await store.outbox.want("event", 1, 2)
        assert await stale(store) == [FIRST, SECOND]


async def test_a_copy_that_was_on_its_way_when_its_object_changed_follows_too(storage: Database) -> None:
    async with storage.begin() as store:
        await store.outbox.want("job", 1, 2)
        await store.outbox.want("event", 1, 2, SECOND.occurrence)
        assert (await posted(store, CARD, message(1))).wanted == 2
        assert (await posted(store, CARD, message(2), shown=3)).wanted == 3
        assert (await posted(store, FIRST, message(3))).wanted == 1
        assert (await posted(store, SECOND, message(4))).wanted == 2
        await store.outbox.remove_at("job", 1, NOW + HOUR)
        assert (await posted(store, CARD, message(5))).remove_at == NOW + HOUR
        await store.outbox.post(CARD, message(6), None, 3, NOW)
        late = await store.outbox.posting_at(message(6))
        assert late is not None
        assert late.remove_at == NOW


async def test_a_copy_whose_words_nobody_knows_is_stale_only_once_something_is_wanted(storage: Database) -> None:
    async with storage.begin() as store:
        assert (await posted(store, CARD, message(1), shown=-1)).wanted == -1
        await store.outbox.want("job", 1, 0)
        assert await stale(store) == [CARD]


async def test_copies_are_taken_away_at_their_time(storage: Database) -> None:
    async with storage.begin() as store:
        card = await posted(store, CARD, message(1))
        await posted(store, FIRST, message(2))
        await store.outbox.remove_at("job", 1, NOW + HOUR)
        assert await stale(store) == []
        due = await store.outbox.stale(TELEGRAM, NOW + HOUR, 10)
        assert due == [replace(card, remove_at=NOW + HOUR)]
        await store.outbox.want("job", 1, 2)
        assert len(await store.outbox.stale(TELEGRAM, NOW + HOUR, 10)) == 1


async def test_an_errand_is_asked_once_until_its_answer_is_too_old(storage: Database) -> None:
    asked = Errand("membership:1:telegram:101", "membership", {"place": 1, "platform": "telegram", "user": "101"}, NOW)
    async with storage.begin() as store:
        await store.outbox.send_errand(asked, replace(asked, key="andere", due=NOW + HOUR))
        await store.outbox.send_errand(replace(asked, due=NOW - HOUR))
        await store.outbox.send_errand()
        assert await store.outbox.errands(TELEGRAM, NOW, 10) == [asked]
        assert len(await store.outbox.errands(TELEGRAM, NOW + HOUR, 10)) == 2
        assert await store.outbox.errands(TELEGRAM, NOW + HOUR, 1) == [asked]
        await store.outbox.errand_later(asked.key, NOW + HOUR)
        assert await store.outbox.errands(TELEGRAM, NOW, 10) == []

        await store.outbox.errand_done(asked.key, "yes", NOW + DAY)
        assert await store.outbox.answers([asked.key, "andere"], NOW) == {asked.key: "yes"}
        assert await store.outbox.answers([], NOW) == {}
        await store.outbox.send_errand(replace(asked, due=NOW + HOUR))
        assert await store.outbox.answers([asked.key], NOW + HOUR) == {asked.key: "yes"}
        assert await store.outbox.answers([asked.key], NOW + DAY) == {}
        await store.outbox.send_errand(replace(asked, due=NOW + DAY))
        assert replace(asked, due=NOW + DAY) in await store.outbox.errands(TELEGRAM, NOW + DAY, 10)


async def test_news_that_nobody_asked_for_answer_the_next_question(storage: Database) -> None:
    async with storage.begin() as store:
        await store.outbox.errand_done("membership:1:telegram:101", "no", NOW + DAY)
        assert await store.outbox.answers(["membership:1:telegram:101"], NOW) == {"membership:1:telegram:101": "no"}
        assert await store.outbox.errands(TELEGRAM, NOW + DAY, 10) == []
        await store.talk.tidy(NOW + DAY)
        await store.outbox.send_errand(
            Errand("membership:1:telegram:101", "membership", {"platform": "telegram"}, NOW + DAY)
        )
        assert len(await store.outbox.errands(TELEGRAM, NOW + DAY, 10)) == 1


async def test_errands_are_asked_of_their_platform_and_given_up_after_a_week(storage: Database) -> None:
    there = Errand("there", "membership", {"platform": "discord"}, NOW)
    nowhere = Errand("nowhere", "membership", {}, NOW)
    async with storage.begin() as store:
        await store.outbox.send_errand(
            *(Errand(f"{number}", "membership", {"platform": "telegram"}, NOW - HOUR) for number in range(60)),
            there,
            nowhere,
        )
        assert await store.outbox.errands(DISCORD, NOW, 50) == [there]
        await store.outbox.errand_later("there", NOW + 7 * DAY)
        await store.talk.tidy(NOW + 7 * DAY - HOUR * 2)
        assert len(await store.outbox.errands(TELEGRAM, NOW, 99)) == 60
        await store.talk.tidy(NOW + 7 * DAY)
        assert await store.outbox.errands(TELEGRAM, NOW + 8 * DAY, 50) == []
        assert await store.outbox.errands(DISCORD, NOW + 8 * DAY, 50) == [], "however often it was put off"
        assert await store.outbox.next_due() is None
        await store.outbox.send_errand(replace(there, due=NOW + 8 * DAY))
        assert len(await store.outbox.errands(DISCORD, NOW + 8 * DAY, 50)) == 1, "who still needs it asks anew"
