"""Broadcasts: one message to everybody, with the recipients frozen when it is confirmed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Select, and_, exists, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from models.accounts import Account, reachable
from models.base import Base, EnumText
from models.mail import UNREACHABLE, Lane, Operation, Outbox, OutboxState
from models.requests import Attachment


class BroadcastState(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"  # written, shown to its author, not confirmed
    DROPPED = "dropped"  # a draft that was cancelled, or written anew; never sent
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
    #: When the report was given: nobody waits for an outcome any more.
    finished_at: Mapped[datetime | None]
    #: The author's message that shows the progress, edited in place.
    progress_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id", use_alter=True))

    @property
    def topic(self) -> str:
        """What is waited for about it is filed under this."""
        return f"broadcast:{self.id}"

    @property
    def under_way(self) -> bool:
        """Whether it was confirmed and its report is still to come."""
        return self.confirmed_at is not None and self.finished_at is None

    def confirm(self, now: datetime) -> None:
        """Let it go out; its recipients are frozen by :func:`freeze_recipients` in the same transaction."""
        self.state, self.confirmed_at = BroadcastState.SENDING, now

    def finish(self, now: datetime) -> None:
        """Close it: every recipient has an outcome. One that was stopped stays so."""
        if self.state is BroadcastState.SENDING:
            self.state = BroadcastState.DONE
        self.finished_at = now


def _recipients(author: Account, channels: Collection[str]) -> Select[Any]:
    """Everybody who can be written to, but the author: each person once, with the account used last."""
    other = aliased(Account)
    here, there = (func.coalesce(each.wrote_at, each.created_at) for each in (Account, other))
    used_later = exists().where(
        other.person_id == Account.person_id,
        reachable(channels, other),
        or_(there > here, and_(there == here, other.id > Account.id)),
    )
    return select(Account).where(reachable(channels), Account.id.not_in(author.ids), ~used_later)


async def count_recipients(session: AsyncSession, author: Account, channels: Collection[str]) -> int:
    """How many people it would go to: everybody who can be written to on these channels, but its author."""
    return await session.scalar(select(func.count()).select_from(_recipients(author, channels).subquery())) or 0


async def freeze_recipients(
    session: AsyncSession, broadcast: Broadcast, author: Account, channels: Collection[str], now: datetime
) -> int:
    """Write one outbox row for each recipient, in one statement; returns how many."""
    people = _recipients(author, channels).subquery()
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


async def stop(session: AsyncSession, broadcast: Broadcast) -> None:
    """Withdraw everything that no worker has in hand; may be called again.

    What is in hand (two seconds' worth at most) still goes out, and is counted as what becomes of it.
    """
    broadcast.state = BroadcastState.STOPPED
    await session.execute(
        update(Outbox)
        .where(
            Outbox.broadcast_id == broadcast.id,
            Outbox.state.in_([OutboxState.QUEUED, OutboxState.WAITING]),
            Outbox.claimed_by.is_(None),
        )
        .values(state=OutboxState.STOPPED)
        .execution_options(synchronize_session=False)
    )


def _in_doubt(broadcast: Broadcast, channels: Collection[str]) -> ColumnElement[bool]:
    """The rows of people who may or may not have got it, and who can be written to on these channels."""
    reached = exists().where(Account.id == Outbox.account_id, reachable(channels))
    return and_(Outbox.broadcast_id == broadcast.id, Outbox.state == OutboxState.UNKNOWN, reached)


async def count_in_doubt(session: AsyncSession, broadcast: Broadcast, channels: Collection[str]) -> int:
    """To how many people it may be sent again: nobody knows whether they got it. None once it was stopped."""
    if broadcast.state is not BroadcastState.DONE:
        return 0
    return await session.scalar(select(func.count()).where(_in_doubt(broadcast, channels))) or 0


async def send_again(session: AsyncSession, broadcast: Broadcast, channels: Collection[str]) -> int:
    """Queue it again for those people, who may then get it twice; returns how many. Asked again, it finds nobody."""
    people = await count_in_doubt(session, broadcast, channels)
    if people:
        broadcast.state, broadcast.finished_at = BroadcastState.SENDING, None
        await session.execute(
            update(Outbox)
            .where(_in_doubt(broadcast, channels))
            .values(state=OutboxState.QUEUED, attempts=0, detail=None)
            .execution_options(synchronize_session=False)
        )
    return people


async def newest(session: AsyncSession) -> Broadcast | None:
    """The one that was confirmed last."""
    found: Broadcast | None = await session.scalar(
        select(Broadcast).where(Broadcast.confirmed_at.is_not(None)).order_by(Broadcast.confirmed_at.desc()).limit(1)
    )
    return found


async def draft_of(session: AsyncSession, author: Account) -> Broadcast | None:
    """The one that this admin has written and neither confirmed nor dropped."""
    found: Broadcast | None = await session.scalar(
        select(Broadcast)
        .where(Broadcast.author_id.in_(author.ids), Broadcast.state == BroadcastState.DRAFT)
        .order_by(Broadcast.id.desc())
        .limit(1)
    )
    return found


async def photo_of(session: AsyncSession, broadcast: Broadcast, author: Account) -> Attachment | None:
    """The copy of its photo that is fetched for people on other channels than its author's."""
    found: Attachment | None = await session.scalar(
        select(Attachment).where(Attachment.account_id.in_(author.ids), Attachment.field == broadcast.topic)
    )
    return found


async def under_way(session: AsyncSession) -> Broadcast | None:
    """The broadcast that was confirmed and isn't finished; there is one at a time."""
    found: Broadcast | None = await session.scalar(
        select(Broadcast)
        .where(Broadcast.confirmed_at.is_not(None), Broadcast.finished_at.is_(None))
        .order_by(Broadcast.id)
        .limit(1)
    )
    return found


async def channels_of(session: AsyncSession, author: Account, channels: Collection[str]) -> set[str]:
    """Those of these channels that its recipients would be on."""
    return set(await session.scalars(_recipients(author, channels).with_only_columns(Account.channel).distinct()))


class Tally(dict[str, int]):
    """How many recipients stand where: ``waiting``, ``held``, ``sent``, ``blocked``, ``failed``, ``unknown``,
    ``stopped``. Those who are held get it when the platform takes it; the broadcast doesn't wait for them.
    """

    @property
    def total(self) -> int:
        """All recipients."""
        return sum(self.values())


async def tally(session: AsyncSession, broadcast: Broadcast) -> Tally:
    """Count the recipients by what became of them."""
    held = Outbox.held_at.is_not(None)
    rows = await session.execute(
        select(Outbox.state, Outbox.reason, held, func.count())
        .where(Outbox.broadcast_id == broadcast.id)
        .group_by(Outbox.state, Outbox.reason, held)
    )
    counts = Tally(waiting=0, held=0, sent=0, blocked=0, failed=0, unknown=0, stopped=0)
    for state, reason, has_waited, number in rows:
        if state in (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.WAITING):
            name = "held" if has_waited else "waiting"
        elif state is OutboxState.FAILED:
            name = "blocked" if reason in UNREACHABLE else "failed"
        else:
            name = state.value
        counts[name] += number
    return counts
