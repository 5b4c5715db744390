"""Vietnamese text as people type it on a phone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Lower case without diacritics: NFC first, đ→d, marks stripped, spaces collapsed."""
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if unicodedata.category(c) != "Mn")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", bare)).strip()
