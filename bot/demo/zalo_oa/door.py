"""Zalo's Official Account on the people's phones."""

from __future__ import annotations

from aiohttp import web

from bot.demo.door import Door
from bot.demo.faults import Faults, Ledger
from bot.demo.phone import Phone
from bot.demo.world import World
from bot.demo.zalo_oa.api import PREFIX, ZaloOaApi
from bot.demo.zalo_oa.front import ZaloOaFront
from bot.demo.zalo_oa.limits import OaLimits


class ZaloOaDoor(Door):
    """The account, which signs its webhook with `secret_key`."""

    app = "zalo_oa"
    prefix = PREFIX
    attach = ("photo", "document", "sticker", "location")
    replies = False
    taps = False
    begins = "follow"

    def __init__(self, world: World, *, name: str, secret_key: str, faults: Faults, limits: OaLimits) -> None:
        ledger = Ledger()
        self.account = ZaloOaFront(world, faults=faults, ledger=ledger, limits=limits, name=name, secret_key=secret_key)
        super().__init__(world, self.account, faults, ledger)
        self._api = ZaloOaApi(self.account)

    def listens(self, url: str) -> None:
        super().listens(url)
        self.account.address = self.url

    def address(self, phone: Phone) -> str:
        return str(phone.id)

    @property
    def bot(self) -> dict[str, str]:
        return {"name": self.account.name}

    def call_bot(self, name: str) -> None:
        self.account.name = name

    @property
    def waiting(self) -> int:
        return len(self.account.updates.pending)

    @property
    def enforced(self) -> bool:
        return self.account.limits.enforced

    @enforced.setter
    def enforced(self, on: bool) -> None:
        self.account.limits.enforced = on

    def owns(self, path: str) -> bool:
        return self._api.owns(path)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self._api.handle(request)

    async def settled(self) -> None:
        await self.account.updates.settled()

    async def stop(self) -> None:
        await self.account.updates.stop()
