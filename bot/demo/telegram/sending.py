"""The methods that put something new into a chat."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from bot.demo.telegram.errors import bad_request
from bot.demo.telegram.files import read_file
from bot.demo.telegram.markup import Markup, read_markup
from bot.demo.telegram.methods import method
from bot.demo.telegram.params import Params
from bot.demo.telegram.text import formatted, units
from bot.demo.world import Chat, Message, Span

if TYPE_CHECKING:
    from bot.demo.telegram.front import TelegramFront

MAX_TEXT = 4096
MAX_CAPTION = 1024
"""UTF-16 units, counted after the formatting is taken out."""
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
_albums = itertools.count(13_000_000_000_000_001)


def read_text(params: Params) -> tuple[str, list[Span]]:
    """The `text` of a call, as it is shown."""
    text, spans = formatted(params.text("text"), params.text("parse_mode"), params.objects("entities"))
    if not text:
        raise bad_request("message text is empty")
    if units(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, spans


def read_caption(params: Params) -> tuple[str, list[Span]]:
    """The `caption` of a call, as it is shown; it may be missing."""
    if not params.get("caption"):
        return "", []
    text, spans = formatted(params.text("caption"), params.text("parse_mode"), params.objects("caption_entities"))
    if units(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, spans


def post(bot: TelegramFront, params: Params, **content: Any) -> Any:
    """Post `content` (fields of a Message) where the call says, and return its shape."""
    markup = read_markup(params)
    chat = bot.reach(params)
    reply_to = read_reply(chat, params)
    bot.spend(chat)
    return bot.shape(_post(bot, chat, markup, reply_to, content))


def _post(bot: TelegramFront, chat: Chat, markup: Markup, reply_to: Message | None, content: dict[str, Any]) -> Message:
    markup.lay(chat)
    return bot.world.post(chat, None, reply_to=reply_to, buttons=markup.buttons, **content)


def read_reply(chat: Chat, params: Params) -> Message | None:
    """The message that is replied to (`reply_parameters`, or the older `reply_to_message_id`)."""
    given = params.object("reply_parameters") if "reply_parameters" in params else None
    options = Params(given) if given is not None else params
    number = options.number("message_id" if given is not None else "reply_to_message_id")
    if not number:
        return None
    message = chat.messages.get(number)
    if message is None and not options.flag("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


@method("sendMessage")
def send_message(bot: TelegramFront, params: Params) -> Any:
    text, spans = read_text(params)
    return post(bot, params, text=text, spans=spans)


@method("sendPhoto")
def send_photo(bot: TelegramFront, params: Params) -> Any:
    return _send_file(bot, params, "photo")


@method("sendDocument")
def send_document(bot: TelegramFront, params: Params) -> Any:
    return _send_file(bot, params, "document")


@method("sendVoice")
def send_voice(bot: TelegramFront, params: Params) -> Any:
    return _send_file(bot, params, "voice")


def _send_file(bot: TelegramFront, params: Params, kind: str) -> Any:
    caption, spans = read_caption(params)
    bot.reach(params)
    file = read_file(bot, params, kind)
    return post(bot, params, kind=kind, file=file, text=caption, spans=spans)


@method("sendMediaGroup")
def send_media_group(bot: TelegramFront, params: Params) -> Any:
    items = params.objects("media") or []
    if not 1 <= len(items) <= 10:
        raise bad_request("there must be from 1 to 10 items in the album")
    chat = bot.reach(params)
    contents = []
    for item in items:
        kind = item.get("type")
        if kind not in ("photo", "document"):
            raise bad_request("can't parse InputMedia: unsupported media type")
        options = Params({**params, **item})
        caption, spans = read_caption(options)
        contents.append({"kind": kind, "file": read_file(bot, options, kind, "media"), "text": caption, "spans": spans})
    reply_to = read_reply(chat, params)
    bot.spend(chat)
    album = str(next(_albums)) if len(items) > 1 else None
    return [bot.shape(_post(bot, chat, Markup(), reply_to, {**content, "album": album})) for content in contents]


@method("sendLocation")
def send_location(bot: TelegramFront, params: Params) -> Any:
    place = {"latitude": params.real("latitude"), "longitude": params.real("longitude")}
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad_request("wrong latitude or longitude specified")
    return post(bot, params, kind="location", extra=place)


@method("sendContact")
def send_contact(bot: TelegramFront, params: Params) -> Any:
    if not params.text("phone_number"):
        raise bad_request("phone number can't be empty")
    if not params.text("first_name"):
        raise bad_request("first name can't be empty")
    card = {name: params.text(name) for name in ("phone_number", "first_name", "last_name") if params.text(name)}
    return post(bot, params, kind="contact", extra=card)


@method("sendChatAction")
def send_chat_action(bot: TelegramFront, params: Params) -> Any:
    action = params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = bot.reach(params)
    bot.world.tell("typing", chat, action)
    return True
