"""Zalo Official Account: what can't be sent now waits, goes another way, or is told to the officer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select, update

from bot.channels.base import ZALO_OA, Envelope, Outcome, Verdict
from bot.channels.zalo_oa import able
from bot.windows import _pieces
from models.accounts import Account, AccountState
from models.mail import Choice, EventKind, File, Lane, Message, Operation, Outbox, OutboxState, Reason
from models.requests import RequestKind
from models.windows import Shut, Window, fits, let_go
from tests.conversations.officers.office import employ, office_router
from tests.conversations.test_doors import joins
from tests.talk import MORNING, Person, Talk, talking

CODE = "MV-26-0001"


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """An office on Telegram whose producers are on Zalo."""
    async with talking(tmp_path, also={"zalo_oa": ZALO_OA}, router=office_router()) as talk:
        await employ(talk.officer, RequestKind.BARCODE)
        yield talk


@pytest.fixture
def zalo(talk: Talk) -> Person:
    return talk.producer.on("zalo_oa", "oa1")


async def rows(talk: Talk, person: Person) -> list[Outbox]:
    async with talk.look() as session:
        mine = select(Outbox).where(Outbox.chat == person.address, Outbox.operation != Operation.COMMANDS)
        return list(await session.scalars(mine.order_by(Outbox.id)))


async def held(talk: Talk) -> list[Outbox]:
    async with talk.look() as session:
        return list(await session.scalars(select(Outbox).where(Outbox.state == OutboxState.WAITING)))


def test_the_rule() -> None:
    window, hour = Window(), timedelta(hours=1)
    assert window.shut(None, 0, 1, MORNING) is Shut.DAYS
    assert window.shut(MORNING, 0, 1, MORNING + 47 * hour) is None
    assert window.shut(MORNING, 0, 1, MORNING + 48 * hour) is Shut.HOURS
    assert window.shut(MORNING, 0, 1, MORNING + timedelta(days=7)) is Shut.DAYS
    assert window.shut(MORNING, 7, 1, MORNING) is None
    assert window.shut(MORNING, 7, 2, MORNING) is Shut.QUOTA
    assert window.shut(MORNING, 8, 1, MORNING) is Shut.QUOTA
    assert window.shut(MORNING, 0, 9, MORNING) is None, "longer than all the free ones: it would never go"
    assert Shut.read("hours") is Shut.HOURS
    assert Shut.read("-230: out of quota") is Shut.OTHER


def test_an_office_that_pays_counts_nothing() -> None:
    """``OCOP_ZALO_OA_PAID``."""
    window = able(paid=True).window
    assert window is not None
    assert window.shut(MORNING, 1_000, 3, MORNING + timedelta(days=7) - timedelta(seconds=1)) is None
    assert window.shut(MORNING, 0, 1, MORNING + timedelta(days=7)) is Shut.DAYS
    assert window.shut(None, 0, 1, MORNING) is Shut.DAYS


@pytest.mark.parametrize("paid", [True, False])
async def test_what_is_paid_for_goes_out_for_seven_days(tmp_path: Path, paid: bool) -> None:
    async with talking(tmp_path, also={"zalo_oa": able(paid=paid)}, router=office_router()) as talk:
        zalo = talk.producer.on("zalo_oa", "oa1")
        await zalo.says("/menu")
        await talk.passes(hours=49)
        await write(talk, zalo, 10)
        assert [shown.text for shown in zalo.screen[1:]] == [f"notice {number}" for number in range(10 if paid else 0)]
        await talk.passes(days=5)
        await write(talk, zalo, 1)
        assert len(await held(talk)) == (1 if paid else 11)


def test_what_fits_elsewhere() -> None:
    open_it = Message("x", [Choice("Mở", "a"), Choice("Thôi", "b")])
    assert not fits(open_it, Lane.NOTICE, buttons=0)
    assert fits(open_it, Lane.NOTICE, buttons=2)
    assert fits(Message("x", open_it.choices, hint="Gõ MV-26-0001"), Lane.NOTICE, buttons=0)
    assert fits(None, Lane.BROADCAST, buttons=0)
    assert not fits(Message("x"), Lane.REPLY, buttons=9)


async def test_after_48_hours_a_notice_waits_and_the_officer_is_told_once(talk: Talk, zalo: Person) -> None:
    await zalo.says("/nop barcode")
    await talk.passes(hours=48)
    seen = len(zalo.screen)
    await talk.officer.presses("Nhận", on=CODE)
    assert len(zalo.screen) == seen
    assert "người nhận chưa nhắn trong 48 giờ" in talk.officer.sees()
    assert "gọi 0912 345 678" in talk.officer.sees()
    await talk.officer.says(f"{CODE} ")
    await talk.officer.presses("Nhắn")
    await talk.officer.says("Chị gửi thêm ảnh nhé")
    assert "48 giờ" not in talk.officer.sees(), "once, however many wait"
    waiting = await held(talk)
    assert [row.lane for row in waiting] == [Lane.NOTICE] * 2
    assert all(row.expires_at == talk.now() + timedelta(days=30) and row.claimed_by is None for row in waiting)
    # The next word brings its answer first, then what has waited, in order.
    await talk.passes(days=1)
    before = len(talk.officer.screen)
    await zalo.says("/menu")
    texts = [shown.text for shown in zalo.screen[seen:]]
    assert len(texts) == 3
    assert "MV-26-0001" not in texts[0]
    assert "Nông Thị Hạnh" in texts[1]
    assert "gửi thêm ảnh" in texts[2]
    told = "\n".join(shown.text for shown in talk.officer.screen[before:])
    assert "Đã gửi tới chủ thể" in told
    assert await held(talk) == []


async def test_what_an_officer_reads_late_says_how_the_case_stands_then(talk: Talk, zalo: Person) -> None:
    late = talk.colleague.on("zalo_oa", "oa2")
    await late.says("/start")
    await employ(late, RequestKind.BARCODE)
    await talk.passes(days=3)
    await zalo.says("/nop barcode")
    await zalo.says(f"{CODE} Bao giờ xong ạ?")
    assert [CODE in str(row.payload) for row in await held(talk)] == [True, True]
    await talk.officer.presses("Nhận", on="Đang chờ nhận")
    assert "Đang chờ nhận" not in str([row.payload for row in await held(talk)])
    await talk.officer.says(CODE)
    await talk.officer.presses("Xong")
    await talk.officer.says("Đã đăng ký xong mã")
    seen = len(late.screen)
    await late.says("/menu")
    told = [shown.text for shown in late.screen[seen:] if CODE in shown.text]
    assert ["Đã xong: Nông Thị Hạnh" in text for text in told] == [True], told


async def test_the_officer_is_told_when_it_has_gone_out(talk: Talk, zalo: Person) -> None:
    await zalo.says("/nop barcode")
    await talk.passes(days=7)
    await talk.officer.presses("Nhận", on=CODE)
    assert "chưa nhắn trong 7 ngày" in talk.officer.sees()
    before = len(talk.officer.screen)
    await zalo.says("xin chào")
    told = [shown.text for shown in talk.officer.screen[before:]]
    assert [CODE in text and "đã nhắn lại, tin chờ đã gửi" in text for text in told] == [True]


async def test_the_window_is_counted_from_when_it_was_written(talk: Talk, zalo: Person) -> None:
    """What comes late, since the house was closed, opened Zalo's window when it was written."""
    said = zalo.event(EventKind.TEXT, "/menu")
    said.at -= timedelta(hours=2)
    await talk.deliver(said)
    earlier = zalo.event(EventKind.TEXT, "/menu")
    earlier.at -= timedelta(hours=9)
    await talk.deliver(earlier)
    await talk.passes(hours=45.9)
    await write(talk, zalo, 1)
    assert await held(talk) == []
    await talk.passes(minutes=10)
    await write(talk, zalo, 1)
    assert len(await held(talk)) == 1


