"""Sends the outbox: in order within a chat, replies before notices before broadcasts, each fate recorded.

A reply is born claimed by this worker and handed over in memory, so that nothing is read or written between its commit
and its sending. Everything else (broadcasts, what an earlier run left, all of PostgreSQL's) is claimed from the table.
A row that is claimed is in the memory of one worker; its state says the rest:

    queued ──claim──► sending ──► sent | failed | unknown
      ▲  ▲                │
      │  ├── next_attempt ┤
      │  ├── new address ─┤   (of a group)
      │  └── another app ─┤   (of the same person, where the platform takes nothing now; and back, where that refuses)
      │                   ▼
      └── they write ── waiting ──► failed (expired)
"""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import structlog
from prometheus_client import Counter
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.channels.base import Channel, Envelope, Outcome, Verdict
from bot.channels.render import is_one
from bot.claims import Claims
from bot.limits import Limiter
from bot.outcomes import Outcomes
from bot.post import Letter, Post
from bot.windows import Windows
from models.accounts import Role
from models.base import Database
from models.broadcasts import Broadcast
from models.mail import HOUSE, OPEN, UNREACHABLE, File, Lane, Message, Operation, Outbox, Reason

log = structlog.get_logger(__name__)

OUTCOMES = Counter("ocop_sends_total", "Attempts to send, by channel, lane and outcome", ["channel", "lane", "outcome"])

#: How many requests to one platform may be under way at once.
MOST_UNDER_WAY = 64
#: Broadcast letters in memory: a second's worth, within these bounds. After a crash so many are unknown at most.
FEWEST_BROADCASTS, MOST_BROADCASTS = 16, 64
#: Seconds before another attempt: doubled each time, at most this.
LONGEST_WAIT = 60.0
#: Attempts in a row whose fate is unknown, after which a reply or notice is left so. Before the last of them the wait
#: is doubled so often more: by then no connection is in use that an outage may have killed without a sign.
TIMES_UNKNOWN, LATER = 3, 6
#: Failures in a row, over all chats, after which the whole channel rests.
FAILURES_TO_REST = 8
#: Platform ids of recent messages kept in memory, so that an edit needs no query.
REMEMBERED = 5_000
#: Seconds between looks for rows that nobody told of: on SQLite only other programs write them (a console).
LOOK, LOOK_TOGETHER = 30.0, 0.5
#: Seconds between looks whether another worker is gone (PostgreSQL).
ROLL_CALL = 10.0

Commands = Callable[[Role, str], tuple[tuple[str, str], ...]]
Write = Callable[[File], Awaitable[None]]


async def _promised_by_nobody(file: File) -> None:
    raise FileNotFoundError(file.name)


