"""Sends the outbox: in order within a chat, replies before notices before broadcasts, each fate recorded.

A reply is born claimed by this worker and handed over in memory, so that nothing is read or written between its commit
and its sending. Everything else (broadcasts, what an earlier run left, all of PostgreSQL's) is claimed from the table.
A row that is claimed is in the memory of one worker; its state says the rest:

    queued ──claim──► sending ──► sent | failed | unknown
       ▲                 │
       └── next_attempt ─┘
"""

from __future__ import annotations

import asyncio
import heapq
import os
import random
import secrets
import socket
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import structlog
from prometheus_client import Counter
from sqlalchemy import Table, and_, bindparam, exists, insert, or_, select, update
from sqlalchemy.orm import aliased

from bot.channels.base import Channel, Envelope, Outcome, Verdict
from bot.limits import Limiter
from models.accounts import Account, AccountState, Role
from models.base import Database
from models.broadcasts import Broadcast
from models.mail import (
    HOUSE,
    Event,
    EventKind,
    Inbox,
    Lane,
    Message,
    Operation,
    Outbox,
    OutboxState,
    Reason,
    give_up,
    waiting_row,
)

log = structlog.get_logger(__name__)

OUTCOMES = Counter("ocop_sends_total", "Attempts to send, by channel, lane and outcome", ["channel", "lane", "outcome"])

#: How many requests to a platform may be under way at once.
MOST_UNDER_WAY = 64
#: How many rows are claimed from the table at once: about what can be sent in two seconds at Telegram's rate.
CLAIM = 64
#: Seconds before another attempt: doubled each time, at most this.
LONGEST_WAIT = 60.0
#: Failures in a row, over all chats, after which the whole channel rests.
FAILURES_TO_REST = 8
#: Platform ids of recent messages kept in memory, so that an edit needs no query.
REMEMBERED = 5_000

#: Writes what became of a row. On the table itself: the unit of work would cost more than the statement.
_TABLE = cast(Table, Outbox.__table__)
_MARK = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("row"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "state",
                "reason",
                "detail",
                "attempts",
                "next_attempt",
                "claimed_by",
                "sent_at",
                "message_id",
            )
        }
    )
)

