"""Logs name events and accounts; they hold no token, no phone number and nobody's words."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
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


Write = Callable[..., dict[str, str]]


@pytest.fixture
def written(quiet: None, capsys: pytest.CaptureFixture[str]) -> Write:
    """Logs something, and gives the line that is written."""

    def log(name: str, event: str, *args: object, **fields: object) -> dict[str, str]:
        set_up_logs("json")
        if name == "bot":
            structlog.get_logger(name).error(event, **fields)
        else:
            logging.getLogger(name).error(event, *args, **fields)  # type: ignore[arg-type]
        out, errors = capsys.readouterr()
        assert out == ""
        line: dict[str, str] = json.loads(errors)
        return line

    return log


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


def test_numbers_and_tokens_are_hidden_wherever_they_stand(written: Write):
    line = written("bot", "said", why=f"call {PHONE} or +84 912 345 678", account=1234567890)
    assert (line["why"], line["account"]) == ("call … or …", 1234567890)
    line = written("aiohttp", "%s failed for %s", f"https://host/bot{TOKEN}/getMe", PHONE)
    assert line["event"] == "https://host/bot…/getMe failed for …"


@pytest.mark.parametrize("logger", ["bot", "asyncio"])
def test_an_error_is_told_by_its_place_and_kind(written: Write, logger: str):
    try:
        try:
            int(WORDS)
        except ValueError as error:
            raise OSError(28, WORDS) from error
    except OSError as error:
        told = written(logger, "failed", exc_info=error)["exception"].splitlines()
    assert [line.partition(":")[0].rpartition("/")[2] for line in told] == [
        "test_logs.py",
        "builtins.ValueError",
        "then",
        "test_logs.py",
        "builtins.OSError ENOSPC",
    ]


def test_a_forgotten_task_tells_nothing_either(written: Write):
    line = written("asyncio", f"Task exception was never retrieved\nfuture: <Task exception={WORDS!r}>")
    assert line["event"] == "Task exception was never retrieved\nfuture: <Task exception=…"


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
