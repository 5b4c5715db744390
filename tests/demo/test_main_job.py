"""What the bot is for, from end to end: the real program behind each of its doors, and people who use nothing else."""

from __future__ import annotations

import gc
import re

import pytest

from bot.demo.cast import ADMIN_ID, OFFICER_ID, PRODUCER_ID
from bot.demo.platform import Platform
from bot.demo.show import playing
from tests.demo.someone import BARCODE, Someone


@pytest.mark.parametrize("app", ["telegram", "zalo", "zalo_oa"])
async def test_from_a_question_to_a_request_that_is_done(stage: Platform, app: str) -> None:
    lan, hanh = (Someone(stage.doors[app].phones[number]) for number in (PRODUCER_ID, OFFICER_ID))
    await lan.says("/start")
    await lan.chooses("Đồng ý", on="91/2025/QH15")
    await lan.sees("Anh/chị muốn làm gì?")

    await lan.says("dang ky ma vach ntn")
    await lan.sees("Nguồn: NĐ 74/2018/NĐ-CP")

    await lan.says("/hotro")
    await lan.chooses("Mã số mã vạch")
    code = await lan.fills_in(BARCODE)

    await hanh.chooses("Nhận", on=code)
    await hanh.sees(f"Anh/chị đã nhận {code}")
    await lan.sees(f"Nông Thị Hạnh đã nhận yêu cầu {code}")

    await hanh.chooses("Hỏi lại")
    await hanh.says("Giấy đăng ký còn hạn không ạ?")
    await lan.sees("Giấy đăng ký còn hạn không ạ?")
    await lan.says(f"{code} Dạ còn đến năm 2030.")
    await hanh.sees("Dạ còn đến năm 2030.")

    await hanh.says(f"{code} Mai em gửi hồ sơ đi.")
    await lan.sees("Mai em gửi hồ sơ đi.")

    await hanh.says(f"/ca {code}")
    await hanh.chooses("Xong")
    await hanh.sees("Anh/chị viết lời kết")
    await hanh.says("Mã của anh/chị đã cấp xong.")
    assert code in await lan.sees("Mã của anh/chị đã cấp xong.")


async def test_each_of_the_staff_is_one_person_on_three_apps() -> None:
    thresholds = gc.get_threshold()
    async with playing(limits=False) as stage:
        admin, hanh = (Someone(stage.doors["telegram"].phones[number]) for number in (ADMIN_ID, OFFICER_ID))
        await admin.says("/canbo")
        staff = await admin.sees("Cán bộ (2)")
        assert staff.count("Nông Thị Hạnh: ") == 1
        assert "Telegram" in staff
        lan = Someone(stage.doors["zalo"].phones[PRODUCER_ID])
        await lan.says("/start")
        await lan.chooses("Đồng ý", on="91/2025/QH15")
        await lan.sees("Anh/chị muốn làm gì?")
        await lan.says("/hotro")
        await lan.chooses("Mã số mã vạch")
        code = await lan.fills_in(BARCODE)
        await hanh.sees(code)
        await stage.settled()
        for app in ("zalo", "zalo_oa"):
            assert not [each for each in stage.doors[app].phones[OFFICER_ID].sees if code in each.text]
    gc.unfreeze()
    gc.set_threshold(*thresholds)


@pytest.mark.parametrize("app", ["telegram", "zalo", "zalo_oa"])
async def test_nothing_is_lost_while_an_app_is_down(stage: Platform, app: str) -> None:
    door = stage.doors[app]
    lan = Someone(door.phones[PRODUCER_ID])
    await lan.says("/start")
    await lan.sees("91/2025/QH15")
    door.faults.add("drop_before")
    await lan.says("dang ky ma vach ntn")
    await stage.settled()
    door.faults.clear()
    await lan.sees("Nguồn: NĐ 74/2018/NĐ-CP")


async def test_one_person_on_two_apps(stage: Platform) -> None:
    here, there = (Someone(stage.doors[app].phones[PRODUCER_ID]) for app in ("telegram", "zalo"))
    hanh = Someone(stage.doors["zalo_oa"].phones[OFFICER_ID])
    await here.says("/start")
    await here.chooses("Đồng ý", on="91/2025/QH15")
    await here.says("/lienket")
    code = re.search(r"/lienket (\d{6})", await here.sees("Mã nối tài khoản"))
    assert code is not None

    await there.says(f"/lienket {code[1]}")
    await there.sees("Đã nối Zalo với Telegram")
    await here.sees("vừa được nối với tài khoản này")

    await there.says("/hotro")
    await there.chooses("Mã số mã vạch")
    request = await there.fills_in(BARCODE)
    await hanh.chooses("Nhận", on=request)
    await there.sees(f"Nông Thị Hạnh đã nhận yêu cầu {request}")
    await here.says("/yeucau")
    await here.chooses(request, on="mới nhất trước")
    await here.sees("Cán bộ: Nông Thị Hạnh")
    assert not any("đã nhận yêu cầu" in message.text for message in here.phone.sees), "told where it is read"
