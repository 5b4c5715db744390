"""The wiring: what is started, in what order, and how it stops."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

import structlog

from bot.channels.base import Channel
from bot.channels.telegram import TelegramChannel
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo_oa import ZaloOaChannel
from bot.clock import Clock
from bot.delivery import Delivery
from bot.engine import Engine
from bot.exports import Exports
from bot.fetching import Fetcher
from bot.flood import Flood
from bot.http import Server, Webhook
from bot.limits import COMMON_RATE
from bot.links import Links
from bot.migrate import migrate
from bot.settings import Settings, WrongSetting
from handlers.admins import register
from handlers.admins.digest import ensure_digest
from handlers.admins.staff import dismiss_unnamed
from handlers.front import commands_for, front_door
from handlers.kit.house import House
from handlers.kit.words import LANGUAGES, Words
from models.accounts import Role, staff
from models.base import Database
from models.mail import Lane, Message, Operation, Outbox

log = structlog.get_logger(__name__)

#: Messages that one chat may send at once, and per second for long, before it is slowed down.
BURST, PACE = 20, 1.0
#: Seconds that what is under way may take when the program is asked to stop.
PATIENCE = 10.0


class App:
    """One office's bot.

    Order matters: the database is brought up to date before anything reads it; what an earlier run left is taken up
    before anything new comes in; and on the way out the doors close first, then what is in hand is finished.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.database)
        words = Words()
        # Who opens an address that has had its time isn't known: they are told in every language.
        gone = "\n\n".join(words.text(language, "link-gone") for language in LANGUAGES)
        self.links = Links(settings.data_dir, settings.public_url, gone=gone) if settings.public_url else None
        self.channels, webhooks = _channels(settings, self.links)
        troubles = []
        if (account := official_account(settings, self.database, self.links, self._refresh_token_died)) is not None:
            self.channels[account.name] = account
            webhooks["/zalo-oa"] = account.webhook
            troubles.append(account.trouble)
        if not self.channels:
            raise WrongSetting(
                "OCOP_TELEGRAM_TOKEN or OCOP_ZALO_TOKEN: is missing, so there is no channel to speak on "
                "(example: 123456:AA…)"
            )
        self.house = House(
            words=words,
            office_name=settings.office_name,
            office_phone=settings.office_phone,
            zone=settings.zone,
            data_dir=settings.data_dir,
            send_rate=settings.send_rate,
            admins=frozenset(settings.admins),
            links={name: channel.link for name, channel in self.channels.items()},
        )
        self.exports = Exports(self.database, self.house)
        self.delivery = Delivery(
            self.database,
            self.channels,
            rate=settings.send_rate,
            commands=partial(commands_for, words),
            write=self.exports.write,
            on_report=lambda: self.engine.wake(),
        )
        self.clock = Clock(self.database, lambda: self.engine.wake())
        self.fetcher = Fetcher(
            self.database,
            self.channels,
            settings.data_dir,
            lambda: self.engine.wake(),
            ahead={register.FIELD: partial(register.read_ahead, self.house)},
        )
        scale = max(1.0, settings.send_rate / COMMON_RATE)
        self.engine = Engine(
            self.database,
            front_door(),
            self.house,
            self.delivery,
            flood=Flood(PACE * scale, round(BURST * scale)),
            after_commit=self._after_commit,
        )
        self.server = (
            Server(self.database, settings.data_dir, webhooks, self.links, troubles) if settings.http_address else None
        )

    async def _refresh_token_died(self) -> None:
        """Tell the admins who can be reached by another way than the one that has just closed."""
        now = datetime.now(UTC)
        async with self.database.write() as session:
            others = self.channels.keys() - {ZaloOaChannel.name}
            for admin in await staff(session, others, least=Role.ADMIN):
                text = self.house.words.text(admin.language, "zalo-oa-token-dead")
                session.add(
                    Outbox(
                        channel=admin.channel,
                        chat=admin.address,
                        account_id=admin.id,
                        lane=Lane.NOTICE,
                        payload=Message(text).payload(),
                        created_at=now,
                    )
                )
        self.delivery.wake()

    def _after_commit(self, due: bool, files: bool) -> None:
        if due:
            self.clock.wake()
        if files:
            self.fetcher.wake()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Start everything; on the way out finish what is in hand and lose nothing."""
        await migrate(self.settings)
        async with self.database.read() as session:
            await self.house.load_corrections(session)
        async with self.database.write() as session:
            await dismiss_unnamed(session, self.house.admins, datetime.now(UTC))
            await ensure_digest(session, datetime.now(UTC), self.house.zone)
        await self.delivery.recover()
        await self._show_commands()
        await self.engine.start()
        inner = [
            asyncio.create_task(self.delivery.run(), name="delivery"),
            asyncio.create_task(self.engine.work(), name="slow lane"),
            asyncio.create_task(self.clock.run(), name="clock"),
            asyncio.create_task(self.fetcher.run(), name="fetcher"),
            asyncio.create_task(self.exports.run(), name="exports"),
        ]
        if self.links is not None:
            inner.append(asyncio.create_task(self.links.run(), name="links"))
        doors = [
            asyncio.create_task(channel.receive(self.engine.receive), name=channel.name)
            for channel in self.channels.values()
        ]
        try:
            if self.server is not None and self.settings.http_address is not None:
                await self.server.start(*self.settings.http_address)
            # What stands now stays: the collector need not look at it again and again.
            gc.collect()
            gc.freeze()
            gc.set_threshold(5_000, 20, 20)
            log.info("app.ready", channels=sorted(self.channels))
            watch = asyncio.create_task(_first_to_fail([*inner, *doors]))
            try:
                yield
            finally:
                watch.cancel()
        finally:
            await self._close(doors, inner)

    async def _show_commands(self) -> None:
        """Show everybody the commands of this version: producers by the language of their app, staff each in theirs."""
        now = datetime.now(UTC)
        async with self.database.write() as session:
            shown = [
                ("", Role.PRODUCER, language, channel, None if language == LANGUAGES[0] else language)
                for channel in self.channels
                for language in LANGUAGES
            ]
            shown += [
                (person.address, person.role, person.language, person.channel, None)
                for person in await staff(session, self.channels.keys())
            ]
            session.add_all(
                Outbox(
                    channel=channel,
                    chat=chat,
                    lane=Lane.NOTICE,
                    operation=Operation.COMMANDS,
                    payload={"role": role.value, "language": language},
                    target_message=code,
                    created_at=now,
                )
                for chat, role, language, channel, code in shown
            )

    async def _close(self, doors: list[asyncio.Task[None]], inner: list[asyncio.Task[None]]) -> None:
        if self.server is not None:
            await self.server.stop()
        # A batch that is being answered is committed first: cancelling waits for the transaction's end.
        await self.engine.close()
        await _cancel(doors)
        await self.delivery.stop(PATIENCE)
        await _cancel(inner)
        for channel in self.channels.values():
            await channel.close()
        await self.database.close()
        log.info("app.stopped")

    async def run(self) -> None:
        """Run until SIGTERM or SIGINT."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        async with self.running():
            await stop.wait()


