"""Writes down what became of each letter: all outcomes so far in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, and_, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Capabilities, Outcome, Verdict
from bot.post import Letter
from models.accounts import Account, AccountState
from models.base import Database
from models.doors import follow
from models.mail import (
    HOUSE,
    Event,
    EventKind,
    Inbox,
    Lane,
    Message,
    Outbox,
    OutboxState,
    Reason,
    give_up,
    is_held,
    is_open,
    waiting_row,
)
from models.windows import Shut, fits, hand_over, hold, used_last

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
#: The person, or the whole chat, can't be reached.
UNREACHABLE = (Reason.BLOCKED, Reason.GONE)


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
    :param able: what each channel can do, by its name.
    """

    def __init__(
        self,
        database: Database,
        worker: str,
        now: Callable[[], datetime],
        able: Mapping[str, Capabilities],
    ) -> None:
        self._database = database
        self._worker = worker
        self._now = now
        self._able = able
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
                outcomes, reports, queued = await self._put_aside(session, self._new[:taken], now)
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
                    and (report := _fate(letter, outcome, now)) is not None
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
            del self._new[:taken]
            return Written(bool(reports), queued)

    async def _put_aside(
        self, session: AsyncSession, outcomes: list[tuple[Letter, Outcome]], now: datetime
    ) -> tuple[list[tuple[Letter, Outcome]], list[dict[str, Any]], bool]:
        """Hand over what can't go to where it was to go, or let it wait.

        :returns: the other outcomes; what is told; whether rows are queued anew.
        """
        others: list[tuple[Letter, Outcome]] = []
        reports: list[dict[str, Any]] = []
        queued = False
        for letter, outcome in outcomes:
            closed = outcome.verdict is Verdict.CLOSED
            if not closed and outcome.reason not in UNREACHABLE:
                others.append((letter, outcome))
                continue
            person = await session.scalar(
                select(Account)
                .where(Account.channel == letter.channel, Account.address == letter.chat)
                .with_for_update()
            )
            row = await session.get_one(Outbox, letter.id, populate_existing=True)
            if person is None or row.state not in (OutboxState.QUEUED, OutboxState.SENDING):
                # A group; or what has been given up while it was being tried.
                failed = Outcome(Verdict.FAILED, reason=row.reason or Reason.REJECTED, detail=outcome.detail)
                others.append((letter, failed if closed else outcome))
                continue
            if not closed:
                person.state = AccountState.STOPPED if person.state is AccountState.ACTIVE else person.state
            if to := await self._elsewhere(session, row, person, now):
                await follow(session, row.topic, person, to, now)
                hand_over(row, to)
                row.attempts, queued = letter.attempts, True
            elif not closed:
                others.append((letter, outcome))
            elif letter.pieces and person.wrote_at != letter.wrote_at:
                # They have written while this was being tried.
                row.state, row.claimed_by, row.next_attempt, queued = OutboxState.QUEUED, None, None, True
            else:
                hold(row, outcome.detail, now)
                row.attempts = letter.attempts
                await session.execute(update(Account).where(Account.id.in_(person.ids)).values(held=True))
                reports += _waits(letter, Shut.read(outcome.detail), now)
        await session.flush()
        return others, reports, queued

    async def _elsewhere(self, session: AsyncSession, row: Outbox, person: Account, now: datetime) -> Account | None:
        """Another account of the same person that this can be sent to now; once for each message."""
        if not person.others or row.handed_from_id is not None:
            return None
        message = Message.from_payload(row.payload) if row.payload is not None else None
        found = await session.scalars(
            select(Account).where(Account.id.in_(person.others), Account.state == AccountState.ACTIVE)
        )
        return used_last(
            each
            for each in found
            if (able := self._able.get(each.channel)) is not None
            and (able.window is None or able.window.shut(each.wrote_at, each.spent, 1, now) is None)
            and fits(message, row.lane, able.buttons)
        )

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
            select(Outbox.id, Outbox.report).where(Outbox.channel == channel, Outbox.chat == chat, waits)
        )
        reports += [_report(row, report, False, reason, now) for row, report in rows if report]
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


def _fate(letter: Letter, outcome: Outcome, now: datetime) -> dict[str, Any] | None:
    """What is told of a message that has met its fate: to whoever asked, else, where it was waited for, to the house.

    The house knows whom it concerns (``handlers/officers/waiting.py``).
    """
    sent = outcome.verdict is Verdict.SENT
    if letter.report:
        return _report(letter.id, letter.report, sent, outcome.reason, now)
    if letter.held_at is None or not (sent or outcome.reason is Reason.EXPIRED):
        return None
    return _of_request(letter, "went" if sent else "expired", now)


def _waits(letter: Letter, why: Shut, now: datetime) -> list[dict[str, Any]]:
    """What is told of a message that waits for the person to write."""
    about = _of_request(letter, "waits", now, reason=why.value)
    if about is not None:
        return [about]
    if not letter.report:
        return []
    told = _report(letter.id, letter.report, False, None, now)
    return [
        _event(
            f"waits:{letter.id}:{letter.attempts}",
            f"{letter.report['key']}.waits",
            letter.report["args"] | {"reason": why.value},
            now,
            channel=told["channel"],
            chat=told["chat"],
            sender=letter.report.get("sender", told["chat"]),
        )
    ]


def _of_request(letter: Letter, what: str, now: datetime, **args: Any) -> dict[str, Any] | None:
    """The event that tells the house what became of a message about a request; None: it is about something else."""
    topic, _, number = (letter.topic or "").partition(":")
    if topic != "request" or letter.lane is not Lane.NOTICE:
        return None
    told = {"request_id": int(number), "outbox_id": letter.id} | args
    return _event(f"{what}:{letter.id}:{letter.attempts}", f"request.{what}", told, now)


def _report(row: int, report: dict[str, Any], sent: bool, reason: Reason | None, now: datetime) -> dict[str, Any]:
    """The event that tells a message's fate to the conversation that asked for it."""
    args = report["args"] | {"state": "sent" if sent else "failed", "reason": reason.value if reason else ""}
    chat = report["chat"]
    sender = report.get("sender", chat)
    return _event(f"outcome:{row}", report["key"], args, now, channel=report["channel"], chat=chat, sender=sender)


def _event(
    identifier: str,
    key: str,
    args: dict[str, Any],
    now: datetime,
    *,
    channel: str = HOUSE,
    chat: str = HOUSE,
    sender: str = HOUSE,
) -> dict[str, Any]:
    event = Event(
        channel=channel,
        bot=HOUSE,
        id=identifier,
        kind=EventKind.OUTCOME,
        chat=chat,
        sender=sender,
        at=now,
        group=sender != chat,
        text=key,
        data={"args": args},
    )
    return waiting_row(event, now)
