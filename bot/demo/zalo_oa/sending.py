"""message/cs: who may be written to, whether it costs, and what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.demo.world import Chat, Message
from bot.demo.zalo_oa.content import read_content
from bot.demo.zalo_oa.errors import (
    INACTIVE,
    NO_QUOTA,
    NO_QUOTA_RECEIVE,
    NOT_FOLLOWER,
    RESTRICTED,
    WINDOW_OVER,
    invalid,
)
from bot.demo.zalo_oa.shapes import number_of, wire_id

if TYPE_CHECKING:
    from bot.demo.zalo_oa.front import ZaloOaFront


def send(front: ZaloOaFront, params: dict[str, Any]) -> tuple[dict[str, Any], Message]:
    """Carry out a call; returns the `data` of the answer and what is shown. Raises OaError."""
    recipient, given = params.get("recipient"), params.get("message")
    chat = reach(front, recipient.get("user_id") if isinstance(recipient, dict) else None)
    content = read_content(front, given)
    quoted = number_of(str(given.get("quote_message_id", ""))) if isinstance(given, dict) else 0
    quota = _spend(front, chat)
    extra: dict[str, Any] = {"shows": content.shows} if content.shows else {}
    if content.wants_info:
        extra["wants_info"] = True
    message = front.world.post(
        chat,
        None,
        kind=content.kind,
        text=content.text,
        file=content.file,
        buttons=content.buttons,
        reply_to=chat.messages.get(quoted),
        extra=extra or None,
    )
    data = {
        "message_id": wire_id(message),
        "user_id": str(chat.id),
        "sent_time": str(int(front.world.now() * 1000)),
        "quota": quota,
    }
    return data, message


def reach(front: ZaloOaFront, user_id: Any) -> Chat:
    """The chat of a person, if the account may write there now. Raises OaError."""
    chat = find(front, user_id)
    if chat.person.deactivated or chat.gone:
        raise INACTIVE
    if chat.bot != "member" or (front.limits.needs_follower and chat.id not in front.followers):
        raise NOT_FOLLOWER
    if chat.id in front.restricted:
        raise RESTRICTED
    if front.world.now() - front.interactions.get(chat.id, 0.0) > front.limits.open_for:
        raise WINDOW_OVER
    return chat


def find(front: ZaloOaFront, user_id: Any) -> Chat:
    """The chat of a person, whether or not the account may write there."""
    number = int(user_id) if isinstance(user_id, str) and user_id.isdecimal() else 0
    chat = front.world.chats.get(number)
    if chat is None or chat.kind != "private":
        raise invalid("user_id")
    return chat


def _spend(front: ZaloOaFront, chat: Chat) -> dict[str, Any]:
    """Count a message; returns the answer's `quota`."""
    limits = front.limits
    if front.world.now() - front.interactions[chat.id] <= limits.free_for:
        if limits.free_replies is None:
            front.free[chat.id] = front.free.get(chat.id, 0) + 1
            return {"quota_type": "reply"}
        used = front.free.get(chat.id, 0)
        if used < limits.free_replies:
            front.free[chat.id] = used + 1
            left = limits.free_replies - used - 1
            return {"quota_type": "reply", "remain": str(left), "total": str(limits.free_replies)}
        if limits.paid == 0:
            raise NO_QUOTA_RECEIVE
    if limits.paid is not None:
        if limits.paid <= 0:
            raise NO_QUOTA
        limits.paid -= 1
    front.charged += 1
    return {"quota_type": "purchase_quota"}
