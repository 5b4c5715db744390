"""Following one's requests: list, history, adding to them, withdrawing, reopening; and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.channels.base import NotFetched
from models.accounts import Account
from models.audit import Audit
from models.mail import EventKind
from models.producers import Producer
from models.requests import Attachment, Request, RequestEvent, RequestEventKind, RequestState
from tests.conversations.filling import begins, fill, form_of, hands_in
from tests.conversations.people import consents, make_officer
from tests.talk import Talk

CODE = "TC-26-0001"


@pytest.fixture
async def sent(chat: Talk) -> Talk:
    """A request that waits for its officer."""
    await make_officer(chat.officer, "quality_standard")
    await consents(chat.producer)
    await hands_in(chat.producer, "Tiêu chuẩn")
    return chat


async def _request(chat: Talk) -> Request:
    async with chat.look() as session:
        return (await session.scalars(select(Request).where(Request.code == CODE))).one()


async def _refusals(chat: Talk) -> list[str]:
    async with chat.look() as session:
        rows = await session.scalars(select(Audit.action).where(Audit.action.startswith("refused.")))
        return list(rows)


async def _officer_does(chat: Talk, state: RequestState) -> None:
    """Put the request into a state, as its officer would."""
    await chat.officer.presses("Nhận", on=CODE)
    if state is RequestState.WAITING:
        await chat.officer.says(CODE)
        await chat.officer.presses("Hỏi lại")
        await chat.officer.says("Anh/chị gửi giúp ảnh nhãn")
    elif state is RequestState.DONE:
        await chat.officer.says(CODE)
        await chat.officer.presses("Xong")
        await chat.officer.presses("Xong, không nhắn gì thêm")
    assert (await _request(chat)).state is state


async def test_the_list_and_one_request(sent: Talk) -> None:
    await sent.producer.says("/yeucau")
    await sent.producer.presses(f"{CODE} · Tiêu chuẩn, chất lượng · Chờ cán bộ nhận")
    assert "Chờ cán bộ nhận. Hạn: 17:00 26/11/2026" in sent.producer.sees()
    assert "09:00 23/11/2026 · Gửi yêu cầu" in sent.producer.sees()
    await sent.producer.presses("Xem nội dung đã gửi")
    assert "Nhu cầu: Xây dựng tiêu chuẩn cơ sở (TCCS)" in sent.producer.sees()
    assert "Ảnh, giấy tờ: 0" in sent.producer.sees()
    await sent.producer.presses("Danh sách yêu cầu")
    assert CODE in sent.producer.choices()[0]


async def test_nothing_sent_yet(chat: Talk) -> None:
    await chat.producer.says("/yeucau")
    assert "chưa gửi yêu cầu nào" in chat.producer.sees()


async def test_a_long_list_shows_the_newest(sent: Talk) -> None:
    first = await _request(sent)
    async with sent.database.write() as session:
        session.add_all(
            Request(
                kind=first.kind,
                code=f"TC-26-{number:04d}",
                year=2026,
                number=number,
                producer_id=first.producer_id,
                account_id=first.account_id,
                state=RequestState.DONE,
                fields={},
                created_at=sent.now(),
            )
            for number in range(2, 13)
        )
    await sent.producer.says("/yeucau")
    assert sent.producer.choices()[0].startswith("TC-26-0012")
    await sent.producer.presses("Xem thêm")
    assert [label[:10] for label in sent.producer.choices()[:4]] == [f"TC-26-{each:04d}" for each in (4, 3, 2, 1)]
    await sent.producer.says("quay lại")
    assert sent.producer.choices()[0].startswith("TC-26-0012")


@pytest.mark.parametrize("typed", ["TC-26-0001", "tc 26 1", "tc261", "TC.26.0001"])
async def test_the_code_alone_opens_the_request(sent: Talk, typed: str) -> None:
    await sent.producer.says(typed)
    assert f"{CODE} · Tiêu chuẩn, chất lượng" in sent.producer.sees()


async def test_the_code_opens_the_request_in_the_middle_of_a_form(sent: Talk) -> None:
    await begins(sent.producer, "Mã số mã vạch")
    await sent.producer.presses("Dùng lại")
    await sent.producer.says("tc 26 1")
    assert f"{CODE} · Tiêu chuẩn, chất lượng" in sent.producer.sees()
    await sent.producer.says("/hotro")
    await sent.producer.presses("Điền tiếp")
    assert "Sản phẩm tên là gì?" in sent.producer.sees()


async def test_an_officer_s_code_opens_the_case(sent: Talk) -> None:
    await sent.officer.says(CODE)
    assert "Nhận" in sent.officer.choices()


async def test_somebody_else_s_request_is_refused_and_audited(sent: Talk) -> None:
    await consents(sent.neighbour)
    request = await _request(sent)
    await sent.neighbour.says(CODE)
    assert "không tìm thấy yêu cầu có mã này" in sent.neighbour.sees()
    await sent.neighbour.says("TC-26-0999")
    assert "không tìm thấy yêu cầu có mã này" in sent.neighbour.sees()
    forged = ("show", "fields", "write", "withdraw", "withdraw_now", "reopen")
    for what in forged:
        await sent.neighbour.forges(f"request.{what}:{request.id}")
        assert "không tìm thấy yêu cầu có mã này" in sent.neighbour.sees()
    assert await _refusals(sent) == ["refused.code"] * 2 + ["refused.request"] * len(forged)
    assert (await _request(sent)).state is RequestState.SUBMITTED


async def test_a_message_and_files_reach_the_officer(sent: Talk) -> None:
    await sent.producer.says(CODE)
    await sent.producer.presses("Nhắn thêm")
    await sent.producer.sends(EventKind.LOCATION)
    assert "chưa đọc được tin dạng đó" in sent.producer.sees()
    await sent.producer.says("Cần trước tháng 12")
    assert f"Em đã ghi vào {CODE}" in sent.producer.sees()
    assert "Cần trước tháng 12" in sent.officer.sees_all()
    await sent.producer.sends_photo()
    await sent.producer.sends_photo(caption="mặt sau")
    assert "mặt sau" in sent.officer.sees_all()
    await sent.producer.sends_document(name="x.exe")
    assert "không nhận tệp loại .exe" in sent.producer.sees()
    await sent.producer.says("dang ky ma vach ntn")
    assert "Nguồn:" in sent.producer.sees()
    await sent.producer.says(CODE)
    assert "Anh/chị nhắn: Cần trước tháng 12" in sent.producer.sees()
    seen = sent.producer.sees()
    assert "Anh/chị nhắn, kèm tệp\n" in seen
    assert "Anh/chị nhắn, kèm tệp: mặt sau" in seen
    async with sent.look() as session:
        files = (await session.scalars(select(Attachment))).all()
    assert len(files) == 2


async def test_an_answer_to_the_officer_s_question_goes_on_with_the_request(sent: Talk) -> None:
    await _officer_does(sent, RequestState.WAITING)
    await sent.producer.replies("hỏi về yêu cầu", "Em gửi sau nhé")
    assert f"Em đã chuyển cho cán bộ phụ trách {CODE}" in sent.producer.sees()
    assert (await _request(sent)).state is RequestState.ACCEPTED
    assert "Em gửi sau nhé" in sent.officer.sees_all()


async def test_an_answer_in_the_middle_of_a_form_keeps_the_form(sent: Talk) -> None:
    await _officer_does(sent, RequestState.WAITING)
    await begins(sent.producer, "Mã số mã vạch")
    await sent.producer.presses("Dùng lại")
    await sent.producer.sends_photo(to="hỏi về yêu cầu")
    assert f"Em đã chuyển cho cán bộ phụ trách {CODE}" in sent.producer.sees()
    await sent.producer.presses("Điền tiếp: Mã số mã vạch")
    await fill(sent.producer)
    await sent.producer.presses("Gửi yêu cầu")
    assert "MV-26-0001" in sent.producer.sees()


async def test_a_stranger_who_answers_a_notice_is_refused(sent: Talk) -> None:
    await _officer_does(sent, RequestState.WAITING)
    await consents(sent.neighbour)
    async with sent.database.write() as session:
        other = Producer(profile={}, created_at=sent.now())
        session.add(other)
        await session.flush()
        neighbour = await session.scalar(select(Account.id).where(Account.address == sent.neighbour.address))
        await session.execute(update(Request).values(producer_id=other.id, account_id=neighbour))
    await sent.producer.replies("hỏi về yêu cầu", "Ai đấy?")
    assert "không tìm thấy yêu cầu có mã này" in sent.producer.sees()


async def test_withdrawing_is_asked_back(sent: Talk) -> None:
    await sent.producer.says(CODE)
    await sent.producer.presses("Rút yêu cầu")
    await sent.producer.presses("Không, giữ lại")
    assert "Chờ cán bộ nhận" in sent.producer.sees()
    await sent.producer.presses("Rút yêu cầu")
    await sent.producer.presses(f"Rút {CODE}")
    assert f"Đã rút yêu cầu {CODE}" in sent.producer.sees()
    request = await _request(sent)
    assert request.state is RequestState.WITHDRAWN
    assert "đã rút yêu cầu" in sent.officer.sees_all()
    for what in ("withdraw", "withdraw_now", "reopen"):
        await sent.producer.forges(f"request.{what}:{request.id}")
        assert f"yêu cầu {CODE} đang ở bước «Đã rút»" in sent.producer.sees()
    await sent.producer.forges(f"request.write:{request.id}")
    assert "đã khép lại" in sent.producer.sees()


async def test_reopening_within_fourteen_days(sent: Talk) -> None:
    await _officer_does(sent, RequestState.DONE)
    await sent.producer.says(CODE)
    assert "Đã xong" in sent.producer.sees()
    await sent.producer.forges(f"request.write:{(await _request(sent)).id}")
    assert "Anh/chị mở lại được đến hết ngày 07/12/2026" in sent.producer.sees()
    await sent.producer.presses("Mở lại yêu cầu")
    assert f"Đã mở lại {CODE}" in sent.producer.sees()
    request = await _request(sent)
    assert (request.state, request.assignee_id) == (RequestState.SUBMITTED, None)
    assert request.due_at is not None
    async with sent.look() as session:
        kinds = (await session.scalars(select(RequestEvent.kind).order_by(RequestEvent.id))).all()
    assert kinds[-1] is RequestEventKind.REOPENED


async def test_reopening_after_fourteen_days_is_too_late(sent: Talk) -> None:
    await _officer_does(sent, RequestState.DONE)
    await sent.passes(days=15)
    await sent.producer.says(CODE)
    assert "Mở lại yêu cầu" not in sent.producer.choices()
    await sent.producer.forges(f"request.reopen:{(await _request(sent)).id}")
    assert "không làm được nữa" in sent.producer.sees()


async def test_a_file_that_cannot_be_had_after_sending(sent: Talk) -> None:
    await sent.producer.says(CODE)
    await sent.producer.presses("Nhắn thêm")

    async def gone(file_id: str, to: Path) -> int:
        raise NotFetched("gone", final=True)

    sent.channel.fetch = gone  # type: ignore[method-assign]
    await sent.producer.sends_document(name="giay.pdf")
    assert f"«giay.pdf» gửi cho {CODE} em không tải về được" in sent.producer.sees()


async def test_a_file_that_is_larger_than_it_said(sent: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.fetching.LARGEST_FILE", 4)
    await begins(sent.producer, "Bao bì")
    await sent.producer.presses("Dùng lại")
    await fill(sent.producer, until="label_photos")
    await sent.producer.sends_photo()
    assert "nặng quá 20 MB" in sent.producer.sees()
    assert "label_photos" not in (await form_of(sent.producer))["answers"]


async def test_in_a_group_nothing_personal_is_shown(sent: Talk) -> None:
    member = sent.producer.at("-500")
    await member.says("/yeucau")
    assert "nhắn riêng cho em" in member.sees()


async def test_a_file_goes_to_the_request_that_it_is_plainly_for(sent: Talk) -> None:
    await sent.producer.says(CODE)
    await sent.producer.sends_photo()
    assert f"Em đã ghi vào {CODE}" in sent.producer.sees(), "it is open on the screen"
    await sent.producer.says("/menu")
    await sent.producer.sends_photo(caption=f"bổ sung ảnh mặt sau cho {CODE}")
    assert f"Em đã ghi vào {CODE}" in sent.producer.sees(), "its caption names it"
    await sent.producer.says("/menu")
    await sent.producer.sends_photo()
    assert CODE not in sent.producer.sees(), "it may be a barcode to be read"
    await sent.officer.says(f"{CODE} nhận")
    await sent.officer.says(f"{CODE} hỏi lại: còn mặt sau không ạ")
    await sent.producer.says("/menu")
    await sent.producer.sends_photo()
    assert f"phụ trách {CODE}" in sent.producer.sees(), "its officer has asked for something"
    async with sent.look() as session:
        kept = (await session.scalars(select(Attachment).where(Attachment.request_id.is_not(None)))).all()
    assert len(kept) == 3


async def test_somebody_elses_code_beside_a_file_gives_it_to_nobody(sent: Talk) -> None:
    await consents(sent.neighbour)
    await sent.neighbour.sends_photo(caption=f"ảnh này cho {CODE}")
    async with sent.look() as session:
        kept = (await session.scalars(select(Attachment).where(Attachment.request_id.is_not(None)))).all()
    assert kept == []


@pytest.mark.parametrize("words", ["đến đâu rồi", "xong chua", "rút lại"])
async def test_where_is_it_leads_to_the_list(sent: Talk, words: str) -> None:
    await sent.producer.says(words)
    assert CODE in "".join(sent.producer.choices())
