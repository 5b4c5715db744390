"""The platform as a process of its own."""

from __future__ import annotations

import asyncio
import sys

import aiohttp

from bot.demo.platform import TOKEN, ZALO_TOKEN
from bot.demo.zalo_oa.front import APP_ID, APP_SECRET


async def test_it_says_where_it_is_and_ends_cleanly():
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.demo.platform", "--cast", "--no-limits"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    url = (await asyncio.wait_for(process.stdout.readline(), 10)).decode().strip()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{url}/bot{TOKEN}/getMe") as response:
            assert (await response.json())["result"]["first_name"] == "Trợ lý OCOP"
        async with session.post(f"{url}/zalo-bot/bot{ZALO_TOKEN}/getMe") as response:
            assert (await response.json())["ok"] is True
        async with session.post(f"{url}/zalo-oa/console/authorize") as response:
            form = {**await response.json(), "app_id": APP_ID, "grant_type": "refresh_token"}
        async with session.post(
            f"{url}/zalo-oa/v4/oa/access_token", data=form, headers={"secret_key": APP_SECRET}
        ) as response:
            assert (await response.json())["access_token"]
        async with session.get(f"{url}/demo/state") as response:
            state = await response.json()
    assert [phone["role"] for phone in state["phones"]] == ["producer", "second_producer", "officer", "admin"]
    assert state["limits"] == {"telegram": False, "zalo": False, "zalo_oa": False}
    process.terminate()
    _, errors = await asyncio.wait_for(process.communicate(), 10)
    assert (process.returncode, errors) == (0, b"")
