"""Telegram's JSON in our words, and ours in its: updates, keyboards, errors. No network here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.base import Outcome, Verdict
from bot.channels.telegram_request import Dropped
from models.mail import Choice, Event, EventKind, Reason

#: What the texts of errors mean for a chat (https://core.telegram.org/bots/api#making-requests: codes tell less).
_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "group chat was deleted",
    "user is deactivated",
)


def read_update(update: dict[str, Any], *, channel: str, bot: str) -> Event | None:
    """The event that an update tells; None for what isn't answered (a bot's own words, a kind we didn't ask for).

    :raises KeyError, TypeError, ValueError, AttributeError: it isn't formed as the Bot API says.
    """
    if (query := update.get("callback_query")) is not None:
        pressed, person = query["message"], query["from"]
        kind, text, chat, at = EventKind.CHOICE, query.get("data", ""), pressed["chat"], datetime.now(UTC)
        data = {"message": str(pressed["message_id"]), "press": query["id"]}
    elif (member := update.get("my_chat_member")) is not None:
        chat, person, at = member["chat"], member["from"], datetime.fromtimestamp(member["date"], UTC)
        kind, text = EventKind.MEMBER, ""
        present = member["new_chat_member"]["status"] not in ("left", "kicked")
        data = {"present": present, "title": chat.get("title", "")}
    elif (message := update.get("message")) is not None and "from" in message and not message["from"]["is_bot"]:
        if "migrate_from_chat_id" in message:  # told in the old chat, too
            return None
        chat, person, at = message["chat"], message["from"], datetime.fromtimestamp(message["date"], UTC)
        text = message.get("text") or message.get("caption") or ""
        kind, data = _content(message)
        data |= {"message_id": str(message["message_id"]), "title": chat.get("title", "")}
        if (answered := message.get("reply_to_message")) is not None:
            data["reply_to"] = str(answered["message_id"])
    else:
        return None
    data["name"] = " ".join(filter(None, (person["first_name"], person.get("last_name"))))
    return Event(
        channel=channel,
        bot=bot,
        id=str(update["update_id"]),
        kind=kind,
        chat=str(chat["id"]),
        sender=str(person["id"]),
        at=at,
        group=chat["type"] != "private",
        text=text,
        data=data,
    )


def _content(message: dict[str, Any]) -> tuple[EventKind, dict[str, Any]]:
    if "text" in message:
        return EventKind.TEXT, {}
    if photo := message.get("photo"):
        largest = max(photo, key=lambda size: size["width"] * size["height"])
        return EventKind.PHOTO, {"file": _file(largest, "photo.jpg", "image/jpeg")}
    if (document := message.get("document")) is not None:
        return EventKind.DOCUMENT, {"file": _file(document, "document", "application/octet-stream")}
    if (voice := message.get("voice") or message.get("audio")) is not None:
        return EventKind.VOICE, {"file": _file(voice, "voice.ogg", "audio/ogg")}
    if (contact := message.get("contact")) is not None:
        return EventKind.CONTACT, {"phone": contact["phone_number"]}
    if (place := message.get("location")) is not None:
        return EventKind.LOCATION, {"latitude": place["latitude"], "longitude": place["longitude"]}
    if (moved := message.get("migrate_to_chat_id")) is not None:
        return EventKind.MOVED, {"to": str(moved)}
    return EventKind.OTHER, {}


def _file(file: dict[str, Any], name: str, mime: str) -> dict[str, Any]:
    return {
        "id": file["file_id"],
        "name": file.get("file_name", name),
        "mime": file.get("mime_type", mime),
        "size": file.get("file_size"),
    }


def keyboard(choices: Sequence[Choice]) -> dict[str, Any] | None:
    """Inline buttons: short labels side by side, long ones in rows of their own."""
    rows: list[list[dict[str, str]]] = []
    for choice in choices:
        button = {"text": choice.label} | ({"url": choice.url} if choice.url else {"callback_data": choice.key})
        last = rows[-1] if rows else []
        if last and len(last) < 3 and all(len(other["text"]) <= 14 for other in [*last, button]):
            last.append(button)
        else:
            rows.append([button])
    return {"inline_keyboard": rows} if rows else None


def seconds(error: RetryAfter) -> float:
    """How long a 429 asks to wait; seconds."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def verdict(error: TelegramError) -> Outcome:
    """What an error means for the message that met it."""
    detail = error.message
    if isinstance(error, RetryAfter):
        return Outcome(Verdict.SLOW, after=seconds(error), detail=detail)
    if isinstance(error, ChatMigrated):
        return Outcome(Verdict.MOVED, detail=str(error.new_chat_id))
    if isinstance(error, (Forbidden, BadRequest)):
        if any(text in detail.lower() for text in _GONE):
            return Outcome(Verdict.FAILED, reason=Reason.GONE, detail=detail)
        reason = Reason.BLOCKED if isinstance(error, Forbidden) else Reason.REJECTED
        return Outcome(Verdict.FAILED, reason=reason, detail=detail)
    if isinstance(error, Dropped) or type(error) is TelegramError:  # the latter: an answer that makes no sense
        return Outcome(Verdict.UNKNOWN, detail=detail)
    if isinstance(error, (NetworkError, InvalidToken, Conflict)):
        return Outcome(Verdict.RETRY, detail=detail)
    return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail=detail)
