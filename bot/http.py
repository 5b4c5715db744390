"""The house's own little web server: webhooks, ``/healthz``, ``/metrics``, and files for those who have an address."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Gauge, generate_latest
from sqlalchemy import func, select, text

from models.base import Database
from models.mail import Inbox, InboxState, Lane, Outbox, OutboxState, is_held, is_open, is_unanswered

if TYPE_CHECKING:
    from bot.links import Links

log = structlog.get_logger(__name__)

#: The largest body that a webhook may send; bytes.
LARGEST_BODY = 1024 * 1024
#: Free disk space below which the house is not well; bytes.
LEAST_DISK = 50 * 1024 * 1024
#: Minutes that the oldest message may wait before the house is not well.
LONGEST_WAIT = 15
#: Seconds that calls under way may take when the house closes; what is not acknowledged by then is posted again.
STOP = 5.0
#: Seconds that the database may take to answer before the house is not well.
PATIENCE = 5.0

WAITING = Gauge("ocop_outbox_messages", "Messages that are not sent yet, by lane and state", ["lane", "state"])
OLDEST = Gauge("ocop_outbox_oldest_seconds", "Age of the oldest message that waits to be sent")
BACKLOG = Gauge("ocop_inbox_events", "Events that wait or are parked", ["state"])

Webhook = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Listens on ``OCOP_HTTP``.

    :param webhooks: paths and who answers them.
    :param links: who answers the addresses of files, if there are any.
    :param troubles: who may know of something that is wrong, in one line; None: nothing.
    """

    def __init__(
        self,
        database: Database,
        data_dir: Path,
        webhooks: Mapping[str, Webhook],
        links: Links | None = None,
        troubles: Iterable[Callable[[], str | None]] = (),
    ) -> None:
        self._database = database
        self._troubles = list(troubles)
        self._data_dir = data_dir
        self._looking: asyncio.Task[list[str]] | None = None
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/metrics", self._metrics)
        for path, answer in webhooks.items():
            app.router.add_post(path, answer)
        if links is not None:
            app.router.add_get(links.ROUTE, links.answer)
        # No platform packs what it posts, and what says that it is packed is of any size, or breaks off unpacking.
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=STOP, auto_decompress=False
        )

    async def start(self, host: str, port: int) -> int:
        """Begin to listen; returns the port, which the system chooses when 0 is given.

        :raises OSError: the port is taken.
        """
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        chosen: int = self._runner.addresses[0][1]
        log.info("http.listening", port=chosen)
        return chosen

    async def stop(self) -> None:
        """Answer what is under way, then close."""
        await self._runner.cleanup()
        if self._looking is not None:
            await asyncio.wait({self._looking})

    async def _health(self, request: web.Request) -> web.Response:
        """200 when events can be stored and messages leave; 503 with what is wrong."""
        wrong = []
        begun = time.perf_counter()
        # A look that hangs is left to end by itself, and the next one to ask waits for the same.
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        if not (await asyncio.wait({self._looking}, timeout=PATIENCE))[0]:
            wrong.append(f"database: no answer within {PATIENCE:g} seconds")
        elif error := self._looking.exception():
            wrong.append(f"database: {type(error).__name__}")
        else:
            wrong += self._looking.result()
        free = (await asyncio.to_thread(shutil.disk_usage, self._data_dir)).free
        if free < LEAST_DISK:
            wrong.append(f"disk: {free // 1024 // 1024} MB free")
        wrong += [trouble for look in self._troubles if (trouble := look()) is not None]
        body = {"ok": not wrong, "wrong": wrong, "seconds": round(time.perf_counter() - begun, 4)}
        return web.json_response(body, status=503 if wrong else 200)

    async def _look(self) -> list[str]:
        async with self._database.write() as session:
            # Really written, though nothing changes: only so a locked, read-only or full place shows.
            await session.execute(text("UPDATE alembic_version SET version_num = version_num"))
            oldest = await session.scalar(
                select(func.min(Outbox.created_at)).where(
                    # What had to wait until its person wrote is old without anything being wrong.
                    is_open(),
                    Outbox.state == OutboxState.QUEUED,
                    Outbox.lane != Lane.BROADCAST,
                    Outbox.held_at.is_(None),
                )
            )
        age = (datetime.now(UTC) - oldest).total_seconds() if oldest else 0.0
        return [f"outbox: the oldest message has waited {age / 60:.0f} minutes"] if age > LONGEST_WAIT * 60 else []

    async def _metrics(self, request: web.Request) -> web.Response:
        """What Prometheus reads."""
        async with self._database.read() as session:
            open_states = [OutboxState.QUEUED, OutboxState.SENDING]
            oldest_new = func.min(Outbox.created_at).filter(Outbox.held_at.is_(None))
            rows = await session.execute(
                select(Outbox.lane, Outbox.state, func.count(), oldest_new)
                .where(is_open())
                .group_by(Outbox.lane, Outbox.state)
            )
            counted: dict[tuple[Lane, OutboxState], tuple[int, datetime | None]] = {
                (lane, state): (number, oldest) for lane, state, number, oldest in rows
            }
            held = await session.execute(select(Outbox.lane, func.count()).where(is_held()).group_by(Outbox.lane))
            counted |= {(lane, OutboxState.WAITING): (number, None) for lane, number in held}
            events = await session.execute(
                select(Inbox.state, func.count()).where(is_unanswered()).group_by(Inbox.state)
            )
            backlog = {state: number for state, number in events}
        for lane in Lane:
            for state in (*open_states, OutboxState.WAITING):
                WAITING.labels(lane.value, state.value).set(counted.get((lane, state), (0, None))[0])
        ages = [oldest for _, oldest in counted.values() if oldest is not None]
        OLDEST.set((datetime.now(UTC) - min(ages)).total_seconds() if ages else 0)
        for waiting in (InboxState.PENDING, InboxState.PARKED):
            BACKLOG.labels(waiting.value).set(backlog.get(waiting, 0))
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})
