"""Where each conversation stands: what was asked, what may be chosen, what is half done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

#: What is asked only in case: another question may take its place.
YIELDING = ("request.more", "request.after", "doors.code", "sure", "staff.areas", "broadcast.draft")


class Dialogue(Base):
    """One person's conversation in one chat. It survives a restart because it is nothing but a row.

    The JSON columns are replaced whole, never changed in place.
    """

    __tablename__ = "dialogues"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    chat: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: ``{"key": …, "args": {…}}``: who reads the next text, photo or file; None: the router's fallback.
    expecting: Mapped[dict[str, Any] | None]
    #: The choices shown last, so that a number or their words can be typed: ``[[label, key, numbered], …]``.
    choices: Mapped[list[Any]] = mapped_column(default=list)
    #: The form being filled in (``handlers/kit/forms.py``); survives questions asked in between.
    form: Mapped[dict[str, Any] | None]
    #: Small things to remember: the last question, the case in hand.
    notes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime]
