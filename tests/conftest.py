"""What every test may use."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest

from tests.screens import check_screens
from tests.talk import PROFILES, Talk, talking


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where every change is checked (CI is set) nothing is left out silently: a test that is skipped has failed."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
    return report


@pytest.fixture(params=PROFILES)
async def chat(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """The house, on a channel with buttons and on one without: no handler knows which."""
    async with talking(tmp_path, capabilities=PROFILES[request.param]) as talk:
        yield talk
        check_screens(talk)
