"""One request in an officer's hands: take it, ask, write, finish, decline, give back, take over."""

from __future__ import annotations

from handlers.kit.files import take_file
from handlers.kit.router import Router
from handlers.kit.steps import add_event, move, set_deadlines
from handlers.kit.turn import Turn
from handlers.kit.words import Rich
from handlers.officers.notices import (
    announce,
    card,
    media,
    officer_name,
    refresh,
    state_line,
    tell_producer,
    write_to_producer,
)
from models.accounts import Account, AccountState, Role
from models.identifiers import Invalid
from models.mail import Choice, Outbox
from models.requests import (
    REOPEN_WITHIN,
    Attachment,
    Request,
    RequestEventKind,
    RequestState,
    attachments_of,
    by_code,
    history,
    locked,
)

router = Router(role=Role.OFFICER)

#: How many lines of its history a case shows, the newest.
HISTORY_SHOWN = 12

# opening


async def code_and_text(turn: Turn, code: str, text: str) -> None:
    """An officer has typed a request's code: open it, or send what follows the code to the producer."""
    request = await by_code(turn.session, code)
    if request is None or not request.open_to(turn.account):
        turn.refuse("case", code, key="refused-case")
    elif text:
        await reply_to_producer(turn, request, text)
    else:
        await open_case(turn, request)


@router.choice("case.show")
async def show(turn: Turn, request_id: int) -> None:
    """Open the case."""
    request = await _seen(turn, request_id)
    if request is not None:
        await open_case(turn, request)


async def open_case(turn: Turn, request: Request) -> None:
    """Show everything about the request and all that can be done."""
    lines: list[str] = [await card(turn, request, turn.account, whole=True), turn.t("case-history")]
    for event in (await history(turn.session, request))[-HISTORY_SHOWN:]:
        who = await officer_name(turn, event.actor_id, turn.t)
        what = turn.t("case-event", kind=event.kind, who=who)
        at = turn.house.minute(event.at)
        lines.append(
            turn.t("case-line-text", at=at, what=what, text=event.text)
            if event.text
            else turn.t("case-line", at=at, what=what)
        )
    turn.expect_nothing()
    turn.say(Rich("\n".join(lines)), choices=await _choices(turn, request), topic=request.topic)


@router.choice("case.files")
async def send_files(turn: Turn, request_id: int) -> None:
    """Send the request's files again."""
    request = await _seen(turn, request_id)
    if request is None:
        return
    files = await attachments_of(turn.session, request)
    if not files:
        turn.say(turn.t("case-no-files", code=request.code))
    for file in files:
        text = turn.t("case-file", code=request.code, name=file.name)
        turn.say(text, topic=request.topic, **media(file))


# taking


@router.choice("case.take")
async def take(turn: Turn, request_id: int) -> None:
    """The first who presses has it; whoever comes later is told who was faster."""
    request = await _seen(turn, request_id)
    if request is None:
        return
    if request.state is not RequestState.SUBMITTED:
        state = await state_line(turn, request, turn.t)
        text = turn.t("case-taken-already", code=request.code, state=state)
        turn.say(text, choices=await _choices(turn, request), topic=request.topic)
        return
    request.assignee_id = turn.account.id
    await move(turn, request, RequestState.ACCEPTED)
    await _taken(turn, request, "request.accepted", "case-taken", "told-accepted")


@router.choice("case.over")
async def offer_to_take_over(turn: Turn, request_id: int) -> None:
    """Ask whether a colleague's case shall change hands."""
    request = await _open(turn, request_id)
    if request is not None:
        await _offer(turn, request)


@router.choice("case.over.yes")
async def take_over(turn: Turn, request_id: int) -> None:
    """The case changes hands; the officer who had it and the producer are told."""
    request = await _open(turn, request_id)
    if request is None or request.assignee_id == turn.account.id:
        return
    if request.assignee_id is None:
        await take(turn, request_id)
        return
    before = await turn.session.get_one(Account, request.assignee_id)
    request.assignee_id = turn.account.id
    add_event(turn, request, RequestEventKind.ACCEPTED)
    turn.record("request.taken_over", request.code, before=before.id)
    await refresh(turn, request)
    text = turn.t("case-over-done", code=request.code)
    turn.say(text, choices=await _choices(turn, request), topic=request.topic)
    t = turn.words_of(before)
    turn.notify(before, t("case-over-told", code=request.code, who=await officer_name(turn, turn.account.id, t)))
    await _tell(turn, request, "told-taken-over")


