"""One person, several doors: accounts on different apps that were joined with a code.

What belongs to the person keeps the account that it was made with; every account of the person may see it. Their
businesses become one. What each account was before is kept beside, so that joining can be undone.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import ForeignKey, String, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.accounts import Account, Role, reachable
from models.base import Base, EnumText
from models.dialogue import YIELDING, Dialogue
from models.mail import Lane, Outbox, OutboxState
from models.merging import business_of, one_business, two_businesses
from models.producers import Producer
from models.products import Product
from models.requests import Request
from models.windows import let_go, used_last

#: How long a code can be used.
CODE_LIFE = timedelta(minutes=10)
#: Digits of a code.
DIGITS = 6
#: Wrong codes that one account may type within ``TRIES_FOR``; then it waits.
TRIES = 3
TRIES_FOR = timedelta(minutes=10)
#: Wrong codes that all accounts together may type within ``TRIES_FOR``; then everybody waits. Whoever guesses with any
#: number of accounts has 30 in a million in ten minutes for each code that can be used just then.
TRIES_OF_ALL = 30
#: How many accounts one person may have.
MOST_DOORS = 4


class Door(Base):
    """What an account was before it was joined to others."""

    __tablename__ = "doors"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    joined_at: Mapped[datetime]
    #: The role and areas that are its own; it has others only for as long as it is joined.
    role: Mapped[Role] = mapped_column(EnumText(Role))
    areas: Mapped[list[str]] = mapped_column(default=list)
    #: Whether the agreement to keep personal data was given with it, and the name that it had.
    consented: Mapped[bool]
    name: Mapped[str | None] = mapped_column(String(200))
    #: The business that it wrote for, as it was (:func:`models.merging.business_of`); None: none.
    business: Mapped[dict[str, Any] | None]
    #: The ids of the products that came with it.
    products: Mapped[list[Any]] = mapped_column(default=list)


class DoorCode(Base):
    """A code that joins an account to the one it was made for. Only a digest of it is kept; one for each account."""

    __tablename__ = "door_codes"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class DoorTry(Base):
    """A wrong code that somebody has typed; forgotten after ``TRIES_FOR``."""

    __tablename__ = "door_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(index=True)


class Knock(StrEnum):
    """What a typed code came to."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    OWN = "own"  # it was made in this very account
    JOINED = "already"  # the account that it was made in is this person's already
    TOO_MANY = "too_many"  # too many wrong ones, of this account or of all
    FULL = "full"  # the person would have more accounts than may be
    STAFF = "staff"  # whoever typed it may do more than whoever gave it to them


# codes


async def make_code(session: AsyncSession, account: Account, now: datetime) -> str:
    """A new code for this account, in place of an earlier one; it is told once and kept nowhere."""
    await session.execute(delete(DoorCode).where(DoorCode.made_at < now - CODE_LIFE - TRIES_FOR))
    await session.execute(delete(DoorCode).where(DoorCode.account_id == account.id))
    others = await _codes(session)
    code = _random()
    while any(_opens(other, code) for other in others):
        code = _random()
    session.add(
        DoorCode(account_id=account.id, digest=_digest(account.id, code), made_at=now, expires_at=now + CODE_LIFE)
    )
    await session.flush()
    return code


async def knock(session: AsyncSession, account: Account, code: str, now: datetime) -> tuple[Knock, Account | None]:
    """What a code that was typed in this account comes to, and whose it is; a right one is used up."""
    if await tries_left(session, account, now) <= 0:
        return Knock.TOO_MANY, None
    # Every one is compared, so that the time it takes tells nothing.
    fitting = [row for row in await _codes(session) if _opens(row, code)]
    if not fitting:
        session.add(DoorTry(account_id=account.id, at=now))
        await session.flush()
        return Knock.WRONG, None
    row = fitting[-1]
    if row.account_id == account.id:
        return Knock.OWN, None
    owner = await session.get_one(Account, row.account_id)
    if row.account_id in account.ids:
        return Knock.JOINED, owner
    if row.expires_at <= now:
        return Knock.EXPIRED, None
    if len(account.ids | owner.ids) > MOST_DOORS:
        return Knock.FULL, None
    if not owner.role.covers(account.role):
        # An officer can be talked into typing a stranger's code, and the stranger would be one. A role goes only from
        # where the code was made, with its warning, to where it is typed.
        return Knock.STAFF, None
    used = delete(DoorCode).where(DoorCode.account_id == owner.id, DoorCode.digest == row.digest)
    if not (await session.execute(used.returning(DoorCode.account_id))).all():
        return Knock.EXPIRED, None  # somebody else was faster
    return Knock.RIGHT, owner


