"""Who takes what a channel hands in."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeVar
from urllib.parse import urlsplit

from bot.channels.base import Channel
from models.mail import Event

AnyChannel = TypeVar("AnyChannel", bound=Channel)


class Desk:
    """Takes what the channel hands in; fails to order."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.failures = 0
        self.came = asyncio.Event()

    async def deliver(self, events: Sequence[Event]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        self.events += events
        self.came.set()

    async def next(self) -> Event:
        async with asyncio.timeout(10):
            while not self.events:
                self.came.clear()
                await self.came.wait()
        return self.events.pop(0)


@asynccontextmanager
async def opened(channel: AnyChannel, desk: Desk) -> AsyncIterator[AnyChannel]:
    task = asyncio.create_task(channel.receive(desk.deliver))
    try:
        yield channel
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await channel.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def post_raw(url: str, header: bytes, value: bytes, body: bytes = b"{}") -> int:
    """Post with a header that no client would send; returns the status."""
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    head = (b"POST %b HTTP/1.1" % place.path.encode(), b"Host: x", b"Connection: close", b"%b: %b" % (header, value))
    writer.write(b"\r\n".join([*head, b"Content-Length: %d" % len(body), b"", body]))
    answer = await reader.read()
    writer.close()
    return int(answer.split()[1])
