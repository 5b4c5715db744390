"""Tokens: an access token ends after 25 hours, a refresh token works once and ends after three months.

Source: Zalo's page on authentication and authorisation of the Official Account API. Whether an older access token
outlives a refresh isn't written there; here it does not, unless `keeps_old`.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.zalo_oa.errors import TOKEN_EXPIRED, WRONG_TOKEN
from bot.demo.zalo_oa.limits import DAY, HOUR

ACCESS = 25 * HOUR
REFRESH = 90 * DAY
"""Seconds."""


class OAuth:
    """The tokens of one account for one app. `refreshes` counts the pairs given out."""

    def __init__(self, app_id: str, app_secret: str, now: Callable[[], float], *, refresh_token: str = "") -> None:
        self.app_id = app_id
        self.app_secret = app_secret
        self.keeps_old = False
        self.refreshes = 0
        self.refresh_token = refresh_token or secrets.token_urlsafe(48)
        self._now = now
        self._refresh_ends = now() + REFRESH
        self._access: dict[str, float] = {}

    def authorize(self) -> str:
        """An administrator of the account consents anew; returns the first refresh token of that."""
        self.refresh_token = secrets.token_urlsafe(48)
        self._refresh_ends = self._now() + REFRESH
        return self.refresh_token

    def grant(self, form: Mapping[str, str], secret: str) -> dict[str, Any]:
        """The answer to a refresh: a new pair, or what is wrong, in Zalo's way (no envelope)."""
        if form.get("app_id") != self.app_id:
            return _refused(-14002, "Invalid app id")
        if not hmac.compare_digest(secret.encode(), self.app_secret.encode()):
            return _refused(-14004, "Invalid secret key")
        if form.get("grant_type") != "refresh_token":
            return _refused(-14010, "Invalid grant type")
        given = form.get("refresh_token", "")
        if not hmac.compare_digest(given.encode(), self.refresh_token.encode()) or self._now() >= self._refresh_ends:
            return _refused(-14014, "Invalid refresh token")
        if not self.keeps_old:
            self._access.clear()
        access = self.issue()
        self.refreshes += 1
        return {"access_token": access, "refresh_token": self.authorize(), "expires_in": f"{ACCESS:.0f}"}

    def issue(self) -> str:
        """An access token without a refresh, as the console's explorer gives."""
        access = secrets.token_urlsafe(48)
        self._access[access] = self._now() + ACCESS
        return access

    def expire(self) -> None:
        """All access tokens end now."""
        self._access = dict.fromkeys(self._access, self._now())

    def check(self, access: str) -> None:
        """Raises -216 for a token that never was or was replaced, -220 for one that has ended."""
        ends = self._access.get(access)
        if ends is None:
            raise WRONG_TOKEN
        if self._now() >= ends:
            raise TOKEN_EXPIRED


def _refused(code: int, name: str) -> dict[str, Any]:
    return {"error": code, "error_name": name, "error_reason": name, "ref_doc": ""}
