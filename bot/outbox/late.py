"""What is said too late: from when on a row counts as late, and what kinds then say first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.sending import Delivery

LATE_AFTER: Final = timedelta(minutes=5)


def is_late(delivery: Delivery, now: datetime) -> bool:
    """Say whether a row goes out more than five minutes after it was due, so that its text should begin so."""
    return now - delivery.plan.due > LATE_AFTER
