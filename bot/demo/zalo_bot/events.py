"""Events on their way to the bot: polled for one by one, or posted to its webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.demo.faults import UPDATE_FAULTS, Faults
from bot.demo.telegram.webhook import Pending, Sender, Webhook
from bot.demo.zalo_bot.errors import bad_request
from bot.demo.zalo_bot.habits import Habits

SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LONGEST_POLL = 60.0
"""Seconds."""
MALFORMED = '{"event_name":"message.text.received","message":{"message_id":7,"chat":null}}'


class Events:
    """The queue of one bot. Reading an event takes it out: there is nothing to acknowledge it with."""

    def __init__(self, faults: Faults, habits: Habits) -> None:
        self.webhook: Webhook | None = None
        self.pending: OrderedDict[int, Pending] = OrderedDict()
        self._faults = faults
        self._habits = habits
        self._last = 0
        self._read: Pending | None = None
        self._poller: asyncio.Future[None] | None = None
        self._emptied = asyncio.Event()
        self._sender: Sender | None = None
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> bool:
        """Whether a poller is on the line."""
        return self._poller is not None and not self._poller.done()

    def put(self, name: str, chat_id: int, message: dict[str, Any]) -> None:
        """Queue an event of `chat_id`."""
        body = json.dumps({"event_name": name, "message": message}, ensure_ascii=False)
        fault = self._faults.strike(name, UPDATE_FAULTS) if self._faults.rules else None
        if fault is not None:
            self.put_raw(MALFORMED if fault.kind == "malformed_update" else body, chat_id)
        self.put_raw(body, chat_id)

    def put_raw(self, body: str, chat_id: int = 0) -> None:
        """Queue an event as it is, whatever it is."""
        self._last += 1
        event = self.pending[self._last] = Pending(self._last, chat_id, body)
        self._emptied.clear()
        if self._sender is not None:
            self._sender.add(self._posting(event))
        else:
            self._wake_poller()

    async def settled(self) -> None:
        """Wait until every event was read, or taken by the webhook."""
        if self.pending:
            await self._emptied.wait()

    async def poll(self, seconds: float, listening: Callable[[], bool]) -> str | None:
        """getUpdates: one event as JSON, or None. `listening` tells whether the bot is still on the line.

        A second poller sends the first one home with nothing. Raises 400 while a webhook is set.
        """
        self._refuse_beside_webhook()
        self._wake_poller()
        again = self._read if self._habits.replay else None
        if not self.pending and again is None and seconds > 0:
            poller = self._poller = asyncio.get_running_loop().create_future()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(poller, min(seconds, LONGEST_POLL))
            self._refuse_beside_webhook()
        if not listening():
            return None
        if self.pending:
            _, self._read = self.pending.popitem(last=False)
            if not self.pending:
                self._emptied.set()
            return self._read.body
        return again.body if again is not None else None

    def _refuse_beside_webhook(self) -> None:
        if self.webhook is not None:
            raise bad_request("getUpdates does not work while a webhook is set; call deleteWebhook first")

    def _wake_poller(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def listen(self, webhook: Webhook | None) -> None:
        """Post to `webhook` from now on, or (None) wait for polls."""
        self.webhook = webhook
        if self._sender is not None:
            closing = asyncio.create_task(self._sender.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
            self._sender = None
        if webhook is not None:
            self._wake_poller()
            self._sender = Sender(webhook, self._posted, lambda answer: None, proof=SECRET_HEADER)
            for event in self.pending.values():
                self._sender.add(self._posting(event))

    def _posting(self, event: Pending) -> Pending:
        return replace(event, body=f'{{"ok":true,"result":{event.body}}}') if self._habits.wrapped else event

    def _posted(self, event: Pending) -> None:
        self.pending.pop(event.id, None)
        if not self.pending:
            self._emptied.set()

    async def stop(self) -> None:
        """Let go of the poller and the webhook."""
        self.listen(None)
        self._wake_poller()
        await asyncio.gather(*self._closing)
