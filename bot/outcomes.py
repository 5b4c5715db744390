"""Writes down what became of each letter: all outcomes so far in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.aside import Aside
from bot.channels.base import Channel, Outcome, Verdict
from bot.post import Letter
from bot.reports import fate, group_lost
from models.accounts import Account, AccountState, desk_at
from models.base import Database
from models.mail import OPEN, UNREACHABLE, Outbox, OutboxState, Reason, give_up, put_into_inbox

#: Writes what became of a row. On the table itself: the unit of work would cost more than the statement.
_TABLE = cast(Table, Outbox.__table__)
_COLUMNS = ("state", "reason", "detail", "attempts", "next_attempt", "claimed_by", "sent_at", "message_id")
_MARK = update(_TABLE).where(_TABLE.c.id == bindparam("row")).values({name: bindparam(name) for name in _COLUMNS})
#: Nothing is tried again that was given up meanwhile.
_AGAIN = _MARK.where(or_(*(_TABLE.c.state == state for state in OPEN)))
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
                for statement, states in ((_AGAIN, [OutboxState.QUEUED]), (_MARK, _STATES.values())):
                    if some := [row for row in rows.values() if row["state"] in states]:
                        await connection.execute(statement, some)
                if spent := [_spent(letter) for letter, outcome in outcomes if _counts(letter, outcome)]:
                    await connection.execute(_SPEND, spent)
                reports += [
                    report
                    for letter, outcome in outcomes
                    if outcome.verdict in _STATES and (report := fate(letter, outcome, now)) is not None
                ]
                lost = {
                    (letter.channel, letter.chat): (letter, outcome.reason)
                    for letter, outcome in outcomes
                    if outcome.reason in UNREACHABLE
                }
                for letter, reason in lost.values():
                    reports += await _lose(session, letter, reason, now)
                if reports:
                    await put_into_inbox(session, reports)  # another worker may have told some of them
                told = bool(reports) or "told" in session.info
            del self._new[:taken]
            return Written(told, put.queued)

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


async def _lose(session: AsyncSession, letter: Letter, reason: Reason, now: datetime) -> list[dict[str, Any]]:
    """A chat can't be reached: stop its account, and give up what waits for it. The house is told of a linked group."""
    channel, chat = letter.channel, letter.chat
    if letter.account_id is not None:
        await session.execute(
            update(Account)
            .where(Account.id == letter.account_id, Account.state == AccountState.ACTIVE)
            .values(state=AccountState.STOPPED)
            .execution_options(synchronize_session=False)
        )
    await give_up(session, channel=channel, chats=[chat], reason=reason, now=now)
    return [group_lost(letter, now)] if await desk_at(session, channel, chat) is not None else []


def _counts(letter: Letter, outcome: Outcome) -> bool:
    return outcome.verdict is Verdict.SENT and letter.pieces > 0 and letter.wrote_at is not None


def _spent(letter: Letter) -> dict[str, Any]:
    return {
        "on_channel": letter.channel,
        "in_chat": letter.chat,
        "since": letter.wrote_at,
        "pieces": letter.pieces,
    }
