"""What people ask, counted: the same question in several spellings is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.knowledge.folding import words
from models.questions import Question, QuestionState

#: Rows that are looked at for one list, the newest ones.
MOST = 5000

_UNANSWERED = Question.state == QuestionState.UNANSWERED


class Waiting(StrEnum):
    """What an admin may make something of."""

    OPEN = "open"  # nothing fitted, or what was shown didn't help; no officer has it
    ANSWERED = "answered"  # somebody has answered it, and the knowledge still doesn't know

    @property
    def condition(self) -> ColumnElement[bool]:
        """Which questions these are."""
        if self is Waiting.ANSWERED:
            return and_(Question.settled_at.is_(None), Question.state == QuestionState.REPLIED)
        badly = and_(Question.state == QuestionState.ANSWERED, Question.helped.is_(False))
        return and_(Question.settled_at.is_(None), or_(_UNANSWERED, badly))


@dataclass(frozen=True)
class Group:
    """One question, however often it was asked.

    :ivar questions: newest first; there is at least one.
    """

    questions: tuple[Question, ...]

    @property
    def newest(self) -> Question:
        """Stands for all of them."""
        return self.questions[0]

    @property
    def texts(self) -> list[str]:
        """The different ways it was written."""
        return list(dict.fromkeys(question.text.strip() for question in self.questions))


async def waiting(session: AsyncSession, which: Waiting) -> list[Group]:
    """Those questions, the most asked first."""
    return await _grouped(session, which.condition)


async def group_of(session: AsyncSession, question: Question) -> Group:
    """The question, with the same one of other people that waits as it does."""
    which = Waiting.ANSWERED if question.state is QuestionState.REPLIED else Waiting.OPEN
    same = _key(question)
    for group in await _grouped(session, and_(which.condition, Question.language == question.language)):
        if _key(group.newest) == same:
            return group
    return Group((question,))


async def asked_since(session: AsyncSession, moment: datetime) -> list[Group]:
    """Everything that was asked from then on, the most asked first."""
    return await _grouped(session, Question.asked_at >= moment)


async def unanswered_since(session: AsyncSession, moment: datetime) -> list[Group]:
    """What the knowledge had nothing for from then on, and what didn't help."""
    return await _grouped(session, and_(Question.asked_at >= moment, Waiting.OPEN.condition))


async def _grouped(session: AsyncSession, condition: ColumnElement[bool]) -> list[Group]:
    query = select(Question).where(condition, Question.text != "").order_by(Question.id.desc()).limit(MOST)
    rows: Sequence[Question] = (await session.scalars(query)).all()
    found: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in rows:
        found[_key(question)].append(question)
    return sorted((Group(tuple(group)) for group in found.values()), key=lambda group: -len(group.questions))


def _key(question: Question) -> tuple[str, str]:
    return question.language, " ".join(words(question.text))
