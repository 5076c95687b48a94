"""A backup is whole, also of a bot at work; what is put back is sound, and what it replaces is kept."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import ConfigError
from storage.backup import backup, restore
from storage.database import Database, open_database
from storage.revisions import NEWEST
from tests.storage.making import ANNA, BEN, CARLA, NOW, member
from tests.support.databases import fresh_file, fresh_store, url_of


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def names(storage: Database) -> list[str]:
    async with storage.begin() as store:
        return [one.name for one in await store.members.findable()]


async def test_a_backup_beside_a_running_bot_has_everything_committed(tmp_path: Path) -> None:
    url, copy = url_of(tmp_path / "ideenherd.db"), tmp_path / "kopie.db"
    async with fresh_store(tmp_path) as storage:
        async with storage.begin() as store:
            await member(store, ANNA, "Anna")
        async with storage.begin() as store:
            await member(store, BEN, "Ben")
            await asyncio.to_thread(backup, url, copy)
        async with storage.begin() as store:
            await member(store, CARLA, "Carla")
        assert await names(storage) == ["Anna", "Ben", "Carla"]
    assert files(tmp_path) == ["ideenherd.db", "ideenherd.db.lock", "kopie.db"]
    assert copy.stat().st_mode == (tmp_path / "ideenherd.db").stat().st_mode
    async with open_database(url_of(copy)) as storage:
        assert await names(storage) == ["Anna"]


async def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    target = tmp_path / "kopie.db"
    target.write_text("wichtig")
    with pytest.raises(ConfigError, match="gibt es schon"):
        backup(url_of(file), target)
    assert target.read_text() == "wichtig"


async def test_a_backup_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    with pytest.raises(ConfigError, match="nicht schreiben"):
        backup(url_of(file), tmp_path / "gibt es nicht" / "kopie.db")
    broken = tmp_path / "kaputt.db"
    broken.write_bytes(file.read_bytes()[:8192])
    with pytest.raises(ConfigError, match=r"kaputt\.db kann ich nicht lesen"):
        backup(url_of(broken), tmp_path / "kopie.db")
    whole = file.read_bytes()
    broken.write_bytes(whole[: -len(whole) // 8] + bytes(len(whole) // 8))
    with pytest.raises(ConfigError, match=r"kaputt\.db ist beschädigt \(.+\), gesichert ist nichts"):
        backup(url_of(broken), tmp_path / "kopie.db")
    assert not [name for name in files(tmp_path) if "kopie" in name]
    with pytest.raises(ConfigError, match="noch nicht"):
        backup(url_of(tmp_path / "fehlt.db"), tmp_path / "kopie.db")
    assert not (tmp_path / "fehlt.db").exists()


async def test_a_backup_can_be_put_back_and_the_replaced_one_is_kept(tmp_path: Path) -> None:
    file, copy = tmp_path / "ideenherd.db", tmp_path / "kopie.db"
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        await member(store, ANNA, "Anna")
    backup(url_of(file), copy)
    async with fresh_store(tmp_path) as storage:
        async with storage.begin() as store:
            await member(store, BEN, "Ben")
        with pytest.raises(ConfigError, match="läuft schon"):
            restore(url_of(file), copy)
        assert await names(storage) == ["Anna", "Ben"]
    copy.chmod(0o444)
    aside = restore(url_of(file), copy, now=NOW)
    assert file.stat().st_mode == aside.stat().st_mode if aside else None
    assert aside == tmp_path / "ideenherd.db.replaced-20261201T090000Z"
    async with fresh_store(tmp_path) as storage:
        assert await names(storage) == ["Anna"]
    async with open_database(url_of(aside)) as storage:
        assert await names(storage) == ["Anna", "Ben"]
    assert copy.exists()


async def test_what_a_killed_bot_left_in_its_log_goes_aside_with_it(tmp_path: Path) -> None:
    file, copy = fresh_file(tmp_path), tmp_path / "kopie.db"
    backup(url_of(file), copy)
    living = tmp_path / "lebend"
    living.mkdir()
    async with fresh_store(living) as storage:
        async with storage.begin() as store:
            await member(store, BEN, "Ben")
        for path in living.iterdir():  # what a kill would leave
            (tmp_path / path.name).write_bytes(path.read_bytes())
    aside = restore(url_of(file), copy, now=NOW)
    assert aside is not None
    assert not (tmp_path / "ideenherd.db-wal").exists()
    async with fresh_store(tmp_path) as storage:
        assert await names(storage) == []
    async with open_database(url_of(aside)) as storage:
        assert await names(storage) == ["Ben"]


async def test_a_backup_can_be_put_where_there_is_nothing(tmp_path: Path) -> None:
    copy = fresh_file(tmp_path, "kopie.db")
    assert restore(url_of(tmp_path / "ideenherd.db"), copy) is None
    async with fresh_store(tmp_path) as storage:
        assert await names(storage) == []


async def test_only_a_sound_database_of_ours_is_put_back(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    before = file.read_bytes()
    whole = file.read_bytes()
    (tmp_path / "text").write_text("kein Kopf" * 100)
    (tmp_path / "halb").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "leer").touch()
    with closing(sqlite3.connect(tmp_path / "fremd")) as connection:
        connection.execute("CREATE TABLE x (y)")
    with closing(sqlite3.connect(tmp_path / "verwechselt")) as connection:
        connection.execute(f"CREATE TABLE alembic_version AS SELECT '{NEWEST}' AS version_num")
    with closing(sqlite3.connect(fresh_file(tmp_path, "neuer"))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    said = {
        "fehlt": "gibt es nicht",
        "text": "keine SQLite-Datenbank",
        "halb": "keine SQLite-Datenbank|beschädigt",
        "leer": "keine Datenbank von Ideenherd",
        "fremd": "keine Datenbank von Ideenherd",
        "verwechselt": "keine Datenbank von Ideenherd",
        "neuer": "neueren Fassung",
    }
    for name, words in said.items():
        with pytest.raises(ConfigError, match=words):
            restore(url_of(file), tmp_path / name)
        assert file.read_bytes() == before
    assert not [name for name in files(tmp_path) if "replaced" in name or "restored" in name]


@pytest.mark.parametrize("url", ["postgresql+asyncpg://localhost/x", "sqlite+aiosqlite://"])
def test_other_databases_have_their_own_tools(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="pg_dump"):
        backup(url, tmp_path / "kopie.db")
    with pytest.raises(ConfigError, match="pg_restore"):
        restore(url, tmp_path / "kopie.db")
