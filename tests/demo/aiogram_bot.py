"""A bot written with another library, aiogram. Seconds to import: in the process alone that tests it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from io import BytesIO

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
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

MENU = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Mã vạch", callback_data="mv")]])


@contextlib.asynccontextmanager
async def polling(platform: Platform) -> AsyncIterator[Bot]:
    """The bot with its handlers, polling."""
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

    task = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, standings=standings))
    bot.standings = standings
    yield bot
    await dispatcher.stop_polling()
    with contextlib.suppress(asyncio.CancelledError):
        await task
