"""What every channel counts of what comes in."""

from __future__ import annotations

from prometheus_client import Counter

UNREADABLE = Counter("ocop_updates_unreadable_total", "Updates that could not be read, by channel", ["channel"])
REFUSED = Counter("ocop_webhook_refused_total", "Webhook calls with a wrong secret, by channel", ["channel"])
