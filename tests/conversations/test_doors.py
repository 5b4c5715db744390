"""/lienket: one person on two apps, from the code to parting."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.channels.base import ZALO, Outcome, Verdict
from models.accounts import Account, AccountState, Role
from models.assessments import Assessment
from models.audit import Audit
from models.doors import TRIES_OF_ALL, Door, DoorCode, dismiss, set_role
from models.figures import count
from models.mail import Reason
from models.producers import Producer
from models.products import Product, Source
from models.questions import Question, QuestionState
from models.requests import RequestKind, RequestState
from tests.conversations.filling import form_of, hands_in
from tests.conversations.officers.office import employ, office_router, request_of
from tests.conversations.people import consents
from tests.talk import Person, Talk, talking

CODE = "MV-26-0001"


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A house with two doors."""
    async with talking(tmp_path, also={"zalo": ZALO}, router=office_router()) as talk:
        yield talk


@pytest.fixture
def zalo(talk: Talk) -> Person:
    """The producer's other phone app."""
    return talk.producer.on("zalo", "z101")


async def code_of(person: Person) -> str:
    await person.says("/lienket")
    found = re.search(r"\b(\d{6})\b", person.sees())
    assert found, person.sees()
    return found[1]


async def joins(first: Person, second: Person) -> None:
    code = await code_of(first)
    await second.says(f"/lienket {code}")
    assert "✓ Đã nối" in second.sees()


async def account_of(talk: Talk, person: Person) -> Account:
    async with talk.look() as session:
        found = await session.scalar(
            select(Account).where(Account.address == person.address, Account.channel == person.app)
        )
        assert found is not None
        return found


async def actions(talk: Talk) -> list[str]:
    async with talk.look() as session:
        return list(
            await session.scalars(select(Audit.action).where(Audit.action.contains("doors")).order_by(Audit.id))
        )


# the code


async def test_a_code_joins_and_both_are_told(talk: Talk, zalo: Person) -> None:
    code = await code_of(talk.producer)
    assert "Không đưa mã này cho ai" in talk.producer.sees()
    assert "10 phút" in talk.producer.sees()
    await zalo.says(f"/lienket {code[:3]} {code[3:]}")
    assert "✓ Đã nối Zalo với Telegram" in zalo.sees()
    told = talk.producer.last()
    assert "Zalo «Hoàng Thị Lan» vừa được nối" in told.text
    assert [choice.label for choice in told.buttons] == ["Không phải tôi, gỡ ra"]
    one, other = await account_of(talk, talk.producer), await account_of(talk, zalo)
    assert one.ids == other.ids == {one.id, other.id}
    assert one.person_id == other.person_id == one.id
    assert await actions(talk) == ["doors.code", "doors.joined"]
    await zalo.says("/lienket")
    assert "đã nối với:\n• Telegram" in zalo.sees()
    assert "Gỡ Telegram" in zalo.choices()


async def test_the_digits_alone_are_an_answer(talk: Talk, zalo: Person) -> None:
    code = await code_of(talk.producer)
    await zalo.says("/lienket")
    await zalo.says(f"  {code[:2]} {code[2:4]} {code[4:]}. ")
    assert "✓ Đã nối" in zalo.sees()


async def test_whatever_else_is_said_is_about_something_else(talk: Talk, zalo: Person) -> None:
    await zalo.says("/lienket")
    await zalo.says("mã vạch là gì")
    assert "Nguồn:" in zalo.sees()
    await zalo.says("123456")
    assert "chưa đúng" not in zalo.sees()
    assert await actions(talk) == ["doors.code"]


async def test_only_a_digest_is_kept(talk: Talk) -> None:
    code = await code_of(talk.producer)
    async with talk.look() as session:
        row = (await session.scalars(select(DoorCode))).one()
        assert code not in row.digest
        audit = (await session.scalars(select(Audit))).all()
        assert all(code not in f"{act.target}{act.details}" for act in audit)


async def test_a_wrong_code_three_times(talk: Talk, zalo: Person) -> None:
    code = await code_of(talk.producer)
    wrong = "000000" if code != "000000" else "111111"
    await zalo.says(f"/lienket {wrong}")
    assert "còn 2 lần thử" in zalo.sees()
    await zalo.says(wrong)
    assert "còn 1 lần thử" in zalo.sees()
    await zalo.says(wrong)
    assert "tạm dừng nối tài khoản 10 phút" in zalo.sees()
    await zalo.says(f"/lienket {code}")
    assert "tạm dừng" in zalo.sees()
    assert (await account_of(talk, zalo)).others == []
    await talk.passes(minutes=10)
    await joins(talk.producer, zalo)
    refused = [action for action in await actions(talk) if action.startswith("refused")]
    assert refused == ["refused.doors.wrong"] * 3 + ["refused.doors.too_many"]


