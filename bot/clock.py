"""Turns what is due (reminders, deadlines, scheduled broadcasts) into events, each exactly once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy import select

from models.base import Database
from models.mail import HOUSE, Event, EventKind, put_into_inbox, waiting_row
from models.schedule import Due

log = structlog.get_logger(__name__)

#: Moments turned into events in one transaction.
BATCH = 100
#: Seconds between looks when nothing is known to come.
LONGEST_SLEEP = 30.0


class Clock:
    """Time as one more correspondent.

    :param on_event: called when an event was put into the inbox.
    """

    def __init__(
        self,
        database: Database,
        on_event: Callable[[], None],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._on_event = on_event
        self._now = now
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """A moment was added."""
        self._wake.set()

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            self._wake.clear()
            try:
                wait = await self.tick()
            except Exception as error:  # nothing is lost by waiting: what is due stays due
                log.error("clock.stuck", error=type(error).__name__)
                wait = 1.0
            try:
                pause = LONGEST_SLEEP if wait is None else min(wait, LONGEST_SLEEP)
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def tick(self) -> float | None:
        """Fire everything that is due; returns the seconds until the next moment, None: nothing is waited for."""
        while True:
            now = self._now()
            async with self._database.read() as session:
                soonest = await session.scalar(
                    select(Due.due_at).where(Due.fired_at.is_(None)).order_by(Due.due_at).limit(1)
                )
            if soonest is None:
                return None
            if soonest > now:
                return (soonest - now).total_seconds()
            async with self._database.write() as session:
                dues = (
                    await session.scalars(
                        select(Due)
                        .where(Due.fired_at.is_(None), Due.due_at <= now)
                        .order_by(Due.due_at, Due.id)
                        .limit(BATCH)
                        .with_for_update(skip_locked=True)
                    )
                ).all()
                if dues:
                    await put_into_inbox(session, [waiting_row(_event(due), now) for due in dues])
                for due in dues:
                    due.fired_at = now
            if not dues:
                return 0.05  # another worker has them in hand
            self._on_event()


def _event(due: Due) -> Event:
    return Event(
        channel=due.channel or HOUSE,
        bot=HOUSE,
        id=f"due:{due.id}",
        kind=EventKind.DUE,
        chat=due.chat or HOUSE,
        sender=due.args.get("sender") or due.chat or HOUSE,
        at=due.due_at,
        group="sender" in due.args,
        text=due.key,
        data={"args": {name: value for name, value in due.args.items() if name != "sender"}},
    )