async def tries_left(session: AsyncSession, account: Account, now: datetime) -> int:
    """How many wrong codes may still be typed in this account; 0 for everybody while all together guess too much."""
    await session.execute(delete(DoorTry).where(DoorTry.at <= now - TRIES_FOR))
    mine = func.count().filter(DoorTry.account_id == account.id)
    of_all, own = (await session.execute(select(func.count(), mine).select_from(DoorTry))).one()
    return max(0, TRIES - own) if of_all < TRIES_OF_ALL else 0


async def _codes(session: AsyncSession) -> Sequence[DoorCode]:
    return (await session.scalars(select(DoorCode).order_by(DoorCode.made_at))).all()


def _random() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def _digest(account_id: int, code: str) -> str:
    return sha256(f"{account_id}:{code}".encode()).hexdigest()


def _opens(row: DoorCode, code: str) -> bool:
    return hmac.compare_digest(row.digest, _digest(row.account_id, code))


# who it is


async def doors_of(session: AsyncSession, account: Account) -> list[Account]:
    """All accounts of this person, this one first."""
    if not account.others:
        return [account]
    others = await session.scalars(select(Account).where(Account.id.in_(account.others)).order_by(Account.id))
    return [account, *others]


async def reached(session: AsyncSession, channels: Collection[str], account: Account) -> Account:
    """The account of this person to write to: of those that can be written to, the one used last.

    :param channels: those that run.
    """
    if not account.others:
        return account
    can_be = reachable(channels), Account.id.in_(account.ids)
    return used_last(await session.scalars(select(Account).where(*can_be))) or account


# joining


async def join(session: AsyncSession, first: Account, second: Account, now: datetime) -> None:
    """Make two accounts (and those joined to them) one person's.

    :param first: the account that the code was made in; what can't be told apart later stays with it.
    """
    everyone = [*await doors_of(session, first), *await doors_of(session, second)]
    for account in everyone:
        if not account.others:
            session.add(await _as_it_is(session, account, now))
    agreed = [account for account in everyone if account.agreed]
    consented = max(agreed, key=lambda account: account.consented, default=None)
    role = max((account.role for account in everyone), key=list(Role).index)
    areas = sorted({area for account in everyone for area in account.areas})
    producer_id = await one_business(session, first, second)
    name = next((account.name for account in everyone if account.name), None)
    person_id = first.person_id or first.id
    for account in everyone:
        account.person_id = person_id
        account.others = sorted(each.id for each in everyone if each is not account)
        account.role, account.areas, account.producer_id = role, areas, producer_id
        if consented is not None:
            account.consent_version, account.consent_at = consented.consent_version, consented.consent_at
        if consented is not None or role is not Role.PRODUCER:
            account.name = account.name or name
    second.wrote_at = now
    await session.flush()
    await _once(session, everyone)
    await let_go(session, [account.id for account in everyone])


async def part(session: AsyncSession, account: Account, now: datetime) -> Role:
    """Let one account be somebody of its own again, as it was before; returns the role that it had until now.

    What was made with it goes with it. What can't be told apart stays with the person's first account.
    """
    rest = (await doors_of(session, account))[1:]
    role = account.role
    doors = {
        door.account_id: door for door in await session.scalars(select(Door).where(Door.account_id.in_(account.ids)))
    }
    leads = account.person_id == account.id
    await two_businesses(session, [account] if leads else rest, rest if leads else [account], doors, now)
    await _leave(session, account, doors.pop(account.id))
    if len(rest) == 1:
        await _leave(session, rest[0], doors[rest[0].id])
        return role
    for each in rest:
        each.person_id = rest[0].id if leads else each.person_id
        each.others = [other for other in each.others if other != account.id]
        each.role = max((doors[other.id].role for other in rest), key=list(Role).index)
        each.areas = sorted({area for other in rest for area in doors[other.id].areas})
    await session.flush()
    return role


async def forget_doors(session: AsyncSession, accounts: Iterable[Account]) -> None:
    """Forget that these accounts were one person's; for those whose data are erased anyhow."""
    ids = [account.id for account in accounts]
    for account in accounts:
        account.person_id, account.others = None, []
    await session.flush()
    for table in (Door, DoorCode, DoorTry):
        await session.execute(delete(table).where(table.account_id.in_(ids)))


async def agree(session: AsyncSession, account: Account, now: datetime) -> None:
    """The person has agreed, with this account, to the keeping of personal data: for all their accounts."""
    for each in await doors_of(session, account):
        each.agree(now)
    if account.others:
        (await session.get_one(Door, account.id)).consented = True


