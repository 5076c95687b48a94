"""What a state machine over the desk has in its hands: a town, an event loop, the jobs and who is at them."""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain.jobs import Interest, Job, JobState, Seat
from bot.talk.answers import Call
from tests.support import jobtruth
from tests.support.jobtown import prepared

T = TypeVar("T")


def pick(things: Sequence[T], which: int) -> T | None:
    """Return one of several, the newest for 0; None where there is none."""
    return things[-1 - which % len(things)] if things else None


class TownMachine(RuleBasedStateMachine):
    """A town in which rules act; after each of them what is always true holds, and at rest the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="ideenherd-machine-"))
        self.runner = asyncio.Runner()
        self.town = prepared(self.folder)
        logging.getLogger().addHandler(self.town.errors)
        self.posts = 0
        self.run(self.town.start())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the loop of this example."""
        return self.runner.run(work)

    def act(self, persona: str, command: str, **values: str) -> None:
        """Press something."""
        self.run(self.town.act(persona, Call(command, values)))

    def job(self, which: int, *states: JobState) -> Job | None:
        """Return one of the jobs that are in some states."""
        return pick([job for job in self.run(self.town.jobs()) if not states or job.state in states], which)

    def open(self) -> list[Job]:
        """Return the open jobs."""
        return [job for job in self.run(self.town.jobs()) if job.state is JobState.OPEN]

    def team(self, job: Job) -> tuple[list[Seat], list[Interest]]:
        """Return who sits at a job, and who is interested."""
        return self.run(self.town.team(job))

    def persona(self, member_id: int) -> str:
        """Return who a member is."""
        return self.run(self.town.persona(member_id))

    def own(self, which: int, command: str, *states: JobState, **values: str) -> None:
        """Let the author of a job press something about it."""
        if (found := self.job(which, *states)) is not None:
            self.act(self.persona(found.author_id), command, job=str(found.id), **values)

    @rule()
    def deliver(self) -> None:
        """Do whatever is due."""
        self.run(self.town.deliver())
        self.run(jobtruth.at_rest(self.town))

    @invariant()
    def holds(self) -> None:
        """Hold what is always true."""
        self.run(jobtruth.always(self.town))

    def teardown(self) -> None:
        """Deliver what is left, hold what is true at rest, and clear away."""
        try:
            self.deliver()
        finally:
            logging.getLogger().removeHandler(self.town.errors)
            self.run(self.town.stop())
            self.runner.close()
            shutil.rmtree(self.folder)