async def test_opening_the_chat_counts_like_a_word(talk: Talk, zalo: Person) -> None:
    await zalo.says("/nop barcode")
    await talk.passes(days=3)
    await talk.officer.presses("Nhận", on=CODE)
    seen = len(zalo.screen)
    await zalo.sends(EventKind.MEMBER, present=False)
    assert len(await held(talk)) == 0, "whoever has left gets nothing more"
    await zalo.says("/menu")
    await talk.passes(days=3)
    await talk.officer.says(f"{CODE} Chị gửi thêm ảnh nhé")
    assert len(await held(talk)) == 1
    await zalo.sends(EventKind.MEMBER, present=True)
    assert await held(talk) == []
    assert ["gửi thêm ảnh" in shown.text for shown in zalo.screen[seen:]] == [False, True]


async def test_after_eight_messages_the_ninth_waits(talk: Talk, zalo: Person) -> None:
    await zalo.says("/nop barcode")
    await talk.officer.presses("Nhận", on=CODE)
    for number in range(8):
        await talk.officer.says(CODE)
        await talk.officer.presses("Nhắn")
        await talk.officer.says(f"tin số {number}")
    assert len(zalo.screen) == 8
    assert "đã hết số tin miễn phí" in talk.officer.sees_all()
    async with talk.look() as session:
        account = await session.scalar(select(Account).where(Account.address == "oa1"))
        assert account is not None
        assert (account.spent, account.held, account.wrote_at) == (8, True, talk.now())
    await talk.passes(minutes=1)
    await zalo.says("/yeucau")
    assert "tin số 7" in zalo.last().text
    async with talk.look() as session:
        account = await session.scalar(select(Account).where(Account.address == "oa1"))
        assert account is not None
        assert (account.spent, account.held) == (2, False)


