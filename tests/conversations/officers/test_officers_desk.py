"""The queue, finding, deadlines, groups, and officers who leave."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.channels.base import Outcome, Verdict
from models.accounts import Account, AccountState, Desk, Role
from models.dialogue import Dialogue
from models.mail import EventKind, Reason
from models.requests import RequestEventKind, RequestKind, RequestState
from tests.conversations.officers.office import GROUP, audit_of, employ, history_of, link_group, request_of
from tests.talk import Talk

CODE = "MV-26-0001"
#: Where the officers' group goes on.
MOVED = "-1009"


async def test_the_queue_has_mine_first(chat: Talk) -> None:
    await chat.officer.says("/hangdoi")
    assert "Không có yêu cầu nào" in chat.officer.sees()
    for _ in range(3):
        await chat.producer.says("/nop barcode")
    await chat.producer.says("/nop lab_test")
    await chat.officer.forges(f"case.take:{(await request_of(chat, 'MV-26-0002')).id}")
    await chat.colleague.forges(f"case.take:{(await request_of(chat, 'MV-26-0001')).id}")
    await chat.officer.says("/hangdoi")
    queue = chat.officer.last().text
    assert "3 yêu cầu" in queue
    assert "KN-26" not in queue
    places = [queue.index(words) for words in ("Của tôi", "-0002", "Chờ nhận", "-0003", "Người khác", "-0001")]
    assert places == sorted(places)
    assert "MV-26-0003 · Mã số mã vạch · HTX miến dong Côn Minh · hạn 26/11/2026" in queue
    await chat.officer.presses("MV-26-0003")
    assert "Diễn biến" in chat.officer.sees()
    await chat.admin.says("/queue")
    assert "🔴 KN-26-0001" in chat.admin.sees()


async def test_a_long_queue_has_pages(chat: Talk) -> None:
    for _ in range(10):
        await chat.producer.says("/nop barcode")
    await chat.colleague.says("/queue")
    assert "Page 1/2" in chat.colleague.sees()
    await chat.colleague.presses("More")
    assert "Page 2/2" in chat.colleague.last().text
    assert "MV-26-0010" in chat.colleague.last().text
    await chat.colleague.presses("Back a page")
    assert "MV-26-0008" in chat.colleague.last().text
    shown = chat.colleague.last().id
    await chat.colleague.sends(EventKind.CHOICE, "queue.page:-3", message=shown)
    assert "Page 1/2" in chat.colleague.last().text
    await chat.colleague.sends(EventKind.CHOICE, "queue.page:2000000000", message=shown)
    assert "Page 2/2" in chat.colleague.last().text
    await chat.colleague.forges("queue.page:99999999999999999999")
    assert "no longer works" in chat.colleague.last().text


async def test_finding(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.producer.says("/nop lab_test")
    for text in ("mien dong con minh", "Côn Minh", "hoang thi lan", "0912 345 678", "+84912345678", "5678", "mv-26-1"):
        await chat.officer.says(f"/tim {text}")
        assert "MV-26-0001" in chat.officer.sees(), text
    for text in ("mật ong", "KN-26-0001", "0987654321", "%", "Bắc Giang"):
        await chat.officer.says(f"/tim {text}")
        assert "không tìm thấy" in chat.officer.sees(), text
    await chat.officer.says("/tim")
    assert "ví dụ: mien dong" in chat.officer.sees()
    await chat.officer.says("mien dong con minh")
    assert "MV-26-0001" in chat.officer.sees()
    await chat.colleague.says("/find mien dong")
    assert "1 request found" in chat.colleague.sees()
    await chat.colleague.presses(CODE)
    assert "History" in chat.colleague.sees()


async def test_opening_by_code(chat: Talk) -> None:
    await chat.producer.sends_photo(caption="barcode")
    await chat.officer.says("/ca")
    assert "ví dụ: /ca MV-26-0001" in chat.officer.sees()
    await chat.officer.says("/ca mv 26 1")
    assert "Chủ thể gửi yêu cầu" in chat.officer.sees()
    await chat.officer.presses("Gửi lại các tệp")
    assert chat.officer.last().picture is not None
    await chat.producer.says(f"/ca {CODE}")
    assert "không dành cho" in chat.producer.sees()


async def test_a_request_that_nobody_takes(chat: Talk) -> None:
    await chat.admin.says("/queue")
    await chat.producer.says("/nop barcode")
    await chat.passes(days=3, hours=3, minutes=59)
    assert "sắp đến hạn" not in chat.officer.sees_all()
    await chat.passes(minutes=2)
    assert "MV-26-0001 sắp đến hạn: 17:00 26/11/2026. Đang chờ nhận" in chat.officer.sees_all()
    assert "is due soon" in chat.colleague.sees_all()
    assert CODE not in chat.admin.sees_all()
    await chat.passes(hours=4)
    assert "MV-26-0001 đã quá hạn 17:00 26/11/2026" in chat.officer.sees_all()
    assert "MV-26-0001 đã quá hạn" in chat.admin.sees_all()
    await chat.passes(days=10)
    assert chat.officer.sees_all().count("đã quá hạn") == 1
    assert (await history_of(chat, CODE)).count(RequestEventKind.OVERDUE) == 1
    await chat.officer.presses("Nhận")
    assert "Anh/chị đã nhận" in chat.officer.sees()


async def test_an_officer_who_does_not_answer_and_one_who_does(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.producer.says("/nop barcode")
    for code in (CODE, "MV-26-0002"):
        await chat.officer.forges(f"case.take:{(await request_of(chat, code)).id}")
    await chat.passes(days=7)
    await chat.officer.says("MV-26-0002 Văn phòng đang làm, tuần sau có kết quả")
    await chat.passes(days=2)
    assert "MV-26-0001 đã quá hạn 17:00 01/12/2026" in chat.officer.sees_all()
    assert "MV-26-0002 đã quá hạn" not in chat.officer.sees_all()
    assert "overdue" not in chat.colleague.sees_all()


async def test_no_deadline_runs_while_the_producer_has_the_word(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.officer.presses("Nhận")
    await chat.officer.presses("Hỏi lại")
    await chat.officer.says("Sản phẩm tên gì ạ?")
    await chat.passes(days=20)
    assert "hạn:" not in chat.officer.sees()
    await chat.producer.replies("Sản phẩm tên gì", "Miến dong")
    due = (await request_of(chat, CODE)).due_at
    assert due is not None
    assert due > chat.now()
    await chat.passes(days=20)
    assert "đã quá hạn" in chat.officer.sees_all()


async def test_no_reminder_comes_at_night(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    chat._moment[0] = chat.now().replace(day=26, hour=16)  # the house was shut from Monday to Thursday 23:00
    await chat.settle()
    assert "đã quá hạn" not in chat.officer.sees_all()
    await chat.passes(hours=7, minutes=59)
    assert "đã quá hạn" not in chat.officer.sees_all()
    await chat.passes(minutes=2)
    assert chat.officer.sees_all().count("đã quá hạn") == 1
    assert "sắp đến hạn" not in chat.officer.sees_all()


async def test_an_officer_who_leaves_gives_everything_back(chat: Talk) -> None:
    await chat.producer.says("/nop barcode")
    await chat.producer.says("/nop barcode")
    for code in (CODE, "MV-26-0002"):
        await chat.officer.forges(f"case.take:{(await request_of(chat, code)).id}")
    seen, told = len(chat.officer.screen), len(chat.colleague.screen)
    await chat.officer.says("/nghi")
    assert len(chat.officer.screen) == seen
    again = [shown.text for shown in chat.colleague.screen[told:]]
    assert len(again) == 2
    assert all("Waiting to be taken" in text for text in again)
    assert (await request_of(chat, CODE)).state is RequestState.SUBMITTED
    assert (await request_of(chat, CODE)).assignee_id is None
    await chat.colleague.forges(f"case.take:{(await request_of(chat, CODE)).id}")
    assert len(chat.officer.screen) == seen


async def test_linking_a_group(chat: Talk) -> None:
    await employ(chat.admin, role=Role.ADMIN)
    await chat.admin.says("/lienketnhom")
    assert "dùng trong nhóm" in chat.admin.sees()
    group = chat.admin.at(GROUP)
    await chat.officer.at(GROUP).says("/lienketnhom")
    assert "không dành cho" in group.sees_all()
    await group.sends(EventKind.TEXT, "/linkgroup@ocop_bot", title="Phòng OCOP")
    await group.presses("Kiểm nghiệm")
    await group.presses("Mã số mã vạch")
    await group.presses("✓ Mã số mã vạch")
    await group.presses("Xong")
    assert "Nhóm nhận thông báo về: Kiểm nghiệm sản phẩm." in group.last().text
    await chat.producer.says("/nop lab_test")
    assert "KN-26-0001" in group.last().text
    await chat.producer.says("/nop barcode")
    assert CODE not in group.sees_all()
    assert ("group.linked", GROUP) in await audit_of(chat, chat.admin)

    await group.says("/bonhom")
    assert "Đã bỏ liên kết" in group.sees()
    await chat.producer.says("/nop lab_test")
    assert "KN-26-0002" not in group.sees_all()
    assert "KN-26-0002" in chat.admin.sees_all()


async def test_a_group_that_the_bot_was_removed_from(chat: Talk) -> None:
    await link_group(chat, RequestKind.LAB_TEST)
    await chat.colleague.at(GROUP).sends(EventKind.MEMBER, present=False, title="Phòng OCOP")
    assert "đã bị đưa ra khỏi nhóm «Phòng OCOP»" in chat.admin.sees_all()
    assert "Kiểm nghiệm sản phẩm" in chat.admin.sees_all()
    async with chat.look() as session:
        assert (await session.scalars(select(Desk))).all() == []
    await chat.producer.says("/nop lab_test")
    assert chat.admin.at(GROUP).sees_all() == ""
    assert "KN-26-0001" in chat.admin.sees_all()


async def test_a_group_that_the_bot_turns_out_to_have_been_removed_from(chat: Talk) -> None:
    """Nobody has said so: a notice to it fails."""
    await link_group(chat, RequestKind.LAB_TEST)
    chat.channel.decide = lambda envelope: (
        Outcome(Verdict.FAILED, reason=Reason.BLOCKED) if envelope.chat == GROUP else None
    )
    await chat.producer.says("/nop lab_test")
    assert "đã bị đưa ra khỏi nhóm «Phòng OCOP»" in chat.admin.sees_all()
    async with chat.look() as session:
        assert (await session.scalars(select(Desk))).all() == []
    await chat.producer.says("/nop lab_test")
    assert "KN-26-0002" in chat.admin.sees_all()
    assert chat.admin.sees_all().count("đã bị đưa ra khỏi nhóm") == 1


@pytest.mark.parametrize("told", [True, False])
async def test_a_group_that_has_moved(chat: Talk, told: bool) -> None:
    """Telegram's become supergroups: the group is told so, or the next notice to its old address is."""
    await link_group(chat, RequestKind.LAB_TEST)
    before, now_at = chat.admin.at(GROUP), chat.admin.at(MOVED)
    await before.says("/lienketnhom")
    chat.channel.decide = lambda envelope: Outcome(Verdict.MOVED, detail=MOVED) if envelope.chat == GROUP else None
    if told:
        await before.sends(EventKind.MOVED, to=MOVED)
    await chat.producer.says("/nop lab_test")
    assert "KN-26-0001" in now_at.sees_all()
    assert "KN-26-0001" not in before.sees_all()
    # Its areas can be chosen from the list that was shown before, and its members go on where they were.
    await now_at.says("Mã số mã vạch")
    await chat.producer.says("/nop barcode")
    assert CODE not in before.sees_all()
    assert CODE in now_at.sees_all()
    assert "đã bị đưa ra" not in chat.admin.sees_all()
    async with chat.look() as session:
        assert [desk.address for desk in await session.scalars(select(Desk))] == [MOVED]
        assert GROUP not in (await session.scalars(select(Dialogue.chat))).all()


