"""Questions that were asked, what was answered, and whether it helped."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, EnumText


class QuestionState(StrEnum):
    """Where a question stands."""

    ANSWERED = "answered"  # an entry was shown
    UNANSWERED = "unanswered"  # nothing fitted, or several entries were offered
    WITH_OFFICERS = "with_officers"  # handed over; an officer owes an answer
    REPLIED = "replied"  # an officer has answered


class Question(Base):
    """One question to the knowledge base.

    Without consent the text is kept with phone numbers and identity numbers masked.
    """

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    #: The knowledge entry that was shown.
    entry: Mapped[str | None] = mapped_column(String(64))
    score: Mapped[float | None]
    helped: Mapped[bool | None]
    state: Mapped[QuestionState] = mapped_column(EnumText(QuestionState), index=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None]
    #: When an admin made something of it for the knowledge, or let it be; it isn't listed any more.
    settled_at: Mapped[datetime | None]

    @property
    def topic(self) -> str:
        """What messages about it are filed under."""
        return f"question:{self.id}"


async def locked(session: AsyncSession, question_id: int) -> Question | None:
    """The question, held by this transaction until its end: of two who answer it, the second sees the first's answer.

    (SQLite has one writer at a time anyhow; PostgreSQL locks the row.)
    """
    found: Question | None = await session.scalar(
        select(Question).where(Question.id == question_id).with_for_update().execution_options(populate_existing=True)
    )
    return found
