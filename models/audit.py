"""What officers and admins did, and what was refused to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Audit(Base):
    """One act. Never changed, never deleted; holds ids, never the text of a message."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    #: None: the server's console.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    #: ``request.accepted``, ``staff.invited``, ``refused.command``, …
    action: Mapped[str] = mapped_column(String(64), index=True)
    #: What it was done to: a request's code, an account's id, …
    target: Mapped[str | None] = mapped_column(String(128))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
