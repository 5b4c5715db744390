from __future__ import annotations

import aiohttp
import pytest

from bot.demo.phone import NoSuchButtonError, Phone
from bot.demo.platform import Platform
from tests.demo.conftest import Caller
from tests.demo.pictures import png

MARKUP = 'field "inline_keyboard" of the ReplyMarkup must be an Array of Arrays'
ENTITY = "can't parse MessageEntity: type, offset and length are expected"


async def test_a_text_is_shown_and_returned(api: Caller, ana: Phone):
    sent = await api("sendMessage", chat_id=77, text="<b>Chào</b> anh/chị", parse_mode="HTML")
    assert sent["text"] == "Chào anh/chị"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert sent["chat"] == {"id": 77, "first_name": "Hoàng Thị Lan", "type": "private"}
    assert sent["from"]["is_bot"] is True
    assert ana.last.id == sent["message_id"] == 1


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🌾" * 2049}, "message is too long"),
        ({"text": "x", "parse_mode": "Wiki"}, "unsupported parse_mode"),
        ({"text": "x", "reply_parameters": {"message_id": 5}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        ({"text": "x", "reply_markup": {"inline_keyboard": 5}}, MARKUP),
        ({"text": "x", "reply_markup": []}, "object expected as reply markup"),
        ({"text": "x", "entities": [5]}, "can't parse entities: expected an Array of Objects"),
        ({"text": "x", "entities": [{"type": "bold"}]}, ENTITY),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": 12345}, "chat not found"),
    ],
)
async def test_what_is_refused(api: Caller, ana: Phone, params, why):
    assert await api.refused("sendMessage", **{"chat_id": 77, **params}) == (400, f"Bad Request: {why}")
    assert ana.sees == []


