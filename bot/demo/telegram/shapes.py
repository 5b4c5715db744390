"""The world in Telegram's JSON shapes (https://core.telegram.org/bots/api#available-types)."""

from __future__ import annotations

from typing import Any

from bot.demo.world import Button, Chat, File, Message, Person

Json = dict[str, Any]
THUMBNAILS = (("s", 90), ("m", 320), ("x", 800))
"""The smaller sizes of a photo: suffix of the file id, longest side in pixels. They share its bytes."""


def user(person: Person) -> Json:
    shape: Json = {"id": person.id, "is_bot": False, "first_name": person.first_name}
    if person.last_name:
        shape["last_name"] = person.last_name
    if person.username:
        shape["username"] = person.username
    shape["language_code"] = person.language
    return shape


def chat(of: Chat) -> Json:
    if of.kind == "group":
        return {"id": of.id, "title": of.title, "type": "supergroup"}
    person = of.person
    shape: Json = {"id": of.id, "first_name": person.first_name}
    if person.last_name:
        shape["last_name"] = person.last_name
    if person.username:
        shape["username"] = person.username
    shape["type"] = "private"
    return shape


def message(of: Message, bot: Json, *, with_reply: bool = True) -> Json:
    """A message as the bot sees it; a replied one is shown one level deep."""
    shape: Json = {
        "message_id": of.id,
        "from": bot if of.sender is None else user(of.sender),
        "chat": chat(of.chat),
        "date": of.at,
    }
    if of.edited_at:
        shape["edit_date"] = of.edited_at
    if with_reply and of.reply_to is not None:
        shape["reply_to_message"] = message(of.reply_to, bot, with_reply=False)
    if of.album:
        shape["media_group_id"] = of.album
    if of.kind == "text":
        shape["text"] = of.text
        if of.spans:
            shape["entities"] = of.spans
    else:
        _content(of, shape, bot)
    if of.buttons:
        shape["reply_markup"] = {"inline_keyboard": [[_button(button) for button in row] for row in of.buttons]}
    return shape


def _content(of: Message, shape: Json, bot: Json) -> None:
    if of.text:
        shape["caption"] = of.text
        if of.spans:
            shape["caption_entities"] = of.spans
    if of.kind == "service":
        extra = of.extra or {}
        if extra["what"] == "bot_joined":
            shape["new_chat_members"] = [bot]
        elif extra["what"] == "bot_left":
            shape["left_chat_member"] = bot
        elif extra["what"] == "joined":
            shape["new_chat_members"] = [user(person) for person in extra["people"]]
        else:
            shape["left_chat_member"] = user(extra["people"][0])
    elif of.kind == "photo" and of.file is not None:
        shape["photo"] = photo_sizes(of.file)
    elif of.file is not None:
        shape[of.kind] = document(of.kind, of.file)
    else:
        shape[of.kind] = of.extra


def photo_sizes(file: File) -> list[Json]:
    """All sizes of a photo, the smallest first; the last one is the photo itself."""
    longest = max(file.width, file.height)
    sizes = [
        {
            "file_id": f"{file.id}.{suffix}",
            "file_unique_id": f"{file.unique_id}{suffix}",
            "width": max(1, file.width * side // longest),
            "height": max(1, file.height * side // longest),
            "file_size": len(file.data),
        }
        for suffix, side in THUMBNAILS
        if side < longest
    ]
    sizes.append(
        {
            "file_id": file.id,
            "file_unique_id": file.unique_id,
            "width": file.width,
            "height": file.height,
            "file_size": len(file.data),
        }
    )
    return sizes


def document(kind: str, file: File) -> Json:
    shape: Json = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(file.data)}
    if kind == "sticker":
        return {
            **shape,
            "type": "regular",
            "width": file.width,
            "height": file.height,
            "is_animated": False,
            "is_video": False,
        }
    shape["mime_type"] = file.mime
    if kind == "voice":
        shape["duration"] = file.duration
    else:
        shape["file_name"] = file.name
    return shape


def _button(button: Button) -> Json:
    if button.url is not None:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.data}


def member(who: Json, status: str) -> Json:
    """A ChatMember of any status."""
    shape: Json = {"user": who, "status": status}
    if status == "kicked":
        shape["until_date"] = 0
    elif status == "creator":
        shape["is_anonymous"] = False
    elif status == "administrator":
        shape.update(dict.fromkeys(ADMIN_RIGHTS, True), can_be_edited=False, is_anonymous=False)
    return shape


ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
