"""Files that the house makes for one person: written when their message goes out, swept when none needs them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import structlog
from sqlalchemy import select

from handlers.kit.exports import FOLDER
from handlers.kit.house import House
from models.base import Database
from models.mail import File, Outbox, is_held, is_open

log = structlog.get_logger(__name__)

#: Seconds between two looks for files that nobody sends any more, and how old these are at least.
SWEEP, KEPT = 600.0, 24 * 3600.0


class Exports:
    """Writes what was promised, and clears away what was left: by a turn that was taken back, or a broken-off run.

    :param now: the Unix time in seconds.
    """

    def __init__(self, database: Database, house: House, *, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._house = house
        self._now = now

    async def write(self, file: File) -> None:
        """Write a promised file, unless an earlier attempt to send it has. Its id says how: "workbook:vi".

        :raises ValueError: there is no such recipe.
        :raises OSError: it can't be written.
        """
        path = self._house.data_dir / str(file.path)
        if await asyncio.to_thread(path.exists):
            return
        recipe, _, language = str(file.id).partition(":")
        if recipe != "workbook":
            raise ValueError(f"there is no recipe {recipe!r}")
        # The library that writes workbooks is loaded when somebody asks for one.
        from handlers.papers.workbook import write_workbook

        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        async with self._database.read() as session:
            await write_workbook(session, part, words=self._house.words, language=language, zone=self._house.zone)
        await asyncio.to_thread(part.replace, path)

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            try:
                await self.sweep()
            except Exception as error:  # they are looked for again
                log.error("exports.not_swept", error=type(error).__name__)
            await asyncio.sleep(SWEEP)

    async def sweep(self) -> None:
        """Delete the old files that no message names, and what is left of files that were never fetched whole.

        A message may wait for days until its person writes.
        """
        old = await asyncio.to_thread(self._old)
        if not old:
            return
        named: set[Path] = set()
        async with self._database.read() as session:
            for waiting in (is_open(), is_held()):  # each with its own index
                reports = await session.scalars(select(Outbox.report).where(waiting))
                named.update(self._house.data_dir / report["args"].get("path", "") for report in reports if report)
        await asyncio.to_thread(_delete, [file for file in old if file not in named])

    def _old(self) -> list[Path]:
        folder, old = self._house.data_dir, []
        for file in (*(folder / FOLDER).glob("*"), *(folder / "attachments").glob("*/*.part")):
            with suppress(FileNotFoundError):  # sent meanwhile
                if self._now() - file.stat().st_mtime > KEPT:
                    old.append(file)
        return old


def _delete(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
