"""How every channel reaches its platform: aiohttp, the one HTTP library of the house, and what can go wrong on the way.

None of these errors says which address was asked, nor what caused it, which might: it may hold a token.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

import aiohttp

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


class Network:
    """A pool of connections.

    :param connections: how many requests may be under way at once.
    """

    #: Seconds: to connect, and to wait for an answer.
    CONNECT: ClassVar[float] = 10.0
    ANSWER: ClassVar[float] = 20.0

    def __init__(self, connections: int = 128) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        """Open the pool, unless it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60),
                timeout=aiohttp.ClientTimeout(total=None),
                auto_decompress=True,
            )

    async def close(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def exchange(self, method: str, url: str, *, wait: float = ANSWER, **content: Any) -> tuple[int, bytes]:
        """Make one request; returns the status and the body.

        :param wait: seconds that the answer may take.
        :param content: ``data``, ``json``, ``headers`` as aiohttp takes them.
        :raises NotSent: the request never left.
        :raises Dropped: it left, but no answer came.
        """
        session = self._opened()
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
        trusted: Callable[[str], bool] = lambda url: True,
    ) -> int:
        """Write what lies at ``url`` into ``to``, piece by piece; returns its size in bytes.

        :param largest: bytes; of anything larger only the beginning is written, a little more than that.
        :param kind: how its media type has to begin ("image/"), or may begin.
        :param trusted: whether an address may be asked at all; also of those that the first one leads to.
        :raises Missing: there is nothing, or something of another kind, or it lies where nobody should go.
        :raises NotSent, Dropped: it can't be had now.
        """
        session, timeout = self._opened(), self._timeout(self.ANSWER)
        try:
            for _ in range(MOST_STEPS):
                if not trusted(url):
                    raise Missing("file: an address that isn't asked")
                async with session.get(url, timeout=timeout, allow_redirects=False) as response:
                    if response.status in _ELSEWHERE:
                        url = urljoin(url, response.headers.get("Location", ""))
                        continue
                    if response.status in (400, 404, 410):
                        raise Missing(f"file: {response.status}")
                    response.raise_for_status()
                    if not response.content_type.startswith(kind):
                        raise Missing(f"file: {response.content_type}")
                    return await _write(response, to, largest)
        except _BEFORE as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError) as error:
            raise Dropped(type(error).__name__) from None
        raise Missing("file: led on and on")

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise NotSent("the channel is closed")
        return self._session

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


def is_public(url: str) -> bool:
    """Whether an address leads out, by HTTPS, and not into the network that we stand in."""
    try:
        place = urlsplit(url)
        host = place.hostname or ""
    except ValueError:
        return False
    try:
        public = ipaddress.ip_address(host).is_global
    except ValueError:
        public = "." in host
    return place.scheme == "https" and public
