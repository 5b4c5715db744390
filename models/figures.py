"""What is counted: people, questions, requests and how long they take, broadcasts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from models.accounts import Account, AccountState, Role
from models.broadcasts import Broadcast
from models.mail import HOUSE
from models.questions import Question, QuestionState
from models.requests import Request, RequestEvent, RequestEventKind, RequestKind, RequestState


@dataclass(frozen=True)
class Figures:
    """The counts of a period: what began in it, wherever that stands now.

    :ivar helped: questions whose answer was called helpful.
    :ivar passed_on: questions handed over to officers, answered or not.
    :ivar requests: how many requests, by kind and by present state.
    :ivar hours_to_accept: the median, from handing in to being taken first; None: nothing was taken.
    :ivar hours_to_done: the median, from handing in to being done first.
    """

    accounts: int
    active: int
    consented: int
    officers: int
    asked: int
    answered: int
    unanswered: int
    passed_on: int
    helped: int
    requests: dict[RequestKind, dict[RequestState, int]]
    hours_to_accept: float | None
    hours_to_done: float | None
    broadcasts: int


async def count(session: AsyncSession, since: datetime | None = None) -> Figures:
    """Count what began since that moment; None: ever."""
    accounts, active, consented, officers = (await session.execute(_people(since))).one()
    states = Counter(
        {
            state: number
            for state, number in await session.execute(
                select(Question.state, func.count()).where(_after(Question.asked_at, since)).group_by(Question.state)
            )
        }
    )
    helped = select(func.count()).where(Question.helped.is_(True), _after(Question.asked_at, since))
    requests: dict[RequestKind, dict[RequestState, int]] = {}
    for kind, state, number in await session.execute(
        select(Request.kind, Request.state, func.count())
        .where(Request.code.is_not(None), _after(Request.submitted_at, since))
        .group_by(Request.kind, Request.state)
    ):
        requests.setdefault(kind, {})[state] = number
    sent = select(func.count()).where(Broadcast.confirmed_at.is_not(None), _after(Broadcast.confirmed_at, since))
    return Figures(
        accounts=accounts,
        active=active,
        consented=consented,
        officers=officers,
        asked=states.total(),
        answered=states[QuestionState.ANSWERED],
        unanswered=states[QuestionState.UNANSWERED],
        passed_on=states[QuestionState.WITH_OFFICERS] + states[QuestionState.REPLIED],
        helped=await session.scalar(helped) or 0,
        requests=requests,
        hours_to_accept=await _median_hours(session, RequestEventKind.ACCEPTED, since),
        hours_to_done=await _median_hours(session, RequestEventKind.DONE, since),
        broadcasts=await session.scalar(sent) or 0,
    )


def _people(since: datetime | None) -> Select[int, int, int, int]:
    """People, each once however many accounts; the house itself and those who asked to be forgotten aren't."""
    people = func.count(func.coalesce(Account.person_id, Account.id).distinct())
    return select(
        people,
        people.filter(Account.state == AccountState.ACTIVE),
        people.filter(Account.consent_at.is_not(None)),
        people.filter(Account.role != Role.PRODUCER),
    ).where(Account.channel != HOUSE, Account.state != AccountState.ERASED, _after(Account.created_at, since))


async def _median_hours(session: AsyncSession, kind: RequestEventKind, since: datetime | None) -> float | None:
    first = (
        select(RequestEvent.request_id, func.min(RequestEvent.at).label("at"))
        .where(RequestEvent.kind == kind)
        .group_by(RequestEvent.request_id)
        .subquery()
    )
    rows = await session.execute(
        select(Request.submitted_at, first.c.at)
        .join(first, first.c.request_id == Request.id)
        .where(_after(Request.submitted_at, since))
    )
    hours = [(then - begun).total_seconds() / 3600 for begun, then in rows if begun is not None]
    return median(hours) if hours else None


def _after(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], since: datetime | None
) -> ColumnElement[bool]:
    return true() if since is None else moment >= since
