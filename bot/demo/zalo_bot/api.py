"""The Zalo Bot API over HTTP: `/zalo-bot/bot<token>/METHOD`, and the public addresses of what people sent."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.demo.faults import CALL_FAULTS, Call, Fault
from bot.demo.telegram.errors import ApiError
from bot.demo.telegram.params import Params, read_params
from bot.demo.world import Message
from bot.demo.zalo_bot.errors import Refused, bad_request
from bot.demo.zalo_bot.methods import METHODS, sent

if TYPE_CHECKING:
    from bot.demo.zalo_bot.front import ZaloBotFront

PREFIX = "/zalo-bot"
JSON = {"Content-Type": "application/json"}
DROPS = frozenset({"drop_before"})
DEFAULT_POLL = 30.0
"""Seconds that a poll waits unless it says how long."""
BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n"


class ZaloBotApi:
    """Answers the HTTP requests of one bot."""

    def __init__(self, front: ZaloBotFront) -> None:
        self.front = front
        self._calls = f"{PREFIX}/bot{front.token}/"
        self._files = f"{PREFIX}/files/"

    def owns(self, path: str) -> bool:
        """Whether a request for `path` is for this platform."""
        return path.startswith(f"{PREFIX}/")

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith(self._calls):
            return await self._call(request, path[len(self._calls) :])
        if path.startswith(self._files):
            return self._download(path[len(self._files) :])
        return _refuse(Refused(401 if path.startswith(f"{PREFIX}/bot") else 404))

    async def _call(self, request: web.BaseRequest, name: str) -> web.StreamResponse:
        front = self.front
        fault = front.faults.strike(name.lower(), CALL_FAULTS) if front.faults.rules else None
        try:
            params = await _params(request)
            if fault is not None and (failed := await self._fail(request, fault)) is not None:
                return failed
            if name == "getUpdates":
                return await self._get_updates(request, params)
            if name not in METHODS:
                raise bad_request("no such method")
            result = await METHODS[name](front, params)
        except Refused as error:
            return _refuse(error)
        except ConnectionError:  # the bot was killed in the middle of its call
            return web.Response()
        call = self._record(name, result, params)
        if fault is not None and fault.kind == "drop_after":
            return _drop(request)
        return await _deliver(request, sent(result) if isinstance(result, Message) else result, call)

    def _record(self, name: str, result: Any, params: Params) -> Call:
        if isinstance(result, Message):
            result = {"message_id": result.id, "chat": {"id": result.chat.id}, "text": result.text}
        else:
            result = None
        return self.front.ledger.record(self.front.world.now(), name, result, params)

    async def _get_updates(self, request: web.BaseRequest, params: Params) -> web.StreamResponse:
        front = self.front
        try:
            seconds = float(params.text("timeout") or DEFAULT_POLL)
        except (TypeError, ValueError):
            raise bad_request("timeout is a number of seconds") from None

        def listening() -> bool:
            # The network may have gone down, or the bot hung up, while it waited.
            if front.faults.rules and front.faults.strike("getupdates", DROPS):
                _drop(request)
            return request.transport is not None and not request.transport.is_closing()

        found = await front.events.poll(seconds, listening)
        if found is None:
            return self._idle()
        found = f"[{found}]" if front.habits.array else found
        return web.Response(body=f'{{"ok":true,"result":{found}}}'.encode(), headers=JSON)

    def _idle(self) -> web.Response:
        """Nothing came in time."""
        body = Refused(408).as_json()
        match self.front.habits.idle:
            case "408":
                return _refuse(Refused(408))
            case "text":
                body["error_code"] = "408"
            case "empty":
                body = {"ok": True, "result": {}}
        return web.Response(body=json.dumps(body).encode(), headers=JSON)

    async def _fail(self, request: web.BaseRequest, fault: Fault) -> web.StreamResponse | None:
        """The failure that `fault` asks for; None when the call is carried out all the same."""
        match fault.kind:
            case "too_many":
                raise Refused(429)
            case "server_error":
                raise Refused(403)
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
            return web.Response(status=404)
        return web.Response(body=file.data, content_type=file.mime)


async def _params(request: web.BaseRequest) -> Params:
    try:
        return await read_params(request)
    except ApiError as error:
        raise bad_request(error.description) from None


async def _deliver(request: web.BaseRequest, result: Any, call: Call) -> web.StreamResponse:
    """Write the answer here and now, so that the ledger knows whether it left."""
    content = {"ok": True} if result is None else {"ok": True, "result": result}
    response = web.Response(body=json.dumps(content, ensure_ascii=False).encode(), headers=JSON)
    try:
        await response.prepare(request)
        await response.write_eof()
        call.delivered = request.transport is not None and not request.transport.is_closing()
    except ConnectionError:
        call.delivered = False
    return response


def _refuse(error: Refused) -> web.Response:
    return web.Response(status=error.code, body=json.dumps(error.as_json()).encode(), headers=JSON)


def _drop(request: web.BaseRequest) -> web.Response:
    """Break the connection; the response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
