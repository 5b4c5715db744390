"""The letters of one channel, in memory: which chat may be served next."""

from __future__ import annotations

import heapq
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.channels.base import Channel
from bot.limits import Limiter
from models.mail import Lane, Operation, Outbox


@dataclass(slots=True)
class Letter:
    """A claimed row, as far as sending needs it.

    :ivar accepted: how many pieces of it the platform has already; only the others are sent again.
    :ivar unknown: attempts in a row of which nobody knows whether they arrived.
    :ivar not_before: when it may be tried (again), by the limiter's clock.
    :ivar wrote_at: on a channel with a window: when the person last wrote, as it was when this was tried,
    :ivar pieces: and how many messages it takes there.
    :ivar waited: it was kept for a while, in which it may have been given up.
    """

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
    topic: str | None = None
    held_at: datetime | None = None
    accepted: int = 0
    unknown: int = 0
    not_before: float = 0.0
    wrote_at: datetime | None = None
    pieces: int = 0
    waited: bool = False

    @classmethod
    def of(cls, row: Outbox) -> Letter:
        """The letter of a row that this worker has claimed."""
        return cls(
            id=row.id,
            channel=row.channel,
            chat=row.chat,
            account_id=row.account_id,
            lane=row.lane,
            operation=row.operation,
            payload=row.payload,
            broadcast_id=row.broadcast_id,
            target_id=row.target_id,
            target_message=row.target_message,
            report=row.report,
            attempts=row.attempts,
            expires_at=row.expires_at,
            topic=row.topic,
            held_at=row.held_at,
        )


@dataclass(slots=True)
class Chat:
    """The letters to one chat, in order.

    :ivar under_way: its first letter is being sent.
    :ivar listed: it queues, or rests until its first letter may be sent.
    """

    letters: deque[Letter] = field(default_factory=deque)
    under_way: bool = False
    listed: bool = False


class Post:
    """One channel's letters.

    :ivar under_way: letters being sent.
    :ivar failures: attempts in a row that the platform could not answer.
    """

    def __init__(self, channel: Channel, limiter: Limiter) -> None:
        self.channel = channel
        self.limiter = limiter
        self.chats: dict[str, Chat] = {}
        self.under_way = 0
        self.failures = 0
        self._ready: dict[Lane, deque[str]] = {lane: deque() for lane in Lane}
        self._resting: list[tuple[float, str]] = []

    def put(self, letter: Letter) -> None:
        """Take a letter: the last of its chat, but never behind a broadcast."""
        chat = self.chats.setdefault(letter.chat, Chat())
        letters = chat.letters
        at = len(letters)
        if letter.lane is not Lane.BROADCAST:
            while at > chat.under_way and letters[at - 1].lane is Lane.BROADCAST:
                at -= 1
        letters.insert(at, letter)
        letter.waited = at > 0
        if at == 0 and chat.listed:
            self._unlist(letter.chat, chat)
        self._list(letter.chat, chat)

    def next(self) -> Letter | float | None:
        """The letter to send now, which is then under way; else the seconds until one may be, else None."""
        now = self.limiter.clock()
        while self._resting and self._resting[0][0] <= now:
            _, address = heapq.heappop(self._resting)
            self._ready[self.chats[address].letters[0].lane].append(address)
        for lane, queue in self._ready.items():
            while queue:
                wait = self.limiter.wait(lane)
                if wait > 0:
                    # A broadcast has less to take from; nothing of a lower lane may go before this either.
                    return min(wait, self._rested(now))
                address = queue.popleft()
                pause = self.limiter.chat_wait(address)
                if pause > 0:
                    self.chats[address].letters[0].waited = True
                    heapq.heappush(self._resting, (now + pause, address))
                    continue
                chat = self.chats[address]
                chat.listed, chat.under_way = False, True
                self.under_way += 1
                return chat.letters[0]
        rested = self._rested(now)
        return None if rested == float("inf") else rested

    def back(self, letter: Letter, wait: float) -> None:
        """The letter that was under way has to be sent again, in so many seconds."""
        letter.not_before, letter.waited = self.limiter.clock() + wait, True
        if letter.lane is Lane.BROADCAST:
            # It must not hold up what came while it was under way.
            letters = self.chats[letter.chat].letters
            letters.popleft()
            at = next((at for at, other in enumerate(letters) if other.lane is Lane.BROADCAST), len(letters))
            letters.insert(at, letter)
        self._landed(letter.chat)

    def done(self, letter: Letter) -> None:
        """The letter that was under way has met its fate."""
        self.chats[letter.chat].letters.popleft()
        self._landed(letter.chat)

    def give_up(self, letter: Letter) -> list[Letter]:
        """The letter that was under way can't reach its chat; returns what waited behind it, which can't either."""
        letters = self.chats[letter.chat].letters
        lost = list(letters)[1:]
        letters.clear()
        self._landed(letter.chat)
        return lost

    @property
    def broadcasts(self) -> int:
        """Broadcast letters in memory."""
        return sum(1 for chat in self.chats.values() for letter in chat.letters if letter.lane is Lane.BROADCAST)

    @property
    def waiting(self) -> list[Letter]:
        """Letters that are not under way."""
        return [letter for chat in self.chats.values() for letter in list(chat.letters)[chat.under_way :]]

    def _landed(self, address: str) -> None:
        chat = self.chats[address]
        chat.under_way = False
        self.under_way -= 1
        self._list(address, chat)

    def _list(self, address: str, chat: Chat) -> None:
        """Let the chat queue, unless a letter of it is under way."""
        if chat.under_way or chat.listed:
            return
        if not chat.letters:
            del self.chats[address]
            return
        first = chat.letters[0]
        chat.listed = True
        if first.not_before > self.limiter.clock():
            heapq.heappush(self._resting, (first.not_before, address))
        else:
            self._ready[first.lane].append(address)

    def _unlist(self, address: str, chat: Chat) -> None:
        chat.listed = False
        for queue in self._ready.values():
            with suppress(ValueError):
                queue.remove(address)
        self._resting = [entry for entry in self._resting if entry[1] != address]
        heapq.heapify(self._resting)

    def _rested(self, now: float) -> float:
        return max(self._resting[0][0] - now, 0.001) if self._resting else float("inf")
