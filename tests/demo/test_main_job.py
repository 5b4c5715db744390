"""What the bot is for, from end to end: the real program behind each of its doors, and people who use nothing else."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator

import pytest

from bot.demo.cast import OFFICER_ID, PRODUCER_ID
from bot.demo.show import playing
from tests.demo.someone import BARCODE, Someone


@pytest.fixture(params=["telegram", "zalo", "zalo_oa"])
async def people(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Someone, Someone]]:
    """A producer and an officer, both on the same app."""
    thresholds = gc.get_threshold()
    async with playing(limits=False) as platform:
        phones = platform.doors[request.param].phones
        yield Someone(phones[PRODUCER_ID]), Someone(phones[OFFICER_ID])
    # The program sets the collector for a long run; the tests go on in the same process.
    gc.unfreeze()
    gc.set_threshold(*thresholds)


async def test_from_a_question_to_a_request_that_is_done(people: tuple[Someone, Someone]) -> None:
    lan, hanh = people
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
