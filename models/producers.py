"""Producers (chủ thể OCOP) and what is known of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base

if TYPE_CHECKING:
    from models.accounts import Account


class Producer(Base):
    """A cooperative, household or small company: what its requests belong to, whoever of it writes."""

    __tablename__ = "producers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))
    commune: Mapped[str | None] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(20))
    #: The answers to form fields that every request asks, by field name: offered, never asked again.
    profile: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]

    accounts: Mapped[list[Account]] = relationship(lazy="raise", back_populates="producer")

    def remember(self, answers: dict[str, Any]) -> None:
        """Keep what a request's common fields told."""
        self.profile = self.profile | answers
        self.name = self.profile.get("producer_name") or self.name
        self.phone = self.profile.get("contact_phone") or self.phone
        self.commune = self.profile.get("commune") or self.commune
