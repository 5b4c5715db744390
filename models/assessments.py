"""A producer's own assessment of a product: the answers so far, and the grade they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.accounts import Account
from models.base import Base, EnumText
from models.criteria import CriteriaSet, Criterion, Forecast, forecast
from models.knowledge import fold


class AssessmentState(StrEnum):
    """Where an assessment stands."""

    OPEN = "open"  # questions are left; it can be gone on with at any time
    FINISHED = "finished"  # every question asked has an answer, or "not sure"


class Assessment(Base):
    """One product held against one criteria set. It holds nothing personal but the product's name."""

    __tablename__ = "assessments"
    # Its code is spoken of after it was erased ("CD-3"): another one must never get it.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    product: Mapped[str] = mapped_column(String(200))
    set_number: Mapped[int]
    #: Whether every criterion is asked, or only those that a star has a minimum for.
    full: Mapped[bool]
    #: ``{criterion number: points of the chosen option}``; replaced whole, never changed in place.
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: The numbers of the criteria answered with "not sure"; they count 0.
    unsure: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[AssessmentState] = mapped_column(EnumText(AssessmentState), default=AssessmentState.OPEN)
    #: What it came to when it was finished, to compare the next one with.
    points: Mapped[int | None]
    stars: Mapped[int | None]
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    #: When officers were shown it, as it is now.
    shared_at: Mapped[datetime | None]

    @property
    def topic(self) -> str:
        """What messages about it are filed under."""
        return f"assessment:{self.id}"

    @property
    def finished(self) -> bool:
        """Whether there is a result."""
        return self.state is AssessmentState.FINISHED

    def belongs_to(self, account: Account) -> bool:
        """Whether this person may see and change it."""
        return self.account_id in account.ids or (
            account.producer_id is not None and account.producer_id == self.producer_id
        )

    def asked(self, criteria_set: CriteriaSet) -> tuple[Criterion, ...]:
        """The criteria it asks about, in order."""
        return criteria_set.criteria if self.full else with_minimums(criteria_set)

    def valid_answers(self, criteria_set: CriteriaSet) -> dict[str, int]:
        """The answers that the set still has: one that a correction of the criteria has overtaken is asked again."""
        levels = {criterion.code: criterion.levels for criterion in self.asked(criteria_set)}
        return {code: points for code, points in self.answers.items() if points in levels.get(code, ())}

    def next(self, criteria_set: CriteriaSet) -> Criterion | None:
        """The first criterion without an answer; None: all have one."""
        done = self.valid_answers(criteria_set).keys() | set(self.unsure)
        return next((criterion for criterion in self.asked(criteria_set) if criterion.code not in done), None)

    def choose(self, code: str, points: int | None, now: datetime) -> None:
        """Keep the answer to a criterion; None: not sure."""
        self.answers = {key: value for key, value in self.answers.items() if key != code}
        self.unsure = [key for key in self.unsure if key != code]
        if points is None:
            self.unsure = [*self.unsure, code]
        else:
            self.answers = self.answers | {code: points}
        self.updated_at, self.shared_at = now, None

    def forecast(self, criteria_set: CriteriaSet, changed: Mapping[str, int] | None = None) -> Forecast:
        """What it promises, or would promise with these answers instead."""
        asked = [criterion.code for criterion in self.asked(criteria_set)]
        return forecast(criteria_set, self.valid_answers(criteria_set) | dict(changed or {}), asked)

    def finish(self, criteria_set: CriteriaSet, now: datetime) -> None:
        """Keep what it comes to."""
        promised = self.forecast(criteria_set)
        self.state, self.points, self.stars = AssessmentState.FINISHED, promised.grade.points, promised.stars
        self.updated_at = self.finished_at = now

    def widen(self, now: datetime) -> None:
        """Go on from the short form to the full one; every answer is kept."""
        self.full, self.state, self.updated_at, self.shared_at = True, AssessmentState.OPEN, now, None
        self.points = self.stars = self.finished_at = None


def with_minimums(criteria_set: CriteriaSet) -> tuple[Criterion, ...]:
    """The criteria that some star has a minimum for: the short form."""
    return tuple(criterion for criterion in criteria_set.criteria if criterion.minimums)


async def assessments_of(session: AsyncSession, account: Account, limit: int | None = None) -> Sequence[Assessment]:
    """The person's assessments, the one worked on last first."""
    query = select(Assessment).where(_of(account)).order_by(Assessment.updated_at.desc(), Assessment.id.desc())
    return (await session.scalars(query.limit(limit))).all()


async def last_time(session: AsyncSession, account: Account, assessment: Assessment) -> Assessment | None:
    """The assessment finished before this one for the same product, set and length; None: this is the first."""
    earlier = await session.scalars(
        select(Assessment)
        .where(
            _of(account),
            Assessment.set_number == assessment.set_number,
            Assessment.full == assessment.full,
            Assessment.state == AssessmentState.FINISHED,
            Assessment.id < assessment.id,
        )
        .order_by(Assessment.id.desc())
    )
    product = fold(assessment.product)
    return next((each for each in earlier if fold(each.product) == product), None)


async def newest_of(session: AsyncSession, account: Account, product: str, set_number: int) -> Assessment | None:
    """The assessment of that product against that set worked on last; None: there is none."""
    wanted = fold(product)
    return next(
        (
            each
            for each in await assessments_of(session, account)
            if each.set_number == set_number and fold(each.product) == wanted
        ),
        None,
    )


def _of(account: Account) -> ColumnElement[bool]:
    mine = Assessment.account_id.in_(account.ids)
    return mine if account.producer_id is None else mine | (Assessment.producer_id == account.producer_id)
