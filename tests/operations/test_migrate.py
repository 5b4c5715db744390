"""From an empty folder to the tables that the models describe, and never without a copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select
from typer.testing import CliRunner

import bot.migrate
from bot.cli import app
from bot.migrate import config, copy_sqlite, migrate, newest
from bot.settings import Settings, load_settings
from models.accounts import Account, AccountState
from models.assessments import Assessment
from models.base import Database
from models.mail import Outbox, OutboxState
from models.products import Product, Source
from models.schedule import Due
from models.tables import metadata


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(_env_file=None, data_dir=tmp_path / "data")


def version(file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


async def test_the_migrations_make_what_the_models_describe(settings: Settings):
    assert await migrate(settings) == (None, newest())

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return list(compare_metadata(context, metadata))

    database = Database(settings.database)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_they_can_be_gone_back_and_forth(settings: Settings):
    await migrate(settings)

    def back(connection: Connection) -> None:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "base")

    database = Database(settings.database)
    async with database.engine.connect() as connection:
        await connection.run_sync(back)
        await connection.commit()
    await database.close()
    assert (await migrate(settings))[1] == newest()


async def test_a_database_in_use_is_brought_up_and_back(settings: Settings):
    settings.data_dir.mkdir()
    database = Database(settings.database)
    await up_and_back(database)
    await database.close()
    assert (await migrate(settings))[1] == newest()


async def go(database: Database, step: Callable[..., None], revision: str) -> None:
    """Bring the database to that revision."""

    def run(connection: Connection) -> None:
        made = config()
        made.attributes["connection"] = connection
        step(made, revision)

    async with database.engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()


async def up_and_back(database: Database) -> None:
    """From the first tables, with people, mail and what refers to them in it; every row stays."""
    await go(database, command.upgrade, "0001")
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO accounts (id, channel, address, role, state, language, areas, created_at) "
            "VALUES (7, 'telegram', '101', 'producer', 'active', 'vi', '[]', '2026-11-23 02:00:00')"
        )
        await connection.exec_driver_sql(
            "INSERT INTO outbox (channel, chat, account_id, lane, operation, state, attempts, created_at) "
            "VALUES ('telegram', '101', 7, 'notice', 'send', 'queued', 0, '2026-11-23 02:00:00')"
        )
    await go(database, command.upgrade, "head")
    async with database.write() as session:
        account = await session.get_one(Account, 7)
        assert (account.others, account.spent, account.held, account.person_id) == ([], 0, False, None)
        account.person_id, account.held = 7, True
        row = (await session.scalars(select(Outbox))).one()
        row.state, row.held_at, row.handed_from_id = OutboxState.WAITING, account.created_at, 7
    await go(database, command.downgrade, "0001")
    async with database.engine.begin() as connection:
        kept = (await connection.exec_driver_sql("SELECT state, reason, account_id FROM outbox")).all()
        assert kept == [("failed", "expired", 7)]
    await go(database, command.upgrade, "0003")
    async with database.engine.begin() as connection:
        for statement in _ROLES.split(";"):
            await connection.exec_driver_sql(statement)
    for _ in range(2):
        await go(database, command.upgrade, "head")
        async with database.read() as session:
            people = {each.address: each for each in await session.scalars(select(Account))}
            assert {address for address, each in people.items() if each.appointed} == {"301"}
            assert {address for address, each in people.items() if each.state is AccountState.STOPPED} == {"-9"}
            assert len(people) == 5
        await go(database, command.downgrade, "0003")
    await go(database, command.upgrade, "head")


#: 301 was named in the settings, 302 was invited; -9 is a group.
_ROLES = """
INSERT INTO accounts (id, channel, address, role, state, language, areas, created_at)
VALUES (11, 'telegram', '301', 'admin', 'active', 'vi', '[]', '2026-11-23 02:00:00'),
       (12, 'telegram', '302', 'admin', 'active', 'vi', '[]', '2026-11-23 02:00:00'),
       (13, 'telegram', '-9', 'producer', 'active', 'vi', '[]', '2026-11-23 02:00:00'),
       (14, 'zalo', '-9a', 'producer', 'active', 'vi', '[]', '2026-11-23 02:00:00');
