"""What officers look for among the requests: their queue, what they have in hand, what somebody asks about."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.accounts import Account, Role
from models.requests import OPEN, Request, RequestState, plain, read_code


async def held_by(session: AsyncSession, officer: Account) -> Sequence[Request]:
    """The open requests that this officer has taken."""
    rows = await session.scalars(
        select(Request).where(Request.assignee_id.in_(officer.ids), Request.state.in_(OPEN)).order_by(Request.id)
    )
    return rows.all()


async def open_by_officer(session: AsyncSession) -> dict[int, int]:
    """How many open requests each officer has in hand, by account id."""
    rows = await session.execute(
        select(Request.assignee_id, func.count())
        .where(Request.state.in_(OPEN), Request.assignee_id.is_not(None))
        .group_by(Request.assignee_id)
    )
    return {officer: count for officer, count in rows if officer is not None}


async def queue(
    session: AsyncSession, officer: Account, *, offset: int = 0, limit: int = 10
) -> tuple[Sequence[Request], int]:
    """A page of the open requests that the officer may see, and how many there are.

    The officer's own first, then those that nobody has taken, then the others'; in each the one due first on top.
    """
    mine = case((Request.assignee_id.in_(officer.ids), 0), (Request.state == RequestState.SUBMITTED, 1), else_=2)
    seen = (Request.state.in_(OPEN), _open_to(officer))
    total = await session.scalar(select(func.count()).select_from(Request).where(*seen))
    rows = await session.scalars(
        select(Request).where(*seen).order_by(mine, Request.due_at.nulls_last(), Request.id).offset(offset).limit(limit)
    )
    return rows.all(), total or 0


async def search(session: AsyncSession, officer: Account, text: str, *, limit: int = 10) -> Sequence[Request]:
    """The requests with that code, or with all these words in a name or the phone; open ones first, then newest."""
    code = read_code(text)
    if code:
        wanted: list[ColumnElement[bool]] = [Request.code == code]
    else:
        typed = plain(text)
        wanted = [Request.search.contains(word, autoescape=True) for word in typed.split()]
        if not wanted:
            return []
    rows = await session.scalars(
        select(Request)
        .where(Request.state != RequestState.DRAFT, _open_to(officer), *wanted)
        .order_by(Request.state.in_(OPEN).desc(), Request.id.desc())
        .limit(limit)
    )
    return rows.all()


def _open_to(officer: Account) -> ColumnElement[bool]:
    """:meth:`Request.open_to` as a condition."""
    if officer.role is Role.ADMIN:
        return Request.id.is_not(None)
    return Request.assignee_id.in_(officer.ids) | Request.kind.in_(officer.areas)
