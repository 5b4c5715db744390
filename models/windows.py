"""When a platform lets us write to somebody, and what becomes of a message that it doesn't take now.

Zalo Official Account: what answers somebody is free for 48 hours and 8 messages from each thing they write, which
starts both anew; after 7 days without a word nothing may be sent (https://developers.zalo.me/docs/official-account,
"Tin tư vấn"; https://oa.zalo.me/home/pricing).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.accounts import Account
from models.mail import Lane, Message, Operation, Outbox, OutboxState, is_held, is_open

#: How long a message waits for its person to write: a reply is of no use much later, a notice tells what still stands.
#: Until what waits for the office's own messages or money is tried again.
REST = timedelta(minutes=30)
LIFE = {Lane.REPLY: timedelta(days=7), Lane.NOTICE: timedelta(days=30), Lane.BROADCAST: timedelta(days=7)}


class Shut(StrEnum):
    """Why a platform doesn't take a message now."""

    HOURS = "hours"  # the person has not written within the free time (48 hours)
    DAYS = "days"  # nor within the time in which anything may be sent (7 days)
    QUOTA = "quota"  # the free messages are used up
    OFFICE = "office"  # the office's own messages or money are used up: it is tried again by and by
    OTHER = "other"  # the platform says so and doesn't say why

    @classmethod
    def read(cls, detail: str | None) -> Shut:
        """What a channel has told."""
        return cls(detail) if detail in {each.value for each in cls} else cls.OTHER


@dataclass(frozen=True, slots=True)
class Window:
    """When we may write to somebody, counted from what they last wrote.

    Nothing is sent that would have to be paid for: an office that pays sets ``free_for`` to 7 days and ``free`` high.

    :ivar free: so many messages of ours cost nothing for each of theirs,
    :ivar free_for: within this time.
    :ivar open_for: after this time nothing may be sent until they write again.
    """

    free: int = 8
    free_for: timedelta = timedelta(hours=48)
    open_for: timedelta = timedelta(days=7)

    def shut(self, wrote_at: datetime | None, spent: int, pieces: int, now: datetime) -> Shut | None:
        """Why a message can't go now; None: it can.

        :param spent: messages of ours since they wrote.
        :param pieces: how many messages this one takes; one that takes more than all the free ones is let try.
        """
        if wrote_at is None or now - wrote_at >= self.open_for:
            return Shut.DAYS
        if now - wrote_at >= self.free_for:
            return Shut.HOURS
        return Shut.QUOTA if spent and spent + pieces > self.free else None


def wrote(account: Account, at: datetime, now: datetime) -> None:
    """The person has written, or done what counts like it (follows, opens the chat): the window opens anew.

    :param at: when they did. What the house was closed for comes hours later; the platform counts from then.
    """
    at = min(at, now)
    if account.wrote_at is not None and at < account.wrote_at:
        return
    account.wrote_at = at
    if account.spent:
        account.spent = 0


async def let_go(session: AsyncSession, accounts: Collection[int]) -> None:
    """Let everything go out that waits for these accounts; what still can't, will wait again."""
    places = (await session.execute(select(Account.channel, Account.address).where(Account.id.in_(accounts)))).all()
    for channel, address in places:
        await session.execute(
            update(Outbox)
            .where(Outbox.channel == channel, Outbox.chat == address, is_held())
            .values(state=OutboxState.QUEUED, claimed_by=None, next_attempt=None)
            .execution_options(synchronize_session=False)
        )
        # What waits for the office's money may be free now.
        await session.execute(
            update(Outbox)
            .where(Outbox.channel == channel, Outbox.chat == address, is_open(), Outbox.state == OutboxState.QUEUED)
            .where(Outbox.held_at.is_not(None), Outbox.claimed_by.is_(None))
            .values(next_attempt=None)
            .execution_options(synchronize_session=False)
        )
    await session.execute(update(Account).where(Account.id.in_(accounts), Account.held).values(held=False))
    session.info["queued"] = True


def fits(message: Message | None, lane: Lane, buttons: int) -> bool:
    """Whether a message can be handed over to a channel that shows so many choices as buttons.

    What answers somebody stays where they wrote. Choices that would be numbered there would be mistaken: the numbers
    that count are those of the list that was shown last in that chat. Nor does a
    change go where there is nothing to change, unless it says something by itself.

    :param message: None: a broadcast's, which has no choices.
    """
    if lane is Lane.REPLY or (message is not None and message.alone() is None):
        return False
    return message is None or not message.choices or bool(message.hint) or len(message.choices) <= buttons


def hold(row: Outbox, why: str | None, now: datetime) -> None:
    """Let it wait for the person's next word; or, where that helps nobody, for a while."""
    row.state, row.claimed_by, row.detail = OutboxState.WAITING, None, why
    if why == Shut.OFFICE:
        row.state, row.next_attempt = OutboxState.QUEUED, now + REST
    row.held_at = row.held_at or now
    row.expires_at = row.expires_at or now + LIFE[row.lane]


def hand_over(row: Outbox, to: Account) -> None:
    """Send it to another account of the same person."""
    row.handed_from_id, row.account_id = row.account_id, to.id
    readdress(row, to.channel, to.address)


def readdress(row: Outbox, channel: str, chat: str) -> None:
    """Send it elsewhere: as a new message, for there is nothing there to change."""
    row.channel, row.chat = channel, chat
    if row.payload is not None and (said := Message.from_payload(row.payload).alone()) is not None:
        row.payload = said.payload()
    row.operation, row.target_id, row.target_message = Operation.SEND, None, None
    row.state, row.claimed_by, row.next_attempt = OutboxState.QUEUED, None, None


def give_back(row: Outbox, to: Account) -> None:
    """The account that it was handed over to refuses it: it is for the first one again, and stays there."""
    row.channel, row.chat, row.account_id = to.channel, to.address, to.id


def used_last(accounts: Iterable[Account]) -> Account | None:
    """The one on which the person wrote last."""
    return max(accounts, key=lambda account: (account.used_at, account.id), default=None)


async def still_held(session: AsyncSession, topic: str, accounts: Collection[int]) -> Sequence[Outbox]:
    """What has waited for these accounts to write, about that topic, and hasn't gone out; what waits longest first."""
    rows = await session.scalars(
        select(Outbox)
        .where(
            Outbox.topic == topic,
            Outbox.account_id.in_(accounts),
            Outbox.held_at.is_not(None),
            Outbox.state.in_([OutboxState.WAITING, OutboxState.QUEUED, OutboxState.SENDING]),
        )
        .order_by(Outbox.held_at, Outbox.id)
    )
    return rows.all()
