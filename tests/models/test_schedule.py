"""Working days, waking hours, and moments that are called off."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from models.base import Database
from models.schedule import Due, add_working_days, call_off, waking_hour
from models.tables import metadata

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("30/11/2026 09:00", 1, "01/12/2026"),
        ("30/11/2026 09:00", 5, "07/12/2026"),  # over a weekend
        ("04/12/2026 23:59", 1, "07/12/2026"),  # Friday night
        ("05/12/2026 09:00", 1, "07/12/2026"),  # Saturday
        ("30/12/2026 09:00", 2, "04/01/2027"),  # New Year's Day is a Friday
        ("29/04/2026 09:00", 1, "04/05/2026"),  # 30 April, 1 May, a weekend
        ("30/11/2026 09:00", 0, "30/11/2026"),
    ],
)
def test_working_days(start: str, days: int, end: str) -> None:
    assert add_working_days(_at(start), days, ZONE) == _at(f"{end} 17:00")


@pytest.mark.parametrize(
    ("moment", "awake"),
    [
        ("23/11/2026 07:00", "23/11/2026 07:00"),
        ("23/11/2026 19:59", "23/11/2026 19:59"),
        ("23/11/2026 20:00", "24/11/2026 07:00"),
        ("23/11/2026 23:30", "24/11/2026 07:00"),
        ("24/11/2026 00:10", "24/11/2026 07:00"),
        ("31/12/2026 21:00", "01/01/2027 07:00"),
    ],
)
def test_nobody_is_woken(moment: str, awake: str) -> None:
    assert waking_hour(_at(moment), ZONE) == _at(awake)


async def test_calling_off(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'ocop.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    moment = _at("23/11/2026 17:00")
    async with database.write() as session:
        for key, topic, fired in (
            ("soon", "request:1", None),
            ("over", "request:1", None),
            ("gone", "request:1", moment),
            ("soon", "request:2", None),
            ("over", "request:2", None),
        ):
            session.add(Due(key=key, topic=topic, due_at=moment, fired_at=fired))
        await call_off(session, "request:1")
        await call_off(session, "request:2", "over")
        left = await session.execute(select(Due.key, Due.topic).order_by(Due.id))
        assert [tuple(row) for row in left] == [("gone", "request:1"), ("soon", "request:2")]
    await database.close()
