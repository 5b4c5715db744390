"""A bot that none of us wrote: python-telegram-bot's own Application works against the platform unchanged."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bot.demo.phone import Phone
from bot.demo.platform import Platform
from tests.demo.pictures import png

# The library reminds everyone who uses a CallbackQueryHandler in a conversation of its FAQ.
pytestmark = pytest.mark.filterwarnings("ignore:If 'per_message=False'")

Context = ContextTypes.DEFAULT_TYPE
KIND, PICTURE, PAPER = range(3)


async def start(update: Update, context: Context) -> int:
    keyboard = ReplyKeyboardMarkup([["Mã vạch", "Kiểm nghiệm"]], one_time_keyboard=True)
    await update.message.reply_html("Chào <b>anh/chị</b>! Cần hỗ trợ gì?", reply_markup=keyboard)
    return KIND


async def kind(update: Update, context: Context) -> int:
    context.user_data["kind"] = update.message.text
    await update.message.reply_text("Gửi ảnh sản phẩm", reply_markup=ReplyKeyboardRemove())
    return PICTURE


async def picture(update: Update, context: Context) -> int:
    photo = update.message.photo[-1]
    data = await (await photo.get_file()).download_as_bytearray()
    await update.message.reply_photo(bytes(data), caption=f"{photo.width}x{photo.height}, {len(data)}")
    await update.message.reply_photo(photo.file_id, caption="lại ảnh đó", do_quote=True)
    return PAPER


async def paper(update: Update, context: Context) -> int:
    data = bytes(await (await update.message.document.get_file()).download_as_bytearray())
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Xác nhận", callback_data="yes")]])
    await update.message.reply_document(data[::-1], filename="nguoc.txt", reply_markup=buttons)
    return PAPER


async def confirm(update: Update, context: Context) -> int:
    await update.callback_query.answer("Đã ghi")
    await update.callback_query.edit_message_caption(f"Đã nhận {context.user_data['kind']}")
    await update.effective_chat.send_message("Mã: MV-26-0001")
    return ConversationHandler.END


async def cancel(update: Update, context: Context) -> int:
    message = await update.message.reply_text("Đang huỷ…")
    await message.edit_text("Đã huỷ")
    return ConversationHandler.END


@pytest.fixture
async def application(platform: Platform) -> AsyncIterator[Application]:
    application = (
        ApplicationBuilder()
        .token(platform.token)
        .base_url(f"{platform.url}/bot")
        .base_file_url(f"{platform.url}/file/bot")
        .build()
    )
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={
                KIND: [MessageHandler(filters.TEXT & ~filters.COMMAND, kind)],
                PICTURE: [MessageHandler(filters.PHOTO, picture)],
                PAPER: [
                    MessageHandler(filters.Document.ALL, paper),
                    CallbackQueryHandler(confirm, "yes"),
                ],
            },
            fallbacks=[CommandHandler("cancel", cancel)],
        )
    )
    async with application:
        await application.bot.set_my_commands([BotCommand("start", "Bắt đầu")])
        await application.updater.start_polling()
        await application.start()
        yield application
        await application.updater.stop()
        await application.stop()


async def test_a_conversation_with_pictures_papers_and_edits(platform: Platform, application: Application):
    ana = platform.person("Hoàng Thị Lan")

    await ana.says("/start")
    greeting = await ana.next()
    assert greeting.text == "Chào anh/chị! Cần hỗ trợ gì?"
    assert greeting.spans == [{"type": "bold", "offset": 5, "length": 7}]
    assert ana.keys == ["Mã vạch", "Kiểm nghiệm"]

    await ana.presses("Mã vạch")
    assert (await ana.next()).text == "Gửi ảnh sản phẩm"
    assert ana.keys == []

    data = png(640, 480)
    await ana.sends_photo(data)
    echoed, again = await ana.next(), await ana.next()
    assert echoed.text == f"640x480, {len(data)}"
    assert echoed.file.data == data
    assert again.reply_to.kind == "photo"
    assert again.file.data == data

    await ana.sends_document(b"abc", "to-khai.txt", "text/plain")
    returned = await ana.next()
    assert (returned.file.name, returned.file.data) == ("nguoc.txt", b"cba")

    await ana.presses("Xác nhận")
    assert (await ana.next()).text == "Mã: MV-26-0001"
    assert ana.notices == ["Đã ghi"]
    assert returned.text == "Đã nhận Mã vạch"
    assert returned.edited_at
    assert returned.labels == []


async def test_each_person_has_an_own_conversation(platform: Platform, application: Application):
    ana, ba = platform.person("Ana"), platform.person("Ba")
    for phone in (ana, ba):
        await phone.says("/start")
        await phone.next()
    await ba.says("Kiểm nghiệm")
    assert (await ba.next()).text == "Gửi ảnh sản phẩm"
    await ana.says("/cancel")
    assert (await ana.until("Đã huỷ")).edited_at
    assert len([phone for phone in (ana, ba) if phone.last.text == "Đã huỷ"]) == 1


async def test_in_a_group(platform: Platform, application: Application):
    ana: Phone = platform.person("Ana")
    group = platform.group("Tổ OCOP", [ana])
    there = ana.at(group)
    await there.says("/start@ocop_demo_bot")
    assert (await there.next()).text.startswith("Chào")
    member = await application.bot.get_chat_member(group.id, ana.id)
    assert member.status == "administrator"
    assert (await application.bot.get_chat(group.id)).title == "Tổ OCOP"
