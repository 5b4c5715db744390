"""What the channels have in common in reading what comes in."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from aiohttp import web

from bot.channels.network import may_be_asked
from models.mail import Event, EventKind

#: What is raised by reading an update that isn't formed as the platform's pages say.
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)

#: Characters of the name that is kept of an event that isn't known.
LONGEST_NAME = 64
_HALF_LETTER = re.compile("[\ud800-\udfff]")
_ODD = re.compile(r"[^\w.:-]", re.ASCII)


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


async def read_json(request: web.Request) -> Any:
    """What a webhook call holds.

    :raises ValueError: it is no JSON, or not written as its headers say.
    :raises RecursionError: too many lists in lists.
    """
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise ValueError("packed")  # no platform does, and nothing is unpacked here
    try:
        return await request.json()
    except LookupError as error:
        raise ValueError("no such charset") from error


def identifier(given: Any, longest: int = 128) -> str:
    """An id of a platform's: some characters, or a positive number.

    :raises ValueError: it is none.
    """
    if isinstance(given, int) and not isinstance(given, bool) and given > 0:
        given = str(given)
    if not isinstance(given, str) or not given.strip() or len(given) > longest or not given.isprintable():
        raise ValueError("no id")
    return given


def without_closed(event: Event, home: str) -> Event:
    """The event; one with a picture or paper at an address that isn't asked is something that nobody could read.

    Not only we would go there: an officer may be shown a picture by its address.

    :param home: the platform's own address.
    """
    if event.kind not in (EventKind.PHOTO, EventKind.DOCUMENT) or may_be_asked(event.data["file"]["id"], home):
        return event
    kept = {name: value for name, value in event.data.items() if name != "file"}
    return replace(event, kind=EventKind.OTHER, data=kept)


def unknown(update: Any, *, channel: str, bot: str) -> Event:
    """What is kept of something that can't be read: what it calls itself and how large it is, and nothing of what it
    says or of whom. The same one has the same id.
    """
    name = update.get("event_name") if isinstance(update, dict) else None
    name = _ODD.sub("?", name[:LONGEST_NAME]) if isinstance(name, str) else ""
    try:
        content = json.dumps(update, sort_keys=True)
    except RecursionError:
        content = name
    return Event(
        channel=channel,
        bot=bot,
        id=f"unknown:{sha256(content.encode()).hexdigest()}",
        kind=EventKind.UNKNOWN,
        chat="",
        sender="",
        at=datetime.now(UTC),
        data={"event": name, "bytes": len(content)},
    )
