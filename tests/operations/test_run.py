"""The program starts, stops when told, and is alone with its data."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.demo.platform import Platform
from tests.operations.process import PATIENCE, command, running


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "data" / "ocop.db")) as database:
        return database.execute(query).fetchall()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_when_told(tmp_path: Path, platform: Platform, number: signal.Signals):
    async with running(tmp_path, platform) as bot:
        bot.process.send_signal(number)
        begun = time.monotonic()
        assert await bot.ended() == 0
    assert time.monotonic() - begun < 5
    await bot.logged("app.stopped")


async def test_what_nobody_sends_any_more_is_swept(tmp_path: Path, platform: Platform):
    left = tmp_path / "data" / "exports" / "1f.xlsx"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"PK")
    os.utime(left, (0, 0))
    async with running(tmp_path, platform), asyncio.timeout(PATIENCE):
        while left.exists():
            await asyncio.sleep(0.01)


async def test_what_is_in_hand_is_finished(tmp_path: Path, platform: Platform):
    """Two hundred people are being answered by a slow platform when it is told to stop; then it starts again."""
    people = [platform.person(f"Person {number}", started=True) for number in range(200)]
    platform.faults.add("slow", methods=["sendMessage"], seconds=0.2)
    async with running(tmp_path, platform) as bot:
        for phone in people:
            await phone.says("/menu")
        await people[0].next()
        assert await bot.stop() == 0
    assert rows(tmp_path, "SELECT count(*) FROM outbox WHERE state = 'sending'") == [(0,)], "nothing is left half done"
    platform.faults.clear()
    async with running(tmp_path, platform):
        await platform.settled()
        for phone in people:
            await phone.until(lambda message: message.from_bot)
        assert [len(phone.sees) for phone in people] == [2] * 200, "each is answered, and once"
    assert rows(tmp_path, "SELECT state, count(*) FROM outbox WHERE operation = 'send' GROUP BY state") == [
        ("sent", 200)
    ]


async def test_it_stops_at_once_while_the_platform_is_away(tmp_path: Path, platform: Platform):
    phone = platform.person("Lan", started=True)
    async with running(tmp_path, platform) as bot:
        platform.faults.add("server_error", methods=["sendMessage"])
        await phone.says("/menu")
        await platform.settled()
        begun = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - begun < 15
    assert rows(tmp_path, "SELECT state FROM outbox WHERE operation = 'send'") == [("queued",)]
    platform.faults.clear()
    async with running(tmp_path, platform):
        assert (await phone.next(within=15)).labels


async def test_a_second_one_on_the_same_data_is_refused(tmp_path: Path, platform: Platform):
    async with running(tmp_path, platform):
        code, out, errors = await command(tmp_path, "run", telegram_token=platform.token, telegram_api_url=platform.url)
    assert (code, out) == (2, "")
    assert errors == f"ocop-bot: the data folder {tmp_path}/data is in use by another ocop-bot; stop it first\n"


async def test_whoever_is_not_in_the_settings_any_more_is_no_admin(tmp_path: Path, platform: Platform):
    phone = platform.person("Trang", started=True)
    role = "SELECT role FROM accounts WHERE channel = 'telegram'"
    async with running(tmp_path, platform, admins=f"telegram:{phone.id}"):
        await phone.says("/menu")
        await phone.until(lambda message: message.from_bot)
        assert rows(tmp_path, role) == [("admin",)]
    async with running(tmp_path, platform):
        assert rows(tmp_path, role) == [("producer",)]


async def test_a_killed_one_leaves_no_lock(tmp_path: Path, platform: Platform):
    async with running(tmp_path, platform) as bot:
        await bot.kill()
        async with running(tmp_path, platform) as next_one:
            await next_one.logged("app.ready")