@pytest.mark.parametrize(
    ("message", "pieces"),
    [
        (Message("x"), 1),
        (Message("x" * 3000), 2),
        (Message("x", picture=File("a.png", "image/png")), 1),
        (Message("", picture=File("a.png", "image/png")), 1),
        (Message("x", [Choice("Mở", "a.b")], picture=File("a.png", "image/png")), 2),
        (Message("x", document=File("a.pdf", "application/pdf")), 2),
        (Message("", document=File("a.pdf", "application/pdf")), 1),
    ],
)
def test_how_many_messages_one_takes(message: Message, pieces: int) -> None:
    assert _pieces(message, ZALO_OA) == pieces


async def test_what_has_been_begun_is_finished(talk: Talk, zalo: Person) -> None:
    """The free time ends between two pieces; put aside, the first one would be sent again."""
    await zalo.says("/menu")
    asked: list[int] = []

    def decide(envelope: Envelope) -> Outcome | None:
        asked.append(envelope.accepted)
        if len(asked) > 1:
            return None
        talk._moment[0] += timedelta(hours=48)
        return Outcome(Verdict.RETRY, accepted=1)

    talk.channels["zalo_oa"].decide = decide
    long = Message("a " * 900 + "\n\n" + "b " * 900).payload()
    await write(talk, zalo, 1, payload=long)
    assert asked == [0, 1]
    assert await held(talk) == []


async def test_many_at_once_are_counted_before_they_are_written_down(talk: Talk, zalo: Person) -> None:
    await zalo.says("/nop barcode")
    await write(talk, zalo, 12)
    assert len(zalo.screen) == 8
    assert len(await held(talk)) == 4


async def write(talk: Talk, person: Person, number: int, **more: object) -> None:
    """Notices that nobody hands over."""
    async with talk.database.write() as session:
        account = await session.scalar(select(Account).where(Account.address == person.address))
        assert account is not None
        session.add_all(
            Outbox(
                channel=person.app,
                chat=person.address,
                account_id=account.id,
                lane=Lane.NOTICE,
                created_at=talk.now(),
                **{"payload": Message(f"notice {each}").payload()} | more,
            )
            for each in range(number)
        )
    talk.delivery.wake()
    await talk.settle()


