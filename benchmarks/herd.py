"""A community of any size on a real SQLite file, to be measured: invented members, places, obliging wires.

Who can do what is drawn by a fixed seed, so every run measures the same people: about one in twelve holds Python.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import URL, create_engine, insert

from bot.app import App, opened
from bot.context import Caller
from bot.domain.community import Community
from bot.domain.folding import fold
from bot.domain.members import Visibility
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place, Role
from bot.domain.skills import Skill, Stance
from bot.domain.towns import CENTRES, REMOTE
from bot.matching.naming.vocabulary import Vocabulary
from bot.talk.answers import Call, Reply
from storage import schema
from storage.revisions import migrate

BERLIN: Final = ZoneInfo("Europe/Berlin")
NOW: Final = datetime(2026, 12, 1, 8, tzinfo=UTC)
COMMUNITY: Final = Community("Messherd", BERLIN, "de", "Orga-Team", "orga@example.org", frozenset())
PLACES: Final = tuple(
    Place(0, ChatAddress(platform, f"{platform}-{role}"), f"#{role}", frozenset({role}), free_messages=True)
    for platform in Platform
    for role in (Role.JOBS, Role.EVENTS)
)
_CITIES: Final = tuple(CENTRES)[:11]  # most people live in the large ones
_AVAILABLE: Final = ("frei", "frei", "frei", "ausgebucht", None, None)
_STANCES: Final = (Stance.OFFERS,) * 8 + (Stance.LEARNS, Stance.SEEKS)


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = NOW

    def now(self) -> datetime:
        """Return where the clock stands."""
        return self.at


@dataclass(slots=True)
class Wire:
    """A messenger that accepts everything at once and keeps the last message only."""

    platform: Platform
    repeats_for: timedelta = timedelta(0)
    finds: bool = False
    calendar: None = None
    rooms: None = None
    accepted: int = 0
    last: tuple[Reply, MessageRef] | None = None

    async def send(
        self,
        to: Place | Address,
        reply: Reply,
        *,
        key: str,  # noqa: ARG002 - as the port has it
        reply_to: MessageRef | None = None,  # noqa: ARG002 - as the port has it
    ) -> MessageRef:
        """Accept a message."""
        self.accepted += 1
        where = to.address if isinstance(to, Place) else ChatAddress(to.platform, f"dm-{to.user}")
        ref = MessageRef(where, f"{self.platform}-{self.accepted}")
        self.last = (reply, ref)
        return ref

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Accept a change."""

    async def remove(self, ref: MessageRef) -> None:
        """Take a message away."""

    async def pin(self, ref: MessageRef) -> None:
        """Pin a message."""

    async def find(self, _to: Place | Address, _key: str, _since: datetime) -> MessageRef | None:
        """Find nothing: there is no doubt here."""
        return None

    async def is_member(self, _place: Place, _address: Address) -> bool:
        """Say that everybody is there."""
        return True


@dataclass(slots=True)
class Herd:
    """A bot that runs on a file, with its clock and wires."""

    app: App
    clock: Clock
    wires: dict[Platform, Wire] = field(default_factory=dict)


@contextmanager
def workshop() -> Iterator[Path]:
    """Yield a folder that is gone at the end; TMPDIR says on which disk."""
    with TemporaryDirectory(prefix="ideenherd-bench-") as folder:
        yield Path(folder)


def url_of(file: Path) -> str:
    """Return the URL of a database file."""
    return URL.create("sqlite+aiosqlite", database=str(file)).render_as_string()


def copied(file: Path, name: str) -> Path:
    """Copy a database that nobody has open, beside itself."""
    return Path(shutil.copy(file, file.with_name(name)))


async def peopled(file: Path, count: int) -> Path:
    """Make a database with so many members who agreed to be listed and tagged."""
    await migrate(url_of(file), now=NOW)
    write(file, _rows(count))
    return file