@router.choice("case.reopen")
async def reopen(turn: Turn, request_id: int) -> None:
    """Go on with a request that was done, within 14 days."""
    request = await _seen(turn, request_id)
    if request is None:
        return
    if request.state is not RequestState.DONE or not request.may(RequestState.ACCEPTED, turn.now):
        await _say_closed(turn, request)
        return
    request.assignee_id = turn.account.id
    await move(turn, request, RequestState.ACCEPTED, RequestEventKind.REOPENED)
    await _taken(turn, request, "request.reopened", "case-reopened", "told-reopened")


@router.choice("case.release")
async def release(turn: Turn, request_id: int) -> None:
    """Give it back: everybody is asked anew."""
    request = await _mine(turn, request_id)
    if request is None:
        return
    await put_back(turn, request)
    turn.say(turn.t("case-released", code=request.code))


async def put_back(turn: Turn, request: Request) -> None:
    """Let the request wait for another officer, and tell everybody."""
    await move(turn, request, RequestState.SUBMITTED, RequestEventKind.RELEASED)
    turn.record("request.released", request.code)
    await announce(turn, request)
    await tell_producer(turn, request, "told-released", due=_due(turn, request))


# asking, writing, finishing: what is written next goes to the producer


@router.choice("case.ask")
async def ask(turn: Turn, request_id: int) -> None:
    """Let the officer write a question."""
    if request := await _mine(turn, request_id):
        _prompt(turn, request, "case.ask", "case-ask-what")


@router.choice("case.write")
async def write(turn: Turn, request_id: int) -> None:
    """Let the officer write a message."""
    if request := await _seen(turn, request_id):
        _prompt(turn, request, "case.write", "case-write-what")


@router.choice("case.done")
async def finish(turn: Turn, request_id: int) -> None:
    """Let the officer write a closing word, or close at once."""
    if request := await _mine(turn, request_id):
        close = turn.choice(turn.t("case-close"), "case.close", request.id)
        _prompt(turn, request, "case.done", "case-done-what", close)


@router.choice("case.decline")
async def decline(turn: Turn, request_id: int) -> None:
    """Let the officer write the reason."""
    if request := await _mine(turn, request_id, waiting_too=True):
        _prompt(turn, request, "case.decline", "case-decline-why")


@router.choice("case.keep")
async def keep(turn: Turn, request_id: int) -> None:
    """Nothing is written after all."""
    turn.expect_nothing()
    if request := await _seen(turn, request_id):
        turn.say(turn.t("case-kept", code=request.code), topic=request.topic)


@router.answer("case.ask")
async def asked(turn: Turn, request_id: int) -> None:
    """The question goes out, and the producer has the word."""
    request = await _mine(turn, request_id)
    if request is None or not (content := _content(turn, request)):
        return
    text, attachment = content
    if request.state is RequestState.WAITING:
        add_event(turn, request, RequestEventKind.ASKED, text, attachment)
    else:
        await move(turn, request, RequestState.WAITING, text=text, attachment=attachment)
    turn.expect_nothing()
    turn.record("request.asked", request.code)
    await refresh(turn, request)
    await _send(turn, request, "told-asked", text, attachment)


@router.answer("case.write")
async def written(turn: Turn, request_id: int) -> None:
    """The message goes out."""
    if request := await _seen(turn, request_id):
        await reply_to_producer(turn, request, turn.event.text)


@router.answer("case.done")
async def finished(turn: Turn, request_id: int) -> None:
    """Done, with a closing word or file."""
    request = await _mine(turn, request_id)
    if request is not None and (content := _content(turn, request)):
        await _close(turn, request, *content)


@router.choice("case.close")
async def close(turn: Turn, request_id: int) -> None:
    """Done, with nothing to add."""
    if request := await _mine(turn, request_id):
        await _close(turn, request, "", None)


