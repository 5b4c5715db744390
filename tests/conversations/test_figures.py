"""The figures, and the Excel workbook."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from bot.channels.base import Outcome, Verdict
from handlers.papers import workbook
from models.accounts import Account
from models.audit import Audit
from models.mail import EventKind, Reason
from models.producers import Producer
from models.questions import Question, QuestionState
from models.requests import Request, RequestEvent, RequestEventKind, RequestKind, RequestState
from tests.talk import MORNING, PATIENCE, Talk

LAST_MONTH = MORNING - timedelta(days=40)


async def a_year_of_work(chat: Talk) -> None:
    """One barcode request of last month, done; one of today, waiting; three questions."""
    for person in (chat.admin, chat.producer):
        await person.says("/start")
    async with chat.database.write() as session:
        account = await session.scalar(select(Account).where(Account.address == chat.producer.address))
        admin = await session.scalar(select(Account).where(Account.address == chat.admin.address))
        assert account is not None
        assert admin is not None
        account.created_at, admin.name = LAST_MONTH, "Lý Thu Trang"
        owner = Producer(name="=HYPERLINK(1)", phone="0912345678", commune="Ba Bể", profile={}, created_at=LAST_MONTH)
        session.add(owner)
        await session.flush()
        for number, (state, begun) in enumerate(
            [(RequestState.DONE, LAST_MONTH), (RequestState.SUBMITTED, MORNING)], start=1
        ):
            request = Request(
                kind=RequestKind.BARCODE,
                code=f"MV-26-000{number}",
                year=2026,
                number=number,
                producer_id=owner.id,
                account_id=account.id,
                assignee_id=admin.id if state is RequestState.DONE else None,
                state=state,
                fields={
                    "producer_name": "=HYPERLINK(1)",
                    "producer_type": "cooperative",
                    "contact_phone": "+84912345678",
                    "has_gs1_code": False,
                    "sku_count_now": 12,
                },
                created_at=begun,
                submitted_at=begun,
            )
            session.add(request)
            await session.flush()
            if state is RequestState.DONE:
                for kind, hours in ((RequestEventKind.ACCEPTED, 3), (RequestEventKind.DONE, 48)):
                    session.add(
                        RequestEvent(
                            request_id=request.id, at=begun + timedelta(hours=hours), kind=kind, actor_id=admin.id
                        )
                    )
        for state, helped in (
            (QuestionState.ANSWERED, True),
            (QuestionState.ANSWERED, None),
            (QuestionState.REPLIED, None),
        ):
            session.add(
                Question(text="@mã vạch", language="vi", state=state, helped=helped, asked_at=MORNING, entry="barcode")
            )


async def test_figures_of_this_month_and_of_all(chat):
    await a_year_of_work(chat)
    await chat.admin.says("/thongke")
    month, ever = chat.admin.sees().split("Từ đầu đến nay")
    assert "Tháng 11/2026" in month
    assert "Người dùng: 1 (" in month
    assert "Người dùng: 2 (đang hoạt động 2, đã đồng ý 0, cán bộ 1)" in ever
    assert "Câu hỏi: 3 (trả lời được 2, chưa được 0, chuyển cán bộ 1, hữu ích 1)" in month
    assert "Mã số mã vạch: 1 (chờ nhận 1)" in month
    assert "Mã số mã vạch: 2 (chờ nhận 1, đã xong 1)" in ever
    assert "giờ" not in month
    assert "nhận trong vòng 3 giờ" in ever
    assert "xong trong vòng 48 giờ" in ever
    assert "Thông báo đã gửi: 0" in ever


async def test_figures_in_english(chat):
    await a_year_of_work(chat)
    await chat.admin.says("/language")
    await chat.admin.presses("English")
    await chat.admin.says("/stats")
    assert "Barcode: 2 (waiting to be taken 1, done 1)" in chat.admin.sees()


async def test_the_workbook_holds_everything_and_no_formula(chat, monkeypatch):
    monkeypatch.setattr(workbook, "SOME", 1)  # read in many parts, as when there is much
    await a_year_of_work(chat)
    kept: list[bytes] = []

    def decide(envelope):
        if envelope.message.document is not None:
            kept.append((chat.house.data_dir / envelope.message.document.path).read_bytes())

    chat.channel.decide = decide
    await chat.admin.says("/xuat")
    assert "giữ kín" in chat.admin.sees()
    copy = chat.house.data_dir / "copy.xlsx"
    await asyncio.to_thread(copy.write_bytes, kept[0])
    book = load_workbook(copy)
    assert book.sheetnames == ["Yêu cầu", "Lịch sử", "Chủ thể", "Câu hỏi", "Thông báo", "Nhật ký"]

    requests = rows(book["Yêu cầu"])
    assert [row["Mã"] for row in requests] == ["MV-26-0001", "MV-26-0002"]
    first = requests[0]
    assert (first["Loại"], first["Tình trạng"], first["Cán bộ"]) == ("Mã số mã vạch", "đã xong", "Lý Thu Trang")
    assert first["Ngày gửi"] == datetime(2026, 10, 14, 9, 0)  # noqa: DTZ001 - a cell has no time zone
    assert first["Tên cơ sở"] == "=HYPERLINK(1)"
    assert first["Các mục riêng"].count("\n") == 1
    sheet = book["Yêu cầu"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "d", "n", "inlineStr"}
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    assert rows(book["Chủ thể"])[0]["Điện thoại"] == "0912345678"
    assert [row["Việc"] for row in rows(book["Lịch sử"])] == ["cán bộ nhận", "hoàn thành"]
    assert [row["Hữu ích"] for row in rows(book["Câu hỏi"])] == ["đúng ý", None, None]
    # The copy on disk is gone once it is sent.
    assert list((chat.house.data_dir / "exports").iterdir()) == []
    async with chat.look() as session:
        assert (await session.scalars(select(Audit.action))).all() == ["export"]


async def test_nobody_waits_while_the_workbook_is_written(chat: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, write = asyncio.Event(), asyncio.Event(), workbook.write_workbook

    async def slowly(*args: Any, **values: Any) -> None:
        begun.set()
        await go_on.wait()
        await write(*args, **values)

    monkeypatch.setattr(workbook, "write_workbook", slowly)
    async with asyncio.timeout(PATIENCE):
        await chat.engine.receive([chat.admin.event(EventKind.TEXT, "/xuat", None)])
        await begun.wait()
        await chat.engine.receive([chat.producer.event(EventKind.TEXT, "/trogiup", None)])
        while not chat.producer.screen:
            await asyncio.sleep(0)
    assert not chat.admin.screen
    go_on.set()
    await chat.settle()
    assert chat.admin.last().document is not None


async def test_a_workbook_that_cant_be_written_is_told(chat: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*args: Any, **values: Any) -> None:
        raise OSError("disk")

    monkeypatch.setattr(workbook, "write_workbook", full)
    await chat.admin.says("/xuat")
    assert "không gửi được bảng Excel" in chat.admin.sees()


async def test_where_no_file_can_be_shown_the_reader_is_told_whom_to_ask(chat: Talk) -> None:
    sent = []
    chat.channel.decide = lambda envelope: sent.append(envelope.message)
    await chat.admin.says("/xuat")
    await chat.admin.says("/ngonngu")
    await chat.admin.presses("English")
    await chat.admin.says("/export")
    vi, en = [message.instead for message in sent if message.document]
    office = chat.house.office("vi")
    assert "chưa gửi tệp được" in vi
    assert office in vi
    assert "can't send files" in en
    assert not any(message.instead for message in sent if not message.document)


async def test_a_workbook_that_cant_be_sent_is_told(chat):
    await chat.admin.says("/start")
    chat.channel.decide = lambda envelope: (
        Outcome(Verdict.FAILED, reason=Reason.REJECTED) if envelope.message.document else None
    )
    await chat.admin.says("/xuat")
    assert "không gửi được bảng Excel" in chat.admin.sees()
    assert list((chat.house.data_dir / "exports").iterdir()) == []


async def test_personal_data_stay_out_of_groups_and_of_others_hands(chat):
    await chat.admin.at("-500").says("/xuat")
    assert "trò chuyện riêng" in chat.admin.at("-500").sees_all()
    for command in ("/xuat", "/thongke", "/export", "/stats"):
        await chat.producer.says(command)
        assert "không dành cho" in chat.producer.sees()
    assert not (chat.house.data_dir / "exports").exists()


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows by the names in the first one."""
    names, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, names), row, strict=True)) for row in others]
