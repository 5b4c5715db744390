"""Asking for support: the form, its refusals, its corrections, and handing it in."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from models.requests import Attachment, Request, RequestKind, RequestState
from tests.conversations.filling import begins, fill, form_of, hands_in
from tests.conversations.people import consents, make_officer
from tests.talk import Talk

KINDS = {
    "Mã số mã vạch": "MV-26-0001",
    "Kiểm nghiệm sản phẩm": "KN-26-0001",
    "Sở hữu trí tuệ": "SH-26-0001",
    "Tiêu chuẩn, chất lượng": "TC-26-0001",
    "Bao bì, nhãn hàng": "BB-26-0001",
    "Xúc tiến bán hàng": "XT-26-0001",
}


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_goes_through_with_every_field(chat: Talk, kind: str) -> None:
    await make_officer(chat.officer, *RequestKind)
    await consents(chat.producer)
    await begins(chat.producer, kind)
    await fill(chat.producer)
    assert "xem lại trước khi gửi" in chat.producer.sees()
    await chat.producer.presses("Bổ sung thêm")
    await fill(chat.producer)
    assert "Nói thêm: Cần sớm vì sắp in bao bì mới" in chat.producer.sees()
    await chat.producer.presses("Gửi yêu cầu")
    assert KINDS[kind] in chat.producer.sees()
    assert "chậm nhất 26/11/2026" in chat.producer.sees()  # the 24th is a holiday
    async with chat.look() as session:
        request = await session.scalar(select(Request))
    assert request is not None
    assert request.state is RequestState.SUBMITTED
    assert request.code == KINDS[kind]
    assert request.fields["commune"] == "xã Côn Minh"
    assert KINDS[kind] in chat.officer.sees_all()
