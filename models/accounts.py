"""Accounts: who writes to us, in which role and language, and what they have agreed to."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText

if TYPE_CHECKING:
    from models.producers import Producer

#: The version of the consent text (``consent-text`` in ``locales/*/start.ftl``); raise it when the text changes its
#: meaning: everybody is then asked again before anything more is stored.
CONSENT_VERSION = "2026-11"

#: How long an invitation can be used.
INVITATION_LIFE = timedelta(hours=72)


class Role(StrEnum):
    """What somebody may do; each role may do what those before it may."""

    PRODUCER = "producer"
    OFFICER = "officer"
    ADMIN = "admin"

    def covers(self, needed: Role) -> bool:
        """Whether somebody with this role may go where ``needed`` is asked for."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class AccountState(StrEnum):
    """Whether an account can be written to."""

    ACTIVE = "active"
    STOPPED = "stopped"  # blocked the bot, or the chat is gone; the next message from the person revives it
    ERASED = "erased"  # asked to be forgotten; nothing but the address of the chat is left


class Account(Base):
    """One person on one channel. Joined accounts (``models/doors.py``) are the same person on several."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    #: The person's address on the channel, which is also the address of the private chat.
    address: Mapped[str] = mapped_column(String(64))
    role: Mapped[Role] = mapped_column(EnumText(Role), default=Role.PRODUCER, index=True)
    state: Mapped[AccountState] = mapped_column(EnumText(AccountState), default=AccountState.ACTIVE)
    language: Mapped[str] = mapped_column(String(8), default="vi")
    #: Which text the person agreed to, and when; None: nothing personal may be stored.
    consent_version: Mapped[str | None] = mapped_column(String(16))
    consent_at: Mapped[datetime | None]
    #: The role of admin came from the settings alone, and goes when the account isn't named there any more.
    appointed: Mapped[bool] = mapped_column(default=False)
    #: What the person is called; kept only with consent, or for staff.
    name: Mapped[str | None] = mapped_column(String(200))
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    #: For officers: the kinds of request handled.
    areas: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    #: The id of the person's first account; None: this is the only one.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    #: The ids of the person's other accounts, so that no question of rights needs a query.
    others: Mapped[list[Any]] = mapped_column(default=list)
    #: When the person last wrote; kept for joined accounts, and where a channel has a window (``models/windows.py``).
    wrote_at: Mapped[datetime | None]
    #: How many messages of ours the person has got since, where a channel has a window.
    spent: Mapped[int] = mapped_column(default=0)
    #: A message waits for the person's next word (``OutboxState.WAITING``), here or on another account of theirs.
    held: Mapped[bool] = mapped_column(default=False)

    producer: Mapped[Producer | None] = relationship(lazy="raise", back_populates="accounts")

    @property
    def ids(self) -> frozenset[int]:
        """The ids of all accounts of this person."""
        return frozenset((self.id, *(self.others or ())))

    @property
    def person(self) -> int:
        """What all accounts of this person have in common, and nobody else has."""
        return self.person_id or self.id

    @property
    def used_at(self) -> datetime:
        """When the person last wrote here, as far as that is kept."""
        return self.wrote_at or self.created_at

    @property
    def consented(self) -> bool:
        """Whether personal data may be stored: the person has agreed to the text as it is now."""
        return self.agreed and self.consent_version == CONSENT_VERSION

    @property
    def agreed(self) -> bool:
        """Whether the person has agreed, be it to an earlier text: what is held on that ground may be kept."""
        return self.consent_at is not None

    def agree(self, now: datetime) -> None:
        """Keep the proof of consent (Luật 91/2025/QH15 Điều 9): which text, and when."""
        self.consent_version, self.consent_at = CONSENT_VERSION, now

    def withdraw_consent(self) -> None:
        """Take the consent back; what was stored on its ground is erased by the caller."""
        self.consent_version = self.consent_at = self.name = None

    def handles(self, kind: str) -> bool:
        """Whether this officer looks after requests of that kind."""
        return self.role.covers(Role.OFFICER) and kind in self.areas


class Desk(Base):
    """A group chat of officers that an admin has linked: notices of its areas go there."""

    __tablename__ = "desks"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8), default="vi")
    areas: Mapped[list[str]] = mapped_column(default=list)
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    linked_at: Mapped[datetime]


class Invitation(Base):
    """A one-time way to become an officer or admin. Only a digest of its word is kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    areas: Mapped[list[str]] = mapped_column(default=list)
    #: None: made on the server's console.
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    used_at: Mapped[datetime | None]

    @classmethod
    def make(
        cls, role: Role, areas: Sequence[str], *, now: datetime, invited_by: Account | None = None
    ) -> tuple[Invitation, str]:
        """A new invitation and the word that opens it, which is told once and kept nowhere."""
        word = secrets.token_urlsafe(16)
        row = cls(
            digest=_digest(word),
            role=role,
            areas=list(areas),
            invited_by_id=invited_by.id if invited_by else None,
            created_at=now,
            expires_at=now + INVITATION_LIFE,
        )
        return row, word

    def usable(self, now: datetime) -> bool:
        """Whether nobody has used it and its 72 hours aren't over."""
        return self.used_at is None and now < self.expires_at

    def use(self, account: Account, now: datetime) -> None:
        """Give the account its role; an admin is never made less by an officer's invitation."""
        if not account.role.covers(self.role):
            account.role = self.role
        if self.role is Role.ADMIN:
            account.appointed = False
        account.areas = sorted({*account.areas, *self.areas})
        self.used_by_id, self.used_at = account.id, now


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


