"""What is told of a message's fate, as events that the slow lane answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels.base import Outcome, Verdict
from bot.post import Letter
from models.mail import Lane, OutboxState, Reason, report_of, told
from models.windows import Shut


def fate(letter: Letter, outcome: Outcome, now: datetime) -> dict[str, Any] | None:
    """What is told of a message that has met its fate: to whoever asked, else, where it was waited for, to the house.

    The house knows whom it concerns (``handlers/officers/waiting.py``).
    """
    sent = outcome.verdict is Verdict.SENT
    if letter.report:
        return report_of(letter.id, letter.report, OutboxState(outcome.verdict), outcome.reason, now)
    if letter.held_at is None or not (sent or outcome.reason in (Reason.EXPIRED, Reason.OFF)):
        return None
    return _of_request(letter, "went" if sent else "expired", now)


def waits(letter: Letter, why: Shut, now: datetime) -> list[dict[str, Any]]:
    """What is told of a message that waits for the person to write."""
    about = _of_request(letter, "waits", now, reason=why.value)
    if about is not None:
        return [about]
    if not letter.report:
        return []
    chat = letter.report["chat"]
    return [
        told(
            f"waits:{letter.id}:{letter.attempts}",
            f"{letter.report['key']}.waits",
            letter.report["args"] | {"reason": why.value},
            now,
            channel=letter.report["channel"],
            chat=chat,
            sender=letter.report.get("sender", chat),
        )
    ]


def group_lost(letter: Letter, now: datetime) -> dict[str, Any]:
    """What is told when a linked group can't be reached any more."""
    return told(f"lost:{letter.id}", "group.lost", {"channel": letter.channel, "chat": letter.chat}, now)


def _of_request(letter: Letter, what: str, now: datetime, **args: Any) -> dict[str, Any] | None:
    """The event that tells the house what became of a message about a request; None: it is about something else."""
    topic, _, number = (letter.topic or "").partition(":")
    if topic != "request" or letter.lane is not Lane.NOTICE:
        return None
    values = {"request_id": int(number), "outbox_id": letter.id} | args
    return told(f"{what}:{letter.id}:{letter.attempts}", f"request.{what}", values, now)
