"""A notice to everybody: written, previewed, confirmed, followed, stopped; after a crash, resumed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.channels.base import Envelope, Outcome, Verdict
from bot.channels.memory import MemoryChannel
from bot.delivery import MOST_BROADCASTS
from models.accounts import Account, AccountState, Invitation, Role
from models.audit import Audit
from models.broadcasts import Broadcast, BroadcastState
from models.mail import EventKind, Lane, Outbox, OutboxState, Reason
from models.requests import Attachment, AttachmentState
from tests.talk import MORNING, PROFILES, Talk, talking

NEWS = "Ngày 5/12 họp về chợ OCOP <Tết> & nhãn hiệu"


async def people_come(chat: Talk, *, more: int = 0) -> None:
    """Four people know the bot, the admin among them; ``more`` others have written before."""
    for person in (chat.admin, chat.producer, chat.neighbour, chat.officer):
        await person.says("/start")
    async with chat.database.write() as session:
        session.add_all(
            Account(channel=chat.channel.name, address=str(1000 + number), created_at=MORNING) for number in range(more)
        )


async def write(chat: Talk, text: str = NEWS) -> None:
    await chat.admin.says("/thongbao")
    await chat.admin.says(text)


def answers(chat: Talk, outcomes: dict[str, Outcome]) -> None:
    """Let notices to these chats fare so."""

    def decide(envelope: Envelope) -> Outcome | None:
        return outcomes.get(envelope.chat) if NEWS_ON_THE_WAY in envelope.message.text else None

    chat.channel.decide = decide


NEWS_ON_THE_WAY = "Ngày 5/12"


async def the_broadcast(chat: Talk) -> Broadcast:
    async with chat.look() as session:
        found = await session.scalar(select(Broadcast).order_by(Broadcast.id.desc()).limit(1))
        assert found is not None
        return found


async def broadcast_states(chat: Talk) -> set[BroadcastState]:
    async with chat.look() as session:
        return set(await session.scalars(select(Broadcast.state)))


async def states(chat: Talk) -> Counter[OutboxState]:
    async with chat.look() as session:
        rows = await session.execute(
            select(Outbox.state, func.count()).where(Outbox.lane == Lane.BROADCAST).group_by(Outbox.state)
        )
        return Counter({state: number for state, number in rows})


async def test_written_previewed_sent_and_reported(chat):
    await people_come(chat)
    await write(chat)
    preview, control = chat.admin.screen[-2:]
    assert preview.text == NEWS
    assert preview.choices == []
    assert "3 người, mất khoảng 1 giây" in control.text
    assert NEWS not in chat.producer.sees_all()

    await chat.admin.presses("Gửi cho 3 người")
    for person in (chat.producer, chat.neighbour, chat.officer):
        assert person.last().text == preview.text
    assert "0/3 (0%)" in chat.admin.sees_all()
    await chat.passes(seconds=4)
    report = chat.admin.sees_all()
    assert "Thông báo số 1 đã gửi xong lúc 09:00 23/11/2026" in report
    assert "Người nhận: 3" in report
    assert "Đã gửi: 3" in report
    assert (await the_broadcast(chat)).state is BroadcastState.DONE
    if chat.channel.capabilities.edit:
        assert control.edited, "the progress takes the place of the question"
        assert chat.admin.last() is control
        assert control.choices == []
    before = len(chat.admin.screen)
    await chat.passes(minutes=5)
    assert len(chat.admin.screen) == before
    async with chat.look() as session:
        assert "broadcast.confirmed" in (await session.scalars(select(Audit.action))).all()


async def test_in_english(chat):
    await people_come(chat)
    await chat.admin.says("/language")
    await chat.admin.presses("English")
    await chat.admin.says("/broadcast")
    assert "at most 4,000 characters" in chat.admin.sees()
    await chat.admin.says(NEWS)
    await chat.admin.presses("Send to 3 people")
    await chat.passes(seconds=4)
    assert "Notice number 1 has been sent" in chat.admin.sees_all()
    assert "Sent: 3" in chat.admin.sees_all()


async def test_confirmed_twice_sends_once(chat):
    await people_come(chat)
    await write(chat)
    draft = await the_broadcast(chat)
    await chat.admin.forges(f"broadcast.send:{draft.id}")
    await chat.admin.forges(f"broadcast.send:{draft.id}")
    assert "đã được xác nhận trước đó" in chat.admin.sees()
    assert chat.producer.sees_all().count(NEWS) == 1


async def test_an_older_preview_never_sends_the_newer_text(chat):
    await people_come(chat)
    await write(chat)
    first = await the_broadcast(chat)
    await chat.admin.presses("Sửa nội dung")
    await chat.admin.says("Chợ OCOP dời sang ngày 6/12")
    second = await the_broadcast(chat)
    await chat.admin.forges(f"broadcast.send:{first.id}")
    assert "thay bằng bản mới hơn" in chat.admin.sees()
    await chat.admin.forges(f"broadcast.send:{second.id}")
    assert "dời sang ngày 6/12" in chat.producer.sees_all()
    assert NEWS not in chat.producer.sees_all()


async def test_cancelled_sends_nothing(chat):
    await people_come(chat)
    await write(chat)
    draft = await the_broadcast(chat)
    await chat.admin.presses("Hủy")
    assert "không có gì được gửi" in chat.admin.sees_all()
    await chat.admin.forges(f"broadcast.send:{draft.id}")
    assert "đã hủy" in chat.admin.sees()
    assert await states(chat) == {}


async def test_a_draft_is_sent_corrected_and_dropped_by_what_is_typed_after_its_preview(chat):
    await people_come(chat)
    await write(chat)
    await chat.admin.says("ok gui")
    assert chat.producer.last().text == NEWS
    await chat.passes(seconds=4)

    await write(chat)
    await chat.admin.says("sua")
    assert "gửi lại toàn bộ nội dung mới" in chat.admin.sees()
    await chat.admin.says("Chợ OCOP dời sang ngày 6/12")
    await chat.admin.says("Chợ OCOP dời sang ngày 7/12")
    assert "thay lời của bản nháp" in chat.admin.sees()
    await chat.admin.says("co")
    assert [shown.text for shown in chat.admin.screen[-2:-1]] == ["Chợ OCOP dời sang ngày 7/12"]
    await chat.admin.says("Chợ OCOP ở đâu?")
    await chat.admin.presses("Giữ bản nháp")
    assert "ngày 7/12" in chat.admin.sees()
    await chat.admin.says("huy")
    assert "không có gì được gửi" in chat.admin.sees()
    assert {BroadcastState.DONE, BroadcastState.DROPPED} == await broadcast_states(chat)


async def test_a_photo_after_the_preview_goes_out_with_the_words_of_the_draft(chat):
    await people_come(chat)
    await write(chat)
    await chat.admin.sends_photo()
    preview = next(shown for shown in reversed(chat.admin.screen) if shown.picture)
    assert preview.text == NEWS
    await chat.admin.says("Chợ OCOP dời sang ngày 6/12")
    await chat.admin.presses("Thay bản nháp")
    await chat.admin.says("gui")
    shown = chat.producer.last()
    assert shown.text == "Chợ OCOP dời sang ngày 6/12"
    assert shown.picture is not None
    assert shown.picture.path, "people on another app get it too"


async def test_a_draft_is_kept_for_as_long_as_something_else_is_talked_about(chat):
    await people_come(chat)
    await write(chat)
    await chat.admin.says("/trogiup")
    await chat.admin.says("gui")
    assert NEWS not in chat.producer.sees_all()
    assert "bản nháp" not in chat.admin.sees()
    await chat.admin.says("/thongbao")
    assert "một bản nháp chưa gửi" in chat.admin.sees()
    assert NEWS in chat.admin.sees()
    await chat.admin.says("/huy")
    assert "không có gì được gửi" in chat.admin.sees()
    await write(chat)
    await chat.admin.says("số liệu")
    assert "bản nháp" not in chat.admin.sees()
    await chat.admin.says("/thongbao")
    await chat.admin.says("gui")
    assert chat.producer.last().text == NEWS


async def test_what_cant_be_sent_is_said_and_asked_again(chat):
    await people_come(chat)
    await chat.admin.says("/thongbao")
    await chat.admin.says("x" * 4001)
    assert "4.001" in chat.admin.sees()
    await chat.admin.says("   ")
    assert "chưa có chữ" in chat.admin.sees()
    await chat.admin.sends(EventKind.VOICE, file={"id": "v", "name": "voice.ogg", "mime": "audio/ogg", "size": 9})
    assert "chỉ nhận chữ" in chat.admin.sees()
    await chat.admin.sends_photo(caption="x" * 1025)
    assert "1.025" in chat.admin.sees()
    await chat.admin.says("y" * 4000)
    assert "đúng như mọi người sẽ thấy" in chat.admin.sees()


async def test_only_admins_and_only_their_own_drafts(chat):
    await people_come(chat)
    await chat.producer.says("/thongbao")
    assert "không dành cho" in chat.producer.sees()
    await write(chat)
    draft = await the_broadcast(chat)
    await chat.producer.forges(f"broadcast.send:{draft.id}")
    assert "không dành cho" in chat.producer.sees()
    invitation, word = Invitation.make(Role.ADMIN, [], now=MORNING)
    async with chat.database.write() as session:
        session.add(invitation)
    await chat.colleague.says(f"/start i-{word}")
    await chat.colleague.forges(f"broadcast.send:{draft.id}")
    assert "của quản trị viên khác" in chat.colleague.sees()
    await chat.colleague.forges("broadcast.send:99")
    assert await states(chat) == {}
    async with chat.look() as session:
        refused = (
            await session.scalars(select(Audit.action).where(Audit.action.startswith("refused")).order_by(Audit.id))
        ).all()
    assert refused == ["refused.command", "refused.choice", "refused.broadcast", "refused.broadcast"]


async def test_nobody_to_send_to(chat):
    await write(chat)
    assert "chưa có người nhận" in chat.admin.sees()
    assert not any("Gửi cho" in label for label in chat.admin.choices())


async def test_blocked_failed_and_unknown_are_reported_and_none_is_sent_again(chat):
    await people_come(chat)
    attempts: Counter[str] = Counter()
    fates = {
        chat.producer.address: Outcome(Verdict.FAILED, reason=Reason.BLOCKED),
        chat.neighbour.address: Outcome(Verdict.UNKNOWN),
        chat.officer.address: Outcome(Verdict.FAILED, reason=Reason.REJECTED),
    }

    def decide(envelope: Envelope) -> Outcome | None:
        if NEWS_ON_THE_WAY in envelope.message.text and envelope.chat in fates:
            attempts[envelope.chat] += 1
            return fates[envelope.chat]
        return None

    await write(chat)
    chat.channel.decide = decide
    await chat.admin.presses("Gửi cho")
    await chat.passes(minutes=10)
    report = chat.admin.sees_all()
    assert "Đã gửi: 0" in report
    assert "Chặn bot hoặc bỏ tài khoản: 1" in report
    assert "Không gửi được: 1" in report
    assert "Không rõ đã tới chưa: 1" in report
    assert attempts == dict.fromkeys(fates, 1)
    async with chat.look() as session:
        blocked = await session.scalar(select(Account).where(Account.address == chat.producer.address))
    assert blocked is not None
    assert blocked.state is AccountState.STOPPED
    await write(chat)
    assert "2 người" in chat.admin.sees(), "who has blocked the bot is no recipient"


async def test_where_it_is_unknown_an_admin_may_send_it_again_once(chat):
    await people_come(chat)
    answers(chat, {person.address: Outcome(Verdict.UNKNOWN) for person in (chat.producer, chat.neighbour)})
    await write(chat)
    await chat.admin.presses("Gửi cho 3 người")
    async with chat.database.write() as session:  # whoever is gone isn't written to again
        gone = update(Account).where(Account.address == chat.neighbour.address)
        await session.execute(gone.values(state=AccountState.STOPPED))
    await chat.passes(seconds=4)
    report = chat.admin.last()
    assert "Không rõ đã tới chưa: 2" in report.text
    again = "Gửi lại thông báo số 1 cho 1 người"
    assert [again in choice.label for choice in report.choices] == [True]
    if not chat.channel.capabilities.buttons:
        assert "Gõ /thongbao để gửi lại" in report.text

    chat.channel.decide = lambda envelope: None
    await chat.admin.says("/thongbao")
    await chat.admin.presses(again)
    await chat.admin.forges("broadcast.again:1")
    assert "Đang có một thông báo gửi dở" in chat.admin.sees()
    await chat.passes(seconds=4)
    assert "Đã gửi: 2" in chat.admin.sees_all()
    assert "Không rõ đã tới chưa: 1" in chat.admin.sees_all()
    await chat.admin.forges("broadcast.again:1")
    assert "không có ai cần gửi lại" in chat.admin.sees()
    people = (chat.producer, chat.neighbour, chat.officer)
    assert [person.sees_all().count(NEWS) for person in people] == [2, 1, 1]
    assert await states(chat) == {OutboxState.SENT: 2, OutboxState.UNKNOWN: 1}
    assert (await the_broadcast(chat)).state is BroadcastState.DONE
    await chat.admin.says("/thongbao")
    assert not any("Gửi lại" in label for label in chat.admin.choices())
    await chat.admin.says("/huy")
    await chat.producer.forges("broadcast.again:1")
    assert "không dành cho" in chat.producer.sees()
    async with chat.look() as session:
        repeated = await session.scalars(select(Audit.details).where(Audit.action == "broadcast.again"))
    assert repeated.all() == [{"recipients": 1}]


async def test_what_was_stopped_or_never_sent_is_not_sent_again(chat):
    await people_come(chat)
    answers(chat, {chat.producer.address: Outcome(Verdict.UNKNOWN)})
    await write(chat)
    await chat.admin.presses("Gửi cho 3 người")
    await chat.passes(seconds=4)
    async with chat.database.write() as session:
        await session.execute(update(Broadcast).values(state=BroadcastState.STOPPED))
    await chat.admin.forges("broadcast.again:1")
    assert "không có ai cần gửi lại" in chat.admin.sees()
    assert chat.producer.sees_all().count(NEWS) == 1
    await write(chat)
    await chat.admin.forges("broadcast.again:2")
    assert "không còn chọn được" in chat.admin.sees()


async def test_who_joins_later_gets_nothing(chat):
    await people_come(chat)
    answers(chat, {chat.officer.address: Outcome(Verdict.RETRY)})
    await write(chat)
    draft = await the_broadcast(chat)
    await chat.engine.receive([chat.admin.event(EventKind.CHOICE, f"broadcast.send:{draft.id}", {"message": "1"})])
    chat.channel.decide = lambda envelope: None
    await chat.colleague.says("/start")
    await chat.passes(seconds=10)
    assert NEWS not in chat.colleague.sees_all()
    assert await states(chat) == {OutboxState.SENT: 3}


async def test_a_photo_goes_out_with_its_caption(chat):
    await people_come(chat)
    await chat.admin.says("/thongbao")
    await chat.admin.sends_photo(caption=NEWS)
    preview = next(shown for shown in reversed(chat.admin.screen) if shown.picture)
    assert preview.text == NEWS
    await chat.admin.presses("Gửi cho 3")
    shown = chat.producer.last()
    assert shown.text == NEWS
    assert shown.picture is not None
    assert shown.picture.id == preview.picture.id
    # For people on another app the same photo is sent from our disk.
    assert shown.picture.path
    assert (chat.house.data_dir / shown.picture.path).read_bytes() == b"\xff\xd8\xff photo"


async def test_a_photo_that_cant_be_had_waits_for_people_on_another_app(chat):
    await people_come(chat)
    chat.channel.files.clear()
    await chat.admin.says("/thongbao")
    await chat.admin.sends(EventKind.PHOTO, NEWS, file={"id": "gone", "name": "a.jpg", "mime": "image/jpeg", "size": 9})
    elsewhere = "telegram" if chat.channel.name == "zalo" else "zalo"
    chat.house.links = {chat.channel.name: chat.channel.link, elsewhere: chat.channel.link}
    async with chat.database.write() as session:
        session.add(Account(channel=elsewhere, address="z1", created_at=MORNING))
    await chat.admin.presses("Gửi cho")
    assert "Ảnh chưa tải về" in chat.admin.sees()
    async with chat.database.write() as session:
        stored = await session.scalar(select(Attachment))
        assert stored is not None
        assert stored.state is AttachmentState.FAILED
        await session.delete(await session.scalar(select(Account).where(Account.address == "z1")))
    await chat.admin.presses("Gửi cho")
    assert chat.producer.last().picture is not None


@pytest.mark.parametrize("how", ["/huy", "Dừng gửi"])
async def test_stopped_midway(chat, how):
    """The platform rests after the first twenty; what no worker has in hand is withdrawn."""
    await people_come(chat, more=597)
    await write(chat)
    draft = await the_broadcast(chat)
    reached: list[str] = []
    midway = asyncio.Event()

    def decide(envelope: Envelope) -> Outcome | None:
        if NEWS_ON_THE_WAY not in envelope.message.text:
            return None
        if len(reached) >= 20 and not midway.is_set():
            midway.set()
        if midway.is_set():
            return Outcome(Verdict.RETRY)
        reached.append(envelope.chat)
        return None

    chat.channel.decide = decide
    send, stop = (
        chat.admin.event(EventKind.CHOICE, f"broadcast.send:{draft.id}", {"message": "1"}),
        chat.admin.event(EventKind.TEXT, how),
    )
    await chat.engine.receive([send])
    await asyncio.wait_for(midway.wait(), 10)
    await chat.engine.receive([stop])
    chat.channel.decide = lambda envelope: None
    await chat.passes(minutes=3)

    assert "Đã dừng thông báo số 1" in chat.admin.sees_all()
    assert "Thông báo số 1 đã dừng" in chat.admin.sees_all()
    counts = await states(chat)
    assert set(counts) == {OutboxState.SENT, OutboxState.STOPPED}
    assert counts.total() == 600
    assert counts[OutboxState.SENT] <= 20 + MOST_BROADCASTS
    assert f"Chưa gửi vì đã dừng: {counts[OutboxState.STOPPED]}" in chat.admin.sees_all()
    shown = Counter(shown.chat for shown in chat.channel.shown if shown.text == NEWS and shown.chat != "301")
    assert shown.total() == counts[OutboxState.SENT]
    assert (await the_broadcast(chat)).state is BroadcastState.STOPPED
    await chat.admin.says("/huy")
    assert "Đã dừng thông báo" not in chat.admin.sees()


async def test_one_at_a_time_and_any_admin_may_stop(chat):
    await people_come(chat)
    answers(chat, {chat.producer.address: Outcome(Verdict.RETRY)})
    await write(chat)
    draft = await the_broadcast(chat)
    invitation, word = Invitation.make(Role.ADMIN, [], now=MORNING)
    async with chat.database.write() as session:
        session.add(invitation)
    await chat.engine.receive([chat.colleague.event(EventKind.TEXT, f"/start i-{word}")])
    await chat.engine.receive([chat.admin.event(EventKind.CHOICE, f"broadcast.send:{draft.id}", {"message": "1"})])
    await chat.engine.receive([chat.colleague.event(EventKind.TEXT, "/thongbao")])
    await chat.engine.receive([chat.colleague.event(EventKind.TEXT, "Dừng gửi")])
    chat.channel.decide = lambda envelope: None
    await chat.passes(minutes=2)
    assert "Đang có một thông báo gửi dở" in chat.colleague.sees_all()
    assert "Đã dừng thông báo số 1" in chat.colleague.sees_all()
    assert "Thông báo số 1 đã dừng" in chat.admin.sees_all()


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_crash_in_the_middle_is_resumed_and_none_gets_it_twice(tmp_path: Path, profile: str):
    able, got, midway = PROFILES[profile], Counter[str](), asyncio.Event()

    def slow(channel: MemoryChannel) -> None:
        def decide(envelope: Envelope) -> Outcome | None:
            if NEWS_ON_THE_WAY not in envelope.message.text or envelope.chat == "301":
                return None
            if got.total() >= 20:
                midway.set()
                return Outcome(Verdict.RETRY)
            got[envelope.chat] += 1
            return None

        channel.decide = decide

    async with talking(tmp_path, capabilities=able, change=slow) as chat:
        await people_come(chat, more=597)
        await write(chat)
        draft = await the_broadcast(chat)
        await chat.engine.receive([chat.admin.event(EventKind.CHOICE, f"broadcast.send:{draft.id}", {"message": "1"})])
        await asyncio.wait_for(midway.wait(), 10)
        # What is committed at this moment is what a killed process leaves behind.
        (tmp_path / "later").mkdir()
        await asyncio.to_thread(copy_database, tmp_path / "ocop.db", tmp_path / "later" / "ocop.db")
        chat.channel.decide = lambda envelope: None
        await chat.settle()

    async with talking(tmp_path / "later", capabilities=able) as chat:
        await chat.passes(minutes=3)
        got.update(shown.chat for shown in chat.channel.shown if shown.text == NEWS)
        counts = await states(chat)
        assert set(counts) <= {OutboxState.SENT, OutboxState.UNKNOWN}
        assert counts.total() == 600
        assert max(got.values()) == 1, "none twice"
        assert counts[OutboxState.UNKNOWN] <= MOST_BROADCASTS, "at most what was in hand"
        assert got.total() >= counts[OutboxState.SENT] >= 600 - MOST_BROADCASTS
        broadcast = await the_broadcast(chat)
        assert broadcast.state is BroadcastState.DONE
        async with chat.look() as session:
            report = await session.scalar(
                select(Outbox).where(Outbox.target_id == broadcast.progress_id).order_by(Outbox.id.desc()).limit(1)
            )
        assert report is not None
        assert report.state is OutboxState.SENT
        assert f"Không rõ đã tới chưa: {counts[OutboxState.UNKNOWN]}" in report.payload["text"]


def copy_database(source: Path, target: Path) -> None:
    """The committed state of a database that is in use."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


async def test_what_everybody_should_not_read_never_becomes_the_text(chat):
    await people_come(chat)
    await chat.admin.says("/thongbao")
    await chat.admin.says("?")
    assert "viết nội dung thông báo" in chat.admin.sees()
    await chat.admin.says(NEWS)
    for words in ("khoan", "?", "ok", "cảm ơn em"):
        await chat.admin.says(words)
        assert "Em chưa làm gì cả" in chat.admin.sees()
        assert "Sửa nội dung" in chat.admin.choices()
    await chat.admin.says("Ngày 6/12 mới họp")
    assert "bằng «Ngày 6/12 mới họp»" in chat.admin.sees()
    await chat.admin.presses("Giữ bản nháp")
    await chat.admin.presses("Gửi cho")
    await chat.passes(hours=1)
    assert NEWS in chat.producer.sees_all()
    assert "khoan" not in chat.producer.sees_all()
