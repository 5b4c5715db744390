"""What an account may do, and the counting of it.

Sources: Zalo's pages on the API's rate limit (4,000 calls a minute), on the conditions of consultation messages (free
for 48 hours after what the person last did, charged until 7 days, then refused; since 2026 the free ones are not
counted) and on uploads (5,000 a month, kept for 7 days).
"""

from __future__ import annotations

from dataclasses import dataclass, field

HOUR = 3600.0
DAY = 24 * HOUR
MONTH = 30 * DAY


@dataclass
class OaLimits:
    """All times in seconds. With `enforced` off the calls of a minute and the uploads of a month aren't counted.

    `free_replies` is how many free messages a person's act gives (None: any number; it was 8 before 2026), `paid`
    how many charged ones the account has left (None: any number). `needs_follower` refuses whoever only wrote.
    """

    enforced: bool = True
    per_minute: int = 4000
    free_for: float = 48 * HOUR
    open_for: float = 7 * DAY
    free_replies: int | None = None
    paid: int | None = None
    needs_follower: bool = False
    uploads_per_month: int = 5000
    assets_for: float = 7 * DAY
    _calls: dict[str, tuple[float, int]] = field(default_factory=dict)

    def count(self, what: str, most: int, seconds: float, now: float) -> int:
        """Count one of `what`; returns how many are left in this span of time, below 0 when it was too many."""
        began, number = self._calls.get(what, (now, 0))
        if now - began >= seconds:
            began, number = now, 0
        self._calls[what] = (began, number + 1)
        return most - number - 1
