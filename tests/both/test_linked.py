"""One person on both platforms, over the wire with both real libraries: linked by code, and pinged once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.both import both
from tests.support.joining import agreed, linked

POST = "Unser Verein sucht jemanden für WordPress"


@pytest.mark.parametrize("side", ["Discord", "Telegram"])
async def test_pinged_once_on_the_preferred_side(tmp_path: Path, side: str) -> None:
    async with both(tmp_path) as b:
        here, there, ben = b.on_discord("Anna"), b.on_telegram("Anna"), b.on_discord("Ben")
        await agreed(b, here, "wordpress")
        await linked(b, there, here)
        if side == "Discord":
            there.presses(there.messages[-1], "Lieber auf Discord")
            await b.settled()
        ben.says(POST, b.channel)
        await b.settled()
        asked = ben.presses(b.channel.messages[0], "Vorschau")
        await b.settled()
        ben.presses(asked.messages[0], "Veröffentlichen")
        await b.settled()
        pinged = (
            sum(one.person is here and one.message.channel is b.channel for one in b.discord.notified),
            sum(one.person is there and one.message.chat is b.group for one in b.telegram.notified),
        )
        assert pinged == ((1, 0) if side == "Discord" else (0, 1))
