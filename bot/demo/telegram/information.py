"""The methods about the bot itself, its updates, its commands and its chats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.demo.telegram import shapes
from bot.demo.telegram.errors import bad_request
from bot.demo.telegram.files import MAX_DOWNLOAD, find_file
from bot.demo.telegram.methods import method
from bot.demo.telegram.params import Params
from bot.demo.telegram.webhook import Webhook

if TYPE_CHECKING:
    from bot.demo.telegram.front import TelegramFront

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
MAX_COMMANDS = 100
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
SCOPES = CHAT_SCOPES | {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}


@method("getMe")
def get_me(bot: TelegramFront, params: Params) -> Any:
    return {
        **bot.me,
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("logOut", "close", "setChatMenuButton", "setMyDefaultAdministratorRights")
def accept(bot: TelegramFront, params: Params) -> Any:
    return True


@method("setMyName", "setMyDescription", "setMyShortDescription")
def set_text(bot: TelegramFront, params: Params) -> Any:
    for name in ("name", "description", "short_description"):
        if name in params:
            bot.texts[name, params.text("language_code")] = params.text(name)
    return True


@method("getMyName", "getMyDescription", "getMyShortDescription")
def get_text(bot: TelegramFront, params: Params) -> Any:
    language = params.text("language_code")
    known = {name: text for (name, code), text in bot.texts.items() if code in ("", language)}
    return {"name": bot.me["first_name"], "description": "", "short_description": "", **known}


@method("setWebhook")
def set_webhook(bot: TelegramFront, params: Params) -> Any:
    url = params.text("url")
    if not url:
        return delete_webhook(bot, params)
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    allow(bot, params)
    if params.flag("drop_pending_updates"):
        bot.updates.drop()
    bot.updates.listen(Webhook(url, secret, min(max(params.number("max_connections", 40), 1), 100)))
    return True


@method("deleteWebhook")
def delete_webhook(bot: TelegramFront, params: Params) -> Any:
    if params.flag("drop_pending_updates"):
        bot.updates.drop()
    bot.updates.listen(None)
    return True


@method("getWebhookInfo")
def get_webhook_info(bot: TelegramFront, params: Params) -> Any:
    webhook = bot.updates.webhook
    info: dict[str, Any] = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.updates.pending),
    }
    if webhook:
        info["max_connections"] = webhook.max_connections
        if webhook.last_error:
            info["last_error_date"] = webhook.last_error_at
            info["last_error_message"] = webhook.last_error
    if bot.updates.allowed:
        info["allowed_updates"] = sorted(bot.updates.allowed)
    return info


def allow(bot: TelegramFront, params: Params) -> None:
    """Keep `allowed_updates`; like Telegram, a call without it leaves the last list standing."""
    given = params.nested("allowed_updates")
    if isinstance(given, list):
        bot.updates.allowed = frozenset(str(kind) for kind in given)


@method("setMyCommands")
def set_my_commands(bot: TelegramFront, params: Params) -> Any:
    commands = params.objects("commands")
    if commands is None:
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for command in commands:
        name = str(command.get("command", "")).removeprefix("/")
        words = str(command.get("description", "")).strip()
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(words) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": words})
    bot.commands[_scope(bot, params)] = kept
    _tell_commands(bot)
    return True


@method("getMyCommands")
def get_my_commands(bot: TelegramFront, params: Params) -> Any:
    return bot.commands.get(_scope(bot, params), [])


@method("deleteMyCommands")
def delete_my_commands(bot: TelegramFront, params: Params) -> Any:
    bot.commands.pop(_scope(bot, params), None)
    _tell_commands(bot)
    return True


def _tell_commands(bot: TelegramFront) -> None:
    for chat in bot.world.chats.values():
        bot.world.tell("commands", chat)


def _scope(bot: TelegramFront, params: Params) -> tuple[str, int, str]:
    given = params.object("scope") or {}
    kind = given.get("type", "default")
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: wrong type specified")
    chat_id = 0
    if kind in CHAT_SCOPES:
        chat = bot.find_chat(Params(given))
        if chat.bot == "new":
            raise bad_request("chat not found")
        chat_id = chat.id
    return kind, chat_id, params.text("language_code")


@method("getFile")
def get_file(bot: TelegramFront, params: Params) -> Any:
    file = find_file(bot, params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": params.text("file_id"),
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }


@method("getChat")
def get_chat(bot: TelegramFront, params: Params) -> Any:
    chat = bot.find_chat(params)
    if chat.bot == "new":
        raise bad_request("chat not found")
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        False,
    )
    return {
        **shapes.chat(bot.reach(params) if chat.kind == "group" else chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


@method("getChatMember")
def get_chat_member(bot: TelegramFront, params: Params) -> Any:
    chat = bot.reach(params)
    number = params.number("user_id")
    if number == bot.me["id"]:
        return shapes.member(bot.me, chat.bot)
    person = bot.world.people.get(number)
    if person is None:
        raise bad_request("user not found")
    if person.id not in chat.people:
        return shapes.member(shapes.user(person), "left")
    return shapes.member(shapes.user(person), "administrator" if person.id in chat.admins else "member")


@method("getChatAdministrators")
def get_chat_administrators(bot: TelegramFront, params: Params) -> Any:
    chat = bot.reach(params)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        shapes.member(shapes.user(person), "administrator")
        for person in chat.people.values()
        if person.id in chat.admins
    ]


@method("getChatMemberCount")
def get_chat_member_count(bot: TelegramFront, params: Params) -> Any:
    return len(bot.reach(params).people) + 1


@method("leaveChat")
def leave_chat(bot: TelegramFront, params: Params) -> Any:
    chat = bot.reach(params)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot = "left"
    bot.world.post(chat, None, kind="service", extra={"what": "bot_left"})
    return True
