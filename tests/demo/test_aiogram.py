"""Another library's bot: aiogram's Dispatcher works against the platform unchanged."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from bot.demo.platform import Platform
from tests.demo.pictures import png

if TYPE_CHECKING:
    from aiogram import Bot


@pytest.fixture
async def bot(platform: Platform) -> AsyncIterator[Bot]:
    """An aiogram bot with its handlers, polling."""
    from tests.demo.aiogram_bot import polling

    async with polling(platform) as bot:
        yield bot


async def test_buttons_edits_and_files(platform: Platform, bot: Bot):
    ana = platform.person("Ana")
    await ana.says("/start")
    menu = await ana.next()
    assert (menu.text, menu.spans[0]["type"], menu.labels) == ("Xin chào", "italic", ["Mã vạch"])
    await ana.presses("Mã vạch")
    assert (await ana.until("Đã chọn")) is menu
    assert ana.notices == ["ok mv"]
    assert ana.chat.notices[0].alert
    picture = await ana.sends_photo(png(300, 200))
    answer = await ana.next()
    assert (answer.kind, answer.file.data, answer.reply_to) == ("document", picture.file.data, picture)
    await ana.starts("moi_abc")
    assert (await ana.next()).text == "payload moi_abc"


async def test_blocking_and_limits_raise_the_librarys_own_errors(platform: Platform, bot: Bot):
    from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter

    ana = platform.person("Ana", started=True)
    platform.faults.next("too_many", methods=["sendMessage"], seconds=7)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(ana.id, "chào")
    assert refused.value.retry_after == 7
    await ana.blocks()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(ana.id, "chào")
    await ana.unblocks()
    await platform.settled()
    await bot.send_message(ana.id, "chào")
    assert ana.last.text == "chào"
    assert bot.standings == ["kicked", "member"]