async def invitation_for(session: AsyncSession, word: str) -> Invitation | None:
    """The invitation that this word opens, used or not; held until the transaction's end (``models.requests.locked``).

    Of two people who open it at once the second finds it used.
    """
    found: Invitation | None = await session.scalar(
        select(Invitation)
        .where(Invitation.digest == _digest(word))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


def one_each(accounts: Iterable[Account]) -> list[Account]:
    """Of each person only the account used last, in the order in which they come."""
    found: dict[int, Account] = {}
    for account in accounts:
        person = account.person
        if person not in found or (account.used_at, account.id) > (found[person].used_at, found[person].id):
            found[person] = account
    return list(found.values())


def reachable(channels: Collection[str], accounts: type[Account] = Account) -> ColumnElement[bool]:
    """Can be written to.

    :param channels: those that run.
    """
    return and_(accounts.state == AccountState.ACTIVE, accounts.channel.in_(list(channels)))


async def staff(
    session: AsyncSession, channels: Collection[str] | None, *, least: Role = Role.OFFICER
) -> Sequence[Account]:
    """Everybody who can be written to with at least that role, oldest first.

    Whoever has several accounts is there once, with the one used last.

    :param channels: those that run; None: whoever can't be written to is there too.
    """
    query = select(Account).where(Account.role.in_([role for role in Role if role.covers(least)]))
    if channels is not None:
        query = query.where(reachable(channels))
    return one_each(await session.scalars(query.order_by(Account.id)))


async def desks(session: AsyncSession, channels: Collection[str] | None) -> Sequence[Desk]:
    """The linked groups, oldest first: those on these channels; None: all."""
    query = select(Desk).order_by(Desk.id)
    return (await session.scalars(query if channels is None else query.where(Desk.channel.in_(list(channels))))).all()


async def desk_at(session: AsyncSession, channel: str, address: str) -> Desk | None:
    """The linked group with that address."""
    found: Desk | None = await session.scalar(select(Desk).where(Desk.channel == channel, Desk.address == address))
    return found


async def handlers_of(
    session: AsyncSession, channels: Collection[str], kind: str
) -> tuple[Sequence[Account], Sequence[Desk]]:
    """The officers and the linked groups that look after requests of that kind; admins where nobody does.

    :param channels: those that run; whoever is on another one can't be told.
    """
    people = [account for account in await staff(session, channels) if account.handles(kind)]
    groups = [desk for desk in await desks(session, channels) if kind in desk.areas]
    if not people and not groups:
        people = list(await staff(session, channels, least=Role.ADMIN))
    return people, groups
