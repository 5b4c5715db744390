"""Fetches the files that people send: after the commit, outside any transaction, never holding up a message."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import insert, or_, select, update

from bot.channels.base import Channel, NotFetched
from handlers.kit.files import SEEN, SEEN_WITH_WORDS
from handlers.papers.barcodes import Code, read_codes
from models.base import Database
from models.mail import HOUSE, Event, EventKind, Inbox, waiting_row
from models.requests import LARGEST_FILE, Attachment, AttachmentState

log = structlog.get_logger(__name__)

#: How often a file is tried, and the seconds before the next try (doubled each time, an hour at most).
TRIES = 8
#: The same for a picture that somebody waits to have looked at.
TRIES_TO_LOOK = 2
FIRST_WAIT = 2.0
#: Files fetched side by side.
SIDE_BY_SIDE = 4


class Fetcher:
    """Brings the files home.

    :param folder: the data folder; files go to ``attachments/`` below it.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        folder: Path,
        on_event: Callable[[], None],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._channels = channels
        self._folder = folder
        self._on_event = on_event
        self._now = now
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """A file waits."""
        self._wake.set()

    async def run(self) -> None:
        """Fetch until cancelled."""
        while True:
            self._wake.clear()
            try:
                wait = await self.fetch_waiting()
            except Exception as error:  # the disk is full, the database locked: the rows stay
                log.error("fetcher.stuck", error=type(error).__name__)
                wait = 5.0
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def fetch_waiting(self) -> float | None:
        """Fetch everything that may be tried now; returns the seconds until the next try, None: nothing waits.

        Files whose people asked to be forgotten are deleted first.
        """
        await self._delete_erased()
        while True:
            now = self._now()
            async with self._database.read() as session:
                waiting = select(Attachment).where(
                    Attachment.state == AttachmentState.WAITING, Attachment.channel.in_(list(self._channels))
                )
                files = (
                    await session.scalars(
                        waiting.where(or_(Attachment.next_attempt.is_(None), Attachment.next_attempt <= now)).limit(
                            SIDE_BY_SIDE
                        )
                    )
                ).all()
                soonest = await session.scalar(
                    waiting.with_only_columns(Attachment.next_attempt).order_by(Attachment.next_attempt).limit(1)
                )
            if not files:
                return None if soonest is None else max((soonest - now).total_seconds(), 0.05)
            async with asyncio.TaskGroup() as group:
                for file in files:
                    group.create_task(self._fetch(file))

    async def _delete_erased(self) -> None:
        """Delete the files that nobody may have any more. The row keeps its path until its file is gone."""
        async with self._database.read() as session:
            erased = select(Attachment).where(Attachment.state == AttachmentState.ERASED, Attachment.path.is_not(None))
            files = (await session.scalars(erased)).all()
        if not files:
            return
        for file in files:
            await asyncio.to_thread((self._folder / str(file.path)).unlink, missing_ok=True)
        async with self._database.write() as session:
            gone = update(Attachment).where(Attachment.id.in_([file.id for file in files])).values(path=None)
            await session.execute(gone)

    async def _fetch(self, file: Attachment) -> None:
        looked_at = file.field in (SEEN, SEEN_WITH_WORDS)
        codes: list[Code] = []
        path = Path("attachments") / f"{file.id % 100:02d}" / f"{file.id}-{safe_name(file.name)}"
        target = self._folder / path
        part = target.with_name(target.name + ".part")
        await asyncio.to_thread(target.parent.mkdir, parents=True, exist_ok=True)
        state, size, wait = AttachmentState.STORED, 0, 0.0
        try:
            size = await self._channels[file.channel].fetch(file.file_id, part)
            if size > LARGEST_FILE:
                state = AttachmentState.REFUSED
            else:
                await asyncio.to_thread(part.replace, target)
                if looked_at:
                    codes = await asyncio.to_thread(read_codes, target)
                    await asyncio.to_thread(target.unlink)
        except (NotFetched, OSError) as error:
            final = isinstance(error, NotFetched) and error.final
            log.warning("fetcher.not_fetched", attachment=file.id, final=final, attempt=file.attempts + 1)
            if final or file.attempts + 1 >= (TRIES_TO_LOOK if looked_at else TRIES):
                state = AttachmentState.FAILED
            else:
                state, wait = AttachmentState.WAITING, min(3600.0, FIRST_WAIT * 2**file.attempts)
        if state is not AttachmentState.STORED:
            await asyncio.to_thread(part.unlink, missing_ok=True)
        await self._record(file.id, state, str(path), size, wait, codes)

    async def _record(
        self, identifier: int, state: AttachmentState, path: str, size: int, wait: float, codes: Sequence[Code]
    ) -> None:
        now = self._now()
        async with self._database.write() as session:
            row = await session.get_one(Attachment, identifier)
            row.attempts += 1
            if row.state is AttachmentState.ERASED:  # while it was being fetched
                row.path = path
                self.wake()
                return
            row.state = state
            if state is AttachmentState.WAITING:
                row.next_attempt = now + timedelta(seconds=wait)
                return
            args: dict[str, Any] = {"attachment_id": row.id}
            if row.field in (SEEN, SEEN_WITH_WORDS):
                # What it showed is told; the picture itself is gone already.
                args["codes"] = [[code.name, code.text] for code in codes]
                row.state, row.file_id, row.name, row.size = AttachmentState.ERASED, "", "", None
            elif state is AttachmentState.STORED:
                row.path, row.size = path, size
            event = Event(
                channel=row.channel,
                bot=HOUSE,
                id=f"fetched:{row.id}",
                kind=EventKind.FETCHED,
                chat=row.chat,
                sender=row.chat,
                at=now,
                data={"args": args},
            )
            await session.execute(insert(Inbox), [waiting_row(event, now)])
        self._on_event()


def safe_name(name: str) -> str:
    """A file name that can do no harm: no path, no leading dot, nothing but letters, digits and ``._-``, not long."""
    plain = re.sub(r"[^\w.-]+", "_", Path(name).name)
    # Bytes, not letters, are what a file system counts.
    return plain.encode()[-120:].decode(errors="ignore").lstrip("._") or "file"