async def test_another_app_of_the_same_person_gets_it(talk: Talk, zalo: Person) -> None:
    await zalo.says("/nop barcode")
    await joins(talk.producer, zalo)
    await talk.passes(minutes=1)
    await zalo.says("/menu")
    await talk.passes(days=3)
    await talk.officer.presses("Nhận", on=CODE)
    await talk.officer.says(CODE)
    await talk.officer.presses("Hỏi")
    seen = len(zalo.screen)
    await talk.officer.says("In bao nhiêu tem?")
    assert len(zalo.screen) == seen
    assert "bao nhiêu tem" in talk.producer.last().text
    assert talk.producer.last().buttons, "with the choices as this app shows them"
    assert "chưa nhắn" not in talk.officer.sees_all()
    assert await held(talk) == []
    # The answer is expected where the question was read.
    await talk.producer.says("5.000 tem")
    assert "5.000 tem" in talk.officer.last().text
    moved = [row for row in await rows(talk, talk.producer) if row.handed_from_id is not None]
    assert {row.state for row in moved} == {OutboxState.SENT}


async def test_it_is_handed_over_once(tmp_path: Path) -> None:
    also = {"zalo_oa": ZALO_OA, "other": ZALO_OA}
    async with talking(tmp_path, also=also, router=office_router()) as talk:
        one, other = talk.producer.on("zalo_oa", "oa1"), talk.producer.on("other", "o1")
        await one.says("/start")
        await joins(one, other)
        closed = Outcome(Verdict.CLOSED, detail="quota")

        def decide(envelope: Envelope) -> Outcome | None:
            return closed if "notice" in envelope.message.text else None

        for channel in talk.channels.values():
            channel.decide = decide
        await write(talk, one, 1)
        (row,) = await held(talk)
        assert (row.channel, row.attempts, row.detail) == ("other", 2, "quota")
        for channel in talk.channels.values():
            channel.decide = lambda envelope: None
        await one.says("/menu")
        assert "notice 0" in other.last().text


@pytest.mark.parametrize("reason", [Reason.BLOCKED, Reason.NOT_FOLLOWING, Reason.REJECTED])
async def test_what_the_other_app_refuses_waits_where_it_was(talk: Talk, zalo: Person, reason: Reason) -> None:
    await zalo.says("/nop barcode")
    await joins(talk.producer, zalo)
    await talk.passes(minutes=1)
    await zalo.says("/menu")
    await talk.passes(days=3)
    talk.channel.decide = lambda envelope: Outcome(Verdict.FAILED, reason=reason) if envelope.chat == "101" else None
    seen = len(zalo.screen)
    await talk.officer.presses("Nhận", on=CODE)
    (row,) = [row for row in await held(talk) if row.topic]
    assert (row.channel, row.chat, row.detail) == ("zalo_oa", "oa1", "hours")
    assert "chưa nhắn trong 48 giờ" in talk.officer.sees()
    assert len(zalo.screen) == seen
    async with talk.look() as session:
        account = await session.scalar(select(Account).where(Account.address == "101"))
    assert account is not None
    assert (account.state is AccountState.STOPPED) is (reason is not Reason.REJECTED)
    await zalo.says("/menu")
    assert "Nông Thị Hạnh" in zalo.last().text
    assert await held(talk) == []


async def test_refused_by_both_it_is_given_up(talk: Talk, zalo: Person) -> None:
    await zalo.says("/menu")
    await joins(talk.producer, zalo)
    refused = {"101": Reason.BLOCKED, "oa1": Reason.BLOCKED}
    for channel in talk.channels.values():
        channel.decide = lambda envelope: (
            Outcome(Verdict.FAILED, reason=refused[envelope.chat]) if envelope.chat in refused else None
        )
    await write(talk, zalo, 1)
    (row,) = [row for row in await rows(talk, talk.producer) if row.handed_from_id is not None]
    assert (row.state, row.reason) == (OutboxState.FAILED, Reason.BLOCKED)


