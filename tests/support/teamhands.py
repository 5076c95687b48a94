"""What people do with a team beyond its seats: hand on, recommend, meet, end a project, link, take a break."""

from __future__ import annotations

import re
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Row, Select, select

from bot.domain.handing_on import Handover, may_hand_on
from bot.domain.jobs import JobState
from bot.domain.people import Platform
from bot.talk.answers import Call
from storage.schema import handovers, link_codes, recommendations
from tests.support.dumping import work_of
from tests.support.jobmachine import TownMachine, pick

CODE: Final = re.compile(r"(?:[A-Z2-7]{2,4}-){3,}[A-Z2-7]{2,4}")
PEOPLE: Final = ("ben@discord", "eva@telegram", "anna@telegram", "carla@discord", "emil@discord", "dora@telegram")
ON_DISCORD: Final = tuple(one for one in PEOPLE if one.endswith(Platform.DISCORD))
ON_TELEGRAM: Final = tuple(one for one in PEOPLE if one.endswith(Platform.TELEGRAM))
SKILLS: Final = ("skill:React", "skill:Texten", "skill:Fotografie", "skill:WordPress")
BREAKS: Final = ("tagging.pause", "tagging.mute", "fragen.aus", "fragen.an", "tagging.rest")
person, number = st.sampled_from(PEOPLE), st.integers(0, 5)


class TeamHands(TownMachine):
    """The rules of what is handed on, recommended, ended and linked."""

    @rule(which=number, of=number, to=person, skill=st.sampled_from((*SKILLS, "", "", "")), speaks=st.booleans())
    def hand_on(self, which: int, of: int, to: str, skill: str, speaks: bool) -> None:
        """Offer something that somebody may hand on, to a person or to whoever has a skill."""
        ways = [
            (job, member_id, way)
            for job in self.run(self.town.jobs())
            for member_id in sorted({job.author_id, *(seat.member_id for seat in self.team(job)[0])})
            for way in may_hand_on(job, self.team(job)[0], member_id)
        ]
        if (found := pick(ways, which * 7 + of)) is None:
            return
        job, giver, (scope, part) = found
        an = skill or f"person:{self.run(self.town.member(to))}"
        persona = self.persona(giver)
        values = {"job": str(job.id), "was": f"{scope}:{part}", "an": an, "anteil": "", "satz": ""}
        self.act(persona, "weiter.bedingungen", **values, kontakt="wer übernimmt" if speaks else "")
        offers = [call for call in self.town.calls(persona) if call.command == "weiter.anbieten"]
        if offers:
            self.run(self.town.act(persona, offers[0]))

    @rule(which=number, of=number, command=st.sampled_from(("annehmen", "annehmen", "ablehnen", "ansehen", "zurueck")))
    def settle_an_offer(self, which: int, of: int, command: str) -> None:
        """Agree to an offer, decline it, look at it, or take it back."""
        if (offer := pick(self.offers(), which)) is None:
            return
        asked = pick(self.run(self._asked(offer.id)), of)
        who = offer.giver_id if command == "zurueck" or asked is None else asked
        self.act(self.persona(who), f"weiter.{command}", angebot=str(offer.id))

    @rule(who=person, whom=person, which=number, of=number)
    def recommend(self, who: str, whom: str, which: int, of: int) -> None:
        """Recommend a colleague for a part of an open job."""
        if (found := pick(self.open(), which)) is None:
            return
        wen = f"person:{self.run(self.town.member(whom))}"
        part = pick(found.parts, of)
        if part is None:
            self.act(who, "empfehlen", job=str(found.id), wen=wen)
        else:
            self.act(who, "empfehlen.teil", job=str(found.id), wen=wen, teil=part.key)

    @rule(which=number, command=st.sampled_from(("empfohlen.interesse", "empfohlen.interesse", "empfohlen.ablehnen")))
    def answer_a_recommendation(self, which: int, command: str) -> None:
        """Be interested in what one was recommended for, or not."""
        rows = self.run(self._rows(select(recommendations).order_by(recommendations.c.id)))
        if (found := pick(rows, which)) is not None:
            self.act(self.persona(found.member_id), command, nummer=str(found.id))

    @rule(which=number, command=st.sampled_from(("team.raumauf", "team.raumlink", "team.raum")))
    def meet(self, which: int, command: str) -> None:
        """Give a team a room."""
        link = {"link": f"https://t.me/+AbCdEf{which}"} if command == "team.raumlink" else {}
        self.own(which, command, JobState.OPEN, **link)

    @rule(which=number)
    def end_the_project(self, which: int) -> None:
        """End a project."""
        if (found := self.job(which, JobState.OPEN, JobState.ASSIGNED, JobState.EXPIRED)) is not None:
            self.act(self.persona(found.author_id), "team.endeja", job=str(found.id), stand=str(found.revision))

    @rule(which=number, became=st.sampled_from(("ja", "nein", "offen")), step=st.integers(1, 2))
    def say_what_became_of_it(self, which: int, became: str, step: int) -> None:
        """Answer what became of a job."""
        self.own(which, "job.arbeit", JobState.ASSIGNED, war=became, mal=str(step))

    @rule(one=st.sampled_from(ON_DISCORD), other=st.sampled_from(ON_TELEGRAM), turned=st.booleans())
    def link(self, one: str, other: str, turned: bool) -> None:
        """Make two accounts one person."""
        first, second = (other, one) if turned else (one, other)
        shown = CODE.search(self.run(self.town.act(first, Call("verknuepfen"))))
        if shown is None:
            return
        self.act(second, "verknuepfen", code=shown[0])
        rows = self.run(self._rows(select(link_codes).order_by(link_codes.c.id)))
        if rows:
            self.act(second, "link.ja", nr=str(rows[-1].id))
            self.act(first, "link.bestaetigen", nr=str(rows[-1].id))

    @rule(who=person)
    def part(self, who: str) -> None:
        """Make one person two again."""
        self.act(who, "link.getrennt")

    @rule(who=person, command=st.sampled_from(BREAKS))
    def take_a_break(self, who: str, command: str) -> None:
        """Take a break from tags or questions, or end it."""
        self.act(who, command, **({"skill": "react"} if command == "tagging.mute" else {}))

    def offers(self) -> list[Handover]:
        """Return the open offers."""

        async def found() -> list[Handover]:
            async with self.town.bot.storage.begin() as store:
                rows = await work_of(store).all(select(handovers.c.id).order_by(handovers.c.id))
                offers = [await store.handovers.get(row.id) for row in rows]
            return [one for one in offers if one is not None and one.is_open]

        return self.run(found())

    async def _asked(self, offer_id: int) -> list[int]:
        async with self.town.bot.storage.begin() as store:
            return [one.member_id for one in await store.handovers.asked(offer_id)]

    async def _rows(self, query: Select[Any]) -> list[Row[Any]]:
        async with self.town.bot.storage.begin() as store:
            return list(await work_of(store).all(query))
