"""The Official Account's JSON in our words, and ours in its: events, messages, errors. No network here.

Sources: Zalo's pages on the webhook's events, on consultation messages, the appendix on buttons and that on errors.
"""

from __future__ import annotations

import hmac
import json
import mimetypes
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from bot.channels.base import Outcome, Verdict
from bot.channels.incoming import identifier, unknown
from bot.channels.render import whole
from bot.channels.zalo_oa_api import RATE_CODE, TOKEN_CODES, Refused
from models.mail import Choice, Event, EventKind, Reason
from models.windows import Shut

#: Characters of a button's title.
LONGEST_TITLE = 100
#: What a button of ours sends as if it had been typed. Whoever types it gains nothing: rights are checked anew. The dot
#: that every name of a choice has tells it from a hashtag ("#mavach").
_PRESSED = re.compile(r"#([a-z]\w*\.[\w.]+(?::.*)?)", re.ASCII | re.DOTALL)
_LONGEST_KEY = 64
#: Seconds that a platform which is asked too often is left in peace.
REST = 10.0

#: Codes by what they mean for the message that met them (the appendix on error codes).
_LOST = {-213: Reason.NOT_FOLLOWING, -217: Reason.BLOCKED, -227: Reason.GONE}
#: Not now, but after the person's next word; or, as the account's own messages or money are used up, when it has more.
_SHUT = {
    **dict.fromkeys((-230, -232), Shut.DAYS),
    -218: Shut.QUOTA,
    **dict.fromkeys((-211, -320, -321), Shut.OFFICE),
}
#: The office has something to set right, in the account or at developers.zalo.me.
OPERATOR = frozenset({-204, -205, -209, -212, -219, -221, -223, -224, -235, -242, -211, -320, -321})
#: The platform's own trouble.
_LATER = frozenset({-100, -200})
#: How the form of buttons is refused: a field is invalid, a type is not supported.
UNSUPPORTED = -233
FORM_REFUSED = frozenset({-201, UNSUPPORTED})
#: Seconds between two attempts that need somebody's hand.
SLOWLY = 60.0

#: Events that tell a person's acts but nothing to answer.
_QUIET = ("oa_", "user_seen_", "user_received_", "user_reacted_", "anonymous_", "user_call", "user_feedback")
_FOLLOWED, _UNFOLLOWED = "follow", "unfollow"


def signature(app_id: str, body: bytes, timestamp: str, secret_key: str) -> str:
    """What ``X-ZEvent-Signature`` must hold: plain SHA-256, no HMAC, as Zalo's webhook page has it."""
    parts = app_id.encode(), body, timestamp.encode(errors="replace"), secret_key.encode()
    return sha256(b"".join(parts)).hexdigest()


def signed(given: str, expected: str) -> bool:
    """Compare in constant time; the prefix may be missing."""
    return hmac.compare_digest(given.removeprefix("mac=").lower().encode(errors="replace"), expected.encode())


def read_event(event: dict[str, Any], *, channel: str, bot: str, account: str = "") -> Event | None:
    """What an event tells; None for what isn't answered (the account's own words, seen, received, reactions).

    :param account: the account's own id, where it is known.
    :raises KeyError, TypeError, ValueError, AttributeError: it isn't formed as Zalo's pages say.
    """
    name = event["event_name"]
    if name.startswith(_QUIET) or "group" in name:
        return None
    if name in (_FOLLOWED, _UNFOLLOWED):
        person = identifier(event["follower"]["id"], 64)
    elif name.startswith("user_"):
        person = identifier(event["sender"]["id"], 64)
        if person in (event.get("recipient", {}).get("id"), event.get("oa_id"), account):
            return None
    else:
        return unknown(event, channel=channel, bot=bot)
    stamp = str(event["timestamp"])
    message = event.get("message") or {}
    number = message.get("message_id") if message.get("msg_id") is None else message["msg_id"]
    kind, text, data = _content(name, event, message)
    if not isinstance(text, str):
        raise TypeError("no text")
    if number is not None:
        data["message_id"] = number = identifier(number)
    if quoted := message.get("quote_msg_id"):
        data["reply_to"] = identifier(quoted)
    return Event(
        channel=channel,
        bot=bot,
        id=f"{name}:{number}"[:128] if number else f"{name}:{stamp}:{person}"[:128],
        kind=kind,
        chat=person,
        sender=person,
        at=datetime.fromtimestamp(int(stamp) / 1000, UTC),
        text=text,
        data=data,
    )


