"""What comes in and what is said, as everybody in the house hands it on: events and messages. No tables here."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from unicodedata import category

#: The ``bot`` of events that the house writes to itself (due, outcome, fetched).
HOUSE = "house"


#: Letters and signs by their category that show nothing: fillers of Hangul, and the Braille pattern without dots.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
#: Characters of no width that mean nothing where a text begins or ends.
_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def is_visible(text: str) -> bool:
    """Whether a text shows anything: spaces, marks alone, and characters of no width don't."""
    return any(((kind := category(each))[0] in "LNPS" and each not in _BLANK) or kind == "Co" for each in text)


class EventKind(StrEnum):
    """What an event is."""

    TEXT = "text"
    CHOICE = "choice"  # a button was pressed
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    CONTACT = "contact"
    LOCATION = "location"
    OTHER = "other"  # a sticker, a poll, … : received, but nothing that a handler could read
    UNKNOWN = "unknown"  # of a kind that isn't known, or not formed as the platform says: kept, never answered
    MEMBER = "member"  # the person blocked or unblocked the bot, or the bot joined or left a group
    MOVED = "moved"  # the group goes on at another address, ``data["to"]``
    DUE = "due"  # a moment that was waited for has come
    FETCHED = "fetched"  # a file that somebody sent has arrived, or can't be had
    OUTCOME = "outcome"  # a message whose fate somebody wants to know has met it


@dataclass(slots=True)
class Event:
    """One thing that happened, from a platform or from the house itself.

    ``(channel, bot, id)`` is unique: the same event delivered twice is answered once.

    :ivar chat: the platform's address of the conversation.
    :ivar sender: the platform's address of the person; equals ``chat`` in a private conversation.
    :ivar text: what was typed, a caption, or the key of the choice that was pressed; empty if it shows nothing.
    :ivar data: the rest, by kind: ``file`` (id, name, size, mime), ``reply_to`` and ``message`` (platform
        message ids), ``name`` and ``language`` as the platform tells them, ``phone``, ``args`` …
    """

    channel: str
    bot: str
    id: str
    kind: EventKind
    chat: str
    sender: str
    at: datetime
    group: bool = False
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.text = self.text.strip(_NO_WIDTH)
        if not is_visible(self.text):
            self.text = ""

    def payload(self) -> dict[str, Any]:
        """What the inbox keeps while the event waits."""
        return asdict(self) | {"at": self.at.isoformat(), "kind": self.kind.value}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Event:
        """The event that :meth:`payload` described."""
        return cls(**payload | {"at": datetime.fromisoformat(payload["at"]), "kind": EventKind(payload["kind"])})


@dataclass(slots=True)
class Choice:
    """One thing that may be answered, shown as a button or as a numbered line.

    :ivar label: what people read, and may type instead of pressing.
    :ivar key: ``name`` or ``name:argument:…``, at most 64 bytes; opens nothing by itself: rights are checked anew.
    :ivar numbered: False for "skip", "back", "cancel": chosen by their words, never by a number, so that a number
        typed into a form stays a number.
    :ivar url: opens this address instead of answering; the key is then unused.
    :ivar told: the text has a line of its own for it already; where there are no buttons, only its number is shown.
    """

    label: str
    key: str = ""
    numbered: bool = True
    url: str | None = None
    told: bool = False

    def __post_init__(self) -> None:
        if len(self.key.encode()) > 64:
            raise ValueError(f"a choice's key may have 64 bytes at most: {self.key!r}")

    def payload(self) -> dict[str, Any]:
        """What the outbox keeps."""
        parts = {"label": self.label, "key": self.key, "numbered": self.numbered, "url": self.url}
        return parts | {"told": True} if self.told else parts


@dataclass(slots=True)
class File:
    """A picture or document to send: one that a channel already has, one on disk, or both.

    :ivar path: relative to the data folder.
    :ivar channel: the channel whose ``id`` this is; another channel sends the file at ``path``. :data:`HOUSE`: the file
        is written there, as the ``id`` says, when it is sent.
    """

    name: str
    mime: str
    path: str | None = None
    channel: str | None = None
    id: str | None = None


@dataclass(slots=True)
class Message:
    """What a handler means to say; the channel renders what it can.

    :ivar text: may hold ``<b>``, ``<i>`` and ``<code>``, with every other ``& < >`` escaped, one paragraph a line.
    :ivar hint: takes the place of the choices where there are no buttons; for notices, which come unasked.
    :ivar lead: what stands before those choices that are chosen by their words, where there are no buttons.
    :ivar instead: takes the place of the picture or document where it can't be shown.
    :ivar otherwise: takes the place of the text where the earlier message that this one changes can't be changed;
        empty: nothing is said there.
    """

    text: str
    choices: list[Choice] = field(default_factory=list)
    picture: File | None = None
    document: File | None = None
    hint: str = ""
    lead: str = ""
    instead: str = ""
    otherwise: str | None = None

    def payload(self) -> dict[str, Any]:
        """What the outbox keeps; empty parts are left out."""
        parts: dict[str, Any] = {"text": self.text}
        if self.choices:
            parts["choices"] = [choice.payload() for choice in self.choices]
        if self.picture:
            parts["picture"] = asdict(self.picture)
        if self.document:
            parts["document"] = asdict(self.document)
        if self.hint:
            parts["hint"] = self.hint
        if self.lead:
            parts["lead"] = self.lead
        if self.instead:
            parts["instead"] = self.instead
        if self.otherwise is not None:
            parts["otherwise"] = self.otherwise
        return parts

    def alone(self) -> Message | None:
        """What is said where there is no earlier message to change; None: nothing."""
        if self.otherwise is None:
            return self
        return replace(self, text=self.otherwise, otherwise=None) if self.otherwise else None

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Message:
        """The message that :meth:`payload` described."""
        picture, document = payload.get("picture"), payload.get("document")
        return cls(
            text=payload.get("text", ""),
            choices=[Choice(**choice) for choice in payload.get("choices", ())],
            picture=File(**picture) if picture else None,
            document=File(**document) if document else None,
            hint=payload.get("hint", ""),
            lead=payload.get("lead", ""),
            instead=payload.get("instead", ""),
            otherwise=payload.get("otherwise"),
        )
