"""An office at work: people with roles, and requests that were handed in without filling in a form."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from handlers.front import front_door
from handlers.kit.files import take_file
from handlers.kit.router import Router
from handlers.kit.steps import move
from handlers.kit.turn import Turn
from handlers.officers.desk import release_cases_of
from handlers.officers.notices import announce, refresh
from models.accounts import Account, AccountState, Desk, Role
from models.audit import Audit
from models.mail import EventKind
from models.producers import Producer
from models.requests import Request, RequestEvent, RequestEventKind, RequestKind, RequestState, by_code, give_code
from tests.talk import Person, Talk

#: Where the officers' group lives.
GROUP = "-9"
FIELDS: dict[RequestKind, dict[str, Any]] = {
    RequestKind.BARCODE: {
        "producer_name": "HTX miến dong Côn Minh",
        "contact_name": "Hoàng Thị Lan",
        "contact_phone": "0912345678",
        "commune": "xã Côn Minh",
        "product_name": "Miến dong <Côn Minh>",
        "sku_count_now": 4,
        "has_gs1_code": True,
        "printed_already": False,
    },
    RequestKind.LAB_TEST: {
        "producer_name": "Tổ hợp tác mật ong Na Rì",
        "contact_phone": "0987654321",
        "commune": "xã Na Rì",
        "product_name": "Mật ong rừng",
        "test_purpose": "safety_incident",
    },
}


async def employ(person: Person, *areas: RequestKind, role: Role = Role.OFFICER, language: str = "vi") -> None:
    """Make somebody an officer of these areas."""
    async with person.talk.database.write() as session:
        account = await session.scalar(select(Account).where(Account.address == person.address))
        if account is None:
            account = Account(
                channel=person.talk.channel.name,
                address=person.address,
                state=AccountState.ACTIVE,
                created_at=person.talk.now(),
            )
            session.add(account)
        account.role, account.name, account.language = role, person.name, language
        account.areas = [area.value for area in areas]


async def link_group(chat: Talk, *areas: RequestKind, language: str = "vi") -> None:
    """Link the officers' group."""
    await employ(chat.admin, role=Role.ADMIN)
    async with chat.database.write() as session:
        admin = await session.scalar(select(Account).where(Account.address == chat.admin.address))
        assert admin is not None
        session.add(
            Desk(
                channel=chat.channel.name,
                address=GROUP,
                title="Phòng OCOP",
                language=language,
                areas=[area.value for area in areas],
                linked_by_id=admin.id,
                linked_at=chat.now(),
            )
        )


async def request_of(chat: Talk, code: str) -> Request:
    """The request as it stands."""
    async with chat.look() as session:
        request = await session.scalar(select(Request).where(Request.code == code))
        assert request is not None
        return request


async def history_of(chat: Talk, code: str) -> list[RequestEventKind]:
    """What happened to it."""
    async with chat.look() as session:
        rows = await session.scalars(
            select(RequestEvent.kind)
            .join(Request, Request.id == RequestEvent.request_id)
            .where(Request.code == code)
            .order_by(RequestEvent.id)
        )
        return list(rows)


async def audit_of(chat: Talk, person: Person) -> list[tuple[str, str | None]]:
    """What is kept of somebody's acts: action and target."""
    async with chat.look() as session:
        rows = await session.execute(
            select(Audit.action, Audit.target)
            .join(Account, Account.id == Audit.account_id)
            .where(Account.address == person.address)
            .order_by(Audit.id)
        )
        return [(action, target) for action, target in rows]


def office_router() -> Router:
    """The whole house, with a request handed in by one command (``/nop barcode``, ``/nop barcode {"gtin": …}``)."""
    router = Router()

    @router.command("nop")
    async def hand_in(turn: Turn, payload: str) -> None:
        name, _, more = (payload or turn.event.text).partition(" ")
        kind = RequestKind(name)
        fields = FIELDS[kind] | json.loads(more or "{}")
        producer = Producer(name=fields["producer_name"], profile={}, created_at=turn.now)
        request = Request(
            kind=kind,
            producer=producer,
            account_id=turn.account.id,
            state=RequestState.DRAFT,
            fields=fields,
            created_at=turn.now,
            submitted_at=turn.now,
        )
        turn.session.add(request)
        await turn.session.flush()
        await give_code(turn.session, request, turn.house.local(turn.now).year)
        if turn.event.data.get("file"):
            take_file(turn, request_id=request.id)
        await move(turn, request, RequestState.SUBMITTED)
        await announce(turn, request)

    @router.on(EventKind.PHOTO, EventKind.DOCUMENT)
    async def hand_in_with_file(turn: Turn) -> None:
        await hand_in(turn, "")

    @router.command("rut")
    async def withdraw(turn: Turn, payload: str) -> None:
        request = await by_code(turn.session, payload)
        assert request is not None
        was_free = request.state is RequestState.SUBMITTED
        await move(turn, request, RequestState.WITHDRAWN)
        await refresh(turn, request, was_free=was_free)

    @router.command("nghi")
    async def leave(turn: Turn) -> None:
        turn.account.role, turn.account.areas = Role.PRODUCER, []
        await release_cases_of(turn, turn.account)

    root = front_door()
    for table in ("commands", "events"):
        getattr(root, table).update(getattr(router, table))
    return root
