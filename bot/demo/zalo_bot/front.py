"""One bot on the Zalo Bot Platform: what it is told, and whom it may reach.

It stands in a `World` of its own, and is placed into any server like this:

    world = World()
    zalo = ZaloBotFront(world, token=TOKEN, name="OCOP", faults=Faults(), ledger=Ledger(), limits=Plan())
    phone = Phone(world, chat.person, chat := world.add_person("Lan", zalo))     # every act of `Phone` works
    ...
    zalo.url = f"http://127.0.0.1:{port}{PREFIX}"      # once the server listens; also the value for OCOP_ZALO_API_URL
    if zalo.api.owns(request.path):                    # everything below PREFIX
        return await zalo.api.handle(request)
    ...
    await zalo.stop()

`zalo.address(phone.id)` is the person's id as the bot sees it (for OCOP_ADMINS: `zalo:<address>`); `zalo.habits`
holds the knobs, `zalo.protected` the ids of people (children, for one) of whose messages a bot is told nothing.
There are no buttons, edits, blocks or members here: what people do of that kind, no bot is told.
"""

from __future__ import annotations

import aiohttp

from bot.demo.faults import Faults, Ledger
from bot.demo.world import BotStatus, Chat, Message, Person, World
from bot.demo.zalo_bot import shapes
from bot.demo.zalo_bot.api import PREFIX, ZaloBotApi
from bot.demo.zalo_bot.errors import bad_request
from bot.demo.zalo_bot.events import Events
from bot.demo.zalo_bot.habits import Habits
from bot.demo.zalo_bot.plan import Plan

__all__ = ["PREFIX", "ZaloBotFront"]

PATIENCE = 15.0
"""Seconds that a file at an address, or a webhook that is tried, may take."""


class ZaloBotFront:
    """The bot `token`, shown in chats as `name`. A `Front` of the world."""

    def __init__(
        self,
        world: World,
        *,
        token: str,
        name: str,
        faults: Faults,
        ledger: Ledger,
        limits: Plan,
        habits: Habits | None = None,
    ) -> None:
        self.world = world
        self.token = token
        self.name = name
        self.id = token.partition(":")[0]
        self.account_name = f"bot.{shapes.address(0)[:9]}"
        self.faults = faults
        self.ledger = ledger
        self.limits = limits
        self.habits = habits or Habits()
        self.protected: set[int] = set()
        self.url = ""
        self.webhook_at = 0
        self.events = Events(faults, self.habits)
        self.api = ZaloBotApi(self)
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """For what the platform itself fetches."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        return self._session

    async def stop(self) -> None:
        """Let go of the bot, and of all connections."""
        await self.events.stop()
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def address(number: int) -> str:
        """The id, as a bot sees it, of the person or group with this number in the world."""
        return shapes.address(number)

    # What people do, told to the bot

    def heard(self, message: Message) -> None:
        """In a group a bot hears only what mentions it or answers it."""
        chat, sender = message.chat, message.sender
        if sender is None or message.kind == "service" or chat.gone or chat.bot not in ("member", "administrator"):
            return
        answers = message.reply_to is not None and message.reply_to.from_bot
        if chat.kind == "group" and not answers and f"@{self.name}" not in message.text:
            return
        self.events.put(*self._placed(message, sender))

    def _placed(self, message: Message, sender: Person) -> tuple[str, int, shapes.Json]:
        name, shape = shapes.event(self, message, sender)
        return name, message.chat.id, shape

    def corrected(self, message: Message) -> None: ...

    def pressed(self, person: Person, message: Message, data: str) -> str:
        return ""

    def standing(self, chat: Chat, person: Person, before: BotStatus, after: BotStatus) -> None: ...

    def membership(self, chat: Chat, person: Person, before: str, after: str) -> None: ...

    # What the bot asks for

    def reach(self, address: str) -> Chat:
        """The chat with this id, if the bot may write there. Raises 400: why it may not is not told."""
        for chat in self.world.chats.values():
            if shapes.address(chat.id) == address:
                if chat.bot not in ("member", "administrator") or chat.gone:
                    break
                if chat.kind == "private" and chat.person.deactivated:
                    break
                return chat
        raise bad_request("no such chat")
