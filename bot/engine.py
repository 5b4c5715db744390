"""Takes events through the handlers: a whole batch in one transaction, or, when that fails, one by one.

The fast lane records a batch in the inbox, loads what it needs in one go, answers every event in order and commits
everything together. If anything in it fails, all of it is rolled back and the batch takes the slow lane: the events
are stored as pending, acknowledged, and answered one by one, each in a transaction of its own, in order per chat.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Protocol

import structlog
from prometheus_client import Counter, Histogram
from sqlalchemy import and_, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.flood import Flood
from handlers.kit.house import House
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from models.accounts import Account, AccountState, Role, staff
from models.base import Database
from models.dialogue import Dialogue
from models.mail import (
    HOUSE,
    Event,
    EventKind,
    Inbox,
    InboxState,
    Lane,
    Message,
    Operation,
    Outbox,
    OutboxState,
)

log = structlog.get_logger(__name__)

RECEIVED = Counter("ocop_events_received_total", "Events accepted, by channel and kind", ["channel", "kind"])
HANDLED = Counter("ocop_events_handled_total", "Events answered, by lane (fast or slow)", ["lane"])
PARKED = Counter("ocop_events_parked_total", "Events given up after three tries")
REPEATED = Counter("ocop_events_repeated_total", "Events delivered again by a platform, and ignored")
SECONDS = Histogram(
    "ocop_event_seconds",
    "Seconds from receiving a batch to its commit, per event in it",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)

#: How often an event is tried in the slow lane, and the seconds between the tries.
TRIES = 3
BETWEEN_TRIES = (0.2, 2.0)

Place = tuple[str, str]  # channel, chat


class Outgoing(Protocol):
    """Where committed messages go."""

    worker: str

    @property
    def claims_at_birth(self) -> bool:
        """Whether new replies and notices may be handed over in memory, born as claimed by ``worker``."""

    def accept(self, rows: Sequence[Outbox]) -> None:
        """Take rows that have just been committed."""

    def wake(self) -> None:
        """Look for rows in the table that nobody has handed over."""


class Closed(Exception):
    """The program is stopping; what comes now is not acknowledged and will be delivered again."""


@dataclass
class _Answered:
    """What a transaction leaves to be done after its commit."""

    fresh: int
    rows: list[Outbox]
    due: bool = False
    files: bool = False
    queued: bool = False


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
        self._router = router
        self._house = house
        self._outgoing = outgoing
        self._now = now
        self._after_commit = after_commit
        self._flood = flood
        self._between_tries = between_tries
        self._waiting: set[Place] = set()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._admins_known: set[str] = set()
        self._gate = asyncio.Lock()
        self._batches: list[tuple[list[Event], asyncio.Future[None]]] = []
        self._closed = False

    # the fast lane

    async def close(self) -> None:
        """Let the batch in hand be committed; take no other."""
        self._closed = True
        async with self._gate:
            return

    async def start(self) -> None:
        """Look for events that an earlier run has left pending."""
        async with self._database.read() as session:
            rows = await session.execute(
                select(Inbox.channel, Inbox.chat).where(Inbox.state == InboxState.PENDING).distinct()
            )
            self._waiting.update((channel, chat) for channel, chat in rows)
        if self._waiting:
            self.wake()

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
        failure: Exception | None = None
        try:
            if self._closed:
                raise Closed
            await self._receive([event for events, _ in batches for event in events])
        except Exception as error:
            failure = error
        for _, future in batches:
            if future.cancelled():
                continue
            if failure is None:
                future.set_result(None)
            else:
                future.set_exception(failure)

    async def _receive(self, events: Sequence[Event]) -> None:
        begun = time.perf_counter()
        flooding = self._flood.over(events) if self._flood else frozenset()
        try:
            async with self._database.write() as session:
                answered = await self._answer_batch(session, events, flooding)
        except Exception as error:
            log.warning("engine.batch_failed", events=len(events), error=type(error).__name__)
            async with self._database.write() as session:
                fresh = await self._record(session, events, pending={_place(event) for event in events})
            self._waiting.update(_place(event) for event in fresh)
            self.wake()
            answered = _Answered(len(fresh), [])
        seconds = (time.perf_counter() - begun) / max(len(events), 1)
        for event in events:
            RECEIVED.labels(event.channel, event.kind.value).inc()
            SECONDS.observe(seconds)
        REPEATED.inc(len(events) - answered.fresh)
        self._committed(answered)

    async def _answer_batch(
        self, session: AsyncSession, events: Sequence[Event], flooding: frozenset[Place]
    ) -> _Answered:
        pending = self._waiting | flooding
        if not self._database.sqlite:
            pending = pending | await self._pending_places(session, events)
        fresh = await self._record(session, events, pending)
        now, rows = self._now(), []
        direct = [event for event in fresh if _place(event) not in pending]
        if direct:
            people = await self._load(session, direct, now)
            for event in direct:
                rows += await self._answer(session, event, people, now)
            HANDLED.labels("fast").inc(len(direct))
        later = {_place(event) for event in fresh} & pending
        for place in later & flooding - self._waiting:
            rows += self._slow_down(session, next(event for event in fresh if _place(event) == place), now)
        answered = _Answered(len(fresh), rows, **_left_over(session))
        await session.flush()
        if later:
            self._waiting |= later
            self.wake()
        return answered

    async def _record(self, session: AsyncSession, events: Sequence[Event], pending: Iterable[Place]) -> list[Event]:
        """Write the events into the inbox; returns those that weren't there, in order.

        Those answered at once are born done and without content.
        """
        waiting, now = set(pending), self._now()
        rows = []
        for event in events:
            later = _place(event) in waiting
            rows.append(
                {
                    "channel": event.channel,
                    "bot": event.bot,
                    "event_id": event.id,
                    "chat": event.chat,
                    "kind": event.kind,
                    "state": InboxState.PENDING if later else InboxState.DONE,
                    "payload": event.payload() if later else None,
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
            .where(Inbox.state == InboxState.PENDING, Inbox.chat.in_({event.chat for event in events}))
            .distinct()
        )
        return {(channel, chat) for channel, chat in rows}

    # answering

    async def _load(self, session: AsyncSession, events: Sequence[Event], now: datetime) -> _People:
        """Load, or make, the accounts and dialogues of these events: one statement per channel."""
        people = _People()
        by_channel: dict[str, set[str]] = {}
        for event in events:
            by_channel.setdefault(event.channel, set()).add(event.sender)
        chats = {event.chat for event in events}
        for channel, addresses in by_channel.items():
            rows = await session.execute(
                select(Account, Dialogue)
                .outerjoin(Dialogue, and_(Dialogue.account_id == Account.id, Dialogue.chat.in_(chats)))
                .where(Account.channel == channel, Account.address.in_(addresses))
                .order_by(Account.id)
                .with_for_update(of=Account)
            )
            for account, dialogue in rows:
                people.accounts[channel, account.address] = account
                if dialogue is not None:
                    people.dialogues[account.id, dialogue.chat] = dialogue
        new = []
        for event in events:
            if (event.channel, event.sender) not in people.accounts:
                account = Account(
                    channel=event.channel,
                    address=event.sender,
                    role=Role.PRODUCER,
                    # The house itself is nobody's recipient.
                    state=AccountState.STOPPED if event.channel == HOUSE else AccountState.ACTIVE,
                    language="vi",
                    areas=[],
                    created_at=now,
                )
                people.accounts[event.channel, event.sender] = account
                new.append(account)
        if new:
            session.add_all(new)
            await session.flush()
        return people

    async def _answer(self, session: AsyncSession, event: Event, people: _People, now: datetime) -> list[Outbox]:
        account = people.accounts[event.channel, event.sender]
        if f"{account.channel}:{account.address}" in self._house.admins and account.role is not Role.ADMIN:
            account.role = Role.ADMIN
        if event.bot != HOUSE and event.kind is not EventKind.MEMBER and account.state is not AccountState.ACTIVE:
            account.state = AccountState.ACTIVE
        dialogue = people.dialogues.get((account.id, event.chat))
        if dialogue is None:
            dialogue = Dialogue(account_id=account.id, chat=event.chat, choices=[], notes={}, updated_at=now)
            people.dialogues[account.id, event.chat] = dialogue
            session.add(dialogue)
        turn = Turn(
            event=event,
            account=account,
            dialogue=dialogue,
            session=session,
            now=now,
            house=self._house,
            router=self._router,
            claimed_by=self._outgoing.worker if self._outgoing.claims_at_birth else None,
        )
        if account.role is Role.ADMIN and account.id is not None and account.address not in self._admins_known:
            self._admins_known.add(account.address)
            turn.refresh_commands()
        await self._router.answer_event(turn)
        if session.is_modified(dialogue):
            dialogue.updated_at = now
        return turn.outgoing

    def _slow_down(self, session: AsyncSession, event: Event, now: datetime) -> list[Outbox]:
        """One polite notice to somebody who writes faster than the bot may answer."""
        text = self._house.words.text("vi", "flood")
        return [self._row(session, event.channel, event.chat, text, now)]

    def _row(self, session: AsyncSession, channel: str, chat: str, text: str, now: datetime) -> Outbox:
        row = Outbox(
            channel=channel,
            chat=chat,
            lane=Lane.NOTICE,
            operation=Operation.SEND,
            payload=Message(text).payload(),
            state=OutboxState.SENDING if self._outgoing.claims_at_birth else OutboxState.QUEUED,
            claimed_by=self._outgoing.worker if self._outgoing.claims_at_birth else None,
            created_at=now,
        )
        session.add(row)
        return row

    def _committed(self, answered: _Answered) -> None:
        if answered.rows:
            self._outgoing.accept(answered.rows)
        if answered.queued:
            self._outgoing.wake()
        self._after_commit(answered.due, answered.files)

    # the slow lane

    def wake(self) -> None:
        """Something has been put into the inbox."""
        self._idle.clear()
        self._wake.set()

    async def drained(self) -> None:
        """Wait until the slow lane has nothing to do at once."""
        await self._idle.wait()

    async def work(self) -> None:
        """Answer pending events one by one until cancelled."""
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
                await asyncio.wait_for(self._wake.wait(), pause)
            except TimeoutError:
                self._idle.clear()

    async def _work_once(self) -> float | None:
        """Answer the first pending event of every chat; returns the seconds to wait, None: until woken."""
        now = self._now()
        async with self._database.read() as session:
            firsts = (
                select(func.min(Inbox.id))
                .where(Inbox.state == InboxState.PENDING)
                .group_by(Inbox.channel, Inbox.chat)
                .limit(100)
            )
            rows = (
                await session.execute(
                    select(Inbox.id, Inbox.not_before, Inbox.channel, Inbox.chat).where(Inbox.id.in_(firsts))
                )
            ).all()
        self._waiting = {(row.channel, row.chat) for row in rows} | (self._waiting if len(rows) == 100 else set())
        ready = [row.id for row in rows if row.not_before is None or row.not_before <= now]
        for identifier in ready:
            await self._answer_pending(identifier)
        if ready:
            return 0.0
        soonest = min((row.not_before for row in rows), default=None)
        return None if soonest is None else max((soonest - now).total_seconds(), 0.01)

    async def _answer_pending(self, identifier: int) -> None:
        try:
            async with self._database.write() as session:
                row = await session.get(Inbox, identifier, with_for_update={"skip_locked": True})
                if row is None or row.state is not InboxState.PENDING or row.payload is None:
                    return
                event = Event.from_payload(row.payload)
                now = self._now()
                people = await self._load(session, [event], now)
                rows = await self._answer(session, event, people, now)
                row.state, row.payload, row.handled_at, row.error = InboxState.DONE, None, now, None
                answered = _Answered(1, rows, **_left_over(session))
                await session.flush()
                left = await session.scalar(
                    select(Inbox.id)
                    .where(
                        Inbox.state == InboxState.PENDING,
                        Inbox.channel == event.channel,
                        Inbox.chat == event.chat,
                    )
                    .limit(1)
                )
                following = self._flood.pause(event) if self._flood else 0.0
                if left is not None and following:
                    await session.execute(
                        update(Inbox)
                        .where(Inbox.id == left)
                        .values(not_before=now + timedelta(seconds=following))
                        .execution_options(synchronize_session=False)
                    )
        except Exception as error:
            await self._failed(identifier, error)
            return
        HANDLED.labels("slow").inc()
        if left is None:
            self._waiting.discard(_place(event))
        self._committed(answered)

    async def _failed(self, identifier: int, error: Exception) -> None:
        """Count a failure; the third parks the event, apologises to the person and tells the admins."""
        rows: list[Outbox] = []
        async with self._database.write() as session:
            row = await session.get(Inbox, identifier)
            if row is None or row.payload is None:
                return
            now = self._now()
            row.attempts += 1
            row.error = "".join(traceback.format_exception(error))[-8000:]
            if row.attempts < TRIES:
                wait = self._between_tries[min(row.attempts, len(self._between_tries)) - 1]
                row.not_before = now + timedelta(seconds=wait)
            else:
                row.state = InboxState.PARKED
                rows = await self._apologise(session, Event.from_payload(row.payload), identifier, now)
                await session.flush()
                PARKED.inc()
            attempts = row.attempts
        log.error(
            "engine.event_failed",
            inbox=identifier,
            attempt=attempts,
            error=type(error).__name__,
            exc_info=error,
        )
        if rows:
            self._outgoing.accept(rows)

    async def _apologise(self, session: AsyncSession, event: Event, identifier: int, now: datetime) -> list[Outbox]:
        words, rows = self._house.words, []
        if event.bot != HOUSE:
            sender = await session.scalar(
                select(Account).where(Account.channel == event.channel, Account.address == event.sender)
            )
            language = sender.language if sender else "vi"
            apology = words.text(language, "parked-person", office=self._house.office(language))
            rows.append(self._row(session, event.channel, event.chat, apology, now))
        for admin in await staff(session, least=Role.ADMIN):
            text = words.text(admin.language, "parked-admins", number=identifier, kind=escape(event.kind.value))
            rows.append(self._row(session, admin.channel, admin.address, text, now))
        return rows


class _People:
    """The accounts and dialogues that a batch needs."""

    def __init__(self) -> None:
        self.accounts: dict[Place, Account] = {}
        self.dialogues: dict[tuple[int, str], Dialogue] = {}


def _place(event: Event) -> Place:
    return event.channel, event.chat


def _left_over(session: AsyncSession) -> dict[str, bool]:
    """What the turns of this transaction want to be seen to: a moment, a file, rows that delivery has to look for."""
    return {name: bool(session.info.pop(name, False)) for name in ("due", "files", "queued")}
