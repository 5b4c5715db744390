"""The methods that change or take away what is there, and the answer to a press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.demo.telegram.errors import bad_request
from bot.demo.telegram.files import read_file
from bot.demo.telegram.markup import read_markup
from bot.demo.telegram.methods import method
from bot.demo.telegram.params import Params
from bot.demo.telegram.sending import read_caption, read_text
from bot.demo.world import Chat, Message, Notice

if TYPE_CHECKING:
    from bot.demo.telegram.front import TelegramFront

MAX_NOTICE = 200
DELETABLE = 48 * 3600
"""Seconds after which a bot can't delete a message any more."""


def find_message(bot: TelegramFront, params: Params, purpose: str) -> tuple[Chat, Message]:
    chat = bot.reach(params)
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return chat, message


def _edit(bot: TelegramFront, params: Params, **content: Any) -> Any:
    """Change a message of the bot; nothing given but `reply_markup` changes the buttons alone."""
    buttons = read_markup(params).buttons
    chat, message = find_message(bot, params, "edit")
    if message.sender is not None or message.kind == "service":
        raise bad_request("message can't be edited")
    if "kind" not in content and "text" in content:
        if params.get("text") is not None and message.kind != "text":
            raise bad_request("there is no text in the message to edit")
        if params.get("text") is None and message.kind == "text":
            raise bad_request("there is no caption in the message to edit")
    same = all(getattr(message, name) == value for name, value in content.items())
    if same and tuple(map(tuple, message.buttons)) == buttons:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    bot.spend(chat)
    bot.world.change(message, quietly=same, **content, buttons=buttons)
    return bot.shape(message)


@method("editMessageText")
def edit_message_text(bot: TelegramFront, params: Params) -> Any:
    text, spans = read_text(params)
    return _edit(bot, params, text=text, spans=spans)


@method("editMessageCaption")
def edit_message_caption(bot: TelegramFront, params: Params) -> Any:
    caption, spans = read_caption(params)
    return _edit(bot, params, text=caption, spans=spans)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(bot: TelegramFront, params: Params) -> Any:
    return _edit(bot, params)


@method("editMessageMedia")
def edit_message_media(bot: TelegramFront, params: Params) -> Any:
    media = params.object("media") or {}
    if media.get("type") not in ("photo", "document"):
        raise bad_request("can't parse InputMedia: unsupported media type")
    options = Params({**params, **media})
    caption, spans = read_caption(options)
    file = read_file(bot, options, media["type"], "media")
    return _edit(bot, params, kind=media["type"], file=file, text=caption, spans=spans)


@method("deleteMessage")
def delete_message(bot: TelegramFront, params: Params) -> Any:
    chat, message = find_message(bot, params, "delete")
    others_in_group = chat.kind == "group" and message.sender is not None and chat.bot != "administrator"
    if others_in_group or bot.world.now() - message.at > DELETABLE:
        raise bad_request("message can't be deleted")
    bot.world.remove(message)
    return True


@method("answerCallbackQuery")
def answer_callback_query(bot: TelegramFront, params: Params) -> Any:
    text = params.text("text")
    if len(text) > MAX_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    press = bot.take_press(params.text("callback_query_id"))
    if press is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    person, message = press
    notice = Notice(person.id, text, params.flag("show_alert"))
    if text:
        message.chat.notices.append(notice)
    bot.world.tell("notice", message.chat, notice)
    return True
