"""What may be sent now, on a channel where that depends on when the person last wrote."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.channels.base import Capabilities
from bot.channels.render import render
from bot.post import Letter
from models.accounts import Account
from models.base import Database
from models.mail import Message
from models.windows import Shut

#: Chats whose count is kept in memory; that of any other is read.
REMEMBERED = 5_000


class Windows:
    """Knows before sending whether a platform will take it.

    What has been sent is counted in the table, when its outcome is written down, and here at once: a second message to
    the same person may be on its way before that.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._spent: dict[tuple[str, str], tuple[datetime | None, int]] = {}

    async def shut(self, letter: Letter, message: Message, able: Capabilities, now: datetime) -> Shut | None:
        """Why this letter can't go now; None: it can, as far as we know."""
        if able.window is None:
            return None
        place = letter.channel, letter.chat
        mine = select(Account.wrote_at, Account.spent).where(
            Account.channel == letter.channel, Account.address == letter.chat
        )
        async with self._database.read() as session:
            row = (await session.execute(mine)).one_or_none()
        if row is None:
            return None  # a group
        wrote_at, spent = row
        known_at, known = self._spent.get(place, (None, 0))
        if known_at == wrote_at:
            spent = max(spent, known)
        letter.wrote_at = wrote_at
        letter.pieces = _pieces(message, able)
        if letter.accepted:
            return None  # what has been begun is finished; put aside, its first pieces would be sent again
        return able.window.shut(wrote_at, spent, letter.pieces, now)

    def sent(self, letter: Letter) -> None:
        """Count what was accepted."""
        if not letter.pieces:
            return
        place = letter.channel, letter.chat
        known_at, known = self._spent.pop(place, (None, 0))
        self._spent[place] = (letter.wrote_at, letter.pieces + (known if known_at == letter.wrote_at else 0))
        if len(self._spent) > REMEMBERED:
            del self._spent[next(iter(self._spent))]


def _pieces(message: Message, able: Capabilities) -> int:
    """How many messages it takes: a file is one more, but for a picture with a text that fits below it."""
    texts, choices = render(message, able)
    said = sum(1 for text in texts if text.strip())
    if message.picture is not None and said <= 1 and not choices:
        return 1
    return max(1, said + (message.picture is not None or message.document is not None))
