"""The account, a person, and recent messages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.demo.world import Message
from bot.demo.zalo_oa.errors import NOT_FOLLOWER, invalid
from bot.demo.zalo_oa.sending import find
from bot.demo.zalo_oa.shapes import sent, wire_id

if TYPE_CHECKING:
    from bot.demo.zalo_oa.front import ZaloOaFront

MOST = 10
"""Messages that one call lists."""


def get_oa(front: ZaloOaFront, params: dict[str, Any]) -> Any:
    return {
        "oaid": front.oa_id,
        "name": front.name,
        "description": "",
        "oa_alias": "",
        "is_verified": True,
        "oa_type": 2,
        "cate_name": "",
        "num_follower": len(front.followers),
        "avatar": "",
        "cover": "",
        "package_name": "",
    }


def user_detail(front: ZaloOaFront, params: dict[str, Any]) -> Any:
    chat = find(front, params.get("user_id"))
    if chat.bot != "member":
        raise NOT_FOLLOWER
    seen = datetime.fromtimestamp(front.interactions.get(chat.id, 0), UTC)
    return {
        "user_id": str(chat.id),
        "user_id_by_app": front.by_app(chat.id),
        "user_external_id": "",
        "display_name": chat.person.name,
        "user_alias": chat.person.name,
        "is_sensitive": False,
        "user_last_interaction_date": f"{seen:%d/%m/%Y}",
        "user_is_follower": chat.id in front.followers,
        "avatar": "",
        "avatars": {"120": "", "240": ""},
        "dynamic_param": "",
        "tags_and_notes_info": {"notes": [], "tag_names": []},
        "shared_info": front.shared.get(chat.id, {}),
    }


def quota(front: ZaloOaFront, params: dict[str, Any]) -> Any:
    chat = find(front, params.get("user_id"))
    most = front.limits.free_replies
    return {
        "last_interaction": str(int(front.interactions.get(chat.id, 0) * 1000)),
        "cs_reply": {"remain": 8 if most is None else most - front.free.get(chat.id, 0), "total": most or 8},
        "promotion": {"remain": 0, "total": 0},
    }


def recent(front: ZaloOaFront, params: dict[str, Any]) -> Any:
    """listrecentchat: the newest messages over all chats."""
    everything = [message for chat in front.world.chats.values() for message in chat.messages.values()]
    return _page(front, everything, params)


def conversation(front: ZaloOaFront, params: dict[str, Any]) -> Any:
    return _page(front, list(find(front, params.get("user_id")).messages.values()), params)


def _page(front: ZaloOaFront, messages: list[Message], params: dict[str, Any]) -> Any:
    offset, count = params.get("offset", 0), params.get("count", 5)
    if not isinstance(offset, int) or not isinstance(count, int) or offset < 0 or not 1 <= count <= MOST:
        raise invalid("count")
    newest = sorted((m for m in messages if m.kind != "service"), key=lambda message: message.at, reverse=True)
    return [_listed(front, message) for message in newest[offset : offset + count]]


def _listed(front: ZaloOaFront, message: Message) -> dict[str, Any]:
    person, account = str(message.chat.id), front.oa_id
    name, body = sent(message, front.address)
    attached = body.get("attachments", [{}])[0].get("payload", {})
    return {
        "src": 0 if message.from_bot else 1,
        "time": message.at * 1000,
        "type": name.removeprefix("user_send_"),
        "message": message.text,
        "message_id": wire_id(message),
        "from_id": account if message.from_bot else person,
        "to_id": person if message.from_bot else account,
        "from_display_name": front.name if message.from_bot else message.chat.person.name,
        "to_display_name": message.chat.person.name if message.from_bot else front.name,
        **({"url": attached["url"]} if "url" in attached else {}),
    }


CALLS = {
    ("GET", "/v2.0/oa/getoa"): get_oa,
    ("GET", "/v3.0/oa/user/detail"): user_detail,
    ("POST", "/v3.0/oa/quota/message"): quota,
    ("GET", "/v2.0/oa/listrecentchat"): recent,
    ("GET", "/v2.0/oa/conversation"): conversation,
}
