"""Notices to producers that can't be sent now: the officer is told, and told again when they have gone out."""

from __future__ import annotations

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich
from handlers.officers.notices import Words, producer_name, tell_officers
from models.accounts import Account
from models.identifiers import show_phone
from models.mail import Outbox, OutboxState
from models.producers import Producer
from models.requests import Request
from models.windows import still_held

router = Router()


@router.outcome("request.waits")
async def waits(turn: Turn, request_id: int, outbox_id: int, reason: str) -> None:
    """A notice waits until the producer writes, or the office has paid. Told once, however many wait."""
    found = await _for_producer(turn, request_id, outbox_id)
    if found is None:
        return
    request, row, producer = found
    held = await still_held(turn.session, request.topic, producer.ids)
    rests = row.state is OutboxState.WAITING or (row.state is OutboxState.QUEUED and row.next_attempt is not None)
    if rests and held[0].id == row.id:
        await _tell(turn, request, "case-waits", reason=reason, phone=await _phone(turn, request))


@router.outcome("request.went")
async def went(turn: Turn, request_id: int, outbox_id: int) -> None:
    """The last of what waited has gone out, as the producer has written or for another reason."""
    found = await _for_producer(turn, request_id, outbox_id)
    if found is None:
        return
    request, row, producer = found
    if not await still_held(turn.session, request.topic, producer.ids):
        account = await turn.session.get_one(Account, row.account_id)
        wrote = account.wrote_at is None or row.held_at is None or account.wrote_at >= row.held_at
        await _tell(turn, request, "case-went", wrote="yes" if wrote else "no")


@router.outcome("request.expired")
async def expired(turn: Turn, request_id: int, outbox_id: int) -> None:
    """It has waited for so long that it is given up."""
    found = await _for_producer(turn, request_id, outbox_id)
    if found is not None:
        await _tell(turn, found[0], "case-waited-in-vain", phone=await _phone(turn, found[0]))


async def _for_producer(turn: Turn, request_id: int, outbox_id: int) -> tuple[Request, Outbox, Account] | None:
    """The request, the message and its producer; None: it was for somebody else, an officer for instance."""
    request = await turn.session.get(Request, request_id)
    row = await turn.session.get(Outbox, outbox_id)
    if request is None or row is None:
        return None
    producer = await turn.session.get_one(Account, request.account_id)
    return (request, row, producer) if row.account_id in producer.ids else None


async def _phone(turn: Turn, request: Request) -> str:
    """The producer's phone number as it is read; ``none``: it isn't known."""
    producer = await turn.session.get(Producer, request.producer_id)
    phone = str(request.fields.get("contact_phone") or (producer.phone if producer else None) or "none")
    return show_phone(phone) if phone.isdecimal() else phone


async def _tell(turn: Turn, request: Request, key: str, **values: str) -> None:
    async def words(t: Words) -> Rich:
        return t(key, code=request.code, producer=producer_name(request) or t("case-producer"), **values)

    await tell_officers(turn, request, words)
