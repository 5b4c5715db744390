"""Refusals in the codes and words of Zalo's page "Error code"; what follows the colon is ours, for whoever reads."""

from __future__ import annotations

from typing import Any

WORDS = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Internal server error",
    404: "Not Found",
    408: "Request timeout",
    429: "Quota exceeded",
}
"""403 really is Zalo's code for a trouble of its own, which passes; 408 ends a poll that nothing came to."""


class Refused(Exception):
    """A call is refused; `code` is the HTTP status too."""

    def __init__(self, code: int, detail: str = "") -> None:
        self.code = code
        self.description = f"{WORDS[code]}: {detail}" if detail else WORDS[code]
        super().__init__(self.description)

    def as_json(self) -> dict[str, Any]:
        return {"ok": False, "description": self.description, "error_code": self.code}


def bad_request(detail: str) -> Refused:
    return Refused(400, detail)