async def test_the_longest_text_passes(api: Caller, ana: Phone):
    await api("sendMessage", chat_id=77, text="<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    assert len(ana.last.text) == 4096


@pytest.mark.parametrize("data", ["", "ă" * 33, "x" * 65])
async def test_button_data_is_1_to_64_bytes(api: Caller, ana: Phone, data):
    markup = {"inline_keyboard": [[{"text": "Có", "callback_data": data}]]}
    refused = await api.refused("sendMessage", chat_id=77, text="x", reply_markup=markup)
    assert refused == (400, "Bad Request: BUTTON_DATA_INVALID")


async def test_buttons_and_presses(api: Caller, ana: Phone):
    markup = {
        "inline_keyboard": [
            [{"text": "Có", "callback_data": "ă" * 32}, {"text": "Không", "callback_data": "no"}],
            [{"text": "Xem", "url": "https://example.vn/"}],
        ]
    }
    sent = await api("sendMessage", chat_id=77, text="Đồng ý?", reply_markup=markup)
    assert sent["reply_markup"] == markup
    await ana.presses("Không")
    [update] = await api("getUpdates")
    press = update["callback_query"]
    assert (press["data"], press["from"]["id"], press["message"]["message_id"]) == ("no", 77, 1)
    assert await api("answerCallbackQuery", callback_query_id=press["id"], text="Đã ghi") is True
    assert await ana.noticed("Đã ghi") == "Đã ghi"
    assert await api.refused("answerCallbackQuery", callback_query_id=press["id"]) == (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    with pytest.raises(NoSuchButtonError, match="Có"):
        await ana.presses("Có lẽ")


async def test_the_keyboard_is_laid_and_taken_away(api: Caller, ana: Phone):
    keyboard = [["Mã vạch"], [{"text": "Gửi số", "request_contact": True}]]
    await api("sendMessage", chat_id=77, text="Chọn", reply_markup={"keyboard": keyboard})
    assert ana.keys == ["Mã vạch", "Gửi số"]
    await ana.presses("Gửi số")
    [update] = await api("getUpdates")
    assert update["message"]["contact"]["user_id"] == 77
    await api("sendMessage", chat_id=77, text="Cảm ơn", reply_markup={"remove_keyboard": True})
    assert ana.keys == []
    await api("sendMessage", chat_id=77, text="Tên?", reply_markup={"force_reply": True})
    assert ana.chat.wants_reply_to == ana.last.id


async def test_replies_point_at_each_other(api: Caller, ana: Phone):
    asked = await ana.says("bao nhiêu sao?")
    sent = await api("sendMessage", chat_id=77, text="4 sao", reply_parameters={"message_id": asked.id})
    assert sent["reply_to_message"]["text"] == "bao nhiêu sao?"
    await ana.replies(ana.last, "vậy à")
    update = (await api("getUpdates"))[-1]
    assert update["message"]["reply_to_message"]["message_id"] == sent["message_id"]
    older = await api("sendMessage", chat_id=77, text="ừ", reply_to_message_id=asked.id)
    assert older["reply_to_message"]["message_id"] == asked.id
    loose = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await api("sendMessage", chat_id=77, text="x", reply_parameters=loose)


async def upload(api: Caller, method: str, field: str, data: bytes, **params: str) -> tuple[int, dict]:
    form = aiohttp.FormData({"chat_id": "77", **params})
    form.add_field(field, data, filename="ảnh.png", content_type="image/png")
    url = f"{api.platform.url}/bot{api.platform.token}/{method}"
    async with api.session.post(url, data=form) as response:
        return response.status, await response.json()


async def test_a_photo_has_several_sizes_and_comes_back_byte_for_byte(api: Caller, ana: Phone):
    data = png(1000, 500)
    status, body = await upload(api, "sendPhoto", "photo", data, caption="Nhãn")
    assert status == 200
    sizes = body["result"]["photo"]
    assert [(size["width"], size["height"]) for size in sizes] == [
        (90, 45),
        (320, 160),
        (800, 400),
        (1000, 500),
    ]
    for size in sizes:
        found = await api("getFile", file_id=size["file_id"])
        url = f"{api.platform.url}/file/bot{api.platform.token}/{found['file_path']}"
        async with api.session.get(url) as response:
            assert await response.read() == data
    again = await api("sendPhoto", chat_id=77, photo=sizes[-1]["file_id"])
    assert again["photo"][-1]["file_id"] == sizes[-1]["file_id"]
    assert ana.last.file.data == data


@pytest.mark.parametrize(
    ("method", "data", "params", "refused"),
    [
        ("sendPhoto", b"no picture", {}, (400, "Bad Request: IMAGE_PROCESS_FAILED")),
        ("sendPhoto", png(2100, 100), {}, (400, "Bad Request: PHOTO_INVALID_DIMENSIONS")),
        ("sendPhoto", b"", {}, (400, "Bad Request: file must be non-empty")),
        ("sendPhoto", png(9, 9), {"caption": "x" * 1025}, (400, "Bad Request: message caption is too long")),
    ],
)
async def test_bad_photos_are_refused(api: Caller, ana: Phone, method, data, params, refused):
    status, body = await upload(api, method, "photo", data, **params)
    assert (status, body["description"]) == refused


@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "https://example.vn/a.png"}, "failed to get HTTP URL content"),
        ("getFile", {"file_id": "nonsense"}, "invalid file_id"),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong latitude or longitude specified"),
        ("sendContact", {"first_name": "Lan"}, "phone number can't be empty"),
        ("sendChatAction", {"action": "dance"}, "wrong parameter action in request"),
    ],
)
async def test_other_refusals(api: Caller, ana: Phone, method, params, why):
    assert await api.refused(method, chat_id=77, **params) == (400, f"Bad Request: {why}")


async def test_a_document_is_no_photo(api: Caller, ana: Phone):
    paper = await ana.sends_document(b"x", "a.pdf", "application/pdf")
    assert await api.refused("sendPhoto", chat_id=77, photo=paper.file.id) == (
        400,
        "Bad Request: can't use file of type Document as Photo",
    )


async def test_an_album(api: Caller, ana: Phone):
    first, second = await ana.sends_photo(png(9, 9)), await ana.sends_photo(png(8, 8))
    media = [{"type": "photo", "media": photo.file.id, "caption": "hai ảnh"} for photo in (first, second)]
    sent = await api("sendMediaGroup", chat_id=77, media=media)
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.file for message in ana.sees[-2:]] == [first.file, second.file]


async def test_what_people_send_has_telegrams_shape(api: Caller, platform: Platform, ana: Phone):
    await ana.says("/start moi_1")
    await ana.sends_voice(b"OggS", 4)
    await ana.sends_location(22.1, 105.8)
    await ana.sends_sticker(b"RIFF")
    texts = await api("getUpdates")
    start, voice, place, sticker = [update["message"] for update in texts]
    assert start["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert start["from"] == {"id": 77, "is_bot": False, "first_name": "Hoàng Thị Lan", "language_code": "vi"}
    assert voice["voice"]["duration"] == 4
    assert place["location"] == {"latitude": 22.1, "longitude": 105.8}
    assert sticker["sticker"]["type"] == "regular"
