"""What is held on a person: seen, corrected, withdrawn, erased."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

import models.accounts
from bot.channels.base import Envelope, Outcome, Verdict
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.officers import notices
from models.accounts import Account, AccountState
from models.mail import EventKind, Outbox, OutboxState, Reason
from models.producers import Producer
from models.questions import Question
from models.requests import Attachment, AttachmentState, Request, RequestEvent, RequestEventKind, RequestKind
from models.requests import RequestState as State
from models.schedule import Due
from tests.conversations.people import consents, make_officer
from tests.talk import MORNING, PATIENCE, Talk


async def _with_a_request(chat: Talk) -> None:
    """An agreed producer with a business, an open request with a file, and a notice of it at the officer's."""
    await make_officer(chat.officer, "barcode")
    await consents(chat.producer)
    stored = chat.house.data_dir / "attachments" / "01"
    stored.mkdir(parents=True)
    (stored / "1-label.jpg").write_bytes(b"picture")
    async with chat.database.write() as session:
        account = (await session.scalars(select(Account).where(Account.address == "101"))).one()
        producer = Producer(created_at=MORNING, profile={})
        producer.remember(
            {"producer_name": "HTX Côn Minh", "contact_phone": "0912345678", "commune": "Côn Minh", "tax_code": "1"}
        )
        session.add(producer)
        await session.flush()
        account.producer_id = producer.id
        request = Request(
            kind=RequestKind.BARCODE,
            code="MV-26-0001",
            year=2026,
            number=1,
            producer_id=producer.id,
            account_id=account.id,
            state=State.SUBMITTED,
            fields={"producer_name": "HTX Côn Minh", "product_name": "Miến dong"},
            created_at=MORNING,
            submitted_at=MORNING,
            due_at=MORNING + timedelta(days=2),
        )
        session.add(request)
        await session.flush()
        session.add(
            Attachment(
                account_id=account.id,
                request_id=request.id,
                chat="101",
                channel="telegram",
                file_id="f",
                name="nhan-mien-dong.jpg",
                mime="image/jpeg",
                size=7,
                state=AttachmentState.STORED,
                path="attachments/01/1-label.jpg",
                created_at=MORNING,
            )
        )
        session.add(Due(key="request.overdue", topic=request.topic, due_at=request.due_at, args={}))
        session.add(
            RequestEvent(
                request_id=request.id,
                at=MORNING,
                kind=RequestEventKind.MESSAGE,
                actor_id=account.id,
                text="gọi em buổi tối",
            )
        )
    router = Router()

    @router.command("announce")
    async def announce(turn: Turn) -> None:
        await notices.announce(turn, await turn.session.get_one(Request, 1))

    chat.engine._router.include(router)
    await chat.producer.says("/announce")
    assert "HTX Côn Minh" in chat.officer.sees_all()


async def test_what_is_held_is_told(chat: Talk) -> None:
    await chat.producer.says("/riengtu")
    assert "chưa đồng ý" in chat.producer.sees()
    assert chat.producer.choices() == ["🗑 Xóa hết"]
    await _with_a_request(chat)
    await chat.producer.says("/riengtu")
    seen = chat.producer.sees()
    assert "Đồng ý cho giữ thông tin: 09:00 23/11/2026" in seen
    assert "Tên: Hoàng Thị Lan" in seen
    assert "Cơ sở: HTX Côn Minh" in seen
    assert "Điện thoại: 0912 345 678" in seen
    assert "Mục khác đã điền trong yêu cầu: 1" in seen
    assert "Yêu cầu hỗ trợ: 1; ảnh, giấy tờ: 1; câu hỏi: 0" in seen
    assert "91/2025/QH15" in seen


async def test_name_and_phone_can_be_corrected(chat: Talk) -> None:
    await _with_a_request(chat)
    await chat.producer.says("/privacy")
    await chat.producer.presses("Sửa")
    await chat.producer.presses("Số điện thoại")
    await chat.producer.says("123")
    assert "0912 345 678" in chat.producer.sees()
    await chat.producer.says("0987654321")
    assert "Điện thoại: 0987 654 321" in chat.producer.sees()
    await chat.producer.presses("Sửa")
    await chat.producer.presses("Tên của tôi")
    await chat.producer.says("Hoàng Thị Lan Anh")
    assert "Tên: Hoàng Thị Lan Anh" in chat.producer.sees()
    await chat.producer.presses("Sửa")
    await chat.producer.presses("Tên của tôi")
    await chat.producer.says("hủy")
    assert "dừng" in chat.producer.sees()


