from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from bot.demo.platform import Platform


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    """A platform that listens, without limits."""
    platform = Platform()
    async with platform.running():
        yield platform


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Puts back how logs are written."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quiet: None) -> CliRunner:
    """The command line in an empty folder, with no settings but the data folder."""
    monkeypatch.chdir(tmp_path)
    return CliRunner(env={"OCOP_DATA_DIR": str(tmp_path / "data")})
