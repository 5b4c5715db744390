"""A small client of the Zalo Bot API: one method, typed errors, and a token that no error tells.

Zalo's pages "Call API" and "Error code" (docs.zaloplatforms.com/docs/BOT): every call is a POST of JSON to
``/bot<TOKEN>/METHOD``; the answer is ``{"ok": true, "result": …}`` or ``{"ok": false, "error_code": …}``.
"""

from __future__ import annotations

import json
from typing import Any

from bot.channels.network import Network

#: Seconds that a call with a picture may take: Zalo fetches the picture before it answers.
WITH_PICTURE = 150.0


class ZaloError(Exception):
    """The platform refused a call.

    :ivar code: Zalo's error code; where the answer was none of Zalo's, the HTTP status.
    :ivar own: whether the answer was Zalo's own, and not that of something on the way.
    """

    def __init__(self, code: int, detail: str, *, own: bool = True) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.own = own


class ZaloApi:
    """The calls of one bot.

    :param base_url: ``/bot<token>/METHOD`` is appended.
    """

    def __init__(self, token: str, base_url: str) -> None:
        self.network = Network()
        self._token = token
        self._url = f"{base_url}/bot{token}"

    async def call(self, method: str, *, wait: float = Network.ANSWER, **parameters: Any) -> Any:
        """Call a method; returns its result.

        :param wait: seconds that the answer may take.
        :raises ZaloError: the platform refused it.
        :raises NotSent, Dropped: as :meth:`bot.channels.network.Network.exchange`.
        """
        status, body = await self.network.exchange("POST", f"{self._url}/{method}", wait=wait, json=parameters)
        return self._result(status, body)

    def _result(self, status: int, body: bytes) -> Any:
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        # A wrong token, or a proxy, may be answered with a page.
        if not isinstance(answer, dict) or "ok" not in answer:
            raise ZaloError(status, f"HTTP {status}", own=False)
        if answer["ok"] is True:
            return answer.get("result")
        told = answer.get("error_code", answer.get("errorCode"))
        # Some answers have the code as a text.
        code = int(str(told)) if str(told).isdecimal() else status
        detail = str(answer.get("description") or "").replace(self._token, "…")
        raise ZaloError(code, detail[:200])
