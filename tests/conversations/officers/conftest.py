"""The house with an office in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.requests import RequestKind
from tests.conversations.officers.office import employ, office_router
from tests.screens import check_screens
from tests.talk import PROFILES, Talk, talking


@pytest.fixture(params=PROFILES)
async def chat(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """The house with two officers for barcodes: Hạnh, and Sơn, who reads English."""
    async with talking(tmp_path, capabilities=PROFILES[request.param], router=office_router()) as talk:
        await employ(talk.officer, RequestKind.BARCODE, RequestKind.IP)
        await employ(talk.colleague, RequestKind.BARCODE, language="en")
        yield talk
        check_screens(talk)
