"""Files made for one person: written when they are sent, and swept when nobody sends them any more."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bot.exports import KEPT, Exports
from models.mail import File, Lane, Message, Outbox, OutboxState
from tests.talk import PATIENCE, Talk

NOW = 1_800_000_000.0


def put(talk: Talk, path: str, age: float) -> Path:
    file = talk.house.data_dir / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x")
    os.utime(file, (NOW - age, NOW - age))
    return file


async def test_old_files_go_but_for_those_that_a_message_still_names(talk: Talk) -> None:
    old = [
        put(talk, path, KEPT + 1) for path in ("exports/a.xlsx", "exports/b.xlsx.part", "attachments/07/7-a.1f.part")
    ]
    kept = [put(talk, "exports/young.xlsx", KEPT - 1), put(talk, "attachments/07/7-a.jpg", 99 * KEPT)]
    async with talk.database.write() as session:
        for state in OutboxState:
            path = f"exports/{state}.png"
            open_still = state in (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.WAITING)
            (kept if open_still else old).append(put(talk, path, 9 * KEPT))
            session.add(
                Outbox(
                    channel="elsewhere",
                    chat="101",
                    lane=Lane.REPLY,
                    payload=Message("x", document=File("a.png", "image/png", path=path)).payload(),
                    report={"key": "export.sent", "args": {"path": path}, "channel": "elsewhere", "chat": "101"},
                    state=state,
                    created_at=talk.now(),
                )
            )
    await Exports(talk.database, talk.house, now=lambda: NOW).sweep()
    assert [file.name for file in kept if not file.exists()] == []
    assert [file.name for file in old if file.exists()] == []


async def test_it_goes_on_sweeping(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, again = [], asyncio.Event()

    async def sweep() -> None:
        looks.append(1)
        if len(looks) == 1:
            raise OSError("disk")
        again.set()

    exports = Exports(talk.database, talk.house)
    monkeypatch.setattr(exports, "sweep", sweep)
    monkeypatch.setattr("bot.exports.SWEEP", 0.0)
    running = asyncio.create_task(exports.run())
    async with asyncio.timeout(PATIENCE):
        await again.wait()
    running.cancel()


async def test_what_was_promised_is_written_once(talk: Talk) -> None:
    exports = Exports(talk.database, talk.house)
    file = File("ocop.xlsx", "x", path="exports/1f.xlsx", channel="house", id="workbook:vi")
    await exports.write(file)
    written = talk.house.data_dir / "exports/1f.xlsx"
    assert written.read_bytes().startswith(b"PK")
    written.write_bytes(b"as it was")
    await exports.write(file)
    assert written.read_bytes() == b"as it was"
    with pytest.raises(ValueError, match="recipe"):
        await exports.write(File("a", "x", path="exports/2f", channel="house", id="cake:vi"))
