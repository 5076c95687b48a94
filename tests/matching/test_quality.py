"""The labelled posts and the chatter: nothing may fall below what was reached, on any of the sets.

A floor lies a little under the figure of its day (benchmarks/README.md has the figures). It guards what is there; it is
not what we want: that stands in the README. `unseen` is what no rule was written for, `fresh` what
nobody looked at since it was written, by the hand that mended the rules, `matched` as hard as the examples and closed,
`long` ads and stories of 330 to 1,100 characters, closed as well. `harder` are posts, most of them long, that were read
much worse at first sight than all before; half of them were opened, `harder-unseen` was not.

The floors of who is found, and their order, went down once, by one to two points in the evening of 2026-11-28, when a
second trade beside a person and posts in doubt began to tag nobody: every third wrong tag went, and some right ones.
Since one who comes nearest is tagged where nobody covers half of a part, they are back where they were or higher, and
the floors of those who cover half (`strict`) went down by one to two points: two in three of such people cover a third.
On 2026-11-29 those of who is found and their order went down by one point, on purpose: of two parts two people each are
tagged, no more, since wrong tags are what the issue allows the least of. Those of fitting tags rose. Then `seen` got
240 long posts more, which are read less well: its own floors went down by half a point with them. Later that day one
denied skill and a precision of one point were given away on `long` for three points of recall; all else there rose.

Later still three people for each of several parts took the place of two of two and five of more: who is found and
their order rose by one to two points everywhere, fitting tags fell by up to half a point where posts are short, and
their floors on `seen` and `matched` with them. `harder` and `harder-unseen` got 660 and 220 posts more.

Then parts that are named once and in passing came to be in doubt, and fewer are tagged for them: the floors of fitting
tags rose by one to four points, those of who is found on `harder` count 110 other posts, and one of 67 tags on the
examples went, a right one, which costs their floor of who fits half of a point in a thousand.

`usual` came after that: posts of a chat and sober ads as on portals, 470 opened and 150 closed. All other floors stayed
or rose with it.

In the evening of 2026-11-29 nobody was tagged any more for wide trades that stand loosely beside another one, and three
people instead of five who cover only what is wide of several skills: on the closed sets one to two points more of the
tags fit, and their order is up to a point better. It costs a few right ones where posts are short: the floors of who is
found went down by one point on `examples` and `fresh`, by half of one on `seen` and by two or three in a thousand on
`harder` and `harder-unseen`.

On 2026-11-30 eight thousand words of the trades came in: of the closed requests in other words 25 in 725 more are read,
and `unseen`, `harder` and what short posts ask for rose. On `usual-unseen` they cost two skills in 355 and one of 36
posts that ask for nobody, on `long` one point of who is found; these floors went down with them.

Later that day came `late`, the last of three batches in the statistics of the examples, and `posts`, of up to 600
characters. Both are read worse than `matched` and `lines`: the first two batches were opened, and what was mended on
them and on `posts` moved neither `late` nor `posts-unseen`. All other floors stayed or rose.

After that posts came to be judged by their tone as well: by single words that go along with a request or with chat.
Of short posts a third fewer that ask for nobody ping somebody, and who is found rose by two to four points on sober
and long ones, since fewer of these are in doubt. These let more through as well: of 36 long posts that ask for nobody
four ping somebody and not two, of 320 of `harder` ten and not nine, and of the tags on `harder-unseen` half of a
point fewer fit. Three more floors fell by a thousandth, one by two: who fits on `unseen`, `long` and `usual`, parts
on `usual`. Then `late` got a second batch that stays closed, and `posts` 220 more, of whose 80 requests 31 are
missed: 21 of them for trades that no vocabulary of freelancers has (a bus driver, a roofer, a midwife).

In the afternoon of 2026-11-30 three hundred posts of `harder-unseen` were opened and lie with `harder`: both count
other posts since, and of the 72 left in the closed one that ask for nobody ten ping somebody. What was mended on them
(their own F1 went from 0.887 to 0.932) moved the closed sets by a thousandth or two; of the tags on `unseen` one in a
thousand fewer fits at all, four more fit fully.
"""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from bot.jsonlines import Complaints
from bot.matching.batch import Batch, members_of
from bot.matching.naming.vocabulary import Vocabulary
from tests.matching import scoring

_PAPERS: Final = Path(__file__).parents[3] / "shared" / "eval" / "matching"


