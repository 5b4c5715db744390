"""What every test may use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.talk import PROFILES, Talk, talking


@pytest.fixture(params=PROFILES)
async def chat(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """The house, on a channel with buttons and on one without: no handler knows which."""
    async with talking(tmp_path, capabilities=PROFILES[request.param]) as talk:
        yield talk