INSERT INTO invitations (digest, role, areas, created_at, expires_at, used_by_id)
VALUES ('d', 'admin', '[]', '2026-11-23 02:00:00', '2026-11-23 02:00:00', 12),
       ('e', 'officer', '[]', '2026-11-23 02:00:00', '2026-11-23 02:00:00', 11),
       ('f', 'admin', '[]', '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL)
"""


async def test_numbers_that_were_given_once_are_not_given_again(settings: Settings):
    """Those of deleted rows are known from what still names them; what waits under one of them gets another."""
    settings.data_dir.mkdir()
    database = Database(settings.database)
    await go(database, command.upgrade, "0003")
    async with database.engine.begin() as connection:
        for statement in _DELETED.split(";"):
            await connection.exec_driver_sql(statement)
    await go(database, command.upgrade, "head")
    async with database.write() as session:
        dues = [(due.id, due.fired_at is None) for due in await session.scalars(select(Due).order_by(Due.id))]
        assert dues == [(3, False), (5, True), (13, True)]
        kept = (await session.scalars(select(Assessment))).one()
        assert (kept.id, kept.product, kept.answers) == (2, "Mật ong", {"1.1": 2})
        now = kept.started_at
        due = Due(key="k", args={}, due_at=now)
        other = Assessment(account_id=1, product="Chè", set_number=1, full=True, started_at=now, updated_at=now)
        product = Product(name="Chè", producer_name="HTX", set_number=1, source=Source.OWN, created_at=now)
        session.add_all([due, other, product])
        await session.flush()
        assert (due.id, other.id, product.id) == (19, 7, 9)
    await database.close()


#: Of the dues 3 has come, 4 waits under a number that came before, 5 waits; 9 came and was deleted.
_DELETED = """
INSERT INTO accounts (id, channel, address, role, state, language, areas, created_at, others, spent, held)
VALUES (1, 'telegram', '101', 'producer', 'active', 'vi', '[]', '2026-11-23 02:00:00', '[]', 0, 0);
INSERT INTO dues (id, key, args, due_at, fired_at)
VALUES (3, 'k', '{}', '2026-11-23 02:00:00', '2026-11-23 02:00:00'), (4, 'k', '{}', '2026-11-23 02:00:00', NULL),
       (5, 'k', '{}', '2026-11-23 02:00:00', NULL);
INSERT INTO inbox (channel, bot, event_id, chat, kind, state, attempts, received_at)
VALUES ('house', 'house', 'due:3', 'house', 'due', 'done', 0, '2026-11-23 02:00:00'),
       ('house', 'house', 'due:4', 'house', 'due', 'done', 0, '2026-11-23 02:00:00'),
       ('house', 'house', 'due:9', 'house', 'due', 'done', 0, '2026-11-23 02:00:00');
INSERT INTO assessments (id, account_id, product, set_number, full, answers, unsure, state, started_at, updated_at)
VALUES (2, 1, 'Mật ong', 4, 1, '{"1.1": 2}', '[]', 'open', '2026-11-23 02:00:00', '2026-11-23 02:00:00');
INSERT INTO outbox (channel, chat, lane, operation, state, attempts, created_at, topic)
VALUES ('telegram', '201', 'notice', 'send', 'sent', 1, '2026-11-23 02:00:00', 'assessment:6');
INSERT INTO audit (at, action, target, details) VALUES ('2026-11-23 02:00:00', 'product.claimed', '8', '{}')
"""


async def test_the_numbers_are_kept_where_the_models_say_so(settings: Settings):
    """Which the comparison of both doesn't look at."""
    await migrate(settings)
    with closing(sqlite3.connect(settings.database_file)) as database:
        made = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    wanted = {name for name, table in metadata.tables.items() if table.dialect_options["sqlite"]["autoincrement"]}
    assert wanted
    assert {name for name, sql in made.items() if "AUTOINCREMENT" in sql} == wanted


def test_the_newest_is_the_one_head():
    assert ScriptDirectory.from_config(config()).get_heads() == [newest()]


async def test_nothing_is_done_twice(settings: Settings):
    await migrate(settings)
    before = settings.database_file.read_bytes()
    assert await migrate(settings) == (newest(), newest())
    assert settings.database_file.read_bytes() == before
    assert not list(settings.data_dir.glob("ocop.db.*"))


async def test_a_copy_is_made_first(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    await migrate(settings)

    def fails(connection: Connection) -> None:
        connection.exec_driver_sql("DROP TABLE outbox")
        raise RuntimeError("half-way")

    monkeypatch.setattr(bot.migrate, "newest", lambda: "9999")
    monkeypatch.setattr(bot.migrate, "_upgrade", fails)
    with pytest.raises(RuntimeError, match="half-way"):
        await migrate(settings)
    (copy,) = settings.data_dir.glob(f"ocop.db.{newest()}-*")
    assert version(copy) == newest()
    with closing(sqlite3.connect(settings.database_file)) as database:
        assert database.execute("SELECT count(*) FROM outbox").fetchone() == (0,), "and what failed is taken back"


def test_a_copy_of_a_database_in_use_is_whole(tmp_path: Path):
    source = tmp_path / "used.db"
    with closing(sqlite3.connect(source)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE words (word TEXT)")
        database.execute("INSERT INTO words VALUES ('kept')")
        database.commit()
        database.execute("INSERT INTO words VALUES ('not committed')")
        copy_sqlite(source, tmp_path / "copy.db")
        database.rollback()
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT word FROM words").fetchall() == [("kept",)]
    assert not list(tmp_path.glob("*.part"))


def test_the_command_says_where_it_came_from(console: CliRunner):
    first = console.invoke(app, ["migrate"])
    assert (first.exit_code, first.stdout) == (0, f"the database is at {newest()} (was empty)\n")
    assert console.invoke(app, ["migrate"]).stdout == f"the database is at {newest()}\n"
