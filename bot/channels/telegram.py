"""Telegram: long polling or webhook in, the Bot API out.

Drives ``telegram.Bot`` itself, not ``Application``: its queue acknowledges updates that nobody has handled yet.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.base import TELEGRAM, Deliver, Envelope, NotFetched, Outcome, Verdict
from bot.channels.counters import REFUSED, UNREADABLE
from bot.channels.incoming import MALFORMED, clean, read_json
from bot.channels.render import render
from bot.channels.telegram_request import AiohttpRequest, Dropped
from bot.channels.telegram_words import keyboard, read_update, seconds, verdict
from models.mail import Event, File, Operation, Reason

log = structlog.get_logger(__name__)

#: Seconds that one long poll waits.
POLL = 30
#: What is asked for; everything else is never sent to us.
UPDATES = ["message", "callback_query", "my_chat_member"]


class RawBot(Bot):
    """``telegram.Bot`` with its connections, encoding and errors, but answers as plain JSON.

    Building the library's objects took a quarter of all the time, and one malformed update made a whole batch
    unreadable.
    """

    async def call(self, method: str, *, wait: float = AiohttpRequest.ANSWER, **parameters: Any) -> Any:
        """Call a method of the Bot API; ``wait`` is how long an answer may take, in seconds.

        :raises TelegramError: as every method of the library's ``Bot``.
        """
        data = {name: value for name, value in parameters.items() if value is not None}
        return await self._post(method, data, read_timeout=wait)


class TelegramChannel:
    """One bot on Telegram.

    :param base_url: the Bot API's address; ``/bot<token>/METHOD`` is appended.
    :param data_dir: where the files to be sent lie.
    :param webhook: the public address of our webhook, and the secret that proves who calls it; None: long polling.
    """

    name = "telegram"
    capabilities = TELEGRAM

    def __init__(self, token: str, base_url: str, data_dir: Path, *, webhook: tuple[str, str] | None = None) -> None:
        self._request = AiohttpRequest()
        self._files = f"{base_url}/file/bot{token}"
        self._bot = RawBot(
            token,
            base_url=f"{base_url}/bot",
            request=self._request,
            get_updates_request=AiohttpRequest(connections=2),
        )
        self._id = token.partition(":")[0]
        self._data_dir = data_dir
        self._webhook = webhook
        self._username: str | None = None
        self._deliver: Deliver | None = None
        #: Failures in a row to reach the platform for what comes in.
        self._stumbles = 0
        self._background: set[asyncio.Task[None]] = set()

    # coming in

    async def receive(self, deliver: Deliver) -> None:
        """See :meth:`bot.channels.base.Channel.receive`."""
        self._deliver = deliver
        await self._introduce()
        if self._webhook is not None:
            await asyncio.Event().wait()
        offset: int | None = None
        while True:
            try:
                updates = await self._bot.call(
                    "getUpdates", wait=POLL + 10, offset=offset, limit=100, timeout=POLL, allowed_updates=UPDATES
                )
            except TelegramError as error:
                await self._rest(error)
                continue
            events = [event for update in updates if (event := self._read(update)) is not None]
            if events and not await self._delivered(events):
                continue
            # Only the next call acknowledges, and it is made after the commit. The last id counts, not the highest:
            # after a week without updates they begin anew anywhere, perhaps lower.
            acknowledged, offset = offset, _behind(updates, offset)
            if updates and offset == acknowledged:
                await asyncio.sleep(self._longer())  # nothing but a repetition, which asking at once may only repeat
            else:
                self._stumbles = 0

    async def _delivered(self, events: Sequence[Event]) -> bool:
        """Hand a batch in. One that can't be stored isn't acknowledged: Telegram gives the same updates again."""
        if self._deliver is None:
            return False
        try:
            await self._deliver(events)
        except Exception as error:
            log.error("telegram.not_stored", events=len(events), error=type(error).__name__, exc_info=error)
            await asyncio.sleep(1.0)
            return False
        self._stop_spinners(events)
        return True

    async def webhook(self, request: web.Request) -> web.Response:
        """Store one update that Telegram posts, then answer 200. A wrong secret is refused with 403."""
        secret = self._webhook[1] if self._webhook else ""
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not secret or not hmac.compare_digest(given.encode(errors="replace"), secret.encode()):
            REFUSED.labels(self.name).inc()
            raise web.HTTPForbidden
        try:
            update = await read_json(request)
        except ValueError:
            UNREADABLE.labels(self.name).inc()
            raise web.HTTPBadRequest from None
        except RecursionError as error:
            self._unreadable(error)
            return web.Response()
        event = self._read(update)
        if event is not None and not await self._delivered([event]):
            raise web.HTTPServiceUnavailable
        return web.Response()

    async def _introduce(self) -> None:
        """Open the connections, learn the bot's own name, and say how updates should come."""
        while True:
            try:
                await self._bot.initialize()
                self._username = self._bot.username
                if self._webhook is None:
                    await self._bot.call("deleteWebhook")
                else:
                    url, secret = self._webhook
                    await self._bot.call("setWebhook", url=url, secret_token=secret, allowed_updates=UPDATES)
                self._stumbles = 0
                return
            except TelegramError as error:
                await self._rest(error)

    async def _rest(self, error: TelegramError) -> None:
        """Wait before the next try, as long as the error asks for; otherwise longer each time, up to half a minute."""
        wait = self._longer()
        if isinstance(error, RetryAfter):
            wait = seconds(error)
        elif isinstance(error, InvalidToken):
            wait = 30.0
            log.error("telegram.wrong_token", hint="OCOP_TELEGRAM_TOKEN is not accepted; copy it anew from @BotFather")
        elif isinstance(error, Conflict):
            wait = 5.0
            log.error("telegram.conflict", hint="another program polls with the same token, or a webhook is set")
        elif not isinstance(error, Dropped):
            log.warning("telegram.unreachable", error=type(error).__name__, wait=wait)
        await asyncio.sleep(wait)

    def _longer(self) -> float:
        """Seconds to wait after one more stumble in a row."""
        wait: float = min(30.0, 0.1 * 2**self._stumbles)
        self._stumbles = min(self._stumbles + 1, 10)
        return wait

    def _read(self, update: Any) -> Event | None:
        """One that can't be read now can't be read later either: were it refused, Telegram would send it for ever."""
        try:
            return read_update(clean(update), channel=self.name, bot=self._id)
        except MALFORMED as error:
            self._unreadable(error)
            return None

    def _unreadable(self, error: Exception) -> None:
        UNREADABLE.labels(self.name).inc()
        log.warning("telegram.unreadable_update", error=type(error).__name__)

    def _stop_spinners(self, events: Sequence[Event]) -> None:
        """The presses are committed; that their buttons learn of it is not waited for."""
        for event in events:
            if "press" in event.data:
                task = asyncio.create_task(self._acknowledge(event.data["press"]))
                self._background.add(task)
                task.add_done_callback(self._background.discard)

    async def _acknowledge(self, press: str) -> None:
        try:
            await self._bot.call("answerCallbackQuery", callback_query_id=press)
        except TelegramError as error:
            # Only a spinner that turns a little longer; the press itself is stored.
            log.info("telegram.press_not_acknowledged", error=type(error).__name__)

    # going out

    async def send(self, envelope: Envelope) -> Outcome:
        """See :meth:`bot.channels.base.Channel.send`."""
        try:
            if envelope.operation is Operation.COMMANDS:
                return await self._commands(envelope)
            if envelope.operation is Operation.EDIT:
                return await self._edit(envelope)
            return await self._send(envelope)
        except TelegramError as error:
            return verdict(error)
        except OSError as error:
            return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail=f"file: {type(error).__name__}")

    async def _send(self, envelope: Envelope) -> Outcome:
        """Send the pieces that the platform doesn't have yet."""
        chat, accepted, sent = int(envelope.chat), envelope.accepted, {"message_id": envelope.target}
        for method, parameters in (await self._pieces(envelope))[accepted:]:
            try:
                sent = await self._bot.call(method, chat_id=chat, parse_mode="HTML", **parameters)
            except TelegramError as error:
                return replace(verdict(error), accepted=accepted)
            accepted += 1
        return Outcome(Verdict.SENT, message_id=str(sent["message_id"]))

    async def _pieces(self, envelope: Envelope) -> list[tuple[str, dict[str, Any]]]:
        """The calls that a message takes: one, but for a long text, or one too long to stand below its picture."""
        message = envelope.message
        texts, choices = render(message, self.capabilities)
        calls: list[tuple[str, dict[str, Any]]] = []
        file = message.picture or message.document
        if file is not None:
            kind = "photo" if message.picture is not None else "document"
            calls.append((f"send{kind.title()}", {kind: await asyncio.to_thread(self._content, file)}))
            if len(message.text) <= self.capabilities.caption:
                calls[0][1]["caption"] = message.text or None
                texts = []
        calls += [("sendMessage", {"text": text}) for text in texts]
        calls[-1][1]["reply_markup"] = keyboard(choices)
        if envelope.target:
            calls[0][1]["reply_parameters"] = {
                "message_id": int(envelope.target),
                "allow_sending_without_reply": True,
            }
        return calls

    async def _edit(self, envelope: Envelope) -> Outcome:
        if envelope.target is None:
            return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail="the message to change was never sent")
        texts, choices = render(envelope.message, self.capabilities)
        where: dict[str, Any] = {"chat_id": int(envelope.chat), "message_id": int(envelope.target)}
        look: dict[str, Any] = {"parse_mode": "HTML", "reply_markup": keyboard(choices)}
        try:
            await self._bot.call("editMessageText", **where, text=texts[0], **look)
        except BadRequest as error:
            reason = error.message.lower()
            if "there is no text" in reason:
                # A picture with a caption: its caption is its text.
                if len(texts[0]) > self.capabilities.caption:
                    return await self._send(replace(envelope, target=None))
                await self._bot.call("editMessageCaption", **where, caption=texts[0], **look)
            elif "can't be edited" in reason or "message to edit not found" in reason:
                return await self._send(replace(envelope, target=None))
            elif "not modified" not in reason:
                raise
        return Outcome(Verdict.SENT, message_id=envelope.target)

    async def _commands(self, envelope: Envelope) -> Outcome:
        await self._bot.call(
            "setMyCommands",
            commands=[{"command": name, "description": text[:256]} for name, text in envelope.commands],
            scope={"type": "chat", "chat_id": int(envelope.chat)} if envelope.chat else {"type": "all_private_chats"},
            language_code=envelope.target,
        )
        return Outcome(Verdict.SENT)

    def _content(self, file: File) -> str | InputFile:
        if file.channel == self.name and file.id:
            return file.id
        if file.path is None:
            raise FileNotFoundError(file.name)
        return InputFile((self._data_dir / file.path).read_bytes(), filename=file.name)

    async def fetch(self, file_id: str, to: Path) -> int:
        """See :meth:`bot.channels.base.Channel.fetch`."""
        try:
            file = await self._bot.call("getFile", file_id=file_id)
            return await self._request.download(f"{self._files}/{file['file_path']}", to)
        except (BadRequest, Forbidden) as error:
            raise NotFetched(error.message, final=True) from error
        except TelegramError as error:
            raise NotFetched(error.message, final=False) from error

    def link(self, word: str) -> str | None:
        """See :meth:`bot.channels.base.Channel.link`."""
        return f"https://t.me/{self._username}?start={word}" if self._username else None

    async def close(self) -> None:
        """See :meth:`bot.channels.base.Channel.close`."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._bot.shutdown()


def _behind(updates: Sequence[Any], offset: int | None) -> int | None:
    """The offset that acknowledges these updates; the one before where they have no ids."""
    for update in reversed(updates):
        if isinstance(update, dict) and isinstance(number := update.get("update_id"), int):
            return number + 1
    return offset