async def test_guessing_with_many_accounts_is_hopeless(talk: Talk, zalo: Person) -> None:
    code = await code_of(talk.producer)
    wrong = "000000" if code != "000000" else "111111"
    for number in range(TRIES_OF_ALL):
        await talk.person(f"z{number}", "Ai đó").on("zalo").says(f"/lienket {wrong}")
    await zalo.says(f"/lienket {code}")
    assert "tạm dừng" in zalo.sees()
    await talk.passes(minutes=10)
    await joins(talk.producer, zalo)


async def test_a_code_is_old_after_ten_minutes(talk: Talk, zalo: Person) -> None:
    code = await code_of(talk.producer)
    await talk.passes(minutes=10)
    await zalo.says(f"/lienket {code}")
    assert "hết hạn" in zalo.sees()
    assert "/lienket ở ứng dụng kia" in zalo.sees()


async def test_a_code_is_good_once_and_the_newest_counts(talk: Talk, zalo: Person) -> None:
    old, code = await code_of(talk.producer), await code_of(talk.producer)
    if old != code:
        await zalo.says(f"/lienket {old}")
        assert "không đúng" in zalo.sees()
    await zalo.says(f"/lienket {code}")
    assert "✓" in zalo.sees()
    stranger = talk.neighbour.on("zalo", "z102")
    await stranger.says(f"/lienket {code}")
    assert "không đúng" in stranger.sees()


async def test_ones_own_code_and_joining_twice(talk: Talk, zalo: Person) -> None:
    code = await code_of(talk.producer)
    await talk.producer.says(f"/lienket {code}")
    assert "chính tài khoản này" in talk.producer.sees()
    assert talk.producer.choices() == ["Lấy mã mới"]
    await zalo.says(f"/lienket {code}")
    assert "✓" in zalo.sees()
    again = await code_of(talk.producer)
    await zalo.says(f"/lienket {again}")
    assert "đã nối với nhau rồi" in zalo.sees()


async def test_what_is_no_code_costs_no_try(talk: Talk, zalo: Person) -> None:
    await zalo.says("/lienket 12345")
    assert "6 chữ số" in zalo.sees()
    await zalo.says("/lienket abc")
    assert "6 chữ số" in zalo.sees()
    assert await actions(talk) == []


async def test_not_in_a_group(talk: Talk) -> None:
    await talk.producer.at("-5").says("/lienket")
    assert "nhắn riêng" in talk.producer.at("-5").sees_all()


async def test_in_english(talk: Talk, zalo: Person) -> None:
    await employ(talk.officer, RequestKind.BARCODE, language="en")
    await talk.officer.says("/link")
    assert "Give this code to nobody" in talk.officer.sees()
    code = re.search(r"\b(\d{6})\b", talk.officer.sees())
    assert code
    await talk.officer.on("zalo", "z201").says(f"/link {code[1]}")
    assert "Zalo “Nông Thị Hạnh” was joined" in talk.officer.last().text
    assert (await account_of(talk, talk.officer)).language == "en"
    assert (await account_of(talk, talk.officer.on("zalo", "z201"))).language == "vi"


async def test_four_accounts_are_the_most(talk: Talk, zalo: Person) -> None:
    for number in range(3):
        await joins(talk.producer, talk.person(f"z{number}", "Lan").on("zalo"))
    code = await code_of(talk.producer)
    await zalo.says(f"/lienket {code}")
    assert "đủ số tài khoản" in zalo.sees()


# one person


