"""Somebody with a phone of the demo, who chooses as the app that is open allows: a button, a number, words, a code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.demo.phone import Phone
from bot.demo.world import Message
from models.knowledge import fold
from models.requests import read_code

#: Seconds that the whole house may take for an answer.
PATIENCE = 15.0
NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
#: What a notice shows in place of its choices where there are no buttons.
HINT = re.compile(r"^Gõ (\S+) để mở\b", re.MULTILINE)

#: What is asked, field after field, and what is typed or [chosen].
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


class Someone:
    """``await lan.says("/hotro")``; what is waited for comes in time, or it is a failure that tells what was seen."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self._since = 0

    async def says(self, text: str) -> None:
        """Type and send."""
        self._since = self.phone.chat.last_id
        await self.phone.says(text)

    async def chooses(self, label: str, *, on: str = "") -> None:
        """Choose what is newly offered under this label; ``on``: in a message that holds that text."""
        message = await self._offer(label, on)
        for button in (button for row in message.buttons for button in row):
            if _fits(label, button.label):
                self._since = self.phone.chat.last_id
                await self.phone.press(message, button)
                return
        number = next((number for number, line in NUMBERED.findall(message.text) if _fits(label, line)), None)
        hint = HINT.search(message.text)
        if number is None and hint is not None:
            await self.says(hint[1])
            await self.chooses(label)
        else:
            await self.says(number or label)

    async def _offer(self, label: str, on: str) -> Message:
        def offers(message: Message) -> bool:
            if not message.from_bot or message.id <= self._since or on not in message.text:
                return False
            lines = [line for _, line in NUMBERED.findall(message.text)]
            return (
                any(_fits(label, text) for text in [*message.labels, *lines])
                or f"«{label}" in message.text
                or (bool(on) and HINT.search(message.text) is not None)
            )

        return await self.phone.until(offers, PATIENCE)

    async def sees(self, text: str) -> str:
        """Wait for a message of the bot with this text; returns all of it."""
        message = await self.phone.until(lambda message: message.from_bot and text in message.text, PATIENCE)
        return message.text

    async def fills_in(self, form: Sequence[tuple[str, str]]) -> str:
        """Answer field after field, and hand the request in; returns its code."""
        for asked, answer in form:
            await self.sees(asked)
            if answer.startswith("["):
                await self.chooses(answer.strip("[]"), on=asked)
            else:
                await self.says(answer)
        await self.chooses("Gửi yêu cầu", on="xem lại trước khi gửi")
        code = read_code(await self.sees("Em đã nhận yêu cầu"))
        assert code is not None
        return code


def _fits(label: str, shown: str) -> bool:
    return fold(label) in fold(shown)
