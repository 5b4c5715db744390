"""The Official Account's OpenAPI v3 and its OAuth, over HTTP: one call at a time, with the token that is good now.

Source: Zalo's pages on the Official Account API (consultation messages, uploads, authentication, error codes).
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import aiohttp

from bot.channels.network import Dropped, Network

#: "Access token is invalid", "is expired or removed", and what other parts of the platform say for the same.
TOKEN_CODES = frozenset({-216, -220, -124, -401, 401, 216})
#: "Your application reached limit call api".
RATE_CODE = -32
#: "attachment_id was expired".
ASSET_CODE = -100


class Refused(Exception):
    """The platform has answered, with an error. HTTP says 200 to that."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code


class Unavailable(Exception):
    """The platform can't answer now: 5xx, or no token can be had. Nothing was accepted."""


@dataclass(frozen=True, slots=True, repr=False)
class Granted:
    """What a renewal brings. ``lifetime`` of the access token in seconds."""

    access: str
    refresh: str
    lifetime: float


class Keys(Protocol):
    """Where access tokens come from."""

    async def access(self, refused: str = "") -> str:
        """The token that is good now; ``refused`` is one that the platform takes no more."""

    def worked(self, access: str) -> None:
        """The platform has taken this token."""


class ZaloOaApi:
    """One account's calls.

    :param url: where the OpenAPI is.
    :param oauth_url: where tokens are renewed.
    :param app_secret: proves to OAuth which app asks; never sent anywhere else.
    """

    def __init__(self, url: str, oauth_url: str, app_id: str, app_secret: str) -> None:
        self._url = url
        self._oauth_url = oauth_url
        self._app_id = app_id
        self._app_secret = app_secret
        self._network = Network()

    def open(self) -> None:
        """Open the connections, unless they are open."""
        self._network.open()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._network.close()

    # calls

    async def call(self, keys: Keys, method: str, path: str, **given: Any) -> dict[str, Any]:
        """Make a call; returns the ``data`` of its answer. A token that has ended is renewed, once.

        :param given: ``json`` (a POST's body), ``form`` (makes one for each attempt) or ``data`` (of a GET).
        :raises Refused: the platform says no.
        :raises Unavailable, NotSent, Dropped: nobody said anything that makes sense.
        """
        access = await keys.access()
        answer = await self._call(method, path, access, given)
        if _code(answer) in TOKEN_CODES:
            access = await keys.access(refused=access)
            answer = await self._call(method, path, access, given)
        code = _code(answer)
        if code not in TOKEN_CODES:
            keys.worked(access)
        if code:
            raise Refused(code, str(answer.get("message", ""))[:200])
        data = answer.get("data")
        return data if isinstance(data, dict) else {}

    async def _call(self, method: str, path: str, access: str, given: dict[str, Any]) -> dict[str, Any]:
        parameters: dict[str, Any] = {}
        if "json" in given:
            parameters["json"] = given["json"]
        if "form" in given:
            make: Callable[[], aiohttp.FormData] = given["form"]
            parameters["data"] = make()
        if "data" in given:
            parameters["params"] = {"data": json.dumps(given["data"])}
        headers = {"access_token": access}
        answer = await self._network.exchange(
            method, f"{self._url}{path}", headers=headers, allow_redirects=False, **parameters
        )
        return read_answer(*answer)

    async def renew(self, refresh: str) -> Granted:
        """Exchange a refresh token for the next pair. It is used up by that, whether or not the answer arrives.

        :raises Refused: the platform takes it no more.
        :raises Unavailable, NotSent, Dropped: as in :meth:`call`.
        """
        form = {"refresh_token": refresh, "app_id": self._app_id, "grant_type": "refresh_token"}
        headers = {"secret_key": self._app_secret}
        url = f"{self._oauth_url}/v4/oa/access_token"
        answer = read_answer(
            *await self._network.exchange("POST", url, headers=headers, data=form, allow_redirects=False)
        )
        access, new = answer.get("access_token"), answer.get("refresh_token")
        if not isinstance(access, str) or not isinstance(new, str) or not access or not new:
            # No answer of theirs is repeated but the name of the error: it might hold what was sent.
            name = str(answer.get("error_name") or answer.get("message") or "no tokens in the answer")[:80]
            raise Refused(_code(answer), name)
        try:
            lifetime = float(answer.get("expires_in", 0))
        except (TypeError, ValueError):
            lifetime = 0.0
        return Granted(access, new, lifetime if lifetime > 0 else 3600.0)

    async def download(self, url: str, to: Path, largest: int, home: str) -> int:
        """See :meth:`bot.channels.network.Network.download`. What people sent lies open: no token goes there."""
        return await self._network.download(url, to, largest=largest, home=home)


def read_answer(status: int, body: bytes) -> dict[str, Any]:
    """The answer's object.

    :raises Refused: 429. :raises Unavailable: it is an error of the network's own. :raises Dropped: it makes no sense.
    """
    if status == 429:
        raise Refused(RATE_CODE, "429")
    if status >= 300:
        raise Unavailable(f"HTTP {status}")
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise Dropped(f"HTTP {status} without JSON")
    return answer


def _code(answer: dict[str, Any]) -> int:
    """The error's number; 0: none. What is no number is an error all the same."""
    try:
        return int(answer.get("error") or 0)
    except (TypeError, ValueError):
        return -1


Renew = Callable[[str], Awaitable[Granted]]
