"""Somebody's hands on one of the phones of the demo page."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

#: What a producer answers, field after field, when a barcode is needed: what is asked, and what is typed or [pressed].
BARCODE = (
    ("Cơ sở của anh/chị tên là gì?", "HTX Miến dong Côn Minh"),
    ("Cơ sở thuộc loại hình nào?", "[Hợp tác xã]"),
    ("Cán bộ liên hệ với ai?", "Hoàng Thị Lan"),
    ("Số điện thoại để cán bộ gọi lại?", "0912 345 678"),
    ("Cơ sở ở xã, phường nào?", "con minh"),
    ("Sản phẩm tên là gì?", "Miến dong Côn Minh"),
    ("Sản phẩm thuộc nhóm nào?", "[Thực phẩm]"),
    ("Anh/chị cần làm việc gì về mã vạch?", "[Đăng ký mới]"),
    ("Tên cơ sở ghi đúng như trên giấy đăng ký?", "Hợp tác xã Miến dong Côn Minh"),
    ("Địa chỉ trụ sở ghi trên giấy đăng ký?", "Thôn Chợ B, xã Côn Minh, tỉnh Thái Nguyên"),
    ("Người đại diện là ai, chức vụ gì?", "Hoàng Thị Lan - Giám đốc"),
    ("Anh/chị có sẵn giấy tờ pháp lý nào?", "[Đăng ký hợp tác xã]"),
    ("Cơ sở đã được cấp mã doanh nghiệp", "[Không]"),
    ("Bây giờ cần mã cho bao nhiêu mặt hàng?", "4"),
    ("Đã in mã vạch lên bao bì chưa?", "[Không]"),
)


class Hands:
    """``await lan.says("/hotro")``; what is waited for comes within a few seconds, or it is a failure."""

    def __init__(self, page: Page, role: str) -> None:
        self.phone = page.get_by_test_id(f"phone-{role}")
        self.tab = page.get_by_test_id(f"tab-{role}")

    def bubble(self, text: str) -> Locator:
        """The newest message with that text, whoever wrote it."""
        return self.phone.get_by_test_id("bubble").filter(has_text=text).last

    async def starts(self) -> None:
        """Press the start button."""
        await self.phone.get_by_test_id("start").click()

    async def says(self, text: str) -> None:
        """Type and send."""
        await self.phone.get_by_test_id("composer").fill(text)
        await self.phone.get_by_test_id("send").click()

    async def presses(self, label: str, on: str) -> None:
        """Press the button whose label begins so (after its picture), under the newest message with that text."""
        begins = re.compile(rf"^\W*{re.escape(label)}")
        await self.bubble(on).get_by_test_id("choice").filter(has_text=begins).click()

    async def sees(self, text: str) -> None:
        """Wait for a message with that text."""
        await expect(self.bubble(text)).to_be_visible(timeout=15_000)

    async def agrees(self) -> None:
        """Start, and agree to the keeping of personal data."""
        await self.starts()
        await self.presses("Đồng ý", on="91/2025/QH15")
        await self.sees("Anh/chị muốn làm gì?")

    async def asks_for_a_barcode(self) -> None:
        """Fill the whole form, and hand it in."""
        await self.says("/hotro")
        await self.presses("Mã số mã vạch", on="Anh/chị cần hỗ trợ việc gì?")
        for asked, answer in BARCODE:
            await self.sees(asked)
            if answer.startswith("["):
                await self.presses(answer[1:-1], on=asked)
            else:
                await self.says(answer)
        await self.presses("Gửi yêu cầu", on="xem lại trước khi gửi")
        await self.sees("Em đã nhận yêu cầu MV-")