async def own_role(session: AsyncSession, account: Account) -> None:
    """The account has got a role by itself (an invitation, the settings): the person's other accounts have it too."""
    if not account.others:
        return
    door = await session.get_one(Door, account.id)
    door.role, door.areas = account.role, list(account.areas)
    for other in (await doors_of(session, account))[1:]:
        other.role = max(other.role, account.role, key=list(Role).index)
        other.areas = sorted({*other.areas, *account.areas})


async def dismiss(session: AsyncSession, named: Collection[str]) -> list[Account]:
    """Take the role of admin from accounts that had it from the settings and aren't named there any more.

    :param named: ``channel:address`` of those who are.
    :returns: those who are producers again; whoever has a role by another account of theirs keeps that one.
    """
    appointed = select(Account).where(Account.role == Role.ADMIN, Account.appointed).order_by(Account.id)
    gone = []
    for account in await session.scalars(appointed):
        if f"{account.channel}:{account.address}" in named:
            continue
        account.appointed = False
        everyone = await doors_of(session, account)
        doors = [await session.get_one(Door, each.id) for each in everyone] if account.others else []
        if doors:
            doors[0].role, doors[0].areas = Role.PRODUCER, []
        role = max((door.role for door in doors), key=list(Role).index, default=Role.PRODUCER)
        for each in everyone:
            each.role, each.areas = role, sorted({area for door in doors for area in door.areas})
        if role is Role.PRODUCER:
            gone.append(account)
    return gone


async def set_role(session: AsyncSession, account: Account, role: Role, areas: Sequence[str]) -> list[Account]:
    """Give a person a role, on all their accounts; returns these."""
    accounts = await doors_of(session, account)
    for each in accounts:
        each.role, each.areas = role, list(areas)
    if account.others:
        doors = (await session.scalars(select(Door).where(Door.account_id.in_(account.ids)))).all()
        for door in doors:
            if door.role is not Role.PRODUCER:
                # What an account has only through another one is not made its own.
                door.role, door.areas = min(door.role, role, key=list(Role).index), list(areas)
    return accounts


async def follow(session: AsyncSession, topic: str | None, before: Account, now_at: Account, now: datetime) -> None:
    """A message was handed over to another account: the answer to its question is expected there too."""
    asked = await session.get(Dialogue, (before.id, before.address))
    if topic is None or asked is None or asked.expecting is None or asked.expecting.get("topic") != topic:
        return
    there = await session.get(Dialogue, (now_at.id, now_at.address))
    if there is None:
        there = Dialogue(account_id=now_at.id, chat=now_at.address, choices=[], notes={}, updated_at=now)
        session.add(there)
    if there.expecting is None or there.expecting["key"] in YIELDING:
        there.expecting, asked.expecting = asked.expecting, None


async def _as_it_is(session: AsyncSession, account: Account, now: datetime) -> Door:
    door = Door(
        account_id=account.id,
        joined_at=now,
        role=account.role,
        areas=list(account.areas),
        consented=account.agreed,
        name=account.name,
        products=[],
    )
    if account.producer_id is not None:
        door.business = business_of(await session.get_one(Producer, account.producer_id))
        mine = select(Product.id).where(Product.producer_id == account.producer_id).order_by(Product.id)
        door.products = list(await session.scalars(mine))
    return door


async def _leave(session: AsyncSession, account: Account, door: Door) -> None:
    account.person_id, account.others = None, []
    account.role, account.areas = door.role, list(door.areas)
    wrote_here = select(exists().where(Request.account_id == account.id, Request.created_at >= door.joined_at))
    if not door.consented and not await session.scalar(wrote_here):
        # It was somebody else's agreement, and somebody else's name.
        account.withdraw_consent()
        account.name = door.name
    await session.delete(door)
    await session.flush()


async def _once(session: AsyncSession, accounts: Sequence[Account]) -> None:
    """A broadcast that is going out reaches the person once."""
    rows = await session.scalars(
        select(Outbox)
        .where(
            Outbox.account_id.in_([account.id for account in accounts]),
            Outbox.lane == Lane.BROADCAST,
            Outbox.state.not_in([OutboxState.FAILED, OutboxState.STOPPED]),
        )
        .order_by(Outbox.state.in_(_NOT_YET), Outbox.claimed_by.is_(None), Outbox.id)
    )
    seen: set[int | None] = set()
    for row in rows:
        if row.broadcast_id in seen and row.state in _NOT_YET and row.claimed_by is None:
            row.state = OutboxState.STOPPED
        seen.add(row.broadcast_id)


_NOT_YET = (OutboxState.QUEUED, OutboxState.WAITING)
