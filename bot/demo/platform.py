"""The simulated chat platform: people with phones, a bot behind a protocol, faults, and a page to look at it.

In a test:

    platform = Platform()
    async with platform.running() as url: ...

On its own: `python -m bot.demo.platform --port 8081`. It says where it listens; there are Telegram's Bot API, below
/zalo-bot the Zalo Bot Platform, below /zalo-oa the Official Account (its keys: bot/demo/zalo_oa/front.py; its refresh
token: POST /zalo-oa/console/authorize; its webhook: POST /zalo-oa/console/webhook), and the page.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence

from aiohttp import web

from bot.demo.cast import seat_cast
from bot.demo.control import Control
from bot.demo.door import Door
from bot.demo.faults import Faults
from bot.demo.phone import Phone
from bot.demo.telegram.door import TelegramDoor
from bot.demo.telegram.limits import Limits
from bot.demo.telegram.params import MAX_BODY
from bot.demo.world import Chat, World
from bot.demo.zalo_bot.door import ZaloBotDoor
from bot.demo.zalo_bot.plan import Plan
from bot.demo.zalo_oa.door import ZaloOaDoor
from bot.demo.zalo_oa.front import SECRET_KEY
from bot.demo.zalo_oa.limits import OaLimits

TOKEN = "1000000001:simulated-platform-not-a-secret"  # noqa: S105 - opens nothing outside this process
ZALO_TOKEN = "1459232241454765289:simulated-platform-not-a-secret"  # noqa: S105
USERNAME = "ocop_demo_bot"


class Platform:
    """The doors of one bot: an app each, with a world of its own. A person's apps share the person's id.

    `limits` enforces the sending limits (a `Limits` of Telegram's may be given), `history` is how many messages
    a chat keeps, `now` gives the Unix time. All state is in memory and ends with the object.

    What is said here of people, world, faults, ledger and limits is Telegram's; `doors` has those of every app.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = USERNAME,
        name: str = "OCOP",
        zalo_token: str = ZALO_TOKEN,
        oa_secret_key: str = SECRET_KEY,
        limits: bool | Limits = False,
        seed: int | None = None,
        history: int | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.username = username
        self.limits = limits if isinstance(limits, Limits) else Limits(enforced=limits)
        enforced = self.limits.enforced

        def world() -> World:
            return World(now=now, history=history)

        first = TelegramDoor(
            world(), token=token, username=username, name=name, faults=Faults(seed), limits=self.limits
        )
        second = ZaloBotDoor(
            world(), token=zalo_token, name=name, faults=Faults(seed), limits=Plan(enforced=enforced, now=now)
        )
        third = ZaloOaDoor(
            world(), name=name, secret_key=oa_secret_key, faults=Faults(seed), limits=OaLimits(enforced=enforced)
        )
        self.doors: dict[str, Door] = {door.app: door for door in (first, second, third)}
        self.telegram, self.zalo, self.zalo_oa = first.telegram, second.zalo, third.account
        self.world, self.faults, self.ledger, self.phones = first.world, first.faults, first.ledger, first.phones
        self.person, self.sent = first.person, first.sent
        self.url = ""
        self.control = Control(self)
        self._runner: web.ServerRunner | None = None

    @property
    def page_url(self) -> str:
        """Where the page with the phones is, once the platform listens."""
        return f"{self.url}/"

    # The people

    def group(self, title: str, members: Sequence[Phone], *, group_id: int | None = None, bot: bool = True) -> Chat:
        """A new group; the first member is its administrator, and adds the bot unless told otherwise.

        Members act there through `member.at(group)`.
        """
        chat = self.world.add_group(title, [phone.person for phone in members], self.telegram, group_id=group_id)
        if bot:
            adder = members[0].person
            chat.bot = "member"
            self.telegram.standing(chat, adder, "left", "member")
            self.telegram.heard(self.world.post(chat, adder, kind="service", extra={"what": "bot_joined"}))
        return chat

    def delete_account(self, phone: Phone) -> None:
        """From now on this person is "deactivated"."""
        phone.person.deactivated = True
        self.world.tell("chat", phone.chat)

    def delete_chat(self, chat: Chat) -> None:
        """From now on this chat is gone."""
        chat.gone = True
        self.world.tell("chat", chat)

    async def settled(self, within: float = 5.0) -> None:
        """Wait until the bot has acknowledged every event."""
        async with asyncio.timeout(within):
            for door in self.doors.values():
                await door.settled()

    # The server

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen on `port` (0: a free one). Returns the base URL, the value for OCOP_TELEGRAM_API_URL."""
        request = functools.partial(web.BaseRequest, loop=asyncio.get_running_loop(), client_max_size=MAX_BODY)
        server = web.Server(self._handle, access_log=None, request_factory=request)
        self._runner = web.ServerRunner(server, handle_signals=False, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0]
        self.url = f"http://{host}:{bound[1]}"
        for door in self.doors.values():
            door.listens(self.url)
        return self.url

    async def stop(self) -> None:
        """End all connections and forget the webhooks."""
        for door in self.doors.values():
            await door.stop()
        self.control.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @contextlib.asynccontextmanager
    async def running(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """The platform, listening while the block runs; gives the base URL."""
        try:
            yield await self.start(host, port)
        finally:
            await self.stop()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        for door in self.doors.values():
            if door.owns(request.path):
                return await door.handle(request)
        return await self.control.handle(request)


def main() -> None:
    """Run the platform as a process of its own until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m bot.demo.platform", description=main.__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN, help="Telegram's")
    parser.add_argument("--zalo-token", default=ZALO_TOKEN, help="the Zalo Bot Platform's")
    parser.add_argument("--no-limits", action="store_true", help="send as fast as you like")
    parser.add_argument("--cast", action="store_true", help="with the people of the demo")
    parser.add_argument("--history", type=int, help="messages kept per chat (default: all)")
    given = parser.parse_args()

    async def serve() -> None:
        platform = Platform(
            token=given.token, zalo_token=given.zalo_token, limits=not given.no_limits, history=given.history
        )
        if given.cast:
            seat_cast(platform)
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        async with platform.running(given.host, given.port) as url:
            print(url, flush=True)  # noqa: T201 - whoever started the process reads the address here
            await ended.wait()

    asyncio.run(serve())


if __name__ == "__main__":
    main()
