"""python-telegram-bot's network layer on aiohttp, the one HTTP library of the house (httpx costs far more)."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any, ClassVar

import aiohttp
from telegram.error import BadRequest, NetworkError
from telegram.request import BaseRequest, RequestData

# The library's coming way to tell times; without it every 429 makes a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

#: Bytes of a file in memory at once.
PIECE = 256 * 1024
#: Errors after which the platform can't have seen the request.
_BEFORE = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class NotSent(NetworkError):
    """The request never left."""


class Dropped(NetworkError):
    """The request left; whether it arrived nobody knows."""


class AiohttpRequest(BaseRequest):
    """Sends the requests of ``telegram.Bot``.

    :param connections: how many requests may be under way at once.
    """

    #: Seconds: to connect, and to wait for an answer beyond what a long poll asks for.
    CONNECT: ClassVar[float] = 10.0
    ANSWER: ClassVar[float] = 20.0

    def __init__(self, connections: int = 128) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return self.ANSWER

    async def initialize(self) -> None:
        """Open the connection pool."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60),
                timeout=aiohttp.ClientTimeout(total=None),
                auto_decompress=True,
            )

    async def shutdown(self) -> None:
        """Close the connection pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request; returns the status and the body.

        :raises NotSent: the request never left.
        :raises Dropped: it left, but no answer came.
        """
        if self._session is None:
            raise NotSent("the channel is closed")
        wait = read_timeout if isinstance(read_timeout, (int, float)) else self.ANSWER
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self.CONNECT, sock_read=wait)
        try:
            async with self._session.request(method, url, data=_body(request_data), timeout=timeout) as response:
                return response.status, await response.read()
        except _BEFORE as error:
            raise NotSent(type(error).__name__) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Dropped(type(error).__name__) from error

    async def download(self, url: str, to: Path) -> int:
        """Write what lies at ``url`` into ``to``, piece by piece; returns its size in bytes.

        :raises BadRequest: there is nothing.
        :raises NetworkError: it can't be had now.
        """
        if self._session is None:
            raise NotSent("the channel is closed")
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self.CONNECT, sock_read=self.ANSWER)
        size = 0
        try:
            async with self._session.get(url, timeout=timeout) as response:
                if response.status in (400, 404):
                    raise BadRequest(f"file: {response.status}")
                response.raise_for_status()
                with await asyncio.to_thread(to.open, "wb") as file:
                    async for chunk in response.content.iter_chunked(PIECE):
                        size += await asyncio.to_thread(file.write, chunk)
        except (TimeoutError, aiohttp.ClientError) as error:
            raise Dropped(type(error).__name__) from error
        return size


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if data is None:
        return None
    if not data.multipart_data:
        return data.json_parameters
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
