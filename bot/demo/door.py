"""One app on the people's phones: a world of its own, the protocol in front of it, and its switches."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar, Literal

from aiohttp import web

from bot.demo.faults import Faults, Ledger
from bot.demo.phone import Phone
from bot.demo.world import Chat, Front, Message, Person, World


class Door(ABC):
    """What every app has; a subclass adds its protocol.

    :cvar app: its name, as in the settings and on the page.
    :cvar prefix: the paths of its protocol begin with it.
    :cvar attach: what a person can attach there, in the order of the menu.
    :cvar replies: whether a person can answer one message.
    :cvar taps: whether a command in a text can be tapped.
    :cvar begins: how a conversation begins: a start button, a text, or the account is followed.
    """

    app: ClassVar[str]
    prefix: ClassVar[str] = ""
    attach: ClassVar[tuple[str, ...]]
    replies: ClassVar[bool]
    taps: ClassVar[bool]
    begins: ClassVar[Literal["start", "write", "follow"]]

    def __init__(self, world: World, front: Front, faults: Faults, ledger: Ledger) -> None:
        self.world = world
        self.front = front
        self.faults = faults
        self.ledger = ledger
        self.phones: dict[int, Phone] = {}
        #: Where a bot reaches this protocol, once the platform listens.
        self.url = ""

    # The people

    def person(
        self,
        name: str,
        *,
        person_id: int | None = None,
        username: str = "",
        language_code: str = "vi",
        started: bool = False,
    ) -> Phone:
        """A new person with this app on their phone. `started`: they have written to the bot before.

        The same `person_id` behind another door is the same person with another app.
        """
        chat = self.world.add_person(name, self.front, person_id=person_id, username=username, language=language_code)
        if started:
            chat.bot = "member"
        phone = self.phones[chat.id] = Phone(self.world, chat.person, chat)
        return phone

    @abstractmethod
    def address(self, phone: Phone) -> str:
        """The id by which the bot knows this person here."""

    def commands_for(self, chat: Chat, person: Person) -> list[dict[str, str]]:
        """The commands that the app lists in `chat`."""
        return []

    def sent(self) -> Iterable[Message]:
        """Everything that the bot has standing in any chat."""
        for chat in self.world.chats.values():
            for message in chat.messages.values():
                if message.from_bot:
                    yield message

    # The bot

    @property
    @abstractmethod
    def bot(self) -> dict[str, str]:
        """The bot's `name`, and its `username` where the app has links to bots."""

    @abstractmethod
    def call_bot(self, name: str) -> None:
        """Give the bot its name."""

    @property
    @abstractmethod
    def waiting(self) -> int:
        """How many events wait for the bot."""

    @property
    @abstractmethod
    def enforced(self) -> bool:
        """Whether the app's sending limits hold."""

    @enforced.setter
    @abstractmethod
    def enforced(self, on: bool) -> None: ...

    # The server

    def listens(self, url: str) -> None:
        """The platform listens at `url`."""
        self.url = f"{url}{self.prefix}"

    @abstractmethod
    def owns(self, path: str) -> bool:
        """Whether a request for `path` is this protocol's."""

    @abstractmethod
    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer the bot."""

    @abstractmethod
    async def settled(self) -> None:
        """Wait until the bot has acknowledged every event."""

    @abstractmethod
    async def stop(self) -> None:
        """Let go of the bot."""
