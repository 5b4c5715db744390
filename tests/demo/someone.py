"""Somebody with a phone of the demo, who chooses as the app that is open allows: a button, a number, words, a code."""

from __future__ import annotations

import re

from bot.demo.phone import Phone
from bot.demo.world import Message
from models.knowledge import fold
from models.requests import read_code

#: Seconds that the whole house may take for an answer.
PATIENCE = 15.0
NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
#: What a notice shows in place of its choices where there are no buttons.
HINT = re.compile(r"^Gõ (\S+) để mở\.$", re.MULTILINE)


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

    async def gets_code(self) -> str:
        """Wait for the code of a request that was handed in."""
        code = read_code(await self.sees("Em đã nhận yêu cầu"))
        assert code is not None
        return code


def _fits(label: str, shown: str) -> bool:
    return fold(label) in fold(shown)
