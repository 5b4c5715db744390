"""A request's steps: the rule, the history and the deadlines together, for whoever takes them."""

from __future__ import annotations

from datetime import timedelta

from handlers.kit.turn import Turn
from models.mail import HOUSE
from models.requests import Attachment, Request, RequestEvent, RequestEventKind, RequestState
from models.schedule import call_off

#: The moments that are waited for: the deadline comes near; the deadline is over.
SOON, OVERDUE = "request.soon", "request.overdue"
#: Half a working day: a deadline at 17:00 is recalled at 13:00.
SOON_BEFORE = timedelta(hours=4)

_HISTORY = {
    RequestState.SUBMITTED: RequestEventKind.SUBMITTED,
    RequestState.ACCEPTED: RequestEventKind.ACCEPTED,
    RequestState.WAITING: RequestEventKind.ASKED,
    RequestState.DONE: RequestEventKind.DONE,
    RequestState.DECLINED: RequestEventKind.DECLINED,
    RequestState.WITHDRAWN: RequestEventKind.WITHDRAWN,
}


async def move(
    turn: Turn,
    request: Request,
    step: RequestState,
    kind: RequestEventKind | None = None,
    *,
    text: str | None = None,
    attachment: Attachment | None = None,
) -> None:
    """Take the request to that state, note it in its history and set its deadlines anew.

    :param kind: what the history calls it, where that isn't plain from the state (reopened, released).
    :raises StepRefused: the state it is in doesn't lead there.
    """
    request.step(step, turn.now)
    add_event(turn, request, kind or _HISTORY[step], text, attachment)
    await set_deadlines(turn, request)


def add_event(
    turn: Turn,
    request: Request,
    kind: RequestEventKind,
    text: str | None = None,
    attachment: Attachment | None = None,
) -> RequestEvent:
    """Add a line to the request's history; what the house does by itself has no actor."""
    line = RequestEvent(
        request=request,
        at=turn.now,
        kind=kind,
        actor_id=None if turn.event.channel == HOUSE else turn.account.id,
        text=text,
        attachment=attachment,
    )
    turn.session.add(line)
    return line


async def set_deadlines(turn: Turn, request: Request) -> None:
    """Set ``due_at`` for the state that the request is in, and wait for it instead of what was waited for before."""
    await turn.session.flush()
    await call_off(turn.session, request.topic, SOON, OVERDUE)
    request.due_at = request.deadline(turn.now, turn.house.zone)
    if request.due_at is None:
        return
    soon = request.due_at - SOON_BEFORE
    if soon > turn.now:
        turn.wait_for(SOON, soon, topic=request.topic, here=False, request_id=request.id)
    turn.wait_for(OVERDUE, request.due_at, topic=request.topic, here=False, request_id=request.id)
