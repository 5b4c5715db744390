from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.machinery.echo import Faults, echo
from tests.talk import Talk, talking


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
async def talk(tmp_path: Path, faults: Faults) -> AsyncIterator[Talk]:
    """The house with a conversation that echoes, on a channel that fails to order."""
    async with talking(tmp_path, router=echo(), change=lambda channel: setattr(channel, "decide", faults.decide)) as it:
        yield it
