"""Places where one conversation lets another speak, without knowing it."""

from __future__ import annotations

from typing import Any

from handlers.kit.turn import Turn


async def call_hook(turn: Turn, name: str, **values: Any) -> bool:
    """Call what was declared with ``@router.hook(name)``; False where nothing was, or it says that it is not for it."""
    route = turn.router.hooks.get(name)
    if route is None:
        return False
    return await route.handler(turn, **values) is not False
