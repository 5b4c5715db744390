"""What comes in and what goes out: the two tables that make sure neither is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    null,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText
from models.messages import HOUSE as HOUSE
from models.messages import Choice as Choice
from models.messages import Event as Event
from models.messages import EventKind as EventKind
from models.messages import File as File
from models.messages import Message as Message

if TYPE_CHECKING:
    from models.accounts import Account


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
    UNKNOWN = "unknown"  # the connection broke after the request left; anything but a broadcast is tried again first
    STOPPED = "stopped"  # withdrawn before it was sent (an admin stopped the broadcast)


class Reason(StrEnum):
    """Why a message was given up."""

    BLOCKED = "blocked"  # the person has blocked the bot or never opened it
    NOT_FOLLOWING = "not_following"  # the person doesn't follow the office's account, or no more
    GONE = "gone"  # the chat or account does not exist any more
    REJECTED = "rejected"  # the platform refuses this message, now and always
    EXPIRED = "expired"  # it could not be sent in time
    ERASED = "erased"  # the person asked to be forgotten
    OFF = "off"  # its channel is switched off


#: The person, or the whole chat, can't be reached.
UNREACHABLE = (Reason.BLOCKED, Reason.NOT_FOLLOWING, Reason.GONE)


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


#: Not met its fate yet.
OPEN = (OutboxState.QUEUED, OutboxState.SENDING)


def is_open(rows: type[Outbox] = Outbox) -> ColumnElement[bool]:
    """Not met its fate yet. Written into the statement as the partial indexes have it: a parameter would scan."""
    return rows.state.in_(bindparam("open", OPEN, Outbox.state.type, unique=True, expanding=True, literal_execute=True))


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


async def put_into_inbox(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write events into the inbox. One that is there already stays as it is, and keeps no other from being written."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    await session.execute(insert(Inbox).on_conflict_do_nothing(), rows)


def report_of(
    row: int, report: dict[str, Any], state: OutboxState, reason: Reason | None, now: datetime
) -> dict[str, Any]:
    """The event that tells a message's fate to the conversation that asked for it, as an inbox row; where that isn't
    known, it is the reason too."""
    why = reason.value if reason else state.value if state is OutboxState.UNKNOWN else ""
    args = report["args"] | {"state": state.value, "reason": why}
    chat = report["chat"]
    sender = report.get("sender", chat)
    return told(f"outcome:{row}", report["key"], args, now, channel=report["channel"], chat=chat, sender=sender)


def told(
    identifier: str,
    key: str,
    args: dict[str, Any],
    now: datetime,
    *,
    channel: str = HOUSE,
    chat: str = HOUSE,
    sender: str = HOUSE,
) -> dict[str, Any]:
    """The event that calls ``@router.outcome(key)``, as an inbox row."""
    event = Event(
        channel=channel,
        bot=HOUSE,
        id=identifier,
        kind=EventKind.OUTCOME,
        chat=chat,
        sender=sender,
        at=now,
        group=sender != chat,
        text=key,
        data={"args": args},
    )
    return waiting_row(event, now)


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


async def give_up(session: AsyncSession, *, channel: str, chats: Iterable[str], reason: Reason, now: datetime) -> None:
    """Give up everything still queued for these chats, with that reason (they blocked the bot, are gone, …).

    Whoever asked what becomes of it is told. For somebody who is forgotten nothing of it is kept, and what a worker has
    in hand is given up too.
    """
    there = and_(Outbox.channel == channel, Outbox.chat.in_(list(chats)))
    erased = reason is Reason.ERASED
    values: dict[str, Any] = {"state": OutboxState.FAILED, "reason": reason} | ({"payload": null()} if erased else {})
    in_table = is_open() if erased else and_(is_open(), Outbox.state == OutboxState.QUEUED)
    reports = []
    for waiting in (in_table, is_held()):  # each with its own index
        rows = await session.execute(
            update(Outbox)
            .where(there, waiting)
            .values(values)
            .returning(Outbox.id, Outbox.report)
            .execution_options(synchronize_session="fetch")
        )
        reports += [report_of(row, report, OutboxState.FAILED, reason, now) for row, report in rows if report]
    if reports:
        await put_into_inbox(session, reports)
        session.info["told"] = True
