"""Events posted to the webhook, signed; repeated when they aren't answered 200 within two seconds.

Source: Zalo's webhook pages. `X-ZEvent-Signature: mac=<sha256 of app id, body, timestamp and OA secret key>`; repeats
carry `num_retry` and come after 30 s, 5 min, 15 min, 30 min and 1 h — here after a fraction of that. Events of one
person are posted in order; one that is repeated comes behind those that came after it, as in life.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import deque
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.demo.faults import UPDATE_FAULTS, Faults

PATIENCE = 2.0
"""Seconds that the bot has for its answer."""
PAUSES = (0.05, 0.2, 0.5, 1.0, 2.0)
"""Seconds before each repetition; after the last one the event is lost."""


@dataclass(slots=True, eq=False)
class Pending:
    """One event as it is posted."""

    chat_id: int
    body: bytes
    timestamp: str
    tries: int = 0


class Updates:
    """What the webhook is still to be told. Without a webhook events are lost, as they are in life."""

    def __init__(self, app_id: str, secret_key: str, faults: Faults) -> None:
        self.app_id = app_id
        self.secret_key = secret_key
        self.url = ""
        self.pending: set[Pending] = set()
        self.lost = 0
        self.pauses: tuple[float, ...] = PAUSES
        self.refused: list[int] = []
        """The statuses of answers that were not 200."""
        self._faults = faults
        self._lines: dict[int, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._emptied = asyncio.Event()
        self._emptied.set()

    def listen(self, url: str) -> None:
        """Post to `url` from now on; empty: nowhere."""
        self.url = url

    async def probe(self, url: str) -> bool:
        """Post an unsigned `{}`, as the console does when an address is saved; keep the address if it answers 200."""
        try:
            async with self._client().post(url, data=b"{}", headers={"Content-Type": "application/json"}) as response:
                well = response.status == 200
        except (aiohttp.ClientError, TimeoutError, ValueError):
            well = False
        if well:
            self.listen(url)
        return well

    def put(self, chat_id: int, content: dict[str, Any]) -> None:
        """Post an event about `chat_id` after the earlier ones."""
        if not self.url:
            self.lost += 1
            return
        copies = 1
        if self._faults.rules:
            fault = self._faults.strike(content["event_name"], UPDATE_FAULTS)
            if fault is not None and fault.kind == "malformed_update":
                broken = {**content, "sender": None, "follower": 7, "message": ["not an object"]}
                self._append(chat_id, broken)
            elif fault is not None:
                copies = 2
        for _ in range(copies):
            self._append(chat_id, content)

    def _append(self, chat_id: int, content: dict[str, Any]) -> None:
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        event = Pending(chat_id, body, str(content["timestamp"]))
        self.pending.add(event)
        self._emptied.clear()
        line = self._lines.get(chat_id)
        if line is not None:
            line.append(event)
            return
        self._lines[chat_id] = deque([event])
        self._start(self._post_line(chat_id))

    def sign(self, body: bytes, timestamp: str) -> str:
        """The signature of a body."""
        text = self.app_id.encode() + body + timestamp.encode() + self.secret_key.encode()
        return f"mac={hashlib.sha256(text).hexdigest()}"

    async def settled(self) -> None:
        """Wait until every event was answered, or is lost."""
        while self.pending:
            await self._emptied.wait()

    async def stop(self) -> None:
        """Post nothing more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._lines.clear()
        self.pending.clear()
        self._emptied.set()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        return self._session

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _post_line(self, chat_id: int) -> None:
        line = self._lines[chat_id]
        while line:
            event = line[0]
            if await self._post(event):
                self._done(event)
            else:
                self._start(self._repeat(event))
            line.popleft()
        del self._lines[chat_id]

    async def _repeat(self, event: Pending) -> None:
        for pause in self.pauses:
            await asyncio.sleep(pause)
            event.tries += 1
            if await self._post(event):
                break
        else:
            self.lost += 1
        self._done(event)

    async def _post(self, event: Pending) -> bool:
        headers = {
            "Content-Type": "application/json",
            "X-ZEvent-Signature": self.sign(event.body, event.timestamp),
            "X-ZEvent-Timestamp": event.timestamp,
        }
        if event.tries:
            headers["num_retry"] = str(event.tries)
        try:
            async with self._client().post(self.url, data=event.body, headers=headers) as response:
                if response.status != 200:
                    self.refused.append(response.status)
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    def _done(self, event: Pending) -> None:
        self.pending.discard(event)
        if not self.pending:
            self._emptied.set()
