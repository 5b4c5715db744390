"""The Zalo Bot Platform's JSON in our words, and ours in its: events, calls, errors. No network here.

Zalo's pages "Webhook", "sendMessage", "sendPhoto" and "Error code" (docs.zaloplatforms.com/docs/BOT).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from bot.channels.base import ZALO, Outcome, Verdict
from bot.channels.incoming import identifier
from bot.channels.network import Dropped, NotSent
from bot.channels.render import plain, render
from bot.channels.zalo_api import ZaloError
from models.mail import Event, EventKind, Message, Reason

#: What a call to the platform may raise.
TROUBLE = (ZaloError, NotSent, Dropped)

_MIME = {"png": "image/png", "webp": "image/webp", "gif": "image/gif"}
#: In a group a command may stand behind the mention of the bot ("@OCOP /hangdoi"), whose name we can't know.
_MENTION = re.compile(r"^@[^/\n]{1,80}?\s+(?=/)")
#: Dates are milliseconds; anything smaller than this is taken as seconds (the year 5138).
_MILLISECONDS = 10**11


# coming in


def unwrap(answer: Any) -> list[Any]:
    """The events in what came: none, one, or a list; in the envelope of getUpdates (``ok`` and ``result``) or bare."""
    if isinstance(answer, dict) and answer.get("ok") is True and "result" in answer:
        answer = answer["result"]
    if isinstance(answer, list):
        return answer
    return [answer] if answer else []


def key_of(update: Any) -> str:
    """What an event is recognised by when it comes again: its name and the id of its message."""
    try:
        key = f"{update['event_name']}:{update['message']['message_id']}"
    except (TypeError, KeyError):
        key = json.dumps(update, sort_keys=True)
    return key if len(key) <= 128 else hashlib.sha256(key.encode(errors="replace")).hexdigest()


def read_update(update: dict[str, Any], *, channel: str, bot: str) -> Event | None:
    """The event that an update tells; None for the words of a bot.

    Of a kind that is not known, or that bots are not shown (a paper, a contact card, a place), only that it came.

    :raises KeyError, TypeError, ValueError, AttributeError: it isn't formed as the pages say.
    """
    message = update["message"]
    person, chat = message["from"], message["chat"]
    if person.get("is_bot"):
        return None
    kind, data = _content(str(update["event_name"]), message)
    group = chat.get("chat_type") == "GROUP"
    text = message.get("text") or message.get("caption") or ""
    if not isinstance(text, str):
        raise TypeError("no text")
    name = person.get("display_name")
    data |= {"message_id": identifier(message["message_id"]), "name": name if isinstance(name, str) else ""}
    return Event(
        channel=channel,
        bot=bot,
        id=key_of(update),
        kind=kind,
        chat=identifier(chat["id"], 64),
        sender=identifier(person["id"], 64),
        at=_moment(message.get("date")),
        group=group,
        text=_MENTION.sub("", text) if group else text,
        data=data,
    )


def _moment(date: Any) -> datetime:
    if not isinstance(date, (int, float)) or date <= 0:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(date / 1000 if date >= _MILLISECONDS else date, UTC)
    except (OverflowError, OSError):
        raise ValueError("no date") from None


def _content(name: str, message: dict[str, Any]) -> tuple[EventKind, dict[str, Any]]:
    match name:
        case "message.text.received":
            return EventKind.TEXT, {}
        case "message.image.received":
            # The page calls it "photo"; what comes is "photo_url".
            return EventKind.PHOTO, {"file": _photo(str(message.get("photo_url") or message["photo"]))}
        case "message.voice.received":
            file = {"id": str(message.get("voice_url") or ""), "name": "voice.aac", "mime": "audio/aac", "size": None}
            return EventKind.VOICE, {"file": file}
        case "message.sticker.received":
            return EventKind.OTHER, {}
    return EventKind.OTHER, {"unsupported": True}


def _photo(url: str) -> dict[str, Any]:
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower().lstrip(".")
    mime = _MIME.get(suffix, "image/jpeg")
    return {"id": url, "name": f"photo.{suffix if suffix in _MIME else 'jpg'}", "mime": mime, "size": None}


# going out


@dataclass(frozen=True, slots=True)
class Piece:
    """One call that a message takes.

    :ivar otherwise: the text to send where a picture is refused; empty: nothing.
    """

    method: str
    parameters: dict[str, Any]
    otherwise: str | None = None


def units(text: str) -> int:
    """Length in UTF-16 units, the larger of the two ways to count (the pages don't say which one Zalo's is)."""
    return len(text.encode("utf-16-le")) // 2


def compose(message: Message, address: str | None) -> list[Piece]:
    """The calls that a message takes.

    :param address: where Zalo, or the person, finds its picture or document; None: it can't be shown.
    """
    if message.picture is not None and address is not None:
        return _with_picture(message, address)
    if message.document is not None and address is not None:
        line = escape(f"{message.document.name}: {address}", quote=False)
        return _texts(_with_line(message, line))
    return _texts(_with_line(message, message.instead))


def _with_picture(message: Message, address: str) -> list[Piece]:
    texts, refused = _texts(message), _texts(_with_line(message, message.instead))
    photo = {"photo": address}
    if len(texts) > 1:
        return [Piece("sendPhoto", photo, otherwise=plain(message.instead)), *texts]
    if not texts:
        return [Piece("sendPhoto", photo, otherwise=plain(message.instead))]
    caption = texts[0].parameters["text"]
    otherwise = refused[0].parameters["text"] if len(refused) == 1 else caption
    return [Piece("sendPhoto", photo | {"caption": caption}, otherwise=otherwise)]


def _with_line(message: Message, line: str) -> Message:
    return replace(message, text="\n\n".join(part for part in (message.text, line) if part))


def _texts(message: Message) -> list[Piece]:
    # A letter beyond U+FFFF counts twice; as many fewer fit.
    words = [message.text, message.hint, message.lead, *(choice.label for choice in message.choices)]
    double = sum(letter > "\uffff" for text in words for letter in text)
    room = max(ZALO.text // 2, ZALO.text - double)
    texts, _ = render(message, replace(ZALO, text=room))
    return [Piece("sendMessage", {"text": text}) for text in texts if text.strip()]


def verdict(error: ZaloError | NotSent | Dropped) -> Outcome:
    """What an error means for the message that met it; how long a 429 lasts is for the caller to say."""
    detail = str(error)
    if isinstance(error, NotSent):
        return Outcome(Verdict.RETRY, detail=detail)
    if isinstance(error, Dropped):
        return Outcome(Verdict.UNKNOWN, detail=detail)
    if error.code == 429:
        return Outcome(Verdict.SLOW, detail=detail)
    # 403 is "Internal server error" on Zalo's page; 401 is for the office to mend, and nothing of it is lost.
    if error.code in (401, 403) or error.code >= 500:
        return Outcome(Verdict.RETRY, detail=detail)
    if error.code == 408:
        return Outcome(Verdict.UNKNOWN, detail=detail)
    if not error.own:
        # Not the platform's answer (a proxy's page, a wrong OCOP_ZALO_API_URL): says nothing about this message.
        return Outcome(Verdict.UNKNOWN if error.code < 300 else Verdict.RETRY, detail=detail)
    return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail=detail)
