"""Writes down what became of each letter: all outcomes so far in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, and_, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.aside import Aside
from bot.channels.base import Channel, Outcome, Verdict
from bot.post import Letter
from bot.reports import fate, report_of
from models.accounts import Account, AccountState
from models.base import Database
from models.mail import UNREACHABLE, Inbox, Outbox, OutboxState, Reason, give_up, is_held, is_open

#: Writes what became of a row. On the table itself: the unit of work would cost more than the statement.
_TABLE = cast(Table, Outbox.__table__)
_COLUMNS = ("state", "reason", "detail", "attempts", "next_attempt", "claimed_by", "sent_at", "message_id")
_MARK = update(_TABLE).where(_TABLE.c.id == bindparam("row")).values({name: bindparam(name) for name in _COLUMNS})
#: Counts what a person has got since they wrote, where that matters; not what answered an earlier word of theirs.
_ACCOUNTS = cast(Table, Account.__table__)
_SPEND = (
    update(_ACCOUNTS)
    .where(
        _ACCOUNTS.c.channel == bindparam("on_channel"),
        _ACCOUNTS.c.address == bindparam("in_chat"),
        _ACCOUNTS.c.wrote_at == bindparam("since"),
    )
    .values(spent=_ACCOUNTS.c.spent + bindparam("pieces"))
)
_STATES = {
    Verdict.SENT: OutboxState.SENT,
    Verdict.FAILED: OutboxState.FAILED,
    Verdict.UNKNOWN: OutboxState.UNKNOWN,
}


class Written(NamedTuple):
    """What writing down has led to.

    :ivar told: somebody who wanted to know is told (events in the inbox).
    :ivar queued: there are rows to be claimed (handed over to another account).
    """

    told: bool = False
    queued: bool = False


class Outcomes:
    """What happened to letters and isn't written down yet.

    :param worker: the name under which letters that are tried again stay claimed.
    :param channels: by name.
    """

    def __init__(
        self,
        database: Database,
        worker: str,
        now: Callable[[], datetime],
        channels: Mapping[str, Channel],
    ) -> None:
        self._database = database
        self._worker = worker
        self._now = now
        self._aside = Aside(channels)
        self._new: list[tuple[Letter, Outcome]] = []
        self._writing = asyncio.Lock()

    def __bool__(self) -> bool:
        return bool(self._new)

    def __len__(self) -> int:
        return len(self._new)

    def add(self, letter: Letter, outcome: Outcome) -> None:
        """Remember it until :meth:`write`."""
        self._new.append((letter, outcome))

    async def write(self) -> Written:
        """Write everything down."""
        async with self._writing:
            taken = len(self._new)
            if not taken:
                return Written()
            now = self._now()
            async with self._database.write() as session:
                put = await self._aside.put(session, self._new[:taken], now)
                outcomes, reports = put.others, put.reports
                # The last outcome of a letter counts; two of one letter in one go are an attempt and its repetition.
                rows = {letter.id: self._row(letter, outcome, now) for letter, outcome in outcomes}
                connection = await session.connection()
                if rows:
                    await connection.execute(_MARK, list(rows.values()))
                if spent := [_spent(letter) for letter, outcome in outcomes if _counts(letter, outcome)]:
                    await connection.execute(_SPEND, spent)
                reports += [
                    report
                    for letter, outcome in outcomes
                    if outcome.verdict in (Verdict.SENT, Verdict.FAILED)
                    and (report := fate(letter, outcome, now)) is not None
                ]
                lost = {
                    (letter.channel, letter.chat): (letter.account_id, outcome.reason)
                    for letter, outcome in outcomes
                    if outcome.reason in UNREACHABLE
                }
                for (channel, chat), (account, reason) in lost.items():
                    reports += await _lose(session, channel, chat, account, reason, now)
                if reports:
                    # One that is there already (another worker has told it) must not keep all these from being written.
                    insert = sqlite.insert if self._database.sqlite else postgresql.insert
                    await session.execute(insert(Inbox).on_conflict_do_nothing(), reports)
            del self._new[:taken]
            return Written(bool(reports), put.queued)

    def _row(self, letter: Letter, outcome: Outcome, now: datetime) -> dict[str, Any]:
        again = outcome.verdict not in _STATES
        return {
            "row": letter.id,
            "state": _STATES.get(outcome.verdict, OutboxState.QUEUED),
            "reason": outcome.reason,
            "detail": outcome.detail,
            "attempts": letter.attempts,
            "next_attempt": now + timedelta(seconds=outcome.after) if again else None,
            "claimed_by": self._worker if again else None,
            "sent_at": now if outcome.verdict is Verdict.SENT else None,
            "message_id": outcome.message_id,
        }


async def _lose(
    session: AsyncSession, channel: str, chat: str, account: int | None, reason: Reason, now: datetime
) -> list[dict[str, Any]]:
    """A chat can't be reached: stop its account, give up what waits for it, and report that to whoever asked."""
    if account is not None:
        await session.execute(
            update(Account)
            .where(Account.id == account, Account.state == AccountState.ACTIVE)
            .values(state=AccountState.STOPPED)
            .execution_options(synchronize_session=False)
        )
    reports = []
    for waits in (and_(is_open(), Outbox.state == OutboxState.QUEUED, Outbox.claimed_by.is_(None)), is_held()):
        rows = await session.execute(
            select(Outbox.id, Outbox.report)
            .where(Outbox.channel == channel, Outbox.chat == chat, waits)
            .with_for_update()
        )
        reports += [report_of(row, report, False, reason, now) for row, report in rows if report]
    await give_up(session, channel=channel, chats=[chat], reason=reason)
    return reports


def _counts(letter: Letter, outcome: Outcome) -> bool:
    return outcome.verdict is Verdict.SENT and letter.pieces > 0 and letter.wrote_at is not None


def _spent(letter: Letter) -> dict[str, Any]:
    return {
        "on_channel": letter.channel,
        "in_chat": letter.chat,
        "since": letter.wrote_at,
        "pieces": letter.pieces,
    }
