"""Brings the database up to date (Alembic), with a copy of an SQLite file first."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.settings import Settings
from models.base import Database

log = structlog.get_logger(__name__)

_SCRIPTS = Path(__file__).parents[1] / "models" / "migrations"


def config() -> Config:
    """Alembic's configuration: there is no alembic.ini, the house needs none."""
    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS))
    return made


def newest() -> str:
    """The revision that this version of the program needs."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    if head is None:
        raise RuntimeError("there are no migrations")
    return head


async def present(database: Database) -> str | None:
    """The revision that the database has; None: it is empty."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def migrate(settings: Settings) -> tuple[str | None, str]:
    """Bring the database up to date; returns the revisions before and after."""
    await asyncio.to_thread(settings.data_dir.mkdir, parents=True, exist_ok=True)
    database = Database(settings.database)
    try:
        before, after = await present(database), newest()
        if before == after:
            return before, after
        if before is not None and (file := settings.database_file) is not None:
            copy = file.with_name(f"{file.name}.{before}-{datetime.now(UTC):%Y%m%d%H%M%S}")
            await asyncio.to_thread(copy_sqlite, file, copy)
            log.info("migrate.copied", copy=copy.name)
        async with database.engine.connect() as connection:
            await connection.run_sync(_upgrade)
            await connection.commit()
        log.info("migrate.done", before=before, after=after)
        return before, after
    finally:
        await database.close()


def _upgrade(connection: Connection) -> None:
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a database that may be in use."""
    part = target.with_name(target.name + ".part")
    with sqlite3.connect(source) as old, sqlite3.connect(part) as new:
        old.backup(new)
    new.close()
    old.close()
    shutil.move(part, target)
