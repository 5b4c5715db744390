from __future__ import annotations

import pytest

from bot.demo.phone import Phone
from tests.demo.conftest import Caller
from tests.demo.pictures import png

BUTTONS = {"inline_keyboard": [[{"text": "Nhận", "callback_data": "take"}]]}


@pytest.fixture
async def sent(api: Caller, ana: Phone) -> dict:
    return await api("sendMessage", chat_id=77, text="Yêu cầu mới", reply_markup=BUTTONS)


async def test_a_text_changes_in_place(api: Caller, ana: Phone, sent: dict):
    edited = await api("editMessageText", chat_id=77, message_id=1, text="Đã nhận")
    assert edited["edit_date"]
    assert "reply_markup" not in edited
    assert [(message.text, message.labels) for message in ana.sees] == [("Đã nhận", [])]


async def test_buttons_alone_leave_no_mark(api: Caller, ana: Phone, sent: dict):
    edited = await api("editMessageReplyMarkup", chat_id=77, message_id=1)
    assert "edit_date" not in edited
    assert ana.last.labels == []


async def test_the_same_again_is_refused(api: Caller, ana: Phone, sent: dict):
    refused = await api.refused("editMessageText", chat_id=77, message_id=1, text="Yêu cầu mới", reply_markup=BUTTONS)
    assert refused == (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message",
    )


async def test_what_cannot_be_edited(api: Caller, ana: Phone, sent: dict):
    own = await ana.says("của tôi")
    photo = await api("sendPhoto", chat_id=77, photo=(await ana.sends_photo(png(9, 9))).file.id, caption="a")
    cases = [
        ("editMessageText", {"message_id": 99, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"message_id": own.id, "text": "x"}, "message can't be edited"),
        (
            "editMessageText",
            {"message_id": photo["message_id"], "text": "x"},
            "there is no text in the message to edit",
        ),
        (
            "editMessageCaption",
            {"message_id": 1, "caption": "x"},
            "there is no caption in the message to edit",
        ),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
    ]
    for method, params, why in cases:
        assert await api.refused(method, chat_id=77, **params) == (400, f"Bad Request: {why}")
    await api("editMessageCaption", chat_id=77, message_id=photo["message_id"], caption="b")
    assert ana.last.text == "b"


async def test_a_photo_is_exchanged(api: Caller, ana: Phone):
    first, second = await ana.sends_photo(png(9, 9)), await ana.sends_photo(png(8, 8))
    photo = await api("sendPhoto", chat_id=77, photo=first.file.id)
    media = {"type": "photo", "media": second.file.id, "caption": "mới"}
    await api("editMessageMedia", chat_id=77, message_id=photo["message_id"], media=media)
    assert (ana.last.file, ana.last.text) == (second.file, "mới")


async def test_a_message_is_taken_away(api: Caller, ana: Phone, sent: dict):
    assert await api("deleteMessage", chat_id=77, message_id=1) is True
    assert ana.sees == []
    assert (await api.refused("editMessageText", chat_id=77, message_id=1, text="x"))[0] == 400
