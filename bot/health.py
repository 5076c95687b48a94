"""The pulse: a bot that runs says every ten seconds that it is alive and whom it hears; `ideenherd health` reads it.

The pulse is a small file, since whoever asks is another process, and it beats only after a round of the delivery, so
that a loop that stands still or a database that nobody gets into stops it. A supervisor of systemd's kind hears of the
same beats through the socket that NOTIFY_SOCKET names (sd_notify(3)).
"""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from bot.domain.people import Platform
from bot.ports import Clock

log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=10)
STALE: Final = timedelta(seconds=60)  # without a beat
STARTING, LIVING, ENDING = "READY=1", "WATCHDOG=1", "STOPPING=1"


class Hearing(Protocol):
    """One platform, as far as the pulse is concerned."""

    @property
    def is_listening(self) -> bool:
        """Say whether what happens there reaches the bot at this moment."""
        ...


class Supervisor:
    """Who started us and wants to hear of us; `address` is a socket's, with @ for an abstract one, or nobody's."""

    def __init__(self, address: str) -> None:
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def tell(self, state: str) -> None:
        """Say one word; where nobody hears it, nothing happens."""
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(state.encode(), self._address)


class Pulse:
    """Beats into `file`, or none where that is None, and to the supervisor; `platforms` are those to be heard."""

    def __init__(
        self, file: Path | None, platforms: Mapping[Platform, Hearing], clock: Clock, supervisor: Supervisor
    ) -> None:
        self._file = file
        self._platforms = platforms
        self._clock = clock
        self._supervisor = supervisor
        self._last: datetime | None = None
        self._heard: dict[str, bool] = {}
        self._has_failed = False
        self._has_ended = False

    def beat(self) -> None:
        """Say who is heard: every ten seconds, and at once where that is other than before. After the end, nothing."""
        if self._has_ended:
            return
        now = self._clock.now()
        heard = {str(name): platform.is_listening for name, platform in self._platforms.items()}
        if self._last is not None and abs(now - self._last) < EVERY and heard == self._heard:
            return
        self._supervisor.tell(STARTING if self._last is None else LIVING)
        self._last, self._heard = now, heard
        self._note(now)

    def findings(self) -> list[str]:
        """Return what is wrong, as `findings` does of the file, from what the last beat knew."""
        if self._last is None or self._has_ended:
            return ["Der Bot startet gerade oder wird gerade beendet."]
        return _judged(self._heard, self._clock.now() - self._last)

    def end(self) -> None:
        """Say that this is the orderly end."""
        self._has_ended = True
        self._supervisor.tell(ENDING)
        if self._file is not None:
            with suppress(OSError):
                self._file.unlink()

    def _note(self, now: datetime) -> None:
        if self._file is None:
            return
        fresh = self._file.with_name(self._file.name + ".new")
        try:
            fresh.write_text(json.dumps({"at": now.isoformat(), "heard": self._heard}), "utf-8")
            fresh.replace(self._file)  # whoever reads finds the old beat or the new one
        except OSError as error:
            if not self._has_failed:
                log.warning("The pulse cannot be written (%s): `ideenherd health` will miss it", error.strerror)
            self._has_failed = True
        else:
            self._has_failed = False


def findings(file: Path, now: datetime) -> list[str]:
    """Return what is wrong with the bot whose pulse is in this file, in German, one sentence each."""
    try:
        beat = json.loads(file.read_text("utf-8"))
        at, heard = datetime.fromisoformat(beat["at"]), dict(beat["heard"])
        age = now - at
    except FileNotFoundError:
        return [f"Der Bot läuft nicht: {file} gibt es nicht."]
    except (OSError, ValueError, LookupError, TypeError):
        return [f"Der Puls in {file} lässt sich nicht lesen."]
    return _judged(heard, age)


def _judged(heard: Mapping[str, bool], age: timedelta) -> list[str]:
    if age > STALE:
        return [f"Der letzte Puls ist {age.total_seconds():.0f} Sekunden alt: Der Bot steht still oder ist abgestürzt."]
    if age < -STALE:
        ahead = f"{-age.total_seconds():.0f} Sekunden"
        return [f"Der letzte Puls liegt {ahead} in der Zukunft: Der Bot steht still, seit die Uhr gestellt ist."]
    return [f"{name.capitalize()} erreicht den Bot gerade nicht." for name, is_heard in heard.items() if not is_heard]


def supervisor(environ: Mapping[str, str] = os.environ) -> Supervisor:
    """Return who supervises this process, by its environment."""
    return Supervisor(environ.get("NOTIFY_SOCKET", ""))
