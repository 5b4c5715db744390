"""The slow lane: pending events, answered one by one, each in a transaction of its own, in order per chat."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from html import escape

import structlog
from prometheus_client import Counter
from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.answering import Answered, Answering, Place, place
from bot.flood import Flood
from models.accounts import Account, Role, staff
from models.base import Database
from models.mail import HOUSE, Event, Inbox, InboxState, Outbox, is_unanswered

log = structlog.get_logger(__name__)

HANDLED = Counter("ocop_events_handled_total", "Events answered, by lane (fast or slow)", ["lane"])
PARKED = Counter("ocop_events_parked_total", "Events given up after three tries")

#: How often an event is tried, and the seconds between the tries.
TRIES = 3
BETWEEN_TRIES = (0.2, 2.0)
#: Chats answered in one go.
ROUND = 100


class SlowLane:
    """Answers what waits in the inbox.

    :ivar waiting: the chats that may have pending events: what comes there has to queue behind them.
    """

    def __init__(
        self,
        database: Database,
        answering: Answering,
        flood: Flood | None,
        now: Callable[[], datetime],
        between_tries: Sequence[float],
    ) -> None:
        self.waiting: set[Place] = set()
        self._database = database
        self._answering = answering
        self._flood = flood
        self._now = now
        self._between_tries = between_tries
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    async def start(self) -> None:
        """Look for events that an earlier run has left pending."""
        async with self._database.read() as session:
            rows = await session.execute(
                select(Inbox.channel, Inbox.chat).where(is_unanswered(), Inbox.state == InboxState.PENDING).distinct()
            )
            found = {(channel, chat) for channel, chat in rows}
        if found:
            self.add(found)

    def add(self, places: Iterable[Place]) -> None:
        """Events were put aside for these chats."""
        self.waiting.update(places)
        self.wake()

    def wake(self) -> None:
        """Something has been put into the inbox."""
        self._idle.clear()
        self._wake.set()

    async def drained(self) -> None:
        """Wait until there is nothing to do at once."""
        await self._idle.wait()

    async def work(self) -> None:
        """Answer pending events until cancelled."""
        while True:
            self._wake.clear()
            try:
                pause = await self._work_once()
            except Exception as error:  # the database is locked, the disk is full: nothing is lost by waiting
                log.error("engine.slow_lane_stuck", error=type(error).__name__)
                pause = 1.0
            if pause == 0.0:
                continue
            if not self._wake.is_set():
                self._idle.set()
            try:
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                self._idle.clear()

    async def _work_once(self) -> float | None:
        """Answer the first pending event of every chat; returns the seconds to wait, None: until woken."""
        now = self._now()
        firsts = (
            select(func.min(Inbox.id))
            .where(is_unanswered(), Inbox.state == InboxState.PENDING)
            .group_by(Inbox.channel, Inbox.chat)
        )
        heads = select(Inbox.id, Inbox.not_before, Inbox.channel, Inbox.chat).where(Inbox.id.in_(firsts))
        ready_now = or_(Inbox.not_before.is_(None), Inbox.not_before <= now)
        async with self._database.read() as session:
            ready = (await session.execute(heads.where(ready_now).order_by(Inbox.id).limit(ROUND))).all()
            soonest = None
            if not ready:
                soonest = await session.scalar(
                    heads.with_only_columns(Inbox.not_before).order_by(Inbox.not_before).limit(1)
                )
        # Only grows here: since this look a batch may have put more aside.
        self.waiting.update((row.channel, row.chat) for row in ready)
        for row in ready:
            await self._answer(row.id)
        if ready:
            return 0.0
        return None if soonest is None else max((soonest - now).total_seconds(), 0.01)

    async def _answer(self, identifier: int) -> None:
        try:
            async with self._database.write() as session:
                row = await session.get(Inbox, identifier, with_for_update={"skip_locked": True})
                if row is None or row.state is not InboxState.PENDING or row.payload is None:
                    return
                event = Event.from_payload(row.payload)
                now = self._now()
                people = await self._answering.load(session, [event], now)
                rows = await self._answering.answer(session, event, people, now)
                row.state, row.payload, row.handled_at, row.error = InboxState.DONE, None, now, None
                answered = Answered.by(session, 1, rows)
                await session.flush()
                left = await self._left(session, event)
                pause = self._flood.pause(event) if self._flood and left is not None else 0.0
                if pause:
                    await session.execute(
                        update(Inbox)
                        .where(Inbox.id == left)
                        .values(not_before=now + timedelta(seconds=pause))
                        .execution_options(synchronize_session=False)
                    )
        except Exception as error:
            await self._failed(identifier, error)
            return
        HANDLED.labels("slow").inc()
        if left is None:
            self.waiting.discard(place(event))
        self._answering.committed(answered)

    @staticmethod
    async def _left(session: AsyncSession, event: Event) -> int | None:
        """The next pending event of the same chat."""
        found: int | None = await session.scalar(
            select(Inbox.id)
            .where(
                is_unanswered(),
                Inbox.state == InboxState.PENDING,
                Inbox.channel == event.channel,
                Inbox.chat == event.chat,
            )
            .order_by(Inbox.id)
            .limit(1)
        )
        return found

    async def _failed(self, identifier: int, error: Exception) -> None:
        """Count a failure; the third parks the event, apologises to the person and tells the admins."""
        rows: list[Outbox] = []
        async with self._database.write() as session:
            row = await session.get(Inbox, identifier)
            if row is None or row.payload is None:
                return
            now = self._now()
            event = Event.from_payload(row.payload)
            row.attempts += 1
            row.error = "".join(traceback.format_exception(error))[-8000:]
            parked = row.attempts >= TRIES
            if parked:
                row.state = InboxState.PARKED
                rows = await self._apologise(session, event, identifier, now)
                await session.flush()
                if await self._left(session, event) is None:
                    self.waiting.discard(place(event))
            else:
                wait = self._between_tries[min(row.attempts, len(self._between_tries)) - 1]
                row.not_before = now + timedelta(seconds=wait)
            attempts = row.attempts
        PARKED.inc(parked)
        log.error("engine.event_failed", inbox=identifier, attempt=attempts, error=type(error).__name__, exc_info=error)
        self._answering.committed(Answered(0, rows))

    async def _apologise(self, session: AsyncSession, event: Event, identifier: int, now: datetime) -> list[Outbox]:
        words, rows = self._answering.house.words, []
        if event.bot != HOUSE:
            sender = await session.scalar(
                select(Account).where(Account.channel == event.channel, Account.address == event.sender)
            )
            language = sender.language if sender else "vi"
            apology = words.text(language, "parked-person", office=self._answering.house.office(language))
            rows.append(self._answering.notice(session, event.channel, event.chat, apology, now))
        for admin in await staff(session, self._answering.house.channels, least=Role.ADMIN):
            text = words.text(admin.language, "parked-admins", number=identifier, kind=escape(event.kind.value))
            rows.append(self._answering.notice(session, admin.channel, admin.address, text, now))
        return rows