@router.answer("case.decline")
async def declined(turn: Turn, request_id: int) -> None:
    """Declined; the reason is told."""
    request = await _mine(turn, request_id, waiting_too=True)
    if request is None:
        return
    reason = turn.event.text.strip()
    if not reason:
        turn.say(turn.t("case-need-reason"), choices=[_keep(turn, request)])
        return
    request.assignee_id = turn.account.id
    await move(turn, request, RequestState.DECLINED, text=reason)
    turn.expect_nothing()
    turn.record("request.declined", request.code)
    await refresh(turn, request)
    turn.say(turn.t("case-declined", code=request.code), topic=request.topic)
    await _send(turn, request, "told-declined", reason, None)


async def reply_from_officer(turn: Turn, request: Request, notice: Outbox) -> None:
    """An officer has answered a message about the request: what was asked for last, else a word to the producer.

    :param notice: the message that was answered.
    """
    if not request.open_to(turn.account):
        turn.refuse("case", request.code, key="refused-case")
        return
    expecting = turn.dialogue.expecting or {"key": "", "args": {}}
    route = router.answers.get(expecting["key"])
    if route is not None and expecting["args"].get("request_id") == request.id:
        await route.handler(turn, request_id=request.id)
    else:
        await reply_to_producer(turn, request, turn.event.text)


async def reply_to_producer(turn: Turn, request: Request, text: str) -> None:
    """Send the text, and the file where one came with it. Each word of its officer starts the deadline anew."""
    if not (content := _content(turn, request, text)):
        return
    text, attachment = content
    turn.expect_nothing()
    add_event(turn, request, RequestEventKind.ANSWERED, text, attachment)
    if request.state is RequestState.ACCEPTED and request.assignee_id == turn.account.id:
        await set_deadlines(turn, request)
    turn.record("request.answered", request.code)
    await _send(turn, request, "told-message", text, attachment)


@router.outcome("case.delivered")
async def delivered(turn: Turn, state: str, reason: str, code: str, topic: str) -> None:
    """Tell the officer what became of the message."""
    if state == "sent":
        turn.say(turn.t("case-delivered", code=code), topic=topic)
    else:
        turn.say(turn.t("case-undelivered", code=code, reason=reason), topic=topic)


# who may


async def _seen(turn: Turn, request_id: int) -> Request | None:
    """The request, held until the commit, if this officer may see it; else the attempt is refused and audited."""
    request = await locked(turn.session, request_id)
    if request is None or request.state is RequestState.DRAFT or not request.open_to(turn.account):
        turn.refuse("case", request.code if request else request_id, key="refused-case")
        return None
    return request


async def _open(turn: Turn, request_id: int) -> Request | None:
    """The same, if something can still be done with it."""
    request = await _seen(turn, request_id)
    if request is not None and not request.open:
        turn.expect_nothing()
        await _say_closed(turn, request)
        return None
    return request


async def _mine(turn: Turn, request_id: int, *, waiting_too: bool = False) -> Request | None:
    """The same, if it is this officer's; else it can be taken, or taken over.

    :param waiting_too: one that nobody has taken will do.
    """
    request = await _open(turn, request_id)
    if request is None or request.assignee_id == turn.account.id:
        return request
    if request.assignee_id is None and waiting_too:
        return request
    turn.expect_nothing()
    if request.assignee_id is None:
        text = turn.t("case-take-first", code=request.code)
        turn.say(text, choices=await _choices(turn, request), topic=request.topic)
    else:
        await _offer(turn, request)
    return None


# saying


async def _offer(turn: Turn, request: Request) -> None:
    who = await officer_name(turn, request.assignee_id, turn.t)
    turn.say(
        turn.t("case-others", code=request.code, who=who),
        choices=[turn.choice(turn.t("case-over"), "case.over.yes", request.id), _keep(turn, request)],
        topic=request.topic,
    )


async def _say_closed(turn: Turn, request: Request) -> None:
    state = await state_line(turn, request, turn.t)
    text = turn.t("case-not-open", code=request.code, state=state)
    turn.say(text, choices=await _choices(turn, request), topic=request.topic)


