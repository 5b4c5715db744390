"""The whole program through the demo's page, as a newcomer would try it."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.hands import Hands
from tests.demo.pictures import png

#: The browser is started once, and everything that speaks with it is in its loop.
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_request_goes_to_the_officer_and_its_state_comes_back(page: Page):
    lan, hanh = Hands(page, "producer"), Hands(page, "officer")
    await lan.agrees()
    await lan.asks_for_a_barcode()
    await hanh.sees("Đang chờ nhận")
    await expect(hanh.bubble("Đang chờ nhận")).to_contain_text("HTX Miến dong Côn Minh")

    await hanh.presses("Nhận", on="Đang chờ nhận")
    await hanh.sees("Đã nhận: Nông Thị Hạnh")
    await expect(hanh.bubble("Đang chờ nhận")).to_have_count(0)
    await lan.sees("Nông Thị Hạnh đã nhận yêu cầu MV-")

    await lan.bubble("đã nhận yêu cầu MV-").locator(".bubble").dblclick()
    await lan.says("Bao giờ thì có mã ạ?")
    await hanh.sees("Bao giờ thì có mã ạ?")

    await hanh.presses("Xong", on="Anh/chị đã nhận")
    await hanh.sees("Anh/chị viết lời kết")
    await hanh.says("Mã của anh/chị đã cấp xong.")
    await lan.sees("Mã của anh/chị đã cấp xong.")
    await hanh.sees("Đã xong: Nông Thị Hạnh")


async def test_a_question_is_answered_with_its_source(page: Page):
    lan = Hands(page, "producer")
    await lan.starts()
    await lan.says("dang ky ma vach ntn")
    await lan.sees("Nguồn: NĐ 74/2018/NĐ-CP")
    await expect(lan.bubble("Nguồn:").get_by_test_id("choice")).to_contain_text(
        ["Đăng ký hỗ trợ mã vạch", "Đúng ý", "Chưa đúng", "Hỏi cán bộ"]
    )


async def test_an_admin_writes_to_everybody(page: Page):
    admin, people = Hands(page, "admin"), [Hands(page, role) for role in ("producer", "second_producer")]
    for person in people:
        await person.agrees()
    await admin.says("/thongbao")
    await admin.sees("Anh/chị viết nội dung thông báo")
    await admin.says("Mời các chủ thể dự tập huấn sáng thứ Sáu.")
    await admin.presses("Gửi cho", on="Tin trên đúng như mọi người sẽ thấy")
    for person in people:
        await person.sees("Mời các chủ thể dự tập huấn sáng thứ Sáu.")


async def test_on_zalo_without_buttons_and_with_an_official_account(page: Page):
    lan, hanh, admin = (Hands(page, role) for role in ("producer", "officer", "admin"))
    await hanh.opens("zalo_oa")
    await hanh.starts()  # an officer of three apps is told on the one used last
    await hanh.sees("Anh/chị muốn làm gì?")
    await hanh.opens("telegram")
    await lan.opens("zalo")
    await lan.agrees()
    await lan.says("dang ky ma vach ntn")
    await lan.sees("Nguồn: NĐ 74/2018/NĐ-CP")
    await lan.asks_for_a_barcode()
    await expect(lan.phone.get_by_test_id("choice")).to_have_count(0)

    unread = hanh.phone.get_by_test_id("app-zalo_oa").locator(".badge")
    await expect(unread).to_be_visible()
    await hanh.opens("zalo_oa")
    await expect(unread).to_have_count(0)
    await hanh.presses("Nhận", on="Đang chờ nhận")
    await hanh.sees("Anh/chị đã nhận MV-")
    await lan.sees("Nông Thị Hạnh đã nhận yêu cầu MV-")

    await admin.opens("zalo")
    await admin.says("/thongke")
    await admin.sees("Yêu cầu hỗ trợ")

    await lan.opens("telegram")
    await expect(lan.phone.get_by_test_id("bubble")).to_have_count(0)


async def test_on_a_phones_own_screen(page: Page):
    await page.set_viewport_size({"width": 390, "height": 780})
    await page.reload()
    lan, hanh = Hands(page, "producer"), Hands(page, "officer")
    await lan.agrees()
    await lan.asks_for_a_barcode()
    await expect(hanh.phone).to_be_hidden()
    await expect(hanh.tab.locator(".badge")).to_be_visible()
    await hanh.tab.click()
    await hanh.presses("Nhận", on="Đang chờ nhận")
    await hanh.sees("Đã nhận: Nông Thị Hạnh")
    await lan.tab.click()
    await lan.sees("Nông Thị Hạnh đã nhận yêu cầu MV-")
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "nothing has to be pushed sideways"


async def test_a_photo_is_shown(page: Page):
    lan = Hands(page, "producer")
    await lan.starts()
    await lan.sees("91/2025/QH15")
    picture = {"name": "nhan.png", "mimeType": "image/png", "buffer": png(640, 480)}
    await lan.phone.get_by_test_id("photo-input").set_input_files(picture)
    await expect(lan.phone.get_by_test_id("photo")).to_be_visible()
    await lan.sees("không đọc được bên trong")
