"""``ocop-bot doctor``: is everything in order, and if not, what to do."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.http import LEAST_DISK
from bot.lock import Locked, only_one
from bot.migrate import newest, present
from bot.settings import Settings
from models.accounts import Account, Role
from models.base import Database

Line = tuple[str, bool, str]


async def examine(settings: Settings) -> list[Line]:
    """One line for each thing: its name, whether it is in order, and what to know or do."""
    return [line async for line in _lines(settings)]


async def _lines(settings: Settings) -> AsyncIterator[Line]:
    yield "settings", True, f"data folder {settings.data_dir}, time zone {settings.timezone}"
    database = Database(settings.database)
    try:
        yield await _checked("admins", _admins, settings, database)
        if settings.telegram_token is not None or not (settings.zalo_token or settings.zalo_oa_app_id):
            yield await _checked("token", _token, settings)
        if settings.zalo_token is not None:
            yield await _checked("zalo", _zalo, settings)
        if settings.public_url:
            yield await _checked("address", _address, settings)
        yield await _checked("database", _database, database, settings)
        yield await _checked("migrations", _migrations, database)
        if settings.zalo_oa_app_id:
            yield await _checked("zalo_oa", _official_account, database, settings)
    finally:
        await database.close()
    yield await _checked("knowledge", _knowledge)
    yield await _checked("disk", _disk, settings.data_dir)


async def _checked(name: str, look: Callable[..., Awaitable[tuple[bool, str]]], *given: object) -> Line:
    try:
        ok, words = await look(*given)
    except Exception as error:  # whatever it is, it is what the admin has to know
        ok, words = False, f"{type(error).__name__}: {error}".partition("\n")[0]
    return name, ok, words


async def _admins(settings: Settings, database: Database) -> tuple[bool, str]:
    named = f"{len(settings.admins)} named in OCOP_ADMINS"
    if settings.admins:
        return True, named
    # Whoever has been invited is one too. A database that is not there, or not up to date, is told of further down.
    with suppress(OperationalError, ProgrammingError):
        if not database.sqlite or await asyncio.to_thread(Path(database.url.database or "").exists):
            async with database.read() as session:
                invited = await session.scalar(select(func.count()).where(Account.role == Role.ADMIN))
            if invited:
                return True, f"{named}, {invited} by invitation"
    # Zalo tells nobody their id, so there the invitation is the way.
    return False, (
        "nobody: set OCOP_ADMINS=telegram:<your id> (@userinfobot tells you yours), "
        "or run `ocop-bot invite admin` and write to the bot what it says"
    )


async def _token(settings: Settings) -> tuple[bool, str]:
    if settings.telegram_token is None:
        return False, "set OCOP_TELEGRAM_TOKEN (README, «Telegram») or OCOP_ZALO_TOKEN (README, «Zalo»)"
    from telegram import Bot
    from telegram.error import InvalidToken, TelegramError

    from bot.channels.telegram_request import AiohttpRequest

    bot = Bot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )
    try:
        await bot.initialize()
        return True, f"@{bot.username}"
    except InvalidToken:
        return False, "Telegram does not know this token: copy it anew from @BotFather into OCOP_TELEGRAM_TOKEN"
    except TelegramError as error:
        return False, f"{settings.telegram_api_url} can't be reached ({error.message}): check the network"
    finally:
        await bot.shutdown()


async def _zalo(settings: Settings) -> tuple[bool, str]:
    """The token, and how events come: Zalo keeps what was set last, the bot puts it right at its start."""
    from bot.channels.network import Dropped, NotSent
    from bot.channels.zalo_api import ZaloApi, ZaloError

    token = settings.zalo_token.get_secret_value() if settings.zalo_token else ""
    api = ZaloApi(token, settings.zalo_api_url)
    api.network.open()
    try:
        name = (await api.call("getMe") or {}).get("account_name", "")
        try:
            there = (await api.call("getWebhookInfo") or {}).get("url", "")
        except ZaloError as error:
            if error.code != 404:  # there is none
                raise
            there = ""
    except ZaloError as error:
        if error.code in (401, 404):
            return False, "Zalo does not know this token: copy it anew from the bot's page into OCOP_ZALO_TOKEN"
        return False, f"{settings.zalo_api_url} answers {error}: try again later"
    except (NotSent, Dropped) as error:
        return False, f"{settings.zalo_api_url} can't be reached ({error}): check the network"
    finally:
        await api.network.close()
    wanted = f"{settings.public_url}/zalo" if settings.public_url else ""
    if wanted and not wanted.startswith("https://"):
        return False, f"{name}: Zalo posts to public https:// addresses only, not to {wanted}: mend OCOP_PUBLIC_URL"
    way = f"posts to {wanted}" if wanted else "is polled; without OCOP_PUBLIC_URL pictures and files can't be shown"
    return True, f"{name} {way}" + ("" if there == wanted else f" from the next start on (now: {there or 'polled'})")


async def _address(settings: Settings) -> tuple[bool, str]:
    """Whether the bot that runs is reached from outside."""
    from bot.channels.network import Dropped, Network, NotSent

    url, network = f"{settings.public_url}/healthz", Network()
    network.open()
    try:
        status, body = await network.exchange("GET", url)
    except (NotSent, Dropped) as error:
        return False, f"nobody answers at {url} ({error}): is the bot running, and does the proxy lead to OCOP_HTTP?"
    finally:
        await network.close()
    if b'"wrong"' not in body:
        return False, f"somebody else answers at {url} ({status}): does the proxy lead to OCOP_HTTP?"
    return True, f"{url} answers {status}"


async def _database(database: Database, settings: Settings) -> tuple[bool, str]:
    file = settings.database_file
    if file is None:
        async with database.read() as session:
            await session.execute(text("SELECT 1"))
        return True, database.url.render_as_string(hide_password=True)
    if not file.exists():
        return True, f"{file} will be made at the first start"
    damage = await asyncio.to_thread(_damage, file)
    return damage is None, str(file) if damage is None else f"{file} is damaged ({damage}): restore a backup"


def _damage(file: Path) -> str | None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            told = str(database.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        told = str(error)
    return None if told == "ok" else told


async def _migrations(database: Database) -> tuple[bool, str]:
    if database.sqlite and not await asyncio.to_thread(Path(database.url.database or "").exists):
        return True, f"{newest()} will be applied at the first start"
    there, needed = await present(database), newest()
    if there == needed:
        return True, there
    return False, f"at {there or 'nothing'}, needs {needed}: run `ocop-bot migrate`"


async def _official_account(database: Database, settings: Settings) -> tuple[bool, str]:
    """Ask Zalo which account this is; the tokens are renewed for that if they have to be, and then kept."""
    from bot.app import official_account
    from bot.channels.network import Dropped, NotSent
    from bot.channels.zalo_oa_api import Refused, Unavailable

    there = not database.sqlite or await asyncio.to_thread(Path(database.url.database or "").exists)
    if not there or await present(database) != newest():
        # Renewing uses the refresh token up: there must be a place for the next one.
        return True, "not asked yet: run `ocop-bot migrate`, then ask the doctor again"
    channel = official_account(settings, database)
    if channel is None:
        return False, "set OCOP_ZALO_OA_APP_ID"
    try:
        with _alone(settings, database) as alone:
            channel.tokens.frozen = not alone
            account = await channel.about()
        return True, f"{account.get('name', '')}, id {account.get('oaid', '')}"
    except Refused as error:
        return False, f"Zalo refuses ({error}): check the account and the app at developers.zalo.me"
    except Unavailable as error:
        if channel.tokens.frozen:
            return False, f"{error}: see /healthz and the log of the bot"
        return False, f"{error}: set OCOP_ZALO_OA_REFRESH_TOKEN and the app's id and secret as the console shows them"
    except (NotSent, Dropped) as error:
        return False, f"{settings.zalo_oa_api_url} can't be reached ({error}): check the network"
    finally:
        await channel.close()


@contextmanager
def _alone(settings: Settings, database: Database) -> Iterator[bool]:
    """Whether nobody else renews tokens meanwhile: on SQLite a bot that runs would, with the same ones."""
    if not database.sqlite:
        yield True
        return
    try:
        with only_one(settings.data_dir):
            yield True
    except Locked:
        yield False


async def _knowledge() -> tuple[bool, str]:
    from handlers.kit.words import LANGUAGES
    from models.criteria import load_criteria
    from models.knowledge import load_entries

    counts = ", ".join(f"{len(load_entries(language))} entries ({language})" for language in LANGUAGES)
    return True, f"{counts}, {len(load_criteria().sets)} criteria sets"


async def _disk(folder: Path) -> tuple[bool, str]:
    def look() -> int:
        there = next(place for place in (folder.resolve(), *folder.resolve().parents) if place.exists())
        return shutil.disk_usage(there).free

    free = await asyncio.to_thread(look)
    return free > LEAST_DISK, f"{free // 1024 // 1024} MB free" + ("" if free > LEAST_DISK else ": make room")