async def test_the_consent_can_be_taken_back(chat: Talk) -> None:
    await _with_a_request(chat)
    await chat.producer.says("/riengtu")
    await chat.producer.presses("Rút lại đồng ý")
    assert "1 yêu cầu đang làm sẽ dừng lại" in chat.producer.sees()
    await chat.producer.presses("Giữ nguyên")
    await chat.producer.says("/riengtu")
    await chat.producer.presses("Rút lại đồng ý")
    await chat.producer.presses("Rút lại đồng ý", on="sẽ dừng lại")
    assert "có hiệu lực từ 09:00 23/11/2026" in chat.producer.sees()
    await _nothing_personal_is_left(chat)
    async with chat.look() as session:
        account = (await session.scalars(select(Account).where(Account.address == "101"))).one()
        assert (account.state, account.consent_at) == (AccountState.ACTIVE, None)


async def test_a_new_consent_text_is_asked_for_and_the_old_one_can_be_taken_back(
    chat: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _with_a_request(chat)
    monkeypatch.setattr(models.accounts, "CONSENT_VERSION", "2030-01")
    await chat.producer.says("/start")
    assert "đã thay đổi nên em xin hỏi lại" in chat.producer.sees()
    assert "91/2025" in chat.producer.sees()
    await chat.producer.presses("Chỉ hỏi đáp")
    await chat.producer.says("/riengtu")
    assert "Tên: Hoàng Thị Lan" in chat.producer.sees()
    await chat.producer.presses("Sửa")
    assert "đã thay đổi" in chat.producer.sees(), "nothing more is stored"
    await chat.producer.says("/riengtu")
    await chat.producer.presses("Rút lại đồng ý")
    await chat.producer.presses("Rút lại đồng ý", on="sẽ dừng lại")
    await _nothing_personal_is_left(chat)
    await chat.producer.forges("privacy.withdrawn")
    assert "chưa đồng ý cho giữ" in chat.producer.sees()


async def test_everything_can_be_erased(chat: Talk) -> None:
    await _with_a_request(chat)
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.producer.presses("Hỏi cán bộ")
    assert "đăng ký mã vạch" in chat.officer.sees()
    await chat.producer.says("/riengtu")
    await chat.producer.presses("Xóa hết")
    assert "không lấy lại được" in chat.producer.sees()
    await chat.producer.presses("Xóa hết", on="không lấy lại được")
    assert "đã xóa dữ liệu" in chat.producer.sees()
    await _nothing_personal_is_left(chat)
    assert "MV-26-0001: người gửi đã xóa dữ liệu" in chat.officer.sees_all()
    assert "người hỏi đã xóa dữ liệu" in chat.officer.sees_all()
    async with chat.look() as session:
        account = (await session.scalars(select(Account).where(Account.address == "101"))).one()
        assert account.state is AccountState.ERASED
        question = (await session.scalars(select(Question))).one()
        assert (question.account_id, question.text) == (None, "")

    await chat.producer.says("xin chào")
    assert "Chào anh/chị!" in chat.producer.sees()
    await chat.officer.replies("CH-1", "Có.")
    assert "Có." not in chat.producer.sees()


async def test_what_is_still_to_be_sent_is_erased_too(chat: Talk) -> None:
    """The platform is away: a letter is to be tried again in an hour, and a file waits behind it in memory."""
    await _with_a_request(chat)
    away = [True]

    def decide(envelope: Envelope) -> Outcome | None:
        here = envelope.chat == chat.producer.address
        return Outcome(Verdict.RETRY, after=3600.0) if here and away[0] else None

    chat.channel.decide = decide
    seen = len(chat.producer.screen)
    papers = chat.producer.event(EventKind.CHOICE, "barcode.print:8936012345674")
    await chat.engine.receive([chat.producer.event(EventKind.TEXT, "/riengtu"), papers])
    exports = chat.house.data_dir / "exports"
    assert list(exports.iterdir())
    async with asyncio.timeout(PATIENCE):
        while not [row for row in await _outbox(chat) if row.state is OutboxState.QUEUED and row.attempts]:
            await asyncio.sleep(0)
    await chat.engine.receive([chat.producer.event(EventKind.CHOICE, "privacy.erased")])
    assert [row.reason for row in (await _outbox(chat))[-3:]] == [Reason.ERASED, Reason.ERASED, None]
    away[0] = False
    limiter = chat.delivery._posts[chat.channel.name].limiter
    clock = limiter.clock
    limiter.clock = lambda: clock() + 3601
    chat.delivery._wake.set()
    await chat.settle()
    assert len(chat.producer.screen) == seen + 1
    assert "đã xóa dữ liệu" in chat.producer.last().text
    assert not list(exports.iterdir())
    await _nothing_personal_is_left(chat)


async def test_what_is_asked_for_and_erased_at_once_is_not_sent(chat: Talk) -> None:
    await _with_a_request(chat)
    seen = len(chat.producer.screen)
    await chat.deliver(
        chat.producer.event(EventKind.TEXT, "/riengtu"), chat.producer.event(EventKind.CHOICE, "privacy.erased")
    )
    assert ["đã xóa dữ liệu" in shown.text for shown in chat.producer.screen[seen:]] == [True]
    await _nothing_personal_is_left(chat)


async def _outbox(chat: Talk) -> list[Outbox]:
    async with chat.look() as session:
        mine = select(Outbox).where(Outbox.chat == chat.producer.address).order_by(Outbox.id)
        return list(await session.scalars(mine))


async def test_no_means_that_nothing_is_changed_and_it_is_the_first_choice(chat: Talk) -> None:
    await _with_a_request(chat)
    for what in ("Xóa hết", "Rút lại đồng ý"):
        await chat.producer.says("/riengtu")
        await chat.producer.presses(what)
        assert chat.producer.choices()[0] == "Giữ nguyên"
        await chat.producer.says("khong")
        assert "em giữ nguyên" in chat.producer.sees()
    await chat.producer.says("/riengtu")
    await chat.producer.presses("Xóa hết")
    await chat.producer.says("xoa di")
    assert "Em đã xóa dữ liệu" in chat.producer.sees()


async def test_who_has_answered_is_not_told_that_no_answer_is_needed(chat: Talk) -> None:
    await _with_a_request(chat)
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.producer.presses("Hỏi cán bộ")
    await chat.officer.says("CH-1 Anh chị đăng ký ở GS1 nhé")
    await chat.producer.says("/riengtu")
    await chat.producer.presses("Xóa hết")
    await chat.producer.presses("Xóa hết", on="không lấy lại được")
    assert "đã xóa dữ liệu" in chat.producer.sees()
    assert "không cần trả lời nữa" not in chat.officer.sees_all()


async def test_staff_leave_their_office_first(chat: Talk) -> None:
    await make_officer(chat.officer)
    await chat.officer.says("/riengtu")
    assert "nhờ quản trị" in chat.officer.sees()
    await chat.officer.forges("privacy.erased")
    assert "nhờ quản trị" in chat.officer.sees()
    async with chat.look() as session:
        account = (await session.scalars(select(Account).where(Account.address == "201"))).one()
        assert account.state is AccountState.ACTIVE


async def test_not_in_front_of_others(chat: Talk) -> None:
    await chat.producer.at("-7").says("/riengtu")
    assert "nhắn riêng" in chat.producer.at("-7").sees_all()


async def test_in_english(chat: Talk) -> None:
    await _with_a_request(chat)
    await chat.producer.says("/language")
    await chat.producer.presses("English")
    await chat.producer.says("/privacy")
    assert "What I hold on you" in chat.producer.sees()
    await chat.producer.presses("Erase everything")
    assert "One request under way will stop" in chat.producer.sees()
    await chat.producer.presses("Erase everything", on="can't be undone")
    assert "Your data were erased" in chat.producer.sees()


async def _nothing_personal_is_left(chat: Talk) -> None:
    async with chat.look() as session:
        account = (await session.scalars(select(Account).where(Account.address == "101"))).one()
        assert (account.name, account.producer_id) == (None, None)
        producer = (await session.scalars(select(Producer))).one()
        assert (producer.name, producer.phone, producer.commune, producer.profile) == (None, None, None, {})
        request = (await session.scalars(select(Request))).one()
        assert (request.code, request.state, request.fields) == ("MV-26-0001", State.WITHDRAWN, {})
        assert request.search == ""
        assert not [line.text for line in await session.scalars(select(RequestEvent)) if line.text]
        attachment = (await session.scalars(select(Attachment))).one()
        assert (attachment.state, attachment.name, attachment.path) == (AttachmentState.ERASED, "", None)
        assert not (await session.scalars(select(Due).where(Due.topic == "request:1"))).all()
        kept = [str(row.payload) for row in await session.scalars(select(Outbox))]
        assert not [text for text in kept if "HTX Côn Minh" in text or "0912" in text]
    assert not (chat.house.data_dir / "attachments" / "01" / "1-label.jpg").exists()
    if chat.channel.capabilities.edit:
        assert "HTX Côn Minh" not in chat.officer.sees_all()


async def test_a_vague_yes_erases_nothing_and_is_asked_back(chat: Talk) -> None:
    await _with_a_request(chat)
    await chat.producer.says("/riengtu")
    await chat.producer.presses("Xóa hết")
    for words in ("ok", "chắc chắn"):
        await chat.producer.says(words)
        assert "Em chưa làm gì cả" in chat.producer.sees()
    await chat.producer.says("không")
    assert "em giữ nguyên" in chat.producer.sees()