def _channels(settings: Settings, links: Links | None) -> tuple[dict[str, Channel], dict[str, Webhook]]:
    channels: dict[str, Channel] = {}
    webhooks: dict[str, Webhook] = {}
    if settings.telegram_token is not None:
        telegram = TelegramChannel(
            settings.telegram_token.get_secret_value(),
            settings.telegram_api_url,
            settings.data_dir,
            webhook=_webhook(settings, "/telegram"),
        )
        channels[telegram.name] = telegram
        webhooks["/telegram"] = telegram.webhook
    if settings.zalo_token is not None:
        zalo = ZaloChannel(
            settings.zalo_token.get_secret_value(),
            settings.zalo_api_url,
            webhook=_webhook(settings, "/zalo"),
            share=links.address if links is not None else None,
        )
        channels[zalo.name] = zalo
        webhooks["/zalo"] = zalo.webhook
    return channels, webhooks


def official_account(
    settings: Settings,
    database: Database,
    links: Links | None = None,
    on_dead: Callable[[], Awaitable[None]] | None = None,
) -> ZaloOaChannel | None:
    """The channel of the Zalo Official Account; None: it is off."""
    secrets = (settings.zalo_oa_app_secret, settings.zalo_oa_secret_key, settings.zalo_oa_refresh_token)
    app_secret, secret_key, refresh_token = (secret.get_secret_value() if secret else "" for secret in secrets)
    if not settings.zalo_oa_app_id:
        return None
    return ZaloOaChannel(
        database,
        settings.data_dir,
        url=settings.zalo_oa_api_url,
        oauth_url=settings.zalo_oa_oauth_url,
        app_id=settings.zalo_oa_app_id,
        app_secret=app_secret,
        secret_key=secret_key,
        refresh_token=refresh_token,
        paid=settings.zalo_oa_paid,
        share=links.address if links is not None else None,
        on_dead=on_dead,
    )


def _webhook(settings: Settings, path: str) -> tuple[str, str] | None:
    """The address that a platform posts to and the word that proves it; None: it is polled."""
    if not settings.public_url or settings.webhook_secret is None:
        return None
    return f"{settings.public_url}{path}", settings.webhook_secret.get_secret_value()


async def _first_to_fail(tasks: list[asyncio.Task[None]]) -> None:
    """None of these ever ends by itself: when one does, say so, and stop the program so that it is started anew."""
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        if not task.cancelled():
            log.critical("app.task_ended", task=task.get_name(), exc_info=task.exception())
            signal.raise_signal(signal.SIGTERM)


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
