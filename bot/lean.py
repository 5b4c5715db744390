"""What a running bot leaves at home: parts of libraries that are loaded for command lines which nobody here uses."""

from __future__ import annotations

import sys
from typing import Any, cast

#: httpx (which python-telegram-bot imports, though we bring our own network layer) brings a command line with a syntax
#: highlighter, and structlog prettier tracebacks than a log file wants. Both do without when these are missing.
#: Together: a third of a second at the start and ten megabytes.
_NOT_NEEDED = ("rich", "pygments", "httpx._main")


def travel_light() -> None:
    """Call before anything else is imported."""
    modules = cast(dict[str, Any], sys.modules)
    for name in _NOT_NEEDED:
        modules.setdefault(name, None)
