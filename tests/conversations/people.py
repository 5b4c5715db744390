"""Making people what a conversation needs them to be."""

from __future__ import annotations

from sqlalchemy import select, update

from models.accounts import Account, Desk, Role
from tests.talk import MORNING, Person, Talk


async def make_officer(person: Person, *areas: str) -> None:
    """Let the person write once, and give them an officer's role and name."""
    await person.says("/start")
    async with person.talk.database.write() as session:
        await session.execute(
            update(Account)
            .where(Account.address == person.address)
            .values(role=Role.OFFICER, name=person.name, areas=list(areas))
        )


async def make_desk(chat: Talk, group: str) -> None:
    """Link a group, as an admin would."""
    await chat.admin.says("/start")
    async with chat.database.write() as session:
        admin = await session.scalar(select(Account).where(Account.address == chat.admin.address))
        assert admin is not None
        session.add(
            Desk(
                channel=admin.channel,
                address=group,
                title="Phòng OCOP",
                language="vi",
                areas=[],
                linked_by_id=admin.id,
                linked_at=MORNING,
            )
        )


async def consents(person: Person) -> None:
    """Agree to the keeping of personal data."""
    await person.says("/start")
    await person.presses("Đồng ý", on="91/2025")
