"""What a channel is: a door to one platform. One class each; nothing above this floor knows which."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from models.mail import Event, File, Message, Operation, Reason
from models.windows import Window as Window

#: Takes a whole batch of events and returns after they are committed; raises when they could not be stored.
Deliver = Callable[[Sequence[Event]], Awaitable[None]]

#: Gives the public address, for a while, of a file in the data folder; raises OSError where the file is gone.
Share = Callable[[File], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can show.

    :ivar text: the longest text of one message, in characters.
    :ivar caption: the longest text under a picture or document.
    :ivar markup: whether ``<b> <i> <code>`` are shown; otherwise they are left out.
    :ivar buttons: the most choices that are shown as buttons; more become numbered lines. 0: no buttons at all.
    :ivar edit: whether a message can be changed; into one message, not into several.
    :ivar window: when we may write; None: at any time.
    """

    text: int = 4096
    caption: int = 1024
    markup: bool = True
    buttons: int = 100
    edit: bool = True
    pictures: bool = True
    documents: bool = True
    window: Window | None = None


TELEGRAM = Capabilities()
ZALO = Capabilities(text=2000, caption=2000, markup=False, buttons=0, edit=False, documents=False)
ZALO_OA = Capabilities(text=2000, caption=2000, markup=False, buttons=5, edit=False, window=Window())


class Verdict(StrEnum):
    """What became of one attempt to send."""

    SENT = "sent"  # accepted
    SLOW = "slow"  # the platform asks for patience (429): nothing is sent for `after` seconds
    RETRY = "retry"  # not accepted, but may be later: the connection failed before the request left, or a 5xx
    UNKNOWN = "unknown"  # the connection broke after the request left
    MOVED = "moved"  # the chat goes on at another address, `detail`
    CLOSED = "closed"  # not before the person writes again; `detail` is a models.windows.Shut, where it is known
    FAILED = "failed"  # never; `reason` says why


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on one attempt, with what belongs to it.

    :ivar after: seconds before the next attempt, at least.
    :ivar accepted: how many pieces of a message that takes several the platform has; not to be sent again.
    """

    verdict: Verdict
    message_id: str | None = None
    after: float = 0.0
    reason: Reason | None = None
    detail: str | None = None
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class Envelope:
    """One thing to send.

    :ivar target: the platform's id of the message to change (edit) or to answer (send).
    :ivar commands: for :attr:`Operation.COMMANDS`, the ``(name, description)`` pairs to show: in this chat, or, where
        ``chat`` is empty, to everybody whose app speaks the language ``target`` (None: any other).
    :ivar accepted: how many of its pieces an earlier attempt has brought through.
    """

    chat: str
    operation: Operation
    message: Message
    target: str | None = None
    commands: tuple[tuple[str, str], ...] = ()
    accepted: int = 0


class NotFetched(Exception):
    """A file can't be had. ``final``: trying again won't help."""

    def __init__(self, detail: str, *, final: bool) -> None:
        super().__init__(detail)
        self.final = final


class Channel(Protocol):
    """A door to one platform."""

    name: str
    capabilities: Capabilities

    async def receive(self, deliver: Deliver) -> None:
        """Hand in what the platform sends until cancelled; a batch is acknowledged after ``deliver`` returned."""

    async def send(self, envelope: Envelope) -> Outcome:
        """Try once to send; never raises for what a platform or network does."""

    async def fetch(self, file_id: str, to: Path) -> int:
        """Write a file that somebody sent to ``to``; returns its size in bytes.

        :raises NotFetched: it can't be had now, or ever.
        """

    def link(self, word: str) -> str | None:
        """An address that opens the bot with a word, or None where the platform has none."""

    async def close(self) -> None:
        """Let go of connections."""
