"""What the admins have written over the knowledge files: new entries, and corrected ones.

The files come with the program; these rows stay through every upgrade. A row stands in place of the file's entry
with the same id until it is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, cast

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.knowledge import Entry
from models.knowledge.entries import Status

#: The topic of entries that stand in no file.
OWN = "own"


class Correction(Base):
    """One entry as an admin wrote it."""

    __tablename__ = "knowledge_entries"
    __table_args__ = (UniqueConstraint("language", "entry"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The entry's id ("barcode.register"); the program's own numbers for new ones ("own.7").
    entry: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    topic: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300))
    questions: Mapped[list[str]] = mapped_column(default=list)
    actions: Mapped[list[str]] = mapped_column(default=list)
    facts: Mapped[list[str]] = mapped_column(default=list)
    status: Mapped[str] = mapped_column(String(16))
    checked: Mapped[date]
    review: Mapped[date]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    updated_at: Mapped[datetime] = mapped_column(index=True)
    #: Taken back: the file's entry counts again, or none. The row stays so that every process sees the change.
    deleted: Mapped[bool] = mapped_column(default=False)

    def as_entry(self) -> Entry:
        """The entry as the library takes it."""
        return Entry(
            id=self.entry,
            topic=self.topic,
            title=self.title,
            text=self.text,
            source=self.source,
            checked=self.checked,
            review=self.review,
            status=cast(Status, self.status),
            facts=tuple(self.facts),
            questions=tuple(self.questions),
            actions=tuple(self.actions),
            language=self.language,
        )


class Stamp(NamedTuple):
    """Tells one state of the table from another."""

    rows: int
    newest: datetime | None


async def stamp(session: AsyncSession) -> Stamp:
    """The table's present state, at the price of one small query."""
    row = (await session.execute(select(func.count(), func.max(Correction.updated_at)))).one()
    return Stamp(row[0], row[1])


async def corrections(session: AsyncSession) -> Sequence[Correction]:
    """Every one that counts, newest first."""
    query = select(Correction).where(Correction.deleted.is_(False))
    return (await session.scalars(query.order_by(Correction.updated_at.desc(), Correction.id.desc()))).all()


async def correction_of(session: AsyncSession, language: str, entry_id: str) -> Correction | None:
    """The one that stands for that entry."""
    found: Correction | None = await session.scalar(
        select(Correction).where(
            Correction.language == language, Correction.entry == entry_id, Correction.deleted.is_(False)
        )
    )
    return found


async def new_id(session: AsyncSession) -> str:
    """An id that no entry has had."""
    return f"{OWN}.{(await session.scalar(select(func.max(Correction.id))) or 0) + 1}"


async def keep(session: AsyncSession, entry: Entry, *, author_id: int | None, now: datetime) -> Correction:
    """Write the entry over whatever stood there."""
    row = await session.scalar(
        select(Correction).where(Correction.language == entry.language, Correction.entry == entry.id).with_for_update()
    )
    if row is None:
        row = Correction(entry=entry.id, language=entry.language)
        session.add(row)
    row.topic, row.title, row.text, row.source = entry.topic, entry.title, entry.text, entry.source
    row.questions, row.actions, row.facts = list(entry.questions), list(entry.actions), list(entry.facts)
    row.status, row.checked, row.review = entry.status, entry.checked, entry.review
    row.author_id, row.updated_at, row.deleted = author_id, now, False
    await session.flush()
    return row


async def take_back(session: AsyncSession, row: Correction, now: datetime) -> None:
    """Let the file's entry count again; an entry that stands in no file is gone."""
    row.deleted, row.updated_at = True, now
    await session.flush()
