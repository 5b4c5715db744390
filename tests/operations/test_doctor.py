"""Every line of `doctor`: in order, or what to do."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.demo.platform import Platform
from bot.demo.telegram.webhook import Webhook
from bot.doctor import examine
from bot.http import Server
from bot.lock import only_one
from bot.migrate import migrate, newest
from bot.settings import Settings, load_settings
from models.accounts import Account, Role
from models.base import Database
from tests.oa_platform import OaPlatform
from tests.operations.process import command
from tests.zalo_platform import ZaloPlatform


def settings(folder: Path, platform: Platform | None = None, **given: object) -> Settings:
    if platform is not None:
        given = {"telegram_token": platform.token, "telegram_api_url": platform.url, **given}
    return load_settings(_env_file=None, data_dir=folder / "data", **given)


async def lines(given: Settings) -> dict[str, tuple[bool, str]]:
    return {name: (ok, words) for name, ok, words in await examine(given)}


async def test_all_in_order(tmp_path: Path, platform: Platform):
    given = settings(tmp_path, platform, admins=["telegram:1"])
    await migrate(given)
    told = await lines(given)
    assert [name for name, (ok, _) in told.items() if not ok] == []
    assert list(told) == ["settings", "admins", "token", "database", "migrations", "knowledge", "disk"]
    assert told["token"] == (True, "@ocop_demo_bot")
    assert told["migrations"] == (True, newest())
    assert "26 criteria sets" in told["knowledge"][1]


async def test_the_command_ends_with_0_when_all_is_in_order(tmp_path: Path, platform: Platform):
    given = {"telegram_token": platform.token, "telegram_api_url": platform.url, "admins": "telegram:1"}
    code, out, errors = await command(tmp_path, "doctor", **given)
    assert (code, errors) == (0, "")
    assert [line.split()[1] for line in out.splitlines()] == ["ok"] * 7
    assert not (tmp_path / "data").exists(), "looking makes nothing"


def test_the_command_ends_with_1_and_says_what_to_do(console: CliRunner):
    result = console.invoke(app, ["doctor"])
    assert result.exit_code == 1
    told = {line.split()[0]: line for line in result.stdout.splitlines()}
    assert "WRONG  set OCOP_TELEGRAM_TOKEN" in told["token"]
    assert "WRONG  nobody: set OCOP_ADMINS=telegram:<your id>" in told["admins"]
    assert "will be made at the first start" in told["database"]
    assert "will be applied at the first start" in told["migrations"]


def test_a_wrong_setting_is_told_too(console: CliRunner):
    result = console.invoke(app, ["doctor"], env={"OCOP_HTTP": "here"})
    assert result.exit_code == 1
    assert result.stdout.startswith("settings    WRONG  OCOP_HTTP: 'here' is not host:port")


async def test_a_token_that_the_platform_does_not_know(tmp_path: Path, platform: Platform):
    told = await lines(settings(tmp_path, platform, telegram_token="123456:unknown"))
    assert told["token"] == (
        False,
        "Telegram does not know this token: copy it anew from @BotFather into OCOP_TELEGRAM_TOKEN",
    )


async def test_a_platform_that_cannot_be_reached(tmp_path: Path):
    told = await lines(settings(tmp_path, telegram_token="1:x", telegram_api_url="http://127.0.0.1:1"))
    ok, words = told["token"]
    assert not ok
    assert words.startswith("http://127.0.0.1:1 can't be reached")
    assert words.endswith("check the network")


def account(oa: OaPlatform, folder: Path, **given: object) -> Settings:
    """The settings of an office that has an Official Account and nothing else."""
    front = oa.front
    given = {
        "zalo_oa_app_id": front.app_id,
        "zalo_oa_app_secret": front.app_secret,
        "zalo_oa_secret_key": front.secret_key,
        "zalo_oa_refresh_token": front.refresh_token,
        "zalo_oa_api_url": oa.url,
        "zalo_oa_oauth_url": oa.url,
        "public_url": "http://127.0.0.1:9",
        "http": "127.0.0.1:0",
        "webhook_secret": "a" * 16,
        **given,
    }
    return settings(folder, **given)


async def test_an_official_account(tmp_path: Path):
    async with OaPlatform(now=time.time).running() as oa:
        given = account(oa, tmp_path)
        told = await lines(given)
        assert "token" not in told
        assert told["zalo_oa"] == (True, "not asked yet: run `ocop-bot migrate`, then ask the doctor again")
        assert oa.front.oauth.refreshes == 0, "what can't be kept is not used up"
        await migrate(given)
        well = (True, f"OCOP, id {oa.front.oa_id}")
        assert (await lines(given))["zalo_oa"] == well
        assert (await lines(given))["zalo_oa"] == well
        assert oa.front.oauth.refreshes == 1
        with only_one(given.data_dir):  # the bot runs
            assert (await lines(given))["zalo_oa"] == well
            oa.front.oauth.expire()
            ok, words = (await lines(given))["zalo_oa"]
            assert (ok, words.endswith("see /healthz and the log of the bot")) == (False, True)
        assert oa.front.oauth.refreshes == 1, "its tokens are the bot's to renew"


async def test_an_official_account_that_is_not_authorised(tmp_path: Path):
    async with OaPlatform(now=time.time).running() as oa:
        given = account(oa, tmp_path, zalo_oa_refresh_token="used-up")
        await migrate(given)
        ok, words = (await lines(given))["zalo_oa"]
        assert not ok
        assert "OCOP_ZALO_OA_REFRESH_TOKEN" in words
        assert "used-up" not in words
        given = account(oa, tmp_path, zalo_oa_api_url="http://127.0.0.1:1", zalo_oa_oauth_url="http://127.0.0.1:1")
        ok, words = (await lines(given))["zalo_oa"]
        assert not ok


async def test_zalo_alone(tmp_path: Path):
    zalo = ZaloPlatform()
    async with zalo.running():
        given = settings(tmp_path, zalo_token=zalo.token, zalo_api_url=zalo.url)
        told = await lines(given)
        assert "token" not in told
        ok, words = told["zalo"]
        assert (ok, words.split()[1:4]) == (True, ["is", "polled;", "without"])
        url = "https://ocop.example.vn/zalo"
        zalo.zalo.events.listen(Webhook(url, "a" * 16))
        assert (await lines(given))["zalo"][1].endswith(f"from the next start on (now: {url})")
        public = {"public_url": "https://ocop.example.invalid", "http": "127.0.0.1:0", "webhook_secret": "a" * 16}
        told = await lines(settings(tmp_path, zalo_token=zalo.token, zalo_api_url=zalo.url, **public))
        assert told["zalo"][0]
        assert "posts to https://ocop.example.invalid/zalo from the next start on" in told["zalo"][1]
        ok, words = told["address"]
        assert not ok
        assert words.startswith("nobody answers at https://ocop.example.invalid/healthz")
        public["public_url"] = zalo.url.removesuffix("/zalo-bot")
        told = await lines(settings(tmp_path, zalo_token=zalo.token, zalo_api_url=zalo.url, **public))
        assert "public https:// addresses only" in told["zalo"][1]
        assert "somebody else answers" in told["address"][1]
        wrong = await lines(settings(tmp_path, zalo_token="1:wrong-secret", zalo_api_url=zalo.url))
        assert wrong["zalo"][1].startswith("Zalo does not know this token")
        zalo.faults.next("server_error")
        busy = await lines(given)
        assert busy["zalo"] == (False, f"{zalo.url} answers 403: Internal server error: try again later")
    ok, words = (await lines(given))["zalo"]
    assert not ok
    assert words.endswith("check the network")


async def test_an_address_that_leads_to_the_bot(tmp_path: Path, platform: Platform):
    database = Database(settings(tmp_path).database)
    server = Server(database, tmp_path, {})
    port = await server.start("127.0.0.1", 0)
    public = {"public_url": f"http://127.0.0.1:{port}", "http": "127.0.0.1:0", "webhook_secret": "a" * 16}
    told = await lines(settings(tmp_path, platform, **public))
    await server.stop()
    await database.close()
    assert told["address"] == (True, f"http://127.0.0.1:{port}/healthz answers 503")


async def test_both_channels_and_an_admin_by_invitation(tmp_path: Path, platform: Platform):
    zalo = ZaloPlatform()
    async with zalo.running():
        given = settings(tmp_path, platform, zalo_token=zalo.token, zalo_api_url=zalo.url)
        assert not (await lines(given))["admins"][0]
        await migrate(given)
        assert "ocop-bot invite admin" in (await lines(given))["admins"][1]
        database = Database(given.database)
        async with database.write() as session:
            session.add(Account(channel="zalo", address="a1", role=Role.ADMIN, created_at=datetime.now(UTC)))
        await database.close()
        told = await lines(given)
    assert told["admins"] == (True, "0 named in OCOP_ADMINS, 1 by invitation")
    assert [name for name, (ok, _) in told.items() if not ok] == []
    assert {"token", "zalo"} <= told.keys()


async def test_a_damaged_database(tmp_path: Path):
    given = settings(tmp_path)
    await migrate(given)
    file = tmp_path / "data" / "ocop.db"
    with file.open("r+b") as content:
        content.seek(4096)
        content.write(b"\xff" * (file.stat().st_size - 4096))
    ok, words = (await lines(given))["database"]
    assert not ok
    assert "restore a backup" in words


async def test_an_old_database(tmp_path: Path):
    given = settings(tmp_path)
    await migrate(given)
    with closing(sqlite3.connect(tmp_path / "data" / "ocop.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
        database.commit()
    assert (await lines(given))["migrations"] == (False, f"at 0000, needs {newest()}: run `ocop-bot migrate`")


async def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=3 * 1024 * 1024))
    assert (await lines(settings(tmp_path)))["disk"] == (False, "3 MB free: make room")
