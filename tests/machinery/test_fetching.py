"""Files come home once, whatever they are called, and tell what became of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.base import NotFetched
from bot.fetching import LEASE, TRIES, TRIES_TO_LOOK, Fetcher
from handlers.kit.files import SEEN
from models.accounts import Account
from models.mail import Event, EventKind, Inbox, InboxState
from models.requests import LARGEST_FILE, Attachment, AttachmentState
from tests.talk import PATIENCE, Talk


async def attach(
    talk: Talk, name: str = "ảnh.jpg", file_id: str = "f1", chat: str = "101", field: str | None = None
) -> int:
    await talk.producer.says("hello")
    async with talk.database.write() as session:
        account = await session.scalar(select(Account.id))
        row = Attachment(
            account_id=account,
            channel="telegram",
            chat=chat,
            field=field,
            file_id=file_id,
            name=name,
            mime="image/jpeg",
            created_at=talk.now(),
        )
        session.add(row)
        await session.flush()
        talk.fetcher.wake()
        return row.id


async def look(talk: Talk, number: int) -> tuple[Attachment, list[Event]]:
    async with talk.look() as session:
        events = await session.scalars(select(Inbox.event_id).where(Inbox.kind == EventKind.FETCHED))
        return await session.get_one(Attachment, number), list(events)


async def test_a_file_comes_home_and_is_told_once(talk: Talk) -> None:
    talk.channel.files["f1"] = b"content"
    number = await attach(talk)
    await talk.settle()
    await talk.settle()
    row, events = await look(talk, number)
    assert (row.state, row.size) == (AttachmentState.STORED, 7)
    assert (talk.house.data_dir / str(row.path)).read_bytes() == b"content"
    assert events == [f"fetched:{number}"]


async def test_a_file_that_is_gone_is_told_too(talk: Talk) -> None:
    number = await attach(talk)
    await talk.settle()
    row, events = await look(talk, number)
    assert row.state is AttachmentState.FAILED
    assert events == [f"fetched:{number}"]


async def test_it_is_tried_again_later_and_given_up_in_the_end(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    async def fetch(file_id: str, to: Path) -> int:
        tries.append(talk.now())
        to.write_bytes(b"half")
        raise NotFetched("502", final=False)

    monkeypatch.setattr(talk.channel, "fetch", fetch)
    number = await attach(talk)
    while (wait := await talk.fetcher.fetch_waiting()) is not None:
        talk._moment[0] += timedelta(seconds=wait)
    row, events = await look(talk, number)
    assert (row.state, row.attempts, len(tries)) == (AttachmentState.FAILED, TRIES, TRIES)
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(tries)]
    assert waits == [2.0 * 2**number for number in range(TRIES - 1)]
    assert events == [f"fetched:{number}"]
    assert not list(talk.house.data_dir.rglob("*.part"))


async def test_one_that_is_too_big_is_refused_and_not_kept(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fetch(file_id: str, to: Path) -> int:
        to.write_bytes(b"much")
        return LARGEST_FILE + 1

    monkeypatch.setattr(talk.channel, "fetch", fetch)
    number = await attach(talk)
    await talk.settle()
    row, events = await look(talk, number)
    assert row.state is AttachmentState.REFUSED
    assert not [file for file in (talk.house.data_dir / "attachments").rglob("*") if file.is_file()]
    assert events == [f"fetched:{number}"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", ".hidden", "", "/", "a" * 255, "𠮷" * 80, "x\x00\n.jpg", "CON: ?*"]
)
async def test_a_wicked_name_does_no_harm(talk: Talk, name: str) -> None:
    talk.channel.files["f1"] = b"content"
    number = await attach(talk, name)
    await talk.settle()
    row, _ = await look(talk, number)
    assert row.state is AttachmentState.STORED
    home = (talk.house.data_dir / "attachments").resolve()
    assert home in (talk.house.data_dir / str(row.path)).resolve().parents


async def test_a_file_that_waits_holds_up_no_other(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fetch(file_id: str, to: Path) -> int:
        if file_id == "bad":
            raise OSError("disk")
        return to.write_bytes(b"x")

    monkeypatch.setattr(talk.channel, "fetch", fetch)
    bad = await attach(talk, file_id="bad")
    good = await attach(talk, file_id="good")
    await talk.settle()
    assert (await look(talk, good))[0].state is AttachmentState.STORED
    row, _ = await look(talk, bad)
    assert (row.state, row.attempts) == (AttachmentState.WAITING, 1)


@pytest.mark.parametrize("error", [KeyError("file_path"), ValueError("Location"), RuntimeError(), MemoryError()])
async def test_whatever_goes_wrong_with_a_file_is_its_failure_alone(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def fetch(file_id: str, to: Path) -> int:
        if file_id == "bad":
            raise error
        return to.write_bytes(b"x")

    monkeypatch.setattr(talk.channel, "fetch", fetch)
    bad = await attach(talk, file_id="bad")
    good = await attach(talk, file_id="good")
    wait = await talk.fetcher.fetch_waiting()
    assert (await look(talk, good))[0].state is AttachmentState.STORED
    while wait is not None:
        talk._moment[0] += timedelta(seconds=wait)
        wait = await talk.fetcher.fetch_waiting()
    row, events = await look(talk, bad)
    assert (row.state, row.attempts) == (AttachmentState.FAILED, TRIES)
    assert sorted(events) == [f"fetched:{bad}", f"fetched:{good}"]


async def test_a_file_that_breaks_the_program_off_is_given_up_too(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    async def killed(file_id: str, to: Path) -> int:
        tries.append(file_id)
        raise asyncio.CancelledError

    monkeypatch.setattr(talk.channel, "fetch", killed)
    number = await attach(talk, field=SEEN)
    for _ in range(TRIES_TO_LOOK):
        with pytest.raises(asyncio.CancelledError):
            await talk.fetcher.fetch_waiting()
        # The next run takes it up at once.
        await talk.fetcher.recover()
    assert await talk.fetcher.fetch_waiting() is None
    row, events = await look(talk, number)
    assert row.state is AttachmentState.ERASED
    assert len(tries) == TRIES_TO_LOOK
    assert events == [f"fetched:{number}"]


async def test_a_file_from_a_group_is_told_as_its_sender_s(talk: Talk) -> None:
    """A group is nobody's account: it would get what everybody gets."""
    await attach(talk, chat="-500")  # one that is gone
    await talk.settle()
    async with talk.look() as session:
        assert (await session.scalars(select(Account.address))).all() == ["101"]
        assert await session.scalar(select(Inbox.chat).where(Inbox.kind == EventKind.FETCHED)) == "-500"


