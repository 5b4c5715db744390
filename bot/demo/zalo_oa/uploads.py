"""Uploads: sent by a token, not by themselves, and forgotten after seven days.

Source: Zalo's upload pages: pictures jpg and png of 1 MB, gif of 5 MB, papers pdf, doc, docx and csv of 5 MB. The type
is judged by the name. A wrong one is not refused in words: the answer says success and holds nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from bot.demo.images import image_mime, image_size
from bot.demo.world import File, World
from bot.demo.zalo_oa.errors import ASSET_EXPIRED, invalid, too_long
from bot.demo.zalo_oa.limits import MONTH, OaLimits

MB = 1024 * 1024
RULES: dict[str, tuple[frozenset[str], int, str]] = {
    "image": (frozenset({"jpg", "jpeg", "png"}), MB, "attachment_id"),
    "gif": (frozenset({"gif"}), 5 * MB, "attachment_id"),
    "file": (frozenset({"pdf", "doc", "docx", "csv"}), 5 * MB, "token"),
}
"""Kind of upload: the endings that it takes, the most bytes, and what its token is called."""


class Uploads:
    """The assets of one account. `number` is how many were taken."""

    def __init__(self, world: World, limits: OaLimits, now: Callable[[], float]) -> None:
        self._world = world
        self._limits = limits
        self._now = now
        self._kept: dict[str, tuple[str, File, float]] = {}
        self.number = 0

    def keep(self, kind: str, name: str, mime: str, data: bytes) -> dict[str, Any]:
        """Keep what was uploaded; returns the `data` of the answer. Raises OaError."""
        endings, most, token_name = RULES[kind]
        if len(data) > most:
            raise too_long("file")
        if not data:
            raise invalid("file")
        if name.rpartition(".")[2].lower() not in endings:
            return {}
        size = (0, 0)
        if kind != "file":
            found = image_size(data)
            if found is None:
                raise invalid("file")
            size, mime = found, image_mime(data)
        if self._limits.enforced:
            left = self._limits.count("uploads", self._limits.uploads_per_month, MONTH, self._now())
            if left < 0:
                raise too_long("uploads of this month")
        folder = "documents" if kind == "file" else "photos"
        file = self._world.add_file(data, folder=folder, name=name, mime=mime, size=size)
        token = secrets.token_urlsafe(32)
        self._kept[token] = (kind, file, self._now())
        self.number += 1
        return {token_name: token}

    def take(self, kind: str, token: Any, field: str) -> File:
        """The file of a token. Raises OaError for one that is unknown, of another kind, or too old."""
        found = self._kept.get(token) if isinstance(token, str) else None
        if found is None or found[0] != kind:
            raise invalid(field)
        if self._now() - found[2] >= self._limits.assets_for:
            raise ASSET_EXPIRED
        return found[1]

    def forget(self) -> None:
        """Everything uploaded so far has expired."""
        self._kept = {token: (kind, file, float("-inf")) for token, (kind, file, _) in self._kept.items()}
