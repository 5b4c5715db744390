"""A web server that answers every call as it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web


@asynccontextmanager
async def answering(said: dict[str, Any]) -> AsyncIterator[str]:
    """Its address; ``said`` is what each response is made of, and may be changed meanwhile."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(**said)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
