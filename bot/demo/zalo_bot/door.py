"""The Zalo Bot Platform on the people's phones."""

from __future__ import annotations

from aiohttp import web

from bot.demo.door import Door
from bot.demo.faults import Faults, Ledger
from bot.demo.phone import Phone
from bot.demo.world import World
from bot.demo.zalo_bot.front import PREFIX, ZaloBotFront
from bot.demo.zalo_bot.plan import Plan


class ZaloBotDoor(Door):
    """The bot `token`. No buttons: people answer with numbers and words."""

    app = "zalo"
    prefix = PREFIX
    attach = ("photo", "sticker")
    replies = False
    taps = False
    begins = "write"

    def __init__(self, world: World, *, token: str, name: str, faults: Faults, limits: Plan) -> None:
        ledger = Ledger()
        self.zalo = ZaloBotFront(world, token=token, name=name, faults=faults, ledger=ledger, limits=limits)
        super().__init__(world, self.zalo, faults, ledger)

    def listens(self, url: str) -> None:
        super().listens(url)
        self.zalo.url = self.url

    def address(self, phone: Phone) -> str:
        return self.zalo.address(phone.id)

    @property
    def bot(self) -> dict[str, str]:
        return {"name": self.zalo.name}

    def call_bot(self, name: str) -> None:
        self.zalo.name = name

    @property
    def waiting(self) -> int:
        return len(self.zalo.events.pending)

    @property
    def enforced(self) -> bool:
        return self.zalo.limits.enforced

    @enforced.setter
    def enforced(self, on: bool) -> None:
        self.zalo.limits.enforced = on

    def owns(self, path: str) -> bool:
        return self.zalo.api.owns(path)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self.zalo.api.handle(request)

    async def settled(self) -> None:
        await self.zalo.events.settled()

    async def stop(self) -> None:
        await self.zalo.stop()
