"""What conversations keep: open dialogues, kept calls, what was already handled, and limits."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, delete, select

from bot.domain.people import Address, Platform
from bot.domain.sending import OpenForm
from bot.talk.answers import Call
from storage.addresses import is_account
from storage.schema import dialogues, inbox, limits, settings, tokens
from storage.tidying import tidy
from storage.work import Work


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
        open_now = is_account(dialogues, address) & (dialogues.c.expires > now)
        row = await self._work.first(select(dialogues).where(open_now))
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
        }
        new = self._work.insert(dialogues).values(row)
        await self._work.change(new.on_conflict_do_update(index_elements=["platform", "login"], set_=row))

    async def close_form(self, address: Address) -> None:
        """Forget the open dialogue of an account."""
        await self._work.change(delete(dialogues).where(is_account(dialogues, address)))

    async def keep_call(self, address: Address, purpose: str, call: Call, expires: datetime) -> str:
        """Keep a call for one account and return a token of 22 URL-safe characters that cannot be guessed.

        The token itself is kept nowhere: who reads the database cannot press the button.
        """
        token = secrets.token_urlsafe(16)
        await self._work.change(
            tokens.insert().values(
                hash=_hashed(token),
                purpose=purpose,
                platform=address.platform,
                login=address.user,
                command=call.command,
                filled=dict(call.values),
                expires=expires,
            )
        )
        return token

    async def kept_call(self, token: str, purpose: str, address: Address, now: datetime) -> Call | None:
        """Return the kept call if the token is this account's, for this purpose, and not too old."""
        allowed = is_account(tokens, address) & (tokens.c.purpose == purpose) & (tokens.c.expires > now)
        row = await self._work.first(select(tokens).where((tokens.c.hash == _hashed(token)) & allowed))
        return Call(row.command, row.filled) if row else None

    async def drop_call(self, token: str) -> None:
        """Forget a kept call."""
        await self._work.change(delete(tokens).where(tokens.c.hash == _hashed(token)))

    async def forget_calls(self, address: Address, purpose: str) -> None:
        """Forget every call kept for an account for this purpose."""
        await self._work.change(delete(tokens).where(is_account(tokens, address) & (tokens.c.purpose == purpose)))

    async def first_time(self, platform: Platform, incoming: str, now: datetime) -> bool:
        """Mark something incoming (update, interaction) as handled; False when it already was.

        The text of an update that was kept before it was handled is erased with this mark.
        """
        new = self._work.insert(inbox).values(platform=platform, incoming=incoming, received_at=now, handled_at=now)
        marked = new.on_conflict_do_update(
            index_elements=["platform", "incoming"],
            set_={"handled_at": now, "payload": None},
            where=inbox.c.handled_at.is_(None),
        )
        return await self._work.first(marked.returning(inbox.c.incoming)) is not None

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
        new = self._work.insert(limits).values(row)
        is_over = limits.c.until <= use.at
        counted = new.on_conflict_do_update(
            index_elements=["what", "who"],
            set_={
                "uses": case((is_over, 1), else_=limits.c.uses + 1),
                "until": case((is_over, new.excluded.until), else_=limits.c.until),
            },
        )
        written = await self._work.first(counted.returning(limits.c.uses))
        assert written is not None  # noqa: S101 - an upsert without a condition always writes
        return int(written.uses)

    async def tidy(self, now: datetime) -> None:
        """Delete what is past its time: forms, calls, marks (48 hours), counts, texts of ended rows (30 days)."""
        await tidy(self._work, now)

    async def _keyed(self, use: Use) -> str:
        """Return the hash that stands for a person and a limit, under a key of this instance's own."""
        fresh = self._work.insert(settings).values(name="secret", value=secrets.token_hex(32))
        await self._work.change(fresh.on_conflict_do_nothing())
        kept = await self._work.first(select(settings.c.value).where(settings.c.name == "secret"))
        assert kept is not None  # noqa: S101 - it was just put there
        person = f"{use.what}\n{use.address.platform}\n{use.address.user}"
        return hmac.new(bytes.fromhex(kept.value), person.encode(), hashlib.sha256).hexdigest()


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
    )
