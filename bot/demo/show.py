"""``ocop-bot demo``: the simulated platform, the real bot against all its doors, and the page with the phones."""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from bot.app import App
from bot.demo.cast import ADMIN_ID, OFFICER_ID, seat_cast
from bot.demo.platform import Platform
from bot.migrate import migrate
from bot.settings import Settings, load_settings
from models.accounts import Account, Role
from models.base import Database
from models.doors import join
from models.requests import RequestKind

LOOPBACK = "127.0.0.1"


async def show(port: int) -> None:
    """Run the demo until it is stopped; its data is thrown away then.

    :raises OSError: the port is taken.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with playing(port) as platform:
        typer.echo(f"The demo is ready: {platform.page_url}  (Ctrl-C ends it)")
        await stop.wait()


@asynccontextmanager
async def playing(port: int = 0, *, limits: bool = True, joined: bool = True) -> AsyncIterator[Platform]:
    """The whole demo, while the block runs: everybody is there, and the office is at work.

    :param limits: whether the platforms' sending limits hold; without them the bot does not wait for them either.
    :param joined: whether the officer's three apps are one person's, and the admin's; otherwise each app is somebody.
    """
    with tempfile.TemporaryDirectory(prefix="ocop-demo-") as folder:
        platform = Platform(limits=limits, oa_secret_key=secrets.token_urlsafe(24))
        seat_cast(platform)
        await platform.start(LOOPBACK, port)
        try:
            settings = _settings(platform, Path(folder), send_rate=30 if limits else 1000)
            await _hire(settings, platform, joined=joined)
            async with App(settings).running():
                # On the others the bot says where it listens; this one is told by hand, in Zalo's console.
                platform.zalo_oa.updates.listen(f"{settings.public_url}/zalo-oa")
                # They have written before: only then can a notice reach them.
                # Whoever is one person on three apps is told on the one used last: the one that the page shows first.
                for door in [platform.doors["telegram"]] if joined else platform.doors.values():
                    for number in (OFFICER_ID, ADMIN_ID):
                        await door.phones[number].starts()
                yield platform
        finally:
            await platform.stop()


def _settings(platform: Platform, folder: Path, send_rate: float) -> Settings:
    """Those of an office with every door, and nothing of the machine's own."""
    own = f"{LOOPBACK}:{_free_port()}"
    return load_settings(
        _env_file=None,
        telegram_token=platform.token,
        telegram_api_url=platform.doors["telegram"].url,
        zalo_token=platform.zalo.token,
        zalo_api_url=platform.doors["zalo"].url,
        zalo_oa_app_id=platform.zalo_oa.app_id,
        zalo_oa_app_secret=platform.zalo_oa.app_secret,
        zalo_oa_secret_key=platform.zalo_oa.secret_key,
        zalo_oa_refresh_token=platform.zalo_oa.refresh_token,
        zalo_oa_api_url=platform.doors["zalo_oa"].url,
        zalo_oa_oauth_url=platform.doors["zalo_oa"].url,
        admins=[f"{app}:{door.address(door.phones[ADMIN_ID])}" for app, door in platform.doors.items()],
        data_dir=folder,
        database_url="",
        send_rate=send_rate,
        http=own,
        public_url=f"http://{own}",
        webhook_secret=secrets.token_urlsafe(24),
        office_phone="0209 000 0000",
    )


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


async def _hire(settings: Settings, platform: Platform, *, joined: bool) -> None:
    """Make the made-up officer an officer for every kind of request and the admin an admin, behind every door.

    The producers' doors are not linked: whoever tries the demo may do that (/lienket).
    """
    await migrate(settings)
    database = Database(settings.database)
    try:
        async with database.write() as session:
            now = datetime.now(UTC) - timedelta(minutes=1)  # before they write
            for number, role in ((OFFICER_ID, Role.OFFICER), (ADMIN_ID, Role.ADMIN)):
                accounts = [
                    Account(
                        channel=app,
                        address=door.address(door.phones[number]),
                        role=role,
                        name=door.phones[number].person.name,
                        areas=[kind.value for kind in RequestKind] if role is Role.OFFICER else [],
                        created_at=now,
                    )
                    for app, door in platform.doors.items()
                ]
                session.add_all(accounts)
                await session.flush()
                for other in accounts[1:] if joined else ():
                    await join(session, accounts[0], other, now)
    finally:
        await database.close()
