"""Officers: invited once, given areas, removed; the groups that get notices."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from handlers.admins.staff import dismiss_unnamed
from models.accounts import Account, Invitation, Role
from models.audit import Audit
from models.producers import Producer
from models.requests import Request, RequestKind, RequestState
from tests.conversations.people import make_desk, make_officer
from tests.talk import MORNING, Person, Talk


async def invite(chat: Talk, *areas: str) -> str:
    """What the admin forwards: the line that the invited person types."""
    await chat.admin.says("/canbo")
    await chat.admin.presses("Mời cán bộ")
    for area in areas:
        await chat.admin.presses(area)
    await chat.admin.presses("Tạo lời mời")
    found = re.search(r"/start i-[\w-]+", chat.admin.sees())
    assert found, chat.admin.sees()
    return found[0]


async def account_of(chat: Talk, person: Person) -> Account:
    async with chat.look() as session:
        found = await session.scalar(select(Account).where(Account.address == person.address))
        assert found is not None
        return found


async def acts(chat: Talk) -> list[str]:
    async with chat.look() as session:
        return list(await session.scalars(select(Audit.action).order_by(Audit.id)))


async def test_an_invited_officer_joins(chat):
    line = await invite(chat, "vạch", "Kiểm nghiệm")
    assert "Mã số mã vạch, Kiểm nghiệm" in chat.admin.sees_all()
    assert "đến 09:00 26/11/2026" in chat.admin.sees()
    link = chat.channel.link(line.removeprefix("/start "))
    assert (link or "nhắn cho trợ lý dòng bên dưới") in chat.admin.sees()
    assert ("đường dẫn" in chat.admin.sees()) == (link is not None)

    await chat.officer.says(line)
    assert "Chào mừng" in chat.officer.sees()
    assert "Mã số mã vạch, Kiểm nghiệm" in chat.officer.sees()
    assert "Nông Thị Hạnh đã nhận lời mời" in chat.admin.sees()
    officer = await account_of(chat, chat.officer)
    assert (officer.role, officer.name, officer.areas) == (Role.OFFICER, "Nông Thị Hạnh", ["barcode", "lab_test"])
    assert "hangdoi" in [name for name, _ in chat.channel.commands[chat.officer.address]]
    assert "thongbao" not in [name for name, _ in chat.channel.commands[chat.officer.address]]
    assert await acts(chat) == ["staff.invited", "staff.joined"]

    await chat.admin.says("/canbo")
    assert "Nông Thị Hạnh: Mã số mã vạch, Kiểm nghiệm" in chat.admin.sees()
    assert "đang giữ 0 yêu cầu" in chat.admin.sees()
    assert "quản trị, ghi trong cấu hình" in chat.admin.sees()


async def test_an_area_chosen_twice_is_taken_out(chat):
    await chat.admin.says("/canbo")
    await chat.admin.presses("Mời cán bộ")
    assert "Tạo lời mời" not in chat.admin.choices()
    await chat.admin.presses("vạch")
    await chat.admin.presses("Sở hữu")
    await chat.admin.presses("vạch")
    assert "Đang chọn: Sở hữu trí tuệ." in chat.admin.sees_all()
    assert "☐ Mã số mã vạch" in chat.admin.choices()
    assert "☑ Sở hữu trí tuệ" in chat.admin.choices()


async def test_several_areas_are_typed_at_once(chat):
    await chat.admin.says("/canbo")
    await chat.admin.presses("Mời cán bộ")
    await chat.admin.says("xong")
    assert "Đang chọn: chưa chọn mảng nào." in chat.admin.sees_all()
    await chat.admin.says("1,3")
    assert "Đang chọn: Mã số mã vạch, Sở hữu trí tuệ." in chat.admin.sees_all()
    await chat.admin.says("3 va kiem nghiem")
    assert "Đang chọn: Mã số mã vạch, Kiểm nghiệm, Sở hữu trí tuệ." in chat.admin.sees_all()
    await chat.admin.says("xong")
    assert "cho mảng: Mã số mã vạch, Kiểm nghiệm, Sở hữu trí tuệ." in chat.admin.sees()
    assert "/start i-" in chat.admin.sees()


async def test_the_areas_of_an_officer_are_typed_at_once(chat):
    await make_officer(chat.officer)
    await chat.admin.says("/canbo")
    await chat.admin.presses("Nông Thị Hạnh")
    await chat.admin.presses("Đổi mảng")
    await chat.admin.says("5, 6")
    await chat.admin.says("xong")
    assert "Đã lưu" in chat.admin.sees()
    assert (await account_of(chat, chat.officer)).areas == ["packaging_label", "trade_promotion"]
    await chat.admin.says("/canbo")
    await chat.admin.presses("Nông Thị Hạnh")
    await chat.admin.presses("Đổi mảng")
    await chat.admin.says("hồ sơ OCOP gồm những gì?")
    assert "Đang chọn" not in chat.admin.sees(), "a question is a question"


async def test_an_invitation_works_once(chat):
    line = await invite(chat, "vạch")
    await chat.officer.says(line)
    await chat.officer.says(line)
    assert "đã nhận lời mời này rồi" in chat.officer.sees()
    await chat.producer.says(line)
    assert "đã có người dùng" in chat.producer.sees()
    assert (await account_of(chat, chat.producer)).role is Role.PRODUCER
    assert "refused.invitation" in await acts(chat)


async def test_an_invitation_ends_after_72_hours(chat):
    line = await invite(chat, "vạch")
    await chat.passes(hours=73)
    await chat.officer.says(line)
    assert "quá 72 giờ" in chat.officer.sees()
    assert (await account_of(chat, chat.officer)).role is Role.PRODUCER


async def test_an_invitation_that_nobody_made(chat):
    await chat.producer.says("/start i-AAAAAAAAAAAAAAAAAAAAAA")
    assert "không tìm thấy lời mời" in chat.producer.sees()
    assert await acts(chat) == ["refused.invitation"]


async def test_an_admin_is_invited_from_the_console(chat):
    await chat.admin.says("/canbo")
    invitation, word = Invitation.make(Role.ADMIN, [], now=MORNING)
    async with chat.database.write() as session:
        session.add(invitation)
    await chat.colleague.says(f"/start i-{word}")
    assert "nay là quản trị viên" in chat.colleague.sees()
    assert "Bế Văn Sơn đã nhận lời mời" in chat.admin.sees()
    assert "thongbao" in [name for name, _ in chat.channel.commands[chat.colleague.address]]
    await chat.colleague.says("/canbo")
    assert "Bế Văn Sơn (quản trị)" in chat.colleague.sees()


async def test_in_english(chat):
    await chat.admin.says("/language")
    await chat.admin.presses("English")
    await chat.admin.says("/staff")
    assert "Officers (1)" in chat.admin.sees()
    await chat.admin.presses("Invite")
    await chat.admin.presses("Barcode")
    await chat.admin.presses("Make the invitation")
    assert "works once, within 72 hours" in chat.admin.sees()


async def test_areas_are_changed(chat):
    await make_officer(chat.officer, "barcode")
    await chat.admin.says("/canbo")
    await chat.admin.presses("Nông Thị Hạnh")
    await chat.admin.presses("Đổi mảng")
    await chat.admin.presses("vạch")
    await chat.admin.presses("Xúc tiến")
    await chat.admin.presses("Lưu")
    assert "Nông Thị Hạnh phụ trách: Xúc tiến thương mại" in chat.admin.sees_all()
    assert "vừa đổi mảng phụ trách của anh/chị: Xúc tiến thương mại" in chat.officer.sees()
    assert (await account_of(chat, chat.officer)).areas == ["trade_promotion"]
    assert await acts(chat) == ["staff.areas"]


async def test_an_officer_leaves_and_their_case_waits_for_another(chat):
    await make_officer(chat.officer, "barcode")
    await chat.producer.says("/start")
    officer, producer = await account_of(chat, chat.officer), await account_of(chat, chat.producer)
    request_id = await taken_request(chat, producer, officer)

    await chat.admin.says("/canbo")
    await chat.admin.presses("Nông Thị Hạnh")
    await chat.admin.presses("Cho nghỉ")
    assert "1 yêu cầu đang giữ sẽ về lại hàng đợi" in chat.admin.sees_all()
    await chat.admin.presses("Đồng ý cho nghỉ")
    assert "Nông Thị Hạnh không còn là cán bộ. 1 yêu cầu" in chat.admin.sees_all()
    assert "dừng vai trò cán bộ" in chat.officer.sees()
    left = await account_of(chat, chat.officer)
    assert (left.role, left.areas, left.name) == (Role.PRODUCER, [], None)
    assert "hangdoi" not in [name for name, _ in chat.channel.commands[chat.officer.address]]
    async with chat.look() as session:
        request = await session.get_one(Request, request_id)
        assert (request.state, request.assignee_id) == (RequestState.SUBMITTED, None)
    assert "staff.removed" in await acts(chat)

    await chat.admin.forges(f"staff.removed:{left.id}")
    assert "không còn trong danh sách cán bộ" in chat.admin.sees()
    await chat.officer.says("/canbo")
    assert "không dành cho" in chat.officer.sees()


async def test_nobody_removes_themselves_or_who_is_in_the_settings(chat):
    await chat.admin.says("/canbo")
    await chat.admin.presses("Lý Thu Trang")
    assert "Cho nghỉ" not in chat.admin.choices()
    admin = await account_of(chat, chat.admin)
    await chat.admin.forges(f"staff.removed:{admin.id}")
    assert "không tự cho mình nghỉ" in chat.admin.sees()
    invitation, word = Invitation.make(Role.ADMIN, [], now=MORNING)
    async with chat.database.write() as session:
        session.add(invitation)
    await chat.colleague.says(f"/start i-{word}")
    await chat.colleague.forges(f"staff.removed:{admin.id}")
    assert "OCOP_ADMINS" in chat.colleague.sees()
    assert (await account_of(chat, chat.admin)).role is Role.ADMIN
    assert (await acts(chat)).count("refused.staff.removed") == 2


async def test_whoever_is_taken_out_of_the_settings_is_an_admin_no_more(chat):
    await chat.admin.says("/canbo")
    invitation, word = Invitation.make(Role.ADMIN, [], now=MORNING)
    async with chat.database.write() as session:
        session.add(invitation)
    await chat.colleague.says(f"/start i-{word}")
    await chat.producer.says("/start")
    admin, producer = await account_of(chat, chat.admin), await account_of(chat, chat.producer)
    request_id = await taken_request(chat, producer, admin)
    named, chat.house.admins = chat.house.admins, frozenset()
    for still_named in (named, chat.house.admins):
        async with chat.database.write() as session:
            await dismiss_unnamed(session, still_named, chat.now())
        assert ("staff.removed" in await acts(chat)) == (not still_named)
    assert (await account_of(chat, chat.admin)).role is Role.PRODUCER
    await chat.passes(minutes=1)
    assert "dừng vai trò cán bộ" in chat.admin.sees()
    assert "thongbao" not in [name for name, _ in chat.channel.commands[chat.admin.address]]
    async with chat.look() as session:
        assert (await session.get_one(Request, request_id)).state is RequestState.SUBMITTED
    await chat.admin.says("/canbo")
    assert "không dành cho" in chat.admin.sees()
    await chat.colleague.says("/canbo")
    assert "Cán bộ (1)" in chat.colleague.sees(), "whoever was invited stays"


async def test_an_admin_of_the_settings_who_is_invited_too_stays(chat):
    await chat.admin.says("/canbo")
    invitation, word = Invitation.make(Role.ADMIN, [], now=MORNING)
    async with chat.database.write() as session:
        session.add(invitation)
    await chat.admin.says(f"/start i-{word}")
    async with chat.database.write() as session:
        await dismiss_unnamed(session, (), chat.now())
    assert (await account_of(chat, chat.admin)).role is Role.ADMIN


async def test_groups_are_listed_and_invitations_stay_private(chat):
    await make_desk(chat, "-500")
    await chat.admin.says("/canbo")
    assert "Phòng OCOP" in chat.admin.sees()
    await chat.admin.at("-500").says("/canbo")
    assert "trò chuyện riêng" in chat.admin.at("-500").sees_all()
    await chat.admin.at("-500").forges("staff.invited:1")
    assert "/start i-" not in chat.admin.at("-500").sees_all()


@pytest.mark.parametrize("forged", ["staff.invited:63", "staff.save:1:63", "staff.removed:1", "staff.person:1"])
async def test_a_producer_gets_nowhere_with_forged_buttons(chat, forged):
    await chat.admin.says("/canbo")
    await chat.producer.forges(forged)
    assert "không dành cho" in chat.producer.sees()
    assert await acts(chat) == ["refused.choice"]
    async with chat.look() as session:
        assert (await session.scalars(select(Invitation))).all() == []


async def taken_request(chat: Talk, producer: Account, officer: Account) -> int:
    """A barcode request in that officer's hands."""
    async with chat.database.write() as session:
        owner = Producer(name="HTX Nà Mơ", profile={}, created_at=MORNING)
        session.add(owner)
        await session.flush()
        request = Request(
            kind=RequestKind.BARCODE,
            code="MV-26-0001",
            year=2026,
            number=1,
            producer_id=owner.id,
            account_id=producer.id,
            assignee_id=officer.id,
            state=RequestState.ACCEPTED,
            fields={"producer_name": "HTX Nà Mơ"},
            created_at=MORNING,
            submitted_at=MORNING,
        )
        session.add(request)
        await session.flush()
        return request.id
