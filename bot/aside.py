"""What can't go to where it was to go: sent on to a group's new address, handed over to another account of the same
person, or put aside to wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Channel, Outcome, Verdict
from bot.post import Letter
from bot.reports import waits
from models.accounts import Account, AccountState
from models.doors import follow
from models.mail import UNREACHABLE, Message, Operation, Outbox, OutboxState, Reason
from models.moving import move_chat
from models.windows import Shut, fits, give_back, hand_over, hold, readdress, used_last

Fates = list[tuple[Letter, Outcome]]


@dataclass
class Put:
    """What came of putting aside.

    :ivar others: the outcomes that are written down like any other.
    :ivar reports: what is told.
    :ivar queued: rows wait to be claimed.
    """

    others: Fates = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    queued: bool = False


class Aside:
    """Finds another way, or none for now.

    :param channels: by name; what each can do may change while it runs.
    """

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels

    async def put(self, session: AsyncSession, outcomes: Sequence[tuple[Letter, Outcome]], now: datetime) -> Put:
        """Take from these outcomes the letters for which there may be another way.

        A platform doesn't take them now, or their chat is elsewhere or can't be reached; or they came from another app
        and are refused.
        """
        put, aside = Put(), set()
        for letter, outcome in outcomes:
            if outcome.verdict is Verdict.MOVED and outcome.detail:
                await self._move(session, letter, outcome.detail)
                put.queued = True
                aside.add(letter.id)
            elif outcome.verdict is not Verdict.CLOSED and outcome.reason not in (*UNREACHABLE, Reason.REJECTED):
                put.others.append((letter, outcome))
            elif (another := await self._one(session, letter, outcome, now, put)) is not None:
                put.others.append((letter, another))
            else:
                aside.add(letter.id)
        # An earlier attempt at the same letter doesn't count any more.
        put.others = [(letter, outcome) for letter, outcome in put.others if letter.id not in aside]
        if aside:
            await session.flush()
        return put

    @staticmethod
    async def _move(session: AsyncSession, letter: Letter, to: str) -> None:
        row = await session.get_one(Outbox, letter.id, populate_existing=True)
        if row.state in (OutboxState.QUEUED, OutboxState.SENDING):
            row.attempts = letter.attempts
            readdress(row, letter.channel, to)
        await move_chat(session, letter.channel, letter.chat, to)

    async def _one(
        self, session: AsyncSession, letter: Letter, outcome: Outcome, now: datetime, put: Put
    ) -> Outcome | None:
        """Hand it over or let it wait; returns the outcome to be written down where neither can be."""
        closed, lost = outcome.verdict is Verdict.CLOSED, outcome.reason in UNREACHABLE
        here = select(Account).where(Account.channel == letter.channel, Account.address == letter.chat)
        person = await session.scalar(here.with_for_update())
        # A group, or nowhere else to go; and what one app is to show of commands is nothing for another.
        if person is None or not (closed or person.others) or letter.operation is Operation.COMMANDS:
            failed = Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail=outcome.detail)
            return failed if closed else outcome
        row = await session.get_one(Outbox, letter.id, populate_existing=True)
        if row.state not in (OutboxState.QUEUED, OutboxState.SENDING):  # given up while it was being tried
            return Outcome(Verdict.FAILED, reason=row.reason, detail=row.detail)
        if lost and person.state is AccountState.ACTIVE:
            person.state = AccountState.STOPPED
        to = await self._elsewhere(session, row, person, now) if closed or lost else None
        first = await self._before(session, row) if not closed else None
        if to is None and first is None and not closed:
            return outcome
        row.attempts = letter.attempts
        if to is not None:
            await follow(session, row.topic, person, to, now)
            hand_over(row, to)
            put.queued = True
        elif first is not None:
            await follow(session, row.topic, person, first, now)
            give_back(row, first)
            if (why := self._shut(first, now)) is not None:
                await self._wait(session, letter, row, first, why.value, now, put)
            else:  # they have written there meanwhile, or what was closed may be open again
                row.state, row.claimed_by, row.next_attempt = OutboxState.QUEUED, None, None
                put.queued = True
        elif letter.pieces and person.wrote_at != letter.wrote_at:
            # They have written while this was being tried.
            row.state, row.claimed_by, row.next_attempt = OutboxState.QUEUED, None, None
            put.queued = True
        else:
            await self._wait(session, letter, row, person, outcome.detail, now, put)
        return None

    @staticmethod
    async def _wait(
        session: AsyncSession, letter: Letter, row: Outbox, person: Account, why: str | None, now: datetime, put: Put
    ) -> None:
        known = row.held_at is not None and row.detail == why == Shut.OFFICE
        hold(row, why, now)
        await session.execute(update(Account).where(Account.id.in_(person.ids)).values(held=True))
        if not known:
            put.reports += waits(letter, Shut.read(why), now)

    @staticmethod
    async def _before(session: AsyncSession, row: Outbox) -> Account | None:
        """The account that this was handed over from, which couldn't be written to just then but can be reached."""
        if row.handed_from_id is None or row.handed_from_id == row.account_id:
            return None
        first = await session.get(Account, row.handed_from_id)
        return first if first is not None and first.state is AccountState.ACTIVE else None

    def _shut(self, person: Account, now: datetime) -> Shut | None:
        """Why nothing can be sent to an account now, as far as we know."""
        channel = self._channels.get(person.channel)
        window = channel.capabilities.window if channel is not None else None
        return window.shut(person.wrote_at, person.spent, 1, now) if window is not None else None

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
            if (channel := self._channels.get(each.channel)) is not None
            and self._shut(each, now) is None
            and fits(message, row.lane, channel.capabilities.buttons)
        )
