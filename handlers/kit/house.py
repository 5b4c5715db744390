"""What every conversation may use, made once at the start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.words import Words
from models.corrections import Stamp, corrections, stamp
from models.criteria import CriteriaSets, load_criteria
from models.knowledge import Entry, Library

log = structlog.get_logger(__name__)

#: How often another process may have corrected the knowledge before this one looks.
LOOK_AGAIN = timedelta(seconds=10)


class Linker(Protocol):
    """How a channel writes an address that opens the bot with a word ("t.me/…?start=word")."""

    def __call__(self, word: str) -> str | None:
        """The address; None where the channel has none."""


@dataclass
class House:
    """The office, its words and its knowledge.

    :ivar links: for each channel that runs, how an address is written that opens the bot.
    :ivar send_rate: messages per second that a broadcast is planned with.
    :ivar admins: ``channel:address`` of the admins named in the settings.
    """

    words: Words
    office_name: str
    office_phone: str
    zone: ZoneInfo
    data_dir: Path
    send_rate: float = 30.0
    admins: frozenset[str] = frozenset()
    links: Mapping[str, Linker] = field(default_factory=dict)
    libraries: dict[str, Library] = field(default_factory=dict)

    _corrections: dict[str, dict[str, Entry]] = field(default_factory=lambda: defaultdict(dict))
    _stamp: Stamp | None = None
    _looked: datetime | None = None

    @property
    def channels(self) -> Collection[str]:
        """The channels that run: nobody is looked for on another one."""
        return self.links.keys()

    def library(self, language: str) -> Library:
        """The knowledge in that language, read when it is first asked for."""
        if language not in self.libraries:
            library = self.libraries[language] = self._load(language)
            for entry in self._corrections[language].values():
                library.replace(entry)
        return self.libraries[language]

    def _load(self, language: str) -> Library:
        """The files, with the words that an admin keeps beside the data; a bad words file is left out."""
        extra = self.data_dir / f"words.{language}.yaml"
        if extra.is_file():
            try:
                return Library.load(language, extra_words=extra)
            except (ValueError, OSError) as error:
                log.error("knowledge.words_file_ignored", file=str(extra), reason=str(error))
        return Library.load(language)

    async def load_corrections(self, session: AsyncSession) -> None:
        """Let what the admins have written count, in place of the files' entries; live at once."""
        self._stamp = await stamp(session)
        rows = await corrections(session)
        for language in {row.language for row in rows} | set(self._corrections):
            before = self._corrections[language]
            now = self._corrections[language] = {row.entry: row.as_entry() for row in rows if row.language == language}
            library = self.libraries.get(language)
            if library is None:
                continue
            for entry_id in before.keys() - now.keys():
                library.restore(entry_id)
            for entry_id, entry in now.items():
                if before.get(entry_id) != entry:
                    library.replace(entry)

    async def follow_corrections(self, session: AsyncSession, now: datetime) -> None:
        """The same where another process may have written, looked for every ten seconds at most."""
        if self._looked is not None and timedelta(0) <= now - self._looked < LOOK_AGAIN:
            return
        self._looked = now
        if await stamp(session) != self._stamp:
            await self.load_corrections(session)

    @cached_property
    def criteria(self) -> CriteriaSets:
        """The 26 criteria sets."""
        return load_criteria()

    def office(self, language: str) -> str:
        """The office's name and phone, for people who need somebody to talk to."""
        name = self.office_name or self.words.text(language, "office-name")
        return f"{name} ({self.office_phone})" if self.office_phone else str(name)

    def local(self, moment: datetime) -> datetime:
        """The moment on the office's clock."""
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> str:
        """``23/11/2026``."""
        return f"{self.local(moment):%d/%m/%Y}"

    def minute(self, moment: datetime) -> str:
        """``15:30 23/11/2026``."""
        return f"{self.local(moment):%H:%M %d/%m/%Y}"
