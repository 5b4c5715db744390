"""Zalo's webhook behind our web server, and the whole house on Zalo: alone, beside Telegram, killed."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.app import App
from bot.channels.counters import REFUSED, UNREADABLE
from bot.channels.zalo import ZaloChannel
from bot.console import make_invitation
from bot.demo.phone import Phone
from bot.demo.platform import Platform
from bot.demo.zalo_bot.shapes import address
from bot.http import LARGEST_BODY, Server
from bot.settings import Settings, load_settings
from models.accounts import Account, Role
from models.base import Database
from models.mail import EventKind, Inbox
from models.requests import Attachment, AttachmentState
from models.tables import metadata
from tests.channels.desk import Desk, free_port, opened
from tests.demo.pictures import png
from tests.operations.process import running
from tests.zalo_platform import ZaloPlatform

SECRET = "a-word-that-nobody-knows"
PNG = png(40, 30)


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloPlatform]:
    zalo = ZaloPlatform(seed=1)
    async with zalo.running():
        yield zalo


@pytest.fixture
def lan(zalo: ZaloPlatform) -> Phone:
    return zalo.person("Hoàng Thị Lan", person_id=101, started=True)


class Office:
    """A web server with the Zalo webhook on it, in front of a desk."""

    def __init__(self, zalo: ZaloPlatform, folder: Path, desk: Desk) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.desk = desk
        self.channel = ZaloChannel(zalo.token, zalo.url, webhook=(f"{self.url}/zalo", SECRET))
        self.database = Database(f"sqlite+aiosqlite:///{folder / 'ocop.db'}")
        self.server = Server(self.database, folder, {"/zalo": self.channel.webhook})

    async def post(self, body: bytes, secret: str | None = SECRET, **more: str) -> int:
        headers = {"Content-Type": "application/json", **more}
        if secret is not None:
            headers["X-Bot-Api-Secret-Token"] = secret
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/zalo", data=BytesIO(body), headers=headers) as response,
        ):
            return response.status


@pytest.fixture
async def office(zalo: ZaloPlatform, tmp_path: Path, desk: Desk) -> AsyncIterator[Office]:
    office = Office(zalo, tmp_path, desk)
    async with office.database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await office.server.start("127.0.0.1", int(office.url.rpartition(":")[2]))
    async with opened(office.channel, desk):
        async with asyncio.timeout(10):
            while zalo.zalo.events.webhook is None:
                await asyncio.sleep(0.01)
        yield office
    await office.server.stop()
    await office.database.close()


@pytest.mark.parametrize("wrapped", [False, True])
async def test_the_webhook_takes_both_envelopes(office: Office, zalo: ZaloPlatform, lan: Phone, wrapped: bool) -> None:
    zalo.habits.wrapped = wrapped
    await lan.says("xin chào")
    event = await office.desk.next()
    assert (event.text, event.chat) == ("xin chào", address(101))
    await zalo.settled()


async def test_a_wrong_secret_is_refused_and_counted(office: Office) -> None:
    before = REFUSED.labels("zalo")._value.get()
    for secret in (None, "", "wrong", SECRET + "x", "mật"):
        assert await office.post(b'{"event_name": "x"}', secret) == 403
    assert REFUSED.labels("zalo")._value.get() == before + 5
    assert await office.post(b'{"event_name": "x"}') == 200
    assert [event.kind for event in office.desk.events] == [EventKind.UNKNOWN]


async def test_without_a_secret_of_ours_nobody_is_let_in(zalo: ZaloPlatform, tmp_path: Path, desk: Desk) -> None:
    office = Office(zalo, tmp_path, desk)
    office.channel._webhook = None
    await office.server.start("127.0.0.1", int(office.url.rpartition(":")[2]))
    assert await office.post(b"{}", "") == 403
    await office.server.stop()
    await office.database.close()


async def test_what_cannot_be_read_is_refused_or_counted(office: Office) -> None:
    before = UNREADABLE.labels("zalo")._value.get()
    unread = (b"{not json", b"\xff\xfe", b"", b"[" * 100_000)
    for body in unread:
        assert await office.post(body) == 400
    # JSON, but no event: were it refused, it might come again for ever.
    odd = (b"7", b'{"event_name": "webhook.test"}', b'{"event_name": "x", "message": {"chat": null}}', b'["x"]')
    for body in odd:
        assert await office.post(body) == 200
    assert UNREADABLE.labels("zalo")._value.get() == before + len(unread) + len(odd)
    for body in (b"[]", b"null", b"{}"):
        assert await office.post(body) == 200
    assert await office.post(b" " * (LARGEST_BODY + 1)) == 413
    noted = office.desk.events
    assert {(event.kind, event.chat, event.sender) for event in noted} == {(EventKind.UNKNOWN, "", "")}
    assert [event.data["event"] for event in noted] == ["", "webhook.test", "x", ""]
    assert len({event.id for event in noted}) == len(odd)


async def test_a_body_that_its_headers_are_wrong_about_is_refused(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    before = UNREADABLE.labels("zalo")._value.get(), REFUSED.labels("zalo")._value.get()
    wrong = [{"Content-Encoding": how} for how in ("gzip", "deflate", "br")]
    wrong += [{"Content-Type": f"application/json; charset={name}"} for name in ("bogus", "hex")]
    for headers in wrong:
        assert await office.post(b'{"event_name": "x"}', **headers) == 400
        assert await office.post(b'{"event_name": "x"}', "wrong", **headers) == 403
    after = UNREADABLE.labels("zalo")._value.get(), REFUSED.labels("zalo")._value.get()
    assert after == (before[0] + len(wrong), before[1] + len(wrong))
    assert office.desk.events == []
    assert [record for record in caplog.records if record.exc_info] == []


async def test_what_no_database_takes_is_taken_out(office: Office) -> None:
    person = {"id": "c\ud83d", "display_name": "Lan\0"}
    # So long an id that it is only known by its digest.
    content = {"message_id": "\ud83d" * 120, "text": "a\ud83d", "chat": {"id": "c\ud83d"}, "from": person}
    body = json.dumps({"event_name": "message.text.received", "message": content})
    assert await office.post(body.encode()) == 200
    event = await office.desk.next()
    assert (event.text, event.chat, event.data["name"]) == ("a\ufffd", "c\ufffd", "Lan")
    assert len(event.id) == 64


async def test_what_cannot_be_stored_comes_again(office: Office, zalo: ZaloPlatform, lan: Phone) -> None:
    office.desk.failures = 1
    await lan.says("một")
    assert (await office.desk.next()).text == "một"
    assert office.desk.failures == 0
    await zalo.settled()


async def test_a_webhook_that_zalo_cannot_reach_is_told(office: Office, zalo: ZaloPlatform) -> None:
    zalo.habits.probe = True
    await office.channel._introduce()
    office.channel._webhook = (f"http://127.0.0.1:{free_port()}/zalo", SECRET)
    await office.channel._introduce()
    assert zalo.zalo.events.webhook is not None


# the whole house


def house(zalo: ZaloPlatform, folder: Path, *, public: bool = False, **given: Any) -> Settings:
    address_ = f"127.0.0.1:{free_port()}"
    return load_settings(
        _env_file=None,
        zalo_token=zalo.token,
        zalo_api_url=zalo.url,
        data_dir=folder,
        database_url="",
        http=address_,
        public_url=f"http://{address_}" if public else "",
        webhook_secret=SECRET,
        **{"admins": [f"zalo:{address(301)}"], "office_phone": "0209 387 0000", **given},
    )


@asynccontextmanager
async def look(settings: Settings) -> AsyncIterator[Any]:
    database = Database(settings.database)
    async with database.read() as session:
        yield session
    await database.close()


@pytest.mark.parametrize("public", [False, True])
async def test_the_whole_house_answers_on_zalo_alone(
    zalo: ZaloPlatform, lan: Phone, tmp_path: Path, public: bool
) -> None:
    settings = house(zalo, tmp_path, public=public)
    trang = zalo.person("Lý Thu Trang", person_id=301)
    async with App(settings).running():
        await lan.says("/start")
        await lan.until("1. Đồng ý")
        await lan.says("1")
        await lan.until("ghi nhận sự đồng ý")
        await lan.says("mã vạch là gì")
        await lan.until("Nguồn:")
        await lan.sends_document(b"%PDF", "giấy.pdf")
        await lan.until("chụp ảnh rồi gửi ảnh")
        await trang.says("/xuat")
        shown = await trang.until("ocop-" if public else "0209 387 0000")
        found = re.search(r"ocop-\S+\.xlsx: (\S+)", shown.text)
        assert (found is not None) is public
        if found is not None:
            # The copy that was sent is deleted; what the address shows stays for a while.
            async with asyncio.timeout(10):
                while list((tmp_path / "exports").iterdir()):
                    await asyncio.sleep(0.01)
            async with aiohttp.ClientSession() as session, session.get(found[1]) as response:
                assert (response.status, (await response.read())[:2]) == (200, b"PK")
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://{settings.http}/metrics") as response,
        ):
            text = await response.text()
        assert 'ocop_events_received_total{channel="zalo",kind="text"}' in text
        assert 'ocop_sends_total{channel="zalo",lane="reply",outcome="sent"}' in text
        await zalo.settled()
    async with look(settings) as session:
        assert await session.scalar(select(func.count()).where(Inbox.bot != "house")) == 5
        assert await session.scalar(select(func.count()).where(Inbox.kind == EventKind.OTHER)) == 1


async def test_a_photo_comes_home_and_goes_out_again(zalo: ZaloPlatform, lan: Phone, tmp_path: Path) -> None:
    """Sent by an admin to everybody: the photo's own address on Zalo while there is no other."""
    settings = house(zalo, tmp_path, public=True)
    trang = zalo.person("Lý Thu Trang", person_id=301)
    async with App(settings).running():
        await lan.says("/start")
        await lan.until("1. Đồng ý")
        await lan.says("1")
        await lan.until("ghi nhận sự đồng ý")
        await trang.says("/thongbao")
        await trang.until(lambda shown: shown.from_bot)
        await trang.sends_photo(PNG, "Hội chợ OCOP")
        preview = await trang.until(lambda shown: shown.from_bot and shown.kind == "photo")
        assert preview.text == "Hội chợ OCOP"
        async with asyncio.timeout(10), look(settings) as session:
            stored = select(Attachment.id).where(Attachment.state == AttachmentState.STORED)
            while await session.scalar(stored) is None:
                await session.rollback()
                await asyncio.sleep(0.01)
        await trang.says("1")
        shown = await lan.until(lambda shown: shown.from_bot and shown.kind == "photo", within=10)
        assert (shown.text, shown.file.data if shown.file else b"") == ("Hội chợ OCOP", PNG)


