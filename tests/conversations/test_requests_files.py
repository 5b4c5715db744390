"""Files in a request form: which are taken, where they belong, and what becomes of those that can't be had."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.channels.base import NotFetched
from models.requests import Attachment, Request
from tests.conversations.filling import begins, fill, form_of
from tests.conversations.people import consents, make_officer
from tests.talk import Talk


async def _requests(chat: Talk) -> list[Request]:
    async with chat.look() as session:
        return list((await session.scalars(select(Request).order_by(Request.id))).all())


async def test_files_in_fields_and_beside_them(chat: Talk) -> None:
    await make_officer(chat.officer, "packaging_label")
    await consents(chat.producer)
    await begins(chat.producer, "Bao bì")
    await chat.producer.sends_photo()
    assert "em kèm vào yêu cầu" in chat.producer.sees()
    await fill(chat.producer, until="label_photos")
    await chat.producer.says("sẽ gửi")
    assert "em cần ảnh hoặc tệp" in chat.producer.sees()
    await chat.producer.sends_photo()
    assert "Đã nhận tệp" in chat.producer.sees()
    await fill(chat.producer)
    await chat.producer.presses("Gửi thêm ảnh, giấy tờ")
    await chat.producer.sends_document()
    assert "Đã có 2 tệp gửi thêm" in chat.producer.sees()
    await chat.producer.presses("Xem lại và gửi")
    assert "Ảnh, giấy tờ gửi thêm: 2" in chat.producer.sees()
    await chat.producer.presses("Gửi yêu cầu")
    (request,) = await _requests(chat)
    async with chat.look() as session:
        files = (await session.scalars(select(Attachment).order_by(Attachment.id))).all()
    assert {file.request_id for file in files} == {request.id}
    assert [file.field for file in files] == [None, "label_photos", "label_photos", "label_photos", None]
    assert len(request.fields["label_photos"]) == 3


async def test_no_more_photos_leads_back_to_the_review(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer)
    for count, words in enumerate(["xong", "dạ hết rồi ạ", "gui di", "không có", "không ạ"], 1):
        await chat.producer.presses("Gửi thêm ảnh")
        await chat.producer.sends_photo()
        await chat.producer.says(words)
        assert "xem lại trước khi gửi" in chat.producer.sees(), words
        assert f"Ảnh, giấy tờ gửi thêm: {count}" in chat.producer.sees()


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("quet.pdf", 21 * 1024 * 1024, "quá mức 20 MB"),
        ("virus.exe", None, "không nhận tệp loại .exe"),
        ("anh.jpg.js", None, "không nhận tệp loại .js"),
        ("goi.zip", None, "không nhận tệp loại .zip"),
    ],
)
async def test_too_big_or_dangerous_is_refused(chat: Talk, name: str, size: int | None, said: str) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Bao bì")
    await fill(chat.producer)
    await chat.producer.presses("Gửi thêm ảnh")
    await chat.producer.sends_document(name=name, size=size)
    assert said in chat.producer.sees()
    async with chat.look() as session:
        assert await session.scalar(select(func.count()).select_from(Attachment)) == 2


async def test_a_label_needs_photos_of_ten_megabytes_at_most(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Bao bì")
    await fill(chat.producer, until="label_photos")
    await chat.producer.sends_photo(size=11 * 1024 * 1024)
    assert "quá mức 10 MB" in chat.producer.sees()
    await chat.producer.sends_document()
    assert "không nhận tệp loại .pdf" in chat.producer.sees()
    await chat.producer.says("sẽ gửi")
    assert "em cần ảnh hoặc tệp" in chat.producer.sees()
    assert (await form_of(chat.producer))["field"] == "label_photos"


async def test_a_logo_stands_in_for_words(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Sở hữu trí tuệ")
    await fill(chat.producer, until="mark_text", request_action="Nộp đơn mới")
    await chat.producer.sends_photo()
    form = await form_of(chat.producer)
    assert len(form["answers"]["logo_image"]) == 1
    assert form["field"] == "goods_services"


async def test_a_file_that_cannot_be_had_is_told_and_asked_for_again(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Bao bì")
    await fill(chat.producer, until="label_photos")
    chat.channel.files.clear()
    fetch, chat.channel.fetch = chat.channel.fetch, _nothing_there  # type: ignore[method-assign]
    await chat.producer.sends_photo()
    chat.channel.fetch = fetch  # type: ignore[method-assign]
    assert "em không tải về được" in chat.producer.sees()
    assert "label_photos" not in (await form_of(chat.producer))["answers"]
    await chat.producer.sends_photo()
    await chat.producer.says("Xong")
    assert (await form_of(chat.producer))["field"] == "net_weight"


async def test_a_file_lost_while_reviewing_is_asked_for_before_sending(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Bao bì")
    await fill(chat.producer, until="label_photos")
    final = False

    async def fetch(file_id: str, to: Path) -> int:
        raise NotFetched("slow", final=final)

    given, chat.channel.fetch = chat.channel.fetch, fetch  # type: ignore[method-assign]
    await chat.producer.sends_photo()
    await chat.producer.says("Xong")
    await fill(chat.producer)
    final = True
    await chat.passes(minutes=5)
    assert "em không tải về được" in chat.producer.sees()
    await chat.producer.presses("Gửi yêu cầu")
    assert "gửi vào đây giúp em" in chat.producer.sees()
    chat.channel.fetch = given  # type: ignore[method-assign]
    await chat.producer.sends_photo()
    await chat.producer.says("Xong")
    await chat.producer.presses("Gửi yêu cầu")
    assert "BB-26-0001" in chat.producer.sees()


async def _nothing_there(file_id: str, to: Path) -> int:
    raise NotFetched("gone", final=True)


@pytest.mark.parametrize("said", ["chua co nhan", "Chưa có", "bỏ qua", "xong", "không có ảnh ạ"])
async def test_who_has_no_label_yet_goes_on_without(chat: Talk, said: str) -> None:
    await make_officer(chat.officer, "packaging_label")
    await consents(chat.producer)
    await begins(chat.producer, "Bao bì")
    await fill(chat.producer, label_photos=said)
    assert "Ảnh nhãn: Chưa có" in chat.producer.sees()
    await chat.producer.presses("Gửi yêu cầu")
    await chat.officer.says((await _requests(chat))[0].code or "")
    assert "Ảnh nhãn: Chưa có" in chat.officer.sees()


@pytest.mark.parametrize("said", ["khong co lo", "chua biet", "Chưa có"])
async def test_a_sample_without_a_lot_number(chat: Talk, said: str) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Kiểm nghiệm")
    await fill(chat.producer, lot_no=said)
    assert "Số lô, ngày sản xuất: Chưa có" in chat.producer.sees()


async def test_what_was_missing_can_be_told_later(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Bao bì")
    await fill(chat.producer, label_photos="chưa có")
    await chat.producer.presses("Sửa")
    await chat.producer.presses("Ảnh nhãn")
    await chat.producer.sends_photo()
    await chat.producer.says("xong")
    assert "Ảnh nhãn: 1 tệp" in chat.producer.sees()
