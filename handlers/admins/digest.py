"""Monday morning: the admins are told what was asked most, and what the knowledge had no answer to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich, join
from models.accounts import Role, staff
from models.asked import Group, Waiting, asked_since, unanswered_since
from models.schedule import Due, waited_for

router = Router()

#: What is waited for.
DIGEST = "knowledge.digest"
WEEK = timedelta(days=7)
#: Questions in each of its two lists.
MOST = 5


async def ensure_digest(session: AsyncSession, now: datetime, zone: ZoneInfo) -> None:
    """Wait for the next Monday, 08:00 on the office's clock, unless that is done already."""
    if not await waited_for(session, DIGEST):
        session.add(Due(key=DIGEST, args={}, due_at=next_monday(now, zone)))
        session.info["due"] = True


def next_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """The first Monday 08:00 after that moment."""
    local = now.astimezone(zone)
    monday = datetime.combine(local.date() - timedelta(days=local.weekday()), time(8), zone)
    return monday if monday > local else monday + WEEK


@router.due(DIGEST)
async def tell(turn: Turn) -> None:
    """Tell every admin, and wait for the next Monday. A week without questions is not worth a message."""
    await ensure_digest(turn.session, turn.now, turn.house.zone)
    since = turn.now - WEEK
    asked, unanswered = await asked_since(turn.session, since), await unanswered_since(turn.session, since)
    if not asked:
        return
    for admin in await staff(turn.session, turn.house.channels, least=Role.ADMIN):
        t = turn.words_of(admin)
        parts = [
            t("knowledge-digest", count=_count(asked), unanswered=_count(unanswered)),
            join([t("knowledge-digest-asked"), *_lines(t, asked)]),
        ]
        if unanswered:
            parts.append(join([t("knowledge-digest-unanswered"), *_lines(t, unanswered)]))
        turn.notify(
            admin,
            join(parts, "\n\n"),
            choices=[turn.choice(t("knowledge-digest-open"), "know.list", Waiting.OPEN.value, 0)],
            hint=t("knowledge-digest-hint"),
        )


def _lines(t: Callable[..., Rich], groups: list[Group]) -> list[Rich]:
    return [t("knowledge-digest-line", count=len(group.questions), text=group.newest.text) for group in groups[:MOST]]


def _count(groups: list[Group]) -> int:
    return sum(len(group.questions) for group in groups)
