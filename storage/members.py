"""Members, their accounts, their skills and the ledger of consent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, exists, func, insert, select, union, union_all, update

from bot.domain.members import Account, Agreement, Availability, Member, Trade, Visibility
from bot.domain.people import Address, Platform
from bot.domain.sending import Outcome
from bot.domain.skills import MemberSkill, Skill, Stance
from bot.domain.tagging import Ping
from storage.addresses import ACCOUNT, is_account, its_account
from storage.changing import NEWEST, Changed
from storage.deliveries import OPEN
from storage.erasing import erase_member
from storage.gathering import belonging
from storage.hanging import KEPT, OWNED
from storage.parameters import its, same
from storage.schema import (
    accounts,
    agreements,
    deliveries,
    links,
    member_skills,
    members,
    misses,
)
from storage.tagging import pings_of, wishes_of, written_pings, written_wishes
from storage.types import instant
from storage.work import Work

FINDABLE = (
    members.c.visibility.in_((Visibility.TAGGED, Visibility.LISTED))
    & members.c.erase_at.is_(None)
    & members.c.left_at.is_(None)
)


_WHOLE: Final = select(
    members,
    belonging(
        accounts.c.member_id == members.c.id,
        *(accounts.c[name] for name in ("id", "platform", "login", "name", "closed_until")),
    ).label("logins"),
    belonging(
        member_skills.c.member_id == members.c.id,
        *(member_skills.c[name] for name in ("position", "key", "label", "part", "stance")),
    ).label("named"),
).order_by(members.c.id)
_AT: Final = _WHOLE.where(
    members.c.id == select(accounts.c.member_id).where(same(accounts, *ACCOUNT)).correlate(None).scalar_subquery()
)
_GET: Final = _WHOLE.where(same(members, "id"))
_MANY: Final = _WHOLE.where(members.c.id.in_(bindparam("ids", expanding=True)))
_FINDABLE: Final = _WHOLE.where(FINDABLE)
_NAMES: Final = union(
    select(members.c.id, members.c.name).where(FINDABLE),
    select(members.c.id, accounts.c.name)
    .join(accounts, accounts.c.member_id == members.c.id)
    .where(FINDABLE, same(accounts, "platform")),
).order_by("id", "name")
_TYPED_LABELS: Final = (
    select(member_skills.c.label)
    .distinct()
    .join(members)
    .where(member_skills.c.part.is_(None) & FINDABLE)
    .order_by(member_skills.c.label)
)
# Not in order: to give one, SQLite would read all members by id.
_CHANGED: Final = union_all(
    select(members.c.id).where(members.c.changed > bindparam("number")),
    select(links.c.gone_id).join(members).where(members.c.changed > bindparam("number")),
)
_RANKED: Final = select(
    *(members.c[name] for name in ("id", "name", "visibility", "town", "availability", "available_from")),
    *(members.c[name] for name in ("erase_at", "left_at", "last_tagged_at", "wishes", "pings")),
    belonging(
        member_skills.c.member_id == members.c.id,
        *(member_skills.c[name] for name in ("position", "key", "label", "part", "stance")),
    ).label("named"),
).order_by(members.c.id)
_THESE_RANKED: Final = _RANKED.where(members.c.id.in_(bindparam("ids", expanding=True)))
_NEXT_RANKED: Final = _RANKED.where(members.c.id > bindparam("after")).limit(bindparam("most"))
_ADD: Final = insert(members)
_ADD_ACCOUNT: Final = insert(accounts)
_SAVE: Final = update(members).where(same(members, "id"))
_FORGET_SKILLS: Final = delete(member_skills).where(same(member_skills, "member_id"))
_ADD_SKILL: Final = insert(member_skills)
_PINGS: Final = (
    select(members.c.id, members.c.pings)
    .where(members.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(members.c.id)
)
_KEEP_PINGS: Final = update(members).where(same(members, "id"))


_NEXT_ERASURE: Final = select(func.min(members.c.erase_at).label("at"))


class Members:
    """The MemberStore of one transaction."""

    def __init__(self, work: Work, changed: Changed) -> None:
        self._work = work
        self._changed = changed

    async def at(self, address: Address) -> Member | None:
        """Return the member with this login."""
        found = await self._work.first(_AT, its_account(address))
        return _member(found) if found else None

    async def get(self, member_id: int) -> Member | None:
        """Return one member."""
        found = await self._work.first(_GET, its(id=member_id))
        return _member(found) if found else None

    async def many(self, member_ids: Collection[int]) -> Mapping[int, Member]:
        """Return the members that exist among these ids."""
        if not member_ids:
            return {}
        found = await self._work.all(_MANY, {"ids": list(member_ids)})
        return {row.id: _member(row) for row in found}

    async def findable(self) -> Sequence[Member]:
        """Return everybody whom a search may show, by id."""
        return [_member(row) for row in await self._work.all(_FINDABLE)]

    async def names(self, platform: Platform) -> Sequence[tuple[int, str]]:
        """Return the ids and names of those whom a search may show, by id, those of their accounts there too."""
        return [(row.id, row.name) for row in await self._work.all(_NAMES, its(platform=platform))]

    async def typed_labels(self) -> Sequence[str]:
        """Return the labels of skills that findable members typed and the vocabulary does not know."""
        return [row.label for row in await self._work.all(_TYPED_LABELS)]

    async def create(self, address: Address, name: str, now: datetime) -> Member:
        """Make a member with one account, not shown to anybody."""
        member_id = await self._work.new_id(_ADD, {"name": name, "created_at": now})
        login = {"member_id": member_id, "platform": address.platform, "login": address.user, "name": name}
        await self._work.change(_ADD_ACCOUNT, login)
        self._changed.add(member_id)
        return Member(member_id, name, (Account(address, name),), created_at=now)

    async def save(self, member: Member) -> None:
        """Write every field and the skills of a member; accounts and pings have their own calls."""
        self._changed.add(member.id)
        self._work.soon(_SAVE, _columns(member) | its(id=member.id))
        self._work.soon(_FORGET_SKILLS, its(member_id=member.id))
        await self._work.change_each(_ADD_SKILL, _skill_rows(member))

    async def seen(self, address: Address, name: str) -> None:
        """Keep the display name last seen of an account, and that its private route is open again if it was closed."""
        differs = (accounts.c.name != name) | accounts.c.closed_until.is_not(None)
        await self._work.change(
            update(accounts).where(is_account(accounts, address) & differs).values(name=name, closed_until=None)
        )

    async def close_route(self, address: Address, until: datetime) -> None:
        """Try no private message to this account before `until`."""
        await self._work.change(update(accounts).where(is_account(accounts, address)).values(closed_until=until))

    async def tagged(self, member_ids: Collection[int], at: datetime) -> None:
        """Keep when these members were last tagged."""
        if member_ids:
            self._changed.add(*member_ids)
            await self._work.change(update(members).where(members.c.id.in_(member_ids)).values(last_tagged_at=at))

    async def pings(self, member_ids: Collection[int]) -> Mapping[int, Sequence[Ping]]:
        """Return what counts against the budgets of these members."""
        rows = await self._work.all(_PINGS, {"ids": list(member_ids)}) if member_ids else ()
        return {row.id: pings_of(row.pings) for row in rows}

    async def pinged(self, job_id: int, member_ids: Collection[int], until: datetime, now: datetime) -> None:
        """Let a job count against the budgets of these members until an instant; what counts no more is forgotten."""
        ping = Ping(job_id, until)
        await self._change_pings(job_id, member_ids, lambda kept: [*(one for one in kept if one.until > now), ping])

    async def unpinged(self, job_id: int, member_ids: Collection[int]) -> None:
        """Let a job count no more against the budgets of these members, since they were not tagged."""
        await self._change_pings(job_id, member_ids, lambda kept: kept)

    async def _change_pings(
        self, job_id: int, member_ids: Collection[int], then: Callable[[list[Ping]], list[Ping]]
    ) -> None:
        rows = []
        for member_id, before in (await self.pings(member_ids)).items():
            after = then([one for one in before if one.job_id != job_id])
            if after != list(before):
                rows.append({"pings": written_pings(after)} | its(id=member_id))
        if rows:
            self._changed.add(*(row["its_id"] for row in rows))
            await self._work.change_each(_KEEP_PINGS, rows)

    async def agree(self, agreement: Agreement) -> None:
        """Add a line to the ledger."""
        await self._work.change(
            agreements.insert().values(
                member_id=agreement.member_id,
                level=agreement.level,
                text_version=agreement.text_version,
                at=agreement.at,
                place=agreement.where,
            )
        )

    async def agreements(self, member_id: int) -> Sequence[Agreement]:
        """Return a member's lines of the ledger, oldest first."""
        lines = select(agreements).where(agreements.c.member_id == member_id).order_by(agreements.c.id)
        return [
            Agreement(row.member_id, row.level, row.text_version, row.at, row.place)
            for row in await self._work.all(lines)
        ]

    async def to_erase(self, now: datetime) -> Sequence[int]:
        """Return the members whose erasure is due."""
        due = select(members.c.id).where(members.c.erase_at <= now).order_by(members.c.id)
        return [row.id for row in await self._work.all(due)]

    async def forgotten(self, before: datetime) -> Sequence[int]:
        """Return members of whom nothing is kept but the account: never asked for consent, nothing hangs on them.

        A private message hangs on them until it is sent or settled, or `before` is past its expiry. How often they were
        found nowhere does not.
        """
        is_open = deliveries.c.outcome.in_((*OPEN, Outcome.SENDING, Outcome.UNCERTAIN))
        is_wanted = deliveries.c.expires.is_(None) | (deliveries.c.expires > before)
        named = (
            links.c.member_id,
            *(one.table.c[one.column] for one in OWNED),
            *(one.table.c.member_id for one in KEPT if one.table is not misses),
        )
        hanging = (
            exists().where((deliveries.c.member_id == members.c.id) & is_open & is_wanted),
            *(exists().where(column == members.c.id) for column in named),
        )
        idle = select(members.c.id).where(
            members.c.visibility.is_(None), members.c.created_at < before, *(~hang for hang in hanging)
        )
        return [row.id for row in await self._work.all(idle.order_by(members.c.id))]

    async def next_erasure(self) -> datetime | None:
        """Return when the next erasure is due."""
        first = await self._work.first(_NEXT_ERASURE)
        return first.at if first else None

    async def erase(self, member_id: int) -> None:
        """Delete a member with everything that hangs on them; events of theirs stay without an owner."""
        self._changed.add(member_id)
        await erase_member(self._work, member_id)

    async def short_texts(self, pieces: Sequence[str], after: int, most: int) -> Sequence[tuple[int, str]]:
        """Return the next findable members behind an id whose short text has these pieces one after the other, in
        whatever case, and that text."""
        like = members.c.about.ilike("%" + "%".join(pieces) + "%")
        texts = select(members.c.id, members.c.about).where(FINDABLE, members.c.about != "", like)
        rows = await self._work.all(texts.where(members.c.id > after).order_by(members.c.id).limit(most))
        return [(row.id, row.about) for row in rows]

    async def newest_change(self) -> int:
        """Return the number of the last transaction that changed a member, 0 before the first."""
        found = await self._work.first(NEWEST)
        return found.newest if found else 0

    async def changed_since(self, number: int) -> Sequence[int]:
        """Return whom transactions after this number changed; who was erased is not among them.

        Who went into another member, as one person with two accounts, is.
        """
        return [row.id for row in await self._work.all(_CHANGED, {"number": number})]

    @property
    def changed_here(self) -> frozenset[int]:
        """Return whom this transaction changed or erased; it has no number before it ends, and may yet be undone."""
        return self._changed.here

    async def ranked(self, member_ids: Collection[int]) -> Sequence[Member]:
        """Return the members that exist among these, by id, as far as ranking reads them: no accounts, text, links."""
        return [_member(row) for row in await self._work.all(_THESE_RANKED, {"ids": list(member_ids)})]

    async def ranked_after(self, member_id: int, most: int) -> Sequence[Member]:
        """Return the next members behind an id, as `ranked` does."""
        return [_member(row) for row in await self._work.all(_NEXT_RANKED, {"after": member_id, "most": most})]


