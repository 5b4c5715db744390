"""What every channel does with an update before it is read."""

from __future__ import annotations

import re
from typing import Any

#: What is raised by reading an update that isn't formed as the platform's pages say.
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)

_HALF_LETTER = re.compile("[\ud800-\udfff]")


def clean(update: Any) -> Any:
    """The same without what no database takes: NUL is left out, and half of a surrogate pair becomes U+FFFD.

    :raises RecursionError: too many lists in lists.
    """
    if isinstance(update, str):
        return _HALF_LETTER.sub("\ufffd", update.replace("\0", ""))
    if isinstance(update, dict):
        return {name: clean(value) for name, value in update.items()}
    if isinstance(update, list):
        return [clean(value) for value in update]
    return update
