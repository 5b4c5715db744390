from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.demo.phone import Phone
from bot.demo.platform import Platform
from bot.demo.show import playing


class Caller:
    """A bare HTTP client of the Bot API: `await api("sendMessage", chat_id=1, text="x")`."""

    def __init__(self, session: aiohttp.ClientSession, platform: Platform) -> None:
        self.session = session
        self.platform = platform

    async def raw(self, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
        """The status and the body, whatever they are."""
        url = f"{self.platform.url}/bot{self.platform.token}/{method}"
        async with self.session.post(url, json=params) as response:
            return response.status, await response.json()

    async def __call__(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        status, body = await self.raw(method, **params)
        assert status == 200, body
        assert body["ok"] is True
        return body["result"]

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """The code and the words of a call that must be refused."""
        status, body = await self.raw(method, **params)
        assert body["ok"] is False, body
        assert body["error_code"] == status
        return status, body["description"]


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    """A platform that listens, without limits."""
    platform = Platform()
    async with platform.running():
        yield platform


@pytest.fixture
async def api(platform: Platform) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(session, platform)


@pytest.fixture
def ana(platform: Platform) -> Phone:
    """Someone who has written to the bot before."""
    return platform.person("Hoàng Thị Lan", person_id=77, started=True)


@pytest.fixture
async def stage() -> AsyncIterator[Platform]:
    """The whole demo, with the real program behind every door, as fast as it can."""
    thresholds = gc.get_threshold()
    async with playing(limits=False, joined=False) as platform:
        yield platform
    # The program sets the collector for a long run; the tests go on in the same process.
    gc.unfreeze()
    gc.set_threshold(*thresholds)
