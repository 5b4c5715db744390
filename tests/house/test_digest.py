"""When the digest comes: Mondays at 08:00 on the office's clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.admins.digest import next_monday

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-23 07:59", "2026-11-23 08:00"),
        ("2026-11-23 08:00", "2026-11-30 08:00"),
        ("2026-11-25 12:00", "2026-11-30 08:00"),
        ("2026-11-29 23:59", "2026-11-30 08:00"),
        ("2026-12-28 09:00", "2027-01-04 08:00"),
    ],
)
def test_the_next_monday(now: str, then: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=ZONE)
    assert next_monday(moment, ZONE) == datetime.fromisoformat(then).replace(tzinfo=ZONE)
