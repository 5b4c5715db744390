"""The register of Bot API methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.demo.telegram.front import TelegramFront
    from bot.demo.telegram.params import Params

Method = Callable[["TelegramFront", "Params"], Any]

METHODS: dict[str, Method] = {}
"""Every method by its name in lower case: Telegram does not mind upper and lower case."""

NAMES: dict[str, str] = {}
"""The names in lower case, and as the documentation writes them."""


def method(*names: str) -> Callable[[Method], Method]:
    """Declare the function that carries out the methods `names`; it returns their `result`."""

    def declare(function: Method) -> Method:
        for name in names:
            METHODS[name.lower()] = function
            NAMES[name.lower()] = name
        return function

    return declare
