"""One office with a real bot process that can be killed, and people who go on writing whatever happens to it."""

from __future__ import annotations

import asyncio
import json
import random
import re
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot.channels.render import plain
from bot.demo.phone import Phone
from bot.demo.platform import Platform
from bot.demo.world import Message, seen
from bot.migrate import migrate
from bot.settings import load_settings
from models.accounts import Account, AccountState, Role
from models.base import Database
from models.requests import RequestKind
from tests.conversations.filling import TYPED
from tests.faults.forked import start
from tests.talk import MORNING

#: Seconds that a person waits for the bot, which is dead most of the time.
PATIENCE = 300.0
OFFICER = 201
CODE = re.compile(r"MV-26-\d{4}")


class House:
    """A platform, a data folder, and the bot between them."""

    def __init__(self, folder: Path, seed: int, producers: int) -> None:
        self.chance = random.Random(seed)
        self.platform = Platform(seed=seed)
        self.folder = folder
        self.officer = self.platform.person("Nông Thị Hạnh", person_id=OFFICER, started=True)
        self.producers = [
            self.platform.person(f"Hoàng Thị Lan {number}", person_id=1000 + number) for number in range(producers)
        ]
        #: How many kills there were, and the messages whose outcome was not recorded when they came.
        self.kills = 0
        self.unrecorded: Counter[tuple[int, str]] = Counter()
        self.log: list[str] = []
        self.submitted = 0
        self.closing = asyncio.Event()
        self._process: BaseProcess | None = None
        self._reader: asyncio.Task[None] | None = None

    # the process

    async def prepare(self) -> None:
        """Make the database, with an officer in it."""
        await migrate(load_settings(_env_file=None, data_dir=self.folder, telegram_token=self.platform.token))
        database = Database(f"sqlite+aiosqlite:///{self.folder / 'ocop.db'}")
        async with database.write() as session:
            session.add(
                Account(
                    channel="telegram",
                    address=str(OFFICER),
                    role=Role.OFFICER,
                    state=AccountState.ACTIVE,
                    name=self.officer.person.name,
                    areas=[kind.value for kind in RequestKind],
                    created_at=MORNING,
                )
            )
        await database.close()

    async def start(self) -> None:
        """Start the bot and wait until it says that it is ready."""
        settings = {
            "OCOP_TELEGRAM_TOKEN": self.platform.token,
            "OCOP_TELEGRAM_API_URL": self.platform.url,
            "OCOP_DATA_DIR": str(self.folder),
            "OCOP_SEND_RATE": "3000",
        }
        self._process, log = await start(settings)
        ready = asyncio.Event()
        self._reader = asyncio.create_task(self._read(log, ready))
        async with asyncio.timeout(30):
            await ready.wait()

    async def _read(self, stream: asyncio.StreamReader, ready: asyncio.Event) -> None:
        async for line in stream:
            self.log.append(line.decode(errors="replace"))
            if b"app.ready" in line:
                ready.set()
        ready.set()

    async def work(self) -> None:
        """Let the bot do a random amount of work, or for a second when it can do none."""
        until = len(self.platform.ledger) + self.chance.randint(0, 20)
        with suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                while len(self.platform.ledger) < until:
                    await asyncio.sleep(0.002)
        await asyncio.sleep(self.chance.uniform(0.0, 0.05))

    async def kill(self) -> None:
        """SIGKILL, whatever it is doing."""
        assert self._process is not None
        assert self._process.exitcode is None, "".join(self.log[-50:])
        self.kills += 1
        self._process.kill()
        await self._gone()
        self.unrecorded += self._messages(_OPEN)

    async def stop(self) -> int | None:
        """SIGTERM; returns the exit code."""
        assert self._process is not None
        self._process.terminate()
        await self._gone()
        return self._process.exitcode

    async def end(self) -> None:
        """Leave no process behind."""
        if self._process is not None and self._process.exitcode is None:
            self._process.kill()
            await self._gone()

    async def _gone(self) -> None:
        assert self._process is not None
        assert self._reader is not None
        async with asyncio.timeout(30):
            await self._reader
            await asyncio.to_thread(self._process.join)

    # the people

    async def produce(self, phone: Phone) -> None:
        """Ask for help with a barcode, again and again, until the house closes."""
        await phone.says("/start")
        await self._press(phone, "Đồng ý")
        await self._until(phone, lambda: self.value(_CONSENT, phone.id))
        while not self.closing.is_set():
            await self._request(phone)
            await phone.says("/menu")

    async def _request(self, phone: Phone) -> None:
        said = await phone.says("/hotro")
        await self._press(phone, "Mã số mã vạch", said)
        form = await self._until(phone, lambda: self.form(phone))
        if form["stage"] == "reuse":
            await self._press(phone, "Dùng lại", said)
            form = await self._until(phone, lambda: self.changed(phone, form))
        while form["field"]:
            before = form
            said = await phone.says(TYPED.get(form["field"], "1"))
            form = await self._until(phone, lambda before=before: self.changed(phone, before))
        number = self.value(_COUNT, phone.id) or 0
        # Not under the last request's review, which a kill may have made come again meanwhile.
        await self._press(phone, "Gửi yêu cầu", said)
        await self._until(phone, lambda: (self.value(_COUNT, phone.id) or 0) > number)
        self.submitted += 1

    async def take(self) -> None:
        """The officer takes every case, once, until cancelled."""
        taken: set[str] = set()

        def notice() -> Message | None:
            for message in self.officer.sees:
                code = CODE.search(message.text)
                if code and code[0] not in taken and "Nhận" in message.labels:
                    return message
            return None

        while True:
            found = await seen(self.officer.chat, notice, 1000)
            taken.add(CODE.search(found.text)[0])  # type: ignore[index]
            await self.officer.presses("Nhận", found)

    @staticmethod
    async def _press(phone: Phone, label: str, after: Message | None = None) -> None:
        least = after.id if after else 0
        message = await phone.until(
            lambda shown: shown.id > least and any(label in text for text in shown.labels), PATIENCE
        )
        await phone.presses(label, message)

    @staticmethod
    async def _until(phone: Phone, look: Any) -> Any:
        try:
            return await seen(phone.chat, lambda: look() or None, PATIENCE)
        except TimeoutError:
            raise TimeoutError(f"{phone.person.name} waits for ever; sees {phone.sees[-6:]}") from None

    # looking

    def rows(self, question: str, *values: Any) -> list[Any]:
        """What the database holds."""
        with closing(sqlite3.connect(f"file:{self.folder / 'ocop.db'}?mode=ro", uri=True)) as database:
            return database.execute(question, values).fetchall()

    def value(self, question: str, *values: Any) -> Any:
        """The first column of the first row, or None."""
        return next((row[0] for row in self.rows(question, *values)), None)

    def form(self, phone: Phone) -> dict[str, Any] | None:
        """The form that this person is filling in."""
        text = self.value(_FORM, str(phone.id))
        form: dict[str, Any] | None = json.loads(text) if text else None
        return form or None

    def changed(self, phone: Phone, before: dict[str, Any]) -> dict[str, Any] | None:
        """The form, when it isn't any more where it was."""
        form = self.form(phone)
        same = form is None or (form["stage"], form["field"]) == (before["stage"], before["field"])
        return None if same else form

    async def settle(self) -> None:
        """Wait until every update is acknowledged, every event answered and every message sent."""
        async with asyncio.timeout(PATIENCE):
            await self.platform.settled(PATIENCE)
            while self.value(_WAITING) or self.value(_PENDING):
                assert self._reader is not None
                ended, _ = await asyncio.wait([self._reader], timeout=0.1)
                assert not ended, "the bot has ended by itself:\n" + "".join(self.log[-50:])

    # judging

    def repeated(self) -> int:
        """Check that every message of the outbox was accepted once; returns how many were accepted again.

        The bot can't know of an acceptance whose answer never came, or which a kill kept it from recording.

        :raises AssertionError: one is missing, too many, or repeated though the bot knew.
        """
        meant, unknown = self._messages(_SENT), self._messages(_UNKNOWN)
        accepted: Counter[tuple[int, str]] = Counter()
        excused = self.unrecorded.copy()
        for call in self.platform.ledger.of("sendMessage"):
            assert call.chat_id is not None
            accepted[call.chat_id, call.text] += 1
            excused[call.chat_id, call.text] += not call.delivered
        assert not meant - accepted, f"lost: {meant - accepted}"
        again = accepted - meant
        assert set(again) <= set(meant + unknown), f"never meant: {set(again) - set(meant + unknown)}"
        assert not again - excused, f"repeated without reason: {again - excused}"
        return again.total()

    def _messages(self, question: str) -> Counter[tuple[int, str]]:
        """How often each text is in the outbox for each chat."""
        rows = self.rows(question)
        return Counter((int(chat), plain(json.loads(payload)["text"])) for chat, payload in rows)


_CONSENT = "SELECT consent_at FROM accounts WHERE address = ?"
_COUNT = (
    "SELECT count(*) FROM requests JOIN accounts ON accounts.id = requests.account_id "
    "WHERE accounts.address = ? AND requests.code IS NOT NULL"
)
_FORM = (
    "SELECT form FROM dialogues JOIN accounts ON accounts.id = dialogues.account_id "
    "WHERE accounts.address = ? AND form IS NOT NULL AND form <> 'null'"
)
_WAITING = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')"
_OPEN = "SELECT chat, payload FROM outbox WHERE operation = 'send' AND state IN ('queued', 'sending')"
_PENDING = "SELECT count(*) FROM inbox WHERE state <> 'done'"
#: What was left as unknown may be there once or more; what may be missing of it, nobody can tell.
_SENT = "SELECT chat, payload FROM outbox WHERE operation = 'send' AND state = 'sent'"
_UNKNOWN = "SELECT chat, payload FROM outbox WHERE operation = 'send' AND state = 'unknown'"
