"""The world in the JSON of Zalo's page "Webhook": five events, and ids that are texts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from bot.demo.world import Chat, Message, Person

if TYPE_CHECKING:
    from bot.demo.zalo_bot.front import ZaloBotFront

Json = dict[str, Any]
READABLE = {"text": "text", "photo": "image", "sticker": "sticker", "voice": "voice"}
"""What a bot can read; everything else (papers, contact cards, places) is only told as "unsupported"."""


def address(number: int) -> str:
    """The id of a person, and of their chat with the bot; of a group too. It never changes."""
    return _hidden(f"chat:{number}")


def message_id(message: Message) -> str:
    return _hidden(f"message:{message.chat.id}:{message.id}:{message.at}")


def _hidden(name: str) -> str:
    return hashlib.blake2b(name.encode(), digest_size=10).hexdigest()


def event(bot: ZaloBotFront, message: Message, sender: Person) -> tuple[str, Json]:
    """The name of the event and its message."""
    kind = READABLE.get(message.kind, "unsupported")
    quoting = bot.habits.quotes and message.reply_to is not None and message.chat.kind == "private"
    if quoting or sender.id in bot.protected:
        kind = "unsupported"
    shape: Json = {
        "date": message.at * 1000,
        "chat": chat(message.chat),
        "message_id": message_id(message),
        "from": {"id": address(sender.id), "is_bot": False, "display_name": sender.name},
    }
    return f"message.{kind}.received", shape | _content(bot, kind, message)


def chat(of: Chat) -> Json:
    return {"id": address(of.id), "chat_type": "GROUP" if of.kind == "group" else "PRIVATE"}


def _content(bot: ZaloBotFront, kind: str, message: Message) -> Json:
    text = message.text
    if message.chat.kind == "group" and not bot.habits.mention:
        text = text.replace(f"@{bot.name}", "").strip()
    place = f"{bot.url}/files/{message.file.path}" if message.file is not None else ""
    match kind:
        case "text":
            return {"text": text}
        case "image":
            name = "photo" if bot.habits.photo else "photo_url"
            return {name: place, "caption": text, "message_type": "CHAT_PHOTO"}
        case "sticker":
            return {"sticker": message_id(message), "url": place, "message_type": "CHAT_STICKER"}
        case "voice":
            return {"voice_url": place, "message_type": "CHAT_VOICE"}
    return {}