@pytest.mark.parametrize(
    ("name", "f1", "precision", "parts", "lenient", "strict", "found", "ndcg"),
    [
        ("examples", 0.99, 0.99, 0.98, 0.98, 0.9685, 0.945, 0.965),
        ("seen", 0.954, 0.962, 0.942, 0.922, 0.893, 0.852, 0.863),
        ("fresh", 0.86, 0.935, 0.877, 0.945, 0.945, 0.795, 0.82),
        ("matched", 0.962, 0.97, 0.965, 0.94, 0.884, 0.88, 0.885),
        ("unseen", 0.905, 0.925, 0.907, 0.854, 0.837, 0.809, 0.807),
        ("long", 0.903, 0.888, 0.89, 0.878, 0.833, 0.822, 0.85),
        ("harder", 0.925, 0.938, 0.881, 0.868, 0.825, 0.745, 0.762),
        ("harder-unseen", 0.894, 0.921, 0.87, 0.872, 0.792, 0.731, 0.761),
        ("usual", 0.961, 0.961, 0.951, 0.879, 0.862, 0.86, 0.877),
        ("usual-unseen", 0.93, 0.926, 0.918, 0.866, 0.841, 0.897, 0.88),
        ("late", 0.917, 0.949, 0.888, 0.844, 0.822, 0.813, 0.797),
    ],
)
def test_posts_are_read_and_people_chosen_as_well_as_before(
    name: str, f1: float, precision: float, parts: float, lenient: float, strict: float, found: float, ndcg: float
) -> None:
    reached = scoring.figures(name)
    assert reached.f1 >= f1
    assert reached.precision >= precision
    assert reached.parts >= parts
    assert reached.lenient >= lenient
    assert reached.strict >= strict
    assert reached.found >= found
    assert reached.ndcg >= ndcg


@pytest.mark.parametrize(
    ("name", "denied", "pinged"),
    [
        ("examples", 0.0, 0.0),
        ("seen", 0.025, 0.0058),
        ("fresh", 0.06, 0.07),
        ("matched", 0.0, 0.015),
        ("unseen", 0.066, 0.032),
        ("long", 0.067, 0.112),
        ("harder", 0.047, 0.031),
        ("harder-unseen", 0.068, 0.139),
        ("usual", 0.025, 0.058),
        ("usual-unseen", 0.03, 0.084),
        ("late", 0.0, 0.042),
    ],
)
def test_what_is_denied_and_who_asks_for_nobody_tags_no_more_than_before(
    name: str, denied: float, pinged: float
) -> None:
    reached = scoring.figures(name)
    assert reached.denied <= denied
    assert reached.pinged <= pinged


@pytest.mark.parametrize(
    ("name", "share"), [("chatter", 0.007), ("ordinary", 0.01), ("ordinary-unseen", 0.014), ("chatter-unseen", 0.043)]
)
def test_ordinary_chatter_is_taken_for_a_request_no_oftener_than_before(name: str, share: float) -> None:
    assert len(scoring.asking(name)) <= share * scoring.chatter(name)


@pytest.mark.parametrize(
    ("name", "missed", "taken"),
    [
        ("lines", 0.079, 0.03),
        ("lines-unseen", 0.1, 0.041),
        ("everyday", 0.025, 0.02),
        ("posts", 0.17, 0.057),
        ("posts-unseen", 0.275, 0.135),
    ],
)
def test_posts_are_taken_for_what_they_are_as_well_as_before(name: str, missed: float, taken: float) -> None:
    lines = scoring.lines(name)
    assert lines.missed <= missed * lines.asking
    assert lines.taken <= taken * lines.others


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("told", 0.95),
        ("described", 0.675),
        ("described-unseen", 0.54),
        ("otherwise", 0.84),
        ("otherwise-unseen", 0.72),
    ],
)
def test_requests_that_tell_a_skill_in_other_words_are_read_as_well_as_before(name: str, share: float) -> None:
    whole, read = scoring.told(name)
    assert read >= share * whole


@pytest.mark.parametrize(("name", "precision", "recall"), [("typed", 0.97, 0.98), ("typed-unseen", 0.97, 0.975)])
def test_skills_that_members_type_are_read_as_well_as_before(name: str, precision: float, recall: float) -> None:
    reached = scoring.typed(name)
    assert reached[0] >= precision
    assert reached[1] >= recall


@pytest.mark.parametrize(("name", "share"), [("turns", 0.89), ("turns-unseen", 0.795)])
def test_turns_of_phrase_are_read_as_what_they_say_of_a_skill_as_well_as_before(name: str, share: float) -> None:
    assert scoring.turns(name) >= share


@pytest.mark.skipif(not (_PAPERS / "score.py").exists(), reason="the scorer of the papers is not here")
def test_our_figures_are_those_of_the_scorer_of_the_papers(vocabulary: Vocabulary, tmp_path: Path) -> None:
    members = members_of(
        (_PAPERS / "members.jsonl").read_bytes().splitlines(), vocabulary, "members", Complaints(pytest.fail)
    )
    batch = Batch(vocabulary, date(2026, 11, 27), members)
    answers = tmp_path / "answers.jsonl"
    answers.write_text("\n".join(map(batch.answer, (_PAPERS / "jobs.jsonl").read_bytes().splitlines())), "utf-8")
    told = subprocess.run(  # noqa: S603 -- our own interpreter, files of our own
        [sys.executable, _PAPERS / "score.py", answers, "--split", "all", "--json"],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    theirs, ours = json.loads(told.stdout), scoring.figures("examples")
    assert (ours.precision, ours.recall, ours.f1, ours.parts) == pytest.approx(
        [theirs[name] for name in ("skill_P", "skill_R", "skill_F1", "part_F1")], abs=0.0006
    )
    assert (ours.lenient, ours.strict, ours.found, ours.ndcg) == pytest.approx(
        [theirs[name] for name in ("tag_P_lenient", "tag_P_strict", "tag_recall_at_cap", "nDCG5")], abs=0.0006
    )
