"""Support requests: their states, what may be done in each, their history and files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.accounts import Account, Role
from models.base import Base, EnumText
from models.knowledge.folding import fold
from models.mail import File
from models.producers import Producer
from models.schedule import add_working_days

#: Working days in which an officer takes a request.
TAKE_WITHIN = 2
#: Working days in which the officer who has taken it answers.
ANSWER_WITHIN = 5

#: How long a request that is done can be reopened.
REOPEN_WITHIN = timedelta(days=14)
#: The largest file that is taken (what Telegram lets a bot download); bytes.
LARGEST_FILE = 20 * 1024 * 1024
#: How many files one request may have.
MOST_FILES = 20


class RequestKind(StrEnum):
    """What help is asked for. The value is the name in the request forms."""

    BARCODE = "barcode"
    LAB_TEST = "lab_test"
    IP = "ip"
    QUALITY_STANDARD = "quality_standard"
    PACKAGING_LABEL = "packaging_label"
    TRADE_PROMOTION = "trade_promotion"

    @property
    def prefix(self) -> str:
        """The two letters that its codes begin with."""
        return _PREFIXES[self]


_PREFIXES = {
    RequestKind.BARCODE: "MV",
    RequestKind.LAB_TEST: "KN",
    RequestKind.IP: "SH",
    RequestKind.QUALITY_STANDARD: "TC",
    RequestKind.PACKAGING_LABEL: "BB",
    RequestKind.TRADE_PROMOTION: "XT",
}
_CODE = re.compile(rf"\b({'|'.join(_PREFIXES.values())})[\s.-]*(\d\d)[\s.-]*(\d{{1,6}})\b", re.IGNORECASE)


class RequestState(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"  # being filled in; nobody but the producer knows of it
    SUBMITTED = "submitted"  # handed in; waits for an officer to take it
    ACCEPTED = "accepted"  # an officer has taken it and is working on it
    WAITING = "waiting"  # the officer has asked the producer something
    DONE = "done"  # finished; can be reopened for 14 days
    DECLINED = "declined"  # the office can't help; the reason is told
    WITHDRAWN = "withdrawn"  # the producer doesn't need it any more


OPEN = frozenset({RequestState.SUBMITTED, RequestState.ACCEPTED, RequestState.WAITING})

#: The answers by which a request is found; nothing else of it can be searched.
_SEARCHED = ("producer_name", "legal_name_exact", "contact_name", "product_name", "contact_phone")

#: What leads from one state to the next. Anything not here is refused.
_STEPS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.DRAFT: frozenset({RequestState.SUBMITTED, RequestState.WITHDRAWN}),
    RequestState.SUBMITTED: frozenset({RequestState.ACCEPTED, RequestState.DECLINED, RequestState.WITHDRAWN}),
    RequestState.ACCEPTED: frozenset(
        {
            RequestState.WAITING,
            RequestState.DONE,
            RequestState.DECLINED,
            RequestState.WITHDRAWN,
            RequestState.SUBMITTED,
        }
    ),
    RequestState.WAITING: frozenset(
        {
            RequestState.ACCEPTED,
            RequestState.DONE,
            RequestState.DECLINED,
            RequestState.WITHDRAWN,
            RequestState.SUBMITTED,
        }
    ),
    RequestState.DONE: frozenset({RequestState.ACCEPTED, RequestState.SUBMITTED}),
    RequestState.DECLINED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}


class StepRefused(ValueError):
    """The request's state doesn't allow that step (any more)."""


class Request(Base):
    """One request for support, from the first question to its end."""

    __tablename__ = "requests"
    __table_args__ = (UniqueConstraint("kind", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RequestKind] = mapped_column(EnumText(RequestKind))
    #: ``MV-26-0042``; None while it is a draft.
    code: Mapped[str | None] = mapped_column(String(16), unique=True)
    year: Mapped[int | None]
    number: Mapped[int | None]
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    state: Mapped[RequestState] = mapped_column(EnumText(RequestState), default=RequestState.DRAFT, index=True)
    #: The answers by field name, as the form keeps them.
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Names and phone from ``fields``, folded, to be searched in; follows ``fields`` by itself.
    search: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    #: When an officer should have taken it (submitted) or answered (accepted).
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="raise")
    assignee: Mapped[Account | None] = relationship(foreign_keys=[assignee_id], lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")

    @property
    def topic(self) -> str:
        """What messages about it are filed under."""
        return f"request:{self.id}"

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN

    def may(self, step: RequestState, now: datetime) -> bool:
        """Whether it can go to that state now. Done can be reopened within 14 days."""
        if self.state is RequestState.DONE and (self.closed_at is None or now > self.closed_at + REOPEN_WITHIN):
            return False
        return step in _STEPS[self.state]

    def step(self, step: RequestState, now: datetime) -> None:
        """Go to that state.

        :raises StepRefused: the state it is in doesn't lead there.
        """
        if not self.may(step, now):
            raise StepRefused(f"{self.code or self.id}: {self.state} does not lead to {step}")
        self.state = step
        self.closed_at = None if step in OPEN else now
        if step is RequestState.SUBMITTED:
            self.assignee_id = None

    def deadline(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """By when an officer owes the next step, counted from now; None while nobody in the office does."""
        days = {RequestState.SUBMITTED: TAKE_WITHIN, RequestState.ACCEPTED: ANSWER_WITHIN}.get(self.state)
        return None if days is None else add_working_days(now, days, zone)

    def overdue(self, now: datetime) -> bool:
        """Whether an officer owes a step whose time is over."""
        return self.open and self.due_at is not None and self.due_at <= now

    def open_to(self, officer: Account) -> bool:
        """Whether this officer may see it and act on it: of its area, its assignee, or an admin."""
        if officer.role is Role.ADMIN:
            return True
        return officer.role.covers(Role.OFFICER) and (self.assignee_id in officer.ids or officer.handles(self.kind))

    @validates("fields")
    def _index(self, _name: str, fields: dict[str, Any]) -> dict[str, Any]:
        words = [plain(str(fields[name])) for name in _SEARCHED if fields.get(name)]
        self.search = " ".join(words)
        return fields

    def belongs_to(self, account: Account) -> bool:
        """Whether this person may see it as its producer."""
        return self.account_id in account.ids or (
            account.producer_id is not None and account.producer_id == self.producer_id
        )


class RequestEventKind(StrEnum):
    """What happened to a request."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"  # taken by an officer
    ASKED = "asked"  # the officer asked the producer
    MESSAGE = "message"  # the producer wrote or sent a file
    ANSWERED = "answered"  # the officer wrote or sent a file
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    RELEASED = "released"  # the officer who had it has left; it waits for another
    OVERDUE = "overdue"  # its deadline passed; noted once