async def test_requests_and_their_conversation_are_the_same_on_both(talk: Talk, zalo: Person) -> None:
    await employ(talk.officer, RequestKind.BARCODE)
    await consents(talk.producer)
    await talk.producer.says("/nop barcode")
    await joins(talk.producer, zalo)
    assert (await account_of(talk, zalo)).consented
    await zalo.says("/yeucau")
    assert any(CODE in label for label in zalo.choices())
    # The last word was on Zalo: what the officer does is told there, and only there.
    await talk.officer.presses("Nhận", on=CODE)
    assert CODE in zalo.sees()
    assert CODE not in talk.producer.last().text
    await talk.officer.says(CODE)
    await talk.officer.presses("Hỏi")
    await talk.officer.says("Anh chị in bao nhiêu tem?")
    assert "bao nhiêu tem" in zalo.screen[-1].text
    await zalo.says("5.000 tem")
    assert "5.000 tem" in talk.officer.screen[-1].text
    assert (await request_of(talk, CODE)).state is RequestState.ACCEPTED
    # Another question; this time the person goes on in Telegram, and is asked there.
    await talk.passes(minutes=1)
    await talk.producer.says("/yeucau")
    await talk.officer.says(CODE)
    await talk.officer.presses("Hỏi")
    await talk.officer.says("Còn mẫu tem?")
    assert "Còn mẫu tem" in talk.producer.last().text
    await zalo.says(CODE)
    await zalo.presses("Nhắn")
    await zalo.says("Em gửi sau")
    assert "Em gửi sau" in talk.officer.screen[-1].text


async def test_businesses_become_one_and_nothing_is_lost(talk: Talk, zalo: Person) -> None:
    await employ(talk.officer, RequestKind.BARCODE)
    await consents(talk.producer)
    await consents(zalo)
    await hands_in(talk.producer, "Mã số mã vạch")
    await talk.passes(minutes=5)
    await hands_in(zalo, "Mã số mã vạch", producer_name="HTX Yến Dương", email="bỏ qua")
    one, other = await account_of(talk, talk.producer), await account_of(talk, zalo)
    async with talk.database.write() as session:
        for number, account in enumerate((one, other)):
            session.add(
                Product(
                    producer_id=account.producer_id,
                    name=f"P{number}",
                    set_number=1,
                    source=Source.OWN,
                    created_at=talk.now(),
                )
            )
            session.add(
                Assessment(
                    account_id=account.id,
                    producer_id=account.producer_id,
                    product=f"P{number}",
                    set_number=1,
                    full=False,
                    started_at=talk.now(),
                    updated_at=talk.now(),
                )
            )
            session.add(
                Question(
                    account_id=account.id,
                    text=f"Q{number}",
                    language="vi",
                    state=QuestionState.UNANSWERED,
                    asked_at=talk.now(),
                )
            )
    await zalo.says("/hotro")
    await zalo.presses("Kiểm nghiệm")
    draft = await form_of(zalo)
    await joins(talk.producer, zalo)
    one, other = await account_of(talk, talk.producer), await account_of(talk, zalo)
    assert one.producer_id == other.producer_id
    async with talk.look() as session:
        producer = (await session.scalars(select(Producer))).one()
        # The newer one counts where it says something.
        assert producer.name == "HTX Yến Dương"
        assert producer.profile["producer_name"] == "HTX Yến Dương"
    assert await form_of(zalo) == draft, "a form that is half done stays where it is"
    for person in (talk.producer, zalo):
        await person.says("/yeucau")
        assert sum("MV-26-000" in label for label in person.choices()) == 2
        await person.says("/sanpham")
        assert sum(label.startswith(("P0", "P1")) for label in person.choices()) == 2, person.choices()
        await person.says("/riengtu")
        assert "câu hỏi: 2; bài chấm thử: 2" in person.sees()
        assert "Đã nối với 1 tài khoản khác" in person.sees()


async def test_parting_gives_back_what_was_each_ones(talk: Talk, zalo: Person) -> None:
    await employ(talk.officer, RequestKind.BARCODE)
    await consents(talk.producer)
    await consents(zalo)
    await hands_in(talk.producer, "Mã số mã vạch")
    await talk.passes(minutes=5)
    await hands_in(zalo, "Mã số mã vạch", producer_name="HTX Yến Dương")
    other = await account_of(talk, zalo)
    async with talk.database.write() as session:
        product = Product(
            producer_id=other.producer_id, name="Chè", set_number=1, source=Source.OWN, created_at=talk.now()
        )
        session.add(product)
    await joins(talk.producer, zalo)
    await talk.producer.presses("Không phải tôi")
    assert "Đã gỡ Zalo" in talk.producer.sees()
    assert "đã được gỡ khỏi Telegram" in zalo.last().text
    assert await actions(talk) == ["doors.code", "doors.joined", "doors.parted"]
    one, other = await account_of(talk, talk.producer), await account_of(talk, zalo)
    assert (one.person_id, one.others, other.person_id, other.others) == (None, [], None, [])
    async with talk.look() as session:
        names = [
            (await session.get_one(Producer, account.producer_id)).profile["producer_name"] for account in (one, other)
        ]
        assert names == ["HTX Miến dong Côn Minh", "HTX Yến Dương"]
        assert await session.scalar(select(Product.producer_id)) == other.producer_id
        assert await session.scalar(select(func.count()).select_from(Door)) == 0
    for person, code in ((talk.producer, CODE), (zalo, "MV-26-0002")):
        await person.says("/yeucau")
        assert next(label for label in person.choices() if "MV-26" in label).startswith(code)
        assert sum("MV-26" in label for label in person.choices()) == 1
    await zalo.says(CODE)
    assert "HTX Miến dong" not in zalo.sees()