class Delivery:
    """Sends what was committed.

    :param channels: by name.
    :param commands: ``(role, language)`` → the commands to show there.
    :param write: writes a document that the house has only promised so far.
    :param on_report: called after an outcome was put into the inbox as an event.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        *,
        rate: float = 30.0,
        commands: Commands = lambda role, language: (),
        write: Write = _promised_by_nobody,
        on_report: Callable[[], None] = lambda: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        first_wait: float = 0.5,
    ) -> None:
        self.worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"[-64:]
        self._database = database
        self._posts = {name: Post(channel, Limiter(rate)) for name, channel in channels.items()}
        self._claims = Claims(database, self.worker, self._posts, now)
        self._outcomes = Outcomes(database, self.worker, now, channels)
        self._windows = Windows(database)
        self.windowed = frozenset(name for name, channel in channels.items() if channel.capabilities.window)
        self._commands = commands
        self._write = write
        self._on_report = on_report
        self._now = now
        self._first_wait = first_wait
        self._broadcast_room = round(min(max(rate, FEWEST_BROADCASTS), MOST_BROADCASTS))
        self._wake = asyncio.Event()
        self._claim = asyncio.Event()
        self._claiming = asyncio.Lock()
        self._recorded = asyncio.Event()
        self._settled = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._sent_ids: dict[int, str] = {}
        self._broadcasts: dict[int, Message] = {}
        self._caught_up = False
        #: Whether the table may hold rows that nobody has claimed.
        self._more = True
        self._stopping = False

    @property
    def claims_at_birth(self) -> bool:
        """See :class:`bot.answering.Outgoing`: once what an earlier run left has been taken up, on SQLite."""
        return self._database.sqlite and self._caught_up and not self._stopping

    def accept(self, rows: Sequence[Outbox]) -> None:
        """Take rows that have just been committed."""
        claimed = [row for row in rows if row.claimed_by == self.worker]
        self._settled.clear()
        for row in claimed:
            if row.state in OPEN:  # else it was given up in the transaction that wrote it
                self._take(row)
        if len(claimed) < len(rows):
            self.wake()

    def _take(self, row: Outbox) -> None:
        """Keep a claimed row until it is sent; where its channel is switched off it never will be."""
        post = self._posts.get(row.channel)
        if post is not None:
            post.put(Letter.of(row))
            self._wake.set()
        else:
            self._outcomes.add(Letter.of(row), Outcome(Verdict.FAILED, reason=Reason.OFF))
            self._recorded.set()

    def wake(self) -> None:
        """Rows were written that nobody has handed over (a broadcast was confirmed)."""
        self._settled.clear()
        self._more = True
        self._claim.set()

    # running

    async def recover(self) -> None:
        """Take up what an earlier run left claimed: sent again, but for broadcasts, which are then unknown."""
        await self._claims.recover()
        await self._claims.let_go_of_others()

    async def run(self) -> None:
        """Send until cancelled."""
        async with self._claims.alive(), asyncio.TaskGroup() as group:
            group.create_task(self._dispatch_forever())
            group.create_task(self._claim_forever())
            group.create_task(self._record_forever())

    async def stop(self, patience: float = 10.0) -> None:
        """Start nothing new; wait for what is under way, record it, and give back the rest.

        Call before cancelling :meth:`run`.
        """
        self._stopping = True
        if self._sending:
            await asyncio.wait(self._sending, timeout=patience)
        try:
            await self._outcomes.write()
            async with self._claiming:
                await self._claims.release([letter.id for post in self._posts.values() for letter in post.waiting])
        except Exception as error:  # the next start takes it up
            log.error("delivery.not_put_away", error=type(error).__name__)

    async def settled(self) -> None:
        """Wait until everything that can be sent now has been sent and recorded."""
        await self._settled.wait()

    # sending

    async def _dispatch_forever(self) -> None:
        while True:
            self._wake.clear()
            wait = self._dispatch()
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _dispatch(self) -> float | None:
        """Start whatever may be sent now; returns the seconds until more may be."""
        waits = []
        for post in self._posts.values():
            while not self._stopping and post.under_way < MOST_UNDER_WAY:
                letter = post.next()
                if not isinstance(letter, Letter):
                    if letter is not None:
                        waits.append(letter)
                    break
                if letter.operation is not Operation.COMMANDS:
                    post.limiter.take(letter.chat, letter.lane)
                task = asyncio.create_task(self._send(post, letter))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
        self._note_settled()
        return min(waits, default=None)

    async def _send(self, post: Post, letter: Letter) -> None:
        outcome: Outcome | None = Outcome(Verdict.RETRY, detail="cancelled", accepted=letter.accepted)
        try:
            outcome = None if await self._given_up(letter) else await self._attempt(post.channel, letter)
        except (DBAPIError, PoolTimeoutError) as error:  # what belongs to it can't be read just now
            outcome = Outcome(Verdict.RETRY, detail=type(error).__name__, accepted=letter.accepted)
        except Exception as error:
            log.error("delivery.attempt_failed", outbox=letter.id, error=type(error).__name__, exc_info=error)
            outcome = Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail=f"{type(error).__name__}: {error}")
        finally:
            if outcome is None:
                post.done(letter)
                self._wake.set()
            else:
                OUTCOMES.labels(letter.channel, letter.lane.value, outcome.verdict.value).inc()
                self._settle(post, letter, outcome)

    async def _given_up(self, letter: Letter) -> bool:
        """Whether somebody has settled what becomes of it while it was kept here (its person was forgotten)."""
        if not letter.waited:
            return False
        async with self._database.read() as session:
            return await session.scalar(select(Outbox.state).where(Outbox.id == letter.id)) not in OPEN

    async def _attempt(self, channel: Channel, letter: Letter) -> Outcome:
        if letter.expires_at is not None and letter.expires_at <= self._now():
            return Outcome(Verdict.FAILED, reason=Reason.EXPIRED)
        if letter.operation is Operation.COMMANDS:
            role, language = Role((letter.payload or {})["role"]), (letter.payload or {})["language"]
            return await channel.send(
                Envelope(
                    letter.chat,
                    letter.operation,
                    Message(""),
                    target=letter.target_message,
                    commands=self._commands(role, language),
                )
            )
        message, operation = await self._message(letter), letter.operation
        # A change takes the place of one message: what is longer is said anew, as where nothing can be changed.
        if operation is Operation.EDIT and not (channel.capabilities.edit and is_one(message, channel.capabilities)):
            alone = message.alone()
            if alone is None:
                return Outcome(Verdict.SENT)
            message, operation = alone, Operation.SEND
        shut = await self._windows.shut(letter, message, channel.capabilities, self._now())
        if shut is not None:
            return Outcome(Verdict.CLOSED, detail=shut.value)
        if message.document is not None and message.document.channel == HOUSE:
            await self._write(message.document)
        anew = operation is not letter.operation
        target = None if anew else letter.target_message or await self._target(letter)
        return await channel.send(Envelope(letter.chat, operation, message, target, accepted=letter.accepted))

    async def _message(self, letter: Letter) -> Message:
        if letter.broadcast_id is None:
            return Message.from_payload(letter.payload or {})
        if letter.broadcast_id not in self._broadcasts:
            async with self._database.read() as session:
                broadcast = await session.get_one(Broadcast, letter.broadcast_id)
                self._broadcasts = {letter.broadcast_id: Message.from_payload(broadcast.payload)}
        return self._broadcasts[letter.broadcast_id]

    async def _target(self, letter: Letter) -> str | None:
        if letter.target_id is None:
            return None
        if letter.target_id in self._sent_ids:
            return self._sent_ids[letter.target_id]
        async with self._database.read() as session:
            found: str | None = await session.scalar(select(Outbox.message_id).where(Outbox.id == letter.target_id))
        return found

    def _settle(self, post: Post, letter: Letter, outcome: Outcome) -> None:
        """Take the letter off its chat, or put it off, as the outcome says."""
        letter.attempts += 1
        verdict = outcome.verdict
        if verdict is not Verdict.UNKNOWN or outcome.accepted > letter.accepted:
            letter.unknown = 0
        if verdict is Verdict.UNKNOWN:
            letter.unknown += 1
            if letter.lane is not Lane.BROADCAST and letter.unknown < TIMES_UNKNOWN:
                verdict = Verdict.RETRY  # twice is better than never
        lost: list[Letter] = []
        if verdict in (Verdict.RETRY, Verdict.SLOW):
            letter.accepted = outcome.accepted
            # Where the platform, or whoever reads its answer, knows how long it will take, asking sooner is of no use.
            wait = outcome.after if verdict is Verdict.SLOW else max(outcome.after, self._failed(post, letter))
            if verdict is Verdict.SLOW:
                post.limiter.pause(wait)
            post.back(letter, wait)
            outcome = replace(outcome, verdict=verdict, after=wait)
        else:
            post.failures = 0
            if outcome.message_id:
                self._remember(letter.id, outcome.message_id)
            if verdict is Verdict.SENT:
                self._windows.sent(letter)
            if outcome.reason in UNREACHABLE or verdict is Verdict.MOVED:
                lost = post.give_up(letter)
            else:
                post.done(letter)
        for each in (letter, *lost):
            self._outcomes.add(each, outcome)
        self._recorded.set()
        self._wake.set()

    def _failed(self, post: Post, letter: Letter) -> float:
        """The platform could not answer; returns the seconds before the next attempt."""
        post.failures += 1
        if post.failures >= FAILURES_TO_REST:
            post.limiter.pause(min(5.0, self._first_wait * 2))
        later = LATER if letter.unknown == TIMES_UNKNOWN - 1 else 0
        wait: float = min(LONGEST_WAIT, self._first_wait * 2 ** min(letter.attempts - 1 + later, 10))
        return wait * random.uniform(0.8, 1.2)

    def _remember(self, row: int, message_id: str) -> None:
        self._sent_ids[row] = message_id
        if len(self._sent_ids) > REMEMBERED:
            for old in list(self._sent_ids)[: REMEMBERED // 2]:
                del self._sent_ids[old]

    # recording

    async def _record_forever(self) -> None:
        while True:
            await self._recorded.wait()
            self._recorded.clear()
            while self._outcomes:
                try:
                    written = await self._outcomes.write()
                    self._more = self._more or written.queued
                    if written.told:
                        self._on_report()
                except Exception as error:  # the disk is full, the file is locked: the outcomes stay in memory
                    log.error("delivery.not_recorded", error=type(error).__name__, outcomes=len(self._outcomes))
                    await asyncio.sleep(1.0)
                if self._more:
                    # What was waiting behind these in its chat may be claimed now.
                    self._claim.set()
            self._note_settled()

    # claiming

    async def _claim_forever(self) -> None:
        loop = asyncio.get_running_loop()
        roll_call = loop.time()
        while True:
            self._claim.clear()
            try:
                async with self._claiming:
                    await self._claim_once()
                if not self._database.sqlite and roll_call <= loop.time():
                    roll_call = loop.time() + ROLL_CALL
                    await self._claims.recover()
            except Exception as error:  # nothing is lost by waiting
                log.error("delivery.not_claimed", error=type(error).__name__)
                await asyncio.sleep(1.0)
                continue
            self._note_settled()
            try:
                async with asyncio.timeout(LOOK if self._database.sqlite else LOOK_TOGETHER):
                    await self._claim.wait()
            except TimeoutError:
                self._more = True

    async def _claim_once(self) -> None:
        """Claim what is free, broadcasts only when half of those in memory are gone."""
        free, expired = await self._claims.free()
        # Who has called meanwhile may have written after that look.
        self._more = bool(free) or expired or self._claim.is_set()
        if not (self._caught_up or free - {Lane.BROADCAST}):
            async with self._claims.nothing_waits() as nothing:
                self._caught_up = nothing
        room = self._broadcast_room - sum(post.broadcasts for post in self._posts.values())
        lanes = [
            lane for lane in Lane if lane in free and (lane is not Lane.BROADCAST or room * 2 >= self._broadcast_room)
        ]
        if not (lanes or expired) or self._stopping:
            return
        # What has waited too long goes the way of all others, and is given up there.
        rows = await self._claims.expired() if expired else await self._claims.claim(lanes, room)
        for row in rows:
            self._take(row)
        if rows:
            self._claim.set()

    def _note_settled(self) -> None:
        """Tell those who wait for it that nothing is left to do at once."""
        idle = not (self._sending or self._outcomes or self._more or self._claim.is_set()) and self._caught_up
        if idle and all(not post.chats for post in self._posts.values()):
            self._settled.set()
