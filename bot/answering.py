"""Answering one event: whose it is, which turn it makes, what it leaves to be done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.house import House
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from models.accounts import Account, AccountState, Role
from models.dialogue import Dialogue
from models.doors import own_role
from models.mail import HOUSE, Event, EventKind, Lane, Message, Operation, Outbox, OutboxState
from models.windows import let_go, wrote

Place = tuple[str, str]  # channel, chat


class Outgoing(Protocol):
    """Where committed messages go."""

    worker: str

    @property
    def windowed(self) -> Collection[str]:
        """The channels on which what may be sent depends on when somebody last wrote."""

    @property
    def claims_at_birth(self) -> bool:
        """Whether new replies and notices may be handed over in memory, born as claimed by ``worker``."""

    def accept(self, rows: Sequence[Outbox]) -> None:
        """Take rows that have just been committed."""

    def wake(self) -> None:
        """Look for rows in the table that nobody has handed over."""


@dataclass
class Answered:
    """What a transaction leaves to be done after its commit.

    :ivar fresh: how many events were new.
    :ivar due: a moment was added.
    :ivar files: a file waits to be fetched.
    :ivar queued: rows were written that delivery has to look for.
    :ivar told: events were put into the inbox (what became of a message).
    :ivar later: chats whose events were put aside for the slow lane.
    """

    fresh: int
    rows: list[Outbox]
    due: bool = False
    files: bool = False
    queued: bool = False
    told: bool = False
    later: Collection[Place] = ()

    @classmethod
    def by(cls, session: AsyncSession, fresh: int, rows: list[Outbox], later: Collection[Place] = ()) -> Answered:
        """What the turns of this transaction have left."""
        left = {name: bool(session.info.pop(name, False)) for name in ("due", "files", "queued", "told")}
        return cls(fresh, rows, **left, later=later)


class People:
    """The accounts and dialogues that a batch needs."""

    def __init__(self) -> None:
        self.accounts: dict[Place, Account] = {}
        self.dialogues: dict[tuple[int, str], Dialogue] = {}


class Answering:
    """What the fast and the slow lane share."""

    def __init__(
        self,
        router: Router,
        house: House,
        outgoing: Outgoing,
        after_commit: Callable[[bool, bool], None],
    ) -> None:
        self.house = house
        self._router = router
        self._outgoing = outgoing
        self._after_commit = after_commit

    async def load(self, session: AsyncSession, events: Sequence[Event], now: datetime) -> People:
        """Load, or make, the accounts and dialogues of these events: one statement per channel."""
        people = People()
        by_channel: dict[str, set[str]] = {}
        for event in events:
            by_channel.setdefault(event.channel, set()).add(event.sender)
        chats = {event.chat for event in events}
        for channel, addresses in by_channel.items():
            rows = await session.execute(
                select(Account, Dialogue)
                .outerjoin(Dialogue, and_(Dialogue.account_id == Account.id, Dialogue.chat.in_(chats)))
                .where(Account.channel == channel, Account.address.in_(addresses))
                .order_by(Account.id)
                .with_for_update(of=Account)
            )
            for account, dialogue in rows:
                people.accounts[channel, account.address] = account
                if dialogue is not None:
                    people.dialogues[account.id, dialogue.chat] = dialogue
        new = []
        for event in events:
            if (event.channel, event.sender) not in people.accounts:
                account = Account(
                    channel=event.channel,
                    address=event.sender,
                    role=Role.PRODUCER,
                    # The house itself is nobody's recipient.
                    state=AccountState.STOPPED if event.channel == HOUSE else AccountState.ACTIVE,
                    language="vi",
                    areas=[],
                    created_at=now,
                )
                people.accounts[event.channel, event.sender] = account
                new.append(account)
        if new:
            session.add_all(new)
            await session.flush()
        return people

    async def answer(self, session: AsyncSession, event: Event, people: People, now: datetime) -> list[Outbox]:
        """Let the router answer one event; returns what goes out.

        :param people: what :meth:`load` gave for it.
        """
        account = people.accounts[event.channel, event.sender]
        promoted = f"{account.channel}:{account.address}" in self.house.admins and account.role is not Role.ADMIN
        if promoted:
            account.role, account.appointed = Role.ADMIN, True
            await own_role(session, account)
        if event.bot != HOUSE:
            await self._heard(session, event, account, now)
        dialogue = people.dialogues.get((account.id, event.chat))
        if dialogue is None:
            dialogue = Dialogue(account_id=account.id, chat=event.chat, choices=[], notes={}, updated_at=now)
            people.dialogues[account.id, event.chat] = dialogue
            session.add(dialogue)
        turn = Turn(
            event=event,
            account=account,
            dialogue=dialogue,
            session=session,
            now=now,
            house=self.house,
            router=self._router,
            claimed_by=self._outgoing.worker if self._outgoing.claims_at_birth else None,
        )
        if promoted:
            turn.refresh_commands()
        await self._router.answer_event(turn)
        if session.is_modified(dialogue):
            dialogue.updated_at = now
        return turn.outgoing

    async def _heard(self, session: AsyncSession, event: Event, account: Account, now: datetime) -> None:
        """The person has written: they can be written to, and what has waited for it goes out, after the reply.

        Coming back without a word (they follow again, or open the chat) opens a platform's window all the same.
        """
        came = event.kind in (EventKind.MEMBER, EventKind.MOVED)
        if not came and account.state is not AccountState.ACTIVE:
            account.state = AccountState.ACTIVE
        if event.group or (came and not event.data.get("present")):
            return
        if account.others or event.channel in self._outgoing.windowed:
            wrote(account, event.at, now)
        if account.held:
            await let_go(session, account.ids)

    def notice(self, session: AsyncSession, channel: str, chat: str, text: str, now: datetime) -> Outbox:
        """Write a plain message of the house's own."""
        row = Outbox(
            channel=channel,
            chat=chat,
            lane=Lane.NOTICE,
            operation=Operation.SEND,
            payload=Message(text).payload(),
            state=OutboxState.SENDING if self._outgoing.claims_at_birth else OutboxState.QUEUED,
            claimed_by=self._outgoing.worker if self._outgoing.claims_at_birth else None,
            created_at=now,
        )
        session.add(row)
        return row

    def committed(self, answered: Answered) -> None:
        """Hand over what was written; call after the commit."""
        if answered.rows:
            self._outgoing.accept(answered.rows)
        if answered.queued:
            self._outgoing.wake()
        self._after_commit(answered.due, answered.files)


def place(event: Event) -> Place:
    """The chat where it happened."""
    return event.channel, event.chat
