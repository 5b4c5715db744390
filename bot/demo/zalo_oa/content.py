"""What a message of message/cs holds, checked as Zalo checks it.

Sources: Zalo's pages on consultation messages (text, picture, file, request for information) and the appendix on
buttons: five at most, titles of 100 characters, a payload of 1,000.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.demo.world import Button, File
from bot.demo.zalo_oa.errors import WRONG_TYPE, invalid, too_long

if TYPE_CHECKING:
    from bot.demo.zalo_oa.front import ZaloOaFront

MAX_TEXT = 2000
MAX_BUTTONS = 5
MAX_TITLE = 100
MAX_PAYLOAD = 1000
MAX_SMS = 160
MAX_ELEMENTS = 5
"""Characters, or how many."""


@dataclass
class Content:
    """What is shown. `shows` are the payloads that appear in the chat when their button is pressed."""

    kind: str = "text"
    text: str = ""
    file: File | None = None
    buttons: list[list[Button]] = field(default_factory=list)
    shows: list[str] = field(default_factory=list)
    wants_info: bool = False


def read_content(front: ZaloOaFront, message: Any) -> Content:
    """Read a call's `message`. Raises OaError."""
    if not isinstance(message, dict):
        raise invalid("message")
    content = Content(text=_text(message.get("text", ""), "text", MAX_TEXT))
    attachment = message.get("attachment")
    if attachment is None:
        if not content.text.strip():
            raise invalid("text")
        return content
    if not isinstance(attachment, dict) or not isinstance(payload := attachment.get("payload"), dict):
        raise invalid("attachment")
    if attachment.get("type") == "file":
        content.kind, content.file = "document", front.uploads.take("file", payload.get("token"), "token")
    elif attachment.get("type") == "template":
        _read_template(front, content, payload)
    else:
        raise invalid("attachment.type")
    return content


def _read_template(front: ZaloOaFront, content: Content, payload: dict[str, Any]) -> None:
    kind = payload.get("template_type", "")
    if kind in ("", "button", "list"):
        if kind not in front.button_forms:
            raise WRONG_TYPE
        if kind == "list":
            content.text = "\n".join(filter(None, [content.text, *_elements(payload)]))
        if not content.text.strip():
            raise invalid("text")
        _read_buttons(content, payload.get("buttons"), needed=kind != "list")
    elif kind == "media":
        _read_media(front, content, payload)
    elif kind == "request_user_info":
        elements = payload.get("elements")
        if not isinstance(elements, list) or len(elements) != 1:
            raise invalid("elements")
        content.text, content.wants_info = "\n".join(_elements(payload)), True
    else:
        raise WRONG_TYPE


def _read_media(front: ZaloOaFront, content: Content, payload: dict[str, Any]) -> None:
    elements = payload.get("elements")
    if not isinstance(elements, list) or len(elements) != 1 or not isinstance(media := elements[0], dict):
        raise invalid("elements")
    if media.get("media_type") not in ("image", "gif"):
        raise invalid("media_type")
    if ("url" in media) == ("attachment_id" in media):
        raise invalid("attachment_id")
    if media["media_type"] == "gif" and not (media.get("width") and media.get("height")):
        raise invalid("width")
    if "url" in media:
        # The simulated platform fetches nothing from outside.
        raise invalid("url")
    content.kind = "photo"
    content.file = front.uploads.take(media["media_type"], media["attachment_id"], "attachment_id")


def _elements(payload: dict[str, Any]) -> list[str]:
    elements = payload.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= MAX_ELEMENTS:
        raise invalid("elements")
    lines = []
    for element in elements:
        if not isinstance(element, dict) or not element.get("title"):
            raise invalid("elements.title")
        lines += [_text(element.get(name, ""), name, MAX_TEXT) for name in ("title", "subtitle") if element.get(name)]
    return lines


def _read_buttons(content: Content, buttons: Any, *, needed: bool) -> None:
    if buttons is None and not needed:
        return
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= MAX_BUTTONS:
        raise invalid("buttons")
    for button in buttons:
        if not isinstance(button, dict):
            raise invalid("buttons")
        title = _text(button.get("title", ""), "title", MAX_TITLE)
        if not title.strip():
            raise invalid("title")
        kind, payload = button.get("type"), button.get("payload")
        if kind in ("oa.query.show", "oa.query.hide"):
            if not isinstance(payload, str) or not payload:
                raise invalid("payload")
            _text(payload, "payload", MAX_PAYLOAD)
            content.buttons.append([Button(title, data=payload)])
            if kind == "oa.query.show":
                content.shows.append(payload)
        else:
            content.buttons.append([Button(title, url=_link(kind, payload))])


def _link(kind: Any, payload: Any) -> str:
    """Where a button leads that leaves the chat."""
    if not isinstance(payload, dict):
        raise invalid("payload")
    if kind == "oa.open.url" and str(payload.get("url", "")).startswith(("http://", "https://")):
        return str(payload["url"])
    phone = str(payload.get("phone_code", ""))
    if kind == "oa.open.phone" and phone.isdecimal():
        return f"tel:+{phone}"
    if kind == "oa.open.sms" and phone.isdecimal():
        return f"sms:+{phone}?body={_text(payload.get('content', ''), 'content', MAX_SMS)}"
    raise invalid("type" if kind not in ("oa.open.url", "oa.open.phone", "oa.open.sms") else "payload")


def _text(value: Any, field_name: str, most: int) -> str:
    if not isinstance(value, str):
        raise invalid(field_name)
    if len(value) > most:
        raise too_long(field_name)
    return value
