"""Telegram: long polling or webhook in, the Bot API out.

Drives ``telegram.Bot`` itself, not ``Application``: its queue acknowledges updates that nobody has handled yet.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    ReplyParameters,
    Update,
)
from telegram import Message as TelegramMessage
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.base import Capabilities, Deliver, Envelope, NotFetched, Outcome, Verdict
from bot.channels.render import pieces, render
from bot.channels.telegram_request import AiohttpRequest, Dropped, NotSent
from models.mail import Choice, Event, EventKind, File, Operation, Reason

log = structlog.get_logger(__name__)

#: Seconds that one long poll waits.
POLL = 30
#: What is asked for; everything else is never sent to us.
UPDATES = ["message", "callback_query", "my_chat_member"]
#: Bytes; what a bot may download (https://core.telegram.org/bots/api#getfile).
LARGEST_DOWNLOAD = 20 * 1024 * 1024
#: What the texts of "Bad Request" mean (https://core.telegram.org/bots/api#making-requests says they may change).
_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "user is deactivated",
)


class TelegramChannel:
    """One bot on Telegram.

    :param base_url: the Bot API's address; ``/bot<token>/METHOD`` is appended.
    :param data_dir: where the files to be sent lie.
    :param webhook: the public address of our webhook, and the secret that proves who calls it; None: long polling.
    """

    name = "telegram"
    capabilities = Capabilities()

    def __init__(self, token: str, base_url: str, data_dir: Path, *, webhook: tuple[str, str] | None = None) -> None:
        self._request = AiohttpRequest()
        self._bot = Bot(
            token,
            base_url=f"{base_url}/bot",
            base_file_url=f"{base_url}/file/bot",
            request=self._request,
            get_updates_request=AiohttpRequest(connections=2),
        )
        self._id = token.partition(":")[0]
        self._data_dir = data_dir
        self._webhook = webhook
        self._username: str | None = None
        self._deliver: Deliver | None = None
        self._background: set[asyncio.Task[Any]] = set()

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
                updates = await self._bot.get_updates(
                    offset=offset, limit=100, timeout=POLL, read_timeout=POLL + 10, allowed_updates=UPDATES
                )
            except TelegramError as error:
                await self._rest(error)
                continue
            events = [event for update in updates if (event := self._read(update)) is not None]
            if events:
                try:
                    await deliver(events)
                except Exception as error:
                    # Not stored, so not acknowledged: Telegram gives the same updates again.
                    log.error("telegram.not_stored", events=len(events), error=type(error).__name__, exc_info=error)
                    await asyncio.sleep(1.0)
                    continue
            if updates:
                # Only the next call acknowledges, and it is made after the commit.
                offset = updates[-1].update_id + 1

    async def webhook(self, request: web.Request) -> web.Response:
        """Store one update that Telegram posts, then answer 200. A wrong secret is refused with 403."""
        secret = self._webhook[1] if self._webhook else ""
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            raise web.HTTPForbidden
        try:
            update = Update.de_json(await request.json(), self._bot)
            event = self._read(update)
        except (ValueError, KeyError, TypeError) as error:
            # What can't be read now can't be read later either: were it refused, Telegram would send it for ever.
            log.warning("telegram.unreadable_update", error=type(error).__name__)
            return web.Response()
        if event is not None:
            if self._deliver is None:
                raise web.HTTPServiceUnavailable
            await self._deliver([event])
        return web.Response()

    async def _introduce(self) -> None:
        """Open the connections, learn the bot's own name, and say how updates should come."""
        while True:
            try:
                await self._bot.initialize()
                self._username = self._bot.username
                if self._webhook is not None:
                    url, secret = self._webhook
                    await self._bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES, max_connections=40)
                else:
                    await self._bot.delete_webhook()
                return
            except InvalidToken:
                log.error("telegram.wrong_token", hint="OCOP_TELEGRAM_TOKEN is not accepted by the platform")
                raise
            except TelegramError as error:
                await self._rest(error)

    async def _rest(self, error: TelegramError) -> None:
        """Wait before the next try, as long as the error asks for."""
        seconds = _seconds(error) if isinstance(error, RetryAfter) else 1.0
        if isinstance(error, Conflict):
            log.error("telegram.conflict", hint="another program polls with the same token")
            seconds = 5.0
        elif not isinstance(error, Dropped):
            log.warning("telegram.unreachable", error=type(error).__name__, wait=seconds)
        await asyncio.sleep(seconds)

    def _read(self, update: Update | None) -> Event | None:
        if update is None:
            return None
        if (query := update.callback_query) is not None and query.message is not None:
            return self._event(
                update,
                EventKind.CHOICE,
                chat=query.message.chat.id,
                sender=query.from_user.id,
                group=query.message.chat.type != "private",
                at=datetime.now(UTC),
                text=query.data or "",
                data={
                    "message": str(query.message.message_id),
                    "press": query.id,
                    "name": query.from_user.full_name,
                },
            )
        if (member := update.my_chat_member) is not None:
            return self._event(
                update,
                EventKind.MEMBER,
                chat=member.chat.id,
                sender=member.from_user.id,
                group=member.chat.type != "private",
                at=member.date,
                data={
                    "args": {
                        "present": member.new_chat_member.status not in ("left", "kicked"),
                        "title": member.chat.title or "",
                    }
                },
            )
        message = update.message
        if message is None or message.from_user is None or message.from_user.is_bot:
            return None
        kind, data = _content(message)
        data["name"] = message.from_user.full_name
        data["message_id"] = str(message.message_id)
        if message.chat.title:
            data["title"] = message.chat.title
        if message.reply_to_message is not None:
            data["reply_to"] = str(message.reply_to_message.message_id)
        return self._event(
            update,
            kind,
            chat=message.chat.id,
            sender=message.from_user.id,
            group=message.chat.type != "private",
            at=message.date,
            text=message.text or message.caption or "",
            data=data,
        )

    def _event(self, update: Update, kind: EventKind, *, chat: int, sender: int, **rest: Any) -> Event:
        return Event(
            channel=self.name,
            bot=self._id,
            id=str(update.update_id),
            kind=kind,
            chat=str(chat),
            sender=str(sender),
            **rest,
        )

    def settled(self, events: Sequence[Event]) -> None:
        """See :meth:`bot.channels.base.Channel.settled`."""
        for event in events:
            if "press" in event.data:
                task = asyncio.create_task(self._acknowledge(event.data["press"]))
                self._background.add(task)
                task.add_done_callback(self._background.discard)

    async def _acknowledge(self, press: str) -> None:
        try:
            await self._bot.answer_callback_query(press)
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
            return Outcome(Verdict.SENT, message_id=await self._send(envelope))
        except TelegramError as error:
            return _verdict(error)
        except OSError as error:
            return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail=f"file: {type(error).__name__}")

    async def _send(self, envelope: Envelope) -> str:
        message, chat = envelope.message, int(envelope.chat)
        texts, choices = render(message, self.capabilities)
        keyboard = _keyboard(choices)
        answers = ReplyParameters(int(envelope.target), allow_sending_without_reply=True) if envelope.target else None
        file = message.picture or message.document
        sent: TelegramMessage | None = None
        if file is not None:
            caption = message.text if len(message.text) <= self.capabilities.caption else ""
            arguments: dict[str, Any] = {
                "caption": caption or None,
                "parse_mode": "HTML",
                "reply_markup": keyboard if caption or not message.text else None,
                "reply_parameters": answers,
            }
            if message.picture is not None:
                sent = await self._bot.send_photo(chat, self._content(file), **arguments)
            else:
                sent = await self._bot.send_document(chat, self._content(file), **arguments)
            if caption or not message.text:
                return str(sent.message_id)
            answers = None
        for number, text in enumerate(texts, 1):
            sent = await self._bot.send_message(
                chat,
                text,
                parse_mode="HTML",
                reply_markup=keyboard if number == len(texts) else None,
                reply_parameters=answers if number == 1 else None,
            )
        return str(sent.message_id) if sent is not None else ""

    async def _edit(self, envelope: Envelope) -> Outcome:
        if envelope.target is None:
            return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail="the message to change was never sent")
        texts, choices = render(envelope.message, self.capabilities)
        try:
            await self._bot.edit_message_text(
                texts[0],
                chat_id=int(envelope.chat),
                message_id=int(envelope.target),
                parse_mode="HTML",
                reply_markup=_keyboard(choices),
            )
        except BadRequest as error:
            reason = error.message.lower()
            if "not modified" in reason:
                return Outcome(Verdict.SENT, message_id=envelope.target)
            if "there is no text" in reason:
                # A picture with a caption: its caption is its text.
                await self._bot.edit_message_caption(
                    chat_id=int(envelope.chat),
                    message_id=int(envelope.target),
                    caption=pieces(envelope.message.text, self.capabilities.caption)[0],
                    parse_mode="HTML",
                    reply_markup=_keyboard(choices),
                )
            elif "can't be edited" in reason or ("not found" in reason and "chat" not in reason):
                return Outcome(Verdict.SENT, message_id=await self._send(envelope))
            else:
                raise
        return Outcome(Verdict.SENT, message_id=envelope.target)

    async def _commands(self, envelope: Envelope) -> Outcome:
        scope = BotCommandScopeChat(int(envelope.chat)) if envelope.chat else BotCommandScopeAllPrivateChats()
        commands = [BotCommand(name, description[:256]) for name, description in envelope.commands]
        await self._bot.set_my_commands(commands, scope=scope, language_code=envelope.target)
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
            file = await self._bot.get_file(file_id)
            content = await file.download_as_bytearray()
        except (BadRequest, Forbidden) as error:
            raise NotFetched(error.message, final=True) from error
        except TelegramError as error:
            raise NotFetched(error.message, final=False) from error
        await asyncio.to_thread(to.write_bytes, content)
        return len(content)

    def link(self, word: str) -> str | None:
        """See :meth:`bot.channels.base.Channel.link`."""
        return f"https://t.me/{self._username}?start={word}" if self._username else None

    async def close(self) -> None:
        """See :meth:`bot.channels.base.Channel.close`."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._bot.shutdown()


def _content(message: TelegramMessage) -> tuple[EventKind, dict[str, Any]]:
    if message.text is not None:
        return EventKind.TEXT, {}
    if message.photo:
        photo = message.photo[-1]
        return EventKind.PHOTO, {
            "file": {"id": photo.file_id, "name": "photo.jpg", "size": photo.file_size, "mime": "image/jpeg"}
        }
    if (document := message.document) is not None:
        return EventKind.DOCUMENT, {
            "file": {
                "id": document.file_id,
                "name": document.file_name or "document",
                "size": document.file_size,
                "mime": document.mime_type or "application/octet-stream",
            }
        }
    if (voice := message.voice or message.audio) is not None:
        return EventKind.VOICE, {
            "file": {"id": voice.file_id, "name": "voice.ogg", "size": voice.file_size, "mime": "audio/ogg"}
        }
    if message.contact is not None:
        return EventKind.CONTACT, {"phone": message.contact.phone_number}
    if message.location is not None:
        return EventKind.LOCATION, {
            "latitude": message.location.latitude,
            "longitude": message.location.longitude,
        }
    return EventKind.OTHER, {}


def _keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Short labels side by side, long ones in rows of their own."""
    rows: list[list[InlineKeyboardButton]] = []
    for choice in choices:
        button = InlineKeyboardButton(choice.label, url=choice.url, callback_data=None if choice.url else choice.key)
        last = rows[-1] if rows else []
        if last and len(last) < 3 and all(len(other.text) <= 14 for other in [*last, button]):
            last.append(button)
        else:
            rows.append([button])
    return InlineKeyboardMarkup(rows) if rows else None


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _verdict(error: TelegramError) -> Outcome:
    """What an error means for the message."""
    detail = error.message
    if isinstance(error, RetryAfter):
        return Outcome(Verdict.SLOW, after=_seconds(error), detail=detail)
    if isinstance(error, Forbidden):
        gone = any(text in detail.lower() for text in _GONE)
        return Outcome(Verdict.FAILED, reason=Reason.GONE if gone else Reason.BLOCKED, detail=detail)
    if isinstance(error, ChatMigrated):
        return Outcome(Verdict.FAILED, reason=Reason.GONE, detail=detail)
    if isinstance(error, BadRequest):
        gone = any(text in detail.lower() for text in _GONE)
        return Outcome(Verdict.FAILED, reason=Reason.GONE if gone else Reason.REJECTED, detail=detail)
    if isinstance(error, Dropped):
        return Outcome(Verdict.UNKNOWN, detail=detail)
    if isinstance(error, (NotSent, NetworkError, InvalidToken, Conflict)):
        return Outcome(Verdict.RETRY, detail=detail)
    return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail=detail)