def _member(row: Row[Any]) -> Member:
    is_whole = "logins" in row._fields
    return Member(
        id=row.id,
        name=row.name,
        visibility=Visibility(row.visibility) if row.visibility else None,
        town=row.town,
        availability=Availability(row.availability, row.available_from) if row.availability else None,
        skills=tuple([_held(*named) for _, *named in sorted(row.named or ())]),
        erase_at=row.erase_at,
        left_at=row.left_at,
        last_tagged_at=row.last_tagged_at,
        wishes=wishes_of(row.wishes),
        pings=pings_of(row.pings),
        **(_the_rest(row) if is_whole else {"accounts": ()}),
    )


def _the_rest(row: Row[Any]) -> dict[str, Any]:
    """Return what nobody is ranked by."""
    return {
        "accounts": tuple(
            Account(Address(Platform(platform), login), name, closed and instant(closed))
            for _, platform, login, name, closed in sorted(row.logins or ())
        ),
        "trade": Trade(row.trade) if row.trade else None,
        "about": row.about,
        "links": tuple(row.links),
        "created_at": row.created_at,
        "preferred": Platform(row.preferred) if row.preferred else None,
    }


@lru_cache(maxsize=4096)
def _held(key: str, label: str, part: str | None, stance: str) -> MemberSkill:
    """Return a skill that a member holds: the same object for all, since thousands hold the same few hundred."""
    return MemberSkill(Skill(key, label, part), Stance(stance))


def _columns(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "visibility": member.visibility,
        "trade": member.trade,
        "town": member.town,
        "about": member.about,
        "links": list(member.links),
        "availability": member.availability.state if member.availability else None,
        "available_from": member.availability.since if member.availability else None,
        "erase_at": member.erase_at,
        "left_at": member.left_at,
        "last_tagged_at": member.last_tagged_at,
        "wishes": written_wishes(member.wishes),
        "preferred": member.preferred,
    }


def _skill_rows(member: Member) -> list[dict[str, Any]]:
    return [
        {
            "member_id": member.id,
            "key": named.skill.key,
            "label": named.skill.label,
            "part": named.skill.part,
            "stance": named.stance,
            "position": position,
        }
        for position, named in enumerate(member.skills)
    ]
