"""Refusals in Zalo's own words and numbers (OA error codes, appendix of the OpenAPI's pages)."""

from __future__ import annotations

from typing import Any


class OaError(Exception):
    """A call is refused. Zalo answers it with HTTP 200 all the same."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def as_json(self) -> dict[str, Any]:
        return {"error": self.code, "message": self.message}


def invalid(field: str) -> OaError:
    return OaError(-201, f"{field} is invalid!")


def too_long(field: str) -> OaError:
    return OaError(-210, f"Parameter exceeds allowable limit: {field}")


RATE = OaError(-32, "Your application reached limit call api")
ASSET_EXPIRED = OaError(-100, "attachment_id was expired")
NO_QUOTA = OaError(-211, "Out of quota")
NOT_FOLLOWER = OaError(-213, "User has not followed OA")
WRONG_TOKEN = OaError(-216, "Access token is invalid")
NO_QUOTA_RECEIVE = OaError(-218, "Out of quota receive")
TOKEN_EXPIRED = OaError(-220, "access_token is expired or removed")
INACTIVE = OaError(-227, "User is banned or has been inactive for more than 45 days")
WINDOW_OVER = OaError(-230, "User has not interacted with the OA in the past 7 days")
WRONG_TYPE = OaError(-233, "Message type is invalid or not support")
RESTRICTED = OaError(-244, "User has restricted this message type from your OA")
NO_SUCH_API = OaError(-404, "Not found")
