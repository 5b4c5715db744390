"""OCOP products: set, stars, certificate, papers that lapse, and when their producer is reminded.

Rules of Quyết định 26/2026/QĐ-TTg: a certificate is valid 36 months (Điều 4 khoản 3); the dossier for grading
again is handed in from 180 to 120 days before its end (Điều 7 khoản 6 điểm a); the province grades in two rounds a
year what communes proposed before 30 April and before 30 October (Điều 5 khoản 1).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, validates

from models.accounts import Account, one_each, reachable
from models.base import Base, EnumText
from models.knowledge.folding import fold
from models.producers import Producer
from models.schedule import Due, call_off, waking_hour

#: How long a certificate is valid; months.
CERTIFICATE_LIFE = 36
#: How long a lab report serves as evidence; months (Nghị định 15/2018 Điều 5: issued within 12 months).
REPORT_LIFE = 12
#: The dossier for grading again comes neither earlier nor later than this; days before the certificate's end.
REGRADE_FROM, REGRADE_TO = 180, 120
#: Before these days (month, day) of each year a commune proposes its products.
ROUNDS = ((4, 30), (10, 30))
#: Titles that a register writes in short or in full.
_TITLES = {"hop tac xa": "htx", "to hop tac": "tht", "trach nhiem huu han": "tnhh", "ho kinh doanh": "hkd"}
#: The key of the moments that are waited for, and the hour of the day they come at, on the office's clock.
DUE, HOUR = "product.remind", time(8)


class Source(StrEnum):
    """Who has told of a product."""

    OWN = "own"  # its producer
    REGISTER = "register"  # the office's register; the producer adds papers, the rest is the office's


class Matter(StrEnum):
    """What somebody is reminded of."""

    REGRADE = "regrade"  # the certificate ends
    ROUND = "round"  # communes propose products for the next round
    LAB_TEST = "lab_test"  # the lab report grows too old
    FOOD_SAFETY = "food_safety"  # the food-safety certificate lapses
    TRADEMARK = "trademark"  # the trademark lapses

    @property
    def days(self) -> tuple[int, ...]:
        """How many days before, earliest first."""
        return _DAYS_BEFORE[self]


_DAYS_BEFORE = {
    Matter.REGRADE: (180, 150, 125),
    Matter.ROUND: (45, 15),
    Matter.LAB_TEST: (60, 15),
    Matter.FOOD_SAFETY: (60, 15),
    Matter.TRADEMARK: (60, 15),
}


@dataclass(frozen=True)
class Reminder:
    """One reminder: ``days`` before ``last``, the day that the matter ends on."""

    matter: Matter
    last: date
    days: int

    @property
    def day(self) -> date:
        """When it is told."""
        return self.last - timedelta(days=self.days)

    def args(self, product_id: int) -> dict[str, Any]:
        """What the moment that is waited for carries."""
        return {
            "product_id": product_id,
            "matter": self.matter.value,
            "last": self.last.isoformat(),
            "days": self.days,
        }

    def overtaken(self, today: date) -> bool:
        """Whether it comes too late: it is over, or the next reminder of the same is due already."""
        return today > self.last or any(
            days < self.days and today >= self.last - timedelta(days=days) for days in self.matter.days
        )


class Product(Base):
    """One product."""

    __tablename__ = "products"
    # Buttons and messages name it after it was deleted: another one must never get its number.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    #: None: from the register, and none of its producer's people has claimed it yet.
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    #: As the register has it, or the producer.
    producer_name: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(150))
    #: Both names as ``name_key`` has them: what they are recognised by; they follow the names by themselves.
    producer_key: Mapped[str] = mapped_column(String(400), default="", index=True)
    key: Mapped[str] = mapped_column(String(300), default="")
    #: The criteria set, 1 to 26.
    set_number: Mapped[int]
    #: 3, 4 or 5; 0: being prepared, no certificate yet.
    stars: Mapped[int] = mapped_column(default=0)
    certificate: Mapped[str | None] = mapped_column(String(60))
    issued: Mapped[date | None]
    #: Follows ``issued`` by itself.
    expires: Mapped[date | None]
    #: The day of the newest lab report.
    lab_report: Mapped[date | None]
    #: The last days of the food-safety certificate and of the trademark.
    food_safety: Mapped[date | None]
    trademark: Mapped[date | None]
    #: Whether its producer is reminded.
    reminded: Mapped[bool] = mapped_column(default=True)
    source: Mapped[Source] = mapped_column(EnumText(Source))
    created_at: Mapped[datetime]

    @validates("name", "producer_name")
    def _index(self, column: str, text: str) -> str:
        setattr(self, "key" if column == "name" else "producer_key", name_key(text))
        return text

    @validates("issued")
    def _expire(self, _column: str, day: date | None) -> date | None:
        self.expires = add_months(day, CERTIFICATE_LIFE) if day else None
        return day

    @property
    def topic(self) -> str:
        """What is waited for and said about it is filed under this."""
        return f"product:{self.id}"

    @property
    def window(self) -> tuple[date, date] | None:
        """The first and the last day for handing in the dossier for grading again."""
        if self.expires is None:
            return None
        return self.expires - timedelta(days=REGRADE_FROM), self.expires - timedelta(days=REGRADE_TO)

    @property
    def ends(self) -> Mapping[Matter, date]:
        """The last day of everything that lapses."""
        days = {
            Matter.REGRADE: self.expires,
            Matter.LAB_TEST: add_months(self.lab_report, REPORT_LIFE) if self.lab_report else None,
            Matter.FOOD_SAFETY: self.food_safety,
            Matter.TRADEMARK: self.trademark,
        }
        return {matter: day for matter, day in days.items() if day is not None}

    def belongs_to(self, account: Account) -> bool:
        """Whether this person may see and change it."""
        return account.producer_id is not None and account.producer_id == self.producer_id

    def reminders(self, today: date) -> list[Reminder]:
        """What is to be told from today on, soonest first; of the yearly rounds the next two."""
        ends = [*self.ends.items()]
        if not self.stars:
            ends += [(Matter.ROUND, day) for day in next_rounds(today)]
        every = [Reminder(matter, last, days) for matter, last in ends for days in matter.days]
        return sorted((each for each in every if each.day >= today), key=lambda each: (each.day, each.matter))

    def still_stands(self, reminder: Reminder, today: date) -> bool:
        """Whether that reminder, planned some time ago, is still true and worth telling."""
        if not self.reminded or reminder.overtaken(today):
            return False
        if reminder.matter is Matter.ROUND:
            return not self.stars
        return self.ends.get(reminder.matter) == reminder.last


def name_key(name: str) -> str:
    """A name as it is recognised: no case, marks or punctuation, a cooperative's title in short ("htx con minh")."""
    plain = " ".join(re.findall(r"\w+", fold(name)))
    for long, short in _TITLES.items():
        plain = re.sub(rf"\b{long}\b", short, plain)
    return plain


