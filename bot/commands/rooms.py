"""The room of a team, which its author chooses, and the page for the customer."""

from __future__ import annotations

from typing import Annotated, Final

from bot.commands.job_form import Number
from bot.commands.own_jobs import counted, not_open, own
from bot.context import Context
from bot.domain.jobs import Job, JobState
from bot.domain.rooms import inside
from bot.errors import InvalidInput, NotAllowed, NotFound
from bot.outbox import rooms as outbox
from bot.outbox.teams import speaker
from bot.talk.answers import Answer, say
from bot.talk.commands import Option, Reading, Theme
from bot.talk.links import read_chat_link
from bot.talk.text import Phrase
from bot.talk.translation import translator
from bot.views import rooms as view
from bot.views import team_summary

theme: Final = Theme()


def _link(value: str, _reading: Reading) -> str:
    return read_chat_link(value)


_LINK: Final = Option("Link", "Einladungslink der Gruppe oder Link des Themas, zum Beispiel t.me/+abc", read=_link)


async def led(ctx: Context, job: int) -> Job:
    """Return the caller's own job that a team works on, which at least one other person has joined."""
    found = await own(ctx, job)
    if found.state not in outbox.LASTS_IN:
        raise not_open(found)
    if not any(seat.member_id != found.author_id for seat in await ctx.store.jobs.seats(found.id)):
        raise NotFound(Phrase("Bei „{title}“ hat gerade niemand einen Platz.", title=found.title))
    return found


@theme.action("team.raum")
async def show(ctx: Context, job: Number) -> Answer:
    """Show the author which room the team has, or which ones they can choose."""
    found = await led(ctx, job)
    without = outbox.without_account(await outbox.team_of(ctx.store, found))
    can_open, room = await outbox.can_open(ctx.store), await ctx.store.rooms.of(found.id)
    if room is None:
        return view.choose(found, without, can_open=can_open)
    return view.has_one(found, room, without, can_open=can_open)


@theme.action("team.raumauf", hourly=5)
async def open_room(ctx: Context, job: Number) -> Answer:
    """Open a closed room for the team; an earlier one is closed."""
    found = await led(ctx, job)
    if not await outbox.can_open(ctx.store):
        raise InvalidInput(Phrase("Eure Community ist nicht auf Discord. Nimm einen Link aus Telegram."))
    after = await counted(ctx, found)
    await outbox.open_beside(ctx.store, after, ctx.now)
    return view.opening(after)


@theme.action("team.raumlink", "Link zum Teamraum", form=True, hourly=10)
async def give_link(ctx: Context, job: Number, link: Annotated[str, _LINK]) -> Answer:
    """Take a link that the author supplies; everybody in the team gets it privately."""
    found = await led(ctx, job)
    room = await ctx.store.rooms.of(found.id)
    if room is not None and room.link == link:
        return view.link_sent(found)
    after = await counted(ctx, found)
    await outbox.give_link(ctx.store, after, link, ctx.now)
    return view.link_sent(after)


@theme.action("team.bindda", hourly=10)
async def here(ctx: Context, job: Number) -> Answer:
    """Let somebody into the room who has come to where it is."""
    found, me = await outbox.room_of(ctx.store, job), ctx.member
    team = await outbox.team_of(ctx.store, found[0]) if found is not None else []
    if found is None or me is None or me.id not in {member.id for member in team}:
        raise NotFound(Phrase("Dieser Teamraum ist nicht mehr da, oder du bist nicht mehr im Team."))
    _, room = found
    if room.place_id is None or not inside(me):
        raise InvalidInput(Phrase("Dorthin kann ich dich nicht holen. Frag die Person, die den Auftrag gibt."))
    step = f"here:{me.id}:{int(ctx.now.timestamp())}"
    await outbox.send_follow(ctx.store, job, room.number, room.place_id, step, ctx.now)
    return say(Phrase("Ich hole dich dazu. Klappt es nicht, bist du noch nicht auf dem Server."))


@theme.action("team.kunde", hourly=20)
async def for_customer(ctx: Context, job: Number) -> Answer:
    """Give somebody in the team the page for the customer as a file."""
    found, me = await ctx.store.jobs.get(job), ctx.member
    is_there = found is not None and found.state not in (JobState.DRAFT, JobState.DELETED)
    team = await outbox.team_of(ctx.store, found) if found is not None and is_there else []
    if found is None or me is None or me.id not in {member.id for member in team}:
        raise NotAllowed(Phrase("Das geht nur, wenn du in diesem Team bist."))
    contact = await speaker(ctx.store, found)
    if contact is None:
        raise NotFound(Phrase("Diesen Auftrag gibt es nicht mehr."))
    return team_summary.for_customer(found, contact, translator(ctx.language))
