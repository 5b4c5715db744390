"""The whole house on an Official Account alone, and beside Telegram."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.app import App
from bot.demo.platform import Platform
from bot.settings import Settings, load_settings
from models.accounts import Account, AccountState, Role
from models.base import Database
from models.mail import Lane, Message, Outbox, OutboxState
from tests.channels.desk import free_port
from tests.oa_platform import DAY, LAN, OaPlatform
from tests.operations.process import running


@pytest.fixture
async def oa() -> AsyncIterator[OaPlatform]:
    async with OaPlatform(now=time.time, echoes=True).running() as oa:
        yield oa


def office(oa: OaPlatform, folder: Path, **given: Any) -> Settings:
    address = f"127.0.0.1:{free_port()}"
    oa.front.updates.listen(f"http://{address}/zalo-oa")
    return load_settings(
        _env_file=None,
        zalo_oa_app_id=oa.front.app_id,
        zalo_oa_app_secret=oa.front.app_secret,
        zalo_oa_secret_key=oa.front.secret_key,
        zalo_oa_api_url=oa.url,
        zalo_oa_oauth_url=oa.url,
        data_dir=folder,
        database_url="",
        http=address,
        public_url=f"http://{address}",
        webhook_secret="a" * 16,
        **{"zalo_oa_refresh_token": oa.front.refresh_token, **given},
    )


async def test_the_house_answers_there(oa: OaPlatform, tmp_path: Path) -> None:
    settings = office(oa, tmp_path, admins=[f"zalo_oa:{LAN + 2}"])
    lan, trang = oa.person(), oa.person("Lý Thu Trang", LAN + 2)
    async with App(settings).running():
        oa.front.follow(lan.chat)
        await lan.until(lambda shown: "Đồng ý" in shown.labels)
        await lan.presses("Đồng ý")
        await lan.until("ghi nhận sự đồng ý")
        await lan.says("mã vạch là gì")
        await lan.until("Nguồn:")
        await trang.says("/start")
        await trang.until(lambda shown: "canbo" in shown.text or bool(shown.labels) or "1." in shown.text)
        await oa.settled()
        assert oa.front.updates.refused == []
        async with aiohttp.ClientSession() as session, session.get(f"{settings.public_url}/healthz") as response:
            assert response.status == 200
        await lan.blocks()
        await oa.settled()
    database = Database(settings.database)
    async with database.read() as session:
        people = {person.address: person for person in await session.scalars(select(Account))}
    await database.close()
    assert people[str(LAN)].state is AccountState.STOPPED
    assert people[str(LAN + 2)].role is Role.ADMIN


async def test_what_the_platform_does_not_take_now_goes_out_after_the_next_word(tmp_path: Path) -> None:
    later = [0.0]
    async with OaPlatform(now=lambda: time.time() + later[0]).running() as oa:
        app, lan = App(office(oa, tmp_path)), oa.person()
        async with app.running():
            oa.front.follow(lan.chat)
            await lan.until(lambda shown: "Đồng ý" in shown.labels)
            await oa.settled()
            later[0] = 8 * DAY  # for Zalo; the house's own clock would not have let it try
            app.channels["zalo_oa"].tokens._expires_at = datetime.now(UTC)  # type: ignore[attr-defined]
            async with app.database.write() as session:
                account = (await session.scalars(select(Account).where(Account.address == str(LAN)))).one()
                session.add(
                    Outbox(
                        channel="zalo_oa",
                        chat=str(LAN),
                        account_id=account.id,
                        lane=Lane.NOTICE,
                        payload=Message("Cán bộ đã nhận yêu cầu").payload(),
                        created_at=datetime.now(UTC),
                    )
                )
            app.delivery.wake()
            async with asyncio.timeout(10):
                while await _state(app.database) is not OutboxState.WAITING:
                    await asyncio.sleep(0.02)
            assert "nhận yêu cầu" not in lan.last.text
            await lan.says("tôi đây")
            await lan.until("Cán bộ đã nhận yêu cầu")


async def _state(database: Database) -> OutboxState | None:
    async with database.read() as session:
        newest = select(Outbox).where(Outbox.channel == "zalo_oa").order_by(Outbox.id.desc()).limit(1)
        row = (await session.scalars(newest)).one()
        assert row.state is not OutboxState.WAITING or row.detail == "days"
        return row.state


async def test_a_dead_refresh_token_shows_in_health_and_reaches_an_admin_elsewhere(
    oa: OaPlatform, tmp_path: Path
) -> None:
    platform = Platform(seed=1)
    async with platform.running():
        settings = office(
            oa,
            tmp_path,
            zalo_oa_refresh_token="used-up",
            telegram_token=platform.token,
            telegram_api_url=platform.url,
            admins=["telegram:301"],
        )
        trang = platform.person("Lý Thu Trang", person_id=301)
        # The admin is known before the token dies.
        good = settings.model_copy(update={"zalo_oa_app_id": ""})
        async with App(good).running():
            await trang.says("/start")
            await trang.until(lambda shown: bool(shown.labels))
        async with App(settings).running():
            await trang.until("OCOP_ZALO_OA_REFRESH_TOKEN")
            async with aiohttp.ClientSession() as session, session.get(f"{settings.public_url}/healthz") as response:
                body = await response.json()
            assert response.status == 503
            assert body["wrong"][0].startswith("zalo_oa: Zalo does not take the refresh token")


@pytest.mark.parametrize("paid", [False, True])
async def test_charged_messages_are_the_offices_to_allow(oa: OaPlatform, tmp_path: Path, paid: bool) -> None:
    app = App(office(oa, tmp_path, zalo_oa_paid=paid))
    window = app.channels["zalo_oa"].capabilities.window
    assert window is not None
    assert (window.free_for == window.open_for) is paid
    await app.database.close()


async def test_killed_and_started_anew(oa: OaPlatform, tmp_path: Path) -> None:
    """The real program: its tokens are where it left them, and what it hadn't acknowledged comes again."""
    oa.front.updates.pauses = (0.2,) * 50
    given = office(oa, tmp_path)
    settings: dict[str, Any] = {
        name: value.get_secret_value() if isinstance(value := getattr(given, name), SecretStr) else value
        for name in given.model_fields_set
        if name != "data_dir"
    }
    lan, platform = oa.person(), Platform()
    async with platform.running():
        async with running(tmp_path, platform, **settings) as bot:
            oa.front.follow(lan.chat)
            await lan.until(lambda shown: "Đồng ý" in shown.labels, within=20)
            await bot.kill()
        await lan.presses("Đồng ý")
        async with running(tmp_path, platform, **settings):
            await lan.until("ghi nhận sự đồng ý", within=20)
            await oa.settled()
    assert oa.front.oauth.refreshes == 1
    assert oa.front.updates.lost == 0
