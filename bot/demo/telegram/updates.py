"""Updates on their way to the bot: kept until acknowledged, polled for or posted to a webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.demo.faults import UPDATE_FAULTS, Faults
from bot.demo.telegram.errors import conflict

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of update that a bot gets only when it asks for them by name."""
LONGEST_POLL = 50
"""Seconds."""
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0
"""Seconds between two tries at a webhook. Telegram's own are longer; nobody wants to wait in a demo."""


@dataclass(slots=True)
class Pending:
    """One update as JSON text; `copies` is how many times it is still to be delivered."""

    id: int
    body: str
    copies: int = 1


@dataclass(slots=True)
class Webhook:
    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


@dataclass(slots=True)
class Updates:
    """The queue of one bot. Ids count up; `put` adds, `poll` fetches, a webhook empties it by itself."""

    faults: Faults
    answer: Callable[[dict[str, Any]], None]
    """Carries out a call that a webhook's answer contains."""
    pending: deque[Pending] = field(default_factory=deque)
    allowed: frozenset[str] = frozenset()
    webhook: Webhook | None = None
    _last_id: int = 500_000_000
    _repeats: list[Pending] = field(default_factory=list)
    _poller: asyncio.Future[None] | None = None
    _ready: asyncio.Event = field(default_factory=asyncio.Event)
    _emptied: asyncio.Event = field(default_factory=asyncio.Event)
    _sender: asyncio.Task[None] | None = None

    def put(self, kind: str, content: dict[str, Any]) -> None:
        """Queue an update, unless the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return
        copies = 1
        if self.faults.rules:
            fault = self.faults.strike(kind, UPDATE_FAULTS)
            if fault is not None and fault.kind == "malformed_update":
                self._append('"message":{"message_id":"not a number","chat":null}')
            elif fault is not None:
                copies = 2
        self._append(f'"{kind}":{json.dumps(content, ensure_ascii=False)}', copies)

    def _append(self, content: str, copies: int = 1) -> None:
        self._last_id += 1
        self.pending.append(Pending(self._last_id, f'{{"update_id":{self._last_id},{content}}}', copies))
        self._emptied.clear()
        if self.webhook is not None:
            self._ready.set()
        elif self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def drop(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()
        self._repeats.clear()
        self._emptied.set()

    async def settled(self) -> None:
        """Wait until every update was acknowledged."""
        if self.pending:
            await self._emptied.wait()

    def acknowledge(self, offset: int) -> None:
        """Forget the updates before `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            offset = self.pending[offset].id if len(self.pending) >= -offset else 0
        while self.pending and self.pending[0].id < offset:
            update = self.pending.popleft()
            if update.copies > 1:
                self._repeats.append(Pending(update.id, update.body))
        if not self.pending:
            self._emptied.set()

    async def poll(self, offset: int, limit: int, seconds: float) -> str:
        """getUpdates: a JSON list. A second poller ends the first one's call with 409."""
        if self.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(
                conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            )
            self._poller = None
        self.acknowledge(offset)
        if not self.pending and not self._repeats and seconds > 0:
            poller = self._poller = asyncio.get_running_loop().create_future()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(poller, min(seconds, LONGEST_POLL))
        found = [*self._repeats, *(self.pending[i] for i in range(min(limit, len(self.pending))))]
        self._repeats.clear()
        return f"[{','.join([update.body for update in found])}]"

    def listen(self, webhook: Webhook | None) -> None:
        """Post to `webhook` from now on, or (None) wait for polls."""
        self.webhook = webhook
        if self._sender is not None:
            self._sender.cancel()
            self._sender = None
        if webhook is not None:
            if self._poller is not None and not self._poller.done():
                self._poller.set_exception(conflict("terminated by setWebhook request"))
            if self.pending:
                self._ready.set()
            self._sender = asyncio.create_task(self._post_all(webhook))

    async def stop(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        if self._sender is not None:
            self._sender.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sender
            self._sender = None

    async def _post_all(self, webhook: Webhook) -> None:
        """Post one update after the other, each until it was answered with 2xx."""
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
            pause = FIRST_PAUSE
            while True:
                if not self.pending:
                    self._ready.clear()
                    await self._ready.wait()
                update = self.pending[0]
                error = await self._post(session, webhook, update)
                if error:
                    webhook.last_error, webhook.last_error_at = error, int(time.time())
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
                    continue
                pause = FIRST_PAUSE
                update.copies -= 1
                if update.copies < 1 and self.pending and self.pending[0] is update:
                    self.pending.popleft()
                if not self.pending:
                    self._emptied.set()

    async def _post(self, session: aiohttp.ClientSession, webhook: Webhook, update: Pending) -> str:
        """One try. Returns what went wrong, in Telegram's words, or nothing."""
        try:
            async with session.post(webhook.url, data=update.body.encode()) as response:
                body = await response.read()
                if not 200 <= response.status < 300:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
        except aiohttp.ClientConnectionError:
            return "Connection refused"
        except (aiohttp.ClientError, TimeoutError):
            return "Read timeout expired"
        if body.startswith(b"{"):
            with contextlib.suppress(ValueError):
                call = json.loads(body)
                if isinstance(call, dict) and "method" in call:
                    self.answer(call)
        return ""
