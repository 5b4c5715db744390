"""A simulated Zalo Bot Platform that listens by itself, for tests."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo.faults import Faults, Ledger
from bot.demo.phone import Phone
from bot.demo.world import Chat, World
from bot.demo.zalo_bot.front import PREFIX, ZaloBotFront
from bot.demo.zalo_bot.plan import Plan

TOKEN = "1459232241454765289:simulated-platform-not-a-secret"


class ZaloPlatform:
    """One world with one Zalo bot."""

    def __init__(self, *, seed: int | None = None, limits: Plan | None = None) -> None:
        self.token = TOKEN
        self.world = World()
        self.faults = Faults(seed)
        self.ledger = Ledger()
        self.zalo = ZaloBotFront(
            self.world,
            token=TOKEN,
            name="OCOP Bot",
            faults=self.faults,
            ledger=self.ledger,
            limits=limits or Plan(enforced=False),
        )
        self.habits = self.zalo.habits

    @property
    def url(self) -> str:
        """The value for OCOP_ZALO_API_URL."""
        return self.zalo.url

    def person(self, name: str, *, person_id: int | None = None, started: bool = False) -> Phone:
        chat = self.world.add_person(name, self.zalo, person_id=person_id)
        if started:
            chat.bot = "member"
        return Phone(self.world, chat.person, chat)

    def group(self, title: str, members: Sequence[Phone]) -> Chat:
        chat = self.world.add_group(title, [phone.person for phone in members], self.zalo)
        chat.bot = "member"
        return chat

    async def settled(self, within: float = 5.0) -> None:
        async with asyncio.timeout(within):
            await self.zalo.events.settled()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        request = functools.partial(web.BaseRequest, loop=asyncio.get_running_loop())
        server = web.Server(self.zalo.api.handle, access_log=None, request_factory=request)
        runner = web.ServerRunner(server, handle_signals=False, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.zalo.url = f"http://127.0.0.1:{runner.addresses[0][1]}{PREFIX}"
            yield self.url
        finally:
            await self.zalo.stop()
            await runner.cleanup()


class ZaloCaller:
    """A bare HTTP client of the Zalo Bot API: `await api("sendMessage", chat_id=…, text="x")`."""

    def __init__(self, session: aiohttp.ClientSession, platform: ZaloPlatform) -> None:
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
        return body.get("result")

    async def refused(self, method: str, **params: Any) -> int:
        """The code of a call that must be refused."""
        status, body = await self.raw(method, **params)
        assert body["ok"] is False, body
        assert body["error_code"] == status
        assert body["description"]
        return status