@pytest.mark.parametrize("writes", [False, True])
async def test_what_the_office_has_to_pay_for_is_tried_again_and_told_once(
    talk: Talk, zalo: Person, writes: bool
) -> None:
    await zalo.says("/nop barcode")
    await talk.passes(minutes=1)
    tried: list[str] = []

    def decide(envelope: Envelope) -> Outcome | None:
        tried.append(envelope.message.text)
        return Outcome(Verdict.CLOSED, detail="office")

    talk.channels["zalo_oa"].decide = decide
    await talk.officer.presses("Nhận", on=CODE)
    assert "hết số tin được gửi hoặc hết tiền" in talk.officer.sees()
    assert "mua thêm tin hoặc nạp tiền" in talk.officer.sees()
    assert "Người nhận nhắn lại" not in talk.officer.sees()
    told, seen = len(talk.officer.screen), len(tried)
    for minutes in (29, 2, 31):
        await talk.passes(minutes=minutes)
        talk.delivery.wake()
        await talk.settle()
    assert len(tried) == seen + 2, "every half hour"
    assert len(talk.officer.screen) == told, "told once"
    talk.channels["zalo_oa"].decide = lambda envelope: None
    if writes:
        await zalo.says("/menu")
    else:
        await talk.passes(minutes=31)
        talk.delivery.wake()
        await talk.settle()
    assert "Nông Thị Hạnh" in zalo.last().text
    assert ("đã nhắn lại" in talk.officer.sees_all()) is writes
    assert "tin chờ" in talk.officer.sees()


async def test_what_the_office_does_not_pay_for_is_given_up_at_last(talk: Talk, zalo: Person) -> None:
    await zalo.says("gặp cán bộ")
    await zalo.says("Bao giờ có hội chợ?")
    talk.channels["zalo_oa"].decide = lambda envelope: Outcome(Verdict.CLOSED, detail="office")
    await talk.officer.replies("Bao giờ có hội chợ", "Ngày 5 tháng 12")
    assert "cứ nửa giờ thử gửi một lần" in talk.officer.sees()
    await talk.passes(days=31)
    talk.delivery.wake()
    await talk.settle()
    assert "CH-1 không gửi được: quá hạn gửi" in talk.officer.sees_all()


async def test_a_broadcast_does_not_wait_for_the_offices_money(talk: Talk, zalo: Person) -> None:
    await zalo.says("/menu")
    await talk.neighbour.says("/start")
    talk.channels["zalo_oa"].decide = lambda envelope: Outcome(Verdict.CLOSED, detail="office")
    await talk.admin.says("/thongbao")
    await talk.admin.says("Hội chợ ngày 5")
    await talk.admin.presses("Gửi")
    await talk.passes(seconds=10)
    assert "đã gửi xong" in talk.admin.sees_all()
    assert "chờ ứng dụng nhận mới gửi được: 1" in talk.admin.sees_all()
    talk.channels["zalo_oa"].decide = lambda envelope: None
    await zalo.says("/menu")
    assert "Hội chợ" in zalo.last().text


async def test_whoever_does_not_follow_is_told_of_in_words_of_its_own(talk: Talk, zalo: Person) -> None:
    await zalo.says("gặp cán bộ")
    await zalo.says("Bao giờ có hội chợ?")
    talk.channels["zalo_oa"].decide = lambda envelope: Outcome(Verdict.FAILED, reason=Reason.NOT_FOLLOWING)
    await talk.officer.replies("Bao giờ có hội chợ", "Ngày 5 tháng 12")
    assert "chưa «Quan tâm» trang Zalo" in talk.officer.sees()
    assert "chặn" not in talk.officer.sees()


async def test_a_platform_that_says_so_itself(talk: Talk) -> None:
    """A channel without a window, whose monthly quota is used up, for instance."""
    await talk.producer.says("/nop barcode")
    talk.channel.decide = lambda envelope: (
        Outcome(Verdict.CLOSED, detail="3000 a month") if envelope.chat == "101" else None
    )
    await talk.officer.presses("Nhận", on=CODE)
    assert "ứng dụng nhắn tin chưa nhận" in talk.officer.sees()
    assert [row.detail for row in await held(talk)] == ["3000 a month"]
    talk.channel.decide = lambda envelope: None
    await talk.producer.says("/menu")
    assert "Nông Thị Hạnh" in talk.producer.last().text


