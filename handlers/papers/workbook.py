"""Everything that is kept, as an Excel workbook: one sheet a noun, one row a thing.

Rows go from the database to the file some at a time, so that the memory needed doesn't grow with the years, and are
written in a thread, so that nobody waits meanwhile. Text is always written as text: a cell that begins with ``=``,
``+``, ``-`` or ``@`` is no formula, and a phone number keeps its zero.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]
from sqlalchemy import Executable, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from handlers.kit.forms import describe
from handlers.kit.words import Rich, Words
from handlers.producers.request_forms import form_for
from models.accounts import Account
from models.audit import Audit
from models.broadcasts import Broadcast, BroadcastState, Tally, tally
from models.producers import Producer
from models.questions import Question
from models.requests import Request, RequestEvent

#: Characters that Excel keeps in one cell.
LONGEST_CELL = 32_767
#: Rows read at once, and written in one go.
SOME = 100

Row = list[Any]
T = Callable[..., Rich]

#: The fields that every request has, each in a column of its own; the others share one.
COMMON = (
    "producer_name",
    "producer_type",
    "contact_name",
    "contact_phone",
    "contact_role",
    "email",
    "commune",
    "address_detail",
    "business_reg_no",
    "product_name",
    "product_group",
    "ocop_status",
    "ocop_expiry",
    "deadline",
    "description",
)


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    :ivar columns: keys of their names (``sheet-column-…``), and their widths in characters.
    :ivar read: finds the things, some at a time.
    :ivar row: what the columns say of one, in their order.
    """

    name: str
    columns: dict[str, int]
    read: Callable[[AsyncSession], AsyncIterator[Sequence[Any]]]
    row: Callable[[Any, T], Row]


@dataclass(frozen=True)
class Page:
    """A sheet as it is being written.

    :ivar moment: how a cell shows a moment, on the clock of ``zone``.
    """

    sheet: Sheet
    page: Any
    moment: Any
    zone: ZoneInfo

    def begin(self, t: T, head: Any) -> None:
        """Name the columns."""
        self.page.freeze_panes(1, 0)
        for column, (key, width) in enumerate(self.sheet.columns.items()):
            self.page.set_column(column, column, width)
            self.page.write_string(0, column, t(f"sheet-column-{key}"), head)

    def write(self, line: int, things: Sequence[Any], t: T) -> None:
        """Write one line after the other."""
        for at, thing in enumerate(things, start=line):
            for column, value in enumerate(self.sheet.row(thing, t)):
                if isinstance(value, datetime):
                    local = value.astimezone(self.zone).replace(tzinfo=None)
                    self.page.write_datetime(at, column, local, self.moment)
                elif isinstance(value, int):
                    self.page.write_number(at, column, value)
                elif value:
                    self.page.write_string(at, column, str(value)[:LONGEST_CELL])


async def write_workbook(session: AsyncSession, path: Path, *, words: Words, language: str, zone: ZoneInfo) -> None:
    """Write everything to ``path``, with dates on the clock of ``zone``.

    :raises OSError: the file can't be written.
    """

    def t(key: str, **values: Any) -> Rich:
        return Rich(unescape(words.text(language, key, **values)))

    # Opened first: where it can't be, nothing is begun, and no temporary file of a sheet is left behind.
    with await asyncio.to_thread(path.open, "wb") as file:
        workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
        head = workbook.add_format({"bold": True, "bg_color": "#E2EFDA", "bottom": 1})
        moment = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
        for sheet in SHEETS:
            page = Page(sheet, workbook.add_worksheet(t(f"sheet-{sheet.name}")), moment, zone)
            page.begin(t, head)
            last = 0
            async for things in sheet.read(session):
                await asyncio.to_thread(page.write, last + 1, things, t)
                last += len(things)
            page.page.autofilter(0, 0, last, len(sheet.columns) - 1)
        await asyncio.to_thread(_close, workbook)


def _close(workbook: Any) -> None:
    try:
        workbook.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


# the sheets


async def _some(session: AsyncSession, statement: Executable) -> AsyncIterator[Sequence[Any]]:
    rows = await session.stream(statement.execution_options(yield_per=SOME))
    async for things in rows.partitions():
        yield things


def _requests(session: AsyncSession) -> AsyncIterator[Sequence[Any]]:
    officer = aliased(Account)
    return _some(
        session,
        select(Request, officer.name)
        .outerjoin(officer, officer.id == Request.assignee_id)
        .where(Request.code.is_not(None))
        .order_by(Request.id),
    )


def _request(found: tuple[Request, str | None], t: T) -> Row:
    request, name = found
    form = form_for(request.kind)
    common = [each for each in form.fields if each.name in COMMON]
    told = {each.name: each.show(request.fields[each.name], t) for each in common if each.name in request.fields}
    own = {key: value for key, value in request.fields.items() if key not in COMMON}
    return [
        request.code,
        t("sheet-kind", kind=request.kind.value),
        t("sheet-state", state=request.state.value),
        name,
        request.submitted_at,
        request.due_at,
        request.closed_at,
        *(told.get(key) for key in COMMON),
        "\n".join(f"{label}: {value}" for label, value in describe(form, own, t)),
    ]


