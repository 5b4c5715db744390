"""What people call themselves on Zalo: no event tells it, so it is asked for, and known from the next event on.

Source: Zalo's page on a user's details (``/v3.0/oa/user/detail``).
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from bot.channels.incoming import clean
from bot.channels.network import Dropped, NotSent
from bot.channels.zalo_oa_api import Keys, Refused, Unavailable, ZaloOaApi

#: People remembered.
MOST = 5_000
#: Questions under way at once; nobody waits for them.
AT_ONCE = 4


class Names:
    """The names of those who have written lately."""

    def __init__(self, api: ZaloOaApi, keys: Keys) -> None:
        self._api = api
        self._keys = keys
        self._known: OrderedDict[str, str] = OrderedDict()
        self._asking: dict[str, asyncio.Task[None]] = {}

    def of(self, person: str) -> str:
        """A person's name; empty while it isn't known, and then it is asked for."""
        if person in self._known:
            self._known.move_to_end(person)
            return self._known[person]
        if person not in self._asking and len(self._asking) < AT_ONCE:
            self._asking[person] = asyncio.create_task(self._ask(person))
        return ""

    async def _ask(self, person: str) -> None:
        try:
            found = await self._api.call(self._keys, "GET", "/v3.0/oa/user/detail", data={"user_id": person})
            self._known[person] = clean(str(found.get("display_name") or ""))[:200]
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        except Refused:
            self._known[person] = ""  # whoever doesn't follow isn't told of
        except (Unavailable, NotSent, Dropped):
            pass  # asked again with the next event
        finally:
            del self._asking[person]

    async def close(self) -> None:
        """Ask nothing more."""
        asking = list(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
