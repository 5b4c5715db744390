"""Files made for one person: written below the data folder, sent, and deleted whatever became of them.

What can be long in the making is only promised: it is written when the message goes out, after the commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from models.mail import HOUSE, Choice, File, Reason

router = Router()

#: Where the files lie until they are sent; below the data folder.
FOLDER = Path("exports")
#: The outcome that is told of their messages.
SENT = "export.sent"

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def send_made(
    turn: Turn,
    text: str,
    name: str,
    mime: str,
    write: Callable[[Path], object],
    *,
    choices: Sequence[Choice] = (),
    not_sent: str = "",
) -> None:
    """Write a file, in a thread, and send it under that name.

    :param not_sent: the key of what is said when it can't be sent.
    :raises Exception: what ``write`` raises; then nothing is sent.
    """
    path = _path(name)
    await asyncio.to_thread(_write, turn.house.data_dir / path, write)
    _say(turn, text, File(name, mime, path=str(path)), choices, not_sent)


def send_promised(turn: Turn, text: str, name: str, mime: str, recipe: str, *, not_sent: str = "") -> None:
    """Send a file that is written when the message goes out, after ``recipe`` (see ``bot/exports.py``)."""
    _say(turn, text, File(name, mime, path=str(_path(name)), channel=HOUSE, id=recipe), (), not_sent)


@router.outcome(SENT)
async def sent(turn: Turn, path: str, state: str, reason: str, not_sent: str = "") -> None:
    """The copy on disk goes: personal data lie in one place only."""
    await asyncio.to_thread((turn.house.data_dir / path).unlink, missing_ok=True)
    if state != "sent" and reason != Reason.ERASED and not_sent:
        turn.say(turn.t(not_sent))


def _path(name: str) -> Path:
    return FOLDER / f"{uuid4().hex}{Path(name).suffix}"


def _write(path: Path, write: Callable[[Path], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path)


def _say(turn: Turn, text: str, document: File, choices: Sequence[Choice], not_sent: str) -> None:
    report = (SENT, {"path": document.path, "not_sent": not_sent})
    turn.say(text, choices=choices, document=document, report=report)
