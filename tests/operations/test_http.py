"""/healthz and /metrics."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

import bot.http
from bot.demo.platform import Platform
from bot.http import LONGEST_WAIT, Server
from bot.migrate import migrate
from bot.settings import load_settings
from models.base import Database
from models.mail import EventKind, Inbox, InboxState, Lane, Message, Outbox, OutboxState
from tests.operations.process import Running, running


@asynccontextmanager
async def serving(folder: Path, url: str | None = None, **given: Any) -> AsyncIterator[tuple[str, Database]]:
    """Only the little web server, over an empty database."""
    settings = load_settings(_env_file=None, data_dir=folder)
    await migrate(settings)
    database = Database(url or settings.database)
    server = Server(database, folder, {}, **given)
    port = await server.start("127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{port}", database
    finally:
        await server.stop()
        await database.close()


async def health(address: str) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/healthz") as response:
        return response.status, await response.json()


async def metrics(address: str) -> dict[str, float]:
    """``name{label=value,…}`` → value."""
    async with aiohttp.ClientSession() as session, session.get(f"{address}/metrics") as response:
        text = await response.text()
    return {
        sample.name + "".join(f" {name}={value}" for name, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def address(bot: Running) -> str:
    return f"http://127.0.0.1:{(await bot.logged('http.listening'))['port']}"


def waiting(lane: Lane, age: timedelta, state: OutboxState = OutboxState.QUEUED) -> Outbox:
    payload = None if lane is Lane.BROADCAST else Message("x").payload()
    created = datetime.now(UTC) - age
    return Outbox(channel="telegram", chat="1", lane=lane, payload=payload, state=state, created_at=created)


async def test_well(tmp_path: Path):
    async with serving(tmp_path) as (url, _):
        status, body = await health(url)
    assert (status, body["ok"], body["wrong"]) == (200, True, [])


async def test_a_locked_database_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bot.http, "PATIENCE", 0.1)
    async with serving(tmp_path) as (url, _):
        with closing(sqlite3.connect(tmp_path / "ocop.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            status, body = await health(url)
            assert (status, body["ok"], body["wrong"]) == (503, False, ["database: no answer within 0.1 seconds"])
            other.execute("ROLLBACK")
        assert (await health(url))[0] == 200, "and that it is free again"


async def test_a_database_that_cannot_be_written_is_told(tmp_path: Path):
    async with serving(tmp_path, f"sqlite+aiosqlite:///file:{tmp_path}/ocop.db?mode=ro&uri=true") as (url, _):
        status, body = await health(url)
    assert (status, body["wrong"]) == (503, ["database: OperationalError"])


async def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async with serving(tmp_path) as (url, _):
        monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1024 * 1024))
        status, body = await health(url)
    assert (status, body["wrong"]) == (503, ["disk: 1 MB free"])


async def test_a_channel_may_know_of_something_wrong(tmp_path: Path):
    told: list[str | None] = [None, "zalo_oa: authorise the account anew"]
    async with serving(tmp_path, troubles=[lambda: told.pop(0)]) as (url, _):
        assert (await health(url))[0] == 200
        status, body = await health(url)
    assert (status, body["wrong"]) == (503, ["zalo_oa: authorise the account anew"])


async def test_messages_that_do_not_leave_are_told(tmp_path: Path):
    async with serving(tmp_path) as (url, database):
        async with database.write() as session:
            session.add(waiting(Lane.BROADCAST, timedelta(hours=3)))
            session.add(waiting(Lane.NOTICE, timedelta(minutes=LONGEST_WAIT - 1)))
            # What waits until its person writes, and what has waited for it, is no fault of ours.
            session.add(waiting(Lane.NOTICE, timedelta(days=9), OutboxState.WAITING))
            let_go = waiting(Lane.NOTICE, timedelta(days=9))
            let_go.held_at = let_go.created_at
            session.add(let_go)
        assert (await health(url))[0] == 200, "a broadcast may take its time"
        async with database.write() as session:
            session.add(waiting(Lane.REPLY, timedelta(minutes=LONGEST_WAIT + 1, seconds=5)))
        status, body = await health(url)
    assert (status, body["wrong"]) == (503, ["outbox: the oldest message has waited 16 minutes"])


async def test_the_outbox_and_inbox_are_counted(tmp_path: Path):
    async with serving(tmp_path) as (url, database):
        async with database.write() as session:
            for lane, state in (
                (Lane.REPLY, OutboxState.QUEUED),
                (Lane.NOTICE, OutboxState.SENDING),
                (Lane.NOTICE, OutboxState.SENDING),
                (Lane.NOTICE, OutboxState.SENT),
                (Lane.NOTICE, OutboxState.WAITING),
            ):
                session.add(waiting(lane, timedelta(seconds=90), state))
            for number, inbox in enumerate((InboxState.PENDING, InboxState.PARKED, InboxState.DONE)):
                event = {"channel": "telegram", "bot": "1", "chat": "1", "kind": EventKind.TEXT}
                session.add(Inbox(**event, event_id=str(number), state=inbox, received_at=datetime.now(UTC)))
        told = await metrics(url)
    assert told["ocop_outbox_messages lane=reply state=queued"] == 1
    assert told["ocop_outbox_messages lane=notice state=sending"] == 2
    assert told["ocop_outbox_messages lane=notice state=queued"] == 0
    assert told["ocop_outbox_messages lane=notice state=waiting"] == 1
    assert told["ocop_outbox_messages lane=broadcast state=queued"] == 0
    assert 90 <= told["ocop_outbox_oldest_seconds"] < 150
    assert told["ocop_inbox_events state=pending"] == 1
    assert told["ocop_inbox_events state=parked"] == 1


async def test_what_runs_counts_what_it_does(tmp_path: Path, platform: Platform):
    async with running(tmp_path, platform, http="127.0.0.1:0") as bot:
        lan = platform.person("Lan")
        await lan.starts()
        await lan.next()
        await lan.next()
        await platform.settled()
        url = await address(bot)
        assert (await health(url))[0] == 200
        told = await metrics(url)
    assert told["ocop_events_received_total channel=telegram kind=text"] == 1
    assert told["ocop_events_handled_total lane=fast"] == 1
    assert told["ocop_events_parked_total"] == 0
    assert told["ocop_event_seconds_count"] == 1
    assert 0 < told["ocop_event_seconds_sum"] < 5
    assert told["ocop_sends_total channel=telegram lane=reply outcome=sent"] == 2
    assert told["ocop_outbox_messages lane=reply state=queued"] == 0
