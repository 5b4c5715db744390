"""A group chat that goes on at another address, as Telegram's do when they become supergroups."""

from __future__ import annotations

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.accounts import Account, desk_at
from models.dialogue import Dialogue
from models.mail import Outbox, OutboxState, is_open
from models.schedule import Due
from models.windows import readdress


async def move_chat(session: AsyncSession, channel: str, before: str, now_at: str) -> None:
    """Let what is still to come go on there: a desk's notices, the conversations, what is waited for or to be sent.

    What was sent stays what it is: its messages are at the old address, where nothing can be changed any more.
    """
    desk, there = await desk_at(session, channel, before), await desk_at(session, channel, now_at)
    if desk is not None and there is not None:  # linked anew meanwhile
        there.areas = sorted({*there.areas, *desk.areas})
        await session.delete(desk)
    elif desk is not None:
        desk.address = now_at
    members = select(Account.id).where(Account.channel == channel)
    begun = select(Dialogue.account_id).where(Dialogue.chat == now_at)
    for table, rows in (
        (Dialogue, and_(Dialogue.account_id.in_(members), Dialogue.account_id.not_in(begun))),
        (Due, and_(Due.channel == channel, Due.fired_at.is_(None))),
    ):
        await session.execute(
            update(table)
            .where(table.chat == before, rows)
            .values(chat=now_at)
            .execution_options(synchronize_session=False)
        )
    # Whoever has claimed the others is told the new address when sending them.
    unclaimed = and_(is_open(), Outbox.state == OutboxState.QUEUED, Outbox.claimed_by.is_(None))
    rows_there = select(Outbox).where(Outbox.channel == channel, Outbox.chat == before, unclaimed)
    for row in await session.scalars(rows_there.with_for_update()):
        readdress(row, channel, now_at)
