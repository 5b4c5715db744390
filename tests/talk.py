"""Conversations as transcripts: people who write to the real engine through a channel without a platform."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Dialect, create_engine, event
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import TELEGRAM, ZALO, ZALO_OA, Capabilities
from bot.channels.memory import MemoryChannel, Shown
from bot.clock import Clock
from bot.delivery import Delivery
from bot.engine import Engine
from bot.exports import Exports
from bot.fetching import Fetcher
from bot.flood import Flood
from handlers.admins import register
from handlers.front import commands_for, front_door
from handlers.kit.house import House
from handlers.kit.router import Router
from handlers.kit.words import Words
from models.base import Database
from models.knowledge import Library, fold
from models.mail import Choice, Event, EventKind
from models.requests import read_code
from models.tables import metadata

#: A Monday morning in the office's time zone.
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
#: Seconds after which a conversation that doesn't come to rest is a failure.
PATIENCE = 20
WORDS = Words()
#: What every conversation is tried on, by the channel's name.
PROFILES = {
    "telegram": TELEGRAM,
    "zalo": ZALO,
    # As it is for somebody who keeps writing; what waits otherwise is tests/conversations/test_windows.py's.
    "zalo_oa": replace(ZALO_OA, window=None),
}


@dataclass
class Person:
    """Somebody with a phone. ``chat`` is their own chat, or a group's; ``app`` the channel that they write on."""

    talk: Talk
    address: str
    name: str
    chat: str = ""
    app: str = ""
    _seen: int = 0

    def __post_init__(self) -> None:
        self.chat = self.chat or self.address
        self.app = self.app or self.talk.channel.name

    def at(self, chat: str) -> Person:
        """The same person, writing in a group."""
        return Person(self.talk, self.address, self.name, chat, self.app)

    def on(self, app: str, address: str = "") -> Person:
        """The same person on another channel of the house, by default with the same address."""
        return Person(self.talk, address or self.address, self.name, app=app)

    @property
    def channel(self) -> MemoryChannel:
        """The channel that they write on."""
        return self.talk.channels[self.app]

    # doing

    async def says(self, text: str) -> Person:
        """Type a text and send it."""
        return await self._sends(EventKind.TEXT, text)

    async def presses(self, label: str, *, on: str | None = None) -> Person:
        """Choose the newest choice whose label holds ``label``; ``on``: in the newest message that holds that text.

        With buttons it is pressed. Without, its number is typed; its words, where it has no number; and where a notice
        names a code instead, the code is typed first, as a person would.
        """
        shown, choice = self._find(label, on)
        if shown.buttons:
            return await self._sends(EventKind.CHOICE, choice.key, {"message": shown.id})
        if shown.hint and not shown.buttons:
            code = read_code(shown.hint) or next(iter(re.findall(r"CH-\d+", shown.hint)), None)
            assert code, f"the hint {shown.hint!r} names no code to type"
            await self.says(code)
            shown, choice = self._find(label, None)
            assert not shown.hint, f"typing {code} did not open anything with {label!r}"
        numbered = [each for each in shown.choices if each.numbered and not each.url]
        return await self.says(str(numbered.index(choice) + 1) if choice in numbered else choice.label)

    async def forges(self, key: str) -> Person:
        """Press a button that was never shown."""
        return await self._sends(EventKind.CHOICE, key, {"message": "1"})

    async def replies(self, to: str, text: str) -> Person:
        """Answer the newest message that holds ``to``."""
        return await self._sends(EventKind.TEXT, text, {"reply_to": self._newest(to).id})

    async def sends_photo(
        self,
        content: bytes = b"\xff\xd8\xff photo",
        *,
        caption: str = "",
        to: str | None = None,
        size: int | None = None,
    ) -> Person:
        """Send a photo, perhaps as an answer to the newest message that holds ``to``."""
        return await self._sends_file(EventKind.PHOTO, content, "photo.jpg", "image/jpeg", caption, to, size)

    async def sends_document(
        self,
        content: bytes = b"%PDF-1.7 paper",
        *,
        name: str = "giay.pdf",
        mime: str = "application/pdf",
        caption: str = "",
        size: int | None = None,
    ) -> Person:
        """Send a document."""
        return await self._sends_file(EventKind.DOCUMENT, content, name, mime, caption, None, size)

    async def shares_phone(self, phone: str) -> Person:
        """Send one's contact card."""
        return await self._sends(EventKind.CONTACT, "", {"phone": phone})

    async def sends(self, kind: EventKind, text: str = "", **data: object) -> Person:
        """Send anything else: a voice message, a place, a sticker."""
        return await self._sends(kind, text, data)

    # seeing

    @property
    def screen(self) -> list[Shown]:
        """Every message in this chat."""
        return self.channel.in_chat(self.chat)

    def sees(self) -> str:
        """What has come since this person last did something, as text."""
        return "\n---\n".join(shown.text for shown in self.screen[self._seen :])

    def sees_all(self) -> str:
        """Everything in this chat, as text."""
        return "\n---\n".join(shown.text for shown in self.screen)

    def last(self) -> Shown:
        """The newest message."""
        return self.screen[-1]

    def choices(self) -> list[str]:
        """The labels of the newest message that has any."""
        return next(([c.label for c in shown.choices] for shown in reversed(self.screen) if shown.choices), [])

    def _newest(self, text: str) -> Shown:
        for shown in reversed(self.screen):
            if text in shown.text:
                return shown
        raise AssertionError(f"{self.name} sees nothing with {text!r} in:\n{self.sees_all()}")

    def _find(self, label: str, on: str | None) -> tuple[Shown, Choice]:
        wanted = fold(label)
        for shown in reversed(self.screen):
            if on is not None and on not in shown.text:
                continue
            for choice in shown.choices:
                if wanted in fold(choice.label):
                    return shown, choice
        raise AssertionError(f"{self.name} can't choose {label!r}; sees:\n{self.sees_all()}\nlast: {self.choices()}")

    async def _sends_file(
        self,
        kind: EventKind,
        content: bytes,
        name: str,
        mime: str,
        caption: str,
        to: str | None,
        size: int | None,
    ) -> Person:
        identifier = f"file-{self.talk.number + 1}"
        self.channel.files[identifier] = content
        data: dict[str, object] = {
            "file": {
                "id": identifier,
                "name": name,
                "mime": mime,
                "size": len(content) if size is None else size,
            }
        }
        if to is not None:
            data["reply_to"] = self._newest(to).id
        return await self._sends(kind, caption, data)

    async def _sends(self, kind: EventKind, text: str, data: dict[str, object] | None = None) -> Person:
        self._seen = len(self.screen)
        await self.talk.deliver(self.event(kind, text, data))
        return self

    def event(self, kind: EventKind, text: str, data: dict[str, object] | None = None) -> Event:
        """The event that this person would make."""
        self.talk.number += 1
        return Event(
            channel=self.app,
            bot="1",
            id=str(self.talk.number),
            kind=kind,
            chat=self.chat,
            sender=self.address,
            at=self.talk.now(),
            group=self.chat != self.address,
            text=text,
            data={"name": self.name, **(data or {})},
        )


