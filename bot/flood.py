"""Somebody who writes faster than the bot may answer is slowed down; the others don't notice."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from models.mail import HOUSE, Event


class Flood:
    """A bucket per chat: a burst is answered at once, what comes faster takes the slow lane.

    :param rate: events per second that one chat may send for long.
    :param burst: events that it may send at once.
    """

    #: Buckets kept; a chat that is forgotten starts with a full one.
    MOST = 10_000

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def over(self, events: Sequence[Event]) -> frozenset[tuple[str, str]]:
        """Count these events; returns the chats whose bucket is empty."""
        now, empty = self._clock(), set()
        for event in events:
            if event.bot == HOUSE:
                continue
            place = (event.channel, event.chat)
            left, since = self._buckets.get(place, (float(self._burst), now))
            left = min(self._burst, left + (now - since) * self._rate)
            if left < 1:
                empty.add(place)
            else:
                left -= 1
            self._buckets[place] = (left, now)
        if len(self._buckets) > self.MOST:
            for place in list(self._buckets)[: self.MOST // 2]:
                del self._buckets[place]
        return frozenset(empty)

    def pause(self, event: Event) -> float:
        """Seconds before this chat's next waiting event is answered, which is thereby counted."""
        place, now = (event.channel, event.chat), self._clock()
        if event.bot == HOUSE or place not in self._buckets:
            return 0.0
        left, since = self._buckets[place]
        left = min(float(self._burst), left + (now - since) * self._rate)
        self._buckets[place] = (left - 1, now)
        return 0.0 if left >= 1 else (1 - left) / self._rate
