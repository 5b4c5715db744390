"""Buttons that are old, forged or pressed twice, and places where a form doesn't belong."""

from __future__ import annotations

from sqlalchemy import select

from models.requests import Request, RequestState
from tests.conversations.filling import begins, fill, form_of
from tests.conversations.people import consents, make_officer
from tests.talk import Talk


async def _requests(chat: Talk) -> list[Request]:
    async with chat.look() as session:
        return list((await session.scalars(select(Request).order_by(Request.id))).all())


async def test_an_old_button_answers_no_other_question(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    form = await fill(chat.producer, until="product_group")
    number = form["number"]
    await chat.producer.forges(f"form.pick:{number}:producer_type:farm")
    assert "Câu đó anh/chị đã trả lời rồi" in chat.producer.sees()
    assert "7/15" in chat.producer.sees()
    await chat.producer.forges(f"form.pick:{number}:product_group:nonsense")
    assert "Mục này đã cũ" in chat.producer.sees()
    await chat.producer.forges(f"form.pick:{number + 1}:product_group:food")
    assert "lựa chọn cũ không còn dùng" in chat.producer.sees()
    await chat.producer.forges(f"form.do:{number}:send")
    await chat.producer.forges(f"form.correct:{number}:gtin")
    await chat.producer.forges(f"form.enough:{number}:product_group")
    await chat.producer.forges(f"form.skip:{number}:product_group")
    after = await form_of(chat.producer)
    assert after["answers"] == form["answers"]
    assert after["field"] == "product_group"
    assert [request.state for request in await _requests(chat)] == [RequestState.DRAFT]


async def test_pressed_twice_makes_one_request(chat: Talk) -> None:
    await make_officer(chat.officer, "barcode")
    await hands_in_and_presses_again(chat)
    assert [request.code for request in await _requests(chat)] == ["MV-26-0001"]
    assert sum("MV-26-0001 · Mã số mã vạch" in shown.text for shown in chat.officer.screen) == 1


async def hands_in_and_presses_again(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    form = await fill(chat.producer)
    await chat.producer.presses("Gửi yêu cầu")
    await chat.producer.forges(f"form.do:{form['number']}:send")
    assert "Phần này đã gửi xong hoặc đã bỏ" in chat.producer.sees()


async def test_not_in_a_group(chat: Talk) -> None:
    await consents(chat.producer)
    member = chat.producer.at("-500")
    await member.says("/hotro")
    assert "nhắn riêng cho em" in member.sees()
    await member.forges("request.kind:barcode")
    assert "nhắn riêng cho em" in member.sees()
    assert await _requests(chat) == []


async def test_a_forged_kind_is_refused(chat: Talk) -> None:
    await consents(chat.producer)
    await chat.producer.forges("request.kind:gold")
    assert "Mục này đã cũ" in chat.producer.sees()
