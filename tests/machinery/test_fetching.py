"""Files come home once, whatever they are called, and tell what became of them."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.base import NotFetched
from bot.fetching import TRIES, Fetcher
from models.accounts import Account
from models.mail import Event, EventKind, Inbox, InboxState
from models.requests import LARGEST_FILE, Attachment, AttachmentState
from tests.talk import Talk


async def attach(talk: Talk, name: str = "ảnh.jpg", file_id: str = "f1") -> int:
    await talk.producer.says("hello")
    async with talk.database.write() as session:
        account = await session.scalar(select(Account.id))
        row = Attachment(
            account_id=account,
            channel="telegram",
            chat="101",
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


async def test_a_run_that_was_broken_off_fetches_again(talk: Talk) -> None:
    talk.channel.files["f1"] = b"content"
    number = await attach(talk)
    again = Fetcher(talk.database, {"telegram": talk.channel}, talk.house.data_dir, lambda: None, now=talk.now)
    await again.fetch_waiting()
    assert (await look(talk, number))[0].state is AttachmentState.STORED
    async with talk.look() as session:
        waiting = select(Inbox.state).where(Inbox.kind == EventKind.FETCHED)
        assert await session.scalar(waiting) is InboxState.PENDING
