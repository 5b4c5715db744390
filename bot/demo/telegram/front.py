"""One bot on the Telegram side of the world: what it is told, what it may reach, what it left standing."""

from __future__ import annotations

import contextlib
import itertools
from typing import Any

from bot.demo.faults import Faults, Ledger
from bot.demo.telegram import editing, information, sending, shapes  # noqa: F401 - they register their methods
from bot.demo.telegram.errors import ApiError, bad_request, forbidden, too_many_requests
from bot.demo.telegram.limits import Limits
from bot.demo.telegram.methods import METHODS, NAMES
from bot.demo.telegram.params import Params
from bot.demo.telegram.updates import Updates
from bot.demo.world import BotStatus, Chat, Message, Person, World

Commands = list[dict[str, str]]
STATUS: dict[BotStatus, str] = {"new": "left"}
OLDEST_PRESSES = 10_000
"""Presses that were never answered are forgotten beyond this many."""


class TelegramFront:
    """The bot `token`, known as @`username`. A `Front` of the world."""

    def __init__(
        self,
        world: World,
        *,
        token: str,
        username: str,
        name: str,
        faults: Faults,
        ledger: Ledger,
        limits: Limits,
    ) -> None:
        self.world = world
        self.token = token
        self.faults = faults
        self.ledger = ledger
        self.limits = limits
        bot_id = token.partition(":")[0]
        self.me: dict[str, Any] = {
            "id": int(bot_id) if bot_id.isdecimal() else 1,
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.updates = Updates(faults, self._answer_webhook)
        self.commands: dict[tuple[str, int, str], Commands] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self._presses: dict[str, tuple[Person, Message]] = {}
        self._press_ids = itertools.count(4_000_000_000_000_001)

    # What people do, told to the bot

    def heard(self, message: Message) -> None:
        if self._listens(message.chat):
            self.updates.put("message", message.chat.id, shapes.message(message, self.me))

    def corrected(self, message: Message) -> None:
        if self._listens(message.chat):
            self.updates.put("edited_message", message.chat.id, shapes.message(message, self.me))

    def pressed(self, person: Person, message: Message, data: str) -> str:
        number = str(next(self._press_ids))
        self._presses[number] = (person, message)
        if len(self._presses) > OLDEST_PRESSES:
            del self._presses[next(iter(self._presses))]
        if self._listens(message.chat):
            content = {
                "id": number,
                "from": shapes.user(person),
                "message": shapes.message(message, self.me),
                "chat_instance": str(message.chat.id),
                "data": data,
            }
            self.updates.put("callback_query", message.chat.id, content)
        return number

    def standing(self, chat: Chat, person: Person, before: BotStatus, after: BotStatus) -> None:
        content = {
            "chat": shapes.chat(chat),
            "from": shapes.user(person),
            "date": int(self.world.now()),
            "old_chat_member": shapes.member(self.me, STATUS.get(before, before)),
            "new_chat_member": shapes.member(self.me, STATUS.get(after, after)),
        }
        self.updates.put("my_chat_member", chat.id, content)

    def membership(self, chat: Chat, person: Person, before: str, after: str) -> None:
        if not self._listens(chat):
            return
        who = shapes.user(person)
        content = {
            "chat": shapes.chat(chat),
            "from": who,
            "date": int(self.world.now()),
            "old_chat_member": shapes.member(who, before),
            "new_chat_member": shapes.member(who, after),
        }
        self.updates.put("chat_member", chat.id, content)

    def _listens(self, chat: Chat) -> bool:
        return not chat.gone and chat.bot in ("member", "administrator")

    # What the bot asks for

    def call(self, name: str, params: Params) -> Any:
        """Carry out a method (in lower case) and return its result. Raises ApiError; KeyError if unknown."""
        return METHODS[name](self, params)

    def _answer_webhook(self, given: dict[str, Any]) -> None:
        """A call in a webhook's answer: Telegram carries it out and says nothing, even if it is refused."""
        params = Params(given)
        name = str(params.pop("method")).lower()
        if name in METHODS:
            with contextlib.suppress(ApiError):
                result = self.call(name, params)
                self.ledger.record(self.world.now(), NAMES[name], result, params).delivered = True

    def find_chat(self, params: Params) -> Chat:
        """The chat that `chat_id` names, whether or not the bot may write there."""
        name = params.get("chat_id")
        if name is None or name == "":
            raise bad_request("chat_id is empty")
        try:
            chat = self.world.chats.get(int(name))
        except (TypeError, ValueError):
            chat = None
        if chat is None or (chat.gone and chat.kind == "private"):
            raise bad_request("chat not found")
        return chat

    def reach(self, params: Params) -> Chat:
        """The chat that `chat_id` names, if the bot may write there; otherwise Telegram's refusal."""
        chat = self.find_chat(params)
        if chat.bot == "member" and not chat.gone and (chat.kind == "group" or not chat.person.deactivated):
            return chat
        if chat.gone:
            raise forbidden("the group chat was deleted")
        if chat.kind == "group":
            if chat.bot == "administrator":
                return chat
            was = "bot was kicked from" if chat.bot == "kicked" else "bot is not a member of"
            raise forbidden(f"{was} the supergroup chat")
        if chat.person.deactivated:
            raise forbidden("user is deactivated")
        if chat.bot == "kicked":
            raise forbidden("bot was blocked by the user")
        raise forbidden("bot can't initiate conversation with a user")

    def spend(self, chat: Chat) -> None:
        """Count one message or edit against the limits. Raises 429."""
        if self.limits.enforced:
            wait = self.limits.take(chat.id, group=chat.kind == "group")
            if wait:
                raise too_many_requests(wait)

    def take_press(self, number: str) -> tuple[Person, Message] | None:
        """Who pressed, under which message; once per press."""
        return self._presses.pop(number, None)

    def shape(self, message: Message) -> dict[str, Any]:
        return shapes.message(message, self.me)

    def commands_for(self, chat: Chat, person: Person) -> Commands:
        """The list that this person's app shows in `chat`: the narrowest scope, their language first."""
        scopes: list[tuple[str, int]] = [("chat", chat.id), ("default", 0)]
        if chat.kind == "private":
            scopes.insert(1, ("all_private_chats", 0))
        else:
            scopes.insert(1, ("all_group_chats", 0))
            if person.id in chat.admins:
                scopes[1:1] = [("all_chat_administrators", 0)]
                scopes.insert(0, ("chat_administrators", chat.id))
        language = person.language.partition("-")[0]
        for scope in scopes:
            for code in (language, ""):
                if commands := self.commands.get((*scope, code)):
                    return commands
        return []
