"""The Official Account's channel behind our web server, in front of a desk."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.base import Envelope
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa_words import signature
from bot.http import Server
from models.base import Database
from models.mail import Choice, File, Message, Operation
from models.tables import metadata
from tests.channels.desk import Desk, free_port
from tests.oa_platform import LAN, OaPlatform


def envelope(text: str, *choices: Choice, chat: int = LAN, accepted: int = 0, **more: Any) -> Envelope:
    return Envelope(str(chat), Operation.SEND, Message(text, list(choices), **more), accepted=accepted)


def paper(folder: Path, name: str = "giấy.docx", content: bytes = b"PK paper") -> File:
    (folder / name).write_bytes(content)
    return File(name, "application/octet-stream", path=name)


class OaOffice:
    """The channel, its database and its web server."""

    def __init__(self, platform: OaPlatform, folder: Path, database: Database | None = None, **given: Any) -> None:
        self.platform = platform
        self.folder = folder
        self.desk = Desk()
        self.database = database or Database(f"sqlite+aiosqlite:///{folder / 'ocop.db'}")
        self.dead = 0
        self.given = {"refresh_token": platform.front.refresh_token, **given}
        self.channel = self.another()
        self.url = f"http://127.0.0.1:{free_port()}"
        self.server = Server(self.database, folder, {"/zalo-oa": self.channel.webhook})

    def another(self, database: Database | None = None, **given: Any) -> ZaloOaChannel:
        """One more program for the same account."""
        front = self.platform.front
        return ZaloOaChannel(
            database or self.database,
            self.folder,
            url=self.platform.url,
            oauth_url=self.platform.url,
            app_id=front.app_id,
            app_secret=front.app_secret,
            secret_key=front.secret_key,
            on_dead=self._died,
            **{**self.given, **given},
        )

    async def _died(self) -> None:
        self.dead += 1

    @asynccontextmanager
    async def running(self) -> AsyncIterator[OaOffice]:
        async with self.database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await self.server.start("127.0.0.1", int(self.url.rpartition(":")[2]))
        task = asyncio.create_task(self.channel.receive(self.desk.deliver))
        self.channel._api.open()
        self.platform.front.updates.listen(f"{self.url}/zalo-oa")
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await self.channel.close()
            await self.server.stop()
            await self.database.close()

    async def post(
        self, body: bytes | dict[str, Any], *, more: dict[str, str | None] | None = None, **headers: str | None
    ) -> int:
        """Post to the webhook; signed as Zalo does, but for what ``headers`` say (None: without that one)."""
        front = self.platform.front
        if isinstance(body, dict):
            body = json.dumps({"timestamp": str(time.time_ns() // 1_000_000), **body}).encode()
        try:
            stamp = str(json.loads(body).get("timestamp"))
        except (ValueError, AttributeError, RecursionError):
            stamp = str(time.time_ns() // 1_000_000)
        stamp = headers.get("timestamp", stamp) or stamp
        made: dict[str, str | None] = {
            "Content-Type": "application/json",
            "X-ZEvent-Signature": f"mac={signature(front.app_id, body, stamp, front.secret_key)}",
            "X-ZEvent-Timestamp": stamp,
        }
        names = {"signature": "X-ZEvent-Signature", "timestamp": "X-ZEvent-Timestamp"}
        made |= {names[name]: value for name, value in headers.items()} | (more or {})
        sent = {name: value for name, value in made.items() if value is not None}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/zalo-oa", data=BytesIO(body), headers=sent) as response,
        ):
            return response.status

    def said(self, text: str = "chào", number: str = "m1", **event: Any) -> dict[str, Any]:
        """An event as Zalo would post it."""
        return {
            "app_id": self.platform.front.app_id,
            "event_name": "user_send_text",
            "sender": {"id": str(LAN)},
            "recipient": {"id": self.platform.front.oa_id},
            "message": {"msg_id": number, "text": text},
            **event,
        }


@asynccontextmanager
async def oa_office(folder: Path, **given: Any) -> AsyncIterator[OaOffice]:
    """A platform and an office, both running."""
    async with OaPlatform().running() as platform, OaOffice(platform, folder, **given).running() as office:
        yield office
