"""Another library's bot: aiogram's Dispatcher works against the platform unchanged."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.demo.platform import Platform
from tests.demo.pictures import png

MENU = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Mã vạch", callback_data="mv")]])


@pytest.fixture
async def bot(platform: Platform) -> AsyncIterator[Bot]:
    """An aiogram bot with its handlers, polling."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(platform.url))
    bot = Bot(platform.token, session=session)
    dispatcher = Dispatcher()
    standings: list[str] = []
    dispatcher["standings"] = standings

    @dispatcher.message(CommandStart(deep_link=True))
    async def start_with(message: Message, command) -> None:
        await message.answer(f"payload {command.args}")

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("Xin <i>chào</i>", parse_mode="HTML", reply_markup=MENU)

    @dispatcher.message(F.photo)
    async def photo(message: Message, bot: Bot) -> None:
        data = await bot.download(message.photo[-1].file_id, BytesIO())
        await message.reply_document(BufferedInputFile(data.getvalue(), "anh.png"))

    @dispatcher.callback_query()
    async def press(query: CallbackQuery) -> None:
        await query.answer(f"ok {query.data}", show_alert=True)
        await query.message.edit_text("Đã chọn")

    @dispatcher.my_chat_member()
    async def standing(change: ChatMemberUpdated) -> None:
        standings.append(change.new_chat_member.status)

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, standings=standings))
    bot.standings = standings
    yield bot
    await dispatcher.stop_polling()
    with contextlib.suppress(asyncio.CancelledError):
        await polling


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
