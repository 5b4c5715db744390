from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.demo.platform import Platform


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    """A platform that listens, without limits."""
    platform = Platform()
    async with platform.running():
        yield platform
