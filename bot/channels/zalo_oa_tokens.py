"""The account's tokens: renewed before they end, one renewal at a time, and stored before they are used.

A refresh token works once (Zalo's page on authentication of the Official Account API): two programs that renew with
the same one lose the account. On PostgreSQL the row's lock makes the others wait and then take what was stored; on
SQLite there is one program per data folder (:mod:`bot.lock`), and the file is not locked while the network is waited
for, since nobody could write meanwhile.

What can't be mended here: an answer that is lost on its way, or a program killed before it has stored it, takes the
next refresh token with it. The account is then authorised anew, by hand.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.network import Dropped, NotSent
from bot.channels.zalo_oa_api import RATE_CODE, Granted, Refused, Renew, Unavailable
from models.base import Database
from models.credentials import Credential, credential

log = structlog.get_logger(__name__)

#: A token that ends within the first time is not used for another call; one that ends within the second, or is in the
#: last quarter of its life, is renewed ahead of need.
LEAST = timedelta(minutes=1)
AHEAD = timedelta(hours=2)
#: Seconds before a refresh token that was refused, or an access token that never worked, is tried again.
PAUSE = 60.0


class Tokens:
    """The tokens of one channel.

    :param renew: exchanges a refresh token for the next pair.
    :param first: the refresh token that the office has set.
    :param on_dead: called once when the platform begins to refuse the refresh token.
    """

    def __init__(
        self,
        database: Database,
        channel: str,
        renew: Renew,
        first: str,
        *,
        on_dead: Callable[[], Awaitable[None]] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._channel = channel
        self._renew = renew
        self._first = first
        self._on_dead = on_dead
        self._now = now
        self._access = ""
        self._expires_at = self._used_from = datetime.fromtimestamp(0, UTC)
        #: The newest token that the platform has taken.
        self._proven = ""
        #: What a renewal brought and the database did not take yet.
        self._unsaved: tuple[Granted, datetime] | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._quiet_until = 0.0
        #: Nothing is renewed or written: another program, which runs, does that.
        self.frozen = False
        #: What is wrong, for people; None: nothing.
        self.trouble: str | None = None

    async def access(self, refused: str = "", *, least: timedelta = LEAST) -> str:
        """A token that is good for at least so long, renewed if need be.

        :param refused: a token that the platform takes no more, though it should.
        :raises Unavailable: none can be had now.
        """
        if not self._good(self._access, self._expires_at, refused, least):
            # Whoever waits may be cancelled; what is being renewed must be stored all the same.
            if self._renewing is None or self._renewing.done():
                self._renewing = asyncio.create_task(self._bring(refused, least), name=f"{self._channel} tokens")
                # Whoever still waits is told; when nobody does, it is no news.
                self._renewing.add_done_callback(lambda task: task.cancelled() or task.exception())
            await asyncio.shield(self._renewing)
        return self._access

    def worked(self, access: str) -> None:
        """The platform has taken this token."""
        self._proven = access

    async def keep_fresh(self) -> float:
        """Renew ahead of need; returns the seconds until this should be looked at again."""
        try:
            await self.access(least=self._ahead)
        except Unavailable:
            return PAUSE
        left = (self._expires_at - self._ahead - self._now()).total_seconds()
        return max(PAUSE, min(left, 3600.0))

    @property
    def _ahead(self) -> timedelta:
        return max(LEAST, min(AHEAD, (self._expires_at - self._used_from) / 4))

    async def close(self) -> None:
        """Let a renewal that is under way be stored."""
        if self._renewing is not None:
            await asyncio.gather(self._renewing, return_exceptions=True)

    def _good(self, access: str, expires_at: datetime, refused: str, least: timedelta) -> bool:
        return bool(access) and access != refused and expires_at - self._now() > least

    async def _bring(self, refused: str, least: timedelta) -> None:
        """Take what another program has stored, or renew; store it, and only then use it."""
        try:
            if self._unsaved is not None:
                await self._save(*self._unsaved)
            elif self.frozen:
                await self._take(refused, least)
            else:
                await self._take_or_renew(refused, least)
        except (SQLAlchemyError, OSError) as error:
            log.critical(
                "zalo_oa.tokens_not_stored",
                error=type(error).__name__,
                hint="make the database writable; stopped before that, the program may lose the account",
            )
            raise Unavailable("the database does not take the tokens") from error

    async def _take(self, refused: str, least: timedelta) -> None:
        async with self._database.read() as session:
            row = await session.get(Credential, self._channel)
        if row is None or not self._good(row.access, row.expires_at, refused, least):
            raise Unavailable("the program that runs has no token that is good")
        self._use(row.access, row.expires_at)

    async def _take_or_renew(self, refused: str, least: timedelta) -> None:
        loop = asyncio.get_running_loop()
        if not refused or refused != self._proven:
            if loop.time() < self._quiet_until:
                raise Unavailable(self.trouble or "a new token was refused")
            if refused:
                # It never worked: if the next one doesn't either, then it is not the tokens that are wrong.
                self._quiet_until = loop.time() + PAUSE
        async with AsyncExitStack() as stack:
            if self._database.sqlite:
                async with self._database.write() as session:
                    row = await credential(session, self._channel, self._first, self._now())
                locked = None
            else:
                locked = await stack.enter_async_context(self._database.write())
                row = await credential(locked, self._channel, self._first, self._now())
            if self._good(row.access, row.expires_at, refused, least):
                self._use(row.access, row.expires_at)
                return
            failure = await self._exchange(row.refresh, locked)
        if failure is not None:
            raise failure
        if self._unsaved is not None:
            granted, expires_at = self._unsaved
            self._unsaved = None
            self._use(granted.access, expires_at)

    async def _exchange(self, refresh: str, session: AsyncSession | None) -> Unavailable | None:
        """Renew, and write the new pair down; returns why not. With ``session`` the caller commits."""
        try:
            granted = await self._renew(refresh)
        except Refused as error:
            if error.code == RATE_CODE:
                return Unavailable("the tokens can't be renewed now: too many calls")
            return await self._died(error, session)
        except (NotSent, Dropped, Unavailable) as error:
            return Unavailable(f"the tokens can't be renewed now: {error}")
        self._unsaved = granted, self._now() + timedelta(seconds=granted.lifetime)
        if session is not None:
            await self._write(session, *self._unsaved)
        else:
            await self._save(*self._unsaved)
        log.info("zalo_oa.tokens_renewed", hours=round(granted.lifetime / 3600, 1))
        return None

    async def _save(self, granted: Granted, expires_at: datetime) -> None:
        async with self._database.write() as session:
            await self._write(session, granted, expires_at)
        self._unsaved = None
        self._use(granted.access, expires_at)

    async def _write(self, session: AsyncSession, granted: Granted, expires_at: datetime) -> None:
        row = await session.scalar(select(Credential).where(Credential.channel == self._channel))
        if row is None:
            row = await credential(session, self._channel, self._first, self._now())
        row.access, row.refresh, row.expires_at = granted.access, granted.refresh, expires_at
        row.dead_at, row.updated_at = None, self._now()

    def _use(self, access: str, expires_at: datetime) -> None:
        self._access, self._expires_at, self._used_from, self.trouble = access, expires_at, self._now(), None

    async def _died(self, error: Refused, session: AsyncSession | None) -> Unavailable:
        """The refresh token is refused: say so loudly, and tell the admins once."""
        self._quiet_until, self._proven = asyncio.get_running_loop().time() + PAUSE, ""
        self.trouble = f"Zalo does not take the refresh token any more ({error}): authorise the account anew"
        log.critical(
            "zalo_oa.refresh_token_dead",
            error=str(error),
            hint="authorise the account anew and set OCOP_ZALO_OA_REFRESH_TOKEN; until then nothing is sent",
        )
        if session is not None:
            new = await self._mark_dead(session)
        else:
            async with self._database.write() as own:
                new = await self._mark_dead(own)
        if new and self._on_dead is not None:
            await self._on_dead()
        return Unavailable(self.trouble)

    async def _mark_dead(self, session: AsyncSession) -> bool:
        row = await credential(session, self._channel, self._first, self._now())
        if row.dead_at is not None:
            return False
        row.dead_at = self._now()
        return True
