"""The methods of the Zalo Bot API. Names are case-sensitive; each function returns the `result`, or None for none."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from bot.demo.images import image_mime, image_size
from bot.demo.telegram.params import Params
from bot.demo.telegram.text import find_spans, units
from bot.demo.telegram.webhook import Webhook
from bot.demo.world import File, Message
from bot.demo.zalo_bot.errors import Refused, bad_request
from bot.demo.zalo_bot.events import SECRET_HEADER
from bot.demo.zalo_bot.shapes import message_id

if TYPE_CHECKING:
    from bot.demo.zalo_bot.front import ZaloBotFront

Method = Callable[["ZaloBotFront", Params], Awaitable[Any]]

MAX_TEXT = 2000
"""UTF-16 units, of a text or caption (the pages do not say in what 2,000 is counted)."""
MAX_FILE = 10 * 1024 * 1024
"""Bytes that are fetched from an address."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


async def get_me(bot: ZaloBotFront, params: Params) -> Any:
    return {"id": bot.id, "account_name": bot.account_name, "account_type": "BASIC", "can_join_groups": True}


# sending


async def send_message(bot: ZaloBotFront, params: Params) -> Any:
    """Plain text; marks of `parse_mode` and `text_styles` are taken and not shown."""
    text = _words(params, "text", least=1)
    if params.text("parse_mode") not in ("", "markdown", "html"):
        raise bad_request("parse_mode is markdown or html")
    return _post(bot, params, kind="text", text=text)


async def send_photo(bot: ZaloBotFront, params: Params) -> Any:
    caption = _words(params, "caption", least=0)
    bot.reach(params.text("chat_id"))
    data = await _fetch(bot, params.text("photo"))
    size = image_size(data)
    if size is None:
        raise bad_request("there is no picture at this address")
    mime = image_mime(data)
    name = f"photo.{mime.partition('/')[2]}".replace("jpeg", "jpg")
    file = bot.world.add_file(data, folder="photos", name=name, mime=mime, size=size)
    return _post(bot, params, kind="photo", text=caption, file=file)


async def send_voice(bot: ZaloBotFront, params: Params) -> Any:
    if bot.reach(params.text("chat_id")).kind == "group":
        raise bad_request("voice messages are for private chats")
    data = await _fetch(bot, params.text("voice_url"))
    file = bot.world.add_file(data, folder="voice", name="voice.aac", mime="audio/aac")
    return _post(bot, params, kind="voice", file=file)


async def send_sticker(bot: ZaloBotFront, params: Params) -> Any:
    """The simulated shop has no pictures: the sticker is shown by its id."""
    sticker = params.text("sticker")
    if not sticker:
        raise bad_request("sticker is empty")
    return _post(bot, params, kind="text", text=f"[{sticker}]")


async def send_chat_action(bot: ZaloBotFront, params: Params) -> Any:
    if params.text("action") != "typing":
        raise bad_request("action is typing")
    bot.world.tell("typing", bot.reach(params.text("chat_id")), "typing")


def _words(params: Params, name: str, *, least: int) -> str:
    text = params.text(name).strip()
    if not least <= units(text) <= MAX_TEXT:
        raise bad_request(f"{name} has {least} to {MAX_TEXT} characters")
    return text


def _post(bot: ZaloBotFront, params: Params, *, kind: str, text: str = "", file: File | None = None) -> Any:
    chat = bot.reach(params.text("chat_id"))
    if not bot.limits.take(chat.id):
        raise Refused(429)
    links = [span for span in find_spans(text) if span["type"] == "url"]
    return bot.world.post(chat, None, kind=kind, text=text, spans=links, file=file)


async def _fetch(bot: ZaloBotFront, url: str) -> bytes:
    """What lies at an address. Raises 400 when it can't be had."""
    if not url.startswith(("http://", "https://")):
        raise bad_request("an address is expected")
    try:
        async with bot.session.get(url) as response:
            data = await response.content.read(MAX_FILE + 1)
            while len(data) <= MAX_FILE and (more := await response.content.read(MAX_FILE + 1)):
                data += more
    except (aiohttp.ClientError, TimeoutError, ValueError):
        raise bad_request("this address can't be reached") from None
    if response.status != 200 or not data or len(data) > MAX_FILE:
        raise bad_request("nothing that can be shown lies at this address")
    return data


def sent(message: Message) -> dict[str, Any]:
    """The result of everything that puts a message into a chat."""
    return {"message_id": message_id(message), "date": message.at * 1000}


# the webhook


async def set_webhook(bot: ZaloBotFront, params: Params) -> Any:
    """The real platform takes public HTTPS addresses only; here this machine is the whole world."""
    url, secret = params.text("url"), params.text("secret_token")
    place = urlsplit(url)
    if not place.hostname or not (place.scheme == "https" or place.hostname in LOOPBACK):
        raise bad_request("url has to be a public HTTPS address")
    if not 8 <= len(secret) <= 256:
        raise bad_request("secret_token has 8 to 256 characters")
    bot.events.listen(Webhook(url, secret))
    bot.webhook_at = _milliseconds(bot)
    result = {"url": url, "updated_at": bot.webhook_at}
    return {**result, "verification": await _probe(bot, bot.events.webhook)} if bot.habits.probe else result


async def delete_webhook(bot: ZaloBotFront, params: Params) -> Any:
    bot.events.listen(None)
    bot.webhook_at = _milliseconds(bot)
    return {"url": "", "updated_at": bot.webhook_at}


async def get_webhook_info(bot: ZaloBotFront, params: Params) -> Any:
    webhook = bot.events.webhook
    if webhook is None and not bot.habits.empty_info:
        raise Refused(404)
    return {"url": webhook.url if webhook else "", "updated_at": bot.webhook_at}


async def test_webhook(bot: ZaloBotFront, params: Params) -> Any:
    return await _probe(bot, bot.events.webhook)


async def _probe(bot: ZaloBotFront, webhook: Webhook | None) -> dict[str, Any]:
    """Call the webhook with an event that means nothing."""
    if webhook is None:
        raise Refused(404)
    begun, status, hint = time.monotonic(), 0, ""
    try:
        headers = {SECRET_HEADER: webhook.secret}
        async with bot.session.post(webhook.url, json={"event_name": "webhook.test"}, headers=headers) as response:
            status = response.status
    except (aiohttp.ClientError, TimeoutError) as error:
        hint = type(error).__name__
    well = 200 <= status < 300
    return {
        "ok": well,
        "outcome": "success" if well else "failure",
        "status_code": status,
        "latency_ms": round((time.monotonic() - begun) * 1000),
        "hint": hint,
    }


def _milliseconds(bot: ZaloBotFront) -> int:
    return int(bot.world.now() * 1000)


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendVoice": send_voice,
    "sendSticker": send_sticker,
    "sendChatAction": send_chat_action,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "testWebhook": test_webhook,
}
"""All but getUpdates, which waits."""
