"""The database: engine, sessions, pragmas, and the types that every table shares.

SQLite allows one writer at a time. :meth:`Database.write` therefore hands out write transactions one after
the other (``BEGIN IMMEDIATE`` under an asyncio lock), so that nobody waits in a busy loop and no deferred
transaction is refused half-way. Readers use connections of their own and never wait (WAL).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, TypeDecorator, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, DBAPIError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

#: How long SQLite waits for another process (a backup, a console) to let go of the file; milliseconds.
BUSY_TIMEOUT = 10_000


class UtcDateTime(TypeDecorator[datetime]):
    """A timezone-aware moment, kept in UTC. Naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone can't be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumText(TypeDecorator[StrEnum]):
    """A :class:`StrEnum` kept as its text, so that the file can be read with any tool."""

    impl = String(24)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """Refuse what isn't a value of the enumeration."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Give back the member."""
        return None if value is None else self.kind(value)


class Base(DeclarativeBase):
    """Parent of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON, list[str]: JSON}  # noqa: RUF012


class Database:
    """The one way to the stored state.

    :param url: an SQLAlchemy address; ``sqlite+aiosqlite:///FILE`` or ``postgresql+asyncpg://…``.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._turnstile = asyncio.Lock()
        if self.sqlite:
            self._writer = _sqlite_engine(url, pool_size=1, read_only=False)
            self._reader = _sqlite_engine(url, pool_size=2, read_only=True)
        else:
            self._writer = self._reader = create_async_engine(url, pool_size=10, hide_parameters=True)
        self._write_session = async_sessionmaker(self._writer, expire_on_commit=False)
        self._read_session = async_sessionmaker(self._reader, expire_on_commit=False)

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes; for migrations and backups."""
        return self._writer

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One write transaction: committed at the end of the block, rolled back when it raises."""
        if not self.sqlite:
            async with self._write_session.begin() as session:
                yield session
            return
        async with self._turnstile, self._write_session.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A consistent view of the committed state; whatever is written in it is lost."""
        async with self._read_session() as session:
            yield session

    async def close(self) -> None:
        """Let go of every connection."""
        await self._writer.dispose()
        await self._reader.dispose()


def is_about_data(error: Exception) -> bool:
    """Whether storing failed for what was to be stored, and always would; not for the state that a database is in."""
    if isinstance(error, DBAPIError):
        # PostgreSQL's classes "Data Exception" and "Program Limit Exceeded"; asyncpg's errors come without a kind.
        return isinstance(error, DataError) or str(getattr(error.orig, "sqlstate", "")).startswith(("22", "54"))
    return isinstance(error, (StatementError, UnicodeError, OverflowError, RecursionError))


def _sqlite_engine(url: str, *, pool_size: int, read_only: bool) -> AsyncEngine:
    # An error names the statement but not what was to be stored: that would be somebody's words in a log.
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0 if not read_only else 8, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: DBAPIConnection, _record: object) -> None:
        # The driver's own transaction control issues BEGIN too late; ours is the "begin" event below.
        connection.isolation_level = None
        cursor = connection.cursor()
        pragmas = (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT}",
            "temp_store=MEMORY",
            f"query_only={int(read_only)}",
        )
        try:
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()
        except Exception:
            # A file that is no database: nobody else lets go of it.
            connection.close()
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
