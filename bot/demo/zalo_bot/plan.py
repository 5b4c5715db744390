"""What a plan allows: people and messages.

The free plan is announced with 50 people per bot and 3,000 messages a month. What counts is not told; here it is
what the bot sends. Beyond it the call is refused with 429, and no time to wait is named. No rate per second is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime


class Plan:
    """Counts what is sent. With `enforced` off everything passes. `now` gives the Unix time in seconds."""

    def __init__(
        self, *, enforced: bool = True, people: int = 50, messages: int = 3000, now: Callable[[], float] | None = None
    ) -> None:
        self.enforced = enforced
        self.people = people
        self.messages = messages
        self.sent = 0
        self._now = now or (lambda: datetime.now(UTC).timestamp())
        self._month = ""
        self._known: set[int] = set()

    def take(self, chat_id: int) -> bool:
        """Count one message to `chat_id`; False when the plan does not cover it."""
        month = f"{datetime.fromtimestamp(self._now(), UTC):%Y-%m}"
        if month != self._month:
            self._month, self.sent = month, 0
        known = self._known | {chat_id}
        if self.enforced and (self.sent >= self.messages or len(known) > self.people):
            return False
        self._known = known
        self.sent += 1
        return True
