"""Moments that are waited for, and the office's working days."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Index, String, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Due(Base):
    """A moment that is waited for. When it has come the clock turns it into one event, in one transaction."""

    __tablename__ = "dues"
    __table_args__ = (
        Index(
            "ix_dues_waiting",
            "due_at",
            sqlite_where=text("fired_at IS NULL"),
            postgresql_where=text("fired_at IS NULL"),
        ),
        # Its event is known by its number, for ever: another one must never get it.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Which handler is called (``@router.due(key)``).
    key: Mapped[str] = mapped_column(String(64))
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: What it is about ("request:12"), so that it can be called off.
    topic: Mapped[str | None] = mapped_column(String(64), index=True)
    #: The conversation that it concerns; None: the house itself.
    channel: Mapped[str | None] = mapped_column(String(16))
    chat: Mapped[str | None] = mapped_column(String(64))
    due_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]


#: The hours of the day, on the office's clock, in which nobody minds a reminder.
WAKING = (time(7), time(20))


async def waited_for(session: AsyncSession, key: str) -> bool:
    """Whether a moment of that kind is still to come."""
    return await session.scalar(select(Due.id).where(Due.key == key, Due.fired_at.is_(None)).limit(1)) is not None


async def call_off(session: AsyncSession, topic: str, *keys: str) -> None:
    """Forget what is waited for about ``topic`` (only these keys, where given)."""
    waiting = delete(Due).where(Due.topic == topic, Due.fired_at.is_(None))
    await session.execute(waiting.where(Due.key.in_(keys)) if keys else waiting)


def add_working_days(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The end (17:00) of the working day that many working days later.

    Saturdays, Sundays and Vietnam's public holidays don't count (Bộ luật Lao động 2019, Điều 112, by package holidays).
    """
    import holidays  # loads calendars of the whole world: not before it is needed

    closed = holidays.country_holidays("VN")
    day = moment.astimezone(zone).date()
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            days -= 1
    return datetime.combine(day, time(17), zone)


def waking_hour(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment itself between 07:00 and 20:00, else the next 07:00: no reminder comes at night."""
    local = moment.astimezone(zone)
    morning, evening = WAKING
    if morning <= local.time() < evening:
        return moment
    day = local.date() + timedelta(days=local.time() >= evening)
    return datetime.combine(day, morning, zone)
