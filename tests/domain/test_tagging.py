"""What two accounts of one person said of being tagged, made one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.skills import Skill
from bot.domain.tagging import MOST_MUTED, NO_WISHES, Overview, Ping, Wishes, pinged_together, together

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
WORDPRESS, SHOPIFY = Skill("wordpress", "WordPress", "web"), Skill("shopify", "Shopify", "web")


def test_of_two_wishes_the_stricter_stands() -> None:
    one = Wishes(5, (0, 6), NOW, (WORDPRESS,), Overview.WEEKLY)
    other = Wishes(2, (5, 6), NOW + DAY, (SHOPIFY, WORDPRESS), Overview.NEVER)
    both = Wishes(2, (0, 5, 6), NOW + DAY, (WORDPRESS, SHOPIFY), Overview.NEVER)
    assert together(one, other) == both
    assert together(other, one).muted_keys == both.muted_keys


def test_who_said_nothing_changes_nothing() -> None:
    one = Wishes(0, (3,), NOW, (WORDPRESS,), Overview.DAILY)
    assert together(one, NO_WISHES) == together(NO_WISHES, one) == one
    assert together(NO_WISHES, NO_WISHES) == NO_WISHES


def test_no_more_is_muted_than_one_may_mute() -> None:
    many, more = (
        Wishes(muted=tuple(Skill(f"{word}{number}", "x", None) for number in range(MOST_MUTED))) for word in "ab"
    )
    assert len(together(many, more).muted) == MOST_MUTED


def test_a_job_counts_once_and_for_as_long_as_for_either() -> None:
    one, other = (Ping(1, NOW), Ping(2, NOW + DAY)), (Ping(1, NOW + DAY), Ping(3, NOW))
    assert set(pinged_together(one, other)) == {Ping(1, NOW + DAY), Ping(2, NOW + DAY), Ping(3, NOW)}
