"""What comes in and what goes out: events, messages, and the two tables that make sure neither is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText

if TYPE_CHECKING:
    from models.accounts import Account

#: The ``bot`` of events that the house writes to itself (due, outcome, fetched).
HOUSE = "house"


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
    MEMBER = "member"  # the person blocked or unblocked the bot, or the bot joined or left a group
    DUE = "due"  # a moment that was waited for has come
    FETCHED = "fetched"  # a file that somebody sent has arrived, or can't be had
    OUTCOME = "outcome"  # a message whose fate somebody wants to know has met it


@dataclass(slots=True)
class Event:
    """One thing that happened, from a platform or from the house itself.

    ``(channel, bot, id)`` is unique: the same event delivered twice is answered once.

    :ivar chat: the platform's address of the conversation.
    :ivar sender: the platform's address of the person; equals ``chat`` in a private conversation.
    :ivar text: what was typed, a caption, or the key of the choice that was pressed.
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
    """

    label: str
    key: str = ""
    numbered: bool = True
    url: str | None = None

    def __post_init__(self) -> None:
        if len(self.key.encode()) > 64:
            raise ValueError(f"a choice's key may have 64 bytes at most: {self.key!r}")

    def payload(self) -> dict[str, Any]:
        """What the outbox keeps."""
        return {"label": self.label, "key": self.key, "numbered": self.numbered, "url": self.url}


@dataclass(slots=True)
class File:
    """A picture or document to send: one that a channel already has, one on disk, or both.

    :ivar path: relative to the data folder.
    :ivar channel: the channel whose ``id`` this is; another channel sends the file at ``path``.
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
    :ivar brief: takes the place of the text of a changed message where it can only be sent anew.
    :ivar instead: takes the place of the picture or document where it can't be shown.
    """

    text: str
    choices: list[Choice] = field(default_factory=list)
    picture: File | None = None
    document: File | None = None
    hint: str = ""
    instead: str = ""
    lead: str = ""
    brief: str = ""

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
        if self.instead:
            parts["instead"] = self.instead
        if self.lead:
            parts["lead"] = self.lead
        if self.brief:
            parts["brief"] = self.brief
        return parts

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
            instead=payload.get("instead", ""),
            lead=payload.get("lead", ""),
            brief=payload.get("brief", ""),
        )


class InboxState(StrEnum):
    """Where an event stands."""

    PENDING = "pending"  # stored and acknowledged, not answered yet (the slow lane)
    DONE = "done"  # answered; the row stays so that a second delivery is recognised, its content is gone
    PARKED = "parked"  # failed three times; kept whole for the admins


class Inbox(Base):
    """Every event ever accepted, once."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "bot", "event_id"),
        Index(
            "ix_inbox_waiting",
            "id",
            sqlite_where=text("state <> 'done'"),
            postgresql_where=text("state <> 'done'"),
        ),
        Index("ix_inbox_received_at", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    bot: Mapped[str] = mapped_column(String(64))
    event_id: Mapped[str] = mapped_column(String(128))
    chat: Mapped[str] = mapped_column(String(64))
    kind: Mapped[EventKind] = mapped_column(EnumText(EventKind))
    state: Mapped[InboxState] = mapped_column(EnumText(InboxState), default=InboxState.PENDING)
    payload: Mapped[dict[str, Any] | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]


class Lane(StrEnum):
    """What is sent first when not everything can be sent at once."""

    REPLY = "reply"  # to somebody who has just written
    NOTICE = "notice"  # to somebody who should know
    BROADCAST = "broadcast"  # to everybody, with what the others leave


class Operation(StrEnum):
    """What is asked of the platform."""

    SEND = "send"
    EDIT = "edit"
    COMMANDS = "commands"  # show this person the list of commands for a role and a language


class OutboxState(StrEnum):
    """Where an outgoing message stands."""

    QUEUED = "queued"  # to be sent, not before next_attempt
    WAITING = "waiting"  # the platform takes it only when the person has written again; nobody looks at it until then
    SENDING = "sending"  # claimed by a worker; after a crash: sent again, or unknown for a broadcast
    SENT = "sent"  # the platform has accepted it
    FAILED = "failed"  # given up; the reason says why
    UNKNOWN = "unknown"  # the connection broke after the request left; broadcasts only
    STOPPED = "stopped"  # withdrawn before it was sent (an admin stopped the broadcast)


class Reason(StrEnum):
    """Why a message was given up."""

    BLOCKED = "blocked"  # the person has blocked the bot or never opened it
    GONE = "gone"  # the chat or account does not exist any more
    REJECTED = "rejected"  # the platform refuses this message, now and always
    EXPIRED = "expired"  # it could not be sent in time
    ERASED = "erased"  # the person asked to be forgotten


class Outbox(Base):
    """Every message that is to be sent, in the order of ``id`` within a chat."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_open",
            "state",
            "lane",
            "id",
            sqlite_where=text("state IN ('queued', 'sending')"),
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index(
            "ix_outbox_open_chat",
            "channel",
            "chat",
            "id",
            sqlite_where=text("state IN ('queued', 'sending')"),
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index(
            "ix_outbox_message",
            "channel",
            "chat",
            "message_id",
            sqlite_where=text("topic IS NOT NULL"),
            postgresql_where=text("topic IS NOT NULL"),
        ),
        Index(
            "ix_outbox_topic",
            "topic",
            sqlite_where=text("topic IS NOT NULL"),
            postgresql_where=text("topic IS NOT NULL"),
        ),
        Index(
            "ix_outbox_held",
            "channel",
            "chat",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_outbox_held_until",
            "channel",
            "expires_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_outbox_broadcast_id_state", "broadcast_id", "state"),
        Index("ix_outbox_sent_at", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    chat: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    lane: Mapped[Lane] = mapped_column(EnumText(Lane))
    operation: Mapped[Operation] = mapped_column(EnumText(Operation), default=Operation.SEND)
    #: The message; None for a broadcast's, which is kept once, in its broadcast.
    payload: Mapped[dict[str, Any] | None]
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))
    #: What it is about ("request:12"): an answer to this message concerns that.
    topic: Mapped[str | None] = mapped_column(String(64))
    #: The earlier message that this one changes, or answers.
    target_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    #: The platform's id of the message that this one changes or answers, where it isn't one of ours.
    target_message: Mapped[str | None] = mapped_column(String(64))
    #: ``{"key": …, "args": {…}}``: the outcome becomes an event (``@router.outcome``) for this chat.
    report: Mapped[dict[str, Any] | None]
    state: Mapped[OutboxState] = mapped_column(EnumText(OutboxState), default=OutboxState.QUEUED)
    reason: Mapped[Reason | None] = mapped_column(EnumText(Reason))
    detail: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    next_attempt: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    #: Since when it waits, or has waited, for the person's next word; it then goes out after what is new.
    held_at: Mapped[datetime | None]
    #: The account that it was for; it was handed over to another one of the same person, which happens once.
    handed_from_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    sent_at: Mapped[datetime | None]
    #: The platform's id of the message, once it is accepted.
    message_id: Mapped[str | None] = mapped_column(String(64))

    account: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[account_id])
    target: Mapped[Outbox | None] = relationship(lazy="raise", remote_side=[id], post_update=False)


def is_open(rows: type[Outbox] = Outbox) -> ColumnElement[bool]:
    """Not met its fate yet. Written into the statement as the partial indexes have it: a parameter would scan."""
    states = [OutboxState.QUEUED, OutboxState.SENDING]
    return rows.state.in_(
        bindparam("open", states, Outbox.state.type, unique=True, expanding=True, literal_execute=True)
    )


def is_held() -> ColumnElement[bool]:
    """Waits for the person's next word, written as the partial indexes have it."""
    return Outbox.state == literal(OutboxState.WAITING, Outbox.state.type, literal_execute=True)


def is_unanswered() -> ColumnElement[bool]:
    """Pending or parked, written as the partial index of the inbox has it."""
    return Inbox.state != literal(InboxState.DONE, Inbox.state.type, literal_execute=True)


def waiting_row(event: Event, now: datetime) -> dict[str, Any]:
    """The inbox row of an event that the slow lane shall answer."""
    return {
        "channel": event.channel,
        "bot": event.bot,
        "event_id": event.id,
        "chat": event.chat,
        "kind": event.kind,
        "state": InboxState.PENDING,
        "payload": event.payload(),
        "attempts": 0,
        "received_at": now,
    }


async def sent_about(session: AsyncSession, topic: str) -> Sequence[Outbox]:
    """The messages sent (or still to be sent) about ``topic``, oldest first; edits are left out."""
    rows = await session.scalars(
        select(Outbox).where(Outbox.topic == topic, Outbox.operation == Operation.SEND).order_by(Outbox.id)
    )
    return rows.all()


async def topic_of(session: AsyncSession, channel: str, chat: str, message_id: str) -> Outbox | None:
    """The message of ours with that platform id, if it was about something."""
    found: Outbox | None = await session.scalar(
        select(Outbox)
        .where(
            Outbox.channel == channel,
            Outbox.chat == chat,
            Outbox.message_id == message_id,
            Outbox.topic.is_not(None),
        )
        .limit(1)
    )
    return found


async def give_up(
    session: AsyncSession,
    *,
    channel: str,
    chats: Iterable[str],
    reason: Reason,
    state: OutboxState = OutboxState.FAILED,
) -> None:
    """Give up everything still queued for these chats, with that reason (they blocked the bot, are gone, …)."""
    there = and_(Outbox.channel == channel, Outbox.chat.in_(list(chats)))
    for waiting in (and_(is_open(), Outbox.state == OutboxState.QUEUED), is_held()):  # each with its own index
        await session.execute(
            update(Outbox)
            .where(there, waiting)
            .values(state=state, reason=reason)
            .execution_options(synchronize_session=False)
        )
