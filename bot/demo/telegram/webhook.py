"""Updates posted to a bot's webhook, in order within a chat, several chats at once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0
"""Seconds between two tries. Telegram's own are longer; nobody wants to wait in a demo."""
PATIENCE = 60.0
"""Seconds that the bot has to answer a post."""


@dataclass(slots=True)
class Pending:
    """One update as JSON text, for the chat `chat_id`; `copies` is how often it is still to be delivered."""

    id: int
    chat_id: int
    body: str
    copies: int = 1


@dataclass(slots=True)
class Webhook:
    """What setWebhook asked for, and what went wrong last."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


class Sender:
    """Posts updates to `webhook` until it was answered 2xx for each, and reports each to `posted`.

    An answer may contain a call, which goes to `answered`. The webhook's secret stands in the header `proof`.
    """

    def __init__(
        self,
        webhook: Webhook,
        posted: Callable[[Pending], None],
        answered: Callable[[dict[str, Any]], None],
        *,
        proof: str = "X-Telegram-Bot-Api-Secret-Token",
    ) -> None:
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers[proof] = webhook.secret
        self._webhook = webhook
        self._posted = posted
        self._answered = answered
        self._session = aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(total=PATIENCE))
        self._places = asyncio.Semaphore(webhook.max_connections)
        self._lines: dict[int, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, update: Pending) -> None:
        """Post `update` after the earlier ones of its chat."""
        line = self._lines.get(update.chat_id)
        if line is not None:
            line.append(update)
            return
        self._lines[update.chat_id] = deque([update])
        task = asyncio.create_task(self._post_line(update.chat_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    async def _post_line(self, chat_id: int) -> None:
        line = self._lines[chat_id]
        pause = FIRST_PAUSE
        while line:
            update = line[0]
            async with self._places:
                error = await self._post(update)
            if error:
                self._webhook.last_error, self._webhook.last_error_at = error, int(time.time())
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE
            update.copies -= 1
            if update.copies < 1:
                line.popleft()
                self._posted(update)
        del self._lines[chat_id]

    async def _post(self, update: Pending) -> str:
        """One try. Returns what went wrong, in Telegram's words, or nothing."""
        try:
            async with self._session.post(self._webhook.url, data=update.body.encode()) as response:
                body = await response.read()
        except aiohttp.ClientConnectionError:
            return "Connection refused"
        except (aiohttp.ClientError, TimeoutError):
            return "Read timeout expired"
        if not 200 <= response.status < 300:
            return f"Wrong response from the webhook: {response.status} {response.reason}"
        if body.startswith(b"{"):
            with contextlib.suppress(ValueError):
                call = json.loads(body)
                if "method" in call:
                    self._answered(call)
        return ""
