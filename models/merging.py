"""Two businesses that turn out to be one person's, and how they come apart again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.accounts import Account
from models.assessments import Assessment
from models.producers import Producer
from models.products import Product
from models.requests import Request

if TYPE_CHECKING:
    from models.doors import Door


def business_of(producer: Producer) -> dict[str, Any]:
    """What is known of a business, and since when."""
    return {
        "since": f"{producer.created_at.isoformat()} {producer.id:012d}",
        "name": producer.name,
        "commune": producer.commune,
        "phone": producer.phone,
        "profile": dict(producer.profile),
    }


def _together(older: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """Both in one: what the newer one says counts, where it says something."""
    told = {name: newer[name] for name in _TOLD if newer[name]}
    profile = {name: value for name, value in newer["profile"].items() if value not in (None, "", [])}
    return older | told | {"profile": older["profile"] | profile}


def _write(producer: Producer, business: dict[str, Any]) -> None:
    producer.name, producer.commune, producer.phone = business["name"], business["commune"], business["phone"]
    producer.profile = business["profile"]


async def one_business(session: AsyncSession, first: Account, second: Account) -> int | None:
    """Merge the businesses of two people into the first one's; returns its id."""
    if first.producer_id is None or second.producer_id is None or first.producer_id == second.producer_id:
        return first.producer_id or second.producer_id
    kept = await session.get_one(Producer, first.producer_id)
    given_up = await session.get_one(Producer, second.producer_id)
    older, newer = sorted((kept, given_up), key=lambda producer: (producer.created_at, producer.id))
    _write(kept, _together(business_of(older), business_of(newer)))
    for table in (Request, Product, Assessment, Account):
        await session.execute(update(table).where(table.producer_id == given_up.id).values(producer_id=kept.id))
    await session.flush()
    await session.delete(given_up)
    return kept.id


async def two_businesses(
    session: AsyncSession,
    staying: Sequence[Account],
    leaving: Sequence[Account],
    doors: Mapping[int, Door],
    now: datetime,
) -> None:
    """Give those who leave what is theirs; the others keep the rest."""
    shared = await session.get(Producer, staying[0].producer_id) if staying[0].producer_id is not None else None
    for account in leaving:
        account.producer_id = None
    if shared is None:
        return
    theirs = [account.id for account in leaving]
    came = [product for account in leaving for product in doors[account.id].products]
    own = _all_of(doors[account.id].business for account in leaving)
    mine = (Request.account_id.in_(theirs), Request.producer_id == shared.id)
    if own is not None or await session.scalar(select(exists().where(*mine))):
        other = Producer(profile={}, created_at=now)
        _write(other, own or _EMPTY)
        session.add(other)
        await session.flush()
        for account in leaving:
            account.producer_id = other.id
        await session.execute(update(Request).where(*mine).values(producer_id=other.id))
        await session.execute(
            update(Product).where(Product.id.in_(came), Product.producer_id == shared.id).values(producer_id=other.id)
        )
    await session.execute(
        update(Assessment)
        .where(Assessment.account_id.in_(theirs), Assessment.producer_id == shared.id)
        .values(producer_id=leaving[0].producer_id)
    )
    # What those who stay have told themselves, and what was told since.
    then = _all_of(door.business for door in doors.values()) or _EMPTY
    before = _all_of(doors[account.id].business for account in staying) or _EMPTY
    changed = {name: value for name in _TOLD if (value := getattr(shared, name)) != then[name]}
    profile = {name: value for name, value in shared.profile.items() if value != then["profile"].get(name)}
    _write(shared, before | changed | {"profile": before["profile"] | profile})
    await session.flush()


#: What of a business isn't in its profile alone.
_TOLD = ("name", "commune", "phone")
_EMPTY: dict[str, Any] = {"since": "", "name": None, "commune": None, "phone": None, "profile": {}}


def _all_of(businesses: Iterable[dict[str, Any] | None]) -> dict[str, Any] | None:
    found = None
    for business in sorted((each for each in businesses if each is not None), key=lambda each: str(each["since"])):
        found = business if found is None else _together(found, business)
    return found
