"""A simulated Zalo Official Account that listens by itself, for tests."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo.faults import Faults, Ledger
from bot.demo.phone import Phone
from bot.demo.world import World
from bot.demo.zalo_oa.api import PREFIX, ZaloOaApi
from bot.demo.zalo_oa.front import ZaloOaFront
from bot.demo.zalo_oa.limits import OaLimits

#: The first of the demo's people, as Zalo numbers them.
LAN, BAO = 2512523625412515, 2512523625412516
DAY = 24 * 3600.0


class Clock:
    """The world's time, in seconds; stands still until it is moved."""

    def __init__(self) -> None:
        self.at = 1_790_000_000.0

    def __call__(self) -> float:
        return self.at


class OaPlatform:
    """One world with one Official Account, not followed by anybody yet."""

    def __init__(self, *, now: Callable[[], float] | None = None, echoes: bool = False, **limits: Any) -> None:
        self.clock = Clock()
        self.world = World(now=now or self.clock)
        self.faults = Faults(seed=1)
        self.ledger = Ledger()
        self.limits = OaLimits(**{"enforced": False, **limits})
        self.front = ZaloOaFront(self.world, faults=self.faults, ledger=self.ledger, limits=self.limits, echoes=echoes)

    @property
    def url(self) -> str:
        """The value for OCOP_ZALO_OA_API_URL and OCOP_ZALO_OA_OAUTH_URL."""
        return self.front.address

    def person(self, name: str = "Hoàng Thị Lan", person_id: int = LAN, *, follows: bool = False) -> Phone:
        chat = self.world.add_person(name, self.front, person_id=person_id)
        if follows:
            self.front.follow(chat)
        return Phone(self.world, chat.person, chat)

    async def settled(self, within: float = 10.0) -> None:
        async with asyncio.timeout(within):
            await self.front.updates.settled()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[OaPlatform]:
        api = ZaloOaApi(self.front)

        async def handle(request: web.BaseRequest) -> web.StreamResponse:
            return await api.handle(request) if api.owns(request.path) else web.Response(status=404)

        made = functools.partial(web.BaseRequest, loop=asyncio.get_running_loop(), client_max_size=10 * 1024 * 1024)
        server = web.Server(handle, access_log=None, request_factory=made)
        runner = web.ServerRunner(server, handle_signals=False, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.front.address = f"http://127.0.0.1:{runner.addresses[0][1]}{PREFIX}"
        try:
            yield self
        finally:
            await self.front.updates.stop()
            await runner.cleanup()


class OaCaller:
    """A bare client, as any bot would be one: ``await api.send("hello")``."""

    def __init__(self, session: aiohttp.ClientSession, platform: OaPlatform) -> None:
        self.session = session
        self.platform = platform
        self.access = platform.front.oauth.issue()

    def passes(self, seconds: float) -> None:
        """Time passes, and the bot has renewed its token meanwhile."""
        self.platform.clock.at += seconds
        self.access = self.platform.front.oauth.issue()

    async def post(self, path: str, body: Any) -> dict[str, Any]:
        url, headers = f"{self.platform.url}{path}", {"access_token": self.access}
        async with self.session.post(url, json=body, headers=headers) as response:
            assert response.status == 200
            found: dict[str, Any] = await response.json()
            return found

    async def get(self, path: str, data: str = "{}") -> dict[str, Any]:
        url, headers = f"{self.platform.url}{path}", {"access_token": self.access}
        async with self.session.get(url, params={"data": data}, headers=headers) as response:
            found: dict[str, Any] = await response.json()
            return found

    async def send(self, text: str = "chào", user: Any = str(LAN), **more: Any) -> dict[str, Any]:
        message = {"text": text, **more}
        return await self.post("/v3.0/oa/message/cs", {"recipient": {"user_id": user}, "message": message})

    async def upload(self, kind: str, name: str, data: bytes) -> dict[str, Any]:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("file", BytesIO(data), filename=name, content_type="application/octet-stream")
        url, headers = f"{self.platform.url}/v2.0/oa/upload/{kind}", {"access_token": self.access}
        async with self.session.post(url, data=form, headers=headers) as response:
            found: dict[str, Any] = await response.json()
            return found

    async def refresh(self, token: str, **form: str) -> dict[str, Any]:
        front = self.platform.front
        given = {"refresh_token": token, "app_id": front.app_id, "grant_type": "refresh_token", **form}
        headers = {"secret_key": front.app_secret}
        async with self.session.post(f"{self.platform.url}/v4/oa/access_token", data=given, headers=headers) as answer:
            found: dict[str, Any] = await answer.json()
            return found
