"""Keys that a platform changes by itself: an access token that soon ends, and the refresh token for the next one.

They are as good as passwords: in no log, no error, no export. A backup holds them, since it holds the whole database:
keep it where passwords may be kept. One put back after the next renewal holds a refresh token that is used up; the
account has to be authorised anew then.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import String, Text, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Credential(Base):
    """The keys of one channel.

    :ivar access: what every call carries; empty before the first renewal.
    :ivar refresh: good for one renewal, which brings the next one.
    :ivar expires_at: when ``access`` ends.
    :ivar seed: the digest of the setting that ``refresh`` descends from; another setting is a new authorisation.
    :ivar dead_at: since when the platform refuses ``refresh``; None: it is good, as far as anybody knows.
    """

    __tablename__ = "credentials"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    access: Mapped[str] = mapped_column(Text)
    refresh: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]
    seed: Mapped[str] = mapped_column(String(64))
    dead_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]


async def credential(session: AsyncSession, channel: str, first: str, now: datetime) -> Credential:
    """The keys of a channel, locked until the transaction ends (PostgreSQL: the others who renew wait for it).

    :param first: the refresh token that the office has set; where it is new, everything begins anew with it.
    """
    seed = sha256(first.encode()).hexdigest()
    begun = {
        "access": "",
        "refresh": first,
        "expires_at": datetime.fromtimestamp(0, UTC),
        "seed": seed,
        "dead_at": None,
        "updated_at": now,
    }
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    await session.execute(insert(Credential).values(channel=channel, **begun).on_conflict_do_nothing())
    row = (await session.scalars(select(Credential).where(Credential.channel == channel).with_for_update())).one()
    if row.seed != seed:
        for name, value in begun.items():
            setattr(row, name, value)
    return row
