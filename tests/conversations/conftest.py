"""The database of a conversation works on the spot: waking its driver's thread and coming back was half of the cost.

What depends on who comes first (the machinery, the channels, the program itself) is tested with the driver as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiosqlite
import pytest

_connect = aiosqlite.connect


@pytest.fixture(autouse=True)
def database_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection does what it is asked in the thread that asks."""

    def connect(*args: Any, **settings: Any) -> aiosqlite.Connection:
        connection = _connect(*args, **settings)
        connection._tx = connection._thread = _Desk()  # type: ignore[assignment]
        return connection

    monkeypatch.setattr(aiosqlite, "connect", connect)


class _Desk:
    """In place of the driver's queue, and of the thread at its other end."""

    def start(self) -> None:
        """There is nobody to wake."""

    def put_nowait(self, task: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        """Do it now."""
        future, function = task
        try:
            result = function()
        except BaseException as error:
            if future is None:
                raise
            future.set_exception(error)
        else:
            if future is not None:
                future.set_result(result)
