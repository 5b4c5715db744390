"""python-telegram-bot's network layer on the house's own (httpx costs far more)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

import aiohttp
from telegram.error import BadRequest, NetworkError
from telegram.request import BaseRequest, RequestData

from bot.channels import network

# The library's coming way to tell times; without it every 429 makes a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class NotSent(NetworkError):
    """The request never left."""


class Dropped(NetworkError):
    """The request left; whether it arrived nobody knows."""


class AiohttpRequest(BaseRequest):
    """Sends the requests of ``telegram.Bot``.

    :param connections: how many requests may be under way at once.
    """

    #: Seconds to wait for an answer beyond what a long poll asks for.
    ANSWER: ClassVar[float] = network.Network.ANSWER

    def __init__(self, connections: int = 128) -> None:
        self._network = network.Network(connections)

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return self.ANSWER

    async def initialize(self) -> None:
        """Open the connection pool."""
        self._network.open()

    async def shutdown(self) -> None:
        """Close the connection pool."""
        await self._network.close()

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
        wait = read_timeout if isinstance(read_timeout, (int, float)) else self.ANSWER
        try:
            return await self._network.exchange(method, url, wait=wait, data=_body(request_data))
        except network.NotSent as error:
            raise NotSent(str(error)) from error
        except network.Dropped as error:
            raise Dropped(str(error)) from error

    async def download(self, url: str, to: Path) -> int:
        """Write what lies at ``url`` into ``to``, piece by piece; returns its size in bytes.

        :raises BadRequest: there is nothing.
        :raises NetworkError: it can't be had now.
        """
        try:
            return await self._network.download(url, to)
        except network.Missing as error:
            raise BadRequest(str(error)) from error
        except network.NotSent as error:
            raise NotSent(str(error)) from error
        except network.Dropped as error:
            raise Dropped(str(error)) from error


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
