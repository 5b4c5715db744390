"""Zalo Official Account: a signed webhook in, the OpenAPI v3 out.

There is no polling. What the webhook misses while the house is closed, Zalo posts again for two hours.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import Counter

from bot.channels.base import ZALO_OA, Capabilities, Deliver, Envelope, NotFetched, Outcome, Share, Verdict, Window
from bot.channels.counters import REFUSED, UNREADABLE
from bot.channels.incoming import MALFORMED, clean, unknown, without_closed
from bot.channels.network import Dropped, Missing, NotSent
from bot.channels.render import render, written_choices
from bot.channels.zalo_oa_api import ASSET_CODE, Refused, Unavailable, ZaloOaApi
from bot.channels.zalo_oa_names import Names
from bot.channels.zalo_oa_tokens import Tokens
from bot.channels.zalo_oa_uploads import NotTaken, Uploads, is_picture
from bot.channels.zalo_oa_words import (
    FORM_REFUSED,
    OPERATOR,
    UNSUPPORTED,
    paper_message,
    picture_message,
    read_event,
    signature,
    signed,
    text_message,
    verdict,
)
from models.base import Database
from models.mail import Event, EventKind, File, Message, Operation, Reason
from models.requests import LARGEST_FILE

log = structlog.get_logger(__name__)

IGNORED = Counter("ocop_updates_ignored_total", "Events that need no answer (echoes, seen, received)", ["channel"])

#: Seconds that a webhook's timestamp may be behind, since Zalo posts again for two hours, or ahead.
OLDEST, NEWEST = 24 * 3600.0, 3600.0
#: Refusals of buttons in a row, without one that was shown between, after which they are written as lines for good.
REFUSALS = 3
#: Seconds between two log lines about the same thing that the office has to set right.
ALOUD = 300.0
#: Why nothing was sent, though nobody refused it: it never left, or no token is there.
_NOT_SENT = (NotSent, Unavailable)


class ZaloOaChannel:
    """One Official Account.

    :param url: the OpenAPI's address.
    :param oauth_url: where tokens are renewed.
    :param app_secret: the app's secret, for OAuth only.
    :param secret_key: the Official Account's secret key, which signs the webhook; not the app's.
    :param refresh_token: the first one, from the console; those after it are in the database.
    :param paid: whether messages that are charged (48 hours to 7 days after the person's last word) may be sent.
    :param share: how a file that Zalo doesn't take gets a public address; None: the words say that it is missing.
    :param on_dead: called once when Zalo begins to refuse the refresh token.
    """

    name = "zalo_oa"

    def __init__(
        self,
        database: Database,
        data_dir: Path,
        *,
        url: str,
        oauth_url: str,
        app_id: str,
        app_secret: str,
        secret_key: str,
        refresh_token: str,
        paid: bool = False,
        share: Share | None = None,
        on_dead: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.capabilities = able(paid=paid)
        self._url = url
        self._app_id = app_id
        self._secret_key = secret_key
        self._share = share
        self._api = ZaloOaApi(url, oauth_url, app_id, app_secret)
        self.tokens = Tokens(database, self.name, self._api.renew, refresh_token, on_dead=on_dead)
        self._uploads = Uploads(self._api, self.tokens, data_dir, self.name, url)
        self._names = Names(self._api, self.tokens)
        self._deliver: Deliver | None = None
        self._account = ""
        self._refusals = 0
        self._told: dict[int, float] = {}

    def trouble(self) -> str | None:
        """What keeps this channel from sending, in one line; None: nothing."""
        return self.tokens.trouble and f"{self.name}: {self.tokens.trouble}"

    # coming in

    async def receive(self, deliver: Deliver) -> None:
        """See :meth:`bot.channels.base.Channel.receive`: takes webhook calls, and keeps the access token fresh."""
        self._deliver = deliver
        self._api.open()
        known = False
        while True:
            wait = await self.tokens.keep_fresh()
            if not known:
                known = await self._introduce()
            await asyncio.sleep(wait if known else min(wait, 30.0))

    async def _introduce(self) -> bool:
        """See which account the tokens are for."""
        try:
            account = await self.about()
        except (Refused, Dropped, *_NOT_SENT) as error:
            self._tell(error)
            log.warning("zalo_oa.unreachable", error=str(error))
            return False
        self._account = str(account.get("oaid") or account.get("oa_id") or "")
        log.info("zalo_oa.ready", account=str(account.get("name", "")))
        return True

    async def about(self) -> dict[str, Any]:
        """The account, as Zalo tells it.

        :raises Refused, Unavailable, NotSent, Dropped: it can't be had.
        """
        self._api.open()
        return await self._api.call(self.tokens, "GET", "/v2.0/oa/getoa")

    async def webhook(self, request: web.Request) -> web.Response:
        """Store one event that Zalo posts, then answer 200; a wrong signature is refused with 401.

        Zalo waits two seconds and then posts it again; the second one is recognised by its id.
        """
        body = await request.read()
        given = request.headers.get("X-ZEvent-Signature", "")
        if not given and body.strip() == b"{}":
            return web.Response()  # the console tries the address when it is saved
        if not given:
            raise self._refuse("no signature")
        stamp = self._signed_at(given, body, request.headers.get("X-ZEvent-Timestamp", ""))
        if stamp is None:
            raise self._refuse("wrong signature")
        if not stamp.isdecimal() or len(stamp) > 16 or not -NEWEST <= time.time() - int(stamp) / 1000 <= OLDEST:
            raise self._refuse("too old")
        try:
            update = _parsed(body)
        except web.HTTPBadRequest:
            UNREADABLE.labels(self.name).inc()
            raise
        event = self._read(update)
        if event is not None and not await self._delivered(event):
            raise web.HTTPServiceUnavailable
        return web.Response()

    def _signed_at(self, given: str, body: bytes, told: str) -> str | None:
        """The moment that was signed, of the header or else of the event; None: the signature is wrong."""
        if told and self._signs(given, body, told):
            return told
        try:
            stamp = str(_parsed(body).get("timestamp", ""))
        except web.HTTPBadRequest:
            return None
        return stamp if stamp != told and self._signs(given, body, stamp) else None

    def _signs(self, given: str, body: bytes, stamp: str) -> bool:
        return signed(given, signature(self._app_id, body, stamp, self._secret_key))

    def _refuse(self, why: str) -> web.HTTPUnauthorized:
        REFUSED.labels(self.name).inc()
        log.warning("zalo_oa.refused", why=why)
        return web.HTTPUnauthorized()

    def _read(self, update: dict[str, Any]) -> Event | None:
        """One that can't be read now can't be read later either: it is counted and noted, and that is all."""
        try:
            event = read_event(clean(update), channel=self.name, bot=self._app_id, account=self._account)
            event = event and without_closed(event, self._url)
        except MALFORMED as error:
            UNREADABLE.labels(self.name).inc()
            log.warning("zalo_oa.unreadable_event", error=type(error).__name__)
            return unknown(update, channel=self.name, bot=self._app_id)
        if event is None or event.kind is EventKind.UNKNOWN:
            IGNORED.labels(self.name).inc()
        elif event.kind is not EventKind.MEMBER and (name := self._names.of(event.sender)):
            event.data.setdefault("name", name)
        return event

    async def _delivered(self, event: Event) -> bool:
        if self._deliver is None:
            return False
        try:
            await self._deliver([event])
        except Exception as error:
            log.error("zalo_oa.not_stored", error=type(error).__name__, exc_info=error)
            return False
        return True

    # going out

    async def send(self, envelope: Envelope) -> Outcome:
        """See :meth:`bot.channels.base.Channel.send`. A change of a message is sent as a new one."""
        if envelope.operation is Operation.COMMANDS:
            return Outcome(Verdict.SENT)  # the platform has no list of commands
        accepted = envelope.accepted
        try:
            file, token = await self._upload(envelope.message)
            message = envelope.message if token or file is None else await self._without(envelope.message, file)
        except (Refused, Dropped, Missing, *_NOT_SENT) as error:
            # Nothing has been sent, whatever happened to what was to be uploaded.
            outcome = self._outcome(error)
            if outcome.verdict is Verdict.UNKNOWN:
                outcome = replace(outcome, verdict=Verdict.RETRY)
            return replace(outcome, accepted=accepted)
        except OSError as error:
            return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail=f"file: {type(error).__name__}")
        return await self._send(envelope.chat, message, file, token, accepted)

    async def _send(self, chat: str, message: Message, file: File | None, token: str, accepted: int) -> Outcome:
        """Send the pieces that the platform doesn't have yet."""
        pieces = self._pieces(message, file, token)
        if not pieces:
            return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail="nothing that can be shown here")
        sent: dict[str, Any] = {}
        refused: Refused | None = None
        while accepted < len(pieces):
            piece = pieces[accepted]
            try:
                sent = await self._post(chat, piece)
            except Refused as error:
                if error.code in FORM_REFUSED and _has_buttons(piece):
                    refused = error
                    pieces = self._pieces(message, file, token, replace(self.capabilities, buttons=0))
                    continue
                if error.code == ASSET_CODE:
                    self._uploads.forget(token)
                outcome = self._outcome(error)
                if file is None or not _has_file(piece) or outcome.reason is not Reason.REJECTED:
                    return replace(outcome, accepted=accepted)
                # The words of what is refused go out all the same; it comes first, so nothing else has gone yet.
                log.warning("zalo_oa.file_refused", error=str(error))
                message, file, token = await self._without(message, file), None, ""
                pieces = self._pieces(message, file, token)
                if not pieces:
                    return outcome
                continue
            except (Dropped, *_NOT_SENT) as error:
                return replace(self._outcome(error), accepted=accepted)
            accepted += 1
            if _has_buttons(piece):
                self._refusals = 0
        if refused is not None:
            self._note_refusal(refused)
        told = sent.get("message_id")
        return Outcome(Verdict.SENT, message_id=str(told)[:64] if told else None)

    def _note_refusal(self, error: Refused) -> None:
        """Buttons were refused, and the same words without them were not: remember it, once that is sure."""
        self._refusals += 1
        if self.capabilities.buttons and (error.code == UNSUPPORTED or self._refusals >= REFUSALS):
            self.capabilities = replace(self.capabilities, buttons=0)
            log.error("zalo_oa.buttons_refused", error=str(error), hint="choices are written as lines from now on")

    def _pieces(
        self, message: Message, file: File | None, token: str, able: Capabilities | None = None
    ) -> list[dict[str, Any]]:
        """The messages that one of ours takes: a paper always stands alone, a picture when there is more to say."""
        able = able or self.capabilities
        if not message.text and 0 < len(message.choices) <= able.buttons:
            # Buttons stand below a text, always.
            message = replace(message, text=written_choices(message.choices, message.lead))
        texts, choices = render(message, able)
        texts = [text for text in texts if text.strip()]
        pieces = [text_message(text) for text in texts[:-1]]
        pieces += [text_message(text, choices) for text in texts[-1:]]
        if not token or file is None:
            return pieces
        if not _shown_as_picture(message):
            return [paper_message(token), *pieces]
        if len(texts) <= 1 and not choices:
            return [picture_message(token, *texts)]
        return [picture_message(token), *pieces]

    async def _post(self, chat: str, message: dict[str, Any]) -> dict[str, Any]:
        call = {"recipient": {"user_id": chat}, "message": message}
        return await self._api.call(self.tokens, "POST", "/v3.0/oa/message/cs", json=call)

    async def _upload(self, message: Message) -> tuple[File | None, str]:
        """What a message shows, and the token that Zalo knows it by; empty: Zalo takes no such file."""
        file = message.picture or message.document
        if file is None:
            return None, ""
        try:
            return file, await self._uploads.token(file, picture=_shown_as_picture(message))
        except NotTaken:
            log.info("zalo_oa.file_not_taken", picture=message.picture is not None)
        except Refused as error:
            if verdict(error).reason is not Reason.REJECTED:
                raise
            log.warning("zalo_oa.file_refused", error=str(error))
        return file, ""

    async def _without(self, message: Message, file: File) -> Message:
        """The message with an address in place of its file, or with the words that stand for it."""
        address = file.id if file.channel == self.name else None
        if self._share is not None and file.path is not None:
            with suppress(OSError):
                address = await self._share(file)
        line = escape(f"{file.name}: {address}", quote=False) if address else message.instead
        return replace(
            message,
            text="\n\n".join(part for part in (message.text, line) if part),
            picture=None,
            document=None,
        )

    def _outcome(self, error: Exception) -> Outcome:
        self._tell(error)
        if isinstance(error, Refused):
            return verdict(error)
        if isinstance(error, Dropped):
            return Outcome(Verdict.UNKNOWN, detail=str(error))
        if isinstance(error, Missing):
            return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail=str(error))
        return Outcome(Verdict.RETRY, detail=str(error))

    def _tell(self, error: Exception) -> None:
        """Say aloud, but not with every message, what only the office can set right."""
        if not isinstance(error, Refused) or error.code not in OPERATOR:
            return
        now = time.monotonic()
        if now - self._told.get(error.code, -ALOUD) >= ALOUD:
            self._told[error.code] = now
            log.critical("zalo_oa.account", error=str(error), hint="see the account and the app at developers.zalo.me")

    # the rest

    async def fetch(self, file_id: str, to: Path) -> int:
        """See :meth:`bot.channels.base.Channel.fetch`. A file's id is its address, open to whoever knows it."""
        try:
            return await self._api.download(file_id, to, LARGEST_FILE, self._url)
        except Missing as error:
            raise NotFetched(str(error), final=True) from error
        except (NotSent, Dropped) as error:
            raise NotFetched(str(error), final=False) from error

    def link(self, word: str) -> str | None:
        """See :meth:`bot.channels.base.Channel.link`: ``zalo.me/<account>`` can't carry a word; it is typed."""
        return None

    async def close(self) -> None:
        """See :meth:`bot.channels.base.Channel.close`. A renewal under way is stored: its token works only once."""
        await self._names.close()
        await self._uploads.close()
        await self.tokens.close()
        await self._api.close()


def able(*, paid: bool) -> Capabilities:
    """What the account may do. Paid, the time in which writing is charged counts like the free one, without a limit."""
    open_for = Window().open_for
    return replace(ZALO_OA, window=Window(free=sys.maxsize, free_for=open_for, open_for=open_for) if paid else Window())


def _shown_as_picture(message: Message) -> bool:
    """Zalo takes no picture as a paper; one that was meant to be kept as it is can only be shown."""
    return message.picture is not None or (message.document is not None and is_picture(message.document))


def _has_file(piece: dict[str, Any]) -> bool:
    return "attachment" in piece and not _has_buttons(piece)


def _has_buttons(piece: dict[str, Any]) -> bool:
    return "buttons" in piece.get("attachment", {}).get("payload", {})


def _parsed(body: bytes) -> dict[str, Any]:
    """The event. Raises 400 for what is none."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(event, dict):
        raise web.HTTPBadRequest
    return event
