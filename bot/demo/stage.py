"""One run of the demo: a database, a world and a bot; then a script, a prompt or the sample story."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL

from adapters.console.world import World
from bot.demo import reading, sample, script
from bot.demo.clock import DemoClock
from bot.demo.play import Play
from bot.demo.printed import JsonLines
from bot.demo.script import BadLine
from bot.demo.world import PLACES, Bot
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.demo.kept import WorldFile

STORY: Final = Path(__file__).with_name("story.txt")
DONE, WRONG = 0, 2


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the demo was called: `script` is a file's name or "-", `file` keeps the database, and beside it the world."""

    script: str | None = None
    as_json: bool = False
    empty: bool = False
    file: Path | None = None


def run(wishes: Wishes) -> int:
    """Play the demo and return its exit status."""
    return asyncio.run(_run(wishes))


async def _run(wishes: Wishes) -> int:
    with _database(wishes.file) as url:
        async with _playing(url, wishes) as play:
            if wishes.script is None and sys.stdin.isatty():
                from bot.demo.prompt import prompted  # noqa: PLC0415 - a script must not wait for a prompt's library

                return await prompted(play, as_json=wishes.as_json)
            lines = reading.lines_of(wishes.script or str(STORY))
            return await _played(play, lines, _witness(play, as_json=wishes.as_json))


def _witness(play: Play, *, as_json: bool) -> Callable[[str], None]:
    """Let what happens be written down, and return what is told of each line before it is played."""
    if as_json:
        play.world.watch = JsonLines(sys.stdout, play.clock.wall)
        return lambda _line: None
    from bot.demo.screen import Screen  # noqa: PLC0415 - JSON must not wait for a painter's library

    screen = Screen(play.clock.wall)
    play.world.watch = screen
    return screen.announce


async def _played(play: Play, lines: AsyncIterator[str], announce: Callable[[str], None]) -> int:
    """Play line after line; the first that cannot be acted on ends it."""
    number = 0
    await play.settle()
    try:
        async for line in lines:
            number += 1
            act = script.read(line)
            announce(line)
            if act is not None:
                await play.act(act)
        await play.end()
    except BadLine as error:
        sys.stdout.flush()
        sys.stderr.write(f"Zeile {number}: {error}\n")
        return WRONG
    return DONE


@asynccontextmanager
async def _playing(url: str, wishes: Wishes) -> AsyncIterator[Play]:
    """Set the world up, or take up the one that is kept beside the database, unseen; take the bot down at the end."""
    kept = _world_file(wishes.file)
    if kept is not None:
        kept.must_be_a_demo_s()
    found = kept.read() if kept is not None else None
    clock = DemoClock()
    world, then = found if found is not None else (World(PLACES), clock.now())
    clock.move_to(then)
    bot = Bot(url, world, clock)
    keep = partial(_keep, kept, world, clock)
    await _started(bot, wishes.file)
    try:
        if kept is not None and found is None:
            kept.let_write_to_all(world)
        if not wishes.empty:
            await sample.enter(world, bot)
        yield Play(world, clock, bot, keep)
    finally:
        await bot.stop()
        keep()


def _world_file(database: Path | None) -> WorldFile | None:
    if database is None:
        return None
    from bot.demo.kept import WorldFile  # noqa: PLC0415 - what keeps nothing must not wait for the library that reads it

    return WorldFile(database.absolute())


def _keep(kept: WorldFile | None, world: World, clock: DemoClock) -> None:
    if kept is not None:
        kept.write(world, clock.now())


async def _started(bot: Bot, file: Path | None) -> None:
    """Start the bot; what is wrong with the database is said of --db where that named it, not of a setting."""
    try:
        await bot.start()
    except ConfigError as error:
        if file is None:
            raise
        raise ConfigError(str(error).replace("unter storage.url", "mit --db").replace("storage.url", "--db")) from error


@contextmanager
def _database(file: Path | None) -> Iterator[str]:
    """Yield a database's URL: of a file to keep, or of one that is gone at the end."""
    if file is not None:
        yield _url(file)
        return
    with tempfile.TemporaryDirectory(prefix="ideenherd-demo-") as folder:
        yield _url(Path(folder) / "ideenherd.db")


def _url(file: Path) -> str:
    return URL.create("sqlite+aiosqlite", database=str(file.absolute())).render_as_string()
