"""The labelled dates: nothing may fall below what was reached, on any of the sets.

A floor lies a little under the figure of its day (benchmarks/README.md has the figures). `unseen` is what no rule was
written for.
"""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from tests.calendar import scoring

_PAPERS: Final = Path(__file__).parents[3] / "shared" / "eval" / "dates"


@pytest.mark.parametrize(
    ("name", "right", "wrong"), [("examples", 0.985, 0.0), ("seen", 0.975, 0.006), ("unseen", 0.975, 0.01)]
)
def test_dates_are_read_as_well_as_before(name: str, right: float, wrong: float) -> None:
    if not scoring.is_there(name):
        pytest.skip("this set is not here")
    reached = scoring.figures(name)
    assert reached.right >= right
    assert reached.wrong <= wrong


def _written(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()


@pytest.mark.skipif(not (_PAPERS / "score.py").exists(), reason="the scorer of the papers is not here")
def test_our_figures_are_those_of_the_scorer_of_the_papers(tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    lines = []
    for item in map(json.loads, (_PAPERS / "dev.jsonl").read_text("utf-8").splitlines()):
        said = scoring.answer(item)
        start, end = _written(said.start), _written(said.end)
        lines.append({"id": item["id"], "kind": said.kind, "start": start, "end": end, "rrule": said.rule})
    answers.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    told = subprocess.run(  # noqa: S603 -- our own interpreter, files of our own
        [sys.executable, _PAPERS / "score.py", answers], capture_output=True, check=True, timeout=60, text=True
    )
    ours = scoring.figures("examples")
    assert f"fully right {ours.right:.3f}   confidently wrong {ours.wrong:.3f}   of {ours.of}" in told.stdout