def _history(session: AsyncSession) -> AsyncIterator[Sequence[Any]]:
    actor = aliased(Account)
    return _some(
        session,
        select(RequestEvent, Request.code, actor.name)
        .join(Request, Request.id == RequestEvent.request_id)
        .outerjoin(actor, actor.id == RequestEvent.actor_id)
        .where(Request.code.is_not(None))
        .order_by(RequestEvent.id),
    )


def _event(found: tuple[RequestEvent, str, str | None], t: T) -> Row:
    event, code, name = found
    return [code, event.at, t("sheet-event", event=event.kind.value), name, event.text]


def _producers(session: AsyncSession) -> AsyncIterator[Sequence[Any]]:
    return _some(session, select(Producer).order_by(Producer.id))


def _producer(found: tuple[Producer], t: T) -> Row:
    (producer,) = found
    return [
        producer.id,
        producer.name,
        producer.commune,
        producer.phone,
        *(producer.profile.get(key) for key in ("contact_name", "address_detail", "business_reg_no", "email")),
        producer.created_at,
    ]


def _questions(session: AsyncSession) -> AsyncIterator[Sequence[Any]]:
    officer = aliased(Account)
    return _some(
        session,
        select(Question, officer.name).outerjoin(officer, officer.id == Question.answered_by_id).order_by(Question.id),
    )


def _question(found: tuple[Question, str | None], t: T) -> Row:
    question, name = found
    return [
        question.asked_at,
        question.text,
        question.language,
        t("sheet-question", state=question.state.value),
        question.entry,
        "" if question.helped is None else t("sheet-helped", helped="yes" if question.helped else "no"),
        question.answer,
        name,
        question.answered_at,
    ]


async def _broadcasts(session: AsyncSession) -> AsyncIterator[Sequence[Any]]:
    # Few, and each is counted by a query of its own: read whole.
    rows = await session.execute(
        select(Broadcast, Account.name)
        .outerjoin(Account, Account.id == Broadcast.author_id)
        .where(Broadcast.state != BroadcastState.DROPPED)
        .order_by(Broadcast.id)
    )
    for broadcast, author in rows.all():
        yield [(broadcast, author, await tally(session, broadcast))]


def _broadcast(found: tuple[Broadcast, str | None, Tally], t: T) -> Row:
    broadcast, author, counts = found
    return [
        broadcast.id,
        author,
        unescape(broadcast.payload.get("text", "")),
        t("sheet-broadcast", state=broadcast.state.value),
        broadcast.confirmed_at,
        broadcast.finished_at,
        counts.total,
        *(counts[name] for name in ("sent", "blocked", "failed", "unknown", "stopped", "waiting")),
    ]


def _audit(session: AsyncSession) -> AsyncIterator[Sequence[Any]]:
    return _some(
        session,
        select(Audit, Account.name).outerjoin(Account, Account.id == Audit.account_id).order_by(Audit.id),
    )


def _act(found: tuple[Audit, str | None], t: T) -> Row:
    act, name = found
    details = json.dumps(act.details, ensure_ascii=False) if act.details else ""
    return [act.at, act.account_id, name, act.action, act.target, details]


SHEETS = (
    Sheet(
        "requests",
        {"code": 13, "kind": 20, "state": 16, "officer": 22, "submitted": 16, "due": 16, "closed": 16}
        | {key.replace("_", "-"): 20 for key in COMMON}
        | {"answers": 60},
        _requests,
        _request,
    ),
    Sheet("history", {"code": 13, "at": 16, "event": 22, "actor": 22, "text": 80}, _history, _event),
    Sheet(
        "producers",
        {
            "number": 8,
            "producer-name": 30,
            "commune": 22,
            "contact-phone": 16,
            "contact-name": 22,
            "address-detail": 26,
            "business-reg-no": 18,
            "email": 24,
            "created": 16,
        },
        _producers,
        _producer,
    ),
    Sheet(
        "questions",
        {
            "at": 16,
            "question": 60,
            "language": 10,
            "state": 18,
            "entry": 24,
            "helped": 10,
            "answer": 60,
            "officer": 22,
            "answered": 16,
        },
        _questions,
        _question,
    ),
    Sheet(
        "broadcasts",
        {
            "number": 8,
            "author": 22,
            "text": 60,
            "state": 14,
            "confirmed": 16,
            "finished": 16,
            "recipients": 12,
            "sent": 10,
            "blocked": 10,
            "failed": 10,
            "unknown": 10,
            "stopped": 10,
            "waiting": 10,
        },
        _broadcasts,
        _broadcast,
    ),
    Sheet("audit", {"at": 16, "account": 10, "actor": 22, "action": 22, "target": 20, "details": 60}, _audit, _act),
)
