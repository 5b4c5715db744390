"""Updates on their way to the bot: kept until acknowledged, polled for or posted to a webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import OrderedDict
from collections.abc import Callable
from itertools import islice
from typing import Any

from bot.demo.faults import UPDATE_FAULTS, Faults
from bot.demo.telegram.errors import ApiError, conflict
from bot.demo.telegram.webhook import Pending, Sender, Webhook

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of update that a bot gets only when it asks for them by name."""
LONGEST_POLL = 50
"""Seconds."""


class Updates:
    """The queue of one bot. Ids count up; `put` adds, `poll` fetches, a webhook empties it by itself.

    `answered` carries out a call that a webhook's answer contains.
    """

    def __init__(self, faults: Faults, answered: Callable[[dict[str, Any]], None]) -> None:
        self.allowed: frozenset[str] = frozenset()
        self.webhook: Webhook | None = None
        self.pending: OrderedDict[int, Pending] = OrderedDict()
        self._faults = faults
        self._answered = answered
        self._last_id = 500_000_000
        self._repeats: list[Pending] = []
        self._poller: asyncio.Future[None] | None = None
        self._emptied = asyncio.Event()
        self._sender: Sender | None = None
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> bool:
        """Whether a poller is on the line."""
        return self._poller is not None and not self._poller.done()

    def put(self, kind: str, chat_id: int, content: dict[str, Any]) -> None:
        """Queue an update of `chat_id`, unless the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return
        copies = 1
        if self._faults.rules:
            fault = self._faults.strike(kind, UPDATE_FAULTS)
            if fault is not None and fault.kind == "malformed_update":
                self._append(chat_id, '"message":{"message_id":"not a number","chat":null}')
            elif fault is not None:
                copies = 2
        self._append(chat_id, f'"{kind}":{json.dumps(content, ensure_ascii=False)}', copies)

    def _append(self, chat_id: int, content: str, copies: int = 1) -> None:
        self._last_id = number = self._last_id + 1
        update = Pending(number, chat_id, f'{{"update_id":{number},{content}}}', copies)
        self.pending[number] = update
        self._emptied.clear()
        if self._sender is not None:
            self._sender.add(update)
        else:
            self._answer_poller()

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
            offset = next(islice(reversed(self.pending), -offset - 1, None), 0)
        while self.pending and next(iter(self.pending)) < offset:
            _, update = self.pending.popitem(last=False)
            if update.copies > 1:
                self._repeats.append(update)
        if not self.pending:
            self._emptied.set()

    async def poll(self, offset: int, limit: int, seconds: float) -> str:
        """getUpdates: a JSON list. A second poller ends the first one's call with 409."""
        if self.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._answer_poller(
            conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        )
        self.acknowledge(offset)
        if not self.pending and not self._repeats and seconds > 0:
            poller = self._poller = asyncio.get_running_loop().create_future()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(poller, min(seconds, LONGEST_POLL))
        found = [*self._repeats, *islice(self.pending.values(), limit)]
        self._repeats.clear()
        return f"[{','.join([update.body for update in found])}]"

    def _answer_poller(self, error: ApiError | None = None) -> None:
        """Let the poller on the line, if any, look again, or end its call with `error`."""
        if self._poller is not None and not self._poller.done():
            if error is None:
                self._poller.set_result(None)
            else:
                self._poller.set_exception(error)

    def listen(self, webhook: Webhook | None) -> None:
        """Post to `webhook` from now on, or (None) wait for polls."""
        self.webhook = webhook
        if self._sender is not None:
            closing = asyncio.create_task(self._sender.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
            self._sender = None
        if webhook is not None:
            self._answer_poller(conflict("terminated by setWebhook request"))
            self._sender = Sender(webhook, self._posted, self._answered)
            for update in self.pending.values():
                self._sender.add(update)

    def _posted(self, update: Pending) -> None:
        self.pending.pop(update.id, None)
        if not self.pending:
            self._emptied.set()

    async def stop(self) -> None:
        """Let go of the poller and the webhook."""
        self.listen(None)
        self._answer_poller()
        await asyncio.gather(*self._closing)
