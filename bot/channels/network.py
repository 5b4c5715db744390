"""How every channel reaches its platform: aiohttp, the one HTTP library of the house, and what can go wrong on the way.

None of these errors says which address was asked, nor what caused it, which might: it may hold a token.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

#: Bytes of a file in memory at once.
PIECE = 256 * 1024
#: Answers that tell another address, and how often one is followed.
_ELSEWHERE, MOST_STEPS = frozenset({301, 302, 303, 307, 308}), 5
#: Errors after which the platform can't have seen the request.
_BEFORE = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class NotSent(Exception):
    """The request never left."""


class Dropped(Exception):
    """The request left; whether it arrived nobody knows."""


class Missing(Exception):
    """There is nothing at that address, and won't be."""


class _Inside(OSError):
    """A name that leads into the network that we stand in."""


class Outside(AbstractResolver):
    """Finds the addresses of a name, and only those out in the open: a name can be given any address by its owner."""

    def __init__(self) -> None:
        self._resolver = aiohttp.DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """See :meth:`aiohttp.abc.AbstractResolver.resolve`.

        :raises OSError: there is none.
        """
        found = await self._resolver.resolve(host, port, family)
        outside = [each for each in found if _is_outside(each["host"])]
        if found and not outside:
            raise _Inside
        return outside

    async def close(self) -> None:
        """Let go of what it holds."""
        await self._resolver.close()


class Network:
    """A pool of connections, and another one for addresses that somebody else names.

    :param connections: how many requests may be under way at once.
    """

    #: Seconds: to connect, and to wait for an answer.
    CONNECT: ClassVar[float] = 10.0
    ANSWER: ClassVar[float] = 20.0

    def __init__(self, connections: int = 128) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._outward: aiohttp.ClientSession | None = None

    def open(self) -> None:
        """Open the pool, unless it is open."""
        if self._session is None:
            self._session = self._pool(None)
            self._outward = self._pool(Outside())

    def _pool(self, resolver: AbstractResolver | None) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60, resolver=resolver),
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=True,
        )

    async def close(self) -> None:
        """Close the pools."""
        for session in (self._session, self._outward):
            if session is not None:
                await session.close()
        self._session = self._outward = None

    async def exchange(self, method: str, url: str, *, wait: float = ANSWER, **content: Any) -> tuple[int, bytes]:
        """Make one request; returns the status and the body.

        :param wait: seconds that the answer may take.
        :param content: ``data``, ``json``, ``headers`` as aiohttp takes them.
        :raises NotSent: the request never left.
        :raises Dropped: it left, but no answer came.
        """
        session = self._opened(self._session)
        try:
            async with session.request(method, url, timeout=self._timeout(wait), **content) as response:
                return response.status, await response.read()
        except _BEFORE as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Dropped(type(error).__name__) from None

    async def download(
        self,
        url: str,
        to: Path,
        *,
        largest: int | None = None,
        kind: str | tuple[str, ...] = "",
        home: str | None = None,
    ) -> int:
        """Write what lies at ``url`` into ``to``, piece by piece; returns its size in bytes.

        :param largest: bytes; of anything larger only the beginning is written, a little more than that.
        :param kind: how its media type has to begin ("image/"), or may begin.
        :param home: the platform's own address. What doesn't lie below it, and where that leads to, is asked by HTTPS
            only, and only out in the open. None: ``url`` is our own, and asked as it is.
        :raises Missing: there is nothing, or something of another kind, or it lies where nobody should go.
        :raises NotSent, Dropped: it can't be had now.
        """
        timeout = self._timeout(self.ANSWER)
        try:
            for _ in range(MOST_STEPS):
                if home is not None and not may_be_asked(url, home):
                    raise Missing("file: an address that isn't asked")
                ours = home is None or url.startswith(f"{home}/")
                session = self._opened(self._session if ours else self._outward)
                async with session.get(url, timeout=timeout, allow_redirects=False) as response:
                    if response.status in _ELSEWHERE:
                        url = _led(url, response.headers.get("Location", ""))
                        continue
                    if response.status in (400, 404, 410):
                        raise Missing(f"file: {response.status}")
                    response.raise_for_status()
                    if not response.content_type.startswith(kind):
                        raise Missing(f"file: {response.content_type}")
                    return await _write(response, to, largest)
        except _BEFORE as error:
            if isinstance(getattr(error, "os_error", None), _Inside):
                raise Missing("file: an address that isn't asked") from None
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError) as error:
            raise Dropped(type(error).__name__) from None
        raise Missing("file: led on and on")

    @staticmethod
    def _opened(session: aiohttp.ClientSession | None) -> aiohttp.ClientSession:
        if session is None:
            raise NotSent("the channel is closed")
        return session

    def _timeout(self, wait: float) -> aiohttp.ClientTimeout:
        return aiohttp.ClientTimeout(total=None, sock_connect=self.CONNECT, sock_read=wait)


async def _write(response: aiohttp.ClientResponse, to: Path, largest: int | None) -> int:
    size = 0
    with await asyncio.to_thread(to.open, "wb") as file:
        async for chunk in response.content.iter_chunked(PIECE):
            size += await asyncio.to_thread(file.write, chunk)
            if largest is not None and size > largest:
                break
    return size


def _led(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise Missing("file: led to no address") from None


def may_be_asked(url: str, home: str) -> bool:
    """Whether an address that somebody names lies below the platform's own, or out in the open."""
    return url.startswith(f"{home}/") or is_public(url)


def is_public(url: str) -> bool:
    """Whether an address leads out, by HTTPS, and not, as far as it says so itself, into the network we stand in."""
    try:
        place = URL(url)  # as it is read when it is asked: other letters for the same host are made one
        host = place.raw_host or ""
    except ValueError:
        return False
    try:
        public = _is_outside(host)
    except ValueError:
        # What ends with a number is no name but an address in an old spelling: 127.1, 0x7f.0.0.1.
        _, dot, last = host.rstrip(".").rpartition(".")
        public = bool(dot) and last[:1].isalpha()
    return place.scheme == "https" and public


def _is_outside(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    return ip.is_global and not ip.is_multicast
