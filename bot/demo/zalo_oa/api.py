"""The account's HTTP: OpenAPI, OAuth, the files that people sent, and two acts of the console.

POST  /v4/oa/access_token                                   refresh (form, header secret_key)
POST  /v3.0/oa/message/cs                                   send
POST  /v2.0/oa/upload/image · gif · file                    upload (multipart `file`)
GET   /v2.0/oa/getoa · listrecentchat · conversation        what there is (one parameter: data=<JSON>)
GET   /v3.0/oa/user/detail   POST /v3.0/oa/quota/message
GET   /files/…                                              what a person sent; no token
POST  /console/webhook · /console/authorize                 what a human does by hand in the real console
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import BodyPartReader, web

from bot.demo.faults import CALL_FAULTS, Call, Fault
from bot.demo.zalo_oa import sending
from bot.demo.zalo_oa.errors import NO_SUCH_API, RATE, OaError, invalid, too_long
from bot.demo.zalo_oa.front import ZaloOaFront
from bot.demo.zalo_oa.information import CALLS
from bot.demo.zalo_oa.uploads import RULES

PREFIX = "/zalo-oa"
JSON = {"Content-Type": "application/json"}
BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n"
SEND = "/v3.0/oa/message/cs"
UPLOAD = "/v2.0/oa/upload/"
OAUTH = "/v4/oa/access_token"


class ZaloOaApi:
    """Answers the HTTP requests of one account. Faults name a call by its last part: "cs", "image", "access_token"."""

    def __init__(self, front: ZaloOaFront, prefix: str = PREFIX) -> None:
        self.front = front
        self.prefix = prefix

    def owns(self, path: str) -> bool:
        """Whether a request for `path` is this account's."""
        return path.startswith(f"{self.prefix}/")

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path.removeprefix(self.prefix)
        if path.startswith("/files/"):
            return self._download(path.removeprefix("/files/"))
        if path.startswith("/console/"):
            return await self._console(request, path.removeprefix("/console/"))
        name = path.rpartition("/")[2]
        fault = self.front.faults.strike(name.lower(), CALL_FAULTS) if self.front.faults.rules else None
        call: Call | None = None
        try:
            if fault is not None and (failed := await _fail(request, fault)) is not None:
                return failed
            if path == OAUTH and request.method == "POST":
                answer = self.front.oauth.grant(
                    {key: str(value) for key, value in (await request.post()).items()},
                    request.headers.get("secret_key", ""),
                )
            else:
                data, call = await self._call(request, path, name)
                answer = {"data": data, "error": 0, "message": "Success"}
        except OaError as error:
            answer = error.as_json()
        except ConnectionError:  # the bot was killed in the middle of its call
            return web.Response()
        if fault is not None and fault.kind == "drop_after":
            return _drop(request)
        return await self._answer(request, answer, call)

    async def _call(self, request: web.BaseRequest, path: str, name: str) -> tuple[Any, Call | None]:
        front = self.front
        front.oauth.check(request.headers.get("access_token", ""))
        if front.limits.enforced and self._left() < 0:
            raise RATE
        if path.startswith(UPLOAD) and name in RULES and request.method == "POST":
            data = await self._upload(request, name)
            return data, front.ledger.record(front.world.now(), f"upload/{name}", None, {})
        params = await _params(request)
        if path == SEND and request.method == "POST":
            data, message = sending.send(front, params)
            record = {"message_id": message.id, "chat": {"id": message.chat.id}, "text": message.text}
            front.sent(message)
            return data, front.ledger.record(front.world.now(), "message/cs", record, {})
        act = CALLS.get((request.method, path))
        if act is None:
            raise NO_SUCH_API
        return act(front, params), None

    def _left(self) -> int:
        """Calls left in this minute, after this one. By the machine's clock: the world's may stand still."""
        now = asyncio.get_running_loop().time()
        return self.front.limits.count("calls", self.front.limits.per_minute, 60.0, now)

    async def _upload(self, request: web.BaseRequest, kind: str) -> Any:
        if request.content_type != "multipart/form-data":
            raise invalid("file")
        try:
            async for part in await request.multipart():
                if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
                    mime = part.headers.get("Content-Type", "application/octet-stream")
                    return self.front.uploads.keep(kind, part.filename, mime, bytes(await part.read()))
        except web.HTTPRequestEntityTooLarge:
            raise too_long("file") from None
        except ValueError:
            pass
        raise invalid("file")

    def _download(self, path: str) -> web.StreamResponse:
        file = self.front.world.paths.get(path)
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def _console(self, request: web.BaseRequest, name: str) -> web.StreamResponse:
        if request.method == "POST" and name == "authorize":
            return _json({"refresh_token": self.front.oauth.authorize()})
        if request.method == "POST" and name == "webhook":
            try:
                url = str((await _body(request)).get("url", ""))
            except OaError as error:
                return _json(error.as_json())
            return _json({"ok": await self.front.updates.probe(url)})
        return web.Response(status=404)

    async def _answer(self, request: web.BaseRequest, answer: Any, call: Call | None) -> web.StreamResponse:
        """Write the answer here and now, so that the ledger knows whether it left."""
        response = _json(answer)
        response.headers["X-RateLimit-Limit"] = str(self.front.limits.per_minute)
        try:
            await response.prepare(request)
            await response.write_eof()
            if call is not None:
                call.delivered = request.transport is not None and not request.transport.is_closing()
        except ConnectionError:
            if call is not None:
                call.delivered = False
        return response


async def _params(request: web.BaseRequest) -> dict[str, Any]:
    """The body of a POST; of a GET the JSON in its one parameter `data`."""
    if request.method == "POST":
        return await _body(request)
    return _object(request.query.get("data", "{}"))


async def _body(request: web.BaseRequest) -> dict[str, Any]:
    try:
        return _object(await request.read())
    except web.HTTPRequestEntityTooLarge:
        raise too_long("body") from None


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        values = json.loads(text or b"{}")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise invalid("params")
    return values


async def _fail(request: web.BaseRequest, fault: Fault) -> web.StreamResponse | None:
    """The failure that `fault` asks for; None when the call is carried out all the same."""
    match fault.kind:
        case "too_many":
            raise RATE
        case "server_error":
            return web.Response(status=500, body=b"Internal Server Error")
        case "bad_gateway":
            return web.Response(status=502, body=BAD_GATEWAY, content_type="text/html")
        case "drop_before":
            return _drop(request)
        case "slow":
            await asyncio.sleep(fault.seconds)
    return None


def _json(answer: Any) -> web.Response:
    return web.Response(body=json.dumps(answer, ensure_ascii=False).encode(), headers=JSON)


def _drop(request: web.BaseRequest) -> web.Response:
    """Break the connection; the response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
