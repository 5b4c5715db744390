"""What is told of a message's fate, as events that the slow lane answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels.base import Outcome, Verdict
from bot.post import Letter
from models.mail import HOUSE, Event, EventKind, Lane, OutboxState, Reason, waiting_row
from models.windows import Shut


def fate(letter: Letter, outcome: Outcome, now: datetime) -> dict[str, Any] | None:
    """What is told of a message that has met its fate: to whoever asked, else, where it was waited for, to the house.

    The house knows whom it concerns (``handlers/officers/waiting.py``).
    """
    sent = outcome.verdict is Verdict.SENT
    if letter.report:
        return report_of(letter.id, letter.report, OutboxState(outcome.verdict), outcome.reason, now)
    if letter.held_at is None or not (sent or outcome.reason is Reason.EXPIRED):
        return None
    return _of_request(letter, "went" if sent else "expired", now)


def waits(letter: Letter, why: Shut, now: datetime) -> list[dict[str, Any]]:
    """What is told of a message that waits for the person to write."""
    about = _of_request(letter, "waits", now, reason=why.value)
    if about is not None:
        return [about]
    if not letter.report:
        return []
    told = report_of(letter.id, letter.report, OutboxState.WAITING, None, now)
    return [
        _event(
            f"waits:{letter.id}:{letter.attempts}",
            f"{letter.report['key']}.waits",
            letter.report["args"] | {"reason": why.value},
            now,
            channel=told["channel"],
            chat=told["chat"],
            sender=letter.report.get("sender", told["chat"]),
        )
    ]


def group_lost(letter: Letter, now: datetime) -> dict[str, Any]:
    """What is told when a linked group can't be reached any more."""
    return _event(f"lost:{letter.id}", "group.lost", {"channel": letter.channel, "chat": letter.chat}, now)


def _of_request(letter: Letter, what: str, now: datetime, **args: Any) -> dict[str, Any] | None:
    """The event that tells the house what became of a message about a request; None: it is about something else."""
    topic, _, number = (letter.topic or "").partition(":")
    if topic != "request" or letter.lane is not Lane.NOTICE:
        return None
    told = {"request_id": int(number), "outbox_id": letter.id} | args
    return _event(f"{what}:{letter.id}:{letter.attempts}", f"request.{what}", told, now)


def report_of(
    row: int, report: dict[str, Any], state: OutboxState, reason: Reason | None, now: datetime
) -> dict[str, Any]:
    """The event that tells a message's fate to the conversation that asked for it; unknown, that is its reason too."""
    why = reason.value if reason else state.value if state is OutboxState.UNKNOWN else ""
    args = report["args"] | {"state": state.value, "reason": why}
    chat = report["chat"]
    sender = report.get("sender", chat)
    return _event(f"outcome:{row}", report["key"], args, now, channel=report["channel"], chat=chat, sender=sender)


def _event(
    identifier: str,
    key: str,
    args: dict[str, Any],
    now: datetime,
    *,
    channel: str = HOUSE,
    chat: str = HOUSE,
    sender: str = HOUSE,
) -> dict[str, Any]:
    event = Event(
        channel=channel,
        bot=HOUSE,
        id=identifier,
        kind=EventKind.OUTCOME,
        chat=chat,
        sender=sender,
        at=now,
        group=sender != chat,
        text=key,
        data={"args": args},
    )
    return waiting_row(event, now)