async def test_whoever_is_parted_takes_no_agreement_along(talk: Talk, zalo: Person) -> None:
    await consents(talk.producer)
    await joins(talk.producer, zalo)
    await talk.producer.presses("Không phải tôi")
    other = await account_of(talk, zalo)
    assert (other.consented, other.name, other.producer_id) == (False, None, None)
    assert (await account_of(talk, talk.producer)).consented


async def test_agreeing_on_one_app_is_agreeing(talk: Talk, zalo: Person) -> None:
    await joins(talk.producer, zalo)
    await consents(zalo)
    assert (await account_of(talk, talk.producer)).consented
    await talk.producer.says("/lienket")
    await talk.producer.presses("Gỡ Zalo")
    assert (await account_of(talk, zalo)).consented
    assert not (await account_of(talk, talk.producer)).consented


async def test_the_first_of_three_leaves(talk: Talk, zalo: Person) -> None:
    third = talk.person("z103", "Lan").on("zalo")
    await talk.producer.says("/nop barcode")
    await joins(talk.producer, zalo)
    await joins(zalo, third)
    await third.says("/nop lab_test")
    first = await account_of(talk, talk.producer)
    await third.forges(f"doors.part:{first.id}")
    assert "Đã gỡ Telegram" in third.sees()
    first, second, last = [await account_of(talk, person) for person in (talk.producer, zalo, third)]
    assert (first.person_id, first.others) == (None, [])
    assert second.person_id == last.person_id == min(second.id, last.id)
    assert second.ids == last.ids == {second.id, last.id}
    for person, codes in ((talk.producer, [CODE]), (zalo, ["KN-26-0001"]), (third, ["KN-26-0001"])):
        await person.says("/yeucau")
        assert [label[:10] for label in person.choices() if "-26-" in label] == codes
    await zalo.says("/lienket")
    await zalo.presses("Gỡ Zalo")
    assert (await account_of(talk, third)).others == []


async def test_an_old_button_parts_nobody(talk: Talk, zalo: Person) -> None:
    await joins(talk.producer, zalo)
    stranger = await account_of(talk, talk.producer)
    await talk.neighbour.says("/start")
    await talk.neighbour.forges(f"doors.part:{stranger.id}")
    assert "không còn nối" in talk.neighbour.sees()
    await talk.producer.presses("Không phải tôi")
    await talk.producer.presses("Không phải tôi")
    assert "không còn nối" in talk.producer.sees()


async def test_an_officer_works_on_both_and_is_asked_once(talk: Talk) -> None:
    await employ(talk.officer, RequestKind.BARCODE)
    zalo = talk.officer.on("zalo", "z201")
    await zalo.says("/start")
    await joins(talk.officer, zalo)
    joined = await account_of(talk, zalo)
    assert (joined.role, joined.areas, joined.name) == (Role.OFFICER, ["barcode"], "Nông Thị Hạnh")
    assert "Việc của cán bộ" in zalo.sees()
    assert "hangdoi" in dict(talk.channels["zalo"].commands["z201"])
    before = len(talk.officer.screen)
    await talk.producer.says("/nop barcode")
    assert CODE in zalo.last().text
    assert len(talk.officer.screen) == before, "only where the officer wrote last"
    await zalo.says(CODE)
    await zalo.presses("Nhận")
    # Taken on Zalo, finished on Telegram.
    await talk.passes(minutes=1)
    await talk.officer.says("/hangdoi")
    assert CODE in talk.officer.sees()
    await talk.officer.presses(CODE)
    await talk.officer.presses("Xong")
    await talk.officer.presses("không nhắn gì")
    assert (await request_of(talk, CODE)).state is RequestState.DONE
    await talk.producer.says("/nop barcode")
    assert "MV-26-0002" in talk.officer.last().text
    assert "MV-26-0002" not in zalo.last().text


