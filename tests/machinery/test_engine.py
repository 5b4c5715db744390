"""A batch in one transaction; when that fails, one by one, in order, until the third failure."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import OperationalError

from bot.channels.counters import UNREADABLE
from bot.channels.incoming import unknown
from bot.engine import Closed
from bot.flood import Flood
from models.accounts import Account
from models.mail import EventKind, Inbox, InboxState, Outbox, waiting_row
from tests.machinery.echo import Instant, echo
from tests.talk import Person, Talk, talking


def text(person: Person, words: str) -> Any:
    return person.event(EventKind.TEXT, words)


async def states(talk: Talk) -> list[InboxState]:
    async with talk.look() as session:
        return list(await session.scalars(select(Inbox.state).where(Inbox.bot != "house").order_by(Inbox.id)))


async def test_a_batch_is_one_transaction(talk: Talk) -> None:
    begun = []
    event.listen(talk.database.engine.sync_engine, "begin", begun.append)
    await talk.engine.receive([text(talk.producer, "one"), text(talk.neighbour, "two"), text(talk.producer, "three")])
    assert len(begun) == 1
    await talk.settle()
    assert talk.producer.sees_all() == "echo one\n---\necho three"
    assert talk.neighbour.sees_all() == "echo two"


async def test_the_same_event_twice_is_answered_once(talk: Talk) -> None:
    once = text(talk.producer, "hello")
    await talk.deliver(once, once)
    await talk.deliver(once)
    assert talk.producer.sees_all() == "echo hello"
    assert await states(talk) == [InboxState.DONE]


async def test_what_no_database_takes_holds_nobody_up(talk: Talk) -> None:
    """A channel that could not acknowledge it would be given it for ever, and nothing behind it."""
    bad = replace(text(talk.producer, "bad"), id="\ud83d")
    before = UNREADABLE.labels("telegram")._value.get()
    await talk.deliver(text(talk.producer, "one"), bad, text(talk.neighbour, "two"))
    await talk.deliver(bad)
    assert UNREADABLE.labels("telegram")._value.get() == before + 2
    assert talk.producer.sees_all() == "echo one"
    assert talk.neighbour.sees_all() == "echo two"


async def test_a_database_that_is_busy_is_waited_for(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*args: object, **more: object) -> None:
        raise OperationalError("insert", {}, Exception("database is locked"))

    before = UNREADABLE.labels("telegram")._value.get()
    said = text(talk.producer, "hello")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(talk.engine, "_record", busy)
        with pytest.raises(OperationalError):
            await talk.engine.receive([said])
    assert UNREADABLE.labels("telegram")._value.get() == before
    await talk.deliver(said)
    assert talk.producer.sees_all() == "echo hello"


async def test_an_answered_event_keeps_no_content(talk: Talk) -> None:
    await talk.producer.says("my secret")
    async with talk.look() as session:
        assert await session.scalar(select(Inbox.payload)) is None


async def test_what_nobody_can_read_is_noted_once_and_answered_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Instant()
    odd = [unknown({"event_name": f"foo.{number}\0\ud83d", "x": "y"}, channel="zalo", bot="1") for number in range(9)]
    async with talking(tmp_path, router=echo(), flood=Flood(1.0, 5, clock)) as talk:
        await talk.deliver(*odd, text(talk.producer, "hello"), odd[0])
        # Also where the batch fails and everything in it is put aside.
        monkeypatch.setattr(talk.engine, "_answer_batch", None)
        await talk.deliver(odd[1], unknown(["x"], channel="zalo", bot="1"), text(talk.producer, "again"))
        assert talk.producer.sees_all() == "echo hello\n---\necho again"
        async with talk.look() as session:
            noted = (await session.scalars(select(Inbox).where(Inbox.kind == EventKind.UNKNOWN))).all()
            assert await session.scalar(select(func.count()).where(Outbox.chat == "")) == 0
            assert await session.scalar(select(func.count()).where(Account.address == "")) == 0
    assert {(row.state, row.chat) for row in noted} == {(InboxState.DONE, "")}
    assert [row.payload for row in noted[:2]] == [{"event": f"foo.{number}??", "bytes": 45} for number in range(2)]
    assert len(noted) == len(odd) + 1


async def test_callers_who_come_meanwhile_share_the_next_batch(talk: Talk) -> None:
    people = [talk.person(str(1000 + number), f"N {number}") for number in range(20)]
    begun = []
    event.listen(talk.database.engine.sync_engine, "begin", begun.append)
    await asyncio.gather(*(talk.engine.receive([text(person, "hi")]) for person in people))
    assert len(begun) <= 5  # the first alone, then all the others; and what is sent meanwhile is written down
    await talk.settle()
    assert all(person.sees_all() == "echo hi" for person in people)


async def test_a_bug_is_parked_after_three_tries_and_the_others_are_answered(talk: Talk) -> None:
    await talk.deliver(
        text(talk.neighbour, "before"),
        text(talk.producer, "boom"),
        text(talk.producer, "after"),
        text(talk.neighbour, "too"),
    )
    assert talk.neighbour.sees_all() == "echo before\n---\necho too"
    apology, after = talk.producer.sees_all().split("\n---\n")
    assert "0209 387 0000" in apology
    assert after == "echo after"
    assert await states(talk) == [InboxState.DONE, InboxState.PARKED, InboxState.DONE, InboxState.DONE]
    async with talk.look() as session:
        parked = await session.scalar(select(Inbox).where(Inbox.state == InboxState.PARKED))
    assert parked is not None
    assert parked.attempts == 3
    assert parked.payload is not None
    assert parked.payload["text"] == "boom"
    assert "ZeroDivisionError: boom" in (parked.error or "")


async def test_the_admins_hear_of_a_parked_event(talk: Talk) -> None:
    await talk.admin.says("hello")
    await talk.producer.says("boom")
    async with talk.look() as session:
        number = await session.scalar(select(Inbox.id).where(Inbox.state == InboxState.PARKED))
    assert str(number) in talk.admin.sees_all()
    assert "boom" not in talk.admin.sees_all()


async def test_what_comes_behind_a_waiting_event_waits_too(tmp_path: Path) -> None:
    """Order within a chat: nothing overtakes an event that is to be tried again."""
    async with talking(tmp_path, router=echo(), between_tries=(60.0, 60.0)) as talk:
        await talk.deliver(text(talk.producer, "boom"))
        await talk.deliver(text(talk.producer, "behind"), text(talk.neighbour, "elsewhere"))
        assert talk.producer.sees_all() == ""
        assert talk.neighbour.sees_all() == "echo elsewhere"
        for _ in range(2):
            talk._moment[0] = talk.now().replace(minute=talk.now().minute + 2)
            talk.engine.wake()
            await talk.settle()
        assert talk.producer.sees_all().endswith("echo behind")
        assert len(talk.producer.screen) == 2
        # Nothing waits any more: the next one is answered at once.
        await talk.engine.receive([text(talk.producer, "next")])
        async with talk.look() as session:
            assert await session.scalar(select(Inbox.state).order_by(Inbox.id.desc()).limit(1)) is InboxState.DONE


async def test_a_hundred_chats_that_wait_hold_up_nobody(talk: Talk) -> None:
    later = talk.now() + timedelta(hours=1)
    stuck = [text(talk.person(str(1000 + number), "S"), "later") for number in range(150)]
    async with talk.database.write() as session:
        await session.execute(insert(Inbox), [waiting_row(each, talk.now()) | {"not_before": later} for each in stuck])
        await session.execute(insert(Inbox), [waiting_row(text(talk.colleague, "fine"), talk.now())])
    talk.engine.wake()
    await talk.settle()
    assert talk.colleague.sees_all() == "echo fine"
    assert len(talk.channel.shown) == 1


async def test_what_an_earlier_run_left_pending_is_answered(tmp_path: Path) -> None:
    async with talking(tmp_path, router=echo(), between_tries=(60.0,)) as talk:
        await talk.deliver(text(talk.producer, "boom"), text(talk.producer, "second"))
        assert await states(talk) == [InboxState.PENDING] * 2
    async with talking(tmp_path, router=echo()) as talk:
        talk._moment[0] = talk.now().replace(hour=talk.now().hour + 1)
        talk.number = 100
        talk.engine.wake()
        await talk.deliver(text(talk.producer, "third"))
        assert [shown.text for shown in talk.producer.screen][1:] == ["echo second", "echo third"]


async def test_a_flood_is_slowed_down_and_the_others_are_not(tmp_path: Path) -> None:
    clock = Instant()
    async with talking(tmp_path, router=echo(), flood=Flood(1.0, 5, clock)) as talk:
        await talk.deliver(*(text(talk.producer, str(number)) for number in range(12)))
        assert "echo 0" in talk.producer.sees_all()
        assert "echo 11" not in talk.producer.sees_all()
        notices = [shown for shown in talk.producer.screen if "echo" not in shown.text]
        assert len(notices) == 1
        await talk.deliver(text(talk.neighbour, "hello"))
        assert talk.neighbour.sees_all() == "echo hello"
        for _ in range(15):
            clock.now += 1
            talk._moment[0] = talk.now().replace(second=talk.now().second + 2)
            talk.engine.wake()
            await talk.settle()
        echoed = [shown.text for shown in talk.producer.screen if "echo" in shown.text]
        assert echoed == [f"echo {number}" for number in range(12)]


async def test_closing_lets_the_batch_in_hand_be_committed_and_takes_no_other(talk: Talk) -> None:
    async with talk.database.write():  # nobody else can write
        first = asyncio.create_task(talk.engine.receive([text(talk.producer, "in hand")]))
        while not talk.engine._gate.locked():
            await asyncio.sleep(0)
        closing = asyncio.create_task(talk.engine.close())
        second = asyncio.create_task(talk.engine.receive([text(talk.producer, "too late")]))
    await closing
    await first
    with pytest.raises(Closed):
        await second
    assert await states(talk) == [InboxState.DONE]
    await talk.settle()
    assert talk.producer.sees_all() == "echo in hand"


async def test_a_caller_that_goes_away_leaves_nobody_waiting(talk: Talk) -> None:
    async with talk.database.write():
        first = asyncio.create_task(talk.engine.receive([text(talk.producer, "one")]))
        while not talk.engine._gate.locked():
            await asyncio.sleep(0)
        others = [asyncio.create_task(talk.engine.receive([text(talk.neighbour, "two")])) for _ in range(2)]
        while len(talk.engine._batches) < 2:
            await asyncio.sleep(0)
        first.cancel()
    await asyncio.gather(first, *others, return_exceptions=True)
    assert all(task.done() and not task.exception() for task in others)


async def test_what_cannot_be_stored_is_not_acknowledged(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    writing = talk.database.write

    @asynccontextmanager
    async def full() -> Any:
        async with writing() as session:
            yield session
            raise OSError("disk full")

    monkeypatch.setattr(talk.database, "write", full)
    with pytest.raises(OSError, match="disk full"):
        await talk.engine.receive([text(talk.producer, "hello")])
    monkeypatch.undo()
    async with talk.look() as session:
        for table in (Inbox, Outbox, Account):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
    await talk.producer.says("again")
    assert talk.producer.sees_all() == "echo again"
