"""A file that is taken over once: what is new comes quietly, what differs is said, what is subscribed to stays so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.calendar.ical.reading import parse
from bot.domain.events import Feed
from bot.importing import Outcome, take_over
from tests.feeds.test_subscriptions import BARCAMP, TWITTWOCH, calendar, entry, shown
from tests.support.happenings import cards, entered, news, posted
from tests.support.talking import Talk, community

ZONE = "Europe/Berlin"


async def take(c: Talk, data: bytes, town: str | None = None) -> Outcome:
    """Take a file over, and deliver."""
    async with c.bot.storage.begin() as store:
        outcome = await take_over(store, parse(data, ZONE), c.clock.at, town)
    await c.due()
    return outcome


async def test_a_file_comes_quietly_and_again_changes_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        first = await take(c, calendar(TWITTWOCH, BARCAMP, entry("alt", "Vorbei", "20250101T190000")))
        assert (first.new, first.changed, first.unchanged) == (2, 0, 1)
        again = await take(c, calendar(TWITTWOCH, BARCAMP))
        assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
        assert cards(c) == news(c) == []
        await c.move(days=7, hours=23)
        assert posted(c) == ["In 7 Tagen: Twittwoch", "Morgen: Twittwoch"]


async def test_a_file_that_makes_new_uids_each_time_doubles_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await take(c, calendar(TWITTWOCH, entry("a", "Kochen", "20261210T190000")))
        await entered(c, "anna@telegram", '/termin Kochen wann="10.12. 19:00"')
        later = TWITTWOCH.replace("t@example", "t2@example")
        again = await take(c, calendar(later, entry("a2", "Kochen", "20261210T190000", "LOCATION:Bochum")))
        assert (again.new, again.changed, again.unchanged) == (0, 1, 1)
        assert len(shown(news(c), "Kochen (Do., 10. Dezember, 19:00 Uhr) ist geändert")) == 1
        other = await take(c, calendar(entry("a3", "Kochen", "20261211T190000")))
        assert (other.new, other.changed) == (1, 0)


async def test_what_differs_is_said_and_what_is_not_named_stays(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await take(c, calendar(TWITTWOCH, BARCAMP))
        moved = entry("b", "BarCamp Ruhr", "20270321T090000", "LOCATION:Dortmund")
        outcome = await take(c, calendar(moved))
        assert (outcome.new, outcome.changed, outcome.cancelled) == (0, 1, 0)
        assert len(shown(news(c), "BarCamp Ruhr ist verlegt")) == 1
        gone = await take(c, calendar(entry("t", "Twittwoch", "20261209T190000", "STATUS:CANCELLED")))
        assert gone.cancelled == 1
        assert len(shown(news(c), "Twittwoch (Mi., 9. Dezember, 19:00 Uhr) ist abgesagt.")) == 1


async def test_what_cannot_be_kept_is_named_and_the_rest_comes(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        secondly = entry("s", "Sekunden", "20261209T190000", "RRULE:FREQ=SECONDLY")
        outcome = await take(c, calendar(TWITTWOCH, secondly), "Herne")
        assert outcome.new == 1
        (finding,) = outcome.findings
        assert finding.startswith("„Sekunden“ fehlt")


async def test_what_a_subscription_brings_is_left_to_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await take(c, calendar(TWITTWOCH))
        async with c.bot.storage.begin() as store:
            feed = await store.feeds.create(Feed(0, "https://example.org/a.ics", "A", None, c.clock.at, due=c.clock.at))
            (event,) = await store.events.active()
            await store.events.save(replace(event, feed_id=feed.id))
        outcome = await take(c, calendar(entry("t", "Anders", "20261209T190000")))
        assert (outcome.changed, outcome.unchanged) == (0, 1)
        assert news(c) == []