async def test_an_officer_is_not_talked_into_typing_a_strangers_code(talk: Talk, zalo: Person) -> None:
    await employ(talk.officer, RequestKind.BARCODE)
    code = await code_of(zalo)
    await talk.officer.says(f"/lienket {code}")
    assert "người đưa mã cho anh/chị cũng làm được việc của cán bộ" in talk.officer.sees()
    assert (await account_of(talk, zalo)).role is Role.PRODUCER
    assert (await account_of(talk, talk.officer)).others == []
    assert "refused.doors.staff" in await actions(talk)
    await talk.officer.presses("Lấy mã mới")
    assert "không nhập vào đây mã người khác đưa" in talk.officer.sees()
    own = re.search(r"\b(\d{6})\b", talk.officer.sees())
    assert own
    await zalo.says(own[1])
    assert "Việc của cán bộ" in zalo.sees()


async def test_a_role_had_through_joining_goes_with_it(talk: Talk) -> None:
    await employ(talk.officer, RequestKind.BARCODE)
    zalo = talk.officer.on("zalo", "z201")
    await joins(talk.officer, zalo)
    await talk.officer.says("/lienket")
    await talk.officer.presses("Gỡ Zalo")
    assert (await account_of(talk, zalo)).role is Role.PRODUCER
    assert (await account_of(talk, talk.officer)).role is Role.OFFICER
    assert "hangdoi" not in dict(talk.channels["zalo"].commands["z201"])
    await zalo.says("/hangdoi")
    assert "refused.command" in await everything(talk)


async def everything(talk: Talk) -> list[str]:
    async with talk.look() as session:
        return list(await session.scalars(select(Audit.action)))


async def test_whoever_leaves_the_office_leaves_it_on_both(talk: Talk) -> None:
    await employ(talk.officer, RequestKind.BARCODE)
    zalo = talk.officer.on("zalo", "z201")
    await joins(talk.officer, zalo)
    await talk.producer.says("/nop barcode")
    await zalo.says(CODE)
    await zalo.presses("Nhận")
    await talk.admin.says("/canbo")
    assert talk.admin.sees().count("Nông Thị Hạnh") == 1
    await talk.admin.presses("Nông Thị Hạnh")
    await talk.admin.presses("Cho nghỉ")
    await talk.admin.presses("Cho nghỉ")
    for person in (talk.officer, zalo):
        assert (await account_of(talk, person)).role is Role.PRODUCER
    assert (await request_of(talk, CODE)).state is RequestState.SUBMITTED
    await talk.officer.says("/lienket")
    await talk.officer.presses("Gỡ Zalo")
    assert (await account_of(talk, talk.officer)).role is Role.PRODUCER


async def test_a_role_from_the_settings_goes_on_all_accounts_but_for_what_is_ones_own(talk: Talk) -> None:
    await talk.admin.says("/start")
    zalo = talk.admin.on("zalo", "z301")
    await zalo.says("/start")
    async with talk.database.write() as session:
        await session.execute(update(Account).where(Account.address == "z301").values(role=Role.OFFICER, areas=["ip"]))
    await joins(talk.admin, zalo)
    async with talk.database.write() as session:
        both = (await session.scalars(select(Account).where(Account.role == Role.ADMIN))).all()
        assert len(await set_role(session, both[0], Role.ADMIN, ["ip"])) == 2
    async with talk.database.write() as session:
        assert await dismiss(session, ()) == []
    for person in (talk.admin, zalo):
        account = await account_of(talk, person)
        assert (account.role, account.areas) == (Role.OFFICER, ["ip"])


async def test_a_broadcast_reaches_a_joined_person_once(talk: Talk, zalo: Person) -> None:
    await talk.neighbour.says("/start")
    await joins(talk.producer, zalo)
    await talk.admin.says("/thongbao")
    await talk.admin.says("Hội chợ ngày 5")
    await talk.admin.presses("Gửi")
    await talk.passes(seconds=10)
    assert talk.producer.sees_all().count("Hội chợ") + zalo.sees_all().count("Hội chợ") == 1
    assert "Hội chợ" in zalo.sees_all(), "where they wrote last"
    assert "Người nhận: 2" in talk.admin.sees_all()