class RequestEvent(Base):
    """One line of a request's history."""

    __tablename__ = "request_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[RequestEventKind] = mapped_column(EnumText(RequestEventKind))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str | None] = mapped_column(Text)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))

    request: Mapped[Request] = relationship(lazy="raise")
    attachment: Mapped[Attachment | None] = relationship(lazy="raise")


class AttachmentState(StrEnum):
    """Where a file that somebody sent stands."""

    WAITING = "waiting"  # to be fetched from the platform
    STORED = "stored"  # in the attachments folder
    REFUSED = "refused"  # too big, or of a kind that isn't taken
    FAILED = "failed"  # the platform doesn't give it
    ERASED = "erased"  # its person asked to be forgotten; the file is deleted while there is still a path


class Attachment(Base):
    """A file that somebody sent: fetched after the commit, outside any transaction."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("requests.id"), index=True)
    #: The form field it answers; None: attached beside the form, or to a message.
    field: Mapped[str | None] = mapped_column(String(64))
    #: The chat to tell when it has arrived, or can't be had.
    chat: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(16))
    #: The platform's id of the file (or its address), enough to fetch it.
    file_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(255))
    mime: Mapped[str] = mapped_column(String(100))
    size: Mapped[int | None]
    state: Mapped[AttachmentState] = mapped_column(
        EnumText(AttachmentState), default=AttachmentState.WAITING, index=True
    )
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt: Mapped[datetime | None]
    #: Relative to the data folder.
    path: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a photo."""
        return self.mime in {"image/jpeg", "image/png"}

    def as_file(self) -> File:
        """The same file, to be sent on."""
        return File(name=self.name, mime=self.mime, path=self.path, channel=self.channel, id=self.file_id)


