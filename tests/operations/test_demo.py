"""`ocop-bot demo` as a process: it says where it is, everybody is there, and nothing of it is left."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from tests.operations.process import PATIENCE, command, demo


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_where_it_is_and_ends_cleanly(tmp_path: Path, number: signal.Signals):
    async with demo(tmp_path, tmpdir=tmp_path) as (process, url):
        async with aiohttp.ClientSession() as session:
            async with session.get(url) as response:
                assert response.status == 200
                assert "<title>" in await response.text()
            async with session.get(f"{url}demo/state") as response:
                state = await response.json()
        assert [phone["role"] for phone in state["phones"]] == ["producer", "second_producer", "officer", "admin"]
        assert list(tmp_path.glob("ocop-demo-*"))
        process.send_signal(number)
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
    assert not list(tmp_path.glob("ocop-demo-*")), "its data is thrown away"


async def test_the_settings_of_a_real_office_are_not_used(tmp_path: Path):
    (tmp_path / ".env").write_text("OCOP_TELEGRAM_TOKEN=real\nOCOP_HTTP=broken\n")
    async with demo(tmp_path) as (_, url):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
    assert not (tmp_path / "data").exists()


async def test_a_port_that_is_taken(tmp_path: Path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        code, _, errors = await command(tmp_path, "demo", "--port", str(port))
    assert code == 2
    assert f"ocop-bot: the page can't be shown on port {port}: " in errors
    assert errors.strip().endswith("(try --port 0)")
