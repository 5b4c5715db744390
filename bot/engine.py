"""Takes events through the handlers: a whole batch in one transaction, or, when that fails, one by one.

The fast lane records a batch in the inbox, loads what it needs in one go, answers every event in order and commits
everything together. If anything in it fails, all of it is rolled back and the batch takes the slow lane: the events
are stored as pending, acknowledged, and answered one by one, each in a transaction of its own, in order per chat.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

import structlog
from prometheus_client import Counter, Histogram
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.answering import Answered, Answering, Outgoing, Place, place
from bot.channels.counters import UNREADABLE
from bot.flood import Flood
from bot.slow_lane import BETWEEN_TRIES, HANDLED, SlowLane
from handlers.kit.house import House
from handlers.kit.router import Router
from models.accounts import Account
from models.base import Database, is_about_data
from models.mail import Event, EventKind, Inbox, InboxState, Outbox, is_unanswered

log = structlog.get_logger(__name__)

RECEIVED = Counter("ocop_events_received_total", "Events accepted, by channel and kind", ["channel", "kind"])
REPEATED = Counter("ocop_events_repeated_total", "Events delivered again by a platform, and ignored")
SECONDS = Histogram(
    "ocop_event_seconds",
    "Seconds from receiving a batch to its commit, per event in it",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)


class Closed(Exception):
    """The program is stopping; what comes now is not acknowledged and will be delivered again."""


class Engine:
    """The heart of the house.

    :param after_commit: called with (a due moment was added, a file waits to be fetched).
    """

    def __init__(
        self,
        database: Database,
        router: Router,
        house: House,
        outgoing: Outgoing,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        after_commit: Callable[[bool, bool], None] = lambda due, files: None,
        flood: Flood | None = None,
        between_tries: Sequence[float] = BETWEEN_TRIES,
    ) -> None:
        self._database = database
        self._house = house
        self._now = now
        self._flood = flood
        self._router = router
        self._answering = Answering(self._router, house, outgoing, after_commit)
        self._slow_lane = SlowLane(database, self._answering, flood, now, between_tries)
        self._gate = asyncio.Lock()
        self._batches: list[tuple[list[Event], asyncio.Future[None]]] = []
        self._closed = False

    async def start(self) -> None:
        """Look for events that an earlier run has left pending."""
        await self._slow_lane.start()

    async def work(self) -> None:
        """Answer pending events one by one until cancelled."""
        await self._slow_lane.work()

    def wake(self) -> None:
        """Something has been put into the inbox."""
        self._slow_lane.wake()

    async def drained(self) -> None:
        """Wait until the slow lane has nothing to do at once."""
        await self._slow_lane.drained()

    async def close(self) -> None:
        """Let the batch in hand be committed; take no other."""
        self._closed = True
        async with self._gate:
            return

    async def receive(self, events: Sequence[Event]) -> None:
        """Answer a batch, or at least store it. Returns after the commit.

        :raises Exception: it could not even be stored; the caller must not acknowledge it.
        """
        batch = (list(events), asyncio.get_running_loop().create_future())
        self._batches.append(batch)
        async with self._gate:
            if not batch[1].done():
                await self._receive_together()
        await batch[1]

    async def _receive_together(self) -> None:
        """Answer everything that came while the last batch was being committed, as one batch."""
        batches, self._batches = self._batches, []
        failure: Exception | None = Closed()
        try:
            if not self._closed:
                await self._receive([event for events, _ in batches for event in events])
                failure = None
        except Exception as error:
            failure = error
        finally:
            # Also when this caller is cancelled: the others must not wait for ever.
            for _, future in batches:
                if future.done():
                    continue
                if failure is None:
                    future.set_result(None)
                else:
                    future.set_exception(failure)
                    future.exception()  # whoever waits is told; a caller that is gone is no news

    async def _receive(self, events: Sequence[Event]) -> None:
        begun = time.perf_counter()
        flooding = (
            self._flood.over([event for event in events if _is_for_somebody(event)]) if self._flood else frozenset()
        )
        try:
            async with self._database.write() as session:
                answered = await self._answer_batch(session, events, flooding)
        except Exception as error:
            log.warning("engine.batch_failed", events=len(events), error=type(error).__name__)
            answered = Answered(await self._put_aside(events), [])
        if answered.later:
            self._slow_lane.add(answered.later)
        if answered.told:
            self._slow_lane.wake()
        seconds = (time.perf_counter() - begun) / max(len(events), 1)
        for event in events:
            RECEIVED.labels(event.channel, event.kind.value).inc()
            SECONDS.observe(seconds)
        REPEATED.inc(len(events) - answered.fresh)
        self._answering.committed(answered)

    async def _put_aside(self, events: Sequence[Event]) -> int:
        """Store events for the slow lane; returns how many were new.

        One that no database would take, for what is in it, is counted and left: it would come again for ever, and
        nothing behind it.
        """
        try:
            async with self._database.write() as session:
                fresh = await self._record(session, events, pending={place(event) for event in events})
        except Exception as error:
            if not is_about_data(error):
                raise
            if len(events) > 1:
                return sum([await self._put_aside([event]) for event in events])
            UNREADABLE.labels(events[0].channel).inc()
            log.error("engine.not_storable", channel=events[0].channel, error=type(error).__name__)
            return 0
        self._slow_lane.add({place(event) for event in fresh if _is_for_somebody(event)})
        return len(fresh)

    async def _answer_batch(
        self, session: AsyncSession, events: Sequence[Event], flooding: frozenset[Place]
    ) -> Answered:
        waiting = self._slow_lane.waiting
        if not self._database.sqlite:
            waiting = waiting | await self._pending_places(session, events)
        pending = waiting | flooding
        fresh = await self._record(session, events, pending)
        now, rows = self._now(), []
        direct = [event for event in fresh if place(event) not in pending and _is_for_somebody(event)]
        if direct:
            people = await self._answering.load(session, direct, now)
            for event in direct:
                rows += await self._answering.answer(session, event, people, now)
            HANDLED.labels("fast").inc(len(direct))
        later = {place(event): event for event in fresh if place(event) in pending}
        for chat in later.keys() & (flooding - waiting):
            rows.append(await self._slow_down(session, later[chat], now))
        answered = Answered.by(session, len(fresh), rows, later)
        await session.flush()
        return answered

    async def _record(self, session: AsyncSession, events: Sequence[Event], pending: Iterable[Place]) -> list[Event]:
        """Write the events into the inbox; returns those that weren't there, in order.

        Those answered at once are born done and without content; what nobody can answer is done, and keeps its own.
        """
        waiting, now = set(pending), self._now()
        rows = []
        for event in events:
            answered = _is_for_somebody(event)
            later = answered and place(event) in waiting
            rows.append(
                {
                    "channel": event.channel,
                    "bot": event.bot,
                    "event_id": event.id,
                    "chat": event.chat,
                    "kind": event.kind,
                    "state": InboxState.PENDING if later else InboxState.DONE,
                    "payload": event.payload() if later else None if answered else event.data,
                    "attempts": 0,
                    "received_at": now,
                    "not_before": None,
                    "handled_at": None if later else now,
                }
            )
        insert = sqlite.insert if self._database.sqlite else postgresql.insert
        statement = insert(Inbox).on_conflict_do_nothing().returning(Inbox.channel, Inbox.bot, Inbox.event_id)
        inserted = {tuple(row) for row in (await session.execute(statement, rows)).all()}
        fresh = []
        for event in events:
            key = (event.channel, event.bot, event.id)
            if key in inserted:
                inserted.discard(key)
                fresh.append(event)
        return fresh

    async def _pending_places(self, session: AsyncSession, events: Sequence[Event]) -> set[Place]:
        """On PostgreSQL another worker may have put a chat's events aside."""
        rows = await session.execute(
            select(Inbox.channel, Inbox.chat)
            .where(is_unanswered(), Inbox.state == InboxState.PENDING, Inbox.chat.in_({event.chat for event in events}))
            .distinct()
        )
        return {(channel, chat) for channel, chat in rows}

    async def _slow_down(self, session: AsyncSession, event: Event, now: datetime) -> Outbox:
        """One polite notice to somebody who writes faster than the bot may answer."""
        language = await session.scalar(
            select(Account.language).where(Account.channel == event.channel, Account.address == event.sender)
        )
        text = self._house.words.text(language or "vi", "flood")
        return self._answering.notice(session, event.channel, event.chat, text, now)


def _is_for_somebody(event: Event) -> bool:
    """Whether it is to be answered at all: who has sent what can't be read isn't known either."""
    return event.kind is not EventKind.UNKNOWN
