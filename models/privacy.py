"""What is held on a person, and how it is forgotten (Luật 91/2025/QH15 Điều 4 and Điều 14 khoản 1).

A person is all the accounts that were joined (``models/doors.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.accounts import Account, AccountState
from models.assessments import Assessment
from models.dialogue import Dialogue
from models.doors import Door, doors_of, forget_doors
from models.identifiers import redact
from models.mail import Inbox, InboxState, Outbox, OutboxState
from models.producers import Producer
from models.products import forget_products
from models.products import of_producer as products_of
from models.questions import Question, QuestionState
from models.requests import Attachment, AttachmentState, Request, RequestEvent

#: Messages that nothing will be done with any more.
_OVER = (OutboxState.SENT, OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.STOPPED)


@dataclass(frozen=True)
class Holdings:
    """What is held on one person.

    :ivar producer: what earlier requests told of the business; None: nothing.
    """

    producer: Producer | None
    requests: int
    files: int
    questions: int
    assessments: int
    products: int


async def holdings(session: AsyncSession, account: Account) -> Holdings:
    """Everything held on this person beside the account itself."""

    async def count(of: type[Request | Attachment | Question | Assessment]) -> int:
        return await session.scalar(select(func.count()).select_from(of).where(of.account_id.in_(account.ids))) or 0

    return Holdings(
        producer=await session.get(Producer, account.producer_id) if account.producer_id is not None else None,
        requests=await count(Request),
        files=await session.scalar(
            select(func.count())
            .select_from(Attachment)
            .where(Attachment.account_id.in_(account.ids), Attachment.state != AttachmentState.ERASED)
        )
        or 0,
        questions=await count(Question),
        assessments=await count(Assessment),
        products=len(await products_of(session, account)),
    )


async def requests_of(session: AsyncSession, account: Account) -> Sequence[Request]:
    """Every request that this person has begun, drafts included."""
    rows = await session.scalars(select(Request).where(Request.account_id.in_(account.ids)).order_by(Request.id))
    return rows.all()


async def questions_of(session: AsyncSession, account: Account) -> Sequence[Question]:
    """Every question that this person has asked."""
    rows = await session.scalars(select(Question).where(Question.account_id.in_(account.ids)).order_by(Question.id))
    return rows.all()


async def own_assessments(session: AsyncSession, account: Account) -> Sequence[Assessment]:
    """Every assessment that this person has begun."""
    rows = await session.scalars(
        select(Assessment).where(Assessment.account_id.in_(account.ids)).order_by(Assessment.id)
    )
    return rows.all()


async def empty_request(session: AsyncSession, request: Request) -> None:
    """Take out all that a person has written; its code, states and times stay for the office's figures."""
    request.fields = {}
    await session.execute(
        update(RequestEvent).where(RequestEvent.request_id == request.id).values(text=None, attachment_id=None)
    )


async def forget_messages(session: AsyncSession, topic: str) -> None:
    """Empty what was sent about ``topic``, to whomever."""
    await session.execute(
        update(Outbox).where(Outbox.topic == topic, Outbox.state.in_(_OVER)).values(payload=null(), detail=None)
    )


async def take_back_consent(session: AsyncSession, account: Account) -> None:
    """Withdraw the consent, and forget what was kept on its ground: the name, the business, files, what was said.

    The files themselves are deleted by whoever fetches files, after the commit. What a business has told stays while
    another of its people has an account.
    """
    producer_id = account.producer_id
    for each in await doors_of(session, account):
        each.withdraw_consent()
        each.producer_id = None
    await session.flush()
    await session.execute(update(Door).where(Door.account_id.in_(account.ids)).values(business=null(), products=[]))
    if producer_id is not None:
        others = select(Account.id).where(Account.producer_id == producer_id).limit(1)
        if await session.scalar(others) is None:
            producer = await session.get_one(Producer, producer_id)
            producer.name = producer.commune = producer.phone = None
            producer.profile = {}
            await forget_products(session, producer_id)
    await session.execute(
        update(Attachment)
        .where(Attachment.account_id.in_(account.ids))
        .values(state=AttachmentState.ERASED, file_id="", name="", size=None)
    )
    session.info["files"] = True
    await session.execute(
        update(Assessment).where(Assessment.account_id.in_(account.ids)).values(producer_id=None, shared_at=None)
    )
    for question in await questions_of(session, account):
        question.text = redact(question.text)
    for dialogue in await session.scalars(select(Dialogue).where(Dialogue.account_id.in_(account.ids))):
        dialogue.expecting, dialogue.form, dialogue.choices, dialogue.notes = None, None, [], {}
    await session.execute(
        update(Outbox)
        .where(Outbox.account_id.in_(account.ids), Outbox.state.in_(_OVER))
        .values(payload=null(), detail=None)
    )


async def forget_person(session: AsyncSession, account: Account) -> None:
    """Forget the questions and the assessments too, and what was put aside; the address of the chat stays."""
    for question in await questions_of(session, account):
        question.account_id, question.text, question.answer = None, "", None
        if question.state is QuestionState.WITH_OFFICERS:
            question.state = QuestionState.UNANSWERED
    await session.execute(delete(Assessment).where(Assessment.account_id.in_(account.ids)))
    accounts = await doors_of(session, account)
    for each in accounts:
        await session.execute(
            update(Inbox)
            .where(Inbox.channel == each.channel, Inbox.chat == each.address, Inbox.state == InboxState.PARKED)
            .values(payload=null(), error=None)
        )
        each.state = AccountState.ERASED
    await forget_doors(session, accounts)
