"""Writes down what became of each letter: all outcomes so far in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Outcome, Verdict
from bot.post import Letter
from models.accounts import Account, AccountState
from models.base import Database
from models.mail import (
    HOUSE,
    Event,
    EventKind,
    Inbox,
    Outbox,
    OutboxState,
    Reason,
    give_up,
    is_open,
    waiting_row,
)

#: Writes what became of a row. On the table itself: the unit of work would cost more than the statement.
_TABLE = cast(Table, Outbox.__table__)
_COLUMNS = ("state", "reason", "detail", "attempts", "next_attempt", "claimed_by", "sent_at", "message_id")
_MARK = update(_TABLE).where(_TABLE.c.id == bindparam("row")).values({name: bindparam(name) for name in _COLUMNS})
_STATES = {
    Verdict.SENT: OutboxState.SENT,
    Verdict.FAILED: OutboxState.FAILED,
    Verdict.UNKNOWN: OutboxState.UNKNOWN,
}
#: The person, or the whole chat, can't be reached.
UNREACHABLE = (Reason.BLOCKED, Reason.GONE)


class Outcomes:
    """What happened to letters and isn't written down yet.

    :param worker: the name under which letters that are tried again stay claimed.
    """

    def __init__(self, database: Database, worker: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._worker = worker
        self._now = now
        self._new: list[tuple[Letter, Outcome]] = []
        self._writing = asyncio.Lock()

    def __bool__(self) -> bool:
        return bool(self._new)

    def __len__(self) -> int:
        return len(self._new)

    def add(self, letter: Letter, outcome: Outcome) -> None:
        """Remember it until :meth:`write`."""
        self._new.append((letter, outcome))

    async def write(self) -> bool:
        """Write everything down; returns whether somebody who wanted to know is told (events in the inbox)."""
        async with self._writing:
            outcomes = self._new[:]
            if not outcomes:
                return False
            now = self._now()
            async with self._database.write() as session:
                # The last outcome of a letter counts; two of one letter in one go are an attempt and its repetition.
                rows = {letter.id: self._row(letter, outcome, now) for letter, outcome in outcomes}
                await (await session.connection()).execute(_MARK, list(rows.values()))
                reports = [
                    _report(letter.id, letter.report, outcome.verdict is Verdict.SENT, outcome.reason, now)
                    for letter, outcome in outcomes
                    if letter.report and outcome.verdict in (Verdict.SENT, Verdict.FAILED)
                ]
                lost = {
                    (letter.channel, letter.chat): (letter.account_id, outcome.reason)
                    for letter, outcome in outcomes
                    if outcome.reason in UNREACHABLE
                }
                for (channel, chat), (account, reason) in lost.items():
                    reports += await _lose(session, channel, chat, account, reason, now)
                if reports:
                    await session.execute(insert(Inbox), reports)
            del self._new[: len(outcomes)]
            return bool(reports)

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
    waiting = await session.execute(
        select(Outbox.id, Outbox.report).where(
            Outbox.channel == channel,
            Outbox.chat == chat,
            is_open(),
            Outbox.state == OutboxState.QUEUED,
            Outbox.claimed_by.is_(None),
        )
    )
    reports = [_report(row, report, False, reason, now) for row, report in waiting if report]
    await give_up(session, channel=channel, chats=[chat], reason=reason)
    return reports


def _report(row: int, report: dict[str, Any], sent: bool, reason: Reason | None, now: datetime) -> dict[str, Any]:
    """The event that tells a message's fate to the conversation that asked for it."""
    args = report["args"] | {"state": "sent" if sent else "failed", "reason": reason.value if reason else ""}
    sender = report.get("sender", report["chat"])
    event = Event(
        channel=report["channel"],
        bot=HOUSE,
        id=f"outcome:{row}",
        kind=EventKind.OUTCOME,
        chat=report["chat"],
        sender=sender,
        at=now,
        group=sender != report["chat"],
        text=report["key"],
        data={"args": args},
    )
    return waiting_row(event, now)