@dataclass
class Talk:
    """The whole house, but for a real platform and a real clock."""

    channel: MemoryChannel
    database: Database
    house: House
    engine: Engine
    delivery: Delivery
    clock: Clock
    fetcher: Fetcher
    _moment: list[datetime]
    _commits: list[int]
    #: Every channel of the house, ``channel`` among them, by name.
    channels: dict[str, MemoryChannel] = field(default_factory=dict)
    #: When everybody last looked what the time has brought.
    _looked: datetime | None = None
    number: int = 0
    producer: Person = field(init=False)
    neighbour: Person = field(init=False)
    officer: Person = field(init=False)
    colleague: Person = field(init=False)
    admin: Person = field(init=False)

    def __post_init__(self) -> None:
        self.channels = self.channels or {self.channel.name: self.channel}
        self.producer = self.person("101", "Hoàng Thị Lan")
        self.neighbour = self.person("102", "Triệu Văn Phúc")
        self.officer = self.person("201", "Nông Thị Hạnh")
        self.colleague = self.person("202", "Bế Văn Sơn")
        self.admin = self.person("301", "Lý Thu Trang")

    def person(self, address: str, name: str) -> Person:
        """Somebody else."""
        return Person(self, address, name)

    def now(self) -> datetime:
        """The moment that the house believes it is."""
        return self._moment[0]

    async def deliver(self, *events: Event) -> None:
        """Hand events in and wait until everything that follows at once has happened."""
        await self.engine.receive(events)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is left to do at this moment."""
        async with asyncio.timeout(PATIENCE):
            for _ in range(3):
                before = self._commits[0]
                if self._looked != self.now():
                    self._looked = self.now()
                    self.clock.wake()
                    self.fetcher.wake()
                # As in the program they look when they are told, or when time has passed: not after every word.
                if self.clock._wake.is_set():
                    self.clock._wake.clear()
                    await self.clock.tick()
                    await self.engine.drained()
                if self.fetcher._wake.is_set():
                    self.fetcher._wake.clear()
                    await self.fetcher.fetch_waiting()
                await self.engine.drained()
                await self.delivery.settled()
                await self.engine.drained()
                if self._commits[0] == before:
                    break

    async def passes(self, **time: float) -> None:
        """Let time go by (``hours=3``), stopping at every moment that something waits for."""
        target = self.now() + timedelta(**time)
        while True:
            wait = await self.clock.tick()
            await self.settle()
            if wait is None or self.now() + timedelta(seconds=wait) >= target:
                break
            self._moment[0] += timedelta(seconds=wait)
        self._moment[0] = target
        await self.settle()

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncSession]:
        """Look into the database."""
        async with self.database.read() as session:
            yield session


@asynccontextmanager
async def talking(
    folder: Path,
    *,
    capabilities: Capabilities = TELEGRAM,
    also: Mapping[str, Capabilities] | None = None,
    router: Router | None = None,
    flood: Flood | None = None,
    between_tries: tuple[float, ...] = (0.0, 0.0),
    database: Database | None = None,
    change: Callable[[MemoryChannel], None] = lambda channel: None,
) -> AsyncIterator[Talk]:
    """Open the house for a test: real engine, delivery, clock, fetcher and database, one admin (301).

    :param also: further channels of the same house, by name.
    """
    own = database is None
    if database is None:
        await asyncio.to_thread(_lay_out, folder / "ocop.db")
        database = Database(f"sqlite+aiosqlite:///{folder / 'ocop.db'}")
    else:
        async with database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
    if database.sqlite:
        _compiled_once(database)
    commits = _watched(database)
    name = next((name for name, profile in PROFILES.items() if profile is capabilities), "telegram")
    channel = MemoryChannel(name, capabilities)
    channels = {name: channel} | {other: MemoryChannel(other, able) for other, able in (also or {}).items()}
    for each in channels.values():
        change(each)
    house = House(
        words=WORDS,
        office_name="",
        office_phone="0209 387 0000",
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
        data_dir=folder,
        admins=frozenset({f"{channel.name}:301"}),
        links={name: each.link for name, each in channels.items()},
        libraries=_LIBRARIES,
    )
    moment = [MORNING]

    def now() -> datetime:
        return moment[0]

    def after_commit(due: bool, files: bool) -> None:
        if due:
            clock.wake()
        if files:
            fetcher.wake()

    engine: Engine
    delivery = Delivery(
        database,
        channels,
        rate=1_000_000,
        commands=lambda role, language: commands_for(WORDS, role, language),
        write=Exports(database, house).write,
        on_report=lambda: engine.wake(),
        now=now,
        first_wait=0.001,
    )
    clock = Clock(database, lambda: engine.wake(), now=now)
    ahead = {register.FIELD: partial(register.read_ahead, house)}
    fetcher = Fetcher(database, channels, folder, lambda: engine.wake(), ahead=ahead, now=now)
    engine = Engine(
        database,
        router or front_door(),
        house,
        delivery,
        now=now,
        flood=flood,
        between_tries=between_tries,
        after_commit=after_commit,
    )
    async with database.read() as session:
        await house.load_corrections(session)
    await delivery.recover()
    await engine.start()
    tasks = [asyncio.create_task(engine.work()), asyncio.create_task(delivery.run())]
    try:
        yield Talk(channel, database, house, engine, delivery, clock, fetcher, moment, commits, channels)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for language, entries in house._corrections.items():
            for entry_id in entries:  # the libraries are used by the next house too
                house.library(language).restore(entry_id)
        if own:
            await database.close()


def _watched(database: Database) -> list[int]:
    """Count what is written, so that a round in which nothing was is the last; and never wait for the disk."""
    commits = [0]
    engine = database.engine.sync_engine

    @event.listens_for(engine, "commit")
    def count(connection: object) -> None:
        commits[0] += 1

    if database.sqlite:

        @event.listens_for(engine, "connect")
        def hurry(connection: Any, record: object) -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.close()

    return commits


def _compiled_once(database: Database) -> None:
    """Compile a statement once for all tests, not anew for every test's engine: what is compiled is kept by dialect."""
    for engine in (database._writer.sync_engine, database._reader.sync_engine):
        engine.dialect = _DIALECTS.setdefault(engine.dialect.name, engine.dialect)
        engine.update_execution_options(compiled_cache=_COMPILED)


def _lay_out(file: Path) -> None:
    """An empty database with every table, copied from one that is made once; one that is there already stays."""
    if file.exists():
        return
    if not _EMPTY:
        engine = create_engine("sqlite://")
        metadata.create_all(engine)
        with engine.connect() as connection:
            _EMPTY.append(connection.connection.dbapi_connection.serialize())  # type: ignore[union-attr]
        engine.dispose()
    file.write_bytes(_EMPTY[0])


#: SQLAlchemy's own, and what it has compiled for it.
_DIALECTS: dict[str, Dialect] = {}
_COMPILED: dict[Any, Any] = {}
#: The bytes of an empty database.
_EMPTY: list[bytes] = []
#: Read once for all tests: the knowledge is the same, and takes a moment to index.
_LIBRARIES: dict[str, Library] = {}
