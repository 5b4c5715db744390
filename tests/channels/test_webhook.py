"""Telegram's webhook behind our web server, and the whole house in both modes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.app import App
from bot.channels.counters import REFUSED, UNREADABLE
from bot.channels.telegram import TelegramChannel
from bot.demo.phone import Phone
from bot.demo.platform import Platform
from bot.http import LARGEST_BODY, Server
from bot.settings import load_settings
from models.base import Database
from models.mail import Inbox
from models.tables import metadata
from tests.channels.desk import Desk, free_port, opened, post_raw
from tests.channels.test_telegram import said

SECRET = "a-word-that-nobody-knows"


class Office:
    """A web server with the Telegram webhook on it, in front of a desk."""

    def __init__(self, platform: Platform, folder: Path, desk: Desk) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.desk = desk
        self.channel = TelegramChannel(platform.token, platform.url, folder, webhook=(f"{self.url}/telegram", SECRET))
        self.database = Database(f"sqlite+aiosqlite:///{folder / 'ocop.db'}")
        self.server = Server(self.database, folder, {"/telegram": self.channel.webhook})

    async def post(self, body: bytes, secret: str | None = SECRET, **more: str) -> int:
        headers = {"Content-Type": "application/json", **more}
        if secret is not None:
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/telegram", data=BytesIO(body), headers=headers) as response,
        ):
            return response.status


@pytest.fixture
async def office(platform: Platform, tmp_path: Path, desk: Desk) -> AsyncIterator[Office]:
    office = Office(platform, tmp_path, desk)
    async with office.database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await office.server.start("127.0.0.1", int(office.url.rpartition(":")[2]))
    async with opened(office.channel, desk):
        async with asyncio.timeout(10):
            while platform.telegram.updates.webhook is None:
                await asyncio.sleep(0.01)
        yield office
    await office.server.stop()
    await office.database.close()


async def test_the_webhook_takes_what_the_platform_posts(office: Office, platform: Platform, ana: Phone) -> None:
    await ana.says("xin chào")
    assert (await office.desk.next()).text == "xin chào"
    await platform.settled()


async def test_a_wrong_secret_is_refused(office: Office) -> None:
    before = REFUSED.labels("telegram")._value.get()
    for secret in (None, "", "wrong", SECRET + "x", "mật"):
        assert await office.post(b'{"update_id": 1}', secret) == 403
    header = b"X-Telegram-Bot-Api-Secret-Token"
    assert await post_raw(f"{office.url}/telegram", header, b"\xff\xfe") == 403
    assert REFUSED.labels("telegram")._value.get() == before + 6
    assert await office.post(b'{"update_id": 1}') == 200
    assert office.desk.events == []


async def test_what_cannot_be_read_is_refused_or_skipped(office: Office) -> None:
    before = UNREADABLE.labels("telegram")._value.get()
    assert await office.post(b"{not json") == 400
    assert await office.post(b"\xff\xfe") == 400
    wrong = [{"Content-Encoding": "gzip"}, {"Content-Type": "application/json; charset=bogus"}]
    for headers in wrong:
        assert await office.post(b'{"update_id": 1}', "wrong", **headers) == 403
        assert await office.post(b'{"update_id": 1}', **headers) == 400
    assert UNREADABLE.labels("telegram")._value.get() == before + 4
    # JSON, but no update: it would come again for ever.
    before = UNREADABLE.labels("telegram")._value.get()
    odd = [b"[]", b"null", b"7", b'{"update_id": 1, "message": {"chat": null}}', b"[" * 100_000]
    odd += [b'{"update_id": 1, "message": %b%b}' % (b"[" * 900, b"]" * 900)]
    for body in odd:
        assert await office.post(body) == 200
    assert UNREADABLE.labels("telegram")._value.get() == before + len(odd) - 1  # nobody said the fourth
    assert await office.post(b" " * (LARGEST_BODY + 1)) == 413
    assert office.desk.events == []


async def test_what_no_database_takes_is_taken_out(office: Office) -> None:
    content = {**said(7)["message"], "text": "a\0b\ud83d", "chat": {"id": 77, "type": "group", "title": "\udc00"}}
    assert await office.post(json.dumps({"update_id": 7, "message": content}).encode()) == 200
    event = await office.desk.next()
    assert (event.text, event.data["title"]) == ("ab\ufffd", "\ufffd")


async def test_what_cannot_be_stored_comes_again(office: Office, platform: Platform, ana: Phone) -> None:
    office.desk.failures = 1
    await ana.says("một")
    assert (await office.desk.next()).text == "một"
    assert office.desk.failures == 0
    await platform.settled()


# the whole house


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_the_whole_house_answers(platform: Platform, tmp_path: Path, mode: str) -> None:
    address = f"127.0.0.1:{free_port()}"
    settings = load_settings(
        _env_file=None,
        telegram_token=platform.token,
        telegram_api_url=platform.url,
        data_dir=tmp_path,
        database_url="",
        admins=["telegram:301"],
        http=address,
        public_url=f"http://{address}" if mode == "webhook" else "",
        webhook_secret=SECRET,
    )
    lan = platform.person("Hoàng Thị Lan", person_id=101)
    trang = platform.person("Lý Thu Trang", person_id=301)
    async with App(settings).running():
        await lan.says("/start")
        await lan.until(lambda shown: "Đồng ý" in shown.labels)
        await lan.presses("Đồng ý")
        await lan.until("ghi nhận sự đồng ý")
        await lan.says("mã vạch là gì")
        await lan.until("Nguồn:")
        await trang.says("/start")
        await trang.until(lambda shown: bool(shown.labels))
        await platform.settled()
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://{address}/healthz") as response:
                assert response.status == 200
            async with session.get(f"http://{address}/metrics") as response:
                assert 'ocop_events_received_total{channel="telegram",kind="text"}' in await response.text()
    database = Database(settings.database)
    async with database.read() as session:
        assert await session.scalar(select(func.count()).where(Inbox.bot != "house")) == 4
    await database.close()
