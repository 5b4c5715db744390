"""What every conversation may use, made once at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from handlers.kit.words import Words
from models.criteria import CriteriaSets, load_criteria
from models.knowledge import Library


class Linker(Protocol):
    """How a channel writes an address that opens the bot with a word ("t.me/…?start=word")."""

    def __call__(self, word: str) -> str | None:
        """The address; None where the channel has none."""


@dataclass
class House:
    """The office, its words and its knowledge.

    :ivar links: for each channel, how an address is written that opens the bot.
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

    def library(self, language: str) -> Library:
        """The knowledge in that language, read when it is first asked for."""
        if language not in self.libraries:
            self.libraries[language] = Library.load(language)
        return self.libraries[language]

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