async def test_the_answer_to_a_question_waits_too(talk: Talk, zalo: Person) -> None:
    await zalo.says("gặp cán bộ")
    await zalo.says("Bao giờ có hội chợ?")
    assert "CH-1" in talk.officer.last().text
    await talk.passes(days=3)
    await talk.officer.replies("Bao giờ có hội chợ", "Ngày 5 tháng 12")
    assert "CH-1 chưa gửi được: người hỏi chưa nhắn trong 48 giờ" in talk.officer.sees()
    await zalo.says("/menu")
    assert "Ngày 5 tháng 12" in zalo.last().text
    assert "CH-1" in talk.officer.last().text


async def test_what_waits_too_long_is_given_up_and_the_officer_told(talk: Talk, zalo: Person) -> None:
    await zalo.says("/nop barcode")
    await talk.passes(days=3)
    await talk.officer.presses("Nhận", on=CODE)
    await talk.passes(days=30)
    talk.delivery.wake()
    await talk.settle()
    (row,) = [row for row in await rows(talk, zalo) if row.topic]
    assert (row.state, row.reason) == (OutboxState.FAILED, Reason.EXPIRED)
    assert "tin chờ đã quá hạn" in talk.officer.sees_all()
    assert "Anh/chị gọi 0912 345 678" in talk.officer.sees_all()
    await zalo.says("/menu")
    assert "Nông Thị Hạnh" not in zalo.sees()


async def test_a_change_goes_elsewhere_only_if_it_says_something_alone(talk: Talk) -> None:
    """Whose notices stand where nothing arrives any more hears on the other app what matters, not every step."""
    await employ(talk.colleague, RequestKind.BARCODE)
    zalo = talk.colleague.on("zalo_oa", "oa202")
    await joins(talk.colleague, zalo)
    await talk.passes(minutes=1)
    await talk.colleague.says("/menu")
    await talk.producer.says("/nop barcode")
    assert CODE in talk.colleague.last().text
    talk.channel.decide = lambda envelope: (
        Outcome(Verdict.FAILED, reason=Reason.BLOCKED) if envelope.chat == "202" else None
    )
    seen = len(zalo.screen)
    await talk.officer.presses("Nhận", on=CODE)
    await talk.officer.presses("Hỏi")
    await talk.officer.says("Bao nhiêu tem?")
    assert [shown.text for shown in zalo.screen[seen:]] == [f"{CODE}: Nông Thị Hạnh đã nhận."]


async def test_it_survives_a_restart_and_a_crash_in_mid_sending(tmp_path: Path) -> None:
    also = {"zalo_oa": ZALO_OA}
    async with talking(tmp_path, also=also, router=office_router()) as talk:
        zalo = talk.producer.on("zalo_oa", "oa1")
        await zalo.says("/menu")
        await talk.passes(hours=50)
        await write(talk, zalo, 2)
        assert len(await held(talk)) == 2
    async with talking(tmp_path, also=also, router=office_router()) as talk:
        talk._moment[0] = MORNING + timedelta(hours=51)
        await talk.settle()
        assert len(await held(talk)) == 2, "a start doesn't try what can't go"
        zalo = talk.producer.on("zalo_oa", "oa1")
        talk.number = 100
        # They write, and the process dies with everything in hand.
        await talk.delivery.stop()
        await talk.engine.receive([zalo.event(EventKind.TEXT, "/menu")])
        assert await held(talk) == []
        async with talk.database.write() as session:
            in_hand = update(Outbox).where(Outbox.chat == "oa1", Outbox.state == OutboxState.QUEUED)
            await session.execute(in_hand.values(state=OutboxState.SENDING, claimed_by="dead"))
    async with talking(tmp_path, also=also, router=office_router()) as talk:
        talk._moment[0] = MORNING + timedelta(hours=51)
        await talk.settle()
        zalo = talk.producer.on("zalo_oa", "oa1")
        texts = [shown.text for shown in zalo.screen]
        assert texts[1:] == ["notice 0", "notice 1"]