async def test_both_doors_lead_into_one_house(
    zalo: ZaloPlatform, platform: Platform, lan: Phone, tmp_path: Path
) -> None:
    bao = platform.person("Triệu Văn Bảo", person_id=102)
    settings = house(
        zalo, tmp_path, public=True, telegram_token=platform.token, telegram_api_url=platform.url, admins=[]
    )
    async with App(settings).running():
        await lan.says("/start")
        await bao.says("/start")
        await lan.until("1. Đồng ý")
        await bao.until(lambda shown: "Đồng ý" in shown.labels)
    async with look(settings) as session:
        assert sorted(await session.scalars(select(Account.channel))) == ["telegram", "zalo"]


async def test_an_admin_comes_in_by_the_word_of_the_console(zalo: ZaloPlatform, lan: Phone, tmp_path: Path) -> None:
    """Zalo tells nobody their id, and has no links that open a bot: the word is typed."""
    settings = house(zalo, tmp_path, admins=[])
    told = await make_invitation(settings, "admin", "")
    (line,) = [line.strip() for line in told.splitlines() if line.strip().startswith("/start i-")]
    async with App(settings).running():
        await lan.says(line)
        await lan.until("/")
        await lan.says("/thongke")
        await lan.until(lambda shown: shown.from_bot and "Mục này không dành" not in shown.text)
        await zalo.settled()
    async with look(settings) as session:
        assert list(await session.scalars(select(Account.role))) == [Role.ADMIN]


