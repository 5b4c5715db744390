"""Somebody's hands on one of the phones of the demo page."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.demo.someone import BARCODE

#: The lines under which a message offers choices where there are no buttons.
NUMBERED = re.compile(r"^(\d+)\. \W*(.+)$", re.MULTILINE)


class Hands:
    """``await lan.says("/hotro")``; what is waited for comes within a few seconds, or it is a failure."""

    def __init__(self, page: Page, role: str) -> None:
        self.phone = page.get_by_test_id(f"phone-{role}")
        self.tab = page.get_by_test_id(f"tab-{role}")

    async def opens(self, app: str) -> None:
        """Switch the phone to another app."""
        await self.phone.get_by_test_id(f"app-{app}").click()

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

    async def chooses(self, label: str, on: str) -> None:
        """Press the button, or type the number of the line, under the newest message with that text."""
        await self.sees(on)
        if await self.bubble(on).get_by_test_id("choice").count():
            await self.presses(label, on)
            return
        lines = NUMBERED.findall(await self.bubble(on).get_by_test_id("text").inner_text())
        await self.says(next(number for number, line in lines if line.startswith(label)))

    async def sees(self, text: str) -> None:
        """Wait for a message with that text."""
        await expect(self.bubble(text)).to_be_visible()

    async def agrees(self) -> None:
        """Start, and agree to the keeping of personal data."""
        await expect(self.phone).to_be_visible()
        if await self.phone.get_by_test_id("start").is_visible():
            await self.starts()
        else:
            await self.says("/start")
        await self.chooses("Đồng ý", on="91/2025/QH15")
        await self.sees("Anh/chị muốn làm gì?")

    async def asks_for_a_barcode(self) -> None:
        """Fill the whole form, and hand it in."""
        await self.says("/hotro")
        await self.chooses("Mã số mã vạch", on="Anh/chị cần hỗ trợ việc gì?")
        for asked, answer in BARCODE:
            await self.sees(asked)
            if answer.startswith("["):
                await self.chooses(answer[1:-1], on=asked)
            else:
                await self.says(answer)
        await self.chooses("Gửi yêu cầu", on="xem lại trước khi gửi")
        await self.sees("Em đã nhận yêu cầu MV-")