async def test_a_chat_that_waits_holds_up_nobody(talk: Talk, zalo: Person) -> None:
    await zalo.says("/menu")
    await talk.passes(days=3)
    await write(talk, zalo, 3)
    neighbour = talk.neighbour.on("zalo_oa", "oa2")
    await neighbour.says("/menu")
    await write(talk, neighbour, 1)
    assert "notice 0" in neighbour.last().text
    assert len(await held(talk)) == 3


async def test_they_write_while_it_is_being_tried(talk: Talk, zalo: Person) -> None:
    """What was found closed a moment ago is tried again, and doesn't wait for the word after this one."""
    await zalo.says("/menu")
    await talk.passes(days=3)
    putting = talk.delivery._outcomes.write
    wrote: list[bool] = []

    async def late():  # type: ignore[no-untyped-def]
        closed = any(outcome.verdict is Verdict.CLOSED for _, outcome in talk.delivery._outcomes._new)
        if closed and not wrote:
            wrote.append(True)
            await talk.engine.receive([zalo.event(EventKind.TEXT, "/menu")])
        return await putting()

    talk.delivery._outcomes.write = late  # type: ignore[method-assign]
    await write(talk, zalo, 1)
    assert wrote
    assert await held(talk) == []
    assert "notice 0" in [shown.text for shown in zalo.screen]


async def test_an_attempt_that_failed_just_before_does_not_count(talk: Talk, zalo: Person) -> None:
    """Both outcomes are written down in one go."""
    await zalo.says("/menu")
    outcomes = [Outcome(Verdict.RETRY, detail="502"), Outcome(Verdict.CLOSED, detail="quota")]
    talk.channels["zalo_oa"].decide = lambda envelope: outcomes.pop(0) if outcomes else None
    putting = talk.delivery._outcomes.write

    async def later():  # type: ignore[no-untyped-def]
        while outcomes:
            await asyncio.sleep(0.001)
        return await putting()

    talk.delivery._outcomes.write = later  # type: ignore[method-assign]
    await write(talk, zalo, 1)
    assert [row.detail for row in await held(talk)] == ["quota"]


async def test_what_waits_is_found_by_its_indexes(talk: Talk) -> None:
    seen: list[str] = []

    def watch(_connection, cursor, statement, parameters, _context, _many):  # type: ignore[no-untyped-def]
        if "waiting" in statement and not statement.startswith("EXPLAIN"):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            seen.extend(row[3] for row in cursor.fetchall())

    for engine in (talk.database.engine, talk.database._reader):
        event.listen(engine.sync_engine, "before_cursor_execute", watch)
    async with talk.database.write() as session:
        account = await session.scalar(select(Account).limit(1))
        assert account is not None
        await let_go(session, [account.id])
    await talk.delivery._claims.free()
    assert any("ix_outbox_held_until" in plan for plan in seen), seen
    assert any("ix_outbox_held (" in plan for plan in seen), seen
    assert not [plan for plan in seen if plan.startswith("SCAN outbox")], seen


async def test_a_broadcast_does_not_wait_for_those_who_are_silent(talk: Talk, zalo: Person) -> None:
    await zalo.says("/menu")
    await talk.neighbour.says("/start")
    await talk.passes(days=3)
    await talk.admin.says("/thongbao")
    await talk.admin.says("Hội chợ ngày 5")
    await talk.admin.presses("Gửi")
    await talk.passes(seconds=10)
    assert "chờ ứng dụng nhận mới gửi được: 1" in talk.admin.sees_all()
    assert "đã gửi xong" in talk.admin.sees_all()
    assert "Hội chợ" in talk.neighbour.sees_all()
    await zalo.says("/menu")
    assert "Hội chợ" in zalo.last().text
