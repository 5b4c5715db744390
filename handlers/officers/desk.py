"""The officers' desk: the queue, finding, opening by code, and deadlines."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.kit.pages import SIZE, Page, within
from handlers.kit.router import Router
from handlers.kit.steps import OVERDUE, SOON, add_event
from handlers.kit.turn import Turn
from handlers.kit.words import Rich
from handlers.officers import groups
from handlers.officers.case import code_and_text, put_back
from handlers.officers.notices import Words, is_urgent, producer_name, state_line, tell_admins, tell_officers
from models.accounts import Account, Role, staff
from models.mail import Choice
from models.queue import held_by, queue, search
from models.requests import (
    Request,
    RequestEventKind,
    RequestState,
    locked,
    read_code,
)
from models.schedule import waking_hour

router = Router(role=Role.OFFICER)
router.include(groups.router)

#: Requests shown of those found.
FOUND = 10

# the queue


@router.command("hangdoi", "queue")
async def show_queue(turn: Turn) -> None:
    """The first page of what waits."""
    await show_page(turn, 0)


@router.choice("queue.page")
async def show_page(turn: Turn, page: int) -> None:
    """A page of what waits: mine first, then what nobody has taken, then the others'."""
    if not await groups.discreet(turn):
        return
    page = max(page, 0)
    requests, total = await queue(turn.session, turn.account, offset=page * SIZE, limit=SIZE)
    if not total:
        turn.say(turn.t("queue-empty"))
        return
    if not requests:  # it has become shorter since the page was offered
        await show_page(turn, within(page, total))
        return
    shown = Page(requests, page, SIZE, total)
    lines: list[str] = [turn.t("queue-head", total=total)]
    section = ""
    for request in requests:
        if (heading := _section(turn, request)) != section:
            section = heading
            lines += ["", turn.t(section)]
        lines.append(_line(turn, request))
    if shown.pages > 1:
        lines += ["", turn.t("queue-page", page=page + 1, pages=shown.pages)]
    choices = _openers(turn, requests) + shown.turning(turn, "queue.page")
    turn.edit(Rich("\n".join(lines)), choices=choices)


def _section(turn: Turn, request: Request) -> str:
    if request.assignee_id in turn.account.ids:
        return "queue-mine"
    return "queue-new" if request.state is RequestState.SUBMITTED else "queue-others"


def _line(turn: Turn, request: Request) -> Rich:
    if not request.open:
        when = turn.t("queue-closed", state=request.state)
    elif request.due_at is None:
        when = turn.t("queue-waiting")
    else:
        when = turn.t("queue-due", day=turn.house.day(request.due_at), late=request.overdue(turn.now))
    return turn.t(
        "queue-line",
        urgent=turn.t("queue-urgent") if is_urgent(turn, request, turn.t) else "",
        code=request.code,
        kind=turn.t("case-kind", kind=request.kind),
        producer=producer_name(request) or turn.t("case-producer"),
        when=when,
    )


def _openers(turn: Turn, requests: Sequence[Request]) -> list[Choice]:
    return [turn.choice(str(request.code), "case.show", request.id) for request in requests]


@router.command("tim", "find")
async def find(turn: Turn, payload: str) -> None:
    """Find requests by code, name or phone, with or without diacritics."""
    if not await groups.discreet(turn):
        return
    if not payload:
        turn.expect("find")
        turn.say(turn.t("find-what"), choices=[turn.choice(turn.t("cancel"), "start.go", "huy", numbered=False)])
        return
    found = await search(turn.session, turn.account, payload, limit=FOUND + 1)
    if not found:
        turn.say(turn.t("find-none", text=payload))
        return
    shown = found[:FOUND]
    lines: list[str] = [turn.t("find-head", count=len(shown)), "", *(_line(turn, request) for request in shown)]
    if len(found) > FOUND:
        lines += ["", turn.t("find-most", count=FOUND)]
    turn.say(Rich("\n".join(lines)), choices=_openers(turn, shown))


@router.answer("find")
async def look_for(turn: Turn) -> None:
    """What to look for, after the command alone."""
    turn.expect_nothing()
    await find(turn, turn.event.text.strip())


@router.command("ca", "case")
async def open_by_code(turn: Turn, payload: str) -> None:
    """Open a request by its code."""
    code = read_code(payload)
    if code is None:
        turn.say(turn.t("case-which"))
    else:
        await code_and_text(turn, code, "")


async def release_cases_of(turn: Turn, officer: Account) -> int:
    """Give an officer's open cases back to the queue and announce them again; returns how many.

    Call it once the officer's role is taken away, so that the officer isn't asked too.
    """
    cases = await held_by(turn.session, officer)
    for request in cases:
        await put_back(turn, request)
    return len(cases)


# deadlines: noted once, told in the hours in which nobody is woken


@router.due(SOON)
async def deadline_soon(turn: Turn, request_id: int) -> None:
    """Half a working day is left."""
    request = await _owed(turn, request_id, SOON)
    if request is not None and not request.overdue(turn.now):
        await _remind(turn, request, "remind-soon", admins=False)


@router.due(OVERDUE)
async def deadline_over(turn: Turn, request_id: int) -> None:
    """The deadline is over: one line in the history, one reminder, to the admins too."""
    request = await _owed(turn, request_id, OVERDUE)
    if request is not None and request.overdue(turn.now):
        add_event(turn, request, RequestEventKind.OVERDUE)
        await _remind(turn, request, "remind-overdue", admins=True)


async def _owed(turn: Turn, request_id: int, key: str) -> Request | None:
    """The request if an officer still owes the step that was waited for; at night it is waited for until morning."""
    request = await locked(turn.session, request_id)
    if request is None or not request.open or request.due_at is None:
        return None
    later = waking_hour(turn.now, turn.house.zone)
    if later > turn.now:
        turn.wait_for(key, later, topic=request.topic, here=False, request_id=request.id)
        return None
    return request


async def _remind(turn: Turn, request: Request, key: str, *, admins: bool) -> None:
    async def words(t: Words) -> Rich:
        due = turn.house.minute(request.due_at or turn.now)
        return t(key, code=request.code, due=due, state=await state_line(turn, request, t))

    await tell_officers(turn, request, words)
    if admins:
        await tell_admins(turn, request, await staff(turn.session, turn.house.channels, least=Role.ADMIN), words)
