"""Telegram on the people's phones."""

from __future__ import annotations

from aiohttp import web

from bot.demo.door import Door
from bot.demo.faults import Faults, Ledger
from bot.demo.phone import Phone
from bot.demo.telegram.api import TelegramApi
from bot.demo.telegram.front import TelegramFront
from bot.demo.telegram.limits import Limits
from bot.demo.world import Chat, Person, World


class TelegramDoor(Door):
    """The bot `token`, known as @`username`."""

    app = "telegram"
    attach = ("photo", "document", "contact", "location")
    replies = True
    taps = True
    begins = "start"

    def __init__(self, world: World, *, token: str, username: str, name: str, faults: Faults, limits: Limits) -> None:
        ledger = Ledger()
        self.telegram = TelegramFront(
            world, token=token, username=username, name=name, faults=faults, ledger=ledger, limits=limits
        )
        super().__init__(world, self.telegram, faults, ledger)
        self.limits = limits
        self._api = TelegramApi(self.telegram)

    def address(self, phone: Phone) -> str:
        return str(phone.id)

    def commands_for(self, chat: Chat, person: Person) -> list[dict[str, str]]:
        return self.telegram.commands_for(chat, person)

    @property
    def bot(self) -> dict[str, str]:
        return {"name": self.telegram.me["first_name"], "username": self.telegram.me["username"]}

    def call_bot(self, name: str) -> None:
        self.telegram.me["first_name"] = name

    @property
    def waiting(self) -> int:
        return len(self.telegram.updates.pending)

    @property
    def enforced(self) -> bool:
        return self.limits.enforced

    @enforced.setter
    def enforced(self, on: bool) -> None:
        self.limits.enforced = on

    def owns(self, path: str) -> bool:
        return self._api.owns(path)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self._api.handle(request)

    async def settled(self) -> None:
        await self.telegram.updates.settled()

    async def stop(self) -> None:
        await self.telegram.updates.stop()
