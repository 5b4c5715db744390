"""Messages as Zalo's events and answers describe them. Every id and time is a text there."""

from __future__ import annotations

from typing import Any

from bot.demo.world import Message

Json = dict[str, Any]


def wire_id(message: Message) -> str:
    """The id that the account's bot knows a message by: at least 20 hexadecimal digits, unique over all chats."""
    return f"{message.id:07x}{message.chat.id:013x}"


def number_of(wire: str) -> int:
    """The number within its chat of the message with that id; 0 for a text that is no id."""
    try:
        return int(wire[:7], 16) if len(wire) >= 20 else 0
    except ValueError:
        return 0


def sent(message: Message, address: str) -> tuple[str, Json]:
    """What a person sent: the event's name and its `message`. Files lie below `address`."""
    body: Json = {"msg_id": wire_id(message)}
    if message.text:
        body["text"] = message.text
    if message.reply_to is not None:
        body["quote_msg_id"] = wire_id(message.reply_to)
    kind, payload = message.kind, _payload(message, address)
    if kind == "text":
        return "user_send_text", body
    body["attachments"] = [{"type": TYPES[kind], "payload": payload}]
    if kind == "photo" and message.file is not None and message.file.mime == "image/gif":
        body["attachments"][0]["type"] = "gif"
        return "user_send_gif", body
    return f"user_send_{EVENTS[kind]}", body


TYPES = {
    "photo": "image",
    "document": "file",
    "voice": "audio",
    "sticker": "sticker",
    "location": "location",
    "contact": "link",
}
EVENTS = {**TYPES, "contact": "business_card"}
"""Kinds of message; the type of their attachment, and the end of their event's name."""


def _payload(message: Message, address: str) -> Json:
    extra = message.extra or {}
    if message.kind == "location":
        return {"coordinates": {"latitude": str(extra["latitude"]), "longitude": str(extra["longitude"])}}
    if message.kind == "contact":
        name = " ".join(filter(None, (extra["first_name"], extra.get("last_name"))))
        return {
            "thumbnail": f"{address}/avatar.png",
            "description": f'{{"phone":"{extra["phone_number"]}","caption":"{name}"}}',
            "url": f"{address}/qr/{extra['phone_number'].lstrip('+')}",
        }
    file = message.file
    if file is None:
        return {}
    url = f"{address}/files/{file.path}"
    if message.kind == "sticker":
        return {"id": file.unique_id, "url": url}
    if message.kind == "document":
        suffix = file.name.rpartition(".")[2] if "." in file.name else ""
        return {"url": url, "name": file.name, "size": str(len(file.data)), "type": suffix, "checksum": file.unique_id}
    return {"url": url} if message.kind == "voice" else {"url": url, "thumbnail": url}
