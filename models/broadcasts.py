"""Broadcasts: one message to everybody, with the recipients frozen when it is confirmed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Select, and_, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.accounts import Account, AccountState
from models.base import Base, EnumText
from models.mail import Lane, Operation, Outbox, OutboxState, Reason


class BroadcastState(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"  # written, shown to its author, not confirmed
    SENDING = "sending"  # confirmed; its recipients are frozen as outbox rows
    DONE = "done"  # every recipient has an outcome; the report was given
    STOPPED = "stopped"  # stopped by an admin; what was sent stays sent


class Broadcast(Base):
    """One message to everybody. Its outbox rows are its frozen recipients."""

    __tablename__ = "broadcasts"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    #: The message (:meth:`models.mail.Message.payload`).
    payload: Mapped[dict[str, Any]]
    state: Mapped[BroadcastState] = mapped_column(EnumText(BroadcastState), default=BroadcastState.DRAFT)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    #: The author's message that shows the progress, edited in place.
    progress_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id", use_alter=True))


def _recipients(author: Account) -> Select[Any]:
    return select(Account).where(Account.state == AccountState.ACTIVE, Account.id != author.id)


async def count_recipients(session: AsyncSession, author: Account) -> int:
    """How many people it would go to: everybody who can be written to, but its author."""
    return await session.scalar(select(func.count()).select_from(_recipients(author).subquery())) or 0


async def freeze_recipients(session: AsyncSession, broadcast: Broadcast, author: Account, now: datetime) -> int:
    """Write one outbox row for each recipient, in one statement; returns how many."""
    people = _recipients(author).subquery()
    await session.execute(
        insert(Outbox).from_select(
            [
                "channel",
                "chat",
                "account_id",
                "lane",
                "operation",
                "broadcast_id",
                "state",
                "attempts",
                "created_at",
            ],
            select(
                people.c.channel,
                people.c.address,
                people.c.id,
                literal(Lane.BROADCAST, Outbox.lane.type),
                literal(Operation.SEND, Outbox.operation.type),
                literal(broadcast.id),
                literal(OutboxState.QUEUED, Outbox.state.type),
                literal(0),
                literal(now, Outbox.created_at.type),
            ).order_by(people.c.id),
        )
    )
    return await session.scalar(select(func.count()).where(Outbox.broadcast_id == broadcast.id)) or 0


async def stop(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    """Withdraw everything that isn't on its way yet."""
    broadcast.state, broadcast.finished_at = BroadcastState.STOPPED, now
    await session.execute(
        update(Outbox)
        .where(and_(Outbox.broadcast_id == broadcast.id, Outbox.state == OutboxState.QUEUED))
        .values(state=OutboxState.STOPPED)
        .execution_options(synchronize_session=False)
    )


class Tally(dict[str, int]):
    """How many recipients stand where: ``waiting``, ``sent``, ``blocked``, ``failed``, ``unknown``, ``stopped``."""

    @property
    def total(self) -> int:
        """All recipients."""
        return sum(self.values())


async def tally(session: AsyncSession, broadcast: Broadcast) -> Tally:
    """Count the recipients by what became of them."""
    rows = await session.execute(
        select(Outbox.state, Outbox.reason, func.count())
        .where(Outbox.broadcast_id == broadcast.id)
        .group_by(Outbox.state, Outbox.reason)
    )
    counts = Tally(waiting=0, sent=0, blocked=0, failed=0, unknown=0, stopped=0)
    for state, reason, number in rows:
        if state in (OutboxState.QUEUED, OutboxState.SENDING):
            name = "waiting"
        elif state is OutboxState.FAILED:
            name = "blocked" if reason in (Reason.BLOCKED, Reason.GONE) else "failed"
        else:
            name = state.value
        counts[name] += number
    return counts
