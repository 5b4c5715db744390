"""Brings the database up to date (Alembic), with a copy of an SQLite file first."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection, inspect, text

from bot.settings import Settings
from models.base import Database

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic itself is loaded only when there is something to do: most starts find the database up to date.

log = structlog.get_logger(__name__)

_SCRIPTS = Path(__file__).parents[1] / "models" / "migrations"


def config() -> Config:
    """Alembic's configuration: there is no alembic.ini, the house needs none."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS))
    return made


def newest() -> str:
    """The revision that this version of the program needs: migrations are numbered in their files' names."""
    return max(file.name for file in (_SCRIPTS / "versions").glob("[0-9]*.py")).partition("_")[0]


async def present(database: Database) -> str | None:
    """The revision that the database has; None: it is empty."""

    def look(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    async with database.engine.connect() as connection:
        return await connection.run_sync(look)


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
    from alembic import command

    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a database that may be in use."""
    part = target.with_name(target.name + ".part")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
        old.backup(new)
    part.replace(target)
