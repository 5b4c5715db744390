"""The Zalo Bot Platform: polling or webhook in, the Zalo Bot API out. No buttons, no edits, no uploads, no commands."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from bot.channels.base import ZALO, Deliver, Envelope, NotFetched, Outcome, Share, Verdict
from bot.channels.counters import REFUSED, UNREADABLE
from bot.channels.incoming import MALFORMED, clean, read_json, unknown, without_closed
from bot.channels.network import Dropped, Missing, NotSent
from bot.channels.zalo_api import WITH_PICTURE, ZaloApi, ZaloError
from bot.channels.zalo_words import TROUBLE, Piece, compose, key_of, read_update, unwrap, verdict
from models.mail import Event, Message, Operation, Reason
from models.requests import LARGEST_FILE

log = structlog.get_logger(__name__)

#: Seconds that one long poll waits, and what its answer may take beyond that.
POLL, BEYOND = 30, 10
#: Seconds from one poll to the next when nothing new came: the platform may give the same event at once, for ever.
GAP = 1.0
#: Events recognised when they come again; the inbox knows all of them, this only spares it the work.
REMEMBERED = 2_000
#: How the media type of a photo may begin.
PHOTOS = ("image/", "application/octet-stream")


@dataclass
class Patience:
    """How long to wait after a 429, which on Zalo says nothing of it: twice as long each time, in seconds.

    The calls that were under way together with the first one refused count as one.
    """

    first: float = 2.0
    longest: float = 300.0
    clock: Callable[[], float] = time.monotonic
    _wait: float = 0.0
    _until: float = 0.0

    def lose(self) -> float:
        """A call was refused; returns the seconds to wait."""
        now = self.clock()
        if now >= self._until:
            self._wait = min(self.longest, self._wait * 2 or self.first)
            self._until = now + self._wait
        return self._until - now

    def regain(self) -> None:
        """A call was accepted."""
        if self._wait and self.clock() >= self._until:
            self._wait = 0.0


def _beside_webhook(error: ZaloError | NotSent | Dropped) -> bool:
    """Whether a poll was refused because a webhook is set; which error that is, no page says."""
    return isinstance(error, ZaloError) and error.code == 400 and "webhook" in error.detail.lower()


class ZaloChannel:
    """One bot on Zalo.

    :param base_url: the Zalo Bot API's address; ``/bot<token>/METHOD`` is appended.
    :param webhook: the public address of our webhook, and the secret that proves who calls it; None: polling.
    :param share: how a file gets a public address; None: pictures and documents can't be shown.
    """

    name = "zalo"
    capabilities = ZALO

    def __init__(
        self, token: str, base_url: str, *, webhook: tuple[str, str] | None = None, share: Share | None = None
    ) -> None:
        self._api = ZaloApi(token, base_url)
        self._base_url = base_url
        self._id = token.partition(":")[0]
        self._webhook = webhook
        self._share = share
        self._deliver: Deliver | None = None
        #: Failures in a row to reach the platform for what comes in.
        self._stumbles = 0
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._receiving, self._sending = Patience(), Patience()

    # coming in

    async def receive(self, deliver: Deliver) -> None:
        """See :meth:`bot.channels.base.Channel.receive`."""
        self._deliver = deliver
        self._api.network.open()
        await self._introduce()
        if self._webhook is not None:
            await asyncio.Event().wait()
        while True:
            begun = time.monotonic()
            try:
                updates = await self._poll()
            except TROUBLE as error:
                await self._rest(error)
                if _beside_webhook(error):
                    await self._introduce()
                continue
            self._stumbles = 0
            self._receiving.regain()
            if not await self._take(updates):
                await asyncio.sleep(max(0.0, GAP - (time.monotonic() - begun)))

    async def _poll(self) -> list[Any]:
        """Ask for what came: one event at most. A poll that nothing came to ends as an error, 408, and is none."""
        try:
            return unwrap(await self._api.call("getUpdates", wait=POLL + BEYOND, timeout=POLL))
        except ZaloError as error:
            if error.code == 408:
                return []
            raise

    async def _take(self, updates: Sequence[Any]) -> bool:
        """Hand in what is new; returns whether anything was. Reading an event may have been its only chance: what
        can't be stored now is kept here and tried again before the next poll."""
        new = {key: update for update in updates if (key := key_of(update)) not in self._seen}
        events = [event for update in new.values() if (event := self._read(update)) is not None]
        while events and not await self._delivered(events):
            pass
        for key in new:
            self._seen[key] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return bool(new)

    async def _delivered(self, events: Sequence[Event]) -> bool:
        if self._deliver is None:
            return False
        try:
            await self._deliver(events)
        except Exception as error:
            log.error("zalo.not_stored", events=len(events), error=type(error).__name__, exc_info=error)
            await asyncio.sleep(1.0)
            return False
        return True

    async def webhook(self, request: web.Request) -> web.Response:
        """Store one event that Zalo posts, then answer 200. A wrong secret is refused with 403."""
        secret = self._webhook[1] if self._webhook else ""
        given = request.headers.get("X-Bot-Api-Secret-Token", "")
        if not secret or not hmac.compare_digest(given.encode(errors="replace"), secret.encode()):
            REFUSED.labels(self.name).inc()
            raise web.HTTPForbidden
        try:
            updates = unwrap(await read_json(request))
        except (ValueError, RecursionError):
            UNREADABLE.labels(self.name).inc()
            raise web.HTTPBadRequest from None
        events = [event for update in updates if (event := self._read(update)) is not None]
        if events and not await self._delivered(events):
            raise web.HTTPServiceUnavailable
        return web.json_response({"message": "Success"})

    async def _introduce(self) -> None:
        """See whether the token is accepted, and say how events should come."""
        while True:
            try:
                await self._api.call("getMe")
                await self._choose_way()
                self._stumbles = 0
                return
            except TROUBLE as error:
                await self._rest(error)

    async def _choose_way(self) -> None:
        """getUpdates does not work while a webhook is set (Zalo's page "getUpdates")."""
        if self._webhook is None:
            try:
                await self._api.call("deleteWebhook")
            except ZaloError as error:
                if error.code != 404:  # there was none
                    raise
            return
        url, secret = self._webhook
        # Zalo tries the address before it answers, and keeps it even when nobody answers there.
        result = await self._api.call("setWebhook", wait=60.0, url=url, secret_token=secret)
        tried = result.get("verification") if isinstance(result, dict) else None
        if isinstance(tried, dict) and tried.get("ok") is False:
            log.error("zalo.webhook_not_reached", hint="Zalo can't reach OCOP_PUBLIC_URL", outcome=tried.get("outcome"))

    async def _rest(self, error: ZaloError | NotSent | Dropped) -> None:
        """Wait before the next try: longer each time, up to half a minute; after a 429 up to five."""
        wait = min(30.0, 0.1 * 2**self._stumbles)
        self._stumbles = min(self._stumbles + 1, 10)
        code = error.code if isinstance(error, ZaloError) else 0
        if code == 429:
            wait = self._receiving.lose()
            log.warning("zalo.too_many", wait=wait)
        elif code == 401:
            wait = 30.0
            log.error("zalo.wrong_token", hint="OCOP_ZALO_TOKEN is not accepted; copy it anew from the bot's page")
        elif _beside_webhook(error) and self._webhook is None:
            wait = 5.0
            log.error("zalo.conflict", hint="another program has set a webhook for this bot; it is taken away")
        elif not isinstance(error, Dropped):
            log.warning("zalo.unreachable", error=str(error), wait=wait)
        await asyncio.sleep(wait)

    def _read(self, update: Any) -> Event | None:
        """One that can't be read now can't be read later either: it is counted and noted, and that is all."""
        try:
            event = read_update(clean(update), channel=self.name, bot=self._id)
            return event and without_closed(event, self._base_url)
        except MALFORMED as error:
            UNREADABLE.labels(self.name).inc()
            log.warning("zalo.unreadable_update", error=type(error).__name__)
            return unknown(update, channel=self.name, bot=self._id)

    # going out

    async def send(self, envelope: Envelope) -> Outcome:
        """See :meth:`bot.channels.base.Channel.send`. A change of a message is sent as a new one."""
        if envelope.operation is Operation.COMMANDS:
            return Outcome(Verdict.SENT)  # the platform has no list of commands
        pieces = compose(envelope.message, await self._address(envelope.message))
        if not pieces:
            return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail="nothing that can be shown here")
        accepted, sent = envelope.accepted, None
        for piece in pieces[accepted:]:
            try:
                sent = await self._post(envelope.chat, piece)
            except TROUBLE as error:
                return replace(self._verdict(error), accepted=accepted)
            self._sending.regain()
            accepted += 1
        told = sent.get("message_id") if isinstance(sent, dict) else None
        return Outcome(Verdict.SENT, message_id=str(told)[:64] if told else None)

    async def _post(self, chat: str, piece: Piece) -> Any:
        """Send one piece. The words of a picture that is refused go out all the same."""
        wait = self._api.network.ANSWER
        if piece.method == "sendPhoto":
            # Zalo fetches the picture before it shows anything: whoever waits sees that something is coming.
            wait = WITH_PICTURE
            with suppress(*TROUBLE):
                await self._api.call("sendChatAction", chat_id=chat, action="typing")
        try:
            return await self._api.call(piece.method, wait=wait, chat_id=chat, **piece.parameters)
        except ZaloError as error:
            if piece.otherwise is None or verdict(error).verdict is not Verdict.FAILED:
                raise
            log.warning("zalo.picture_refused", detail=error.detail)
        if not piece.otherwise:
            return None
        return await self._api.call("sendMessage", chat_id=chat, text=piece.otherwise)

    def _verdict(self, error: ZaloError | NotSent | Dropped) -> Outcome:
        outcome = verdict(error)
        if outcome.verdict is Verdict.SLOW:
            after = self._sending.lose()
            log.warning("zalo.too_many", wait=round(after), hint="the messages of the plan may be used up")
            return replace(outcome, after=after)
        if isinstance(error, ZaloError) and error.code == 401:
            log.error("zalo.wrong_token", hint="OCOP_ZALO_TOKEN is not accepted; copy it anew from the bot's page")
        return outcome

    async def _address(self, message: Message) -> str | None:
        """Where the picture or document of a message is found, if it can be shown at all."""
        file = message.picture or message.document
        if file is None:
            return None
        if self._share is not None and file.path is not None:
            try:
                return await self._share(file)
            except OSError as error:
                log.warning("zalo.file_not_shared", error=type(error).__name__)
        return file.id if file.channel == self.name and file.id else None

    async def fetch(self, file_id: str, to: Path) -> int:
        """See :meth:`bot.channels.base.Channel.fetch`. On Zalo a file's id is its public address."""
        try:
            return await self._api.network.download(file_id, to, largest=LARGEST_FILE, kind=PHOTOS, home=self._base_url)
        except Missing as error:
            raise NotFetched(str(error), final=True) from error
        except (NotSent, Dropped) as error:
            raise NotFetched(str(error), final=False) from error

    def link(self, word: str) -> str | None:
        """See :meth:`bot.channels.base.Channel.link`: Zalo has no such address; the word is typed."""
        return None

    async def close(self) -> None:
        """See :meth:`bot.channels.base.Channel.close`."""
        await self._api.network.close()
