"""How fast a bot may send: over all chats, in one chat, in one group — and what a broadcast may take of it.

Telegram: 30 messages a second over all, about one a second in one chat (a short burst is let through), 20 a minute in
one group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Zalo publishes no rate,
only how many people and messages a plan has: the same is kept there, and its 429 pauses longer each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from models.mail import Lane

#: The rate that Telegram gives every bot; the limits of one chat grow with ``OCOP_SEND_RATE`` beyond it.
COMMON_RATE = 30.0
#: The share of the rate that broadcasts leave to the others, always.
RESERVED = 0.2


@dataclass
class Bucket:
    """A token bucket: ``rate`` tokens a second, at most ``size`` at once."""

    rate: float
    size: float
    now: float
    tokens: float = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.size

    def wait(self, now: float, keep: float = 0.0) -> float:
        """Seconds until a token can be taken that leaves ``keep`` behind; 0: at once."""
        self.tokens = min(self.size, self.tokens + max(0.0, now - self.now) * self.rate)
        self.now = max(now, self.now)
        short = 1.0 + keep - self.tokens
        return max(0.0, short / self.rate) if short > 1e-9 else 0.0

    def take(self) -> None:
        """Take one; call :meth:`wait` first."""
        self.tokens -= 1.0


class Limiter:
    """The one limiter of a bot: everything that it sends goes through here.

    :param rate: messages per second over all chats.
    """

    #: Chats remembered; one that has been quiet has a full bucket anyway.
    MOST = 20_000

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._scale = max(1.0, rate / COMMON_RATE)
        # A tenth of a second's worth at once: the platform counts over a second, and fifty senders share a core.
        self._all = Bucket(rate, max(1.0, rate / 10), clock())
        self._broadcasts = Bucket(rate * (1 - RESERVED), max(1.0, rate / 10), clock())
        self._chats: dict[str, Bucket] = {}
        self._paused_until = 0.0

    def pause(self, seconds: float) -> None:
        """Send nothing at all for so long: the platform asks for it."""
        self._paused_until = max(self._paused_until, self.clock() + seconds)

    def wait(self, lane: Lane) -> float:
        """Seconds until anything of that lane may go out."""
        now = self.clock()
        if self._paused_until > now:
            return self._paused_until - now
        wait = self._all.wait(now)
        return max(wait, self._broadcasts.wait(now)) if lane is Lane.BROADCAST else wait

    def chat_wait(self, chat: str) -> float:
        """Seconds until this chat may get another message."""
        return self._chat(chat).wait(self.clock())

    def take(self, chat: str, lane: Lane) -> None:
        """Count one message."""
        self._all.take()
        if lane is Lane.BROADCAST:
            self._broadcasts.take()
        self._chat(chat).take()

    def _chat(self, chat: str) -> Bucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            if len(self._chats) >= self.MOST:
                for old in list(self._chats)[: self.MOST // 2]:
                    del self._chats[old]
            # Telegram's group addresses are negative numbers.
            rate, size = (20 / 60, 10.0) if chat.startswith("-") else (1.0, 5.0)
            bucket = self._chats[chat] = Bucket(rate * self._scale, size * self._scale, self.clock())
        return bucket
