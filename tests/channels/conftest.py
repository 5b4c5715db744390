from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram import TelegramChannel
from bot.demo.phone import Phone
from bot.demo.platform import Platform
from tests.channels.desk import Desk, opened


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    platform = Platform(seed=1)
    async with platform.running():
        yield platform


@pytest.fixture
def ana(platform: Platform) -> Phone:
    return platform.person("Hoàng Thị Lan", person_id=77, started=True)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def channel(platform: Platform, desk: Desk, tmp_path: Path) -> AsyncIterator[TelegramChannel]:
    """A channel that polls, and is ready to send."""
    async with opened(TelegramChannel(platform.token, platform.url, tmp_path), desk) as channel:
        async with asyncio.timeout(10):
            while channel.link("x") is None:
                await asyncio.sleep(0)
        yield channel
