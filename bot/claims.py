"""Who may send which row: claims in the outbox table, and what becomes of those that a worker leaves behind.

On SQLite there is one worker: whatever is claimed when it starts was left by an earlier run. On PostgreSQL there may be
several. Each holds an advisory lock of its name on a connection of its own for as long as it lives; whose lock can be
had is gone, however it went, and its rows are taken up by the others.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import cast

import structlog
from sqlalchemy import ColumnElement, Table, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from models.base import Database
from models.mail import OPEN, Lane, Outbox, OutboxState, is_held, is_open

log = structlog.get_logger(__name__)

#: How many replies, and how many notices, are claimed from the table at once.
CLAIM = 64
_TABLE = cast(Table, Outbox.__table__)
#: What was given up meanwhile stays given up.
_GIVE_BACK = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("row"), or_(*(_TABLE.c.state == state for state in OPEN)))
    .values(state=OutboxState.QUEUED, claimed_by=None, next_attempt=None)
)


class Claims:
    """The claims of one worker.

    :param channels: those that run. What goes to another one is claimed as well: somebody has to give it up.
    """

    def __init__(self, database: Database, worker: str, channels: Collection[str], now: Callable[[], datetime]) -> None:
        self._database = database
        self._worker = worker
        self._channels = list(channels)
        self._now = now
        self._proof: AsyncConnection | None = None

    async def free(self) -> tuple[set[Lane], bool]:
        """The lanes in which rows wait for somebody to claim them; and whether some have waited too long."""
        lanes = list(Lane)
        looks = [exists().where(self._free, Outbox.lane == lane) for lane in lanes]
        async with self._database.read() as session:
            *waiting, expired = (await session.execute(select(*looks, exists().where(self._expired)))).one()
            return {lane for lane, waits in zip(lanes, waiting, strict=True) if waits}, expired

    @asynccontextmanager
    async def nothing_waits(self) -> AsyncIterator[bool]:
        """Whether no reply or notice waits for somebody to claim it. On SQLite nobody writes one while the block runs:
        what was written before would be overtaken by what is claimed at its birth from then on."""
        async with self._database.write() as session:
            yield not await session.scalar(select(exists().where(self._free, Outbox.lane != Lane.BROADCAST)))

    async def expired(self) -> list[Outbox]:
        """What has waited in vain for its person to write: claimed, to be given up."""
        async with self._database.write() as session:
            some = (
                select(Outbox)
                .where(self._expired)
                .order_by(Outbox.expires_at)
                .limit(CLAIM)
                .with_for_update(skip_locked=True, of=Outbox)
            )
            rows = (await session.scalars(some)).all()
            for row in rows:
                row.state, row.claimed_by = OutboxState.SENDING, self._worker
        return list(rows)

    async def claim(self, lanes: Collection[Lane], broadcasts: int) -> list[Outbox]:
        """Claim the next free rows of these lanes whose chat has nothing earlier open.

        An open broadcast holds up nothing but the next broadcast; what has waited for the person to write goes out
        after what is new, and doesn't hold that up.

        :param broadcasts: so many of those at most.
        """
        earlier = aliased(Outbox)
        nothing_before = ~exists().where(
            earlier.channel == Outbox.channel,
            earlier.chat == Outbox.chat,
            earlier.id < Outbox.id,
            is_open(earlier),
            or_(earlier.lane != Lane.BROADCAST, Outbox.lane == Lane.BROADCAST),
            or_(earlier.held_at.is_(None), Outbox.held_at.is_not(None)),
        )
        rows: list[Outbox] = []
        async with self._database.write() as session:
            for lane in lanes:
                some = (
                    select(Outbox)
                    .where(self._free, Outbox.lane == lane, nothing_before)
                    .order_by(Outbox.id)
                    .limit(broadcasts if lane is Lane.BROADCAST else CLAIM)
                    .with_for_update(skip_locked=True, of=Outbox)
                )
                rows += sorted((await session.scalars(some)).all(), key=lambda row: row.held_at is not None)
            if rows:
                await session.execute(
                    update(Outbox),
                    [{"id": row.id, "state": OutboxState.SENDING, "claimed_by": self._worker} for row in rows],
                )
        return rows

    async def release(self, rows: Sequence[int]) -> None:
        """Give back rows that are still to be sent."""
        if rows:
            async with self._database.write() as session:
                await (await session.connection()).execute(_GIVE_BACK, [{"row": row} for row in rows])

    async def recover(self) -> None:
        """Take up what workers that are gone have left: sent again, but for broadcasts, whose fate is unknown."""
        if self._database.sqlite:
            async with self._database.write() as session:
                await _orphan(session, Outbox.claimed_by.is_not(None))
            return
        await self._prove()
        async with self._database.read() as session:
            workers = (await session.scalars(select(Outbox.claimed_by).where(is_open()).distinct())).all()
        for worker in workers:
            if worker is None or worker == self._worker:
                continue
            async with self._database.write() as session:
                if await session.scalar(select(func.pg_try_advisory_xact_lock(_number(worker)))):
                    log.warning("claims.worker_gone", worker=worker)
                    await _orphan(session, Outbox.claimed_by == worker)

    async def let_go_of_others(self) -> None:
        """On a channel that is switched off nobody will write: what waits for that is taken up now."""
        async with self._database.write() as session:
            await session.execute(
                update(Outbox)
                .where(is_held(), Outbox.channel.not_in(self._channels))
                .values(state=OutboxState.QUEUED, claimed_by=None, next_attempt=None)
                .execution_options(synchronize_session=False)
            )

    @asynccontextmanager
    async def alive(self) -> AsyncIterator[None]:
        """Let the other workers know, for as long as the block runs, that this one lives."""
        try:
            if not self._database.sqlite:
                await self._prove()
            yield
        finally:
            if self._proof is not None:
                await self._proof.invalidate()
                await self._proof.close()

    @property
    def _free(self) -> ColumnElement[bool]:
        return and_(
            is_open(),
            Outbox.state == OutboxState.QUEUED,
            Outbox.claimed_by.is_(None),
            or_(Outbox.next_attempt.is_(None), Outbox.next_attempt <= self._now()),
        )

    @property
    def _expired(self) -> ColumnElement[bool]:
        return and_(is_held(), Outbox.expires_at <= self._now(), Outbox.channel.in_(self._channels))

    async def _prove(self) -> None:
        """Hold the lock of this worker's name; anew, where the connection that held it is lost."""
        if self._proof is not None:
            try:
                await self._proof.execute(select(1))
                return
            except DBAPIError:
                await self._proof.close()
                self._proof = None
        proof = await self._database.engine.connect()
        self._proof = await proof.execution_options(isolation_level="AUTOCOMMIT")
        await self._proof.execute(select(func.pg_advisory_lock(_number(self._worker))))


def _number(worker: str) -> ColumnElement[int]:
    return func.hashtextextended(worker, 0)


async def _orphan(session: AsyncSession, whose: ColumnElement[bool]) -> None:
    in_hand = and_(whose, is_open(), Outbox.state == OutboxState.SENDING, Outbox.lane == Lane.BROADCAST)
    for rows, state in ((in_hand, OutboxState.UNKNOWN), (and_(whose, is_open()), OutboxState.QUEUED)):
        await session.execute(
            update(Outbox)
            .where(rows)
            .values(state=state, claimed_by=None, next_attempt=None)
            .execution_options(synchronize_session=False)
        )
