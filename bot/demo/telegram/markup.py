"""Buttons and keyboards under a message, checked as Telegram checks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.demo.telegram.errors import bad_request
from bot.demo.telegram.params import Params
from bot.demo.world import Button, Chat, Key

MAX_BUTTONS = 100
MAX_DATA = 64
"""Bytes of callback_data."""


@dataclass(slots=True)
class Markup:
    """What `reply_markup` asks for. `keyboard` None leaves the keyboard as it is, () takes it away."""

    buttons: tuple[tuple[Button, ...], ...] = ()
    keyboard: tuple[tuple[Key, ...], ...] | None = None
    once: bool = False
    force_reply: bool = False

    def lay(self, chat: Chat) -> None:
        """Change the keyboard of `chat`, for the message that is about to be posted."""
        if self.keyboard is not None:
            chat.keyboard = self.keyboard
            chat.keyboard_once = self.once
        if self.force_reply:
            chat.wants_reply_to = chat.last_id + 1


NOTHING = Markup()


def read_markup(params: Params) -> Markup:
    """The `reply_markup` of a call. Raises 400 for one that Telegram would refuse."""
    if "reply_markup" not in params:
        return NOTHING
    given = params.object("reply_markup")
    if given is None:
        return NOTHING
    if "inline_keyboard" in given:
        buttons = tuple(tuple(_button(button) for button in row) for row in _rows(given, "inline_keyboard"))
        if sum(map(len, buttons)) > MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        return Markup(buttons=tuple(row for row in buttons if row))
    if "keyboard" in given:
        keyboard = tuple(tuple(_key(key) for key in row) for row in _rows(given, "keyboard"))
        return Markup(keyboard=keyboard, once=bool(given.get("one_time_keyboard")))
    if given.get("remove_keyboard"):
        return Markup(keyboard=())
    return Markup(force_reply=bool(given.get("force_reply")))


def _rows(given: dict[str, Any], name: str) -> list[list[Any]]:
    rows = given[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" of the ReplyMarkup must be an Array of Arrays')
    return rows


def _button(given: Any) -> Button:
    if not isinstance(given, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    label = str(given.get("text", "")).strip()
    if not label:
        raise bad_request("can't parse inline keyboard button: button text must be non-empty")
    data = given.get("callback_data")
    if data is not None:
        if not 1 <= len(str(data).encode()) <= MAX_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        return Button(label, data=str(data))
    if url := given.get("url"):
        if "://" not in str(url):
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return Button(label, url=str(url))
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _key(given: Any) -> Key:
    if isinstance(given, str):
        return Key(given)
    if not isinstance(given, dict) or not str(given.get("text", "")).strip():
        raise bad_request("can't parse keyboard button: button text must be non-empty")
    return Key(str(given["text"]), bool(given.get("request_contact")), bool(given.get("request_location")))
