"""Telegram's sending limits: 30 messages/s over all, about 1/s in one chat, 20/min in one group.

Source: the Bot API FAQ, "My bot is hitting limits". Telegram allows short bursts; how short is not published,
so each limit is a bucket whose size is a parameter here.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable


class Bucket:
    """Holds up to `size` tokens and gains `rate` per second."""

    __slots__ = ("at", "rate", "size", "tokens")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self.rate = rate
        self.size = size
        self.tokens = size
        self.at = now

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 when one is."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1.0 - self.tokens) / self.rate)


class Limits:
    """Counts what is sent or edited. With `enforced` off everything passes, at no cost."""

    def __init__(
        self,
        *,
        enforced: bool = True,
        overall: float = 30,
        per_chat: float = 1,
        burst: float = 5,
        per_group_minute: float = 20,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.enforced = enforced
        self.per_chat = per_chat
        self.burst = burst
        self.per_group_minute = per_group_minute
        self._clock = clock
        self._overall = Bucket(overall, overall, clock())
        self._chats: dict[int, Bucket] = {}

    def take(self, chat_id: int, *, group: bool) -> int:
        """Count one message to `chat_id`. Returns 0, or the whole seconds to wait (not counted then)."""
        now = self._clock()
        bucket = self._chats.get(chat_id)
        if bucket is None:
            rate, size = (self.per_group_minute / 60, self.per_group_minute) if group else (self.per_chat, self.burst)
            bucket = self._chats[chat_id] = Bucket(rate, size, now)
        wait = max(self._overall.wait(now), bucket.wait(now))
        if wait > 0:
            return max(1, math.ceil(wait))
        self._overall.tokens -= 1
        bucket.tokens -= 1
        return 0
