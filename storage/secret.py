"""The secret of this instance, which lies beside what it protects: made once, at its first use."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from sqlalchemy import select

from storage.schema import settings
from storage.work import Work

_SECRET: Final = select(settings.c.value).where(settings.c.name == "secret")


async def keyed(work: Work, words: str) -> bytes:
    """Return the HMAC (SHA-256) of words under the secret; each use begins them with a word of its own."""
    kept = await work.first(_SECRET)
    if kept is None:
        fresh = work.insert(settings).values(name="secret", value=secrets.token_hex(32))
        await work.change(fresh.on_conflict_do_nothing())
        return await keyed(work, words)
    return hmac.new(bytes.fromhex(kept.value), words.encode(), hashlib.sha256).digest()