# killed


async def test_killed_and_started_anew_each_is_answered_once(zalo: ZaloPlatform, tmp_path: Path) -> None:
    """The platform gives what was read again and again; the bot is killed between its commit and the next poll."""
    zalo.habits.replay = True
    people = [zalo.person(f"Person {number}", started=True) for number in range(5)]
    given = {"telegram_token": "", "telegram_api_url": "", "zalo_token": zalo.token, "zalo_api_url": zalo.url}
    fake: Any = zalo
    async with running(tmp_path, fake, **given) as bot:
        for phone in people:
            await phone.says("/menu")
        await people[-1].next(within=15)
        await bot.kill()
    async with running(tmp_path, fake, **given) as bot:
        await zalo.settled()
        await people[0].says("/trogiup")
        await people[0].until("/hoi", within=15)
        assert all(any(message.from_bot for message in phone.sees) for phone in people)
        log = "".join(bot.log)
    with closing(sqlite3.connect(tmp_path / "data" / "ocop.db")) as database:
        # What was on its way when it was killed may be sent twice; answered each is once.
        (answers,) = database.execute("SELECT count(*) FROM outbox WHERE operation = 'send'").fetchone()
    assert answers == len(people) + 1
    assert zalo.token not in log
    assert json.loads(bot.log[0])["event"]
