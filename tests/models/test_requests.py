"""The rules of a support request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.accounts import Account, Role
from models.base import Database
from models.producers import Producer
from models.queue import held_by, queue, search
from models.requests import (
    OPEN,
    Attachment,
    AttachmentState,
    Request,
    RequestKind,
    RequestState,
    StepRefused,
    attachments_of,
    by_code,
    give_code,
    leading_code,
    locked,
    of_producer,
    read_code,
)
from models.tables import metadata

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

DRAFT, SUBMITTED, ACCEPTED, WAITING, DONE, DECLINED, WITHDRAWN = RequestState
#: Every step that is allowed; all others are refused.
STEPS = {
    (DRAFT, SUBMITTED),
    (DRAFT, WITHDRAWN),
    (SUBMITTED, ACCEPTED),
    (SUBMITTED, DECLINED),
    (SUBMITTED, WITHDRAWN),
    (ACCEPTED, WAITING),
    (ACCEPTED, DONE),
    (ACCEPTED, DECLINED),
    (ACCEPTED, WITHDRAWN),
    (ACCEPTED, SUBMITTED),
    (WAITING, ACCEPTED),
    (WAITING, DONE),
    (WAITING, DECLINED),
    (WAITING, WITHDRAWN),
    (WAITING, SUBMITTED),
    (DONE, ACCEPTED),
    (DONE, SUBMITTED),
}


def _request(state: RequestState, **values: Any) -> Request:
    closed = None if state in OPEN or state is DRAFT else NOW
    return Request(kind=RequestKind.BARCODE, state=state, closed_at=closed, **values)


@pytest.mark.parametrize("before", RequestState)
@pytest.mark.parametrize("after", RequestState)
def test_every_step_is_allowed_or_refused(before: RequestState, after: RequestState) -> None:
    request = _request(before)
    assert request.may(after, NOW) is ((before, after) in STEPS)
    if request.may(after, NOW):
        request.step(after, NOW)
        assert request.state is after
        assert request.closed_at == (None if after in OPEN else NOW)
    else:
        with pytest.raises(StepRefused):
            request.step(after, NOW)
        assert request.state is before


def test_done_can_be_reopened_for_14_days() -> None:
    request = _request(DONE)
    assert request.may(ACCEPTED, NOW + timedelta(days=14))
    assert not request.may(ACCEPTED, NOW + timedelta(days=14, seconds=1))
    with pytest.raises(StepRefused):
        request.step(SUBMITTED, NOW + timedelta(days=15))


def test_a_request_that_waits_again_has_no_officer() -> None:
    request = _request(WAITING, assignee_id=7)
    request.step(ACCEPTED, NOW)
    assert request.assignee_id == 7
    request.step(SUBMITTED, NOW)
    assert request.assignee_id is None


@pytest.mark.parametrize(
    ("state", "due"),
    [
        # Tuesday 24 November 2026 is a public holiday, so two working days from Monday end on Thursday.
        (SUBMITTED, datetime(2026, 11, 26, 17, tzinfo=ZONE)),
        (ACCEPTED, datetime(2026, 12, 1, 17, tzinfo=ZONE)),
        (WAITING, None),
        (DONE, None),
        (DECLINED, None),
        (WITHDRAWN, None),
    ],
)
def test_deadlines(state: RequestState, due: datetime | None) -> None:
    assert _request(state).deadline(NOW, ZONE) == due


def test_overdue_is_who_is_open_and_late() -> None:
    request = _request(ACCEPTED, due_at=NOW)
    assert request.overdue(NOW)
    assert not request.overdue(NOW - timedelta(seconds=1))
    assert not _request(WAITING, due_at=None).overdue(NOW)
    assert not _request(DONE, due_at=NOW).overdue(NOW)


@pytest.mark.parametrize(
    ("role", "areas", "account_id", "opens"),
    [
        (Role.PRODUCER, ["barcode"], 1, False),
        (Role.PRODUCER, [], 7, False),  # has been the officer of it, and isn't any more
        (Role.OFFICER, ["barcode"], 1, True),
        (Role.OFFICER, ["ip"], 1, False),
        (Role.OFFICER, ["ip"], 7, True),
        (Role.ADMIN, [], 1, True),
    ],
)
def test_who_may_see_a_request(role: Role, areas: list[str], account_id: int, opens: bool) -> None:
    officer = Account(id=account_id, role=role, areas=areas)
    assert _request(ACCEPTED, assignee_id=7).open_to(officer) is opens


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MV-26-0042", "MV-26-0042"),
        ("mv 26 42", "MV-26-0042"),
        ("kn.26.7 sao rồi em", "KN-26-0007"),
        ("yêu cầu SH26-0001 của tôi", "SH-26-0001"),
        ("BB-26-123456", "BB-26-123456"),
        ("MV-26", None),
        ("AB-26-0001", None),
        ("0912345678", None),
        ("", None),
    ],
)
def test_reading_a_code(text: str, code: str | None) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MV-26-0042 mai anh ghé nhé", ("MV-26-0042", "mai anh ghé nhé")),
        ("  mv 26 42: xong rồi", ("MV-26-0042", "xong rồi")),
        ("MV-26-0042", ("MV-26-0042", "")),
        ("sao MV-26-0042 lâu thế", None),
    ],
)
def test_a_code_at_the_beginning(text: str, found: tuple[str, str] | None) -> None:
    assert leading_code(text) == found


def test_what_is_searched_follows_the_fields() -> None:
    request = _request(SUBMITTED, fields={"producer_name": "HTX Đồng Tiến", "contact_phone": "+84 912 345 678"})
    assert request.search == "htx dong tien 0912345678"
    request.fields = {"description": "bí mật"}
    assert request.search == ""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'ocop.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


def _account(number: int, role: Role, *areas: str) -> Account:
    return Account(id=number, channel="telegram", address=str(number), role=role, areas=list(areas), created_at=NOW)


async def test_codes_are_numbered_by_kind_and_year(database: Database) -> None:
    async with database.write() as session:
        session.add(producer := Producer(profile={}, created_at=NOW))
        session.add(_account(1, Role.PRODUCER))
        await session.flush()
        codes = []
        for kind, year in (("barcode", 2026), ("barcode", 2026), ("ip", 2026), ("barcode", 2027), ("barcode", 2026)):
            request = Request(kind=RequestKind(kind), producer_id=producer.id, account_id=1, created_at=NOW)
            await give_code(session, request, year)
            session.add(request)
            codes.append(request.code)
    assert codes == ["MV-26-0001", "MV-26-0002", "SH-26-0001", "MV-27-0001", "MV-26-0003"]


async def test_the_queue_and_the_search_show_what_is_open_to_the_officer(database: Database) -> None:
    officer, admin = _account(2, Role.OFFICER, "barcode"), _account(3, Role.ADMIN)
    async with database.write() as session:
        session.add_all([_account(1, Role.PRODUCER), officer, admin])
        session.add(producer := Producer(profile={}, created_at=NOW))
        await session.flush()

        def add(code: str, kind: RequestKind, state: RequestState, due: int | None, officer_id: int | None) -> None:
            request = Request(
                code=code,
                kind=kind,
                state=state,
                producer_id=producer.id,
                account_id=1,
                assignee_id=officer_id,
                fields={"producer_name": f"HTX 50% {code[-1]}"},
                due_at=None if due is None else NOW + timedelta(days=due),
                created_at=NOW,
            )
            session.add(request)

        add("MV-26-0001", RequestKind.BARCODE, SUBMITTED, 2, None)
        add("MV-26-0002", RequestKind.BARCODE, SUBMITTED, 1, None)
        add("MV-26-0003", RequestKind.BARCODE, ACCEPTED, 1, 3)
        add("MV-26-0004", RequestKind.BARCODE, DONE, None, 2)
        add("KN-26-0005", RequestKind.LAB_TEST, WAITING, None, 2)
        add("KN-26-0006", RequestKind.LAB_TEST, ACCEPTED, 9, 2)
        add("KN-26-0007", RequestKind.LAB_TEST, SUBMITTED, 1, None)
        add("MV-26-0008", RequestKind.BARCODE, DRAFT, None, None)

    def codes(requests: Any) -> str:
        return " ".join(request.code[-1] for request in requests)

    async with database.read() as session:
        page, total = await queue(session, officer)
        assert (codes(page), total) == ("6 5 2 1 3", 5)
        page, total = await queue(session, officer, offset=2, limit=2)
        assert (codes(page), total) == ("2 1", 5)
        page, total = await queue(session, admin)
        assert (codes(page), total) == ("3 2 7 1 6 5", 6)
        assert codes(await search(session, officer, "htx")) == "6 5 3 2 1 4"
        assert codes(await search(session, officer, "50% htx")) == "6 5 3 2 1 4"
        assert codes(await search(session, officer, "5_")) == ""
        assert codes(await search(session, officer, "  ")) == ""
        assert codes(await search(session, officer, "kn 26 7")) == ""
        assert codes(await search(session, admin, "kn 26 7")) == "7"
        assert codes(await search(session, admin, "htx", limit=2)) == "7 6"
        assert codes(await held_by(session, officer)) == "5 6"
        assert codes(await of_producer(session, await session.get_one(Account, 1))) == "7 6 5 4 3 2 1"
        assert await by_code(session, "XT-26-0001") is None


async def test_a_request_read_again_is_as_it_stands(database: Database) -> None:
    async with database.write() as session:
        session.add(_account(1, Role.PRODUCER))
        session.add(producer := Producer(profile={}, created_at=NOW))
        await session.flush()
        session.add(Request(id=5, kind=RequestKind.IP, producer_id=producer.id, account_id=1, created_at=NOW))
        await session.flush()
        for number, state in enumerate(AttachmentState):
            session.add(
                Attachment(
                    account_id=1,
                    request_id=5,
                    chat="1",
                    channel="telegram",
                    file_id=str(number),
                    name=f"{state}.pdf",
                    mime="application/pdf",
                    state=state,
                    created_at=NOW,
                )
            )
        await session.flush()
        first = await locked(session, 5)
        assert first is not None
        first.step(SUBMITTED, NOW)
        second = await locked(session, 5)
        assert second is first
        assert second.state is SUBMITTED
        assert [file.name for file in await attachments_of(session, first)] == ["waiting.pdf", "stored.pdf"]
        assert await locked(session, 6) is None
