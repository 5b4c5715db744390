"""Logs name events and accounts; they hold no token, no phone number and nobody's words."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.demo.platform import Platform
from bot.logs import set_up_logs
from models.base import Database
from tests.demo.pictures import png
from tests.operations.process import running

TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz12345"
WORDS = "điều bí mật của tôi"
PHONE = "0912345678"


@pytest.fixture
def log(quiet: None, capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    set_up_logs("json")
    return capsys


def written(log: pytest.CaptureFixture[str]) -> dict[str, str]:
    out, errors = log.readouterr()
    assert out == ""
    line: dict[str, str] = json.loads(errors.splitlines()[-1])
    return line


@pytest.mark.parametrize("fault", ["", "server_error", "malformed_update"])
async def test_a_whole_conversation_leaves_none_of_it(tmp_path: Path, platform: Platform, fault: str):
    lan = platform.person("Hoàng Thị Lan", started=True)
    if fault:
        platform.faults.add(fault, times=3)
    async with running(tmp_path, platform, admins=f"telegram:{lan.id}", office_phone="0209 387 0000") as bot:
        await lan.starts()
        await lan.until(lambda message: message.from_bot)
        await lan.says(f"{WORDS}, gọi {PHONE}")
        await lan.sends_contact("+84912345678")
        await lan.sends_photo(png(32, 32), f"ảnh, {WORDS}")
        await lan.says(f"/start i-{WORDS}")
        await lan.says(f"/hotro {WORDS}")
        await lan.forges(f"request.show:{PHONE}", lan.last)
        await platform.settled()
        await lan.says("/menu")
        await lan.until(lambda message: bool(message.buttons))
    whole = "".join(bot.log)
    assert "app.ready" in whole
    for secret in (platform.token, "simulated-platform", WORDS, PHONE, "84912345678", "Hoàng", "Lan"):
        assert secret not in whole
    assert all(json.loads(line)["timestamp"] for line in bot.log), "each line is JSON"


async def test_text_is_for_reading(tmp_path: Path, platform: Platform):
    async with running(tmp_path, platform, log_format="text") as bot:
        pass
    assert "[info     ] app.ready" in "".join(bot.log)


def test_numbers_and_tokens_are_hidden_wherever_they_stand(log: pytest.CaptureFixture[str]):
    structlog.get_logger("x").warning("said", why=f"call {PHONE} or +84 912 345 678", account=1234567890)
    line = written(log)
    assert line["why"] == "call … or …"
    assert line["account"] == 1234567890
    logging.getLogger("aiohttp").error("%s failed for %s", f"https://host/bot{TOKEN}/getMe", PHONE)
    assert written(log)["event"] == "https://host/bot…/getMe failed for …"


def test_an_error_is_told_by_its_place_and_kind(log: pytest.CaptureFixture[str]):
    try:
        try:
            int(WORDS)
        except ValueError as error:
            raise OSError(28, WORDS) from error
    except OSError as error:
        structlog.get_logger("x").error("failed", exc_info=error)
    told = written(log)["exception"].splitlines()
    assert told[1:3] == ["builtins.ValueError", "then:"]
    assert told[4] == "builtins.OSError ENOSPC"
    assert "test_logs.py" in told[3]


def test_a_forgotten_task_tells_nothing_either(log: pytest.CaptureFixture[str]):
    logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: <Task exception={WORDS!r}>")
    assert WORDS not in written(log)["event"]


async def test_the_database_names_no_values(tmp_path: Path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/x.db")
    try:
        async with database.write() as session:
            await session.execute(text("CREATE TABLE words (word TEXT UNIQUE)"))
            await session.execute(text("INSERT INTO words VALUES (:word)"), {"word": WORDS})
        with pytest.raises(IntegrityError) as told:
            async with database.write() as session:
                await session.execute(text("INSERT INTO words VALUES (:word)"), {"word": WORDS})
    finally:
        await database.close()
    assert WORDS not in str(told.value)
    assert "hide_parameters" in str(told.value)