def _content(name: str, event: dict[str, Any], message: dict[str, Any]) -> tuple[EventKind, str, dict[str, Any]]:
    text = message.get("text") or ""
    attachments = message.get("attachments") or [{}]
    payload = attachments[0].get("payload") or {}
    match name:
        case "follow":
            return EventKind.TEXT, "/start", {}
        case "unfollow" | "user_click_chatnow":
            # Coming to write is no message yet: it opens the door again, and nothing is said.
            return EventKind.MEMBER, "", {"present": name != _UNFOLLOWED}
        case "user_send_text":
            if (pressed := _PRESSED.fullmatch(text)) and len(pressed[1].encode()) <= _LONGEST_KEY:
                return EventKind.CHOICE, pressed[1], {}
            return EventKind.TEXT, text, {}
        case "user_send_link":
            said = [text, payload.get("title"), payload.get("description"), payload.get("url")]
            return EventKind.TEXT, "\n".join(dict.fromkeys(part for part in said if part)), {"link": True}
        case "user_send_image":
            return EventKind.PHOTO, text, {"file": _file(payload, "photo.jpg", "image/jpeg")}
        case "user_send_gif":
            return EventKind.PHOTO, text, {"file": _file(payload, "photo.gif", "image/gif")}
        case "user_send_file":
            return EventKind.DOCUMENT, text, {"file": _file(payload, "document", "application/octet-stream")}
        case "user_send_audio":
            return EventKind.VOICE, text, {"file": _file(payload, "voice.aac", "audio/aac")}
        case "user_send_location":
            place = payload["coordinates"]
            return (
                EventKind.LOCATION,
                "",
                {"latitude": float(place["latitude"]), "longitude": float(place["longitude"])},
            )
        case "user_send_business_card":
            return _card(payload)
        case "user_submit_info":
            info = event["info"]
            told = {"phone": str(info["phone"]), "name": str(info.get("name") or "")}
            return EventKind.CONTACT, "", {name: value for name, value in told.items() if value}
    return EventKind.OTHER, text, {}


def _card(payload: dict[str, Any]) -> tuple[EventKind, str, dict[str, Any]]:
    """A business card: the number stands in a JSON text within its description, or it can't be read."""
    try:
        phone = json.loads(payload["description"])["phone"]
    except (KeyError, TypeError, ValueError):
        return EventKind.OTHER, "", {}
    return EventKind.CONTACT, "", {"phone": str(phone)}


def _file(payload: dict[str, Any], name: str, mime: str) -> dict[str, Any]:
    name = str(payload.get("name") or name)
    size = payload.get("size")
    return {
        "id": payload["url"],
        "name": name,
        "mime": mimetypes.guess_type(name)[0] or mime,
        "size": int(size) if size not in (None, "") else None,
    }


# going out


def text_message(text: str, choices: Sequence[Choice] = ()) -> dict[str, Any]:
    """A text, with its choices as buttons below it."""
    message: dict[str, Any] = {"text": text}
    if choices:
        message["attachment"] = {"type": "template", "payload": {"buttons": [_button(choice) for choice in choices]}}
    return message


def picture_message(attachment: str, text: str = "") -> dict[str, Any]:
    """An uploaded picture, with a text."""
    elements = [{"media_type": "image", "attachment_id": attachment}]
    message: dict[str, Any] = {
        "attachment": {"type": "template", "payload": {"template_type": "media", "elements": elements}}
    }
    return {"text": text} | message if text else message


def paper_message(token: str) -> dict[str, Any]:
    """An uploaded paper. Whether a text beside it would be shown isn't written anywhere."""
    return {"attachment": {"type": "file", "payload": {"token": token}}}


def _button(choice: Choice) -> dict[str, Any]:
    title = cut(choice.label)
    if choice.url:
        return {"title": title, "type": "oa.open.url", "payload": {"url": choice.url}}
    return {"title": title, "type": "oa.query.hide", "payload": f"#{choice.key}"}


def cut(title: str) -> str:
    """A title that fits a button, cut at a word."""
    if len(title) <= LONGEST_TITLE:
        return title
    short = title[: whole(title, LONGEST_TITLE - 1)]
    return (short.rpartition(" ")[0] or short).rstrip(" ,;:.–-") + "…"


def verdict(error: Refused) -> Outcome:
    """What an error means for the message that met it."""
    code, detail = error.code, str(error)
    if code == RATE_CODE:
        return Outcome(Verdict.SLOW, after=REST, detail=detail)
    if code in _SHUT:
        return Outcome(Verdict.CLOSED, detail=_SHUT[code].value)
    if code in OPERATOR or code in TOKEN_CODES:
        return Outcome(Verdict.RETRY, after=SLOWLY, detail=detail)
    if code in _LATER:
        return Outcome(Verdict.RETRY, detail=detail)
    return Outcome(Verdict.FAILED, reason=_LOST.get(code, Reason.REJECTED), detail=detail)