async def test_two_workers_fetch_a_file_once(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second leaves it to the first; and one who comes back too late changes nothing."""
    begun, go_on, fetched = asyncio.Event(), asyncio.Event(), []

    async def fetch(file_id: str, to: Path) -> int:
        fetched.append(to)
        to.write_bytes(b"first" if len(fetched) == 1 else b"second")
        if len(fetched) == 1:
            begun.set()
            await go_on.wait()
            raise NotFetched("late", final=False)
        return 6

    monkeypatch.setattr(talk.channel, "fetch", fetch)
    number = await attach(talk)
    other = Fetcher(talk.database, {"telegram": talk.channel}, talk.house.data_dir, lambda: None, now=talk.now)
    late = asyncio.create_task(talk.fetcher.fetch_waiting())
    await begun.wait()
    assert await other.fetch_waiting() == LEASE
    talk._moment[0] += timedelta(seconds=LEASE)
    assert await other.fetch_waiting() is None
    go_on.set()
    assert await late is None
    row, events = await look(talk, number)
    assert (row.state, row.size) == (AttachmentState.STORED, 6)
    assert (talk.house.data_dir / str(row.path)).read_bytes() == b"second"
    assert events == [f"fetched:{number}"]
    assert len(set(fetched)) == 2
    assert not list(talk.house.data_dir.rglob("*.part"))


async def test_a_run_that_was_broken_off_fetches_again(talk: Talk) -> None:
    talk.channel.files["f1"] = b"content"
    number = await attach(talk)
    again = Fetcher(talk.database, {"telegram": talk.channel}, talk.house.data_dir, lambda: None, now=talk.now)
    await again.fetch_waiting()
    assert (await look(talk, number))[0].state is AttachmentState.STORED
    async with talk.look() as session:
        waiting = select(Inbox.state).where(Inbox.kind == EventKind.FETCHED)
        assert await session.scalar(waiting) is InboxState.PENDING


async def test_the_next_run_does_not_wait_for_the_last_one_s_lease(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched = asyncio.Event()

    async def fetch(file_id: str, to: Path) -> int:
        fetched.set()
        return to.write_bytes(b"x")

    monkeypatch.setattr(talk.channel, "fetch", fetch)
    number = await attach(talk)
    async with talk.database.write() as session:
        (await session.get_one(Attachment, number)).next_attempt = talk.now() + timedelta(seconds=LEASE)
    running = asyncio.create_task(talk.fetcher.run())
    async with asyncio.timeout(PATIENCE):
        await fetched.wait()
    running.cancel()
