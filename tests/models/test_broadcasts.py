"""Recipients frozen in one statement, counted by what became of them, withdrawn when it is stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.accounts import Account, AccountState
from models.base import Database
from models.broadcasts import (
    Broadcast,
    BroadcastState,
    channels_of,
    count_recipients,
    freeze_recipients,
    stop,
    tally,
    under_way,
)
from models.mail import Lane, Outbox, OutboxState, Reason
from models.tables import metadata

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
#: The channels that run.
RUNNING = ("telegram", "zalo")


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[AsyncSession]:
    """A database with an author (1), five people (2-6), one who has blocked the bot and one who was forgotten."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'ocop.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    async with database.write() as session:
        session.add_all(
            Account(id=number, channel="zalo" if number == 6 else "telegram", address=str(number), created_at=NOW)
            for number in range(1, 7)
        )
        session.add(Account(channel="telegram", address="8", state=AccountState.STOPPED, created_at=NOW))
        session.add(Account(channel="telegram", address="9", state=AccountState.ERASED, created_at=NOW))
        session.add(Broadcast(id=1, author_id=1, payload={"text": "Hello"}, created_at=NOW))
        await session.flush()
        yield session
    await database.close()


async def confirmed(session: AsyncSession) -> tuple[Broadcast, list[Outbox]]:
    broadcast, author = await session.get_one(Broadcast, 1), await session.get_one(Account, 1)
    broadcast.confirm(NOW)
    assert await freeze_recipients(session, broadcast, author, RUNNING, NOW) == 5
    rows = await session.scalars(select(Outbox).where(Outbox.broadcast_id == 1).order_by(Outbox.id))
    return broadcast, list(rows)


async def test_everybody_who_can_be_written_to_but_the_author(session):
    author = await session.get_one(Account, 1)
    assert await count_recipients(session, author, RUNNING) == 5
    assert await channels_of(session, author, RUNNING) == {"telegram", "zalo"}
    _, rows = await confirmed(session)
    assert [row.chat for row in rows] == ["2", "3", "4", "5", "6"]
    assert {(row.lane, row.state, row.payload) for row in rows} == {(Lane.BROADCAST, OutboxState.QUEUED, None)}
    assert rows[-1].channel == "zalo"


async def test_nobody_on_a_channel_that_is_switched_off(session):
    broadcast, author = await session.get_one(Broadcast, 1), await session.get_one(Account, 1)
    people = {account.id: account for account in await session.scalars(select(Account))}
    people[5].person_id = people[6].person_id = 5
    people[6].wrote_at = NOW + timedelta(days=1)  # the one used last, but no way to them any more
    assert await count_recipients(session, author, ["telegram"]) == 4
    assert await channels_of(session, author, ["telegram"]) == {"telegram"}
    assert await freeze_recipients(session, broadcast, author, ["telegram"], NOW) == 4
    assert list(await session.scalars(select(Outbox.account_id).order_by(Outbox.id))) == [2, 3, 4, 5]


async def test_counted_by_what_became_of_them(session):
    broadcast, rows = await confirmed(session)
    rows[0].state = OutboxState.SENDING
    rows[1].state = OutboxState.SENT
    rows[2].state, rows[2].reason = OutboxState.FAILED, Reason.BLOCKED
    rows[3].state, rows[3].reason = OutboxState.FAILED, Reason.REJECTED
    rows[4].state = OutboxState.UNKNOWN
    counts = await tally(session, broadcast)
    assert counts == {"waiting": 1, "held": 0, "sent": 1, "blocked": 1, "failed": 1, "unknown": 1, "stopped": 0}
    assert counts.total == 5


async def test_stopping_withdraws_what_nobody_has_in_hand(session):
    broadcast, rows = await confirmed(session)
    rows[0].state, rows[0].claimed_by = OutboxState.SENDING, "worker"
    rows[1].claimed_by = "worker"  # tried once, to be tried again
    rows[2].state = OutboxState.SENT
    await stop(session, broadcast)
    await stop(session, broadcast)
    counts = await tally(session, broadcast)
    assert (counts["waiting"], counts["sent"], counts["stopped"]) == (2, 1, 2)
    assert broadcast.state is BroadcastState.STOPPED
    broadcast.finish(NOW)
    assert (broadcast.state, broadcast.finished_at) == (BroadcastState.STOPPED, NOW)


async def test_under_way_from_confirmation_to_report(session):
    assert await under_way(session) is None
    broadcast, _ = await confirmed(session)
    assert await under_way(session) is broadcast
    assert broadcast.under_way
    await stop(session, broadcast)
    assert await under_way(session) is broadcast, "its report is still to come"
    broadcast.finish(NOW)
    assert await under_way(session) is None
    assert not broadcast.under_way


async def test_a_broadcast_that_ends_by_itself_is_done(session):
    broadcast, _ = await confirmed(session)
    broadcast.finish(NOW)
    assert broadcast.state is BroadcastState.DONE
