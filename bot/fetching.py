"""Fetches the files that people send: after the commit, outside any transaction, never holding up a message."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.channels.base import Channel, NotFetched
from handlers.kit.files import SEEN, SEEN_WITH_WORDS
from handlers.papers.barcodes import Code, read_codes
from models.accounts import Account
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
#: Seconds that one file may take; and for how long whoever fetches it has it for himself.
LONGEST, LEASE = 300.0, 360.0


class Fetcher:
    """Brings the files home.

    :param folder: the data folder; files go to ``attachments/`` below it.
    :param ahead: by field, what looks into a file, in a thread, before anybody is told that it is here.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        folder: Path,
        on_event: Callable[[], None],
        *,
        ahead: Mapping[str, Callable[[Path, datetime], object]] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._channels = channels
        self._folder = folder
        self._on_event = on_event
        self._ahead = ahead or {}
        self._now = now
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """A file waits."""
        self._wake.set()

    async def run(self) -> None:
        """Fetch until cancelled."""
        fresh = True
        while True:
            self._wake.clear()
            try:
                if fresh:
                    await self.recover()
                    fresh = False
                wait = await self.fetch_waiting()
            except Exception as error:  # the disk is full, the database locked: the rows stay
                log.error("fetcher.stuck", error=type(error).__name__)
                wait = 5.0
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def recover(self) -> None:
        """Take up at once what an earlier run had in hand. On PostgreSQL that may be another worker's: it waits."""
        if self._database.sqlite:
            async with self._database.write() as session:
                await session.execute(
                    update(Attachment).where(Attachment.state == AttachmentState.WAITING).values(next_attempt=None)
                )

    async def fetch_waiting(self) -> float | None:
        """Fetch everything that may be tried now; returns the seconds until the next try, None: nothing waits.

        Files whose people asked to be forgotten are deleted first.
        """
        await self._delete_erased()
        while True:
            now = self._now()
            async with self._database.read() as session:
                soonest = (
                    await session.scalars(
                        select(Attachment.next_attempt)
                        .where(self._waiting)
                        .order_by(Attachment.next_attempt.asc().nulls_first())
                        .limit(1)
                    )
                ).all()
            if not soonest:
                return None
            if soonest[0] is not None and soonest[0] > now:
                return max((soonest[0] - now).total_seconds(), 0.05)
            files = await self._claim(now)
            if not files:
                return 0.05  # another worker has them in hand
            done = await asyncio.gather(*map(self._fetch, files), return_exceptions=True)
            for failure in done:
                if failure is not None:  # it could not be written down: the file is tried again
                    raise failure

    @property
    def _waiting(self) -> ColumnElement[bool]:
        return and_(Attachment.state == AttachmentState.WAITING, Attachment.channel.in_(list(self._channels)))

    async def _claim(self, now: datetime) -> Sequence[Attachment]:
        """Take some files in hand: each counts an attempt, and is nobody else's until its lease is over.

        Counted before, so that a file that takes the whole program down with it is given up too.
        """
        async with self._database.write() as session:
            files = (
                await session.scalars(
                    select(Attachment)
                    .where(self._waiting, or_(Attachment.next_attempt.is_(None), Attachment.next_attempt <= now))
                    .order_by(Attachment.id)
                    .limit(SIDE_BY_SIDE)
                    .with_for_update(skip_locked=True)
                )
            ).all()
            for file in files:
                file.attempts += 1
                file.next_attempt = now + timedelta(seconds=LEASE)
        return files

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
        """Fetch one file, and write down what became of it. Whatever goes wrong with it is its failure alone."""
        looked_at = file.field in (SEEN, SEEN_WITH_WORDS)
        tries = TRIES_TO_LOOK if looked_at else TRIES
        codes: list[Code] = []
        path = Path("attachments") / f"{file.id % 100:02d}" / f"{file.id}-{safe_name(file.name)}"
        target = self._folder / path
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        state, size, wait = AttachmentState.STORED, 0, 0.0
        try:
            if file.attempts > tries:
                raise NotFetched("each try was broken off", final=True)
            await asyncio.to_thread(target.parent.mkdir, parents=True, exist_ok=True)
            async with asyncio.timeout(LONGEST):
                size = await self._channels[file.channel].fetch(file.file_id, part)
            if size > LARGEST_FILE:
                state = AttachmentState.REFUSED
            elif looked_at:
                codes = await asyncio.to_thread(read_codes, part)
            else:
                await asyncio.to_thread(part.replace, target)
                if (look := self._ahead.get(file.field or "")) is not None:
                    with suppress(Exception):  # whoever needs what is in it looks again, and learns why
                        await asyncio.to_thread(look, target, self._now())
        except Exception as error:
            final = (isinstance(error, NotFetched) and error.final) or file.attempts >= tries
            what = type(error).__name__
            log.warning("fetcher.not_fetched", attachment=file.id, final=final, attempt=file.attempts, error=what)
            state = AttachmentState.FAILED if final else AttachmentState.WAITING
            wait = min(3600.0, FIRST_WAIT * 2 ** (file.attempts - 1))
        finally:
            with suppress(OSError):
                await asyncio.to_thread(part.unlink, missing_ok=True)
        await self._record(file.id, state, str(path), size, wait, codes)

    async def _record(
        self, identifier: int, state: AttachmentState, path: str, size: int, wait: float, codes: Sequence[Code]
    ) -> None:
        now = self._now()
        async with self._database.write() as session:
            row = await session.get(Attachment, identifier, with_for_update=True)
            if row is not None and row.state is AttachmentState.ERASED:  # while it was being fetched
                row.path = path
                self.wake()
                return
            if row is None or row.state is not AttachmentState.WAITING:  # another worker was sooner
                return
            if state is AttachmentState.WAITING:
                row.next_attempt = now + timedelta(seconds=wait)
                return
            row.state = state
            args: dict[str, Any] = {"attachment_id": row.id}
            if row.field in (SEEN, SEEN_WITH_WORDS):
                # What it showed is told; the picture itself is gone already.
                args["codes"] = [[code.name, code.text] for code in codes]
                row.state, row.file_id, row.name, row.size = AttachmentState.ERASED, "", "", None
            elif state is AttachmentState.STORED:
                row.path, row.size = path, size
            sender = (await session.get_one(Account, row.account_id)).address
            event = Event(
                channel=row.channel,
                bot=HOUSE,
                id=f"fetched:{row.id}",
                kind=EventKind.FETCHED,
                chat=row.chat,
                sender=sender,
                at=now,
                group=sender != row.chat,
                data={"args": args},
            )
            insert = sqlite.insert if self._database.sqlite else postgresql.insert
            await session.execute(insert(Inbox).on_conflict_do_nothing(), [waiting_row(event, now)])
        self._on_event()


def safe_name(name: str) -> str:
    """A file name that can do no harm: no path, no leading dot, nothing but letters, digits and ``._-``, not long."""
    plain = re.sub(r"[^\w.-]+", "_", Path(name).name)
    # Bytes, not letters, are what a file system counts.
    return plain.encode()[-120:].decode(errors="ignore").lstrip("._") or "file"
