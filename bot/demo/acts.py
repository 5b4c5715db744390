"""What a program may have a phone do: the `do` of `/demo/act`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any

from bot.demo.phone import NoSuchButtonError, Phone
from bot.demo.telegram.markup import MAX_DATA
from bot.demo.world import Message

Json = dict[str, Any]
Act = Callable[[Phone, Json, Message | None], Awaitable[Any]]


async def _press(phone: Phone, given: Json, reply_to: Message | None) -> str:
    """Press by place (`message`, `row`, `column`) or by `label`; `data` forges a press."""
    message = phone.chat.messages.get(int(given.get("message") or 0))
    if "label" in given:
        return await phone.presses(str(given["label"]), message)
    if message is None:
        raise NoSuchButtonError("no such message")
    if "data" in given:
        if not 1 <= len(str(given["data"]).encode()) <= MAX_DATA:
            raise ValueError(f"data is 1 to {MAX_DATA} bytes")
        return await phone.forges(str(given["data"]), message)
    try:
        button = message.buttons[int(given["row"])][int(given["column"])]
    except IndexError:
        raise NoSuchButtonError("no such button") from None
    return await phone.press(message, button)


async def _sticker(phone: Phone, given: Json, reply_to: Message | None) -> Message:
    """Send the one sticker that everybody has."""
    return await phone.sends_sticker((resources.files("bot.demo") / "page" / "sticker.webp").read_bytes())


ACTS: dict[str, Act] = {
    "say": lambda phone, given, reply_to: phone.says(str(given["text"]), reply_to=reply_to),
    "press": _press,
    "sticker": _sticker,
    "contact": lambda phone, given, reply_to: phone.sends_contact(str(given.get("phone") or "+84912345678")),
    "location": lambda phone, given, reply_to: phone.sends_location(
        float(given["latitude"]), float(given["longitude"])
    ),
    "block": lambda phone, given, reply_to: phone.blocks(),
    "unblock": lambda phone, given, reply_to: phone.unblocks(),
}