async def test_an_app_that_is_switched_off_is_no_way_to_anybody(tmp_path: Path) -> None:
    async with talking(tmp_path, also={"zalo": ZALO}, router=office_router()) as talk:
        await talk.admin.says("/start")
        await talk.producer.says("/start")
        zalo = talk.producer.on("zalo", "z101")
        await joins(talk.producer, zalo)
        officer = talk.officer.on("zalo", "z201")
        await officer.says("/start")
        async with talk.database.write() as session:
            values = {"role": Role.OFFICER, "areas": ["barcode"]}
            await session.execute(update(Account).where(Account.address == "z201").values(values))
        await talk.passes(days=1)
        await zalo.says("/menu")
    async with talking(tmp_path, router=office_router()) as talk:
        talk.number = 1000
        await talk.admin.says("/canbo")
        assert "đang chặn bot" in talk.admin.sees()
        await talk.producer.says("/nop barcode")
        assert CODE in talk.admin.sees_all(), "no officer can be told, so the admins are"
        await talk.admin.says(CODE)
        await talk.admin.presses("Nhận")
        assert CODE in talk.producer.sees_all(), "where they wrote last they can't be reached"
        await talk.admin.says("/thongbao")
        await talk.admin.says("Xin chào")
        await talk.admin.presses("Gửi")
        await talk.passes(hours=1)
        assert "Xin chào" in talk.producer.sees_all()
        assert "đã gửi xong" in talk.admin.sees_all()


async def test_an_author_gets_no_broadcast_on_the_other_app(talk: Talk) -> None:
    other = talk.admin.on("zalo", "z301")
    await joins(talk.admin, other)
    await talk.producer.says("/start")
    await talk.admin.says("/thongbao")
    await talk.admin.says("Hội chợ ngày 5")
    await talk.admin.presses("Gửi")
    await talk.passes(seconds=10)
    assert "Hội chợ" not in other.sees_all()
    assert "Hội chợ" in talk.producer.sees_all()


async def test_whoever_blocks_one_app_is_told_on_the_other(talk: Talk, zalo: Person) -> None:
    await employ(talk.officer, RequestKind.BARCODE)
    await talk.producer.says("/nop barcode")
    await joins(talk.producer, zalo)
    async with talk.database.write() as session:
        await session.execute(update(Account).where(Account.address == "z101").values(state=AccountState.STOPPED))
    await talk.officer.presses("Nhận", on=CODE)
    assert CODE in talk.producer.last().text


async def test_what_a_blocked_app_refuses_goes_to_the_other(talk: Talk, zalo: Person) -> None:
    await employ(talk.officer, RequestKind.BARCODE)
    await talk.producer.says("/nop barcode")
    await joins(talk.producer, zalo)
    talk.channels["zalo"].decide = lambda envelope: (
        Outcome(Verdict.FAILED, reason=Reason.BLOCKED) if envelope.chat == "z101" else None
    )
    await talk.officer.presses("Nhận", on=CODE)
    assert CODE in talk.producer.last().text
    assert (await account_of(talk, zalo)).state is AccountState.STOPPED


async def test_figures_count_people(talk: Talk, zalo: Person) -> None:
    await joins(talk.producer, zalo)
    async with talk.look() as session:
        counted = await count(session)
        assert (counted.accounts, counted.active) == (1, 1)


async def test_erasing_is_for_all_accounts(talk: Talk, zalo: Person) -> None:
    await employ(talk.officer, RequestKind.BARCODE)
    await consents(talk.producer)
    await hands_in(talk.producer, "Mã số mã vạch")
    await consents(zalo)
    await hands_in(zalo, "Mã số mã vạch", producer_name="HTX Yến Dương")
    await joins(talk.producer, zalo)
    await zalo.says("/riengtu")
    await zalo.presses("Xóa hết")
    await zalo.presses("Xóa hết")
    assert "đã xóa" in zalo.sees()
    async with talk.look() as session:
        for person in (talk.producer, zalo):
            account = await account_of(talk, person)
            assert (account.name, account.consent_at, account.producer_id) == (None, None, None)
            assert (account.person_id, account.others, account.state) == (None, [], AccountState.ERASED)
        producers = (await session.scalars(select(Producer))).all()
        assert all(not producer.name and not producer.profile for producer in producers)
        assert await session.scalar(select(func.count()).select_from(Door)) == 0
    for code in (CODE, "MV-26-0002"):
        assert (await request_of(talk, code)).fields == {}


async def test_consent_taken_back_on_one_app_is_taken_back(talk: Talk, zalo: Person) -> None:
    await consents(talk.producer)
    await joins(talk.producer, zalo)
    await zalo.says("/riengtu")
    await zalo.presses("Rút lại đồng ý")
    await zalo.presses("Rút lại đồng ý")
    for person in (talk.producer, zalo):
        assert not (await account_of(talk, person)).consented