async def test_a_group_that_has_moved_and_was_linked_there_already(chat: Talk) -> None:
    await link_group(chat, RequestKind.LAB_TEST)
    now_at = chat.admin.at(MOVED)
    await now_at.says("/lienketnhom")
    await now_at.presses("Mã số mã vạch")
    await chat.admin.at(GROUP).sends(EventKind.MOVED, to=MOVED)
    await chat.producer.says("/nop lab_test")
    assert sum("KN-26-0001" in shown.text for shown in now_at.screen) == 1
    async with chat.look() as session:
        assert [desk.areas for desk in await session.scalars(select(Desk))] == [["barcode", "lab_test"]]


async def test_somebody_blocks_the_bot_and_comes_back(chat: Talk) -> None:
    async def state() -> AccountState:
        async with chat.look() as session:
            found = await session.scalar(select(Account).where(Account.address == chat.officer.address))
            assert found is not None
            return found.state

    await chat.officer.sends(EventKind.MEMBER, present=False)
    assert await state() is AccountState.STOPPED
    await chat.producer.says("/nop barcode")
    assert chat.officer.sees_all() == ""
    assert CODE in chat.colleague.sees_all()
    await chat.officer.sends(EventKind.MEMBER, present=True)
    assert await state() is AccountState.ACTIVE
