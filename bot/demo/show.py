"""``ocop-bot demo``: the simulated platform, the real bot against it, and the page with the phones."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.app import App
from bot.demo.cast import ADMIN_ID, OFFICER_ID, seat_cast
from bot.demo.platform import Platform
from bot.migrate import migrate
from bot.settings import Settings, load_settings
from models.accounts import Account, Role
from models.base import Database
from models.requests import RequestKind


async def show(port: int) -> None:
    """Run the demo until it is stopped; its data is thrown away then.

    :raises OSError: the port is taken.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ocop-demo-")))
        platform = Platform(limits=True)
        cast = seat_cast(platform)
        url = await platform.start(port=port)
        try:
            settings = load_settings(
                _env_file=None,
                telegram_token=platform.token,
                telegram_api_url=url,
                admins=[f"telegram:{ADMIN_ID}"],
                data_dir=folder,
                database_url="",
                http="",
                public_url="",
                office_phone="0209 000 0000",
            )
            await _hire(settings, cast.officer.person.name)
            async with App(settings).running():
                # The office is at work already: only then can a notice reach it.
                for phone in (cast.officer, cast.admin):
                    await phone.starts()
                typer.echo(f"The demo is ready: {platform.page_url}  (Ctrl-C ends it)")
                await stop.wait()
        finally:
            await platform.stop()


async def _hire(settings: Settings, name: str) -> None:
    """Make the made-up officer an officer, for every kind of request."""
    await migrate(settings)
    database = Database(settings.database)
    try:
        async with database.write() as session:
            session.add(
                Account(
                    channel="telegram",
                    address=str(OFFICER_ID),
                    role=Role.OFFICER,
                    name=name,
                    areas=[kind.value for kind in RequestKind],
                    created_at=datetime.now(UTC),
                )
            )
    finally:
        await database.close()
