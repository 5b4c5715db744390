"""The office's register of products: rows of a table, checked, compared with what is there, taken over.

Nothing is written before an admin has seen what would happen: ``plan`` only looks, ``take_over`` does it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.criteria import CERTIFIED_STARS, CriteriaSets
from models.identifiers import Invalid
from models.knowledge.folding import fold
from models.producers import Producer
from models.products import Product, Source, name_key, set_reminders
from models.values import parse_date, parse_text

#: The columns, in the template's order. A row is their values as a spreadsheet gives them.
COLUMNS = ("producer", "product", "set", "stars", "certificate", "issued")
#: The columns that a table must have; a set may be found by the product's name, a number be missing.
REQUIRED = ("producer", "product", "stars", "issued")
#: The programme began with Quyết định 490/QĐ-TTg of 2018: no certificate is older.
EARLIEST = date(2018, 5, 7)

Row = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A row that can be taken over."""

    line: int
    producer_name: str
    name: str
    set_number: int
    stars: int
    certificate: str | None
    issued: date

    @property
    def key(self) -> tuple[str, str]:
        """What a product is recognised by."""
        return name_key(self.producer_name), name_key(self.name)

    def fields(self) -> dict[str, Any]:
        """The product's columns that the register says; a name that is only written otherwise counts as well."""
        return {
            "producer_name": self.producer_name,
            "name": self.name,
            "set_number": self.set_number,
            "stars": self.stars,
            "certificate": self.certificate,
            "issued": self.issued,
            "source": Source.REGISTER,
        }


class BadCell(ValueError):
    """Why a row can't be taken over: ``reason`` and ``values`` make the sentence ``register-bad-<reason>``."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


@dataclass(frozen=True)
class BadRow:
    """A row that can't be taken over, by its number in the sheet, and why."""

    line: int
    error: BadCell


@dataclass(frozen=True)
class Table:
    """What the rows of a table say, and which say nothing."""

    entries: list[Entry] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


@dataclass
class Plan:
    """What taking a table over would do.

    :ivar same: how many rows say what is known already.
    """

    new: list[Entry] = field(default_factory=list)
    changed: list[tuple[Product, Entry]] = field(default_factory=list)
    same: int = 0
    bad: list[BadRow] = field(default_factory=list)

    @property
    def good(self) -> int:
        """How many rows would be written."""
        return len(self.new) + len(self.changed)


def read_row(line: int, row: Row, criteria: CriteriaSets, today: date) -> Entry:
    """The row's meaning.

    :raises BadCell: what is wrong with it, first thing first.
    """
    name = _text(row, "product", 150)
    return Entry(
        line=line,
        producer_name=_text(row, "producer", 200),
        name=name,
        set_number=_set(row.get("set"), name, criteria),
        stars=_stars(row.get("stars")),
        certificate=_plain(row.get("certificate"))[:60] or None,
        issued=_issued(row.get("issued"), today),
    )


def read_rows(rows: Iterable[tuple[int, Row]], criteria: CriteriaSets, today: date) -> Table:
    """Read ``(number in the sheet, row)`` one by one; the same product twice is told at its second row.

    Takes seconds where the sets of thousands of products have to be found by their names.
    """
    table, seen = Table(), dict[tuple[str, str], int]()
    for line, row in rows:
        try:
            entry = read_row(line, row, criteria, today)
            if entry.key in seen:
                raise BadCell("twice", first=seen[entry.key])
        except BadCell as error:
            table.bad.append(BadRow(line, error))
            continue
        seen[entry.key] = line
        table.entries.append(entry)
    return table


async def plan(session: AsyncSession, table: Table) -> Plan:
    """Compare what a table says with what is there."""
    known = {(each.producer_key, each.key): each for each in await session.scalars(select(Product))}
    found = Plan(bad=table.bad)
    for entry in table.entries:
        product = known.get(entry.key)
        if product is None:
            found.new.append(entry)
        elif any(getattr(product, column) != value for column, value in entry.fields().items()):
            found.changed.append((product, entry))
        else:
            found.same += 1
    return found


async def take_over(session: AsyncSession, found: Plan, now: datetime, zone: ZoneInfo) -> None:
    """Write what is new and what has changed, and set the reminders of products whose producer is known here.

    A new product goes to the producer of that very name, where there is exactly one.
    """
    producers = await _by_name(session)
    touched = []
    for entry in found.new:
        owners = producers.get(entry.key[0], ())
        product = Product(**entry.fields(), created_at=now, reminded=True)
        product.producer_id = owners[0] if len(owners) == 1 else None
        session.add(product)
        touched.append(product)
    for product, entry in found.changed:
        for column, value in entry.fields().items():
            setattr(product, column, value)
        touched.append(product)
    await session.flush()
    for product in touched:
        if product.producer_id is not None:
            await set_reminders(session, product, now, zone)


async def _by_name(session: AsyncSession) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for identifier, name in await session.execute(select(Producer.id, Producer.name)):
        if name:
            found[name_key(name)].append(identifier)
    return found


# one cell


def _plain(value: Any) -> str:
    """A cell as text; a number that a spreadsheet made of a code without its ".0"."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


def _text(row: Row, column: str, longest: int) -> str:
    text = _plain(row.get(column))
    if not text:
        raise BadCell("empty", column=column)
    try:
        return parse_text(text, 2, longest)
    except Invalid as error:
        raise BadCell("name", column=column, longest=longest) from error


def _set(value: Any, product: str, criteria: CriteriaSets) -> int:
    """A set by its number or name; an empty cell: the one set that the product's name means."""
    text = _plain(value)
    if text.isdecimal():
        if not any(each.number == int(text) for each in criteria.sets):
            raise BadCell("set_number", set=text, last=len(criteria.sets))
        return int(text)
    named = [each for each in criteria.sets if text and fold(text) in (fold(each.name), fold(each.short))]
    found = named or criteria.search(text or product)
    if len(found) == 1:
        return found[0].number
    if found:
        raise BadCell("set_several", sets=", ".join(str(each.number) for each in found))
    raise BadCell("set_unknown", last=len(criteria.sets))


def _stars(value: Any) -> int:
    """3, 4 or 5, also as "4 sao" or "****"."""
    text = _plain(value)
    if not text:
        raise BadCell("empty", column="stars")
    digits = re.findall(r"\d+", text)
    marks = len(re.findall(r"[*★⭐]", text))
    stars = int(digits[0]) if len(digits) == 1 and len(digits[0]) == 1 else marks
    if stars not in CERTIFIED_STARS:
        raise BadCell("stars", stars=text[:40])
    return stars


def _issued(value: Any, today: date) -> date:
    day = value.date() if isinstance(value, datetime) else value
    if not isinstance(day, date):
        text = _plain(value)
        if not text:
            raise BadCell("empty", column="issued")
        try:
            day = parse_date(text)
        except Invalid as error:
            raise BadCell("day", day=text[:40]) from error
    if not EARLIEST <= day <= today:
        raise BadCell("day_range", day=day, first=EARLIEST, last=today)
    return day
