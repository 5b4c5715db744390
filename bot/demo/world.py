"""The people, chats, messages and files of the simulated platform.

Nothing here knows a protocol. A *front* (Telegram's Bot API today) shows this world to a bot: it is told what
people do through `Front`, and changes the world through `World`. A second front can stand beside the first.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

Found = TypeVar("Found")
Span = dict[str, Any]
"""A formatted stretch of a text: `type`, `offset` and `length` in UTF-16 units, and `url` or `language`."""
Watcher = Callable[[str, "Chat", Any], None]
"""Told of everything that is shown: (what happened, where, the message or other detail)."""

BotStatus = Literal["new", "member", "administrator", "left", "kicked"]
"""How the bot stands in a chat. new: the person never wrote. kicked: blocked, or removed from a group."""


class Button(NamedTuple):
    """An inline button: `data` comes back to the bot when it is pressed, `url` opens a link."""

    label: str
    data: str | None = None
    url: str | None = None


class Key(NamedTuple):
    """A key of the keyboard that stands in place of the phone's own; pressing it writes its label."""

    label: str
    asks_contact: bool = False
    asks_location: bool = False


@dataclass(slots=True, eq=False)
class Person:
    """Someone with a phone. `language` is the language of their app (an IETF tag)."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = "vi"
    deactivated: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(slots=True, eq=False)
class File:
    """What was sent: a picture, a paper, a voice note. Width and height in pixels, duration in seconds."""

    id: str
    unique_id: str
    path: str
    name: str
    mime: str
    data: bytes
    width: int = 0
    height: int = 0
    duration: int = 0


@dataclass(slots=True, eq=False)
class Message:
    """One bubble. `sender` is None when the bot wrote it. Times are Unix seconds."""

    id: int
    chat: Chat
    sender: Person | None
    at: int
    text: str = ""
    spans: Sequence[Span] = ()
    kind: str = "text"
    file: File | None = None
    extra: dict[str, Any] | None = None
    reply_to: Message | None = None
    buttons: Sequence[Sequence[Button]] = ()
    album: str | None = None
    edited_at: int = 0
    deleted: bool = False

    @property
    def from_bot(self) -> bool:
        return self.sender is None

    @property
    def labels(self) -> list[str]:
        """The labels of its inline buttons, row by row."""
        return [button.label for row in self.buttons for button in row]

    def __repr__(self) -> str:
        who = "bot" if self.sender is None else self.sender.name
        return f"<{self.kind} {self.id} from {who}: {self.text!r} {self.labels or ''}>"


class Notice(NamedTuple):
    """A short note over the chat that answers a press; `alert` must be closed by hand."""

    person_id: int
    text: str
    alert: bool


class Front(Protocol):
    """What a protocol is told of people's acts, so that it can tell its bot."""

    def heard(self, message: Message) -> None:
        """A person wrote or sent `message`."""

    def corrected(self, message: Message) -> None:
        """A person edited their `message`."""

    def pressed(self, person: Person, message: Message, data: str) -> str:
        """A person pressed a button under `message`. Returns the press's id, used by the bot's answer."""

    def standing(self, chat: Chat, person: Person, before: BotStatus, after: BotStatus) -> None:
        """`person` changed how the bot stands in `chat`: blocked, unblocked, added or removed it."""

    def membership(self, chat: Chat, person: Person, before: str, after: str) -> None:
        """`person` came into the group or left it (statuses member, administrator, left)."""


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat of one person with the bot, or a group. Message ids count up per chat."""

    id: int
    kind: Literal["private", "group"]
    title: str
    front: Front
    people: dict[int, Person] = field(default_factory=dict)
    admins: set[int] = field(default_factory=set)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    bot: BotStatus = "new"
    gone: bool = False
    keyboard: Sequence[Sequence[Key]] = ()
    keyboard_once: bool = False
    wants_reply_to: int = 0
    notices: list[Notice] = field(default_factory=list)
    waiting: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def person(self) -> Person:
        """The one person of a private chat."""
        return next(iter(self.people.values()))


class World:
    """Everything that exists on the platform, in memory.

    `history` is how many messages a chat keeps (None: all of them).
    """

    def __init__(self, *, now: Callable[[], float] = time.time, history: int | None = None) -> None:
        self.now = now
        self.history = history
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.paths: dict[str, File] = {}
        self.watchers: list[Watcher] = []
        self._person_ids = itertools.count(7_000_001)
        self._group_ids = itertools.count(1)
        self._file_numbers = itertools.count(1)

    def add_person(
        self,
        name: str,
        front: Front,
        *,
        person_id: int | None = None,
        username: str = "",
        language: str = "vi",
    ) -> Chat:
        """A new person, and their still empty chat with the bot."""
        number = person_id if person_id is not None else next(self._person_ids)
        if number in self.people:
            raise ValueError(f"person {number} exists")
        person = Person(number, name, username=username, language=language)
        chat = Chat(number, "private", name, front, {number: person})
        self.people[number] = person
        self.chats[number] = chat
        self.tell("chat", chat)
        return chat

    def add_group(self, title: str, members: Iterable[Person], front: Front, *, group_id: int | None = None) -> Chat:
        """A new group without the bot; the first member is its administrator."""
        number = group_id if group_id is not None else -1_001_000_000_000 - next(self._group_ids)
        people = {person.id: person for person in members}
        if not people:
            raise ValueError("a group needs at least one member")
        chat = Chat(number, "group", title, front, people, bot="left")
        chat.admins.add(next(iter(people)))
        self.chats[number] = chat
        self.tell("chat", chat)
        return chat

    def add_file(
        self,
        data: bytes,
        *,
        folder: str,
        name: str,
        mime: str,
        size: tuple[int, int] = (0, 0),
        duration: int = 0,
    ) -> File:
        number = next(self._file_numbers)
        suffix = name[name.rfind(".") :] if "." in name else ""
        file = File(
            id=f"file{number}_{secrets.token_urlsafe(18)}",
            unique_id=f"u{number}_{secrets.token_hex(4)}",
            path=f"{folder}/file_{number}{suffix}",
            name=name,
            mime=mime,
            data=data,
            width=size[0],
            height=size[1],
            duration=duration,
        )
        self.files[file.id] = file
        self.paths[file.path] = file
        return file

    def post(self, chat: Chat, sender: Person | None, **content: Any) -> Message:
        """A new message at the end of `chat` (fields of `Message`); whoever waits there is woken."""
        chat.last_id = number = chat.last_id + 1
        message = Message(number, chat, sender, int(self.now()), **content)
        chat.messages[number] = message
        if self.history is not None and len(chat.messages) > self.history:
            del chat.messages[next(iter(chat.messages))]
        self.tell("message", chat, message)
        return message

    def change(self, message: Message, *, quietly: bool = False, **content: Any) -> None:
        """Change fields of a message in place; `quietly` without the mark "edited" (buttons alone)."""
        for name, value in content.items():
            setattr(message, name, value)
        if not quietly:
            message.edited_at = int(self.now())
        self.tell("edit", message.chat, message)

    def remove(self, message: Message) -> None:
        message.deleted = True
        message.chat.messages.pop(message.id, None)
        self.tell("delete", message.chat, message)

    def tell(self, what: str, chat: Chat, detail: Any = None) -> None:
        """Wake who waits at `chat`, and tell the watchers."""
        if chat.waiting:
            for waiter in chat.waiting:
                if not waiter.done():
                    waiter.set_result(None)
            chat.waiting.clear()
        for watcher in self.watchers:
            watcher(what, chat, detail)


async def seen(chat: Chat, look: Callable[[], Found | None], within: float) -> Found:
    """Wait until `look()` finds something, looking again whenever `chat` changes.

    Raises TimeoutError after `within` seconds.
    """
    async with asyncio.timeout(within):
        while (found := look()) is None:
            waiter = asyncio.get_running_loop().create_future()
            chat.waiting.append(waiter)
            await waiter
    return found
