"""What conversations keep: open dialogues, kept calls, what was already handled, and limits."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Executable, Row, bindparam, case, delete, func, insert, select

from bot.domain.people import Address, Platform
from bot.domain.sending import OpenForm
from bot.talk.answers import Call
from storage.addresses import ACCOUNT, its_account
from storage.parameters import its, same
from storage.schema import dialogues, inbox, limits, tokens
from storage.secret import keyed
from storage.tidying import tidy
from storage.work import Work, insert_into

_ACCOUNTS_FORM: Final = same(dialogues, *ACCOUNT)
_FORM: Final = select(dialogues).where(_ACCOUNTS_FORM & (dialogues.c.expires > bindparam("now")))
_CLOSE_FORM: Final = delete(dialogues).where(_ACCOUNTS_FORM)
_KEEP_CALL: Final = insert(tokens)
_KEPT_CALL: Final = select(tokens).where(same(tokens, "hash", "purpose", *ACCOUNT), tokens.c.expires > bindparam("now"))
_KEPT_CALLS: Final = (
    select(tokens)
    .where(same(tokens, "purpose", *ACCOUNT), tokens.c.expires > bindparam("now"))
    .order_by(tokens.c.expires, tokens.c.hash)
)
_DROP_CALL: Final = delete(tokens).where(same(tokens, "hash"))
_FORGET_CALLS: Final = delete(tokens).where(same(tokens, "purpose", *ACCOUNT))


@cache
def _keep_form(dialect: str) -> Executable:
    new = insert_into(dialogues, dialect)
    written = {column.name: new.excluded[column.name] for column in dialogues.c}
    return new.on_conflict_do_update(index_elements=ACCOUNT, set_=written)


@cache
def _keep_incoming(dialect: str) -> Executable:
    return insert_into(inbox, dialect).on_conflict_do_nothing().returning(inbox.c.incoming)


@cache
def _mark(dialect: str) -> Executable:
    new = insert_into(inbox, dialect)
    return new.on_conflict_do_update(
        index_elements=["platform", "incoming"],
        set_={"handled_at": new.excluded.handled_at, "payload": None},
        where=inbox.c.handled_at.is_(None),
    ).returning(inbox.c.incoming)


@cache
def _count(dialect: str) -> Executable:
    new = insert_into(limits, dialect)
    is_over = limits.c.until <= bindparam("now")
    return new.on_conflict_do_update(
        index_elements=["what", "who"],
        set_={
            "uses": case((is_over, 1), else_=limits.c.uses + 1),
            "until": case((is_over, new.excluded.until), else_=limits.c.until),
        },
    ).returning(limits.c.uses)


@dataclass(frozen=True, slots=True)
class Use:
    """One use of something that is limited."""

    what: str
    address: Address
    window: timedelta
    at: datetime


class Talk:
    """The TalkStore of one transaction; `uses` are those counted in it, in order."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.uses: list[Use] = []

    async def form(self, address: Address, now: datetime) -> OpenForm | None:
        """Return the open dialogue of an account unless it is too old."""
        row = await self._work.first(_FORM, its_account(address) | {"now": now})
        return _form(row) if row else None

    async def keep_form(self, form: OpenForm) -> None:
        """Write the open dialogue of an account, replacing the one before."""
        row = {
            "platform": form.address.platform,
            "login": form.address.user,
            "command": form.command,
            "filled": dict(form.values),
            "prefilled": dict(form.prefilled),
            "skipped": sorted(form.skipped),
            "asked": form.asked,
            "serial": form.serial,
            "expires": form.expires,
            "half": form.half,
        }
        self._work.soon(_keep_form(self._work.dialect), row)

    async def close_form(self, address: Address) -> None:
        """Forget the open dialogue of an account."""
        self._work.soon(_CLOSE_FORM, its_account(address))

    async def keep_call(self, address: Address, purpose: str, call: Call, expires: datetime) -> str:
        """Keep a call for one account and return a token of 22 URL-safe characters that cannot be guessed.

        The token itself is kept nowhere: who reads the database cannot press the button.
        """
        token = secrets.token_urlsafe(16)
        row = {
            "hash": _hashed(token),
            "purpose": purpose,
            "platform": address.platform,
            "login": address.user,
            "command": call.command,
            "filled": dict(call.values),
            "expires": expires,
        }
        self._work.soon(_KEEP_CALL, row)
        return token

    async def kept_call(self, token: str, purpose: str, address: Address, now: datetime) -> Call | None:
        """Return the kept call if the token is this account's, for this purpose, and not too old."""
        asked = its(hash=_hashed(token), purpose=purpose) | its_account(address) | {"now": now}
        row = await self._work.first(_KEPT_CALL, asked)
        return Call(row.command, row.filled) if row else None

    async def kept_calls(self, address: Address, purpose: str, now: datetime) -> Sequence[Call]:
        """Return every call kept for an account for this purpose that is not too old, the oldest first."""
        asked = its_account(address) | its(purpose=purpose) | {"now": now}
        return [Call(row.command, row.filled) for row in await self._work.all(_KEPT_CALLS, asked)]

    async def drop_call(self, token: str) -> None:
        """Forget a kept call."""
        self._work.soon(_DROP_CALL, its(hash=_hashed(token)))

    async def forget_calls(self, address: Address, purpose: str) -> None:
        """Forget every call kept for an account for this purpose."""
        self._work.soon(_FORGET_CALLS, its_account(address) | its(purpose=purpose))

    async def keep_incoming(self, platform: Platform, payloads: Mapping[str, str], now: datetime) -> Collection[str]:
        """Keep what came in, by the platform's own id, until it is handled; return the ids that are new."""
        if not payloads:
            return ()
        rows = [
            {"platform": platform, "incoming": incoming, "payload": payload, "received_at": now}
            for incoming, payload in payloads.items()
        ]
        return {row.incoming for row in await self._work.all(_keep_incoming(self._work.dialect), rows)}

    async def unhandled(self, platform: Platform) -> Sequence[tuple[str, str]]:
        """Return what was kept and is not handled yet, with its id, in the order in which it came.

        Ids of one instant are ordered as numbers.
        """
        waiting = (inbox.c.platform == platform) & inbox.c.handled_at.is_(None) & inbox.c.payload.is_not(None)
        order = (inbox.c.received_at, func.length(inbox.c.incoming), inbox.c.incoming)
        rows = await self._work.all(select(inbox.c.incoming, inbox.c.payload).where(waiting).order_by(*order))
        return [(row.incoming, row.payload) for row in rows]

    async def first_time(self, platform: Platform, incoming: str, now: datetime) -> bool:
        """Mark something incoming (update, interaction) as handled; False when it already was.

        The text of an update that was kept before it was handled is erased with this mark.
        """
        mark = {"platform": platform, "incoming": incoming, "received_at": now, "handled_at": now}
        return await self._work.first(_mark(self._work.dialect), mark) is not None

    async def count(self, what: str, address: Address, window: timedelta, now: datetime) -> int:
        """Count one more use within the window and return the count; who it was is kept as a keyed hash only.

        A window begins with the first use and ends for all uses in it at once.
        """
        use = Use(what, address, window, now)
        self.uses.append(use)
        return await self.count_use(use)

    async def count_use(self, use: Use) -> int:
        """Write one use; done again for those that a savepoint took back, since refused calls count too."""
        row = {"what": use.what, "who": await self._keyed(use), "uses": 1, "until": use.at + use.window}
        written = await self._work.first(_count(self._work.dialect), row | {"now": use.at})
        assert written is not None  # noqa: S101 - an upsert without a condition always writes
        return int(written.uses)

    async def counted(self, what: str, address: Address, now: datetime) -> tuple[int, datetime] | None:
        """Return the uses in the present window and when it ends, None where none began; this is no use itself."""
        who = await self._keyed(Use(what, address, timedelta(0), now))
        kept = select(limits.c.uses, limits.c.until)
        row = await self._work.first(
            kept.where((limits.c.what == what) & (limits.c.who == who) & (limits.c.until > now))
        )
        return (row.uses, row.until) if row is not None else None

    async def tidy(self, now: datetime) -> None:
        """Delete what is past its time: forms, calls, marks (48 hours), counts, texts of ended rows (30 days)."""
        await tidy(self._work, now)

    async def _keyed(self, use: Use) -> str:
        """Return the hash that stands for a person and a limit, under a key of this instance's own."""
        person = f"{use.what}\n{use.address.platform}\n{use.address.user}"
        return (await keyed(self._work, person)).hex()


def _hashed(token: str) -> str:
    """Hash a token; it is random enough that a plain hash cannot be turned round."""
    return hashlib.sha256(token.encode()).hexdigest()


def _form(row: Row[Any]) -> OpenForm:
    return OpenForm(
        address=Address(Platform(row.platform), row.login),
        command=row.command,
        values=row.filled,
        prefilled=row.prefilled,
        skipped=frozenset(row.skipped),
        asked=row.asked,
        serial=row.serial,
        expires=row.expires,
        half=row.half,
    )