Commands = Callable[[Role, str], tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class _Letter:
    """A claimed row, as far as sending needs it."""

    id: int
    channel: str
    chat: str
    account_id: int | None
    lane: Lane
    operation: Operation
    payload: dict[str, Any] | None
    broadcast_id: int | None
    target_id: int | None
    target_message: str | None
    report: dict[str, Any] | None
    attempts: int
    expires_at: datetime | None

    @classmethod
    def of(cls, row: Outbox) -> _Letter:
        return cls(*(getattr(row, name) for name in cls.__slots__))


@dataclass(slots=True)
class _Chat:
    """The letters to one chat, in order."""

    letters: deque[_Letter] = field(default_factory=deque)
    under_way: bool = False
    listed: bool = False
    not_before: float = 0.0


class _Post:
    """One channel's letters: which chat may be served next."""

    def __init__(self, channel: Channel, limiter: Limiter) -> None:
        self.channel = channel
        self.limiter = limiter
        self.chats: dict[str, _Chat] = {}
        self.ready: dict[Lane, deque[str]] = {lane: deque() for lane in Lane}
        self.resting: list[tuple[float, str]] = []
        self.failures = 0

    def put(self, letter: _Letter) -> None:
        chat = self.chats.setdefault(letter.chat, _Chat())
        chat.letters.append(letter)
        self.list(letter.chat, chat)

    def list(self, address: str, chat: _Chat) -> None:
        """Let the chat's first letter queue, unless one is under way or it has to wait."""
        if chat.under_way or chat.listed:
            return
        if not chat.letters:
            del self.chats[address]
            return
        chat.listed = True
        if chat.not_before > self.limiter.clock():
            heapq.heappush(self.resting, (chat.not_before, address))
        else:
            self.ready[chat.letters[0].lane].append(address)

    def next(self) -> tuple[str, _Chat] | float | None:
        """The chat to serve now; else the seconds until one may be, else None."""
        now = self.limiter.clock()
        while self.resting and self.resting[0][0] <= now:
            _, address = heapq.heappop(self.resting)
            self.ready[self.chats[address].letters[0].lane].append(address)
        for lane in Lane:
            queue = self.ready[lane]
            while queue:
                wait = self.limiter.wait(lane)
                if wait > 0:
                    # A broadcast has less to take from; nothing of a lower lane may go before this either.
                    return min(wait, self._rested(now))
                address = queue.popleft()
                pause = self.limiter.chat_wait(address)
                if pause > 0:
                    heapq.heappush(self.resting, (now + pause, address))
                    continue
                chat = self.chats[address]
                chat.listed, chat.under_way = False, True
                return address, chat
        rested = self._rested(now)
        return None if rested == float("inf") else rested

    def _rested(self, now: float) -> float:
        return max(self.resting[0][0] - now, 0.001) if self.resting else float("inf")

    @property
    def held(self) -> int:
        """Broadcast letters in memory."""
        return sum(1 for chat in self.chats.values() for letter in chat.letters if letter.lane is Lane.BROADCAST)


class Delivery:
    """Sends what was committed.

    :param channels: by name.
    :param commands: ``(role, language)`` → the commands to show there.
    :param on_report: called after an outcome was put into the inbox as an event.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        *,
        rate: float = 30.0,
        commands: Commands = lambda role, language: (),
        on_report: Callable[[], None] = lambda: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        first_wait: float = 0.5,
    ) -> None:
        self.worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._database = database
        self._posts = {name: _Post(channel, Limiter(rate)) for name, channel in channels.items()}
        self._commands = commands
        self._on_report = on_report
        self._now = now
        self._first_wait = first_wait
        self._wake = asyncio.Event()
        self._claim = asyncio.Event()
        self._recorded = asyncio.Event()
        self._settled = asyncio.Event()
        self._settled.set()
        self._outcomes: list[tuple[_Letter, Outcome]] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._sent_ids: dict[int, str] = {}
        self._broadcasts: dict[int, Message] = {}
        self._caught_up = False
        #: Whether the table may hold rows that nobody has claimed.
        self._more = True
        self._stopping = False

    @property
    def claims_at_birth(self) -> bool:
        """See :class:`bot.engine.Outgoing`: once what an earlier run left has been taken up, on SQLite."""
        return self._database.sqlite and self._caught_up and not self._stopping

    def accept(self, rows: Sequence[Outbox]) -> None:
        """Take rows that have just been committed."""
        claimed = [row for row in rows if row.claimed_by == self.worker]
        for row in claimed:
            post = self._posts.get(row.channel)
            if post is not None:
                post.put(_Letter.of(row))
        self._settled.clear()
        if claimed:
            self._wake.set()
        if len(claimed) < len(rows):
            self.wake()

    def wake(self) -> None:
        """Rows were written that nobody has handed over (a broadcast was confirmed)."""
        self._settled.clear()
        self._more = True
        self._claim.set()

    # running

    async def recover(self) -> None:
        """Take up what an earlier run left claimed: sent again, but for broadcasts, which are then unknown.

        On PostgreSQL only what is claimed by this worker's name, which never was used before: other workers live.
        """
        if not self._database.sqlite:
            return
        async with self._database.write() as session:
            claimed = Outbox.claimed_by.is_not(None)
            unknown = and_(Outbox.state == OutboxState.SENDING, Outbox.lane == Lane.BROADCAST)
            for rows, state in (
                (unknown, OutboxState.UNKNOWN),
                (Outbox.state == OutboxState.SENDING, OutboxState.QUEUED),
            ):
                await session.execute(
                    update(Outbox)
                    .where(claimed, rows)
                    .values(state=state, claimed_by=None, next_attempt=None)
                    .execution_options(synchronize_session=False)
                )
            await session.execute(
                update(Outbox)
                .where(claimed, Outbox.state == OutboxState.QUEUED)
                .values(claimed_by=None)
                .execution_options(synchronize_session=False)
            )

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._dispatch_forever())
            group.create_task(self._claim_forever())
            group.create_task(self._record_forever())

    async def stop(self, patience: float = 10.0) -> None:
        """Start nothing new; wait for what is under way and record it. Call before cancelling :meth:`run`."""
        self._stopping = True
        if self._sending:
            await asyncio.wait(self._sending, timeout=patience)
        await self._record()

    async def settled(self) -> None:
        """Wait until everything that can be sent now has been sent and recorded."""
        await self._settled.wait()

    # sending

    async def _dispatch_forever(self) -> None:
        while True:
            self._wake.clear()
            wait = self._dispatch()
            try:
                await asyncio.wait_for(self._wake.wait(), wait)
            except TimeoutError:
                continue

    def _dispatch(self) -> float | None:
        """Start whatever may be sent now; returns the seconds until more may be."""
        waits = []
        for post in self._posts.values():
            while not self._stopping and len(self._sending) < MOST_UNDER_WAY:
                found = post.next()
                if not isinstance(found, tuple):
                    if found is not None:
                        waits.append(found)
                    break
                address, chat = found
                letter = chat.letters[0]
                if letter.operation is not Operation.COMMANDS:
                    post.limiter.take(address, letter.lane)
                task = asyncio.create_task(self._send(post, address, chat, letter))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
            if self._more and not post.ready[Lane.BROADCAST]:
                self._claim.set()
        self._note_settled()
        return min(waits, default=None)

    async def _send(self, post: _Post, address: str, chat: _Chat, letter: _Letter) -> None:
        outcome = Outcome(Verdict.RETRY, detail="cancelled")
        try:
            outcome = await self._attempt(post.channel, letter)
        except Exception as error:
            log.error("delivery.attempt_failed", outbox=letter.id, error=type(error).__name__, exc_info=error)
            outcome = Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail=f"{type(error).__name__}: {error}")
        finally:
            OUTCOMES.labels(letter.channel, letter.lane.value, outcome.verdict.value).inc()
            self._settle(post, address, chat, letter, outcome)

    async def _attempt(self, channel: Channel, letter: _Letter) -> Outcome:
        if letter.expires_at is not None and letter.expires_at <= self._now():
            return Outcome(Verdict.FAILED, reason=Reason.EXPIRED)
        if letter.operation is Operation.COMMANDS:
            role, language = Role((letter.payload or {})["role"]), (letter.payload or {})["language"]
            return await channel.send(
                Envelope(letter.chat, letter.operation, Message(""), commands=self._commands(role, language))
            )
        message = await self._message(letter)
        target = letter.target_message or await self._target(letter)
        return await channel.send(Envelope(letter.chat, letter.operation, message, target))

    async def _message(self, letter: _Letter) -> Message:
        if letter.broadcast_id is None:
            return Message.from_payload(letter.payload or {})
        if letter.broadcast_id not in self._broadcasts:
            async with self._database.read() as session:
                broadcast = await session.get_one(Broadcast, letter.broadcast_id)
                self._broadcasts = {letter.broadcast_id: Message.from_payload(broadcast.payload)}
        return self._broadcasts[letter.broadcast_id]

    async def _target(self, letter: _Letter) -> str | None:
        if letter.target_id is None:
            return None
        if letter.target_id in self._sent_ids:
            return self._sent_ids[letter.target_id]
        async with self._database.read() as session:
            found: str | None = await session.scalar(select(Outbox.message_id).where(Outbox.id == letter.target_id))
        return found

    def _settle(self, post: _Post, address: str, chat: _Chat, letter: _Letter, outcome: Outcome) -> None:
        """Take the letter off its chat, or put it off, as the outcome says."""
        verdict = outcome.verdict
        if verdict is Verdict.UNKNOWN and letter.lane is not Lane.BROADCAST:
            verdict = Verdict.RETRY  # twice is better than never
        if verdict in (Verdict.RETRY, Verdict.SLOW):
            letter.attempts += 1
            if verdict is Verdict.SLOW:
                post.limiter.pause(outcome.after)
                wait = outcome.after
            else:
                post.failures += 1
                wait = min(LONGEST_WAIT, self._first_wait * 2 ** min(letter.attempts - 1, 10))
                wait *= random.uniform(0.8, 1.2)
                if post.failures >= FAILURES_TO_REST:
                    post.limiter.pause(min(5.0, self._first_wait * 2))
            chat.not_before = post.limiter.clock() + wait
            outcome = Outcome(verdict, after=wait, detail=outcome.detail)
        else:
            post.failures = 0
            chat.letters.popleft()
            if outcome.message_id:
                self._sent_ids[letter.id] = outcome.message_id
                if len(self._sent_ids) > REMEMBERED:
                    for old in list(self._sent_ids)[: REMEMBERED // 2]:
                        del self._sent_ids[old]
        chat.under_way = False
        post.list(address, chat)
        self._outcomes.append((letter, outcome))
        self._recorded.set()
        self._wake.set()

    # recording

    async def _record_forever(self) -> None:
        while True:
            await self._recorded.wait()
            self._recorded.clear()
            while self._outcomes:
                try:
                    await self._record()
                except Exception as error:  # the disk is full, the file is locked: the outcomes stay in memory
                    log.error("delivery.not_recorded", error=type(error).__name__, outcomes=len(self._outcomes))
                    await asyncio.sleep(1.0)
            self._note_settled()

    async def _record(self) -> None:
        """Write the outcomes so far, all in one transaction."""
        outcomes = self._outcomes[:]
        if not outcomes:
            return
        now = self._now()
        lost = [(letter, outcome) for letter, outcome in outcomes if outcome.reason in (Reason.BLOCKED, Reason.GONE)]
        reports = [
            (letter, outcome)
            for letter, outcome in outcomes
            if letter.report and outcome.verdict in (Verdict.SENT, Verdict.FAILED)
        ]
        async with self._database.write() as session:
            # The last outcome of a letter counts; two of one letter in one go are an attempt and its repetition.
            rows = {letter.id: self._row(letter, outcome, now) for letter, outcome in outcomes}
            await (await session.connection()).execute(_MARK, list(rows.values()))
            for letter, outcome in lost:
                if letter.account_id is not None and outcome.reason is not None:
                    await session.execute(
                        update(Account)
                        .where(Account.id == letter.account_id, Account.state == AccountState.ACTIVE)
                        .values(state=AccountState.STOPPED)
                    )
                    await give_up(session, channel=letter.channel, chats=[letter.chat], reason=outcome.reason)
            if reports:
                await session.execute(
                    insert(Inbox), [self._report(letter, outcome, now) for letter, outcome in reports]
                )
        del self._outcomes[: len(outcomes)]
        if self._more:
            # What was waiting behind these in its chat may be claimed now.
            self._claim.set()
        for letter, outcome in lost:
            self._drop_queued(letter, outcome)
        if reports:
            self._on_report()

    def _row(self, letter: _Letter, outcome: Outcome, now: datetime) -> dict[str, Any]:
        verdict = outcome.verdict
        states = {
            Verdict.SENT: OutboxState.SENT,
            Verdict.FAILED: OutboxState.FAILED,
            Verdict.UNKNOWN: OutboxState.UNKNOWN,
        }
        again = verdict in (Verdict.RETRY, Verdict.SLOW)
        return {
            "row": letter.id,
            "state": states.get(verdict, OutboxState.QUEUED),
            "reason": outcome.reason,
            "detail": outcome.detail,
            "attempts": letter.attempts if again else letter.attempts + 1,
            "next_attempt": now + timedelta(seconds=outcome.after) if again else None,
            "claimed_by": self.worker if again else None,
            "sent_at": now if verdict is Verdict.SENT else None,
            "message_id": outcome.message_id,
        }

    @staticmethod
    def _report(letter: _Letter, outcome: Outcome, now: datetime) -> dict[str, Any]:
        report = letter.report or {}
        args = report["args"] | {
            "state": "sent" if outcome.verdict is Verdict.SENT else "failed",
            "reason": outcome.reason.value if outcome.reason else "",
        }
        sender = report.get("sender", report["chat"])
        event = Event(
            channel=report["channel"],
            bot=HOUSE,
            id=f"outcome:{letter.id}",
            kind=EventKind.OUTCOME,
            chat=report["chat"],
            sender=sender,
            at=now,
            group=sender != report["chat"],
            text=report["key"],
            data={"args": args},
        )
        return waiting_row(event, now)

    def _drop_queued(self, lost: _Letter, outcome: Outcome) -> None:
        """What else waits in memory for a chat that can't be reached fails for the same reason."""
        post = self._posts[lost.channel]
        chat = post.chats.get(lost.chat)
        if chat is None:
            return
        keep = 1 if chat.under_way else 0
        while len(chat.letters) > keep:
            letter = chat.letters.pop()
            self._outcomes.append((letter, Outcome(Verdict.FAILED, reason=outcome.reason)))
            self._recorded.set()
        if not chat.letters:
            chat.listed = False
            for queue in post.ready.values():
                if lost.chat in queue:
                    queue.remove(lost.chat)
            post.resting = [entry for entry in post.resting if entry[1] != lost.chat]
            heapq.heapify(post.resting)
            post.list(lost.chat, chat)

    # claiming

    async def _claim_forever(self) -> None:
        while True:
            self._claim.clear()
            try:
                found = await self._claim_once()
            except Exception as error:  # nothing is lost by waiting
                log.error("delivery.not_claimed", error=type(error).__name__)
                await asyncio.sleep(1.0)
                continue
            if found:
                self._wake.set()
            elif not self._more:
                self._caught_up = True
            self._note_settled()
            # Other workers' rows come without a sound; so do moments (next_attempt) set by them.
            try:
                await asyncio.wait_for(self._claim.wait(), 30.0 if self._database.sqlite else 0.5)
            except TimeoutError:
                self._more = True

    async def _claim_once(self) -> int:
        """Claim the next free rows whose chat has nothing earlier open; returns how many."""
        now = self._now()
        earlier = aliased(Outbox)
        is_open = earlier.state.in_([OutboxState.QUEUED, OutboxState.SENDING])
        free = (
            select(Outbox)
            .where(
                Outbox.state == OutboxState.QUEUED,
                Outbox.claimed_by.is_(None),
                Outbox.channel.in_(list(self._posts)),
                or_(Outbox.next_attempt.is_(None), Outbox.next_attempt <= now),
                ~exists().where(
                    earlier.channel == Outbox.channel,
                    earlier.chat == Outbox.chat,
                    earlier.id < Outbox.id,
                    is_open,
                ),
            )
            .order_by(Outbox.id)
        )
        async with self._database.read() as session:
            # A look that locks nothing: most of the time there is nothing to claim.
            waiting = select(Outbox.id).where(Outbox.state == OutboxState.QUEUED, Outbox.claimed_by.is_(None))
            due = or_(Outbox.next_attempt.is_(None), Outbox.next_attempt <= now)
            self._more = await session.scalar(waiting.where(due).limit(1)) is not None
            if not self._more:
                return 0
        rows: list[Outbox] = []
        async with self._database.write() as session:
            for lane in Lane:
                room = CLAIM - sum(post.held for post in self._posts.values()) if lane is Lane.BROADCAST else CLAIM
                if room > 0:
                    rows += (
                        await session.scalars(
                            free.where(Outbox.lane == lane).limit(room).with_for_update(skip_locked=True, of=Outbox)
                        )
                    ).all()
            if rows:
                await session.execute(
                    update(Outbox),
                    [{"id": row.id, "state": OutboxState.SENDING, "claimed_by": self.worker} for row in rows],
                )
        for row in rows:
            self._posts[row.channel].put(_Letter.of(row))
        return len(rows)

    def _note_settled(self) -> None:
        """Tell those who wait for it that nothing is left to do at once."""
        idle = not (self._sending or self._outcomes or self._more or self._claim.is_set()) and self._caught_up
        if idle and all(not post.chats for post in self._posts.values()):
            self._settled.set()
