"""The parameters of a call, however they were sent: query string, JSON, form or multipart."""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.demo.telegram.errors import ApiError, bad_request

MAX_BODY = 60 * 1024 * 1024
"""Bytes. Telegram takes files up to 50 MB; what is far beyond is not even read."""


class Upload(NamedTuple):
    """A file in a multipart body."""

    name: str
    mime: str
    data: bytes


class Params(dict[str, Any]):
    """Parameters by name. In forms every value is text, and what is nested is JSON in that text."""

    def text(self, name: str, default: str = "") -> str:
        value = self.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else str(value)

    def number(self, name: str, default: int = 0) -> int:
        value = self.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f'can\'t parse "{name}": an integer is expected') from None

    def real(self, name: str) -> float:
        try:
            return float(self[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f"{name} is empty") from None

    def flag(self, name: str) -> bool:
        value = self.get(name)
        return value is True or (isinstance(value, (str, int)) and str(value).lower() in ("true", "1", "yes"))

    def nested(self, name: str) -> Any:
        """A list or object, or None. Raises 400 when it is no JSON."""
        value = self.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def object(self, name: str) -> dict[str, Any] | None:
        """An object, or None. Raises 400 for anything else."""
        value = self.nested(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value

    def objects(self, name: str) -> list[dict[str, Any]] | None:
        """A list of objects, or None. Raises 400 for anything else."""
        value = self.nested(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: expected an Array of Objects")
        return value

    def upload(self, name: str) -> Upload | None:
        """The file sent under `name`, or the one that `attach://other` points to."""
        value = self.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            value = self.get(value.removeprefix("attach://"))
        return value if isinstance(value, Upload) else None


async def read_params(request: web.BaseRequest) -> Params:
    """Read the query and the body of a call. Raises 413 beyond MAX_BODY, 400 for what can't be read."""
    params = Params(request.query) if request.query_string else Params()
    if not request.can_read_body:
        return params
    try:
        if request.content_type == "multipart/form-data":
            await _read_parts(request, params)
        elif request.content_type == "application/json":
            params.update(_read_json(await request.read()))
        else:
            params.update(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except ValueError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return params


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse request JSON object")
    return values


async def _read_parts(request: web.BaseRequest, params: Params) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        data = bytes(await part.read())
        if part.filename is None:
            params[part.name] = data.decode()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            params[part.name] = Upload(part.filename, mime, data)