async def _taken(turn: Turn, request: Request, action: str, key: str, told: str) -> None:
    turn.record(action, request.code)
    await refresh(turn, request)
    text = turn.t(key, code=request.code, due=_due(turn, request))
    turn.say(text, choices=await _choices(turn, request), topic=request.topic)
    await _tell(turn, request, told, due=_due(turn, request))


async def _close(turn: Turn, request: Request, text: str, attachment: Attachment | None) -> None:
    await move(turn, request, RequestState.DONE, text=text or None, attachment=attachment)
    turn.expect_nothing()
    turn.record("request.done", request.code)
    await refresh(turn, request)
    turn.say(turn.t("case-closed", code=request.code), topic=request.topic)
    await _send(turn, request, "told-done-text" if text or attachment else "told-done", text, attachment)


async def _tell(turn: Turn, request: Request, key: str, **values: str) -> None:
    producer = await turn.session.get_one(Account, request.account_id)
    officer = await officer_name(turn, turn.account.id, turn.words_of(producer))
    await tell_producer(turn, request, key, officer=officer, **values)


async def _send(turn: Turn, request: Request, key: str, text: str, attachment: Attachment | None) -> None:
    """Send it to the producer, and let the officer know what becomes of it."""
    producer = await turn.session.get_one(Account, request.account_id)
    if producer.state is AccountState.ERASED:
        turn.say(turn.t("case-undelivered", code=request.code, reason="erased"))
        return
    t = turn.words_of(producer)
    told = t(
        key,
        code=request.code,
        text=text or t("told-file"),
        officer=await officer_name(turn, turn.account.id, t),
        office=turn.house.office(producer.language),
        until=turn.house.day(turn.now + REOPEN_WITHIN),
    )
    report = ("case.delivered", {"code": request.code, "topic": request.topic})
    write_to_producer(turn, request, producer, told, attachment, report=report)


def _prompt(turn: Turn, request: Request, key: str, words: str, *more: Choice) -> None:
    # No topic: an answer to this very message is the answer to its question.
    turn.expect(key, request_id=request.id)
    turn.say(turn.t(words, code=request.code), choices=[*more, _keep(turn, request)])


def _keep(turn: Turn, request: Request) -> Choice:
    return turn.choice(turn.t("cancel"), "case.keep", request.id, numbered=False)


def _content(turn: Turn, request: Request, text: str | None = None) -> tuple[str, Attachment | None] | None:
    """What the officer has sent, its file to be fetched; None (and said why) where there is nothing to pass on."""
    text = (turn.event.text if text is None else text).strip()
    if turn.event.data.get("file") is None:
        if text:
            return text, None
        turn.say(turn.t("case-need-words"), choices=[_keep(turn, request)])
        return None
    try:
        return text, take_file(turn, request_id=request.id)
    except Invalid as refused:
        reason = "invalid-" + refused.reason.replace(".", "-")
        turn.say(turn.t(reason, **refused.values), choices=[_keep(turn, request)])
        return None


def _due(turn: Turn, request: Request) -> str:
    return turn.house.minute(request.due_at) if request.due_at else ""


async def _choices(turn: Turn, request: Request) -> list[Choice]:
    """All that this officer can do with the request now."""
    names: list[tuple[str, str]] = []
    if request.state is RequestState.SUBMITTED:
        names = [("case-take", "case.take"), ("case-decline", "case.decline"), ("case-write", "case.write")]
    elif request.open and request.assignee_id == turn.account.id:
        names = [
            ("case-ask", "case.ask"),
            ("case-done", "case.done"),
            ("case-decline", "case.decline"),
            ("case-write", "case.write"),
            ("case-release", "case.release"),
        ]
    elif request.open:
        names = [("case-over", "case.over"), ("case-write", "case.write")]
    elif request.may(RequestState.ACCEPTED, turn.now):
        names = [("case-reopen", "case.reopen")]
    if await attachments_of(turn.session, request):
        names.append(("case-send-files", "case.files"))
    return [turn.choice(turn.t(label), name, request.id) for label, name in names]
