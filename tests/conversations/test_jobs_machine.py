"""Whatever people, time and power cuts do to jobs and teams, in any order, ends in the same cards.

`MACHINE_EXAMPLES=2000` runs it longer, and differently each time.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from bot.domain.jobs import InterestState, JobState
from bot.domain.people import ChatAddress, MessageRef, Platform
from tests.support.jobmachine import pick
from tests.support.teamhands import TeamHands

MANY: Final = int(os.environ.get("MACHINE_EXAMPLES", "0"))
AUTHORS: Final = ("ben@discord", "eva@telegram")
PEOPLE: Final = (*AUTHORS, "anna@telegram", "carla@discord", "emil@discord", "dora@telegram")
TEXTS: Final = (
    "Suche React und Texten",
    "Suche jemanden für Haskell",
    "Suche React, Figma und Fotografie",
    "Suche Hilfe",
)
PARTS: Final = ("React", "Texten, Lektorat", "Fotografie; dazu: React", "")

ANSWERS: Final = ("team.zusagen", "team.zusagen", "team.zusagen", "team.ablehnen", "team.zuruecknehmen")
FORGETTING: Final = ("vergissmich", "forget.undo", "forget.undo", "forget.now", "consent.untag", "consent.untag")
teams = st.lists(st.sampled_from(PEOPLE[2:]), min_size=1, max_size=4, unique=True)
author, person = st.sampled_from(AUTHORS), st.sampled_from(PEOPLE)
number = st.integers(0, 5)
words = st.sampled_from(TEXTS)


class JobsMachine(TeamHands):
    """People who publish, change, take and give seats, while time passes and the process comes and goes."""

    @initialize(text=words, those=teams, seated=st.integers(0, 3), asked=st.booleans())
    def begin(self, text: str, those: list[str], seated: int, asked: bool) -> None:
        """Begin with a job, people who are interested in it, and a team where some of them have a seat."""
        self.write(AUTHORS[0], text)
        self.publish(0)
        self.add_a_part(0, "Fotos", "Fotografie", 2)
        for turn, who in enumerate(those):
            self.be_interested(who, 0, turn, says=False, whole=turn == 2)
        for turn in range(seated):
            self.settle_an_interest(turn, turn, "team.zusagen")
        if asked:
            self.settle_a_seat(0, "team.bitten")

    @rule(who=author, text=words)
    def write(self, who: str, text: str) -> None:
        """Write a draft with the command."""
        self.act(who, "job", titel=f"Portal {text[-4:]}", text=text, ort="Essen")

    @rule(who=person, text=words)
    def post(self, who: str, text: str) -> None:
        """Write a free post."""
        self.posts += 1
        caller = self.town.talk.caller(who, "#jobs")
        assert caller.where
        self.run(self.town.bot.desk.say(caller, text, message=MessageRef(caller.where, f"post{self.posts}")))

    @rule(which=number, text=st.sampled_from((*TEXTS, "")))
    def change_a_post(self, which: int, text: str) -> None:
        """Let the author change the post behind a job, or delete it."""
        found = pick([job for job in self.run(self.town.jobs()) if job.source is not None], which)
        if found is None or found.source is None:
            return
        if not text:
            self.run(self.town.bot.desk.gone(found.source))
            return
        caller = self.town.talk.caller(self.run(self.town.persona(found.author_id)))
        self.run(self.town.bot.desk.edited(replace(caller, where=found.source.where), found.source, text))

    @rule(which=number)
    def publish(self, which: int) -> None:
        """Publish a draft."""
        if (found := self.job(which, JobState.DRAFT)) is not None:
            self.own(which, "job.teilen", JobState.DRAFT, stand=str(found.revision), trotzdem="1")

    @rule(who=person, which=st.integers(0, 30))
    def press(self, who: str, which: int) -> None:
        """Press any button that somebody sees."""
        if (call := pick(self.town.calls(who)[::-1], which)) is not None:
            self.run(self.town.act(who, call, "#jobs" if which % 2 else None))

    @rule(which=number, text=words)
    def edit(self, which: int, text: str) -> None:
        """Change the words of a job in the form."""
        self.own(which, "job.aendern", text=text)

    @rule(which=number, part=st.sampled_from(PARTS))
    def set_skills(self, which: int, part: str) -> None:
        """Say by hand what a job asks for."""
        self.own(which, "job.skills", skills=part)

    @rule(which=number, name=st.sampled_from(("Texte", "Text", "Fotos")), part=st.sampled_from(PARTS), seats=number)
    def add_a_part(self, which: int, name: str, part: str, seats: int) -> None:
        """Add a part."""
        self.own(which, "teil.dazu", name=name, skills=part, plaetze=str(seats))

    @rule(
        which=number, of=number, name=st.sampled_from(("Texte", "Anderes")), part=st.sampled_from(PARTS), seats=number
    )
    def shape_a_part(self, which: int, of: int, name: str, part: str, seats: int) -> None:
        """Give a part another name, other skills or seats."""
        found = self.job(which)
        if found is not None and (one := pick(found.parts, of)) is not None:
            self.own(which, "teil.aendern", teil=one.key, name=name, skills=part, plaetze=str(seats))

    @rule(which=number, of=number, into=number, merges=st.booleans())
    def lose_a_part(self, which: int, of: int, into: int, merges: bool) -> None:
        """Merge a part into another, or remove it."""
        found = self.job(which)
        if found is None or (one := pick(found.parts, of)) is None or (other := pick(found.parts, into)) is None:
            return
        stand = str(found.revision)
        if merges:
            self.own(which, "teil.zusammen", teil=one.key, mit=other.key, stand=stand)
        else:
            self.own(which, "teil.weg", teil=one.key, stand=stand)

    @rule(who=person, which=number, of=number, says=st.booleans(), whole=st.booleans())
    def be_interested(self, who: str, which: int, of: int, says: bool, whole: bool) -> None:
        """Be interested in a part or in a whole job, with a sentence or without."""
        if (found := pick(self.open(), which)) is None:
            return
        one = pick(found.parts, of)
        part = {"teil": one.key} if one is not None and not whole else {}
        self.act(who, "job.interesse", job=str(found.id), **part, **({"satz": "Gern."} if says else {"satz": ""}))

    @rule(which=number, of=number, command=st.sampled_from(ANSWERS))
    def settle_an_interest(self, which: int, of: int, command: str) -> None:
        """Let the author accept or decline somebody who waits, or let them take their interest back."""
        found = [
            (job, wish) for job in self.open() for wish in self.team(job)[1] if wish.state is InterestState.WAITING
        ]
        if (one := pick(found, which)) is None:
            return
        job, wish = one
        values = {"job": str(job.id), "teil": wish.part}
        if command == "team.zuruecknehmen":
            self.act(self.persona(wish.member_id), command, **values)
            return
        part = pick(job.parts, of)
        if command == "team.zusagen" and part is not None and not wish.part:
            values["platz"] = part.key
        self.act(self.persona(job.author_id), command, wer=str(wish.member_id), **values)

    @rule(which=number, command=st.sampled_from(("team.freigeben", "team.bitten", "team.bitten", "team.aussteigen")))
    def settle_a_seat(self, which: int, command: str) -> None:
        """Free a seat, leave it, or ask who sits there to be the contact person."""
        if (one := pick([(job, seat) for job in self.open() for seat in self.team(job)[0]], which)) is None:
            return
        job, seat = one
        part = {} if command == "team.bitten" else {"teil": seat.part}
        if command == "team.aussteigen":
            self.act(self.persona(seat.member_id), command, job=str(job.id), **part)
        else:
            self.act(self.persona(job.author_id), command, job=str(job.id), wer=str(seat.member_id), **part)

    @rule(which=number, command=st.sampled_from(("team.uebernehmen", "team.uebernehmen", "team.liebernicht")))
    def answer_about_the_contact(self, which: int, command: str) -> None:
        """Agree to be the contact person, or not."""
        asked = [(job, job.contact_asked_id) for job in self.run(self.town.jobs()) if job.contact_asked_id is not None]
        if (one := pick(asked, which)) is not None:
            self.act(self.persona(one[1]), command, job=str(one[0].id))

    @rule(which=number, command=st.sampled_from(("team.abgeben", "team.wiederich")))
    def give_the_contact_back(self, which: int, command: str) -> None:
        """Give it back to be the contact person, or take it back."""
        held = [(job, job.contact_id) for job in self.run(self.town.jobs()) if job.contact_id is not None]
        if (one := pick(held, which)) is not None:
            job, contact = one
            self.act(self.persona(contact if command == "team.abgeben" else job.author_id), command, job=str(job.id))

    @rule(which=number, form=st.sampled_from(("main", "each", "together")))
    def sign(self, which: int, form: str) -> None:
        """Settle who signs."""
        self.own(which, "team.unterschreibt", form=form)

    @rule(
        which=number,
        command=st.sampled_from(("job.vergeben", "job.zurueck", "job.loeschen", "job.wieder", "job.wieder")),
    )
    def close(self, which: int, command: str) -> None:
        """Close a job, or open it again."""
        self.own(which, command)

    @rule(which=number, command=st.sampled_from(("orga.schliessen", "orga.entfernen")))
    def moderate(self, which: int, command: str) -> None:
        """Let an organiser close or remove a job."""
        if (found := self.job(which)) is not None:
            self.act("orga@discord", command, job=str(found.id), **({"grund": "Werbung"} if "entf" in command else {}))

    @rule(who=st.sampled_from(PEOPLE[1:]), command=st.sampled_from(FORGETTING))
    def think_again(self, who: str, command: str) -> None:
        """Wish to be forgotten, take it back, or be tagged no more."""
        self.act(who, command)

    @rule(who=person, leaves=st.booleans())
    def come_and_go(self, who: str, leaves: bool) -> None:
        """Leave every place, or come back."""
        address = self.town.talk.caller(who).address
        absent = self.town.wires[address.platform].absent
        (absent.add if leaves else absent.discard)(address.user)
        for place in ("jobs", "termine"):
            where = ChatAddress(address.platform, f"{address.platform}-{place}")
            self.run((self.town.bot.desk.left if leaves else self.town.bot.desk.came)(address, where))

    @rule(hours=st.sampled_from((1, 12, 25, 24 * 4, 24 * 18)))
    def pass_time(self, hours: int) -> None:
        """Let time pass while nothing is delivered."""
        self.town.clock.at += timedelta(hours=hours)

    @rule()
    def restart(self) -> None:
        """Stop the bot in order and start it again."""
        self.run(self.town.stop())
        self.run(self.town.start())

    @rule(platform=st.sampled_from(Platform), when=st.sampled_from(("before", "after")))
    def be_killed_soon(self, platform: Platform, when: str) -> None:
        """Let the next request to a platform be the last of the process."""
        self.town.wires[platform].kills = when


@pytest.mark.timeout(0 if MANY else 300)
def test_any_order_ends_in_the_same_cards() -> None:
    run_state_machine_as_test(
        JobsMachine,
        settings=settings(
            max_examples=MANY or 15,
            stateful_step_count=40,
            derandomize=not MANY,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
