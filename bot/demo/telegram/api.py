"""The Bot API over HTTP: `/bot<token>/METHOD` and `/file/bot<token>/PATH`."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.demo.faults import CALL_FAULTS, Call, Fault
from bot.demo.telegram.errors import ApiError, too_many_requests
from bot.demo.telegram.front import TelegramFront
from bot.demo.telegram.information import allow
from bot.demo.telegram.methods import METHODS, NAMES
from bot.demo.telegram.params import Params, read_params

JSON = {"Content-Type": "application/json"}
DROPS = frozenset({"drop_before"})
UNAUTHORIZED = ApiError(401, "Unauthorized")
NOT_FOUND = ApiError(404, "Not Found")
BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n"


class TelegramApi:
    """Answers the HTTP requests of one bot."""

    def __init__(self, front: TelegramFront) -> None:
        self.front = front
        self._calls = f"/bot{front.token}/"
        self._files = f"/file/bot{front.token}/"

    def owns(self, path: str) -> bool:
        """Whether a request for `path` is the Bot API's."""
        return path.startswith(("/bot", "/file/bot"))

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith(self._calls):
            return await self._call(request, path[len(self._calls) :].lower())
        if path.startswith(self._files):
            return self._download(path[len(self._files) :])
        return _refuse(UNAUTHORIZED if path.count("/") > 1 else NOT_FOUND)

    async def _call(self, request: web.BaseRequest, name: str) -> web.StreamResponse:
        front = self.front
        fault = front.faults.strike(name, CALL_FAULTS) if front.faults.rules else None
        try:
            params = await read_params(request)
            if fault is not None and (failed := await self._fail(request, fault)) is not None:
                return failed
            if name == "getupdates":
                return await self._get_updates(request, params)
            if name not in METHODS:
                raise NOT_FOUND
            result = front.call(name, params)
        except ApiError as error:
            return _refuse(error)
        except ConnectionError:  # the bot was killed in the middle of its call
            return web.Response()
        call = front.ledger.record(front.world.now(), NAMES[name], result, params)
        if fault is not None and fault.kind == "drop_after":
            return _drop(request)
        return await _deliver(request, result, call)

    async def _get_updates(self, request: web.BaseRequest, params: Params) -> web.StreamResponse:
        front = self.front
        allow(front, params)
        limit = min(max(params.number("limit", 100), 1), 100)
        found = await front.updates.poll(params.number("offset"), limit, params.number("timeout"))
        # The network may have gone down while the bot waited.
        if front.faults.rules and front.faults.strike("getupdates", DROPS):
            return _drop(request)
        return web.Response(body=f'{{"ok":true,"result":{found}}}'.encode(), headers=JSON)

    async def _fail(self, request: web.BaseRequest, fault: Fault) -> web.StreamResponse | None:
        """The failure that `fault` asks for; None when the call is carried out all the same."""
        match fault.kind:
            case "too_many":
                raise too_many_requests(max(1, round(fault.seconds)))
            case "server_error":
                raise ApiError(500, "Internal Server Error")
            case "bad_gateway":
                return web.Response(status=502, body=BAD_GATEWAY, content_type="text/html")
            case "drop_before":
                return _drop(request)
            case "slow":
                await asyncio.sleep(fault.seconds)
        return None

    def _download(self, path: str) -> web.StreamResponse:
        file = self.front.world.paths.get(path)
        if file is None:
            return _refuse(NOT_FOUND)
        return web.Response(body=file.data, content_type="application/octet-stream")


async def _deliver(request: web.BaseRequest, result: Any, call: Call) -> web.StreamResponse:
    """Write the answer here and now, so that the ledger knows whether it left."""
    response = web.Response(body=json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode(), headers=JSON)
    try:
        await response.prepare(request)
        await response.write_eof()
        call.delivered = request.transport is not None and not request.transport.is_closing()
    except ConnectionError:
        call.delivered = False
    return response


def _refuse(error: ApiError) -> web.Response:
    return web.Response(status=error.code, body=json.dumps(error.as_json()).encode(), headers=JSON)


def _drop(request: web.BaseRequest) -> web.Response:
    """Break the connection; the response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