def write(file: Path, rows: Sequence[tuple[Any, list[dict[str, Any]]]]) -> None:
    """Write rows straight into tables of a database that nobody has open: quicker than asking the bot for each."""
    engine = create_engine(URL.create("sqlite", database=str(file)))
    with engine.begin() as connection:
        for table, values in rows:
            connection.execute(insert(table), values)
    engine.dispose()


@asynccontextmanager
async def running(file: Path) -> AsyncIterator[Herd]:
    """Run the bot on a file, with the wires that accept at once."""
    clock = Clock()
    wires = {platform: Wire(platform) for platform in Platform}
    async with opened(url_of(file), COMMUNITY, PLACES, wires, clock) as app:
        yield Herd(app, clock, wires)


def address(member: int) -> Address:
    """Return the login of a member, numbered from 1: the odd ones are on Telegram, the even ones on Discord."""
    return Address(Platform.TELEGRAM if member % 2 else Platform.DISCORD, f"user{member}")


def caller(member: int, where: ChatAddress | None = None) -> Caller:
    """Return a member as an adapter would name them."""
    return Caller(address(member), _name(member), where)


async def entered(herd: Herd, event: Mapping[str, str]) -> None:
    """Let the first member type an event and confirm what was understood."""
    (preview,) = await herd.app.desk.call(caller(1), Call("termin", event))
    press = preview.buttons[0][0].press if isinstance(preview, Reply) else None
    if not isinstance(press, Call):
        raise RuntimeError("the event was not understood")  # noqa: TRY004 - nobody gave a wrong type
    await herd.app.desk.call(caller(1), press)


def _name(member: int) -> str:
    return f"Person {member}"


def _rows(count: int) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return the rows of the members, their logins and their skills."""
    chance = random.Random(1899)
    known = [entry.skill for entry in Vocabulary.load().entries]
    known.sort(key=lambda skill: (skill.label != "Python", fold(skill.label)))
    weights = [1 / (20 + rank) for rank in range(len(known))]
    people = range(1, count + 1)
    return [
        (schema.members, [_member(number, chance) for number in people]),
        (schema.accounts, [_login(number) for number in people]),
        (
            schema.member_skills,
            [row for number in people for row in _skills(number, _drawn(chance, known, weights, number), chance)],
        ),
    ]


def _member(number: int, chance: random.Random) -> dict[str, Any]:
    town = chance.choice((chance.choice(_CITIES), chance.choice(_CITIES), chance.choice(tuple(CENTRES)), REMOTE))
    tagged = NOW - timedelta(days=chance.randrange(1, 400)) if chance.random() < 0.5 else None
    return {
        "id": number,
        "name": _name(number),
        "visibility": Visibility.TAGGED,
        "trade": "Freelancer",
        "town": town,
        "about": "Macht Webanwendungen für Vereine und Verlage, gern zu zweit",
        "links": ["https://example.org/arbeiten"],
        "availability": chance.choice(_AVAILABLE),
        "last_tagged_at": tagged,
        "created_at": NOW - timedelta(days=400),
    }


def _login(number: int) -> dict[str, Any]:
    login = address(number)
    return {"id": number, "member_id": number, "platform": login.platform, "login": login.user, "name": _name(number)}


def _drawn(chance: random.Random, known: list[Skill], weights: list[float], number: int) -> dict[str, Skill]:
    """Return three to eight skills of a member, for every twentieth a term of their own among them."""
    drawn = {skill.key: skill for skill in chance.choices(known, weights, k=chance.randrange(3, 9))}
    if number % 20 == 0:
        own = f"Bühnenzauber {number}"
        drawn[fold(own)] = Skill(fold(own), own)
    return drawn


def _skills(number: int, drawn: dict[str, Skill], chance: random.Random) -> Iterator[dict[str, Any]]:
    for position, skill in enumerate(drawn.values()):
        yield {
            "member_id": number,
            "key": skill.key,
            "label": skill.label,
            "part": skill.part,
            "stance": chance.choice(_STANCES),
            "position": position,
        }