def add_months(day: date, months: int) -> date:
    """The same day so many months later; a month without it ends on its last (Bộ luật Dân sự 2015, Điều 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_rounds(today: date) -> list[date]:
    """The next two days by which communes propose products."""

    def rounds() -> Iterator[date]:
        for year in (today.year, today.year + 1):
            yield from (date(year, month, day) for month, day in ROUNDS)

    return [day for day in rounds() if day > today][:2]


async def set_reminders(session: AsyncSession, product: Product, now: datetime, zone: ZoneInfo) -> None:
    """Wait for the product's reminders instead of those waited for before; one that was told isn't told again."""
    await session.flush()
    await call_off(session, product.topic, DUE)
    if not product.reminded or product.producer_id is None:
        return
    told = (await session.scalars(select(Due.args).where(Due.topic == product.topic, Due.key == DUE))).all()
    for reminder in product.reminders(now.astimezone(zone).date()):
        args = reminder.args(product.id)
        if args in told:
            continue
        # One whose hour has gone by today comes at once, but not at night.
        moment = waking_hour(max(datetime.combine(reminder.day, HOUR, zone), now), zone)
        session.add(Due(key=DUE, args=args, topic=product.topic, due_at=moment))
        session.info["due"] = True


async def of_producer(session: AsyncSession, account: Account) -> Sequence[Product]:
    """The person's products: certificates that end first on top, those being prepared last."""
    if account.producer_id is None:
        return []
    mine = select(Product).where(Product.producer_id == account.producer_id)
    return (await session.scalars(mine.order_by(Product.expires.nulls_last(), Product.id))).all()


async def claimable(session: AsyncSession, producer: Producer | None) -> Sequence[Product]:
    """The products in the register under this producer's very name that nobody has claimed."""
    if producer is None or not producer.name:
        return []
    free = select(Product).where(Product.producer_id.is_(None), Product.producer_key == name_key(producer.name))
    return (await session.scalars(free.order_by(Product.id))).all()


async def people_of(session: AsyncSession, channels: Collection[str], product: Product) -> Sequence[Account]:
    """Who is told about it: its producer's people who agreed and can be reached, each where they wrote last.

    :param channels: those that run.
    """
    people = select(Account).where(
        Account.producer_id == product.producer_id,
        Account.producer_id.is_not(None),
        reachable(channels),
        Account.consent_at.is_not(None),
    )
    return one_each(await session.scalars(people.order_by(Account.id)))


async def remove(session: AsyncSession, product: Product) -> None:
    """Forget a product of the producer's own; one of the register goes back to it, without the papers told."""
    # What was told goes as well.
    await session.execute(delete(Due).where(Due.topic == product.topic))
    if product.source is Source.OWN:
        await session.delete(product)
        return
    product.producer_id = product.lab_report = product.food_safety = product.trademark = None


async def forget_products(session: AsyncSession, producer_id: int) -> None:
    """Forget what a producer whose last person has gone told of its products."""
    for product in (await session.scalars(select(Product).where(Product.producer_id == producer_id))).all():
        await remove(session, product)