def read_code(text: str) -> str | None:
    """The request code in a text, in its written form: "mv 26 42" → ``MV-26-0042``; None where there is none."""
    found = _CODE.search(text)
    return f"{found[1].upper()}-{found[2]}-{int(found[3]):04d}" if found else None


def leading_code(text: str) -> tuple[str, str] | None:
    """The code that a text begins with, and what follows it: "mv 26 42: mai nhé" → ``("MV-26-0042", "mai nhé")``."""
    text = text.strip()
    found = _CODE.match(text)
    return (str(read_code(found[0])), text[found.end() :].lstrip(" \n:.,-–")) if found else None


def plain(text: str) -> str:
    """Folded; a phone number as its bare digits, the country's 84 as 0."""
    digits = "".join(letter for letter in text if letter.isdecimal())
    if len(digits) >= 6 and not any(letter.isalpha() for letter in text):
        return "0" + digits[2:] if digits.startswith("84") and len(digits) > 10 else digits
    return fold(text)


async def locked(session: AsyncSession, request_id: int) -> Request | None:
    """The request, held by this transaction until its end: of two who want the next step, the second sees the first's.

    (SQLite has one writer at a time anyhow; PostgreSQL locks the row.)
    """
    found: Request | None = await session.scalar(
        select(Request).where(Request.id == request_id).with_for_update().execution_options(populate_existing=True)
    )
    return found


async def give_code(session: AsyncSession, request: Request, year: int) -> None:
    """Number the request within its kind and year (``MV-26-0042``).

    The write transaction keeps two requests from getting the same number; on PostgreSQL the unique constraint does,
    and the event is answered again.
    """
    last = await session.scalar(
        select(func.max(Request.number)).where(Request.kind == request.kind, Request.year == year)
    )
    request.year, request.number = year, (last or 0) + 1
    request.code = f"{request.kind.prefix}-{year % 100:02d}-{request.number:04d}"


async def by_code(session: AsyncSession, code: str) -> Request | None:
    """The request with that code."""
    found: Request | None = await session.scalar(select(Request).where(Request.code == code))
    return found


async def of_producer(session: AsyncSession, account: Account) -> Sequence[Request]:
    """The person's requests that were handed in, newest first."""
    mine: ColumnElement[bool] = Request.account_id.in_(account.ids)
    if account.producer_id is not None:
        mine = mine | (Request.producer_id == account.producer_id)
    rows = await session.scalars(
        select(Request).where(mine, Request.state != RequestState.DRAFT).order_by(Request.id.desc())
    )
    return rows.all()


async def history(session: AsyncSession, request: Request) -> Sequence[RequestEvent]:
    """What happened to it, oldest first."""
    rows = await session.scalars(
        select(RequestEvent).where(RequestEvent.request_id == request.id).order_by(RequestEvent.id)
    )
    return rows.all()


async def attachments_of(session: AsyncSession, request: Request) -> Sequence[Attachment]:
    """Its files, oldest first; refused and lost ones are left out."""
    rows = await session.scalars(
        select(Attachment)
        .where(
            Attachment.request_id == request.id,
            Attachment.state.in_([AttachmentState.WAITING, AttachmentState.STORED]),
        )
        .order_by(Attachment.id)
    )
    return rows.all()
